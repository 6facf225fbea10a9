"""Marks in the two texts of a bead: labels that differ, beside numbers and symbols."""

from __future__ import annotations

from duiqi.aligner.review.marks import marks_at
from duiqi.corpus.model import Bead, BeadSegment

Labelled = tuple[str, str]  # a label, and the text that it opens


def label_marks(source: list[Labelled], target: list[Labelled]) -> list[tuple[str, int, str, str]]:
    """The marks of labels in a bead: side, segment, the stretch that is marked, and what is said."""
    sides = [
        tuple(BeadSegment(f"{label}{text}", label=label) for label, text in side) for side in (source, target)
    ]
    bead = Bead(range(len(source)), range(len(target)), "1", *sides)
    return [
        (
            mark.side,
            mark.segment,
            getattr(bead, f"{mark.side}_segments")[mark.segment].text[mark.start : mark.end],
            mark.text,
        )
        for mark in marks_at((bead,), 0, ("en", "zh"))
        if mark.code == "labels"
    ]


def test_labels_of_other_numbers_are_marked_on_both_sides() -> None:
    text = "label “(d)” is “（三）” in the translation"
    assert label_marks([("", "𠀀 So: "), ("(d)", " one;")], [("", "𠀀如下："), ("（三）", "一；")]) == [
        ("source", 1, "(d)", text),
        ("target", 1, "（三）", text),
    ]
    assert label_marks([("Article 3", " Price")], [("第三章", " 价格")])
    assert label_marks([("3.1", " Price")], [("1.3", " 价格")])


def test_labels_of_the_same_number_in_other_writing_are_not_marked() -> None:
    same = (
        ("(c)", "（三）"),
        ("Article 12", "第十二条"),
        ("(iii)", "㈢"),
        ("3.1", "3.1."),
        ("•", "1."),
        ("3)", ""),
    )
    for label, other in same:
        assert label_marks([(label, " It is so.")], [(other, "是的。")]) == [], (label, other)
