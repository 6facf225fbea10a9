"""Where the best alignment is, and how likely each of its beads."""
