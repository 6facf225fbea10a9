"""Files as CAT tools write them: approval, tracked changes, several languages, faults that are mended."""

# What is read is quoted as it is.
# ruff: noqa: E501

from __future__ import annotations

from pathlib import Path

import pytest

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.errors import DuiqiError, MalformedFile
from duiqi.corpus.model import Bead
from duiqi.exports import write

XLIFF = (
    '<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:mq="MQXliff"'
    ' xmlns:m="http://www.memsource.com/mxlf/2.0" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0">{}</xliff>'
)
FILE = '<file original="a" datatype="x" source-language="en" target-language="{}"><body>{}</body></file>'
UNIT = '<trans-unit id="{}" {}><source>One</source><target>一</target></trans-unit>'
TMX = (
    '<?xml version="1.0"?>{}<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence"'
    ' o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/><body>{}</body></tmx>'
)


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def beads(path: Path, **languages: str) -> list[Bead]:
    return list(read_bitext(path, **languages).beads)


def tmx_unit(source: str, target: str) -> str:
    return (
        f'<tu><tuv xml:lang="en"><seg>{source}</seg></tuv><tuv xml:lang="zh"><seg>{target}</seg></tuv></tu>'
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("attribute", "status"),
    [
        ('mq:status="ManuallyConfirmed"', "accepted"),
        ('mq:status="Proofread"', "accepted"),
        ('mq:status="Rejected" approved="yes"', "new"),
        ('mq:status="PreTranslated"', "new"),
        ('m:confirmed="1" m:level="1"', "accepted"),
        ('m:confirmed="0"', "new"),
        ('approved="yes"', "accepted"),
        ('approved="no"', "new"),
        ("", "new"),
    ],
)
def test_approval_in_an_editor_is_acceptance(attribute: str, status: str, tmp_path: Path) -> None:
    path = put(tmp_path, "a.xlf", XLIFF.format(FILE.format("zh-CN", UNIT.format(1, attribute))))
    assert [bead.status for bead in beads(path)] == [status]


@pytest.mark.parametrize(
    ("conf", "status"),
    [("ApprovedTranslation", "accepted"), ("ApprovedSignOff", "accepted"), ("Translated", "new"),
     ("RejectedSignOff", "new"), ("Draft", "new")],
)  # fmt: skip
def test_trados_approves_segments_and_tracks_changes(conf: str, status: str, tmp_path: Path) -> None:
    unit = (
        '<trans-unit id="u"><source>Red.</source><seg-source><mrk mtype="seg" mid="1">Red.</mrk></seg-source>'
        '<target><mrk mtype="seg" mid="1"><mrk mtype="x-sdl-deleted" sdl:revid="r">绿</mrk>'
        '<mrk mtype="x-sdl-added" sdl:revid="s">红</mrk>。</mrk></target>'
        f'<sdl:seg-defs><sdl:seg id="1" conf="{conf}"/></sdl:seg-defs></trans-unit>'
    )
    (bead,) = beads(put(tmp_path, "a.sdlxliff", XLIFF.format(FILE.format("zh-CN", unit))))
    assert (bead.target_texts, bead.status) == (("红。",), status)
    assert bead.target_segments[0].codes == ()


@pytest.mark.parametrize(
    ("state", "status"),
    [('state="final"', "accepted"), ('state="reviewed"', "accepted"), ('state="translated"', "new"),
     ('state="translated" subState="mq:ManuallyConfirmed"', "accepted"),
     ('state="reviewed" subState="x:rejected"', "new"), ("", "new")],
)  # fmt: skip
def test_states_of_xliff_2(state: str, status: str, tmp_path: Path) -> None:
    text = (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="zh"><file id="f">'
        f'<unit id="u"><segment {state}><source>A</source><target>甲</target></segment></unit></file></xliff>'
    )
    assert [bead.status for bead in beads(put(tmp_path, "a.xlf", text))] == [status]


def test_files_of_other_languages_are_left_out_and_counted(tmp_path: Path) -> None:
    files = (
        FILE.format("zh-CN", UNIT.format(1, "")),
        FILE.format("fr", UNIT.format(2, "") + UNIT.format(3, "")),
    )
    path = put(tmp_path, "a.xlf", XLIFF.format("".join(files)))
    first = read_bitext(path)
    assert ([bead.id for bead in first.beads], first.target.lang) == (["2", "3"], "fr")
    assert [str(doubt) for doubt in first.warnings] == [
        f"{path}: taken en to fr, 2 of 3 units; left out en to zh-CN: 1"
    ]
    second = read_bitext(path, target_lang="zh")
    assert ([bead.id for bead in second.beads], second.target.lang) == (["1"], "zh-CN")
    with pytest.raises(DuiqiError) as raised:
        read_bitext(path, target_lang="de")
    assert (
        str(raised.value)
        == f"{path}: it goes from en to zh-CN, from en to fr; 'de' is not on that side of it"
    )


def test_a_target_may_name_its_own_language(tmp_path: Path) -> None:
    unit = '<trans-unit id="1"><source>One</source><target xml:lang="{}">x</target></trans-unit>'
    text = XLIFF.format(FILE.format("zh-CN", unit.format("zh-CN") + unit.format("fr")))
    assert len(beads(put(tmp_path, "a.xlf", text))) == 1


def test_short_entities_are_text_and_others_are_refused(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE tmx [<!ENTITY nbsp "&#160;"><!ENTITY b "&amp;"><!ENTITY far SYSTEM "x">]>'
    path = put(tmp_path, "a.tmx", TMX.format(doctype, tmx_unit("10&nbsp;km &b; more", "𠀀&nbsp;")))
    assert beads(path)[0].source_texts == ("10\u00a0km & more",)
    for name, head in (("far", doctype), ("nbsp", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'), ("nbsp", "")):
        path = put(tmp_path, "b.tmx", TMX.format(head, tmx_unit(f"10&{name};km", "甲")))
        with pytest.raises(MalformedFile) as raised:
            beads(path)
        assert name in str(raised.value)
        assert "cut short" not in str(raised.value)


@pytest.mark.slow
def test_an_undeclared_prefix_and_forbidden_characters_are_mended_and_reported(tmp_path: Path) -> None:
    unit = tmx_unit("One\x0b&#x1f; 𠀀", "一").replace("<tu>", '<tu m:task="7:a">')
    alignment = read_bitext(put(tmp_path, "a.tmx", TMX.format("", unit * 3000)))
    assert [bead.source_texts for bead in alignment.beads] == [("One 𠀀",)] * 3000
    assert [doubt.code for doubt in alignment.warnings] == ["control-characters", "undeclared-prefix"]
    assert "6,000 characters" in str(alignment.warnings[0])


def test_a_file_cut_short_is_called_that(tmp_path: Path) -> None:
    with pytest.raises(MalformedFile, match="cut short"):
        beads(put(tmp_path, "a.tmx", TMX.format("", tmx_unit("a", "b"))[:-20]))


def test_a_memory_without_languages_is_rescued_by_the_options(tmp_path: Path) -> None:
    unit = "<tu><tuv><seg>Red</seg></tuv><tuv><seg>红</seg></tuv></tu>"
    path = put(tmp_path, "a.tmx", TMX.format("", unit))
    (bead,) = beads(path, source_lang="en", target_lang="zh")
    assert (bead.source_texts, bead.target_texts) == (("Red",), ("红",))
    with pytest.raises(MalformedFile, match="its units name no language"):
        beads(path)


def test_notes_properties_author_and_dates_survive(tmp_path: Path) -> None:
    unit = (
        '<tu creationid="ann" creationdate="20010203T040506Z" usagecount="3"><note>tu note</note>'
        '<prop type="x-domain">law</prop><tuv xml:lang="en" creationid="ann" changeid="bob" '
        'changedate="20020203T040506Z"><note>src note</note><prop type="x-origin">TM</prop><seg>Red</seg></tuv>'
        '<tuv xml:lang="zh-CN"><note>tgt note</note><seg>红</seg></tuv></tu>'
    )
    first = read_bitext(put(tmp_path, "a.tmx", TMX.format("", unit)))
    write(first, tmp_path / "b.tmx")
    write(read_bitext(tmp_path / "b.tmx"), tmp_path / "c.jsonl")
    write(read_bitext(tmp_path / "c.jsonl"), tmp_path / "d.tmx")
    (before,), (after,) = first.beads, read_bitext(tmp_path / "d.tmx").beads
    assert (before.records, before.note) == (after.records, after.note)
    text = (tmp_path / "d.tmx").read_text(encoding="utf-8")
    for part in (
        'creationid="ann"',
        'changedate="20020203T040506Z"',
        "tgt note",
        "src note",
        ">law<",
        ">TM<",
    ):
        assert part in text


def test_placeholders_keep_the_spaces_around_them(tmp_path: Path) -> None:
    seg = '<ph x="1">%d</ph> files  from <ph x="2">{name}</ph> &amp; <hi>more</hi>'
    path = put(
        tmp_path, "a.tmx", TMX.format("", tmx_unit(seg, "从<ph x='2'>{name}</ph>删除<ph x='1'>%d</ph>"))
    )
    write(read_bitext(path), tmp_path / "b.tmx")
    text = (tmp_path / "b.tmx").read_text(encoding="utf-8")
    assert "<seg>" + seg.replace("  ", " ").replace("<hi>", '<hi x="3">') + "</seg>" in text
    assert '<seg>从<ph x="2">{name}</ph>删除<ph x="1">%d</ph></seg>' in text


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8"])
def test_faults_are_mended_in_utf_16_as_in_utf_8(encoding: str, tmp_path: Path) -> None:
    doctype = '<!DOCTYPE tmx [<!ENTITY nbsp "&#160;">]>'
    unit = tmx_unit("10&nbsp;km\x0b &#x1f;\uffff", "十\x01公里𠀀").replace("<tu>", '<tu m:task="7">')
    text = TMX.format(doctype, unit * 3000).replace("?>", f' encoding="{encoding}"?>', 1)
    (tmp_path / "a.tmx").write_bytes(text.encode(encoding))
    alignment = read_bitext(tmp_path / "a.tmx")
    assert [(bead.source_texts, bead.target_texts) for bead in alignment.beads] == [
        (("10\u00a0km",), ("十公里𠀀",))
    ] * 3000
    assert [doubt.code for doubt in alignment.warnings] == ["control-characters", "undeclared-prefix"]
    assert "12,000 characters" in str(alignment.warnings[0])


def test_half_a_character_in_utf_16_is_taken_out(tmp_path: Path) -> None:
    data = TMX.format("", tmx_unit("One", "一\ud840二")).encode("utf-16", "surrogatepass")
    (tmp_path / "a.tmx").write_bytes(data)
    alignment = read_bitext(tmp_path / "a.tmx")
    assert [bead.target_texts for bead in alignment.beads] == [("一二",)]
    assert "1 character that XML forbids" in str(alignment.warnings[0])
    (tmp_path / "b.tmx").write_bytes(data[:-1])
    with pytest.raises(MalformedFile, match="not utf-16-le to its end"):
        beads(tmp_path / "b.tmx")


def test_a_file_that_only_says_utf_16_or_begins_with_white_space_is_read(tmp_path: Path) -> None:
    text = TMX.format("", tmx_unit("One", "一"))
    for opening in (text.replace("?>", ' encoding="utf-16"?>', 1), f"\n \n{text}", f"\ufeff\n{text}"):
        assert len(beads(put(tmp_path, "a.tmx", opening))) == 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("One", "A & B", "line 1: not well-formed XML: an & or < that is text. Write &amp; or &lt; for it"),
        ("One", "A < B", "line 1: not well-formed XML: an & or < that is text. Write &amp; or &lt; for it"),
        ("</body>", "", "line 1: not well-formed XML: Opening and ending tag mismatch"),
    ],
)
def test_the_reason_is_named_in_plain_words(old: str, new: str, reason: str, tmp_path: Path) -> None:
    path = put(tmp_path, "a.tmx", TMX.format("", tmx_unit("One", "一")).replace(old, new))
    with pytest.raises(MalformedFile) as raised:
        beads(path)
    assert str(raised.value).startswith(f"{path}, {reason}")


def test_another_encoding_than_the_file_names_is_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_bytes(TMX.format("", tmx_unit("One", "一二三")).encode("gb18030"))
    with pytest.raises(MalformedFile, match="not utf-8, its encoding by its first line"):
        beads(tmp_path / "a.tmx")


def test_text_inside_codes_is_reported(tmp_path: Path) -> None:
    code = '<ph id="1">&lt;fn&gt;<sub datatype="x">A footnote 𠀀.</sub>&lt;/fn&gt;</ph>'
    unit = f'<trans-unit id="1"><source>See{code} it</source><target>看{code}它</target></trans-unit>'
    for name, text in (
        ("a.xlf", XLIFF.format(FILE.format("zh-CN", unit))),
        ("a.tmx", TMX.format("", tmx_unit(f"See{code} it", f"看{code}它"))),
    ):
        path = put(tmp_path, name, text)
        assert [str(doubt) for doubt in read_bitext(path).warnings] == [
            f"{path}: 2 texts inside inline codes (<sub>: footnotes, tooltips) left out of the units, "
            "as 'A footnote 𠀀.'"
        ]
