"""Passages left untranslated, and texts in another language than they are said to be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duiqi.aligner.doubts import LANGUAGES, SAME_FILE, UNTRANSLATED, doubts
from duiqi.aligner.foreign import language_of, mark_untranslated
from duiqi.corpus import read_bytes
from duiqi.corpus.model import Bead, Segments
from duiqi.segmenters import segment

LEFT = "Write the failing tests first, and then ask the agent to fix them."
ENGLISH = f"The tool is easy to install, and it is also fast.\n\n{LEFT}\n"
CHINESE = "这个工具很容易安装，也很快。\n\n先写失败的测试，再请代理修复。\n"


def bead(source: str, target: str) -> Bead:
    return Bead.of_texts(range(1), range(1), "1", (source,), (target,), confidence=0.9)


def document(text: str, lang: str) -> Segments:
    return segment(read_bytes(text.encode(), f"{lang}.txt", lang=lang))


@pytest.mark.parametrize(
    ("source", "target"),
    [(LEFT, LEFT), (LEFT, LEFT.upper()[:1] + LEFT[1:] + " It is so."), (CHINESE, CHINESE)],
)
def test_running_text_in_one_language_on_both_sides_is_untranslated(source: str, target: str) -> None:
    for languages in (("en", "zh"), ("zh-Hant", "en-GB")):
        (found,) = mark_untranslated([bead(source, target)], *languages)
        assert found.status == "untranslated"


def test_a_short_sentence_that_is_the_same_on_both_sides_is_untranslated() -> None:
    for text, status in {
        "Read the manual carefully before use.": "untranslated",
        "Members pay a yearly fee of fifty euros.": "untranslated",
        "请勿触摸展品。": "untranslated",
        "蓝河公司": "new",
        "Gone with the wind": "new",
        "OK.": "new",
    }.items():
        assert next(mark_untranslated([bead(text, text)], "en", "zh")).status == status


@pytest.mark.parametrize(
    "text",
    [
        "62/99",
        "$1,280,000",
        "Northgate Systems Ltd.",
        "United Nations, Treaty Series, vol. 2056, No. 35597.",
        "The History of the Decline and Fall of the Roman Empire",
        "git commit --amend -m message",
        "for (int i = 0; i < n; i++) { sum += a[i]; }",
        "蓝河公司",
        "https://example.org/the/page/of/it",
        "",
    ],
)
def test_names_numbers_and_code_may_be_equal_on_both_sides(text: str) -> None:
    (found,) = mark_untranslated([bead(text, text)], "en", "zh")
    assert found.status == "new"


def test_a_translation_is_never_taken_for_a_passage_left_as_it_was() -> None:
    pairs = [
        (LEFT, "先写失败的测试，再请代理修复。"),
        (LEFT, "Schreibe zuerst die Tests, und dann bitte ihn darum."),
    ]
    assert [b.status for b in mark_untranslated((bead(*pair) for pair in pairs), "en", "de")] == ["new"] * 2


def test_nothing_is_marked_where_the_languages_do_not_differ_or_are_not_known() -> None:
    for languages in (("en", "en-GB"), ("en", "und"), ("sw", "en")):
        assert next(mark_untranslated([bead(LEFT, LEFT)], *languages)).status == "new"


def test_a_person_decides_last() -> None:
    accepted = replace(bead(LEFT, LEFT), status="accepted")
    assert next(mark_untranslated([accepted], "en", "zh")).status == "accepted"


@pytest.mark.parametrize(
    ("texts", "languages", "says"),
    [
        (
            (CHINESE, ENGLISH),
            ("en", "zh"),
            "the source looks Chinese, not English and the target looks English, not Chinese. "
            "Are the files exchanged?",
        ),
        ((ENGLISH, CHINESE), ("de", "zh"), "the source looks English, not German. Is its language right?"),
    ],
)
def test_languages_that_contradict_the_texts_are_doubted(
    texts: tuple[str, str], languages: tuple[str, str], says: str
) -> None:
    sides = document(texts[0], languages[0]), document(texts[1], languages[1])
    assert [doubt.text for doubt in doubts([], *sides, similarity=1.0) if doubt.code == LANGUAGES] == [says]


@pytest.mark.parametrize("languages", [("en", "zh"), ("en-GB", "zh-Hant"), ("en", "yue"), ("sw", "zh")])
def test_languages_that_fit_are_not(languages: tuple[str, str]) -> None:
    sides = document(ENGLISH, languages[0]), document(CHINESE, languages[1])
    assert LANGUAGES not in [doubt.code for doubt in doubts([], *sides, similarity=1.0)]


def test_the_same_file_twice_is_reported() -> None:
    sides = document(ENGLISH, "en"), document(ENGLISH, "zh")
    assert SAME_FILE in [doubt.code for doubt in doubts([], *sides, similarity=1.0)]


def test_untranslated_pairs_are_counted() -> None:
    sides = document(ENGLISH, "en"), document(CHINESE, "zh")
    beads = list(mark_untranslated([bead(LEFT, LEFT)] * 2, "en", "zh"))
    (said,) = (doubt.text for doubt in doubts(beads, *sides, similarity=1.0) if doubt.code == UNTRANSLATED)
    assert said.startswith("2 pairs have both sides in the same language, such as “Write the failing")


@pytest.mark.parametrize(
    ("text", "language"), [("Il est interdit de fumer dans la cuisine.", "fr"), ("这是书。", "")]
)
def test_only_running_text_shows_its_language(text: str, language: str) -> None:
    assert language_of(text) == language
