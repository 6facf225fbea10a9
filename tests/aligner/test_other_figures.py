"""Figures that pairs do not share: the translation of another year's text is doubted, a sound one is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duiqi.aligner.doubts import OTHER_FIGURES, doubts
from duiqi.aligner.other_figures import with_other_figures
from duiqi.corpus.model import Bead
from duiqi.corpus.read import read_bytes
from duiqi.segmenters import segment

SOURCE, TARGET = (
    segment(read_bytes(text.encode(), f"a.{lang}.txt", lang=lang))
    for text, lang in (("The museum is open.", "en"), ("博物馆开门。", "zh"))
)
SAME = [
    ("On 19 December 2003", "2003年12月19日"),
    ("It cost 12,500.", "花了12500𠀀。"),
    ("Room １２", "12室"),
]
OTHER = [("On 19 December 2003", "2007年12月17日"), ("Resolution 57/159", "第62/99号"), ("Page 33", "第41页")]
PLAIN = [
    ("The museum is open.", "博物馆开门。"),
    ("There are 3 rooms.", "有4个房间。"),
    ("In 1990", "那一年"),
]


def beads(pairs: list[tuple[str, str]], confidence: float = 0.95) -> list[Bead]:
    return [
        replace(
            Bead.of_texts(range(k, k + 1), range(k, k + 1), str(k + 1), [one], [other]), confidence=confidence
        )
        for k, (one, other) in enumerate(pairs)
    ]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [(SAME, 0), (OTHER, 3), (OTHER + PLAIN, 3), (OTHER + SAME, 0), (OTHER[:2], 0), (PLAIN, 0), ([], 0)],
)
def test_pairs_are_doubted_where_most_that_can_be_compared_differ(
    pairs: list[tuple[str, str]], expected: int
) -> None:
    """A figure of one digit, and one that only one side has, tell nothing."""
    assert len(with_other_figures(beads(pairs))[1]) == expected


def test_pairs_by_chance_do_not_count() -> None:
    assert with_other_figures(beads(OTHER, confidence=0.3)) == (0, [])


def test_the_doubt_names_a_year_rather_than_a_day() -> None:
    (found,) = [one for one in doubts(beads(OTHER), SOURCE, TARGET, 0.9) if one.code == OTHER_FIGURES]
    assert found.text.startswith(
        "3 of 3 pairs with figures on both sides have none in common, such as 2003 and 2007"
    )
    assert "in id 1." in found.text
