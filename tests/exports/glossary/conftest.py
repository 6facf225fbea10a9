"""A glossary as it comes from resolution 62/99, and one made to break writers."""

from __future__ import annotations

import pytest

from duiqi.corpus.glossary.model import (
    Consistency,
    Context,
    Glossary,
    Inconsistency,
    Place,
    Rendering,
    Term,
    TermPair,
)
from duiqi.corpus.model import Span

FILE = "un-62-99.jsonl"


def context(source: str, term: str, target: str, equivalent: str, bead: str) -> Context:
    spans = (
        Span(text.find(word), text.find(word) + len(word)) if word else None
        for text, word in ((source, term), (target, equivalent))
    )
    return Context(source, target, *spans, Place(FILE, bead))


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    """An accepted pair with variants and contexts, a name, a dropped pair, one without an equivalent."""
    pairs = (
        TermPair(
            "1",
            Term("mine action", "en", 14, (("mine-action", 3),)),
            Term("地雷行动", "zh", 15, (("地雷 行动", 1),)),
            0.914, "high", 13, 11, "term",
            (("排雷行动", 0.71, 2), ("行动", 0.4, 1)),
            (
                context("Assistance in mine action", "mine action", "协助地雷行动", "地雷行动", "1"),
                context("mine-action programmes", "mine-action", "地雷行动方案", "地雷行动", "9"),
                Context("", "", place=Place(FILE, "17")),
            ),
            "accepted", "", "used throughout",
        ),
        TermPair(
            "2",
            Term("United Nations Mine Action Service", "en", 1),
            Term("联合国地雷行动处", "zh", 1),
            0.88, "high", 1, 1, "name",
            contexts=(
                context(
                    "the United Nations Mine Action Service", "United Nations Mine Action Service",
                    "联合国地雷行动处", "联合国地雷行动处", "12",
                ),
            ),
            known="联合国地雷行动处",
        ),
        TermPair(
            "3", Term("progress", "en", 2), Term("进展", "zh", 2),
            0.5, "low", 2, 2, "phrase", status="dropped",
        ),
        TermPair("4", Term("IMAS", "en", 1), Term("", "zh"), 0.31, "medium", 1, 1, "abbreviation"),
    )  # fmt: skip
    return Glossary("en", "zh", pairs, ("a warning",), "enc:bundled|v:0.1.0")


@pytest.fixture(scope="session")
def hostile() -> Glossary:
    """Formulas, markup, controls, tabs, quotes, rare characters, ids that XML forbids or has twice."""
    texts = [
        ("=HYPERLINK(1)", "＝1+1"),
        ("a\tb\nc\x07", "地\u200b（水）雷"),
        ('"quoted" <b>&amp;</b> ]]>', "“引”𠮷𠀀"),
        ("# comment", "井号"),
        ("_x0041_ term", "条_x0041_款"),
        ("  spaced  out ", "　空　"),
    ]
    pairs = tuple(
        TermPair(
            "7" if number < 2 else f"条 {number}<",
            Term(source, "en", 1, ((source + "s", 1),), definition=f"{source} <here>"),
            Term(target, "zh", 1, definition=f"{target}𠀀"),
            frequency=1,
            segments=1,
            contexts=(
                Context(
                    f"\u00ad\x00 the  {source}!", f"这{target}。",
                    Span(8, 8 + len(source)), Span(1, 1 + len(target)), Place("a\x07 <&>#.tsv", "1"),
                ),
            ),
            note="=1+1\x0b",
            subject="<\x07&>",
            customer="=A&B",
        )
        for number, (source, target) in enumerate(texts)
    )  # fmt: skip
    return Glossary("en", "zh", pairs, signature="s\x01")


@pytest.fixture(scope="session")
def report() -> Consistency:
    """mine clearance rendered in two ways, one rendering shared, and one term not as the glossary has it."""
    clearance = context("mine clearance is slow", "mine clearance", "扫雷进展缓慢", "扫雷", "3")
    other = context("assist mine clearance", "mine clearance", "协助排雷", "排雷", "8")
    demining = context("demining <teams>", "demining", "扫雷<队>", "扫雷", "9")
    return Consistency(
        "en",
        "zh",
        (
            Inconsistency(
                "translations",
                Term("mine clearance", "en", 3),
                (Rendering("扫雷", 2, (clearance, clearance)), Rendering("排雷", 1, (other,))),
            ),
            Inconsistency(
                "terms",
                Term("扫雷", "zh", 2),
                (Rendering("mine clearance", 1, (clearance,)), Rendering("demining", 1, (demining,))),
            ),
            Inconsistency(
                "known", Term("mine clearance", "en", 3), (Rendering("", 1, (other,)),), known="清除地雷"
            ),
        ),
    )
