"""Leverage in files: schemas accept it, and what differs is marked."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.leverage import (
    Change,
    Leverage,
    LeveragedSegment,
    LeverageReport,
    Match,
    Part,
    with_repetitions,
)
from duiqi.corpus.versions import Edit
from duiqi.exports import WriteOptions, write
from duiqi.exports.writing import writers_of

ONE = "{urn:oasis:names:tc:xliff:document:1.2}"
TWO = "{urn:oasis:names:tc:xliff:document:2.0}"
MATCHES = "{urn:oasis:names:tc:xliff:matches:2.0}"

FUZZY = Match(
    *("fuzzy", 83, 80, "its sixty-fourth session", "第八十届会议", "第六十四届会议", "un.memory 62-99 11"),
    changes=(Change("ordinal", "sixty-fourth", "eightieth", ("六十四", "八十")), Change("number", "3", "4")),
    edits=(
        Edit("same", "its "),
        Edit("deleted", "sixty-fourth"),
        Edit("inserted", "eightieth"),
        Edit("same", " session"),
    ),
)
MEANING = Match("meaning", 0, 91, "other words", "别的话", "别的话", "un.memory 62-99 3")
CLAUSES = Match(
    *("clauses", 60, 60, "Urges States,", "敦促各国，⟦to act & <go>⟧", "", "un.memory: 62-99 2"),
    parts=(Part("Urges States,", "Urges States,", "敦促各国，", 100, "un.memory"), Part("to act & <go>")),
)
EXACT = Match("context", 101, 101, "Yes.\x07", "=是的。\x07", "=是的。", "un.memory 1", "accepted")


@pytest.fixture
def leverage() -> Leverage:
    segments = (
        LeveragedSegment(
            0, "its eightieth session", "", paragraph=0, matches=(FUZZY, MEANING), words=3, characters=19
        ),
        LeveragedSegment(1, "Urges States, to act & <go>", "1.", "item", 1, None, (CLAUSES, MEANING), 4, 20),
        LeveragedSegment(2, "=Yes.\x07", paragraph=2, matches=(EXACT,), words=1, characters=5),
        LeveragedSegment(3, "𠀀 new", paragraph=2, words=2, characters=4),
        LeveragedSegment(4, "𠀀 new", paragraph=3, words=2, characters=4),
    )
    return with_repetitions([Leverage("new.txt", "en", "zh", segments)])[0]


@pytest.mark.parametrize("suffix", writers_of(Leverage))
@pytest.mark.parametrize("kept", [slice(None), slice(0, 0)])
def test_every_format_writes_every_segment(
    leverage: Leverage, suffix: str, kept: slice, tmp_path: Path
) -> None:
    some = replace(leverage, segments=leverage.segments[kept])
    assert write(some, tmp_path / f"out{suffix}").written == len(some.segments)


def test_the_strict_schema_accepts_alt_trans(leverage: Leverage, schemas: Path, tmp_path: Path) -> None:
    class Local(etree.Resolver):
        def resolve(self, url: str, public_id: str, context: object) -> object:
            local = str(schemas / "xliff-1.2" / "xml.xsd")
            return self.resolve_filename(local, context) if "xml.xsd" in url else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    schema = etree.XMLSchema(etree.parse(str(schemas / "xliff-1.2" / "xliff-core-1.2-strict.xsd"), parser))
    write(leverage, tmp_path / "out.xlf")
    tree = etree.parse(str(tmp_path / "out.xlf"))
    assert schema.validate(tree), schema.error_log
    first, second, third, *_ = tree.iter(f"{ONE}trans-unit")
    target = first.find(f"{ONE}target")
    assert (target.text, target.get("state-qualifier")) == ("第八十届会议", "fuzzy-match")
    assert [match.get("match-quality") for match in first.iter(f"{ONE}alt-trans")] == ["80%", None]
    assert second.find(f"{ONE}target") is None
    assert third.find(f"{ONE}target").get("state-qualifier") == "exact-match"
    notes = [note.text for note in first.findall(f"{ONE}note")]
    assert notes == ["83 % − 3: a similar text", "sixty-fourth → eightieth: 六十四 → 八十", "3 → 4: check"]


@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_the_schemas_of_the_modules_accept_matches(
    leverage: Leverage, version: str, schemas: Path, tmp_path: Path
) -> None:
    schema = etree.XMLSchema(etree.parse(str(schemas / "xliff-2.1" / "all-modules.xsd")))
    write(leverage, tmp_path / "out.xlf", WriteOptions(xliff=version))  # type: ignore[arg-type]
    tree = etree.parse(str(tmp_path / "out.xlf"))
    assert schema.validate(tree), schema.error_log
    matches = [(match.get("type"), match.get("similarity")) for match in tree.iter(f"{MATCHES}match")]
    assert matches == [("tm", "83"), ("other", None), ("am", None), ("other", None), ("icm", "100")]
    assert [segment.get("state") for segment in tree.iter(f"{TWO}segment")][:3] == [
        "translated",
        "initial",
        "translated",
    ]


@pytest.mark.slow
def test_the_schematron_accepts_matches(
    leverage: Leverage,
    schemas: Path,
    program: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
) -> None:
    write(leverage, tmp_path / "out.xlf", WriteOptions(xliff="2.1"))
    program("jing", schemas / "xliff-2.1" / "xliff_2_advanced_validation.nvdl", tmp_path / "out.xlf")


def test_differences_are_marked_word_by_word(leverage: Leverage, tmp_path: Path) -> None:
    for suffix in ("html", "docx", "xlsx"):
        write(leverage, tmp_path / f"out.{suffix}")
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "its <del>sixty-fourth</del><ins>eightieth</ins> session" in page
    assert "⟦to act &amp; &lt;go&gt;⟧" in page
    document = zipfile.ZipFile(tmp_path / "out.docx").read("word/document.xml").decode()
    assert (
        '<w:strike/><w:color w:val="B45F06"/></w:rPr><w:t xml:space="preserve">sixty-fourth</w:t>' in document
    )
    sheet = load_workbook(tmp_path / "out.xlsx", rich_text=True)["leverage"]
    assert str(sheet["E2"].value) == "its sixty-fourtheightieth session"
    assert sheet["B4"].value == "=Yes."
    assert sheet["B4"].data_type == "s"


def test_a_percentage_never_stands_for_a_meaning(leverage: Leverage, tmp_path: Path) -> None:
    write(leverage, tmp_path / "out.jsonl")
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    first = records[1]["matches"]
    assert [match.get("percentage") for match in first] == [83, None]
    assert first[1]["cosine"] == 0.91
    assert (records[2]["band"], records[2]["target"]) == ("new", "")


def test_the_draft_is_the_text_with_what_is_missing_marked(leverage: Leverage) -> None:
    stream = io.BytesIO()
    write(leverage, stream, WriteOptions(format=".txt"))
    assert stream.getvalue().decode() == (
        "第八十届会议\n\n敦促各国，⟦to act & <go>⟧\n\n=是的。⟦𠀀 new⟧\n\n⟦𠀀 new⟧\n\n"
    )


def test_the_draft_takes_clauses_where_a_similar_text_is_not_good_enough() -> None:
    low = replace(FUZZY, percentage=61, score=61)
    segment = LeveragedSegment(
        0, "Urges States, to act & <go>", matches=(low, CLAUSES), words=4, characters=20
    )
    stream = io.BytesIO()
    write(Leverage("new.txt", "en", "zh", (segment,)), stream, WriteOptions(format=".txt"))
    assert stream.getvalue().decode() == "敦促各国，⟦to act & <go>⟧\n\n"


def test_the_report_counts_by_band_and_repetition(leverage: Leverage, tmp_path: Path) -> None:
    report = LeverageReport(with_repetitions([leverage, leverage]))
    write(report, tmp_path / "out.xlsx")
    rows = [*load_workbook(tmp_path / "out.xlsx")["bands"].iter_rows(values_only=True)]
    counted = {(row[0], row[1]): row[2:5] for row in rows[1:]}
    assert counted["all", "75–84"] == (1, 3, 19)
    assert counted["all", "101"] == (2, 2, 10)
    assert counted["all", "repeated in the file"] == (2, 4, 8)
    assert counted["all", "repeated from another file"][0] == 3
    assert counted["all", "total"] == (10, 24, 104)
    write(report, tmp_path / "out.html")
    assert "<td>repeated in the file</td><td>2</td>" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_a_memory_has_units_as_they_are_unless_the_text_is_the_same(
    leverage: Leverage, tmp_path: Path
) -> None:
    """An adapted translation is not filled in unseen by a tool that takes it for an exact match."""
    fuzzy = replace(FUZZY, whole_source="3. its sixty-fourth session", original="3. 第六十四届会议")
    segments = (replace(leverage.segments[0], matches=(fuzzy, MEANING)), *leverage.segments[1:])
    write(replace(leverage, segments=segments), tmp_path / "out.tmx")
    pairs = [tuple(bead.source_texts + bead.target_texts) for bead in read_bitext(tmp_path / "out.tmx").beads]
    assert pairs == [
        ("3. its sixty-fourth session", "3. 第六十四届会议"),
        ("other words", "别的话"),
        ("=Yes.", "=是的。"),
    ]


@pytest.mark.slow
def test_omegat_fills_the_same_text_alone(
    program: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """OmegaT takes the targets of XLIFF for its source; a memory in tm/auto serves it."""
    texts = "Urges all States;", "Notes the report of 2026;"
    same = replace(EXACT, target="敦促所有国家；", original="敦促所有国家；", whole_source=texts[0])
    near = replace(FUZZY, target="注意到报告；", original="注意到；", whole_source="Notes the report;")
    segments = tuple(
        LeveragedSegment(n, text, paragraph=n, matches=(match,), words=3, characters=9)
        for n, (text, match) in enumerate(zip(texts, (same, near), strict=True))
    )
    project = tmp_path / "project"
    for folder in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat"):
        (project / folder).mkdir(parents=True)
    write(Leverage("a.txt", "en", "zh", segments), project / "tm" / "auto" / "a.tmx")
    (project / "source" / "a.txt").write_text("\n\n".join(texts) + "\n", encoding="utf-8")
    names = ("source_dir", "target_dir", "tm_dir", "glossary_dir", "glossary_file", "dictionary_dir")
    (project / "omegat.project").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><omegat><project version="1.0">'
        + "".join(f"<{name}>__DEFAULT__</{name}>" for name in names)
        + "<source_lang>EN-US</source_lang><target_lang>ZH-CN</target_lang>"
        "<sentence_seg>false</sentence_seg><remove_tags>false</remove_tags>"
        "<support_default_translations>true</support_default_translations></project></omegat>",
        encoding="utf-8",
    )
    program("omegat", project, "--mode=console-translate", f"--config-dir={tmp_path / 'config'}")
    found = (project / "target" / "a.txt").read_text(encoding="utf-8").strip().split("\n\n")
    assert found == ["敦促所有国家；", texts[1]]
