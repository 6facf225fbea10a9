"""Text that the translation has in another place.

The search keeps the order of both texts, as alignment formats do. What was moved comes
out unpaired or in doubtful beads; here its counterpart is looked for all the same, to
be named in a warning rather than forced into a bead.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.anchors import margin
from aligner.evidence import Ints, Side

Step = tuple[int, int, int, int]

DOUBTFUL = 0.5  # beads below this confidence may be wrong for want of the right place
CLEAR = 0.15  # margin by which a pair out of order must beat its neighbours
FAR = 3  # beads; what is nearer was paired wrongly rather than moved
MOST = 2000  # doubtful segments of one side that are compared; of more, every so many


def moved(
    beads: Sequence[Step], likely: Sequence[float], source: Side, target: Side
) -> list[tuple[int, int]]:
    """Pairs (source segment, target segment) that belong together across the order, ascending.

    beads   (i, j, a, b): where a bead begins on either side, and its segments there
    likely  how likely each is right
    returns only mutual best pairs, far better than any other partner of either, and more
            than a few beads apart
    """
    sources = [(k, number) for k, (i, _, a, _) in enumerate(beads) for number in range(i, i + a)]
    targets = [(k, number) for k, (_, j, _, b) in enumerate(beads) for number in range(j, j + b)]
    doubtful = [not (a and b) or sure < DOUBTFUL for (_, _, a, b), sure in zip(beads, likely, strict=True)]
    left = _thinned([pair for pair in sources if doubtful[pair[0]]])
    right = _thinned([pair for pair in targets if doubtful[pair[0]]])
    if len(left) < 2 or len(right) < 2:
        return []
    cosine = source.spans.rows(left[:, 1], left[:, 1] + 1) @ target.spans.rows(right[:, 1], right[:, 1] + 1).T
    gain = margin(cosine, k=3)
    rows = np.arange(len(left))
    columns = gain.argmax(axis=1)
    clear = (gain.argmax(axis=0)[columns] == rows) & (gain[rows, columns] > CLEAR)
    clear &= np.abs(left[:, 0] - right[columns, 0]) > FAR
    return [(int(left[row, 1]), int(right[columns[row], 1])) for row in np.flatnonzero(clear)]


def _thinned(pairs: list[tuple[int, int]]) -> Ints:
    """(bead, segment) of what is to be compared: (at most MOST, 2)."""
    return np.array(pairs[:: len(pairs) // MOST + 1], np.int64).reshape(-1, 2)
