"""What a reviewer accepted is a row wherever the texts have it, and what it replaced is proposed no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.terms import Extraction, TermOptions, extract_terms
from duiqi.corpus import Alignment, Bead, Side
from duiqi.corpus.glossary.model import Context, Glossary, Term, TermPair

TEXTS = (
    ("桥面铺装为沥青混凝土，厚80毫米。", "The deck pavement is asphalt concrete, 80 mm thick."),
    ("桥面铺装有车辙和网状裂缝。", "The deck pavement shows rutting and alligator cracking."),
    ("裂缝深度用超声法测定。", "Crack depths were measured by the ultrasonic method."),
    (
        "箱梁的混凝土强度用回弹仪检测。",
        "The concrete strength of the box girder was tested with a rebound hammer.",
    ),
    ("𠀀桥的箱梁没有裂缝。", "The box girder of 𠀀 bridge has no cracks."),
)
FROM_DRAFT = tuple(Context(*texts) for texts in TEXTS)


def accepted(source: str, target: str, *contexts: Context) -> TermPair:
    pair = TermPair("9", Term(source, "zh"), Term(target, "en"), status="accepted", contexts=contexts)
    return replace(pair, note="checked")


def extracted(encoder: BundledEncoder, *pairs: TermPair, min_frequency: int = 1) -> Extraction:
    beads = (
        Bead.of_texts(range(n, n + 1), range(n, n + 1), str(n + 1), (source,), (target,))
        for n, (source, target) in enumerate(TEXTS)
    )
    text = Alignment(Side("a.zh.txt", "zh"), Side("a.en.txt", "en"), tuple(beads))
    known = Glossary("zh", "en", pairs) if pairs else None
    return extract_terms(
        [text], encoder, options=TermOptions(known_glossary=known, min_frequency=min_frequency)
    )


def rows(encoder: BundledEncoder, *pairs: TermPair) -> dict[tuple[str, str], TermPair]:
    with extracted(encoder, *pairs) as extraction:
        found = list(extraction.glossary().pairs)
    by_texts = {(pair.source.text, pair.target.text): pair for pair in found}
    assert len(by_texts) == len(found)
    return by_texts


def test_a_correction_across_the_words_of_the_analysis_is_a_row_with_its_occurrences(
    encoder: BundledEncoder,
) -> None:
    assert ("桥面铺装", "deck pavement") not in rows(encoder)
    found = rows(encoder, accepted("桥面铺装", "deck pavement"))
    pair = found["桥面铺装", "deck pavement"]
    assert (pair.status, pair.note, pair.comparison) == ("accepted", "checked", "confirmed")
    assert (pair.frequency, pair.segments, pair.source.frequency) == (2, 2, 2)
    context = pair.contexts[1]
    assert context.source[slice(*context.source_span or ())] == "桥面铺装"
    assert context.target[slice(*context.target_span or ())] == "deck pavement"
    assert ("桥面铺", "deck pavement") not in found


def test_the_longer_form_that_a_reviewer_cut_down_is_not_proposed_again(encoder: BundledEncoder) -> None:
    before = {source for source, target in rows(encoder) if target == "concrete strength"}
    found = rows(encoder, accepted("强度", "concrete strength", FROM_DRAFT[3]))
    assert before != {"强度"}
    assert {source for source, target in found if target == "concrete strength"} == {"强度"}


def test_a_longer_form_that_no_reviewer_saw_stays_a_candidate(encoder: BundledEncoder) -> None:
    before = {source for source, target in rows(encoder) if target == "concrete strength"}
    found = rows(encoder, accepted("强度", "concrete strength"))
    assert {source for source, target in found if target == "concrete strength"} == before | {"强度"}


def test_a_second_accepted_equivalent_has_a_row_of_its_own(encoder: BundledEncoder) -> None:
    found = rows(encoder, accepted("箱梁", "box girder"), accepted("箱梁", "girder"))
    assert found["箱梁", "box girder"].status == found["箱梁", "girder"].status == "accepted"


@pytest.mark.parametrize(
    "pair",
    [
        accepted("板梁", "slab girder"),
        accepted("桥面铺装", "bridge surfacing"),
        accepted("桥", "deck"),  # 桥 is no word of 桥面
    ],
    ids=["neither", "one term alone", "a character of a word"],
)
def test_an_accepted_pair_that_the_texts_have_not_is_no_row(encoder: BundledEncoder, pair: TermPair) -> None:
    assert (pair.source.text, pair.target.text) not in rows(encoder, pair)


def test_an_accepted_pair_that_is_too_rare_is_no_row(encoder: BundledEncoder) -> None:
    with extracted(encoder, accepted("超声法", "ultrasonic method"), min_frequency=2) as extraction:
        assert "超声法" not in {pair.source.text for pair in extraction.glossary().pairs}


def test_an_accepted_pair_without_candidates_is_known_and_explained(encoder: BundledEncoder) -> None:
    with extracted(encoder, accepted("桥面铺装", "deck pavement")) as extraction:
        assert "桥面铺装" not in {pair.source.text for pair in extraction.glossary(only_new=True).pairs}
        assert extraction.known_pairs() == extraction.comparisons()["confirmed"] == 1
        (row,) = extraction.explain("桥面铺装")
        assert (row.pair.target.text, row.reason) == ("deck pavement", "")
        (old,) = extraction.explain("桥面铺")
        assert old.reason == ("left out: 桥面铺装 = deck pavement was accepted in its place (--known)")
