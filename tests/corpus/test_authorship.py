"""Authors, dates and notes as editors write them in XLIFF, and on the way to JSONL, TMX and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.editing import EditText
from duiqi.corpus.model import Bead, Note
from duiqi.corpus.tiling import editable
from duiqi.exports import WriteOptions, write

XLIFF = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:mq="MQXliff" '
    'xmlns:m="http://www.memsource.com/mxlf/2.0" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0">{head}'
    '<file original="a" datatype="x" source-language="en-US" target-language="zh-CN"><header><phase-group>'
    '<phase phase-name="p1" process-name="review" contact-name="ann" date="2024-01-02T03:04:05Z"/>'
    "</phase-group></header><body>{body}</body></file></xliff>"
)
TEXTS = "<source>One</source><target>一</target>"
NOTES = (
    '<note from="dev" priority="1">first</note><note from="ann" annotates="target">second / half 𠀀</note>'
    "<note>third</note>"
)


def bead(folder: Path, body: str, head: str = "") -> Bead:
    path = folder / "a.xlf"
    path.write_text(XLIFF.format(head=head, body=body), encoding="utf-8")
    return next(iter(read_bitext(path).beads))


def attributes(found: Bead) -> dict[str, str]:
    assert found.records is not None
    return dict(found.records.unit.attributes)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (f'<trans-unit id="1" phase-name="p1">{TEXTS}</trans-unit>', {"changeid": "ann"}),
        (
            '<trans-unit id="1" mq:lastchanginguser="ann" mq:lastchangedtimestamp="2024-01-02T03:04:05Z">'
            f"{TEXTS}</trans-unit>",
            {"changeid": "ann"},
        ),
        (
            f'<trans-unit id="1" m:created-by="bob" m:created-at="1704164645000" m:modified-by="ann">{TEXTS}'
            "</trans-unit>",
            {"creationid": "bob", "creationdate": "20240102T030405Z", "changeid": "ann"},
        ),
        (
            f'<trans-unit id="1" mq:lastchangedtimestamp="now" mq:lastchanginguser="">{TEXTS}</trans-unit>',
            {},
        ),
    ],
)
def test_author_and_dates_have_the_names_of_tmx(unit: str, expected: dict[str, str], tmp_path: Path) -> None:
    found = bead(tmp_path, unit)
    assert (attributes(found) if found.records else {}).items() >= expected.items()
    if "changeid" in expected and "creationid" not in expected:
        assert attributes(found)["changedate"] == "20240102T030405Z"
    assert bool(found.records) == bool(expected)


def test_comments_belong_to_the_segment_that_points_to_them(tmp_path: Path) -> None:
    head = (
        '<doc-info xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><cmt-defs><cmt-def id="c">'
        '<Comments xmlns="">'
        '<Comment user="ann" date="2024-01-02T03:04:05.123+08:00">not red</Comment></Comments></cmt-def>'
        "</cmt-defs></doc-info>"
    )
    body = (
        '<trans-unit id="u"><source>Red. Blue.</source><seg-source><mrk mtype="seg" mid="1">Red.</mrk> '
        '<mrk mtype="seg" mid="2">Blue.</mrk></seg-source><target><mrk mtype="seg" mid="1">'
        '<mrk mtype="x-sdl-comment" sdl:cid="c">红</mrk>。</mrk><mrk mtype="seg" mid="2">蓝。</mrk></target>'
        '<sdl:seg-defs><sdl:seg id="1"><sdl:value key="created_on">01/02/2024 03:04:05</sdl:value></sdl:seg>'
        "</sdl:seg-defs></trans-unit>"
    )
    (tmp_path / "a.sdlxliff").write_text(XLIFF.format(head=head, body=body), encoding="utf-8")
    first, second = read_bitext(tmp_path / "a.sdlxliff").beads
    assert (first.note, second.note, second.records) == ("not red", "", None)
    assert attributes(first) == {"creationdate": "20240102T030405Z"}


def test_memoq_comments_are_notes(tmp_path: Path) -> None:
    unit = (
        f'<trans-unit id="1">{TEXTS}<mq:comments><mq:comment creatoruser="ann">odd</mq:comment></mq:comments>'
    )
    assert bead(tmp_path, f"{unit}</trans-unit>").note == "odd"


@pytest.mark.parametrize("version", ["1.2", "2.0"])
def test_notes_authors_and_dates_survive_xliff_and_jsonl(version: str, tmp_path: Path) -> None:
    unit = f'<trans-unit id="1" phase-name="p1">{TEXTS}{NOTES}</trans-unit>'
    before = bead(tmp_path, unit)
    assert before.note == "first / second / half 𠀀 / third"
    place = tmp_path / "a.xlf"
    for name in ("b.jsonl", "c.xlf", "d.jsonl", "e.xlf"):
        write(read_bitext(place), tmp_path / name, WriteOptions(xliff=version))
        place = tmp_path / name
        (after,) = read_bitext(place).beads
        assert (after.note, after.records) == (before.note, before.records)
    text = place.read_text(encoding="utf-8")
    author, side = ("from", "annotates") if version == "1.2" else ("category", "appliesTo")
    assert f'<note {author}="dev" priority="1">first</note>' in text
    assert f'<note {author}="ann" {side}="target">second / half 𠀀</note>' in text


def test_notes_of_xliff_are_those_of_the_unit_and_its_sides_in_tmx(tmp_path: Path) -> None:
    bead(tmp_path, f'<trans-unit id="1" phase-name="p1">{TEXTS}{NOTES}</trans-unit>')
    write(read_bitext(tmp_path / "a.xlf"), tmp_path / "b.tmx")
    text = (tmp_path / "b.tmx").read_text(encoding="utf-8")
    assert 'changedate="20240102T030405Z" ' in text or 'changedate="20240102T030405Z">' in text
    head, _, target = text.partition('<tuv xml:lang="zh-CN">')
    assert "<note>first</note><note>third</note>" in head
    assert target.startswith("<note>second / half 𠀀</note>")
    write(read_bitext(tmp_path / "b.tmx"), tmp_path / "c.xlf")
    (back,) = read_bitext(tmp_path / "c.xlf").beads
    assert back.note == "first / third / second / half 𠀀"
    assert attributes(back)["changeid"] == "ann"


def test_the_facts_about_both_sides_of_a_memory_survive_xliff(tmp_path: Path) -> None:
    unit = (
        '<tu><prop type="status">draft</prop><prop type="kind">x</prop><tuv xml:lang="en" creationid="ann">'
        '<prop type="x-origin">TM</prop><seg>Red</seg></tuv><tuv xml:lang="zh"><seg>红</seg></tuv></tu>'
    )
    (tmp_path / "a.tmx").write_text(
        f'<tmx version="1.4"><header srclang="en"/><body>{unit}</body></tmx>', encoding="utf-8"
    )
    for version in ("1.2", "2.0"):
        write(read_bitext(tmp_path / "a.tmx"), tmp_path / "b.xlf", WriteOptions(xliff=version))
        (found,) = read_bitext(tmp_path / "b.xlf").beads
        assert found.records is not None
        assert found.records.source.attributes == (("creationid", "ann"),)
        assert found.records.source.properties == (("origin", "TM"),)
        assert found.records.unit.properties == (("status", "draft"), ("kind", "x"))
        assert (found.status, found.source_texts) == ("new", ("Red",))


def test_a_note_that_was_edited_takes_the_place_of_those_recorded(tmp_path: Path) -> None:
    bead(tmp_path, f'<trans-unit id="1">{TEXTS}{NOTES}</trans-unit>')
    alignment = editable(read_bitext(tmp_path / "a.xlf"))
    edited, _ = EditText("1", "target", 0, "壹").apply(alignment)
    (own,) = edited.beads
    assert own.records is not None
    assert own.records.unit.notes[2] == Note("third")
