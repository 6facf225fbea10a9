"""Characters that nobody sees end no sentence and keep none together."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest

from duiqi.corpus import read_bytes
from duiqi.segmenters import clause_ends, segment, sentence_ends
from duiqi.segmenters.invisible import INVISIBLE, seen

INVISIBLES = [
    *"\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2063\u2066\u2067\u2068\u2069",
    *"\u206f\ufe0f\ufeff\ufffb\U0001d173\U000e0001\U000e007f",
    "\u200e\u200e",
    "\u202c\u200f",
]
TEXTS = [
    ("en", "The lamp was off. Since then, the tower has belonged to the town! “Was it?” Nobody knew."),
    ("ar", "يولد جميع الناس أحرارا في عام 1874. وقد وهبوا عقلا وضميرا. هل وصلت؟ نعم، وصلت!"),
    ("he", "המגדל נבנה בשנת 1874. מאז הוא שייך לעיר. מי ידע?"),
    ("zh", "大会通过了决议。“你来了？”他说。他站起来，走到窗前𠀀！外面下着大雪。"),
    ("ja", "灯台は1874年に建てられた。昨年、町議会はこれを博物館にした。"),
]


def parts(text: str, ends: list[int]) -> list[str]:
    return [text[start:end] for start, end in pairwise([0, *ends])]


@pytest.mark.parametrize("mark", INVISIBLES, ids=ascii)
@pytest.mark.parametrize(("lang", "text"), TEXTS)
def test_a_mark_after_a_stop_changes_no_sentence_and_no_clause(lang: str, text: str, mark: str) -> None:
    marked = re.sub("([.!?؟。！？][”]?)", rf"\1{mark}", text)
    for find in (sentence_ends, clause_ends):
        found = parts(marked, find(marked, lang))
        assert "".join(found) == marked
        assert [INVISIBLE.sub("", part) for part in found] == parts(text, find(text, lang))


@pytest.mark.parametrize("mark", INVISIBLES, ids=ascii)
@pytest.mark.parametrize(("lang", "text"), TEXTS)
def test_marks_between_all_characters_change_no_sentence(lang: str, text: str, mark: str) -> None:
    marked = mark + mark.join(text) + mark
    found = parts(marked, sentence_ends(marked, lang))
    assert [INVISIBLE.sub("", part) for part in found] == parts(text, sentence_ends(text, lang))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("大会。\u200f他走了。", "大会。\u200f"),
        ("大会。\u202c\u202b他走了。", "大会。\u202c"),
        ("大会。\u2067他走了。", "大会。"),
        ("It was. \u2067So it was.", "It was. "),
        ("It was.\u200f So it was.", "It was.\u200f "),
        ("\u202bIt was.\u202c So it was.", "\u202bIt was.\u202c "),
    ],
)
def test_a_mark_belongs_to_the_sentence_that_it_closes_or_opens(text: str, first: str) -> None:
    assert parts(text, sentence_ends(text, "zh" if "大" in text else "en"))[0] == first


@pytest.mark.parametrize("mark", ["\u200e", "\u200b", "\u202c", "\u2060"])
def test_the_places_of_segments_fit_the_text(mark: str) -> None:
    """The marks stay in the texts: an Arabic sentence is shown wrong without them."""
    text = TEXTS[0][1].replace(". ", f".{mark} ").replace("! ", f"!{mark} ")
    segments = segment(read_bytes(text.encode(), "a.txt"))
    assert len(segments) == 4
    for one in segments:
        start, end = one.passage.span
        assert segments.document.text[start:end] == one.text
    assert segments[0].text == f"The lamp was off.{mark}"


def test_a_heading_that_ends_with_a_hidden_mark_may_hold_sentences() -> None:
    page = "<h1>It was cold.{0} Nobody had come.{0}</h1>"
    plain, marked = (segment(read_bytes(page.format(mark).encode(), "a.html")) for mark in ("", "\u200f"))
    assert len(marked) == len(plain) == 2


def test_a_text_of_nothing_but_marks_is_one_part() -> None:
    assert sentence_ends("\u200f\u200e", "ar") == clause_ends("\u200f\u200e", "zh") == [2]


def test_all_of_the_category_is_known_but_what_is_seen() -> None:
    """What is seen: signs over numbers and the end of a verse, and the layout of hieroglyphs."""
    of_category = [c for c in map(chr, range(0x110000)) if unicodedata.category(c) == "Cf"]
    left = [c for c in of_category if seen(f"{c}é")[0] == c]
    names = {unicodedata.name(c).split()[0] for c in left}
    assert names <= {"ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN"}
    assert seen("a\u200fb") == "ab"
