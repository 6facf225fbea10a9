"""HTML: its blocks are the paragraphs, its text is what a browser would show."""

from duiqi.corpus.readers.html.document import deep_pages, parse, read
from duiqi.corpus.readers.html.inline import ends_empty_elements
from duiqi.corpus.readers.html.notes import Book
from duiqi.corpus.readers.html.page import write

__all__ = ["Book", "deep_pages", "ends_empty_elements", "parse", "read", "write"]
