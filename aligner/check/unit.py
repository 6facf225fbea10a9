"""The two texts of a bead, ready to be checked, and a hit of a check in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from duiqi.corpus.joining import join_segments
from duiqi.corpus.model import REFUSED, Alignment, Bead, Span


@dataclass(frozen=True, slots=True)
class Unit:
    """A bead's two texts, their languages, and the texts before and after them.

    number         of the bead, from 0
    before, after  the neighbouring units; None at the ends
    """

    number: int
    bead: Bead
    source: str
    target: str
    source_lang: str
    target_lang: str
    before: Unit | None = field(default=None, repr=False, compare=False)
    after: Unit | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        number: int,
        bead: Bead,
        langs: tuple[str, str],
        before: Unit | None = None,
        after: Unit | None = None,
    ) -> Unit:
        """The segments of each side of a bead, joined."""
        source = join_segments(bead.source_segments, langs[0])
        target = join_segments(bead.target_segments, langs[1])
        return cls(number, bead, source, target, *langs, before, after)

    @property
    def neighbours(self) -> tuple[Unit, ...]:
        return tuple(unit for unit in (self.before, self.after) if unit is not None)

    @property
    def is_paired(self) -> bool:
        """Whether both sides have text."""
        return bool(self.source.strip() and self.target.strip())


class Hit(NamedTuple):
    """What a check found in a unit: a line for people, and where in both texts."""

    message: str
    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()


def units(alignment: Alignment) -> Iterator[Unit]:
    """The beads that a person has not rejected, each with its neighbours."""
    before: Unit | None = None
    here: Unit | None = None
    for after in _plain(alignment):
        if here is not None:
            yield (here := replace(here, before=before, after=after))
        # A chain of neighbours would hold the whole text: the neighbours have none of their own.
        before, here = here and replace(here, before=None, after=None), after
    if here is not None:
        yield replace(here, before=before, after=None)


def _plain(alignment: Alignment) -> Iterator[Unit]:
    langs = alignment.source.lang, alignment.target.lang
    for number, bead in enumerate(alignment.beads):
        refused = bead.status in REFUSED and (bead.status == "rejected" or not all(bead.kind))
        if not refused:
            yield Unit.of(number, bead, langs)


def spans(matches: Iterable[re.Match[str]]) -> tuple[Span, ...]:
    """Where matches of a pattern are."""
    return tuple(Span(*match.span()) for match in matches)


def quoted(text: str, most: int = 40) -> str:
    """A text in quotation marks, cut short."""
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= most else f"“{text[:most].rstrip()}…”"


def listed(texts: Iterable[str], most: int = 5) -> str:
    """Texts in a row, each once, the first few of them.

    >>> listed(["8", "97", "8"])
    '8, 97'
    """
    once = list(dict.fromkeys(texts))
    return ", ".join(once[:most]) + (" …" if len(once) > most else "")
