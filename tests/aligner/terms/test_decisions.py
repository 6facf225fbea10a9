"""What a reviewer decided in the known glossary stays so in a new draft; only new pairs are candidates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.terms import Extraction, TermOptions, extract_terms
from duiqi.aligner.terms.options import ALL
from duiqi.corpus import Alignment, Bead, Side
from duiqi.corpus.glossary.model import Context, Glossary, Synonym, Term, TermPair, TermStatus

TEXTS = (
    ("The report describes mine clearance in detail.", "报告详细介绍了排雷。"),
    ("Mine clearance needs money.", "排雷需要资金。"),
    ("A serious adverse event (SAE) was reported.", "报告了严重不良事件（SAE）。"),
    ("The SAE ended in 𠀀 hospital.", "该严重不良事件在𠀀医院结束。"),
)


def known(source: str, target: str, status: TermStatus) -> TermPair:
    return TermPair("9", Term(source, "en"), Term(target, "zh"), status=status)


def extracted(encoder: BundledEncoder, *pairs: TermPair) -> Extraction:
    beads = (
        Bead.of_texts(range(n, n + 1), range(n, n + 1), str(n + 1), (source,), (target,))
        for n, (source, target) in enumerate(TEXTS)
    )
    text = Alignment(Side("a.en.txt", "en"), Side("a.zh.txt", "zh"), tuple(beads))
    known_glossary = Glossary("en", "zh", pairs) if pairs else None
    return extract_terms([text], encoder, options=TermOptions(known_glossary=known_glossary))


def draft(encoder: BundledEncoder, *pairs: TermPair) -> dict[str, TermPair]:
    """The draft of the texts with these known, by source term."""
    with extracted(encoder, *pairs) as extraction:
        return {pair.source.text.lower(): pair for pair in extraction.glossary().pairs}


def test_accepted_pairs_stay_accepted_as_they_were_spelled(encoder: BundledEncoder) -> None:
    accepted = replace(known("Mine Clearance", "排雷", "accepted"), note="mine")
    found = draft(encoder, accepted)
    pair = found["mine clearance"]
    assert (pair.status, pair.source.text, pair.note) == ("accepted", "Mine Clearance", "mine")
    assert pair.comparison == "confirmed"
    assert {row.status for row in found.values() if row is not pair} == {"candidate"}


def test_accepted_pairs_keep_their_descriptions(encoder: BundledEncoder) -> None:
    accepted = replace(known("mine clearance", "排雷", "accepted"), subject="mines", customer="𠀀")
    described = replace(accepted, source=replace(accepted.source, definition="removal of mines"))
    pair = draft(encoder, described)["mine clearance"]
    assert (pair.subject, pair.customer, pair.source.definition) == ("mines", "𠀀", "removal of mines")


def test_a_dropped_pair_is_no_candidate_again(encoder: BundledEncoder) -> None:
    pair = draft(encoder, known("mine clearance", "排雷", "dropped"))["mine clearance"]
    assert (pair.status, pair.comparison) == ("dropped", "")


def test_a_dropped_pair_stays_in_the_draft_whatever_its_part(encoder: BundledEncoder) -> None:
    """Otherwise the draft after the next would propose it again."""
    with extracted(encoder) as extraction:
        best = {(pair.source.text, pair.target.text) for pair in extraction.glossary().pairs}
        rest = [pair for pair in extraction.glossary(parts=ALL).pairs if pair.kind == "term"]
    left_out = next(pair for pair in rest if (pair.source.text, pair.target.text) not in best)
    found = draft(encoder, replace(left_out, status="dropped"))
    assert found[left_out.source.text.lower()].status == "dropped"


def test_a_pair_that_nobody_decided_on_stays_a_candidate(encoder: BundledEncoder) -> None:
    pair = draft(encoder, known("mine clearance", "排雷", "candidate"))["mine clearance"]
    assert (pair.status, pair.comparison) == ("candidate", "confirmed")


def test_a_correction_stays_where_its_context_is_the_one_that_was_seen(encoder: BundledEncoder) -> None:
    corrected = known("mine clearance", "扫雷", "accepted")
    pair = draft(encoder, replace(corrected, contexts=(Context(*TEXTS[1]),)))["mine clearance"]
    assert (pair.status, pair.target.text, pair.comparison) == ("accepted", "扫雷", "confirmed")
    assert pair.others[0][0] == "排雷"


def test_a_correction_stays_where_all_contexts_have_it(encoder: BundledEncoder) -> None:
    pair = draft(encoder, known("money", "资金", "dropped"), known("money", "需要资金", "accepted"))["money"]
    assert (pair.status, pair.target.text) == ("accepted", "需要资金")
    assert [context.target[slice(*context.target_span or ())] for context in pair.contexts] == ["需要资金"]


def test_another_text_with_another_equivalent_is_told_as_changed(encoder: BundledEncoder) -> None:
    pair = draft(encoder, known("mine clearance", "扫雷", "accepted"))["mine clearance"]
    assert (pair.status, pair.target.text, pair.comparison) == ("candidate", "排雷", "changed")


@pytest.mark.parametrize("usage", ["abbreviation", "admitted"])
def test_a_known_abbreviation_has_no_row_beside_its_long_form(encoder: BundledEncoder, usage: str) -> None:
    event = known("serious adverse event", "严重不良事件", "accepted")
    short = Synonym("SAE", "abbreviation" if usage == "abbreviation" else "admitted")
    found = draft(encoder, replace(event, source=replace(event.source, synonyms=(short,))))
    assert "sae" not in found
    assert "SAE" in {synonym.text for synonym in found["serious adverse event"].source.synonyms}
