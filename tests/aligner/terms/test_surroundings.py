"""Words beside a pair of terms that belong to it."""

from __future__ import annotations

import pytest

from duiqi.aligner.terms.schema import BeadRow, Link
from duiqi.aligner.terms.store import Store
from duiqi.aligner.terms.surroundings import Surroundings

EN, ZH = "the starting and finishing time, public and private property", "起止时间，公私财物"


def beside(
    english: str, chinese: str, en: str = EN, zh: str = ZH, *, swap: bool = False
) -> tuple[float, float]:
    """A word and a character beside the pair, of its only link."""
    texts, terms, langs = (en, zh), (english, chinese), ("en", "zh")
    if swap:
        texts, terms, langs = texts[::-1], terms[::-1], langs[::-1]
    spans = [
        (text.index(term), text.index(term) + len(term)) for text, term in zip(texts, terms, strict=True)
    ]
    store = Store()
    store.insert(BeadRow, [BeadRow(0, "a", "1", *texts, 0)])
    store.insert(Link, [Link(1, 2, 0, *spans[0], *spans[1], 0)])
    return Surroundings(store, langs)(1, 2, terms)


@pytest.mark.parametrize("swap", [False, True])
def test_an_equivalent_with_material_of_another_conjunct_is_noticed(swap: bool) -> None:
    word, _ = beside("private property", "公私财物", swap=swap)
    whole, _ = beside("public and private property", "公私财物", swap=swap)
    assert word > 0.3 > whole


@pytest.mark.parametrize("swap", [False, True])
def test_an_equivalent_cut_off_from_a_word_beside_is_noticed(swap: bool) -> None:
    en, zh = "The franchise agreement is signed.", "特许经营协议已经签署。"
    _, character = beside("franchise agreement", "经营协议", en, zh, swap=swap)
    _, whole = beside("franchise agreement", "特许经营协议", en, zh, swap=swap)
    assert character > 0.1 > whole


def test_characters_of_the_extensions_count_as_one_place() -> None:
    en, zh = "Yoshinoya signed the franchise agreement.", "𠮷野家签署了特许经营协议。"
    _, character = beside("franchise agreement", "经营协议", en, zh)
    assert character > 0.1


def test_traditional_chinese_is_looked_up_as_simplified() -> None:
    en, zh = "The franchise agreement is signed.", "特許經營協議已經簽署。"
    _, character = beside("franchise agreement", "經營協議", en, zh)
    assert character > 0.1


def test_other_languages_have_no_such_evidence() -> None:
    assert Surroundings(Store(), ("de", "fr"))(1, 2, ("Recht", "droit")) == (0.0, 0.0)
