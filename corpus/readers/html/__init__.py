"""HTML: its blocks are the paragraphs, its text is what a browser would show."""

from duiqi.corpus.readers.html.document import deep_pages, parse, read
from duiqi.corpus.readers.html.page import write

__all__ = ["deep_pages", "parse", "read", "write"]
