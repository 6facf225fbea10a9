"""Surface features of segments: numbers, lengths, paragraphs, and where clauses were cut."""

from __future__ import annotations

import numpy as np

from duiqi.aligner.beads import SKIPS, Beads
from duiqi.aligner.evidence.surface import Surface, SurfaceFeatures
from duiqi.aligner.evidence.view import PaddedView


def test_numbers_of_any_script_are_alike() -> None:
    """Full-width digits, thousands, fractions; 𝟙 is above U+FFFF."""
    texts = ["１２，５００ and 12,500", "A/62/401 of 8.5.2005", "三", "𝟙𝟚", "1,2"]
    assert Surface.of(texts).numbers == (("12500", "12500"), ("62/401", "8.5.2005"), (), ("12",), ("1,2",))


def test_lengths_leave_white_space_out() -> None:
    assert Surface.of(["", " 协助　地雷 ", "a b\tc", "𠀀"]).lengths.tolist() == [0, 4, 3, 1]


def test_a_cut_at_a_comma_is_soft_one_at_a_full_stop_is_not() -> None:
    """Only inside a segment that was cut; at its own ends the author cut it."""
    texts = ["他来了，", "坐下；", "喝茶，", "走了。", "天黑了，"]
    found = Surface.of(texts, parents=np.array([0, 0, 0, 0, 1]))
    assert found.soft.tolist() == [False, True, False, True, False, False]
    assert not Surface.of(texts).soft.any()


def test_a_comma_at_the_end_of_an_undivided_segment_is_known() -> None:
    """Not one inside, where the text was cut; and a part of the text knows its own ends."""
    texts = ["Recalling its resolution,", "他来了，", "坐下；", "走了、", "天黑了。"]
    found = Surface.of(texts, parents=np.array([0, 1, 1, 1, 2]))
    assert found.commas.tolist() == [False, True, False, False, True, False]
    assert found.part(1, 4).commas.tolist() == [True, False, False, True]


def test_a_comma_is_no_soft_cut_where_the_other_side_ends_with_one() -> None:
    """The preamble of a resolution: each paragraph of it ends with a comma."""
    cut = Surface.of(["他来了，", "坐下，", "喝茶。"], parents=np.zeros(3, np.int64))
    links = Beads(*np.array([[2, 2, 2], [0, 4, 5], [0, 1, 1], [0, 1, 1], [1, 1, 1], [1, 1, 2]]))

    def soft_cuts(others: list[str]) -> list[float]:
        view = PaddedView(links, [*SKIPS, (1, 1)], 2, 3)
        return dict(SurfaceFeatures(Surface.of(others), cut).values(view))["soft cuts"].tolist()

    assert soft_cuts(["He came.", "He sat, he drank."]) == [1, 2, 1]
    assert soft_cuts(["He came,", "He sat, he drank."]) == [0, 1, 0]
    assert soft_cuts(["He came,", "He sat,"]) == [0, 0, 0]


def test_a_cut_next_to_a_remark_in_brackets_is_not_soft() -> None:
    """A remark of the editor ends at its bracket, whatever the sentence beside it ends with."""
    found = Surface.of(["他来了", "（译者注：从略）", "坐下，", "喝茶。"], parents=np.zeros(4, np.int64))
    assert found.soft.tolist() == [False, False, False, True, False]


def test_a_paragraph_opens_with_its_first_segment() -> None:
    found = Surface.of(["."] * 6, paragraphs=np.array([0, 0, 1, 3, 3, 4]))
    assert found.opens.tolist() == [True, False, True, True, False, True]
    assert found.part(1, 4).opens.tolist() == [False, True, True]
