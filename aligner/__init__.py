"""The numbers, and the wiring on top: encoders, search, confidence, the command line.

What a script needs is here by name, and loaded when it is first asked for: neither
`import aligner` nor `duiqi --help` waits for NumPy or PyTorch. Scoring against gold is
`aligner.evaluate`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aligner.bundled import BundledEncoder
    from aligner.encoders import Encoder, load_encoder
    from aligner.pipeline import align

__all__ = ["BundledEncoder", "Encoder", "align", "load_encoder"]

_HOMES = {
    "BundledEncoder": "aligner.bundled",
    "Encoder": "aligner.encoders",
    "align": "aligner.pipeline",
    "load_encoder": "aligner.encoders",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
