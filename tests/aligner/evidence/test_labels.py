"""Labels of any writing, and articles that are told apart by their numbers."""

from __future__ import annotations

import numpy as np
import pytest

from duiqi.aligner.evidence.labels import OTHER_NUMBER, LabelComparison, label_keys


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("3.", "3."), ("(a)", "a)"), ("㈠", "(i)"), ("第三条", "Article 3"), ("第十一条", "11."),
        ("二十三、", "23."), ("（十）", "X."), ("⑫", "12"), ("Ⅳ", "4."), ("(3)", "三、"), ("１．", "1."),
        ("Article XLIV", "第四十四条"), ("Article 101", "第一百零一条"), ("Annex B", "附件二"),
        ("Annex B", "附件乙"), ("Schedule 2", "附錄乙"), ("附件二", "附件乙"), ("(c)", "（丙）"),
        ("A.", "甲、"),
        ("Artikel 3", "第三条"), ("Article premier", "Article 1"), ("Статья 5", "第五条"),
        ("제5조", "第五条"), ("المادة ٤", "第四条"),
        ("CLÁUSULA DÉCIMA PRIMERA", "第十一条"), ("Primera", "1."), ("§ 12a", "第十二条之一"),
    ],
)  # fmt: skip
def test_labels_of_different_writing_meet(source: str, target: str) -> None:
    assert label_keys(source) & label_keys(target)


@pytest.mark.parametrize(
    ("source", "target"),
    [("3.", "4."), ("(a)", "(b)"), ("㈡", "(i)"), ("第十一条", "1."), ("", ""), ("*", "1"), ("B.", "甲、")],
)
def test_labels_that_count_differently_do_not_meet(source: str, target: str) -> None:
    assert not label_keys(source) & label_keys(target)


def test_sections_are_articles_or_sections_and_articles_are_no_sections() -> None:
    """`Section 3` is 第三条 of a statute and 第三节 of a chapter; `Article 3` is no 第三节."""
    source, target = ["Section 3", "Article 3"], ["第三条", "第三节"]
    rows, columns = np.divmod(np.arange(4), 2)
    likeness = LabelComparison(source, target).alike(rows, columns).reshape(2, 2)
    assert likeness.tolist() == [[1, 1], [1, OTHER_NUMBER]]


@pytest.mark.parametrize("label", ["Artikel 3", "Art. 3", "Статья 3", "제3조", "Cláusula tercera"])
def test_articles_of_all_languages_attract_and_repel(label: str) -> None:
    likeness = LabelComparison([label], ["第三条", "第四条"]).alike(np.array([0, 0]), np.array([0, 1]))
    assert likeness.tolist() == [1, OTHER_NUMBER]


@pytest.mark.parametrize(
    "annexes", ["附件一 附件二", "附件甲 附件乙", "附件A 附件B", "附錄甲 附錄乙", "附件1 附件2"]
)
def test_annexes_of_one_letter_attract_and_others_repel_however_they_are_counted(annexes: str) -> None:
    likeness = LabelComparison(["Annex A"], annexes.split()).alike(np.array([0, 0]), np.array([0, 1]))
    assert likeness.tolist() == [1, OTHER_NUMBER]


def test_articles_of_one_number_attract_and_others_repel() -> None:
    source, target = ["Article 3", "Chapter 3", "3.", ""], ["第三条", "第四条", "（三）"]
    rows, columns = np.divmod(np.arange(12), 3)
    likeness = LabelComparison(source, target).alike(rows, columns).reshape(4, 3)
    apart = OTHER_NUMBER
    assert likeness.tolist() == [[1, apart, 1], [apart, apart, 1], [1, 0, 1], [0, 0, 0]]


@pytest.mark.parametrize(("target", "difference"), [("第三条", 2), ("3.", 1)])
def test_an_article_too_many_counts_twice_where_both_sides_have_articles(
    target: str, difference: int
) -> None:
    """Where only one side says so in words, `Article 3` and `3.` are one label each."""
    one = np.array([0])
    compared = LabelComparison(["Article 3", "Article 4"], [target])
    assert compared.difference(one, np.array([1]), one, np.array([1])).tolist() == [0]
    assert compared.difference(one, np.array([2]), one, np.array([1])).tolist() == [difference]


def test_labels_of_lists_on_one_side_only_say_nothing() -> None:
    """The items of an article are paragraphs here and run in there."""
    one = np.array([0])
    compared = LabelComparison(["Article 3"], ["第三条", "（一）", "（二）"])
    assert compared.difference(one, one + 1, one, one + 3).tolist() == [0]
