"""The nouns: what a bead knows of its sides, whoever made it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.corpus.model import ACCEPTED, REFUSED, Bead, BeadSegment, Doubt, Span

TEXTS = st.lists(st.text("ab天𠀀\ud800", max_size=4), max_size=4)
SPAN = st.none() | st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 9), st.integers(0, 9)
)


@pytest.mark.slow
@given(TEXTS, TEXTS, SPAN, SPAN, st.sampled_from(["", "3.", "㈠"]))
def test_a_bead_of_texts_has_what_was_said_of_its_sides(
    source: list[str], target: list[str], source_span: Span | None, target_span: Span | None, label: str
) -> None:
    """The span and the label belong to segments, so a side without any has neither."""
    bead = Bead.of_texts(
        range(len(source)), range(len(target)), "1", source, target, source_span, target_span, label, label
    )
    assert (bead.source_texts, bead.target_texts) == (tuple(source), tuple(target))
    assert bead.source_span == (source_span if source else None)
    assert bead.target_span == (target_span if target else None)
    assert bead.source_label == (label if source else "")
    assert all(not segment.label for segment in bead.target_segments[1:])


@pytest.mark.slow
@given(st.lists(SPAN, max_size=4))
def test_a_sides_span_covers_all_its_segments_whose_place_is_known(spans: list[Span | None]) -> None:
    bead = Bead(range(len(spans)), range(0), "1", tuple(BeadSegment("a", span) for span in spans))
    known = [span for span in spans if span is not None]
    assert bead.source_span == ((min(s.start for s in known), max(s.end for s in known)) if known else None)


def test_nothing_is_both_accepted_and_refused() -> None:
    assert not ACCEPTED & REFUSED
    assert "new" not in ACCEPTED | REFUSED


def test_a_doubt_reads_as_its_text() -> None:
    assert f"warning: {Doubt('moved', 'a paragraph was moved')}" == "warning: a paragraph was moved"


def test_the_code_of_every_doubt_is_listed() -> None:
    """Programs tell doubts apart by their codes, and the guide shows the list."""
    root = Path(__file__).parents[2]
    sources = (
        path for folder in ("aligner", "corpus", "segmenters") for path in (root / folder).rglob("*.py")
    )
    found = (
        match
        for path in sources
        for match in re.findall(r'\bDoubt\(\s*(?:"([a-z-]+)"|([A-Z_]+)\b)', path.read_text(encoding="utf-8"))
    )
    codes = {code or constant.lower().replace("_", "-") for code, constant in found}
    listed = set(re.findall("`([a-z-]+)`", str(Doubt.__doc__))) - {"code", "text"}
    assert codes == listed
