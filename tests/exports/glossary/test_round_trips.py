"""Every format of glossaries that is written is read back, with all that the format has a place for."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.glossary.model import Context, Glossary, Place, Synonym, Term, TermPair
from duiqi.corpus.glossary.reading import is_glossary, read_glossary
from duiqi.corpus.model import Span
from duiqi.exports import WriteOptions, write
from duiqi.exports.glossary.merging import merge

# What a cell, an element and a line could break at.
HARD = '"R & D", <b>; 𠮷'
DEFINED = Context(
    '"Mine" means a device; 𠀀.', "“地雷”是指一种装置，", Span(1, 5), Span(1, 3), Place("a.tsv", "7")
)
SHOWN = Context("a service, “here”", "一个处", Span(2, 9), Span(2, 3), Place("b.jsonl", "12"))

GLOSSARY = Glossary(
    "en-US",
    "zh-CN",
    (
        TermPair(
            "1", Term("Mine", "en-US"), Term("地雷", "zh-CN"), contexts=(DEFINED,), status="accepted",
            note="one\ttab\nand a line; =1",
        ),
        TermPair(
            "2",
            Term("service", "en-US", synonyms=(Synonym("SVC", "abbreviation"), Synonym("office, small"))),
            Term("处", "zh-CN", synonyms=(Synonym("股", "deprecated"), Synonym("服务𠀀"))),
            contexts=(SHOWN,), status="accepted",
        ),
        TermPair("3", Term(HARD, "en-US"), Term("研发，𠀀", "zh-CN"), status="accepted", note=HARD),
        TermPair("4", Term("UN", "en-US"), Term("联合国", "zh-CN"), kind="abbreviation", status="accepted"),
        TermPair(
            "5", Term("mine action", "en-US", 1300), Term("地雷行动", "zh-CN", 1299),
            0.6776, "medium", 1234, 18, "name", note="a; b",
        ),
        TermPair("6", Term("aid", "en-US", 2), Term("援助", "zh-CN", 2), 0.9, "high", 1, 1, status="dropped"),
    ),
)  # fmt: skip
FORMATS = {
    "3.tbx": WriteOptions(tbx="3"),
    "2.tbx": WriteOptions(tbx="2"),
    "a.xml": WriteOptions(subject="mines", customer="A & B"),
    "memoq.csv": WriteOptions(csv="memoq", subject="mines, and more", customer="A & B"),
    "a.csv": WriteOptions(),
    "a.tsv": WriteOptions(),
    "a.xlsx": WriteOptions(),
    "a.utf8": WriteOptions(),
}


def there_and_back(folder: Path, name: str) -> Glossary:
    write(GLOSSARY, folder / name, FORMATS[name])
    return read_glossary(folder / name)


@pytest.mark.parametrize("name", FORMATS)
def test_terms_notes_and_the_order_come_back(tmp_path: Path, name: str) -> None:
    back = there_and_back(tmp_path, name)
    assert is_glossary(tmp_path / name)
    pairs = list(back.pairs)
    texts = [(pair.source.text, pair.target.text) for pair in GLOSSARY.pairs]
    assert [(pair.source.text, pair.target.text) for pair in pairs][:5] == texts[:5]
    assert [pair.note for pair in pairs][:4] == ["one tab and a line; =1", "", HARD, ""]
    if name != "a.utf8":  # which names no language
        assert (back.source_lang, back.target_lang) == ("en-US", "zh-CN")
        assert pairs[4].note == "a; b"


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "a.utf8"])
def test_synonyms_contexts_and_evidence_come_back(tmp_path: Path, name: str) -> None:
    """memoQ's CSV has no status and no type of a term: its candidates are known by their evidence."""
    mine, service, _, short, action = list(there_and_back(tmp_path, name).pairs)[:5]
    contexts = [replace(DEFINED, place=Place("")), replace(SHOWN, place=Place(""))]
    assert [replace(pair.contexts[0], place=Place("")) for pair in (mine, service)] == contexts
    texts = [found.text for found in (*service.source.synonyms, *service.target.synonyms)]
    assert (action.frequency, action.segments, action.score, action.band, action.kind) == (
        *(1234, 18, 0.6776, "medium", "name"),
    )
    assert action.status == "candidate"
    if name == "memoq.csv":
        assert texts == ["SVC", "office, small", "服务𠀀"]
        return
    assert [mine.contexts[0].place, service.contexts[0].place] == [DEFINED.place, SHOWN.place]
    assert {pair.status for pair in (mine, service, short)} == {"accepted"}
    assert short.kind == "abbreviation"
    assert set(service.source.synonyms) == {Synonym("SVC", "abbreviation"), Synonym("office, small")}
    assert set(service.target.synonyms) == {Synonym("服务𠀀"), Synonym("股", "deprecated")}


@pytest.mark.parametrize("name", ["3.tbx", "2.tbx", "a.xml"])
def test_forms_of_a_term_come_back_as_variants(name: str, tmp_path: Path) -> None:
    """memoQ's CSV has none: it finds inflected forms itself, and would offer them as further terms."""
    pair = TermPair(
        "1", Term("mine", "en-US", variants=(("mines", 2),)), Term("地雷", "zh-CN"), status="accepted"
    )
    write(Glossary("en-US", "zh-CN", (pair,)), tmp_path / name, FORMATS[name])
    (back,) = read_glossary(tmp_path / name).pairs
    assert (back.source.variants, back.source.synonyms) == ((("mines", 0),), ())


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "a.utf8"])
def test_definitions_fields_and_customers_come_back(tmp_path: Path, name: str) -> None:
    """Beside a context; where a concept has no field or customer, it has those of the options."""
    described = TermPair(
        "1", Term("service", "en-US", definition=HARD), Term("处", "zh-CN", definition="“𠀀”，\n见上。"),
        contexts=(SHOWN,), subject="law; mines", customer="A & B",
    )  # fmt: skip
    pairs = (described, TermPair("2", Term("mine", "en-US"), Term("地雷", "zh-CN")))
    glossary = Glossary("en-US", "zh-CN", pairs, described=True)
    write(glossary, tmp_path / name, replace(FORMATS[name], subject="war", customer="=C"))
    back = read_glossary(tmp_path / name)
    first, second = back.pairs
    assert (first.source.definition, first.target.definition) == (HARD, "“𠀀”， 见上。")
    assert (first.subject, first.customer) == ("law; mines", "A & B")
    assert (first.contexts[0].source, first.contexts[0].target) == (SHOWN.source, SHOWN.target)
    assert (second.source.definition, second.subject, second.customer) == ("", "war", "=C")
    assert back.described


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "a.utf8"])
def test_the_direction_can_be_turned(tmp_path: Path, name: str) -> None:
    there_and_back(tmp_path, name)
    back = read_glossary(tmp_path / name, source_lang="zh", target_lang="en")
    first = next(iter(back.pairs))
    assert (first.source.text, first.target.text) == ("地雷", "Mine")
    with pytest.raises(DuiqiError, match=r"\bfr\b"):
        list(read_glossary(tmp_path / name, source_lang="fr").pairs)


MULTITERM = """<?xml version="1.0" encoding="UTF-16"?>
<mtf><conceptGrp><concept>17</concept>
<system type="entryClass">1</system>
<transacGrp><transac type="origination">super</transac><date>2019-03-04T10:00:00</date></transacGrp>
<descripGrp><descrip type="Note">first</descrip></descripGrp>
<descripGrp><descrip type="Note">second</descrip></descripGrp>
<languageGrp><language type="English (United Kingdom)" lang="EN-GB"/>
<descripGrp><descrip type="Definition">removal of mines</descrip>
<descripGrp><descrip type="Source">IMAS</descrip></descripGrp></descripGrp>
<termGrp><term>demining</term>
<descripGrp><descrip type="Status">Deprecated</descrip></descripGrp></termGrp>
<termGrp><term>mine clearance</term>
<descripGrp><descrip type="Status">Approved</descrip></descripGrp></termGrp></languageGrp>
<languageGrp><language type="Chinese" lang="ZH"/><termGrp><term>扫雷</term></termGrp></languageGrp>
<languageGrp><language type="French" lang="FR"/><termGrp><term>déminage</term></termGrp></languageGrp>
</conceptGrp><conceptGrp><concept>18</concept>
<languageGrp><language type="French" lang="FR"/><termGrp><term>mine</term></termGrp></languageGrp>
</conceptGrp></mtf>
"""


def test_an_export_of_multiterm_is_read(tmp_path: Path) -> None:
    """In UTF-16, with a language more, history, fields of the concept, of the language and of the term."""
    path = tmp_path / "export.xml"
    path.write_bytes(MULTITERM.encode("utf-16"))
    back = read_glossary(path, source_lang="en", target_lang="zh")
    (pair,) = back.pairs
    assert (pair.id, pair.source.text, pair.target.text, pair.status) == (
        *("17", "mine clearance", "扫雷", "accepted"),
    )
    assert pair.source.synonyms == (Synonym("demining", "deprecated"),)
    assert pair.note == "first / second"
    assert (pair.source.definition, pair.contexts) == ("removal of mines", ())
    assert "EN-GB" in back.warnings[0] or "en-GB" in back.warnings[0]


def test_two_countries_of_a_language_are_read_when_both_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_bytes(MULTITERM.replace('"FR"', '"ZH-TW"').replace("déminage", "掃雷").encode("utf-16"))
    (pair,) = read_glossary(path, source_lang="zh-CN", target_lang="zh-TW").pairs
    assert (pair.source.text, pair.target.text) == ("扫雷", "掃雷")


def test_an_export_of_memoq_is_read_and_added_to(tmp_path: Path) -> None:
    """With semicolons, matching rules and a forbidden term, which a merge does not add again."""
    names = ["Entry_ID", "Entry_Note", "English_Def", "English", "Term_Info", "Term_Example"]
    names += ["Chinese_PRC_Def", *["Chinese_PRC", "Term_Info", "Term_Example"] * 2]
    cells = ["40", "n", "", "mine clearance", "CasePermissive;HalfPrefix", "", "", "扫雷", "", "", "排雷"]
    base, out = tmp_path / "base.csv", tmp_path / "out.csv"
    with base.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([names, [*cells, "HalfPrefix;Forbidden", ""]])
    (pair,) = read_glossary(base).pairs
    assert (pair.id, pair.source.text, pair.note) == ("40", "mine clearance", "n")
    assert pair.target.synonyms == (Synonym("排雷", "deprecated"),)
    new = [
        TermPair("1", Term("mine clearance"), Term(text), note="x") for text in ("排雷", "扫雷", "清除地雷")
    ]
    done = merge(Glossary("en", "zh", new), base, out)
    assert (done.changed, done.confirmed, sum(done.report.left_out.values())) == (1, 1, 1)
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";"))[2][:10] == [
            *("41", "x", "", "mine clearance", "", "", "", "清除地雷", "", ""),
        ]


def test_nothing_is_merged_into_multiterm_xml(tmp_path: Path) -> None:
    there_and_back(tmp_path, "a.xml")
    with pytest.raises(
        DuiqiError, match=r"MultiTerm XML, into which nothing is merged\. Convert it to \.tbx"
    ):
        merge(GLOSSARY, tmp_path / "a.xml", tmp_path / "out.xml")
    write(Glossary("en-US", "zh-CN", (GLOSSARY.pairs[2],)), tmp_path / "base.tbx")  # type: ignore[index]
    done = merge(read_glossary(tmp_path / "a.xml"), tmp_path / "base.tbx", tmp_path / "out.tbx")
    assert done.confirmed == 1
    assert done.report.left_out == {"not accepted": 1}
