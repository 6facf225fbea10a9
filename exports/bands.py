"""Confidence in three bands, with the same colours and marks in every format for people.

The colours are a blue, a yellow and an orange that people with any colour vision can tell
apart (after Okabe and Ito, 2008), and each band has a mark as well.
"""

from __future__ import annotations

from typing import NamedTuple


class Band(NamedTuple):
    """From `low` upwards: a name, an ASCII mark, a terminal style, a background as RRGGBB."""

    name: str
    low: float
    mark: str
    style: str
    colour: str


BANDS = (
    Band("sure", 0.9, " ", "", "D6E8F5"),
    Band("fair", 0.6, "~", "yellow", "FFF1B8"),
    Band("doubtful", 0.0, "?", "bold red", "FBD0AE"),
)


def band(confidence: float) -> Band:
    """The band that a confidence falls into.

    >>> [band(x).name for x in (0.97, 0.6, 0.1)]
    ['sure', 'fair', 'doubtful']
    """
    return next((band for band in BANDS if confidence >= band.low), BANDS[-1])
