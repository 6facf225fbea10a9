"""From two segmented texts to an alignment, step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from duiqi.aligner.assembly import assemble
from duiqi.aligner.division import Division, divide, undivided, weights_for
from duiqi.aligner.doubts import doubts, out_of_order, united_paragraphs
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.encoders.protocol import Encoder
from duiqi.aligner.foreign import mark_untranslated
from duiqi.aligner.path import BestPath
from duiqi.aligner.search.lattice import Lattice
from duiqi.aligner.search.passes import close_pass
from duiqi.aligner.search.stretches import Stretch, stretches
from duiqi.aligner.search.weights import Weights, trained
from duiqi.aligner.signature import signature
from duiqi.aligner.standing_labels import apart
from duiqi.aligner.threads import in_order
from duiqi.aligner.whole_paragraphs import is_torn, paragraphs_of, unite
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.model import Alignment, Segments, Side

Progress = Callable[[str, int, int], None]  # the stage, how much of it is done, how much there is
Pairing = tuple[Sequence[int], Sequence[int]]  # for each paragraph of each side, the number of its pair


def align(
    source: Segments,
    target: Segments,
    encoder: Encoder | None = None,
    *,
    presegmented: bool = False,
    pairing: Pairing | None = None,
    progress: Progress | None = None,
) -> Alignment:
    """Pair the segments of a text with those of its translation.

    encoder       the bundled one by default. One that only embeds sentences compares blocks, and the
                  bundled one reads tokens and clauses beside it: for many texts, make the `EncoderPair` once
    presegmented  the segments are lines of a file: cut none into clauses, and ignore paragraphs
    pairing       for each paragraph of each side, the number of its pair, ascending, where one file has
                  both languages and says which belong together: strong evidence, not law
    progress      is called with the stage, how much of it is done, and how much there is
    returns       beads that tile both sides: each segment is in exactly one, and a bead with an empty
                  side has no counterpart. A bead's confidence is the probability that it is exactly
                  right. `warnings` are the readers' doubts about both documents, then the aligner's
    raises        UnreadableFile where a side has no segment
    """
    for side in (source, target):
        if not len(side):
            raise UnreadableFile(f"{side.document.name or 'a text'}: no segment to align")
    report = progress or (lambda stage, done, total: None)
    pair = EncoderPair.of(encoder)
    cues = _has_cues(source), _has_cues(target)
    is_whole = presegmented or all(cues)
    if not is_whole:
        source, target = apart(source, target), apart(target, source)
    left, right = (undivided(source), undivided(target)) if is_whole else divide(source, target)
    report("aligning", 0, len(left) + len(right))
    # The border of a paragraph is evidence only between sentences; presegmented lines and cues have none.
    paragraphs = source.level == target.level == "sentence" and not (presegmented or any(cues))
    kind = weights_for(left, right)
    united: list[int] = []
    with pair.single_threaded(), ThreadPoolExecutor(pair.workers) as pool:
        search = partial(best_path, pair, pool, report, pairing or (None, None))
        path = search(left, right, trained(kind), paragraphs)
        if paragraphs and is_torn(left, right, path):
            whole = undivided(paragraphs_of(source)), undivided(paragraphs_of(target))
            united = unite(left, right, path, search(*whole, trained(), False))
    beads = tuple(mark_untranslated(assemble(left, right, path), source.lang, target.lang))
    found = (
        *doubts(beads, source, target, path.similarity()),
        *united_paragraphs(beads, united),
        *out_of_order(left, right, path),
    )
    warnings = (*source.document.warnings, *target.document.warnings, *found)
    return Alignment(
        source=_header(source),
        target=_header(target),
        beads=beads,
        encoder=pair.name,
        signature=signature("presegmented" if presegmented else _level(source, target), pair, kind),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def best_path(
    encoders: EncoderPair,
    pool: ThreadPoolExecutor,
    report: Progress,
    pairing: tuple[Sequence[int] | None, Sequence[int] | None],
    left: Division,
    right: Division,
    weights: Weights,
    paragraphs: bool,
) -> BestPath:
    """The best path through both sides, stretch by stretch; `Division.reader` explains what is read."""
    readers = (
        left.reader(encoders, paragraphs, pairing[0]),
        right.reader(encoders, paragraphs, pairing[1]),
    )
    path = BestPath(encoders.reading)
    for stretch, lattice in in_order(
        pool,
        lambda stretch: (stretch, _lattice(stretch, weights)),
        stretches(*readers, encoders.reading),
        encoders.workers if encoders.reading.threads > 1 else 0,
    ):
        path.add(stretch, lattice)
        done = stretch.i + len(stretch.source) + stretch.j + len(stretch.target)
        report("aligning", done, sum(map(len, readers)))
    return path


def _lattice(stretch: Stretch, weights: Weights) -> Lattice:
    """The lattice of a stretch; the rough pass was made when it was cut."""
    return close_pass(*stretch[2:-1], stretch.learned(), weights).lattice


def _has_cues(segments: Segments) -> bool:
    """Whether a side is of subtitles."""
    return any(segment.time for segment in segments)


def _level(source: Segments, target: Segments) -> str:
    return "+".join(dict.fromkeys((source.level, target.level)))


def _header(segments: Segments) -> Side:
    document = segments.document
    return Side(document.name, document.lang, document.sha256)
