"""Gold documents in which now one text, now the other, lacks a passage.

Of a text that was run together the clauses without a counterpart are the hardest to tell: those before and
after them are in the same segment. The material has such passages, but few.
"""

from __future__ import annotations

import random
from typing import Any

RUNS = (1, 1, 1, 2, 3)  # beads of a passage


def lacking(document: dict[str, Any], share: float, chance: random.Random) -> dict[str, Any]:
    """The document without one side of some of its beads, whose other side then has no counterpart.

    share  of the linked beads, after each of which such a passage may begin
    """
    gold = document["gold"]
    linked = [number for number, (source, target) in enumerate(gold) if source and target]
    lacks: dict[int, int] = {}  # the side that a bead lacks
    place = 0
    while place < len(linked):
        if chance.random() < share:
            side, run = chance.randrange(2), chance.choice(RUNS)
            lacks |= dict.fromkeys(linked[place : place + run], side)
            place += run
        place += 1
    gone = [{k for bead, lost in lacks.items() if lost == side for k in gold[bead][side]} for side in (0, 1)]
    changed: dict[str, Any] = {"id": f"lacking/{document['id']}", "gold": []}
    moved = []
    for side, name in enumerate(("src", "tgt")):
        kept = [number for number in range(len(document[name])) if number not in gone[side]]
        moved.append({old: new for new, old in enumerate(kept)})
        for field in (name, f"{name}_parent", f"{name}_paragraph"):
            if field in document:
                changed[field] = [document[field][number] for number in kept]
    for number, bead in enumerate(gold):
        source, target = ([moved[side][k] for k in bead[side] if k in moved[side]] for side in (0, 1))
        if number in lacks:  # one side empty: a bead a segment, as annotators write it
            changed["gold"] += [[[k], []] for k in source] + [[[], [k]] for k in target]
        else:
            changed["gold"].append([source, target])
    return document | changed
