"""Plain text to paragraphs: what the author set apart, from lines as they happen to stand."""

from duiqi.corpus.layout.page import Markup, paragraphs

__all__ = ["Markup", "paragraphs"]
