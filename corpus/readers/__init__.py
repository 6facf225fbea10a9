"""Readers, a module or folder for each kind of file: bytes to text and paragraphs."""
