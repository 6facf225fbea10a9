"""The data model of leverage: a new text, and what memories have for each of its segments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from duiqi.corpus.languages import is_spaced
from duiqi.corpus.model import Doubt, Kind, Span
from duiqi.corpus.versions import Edit

MatchKind = Literal["context", "exact", "fuzzy", "clauses", "meaning"]
Repetition = Literal["", "within", "across"]

IN_CONTEXT, EXACT = 101, 100


class Band(NamedTuple):
    """Matches from `low` per cent upwards."""

    name: str
    low: int


BANDS = (
    Band("101", IN_CONTEXT),
    Band("100", EXACT),
    Band("95–99", 95),
    Band("85–94", 85),
    Band("75–84", 75),
    Band("50–74", 50),
    Band("new", 0),
)
REPETITIONS = {"within": "repeated in the file", "across": "repeated from another file"}


class Change(NamedTuple):
    """A number, date, symbol or label that differs between the new source and the memory's.

    old, new    in the sources; empty where one of them has none
    replaced    what it was in the memory's target, and what it is in the proposal: both empty where
                the proposal was not adapted, since it was not certain where
    """

    sort: str
    old: str
    new: str
    replaced: tuple[str, str] = ("", "")

    @property
    def adapted(self) -> bool:
        """Whether the proposal was changed."""
        return bool(self.replaced[1])

    def __str__(self) -> str:
        shown = f"{self.old or '(none)'} → {self.new or '(none)'}"
        return f"{shown}: {self.replaced[0]} → {self.replaced[1]}" if self.adapted else f"{shown}: check"


class Part(NamedTuple):
    """A clause of the new source, with the clause that a memory has for it; `target` is empty for none."""

    text: str
    source: str = ""
    target: str = ""
    percentage: int = 0
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A proposal for a segment.

    kind        context: the same text between the same neighbours; exact; fuzzy; clauses: put together
                from clauses of several places; meaning: by embeddings, whatever the words
    percentage  of the words that need not be changed, 101 in context; of `clauses` of the words that
                some clause covers; 0 for `meaning`
    score       percentage less the penalties; the cosine × 100 for `meaning`
    source      the memory's, without label
    target      the memory's, adapted and with the new label
    original    the memory's target as it is
    origin      the memory, and the text in it
    edits       the differences of the memory's source and the new one, word by word
    parts       of `clauses`: the clauses in order
    whole_source  the memory's source with its label; of `clauses` empty
    """

    kind: MatchKind
    percentage: int
    score: int
    source: str
    target: str
    original: str
    origin: str = ""
    status: str = "new"
    confidence: float = 1.0
    changes: tuple[Change, ...] = ()
    edits: tuple[Edit, ...] = ()
    parts: tuple[Part, ...] = ()
    whole_source: str = ""

    @property
    def differs(self) -> bool:
        """Whether the memory's source is another text than the new one."""
        return any(edit.operation != "same" for edit in self.edits)

    @property
    def counted(self) -> bool:
        """Whether it counts in the bands: a match of whole texts, by its words."""
        return self.kind in ("context", "exact", "fuzzy")


@dataclass(frozen=True, slots=True)
class LeveragedSegment:
    """A segment of the new text, its proposals, the best first, and its size.

    words       words, or characters of languages without spaces; `characters` are without spaces
    repetition  whether the segment was in the file before, or in an earlier file
    """

    number: int
    source: str
    label: str = ""
    kind: Kind = "body"
    paragraph: int = 0
    span: Span | None = None
    matches: tuple[Match, ...] = ()
    words: int = 0
    characters: int = 0
    repetition: Repetition = ""

    @property
    def best(self) -> Match | None:
        """The best match of the whole text, by its words."""
        return next((match for match in self.matches if match.counted), None)

    @property
    def proposal(self) -> Match | None:
        """The first proposal of any kind."""
        return self.matches[0] if self.matches else None

    @property
    def band(self) -> Band:
        """The band of the best match, before penalties."""
        percentage = self.best.percentage if self.best else 0
        return next(band for band in BANDS if percentage >= band.low)


@dataclass(frozen=True, slots=True)
class Leverage:
    """A new text with what memories have for it.

    threshold  the score from which a proposal becomes the target
    """

    name: str
    source_lang: str
    target_lang: str
    segments: tuple[LeveragedSegment, ...]
    threshold: int = 75
    warnings: tuple[Doubt, ...] = ()

    def filled(self, segment: LeveragedSegment) -> Match | None:
        """The proposal that becomes the segment's target; None where none is good enough."""
        best = segment.best
        return best if best and best.score >= self.threshold else None

    def title(self) -> str:
        """The name of the text, or its language."""
        return self.name or self.source_lang


class Count(NamedTuple):
    """Segments, words and characters of one row of a report."""

    segments: int = 0
    words: int = 0
    characters: int = 0

    def plus(self, segment: LeveragedSegment) -> Count:
        """With one segment more."""
        return Count(self.segments + 1, self.words + segment.words, self.characters + segment.characters)


@dataclass(frozen=True, slots=True)
class LeverageReport:
    """How much of one or more texts memories have, by band; a repeated segment is in no band."""

    leverages: tuple[Leverage, ...]

    def rows(self) -> Iterator[tuple[str, dict[str, Count]]]:
        """For each text, and for all of them where there are several, the counts by the names of `names`."""
        for leverage in self.leverages:
            yield leverage.title(), counts(leverage.segments)
        if len(self.leverages) > 1:
            yield "all", counts(segment for leverage in self.leverages for segment in leverage.segments)


def names() -> tuple[str, ...]:
    """The rows of a report: bands, repetitions, and the sum."""
    return (*(band.name for band in BANDS), *REPETITIONS.values(), "total")


def counts(segments: Iterable[LeveragedSegment]) -> dict[str, Count]:
    """Segments, words and characters by band and repetition."""
    found = dict.fromkeys(names(), Count())
    for segment in segments:
        row = REPETITIONS[segment.repetition] if segment.repetition else segment.band.name
        found[row] = found[row].plus(segment)
        found["total"] = found["total"].plus(segment)
    return found


def with_repetitions(leverages: Iterable[Leverage]) -> tuple[Leverage, ...]:
    """The texts, those segments marked that were in the same text before, or in an earlier one.

    A segment that a memory has wholly is in its band however often it comes.
    """
    earlier: Counter[str] = Counter()
    marked = []
    for leverage in leverages:
        here: Counter[str] = Counter()
        segments = []
        for segment in leverage.segments:
            key = " ".join(segment.source.split())
            known = segment.best is not None and segment.best.percentage >= EXACT
            repetition: Repetition = "within" if here[key] else "across" if earlier[key] else ""
            here[key] += 1
            segments.append(replace(segment, repetition="" if known else repetition))
        earlier.update(here)
        marked.append(replace(leverage, segments=tuple(segments)))
    return tuple(marked)


def glue(lang: str) -> str:
    """What is between two words of a language: a space, or nothing."""
    return " " if is_spaced(lang) else ""
