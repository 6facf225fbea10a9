"""One module a file kind; each turns bytes into text and paragraphs."""
