"""Notes between the segments of a gold document: each alone, and nothing else changed."""

from __future__ import annotations

import random

import pytest

from duiqi.aligner.evidence.notes import begins_note

material = pytest.importorskip(
    "benchmarks.material.annotated", reason="the benchmarks are not beside the tests"
)


@pytest.mark.parametrize("lang", ["zh", "en", "de", "fr"])
def test_a_note_stands_between_gold_beads_and_is_alone(lang: str) -> None:
    document = {
        "id": "a",
        "tgt_lang": lang,
        "src": [f"s{k}" for k in range(40)],
        "tgt": [f"t{k}" for k in range(80)],
        "tgt_paragraph": [k // 4 for k in range(80)],
        "gold": [[[k], [2 * k, 2 * k + 1]] for k in range(40)],
    }
    found = material.annotated(document, ["a river", "a boat"], random.Random(1))
    notes = [right for left, right in found["gold"] if not left]
    links = [bead for bead in found["gold"] if all(bead)]
    assert len(notes) > 3
    assert all(begins_note(found["tgt"][number]) for (number,) in notes)
    assert [[found["tgt"][number] for number in right] for _, right in links] == [
        [f"t{2 * k}", f"t{2 * k + 1}"] for k in range(40)
    ]
    assert sorted(number for _, right in found["gold"] for number in right) == list(range(len(found["tgt"])))
    assert found["tgt_paragraph"] == sorted(found["tgt_paragraph"])
    assert len(found["tgt_paragraph"]) == len(found["tgt"])
    assert len(document["tgt"]) == 80
