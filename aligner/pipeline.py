"""From two segmented texts to an alignment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from duiqi.aligner.assembly import assemble
from duiqi.aligner.division import divide, undivided
from duiqi.aligner.doubts import doubts, out_of_order
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.encoders.protocol import Encoder
from duiqi.aligner.found import Found
from duiqi.aligner.search.passes import closer
from duiqi.aligner.search.stretches import stretches
from duiqi.aligner.search.weights import Kind, trained
from duiqi.aligner.signature import signature
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

    encoder   the bundled one by default; another one only compares blocks of segments,
              tokens and clauses are always read by the bundled one
    presegmented  keep the segments as they are: cut none into clauses
    progress  is told the stage, what is done and what there is
    raises    UnreadableFile where a side has no segment
    """
    for side in (source, target):
        if not len(side):
            raise UnreadableFile(f"{side.document.name or 'a text'}: no segment to align")
    tell = progress or (lambda stage, done, total: None)
    bundled = encoder if isinstance(encoder, BundledEncoder) else _reading()
    chosen = encoder or bundled
    left, right = (undivided(source), undivided(target)) if presegmented else divide(source, target)
    total = len(left) + len(right)
    tell("aligning", 0, total)
    # Where each segment is a paragraph, or none is known, paragraphs tell nothing more.
    known = source.level == target.level == "sentence" and not presegmented
    kind: Kind = "clauses" if total > len(source) + len(target) else "segments"
    weights = trained(kind)
    found = Found()
    # Another encoder may keep a device, or a file, for one thread.
    workers = bundled.threads if chosen is bundled else 1
    with bundled.single_threaded(), ThreadPoolExecutor(workers) as pool:
        readers = left.reader(chosen, bundled, known), right.reader(chosen, bundled, known)
        for stretch, lattice in in_order(
            pool,
            lambda stretch: (stretch, closer(*stretch[2:], bundled, weights)[0]),
            stretches(*readers),
            workers if bundled.threads > 1 else 0,
        ):
            found.add(stretch, lattice)
            tell("aligning", stretch.i + len(stretch.source) + stretch.j + len(stretch.target), total)
    beads = list(assemble(left, right, found))
    found_doubtful = (
        *source.document.warnings,
        *target.document.warnings,
        *doubts(beads, source, target, found.likeness(bundled)),
        *out_of_order(left, right, found),
    )
    return Alignment(
        source=_header(source),
        target=_header(target),
        beads=tuple(beads),
        encoder=chosen.name,
        signature=signature("presegmented" if presegmented else _level(source, target), chosen, kind),
        warnings=tuple(dict.fromkeys(found_doubtful)),
    )


@cache
def _reading() -> BundledEncoder:
    """What reads tokens and clauses beside another encoder: loaded once, however many texts there are."""
    return BundledEncoder()


def _level(source: Segments, target: Segments) -> str:
    return "+".join(dict.fromkeys((source.level, target.level)))


def _header(segments: Segments) -> Side:
    document = segments.document
    return Side(document.name, document.lang, document.sha256)
