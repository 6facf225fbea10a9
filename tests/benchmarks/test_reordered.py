"""Passages that have changed places: no sentence is lost, and the gold is an alignment of what is there."""

from __future__ import annotations

import random

import pytest

material = pytest.importorskip(
    "benchmarks.material.reordered", reason="the benchmarks are not beside the tests"
)


def test_the_longer_passage_keeps_its_beads_and_the_shorter_has_none() -> None:
    count = 40
    document = {
        "id": "a",
        "src": [f"s{k}" for k in range(count)],
        "tgt": [f"t{k}" for k in range(count)],
        "gold": [[[k], [k]] for k in range(count)],
    }
    found = material.reordered(document, random.Random(1))
    assert found["tgt"] != document["tgt"]
    assert sorted(found["tgt"]) == sorted(document["tgt"])
    links = [bead for bead in found["gold"] if all(bead)]
    assert all(found["src"][i][1:] == found["tgt"][j][1:] for (i,), (j,) in links)
    assert links == sorted(links, key=lambda bead: bead[1])
    for side in (0, 1):
        assert sorted(k for bead in found["gold"] for k in bead[side]) == list(range(count))
    assert 4 < len(found["gold"]) - len(links) < count / 2
