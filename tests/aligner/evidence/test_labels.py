"""List labels of any writing."""

from __future__ import annotations

import pytest

from duiqi.aligner.evidence.labels import label_keys


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("3.", "3."), ("(a)", "a)"), ("㈠", "(i)"), ("第三条", "Article 3"), ("第十一条", "11."),
        ("二十三、", "23."), ("（十）", "X."), ("⑫", "12"), ("Ⅳ", "4."), ("(3)", "三、"), ("１．", "1."),
    ],
)  # fmt: skip
def test_labels_of_different_writing_meet(source: str, target: str) -> None:
    assert label_keys(source) & label_keys(target)


@pytest.mark.parametrize(
    ("source", "target"),
    [("3.", "4."), ("(a)", "(b)"), ("㈡", "(i)"), ("第十一条", "1."), ("", ""), ("*", "1")],
)
def test_labels_that_count_differently_do_not_meet(source: str, target: str) -> None:
    assert not label_keys(source) & label_keys(target)
