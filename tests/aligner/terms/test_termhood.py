"""The order of a glossary's rows: features, termhood, folding, the draft and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
import pytest

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.terms import Extraction, extract_terms
from duiqi.aligner.terms.folding import Row, folded, pieces, wholes
from duiqi.aligner.terms.general_language import UNKNOWN, USUAL_PERSONAL, personal, surprises
from duiqi.aligner.terms.meanings import Meanings, fitted_direction
from duiqi.aligner.terms.nesting import Around
from duiqi.aligner.terms.options import ALL, DRAFT
from duiqi.aligner.terms.termhood import (
    FEW_WORTH,
    LIKELY,
    MANY,
    WORTH_READING,
    _shortened,
    _without_ends,
    fitted,
)
from duiqi.corpus import Alignment, Bead, Side

CODE = (
    ("The method clone returns an object.", "clone 方法返回一个对象。"),
    ("A field of the superclass is final.", "超类的字段是 final 的。"),
    ("The fields of an object hold its state.", "对象的字段保存其状态。"),
    ("Call clone() on the superclass.", "对超类调用 clone()。"),
    ("The method writes the fields.", "该方法写入字段。"),
)


class Renamed:
    """The bundled encoder by another name."""

    name = "other"

    def __init__(self, encoder: BundledEncoder) -> None:
        self._encoder = encoder

    def encode(self, sentences: Sequence[str]) -> Floats32:
        return self._encoder.encode(sentences)


@pytest.fixture(scope="module")
def code(encoder: BundledEncoder) -> Iterator[Extraction]:
    beads = (
        Bead.of_texts(range(n, n + 1), range(n, n + 1), str(n), (en,), (zh,))
        for n, (en, zh) in enumerate(CODE)
    )
    with extract_terms([Alignment(Side("a", "en"), Side("b", "zh"), tuple(beads))], encoder) as extraction:
        yield extraction


def row(number: int, source: str, target: str, value: float = 0.5, *, coordinated: bool = False) -> Row:
    return Row(number, number, source, target, value, coordinated, "")


def test_the_parts_of_a_glossary_add_up(extraction: Extraction) -> None:
    assert extraction.count(ALL) == sum(extraction.count({part}) for part in ALL)
    assert extraction.count() == len(list(extraction.glossary().pairs))
    assert extraction.count(ALL) == len(list(extraction.glossary(parts=ALL).pairs))


def test_the_draft_comes_first_and_is_numbered_from_one(extraction: Extraction) -> None:
    draft = [pair.id for pair in extraction.glossary(parts=DRAFT).pairs]
    assert draft == [str(number) for number in range(1, len(draft) + 1)]
    everything = [pair.id for pair in extraction.glossary(parts=ALL).pairs]
    assert everything[: len(draft)] == draft


def test_code_that_stays_as_it_is_comes_back_when_asked_for(code: Extraction) -> None:
    draft = {(pair.source.text, pair.target.text) for pair in code.glossary().pairs}
    copies = {(pair.source.text, pair.target.text) for pair in code.glossary(parts={"copy"}).pairs} - draft
    assert all(source.lower() == target.lower() for source, target in copies)
    assert not any(source.lower() == target.lower() for source, target in draft)


def test_the_headword_is_the_singular_where_the_text_has_it(code: Extraction) -> None:
    pairs = {pair.source.text: pair for pair in code.glossary(parts=ALL).pairs}
    assert "field" in pairs
    assert ("fields", 2) in pairs["field"].source.variants
    assert pairs["field"].target.text == "字段"


def test_the_features_of_a_row_explain_its_place(extraction: Extraction) -> None:
    ((pair, shares, _),) = extraction.explain("Mine Action")
    assert pair.target.text == "地雷行动"
    assert {share.feature for share in shares} <= set(fitted().weights)
    assert [abs(share.share) for share in shares] == sorted((abs(s.share) for s in shares), reverse=True)
    assert not list(extraction.explain("no such term"))


def test_both_models_weigh_features_that_rows_have(extraction: Extraction) -> None:
    _, features = next(iter(extraction.features()))
    assert set(fitted().weights) <= set(features)
    assert set(fitted("rightness").weights) == set(features) - {"meaning", "personal"}


@pytest.mark.parametrize(
    ("feature", "better", "worse"),
    [
        ("unexplained words", 0.0, 2.0),
        ("one coordinated", 0.0, 1.0),
        ("weakest word", 0.8, 0.1),
        ("word beside", 0.0, 1.0),
        ("character beside", 0.0, 1.0),
        ("verb for a noun", 0.0, 1.0),
    ],
)
def test_what_speaks_against_a_pair_makes_it_less_likely_to_be_right(
    extraction: Extraction, feature: str, better: float, worse: float
) -> None:
    right = fitted("rightness")
    for _, features in extraction.features():
        probable, doubtful = (right.probability(features | {feature: value}) for value in (better, worse))
        assert doubtful < probable


@pytest.mark.parametrize("model", ["termhood", "rightness"])
def test_termhood_is_a_probability(model: Literal["termhood", "rightness"]) -> None:
    weights = fitted(model)
    for value in (-1e6, 0.0, 1e6):
        assert 0 <= weights.probability(dict.fromkeys(weights.weights, value)) <= 1


def test_two_coordinated_terms_fold_into_their_own_rows() -> None:
    rows = [
        row(1, "sustainability", "可持续性"),
        row(2, "capacity-building", "能力建设"),
        row(3, "sustainability and capacity-building", "可持续性和能力建设", 0.9, coordinated=True),
    ]
    assert folded(rows, (True, False)) == {3: 1}


def test_a_coordination_stays_where_a_part_has_no_row_or_its_modifiers_are_coordinated() -> None:
    both = [
        row(1, "humanitarian", "人道主义"),
        row(2, "development activities", "发展活动"),
        row(3, "humanitarian and development activities", "人道主义和发展活动"),
    ]
    one = [row(1, "treaties", "条约"), row(2, "treaties and conventions", "条约和公约", coordinated=True)]
    assert folded(both, (True, False)) == folded(one, (True, False)) == {}


def test_longer_and_shorter_terms_with_one_equivalent_are_one_row_in_either_direction() -> None:
    pairs = [("explosive remnants of war", "战争遗留爆炸物", 0.9), ("remnants of war", "战争遗留爆炸物", 0.2)]
    rows = [row(n, en, zh, value) for n, (en, zh, value) in enumerate(pairs, 1)]
    turned = [row(n, zh, en, value) for n, (en, zh, value) in enumerate(pairs, 1)]
    assert folded(rows, (True, False)) == folded(turned, (False, True)) == {2: 1}


def test_a_chain_of_folds_ends_in_a_row_that_stays() -> None:
    rows = [
        row(1, "a", "甲", 0.9),
        row(2, "b", "乙", 0.8),
        row(3, "a, b", "甲、乙", 0.7, coordinated=True),
        row(4, "the a, b", "甲、乙", 0.6),
    ]
    inside = folded(rows, (True, False))
    assert set(inside.values()).isdisjoint(inside)


@pytest.mark.parametrize(
    ("piece", "whole", "folds"),
    [
        ("authorization holder", "marketing authorization holder", True),
        ("retail chain", "drug retail chain", True),
        ("drug retail", "drug retail chain", True),
        ("cameras", "surveillance cameras", True),
        ("heart failure", "congestive heart failure", False),
        ("development assistance", "development assistance activities", False),
        ("Secretariat", "Department of Peacekeeping Operations of the Secretariat", False),
        ("safety", "safety and efficacy", False),
    ],
)
def test_a_piece_of_a_compound_that_occurs_nowhere_else_folds_below_it(
    piece: str, whole: str, folds: bool
) -> None:
    rows = [row(1, piece, "短"), row(2, whole, "长短")]
    found = pieces(rows, [Around(1, 2, rows[1].target)], ("en", "zh"))
    assert found == ({1: 2} if folds else {})


def test_a_piece_stays_where_the_compound_has_no_row_or_is_hardly_worth_one() -> None:
    rows = [row(1, "cameras", "摄像头", 0.8), row(2, "surveillance cameras", "监控摄像头", 0.1)]
    assert pieces(rows, [Around(1, 2, rows[1].target)], ("en", "zh")) == {}
    assert pieces(rows[:1], [Around(1, 2, rows[1].target)], ("en", "zh")) == {}


def test_the_end_of_a_list_that_occurs_nowhere_else_folds_below_the_list() -> None:
    whole = row(1, "technical, financial and material assistance", "技术、财政和物资𠀀援助")
    end = row(2, "financial and material assistance", "财政和物资𠀀援助")._replace(free=0)
    assert folded([whole, end], (True, False)) == {2: 1}
    turned = [
        found._replace(source_text=found.target_text, target_text=found.source_text) for found in (whole, end)
    ]
    assert folded(turned, (False, True)) == {2: 1}


@pytest.mark.parametrize(
    ("end", "target", "free"),
    [
        ("financial and material assistance", "财政和物资援助", 1),  # occurs by itself
        ("financial and material assistance", "资金和物质支援", 0),  # is rendered in another way
        ("material assistance", "物资援助", 0),  # is a single term
    ],
)
def test_an_end_of_a_list_that_may_be_a_term_keeps_its_row(end: str, target: str, free: int) -> None:
    whole = row(1, "technical, financial and material assistance", "技术、财政和物资援助")
    assert folded([whole, row(2, end, target)._replace(free=free)], (True, False)) == {}


def test_a_coordination_with_one_head_stands_for_an_end_that_occurs_nowhere_else() -> None:
    whole = row(1, "social and economic consequences", "社会和经济后果")
    end = row(2, "economic consequences", "经济后果")
    assert wholes([whole, end._replace(free=0)], (True, False)) == {2: whole}
    assert wholes([whole, end], (True, False)) == {}
    assert wholes([whole._replace(coordinated=True), end._replace(free=0)], (True, False)) == {}
    alternative = whole._replace(source_text="social or economic consequences")
    assert wholes([alternative, end._replace(free=0)], (True, False)) == {}


def test_an_end_whose_head_is_in_both_conjuncts_keeps_its_row() -> None:
    """Governmental organizations are one term, non-governmental organizations another."""
    whole = row(1, "governmental and non-governmental organizations", "政府组织和非政府组织")
    end = row(2, "non-governmental organizations", "非政府组织")._replace(free=0)
    assert wholes([whole, end], (True, False)) == {}
    shared = whole._replace(target_text="政府和非政府组织")
    assert wholes([shared, end], (True, False)) == {2: shared}


def test_a_name_that_is_a_list_stands_for_its_beginning_and_its_end() -> None:
    whole = row(1, "Food, Forest and Water Agency", "粮食、森林和水利署")
    pieces_of_it = [row(2, "Forest and Water Agency", "森林和水利署"), row(3, "Food", "粮食")]
    nested = [piece._replace(free=0) for piece in pieces_of_it]
    assert wholes([whole, *nested], (True, False)) == {2: whole, 3: whole}
    assert wholes([whole, *pieces_of_it], (True, False)) == {}
    plain = whole._replace(source_text="food, forest and water agency")
    assert wholes([plain, *nested], (True, False)) == {}
    elsewhere = nested[0]._replace(target_text="水利署、森林")
    assert wholes([whole, elsewhere], (True, False)) == {}


def test_a_name_that_stands_for_its_pieces_has_the_place_of_the_best() -> None:
    whole = row(1, "Food, Forest and Water Agency", "粮食、森林和水利署", 0.1)._replace(part="rest")
    pieces_of_it = [row(2, "Food", "粮食", 0.8), row(3, "Forest and Water Agency", "森林和水利署", 0.5)]
    rows, inside = _without_ends([whole, *(piece._replace(free=0) for piece in pieces_of_it)], (True, False))
    assert (rows[0].value, rows[0].part) == (0.8, "")
    assert inside == {2: 1, 3: 1}


def test_a_long_draft_keeps_only_likely_rows_and_of_the_others_the_best() -> None:
    likely = [row(n, f"t{n}", f"甲{n}", LIKELY) for n in range(3)]
    maybe = [row(n, f"t{n}", f"甲{n}", WORTH_READING + n / 100) for n in range(3, 6)]
    name = row(6, "t6", "甲6", 0.9)._replace(part="name")
    rows = [*maybe, name, *likely]
    parts = {number: {r.source: r.part for r in _shortened(rows, number)} for number in (2, 4, 10)}
    assert [n for n, part in parts[2].items() if not part] == [0, 1, 2]
    assert [n for n, part in parts[4].items() if not part] == [5, 0, 1, 2]
    assert [n for n, part in parts[10].items() if part] == [6]
    assert [r.source for r in _shortened(rows, 2)] == [r.source for r in rows]


def test_a_very_long_draft_ends_where_few_rows_are_worth_keeping() -> None:
    rows = [row(n, f"t{n}", f"甲{n}", FEW_WORTH - 0.01) for n in range(MANY + 50)]
    assert sum(not r.part for r in _shortened(rows, 1000)) == MANY
    better = [r._replace(value=FEW_WORTH) for r in rows]
    assert sum(not r.part for r in _shortened(better, 1000)) == MANY + 50


def test_words_of_general_language_surprise_less(encoder: BundledEncoder) -> None:
    english, chinese, german = (surprises(lang, encoder) for lang in ("en-GB", "zh-Hant", "de"))
    assert english("the")[0] < english("countries")[0] < english("landmine")[0] <= UNKNOWN
    assert chinese("的")[0] < chinese("国家")[0] < chinese("雷区")[0] <= UNKNOWN
    assert english("𝄞") == chinese("。") == ()
    assert chinese("𠀀") == (UNKNOWN,)
    assert german("Land")[0] < german("Landmine")[0]


def test_everyday_words_speak_of_persons_more_often_than_words_of_a_trade() -> None:
    everyday, trade = ("time", "notice", "thing"), ("leachate", "incineration plant", "jurisdiction")
    assert min(map(personal, everyday)) > max(map(personal, trade))
    assert personal("") == personal("zzzxq") == USUAL_PERSONAL


def test_meanings_are_those_of_the_encoder_that_they_were_fitted_to(encoder: BundledEncoder) -> None:
    terms, everyday = ["incineration plant", "jurisdiction", "stator"], ["route", "time", "thing"]
    rows = [encoder.encode(side).astype(np.float16) for side in (terms, everyday)]
    fitted_to = Meanings.of(rows[0], rows[1], encoder)
    assert fitted_to.source.min() > fitted_to.target.max()
    assert fitted_to(0, 1) == pytest.approx((fitted_to.source[0] + fitted_to.target[1]) / 2)

    other = Meanings.of(rows[0], rows[1][:1], Renamed(encoder))
    assert (other.source.tolist(), other.target.tolist()) == ([0, 0, 0], [0])


def test_the_terms_of_another_encoder_have_no_meanings(encoder: BundledEncoder) -> None:
    beads = (Bead.of_texts(range(1), range(1), "1", (CODE[0][0],), (CODE[0][1],)),)
    bitext = Alignment(Side("a", "en"), Side("b", "zh"), beads)
    with extract_terms([bitext], EncoderPair(Renamed(encoder), encoder)) as extraction:
        assert {features["meaning"] for _, features in extraction.features()} == {0.0}


def test_the_weights_ship_with_the_encoder_that_they_were_fitted_to() -> None:
    name, direction, _ = fitted_direction()
    assert (name, direction.shape) == (BundledEncoder.name, (512,))
