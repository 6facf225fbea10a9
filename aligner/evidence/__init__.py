"""What speaks for a bead: the features that the search weighs."""
