"""A document that lacks passages keeps the rest of its gold."""

from __future__ import annotations

import random

import pytest

material = pytest.importorskip(
    "benchmarks.material.lacking", reason="the benchmarks are not beside the tests"
)

DOCUMENT = {
    "id": "made",
    "src": [f"s{number}" for number in range(40)],
    "tgt": [f"𠀀{number}" for number in range(80)],
    "tgt_parent": [number // 8 for number in range(80)],
    "gold": [[[number], [2 * number, 2 * number + 1]] for number in range(40)],
}


@pytest.mark.parametrize("seed", range(5))
def test_each_segment_stays_with_its_counterpart_or_has_none(seed: int) -> None:
    made = material.lacking(DOCUMENT, 0.2, random.Random(seed))
    assert len(made["src"]) < 40 or len(made["tgt"]) < 80
    for source, target in made["gold"]:
        texts = [made["src"][k] for k in source], [made["tgt"][k] for k in target]
        if all(texts):
            number = int(texts[0][0][1:])
            assert texts == ([f"s{number}"], [f"𠀀{2 * number}", f"𠀀{2 * number + 1}"])
        else:
            assert len(source) + len(target) == 1
    for side, name in enumerate(("src", "tgt")):
        assert sorted(k for bead in made["gold"] for k in bead[side]) == list(range(len(made[name])))
    assert made["tgt_parent"] == [int(text[1:]) // 8 for text in made["tgt"]]


def test_a_document_of_which_nothing_is_taken_stays_as_it_is() -> None:
    assert material.lacking(DOCUMENT, 0.0, random.Random(1)) == DOCUMENT | {"id": "lacking/made"}
