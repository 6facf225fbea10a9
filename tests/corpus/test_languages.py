"""Tags compared in one way, scripts with all their characters, and a detector that is our own."""

from __future__ import annotations

import re
import unicodedata

import py3langid
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.corpus import languages, read_bytes, scripts
from duiqi.corpus.detection import detect

TAGS = ["en", "EN", "en-GB", "en_US", "zh", "zh_TW", "zh-Hant-HK", "yue", "pt_br", "ja", "th-TH", "und", ""]


@pytest.mark.slow
@given(st.sampled_from(TAGS), st.sampled_from(TAGS))
def test_tags_are_compared_whatever_their_form(tag, other):
    assert languages.same_language(tag, other) == languages.same_language(other, tag)
    assert languages.same_language(tag, languages.canonical(tag))
    assert languages.canonical(languages.canonical(tag)) == languages.canonical(tag)
    if languages.same_language(tag, other):
        assert languages.is_spaced(tag) == languages.is_spaced(other)
        assert languages.is_chinese(tag) == languages.is_chinese(other)


@pytest.mark.parametrize(("given_tag", "tag"), [("zh_TW", "zh-TW"), ("EN", "en"), ("zh-hans", "zh-Hans")])
def test_a_document_has_the_usual_form_of_its_tag(given_tag, tag):
    assert read_bytes(b"Yes.", "a.txt", lang=given_tag).lang == tag
    page = f"<html lang={given_tag}><body><p>Yes.</p></body></html>".encode()
    assert read_bytes(page, "a.html").lang == tag


@pytest.mark.slow
@pytest.mark.parametrize(
    ("letters", "name"),
    [
        (scripts.IDEOGRAPHS, "CJK UNIFIED IDEOGRAPH"),
        (scripts.IDEOGRAPHS, "CJK COMPATIBILITY IDEOGRAPH"),
        (scripts.HAN, "KANGXI RADICAL"),
        (scripts.HIRAGANA, "HIRAGANA LETTER"),
        (scripts.KATAKANA + scripts.HALFWIDTH_KATAKANA, "KATAKANA LETTER"),
        (scripts.BOPOMOFO, "BOPOMOFO LETTER"),
        (scripts.HANGUL, "HANGUL SYLLABLE"),
        (scripts.THAI, "THAI"),
        (scripts.LAO, "LAO"),
        (scripts.KHMER, "KHMER LETTER"),
        (scripts.HEBREW, "HEBREW LETTER"),
    ],
)
def test_a_range_holds_what_unicode_names_so(letters, name):
    """As far as this Python's Unicode goes; Hebrew presentation forms aside."""
    within = re.compile(f"[{letters}]")
    blocks = (*range(0x10000), *range(0x20000, 0x32400))
    named = [chr(code) for code in blocks if unicodedata.name(chr(code), "").startswith(name)]
    assert named
    assert [c for c in named if not within.match(c) and not 0xFB1D <= ord(c) <= 0xFB4F] == []


def test_ranges_do_not_hold_each_other():
    assert not re.search(f"[{scripts.HAN}]", "abcé한あアｱ，。！0")
    assert not re.search(f"[{scripts.KANA}]", "abc한地雷，。！")
    assert not re.search(f"[{scripts.WIDE}]", "abcｱ한ไทย")
    assert re.fullmatch(f"[{scripts.UNSPACED}]+", "地𠀀あアｱไทยລາວ。")


@pytest.mark.slow
def test_detection_leaves_the_library_to_others():
    """py3langid's own identifier knows all its languages after ours was used with fewer."""
    welsh = "Mae hen wlad fy nhadau yn annwyl i mi, gwlad beirdd a chantorion, enwogion o fri" * 3
    before = py3langid.classify(welsh)
    assert detect("Ez egy magyar mondat, amelyet csak a könyvtár ismer fel, mert nincs rá szólista.") == "hu"
    assert py3langid.classify(welsh) == before
    assert before[0] == "cy"
