"""Windows: consecutive beads of an alignment as two encoded texts, and what accepted beads teach of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, groupby

import numpy as np

from duiqi.aligner.beads import Step
from duiqi.aligner.division import undivided
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.evidence.affinity import Affinities, affinities_of, learn_cooccurrences
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.reviewed.places import INVISIBLE
from duiqi.aligner.search.weights import Weights, trained
from duiqi.aligner.signature import kind_in
from duiqi.corpus.model import ACCEPTED, Alignment, Bead, BeadSegment, Document, Passage, Segment, Segments
from duiqi.corpus.tiling import beads_of
from duiqi.exports.unlabelled import unlabelled

TAUGHT = 256  # accepted beads outside a window, the nearest ones, that teach its words
# How many beads an accepted bead counts for in the teaching. With a tenth of MAC-Dev reviewed, the rest is
# aligned as well with 1 and 2 as without any teaching by the review, worse with 5 (F1 .9689 for .9702).
WEIGHT = 2.0


class Window:
    """Consecutive beads of an alignment, whose segments are encoded when they are needed.

    beads  of the window
    nodes  (i, j), the source and the target segments before each bead, and before the window's end
    """

    def __init__(self, alignment: Alignment, window: range, encoders: EncoderPair) -> None:
        """A window of an alignment that can be edited.

        window  the numbers of the beads in it
        """
        beads = beads_of(alignment)
        self.beads = beads[window.start : window.stop]
        self.nodes = _ends(self.beads)
        self._alignment, self._encoders = alignment, encoders
        before = [bead for bead in beads[: window.start] if _teaches(bead)]
        after = [bead for bead in beads[window.stop :] if _teaches(bead)]
        most = TAUGHT - min(TAUGHT // 2, len(after))
        before = before[max(len(before) - most, 0) :]
        # The beads that teach are read with those of the window, in the text's order.
        self._every = [*before, *self.beads, *after[: TAUGHT - len(before)]]
        (i, j), (k, m) = _ends(before)[-1], self.nodes[-1]
        self._here = range(i, i + k), range(j, j + m)

    @cached_property
    def _texts(self) -> tuple[EncodedText, EncodedText]:
        sides, paragraphs = sides_of(self._alignment, self._every)
        source, target = (
            undivided(side).reader(self._encoders, paragraphs).read(range(len(side))) for side in sides
        )
        return source, target

    @property
    def source(self) -> EncodedText:
        """The source segments, encoded; both sides need some."""
        return self._texts[0].part(self._here[0].start, self._here[0].stop)

    @property
    def target(self) -> EncodedText:
        """The target segments, encoded; both sides need some."""
        return self._texts[1].part(self._here[1].start, self._here[1].stop)

    @property
    def weights(self) -> Weights:
        """Those that the alignment was made by: what a text was cut into tells how sure its beads are."""
        return weights_of(self._alignment)

    def affinities(self) -> Affinities:
        """The affinities of the two texts, taught by the window's beads and by accepted beads elsewhere.

        An accepted bead counts for WEIGHT beads, another one for its confidence, where it has any.
        """
        whole = affinities_of(*self._texts, self._encoders.reading)
        numbers = np.arange(len(self._every))
        learn_cooccurrences(
            whole.token,
            np.repeat(numbers, [len(bead.source_segments) for bead in self._every]),
            np.repeat(numbers, [len(bead.target_segments) for bead in self._every]),
            np.array([_weight(bead) for bead in self._every], np.float32),
        )
        return Affinities(*(kind.window(*self._here) for kind in whole))


def weights_of(alignment: Alignment) -> Weights:
    """The weights that an alignment was made by."""
    return trained(kind_in(alignment.signature))


def steps_of(beads: Iterable[Bead]) -> Iterator[Step]:
    """Consecutive beads as numbers, their segments counted from 0."""
    i = j = 0
    for bead in beads:
        a, b = len(bead.source_segments), len(bead.target_segments)
        yield Step(i, j, a, b)
        i, j = i + a, j + b


def canonical(path: Iterable[Step]) -> list[Step]:
    """The same alignment as a path of the lattice: deletions one by one, at one place the target's first.

    >>> canonical([Step(0, 0, 1, 1), Step(1, 1, 2, 0), Step(3, 1, 0, 1)])[1:]
    [Step(i=1, j=1, a=0, b=1), Step(i=1, j=2, a=1, b=0), Step(i=2, j=2, a=1, b=0)]
    """
    found: list[Step] = []
    for is_link, several in groupby(path, lambda step: step.a > 0 and step.b > 0):
        run = list(several)
        if is_link:
            found += run
            continue
        (i, j, _, _), a, b = run[0], sum(step.a for step in run), sum(step.b for step in run)
        found += [Step(i, j + k, 0, 1) for k in range(b)]
        found += [Step(i + k, j + b, 1, 0) for k in range(a)]
    return found


def _ends(beads: Iterable[Bead]) -> list[tuple[int, int]]:
    """The node (0, 0), then the node after each bead."""
    return [(0, 0), *((i + a, j + b) for i, j, a, b in steps_of(beads))]


def _weight(bead: Bead) -> float:
    return WEIGHT if bead.status in ACCEPTED else bead.confidence or 1.0


def _teaches(bead: Bead) -> bool:
    return bead.status in ACCEPTED and bool(bead.source_segments and bead.target_segments)


def sides_of(alignment: Alignment, beads: Sequence[Bead]) -> tuple[tuple[Segments, Segments], bool]:
    """Both sides' segments as the aligner takes them.

    returns  the sides, and whether paragraphs are evidence, as when the alignment was made
    """
    level = alignment.signature.removeprefix("seg:").partition("|")[0]
    sides = [[s for bead in beads for s in bead.source_segments]]
    sides += [[s for bead in beads for s in bead.target_segments]]
    cues = any(segment.time for side in sides for segment in side)
    known = all(segment.paragraph is not None for side in sides for segment in side)
    source, target = (
        _as_segments(side, lang)
        for side, lang in zip(sides, (alignment.source.lang, alignment.target.lang), strict=True)
    )
    return (source, target), level == "sentence" and known and not cues


def _as_segments(side: Sequence[BeadSegment], lang: str) -> Segments:
    paragraphs = accumulate((segment.paragraph or 0 for segment in side), max)
    return Segments(
        Document("", lang),
        "sentence",
        tuple(
            Segment(
                Passage(_without_label(INVISIBLE.sub(" ", segment.text), segment.label), ()),
                segment.kind or "body",
                segment.label,
                paragraph,
                time=segment.time,
            )
            for segment, paragraph in zip(side, paragraphs, strict=True)
        ),
    )


def _without_label(text: str, label: str) -> str:
    """The text without the label that its author typed, as the aligner compared it."""
    return unlabelled(text, label) or text
