"""JSONL → X → JSONL loses nothing that X can hold."""

from __future__ import annotations

import tempfile
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duiqi.corpus.bitext.parts import Numbering
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.codes import Role
from duiqi.corpus.model import (
    REFUSED,
    Alignment,
    Bead,
    BeadSegment,
    Code,
    Doubt,
    Kind,
    Note,
    Record,
    Records,
    Side,
    Span,
    Status,
    Time,
    join,
)
from duiqi.exports import WriteOptions, write
from duiqi.exports.hygiene import Cleaner, is_blank
from duiqi.exports.options import Tally

# What opens a formula, a quoted cell, an escape, markup; what is forbidden, invisible or wide.
NASTY = "=+-@'\"|!,;\t\n\r \u3000\u00a0\u200b\u0301_x0041_<&>\x00\x07\x0b\x85\u2028\ufffe\ud800𠮷😀天地ab。"
TEXT = st.text(st.sampled_from(NASTY) | st.characters(codec=None, categories=None), min_size=1, max_size=12)
SIDE = st.lists(TEXT, max_size=3).map(tuple)
SPAN = st.none() | st.tuples(st.integers(0, 10**6), st.integers(0, 50)).map(lambda at: Span(at[0], sum(at)))
FOUR_DECIMALS = st.integers(-20_000, 20_000).map(lambda number: number / 10_000)


@st.composite
def alignments(draw: st.DrawFn) -> Alignment:
    """Any alignment that keeps the model's promises: a text a segment, in order, at least one pair."""
    numbering, beads = Numbering(), []
    sides = draw(st.lists(st.tuples(SIDE, SIDE).filter(any), max_size=4))
    for number, (source, target) in enumerate([(("a",), ("天",)), *sides], start=1):
        beads.append(
            Bead.of_texts(
                *numbering.ranges(len(source), len(target)),
                id=str(number),
                source_texts=source,
                target_texts=target,
                source_span=draw(SPAN),
                target_span=draw(SPAN),
                source_label=draw(st.just("") | TEXT),
                target_label=draw(st.just("") | TEXT),
                score=draw(FOUR_DECIMALS),
                confidence=draw(st.integers(0, 10_000)) / 10_000,
                status=draw(st.sampled_from(get_args(Status))) if number > 1 else "new",
                note=draw(st.just("") | TEXT),
            )
        )
    langs = draw(st.sampled_from([("en", "zh"), ("zh-Hant", "en-GB"), ("fr", "ja"), ("und", "zh")]))
    return Alignment(
        Side(draw(TEXT), langs[0], "ab" * 32),
        Side(draw(TEXT), langs[1], ""),
        tuple(beads),
        draw(TEXT),
        "v:0.1.0",
    )


SEGMENT = st.builds(
    BeadSegment,
    st.just("") | TEXT,
    SPAN,
    st.just("") | TEXT,
    st.none() | st.sampled_from(get_args(Kind)),
    st.none() | st.integers(0, 10**6),
    st.none() | st.builds(lambda start, length: Time(start, start + length), *[st.integers(0, 10**7)] * 2),
    st.just(()),
)
PAIRS = st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple)
NOTE = st.builds(Note, TEXT, PAIRS)
RECORD = st.builds(Record, PAIRS, st.lists(NOTE, max_size=2).map(tuple), PAIRS)
RECORDS = st.none() | st.builds(Records, RECORD, RECORD, RECORD).filter(bool)
ROLE = st.sampled_from(get_args(Role))
CODE = st.builds(
    Code, st.integers(0, 12), ROLE, TEXT, TEXT, st.just("") | TEXT, st.just("") | TEXT, st.just(0)
)


@st.composite
def segmented(draw: st.DrawFn) -> Alignment:
    """Any alignment whose segments each have a place of their own."""
    alignment = draw(alignments())

    def placed(texts: tuple[str, ...]) -> tuple[BeadSegment, ...]:
        return tuple(draw(SEGMENT)._replace(text=text, codes=coded(text)) for text in texts)

    def coded(text: str) -> tuple[Code, ...]:
        codes = [code._replace(at=min(code.at, len(text))) for code in draw(st.lists(CODE, max_size=3))]
        return tuple(sorted(codes, key=lambda code: code.at))

    beads = tuple(
        replace(
            bead,
            source_segments=placed(bead.source_texts),
            target_segments=placed(bead.target_texts),
            records=draw(RECORDS),
        )
        for bead in alignment.beads
    )
    warnings = draw(st.lists(st.builds(Doubt, TEXT, TEXT), max_size=2))
    return replace(alignment, beads=beads, warnings=tuple(warnings))


def held(alignment: Alignment, unpaired: bool) -> list[Bead]:
    """The beads as any format but JSONL can hold them: cleaned, numbered anew, cut where a cut is left."""
    plain = Cleaner("und", Tally())
    numbering, beads = Numbering(), []
    for bead in alignment.beads:
        sides = []
        for texts, lang in (
            (bead.source_texts, alignment.source.lang),
            (bead.target_texts, alignment.target.lang),
        ):
            cleaned = tuple(map(Cleaner(lang, Tally()), texts))
            whole = join(cleaned, lang)
            if is_blank(whole):
                cleaned = ()
            elif not unicodedata.is_normalized("NFC", whole):
                cleaned = (unicodedata.normalize("NFC", whole),)
            sides.append(cleaned)
        if any(sides) if unpaired else all(sides) and bead.status not in REFUSED:
            beads.append(
                Bead.of_texts(
                    *numbering.ranges(len(sides[0]), len(sides[1])),
                    bead.id,
                    *sides,
                    bead.source_span,
                    bead.target_span,
                    plain(bead.source_label),
                    plain(bead.target_label),
                    bead.score,
                    bead.confidence,
                    bead.status,
                    plain(bead.note),
                )
            )
    return beads


def returned(alignment: Alignment, name: str, options: WriteOptions) -> Alignment:
    with tempfile.TemporaryDirectory() as folder:
        write(alignment, Path(folder, name), options)
        back = read_bitext(Path(folder, name))
        return back.with_beads(tuple(back.beads))


MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.slow
@MANY
@given(segmented())
def test_jsonl_holds_everything(alignment: Alignment) -> None:
    assert returned(alignment, "out.jsonl", WriteOptions()) == alignment


@pytest.mark.slow
@MANY
@given(alignments())
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("out.tmx", WriteOptions(duplicates="all")),
        ("out.xlf", WriteOptions(xliff="1.2")),
        ("out.xlf", WriteOptions(xliff="2.0")),
        ("out.xlf", WriteOptions(xliff="2.1")),
    ],
    ids=["tmx", "xliff 1.2", "xliff 2.0", "xliff 2.1"],
)
def test_memories_hold_every_pair_and_the_head(
    name: str, options: WriteOptions, alignment: Alignment
) -> None:
    """Texts and cuts, labels, spans, scores, status, notes; names, languages, hashes, encoder, signature."""
    back = returned(alignment, name, options)
    assert list(back.beads) == held(alignment, unpaired=False)
    clean = Cleaner("und", Tally())
    assert back.source.lang == alignment.source.lang
    assert back.target.lang == alignment.target.lang
    assert back.source.sha256 == alignment.source.sha256
    if clean(alignment.source.name):
        assert back.source.name == clean(alignment.source.name)
    assert back.encoder == clean(alignment.encoder)
    assert back.signature == alignment.signature


@pytest.mark.slow
@MANY
@given(alignments())
@pytest.mark.parametrize("name", ["out.tsv", "out.csv", "out.xlsx"])
def test_tables_hold_every_row(name: str, alignment: Alignment) -> None:
    """Texts with their cuts, labels, spans, scores, status, notes, and beads with an empty side."""
    back = returned(alignment, name, WriteOptions())
    assert list(back.beads) == held(alignment, unpaired=True)
    clean = Cleaner("und", Tally())
    assert back.source.name == (clean(alignment.source.name) or name)
    assert back.target.lang == WriteOptions().code(alignment.target.lang)


@pytest.mark.slow
@MANY
@given(alignments())
def test_a_table_in_word_holds_what_a_client_sees(alignment: Alignment) -> None:
    """Texts with their cuts, status, notes, confidence to two decimals; no labels, spans and scores."""
    back = returned(alignment, "out.docx", WriteOptions())
    wanted = [
        (
            bead.id,
            *(tuple(filter(None, map(str.strip, texts))) for texts in (bead.source_texts, bead.target_texts)),
            *(f"{bead.confidence:.2f}", bead.status, bead.note),
        )
        for bead in held(alignment, unpaired=True)
    ]
    assert [
        (b.id, b.source_texts, b.target_texts, f"{b.confidence:.2f}", b.status, b.note) for b in back.beads
    ] == wanted
    assert back.source.name == (Cleaner("und", Tally())(alignment.source.name) or "out.docx")
    assert back.target.lang == WriteOptions().code(alignment.target.lang)


@pytest.mark.slow
@MANY
@given(alignments())
def test_pairs_of_text_files_hold_the_texts(alignment: Alignment) -> None:
    back = returned(alignment, "out.txt", WriteOptions())
    wanted = held(alignment, unpaired=False)
    langs = alignment.source.lang, alignment.target.lang
    # The order of two names tells nothing of which one was translated.
    swapped = sorted(langs) != list(langs) and "und" not in langs
    found = [tuple(map("".join, (bead.source_texts, bead.target_texts))) for bead in back.beads]
    assert [pair[::-1] if swapped else pair for pair in found] == [
        (join(bead.source_texts, langs[0]), join(bead.target_texts, langs[1])) for bead in wanted
    ]


def test_the_same_alignment_gives_the_same_bytes(
    extract: Alignment, dated: WriteOptions, tmp_path: Path
) -> None:
    for suffix in (".tmx", ".xlf", ".tsv", ".csv", ".xlsx", ".jsonl", ".html"):
        for name in ("a", "b"):
            write(extract, tmp_path / f"{name}{suffix}", dated)
        assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes(), suffix


@pytest.mark.slow
def test_from_any_format_to_any_other(extract: Alignment, dated: WriteOptions, tmp_path: Path) -> None:
    """`convert` goes between any two; the pairs stay the pairs."""
    names = ["a.jsonl", "a.tmx", "a.xlf", "a.tsv", "a.csv", "a.xlsx", "a.docx"]
    for name in names:
        write(extract, tmp_path / name, dated)
    for origin in names:
        for goal in names:
            way = tmp_path / f"{origin}-{goal}"
            write(read_bitext(tmp_path / origin), way, dated)
            found = [
                (b.source_texts, b.target_texts, b.status) for b in read_bitext(way).beads if all(b.kind)
            ]
            assert found == [
                (b.source_texts, b.target_texts, b.status) for b in extract.beads if all(b.kind)
            ], way
