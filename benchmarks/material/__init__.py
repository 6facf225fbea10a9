"""Training and test material for the scorer, made from books that are known to be parallel."""
