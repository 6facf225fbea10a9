"""Evidence that no gold text has, weighed by hand: the times of subtitles, the pairing of a bilingual file.

Both say where a segment is rather than what it says. They add to the scores of links (the beads with
two sides) outside the learned weights, so that a text without them is aligned as if they were not here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duiqi.aligner.arrays import Floats64, Ints
from duiqi.aligner.beads import Beads, Step
from duiqi.aligner.evidence.surface import Surface

# From the same time, which is worth more than the same list label (1.5) since every cue has one, to quite
# another, which disproves as another label does (-4). Measured on cues made from novels, cut elsewhere in
# either language, a twentieth missing: 81 % of the cues in a right bead without times, 94 % with 5, 96 %
# with 10.
SAME_TIME, OTHER_TIME = 6.0, -4.0
# For each pair of a file with both languages that a bead unites with another: as another label.
OTHER_PAIR = -4.0

NEAR = 31  # pairs whose median difference is the offset of the times near them
FEW = 5  # pairs; of fewer no offset is believed
TOGETHER = 1500.0  # milliseconds; times that differ less, in the median, are of one clock
LOOSE = 3000.0  # milliseconds; where times differ more from the offset, in the median, they say nothing
APART = 60_000.0  # milliseconds between two pairs that say something about the speed
SPEEDS = (0.8, 1.25)  # 25 to 24 or 23.976 frames a second is usual


def bonus(source: Surface, target: Surface, path: Sequence[Step], beads: Beads) -> Floats64 | None:
    """What times and a given pairing add to the score of each bead: (beads,); None where there are none.

    path  a first alignment of the two texts, by which the two clocks are compared
    """
    links = (beads.a > 0) & (beads.b > 0)
    found = np.zeros(len(beads.kinds))
    some = beads.some(links)
    spoken = False
    times = in_target_time(source.times, target.times, path)
    if times is not None:
        found[links] += _of_times(times, target.times, some)
        spoken = True
    if (source.given >= 0).any() and (target.given >= 0).any():
        found[links] += _of_pairing(source.given, target.given, some)
        spoken = True
    return found if spoken else None


def _of_times(source: Floats64, target: Floats64, links: Beads) -> Floats64:
    """From SAME_TIME where both sides of a link are shown at one time to OTHER_TIME far away.

    The share of time that both sides are shown finds the beads that begin and end together. It counts
    for little that a short cue is in the wrong bead, so the mean share of each cue is a factor beside it.
    """
    starts = source[links.i, 0], target[links.j, 0]
    ends = source[links.i + links.a - 1, 1], target[links.j + links.b - 1, 1]
    common = np.minimum(*ends) - np.maximum(*starts)  # negative: the gap between the two
    share = common / np.maximum(np.maximum(*ends) - np.minimum(*starts), 1.0)
    total = _shares(source, links.i, links.a, target, links.j, links.b)
    total += _shares(target, links.j, links.b, source, links.i, links.a)
    mean = np.maximum(total / (links.a + links.b), 0)
    found: Floats64 = np.nan_to_num(np.where(share > 0, SAME_TIME * share * mean, -OTHER_TIME * share))
    return found


def _shares(
    cues: Floats64, first: Ints, count: Ints, others: Floats64, beside: Ints, number: Ints
) -> Floats64:
    """For each link, the shares of time of one side's cues when the other side is shown, summed up."""
    start, end = others[beside, 0], others[beside + number - 1, 1]
    found = np.zeros(len(first))
    for k in range(int(count.max(initial=0))):
        has = count > k
        cue = cues[first[has] + k]
        common = np.minimum(cue[:, 1], end[has]) - np.maximum(cue[:, 0], start[has])
        found[has] += np.clip(common / np.maximum(cue[:, 1] - cue[:, 0], 1.0), -1, 1)
    return found


def _of_pairing(source: Ints, target: Ints, links: Beads) -> Floats64:
    """OTHER_PAIR for each end of a link whose pairs differ, and for each end of a pair within the link.

    The pairs of a side ascend; those between the first and the last segment of a link are united by it.
    """
    _, _, i, j, a, b = links
    differ = (source[i] != target[j]).astype(np.float64) + (source[i + a - 1] != target[j + b - 1])
    united = np.maximum(source[i + a - 1] - source[i], target[j + b - 1] - target[j])
    found: Floats64 = OTHER_PAIR * (differ + united)
    return found


def in_target_time(source: Floats64, target: Floats64, path: Sequence[Step]) -> Floats64 | None:
    """The source's times by the target's clock, (segments, 2) in milliseconds; None where none is found.

    The two files may be of films that begin at different moments, run at different speeds, or have
    scenes that the other lacks. The speed is the median of the speeds between pairs of a first
    alignment (Theil 1950, Sen 1968); the offset is, for each segment, the median of the pairs near it.
    """
    pairs = np.array([(source[i, 0], target[j, 0]) for i, j, a, b in path if a and b], np.float64).reshape(
        -1, 2
    )
    pairs = pairs[~np.isnan(pairs).any(axis=1)]
    if not len(pairs):
        return None
    x, y = pairs.T
    if len(x) < FEW:
        return source if np.median(np.abs(y - x)) <= TOGETHER else None
    speed = _speed(x, y)
    offsets = y - speed * x
    order = np.argsort(x)
    windows = np.lib.stride_tricks.sliding_window_view(offsets[order], min(NEAR, len(x)))
    local = np.median(windows, axis=1)
    middles = np.arange(len(local)) + windows.shape[1] // 2
    if np.median(np.abs(offsets[order][middles] - local)) > LOOSE:
        return None
    near = np.interp(source[:, 0], x[order][middles], local)
    return speed * source + near[:, None]


def _speed(x: Floats64, y: Floats64) -> float:
    some = np.unique(np.linspace(0, len(x) - 1, 200).astype(np.int64))
    dx, dy = (np.subtract.outer(values[some], values[some]) for values in (x, y))
    apart = dx > APART
    if apart.sum() < FEW:
        return 1.0
    speed = float(np.median(dy[apart] / dx[apart]))
    return speed if SPEEDS[0] < speed < SPEEDS[1] else 1.0
