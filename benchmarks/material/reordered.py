"""Gold documents whose target has passages in another order.

No alignment pairs both passages of two that have changed places: the longer keeps its beads, and the
sentences of the shorter have no counterpart. Without such documents the weights would rather take both
for one large bead.
"""

from __future__ import annotations

import random
from typing import Any

SHORTER, LONGER = (2, 3), (4, 7)  # beads of the two passages
BETWEEN = (8, 20)  # beads from one exchange to the next


def reordered(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The document with every few beads two neighbouring passages of the target exchanged."""
    links = [bead for bead in document["gold"] if all(bead)]
    order = list(range(len(document["tgt"])))
    lost: list[list[list[int]]] = []
    at = chance.randint(2, 8)
    while True:
        sizes = [chance.randint(*SHORTER), chance.randint(*LONGER)]
        chance.shuffle(sizes)
        first, second = links[at : at + sizes[0]], links[at + sizes[0] : at + sum(sizes)]
        if len(second) < sizes[1]:
            break
        start, middle, stop = first[0][1][0], second[0][1][0], second[-1][1][-1] + 1
        if start < middle < stop and first[-1][0][-1] < second[0][0][0]:
            order[start:stop] = [*range(middle, stop), *range(start, middle)]
            lost += min(first, second, key=len)
        at += sum(sizes) + chance.randint(*BETWEEN)
    place = {old: new for new, old in enumerate(order)}
    gone = {(side, number) for bead in lost for side in (0, 1) for number in bead[side]}
    gold = [
        [source, sorted(place[number] for number in target)]
        for source, target in document["gold"]
        if not any((0, k) in gone for k in source) and not any((1, k) in gone for k in target)
    ]
    gold += [[[number], []] if side == 0 else [[], [place[number]]] for side, number in sorted(gone)]
    changed = {"id": f"reordered/{document['id']}", "tgt": [document["tgt"][k] for k in order], "gold": gold}
    kept = ("src", "src_lang", "tgt_lang", "src_paragraph")
    return {name: document[name] for name in kept if name in document} | changed
