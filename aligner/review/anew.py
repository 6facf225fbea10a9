"""Aligning anew between accepted beads.

Only the segments in the beads are used: the files that they are from may be gone. What a person has
accepted or corrected is certain: it stays, limits what can be between, and teaches the words of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from duiqi.aligner.division import undivided
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.encoders.protocol import Encoder
from duiqi.aligner.foreign import mark_untranslated
from duiqi.aligner.pipeline import best_path
from duiqi.aligner.regions.dressing import Scored, dressed
from duiqi.aligner.regions.lattices import lattices_of
from duiqi.aligner.regions.runs import around, grouped, length, runs_between_anchors
from duiqi.aligner.regions.window import Window, canonical, sides_of, steps_of, weights_of
from duiqi.corpus.model import Alignment, Bead
from duiqi.corpus.tiling import Beads, beads_of, following_id, ids_of

HUGE = 2048  # segments of one side from which on a run without a sure bead is aligned without its context


def aligned_anew(
    alignment: Alignment, at: int, count: int, encoder: Encoder | None = None
) -> tuple[Bead, ...]:
    """The beads of a place, with all that nobody has accepted aligned anew.

    at, count  the place: beads [at, at + count)
    returns    beads of the same segments, for an `editing.Splice`. A bead that comes out as it was keeps
               its id, its note and its status
    """
    beads = beads_of(alignment)
    encoders = EncoderPair.of(encoder)
    taken = ids_of(beads)
    found: list[Bead] = []
    stop = at
    with encoders.single_threaded():
        for runs in grouped(beads, runs_between_anchors(alignment, range(at, at + count))):
            for run, scored in zip(runs, _aligned(alignment, beads, runs, encoders), strict=True):
                found += beads[stop : run.start]
                new = dressed(beads[run.start : run.stop], scored, taken, following_id(beads, run.stop - 1))
                found += mark_untranslated(new, alignment.source.lang, alignment.target.lang)
                stop = run.stop
    found += beads[stop : at + count]
    return tuple(found)


def _aligned(
    alignment: Alignment, beads: Beads, runs: Sequence[range], encoders: EncoderPair
) -> Iterator[list[Scored]]:
    """The best alignment of each run of a group, counted from the run's beginning."""
    if length(beads, runs[0]) > HUGE:
        yield _aligned_alone(alignment, beads[runs[0].start : runs[0].stop], encoders)
        return
    window = around(beads, range(runs[0].start, runs[-1].stop))
    inner = [range(run.start - window.start, run.stop - window.start) for run in runs]
    lattices = lattices_of(Window(alignment, window, encoders), inner, hold=False)
    for run, lattice in zip(runs, lattices, strict=True):
        if lattice is None:  # segments of one side only: the beads around them leave no other possibility
            yield [Scored(step, 0.0, 1.0) for step in canonical(steps_of(beads[run.start : run.stop]))]
            continue
        steps, _ = lattice.best()
        likely = lattice.probabilities(steps).tolist()
        yield [Scored(step, lattice.score(step), p) for step, p in zip(steps, likely, strict=True)]


def _aligned_alone(alignment: Alignment, beads: Beads, encoders: EncoderPair) -> list[Scored]:
    """The best alignment of a long run, stretch by stretch, as when the texts were aligned first."""
    sides, paragraphs = sides_of(alignment, beads)
    with ThreadPoolExecutor(encoders.workers) as pool:
        path = best_path(
            encoders,
            pool,
            lambda stage, done, total: None,
            (None, None),
            undivided(sides[0]),
            undivided(sides[1]),
            weights_of(alignment),
            paragraphs,
        )
    return [Scored(*found) for found in zip(path.steps, path.scores, path.probabilities, strict=True)]
