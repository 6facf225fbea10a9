"""Words that both texts write alike: which are compared, and what they say about a bead."""

from __future__ import annotations

import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evidence.affinity import affinities_of
from duiqi.aligner.evidence.names import BEGINNING, beginnings, shared
from duiqi.aligner.evidence.surface import Surface
from duiqi.aligner.evidence.text import EncodedText


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Die Geologische Karte", "la carte géologique"),
        ("Beletsky", "E.Beletsky"),
        ("Straße", "STRASSE"),
        ("Cafe\u0301teria", "cafétéria"),
        ("调用NullPointerException时", "a NullPointerException is thrown"),
        ("𠀀𠀁Makalu𠀂", "«Makalu»"),
        ("Москва", "МОСКВА"),
    ],
)
def test_names_and_words_of_common_origin_begin_alike(one: str, other: str) -> None:
    assert set(beginnings(one)) & set(beginnings(other))


@pytest.mark.parametrize(
    "text", ["", "地雷行动𠀀𠀁𠀂𠀃", "ひらがなカタカナ", "대한민국", "des die sur", "1956 a_b_c"]
)
def test_short_words_and_texts_without_an_alphabet_have_none(text: str) -> None:
    assert beginnings(text) == ()


def test_beginnings_are_no_longer_than_what_is_compared() -> None:
    assert all(len(word) <= BEGINNING for word in beginnings("Unabhängigkeitserklärung İstanbul ﬃnance"))


def test_words_of_one_text_and_usual_words_are_left_out() -> None:
    source = [["makalu", "buch", "himala"]] + [["himala"]] * 9
    target = [["makalu", "livre", "himala"]] + [["himala"]] * 9
    left, right = shared(source, target)
    assert left == right == [["makalu"], *([[]] * 9)]
    assert shared([], []) == ([], [])


def test_a_name_on_one_side_of_a_bead_only_is_left(encoder: BundledEncoder) -> None:
    """The number's affinities hold the names too, each equal to itself alone."""
    sides = []
    for texts in (["Dämon Himalaya (Basel:", "Schwabe 1935)."], ["Dämon Himalaya.", "Schwabe, Basel 1935."]):
        sides.append(EncodedText.of(Surface.of(texts), encoder.read(texts, True)))
    found = affinities_of(*sides, encoder).number
    # 1935, basel, damon, himala, schwab; two and three of them in the two segments, in other places.
    assert found.table.shape == (5, 5)
    assert found.source_starts.tolist() == [0, 3, 5]
    assert found.target_starts.tolist() == [0, 2, 5]
    assert sorted(found.source.tolist()) == sorted(found.target.tolist()) == [0, 1, 2, 3, 4]
