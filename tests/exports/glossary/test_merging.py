"""Reviewed pairs merged into a termbase: what is new, changed and confirmed, and nothing lost."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from duiqi.corpus.bitext.trees import LANG
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.glossary.model import Context, Glossary, Synonym, Term, TermPair
from duiqi.corpus.glossary.reading import read_glossary
from duiqi.exports import WriteOptions, write
from duiqi.exports.glossary.merging import merge

# A termbase as MultiTerm exports it: nested terms, a third language, a definition, a history, a remark.
MARTIF = """<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en">
  <martifHeader><fileDesc><sourceDesc><p>MultiTerm</p></sourceDesc></fileDesc></martifHeader>
  <text><body>
    <!-- checked in 2019 -->
    <termEntry id="c1">
      <descrip type="subjectField">disarmament</descrip>
      <transacGrp><transac type="transactionType">origination</transac><date>2019-03-04</date></transacGrp>
      <langSet xml:lang="en"><ntig><termGrp><term>mine clearance</term></termGrp>
        <descrip type="definition">removal of mines &amp; more</descrip></ntig></langSet>
      <langSet xml:lang="fr"><ntig><termGrp><term>déminage</term></termGrp></ntig></langSet>
      <langSet xml:lang="zh"><ntig><termGrp><term>清除地雷</term></termGrp></ntig></langSet>
    </termEntry>
    <termEntry id="b1">
      <langSet xml:lang="en"><ntig><termGrp><term>bank</term></termGrp></ntig></langSet>
      <langSet xml:lang="zh"><ntig><termGrp><term>银行</term></termGrp></ntig></langSet>
    </termEntry>
    <termEntry id="b2">
      <langSet xml:lang="en"><ntig><termGrp><term>bank</term></termGrp></ntig></langSet>
      <langSet xml:lang="zh"><ntig><termGrp><term>河岸</term></termGrp></ntig></langSet>
    </termEntry>
    <termEntry id="f">
      <langSet xml:lang="en"><ntig><termGrp><term>mine action</term></termGrp></ntig></langSet>
      <langSet xml:lang="fr"><ntig><termGrp><term>lutte antimines</term></termGrp></ntig></langSet>
    </termEntry>
    <termEntry id="d">
      <langSet xml:lang="en"><ntig><termGrp><term>weapon</term></termGrp></ntig></langSet>
      <langSet xml:lang="zh"><ntig><termGrp><term>兵器</term>
        <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termGrp></ntig>
        <ntig><termGrp><term>武器</term></termGrp></ntig></langSet>
    </termEntry>
  </body></text>
</martif>
"""


def pair(number: int, source: str, target: str, **facts: object) -> TermPair:
    found = TermPair(
        str(number), Term(source, "en", 3), Term(target, "zh", 3), frequency=3, status="accepted"
    )
    return replace(found, **facts)  # type: ignore[arg-type]


REVIEWED = Glossary(
    "en",
    "zh",
    (
        pair(1, "IMAS", "国际地雷行动标准", kind="abbreviation"),
        pair(2, "Mine  Clearance", "清除地雷"),
        pair(3, "mine clearance", "扫雷"),
        pair(4, "bank", "库"),
        pair(5, "mine action", "地雷行动"),
        pair(6, "weapon", "兵器"),
        pair(7, "International Mine Action Standards", "国际地雷行动标准", note="a < b"),
        pair(8, "report", "报告", status="candidate"),
        pair(9, "bomb", "炸弹", status="dropped"),
        pair(10, "=𠀀", "=条", contexts=(Context("the =𠀀", "这=条"),)),
        pair(11, "mines clearances", "清除地雷", known="清除地雷"),
    ),
)


CLEARANCE = replace(
    pair(1, "mine clearance", "清除地雷"),
    source=Term(
        "mine clearance", "en", synonyms=(Synonym("MC", "abbreviation"), Synonym("sweep", "deprecated"))
    ),
    target=Term("清除地雷", "zh", synonyms=(Synonym("清雷𠀀"),), definition="“清除地雷”指排除地雷。"),
)


def shorts(*texts: str) -> tuple[Synonym, ...]:
    return tuple(Synonym(text, "abbreviation") for text in texts)


AIRPORT = Glossary(
    "en",
    "zh",
    tuple(
        replace(
            pair(number, source, target),
            source=Term(source, "en", synonyms=shorts(*short)),
            target=Term(target, "zh", synonyms=shorts(*short)),
        )
        for number, (source, target, *short) in enumerate(
            (
                ("air traffic control", "空中交通管制", "ATC"),
                ("low visibility procedures", "低能见度程序", "LVP"),
                ("fuel spill 𠀀", "燃油泄漏"),
                ("apron", "机坪"),
                ("auxiliary power unit", "辅助动力装置", "APU"),
            ),
            1,
        )
    ),
)


def own_table(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A table that a person has made, a workbook with a second sheet or a text, by its suffix."""
    if path.suffix == ".xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.active.column_dimensions["B"].width = 41
        book.create_sheet("Notes").append(["keep me"])
        book.save(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter="\t" if path.suffix == ".tsv" else ";").writerows(rows)
    return path


def cells_of(path: Path) -> list[list[object]]:
    """The cells of the first sheet of a table, empty ones as ""."""
    if path.suffix == ".xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.load_workbook(path)
        assert book["Notes"]["A1"].value == "keep me"
        assert book.worksheets[0].column_dimensions["B"].width == 41
        return [[cell.value or "" for cell in row] for row in book.worksheets[0].iter_rows()]
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.reader(file, delimiter="\t" if path.suffix == ".tsv" else ";")]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".tsv"])
@pytest.mark.parametrize(
    "heading",
    [
        ["English", "中文", "Abbr.", "Definition", "Owner"],
        ["源语", "目标语", "缩写", "备注", "Owner"],
        ["Term (EN)", "Term (ZH)", "Abbreviation", "Remarks", "Owner"],
        ["Begriff", "Entsprechung", "Kürzel", "Anm.", "Owner"],
        ["英文全称", "中文译名", "英文缩写", "释义", "Owner"],
    ],
)
def test_a_table_with_columns_of_its_own_gets_a_row_a_concept(
    heading: list[str], suffix: str, tmp_path: Path
) -> None:
    """Abbreviations in the column for them, also of a row that has none; all else as it was, and in place."""
    rows = [
        heading,
        ["air traffic control", "空中交通管制", "ATC", "service", "Li"],
        ["low visibility procedures", "低能见度程序", "", "do not touch", "Li"],
        ["apron", "停机坪", "", "", "𠀀"],
    ]
    base, out = own_table(tmp_path / f"base{suffix}", rows), tmp_path / f"out{suffix}"
    done = merge(AIRPORT, base, out)
    assert (done.new, done.changed, done.confirmed) == (2, 2, 1)
    rows[2][2] = "LVP"
    assert cells_of(out) == [
        *rows,
        ["fuel spill 𠀀", "燃油泄漏", "", "", ""],
        ["apron", "机坪", "", "", ""],
        ["auxiliary power unit", "辅助动力装置", "APU", "", ""],
    ]
    assert merge(AIRPORT, out, tmp_path / f"again{suffix}").confirmed == 5
    assert (tmp_path / f"again{suffix}").read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('"apron, ""A""",停机坪,,"𠀀, Li"', '"apron, ""A""",停机坪,APR,"𠀀, Li"'),
        ('"apron, ""A""","停机坪","",""', '"apron, ""A""","停机坪","APR",""'),
        ('"apron, ""A""",停机坪,n/a,Li', '"apron, ""A""",停机坪,APR,Li'),
        ('"apron, ""A""",停机坪,—,', '"apron, ""A""",停机坪,APR,'),
        ('"apron, ""A""",停机坪', '"apron, ""A""",停机坪,APR'),
    ],
)
def test_a_line_that_gets_an_abbreviation_keeps_its_quotation_marks(
    line: str, expected: str, tmp_path: Path
) -> None:
    """Where its cell is empty, or says that there is none."""
    new = replace(pair(1, 'apron, "A"', "停机坪"), source=Term('apron, "A"', "en", synonyms=shorts("APR")))
    base, out = tmp_path / "base.csv", tmp_path / "out.csv"
    base.write_text(f"English,中文,Abbr.,Owner\n{line}\n", encoding="utf-8")
    assert merge(Glossary("en", "zh", (new,)), base, out).changed == 1
    assert out.read_text(encoding="utf-8").splitlines()[1:] == [expected]


def test_numbers_and_the_word_for_approved_go_on_as_the_rows_before_have_them(tmp_path: Path) -> None:
    rows = [["序号", "英文", "中文", "中文简称", "审核"], [1, "apron", "停机坪", "", "是"]]
    base, out = own_table(tmp_path / "base.xlsx", rows), tmp_path / "out.xlsx"
    merge(replace(AIRPORT, pairs=AIRPORT.pairs[2:3]), base, out)  # type: ignore[index]
    assert cells_of(out)[2] == [2, "fuel spill 𠀀", "燃油泄漏", "", "是"]


def test_an_abbreviation_of_both_languages_is_that_of_the_source(tmp_path: Path) -> None:
    rows = [["English", "中文", "English abbreviation", "中文简称"], ["apron", "停机坪", "", ""]]
    base, out = own_table(tmp_path / "base.xlsx", rows), tmp_path / "out.xlsx"
    merge(replace(AIRPORT, pairs=AIRPORT.pairs[:1]), base, out)  # type: ignore[index]
    assert cells_of(out)[2] == ["air traffic control", "空中交通管制", "ATC", ""]


def test_of_columns_without_names_only_the_terms_are_filled(tmp_path: Path) -> None:
    rows = [["apron", "停机坪", "Annex 14"], ["stand", "停机位", "Annex 14, too"], ["taxiway", "滑行道", "-"]]
    base, out = own_table(tmp_path / "base.csv", rows), tmp_path / "out.csv"
    new = replace(pair(1, "runway", "跑道"), note="seen")
    merge(Glossary("en", "zh", (new,)), base, out)
    assert cells_of(out) == [*rows, ["runway", "跑道", ""]]


def test_columns_that_cannot_be_told_are_asked_for(tmp_path: Path) -> None:
    rows = [["a", "b", "c"], ["apron", "tablier", "Vorfeld"], ["stand", "poste", "Platz"]]
    base, out = own_table(tmp_path / "base.csv", rows), tmp_path / "out.csv"
    new = Glossary("und", "und", (pair(1, "runway", "piste"),))
    with pytest.raises(DuiqiError, match=r"cannot be told: .* Say --columns"):
        merge(new, base, out)
    assert not out.exists()
    merge(new, base, out, columns=("a", "b"))
    assert cells_of(out) == [*rows, ["runway", "piste", ""]]


def martif(path: Path, encoding: str = "utf-8") -> Path:
    path.write_bytes(MARTIF.format(encoding=encoding).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_termbase_gets_what_it_has_not_and_keeps_all_else(tmp_path: Path, encoding: str) -> None:
    """Equivalents go into the concept of their term; of two concepts of a term neither is taken."""
    base, out = martif(tmp_path / "base.tbx", encoding), tmp_path / "out.tbx"
    done = merge(REVIEWED, base, out)
    assert (done.new, done.changed, done.confirmed) == (4, 2, 2)
    assert dict(done.report.left_out) == {"not accepted": 1, "dropped": 1, "deprecated in the termbase": 1}
    before, after = etree.parse(str(base)), etree.parse(str(out))
    assert after.docinfo.doctype == before.docinfo.doctype
    assert [list(term.itertext()) for term in after.iterfind(".//termEntry[@id='c1']//langSet[3]//term")] == [
        ["清除地雷"], ["扫雷"],
    ]  # fmt: skip
    assert [term.text for term in after.iterfind(".//termEntry[@id='f']//term")] == [
        "mine action", "lutte antimines", "地雷行动",
    ]  # fmt: skip
    added = [entry.get("id") for entry in after.iter("termEntry")][5:]
    assert added == ["c4", "c7", "c10"]
    assert [term.text for term in after.iterfind(".//termEntry[@id='c7']//term")] == [
        "International Mine Action Standards", "IMAS", "国际地雷行动标准",
    ]  # fmt: skip
    _take_out(after, {"扫雷", "地雷行动"}, set(added))
    assert etree.tostring(after, method="c14n") == etree.tostring(before, method="c14n")


def _take_out(tree: etree._ElementTree, terms: set[str], entries: set[str]) -> None:
    """Undo a merge: take out what was added, with the white space that goes with it."""
    for term in [found for found in tree.iter("term") if found.text in terms]:
        added = next(term.iterancestors("ntig"))
        section = added.getparent()
        assert section is not None
        _remove(section if len(section) == 1 else added)
    for entry in [found for found in tree.iter("termEntry") if found.get("id") in entries]:
        _remove(entry)


def _remove(element: etree._Element) -> None:
    previous, parent = element.getprevious(), element.getparent()
    assert previous is not None
    assert parent is not None
    previous.tail = element.tail
    parent.remove(element)


def test_a_merged_termbase_fits_the_dtd_and_the_grammar(schemas: Path, tmp_path: Path) -> None:
    reviewed = replace(REVIEWED, pairs=(*REVIEWED.pairs, CLEARANCE))
    merge(reviewed, martif(tmp_path / "base.tbx"), tmp_path / "out.tbx")
    with (schemas / "tbx" / "OpenXLIFF_TBXcoreStructV02.dtd").open("rb") as file:
        dtd = etree.DTD(file)
    assert dtd.validate(etree.parse(str(tmp_path / "out.tbx"))), dtd.error_log
    write(replace(REVIEWED, pairs=REVIEWED.pairs[1:3]), tmp_path / "base3.tbx")  # type: ignore[index]
    merge(reviewed, tmp_path / "base3.tbx", tmp_path / "out3.tbx", WriteOptions(subject="mines"))
    grammar = etree.RelaxNG(etree.parse(str(schemas / "tbx" / "TBXcoreStructV03.rng")))
    grammar.assertValid(etree.parse(str(tmp_path / "out3.tbx")))


@pytest.mark.parametrize("name", ["a.tbx", "a.xlsx", "a.tsv"])
def test_definitions_are_merged(name: str, tmp_path: Path) -> None:
    """Into termbases, and into tables that have columns for them."""
    base, out = tmp_path / name, tmp_path / f"out-{name}"
    write(Glossary("en", "zh", (pair(1, "mine", "地雷"),), described=True), base)
    term = Term("lease", "en", definition="use <for> rent")
    new = replace(pair(2, "lease", "租赁"), source=term, subject="law", customer="A & B")
    merge(Glossary("en", "zh", (new,)), base, out)
    first, found = read_glossary(out).pairs
    assert (first.source.definition, first.subject) == ("", "")
    assert (found.source.definition, found.subject, found.customer) == ("use <for> rent", "law", "A & B")


@pytest.mark.parametrize("options", [WriteOptions(tbx="3"), WriteOptions(tbx="2"), None])
def test_a_concept_gets_the_synonyms_and_the_definitions_that_it_has_not(
    options: WriteOptions | None, tmp_path: Path
) -> None:
    """The definition that it has stays, and so does all else; what is deprecated is not added."""
    base, out, again = tmp_path / "base.tbx", tmp_path / "out.tbx", tmp_path / "again.tbx"
    own = replace(CLEARANCE.source, synonyms=(), definition="removal of mines")
    if options:
        write(
            Glossary("en", "zh", (replace(CLEARANCE, source=own, target=Term("清除地雷", "zh")),)),
            base,
            options,
        )
    else:
        martif(base)
    new = replace(CLEARANCE, source=replace(CLEARANCE.source, definition="clearing"))
    done = merge(Glossary("en", "zh", (new,)), base, out)
    assert (done.new, done.changed, done.confirmed) == (0, 1, 0)
    found = next(iter(read_glossary(out, source_lang="en", target_lang="zh").pairs))
    assert found.source.synonyms == (Synonym("MC", "abbreviation"),)
    assert found.target.synonyms == (Synonym("清雷𠀀"),)
    assert found.source.definition.startswith("removal of mines")
    assert found.target.definition == "“清除地雷”指排除地雷。"
    assert merge(Glossary("en", "zh", (new,)), out, again).confirmed == 1
    assert again.read_bytes() == out.read_bytes()


def entry_of(source: str, *targets: str) -> str:
    """A concept with an English term and Chinese ones."""
    terms = "".join(f"<tig><term>{text}</term></tig>" for text in targets)
    english = f'<langSet xml:lang="en"><tig><term>{source}</term></tig></langSet>'
    return f'<termEntry>{english}<langSet xml:lang="zh">{terms}</langSet></termEntry>'


def old_termbase(path: Path, *entries: str) -> Path:
    body = f"<text><body>{''.join(entries)}</body></text>"
    path.write_text(f'<martif type="TBX-Basic" xml:lang="en">{body}</martif>', encoding="utf-8")
    return path


def test_a_concept_is_known_by_an_abbreviation_and_an_equivalent(tmp_path: Path) -> None:
    """FOD 外来物 is foreign object debris (FOD) 外来物: one concept, which gets the long form."""
    debris = replace(
        pair(1, "foreign object debris", "外来物"),
        source=Term("foreign object debris", "en", synonyms=shorts("FOD")),
        target=Term("外来物", "zh", synonyms=(Synonym("外来物𠀀"),)),
    )
    base, out = old_termbase(tmp_path / "base.tbx", entry_of("FOD", "外来物")), tmp_path / "out.tbx"
    done = merge(Glossary("en", "zh", (debris,)), base, out)
    assert (done.new, done.changed, done.confirmed) == (0, 1, 0)
    terms = [term.text for term in etree.parse(str(out)).iter("term")]
    assert terms == ["FOD", "foreign object debris", "外来物", "外来物𠀀"]
    again = merge(Glossary("en", "zh", (debris,)), out, tmp_path / "again.tbx")
    assert (again.new, again.changed, again.confirmed) == (0, 0, 1)


@pytest.mark.parametrize("name", ["base.tbx", "base.csv"])
def test_another_term_with_a_known_equivalent_is_not_another_form_of_it(name: str, tmp_path: Path) -> None:
    """A draft names the equivalents that another glossary has; that does not make FOD the same term."""
    term = Term("foreign object debris", "en", synonyms=shorts("FOD"))
    new = replace(pair(1, "foreign object debris", "外来物"), source=term, known="外来物")
    base, out = tmp_path / name, tmp_path / f"out-{name}"
    if name.endswith(".tbx"):
        old_termbase(base, entry_of("FOD", "外来物"))
    else:
        own_table(base, [["English", "Chinese"], ["FOD", "外来物"]])
    assert merge(Glossary("en", "zh", (new,)), base, out).changed == 1
    assert "foreign object debris" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "entries",
    [
        [entry_of("FOD", "故障")],  # another concept with the same abbreviation
        [entry_of("FOD", "外来物"), entry_of("FOD", "外来物", "外物")],
    ],
)
def test_an_abbreviation_that_may_be_of_another_concept_is_none(entries: list[str], tmp_path: Path) -> None:
    term = Term("foreign object debris", "en", synonyms=shorts("FOD"))
    new = replace(pair(1, "foreign object debris", "外来物"), source=term)
    base = old_termbase(tmp_path / "base.tbx", *entries)
    assert merge(Glossary("en", "zh", (new,)), base, tmp_path / "out.tbx").new == 1


@pytest.mark.parametrize("locale", ["en", "zh"])
@pytest.mark.parametrize("name", ["a.xlsx", "a.tsv", "a.csv"])
def test_a_draft_takes_the_decisions_about_its_own_pairs(
    name: str, locale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was accepted or rejected meanwhile is so in the draft; what was decided there stays."""
    monkeypatch.setenv("DUIQI_LANG", locale)
    base, out, again = (tmp_path / f"{folder}{name}" for folder in ("base-", "out-", "again-"))
    was = ["candidate", "candidate", "candidate", "dropped", "accepted", "candidate"]
    now = ["accepted", "dropped", "candidate", "accepted", "candidate", "accepted"]

    def draft(statuses: Sequence[str]) -> Glossary:
        pairs = (pair(n, f"term {n}", f"术语{n}", status=word) for n, word in enumerate(statuses, 1))
        return Glossary("en", "zh", tuple(pairs))

    write(draft(was), base)
    done = merge(draft(now), base, out)
    assert (done.new, done.changed, done.confirmed) == (0, 3, 0)
    assert [found.status for found in read_glossary(out).pairs] == [
        "accepted", "dropped", "candidate", "dropped", "accepted", "accepted",
    ]  # fmt: skip
    merge(draft(now), out, again)
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.parametrize("version", ["2", "3"])
def test_a_draft_in_tbx_takes_what_was_accepted(version: str, tmp_path: Path, schemas: Path) -> None:
    """A concept that was made elsewhere stays without a status, as it was."""
    base, out, again = (tmp_path / name for name in ("base.tbx", "out.tbx", "again.tbx"))
    options = WriteOptions(tbx="2" if version == "2" else "3")
    drafted = replace(CLEARANCE, status="candidate")
    write(Glossary("en", "zh", (drafted, pair(2, "mine", "地雷", status="candidate"))), base, options)
    done = merge(Glossary("en", "zh", (replace(CLEARANCE, target=drafted.target),)), base, out)
    assert (done.new, done.changed, done.confirmed) == (0, 1, 0)
    assert [found.status for found in read_glossary(out).pairs] == ["accepted", "candidate"]
    if version == "3":
        grammar = etree.RelaxNG(etree.parse(str(schemas / "tbx" / "TBXcoreStructV03.rng")))
        grammar.assertValid(etree.parse(str(out)))
    assert merge(Glossary("en", "zh", (CLEARANCE,)), out, again).confirmed == 1
    assert again.read_bytes() == out.read_bytes()
    elsewhere = old_termbase(base, entry_of("mine clearance", "清除地雷"))
    merge(Glossary("en", "zh", (pair(1, "mine clearance", "清除地雷"),)), elsewhere, out)
    assert out.read_bytes() == elsewhere.read_bytes()


@pytest.mark.parametrize("name", ["a.xlsx", "a.tsv", "a.csv", "a.utf8"])
def test_a_table_gets_the_synonyms_that_it_has_not(name: str, tmp_path: Path) -> None:
    """In its columns for them, where the cell is empty; otherwise as rows."""
    base, out, again = (tmp_path / f"{folder}{name}" for folder in ("base-", "out-", "again-"))
    write(Glossary("en", "zh", (pair(1, "mine clearance", "清除地雷"),)), base)
    new = replace(CLEARANCE, source=replace(CLEARANCE.source, text="demining"), target=Term("排雷", "zh"))
    done = merge(Glossary("en", "zh", (CLEARANCE, new)), base, out)
    assert (done.new, done.changed, done.confirmed) == (1, 1, 0)
    found = [(pair.source.text, pair.target.text) for pair in read_glossary(out).pairs]
    apart = [("MC", "清除地雷"), ("mine clearance", "清雷𠀀")]
    rows = [("mine clearance", "清除地雷"), *(apart if name == "a.utf8" else ()), ("demining", "排雷")]
    assert found == (rows if name != "a.utf8" else [*rows, ("MC", "排雷")])
    first = next(iter(read_glossary(out).pairs))
    if name != "a.utf8":
        assert (first.source.synonyms, first.target.synonyms) == (shorts("MC"), (Synonym("清雷𠀀"),))
    assert merge(Glossary("en", "zh", (CLEARANCE, new)), out, again).confirmed == 2
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.parametrize("name", ["a.tbx", "a.xlsx", "a.tsv", "a.csv", "a.utf8"])
def test_merging_again_changes_nothing(name: str, tmp_path: Path) -> None:
    base, once, twice = tmp_path / name, tmp_path / f"once.{name}", tmp_path / f"twice.{name}"
    write(replace(REVIEWED, pairs=REVIEWED.pairs[1:2]), base)  # type: ignore[index]
    first = merge(REVIEWED, base, once)
    assert first.new + first.changed == 7
    again = merge(REVIEWED, once, twice)
    assert (again.new, again.changed) == (0, 0)
    assert twice.read_bytes() == once.read_bytes()


texts = st.text(alphabet="地雷ab =,\"'𠀀", min_size=1, max_size=8).map(str.strip).filter(bool)
tables = st.lists(st.tuples(texts, texts, texts), min_size=2, max_size=6)


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=tables,
    new=tables,
    delimiter=st.sampled_from(",;"),
    encoding=st.sampled_from(["utf-8-sig", "gb18030", "utf-16"]),
    is_open=st.booleans(),
)
def test_a_table_begins_with_all_that_it_was(
    rows: list[tuple[str, str, str]],
    new: list[tuple[str, str, str]],
    delimiter: str,
    encoding: str,
    is_open: bool,
    tmp_path: Path,
) -> None:
    """In any encoding, with any separator, with columns that are not ours, with an open last line."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=delimiter)
    writer.writerow(["编号", "领域", "英文", "审校人员", "中文"])
    writer.writerows(
        [n, "国际法律文件", f"x{source}", f"审校{by}", f"国际标准{target}"]
        for n, (source, target, by) in enumerate(rows, 1)
    )
    base, out = tmp_path / "base.csv", tmp_path / "out.csv"
    base.write_bytes((page.getvalue().rstrip("\r\n") if is_open else page.getvalue()).encode(encoding))
    before = list(read_glossary(base).pairs)
    pairs = tuple(pair(n, f"x{source}", f"国际标准{target}") for n, (source, target, _) in enumerate(new))
    done = merge(Glossary("en", "zh", pairs), base, out)
    assert out.read_bytes().startswith(base.read_bytes())
    after = list(read_glossary(out).pairs)
    assert after[: len(before)] == before
    assert len(after) == len(before) + done.new + done.changed
    assert done.new + done.changed + done.confirmed == len(pairs)
    assert merge(Glossary("en", "zh", pairs), out, tmp_path / "again.csv").confirmed == len(pairs)


def test_a_workbook_keeps_its_other_sheets_and_its_looks(tmp_path: Path) -> None:
    """Rows go below the last filled one and look like it; filter, lists and colours reach them."""
    openpyxl = pytest.importorskip("openpyxl")
    base, out = tmp_path / "base.xlsx", tmp_path / "out.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [["Terms", None, None], ["English", "Chinese", "Owner"], ["mine action", "地雷行动", "Li"]]
    for row in rows:
        sheet.append(row)
    sheet["A3"].font = openpyxl.styles.Font(bold=True)
    sheet.auto_filter.ref = "A2:C3"
    sheet["A4"].fill = openpyxl.styles.PatternFill("solid", "FFFF00")  # empty, formatted beforehand
    book.create_sheet("Notes").append(["keep me"])
    book.save(base)
    done = merge(replace(REVIEWED, pairs=REVIEWED.pairs[2:5]), base, out)  # type: ignore[index]
    assert (done.new, done.changed, done.confirmed) == (2, 0, 1)
    merged = openpyxl.load_workbook(out)
    first = merged.worksheets[0]
    assert [[cell.value for cell in row] for row in first.iter_rows()] == [
        *rows, ["mine clearance", "扫雷", None], ["bank", "库", None],
    ]  # fmt: skip
    assert first["A5"].font.bold
    assert first["A4"].fill.fgColor.rgb == "00FFFF00"
    assert first.auto_filter.ref == "A2:C5"
    assert merged["Notes"]["A1"].value == "keep me"
    with zipfile.ZipFile(base) as before, zipfile.ZipFile(out) as after:
        others = set(before.namelist()) - {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
        assert all(before.read(name) == after.read(name) for name in others)


def test_a_workbook_of_ours_offers_the_statuses_below(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    write(replace(REVIEWED, pairs=REVIEWED.pairs[:2]), tmp_path / "base.xlsx")  # type: ignore[index]
    merge(REVIEWED, tmp_path / "base.xlsx", tmp_path / "out.xlsx")
    back = list(read_glossary(tmp_path / "out.xlsx").pairs)
    assert [found.id for found in back] == [str(n) for n in range(1, len(back) + 1)]
    assert {found.status for found in back} == {"accepted"}
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    ends = {str(found.sqref).rpartition(":")[2][-1] for found in sheet.data_validations.dataValidation}
    assert ends == {str(len(back) + 1)}


@pytest.mark.parametrize(("code", "expected"), [("zh-CN", "zh-TW"), ("zh-Hans", "zh-TW"), ("zh", "zh")])
def test_traditional_terms_are_not_filed_as_simplified(tmp_path: Path, code: str, expected: str) -> None:
    """A termbase of zh-CN gets zh-TW as a language of its own; one of zh, which takes either, does not."""
    base, out, again = (tmp_path / name for name in ("base.tbx", "out.tbx", "again.tbx"))
    base.write_text(MARTIF.format(encoding="utf-8").replace('"zh"', f'"{code}"'), encoding="utf-8")
    added = Glossary("en", "zh-TW", (pair(1, "mine clearance", "掃雷"), pair(2, "software", "軟件")))
    assert merge(added, base, out).confirmed == 0
    sections = {
        section.get(LANG)
        for section in etree.parse(str(out)).iter("langSet")
        if {"掃雷", "軟件"} & set(section.itertext())
    }
    assert sections == {expected}
    assert merge(added, out, again).confirmed == 2
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx"])
def test_a_table_of_one_script_takes_no_terms_of_another(tmp_path: Path, suffix: str) -> None:
    """Its rows would be filed under the wrong language, and nothing is written then."""
    base, out = tmp_path / f"base{suffix}", tmp_path / f"out{suffix}"
    write(Glossary("en", "zh-CN", (pair(1, "mine clearance", "扫雷"),)), base)
    added = Glossary("en", "zh-TW", (pair(1, "mine clearance", "掃雷"),))
    with pytest.raises(DuiqiError, match="its terms are in zh-CN, and those to merge in zh-TW"):
        merge(added, base, out)
    assert not out.exists()
    assert merge(replace(added, target_lang="zh-Hans"), base, out).changed == 1
    if suffix != ".xlsx":
        base.write_text("en\tzh-TW\nmine clearance\t掃雷\n", encoding="utf-8")
        assert merge(added, base, out).confirmed == 1
        base.write_text("en\tzh-CN\nmine clearance\t扫雷\n", encoding="utf-8")
        with pytest.raises(DuiqiError, match="into a table of their own"):
            merge(added, base, out)


def test_what_cannot_be_merged_is_refused(tmp_path: Path) -> None:
    base = martif(tmp_path / "base.tbx")
    with pytest.raises(DuiqiError, match=r"keeps the format of .*base\.tbx\. Name a \.tbx file"):
        merge(REVIEWED, base, tmp_path / "out.xlsx")
    smallest = '<TBX dialect="TBX-Min"><body><entry id="1"><langGroup xml:lang="en"><termGroup><term>a</term>'
    other = (
        '</termGroup></langGroup><langGroup xml:lang="zh"><termGroup><term>甲</term></termGroup></langGroup>'
    )
    (tmp_path / "min.tbx").write_text(f"{smallest}{other}</entry></body></TBX>", encoding="utf-8")
    with pytest.raises(DuiqiError, match="TBX-Min"):
        merge(REVIEWED, tmp_path / "min.tbx", tmp_path / "out.tbx")
    undecided = replace(REVIEWED, pairs=REVIEWED.pairs[7:9])  # type: ignore[index]
    with pytest.raises(DuiqiError, match=r"no pair to merge \(1 not accepted; 1 dropped\)\. Accept"):
        merge(undecided, base, tmp_path / "out.tbx")
    assert not (tmp_path / "out.tbx").exists()
