"""Terminology: a glossary out of aligned texts, and what is not consistent in them.

What a script needs is here by name, and loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from duiqi.aligner.terms.options import TermOptions

if TYPE_CHECKING:
    from duiqi.aligner.terms.checking import consistency, known
    from duiqi.aligner.terms.extraction import extract

__all__ = ["TermOptions", "consistency", "extract", "known"]

_HOMES = {
    "consistency": "duiqi.aligner.terms.checking",
    "extract": "duiqi.aligner.terms.extraction",
    "known": "duiqi.aligner.terms.checking",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
