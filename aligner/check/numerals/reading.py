"""A number as it was read in a text, and the words of one in small letters."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from duiqi.corpus.model import Span

# The letters besides A to Z that expressions without regard to case take for one of these.
_ALIKE = str.maketrans({"ſ": "s", "İ": "i", "ı": "i", "\u212a": "k"})


def small(text: str) -> str:
    """A text in small letters as such expressions compare them: `thouſand` in an old book is `thousand`.

    >>> small("Thouſand"), small("MİL"), small("\u212a")
    ('thousand', 'mil', 'k')
    """
    return text.translate(_ALIKE).lower()


class Reading(NamedTuple):
    """A numeral: where it is, the values that it may have, and whether it surely is a number.

    A numeral that is not certain (一 in 一定, `second` in `a second later`) is no reason for a
    finding, but it answers one in the other text.
    """

    span: Span
    values: tuple[Decimal, ...]
    is_certain: bool
