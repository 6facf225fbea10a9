"""Versions of one text: every paragraph has one fate, and the words of both versions are all there."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.aligner.versions.compare import compare
from duiqi.aligner.versions.wording import edits, tokens
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.versions import Edit, Versions
from duiqi.segmenters import from_sentences

ENGLISH = [
    "The General Assembly takes note of the report of the Secretary-General.",
    "It calls for the continuation of the efforts of States to foster national capacities.",
    "It urges all States to provide reliable, predictable and timely contributions.",
    "Technological assistance to countries affected by mines should be promoted.",
    "It encourages the mainstreaming of victim assistance into development plans.",
    "It decides to include the item in the provisional agenda of its sixty-fourth session.",
]
CHINESE = [
    "注意到秘书长关于协助地雷行动的报告；",
    "特别吁请各国继续努力，酌情在联合国的援助下建立国家能力；",
    "敦促所有国家提供可靠、可预测和及时的捐助；",
    "向受地雷影响的国家提供技术援助，促进有关科学研究；",
    "鼓励受影响国家将援助受害者纳入发展计划；",
    "决定将题为协助地雷行动的项目列入第六十四届会议临时议程。",
]
TEXTS = st.sampled_from([(ENGLISH, "en"), (CHINESE, "zh")])


def versions(old: Sequence[str], new: Sequence[str], lang: str = "en") -> Versions:
    return compare(from_sentences(list(old), lang=lang), from_sentences(list(new), lang=lang))


def fates(found: Versions) -> list[str]:
    return [change.fate for change in found.changes]


@pytest.mark.slow
@given(TEXTS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_each_paragraph_of_both_versions_has_one_fate_and_its_text(
    text: tuple[list[str], str], chance: random.Random
) -> None:
    paragraphs, lang = text
    old = chance.sample(paragraphs, chance.randint(1, 6))
    new = [
        p.replace("States", "Member States").replace("国家", "会员国")
        for p in chance.sample(paragraphs, chance.randint(1, 6))
    ]
    found = versions(old, new, lang)
    here = [change for change in found.changes if change.fate != "moved away"]
    assert sorted(i for change in here for i in change.old) == list(range(len(old)))
    assert [j for change in here for j in change.new] == list(range(len(new)))
    assert "".join(change.new_text for change in here if change.new) == "".join(new)
    for change in here:
        if len(change.old) == 1:
            assert change.old_text == old[change.old.start]


@given(TEXTS, st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_paragraphs_in_another_order_are_moved_and_none_is_new(
    text: tuple[list[str], str], chance: random.Random
) -> None:
    paragraphs, lang = text
    found = versions(paragraphs, chance.sample(paragraphs, len(paragraphs)), lang)
    assert set(fates(found)) <= {"kept", "moved", "moved away"}


@pytest.mark.parametrize(("paragraphs", "lang"), [(ENGLISH, "en"), (CHINESE, "zh")])
def test_a_text_and_itself_are_kept(paragraphs: list[str], lang: str) -> None:
    assert fates(versions(paragraphs, paragraphs, lang)) == ["kept"] * len(paragraphs)


@pytest.mark.parametrize(("paragraphs", "lang"), [(ENGLISH, "en"), (CHINESE, "zh")])
def test_the_fewest_paragraphs_are_moved(paragraphs: list[str], lang: str) -> None:
    found = versions(paragraphs, [*paragraphs[1:], paragraphs[0]], lang)
    assert fates(found) == ["moved away", *["kept"] * 5, "moved"]
    away, moved = found.changes[0], found.changes[-1]
    assert (away.old, away.new) == (moved.old, moved.new) == (range(1), range(5, 6))


def test_new_dropped_and_reworded() -> None:
    new = [
        ENGLISH[0],
        ENGLISH[2].replace("timely", "multi-annual"),
        "Something else altogether comes in here.",
    ]
    assert fates(versions(ENGLISH[:3], new)) == ["kept", "dropped", "reworded", "new"]


def test_a_paragraph_that_was_divided_is_one_change() -> None:
    found = versions([f"{ENGLISH[0]} {ENGLISH[2]}"], [ENGLISH[0], ENGLISH[2]])
    assert [(c.fate, c.old, c.new) for c in found.changes] == [("kept", range(1), range(2))]
    found = versions([ENGLISH[0], ENGLISH[2]], [f"{ENGLISH[0]} {ENGLISH[2]}"])
    assert [(c.fate, c.old, c.new) for c in found.changes] == [("kept", range(2), range(1))]


def test_exchanging_the_versions_exchanges_new_and_dropped() -> None:
    one, other = ENGLISH[:4], [ENGLISH[0], ENGLISH[3], ENGLISH[5]]
    there, back = versions(one, other).counts(), versions(other, one).counts()
    assert (there["new"], there["dropped"]) == (back["dropped"], back["new"])


def test_traditional_and_simplified_versions_are_paired_and_their_characters_marked() -> None:
    old, new = "供应商应在三十日内将货物交付买方。", "供應商應在三十日內將貨物交付買方。"
    (change,) = versions([old], [new], "zh").changes
    assert change.fate == "reworded"
    assert "".join(edit.text for edit in change.edits if edit.operation != "deleted") == new


def test_texts_in_two_languages_are_no_versions() -> None:
    with pytest.raises(UnreadableFile, match=r"in zh, but the old version is in en\. duiqi align pairs"):
        compare(from_sentences(ENGLISH, lang="en"), from_sentences(CHINESE, lang="zh"))


# --- words

ANY = st.text(alphabet="ab 天地𠀀，,.-’1/é\n", max_size=40)


@pytest.mark.slow
@given(ANY, ANY, st.sampled_from(["en", "zh", "ja"]))
@settings(deadline=None)
def test_edits_hold_both_texts_and_alternate(old: str, new: str, lang: str) -> None:
    found = edits(old, new, lang)
    assert "".join(e.text for e in found if e.operation != "inserted") == old
    assert "".join(e.text for e in found if e.operation != "deleted") == new
    assert all(edit.text for edit in found)
    assert all(a.operation != b.operation for a, b in pairwise(found))


@given(ANY, st.sampled_from(["en", "zh", "ja", "th"]))
@settings(deadline=None)
def test_tokens_are_the_text(text: str, lang: str) -> None:
    assert "".join(tokens(text, lang)) == text


def test_chinese_is_compared_word_by_word() -> None:
    found = edits("大会决定列入会议临时议程", "大会建议列入会议临时议程", "zh")
    assert found == (
        Edit("same", "大会"),
        Edit("deleted", "决定"),
        Edit("inserted", "建议"),
        Edit("same", "列入会议临时议程"),
    )
