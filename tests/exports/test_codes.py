"""Inline codes survive a round trip, and what cannot hold them says how many it left out."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.codes import Code, Codes, nested, numbered_codes, partners
from duiqi.corpus.model import Alignment, Bead, BeadSegment, Side
from duiqi.exports import WriteOptions, write
from duiqi.exports.hygiene import Cleaner
from duiqi.exports.options import Tally
from duiqi.exports.texts import joined

TYPES = ["", "bold", "italic", "underlined", "link", "image", "odd", "font"]
NATIVES = st.sampled_from(["", "%d", "{name}", '<b class="x">', "</b>", "&lt;", "𠀀\U0001f600", "a\tb\nc"])
WORD = st.sampled_from(["Delete", "", " ", "files", "𠀀𠮷", "from", "e\u0301te\u0301", "<&>"])
WORDS = st.lists(WORD, min_size=1).map(" ".join).filter(str.strip)


@st.composite
def coded(draw: st.DrawFn) -> BeadSegment:
    """A segment with codes anywhere: pairs that nest, cross or lack a half, and points."""
    text = draw(WORDS)
    place = st.integers(0, len(text))
    codes: list[Code] = []
    for number in range(draw(st.integers(0, 4))):
        kind, name = draw(st.sampled_from(TYPES)), str(number + 1)
        shape = draw(st.sampled_from(["pair", "point", "open", "close"]))
        if shape == "pair":
            first, last = sorted((draw(place), draw(place)))
            codes += [
                Code(first, "open", name, draw(NATIVES), kind),
                Code(last, "close", name, draw(NATIVES), kind),
            ]
        else:
            name = f"1{name}" if shape == "point" else name
            codes.append(Code(draw(place), shape, name, draw(NATIVES), kind))
    order = sorted(range(len(codes)), key=lambda number: (codes[number].at, number))
    return BeadSegment(text, codes=tuple(codes[number] for number in order))


def alignment(*pairs: tuple[tuple[BeadSegment, ...], tuple[BeadSegment, ...]]) -> Alignment:
    beads, at = [], [0, 0]
    for number, (source, target) in enumerate(pairs, 1):
        ranges = range(at[0], at[0] + len(source)), range(at[1], at[1] + len(target))
        at = [ranges[0].stop, ranges[1].stop]
        beads.append(Bead(*ranges, str(number), source, target))
    return Alignment(Side("a", "en-US"), Side("b", "zh-CN"), tuple(beads))


def shape(segment: BeadSegment) -> list[tuple[object, ...]]:
    """Text and codes, with which codes belong together, whatever the elements are called."""
    pairs = partners(segment.codes)
    return [
        (code.at, code.role, code.native.replace("\r", ""), code.type, code.length, pair)
        for code, pair in zip(segment.codes, pairs, strict=True)
    ]


FORMATS = [(".jsonl", "1.2"), (".tmx", "1.2"), (".xlf", "1.2"), (".xlf", "2.0"), (".xlf", "2.1")]


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "version"), FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=coded(), target=coded())
def test_codes_come_back_where_they_were(
    suffix: str, version: str, source: BeadSegment, target: BeadSegment
) -> None:
    """The places, the kinds, the native markup, the pairs; ids alike on both sides where they were."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"out{suffix}"
        report = write(alignment(((source,), (target,))), path, WriteOptions(xliff=version))
        (bead,) = read_bitext(path).beads
        write(read_bitext(path), Path(folder) / f"again{suffix}", WriteOptions(xliff=version))
        (again,) = read_bitext(Path(folder) / f"again{suffix}").beads
    assert not [warning for warning in report.warnings if "code" in warning]
    clean = Cleaner("en", Tally())
    for before, after, later in zip(
        (source, target), (*bead.source_segments, *bead.target_segments),
        (*again.source_segments, *again.target_segments), strict=True,
    ):  # fmt: skip
        expected = before
        if suffix != ".jsonl":
            text = joined((before,), "en", clean)
            expected = before._replace(text=text.text, codes=text.codes)
            assert clean(expected.text) == clean(before.text)
        assert after.text == expected.text
        assert unordered(after) == unordered(expected)
        assert (later.text, shape(later)) == (after.text, shape(after))
    assert [code.id for code in bead.source_segments[0].codes] == [code.id for code in source.codes]
    assert [code.id for code in bead.target_segments[0].codes] == [code.id for code in target.codes]


def unordered(segment: BeadSegment) -> list[tuple[object, ...]]:
    return [(at, role, kind) for at, role, _, kind, _, _ in shape(segment)]


@pytest.mark.parametrize("version", ["1.2", "2.0"])
def test_codes_of_joined_segments_have_ids_of_their_own(version: str, tmp_path: Path) -> None:
    """Both sentences number their codes from 1."""
    yes, come = BeadSegment("Yes.", codes=bold(0, 3)), BeadSegment("Come in.", codes=bold(5, 7))
    one = BeadSegment("是的。请进。", codes=(*bold(0, 2), *bold(4, 5)))
    for suffix in (".tmx", ".xlf"):
        write(alignment(((yes, come), (one,))), tmp_path / f"a{suffix}", WriteOptions(xliff=version))
        (bead,) = read_bitext(tmp_path / f"a{suffix}").beads
        assert bead.source_texts == ("Yes.", "Come in.")
        first, second = bead.source_segments
        assert [(code.at, code.id) for code in first.codes] == [(0, "1"), (3, "1")]
        assert [(code.at, code.id) for code in second.codes] == [(5, "2"), (7, "2")]
        assert [code.id for code in bead.target_segments[0].codes] == ["1", "1", "2", "2"]


def bold(first: int, last: int) -> Codes:
    return Code(first, "open", "1", "<b>", "bold"), Code(last, "close", "1", "</b>", "bold")


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".xlsx", ".docx", ".html", ".txt"])
def test_formats_of_plain_text_count_what_they_leave_out(suffix: str, tmp_path: Path) -> None:
    pair = (
        BeadSegment("Yes.", codes=bold(0, 3)),
        BeadSegment("是的。", codes=(*bold(0, 2), Code(3, native="%d"))),
    )
    report = write(alignment((pair[:1], pair[1:])), tmp_path / f"a{suffix}")
    assert (
        "3 inline codes left out (formatting, links, placeholders): "
        "this format holds plain text; .tmx, .xlf and .jsonl keep them"
    ) in report.warnings


@pytest.mark.slow
@pytest.mark.parametrize("version", ["1.2", "2.0", "2.1", "tmx"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=coded(), target=coded())
def test_the_schemas_accept_codes(
    version: str, schemas: Path, source: BeadSegment, target: BeadSegment
) -> None:
    class Local(etree.Resolver):
        def resolve(self, url: str, public_id: str, context: object) -> object:
            if "xml.xsd" in url and "1.2" in version:
                return self.resolve_filename(str(schemas / "xliff-1.2" / "xml.xsd"), context)
            return None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    name = {"1.2": "xliff-1.2/xliff-core-1.2-strict.xsd", "tmx": "tmx/tmx14.xsd"}
    path = schemas / name.get(version, "xliff-2.1/all-modules.xsd")
    schema = etree.XMLSchema(etree.parse(str(path), parser))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("out.tmx" if version == "tmx" else "out.xlf")
        options = WriteOptions() if version == "tmx" else WriteOptions(xliff=version)
        write(alignment(((source,), (target,))), path, options)
        tree = etree.parse(str(path))
        assert schema.validate(tree), schema.error_log
        if version == "tmx":
            dtd = etree.DTD(str(schemas / "tmx" / "tmx14.dtd"))
            assert dtd.validate(tree), dtd.error_log


@pytest.mark.slow
@given(source=coded(), target=coded())
def test_numbers_are_unique_and_pairs_stay_pairs(source: BeadSegment, target: BeadSegment) -> None:
    sides = numbered_codes(source.codes + source.codes, target.codes)
    for before, after in zip((source.codes + source.codes, target.codes), sides, strict=True):
        assert partners(after) == partners(before)
        pairs = partners(after)
        firsts = [code.role != "close" or pair is None for code, pair in zip(after, pairs, strict=True)]
        ids = [code.id for code, first in zip(after, firsts, strict=True) if first]
        assert len(set(ids)) == len(ids)


@pytest.mark.slow
@given(coded())
def test_elements_around_text_never_cross(segment: BeadSegment) -> None:
    pairs = partners(segment.codes)
    kept = [(first, last) for first in nested(pairs) if (last := pairs[first]) is not None]
    assert not [1 for a, b in kept for c, d in kept if a < c < b < d]
