"""An earlier result, or a memory made elsewhere, as an alignment."""

from duiqi.corpus.bitext.reading import read_bitext

__all__ = ["read_bitext"]
