"""Align a text with its translation: the face of the package.

What a script needs is here by name and is loaded when it is first asked for: neither
`import duiqi` nor `duiqi --help` waits for NumPy.

>>> from duiqi import align, load_encoder, read, segment, write
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duiqi.aligner.encoders.catalogue import load_encoder
    from duiqi.aligner.encoders.protocol import Encoder
    from duiqi.aligner.pipeline import align
    from duiqi.aligner.terms.extraction import extract_terms
    from duiqi.corpus.bitext.reading import read_bitext
    from duiqi.corpus.errors import DuiqiError
    from duiqi.corpus.read import read
    from duiqi.exports.writing import write
    from duiqi.segmenters.documents import segment

__all__ = [
    "DuiqiError",
    "Encoder",
    "align",
    "extract_terms",
    "load_encoder",
    "read",
    "read_bitext",
    "segment",
    "write",
]

_HOMES = {
    "DuiqiError": "duiqi.corpus.errors",
    "Encoder": "duiqi.aligner.encoders.protocol",
    "align": "duiqi.aligner.pipeline",
    "extract_terms": "duiqi.aligner.terms.extraction",
    "load_encoder": "duiqi.aligner.encoders.catalogue",
    "read": "duiqi.corpus.read",
    "read_bitext": "duiqi.corpus.bitext.reading",
    "segment": "duiqi.segmenters.documents",
    "write": "duiqi.exports.writing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
