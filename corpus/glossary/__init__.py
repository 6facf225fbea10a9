"""A glossary made here, edited or not, or one that was there before."""

from duiqi.corpus.glossary.reading import is_glossary, read_glossary

__all__ = ["is_glossary", "read_glossary"]
