"""What is not rendered alike is told with every place."""

from __future__ import annotations

import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.terms import TermOptions, consistency, extract, known
from duiqi.corpus import Alignment, Bead, Side
from duiqi.corpus.glossary.model import Glossary, Term, TermPair


def bitext(*pairs: tuple[str, str], name: str = "report.en.txt") -> Alignment:
    beads = (
        Bead.of_texts(range(n, n + 1), range(n, n + 1), str(n + 1), (source,), (target,))
        for n, (source, target) in enumerate(pairs)
    )
    return Alignment(Side(name, "en"), Side("report.zh.txt", "zh"), tuple(beads))


def glossary(*pairs: tuple[str, str]) -> Glossary:
    rows = (TermPair(str(n), Term(s, "en"), Term(t, "zh")) for n, (s, t) in enumerate(pairs, 1))
    return Glossary("en", "zh", tuple(rows))


MINES = bitext(
    ("Mine clearance is urgent.", "扫雷工作刻不容缓。"),
    ("The report describes mine clearance in detail.", "报告详细介绍了排雷。"),
    ("Mine clearance needs money.", "排雷需要资金。"),
    ("The Secretary-General submitted a report.", "秘书长提交了一份报告。"),
)


def test_a_known_term_rendered_otherwise_is_told_with_its_place(encoder: BundledEncoder) -> None:
    options = TermOptions(known=glossary(("mine clearance", "扫雷"), ("report", "报告")))
    (found,) = known(extract([MINES], encoder, options=options))
    assert (found.kind, found.term.text, found.term.frequency, found.known) == (
        "known",
        "mine clearance",
        3,
        "扫雷",
    )
    places = [str(context.place) for rendering in found.renderings for context in rendering.contexts]
    assert sorted(places) == ["report.en.txt#2", "report.en.txt#3"]


def test_either_of_two_known_renderings_is_right(encoder: BundledEncoder) -> None:
    both = glossary(("mine clearance", "扫雷"), ("Mine Clearance", "排雷"))
    assert list(known(extract([MINES], encoder, options=TermOptions(known=both)))) == []


def test_what_a_glossary_has_is_named_beside_the_pair_whatever_the_form(encoder: BundledEncoder) -> None:
    options = TermOptions(known=glossary(("reports", "报告")))
    pairs = {pair.source.text: pair for pair in extract([MINES], encoder, options=options).pairs}
    assert pairs["report"].known == pairs["report"].target.text == "报告"


def test_only_a_glossary_that_knows_its_occurrences_can_be_checked() -> None:
    with pytest.raises(TypeError, match="a glossary that extract\\(\\) made is needed"):
        list(consistency(glossary(("mine", "地雷"))))
