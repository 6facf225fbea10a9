"""Borders: where segments can be parted, by an alignment of the clauses inside them.

Two sentences of a novel and two of its translation look like two pairs, however similar they are, until a
reader sees that the last clause of the one is said at the beginning of the other. So the clauses of both
texts are aligned by themselves, by their similarity, their lengths, how many segments they touch, and
whether these are notes. A bead may well end where that alignment passes between two clauses that both end a
segment.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.beads import Beads
from duiqi.aligner.evidence.extraction import Evidence
from duiqi.aligner.evidence.surface import Surface
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.search.corridor import Area, Corridor, beads_of
from duiqi.aligner.search.scoring import lattices
from duiqi.aligner.search.shapes import ROUGH_SHAPES
from duiqi.aligner.search.weights import trained

LEAST = 0.01  # added to both probabilities of a log odds: none is ever nearly infinite
# Segments of the target beside the corridor whose clauses are looked at, too: what the rough pass left out
# is no better translation for that.
ROOM = 1
WIDEST = 32  # nodes of the corridor for each clause, in the mean: a wider one would take too long


def border_odds(source: EncodedText, target: EncodedText, areas: Sequence[Area], beads: Beads) -> Floats32:
    """The log odds that an alignment of clauses passes through the node at which each bead ends: (beads,).

    They are zero at both ends of an area, which every alignment passes through; and everywhere in an area
    too wide to look at clauses.

    beads  of the areas, by `corridor.beads_of`
    """
    starts = source.reading.clause_starts, target.reading.clause_starts
    has_clauses = all(first[-1] > 0 for first in starts)
    if not has_clauses:
        return np.zeros(len(beads.nodes), np.float32)
    odds = [np.zeros(area.corridor.size, np.float32) for area in areas]
    inner = [area_of_clauses(area, *starts) for area in areas]
    asked = [number for number, area in enumerate(inner) if not _is_wide(area.corridor)]
    if asked:
        narrow = [inner[number] for number in asked]
        evidence = clause_evidence(source, target, narrow)
        found = lattices(evidence, [area.corridor for area in narrow], trained("borders"))
        for number, first, lattice in zip(asked, narrow, found, strict=True):
            i, j, corridor = areas[number]
            rows, columns = corridor.nodes()
            rows, columns = starts[0][rows + i] - first.i, starts[1][columns + j] - first.j
            likely = lattice.node_marginals()[lattice.corridor.numbers(rows, columns)]
            odds[number][1:-1] = np.log((likely + LEAST) / (1 - likely + LEAST))[1:-1]
    return _at_ends(odds, areas, beads)


def _is_wide(corridor: Corridor) -> bool:
    return corridor.size > WIDEST * (corridor.rows + int(corridor.high[-1]))


def _at_ends(odds: Sequence[Floats32], areas: Sequence[Area], beads: Beads) -> Floats32:
    """The log odds of the node at which each bead ends: (beads,)."""
    starts = np.cumsum([0, *map(len, odds)])
    area = np.searchsorted(starts, beads.nodes, side="right") - 1
    order = np.argsort(area, kind="stable")
    found = np.empty(len(order), np.float32)
    for number, here in enumerate(np.split(order, np.searchsorted(area[order], np.arange(1, len(odds))))):
        i, j, corridor = areas[number]
        ends = corridor.numbers((beads.i + beads.a)[here] - i, (beads.j + beads.b)[here] - j)
        found[here] = odds[number][ends]
    return found


def area_of_clauses(area: Area, source: Ints, target: Ints) -> Area:
    """The area between clauses that holds all ways through an area between segments, and ROOM beside them.

    source, target  (segments + 1,) the first clause of each segment
    """
    i, j, corridor = area
    rows = source[i : i + corridor.rows] - source[i]
    columns = target[j : j + int(corridor.high[-1]) + 1] - target[j]
    segment = np.repeat(np.arange(len(rows) - 1), np.diff(rows))  # of the clause after each row
    low = columns[np.maximum(corridor.low[np.append(0, segment)] - ROOM, 0)]
    last = np.minimum(corridor.high[np.append(segment, len(rows) - 2) + 1] + ROOM, len(columns) - 1)
    return Area(int(source[i]), int(target[j]), Corridor(low, columns[last]))


def clause_evidence(source: EncodedText, target: EncodedText, areas: Sequence[Area]) -> Evidence:
    """The features of small beads of clauses: those of the rough pass that need no text."""
    return Evidence(_clauses(source), _clauses(target), beads_of(areas, ROUGH_SHAPES), ROUGH_SHAPES)


def _clauses(text: EncodedText) -> EncodedText:
    """The clauses of a text as segments of an undivided one."""
    reading = text.reading
    lengths = reading.clause_lengths.astype(np.float32)
    parents = np.repeat(np.arange(len(text)), np.diff(reading.clause_starts))
    # The rough pass embeds a block as the mean of its segments: it embeds none by `spans`, and reads nothing.
    surface = Surface.of_lengths(lengths, parents, text.surface.notes[parents])
    return EncodedText(surface, reading.clauses, reading.clauses, text.spans, reading)
