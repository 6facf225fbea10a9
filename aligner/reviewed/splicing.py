"""Put beads that are certain into an alignment; where it does not agree with them, align anew between.

Where the alignment has room for the certain beads, its own stay as they are. Elsewhere the text between
the certain bead and the nearest other that is surely right is aligned once more by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from duiqi.aligner.reviewed.places import Place, visible
from duiqi.aligner.reviewed.sides import BitextSide, Box
from duiqi.corpus.cutting import Segments
from duiqi.corpus.model import Bead

SURE = 0.9  # confidence from which a bead next to a certain one is left as it is

AlignBetween = Callable[[Segments, Segments], Iterable[Bead]]


def spliced(
    fresh: Sequence[tuple[Box, Bead]],
    anchors: Sequence[tuple[Box, Bead]],
    sides: tuple[BitextSide, BitextSide],
    between: AlignBetween,
) -> Iterator[tuple[Box, Bead]]:
    """The anchors, and between them the new beads that fit there, or the text aligned once more."""
    start, number = (0, 0), 0
    end = len(sides[0].text), len(sides[1].text)
    for anchor in (*anchors, None):
        stop = _start(anchor[0]) if anchor else end
        fitting: list[tuple[Box, Bead]] = []
        while number < len(fresh) and (
            fresh[number][0].source.start < stop[0] or fresh[number][0].target.start < stop[1] or not anchor
        ):
            box = fresh[number][0]
            inside = start[0] <= box.source.start and start[1] <= box.target.start
            if inside and box.source.end <= stop[0] and box.target.end <= stop[1]:
                fitting.append(fresh[number])
            number += 1
        yield from _filled(start, stop, fitting, sides, between)
        if anchor:
            yield anchor
            start = _end(anchor[0])


def _filled(
    start: tuple[int, int],
    stop: tuple[int, int],
    fitting: list[tuple[Box, Bead]],
    sides: tuple[BitextSide, BitextSide],
    between: AlignBetween,
) -> Iterator[tuple[Box, Bead]]:
    """The beads of a stretch between two anchors: those that fit, and new ones before and after them."""
    if fitting and _start(fitting[0][0]) != start:
        while fitting and not _is_sure(fitting[0][1]):
            fitting.pop(0)
    if fitting and _end(fitting[-1][0]) != stop:
        while fitting and not _is_sure(fitting[-1][1]):
            fitting.pop()
    middle = _start(fitting[0][0]) if fitting else stop
    yield from _anew(start, middle, sides, between)
    yield from fitting
    if fitting:
        yield from _anew(_end(fitting[-1][0]), stop, sides, between)


def _start(box: Box) -> tuple[int, int]:
    return box.source.start, box.target.start


def _end(box: Box) -> tuple[int, int]:
    return box.source.end, box.target.end


def _is_sure(bead: Bead) -> bool:
    return all(bead.kind) and bead.confidence >= SURE


def _anew(
    start: tuple[int, int], stop: tuple[int, int], sides: tuple[BitextSide, BitextSide], between: AlignBetween
) -> Iterator[tuple[Box, Bead]]:
    """The beads of a stretch that is aligned by itself."""
    source, target = (side.within(Place(a, b)) for side, a, b in zip(sides, start, stop, strict=True))
    x, y = start
    for bead in between(source, target):
        x2 = x + len(visible(segment.text for segment in bead.source_segments))
        y2 = y + len(visible(segment.text for segment in bead.target_segments))
        yield Box(Place(x, x2), Place(y, y2)), bead
        x, y = x2, y2
