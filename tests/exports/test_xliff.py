"""XLIFF: the strict schemas accept it, and editors see what needs review."""

# What is written is quoted as it is.
# ruff: noqa: E501

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.model import Alignment
from duiqi.exports import WriteOptions, write

ONE = "{urn:oasis:names:tc:xliff:document:1.2}"
TWO = "{urn:oasis:names:tc:xliff:document:2.0}"
NAMES = ["extract", "torture", "gold"]


@pytest.mark.parametrize("name", NAMES)
def test_the_strict_schema_accepts_1_2(
    name: str, request: pytest.FixtureRequest, schemas: Path, dated: WriteOptions, tmp_path: Path
) -> None:
    """Strict, as the transitional one lets any attribute pass."""

    class Local(etree.Resolver):
        def resolve(self, url: str, public_id: str, context: object) -> object:
            return (
                self.resolve_filename(str(schemas / "xliff-1.2" / "xml.xsd"), context)
                if "xml.xsd" in url
                else None
            )

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    schema = etree.XMLSchema(etree.parse(str(schemas / "xliff-1.2" / "xliff-core-1.2-strict.xsd"), parser))
    write(request.getfixturevalue(name), tmp_path / "out.xlf", dated)
    tree = etree.parse(str(tmp_path / "out.xlf"))
    assert schema.validate(tree), schema.error_log
    units = list(tree.iter(f"{ONE}trans-unit"))
    assert len({unit.get("id") for unit in units}) == len(units)


@pytest.mark.parametrize("version", ["2.0", "2.1"])
@pytest.mark.parametrize("name", NAMES)
def test_all_module_schemas_accept_2(
    version: str,
    name: str,
    request: pytest.FixtureRequest,
    schemas: Path,
    dated: WriteOptions,
    tmp_path: Path,
) -> None:
    schema = etree.XMLSchema(etree.parse(str(schemas / "xliff-2.1" / "all-modules.xsd")))
    write(request.getfixturevalue(name), tmp_path / "out.xlf", replace(dated, xliff=version))
    assert schema.validate(etree.parse(str(tmp_path / "out.xlf"))), schema.error_log


@pytest.mark.slow
def test_the_schematron_accepts_2(
    request: pytest.FixtureRequest,
    schemas: Path,
    program: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
) -> None:
    """It sees what no schema does: ids given twice, references that lead nowhere."""
    written = [tmp_path / f"{name}.xlf" for name in NAMES]
    for path in written:
        write(request.getfixturevalue(path.stem), path, WriteOptions(xliff="2.1"))
    program("jing", schemas / "xliff-2.1" / "xliff_2_advanced_validation.nvdl", *written)


def test_a_unit_of_1_2_as_it_reads(extract: Alignment, dated: WriteOptions, tmp_path: Path) -> None:
    write(extract, tmp_path / "out.xlf", dated)
    units = (tmp_path / "out.xlf").read_text(encoding="utf-8").splitlines()[4:]
    assert units[0] == (
        '<trans-unit id="1" resname="un-62-99.en-1" xml:space="preserve" approved="yes">'
        '<source>Assistance in mine action</source><target state="final">协助地雷行动</target>'
        '<context-group purpose="information"><context context-type="x-kind">1-1</context>'
        '<context context-type="x-confidence">0.97</context><context context-type="x-score">1.31</context>'
        '<context context-type="x-status">accepted</context><context context-type="x-source-label">62/99.</context>'
        '<context context-type="x-target-label">62/99.</context><context context-type="x-source-span">70-96</context>'
        '<context context-type="x-target-span">300-309</context></context-group>'
        '<note from="duiqi">1-1, confidence 0.97</note></trans-unit>'
    )
    assert '<target state="needs-review-translation">大会，</target>' in units[1]
    assert 'approved="yes"' not in units[1]
    assert '<note from="reviewer">“processes” or “process”? &lt;ask&gt; &amp; see</note>' in units[2]


def test_2_says_what_needs_review(extract: Alignment, tmp_path: Path) -> None:
    write(extract, tmp_path / "out.xlf", WriteOptions(xliff="2.0"))
    segments = list(etree.parse(str(tmp_path / "out.xlf")).iter(f"{TWO}segment"))
    assert [(segment.get("state"), segment.get("subState")) for segment in segments] == [
        ("final", None),
        ("translated", "duiqi:needs-review"),
        ("translated", "duiqi:needs-review"),
        ("final", None),
    ]


@pytest.mark.parametrize("version", ["1.2", "2.0"])
def test_the_editor_has_the_last_word(version: str, extract: Alignment, tmp_path: Path) -> None:
    """A unit approved in the editor is accepted when it comes back, one whose approval was withdrawn is new."""
    path = tmp_path / "out.xlf"
    write(extract, path, WriteOptions(xliff=version))  # type: ignore[arg-type]
    text = path.read_text(encoding="utf-8")
    if version == "1.2":
        text = text.replace(' approved="yes"', "").replace(
            'state="final"', 'state="needs-review-translation"'
        )
        text = text.replace('<trans-unit id="2"', '<trans-unit id="2" approved="yes"')
    else:
        text = text.replace('state="final"', 'state="translated"')
        text = text.replace('state="translated" subState="duiqi:needs-review"', 'state="final"', 1)
    path.write_text(text, encoding="utf-8")
    assert [bead.status for bead in read_bitext(path).beads] == ["new", "accepted", "new", "new"]


def test_an_edited_text_loses_its_cuts_and_nothing_else(extract: Alignment, tmp_path: Path) -> None:
    path = tmp_path / "out.xlf"
    write(extract, path)
    path.write_text(
        path.read_text(encoding="utf-8").replace("并决定继续处理此案", "并决定继续处理本案件"),
        encoding="utf-8",
    )
    bead = list(read_bitext(path).beads)[-1]
    assert bead.target_texts == ("注意到报告；并决定继续处理本案件。",)
    assert bead.kind == (1, 1)
    assert bead.confidence == 0.42


def test_translate_toolkit_counts_and_converts_it(
    gold: Alignment, program: Callable[..., subprocess.CompletedProcess[str]], toolkit: str, tmp_path: Path
) -> None:
    beads = tuple(
        replace(bead, status="accepted" if bead.id in {"1", "2", "3"} else "new") for bead in gold.beads
    )
    write(gold.with_beads(beads), tmp_path / "out.xlf")
    counted = program("pocount", "--csv", tmp_path / "out.xlf", folder=toolkit).stdout.splitlines()
    row = dict(zip((name.strip() for name in counted[0].split(",")), counted[1].split(","), strict=False))
    assert row["Translated Messages"].strip() == "3"
    assert row["Fuzzy Messages"].strip() == "25"
    program("xliff2po", "--progress=none", tmp_path / "out.xlf", tmp_path / "out.po", folder=toolkit)
    assert (tmp_path / "out.po").read_text(encoding="utf-8").count("\nmsgid ") == 29  # and the head
