"""Doubtful candidates: kept where a translation confirms them."""

from __future__ import annotations

import numpy as np
import pytest

from duiqi.aligner.terms.analysers import analyser
from duiqi.aligner.terms.candidate_alignment import fits
from duiqi.aligner.terms.confirmation import Fitted, confirmed
from duiqi.aligner.terms.quoted import raise_quoted
from duiqi.aligner.terms.word_alignment import WordAlignment

ENGLISH, CHINESE = (analyser(lang, frozenset(), 12) for lang in ("en", "zh"))
Links = set[tuple[int, int]]


def kept(*beads: tuple[str, str, Links]) -> list[str]:
    """The doubtful Chinese candidates that are kept, by links between the content words of each bead."""
    fitted = []
    for source, target, links in beads:
        both = ENGLISH(source), CHINESE(target)
        shape = tuple(len(side.content_words) for side in both)
        linked = np.zeros(shape, np.float32)
        for i, j in links:
            linked[i, j] = 0.9
        fit = fits(WordAlignment(linked, linked), *both)
        fitted.append(Fitted(*both, fit, raise_quoted(fit, (source, target), both)))
    found = list(confirmed(fitted))
    for bead in found:
        assert bead.fit.shape == (len(bead.source.candidates), len(bead.target.candidates))
    return [one.text for bead in found for one in bead.target.candidates if one.doubtful]


SERIOUS = "A serious event occurred.", "发生严重事件。"


def test_a_noun_phrase_confirms_its_equivalent() -> None:
    assert kept(("the prior art", "现有技术", {(0, 0), (1, 1)})) == ["现有技术"]
    assert kept(("an upper cover, 𠀀", "上盖，𠀀", {(0, 0), (1, 1)})) == ["上盖"]
    assert kept(("the cover", "，上盖", {(0, 1)})) == []


def test_an_evaluative_adjective_confirms_nothing() -> None:
    links = {(1, 1), (0, 0), (2, 2)}
    assert kept((*SERIOUS, links), (*SERIOUS, links)) == []


def test_a_phrase_with_a_preposition_confirms_what_it_is_twice() -> None:
    bead = "scope of protection", "保护范围", {(0, 1), (1, 0)}
    assert kept(bead) == []
    assert kept(bead, bead) == ["保护范围", "保护范围"]


def test_a_quotation_confirms_its_quotation() -> None:
    assert kept(("“Serious Event” means a fire.", "“严重事件”指火灾。", set())) == ["严重事件"]


@pytest.mark.parametrize("beads", [[], [("No.", "否。", set())]])
def test_texts_without_doubtful_candidates_are_as_they_were(beads: list[tuple[str, str, Links]]) -> None:
    assert kept(*beads) == []
