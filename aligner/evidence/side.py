"""One side of a bitext, as the evidence needs it: counted once, for the whole of a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from duiqi.aligner.arrays import Bools, Floats32, Ints
from duiqi.aligner.encoders.blocks import SpanRows
from duiqi.aligner.encoders.reading import Reading

AT_ONCE = 1024  # segments that are read together: enough to share the first layers of their tokens
MARKS = 4  # question marks, exclamation marks, opens a quotation, closes one
NUMBER = re.compile(r"\d+(?:[./:,]\d+)*")
OPENING = frozenset("“‘「『«„\"'")
CLOSING = frozenset("”’」』»\"'")
STRONG = frozenset(";:.!?；：。！？…") | CLOSING  # marks that end more than a clause


@dataclass(frozen=True, slots=True)
class Form:
    """What shows on the outside of segments; arrays have a row for each.

    lengths     characters, white space left out
    marks       (segments, MARKS)
    parents     numbers of the undivided segments that clauses were cut from; ascending
    paragraphs  numbers of the paragraphs, ascending; all alike where nothing is known
    labels      list labels ("3.", "(a)"), empty where there is none
    opens       which segments open a paragraph
    soft        (segments + 1,) boundaries that cut an undivided segment at no strong mark
    notes       which segments are footnotes
    numbers     of each segment: "60/97", "2005", digits of any script alike
    """

    lengths: Floats32
    marks: Floats32
    parents: Ints
    paragraphs: Ints
    labels: tuple[str, ...]
    opens: Bools
    soft: Bools
    notes: Bools
    numbers: tuple[tuple[str, ...], ...]

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        parents: Ints | None = None,
        paragraphs: Ints | None = None,
        labels: Sequence[str] | None = None,
        notes: Sequence[bool] | None = None,
    ) -> Form:
        """Count what can be counted in the texts; by default each segment is undivided."""
        parents = np.arange(len(texts)) if parents is None else parents
        paragraphs = np.zeros(len(texts), np.int64) if paragraphs is None else paragraphs
        soft = np.zeros(len(texts) + 1, bool)
        weak = [text.rstrip()[-1:] not in STRONG for text in texts]
        soft[1:-1] = (parents[1:] == parents[:-1]) & np.array(weak[:-1], bool)
        return cls(
            lengths=np.array([len("".join(text.split())) for text in texts], np.float32),
            marks=np.array([_marks(text.strip()) for text in texts], np.float32).reshape(-1, MARKS),
            parents=parents,
            paragraphs=paragraphs,
            labels=tuple(labels) if labels is not None else ("",) * len(texts),
            opens=np.diff(paragraphs, prepend=-1) > 0,
            soft=soft,
            notes=np.array(notes if notes is not None else [False] * len(texts), bool),
            numbers=tuple(_numbers(text) for text in texts),
        )

    def part(self, start: int, stop: int) -> Form:
        """That of the segments [start, stop)."""
        here = slice(start, stop)
        return Form(
            self.lengths[here],
            self.marks[here],
            self.parents[here],
            self.paragraphs[here],
            self.labels[here],
            self.opens[here],
            self.soft[start : stop + 1],
            self.notes[here],
            self.numbers[here],
        )


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a bitext, or a part of it, as the evidence needs it.

    form     what shows on the outside
    single   (segments, dimensions) embeddings of the segments by the encoder chosen
    spans    embeddings of blocks of them
    reading  tokens and clauses by the bundled encoder
    """

    form: Form
    single: Floats32
    spans: SpanRows
    reading: Reading

    def __len__(self) -> int:
        return len(self.single)

    def part(self, start: int, stop: int) -> Side:
        """The segments [start, stop)."""
        return Side(
            self.form.part(start, stop),
            self.single[start:stop],
            self.spans.part(start, stop),
            self.reading.part(start, stop),
        )

    @classmethod
    def of(cls, form: Form, reading: Reading, spans: SpanRows | None = None) -> Side:
        """What was read, by the bundled encoder and perhaps another."""
        spans = spans or reading.spans
        numbers = np.arange(len(form.lengths))
        return cls(form, spans.rows(numbers, numbers + 1), spans, reading)


class Reader:
    """One side of a bitext, read some segments at a time, each once and only while they are needed.

    form  of all segments
    read  reads a range of them: blocks by the encoder chosen (None: by the bundled one), the rest
    """

    def __init__(self, form: Form, read: Callable[[range], tuple[Reading, SpanRows | None]]) -> None:
        self.form, self._read = form, read
        self._parts: dict[int, Side] = {}

    def __len__(self) -> int:
        return len(self.form.lengths)

    def side(self, wanted: range) -> Side:
        """These segments; those before them are forgotten."""
        first, last = wanted.start // AT_ONCE, -(-wanted.stop // AT_ONCE)
        self._parts = {number: part for number, part in self._parts.items() if number >= first}
        for number in range(first, last):
            if number not in self._parts:
                start, stop = number * AT_ONCE, min((number + 1) * AT_ONCE, len(self))
                self._parts[number] = Side.of(self.form.part(start, stop), *self._read(range(start, stop)))
        parts = [self._parts[number] for number in range(first, last)]
        start, stop = wanted.start - first * AT_ONCE, wanted.stop - first * AT_ONCE
        return Side(
            self.form.part(wanted.start, wanted.stop),
            np.concatenate([part.single for part in parts])[start:stop],
            parts[0].spans.joined([part.spans for part in parts[1:]]).part(start, stop),
            parts[0].reading.joined([part.reading for part in parts[1:]]).part(start, stop),
        )


def _marks(text: str) -> tuple[int, int, bool, bool]:
    return (
        text.count("?") + text.count("？"),
        text.count("!") + text.count("！"),
        text[:1] in OPENING,
        text[-1:] in CLOSING,
    )


def _numbers(text: str) -> tuple[str, ...]:
    """The numbers of a text, thousands unmarked."""
    found = NUMBER.findall(unicodedata.normalize("NFKC", text))
    return tuple(re.sub(r"(?<=\d),(?=\d{3}\b)", "", number) for number in found)
