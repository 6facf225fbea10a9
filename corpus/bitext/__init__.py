"""Readers of aligned text, ours and others', one module a format."""

from duiqi.corpus.bitext.reading import read_bitext

__all__ = ["read_bitext"]
