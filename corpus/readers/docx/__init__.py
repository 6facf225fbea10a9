"""Word's DOCX: paragraphs as Word shows them with all changes accepted."""

from duiqi.corpus.readers.docx.document import read

__all__ = ["read"]
