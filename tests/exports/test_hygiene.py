"""What goes into a memory can be held by XML and found by a CAT tool."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.exports.hygiene import FORBIDDEN, Cleaner, is_blank
from duiqi.exports.options import Tally

ANYTHING = st.text(
    st.characters(codec=None, categories=None) | st.sampled_from("  \u3000\u00a0\t\n\u200b\x00\ud800e\u0301")
)


@given(ANYTHING, st.booleans())
def test_clean_text_is_legal_trimmed_and_composed(text: str, plain_spaces: bool) -> None:
    cleaned = Cleaner("en", Tally(), plain_spaces)(text)
    assert not FORBIDDEN.search(cleaned)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert "\n" not in cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@given(ANYTHING, st.booleans())
def test_cleaning_twice_is_cleaning_once(text: str, plain_spaces: bool) -> None:
    clean = Cleaner("en", Tally(), plain_spaces)
    assert clean(clean(text)) == clean(text)


@pytest.mark.slow
@given(st.text("协助地雷行动 mine action，。“”（）㈠𠮷0", max_size=40))
def test_ordinary_text_is_left_alone(text: str) -> None:
    tidy = " ".join(text.split())
    assert Cleaner("zh", Tally())(tidy) == tidy


@given(ANYTHING)
def test_every_forbidden_character_is_counted(text: str) -> None:
    tally = Tally()
    Cleaner("en", tally)(text)
    assert tally.removed == len(FORBIDDEN.findall(text))


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("  The   General\n Assembly,\t", "The General Assembly,"),
        ("\u3000\u3000大会，", "大会，"),
        ("王\u3000小明", "王\u3000小明"),  # the wide space stands between the parts of a name
        ("王\u3000\u3000小明", "王\u3000小明"),
        ("page\x0cbreak", "page break"),  # a form feed is forbidden, but it did divide the words
        ("mine\u00adfields", "minefields"),
        ("un\u200bexploded\ufeff", "unexploded"),
        ("10\u00a0km", "10\u00a0km"),
        ("a\u00a0 b", "a b"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("\u200fשלום\u200f", "\u200fשלום\u200f"),
        ("cafe\u0301", "café"),
        ("a\ud800b", "ab"),
        ("mis-decoded\x93quote\x94", "mis-decodedquote"),
        (" one space before", "one space before"),
        ("one space after ", "one space after"),
        ("two  spaces", "two spaces"),
        ("a\u2009\u2009b", "a\u2009b"),
        ("a\u2028\u2028b", "a b"),
    ],
)
def test_cleaning(dirty: str, clean: str) -> None:
    assert Cleaner("en", Tally())(dirty) == clean


class Untouched(Cleaner):
    """A cleaner that has nothing to tidy up."""

    def _tidied(self, text: str) -> str:
        raise AssertionError(f"{text!r} was tidied up")


@pytest.mark.parametrize("text", ["The General Assembly,", "大会，", "𠮷", "a", "", "é"])
def test_text_that_is_clean_is_not_searched(text: str) -> None:
    """Nearly all text is, and half a million units are cleaned."""
    clean = Untouched("en", Tally())
    assert clean(text) == clean.between(text) == text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        (" and ", " and "),
        (" and  ", " and "),
        ("  and", " and"),
        ("mine\u00adfields ", "minefields "),
        ("a\n", "a "),
        (" cafe\u0301", " café"),
        ("\u200b \u200b", " "),
    ],
)
def test_between_two_codes_spaces_at_the_ends_stay(dirty: str, clean: str) -> None:
    assert Cleaner("en", Tally()).between(dirty) == clean


def test_a_text_counts_once_however_many_typographic_spaces_it_has() -> None:
    tally = Tally()
    clean = Cleaner("en", tally)
    for text in ("10\u00a0km\u00a0a\u00a0day", "10 km", "王\u3000小明", "5\u202f%"):
        clean(text)
    assert (tally.unbroken, tally.removed) == (2, 0)


def test_plain_spaces_are_an_option_and_typographic_ones_are_told_of() -> None:
    tally = Tally()
    assert Cleaner("en", tally, plain_spaces=True)("10\u00a0km, 5\u202f%") == "10 km, 5 %"
    assert tally.report(()).warnings == ()
    Cleaner("en", tally)("10\u00a0km")
    assert tally.report(()).warnings == (
        "1 unit with no-break or typographic spaces: a CAT tool finds them only in texts that have the same; "
        "--plain-spaces writes plain ones",
    )


def test_thai_keeps_the_space_that_has_no_width() -> None:
    """Thai and Khmer write it between words; in English and Chinese it is a leftover of a web page."""
    assert Cleaner("th", Tally())("ภาษา\u200bไทย") == "ภาษา\u200bไทย"


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b\u200d", "\u00ad", "\u200f\u3000", "\x00\x07", "\ufeff", "\u2060"]
)
def test_blank_is_what_nobody_sees(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["。", "𠮷", "-", "\u200f.", "😀"])
def test_a_single_mark_is_not_blank(text: str) -> None:
    assert not is_blank(text)
