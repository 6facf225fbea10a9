"""Concepts with several terms, in TBX, MultiTerm XML and memoQ's CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from duiqi.corpus.glossary.model import Context, Glossary, Place, Synonym, Term, TermPair
from duiqi.corpus.glossary.reading import read_glossary
from duiqi.exports import WriteOptions, write
from duiqi.exports.glossary.concepts import concepts
from duiqi.exports.options import Tally

OPTIONS = WriteOptions(subject="disarmament", customer="A & B")


def pair(number: int, source: str, target: str, **facts: object) -> TermPair:
    return TermPair(str(number), Term(source, "en"), Term(target, "zh"), **facts)  # type: ignore[arg-type]


@pytest.fixture
def standards() -> Glossary:
    """An abbreviation before its long form, two translations of a term, candidates that share terms."""
    contexts = (Context("R & D", "𠀀", place=Place("a<b>.jsonl", "3")),)
    return Glossary(
        "en",
        "zh",
        (
            pair(1, "IMAS", "国际地雷行动标准", kind="abbreviation", status="accepted"),
            pair(2, "International Mine Action Standards", "国际地雷行动标准", status="accepted"),
            pair(
                3,
                "mine clearance",
                "扫雷",
                status="accepted",
                contexts=contexts,
            ),
            pair(4, "mine clearance", "清除地雷", status="accepted", note="older"),
            pair(5, "aid", "援助"),
            pair(6, "assistance", "援助"),
        ),
    )


def test_accepted_pairs_of_one_term_are_one_concept(standards: Glossary) -> None:
    """The long form is preferred to its abbreviation, the first translation to the second."""
    tally = Tally()
    found = [
        ([c.pair.source.text, *(s.text for s in c.source)], [c.pair.target.text, *(t.text for t in c.target)])
        for c in concepts(standards, OPTIONS, tally)
    ]
    assert found == [
        (["International Mine Action Standards", "IMAS"], ["国际地雷行动标准"]),
        (["mine clearance"], ["扫雷", "清除地雷"]),
        (["aid"], ["援助"]),
        (["assistance"], ["援助"]),
    ]
    assert tally.written == 6


USAGES = ("preferred", "admitted", "abbreviation", "deprecated")


@pytest.mark.parametrize("version", ["3", "2"])
def test_terms_of_a_concept_go_from_a_termbase_to_a_workbook_and_back(tmp_path: Path, version: str) -> None:
    """With their usage, of a concept that nobody has accepted too; words in brackets that are none stay."""
    names = tuple(Synonym(f"x {usage} (UN)", usage) for usage in USAGES)  # type: ignore[arg-type]
    odd = Synonym("扫雷 (deprecated)"), Synonym("排雷", "deprecated")
    first = TermPair(
        "1", Term("service", "en", synonyms=names), Term("处", "zh", synonyms=odd), status="accepted"
    )
    second = TermPair("2", Term("mine", "en", synonyms=names[1:]), Term("雷", "zh"))
    options = WriteOptions(tbx=version)  # type: ignore[arg-type]
    write(Glossary("en", "zh", (first, second)), tmp_path / "a.tbx", options)
    read = read_glossary(tmp_path / "a.tbx")
    assert [(pair.status, set(pair.source.synonyms), set(pair.target.synonyms)) for pair in read.pairs] == [
        ("accepted", set(names), set(odd)), ("candidate", set(names[1:]), set()),
    ]  # fmt: skip
    write(read, tmp_path / "a.xlsx")
    table = read_glossary(tmp_path / "a.xlsx")
    assert [(pair.source, pair.target) for pair in table.pairs] == [
        (replace(pair.source, lang="en-US"), replace(pair.target, lang="zh-CN")) for pair in read.pairs
    ]
    write(table, tmp_path / "b.tbx", options)
    assert list(read_glossary(tmp_path / "b.tbx").pairs) == list(read.pairs)


@pytest.mark.parametrize("version", ["3", "2"])
def test_a_termbase_has_several_terms_an_entry(standards: Glossary, tmp_path: Path, version: str) -> None:
    options = WriteOptions(tbx=version, subject="disarmament", customer="A & B")  # type: ignore[arg-type]
    write(standards, tmp_path / "out.tbx", options)
    text = (tmp_path / "out.tbx").read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if "IMAS" in line)
    assert first.index("International Mine Action Standards") < first.index("IMAS")
    assert "admittedTerm-admn-sts" in first
    assert ">abbreviation<" in first
    assert text.count("disarmament") == text.count("A &amp; B") == 4


@pytest.mark.parametrize("name", ["a.tsv", "a.csv", "a.xlsx"])
def test_tables_have_the_subject_field_and_customer_of_all_as_termbases_do(
    standards: Glossary, tmp_path: Path, name: str
) -> None:
    write(standards, tmp_path / name, OPTIONS)
    pairs = [*read_glossary(tmp_path / name).pairs]
    assert len(pairs) > 1
    assert {(pair.subject, pair.customer) for pair in pairs} == {("disarmament", "A & B")}


def test_such_a_termbase_fits_its_grammar(standards: Glossary, schemas: Path, tmp_path: Path) -> None:
    write(standards, tmp_path / "out.tbx", OPTIONS)
    grammar = etree.RelaxNG(etree.parse(str(schemas / "tbx" / "TBXcoreStructV03.rng")))
    grammar.assertValid(etree.parse(str(tmp_path / "out.tbx")))


def test_multiterm_has_a_group_for_each_concept_language_and_term(
    standards: Glossary, tmp_path: Path
) -> None:
    """The elements nest as the schema MTF has them; fields are in groups of their own."""
    write(standards, tmp_path / "out.xml", OPTIONS)
    root = etree.parse(str(tmp_path / "out.xml")).getroot()
    assert root.tag == "mtf"
    groups = root.findall("conceptGrp")
    assert [group.findtext("concept") for group in groups] == ["1", "2", "3", "4"]
    second = groups[1]
    assert [(node.get("type"), node.get("lang")) for node in second.iter("language")] == [
        ("English", "EN-US"), ("Chinese", "ZH-CN"),
    ]  # fmt: skip
    assert [term.text for term in second.iter("term")] == ["mine clearance", "扫雷", "清除地雷"]
    fields = [(field.get("type"), field.text) for field in second.iter("descrip")]
    assert fields == [
        ("Subject", "disarmament"), ("Customer", "A & B"),
        ("Status", "preferred"), ("Context", "R & D"), ("Source", "a<b>.jsonl#3"),
        ("Status", "preferred"), ("Context", "𠀀"), ("Source", "a<b>.jsonl#3"),
        ("Status", "admitted"),
    ]  # fmt: skip


def test_memoq_has_a_row_a_concept_and_columns_for_each_term(standards: Glossary) -> None:
    page = io.BytesIO()
    options = WriteOptions(csv="memoq", subject="disarmament", customer="A & B", format=".csv")
    write(standards, page, options)
    heading, *rows = csv.reader(io.StringIO(page.getvalue().decode("utf-8-sig")))
    assert heading[:4] == ["Entry_ID", "Entry_Subject", "Entry_Domain", "Entry_ClientID"]
    assert heading[10:] == [
        "English_United_States_Def", *["English_United_States", "Term_Info", "Term_Example"] * 2,
        "Chinese_PRC_Def", *["Chinese_PRC", "Term_Info", "Term_Example"] * 2,
    ]  # fmt: skip
    assert {len(row) for row in rows} == {len(heading)}
    assert rows[0][10:] == [
        "", "International Mine Action Standards", "", "", "IMAS", "", "", "", "国际地雷行动标准", *[""] * 5,
    ]  # fmt: skip
    assert rows[1][:4] == ["1", "disarmament", "", "A & B"]
