"""The surface family: punctuation, shapes, paragraphs and list labels, counted without an encoder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np

from duiqi.aligner.arrays import Bools, Floats32, Floats64, Ints
from duiqi.aligner.beads import Beads
from duiqi.aligner.evidence.features import Named
from duiqi.aligner.evidence.labels import LabelComparison
from duiqi.aligner.evidence.names import beginnings
from duiqi.aligner.evidence.notes import begins_note
from duiqi.aligner.evidence.quotations import quotation_marks
from duiqi.aligner.evidence.sums import prefix_sums, range_sums
from duiqi.aligner.evidence.view import PaddedView

MARKS = 3  # question marks, exclamation marks, closes a quotation
NUMBER = re.compile(r"\d+(?:[./:,]\d+)*")
CLOSING = frozenset("”’」』»\"'")
BRACKETED = re.compile(r"（[^（）]*）|\([^()]*\)|【[^【】]*】|\[[^\[\]]*\]|〔[^〔〕]*〕")
FEWEST_QUOTATIONS = 4  # of either text: fewer may be quoted words
UNTIMED = (np.nan, np.nan)
COMMAS = frozenset(",，、،")
STRONG = frozenset(";:.!?；：。！？…") | CLOSING  # marks that end more than a clause


@dataclass(frozen=True, slots=True)
class Surface:
    """Surface features of each segment: length, punctuation, paragraph, list label, numbers.

    lengths     (segments,) characters, white space left out
    marks       (segments, MARKS) question marks; exclamation marks; whether it closes a quotation
    parents     (segments,) the undivided segment that a clause was cut from, ascending
    paragraphs  (segments,) the number of the paragraph, ascending; all equal where none is known
    labels      list labels ("3.", "(a)"), empty where there is none
    opens       (segments,) whether a segment is the first of a paragraph
    soft        (segments + 1,) whether the border before a segment is inside an undivided one, and comes
                after a weak mark such as a comma, and next to no remark in brackets
    commas      (segments + 1,) whether the border before a segment ends an undivided one with a comma, as
                in the preamble of a resolution
    notes       (segments,) whether a segment is a footnote
    numbers     of each segment: "60/97", "2005"; digits of any script as 0 to 9, thousands unmarked
    words       of each segment, the beginnings that may be written alike in the other text (`names`)
    times       (segments, 2) when a cue is shown, from and to, in milliseconds; NaN where none is known
    given       (segments,) the number of its pair in a file with both languages, ascending; else -1
    quotations  (segments, 2) how many marks open, and how many close a quotation
    begun       (segments,) 1 where a segment begins like a note or a caption, else 0
    """

    lengths: Floats32
    marks: Floats32
    parents: Ints
    paragraphs: Ints
    labels: tuple[str, ...]
    opens: Bools
    soft: Bools
    commas: Bools
    notes: Bools
    numbers: tuple[tuple[str, ...], ...]
    words: tuple[tuple[str, ...], ...]
    times: Floats64
    given: Ints
    quotations: Floats32
    begun: Floats32

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        parents: Ints | None = None,
        paragraphs: Ints | None = None,
        labels: Sequence[str] | None = None,
        notes: Sequence[bool] | None = None,
        times: Sequence[tuple[int, int] | None] | None = None,
        given: Ints | None = None,
    ) -> Surface:
        """Count what can be counted in the texts; by default each segment is undivided."""
        parents = np.arange(len(texts)) if parents is None else parents
        paragraphs = np.zeros(len(texts), np.int64) if paragraphs is None else paragraphs
        soft = np.zeros(len(texts) + 1, bool)
        weak = np.array([text.rstrip()[-1:] not in STRONG for text in texts], bool)
        remarks = np.array([BRACKETED.fullmatch(text.strip()) is not None for text in texts], bool)
        soft[1:-1] = (parents[1:] == parents[:-1]) & weak[:-1] & ~(remarks[:-1] | remarks[1:])
        commas = np.zeros(len(texts) + 1, bool)
        commas[1:] = [text.rstrip()[-1:] in COMMAS for text in texts]
        commas[1:-1] &= parents[1:] != parents[:-1]
        return cls(
            lengths=np.array([len("".join(text.split())) for text in texts], np.float32),
            marks=np.array([_marks(text.strip()) for text in texts], np.float32).reshape(-1, MARKS),
            parents=parents,
            paragraphs=paragraphs,
            labels=tuple(labels) if labels is not None else ("",) * len(texts),
            opens=np.diff(paragraphs, prepend=-1) > 0,
            soft=soft,
            commas=commas,
            notes=np.array(notes if notes is not None else [False] * len(texts), bool),
            numbers=tuple(numbers_in(text) for text in texts),
            words=tuple(beginnings(text) for text in texts),
            times=np.array([time or UNTIMED for time in times or [None] * len(texts)]).reshape(-1, 2),
            given=np.full(len(texts), -1) if given is None else given,
            quotations=np.array([_quotations(text) for text in texts], np.float32).reshape(-1, 2),
            begun=np.array([begins_note(text) for text in texts], np.float32),
        )

    @classmethod
    def of_lengths(cls, lengths: Floats32, parents: Ints, notes: Bools) -> Surface:
        """Segments of known length, and of which segment each is a part, which may be a note; no more."""
        count = len(lengths)
        return cls(
            lengths=lengths,
            marks=np.zeros((count, MARKS), np.float32),
            parents=parents,
            paragraphs=np.zeros(count, np.int64),
            labels=("",) * count,
            opens=np.zeros(count, bool),
            soft=np.zeros(count + 1, bool),
            commas=np.zeros(count + 1, bool),
            notes=notes,
            numbers=((),) * count,
            words=((),) * count,
            times=np.full((count, 2), np.nan),
            given=np.full(count, -1),
            quotations=np.zeros((count, 2), np.float32),
            begun=np.zeros(count, np.float32),
        )

    def part(self, start: int, stop: int) -> Surface:
        """The segments [start, stop)."""
        here = {field.name: getattr(self, field.name)[start:stop] for field in fields(self)}
        borders = {name: getattr(self, name)[start : stop + 1] for name in ("soft", "commas")}
        return Surface(**here | borders)

    @property
    def is_cut(self) -> bool:
        """Whether some segments are clauses of one undivided segment."""
        return bool((np.diff(self.parents) == 0).any())

    @property
    def has_paragraphs(self) -> bool:
        """Whether there are several paragraphs."""
        return bool(self.paragraphs[-1] > self.paragraphs[0])


class SurfaceFeatures:
    """The surface of both sides compared, for the beads of a view."""

    def __init__(self, source: Surface, target: Surface) -> None:
        self._source, self._target = source, target
        self._quotations = prefix_sums(source.quotations), prefix_sums(target.quotations)
        # Where one text marks its speech by other means, the other's marks say nothing.
        self._has_quotations = min(sums[-1, 0] for sums in self._quotations) >= FEWEST_QUOTATIONS
        self._begun = prefix_sums(source.begun), prefix_sums(target.begun)
        self._source_marks, self._target_marks = prefix_sums(source.marks), prefix_sums(target.marks)
        # What neither text has is not compared: its features are zero.
        self._has_marks = source.marks.any() or target.marks.any()
        self._has_begun = source.begun.any() or target.begun.any()
        self._has_notes = source.notes.any() or target.notes.any()
        # Labels on one side only say nothing.
        labelled = any(source.labels) and any(target.labels)
        self._labels = LabelComparison(source.labels, target.labels) if labelled else None

    def values(self, view: PaddedView) -> Iterator[Named]:
        """The features of this family."""
        yield "skip source", view.skips.a
        yield "skip target", view.skips.b
        yield from self._shape(view)
        if self._has_marks:
            yield from self._punctuation(view)
        if self._has_quotations:
            yield from self._speech(view)
        if self._source.has_paragraphs and self._target.has_paragraphs:
            yield from self._paragraphs(view)
        if self._has_begun:
            yield from self._notes_begun(view)
        _, _, i, j, a, b = view.links
        if self._has_notes:
            yield "note and text", self._source.notes[i] != self._target.notes[j]
        if self._labels:
            yield "label", self._labels.alike(i, j)
            yield "labels differ", np.minimum(np.abs(self._labels.difference(i, a, j, b)), 2)

    def _punctuation(self, view: PaddedView) -> Iterator[Named]:
        _, _, i, j, a, b = view.links
        source, target = self._source.marks, self._target.marks
        marks = np.abs(range_sums(self._source_marks, i, a) - range_sums(self._target_marks, j, b))
        yield "questions", np.minimum(marks[:, 0], 2)
        yield "exclamations", np.minimum(marks[:, 1], 2)
        yield "quotation closes", source[i + a - 1, 2] != target[j + b - 1, 2]

    def _speech(self, view: PaddedView) -> Iterator[Named]:
        """Quotations that are on one side only."""

        def marks(beads: Beads) -> tuple[Floats32, Floats32]:
            source, target = self._quotations
            return range_sums(source, beads.i, beads.a), range_sums(target, beads.j, beads.b)

        source, target = marks(view.links)
        differences = np.minimum(np.abs(source - target), 3)
        yield "quotations opened", differences[:, 0]
        yield "quotations closed", differences[:, 1]
        source, target = marks(view.skips)
        yield "skip quotation", np.any(source + target > 0, axis=1)

    def _notes_begun(self, view: PaddedView) -> Iterator[Named]:
        source, target = self._begun
        links, skips = view.links, view.skips
        differences = range_sums(source, links.i, links.a) - range_sums(target, links.j, links.b)
        yield "notes begun", np.minimum(np.abs(differences), 2)
        yield "skip note", range_sums(source, skips.i, skips.a) + range_sums(target, skips.j, skips.b)

    def _shape(self, view: PaddedView) -> Iterator[Named]:
        """How many segments a side; clauses of one segment count as that segment."""
        _, _, i, j, a, b = view.links
        source, target = self._source, self._target
        sources = source.parents[i + a - 1] - source.parents[i] + 1
        targets = target.parents[j + b - 1] - target.parents[j] + 1
        yield "1-1", (sources == 1) & (targets == 1)
        yield "1-2", (sources == 1) & (targets == 2)
        yield "2-1", (sources == 2) & (targets == 1)
        yield "2-2", (sources == 2) & (targets == 2)
        yield "many", (sources > 1) & (targets > 1)
        yield "several", np.maximum(np.minimum(sources, targets) - 2, 0)
        yield "size", sources + targets - 2
        yield "large", np.maximum(sources + targets - 4, 0)
        cuts = np.zeros(len(i), np.int8)
        for row, column in ((i, j), (i + a, j + b)):
            # Where the other side ends with a comma, too, a comma is where to cut.
            cuts += source.soft[row] & ~target.commas[column]
            cuts += target.soft[column] & ~source.commas[row]
        yield "soft cuts", cuts

    def _paragraphs(self, view: PaddedView) -> Iterator[Named]:
        _, _, i, j, a, b = view.links
        source, target = self._source.paragraphs, self._target.paragraphs
        crossed = (source[i + a - 1] > source[i]).astype(np.float32)
        yield "crosses paragraphs", crossed + (target[j + b - 1] > target[j])
        yield "paragraph starts", self._source.opens[i] != self._target.opens[j]


def _marks(text: str) -> tuple[int, int, bool]:
    return (
        text.count("?") + text.count("？"),
        text.count("!") + text.count("！"),
        text[-1:] in CLOSING,
    )


def _quotations(text: str) -> tuple[int, int]:
    marks = quotation_marks(text)
    return sum(marks), len(marks) - sum(marks)


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers in a text, without marks of thousands."""
    found = NUMBER.findall(unicodedata.normalize("NFKC", text))
    return tuple(re.sub(r"(?<=\d),(?=\d{3}\b)", "", number) for number in found)
