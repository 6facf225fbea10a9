"""Numbers in a text, in figures and in words, with the values that each may have."""
