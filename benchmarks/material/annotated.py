"""Gold documents with notes in one text that the other does not have.

Translators and editors add notes, and captions are lost. Without such documents the weights do not know
that a segment which begins like a note is seldom a part of its neighbour's translation.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

BETWEEN = (9, 20)  # segments from one note to the next
BEGINNINGS = {
    "zh": ("译注：{}", "（译注：{}）", "编者按：{}", "注：{}", "图 3 {}", "[译者注] {}"),
    "en": (
        "Translator's note: {}",
        "[Translator's note: {}]",
        "Note: {}",
        "Table 4. {}",
        "(Editor's note: {})",
    ),
    "de": ("Anmerkung des Übersetzers: {}", "[Anm. d. Red.: {}]", "Hinweis: {}", "Abbildung 3: {}"),
    "fr": ("Note du traducteur : {}", "(N.d.T. : {})", "[Note de l'éditeur] {}", "Tableau 4. {}"),
}


def annotated(document: dict[str, Any], others: Sequence[str], chance: random.Random) -> dict[str, Any]:
    """The document with notes between the segments of its target, at the borders of gold beads.

    others  sentences in the language of the target, of other documents: what the notes say
    """
    target, gold = document["tgt"], document["gold"]
    inside = {number for _, right in gold for number in right if number - 1 in right}
    places, at = [], chance.randint(2, 8)
    while at < len(target):
        if at not in inside:
            places.append(at)
            at += chance.randint(*BETWEEN)
        else:
            at += 1
    moved = [number + sum(place <= number for place in places) for number in range(len(target))]
    notes = [
        chance.choice(BEGINNINGS[document["tgt_lang"]]).format(chance.choice(others).strip()) for _ in places
    ]
    changed: dict[str, Any] = {"id": f"annotated/{document['id']}", "tgt": _with(target, places, notes)}
    for name in ("tgt_parent", "tgt_paragraph"):
        if name in document:
            values = document[name]
            changed[name] = _with(values, places, [values[place - 1] for place in places])
    changed["gold"] = [[left, [moved[number] for number in right]] for left, right in gold]
    changed["gold"] += [[[], [place + number]] for number, place in enumerate(places)]
    return document | changed


def _with(values: Sequence[Any], places: Sequence[int], added: Sequence[Any]) -> list[Any]:
    """The values with one more before each of some places, ascending."""
    found = list(values)
    for place, value in zip(reversed(places), reversed(added), strict=True):
        found.insert(place, value)
    return found
