"""From two segmented texts to an alignment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version

from duiqi.aligner.assembly import assemble
from duiqi.aligner.division import divide, undivided
from duiqi.aligner.doubts import doubts, out_of_order
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.encoders.protocol import Encoder
from duiqi.aligner.found import Found
from duiqi.aligner.search.passes import close_pass
from duiqi.aligner.search.stretches import stretches
from duiqi.aligner.search.weights import trained
from duiqi.aligner.threads import in_order
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.model import Alignment, Segments, Side

Progress = Callable[[str, int, int], None]


def align(
    source: Segments,
    target: Segments,
    encoder: Encoder | None = None,
    *,
    presegmented: bool = False,
    progress: Progress | None = None,
) -> Alignment:
    """Pair the segments of a text with those of its translation.

    Every segment of both sides stands in exactly one bead; a bead with an empty side has
    no counterpart. A bead's confidence is the probability that it is exactly right.

    encoder   the bundled one by default. One that cannot read tokens and clauses only compares blocks,
              and the bundled one reads beside it: for many texts, make the `EncoderPair` once
    presegmented  keep the segments as they are: cut none into clauses
    progress  is told the stage, what is done and what there is
    raises    UnreadableFile where a side has no segment
    """
    for side in (source, target):
        if not len(side):
            raise UnreadableFile(f"{side.document.name or 'a text'}: no segment to align")
    tell = progress or (lambda stage, done, total: None)
    pair = EncoderPair.of(encoder)
    left, right = (undivided(source), undivided(target)) if presegmented else divide(source, target)
    total = len(left) + len(right)
    tell("aligning", 0, total)
    # Where each segment is a paragraph, or none is known, paragraphs tell nothing more.
    known = source.level == target.level == "sentence" and not presegmented
    cut = total > len(source) + len(target)
    weights = trained("clauses" if cut else "segments")
    found = Found(pair.reading)
    with pair.single_threaded(), ThreadPoolExecutor(pair.workers) as pool:
        readers = left.reader(pair, known), right.reader(pair, known)
        for stretch, lattice in in_order(
            pool,
            lambda stretch: (stretch, close_pass(*stretch[2:], pair.reading, weights)[0]),
            stretches(*readers),
            pair.workers if pair.reading.threads > 1 else 0,
        ):
            found.add(stretch, lattice)
            tell("aligning", stretch.i + len(stretch.source) + stretch.j + len(stretch.target), total)
    beads = list(assemble(left, right, found))
    warnings = *doubts(beads, source, target, found.likeness()), *out_of_order(left, right, found)
    return Alignment(
        source=_header(source),
        target=_header(target),
        beads=tuple(beads),
        encoder=pair.name,
        signature=signature(source.level, pair),
        warnings=warnings,
    )


def signature(segmentation: str, encoder: Encoder) -> str:
    """What someone else needs to get the same alignment again."""
    return f"seg:{segmentation}|enc:{encoder.name}|scorer:{trained().name}|v:{version('duiqi')}"


def _header(segments: Segments) -> Side:
    document = segments.document
    return Side(document.name, document.lang, document.sha256)
