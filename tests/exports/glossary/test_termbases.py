"""TBX and OmegaT's glossary: what validators accept, and what programs then find in them."""

from __future__ import annotations

import io
import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from duiqi.corpus import UnwritableFile
from duiqi.corpus.glossary.model import Context, Glossary, Place, Term, TermPair
from duiqi.corpus.glossary.reading import read_glossary
from duiqi.exports import WriteOptions, write
from duiqi.exports.hygiene import Cleaner, is_blank
from duiqi.exports.options import Tally

# Run by OmegaT for each of its events; the project is there from the one called LOAD on.
SCRIPT = """\
import org.omegat.core.Core
import org.omegat.gui.glossary.*
if (!binding.hasVariable('eventType') || eventType.toString() == 'LOAD') {
  new File(Core.project.projectProperties.glossaryRoot).listFiles().sort().each { f ->
    def found = f.name.endsWith('.tbx') ? GlossaryReaderTBX.read(f, false) : GlossaryReaderTSV.read(f, false)
    found.each {
      println "FOUND ${f.name}|${it.srcText}|${it.locText}|${it.commentText.replace('\\n', ' / ')}"
    }
  }
}
"""
FOLDERS = ("source_dir", "target_dir", "tm_dir", "glossary_dir", "glossary_file", "dictionary_dir")

Program = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(params=["glossary", "hostile"])
def either(request: pytest.FixtureRequest) -> Glossary:
    found: Glossary = request.getfixturevalue(request.param)
    return found


def written(glossary: Glossary, options: WriteOptions) -> str:
    page = io.BytesIO()
    write(glossary, page, options)
    return page.getvalue().decode()


@pytest.mark.slow
def test_version_3_passes_the_rules_of_its_dialect(
    glossary: Glossary, hostile: Glossary, schemas: Path, program: Program, tmp_path: Path
) -> None:
    """ISO 30042:2019, TBX-Basic in DCT style: the core's grammar, the modules', and the Schematron."""
    write(glossary, tmp_path / "out.tbx")
    write(hostile, tmp_path / "hostile.tbx")
    rules = schemas / "tbx" / "TBX-Basic_local.nvdl"
    program("jing", rules, tmp_path / "out.tbx", tmp_path / "hostile.tbx")


def test_version_3_fits_the_core_grammar(either: Glossary, schemas: Path, tmp_path: Path) -> None:
    write(either, tmp_path / "out.tbx")
    grammar = etree.RelaxNG(etree.parse(str(schemas / "tbx" / "TBXcoreStructV03.rng")))
    grammar.assertValid(etree.parse(str(tmp_path / "out.tbx")))


SOFTWARE = Term("软件", "zh", 2, (("軟件", 1), ("軟𠀀件", 0)))
SCRIPTS = Glossary("en", "zh", (TermPair("1", Term("software", "en"), SOFTWARE, status="accepted"),))


@pytest.mark.parametrize("version", ["3", "2"])
def test_the_other_script_of_chinese_is_a_language_of_its_own(tmp_path: Path, version: str) -> None:
    """And comes back as a variant; a termbase's own words for Taiwan do not."""
    options = WriteOptions(format=".tbx", tbx=version)  # type: ignore[arg-type]
    text = written(SCRIPTS, options)
    entry = next(line for line in text.splitlines() if "software" in line)
    assert re.findall(r'(?:xml:lang="|<term>)([^"<]+)', entry) == [
        *("en-US", "software", "zh-CN", "软件", "zh-TW", "軟件", "軟𠀀件")
    ]
    path = tmp_path / "scripts.tbx"
    path.write_text(text.replace("軟𠀀件", "軟體"), encoding="utf-8")
    pair = next(iter(read_glossary(path, source_lang="en", target_lang="zh-CN").pairs))
    assert (pair.target.text, pair.target.variants, pair.target.synonyms) == ("软件", (("軟件", 0),), ())
    traditional = next(iter(read_glossary(path, source_lang="en", target_lang="zh-TW").pairs))
    assert (traditional.target.text, traditional.target.variants) == ("軟件", (("软件", 0),))


def test_two_scripts_fit_the_grammars(schemas: Path, tmp_path: Path) -> None:
    write(SCRIPTS, tmp_path / "3.tbx")
    write(SCRIPTS, tmp_path / "2.tbx", WriteOptions(tbx="2"))
    grammar = etree.RelaxNG(etree.parse(str(schemas / "tbx" / "TBXcoreStructV03.rng")))
    grammar.assertValid(etree.parse(str(tmp_path / "3.tbx")))
    with (schemas / "tbx" / "OpenXLIFF_TBXcoreStructV02.dtd").open("rb") as file:
        dtd = etree.DTD(file)
    assert dtd.validate(etree.parse(str(tmp_path / "2.tbx"))), dtd.error_log


def test_version_2_fits_the_dtd_of_martif(either: Glossary, schemas: Path, tmp_path: Path) -> None:
    write(either, tmp_path / "out.tbx", WriteOptions(tbx="2"))
    with (schemas / "tbx" / "OpenXLIFF_TBXcoreStructV02.dtd").open("rb") as file:
        dtd = etree.DTD(file)
    assert dtd.validate(etree.parse(str(tmp_path / "out.tbx"))), dtd.error_log


@pytest.mark.slow
def test_omegat_finds_the_terms(
    glossary: Glossary, hostile: Glossary, program: Program, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    for folder in ("source", "target", "tm", "glossary", "dictionary", "omegat"):
        (project / folder).mkdir(parents=True)
    (project / "source" / "a.txt").write_text("mine action\n", encoding="utf-8")
    (project / "omegat.project").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><omegat><project version="1.0">'
        + "".join(f"<{name}>__DEFAULT__</{name}>" for name in FOLDERS)
        + "<source_lang>EN-US</source_lang><target_lang>ZH-CN</target_lang>"
        "<sentence_seg>true</sentence_seg></project></omegat>",
        encoding="utf-8",
    )
    script = tmp_path / "found.groovy"
    script.write_text(SCRIPT, encoding="utf-8")
    write(glossary, project / "glossary" / "a.tbx", WriteOptions(tbx="2"))
    write(glossary, project / "glossary" / "a.utf8")
    write(hostile, project / "glossary" / "b.utf8")
    ran = program(
        "omegat",
        project,
        "--mode=console-translate",
        f"--config-dir={tmp_path / 'config'}",
        f"--script={script}",
    )
    found = [line.removeprefix("FOUND ").split("|") for line in ran.stdout.splitlines() if "FOUND" in line]
    in_termbase = {(source, target) for file, source, target, _ in found if file == "a.tbx"}
    assert in_termbase >= {
        ("mine action", "地雷行动"),
        ("mine-action", "地雷行动"),
        ("United Nations Mine Action Service", "联合国地雷行动处"),
    }
    told = next(comment for file, source, _, comment in found if (file, source) == ("a.tbx", "mine action"))
    assert "Assistance in mine action" in told
    assert "used throughout" in told
    assert [line[1:] for line in found if line[0] == "a.utf8"] == [
        ["mine action", "地雷行动", "used throughout"],
        ["United Nations Mine Action Service", "联合国地雷行动处", "candidate, score 0.88, seen 1 time"],
    ]
    assert [line[1:3] for line in found if line[0] == "b.utf8"] == [
        ["=HYPERLINK(1)", "＝1+1"],
        ["a b c", "地（水）雷"],
        ['"quoted" <b>&amp;</b> ]]>', "“引”𠮷𠀀"],
        ["_x0041_ term", "条_x0041_款"],
        ["spaced out", "空"],
    ]


def test_translate_toolkit_reads_version_2(
    glossary: Glossary, program: Program, toolkit: str, tmp_path: Path
) -> None:
    write(glossary, tmp_path / "out.tbx", WriteOptions(tbx="2"))
    program("tbx2po", "--progress=none", tmp_path / "out.tbx", tmp_path / "out.po", folder=toolkit)
    assert 'msgid "mine action"' in (tmp_path / "out.po").read_text(encoding="utf-8")


@pytest.mark.parametrize("version", ["3", "2"])
def test_what_a_termbase_says_comes_back(version: str, glossary: Glossary, tmp_path: Path) -> None:
    """Statuses, kinds, scores, a context and its place; what is dropped or has no equivalent stays out."""
    report = write(glossary, tmp_path / "out.tbx", WriteOptions(tbx=version))  # type: ignore[arg-type]
    assert dict(report.left_out) == {"dropped": 1, "without an equivalent": 1}
    back = list(read_glossary(tmp_path / "out.tbx").pairs)
    before = list(glossary.pairs)[:2]
    for one, other in zip(back, before, strict=True):
        assert (one.id, one.status, one.kind, one.band, one.score, one.frequency, one.segments, one.note) == (
            other.id, other.status, other.kind, other.band, other.score, other.frequency, other.segments,
            other.note,
        )  # fmt: skip
        assert one.contexts == other.contexts[:1]
    write(Glossary("en", "zh", back), tmp_path / "again.tbx", WriteOptions(tbx=version))  # type: ignore[arg-type]
    entries = [
        [line for line in (tmp_path / name).read_text(encoding="utf-8").splitlines() if "</note>" in line]
        for name in ("out.tbx", "again.tbx")
    ]
    assert entries[0] == entries[1]


TEXT = st.text(st.sampled_from("<&>]'\"\t\x0b\u200b\ud800 =地（水）𠮷😀ab"), min_size=1, max_size=9)


@pytest.mark.slow
@given(st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), min_size=1, max_size=3), st.sampled_from(["3", "2"]))
@settings(deadline=None, max_examples=60)
def test_whatever_is_in_the_texts(texts: list[tuple[str, ...]], version: str) -> None:
    """What goes in comes back clean, and an entry is left out only where nothing of it can be seen."""
    clean = Cleaner("und", Tally())
    pairs = [
        TermPair(
            identity, Term(source, "en", 1), Term(target, "zh", 1), note=note,
            contexts=(Context(f"a {source}", target, place=Place(note)),),
        )
        for source, target, note, identity in texts
    ]  # fmt: skip
    seen = [(clean(pair.source.text), clean(pair.target.text), clean(pair.note)) for pair in pairs]
    seen = [texts for texts in seen if not (is_blank(texts[0]) or is_blank(texts[1]))]
    if not seen:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.tbx"
        write(Glossary("en", "zh", pairs), path, WriteOptions(tbx=version))  # type: ignore[arg-type]
        back = [(pair.source.text, pair.target.text, pair.note) for pair in read_glossary(path).pairs]
    assert back == seen


def test_only_people_make_a_term_preferred(glossary: Glossary, dated: WriteOptions) -> None:
    root = etree.fromstring(written(glossary, WriteOptions(format=".tbx", created=dated.created)).encode())
    accepted, candidate = root.iter("{*}conceptEntry")
    assert [status.text for status in accepted.iter("{*}administrativeStatus")] == [
        "preferredTerm-admn-sts", "admittedTerm-admn-sts", "preferredTerm-admn-sts", "admittedTerm-admn-sts",
    ]  # fmt: skip
    assert not list(candidate.iter("{*}administrativeStatus"))


def test_only_what_is_accepted_if_asked_for(glossary: Glossary) -> None:
    options = WriteOptions(format=".utf8", accepted_only=True)
    assert written(glossary, options) == "mine action\t地雷行动\tused throughout\n"


def test_ids_are_names_and_unique(hostile: Glossary) -> None:
    root = etree.fromstring(written(hostile, WriteOptions(format=".tbx")).encode())
    assert [entry.get("id") for entry in root.iter("{*}conceptEntry")] == [
        "c7", "c7-2", "__2_", "__3_", "__4_", "__5_",
    ]  # fmt: skip


def test_the_same_glossary_gives_the_same_bytes(
    glossary: Glossary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1195862400")
    for suffix in (".tbx", ".tsv", ".csv", ".xlsx", ".utf8"):
        for name in ("one", "other"):
            write(glossary, tmp_path / f"{name}{suffix}")
        assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"other{suffix}").read_bytes()
    assert "<p>duiqi 0.1.0, 2007-11-24, enc:bundled|v:0.1.0</p>" in (tmp_path / "one.tbx").read_text("utf-8")


def test_a_termbase_without_a_pair_is_refused(tmp_path: Path) -> None:
    """The grammar of TBX wants at least one concept."""
    pairs = (TermPair("1", Term("mines"), Term("地雷"), status="dropped"),)
    with pytest.raises(UnwritableFile) as refused:
        write(Glossary("en", "zh", pairs), tmp_path / "out.tbx")
    assert str(refused.value) == "no pair is left to write (1 dropped), and a TBX file cannot be empty"
    assert os.listdir(tmp_path) == []


def test_a_language_that_nobody_knows_is_told(tmp_path: Path) -> None:
    report = write(Glossary("en", "und", (TermPair("1", Term("a"), Term("b")),)), tmp_path / "out.tbx")
    assert report.warnings == ("a language is not known: other tools cannot tell whose termbase it is",)
