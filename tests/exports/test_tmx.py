"""TMX: the schemas accept it, and CAT tools find what is in it."""

# What is written is quoted as it is.
# ruff: noqa: E501

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.model import Alignment, Bead, BeadSegment, Code, Side
from duiqi.exports import WriteOptions, WriteReport, write

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LABEL = re.compile(r"\d[\d/]*\.|\([a-z]\s?\)")


@pytest.fixture(scope="module")
def accepted_by_schemas(schemas: Path) -> Callable[[Path], None]:
    """Both gates: the DTD lets `zh_CN` pass, OmegaT's schema a wrong order of properties."""
    dtd = etree.DTD(str(schemas / "tmx" / "tmx14.dtd"))
    schema = etree.XMLSchema(etree.parse(str(schemas / "tmx" / "tmx14.xsd")))

    def check(path: Path) -> None:
        tree = etree.parse(str(path))
        assert dtd.validate(tree), dtd.error_log
        assert schema.validate(tree), schema.error_log

    return check


@pytest.mark.parametrize("name", ["extract", "torture", "gold"])
def test_schemas_accept_it(
    name: str,
    request: pytest.FixtureRequest,
    accepted_by_schemas: Callable[[Path], None],
    dated: WriteOptions,
    tmp_path: Path,
) -> None:
    write(request.getfixturevalue(name), tmp_path / "out.tmx", replace(dated, unlabelled=True))
    accepted_by_schemas(tmp_path / "out.tmx")


def test_what_no_schema_sees(torture: Alignment, dated: WriteOptions, tmp_path: Path) -> None:
    """No empty or padded segment, two variants a unit, ids unique, one pair of codes, dates as OmegaT reads them."""
    report = write(torture, tmp_path / "out.tmx", dated)
    root = etree.parse(str(tmp_path / "out.tmx")).getroot()
    header, units = root.find("header"), list(root.iter("tu"))
    assert len(units) == report.written == 16
    assert dict(report.left_out) == {"with nothing visible in them": 2}
    assert len({unit.get("tuid") for unit in units}) == len(units)
    assert all(re.fullmatch(r"\S+", unit.get("tuid")) for unit in units)
    assert {tuple(variant.get(LANG) for variant in unit.iter("tuv")) for unit in units} == {
        ("en-US", "zh-CN")
    }
    assert header.get("srclang") == "en-US"
    assert header.get("segtype") == "sentence"
    assert header.get("creationdate") == "20261121T080000Z"
    for segment in root.iter("seg"):
        assert segment.text
        assert segment.text == segment.text.strip()
        assert not re.search(r"[\n\t]|  ", segment.text)
    assert not {prop.get("type") for prop in root.iter("prop")} & {"file", "id", "prev", "next", "path"}
    assert report.removed == 66


def test_the_file_as_it_reads(extract: Alignment, dated: WriteOptions, tmp_path: Path) -> None:
    assert write(extract, tmp_path / "out.tmx", dated) == WriteReport(
        written=4, left_out={"without a counterpart": 2}, paths=(str(tmp_path / "out.tmx"),)
    )
    lines = (tmp_path / "out.tmx").read_text(encoding="utf-8").splitlines()
    assert lines[:3] == [
        "<?xml version='1.0' encoding='utf-8'?>",
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">',
        '<tmx version="1.4">',
    ]
    assert lines[5] == (
        '<tu tuid="un-62-99.en-1" creationdate="20261121T080000Z" creationid="duiqi">'
        '<prop type="x-document">un-62-99.en.txt</prop><prop type="x-align-type">1-1</prop>'
        '<prop type="x-align-confidence">0.97</prop><prop type="x-align-score">1.31</prop>'
        '<prop type="x-align-status">accepted</prop>'
        '<tuv xml:lang="en-US"><prop type="x-label">62/99.</prop><prop type="x-span">70-96</prop>'
        "<seg>Assistance in mine action</seg></tuv>"
        '<tuv xml:lang="zh-CN"><prop type="x-document">un-62-99.zh.txt</prop><prop type="x-label">62/99.</prop>'
        '<prop type="x-span">300-309</prop><seg>协助地雷行动</seg></tuv></tu>'
    )
    assert (
        "<seg>Recalling also all relevant treaties and conventions and their review processes,</seg>"
        in lines[7]
    )  # joined with a space
    assert '<prop type="x-ends">36 80</prop>' in lines[7]
    assert "<seg>注意到报告；并决定继续处理此案。</seg>" in lines[8]  # joined without one


@pytest.fixture
def omegat(
    program: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> Callable[..., list[str]]:
    """Translate paragraphs with OmegaT and a memory in tm/auto, and give back what it made of them.

    Its exit status tells nothing: a memory that it refuses ends in 0 as well.
    """

    def translate(
        memory: Path, source: str, target: str, paragraphs: list[str], sentences: bool
    ) -> list[str]:
        project = tmp_path / f"{source}-{sentences}"
        for folder in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat"):
            (project / folder).mkdir(parents=True)
        (project / "tm" / "auto" / memory.name).write_bytes(memory.read_bytes())
        (project / "source" / "a.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
        folders = "".join(
            f"<{name}>__DEFAULT__</{name}>"
            for name in (
                "source_dir",
                "target_dir",
                "tm_dir",
                "glossary_dir",
                "glossary_file",
                "dictionary_dir",
            )
        )
        (project / "omegat.project").write_text(
            f'<?xml version="1.0" encoding="UTF-8"?><omegat><project version="1.0">{folders}'
            f"<source_lang>{source}</source_lang><target_lang>{target}</target_lang>"
            f"<sentence_seg>{str(sentences).lower()}</sentence_seg>"
            "<support_default_translations>true</support_default_translations><remove_tags>false</remove_tags>"
            "</project></omegat>",
            encoding="utf-8",
        )
        program("omegat", project, "--mode=console-translate", f"--config-dir={tmp_path / 'config'}")
        return (project / "target" / "a.txt").read_text(encoding="utf-8").strip().split("\n\n")

    return translate


@pytest.mark.slow
@pytest.mark.parametrize("forward", [True, False], ids=["en-zh", "zh-en"])
def test_omegat_fills_every_paragraph_of_the_resolution(
    forward: bool, gold: Alignment, omegat: Callable[..., list[str]], tmp_path: Path
) -> None:
    write(gold, tmp_path / "un-62-99.tmx")
    pairs = [(bead.source_texts[0], bead.target_texts[0]) for bead in gold.beads]
    sources, targets = (
        zip(*pairs, strict=True) if forward else zip(*(pair[::-1] for pair in pairs), strict=True)
    )
    codes = ("EN-US", "ZH-CN") if forward else ("ZH-CN", "EN-US")
    assert omegat(tmp_path / "un-62-99.tmx", *codes, list(sources), sentences=False) == list(targets)


@pytest.mark.slow
def test_omegat_finds_numbered_paragraphs_that_it_cuts_itself(
    gold: Alignment, omegat: Callable[..., list[str]], tmp_path: Path
) -> None:
    """Its English rules end a sentence behind `1.`; the unit without the label is what it then looks for."""

    def label(text: str) -> str:
        found = LABEL.match(text)
        return found[0] if found else ""

    beads = tuple(
        replace(
            bead,
            source_segments=tuple(s._replace(label=label(s.text)) for s in bead.source_segments),
            target_segments=tuple(s._replace(label=label(s.text)) for s in bead.target_segments),
        )
        for bead in gold.beads
    )
    write(gold.with_beads(beads), tmp_path / "un-62-99.tmx")
    found = omegat(
        tmp_path / "un-62-99.tmx", "EN-US", "ZH-CN", [bead.source_texts[0] for bead in beads], sentences=True
    )
    assert [text.replace(". ", ".", 1) for text in found] == [bead.target_texts[0] for bead in beads]
    assert len(list(read_bitext(tmp_path / "un-62-99.tmx").beads)) == 28


def test_translate_toolkit_counts_and_reads_it(
    gold: Alignment, program: Callable[..., subprocess.CompletedProcess[str]], toolkit: str, tmp_path: Path
) -> None:
    write(gold, tmp_path / "out.tmx", WriteOptions(unlabelled=False))
    counted = program("pocount", "--csv", tmp_path / "out.tmx", folder=toolkit).stdout.splitlines()
    names = [name.strip() for name in counted[0].split(",")]
    row = dict(zip(names, counted[1].split(","), strict=False))
    assert row["Translated Messages"].strip() == "28"
    program("pofilter", "--progress=none", tmp_path / "out.tmx", tmp_path / "checked.tmx", folder=toolkit)


def test_a_memory_of_any_script_names_its_codes(tmp_path: Path) -> None:
    beads = (Bead.of_texts(range(1), range(1), "1", ("Yes.",), ("是的。",), confidence=1.0),)
    for lang, options, code in [
        ("zh", WriteOptions(), "zh-CN"),
        ("zh-Hant", WriteOptions(), "zh-TW"),
        ("zh_hk", WriteOptions(), "zh-HK"),
        ("zh-Hans", WriteOptions(codes={"zh": "zh-Hans"}), "zh-Hans"),
        ("zh", WriteOptions(codes={"zh-Hant": "zh-HK"}), "zh-CN"),
    ]:
        write(Alignment(Side(lang="en"), Side(lang=lang), beads), tmp_path / "out.tmx", options)
        codes = [variant.get(LANG) for variant in etree.parse(str(tmp_path / "out.tmx")).iter("tuv")]
        assert codes == ["en-US", code]


@pytest.mark.slow
def test_omegat_fills_formatted_paragraphs_of_a_word_file(
    program: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """What is bold in the source is bold in its translation."""
    docx = pytest.importorskip("docx")
    words = [("If ", "Party A", " fails to pay, it pays damages."), ("", "Party B", " signs.")]
    made = [("如果", "甲方", "未付款，应付违约金。"), ("", "乙方", "签字。")]
    beads = []
    document = docx.Document()
    for number, (before, bold, after) in enumerate(words):
        paragraph = document.add_paragraph(before)
        paragraph.add_run(bold).bold = True
        paragraph.add_run(after)
        sides = []
        tags = ("<t0/>", "<t1/>") if before else ("", "<t0/>")
        for first, second, third in (words[number], made[number]):
            places = len(first), len(first) + len(second)
            codes = (
                Code(places[0], "open", "1", tags[0], "bold"),
                Code(places[1], "close", "1", tags[1], "bold"),
            )
            sides.append((BeadSegment(first + second + third, codes=codes),))
        beads.append(Bead(range(number, number + 1), range(number, number + 1), str(number), *sides))
    write(
        Alignment(Side("a", "en-US"), Side("b", "zh-CN"), tuple(beads)),
        tmp_path / "a.tmx",
        WriteOptions(tmx="omegat"),
    )
    project = tmp_path / "project"
    for folder in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat"):
        (project / folder).mkdir(parents=True)
    document.save(str(project / "source" / "a.docx"))
    (project / "tm" / "auto" / "a.tmx").write_bytes((tmp_path / "a.tmx").read_bytes())
    names = ("source_dir", "target_dir", "tm_dir", "glossary_dir", "glossary_file", "dictionary_dir")
    folders = "".join(f"<{name}>__DEFAULT__</{name}>" for name in names)
    (project / "omegat.project").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><omegat><project version="1.0">{folders}'
        "<source_lang>EN-US</source_lang><target_lang>ZH-CN</target_lang><sentence_seg>true</sentence_seg>"
        "<support_default_translations>true</support_default_translations><remove_tags>false</remove_tags>"
        "</project></omegat>",
        encoding="utf-8",
    )
    program("omegat", project, "--mode=console-translate", f"--config-dir={tmp_path / 'config'}")
    translated = docx.Document(str(project / "target" / "a.docx"))
    found = [
        [(run.text, bool(run.bold)) for run in paragraph.runs if run.text]
        for paragraph in translated.paragraphs
    ]
    assert found == [
        [("如果", False), ("甲方", True), ("未付款，应付违约金。", False)],
        [("乙方", True), ("签字。", False)],
    ]


def formatted() -> Alignment:
    """A pair with a bold word whose markup is OmegaT's, a placeholder and another tool's tag."""
    codes = (
        Code(0, "open", "1", "<t0/>", "bold"),
        Code(3, "close", "1", "<t1/>", "bold"),
        Code(4, "point", "2", "{name}"),
        Code(5, "point", "3", "<br/>", "lb"),
    )
    segment = BeadSegment("Yes . No", codes=codes)
    return Alignment(
        Side("a", "en-US"), Side("b", "zh-CN"), (Bead(range(1), range(1), "1", (segment,), (segment,)),)
    )


def test_a_memory_names_its_true_maker_unless_it_is_written_for_omegat(tmp_path: Path) -> None:
    """OmegaT reads markup from memories of its own alone; a user who needs that is told how to get it."""
    report = write(formatted(), tmp_path / "a.tmx")
    assert etree.parse(str(tmp_path / "a.tmx")).find("header").get("creationtool") == "duiqi"
    assert report.warnings == (
        "1 unit with formatting in the source: OmegaT finds such segments only in a memory written for it, "
        "with --tmx omegat",
    )
    write(formatted(), tmp_path / "b.tmx", WriteOptions(tmx="omegat", duplicates="all"))
    assert etree.parse(str(tmp_path / "b.tmx")).find("header").get("creationtool") == "OmegaT"


def test_a_memory_for_omegat_has_no_markup_of_another_tool(tmp_path: Path) -> None:
    """It would be shown among the words."""
    report = write(formatted(), tmp_path / "a.tmx", WriteOptions(tmx="omegat"))
    seg = etree.parse(str(tmp_path / "a.tmx")).find("body/tu/tuv/seg")
    assert "".join(seg.itertext()) == "<t0/>Yes<t1/> {name}. No"
    assert report.warnings == (
        "2 inline codes left out: OmegaT would show the markup as words; --tmx 1.4 keeps it",
    )
