"""Glossaries from everywhere: ours after people worked in them, termbases, plain tables, and what is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from duiqi.corpus import DuiqiError
from duiqi.corpus.glossary.model import Glossary
from duiqi.corpus.glossary.reading import is_glossary, read_glossary

ROWS = [("mine action", "地雷行动"), ("United Nations", "联合国")]
HEAD = "id\tstatus\tsource\ttarget\tscore\tband\n"

DCA = """<?xml version="1.0"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="c12"><descrip type="subjectField">mines</descrip><note>checked</note>
 <langSec xml:lang="en-US">
  <termSec><term>de-mining</term>
   <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec>
  <termSec><term>mine <hi>clearance</hi></term>
   <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
   <descripGrp><descrip type="context">Mine clearance is slow.</descrip>
    <admin type="source">a.tmx#7</admin></descripGrp>
  </termSec>
  <termSec><term>demining</term></termSec>
 </langSec>
 <langSec xml:lang="zh-CN"><termSec><term>扫雷</term></termSec></langSec>
 <langSec xml:lang="fr"><termSec><term>déminage</term></termSec></langSec>
</conceptEntry>
<conceptEntry id="x"><langSec xml:lang="en-US"><termSec><term>IMAS</term></termSec></langSec></conceptEntry>
<conceptEntry id="old"><langSec xml:lang="en-US"><termSec><term>drop</term>
  <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec></langSec>
 <langSec xml:lang="zh-CN"><termSec><term>丢</term></termSec></langSec></conceptEntry>
</body></text></tbx>
"""

MARTIF = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="eid-1"><langSet xml:lang="de"><tig><term>Minenräumung</term></tig></langSet>
<langSet xml:lang="en"><ntig><termGrp><term>mine clearance</term></termGrp></ntig></langSet></termEntry>
</body></text></martif>
"""


def put(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def pairs(glossary: Glossary) -> list[tuple[str, str]]:
    return [(pair.source.text, pair.target.text) for pair in glossary.pairs]


@pytest.mark.parametrize(
    ("name", "text", "langs"),
    [
        ("plain.tsv", "mine action\t地雷行动\nUnited Nations\t联合国\n", ("und", "und")),
        ("tags.tsv", "en-US\tzh-CN\nmine action\t地雷行动\nUnited Nations\t联合国\n", ("en-US", "zh-CN")),
        ("names.csv", "No.,English,中文\n1,mine action,地雷行动\n2,United Nations,联合国\n", ("en", "zh")),
        ("words.csv", "术语;译名;备注\nmine action;地雷行动;x\nUnited Nations;联合国;\n", ("und", "und")),
        ("omegat.utf8", "# ours\nmine action\t地雷行动\tnote\n\nUnited Nations\t联合国\n", ("und", "und")),
        ("list.txt", "mine action\t地雷行动\nUnited Nations\t联合国\n", ("und", "und")),
    ],
)
def test_tables_of_all_kinds(tmp_path: Path, name: str, text: str, langs: tuple[str, str]) -> None:
    glossary = read_glossary(put(tmp_path, name, text))
    assert pairs(glossary) == ROWS
    assert (glossary.source_lang, glossary.target_lang) == langs
    assert pairs(glossary) == ROWS  # and again


def test_a_table_that_excel_saved_on_a_chinese_windows(tmp_path: Path) -> None:
    text = "English,中文\nmine action,地雷行动\nUnited Nations,联合国\n"
    assert pairs(read_glossary(put(tmp_path, "a.csv", text, "gb18030"))) == ROWS


def test_a_workbook_made_by_hand(tmp_path: Path) -> None:
    book = Workbook()
    for row in [("原文", "译文", "备注"), *ROWS]:
        book.active.append(row)
    book.save(tmp_path / "hand.xlsx")
    assert pairs(read_glossary(tmp_path / "hand.xlsx")) == ROWS


def test_the_languages_asked_for_turn_a_glossary_round(tmp_path: Path) -> None:
    text = "English\tFrench\t中文\nmine action\tlutte antimines\t地雷行动\n"
    path = put(tmp_path, "three.tsv", text)
    assert pairs(read_glossary(path, source_lang="zh", target_lang="en")) == [("地雷行动", "mine action")]
    assert pairs(read_glossary(path, source_lang="fr", target_lang="zh")) == [("lutte antimines", "地雷行动")]
    ours = put(
        tmp_path,
        "ours.tsv",
        "source\ttarget\tband\tothers\tsource_context\ttarget_context\tsource_lang\ttarget_lang\n"
        "mine action\t地雷行动\thigh\t行动 (0.5, 1)\tno mine action\t没有地雷行动\ten-US\tzh-CN\n",
    )
    (pair,) = read_glossary(ours, source_lang="zh", target_lang="en").pairs
    assert (pair.source.text, pair.target.text, pair.others) == ("地雷行动", "mine action", ())
    assert (pair.contexts[0].source, pair.contexts[0].source_span) == ("没有地雷行动", (2, 6))


def test_values_as_people_leave_them(tmp_path: Path) -> None:
    """A status in capitals, a number with a comma, a variant that nobody counted, no id, an empty row."""
    head = "id\tstatus\tsource\ttarget\tscore\tband\tfrequency\tsource_variants\torigin\n"
    row = "\t ACCEPTED \tmine action\t地雷行动\t0,91\t\t12.0\tmine-action；action\ta.tmx#3; A/RES/62/99\n"
    text = f"{head}{row}\n\t\t\t\n"
    (pair,) = read_glossary(put(tmp_path, "edited.tsv", text)).pairs
    assert (pair.id, pair.status, pair.score, pair.band, pair.frequency) == (
        "1",
        "accepted",
        0.91,
        "high",
        12,
    )
    assert pair.source.variants == (("mine-action", 0), ("action", 0))
    assert [str(context.place) for context in pair.contexts] == ["a.tmx#3", "A/RES/62/99"]


def test_a_termbase_has_what_people_decided(tmp_path: Path) -> None:
    """Preferred terms lead, others are synonyms, an entry without both languages is passed over."""
    clearance, old = read_glossary(put(tmp_path, "a.tbx", DCA)).pairs
    assert (clearance.id, clearance.status, clearance.note) == ("12", "accepted", "checked")
    assert clearance.source.text == "mine clearance"
    assert ("demining", "admitted") in clearance.source.synonyms
    assert clearance.target.text == "扫雷"
    (context,) = clearance.contexts
    assert (context.source, context.source_span, str(context.place)) == (
        "Mine clearance is slow.",
        (0, 14),
        "a.tmx#7",
    )
    assert (old.id, old.status) == ("old", "dropped")


def test_a_termbase_of_many_languages_gives_the_two_asked_for(tmp_path: Path) -> None:
    path = put(tmp_path, "a.tbx", DCA)
    assert pairs(read_glossary(path, source_lang="zh", target_lang="fr")) == [("扫雷", "déminage")]
    assert pairs(read_glossary(path, target_lang="fr"))[0] == ("mine clearance", "déminage")


CONCEPT = """<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="a"><descrip type="subjectField">law</descrip>
<descripGrp><descrip type="definition"{}>of the concept</descrip><admin type="source">S</admin></descripGrp>
<langSec xml:lang="en"><termSec><term>lease</term></termSec></langSec>
<langSec xml:lang="zh"><descrip type="definition">租赁之定义</descrip>
<termSec><term>租赁</term><descrip type="context">签订租赁</descrip></termSec></langSec>
<langSec xml:lang="fr"><termSec><term>bail</term></termSec></langSec>
</conceptEntry></body></text></tbx>"""


def test_a_definition_of_a_concept_is_in_its_language(tmp_path: Path) -> None:
    """In that of its own, or in the first of the entry; one of a language comes before it."""
    for lang, french, english in (("", "", "of the concept"), (' xml:lang="fr"', "of the concept", "")):
        path = put(tmp_path, "a.tbx", CONCEPT.format(lang))
        (pair,) = read_glossary(path, source_lang="fr", target_lang="en").pairs
        assert (pair.source.definition, pair.target.definition) == (french, english)
        assert (pair.subject, pair.contexts) == ("law", ())
    (pair,) = read_glossary(path, source_lang="zh", target_lang="en").pairs
    assert (pair.source.definition, pair.contexts[0].source) == ("租赁之定义", "签订租赁")


def test_a_table_made_elsewhere_says_what_terms_mean(tmp_path: Path) -> None:
    """A column of definitions has no language: its script tells."""
    text = "English\tChinese\tDefinition\tDomain\tClient\nlease\t租赁\tuse for rent\tlaw\tACME\n"
    text += "rent\t租金\t租赁之对价\t\t\n"
    first, second = read_glossary(put(tmp_path, "a.tsv", text)).pairs
    assert (first.source.definition, first.target.definition) == ("use for rent", "")
    assert (first.subject, first.customer) == ("law", "ACME")
    assert (second.source.definition, second.target.definition) == ("", "租赁之对价")


def test_martif_is_read_without_its_dtd(tmp_path: Path) -> None:
    glossary = read_glossary(put(tmp_path, "old.tbx", MARTIF), source_lang="en", target_lang="de")
    assert pairs(glossary) == [("mine clearance", "Minenräumung")]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("none.tsv", None, "none.tsv: there is no such file"),
        ("empty.tsv", " \n", "empty.tsv: the file is empty"),
        (
            "one.txt",
            "mine action\nmines\n",
            "one.txt: one column of text, and a glossary has two. "
            "A glossary is TBX, MultiTerm XML, TSV, CSV, XLSX and OmegaT's .utf8",
        ),
        (
            "short.tsv",
            "mine action\t地雷行动\nmines\n",
            'short.tsv, line 2: expected a term and its equivalent in 2 columns, found 1: "mines"',
        ),
        (
            "short.utf8",
            "mine action\t地雷行动\nmines\n",
            'short.utf8, line 2: expected a term, a tab and its equivalent, found "mines"',
        ),
        (
            "status.tsv",
            f"{HEAD}1\tok\tmines\t地雷\t1\thigh\n",
            "status.tsv, line 2: status should be one of candidate, accepted, dropped, found 'ok'",
        ),
        (
            "band.tsv",
            f"{HEAD}1\t\tmines\t地雷\t1\ttop\n",
            "band.tsv, line 2: band should be one of high, medium, low, found 'top'",
        ),
        (
            "score.tsv",
            f"{HEAD}1\t\tmines\t地雷\tgood\thigh\n",
            "score.tsv, line 2: score should be a number, found 'good'",
        ),
        (
            "memory.tmx",
            '<?xml version="1.0"?><tmx version="1.4"/>',
            "memory.tmx: aligned text, not a glossary. duiqi terms makes one of it",
        ),
        (
            "bitext.tsv",
            "id\tstatus\tsource\ttarget\tkind\tconfidence\n1\tnew\tYes.\t是的。\t1-1\t1\n",
            "bitext.tsv: aligned text, not a glossary. duiqi terms makes one of it",
        ),
        (
            "bitext.jsonl",
            json.dumps({"duiqi": 1}),
            "bitext.jsonl: aligned text, not a glossary. duiqi terms makes one of it",
        ),
        (
            "page.html",
            "<html><body/></html>",
            "page.html: XML, but no termbase. A glossary is TBX, MultiTerm XML, TSV, CSV, XLSX and "
            "OmegaT's .utf8",
        ),
        (
            "lone.tbx",
            DCA.replace("zh-CN", "en-GB").replace('"fr"', '"en"'),
            "lone.tbx: no entry with terms in two languages. Is it the right termbase?",
        ),
        (
            "cut.tbx",
            DCA.partition('<conceptEntry id="x"')[0],
            "cut.tbx, line 17: not well-formed XML: Premature end of data in tag body line 2. "
            "Was the file cut short, or its encoding mislabelled?",
        ),
    ],
)
def test_what_is_no_glossary_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str | None, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if text is not None:
        put(tmp_path, name, text)
    with pytest.raises(DuiqiError) as refused:
        list(read_glossary(name).pairs)
    assert str(refused.value) == message


def test_another_pair_of_languages_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "fr.tsv", "en\tfr\nmines\tmines\n")
    with pytest.raises(DuiqiError) as refused:
        read_glossary("fr.tsv", source_lang="en", target_lang="zh")
    assert str(refused.value) == (
        "fr.tsv: a table of en and fr, where en and zh are needed. Is it the right one?"
    )
    put(tmp_path, "a.tbx", DCA)
    with pytest.raises(DuiqiError) as refused:
        read_glossary("a.tbx", source_lang="en", target_lang="de")
    assert str(refused.value) == "a.tbx: no entry with terms in en and de. Is it the right termbase?"


def test_a_glossary_is_told_from_a_bitext_by_what_is_in_it(tmp_path: Path) -> None:
    assert is_glossary(put(tmp_path, "a.tbx", DCA))
    assert is_glossary(put(tmp_path, "a.tsv", HEAD))
    assert is_glossary(put(tmp_path, "a.csv", HEAD.replace("\t", ",")))
    assert is_glossary(put(tmp_path, "c.tsv", "source\ttarget\tfrequency\n"))
    assert not is_glossary(put(tmp_path, "b.tsv", "id\tstatus\tsource\ttarget\tkind\tconfidence\n"))
    assert not is_glossary(put(tmp_path, "plain.tsv", "mine action\t地雷行动\n"))
    assert not is_glossary(put(tmp_path, "text.txt", "A line of text.\n"))
    assert not is_glossary(tmp_path / "none")
    assert not is_glossary(tmp_path)
