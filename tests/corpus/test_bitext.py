"""Memories as other programs write them, and files with something wrong in them."""

# Files of other programs are quoted as they are.
# ruff: noqa: E501

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pytest

from duiqi.corpus.bitext.reading import once_each, read_bitext
from duiqi.corpus.errors import DuiqiError, MalformedFile, UnreadableFile
from duiqi.corpus.model import Alignment, Bead, Record, Records

PAIRS = [("The General Assembly,", "大会，"), ("Takes note;", "注意到；")]


def put(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def pairs(alignment: Alignment) -> list[tuple[str, str]]:
    return [(" ".join(bead.source_texts), " ".join(bead.target_texts)) for bead in alignment.beads]


def tmx(
    *units: str, header: str = 'srclang="en-US"', head: str = '<?xml version="1.0"?>', version: str = "1.4"
) -> str:
    return f'{head}<tmx version="{version}"><header {header}/><body>{"".join(units)}</body></tmx>'


def unit(*variants: tuple[str, str], attribute: str = "xml:lang", extra: str = "") -> str:
    inside = "".join(f'<tuv {attribute}="{code}"><seg>{text}</seg></tuv>' for code, text in variants)
    return f"<tu>{extra}{inside}</tu>"


def test_omegat_flavour(tmp_path: Path) -> None:
    """Its own properties, a note, codes in capitals."""
    text = tmx(
        unit(
            ("EN-US", "The General Assembly,"), ("ZH-CN", "大会，"),
            extra='<note>checked</note><prop type="file">a.txt</prop><prop type="id">1</prop>',
        ),
        header='creationtool="OmegaT" segtype="sentence" o-tmf="OmegaT TMX" srclang="EN-US"',
    )  # fmt: skip
    alignment = read_bitext(put(tmp_path, "project_save.tmx", text))
    assert (alignment.source.lang, alignment.target.lang) == ("EN-US", "ZH-CN")
    assert list(alignment.beads) == [
        Bead.of_texts(
            range(1), range(1), "1", ("The General Assembly,",), ("大会，",), confidence=1.0, note="checked",
            records=Records(Record(properties=(("file", "a.txt"), ("id", "1")))),
        )
    ]  # fmt: skip


def test_memoq_flavour_in_utf_16(tmp_path: Path) -> None:
    """Contexts as properties of the variants, tags as escaped codes in `ph` and `bpt`."""
    text = tmx(
        '<tu changedate="20240101T000000Z"><prop type="x-document">a.docx</prop>'
        '<tuv xml:lang="en-us"><prop type="x-context-pre">&lt;seg&gt;x&lt;/seg&gt;</prop>'
        '<seg>Takes <bpt i="1" type="bold">{}</bpt>note<ept i="1">{}</ept>;<ph>&lt;br/&gt;</ph></seg></tuv>'
        '<tuv xml:lang="zh-cn"><seg>注意到；</seg></tuv></tu>',
        head='\ufeff<?xml version="1.0" encoding="utf-16"?>',
        header='creationtool="MemoQ" srclang="en-us"',
    )
    path = tmp_path / "memoq.tmx"
    for encoding in ("utf-16-le", "utf-16-be"):
        path.write_bytes(text.encode(encoding))
        assert pairs(read_bitext(path)) == [("Takes note;", "注意到；")]


def test_trados_flavour(tmp_path: Path) -> None:
    """Line breaks and placeholders as codes, several targets, a source code that the header has in another case."""
    text = tmx(
        unit(("en-us", 'Fire!<ph x="1" type="lb"/>Run <hi type="bold">now</hi>'), ("zh-CN", "着火了！快跑")),
        unit(("de-DE", "Ja."), ("fr-FR", "Oui.")),
        unit(("zh-CN", "是的。"), ("en-US", "Yes.")),
        header='creationtool="SDL Language Platform" srclang="en-US" datatype="xml"',
    )
    assert pairs(read_bitext(put(tmp_path, "trados.tmx", text))) == [
        ("Fire! Run now", "着火了！快跑"),
        ("Yes.", "是的。"),
    ]


def test_tmx_1_1_with_a_bare_lang_and_a_doctype(tmp_path: Path) -> None:
    text = tmx(
        unit(*zip(("EN", "ZH"), PAIRS[0], strict=True), attribute="lang"),
        head='<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx11.dtd">',
        header='srclang="*all*"',
        version="1.1",
    )
    assert pairs(read_bitext(put(tmp_path, "old.tmx", text))) == PAIRS[:1]


def test_two_languages_out_of_three(tmp_path: Path) -> None:
    text = tmx(
        unit(("en-GB", "Yes."), ("fr-FR", "Oui."), ("zh-TW", "是的。"), ("zh-CN", "对。")),
        unit(("en-GB", "No."), ("fr-FR", "Non.")),
        header='srclang="en-GB"',
    )
    path = put(tmp_path, "three.tmx", text)
    assert pairs(read_bitext(path)) == [("Yes.", "Oui."), ("No.", "Non.")]
    assert pairs(read_bitext(path, target_lang="zh")) == [("Yes.", "是的。")]
    assert pairs(read_bitext(path, target_lang="zh-CN")) == [("Yes.", "对。")]
    assert pairs(read_bitext(path, source_lang="zh-CN", target_lang="fr")) == [("对。", "Oui.")]
    with pytest.raises(MalformedFile) as raised:
        read_bitext(path, target_lang="ru")
    assert str(raised.value) == f"{path}: no unit with text in ru. Is it the right memory?"


def test_a_pretty_printed_segment_loses_the_printers_white_space(tmp_path: Path) -> None:
    text = tmx(
        unit(("en", "\n   The General\n   Assembly,\n  "), ("zh", "\n  大\n  会，\n")), header='srclang="en"'
    )
    assert pairs(read_bitext(put(tmp_path, "pretty.tmx", text))) == [("The General Assembly,", "大会，")]


def test_a_packed_memory(tmp_path: Path) -> None:
    path = tmp_path / "duiqi.corpus.tmx.gz"
    path.write_bytes(gzip.compress(tmx(unit(*zip(("en", "zh"), PAIRS[0], strict=True))).encode()))
    assert pairs(read_bitext(path)) == PAIRS[:1]
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DuiqiError):
        pairs(read_bitext(path))


def test_a_memory_cannot_reach_out_or_blow_up(tmp_path: Path) -> None:
    """Neither a file of this machine nor a billion laughs come in, and nothing is passed over in silence."""
    secret = put(tmp_path, "secret.txt", "secret")
    for entity in (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', '<!ENTITY y "ha"><!ENTITY x "&y;&y;&y;">'):
        head = f'<?xml version="1.0"?><!DOCTYPE tmx [{entity}]>'
        path = put(tmp_path, "evil.tmx", tmx(unit(("en", "A&x;B"), ("zh", "天")), head=head))
        with pytest.raises(DuiqiError) as raised:
            pairs(read_bitext(path))
        assert str(raised.value).startswith(
            f"{path}, line 1: the text of &x; is not in the file, or holds other"
        )


XLIFF_1 = """<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a.docx" source-language="en-US" target-language="zh-CN" datatype="x"><body><group id="g">{}</group></body></file></xliff>"""


def test_an_editor_that_cuts_units_into_segments(tmp_path: Path) -> None:
    """Trados keeps several segments in one unit, paired by the number of their marks."""
    text = XLIFF_1.format(
        '<trans-unit id="u"><source>Yes. No.</source>'
        '<seg-source><mrk mtype="seg" mid="1">Yes.</mrk> <mrk mtype="seg" mid="2">No<x id="1"/>.</mrk></seg-source>'
        '<target><mrk mtype="seg" mid="1">是的。</mrk><mrk mtype="seg" mid="2">不。</mrk></target></trans-unit>'
        '<trans-unit id="v" approved="yes"><source>A <g id="1">B</g></source><target state="translated">甲<bpt id="2">x</bpt>乙'
        "</target><note>mind this</note><alt-trans><source>old</source><target>旧</target></alt-trans></trans-unit>"
        '<trans-unit id="w"><source>Untranslated</source></trans-unit>'
    )
    alignment = read_bitext(put(tmp_path, "a.sdlxliff", text))
    beads = list(alignment.beads)
    assert alignment.source.name == "a.docx"
    assert [(bead.id, *bead.source_texts, *bead.target_texts) for bead in beads] == [
        ("u-1", "Yes.", "是的。"), ("u-2", "No.", "不。"), ("v", "A B", "甲乙"), ("w", "Untranslated"),
    ]  # fmt: skip
    assert [bead.status for bead in beads] == ["new", "new", "accepted", "new"]
    assert beads[2].note == "mind this"


def test_xliff_2_with_segments_and_codes(tmp_path: Path) -> None:
    text = (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="zh"><file id="f">'
        '<unit id="u"><segment id="s1" state="final"><source>A <pc id="1">B</pc><ph id="2"/></source><target>甲</target>'
        "</segment><ignorable><source> </source></ignorable>"
        '<segment id="s2"><source>tab<cp hex="000b"/></source><target>乙</target></segment></unit></file></xliff>'
    )
    beads = list(read_bitext(put(tmp_path, "b.xlf", text)).beads)
    assert [(bead.id, *bead.source_texts, *bead.target_texts, bead.status) for bead in beads] == [
        ("u-s1", "A B", "甲", "accepted"), ("u-s2", "tab", "乙", "new"),
    ]  # fmt: skip


def test_xliff_goes_one_way(tmp_path: Path) -> None:
    path = put(tmp_path, "a.xlf", XLIFF_1.format('<trans-unit id="1"><source>A</source></trans-unit>'))
    with pytest.raises(UnreadableFile) as raised:
        read_bitext(path, source_lang="zh")
    assert str(raised.value) == f"{path}: it goes from en-US to zh-CN; 'zh' is not on that side of it"


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("plain.tsv", "The General Assembly,\t大会，\nTakes note;\t注意到；\n", "utf-8"),
        ("named.txt", "Target\tNote\tSource\n大会，\t\tThe General Assembly,\n注意到；\tx\tTakes note;\n", "utf-8"),
        ("codes.csv", "en-US,zh-CN\n\"The General Assembly,\",大会，\nTakes note;,注意到；\n", "utf-8-sig"),
        ("europe.csv", "source;target\n\"The General Assembly,\";大会，\n\"Takes note;\";注意到；\n", "utf-8"),
        ("chinese.csv", "原文,译文\r\n\"The General Assembly,\",大会，\r\nTakes note;,注意到；\r\n", "gb18030"),
        ("unicode.txt", "source\ttarget\r\nThe General Assembly,\t大会，\r\nTakes note;\t注意到；\r\n", "utf-16"),
        ("blank.tsv", "\nThe General Assembly,\t大会，\n\nTakes note;\t注意到；\n\n", "utf-8"),
    ],
)  # fmt: skip
def test_tables_of_others(name: str, text: str, encoding: str, tmp_path: Path) -> None:
    alignment = read_bitext(put(tmp_path, name, text, encoding))
    assert pairs(alignment) == PAIRS
    if name == "codes.csv":
        assert (alignment.source.lang, alignment.target.lang) == ("en-US", "zh-CN")


def test_a_quotation_mark_that_never_closes_swallows_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, "raw.tsv", '"Yes\t“是\n"No," he said\t不\n"""Quoted"""\t引\n')
    assert pairs(read_bitext(path)) == [('"Yes', "“是"), ('"No," he said', "不"), ('"Quoted"', "引")]


def test_a_cell_with_line_breaks_from_excel(tmp_path: Path) -> None:
    path = put(tmp_path, "excel.tsv", 'source\ttarget\tnote\n"The General\nAssembly,"\t大会，\tx\nNo\t不\t\n')
    assert [bead.source_texts for bead in read_bitext(path).beads] == [("The General\nAssembly,",), ("No",)]


def test_pairs_of_text_files(tmp_path: Path) -> None:
    """Either name, or the one they share; Moses puts the language last."""
    for english, chinese in (("un.en.txt", "un.zh.txt"), ("un.en", "un.zh")):
        put(tmp_path, english, "The General Assembly,\nTakes note;\n")
        put(tmp_path, chinese, "大会，\n注意到；\n")
        alignment = read_bitext(tmp_path / english)
        assert pairs(alignment) == PAIRS
        assert (alignment.source.lang, alignment.target.lang) == ("en", "zh")
        assert pairs(read_bitext(tmp_path / chinese)) == [pair[::-1] for pair in PAIRS]
    assert pairs(read_bitext(tmp_path / "un.txt")) == PAIRS
    assert pairs(read_bitext(tmp_path / "un.txt", source_lang="zh")) == [pair[::-1] for pair in PAIRS]


def test_a_pair_in_other_languages_is_refused(tmp_path: Path) -> None:
    """Where its names say the languages; a name that says none fits any."""
    for end in ("en.txt", "de.txt"):
        put(tmp_path, f"a.{end}", "a\n")
    with pytest.raises(MalformedFile, match="a pair of en and de, where en and zh are needed"):
        read_bitext(tmp_path / "a.en.txt", source_lang="en", target_lang="zh")
    for end in ("en", "trg"):
        put(tmp_path, f"b.{end}", "a\n")
    alignment = read_bitext(tmp_path / "b.en", source_lang="en", target_lang="zh")
    assert (alignment.source.lang, alignment.target.lang) == ("en", "zh")


def test_standard_input_can_be_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    class In:
        buffer = io.BytesIO("a\t甲\nb\t乙\n".encode())

    monkeypatch.setattr(sys, "stdin", In)
    alignment = read_bitext("-")
    assert pairs(alignment) == pairs(alignment) == [("a", "甲"), ("b", "乙")]


HEADER = '{"duiqi": 1, "source": {"name": "a", "lang": "en"}, "target": {"name": "b", "lang": "zh"}}\n'
BEAD = '{"id": "1", "source": [0, 1], "target": [0, 1], "source_text": "a", "target_text": "b"}\n'


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("a.jsonl", HEADER + BEAD.replace("[0, 1]", "[1, 0]", 1),
         ", line 2: 'source' should be two segment numbers, as [3, 4], found [1, 0]"),
        ("a.jsonl", HEADER + BEAD.replace('"source": [0, 1], ', ""),
         ", line 2: 'source' should be two segment numbers, as [3, 4], found nothing"),
        ("a.jsonl", HEADER + BEAD.replace('"b"}', '"b", "status": "ok"}'),
         ", line 2: 'status' should be one of new, accepted, corrected, rejected, untranslated, found \"ok\""),
        ("a.jsonl", HEADER + BEAD.replace('"b"}', '"b", "target_texts": ["b", "c"]}'),
         ", line 2: 'target_texts' should be as many texts as 'target' has segments, 1, found [\"b\", \"c\"]"),
        ("a.jsonl", HEADER + BEAD + BEAD[:30],
         ", line 3: not JSON from character 31 on. Was the file cut short?"),
        ("a.jsonl", HEADER.replace("1", "3", 1), ", line 1: version 3 of the format, and only 1 and 2 are known here. "
         "Is there a newer duiqi?"),
        ("a.jsonl", HEADER + "[]\n", ", line 2: expected an object in braces, found []"),
        ("a.jsonl", '{"a": 1}\n', ": JSON, but its first line is not the header of an alignment: {\"duiqi\": 2, …}"),
        ("a.tsv", "one\ttwo\nonly one\n", ", line 2: expected at least 2 columns, found 1: \"only one\""),
        ("a.tsv", "source\ttarget\tstatus\na\tb\tdone\n",
         ", line 2: status should be one of new, accepted, corrected, rejected, untranslated, found 'done'"),
        ("a.tsv", "source\ttarget\tconfidence\na\tb\thigh\n", ", line 2: confidence should be a number, found 'high'"),
        ("a.tmx", tmx(unit(("en", "a"), ("zh", "b")))[:-20], ", line 1: not well-formed XML: "),
        ("a.tmx", tmx(unit(("en", "a"))), ": no unit with two languages. Is it the right memory?"),
        ("a.tmx", tmx(unit(("en-US", "a"), ("zh", "b"), extra='<prop type="x-align-status">done</prop>')),
         ", unit 1: a property x-align-… that cannot be: done"),
        ("a.html", "<html></html>", ": XML, but neither TMX nor XLIFF. Known: TMX, XLIFF, TSV, CSV, XLSX, DOCX, JSONL, "
         "pairs of text files (out.en.txt, out.zh.txt)"),
        ("a.xlf", XLIFF_1.format(""), ": no unit in the file. Was it exported empty?"),
        ("a.txt", "just a text\n", ": no bitext: one column of text, and no second file beside it. Known: TMX, XLIFF, "
         "TSV, CSV, XLSX, DOCX, JSONL, pairs of text files (out.en.txt, out.zh.txt)"),
        ("a.tmx", "", ": the file is empty"),
        ("a.xlsx", "PK\x03\x04nonsense", ": a damaged archive. Was the file cut short?"),
        ("a.bin", "\x00\x01\x02", ": neither text nor a workbook. Known: TMX, XLIFF, TSV, CSV, XLSX, DOCX, JSONL, pairs of "
         "text files (out.en.txt, out.zh.txt)"),
    ],
)  # fmt: skip
def test_something_wrong_has_its_place(name: str, text: str, wanted: str, tmp_path: Path) -> None:
    path = put(tmp_path, name, text)
    with pytest.raises(DuiqiError) as raised:
        pairs(read_bitext(path))
    assert str(raised.value).startswith(f"{path}{wanted}")
    assert "\n" not in str(raised.value)


def test_a_pair_of_different_lengths(tmp_path: Path) -> None:
    first, second = put(tmp_path, "a.en.txt", "a\nb\n"), put(tmp_path, "a.zh.txt", "甲\n")
    with pytest.raises(MalformedFile) as raised:
        pairs(read_bitext(first))
    assert str(raised.value) == (
        f"{second}, line 2: the file ends here, but a.en.txt goes on. Are they a pair, line by line? "
        "Align other texts first: duiqi align"
    )


def test_either_file_of_a_pair_means_both_and_both_mean_one(tmp_path: Path) -> None:
    en, zh = put(tmp_path, "a.en.txt", "a\n"), put(tmp_path, "a.zh.txt", "甲\n")
    other = put(tmp_path, "b.tsv", "b\t乙\n")
    tables = put(tmp_path, "c.en.tsv", "en\tzh\nc\t丙\n"), put(tmp_path, "c.zh.tsv", "zh\ten\n丁\td\n")
    assert once_each([en, other, zh]) == [en, other]
    assert once_each([zh, en]) == [zh]
    assert once_each([zh]) == [zh]
    assert once_each(tables) == [*tables]


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path, wanted in (
        (tmp_path / "no.tmx", "there is no such file"),
        (tmp_path, "this is a folder. Give the name of a file in it"),
    ):
        with pytest.raises(UnreadableFile) as raised:
            read_bitext(path)
        assert str(raised.value) == f"{path}: {wanted}"


HEADER = (
    '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" '
    'srclang="en-US" datatype="plaintext"/>'
)


def test_a_unit_with_two_translations_is_two_pairs(tmp_path: Path) -> None:
    """Neither of them is lost in silence."""
    (tmp_path / "a.tmx").write_text(
        f'<tmx version="1.4">{HEADER}<body><tu tuid="7"><tuv xml:lang="en"><seg>Bank</seg></tuv>'
        '<tuv xml:lang="zh-CN"><seg>银行</seg></tuv><tuv xml:lang="zh-CN"><seg>河岸</seg></tuv>'
        '<tuv xml:lang="zh-TW"><seg>銀行</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    beads = list(read_bitext(tmp_path / "a.tmx", target_lang="zh-CN").beads)
    assert [(bead.id, bead.source_texts, bead.target_texts) for bead in beads] == [
        ("7", ("Bank",), ("银行",)),
        ("7~2", ("Bank",), ("河岸",)),
    ]


def test_a_memory_without_the_element_of_the_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_text(
        f'<tmx version="1.4">{HEADER}<body><tu><tuv xml:lang="en">Red</tuv><tuv xml:lang="zh-CN">红</tuv></tu>'
        "</body></tmx>",
        encoding="utf-8",
    )
    with pytest.raises(MalformedFile) as raised:
        list(read_bitext(tmp_path / "a.tmx").beads)
    assert str(raised.value) == (
        f"{tmp_path}/a.tmx, unit 1: no <seg>, which holds the text, and none in any other. Export it again"
    )
