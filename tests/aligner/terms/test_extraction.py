"""Glossaries of real texts: what a terminologist may rely on."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner import BundledEncoder, align
from aligner.terms import TermOptions, extract
from corpus import Alignment, read
from corpus.terms import Glossary
from segmenters import segment

SAMPLES = Path(__file__).parents[3] / "corpus" / "samples"


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    return BundledEncoder()


@pytest.fixture(scope="module")
def resolution(encoder: BundledEncoder) -> Alignment:
    sides = (segment(read(SAMPLES / f"un-62-99.{lang}.txt", lang=lang)) for lang in ("en", "zh"))
    return align(*sides, encoder)


@pytest.fixture(scope="module")
def glossary(resolution: Alignment, encoder: BundledEncoder) -> Glossary:
    return extract([resolution], encoder)


def test_the_resolutions_terms_are_found_with_their_equivalents(glossary: Glossary) -> None:
    found = {pair.source.text: pair.target.text for pair in glossary.pairs}
    expected = {
        "United Nations": "联合国",
        "Secretary-General": "秘书长",
        "explosive remnants of war": "战争遗留爆炸物",
        "mine action": "地雷行动",
        "mines": "地（水）雷",
    }
    assert {source: found.get(source) for source in expected} == expected


def test_every_context_shows_the_term_in_its_place(glossary: Glossary) -> None:
    for pair in glossary.pairs:
        forms = {pair.source.text, *(text for text, _ in pair.source.variants)}
        for context in pair.contexts:
            assert context.source_span is not None
            assert context.target_span is not None
            assert context.source[slice(*context.source_span)] in forms
            assert context.target[slice(*context.target_span)] == pair.target.text


def test_the_same_text_gives_the_same_glossary(
    glossary: Glossary, resolution: Alignment, encoder: BundledEncoder
) -> None:
    assert list(extract([resolution], encoder).pairs) == list(glossary.pairs)


def test_top_takes_the_first_rows(resolution: Alignment, encoder: BundledEncoder, glossary: Glossary) -> None:
    top = extract([resolution], encoder, options=TermOptions(top=5))
    assert list(top.pairs) == list(glossary.pairs)[:5]
