"""Readers of glossaries, ours and others', one module a format."""

from duiqi.corpus.glossary.reading import is_glossary, read_glossary

__all__ = ["is_glossary", "read_glossary"]
