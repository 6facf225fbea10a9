"""A memory added to another one: every unit as it is, the same unit once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from duiqi.aligner.memory.memory import Memory
from duiqi.corpus.model import Alignment

Make = Callable[..., Alignment]
PAIRS = [("Recalling its resolution,", "回顾其决议，"), ("Same.", "相同。"), ("Same.", "相同。")]
OTHERS = [("Urges all States", "敦促各国"), ("𠀀 Notes", "𠀀 注意到")]


@pytest.mark.parametrize("hashed", [True, False])
def test_units_are_copied_as_they_are(path: Path, bitext: Make, tmp_path: Path, hashed: bool) -> None:
    with Memory(path) as memory, Memory(tmp_path / "other.memory") as other:
        other.add(bitext(PAIRS, hashed=hashed), author="Ann")
        other.add(bitext(OTHERS, name="b", status="accepted", hashed=hashed), author="Bea")
        done = memory.add(other)
        assert done.added == other.statistics().units
        assert [*memory.units()] == [*other.units()]
        assert memory.add(other) == done._replace(added=0, known=done.added)
        # The bitext itself is known too.
        assert memory.add(bitext(PAIRS, hashed=hashed)).added == 0


def test_a_unit_keeps_its_identity_where_its_twin_was_deleted(
    path: Path, bitext: Make, tmp_path: Path
) -> None:
    with Memory(path) as memory, Memory(tmp_path / "other.memory") as other:
        other.add(bitext(PAIRS))
        other.delete([[*other.units()][1]])
        memory.add(other)
        assert memory.add(bitext(PAIRS)).added == 1
        assert memory.statistics().units == 3


def test_a_review_in_one_memory_reaches_the_other(path: Path, bitext: Make, tmp_path: Path) -> None:
    with Memory(path) as memory, Memory(tmp_path / "other.memory") as other:
        memory.add(bitext(OTHERS), author="Ann")
        other.add(bitext(OTHERS))
        reviewed = [("Urges all States", "促请各国"), OTHERS[1]]
        other.add(bitext(reviewed, statuses=("corrected", "rejected")), author="Bea")
        assert memory.add(other).changed == 2
        assert [(unit.target, unit.status, unit.author) for unit in memory.units()] == [
            ("促请各国", "corrected", "Bea")
        ]
        # An unreviewed unit takes no review back.
        with Memory(tmp_path / "third.memory") as third:
            third.add(bitext(OTHERS))
            assert memory.add(third).known == 2
