"""Figures of a proposal change where it is certain, and are reported always."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.leverage.adapting import adapt, relabel
from duiqi.aligner.memory.figures import cardinal_word, figures, ordinal_word, regular_han_number
from duiqi.aligner.memory.units import MemoryUnit
from duiqi.corpus.readers.numbering import chinese


def adapted(old: tuple[str, str], new: str, langs: tuple[str, str] = ("en", "zh")) -> tuple[str, list[str]]:
    found = adapt(MemoryUnit(1, *old, *langs), new)
    return found.target, [str(change) for change in found.changes]


@pytest.mark.parametrize(
    ("old", "new", "target"),
    [
        (("its sixty-fourth session", "第六十四届会议"), "its eightieth session", "第八十届会议"),
        (("62/99. Assistance", "62/99. 协助"), "78/70. Assistance", "78/70. 协助"),
        (
            ("resolution 60/97 of 8 December 2005", "2005年12月8日第60/97号决议"),
            "resolution 76/74 of 9 December 2021",
            "2021年12月9日第76/74号决议",
        ),
        (("document A/62/307", "A/62/307 号文件"), "document A/78/259", "A/78/259 号文件"),
        (("a sum of 1,000 dollars", "共1,000美元"), "a sum of 25,000 dollars", "共25,000美元"),
        (
            ("the tenth anniversary", "十周年"),
            "the twentieth anniversary",
            "十周年",
        ),  # 十 is no ordinal there
        (("in July 2023", "2023年7月"), "in May 2024", "2024年5月"),
        (("listed in Annex A", "附件A所列"), "listed in Annex C", "附件C所列"),
        (("Part II, Table 3", "第II部分，表3"), "Part II, Table 4", "第II部分，表4"),
        (("at US$1,250.50 each", "单价1,250.50美元"), "at US$11,375.00 each", "单价11,375.00美元"),
        (("2 million dollars", "200万美元"), "3.5 million dollars", "350万美元"),
        (("1.2 billion people", "12亿人"), "900 million people", "9亿人"),
        (("20,000 mines, 𠮷", "2万枚地雷，𠮷"), "30,000 mines, 𠮷", "3万枚地雷，𠮷"),
    ],
)
def test_what_is_certain_is_changed(old: tuple[str, str], new: str, target: str) -> None:
    found, changes = adapted(old, new)
    assert found == target
    assert changes


def test_both_directions() -> None:
    old = ("2005年12月8日第60/97号决议", "resolution 60/97 of 8 December 2005")
    assert (
        adapted(old, "2021年12月9日第76/74号决议", ("zh", "en"))[0] == "resolution 76/74 of 9 December 2021"
    )
    assert (
        adapted(("第六十四届会议", "Sixty-fourth session"), "第八十届会议", ("zh", "en"))[0]
        == "Eightieth session"
    )
    assert adapted(("200万元", "2 million yuan"), "350万元", ("zh", "en"))[0] == "3.5 million yuan"
    assert adapted(("200万元", "2,000,000 yuan"), "350万元", ("zh", "en"))[0] == "3,500,000 yuan"
    assert adapted(("见附录B", "See Appendix B"), "见附录D", ("zh", "en"))[0] == "See Appendix D"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("3 and 3", "3和3"), "3 and 4"),  # which 3 of the translation?
        (("3 mines", "若干地雷"), "4 mines"),  # the translation has no figure
        (("3 mines", "3枚地雷，共3枚"), "4 mines"),  # and here it has two
        (("3 mines", "3枚地雷"), "mines"),  # gone
        (("mines", "地雷"), "3 mines"),  # new
        (("2 million mines", "200万枚地雷"), "1,234,567 mines"),  # 123.4567万 is not usual
        (("see Annex A", "见附件甲"), "see Annex B"),
    ],
)
def test_what_is_not_certain_is_reported_and_stays(old: tuple[str, str], new: str) -> None:
    target, changes = adapted(old, new)
    assert target == old[1]
    assert changes
    assert all(change.endswith("check") for change in changes)


def test_two_figures_that_change_places_are_told_apart() -> None:
    assert adapted(("from 3 to 4", "从3到4"), "from 4 to 3")[0] == "从4到3"


@pytest.mark.parametrize(
    ("labels", "label", "target"),
    [
        (("3.", "3."), "4.", "4. 敦促"),
        (("(a)", "(a)"), "(b)", "(b) 敦促"),
        (("(a)", "㈠"), "(b)", "敦促"),  # another way of counting
        (("", ""), "4.", "4. 敦促"),
        (("Article 3", "第三条"), "Article 3", "第三条 敦促"),
        (("Article 3", "第三条"), "Article 5", "敦促"),  # reported, not guessed
        (("", ""), "Article 5", "敦促"),
    ],
)
def test_labels(labels: tuple[str, str], label: str, target: str) -> None:
    unit = MemoryUnit(1, f"{labels[0]} Urges".strip(), f"{labels[1]} 敦促".strip(), "en", "zh", *labels)
    assert relabel(unit, "敦促", label, f"{label} ").target == target


@given(st.integers(1, 99))
def test_numbers_in_words_are_read_as_they_are_written(number: int) -> None:
    assert regular_han_number(chinese(number)) == number
    assert [figure.value for figure in figures(f"the {ordinal_word(number)} session", "en")] == [(number,)]
    if number > 1:
        assert [figure.value for figure in figures(f"{cardinal_word(number)} mines", "en")] == [(number,)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["A" * 50_000, "A." * 50_000, "1," * 50_000, "A/" * 50_000, "一" * 50_000, "1/1" * 50_000]
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_text_takes_long(text: str, lang: str) -> None:
    """Patterns that go back would take minutes."""
    figures(text, lang)
