"""Carry a review over into a new alignment: accepted beads are anchors, and all else is aligned anew."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.encoders.protocol import Encoder
from duiqi.aligner.pipeline import align
from duiqi.aligner.reviewed.earlier import Earlier, named, reviewed_beads
from duiqi.aligner.reviewed.places import INVISIBLE, SHORTEST, Place, places_of, visible
from duiqi.aligner.reviewed.sides import BitextSide, Box, boxes_of
from duiqi.aligner.reviewed.splicing import spliced
from duiqi.corpus.bitext.conventions import MEMORIES
from duiqi.corpus.cutting import Segments
from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.model import ACCEPTED, Alignment, Bead
from duiqi.corpus.tiling import numbered
from duiqi.segmenters import from_sentences

NEAR = 3  # neighbours of a place that are looked at
ANCHORS = ACCEPTED | {"untranslated"}


class Placed(NamedTuple):
    """A bead, its place in the texts as they are now, and the file that it is from."""

    box: Box
    bead: Bead
    origin: str


@dataclass(frozen=True, slots=True)
class Carried:
    """An alignment with an earlier review in it, and what a user should know of it.

    decisions  how many beads have each status by that review
    warnings   in one line each
    """

    alignment: Alignment
    decisions: dict[str, int]
    warnings: tuple[str, ...] = ()


def carry_over(fresh: Alignment, earlier: Sequence[Earlier], encoder: Encoder | None = None) -> Carried:
    """A new alignment with the reviewed beads of earlier results of the same texts.

    Accepted, corrected and untranslated beads are kept with their texts as the person left them. A
    rejected bead does not bind the search: it is rejected again where it is found again. Notes stay.

    earlier  the newest first: where two decide otherwise about the same text, the first one counts
    raises   UnwritableFile, which names them, where beads that a person accepted do not fit the texts
             any more
    """
    beads = tuple(fresh.beads)
    sides = BitextSide(beads, 0), BitextSide(beads, 1)
    boxes = boxes_of(sides)
    placed: list[Placed] = []
    missing: list[str] = []
    for result in earlier:
        found, lost = _placed(result, sides, boxes)
        placed, superseded = _merged(placed, found)
        missing += lost
        if superseded:
            missing.append(f"{result.path}: a newer file decides otherwise on {named(superseded)}")
    anchors = [item for item in placed if item.bead.status in ANCHORS]
    _check_order(anchors)
    others = [item for item in placed if item.bead.status not in ANCHORS]

    @cache
    def encoders() -> EncoderPair:
        return EncoderPair.of(encoder)  # once for all stretches, and not at all where there is none

    def between(source: Segments, target: Segments) -> Iterable[Bead]:
        return _aligned_between(source, target, fresh, encoders)

    certain = [(item.box, _kept(item, sides)) for item in anchors]
    whole = list(spliced(list(zip(boxes, beads, strict=True)), certain, sides, between))
    marked, notes = _marked(whole, others)
    renamed = [replace(bead, id=str(number)) for number, (_, bead) in enumerate(marked, 1)]
    decisions = Counter(item.bead.status for item in anchors)
    decisions["rejected"] += sum(bead.status == "rejected" for bead in renamed)
    return Carried(
        fresh.with_beads(numbered(renamed, 0, 0)),
        {status: number for status, number in decisions.items() if number},
        (*missing, *notes, *_other_texts(anchors, sides)),
    )


def _placed(
    result: Earlier, sides: tuple[BitextSide, BitextSide], boxes: Sequence[Box]
) -> tuple[list[Placed], list[str]]:
    """The reviewed beads of a result with their boxes, and warnings about those that have none."""
    beads, reviewed = result.beads, set(map(id, reviewed_beads(result.alignment)))
    old = [visible(bead.source_texts) for bead in beads], [visible(bead.target_texts) for bead in beads]
    nodes = [(0, 0), *((box.source.end, box.target.end) for box in boxes)]
    whole = "".join(old[0]), "".join(old[1])
    found, lost, elsewhere = [], [], []
    is_whole = result.path.suffix.lower() not in MEMORIES
    texts = sides[0].text, sides[1].text
    for bead, places in zip(beads, places_of(old, texts, nodes, is_whole=is_whole), strict=True):
        if id(bead) not in reviewed:
            continue
        own = visible(bead.source_texts), visible(bead.target_texts)
        away = map(_is_elsewhere, own, places or (None, None), texts, whole)
        if any(away) if places else all(away):
            elsewhere.append(bead)
        elif places is None:
            lost.append(bead)
        else:
            found.append(Placed(Box(*places), bead, str(result.path)))
    if accepted := [bead for bead in lost if bead.status in ANCHORS]:
        raise UnwritableFile(
            f"{result.path}: reviewed rows in it do not fit the texts any more: {named(accepted)}. "
            "Give another name, or overwrite with --force"
        )
    if accepted := [bead for bead in elsewhere if bead.status in ANCHORS]:
        raise UnwritableFile(
            f"{result.path}: reviewed rows in it are in another order than the texts: {named(accepted)}. "
            "Put them in order, join in one row what the translation exchanges, give another name, or "
            "overwrite with --force"
        )
    warnings = [f"{result.path}: dropped, as their text is gone: {named(lost)}"] if lost else []
    if elsewhere:
        warnings.append(
            f"{result.path}: dropped, as they are in another order than the texts: {named(elsewhere)}"
        )
    return found, warnings


def _is_elsewhere(own: str, place: Place | None, new: str, old: str) -> bool:
    """Whether a text that is in the new one as often as in the old one is not where its place would have it.

    As a bead, it would repeat what another bead has.
    """
    is_there = place is not None and own == new[place.start : place.end]
    return len(own) >= SHORTEST and not is_there and new.count(own) >= old.count(own)


def _merged(newer: list[Placed], older: Sequence[Placed]) -> tuple[list[Placed], list[Bead]]:
    """The decisions of newer files with those of an older one about other text, and those superseded.

    newer  in order
    """
    starts = [item.box for item in newer]
    added, superseded = [], []
    for item in older:
        at = bisect_left(starts, item.box)
        # Beads of a side without text have no length: a few neighbours on either side are looked at.
        near = range(max(0, at - NEAR), min(len(newer), at + NEAR))
        clashes = [n for n in near if newer[n].box == item.box or newer[n].box.overlaps(item.box)]
        if not clashes:
            added.append(item)
        elif len(clashes) == 1 and _alike(newer[clashes[0]].bead, item.bead):
            # A memory, which has not all of the text, may show a changed bead's place less exactly.
            twin = newer[clashes[0]]
            newer[clashes[0]] = twin._replace(box=min(twin.box, item.box, key=Box.length))
        else:
            superseded.append(item.bead)
    return sorted([*newer, *added], key=lambda item: item.box), superseded


def _check_order(anchors: Sequence[Placed]) -> None:
    """Raise UnwritableFile where two anchors are in another order on one side than on the other."""
    for first, second in pairwise(anchors):
        if first.box == second.box or first.box.overlaps(second.box):
            raise UnwritableFile(
                f"{second.origin}: reviewed rows that contradict each other: "
                f"{named([first.bead, second.bead])}. Correct one of them, or overwrite with --force"
            )


def _alike(one: Bead, other: Bead) -> bool:
    """Whether two reviewed beads have the same texts; one may be accepted, one corrected."""
    return (visible(one.source_texts), visible(one.target_texts), one.status in ACCEPTED) == (
        visible(other.source_texts), visible(other.target_texts), other.status in ACCEPTED
    )  # fmt: skip


def _aligned_between(
    source: Segments, target: Segments, fresh: Alignment, encoders: Callable[[], EncoderPair]
) -> Iterator[Bead]:
    """Beads of the segments between two anchors; with one side empty, each is a bead of its own.

    Its confidence is 1 then: the anchors leave no other possibility.
    """
    if not (source and target):
        nothing = range(0)
        for segment in source:
            yield Bead(range(1), nothing, source_segments=(segment,), confidence=1.0)
        for segment in target:
            yield Bead(nothing, range(1), target_segments=(segment,), confidence=1.0)
        return
    left, right = (
        from_sentences([INVISIBLE.sub(" ", segment.text) for segment in segments], lang)
        for segments, lang in ((source, fresh.source.lang), (target, fresh.target.lang))
    )
    for bead in align(left, right, encoders(), presegmented=True).beads:
        yield replace(
            bead,
            source_segments=source[bead.source.start : bead.source.stop],
            target_segments=target[bead.target.start : bead.target.stop],
        )


def _kept(anchor: Placed, sides: tuple[BitextSide, BitextSide]) -> Bead:
    """A reviewed bead: its texts as the person left them, their places as they are now."""
    bead = anchor.bead
    return replace(
        bead,
        source_segments=_kept_side(bead.source_segments, sides[0].within(anchor.box.source)),
        target_segments=_kept_side(bead.target_segments, sides[1].within(anchor.box.target)),
    )


def _kept_side(own: Segments, there: Segments) -> Segments:
    if visible(s.text for s in own) == visible(s.text for s in there):
        return there
    if len(own) == len(there):
        return tuple(
            new._replace(text=old.text, label=old.label) for old, new in zip(own, there, strict=True)
        )
    return own


def _marked(
    beads: Sequence[tuple[Box, Bead]], reviewed: Sequence[Placed]
) -> tuple[list[tuple[Box, Bead]], list[str]]:
    """The beads with rejections and notes, and warnings about rejections that found no bead again."""
    places = {box: number for number, (box, _) in enumerate(beads)}
    found, answered = list(beads), []
    for item in reviewed:
        number = places.get(item.box)
        if number is None:
            if item.bead.status == "rejected":
                answered.append(item.bead)
            number = next(
                (place for place, (box, _) in enumerate(beads) if box.source.end > item.box.source.start),
                None,
            )
            if number is None or not item.bead.note:
                continue
            item = item._replace(bead=replace(item.bead, status="new"))
        box, bead = found[number]
        notes = dict.fromkeys(filter(None, (bead.note, item.bead.note)))
        status = item.bead.status if bead.status == "new" else bead.status
        found[number] = box, replace(bead, status=status, note=" / ".join(notes))
    return found, [f"paired otherwise now than in rejected rows: {named(answered)}"] if answered else []


def _other_texts(anchors: Sequence[Placed], sides: tuple[BitextSide, BitextSide]) -> list[str]:
    """A warning about accepted rows whose text is not that of the files."""
    other = [
        item.bead
        for item in anchors
        if item.bead.status == "accepted"
        and any(
            visible(texts) != side.text[place.start : place.end]
            for texts, side, place in zip(
                (item.bead.source_texts, item.bead.target_texts), sides, item.box, strict=True
            )
        )
    ]
    return (
        [f"accepted rows with other text than the files, kept as they are: {named(other)}"] if other else []
    )
