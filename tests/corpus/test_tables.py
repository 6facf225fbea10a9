"""Tables that people and tools make: the columns are found by their names or contents, or refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from duiqi.corpus import DuiqiError
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.glossary.model import Synonym
from duiqi.corpus.glossary.reading import read_glossary, seems_glossary

PAIRS = [("mine action", "地雷行动"), ("peace", "和平")]


def put(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def bitext_pairs(path: Path, **asked: str) -> list[tuple[str, str]]:
    return [
        (" ".join(bead.source_texts), "".join(bead.target_texts)) for bead in read_bitext(path, **asked).beads
    ]


TABLES = {
    "names.tsv": ("English\t中文\nmine action\t地雷行动\npeace\t和平\n", "en zh"),
    "ids.tsv": ("ID\ten-US\tzh-CN\n1\tmine action\t地雷行动\n2\tpeace\t和平\n", "en-US zh-CN"),
    "no_heading.tsv": ("1\tmine action\t地雷行动\n2\tpeace\t和平\n", "und und"),
    "varieties.csv": (
        "No.,English,Chinese (Simplified),Notes\n1,mine action,地雷行动,\n2,peace,和平,n\n", "en zh-CN"),
    "phrase.csv": (
        "concept:Domain,en,en:note,zh_cn,zh_cn:note\nUN,mine action,,地雷行动,\n,peace,,和平,\n", "en zh-CN"),
    "memoq.csv": (
        "Entry_ID;Entry_Note;English_United_States;English_United_States_Def;Chinese_PRC\n"
        "1;;mine action;d;地雷行动\n2;x;peace;;和平\n", "en-US zh-CN"),
    "crowdin.csv": (
        "Term [en],Description [en],Term [zh-CN]\nmine action,x,地雷行动\npeace,,和平\n", "en zh-CN"),
    "lokalise.csv": ("term;description;zh_CN\nmine action;x;地雷行动\npeace;;和平\n", "und zh-CN"),
    "utx.txt": (
        "#UTX 1.11; en-US/zh-CN; 2020-01-01\n"
        "#src\ttgt\tsrc:pos\nmine action\t地雷行动\tnoun\npeace\t和平\tnoun\n",
        "en-US zh-CN"),
    "wordfast.txt": (
        "%20240101~1\t%USER1\t%TU=2\t%EN-US\t%Wordfast TM v.5.51p/00\t%ZH-CN\t%-----\n"
        "20240101~2\tUSER1\t0\tEN-US\tmine action\tZH-CN\t地雷行动\n"
        "20240101~3\tUSER1\t0\tEN-US\tpeace\tZH-CN\t和平\n", "en-US zh-CN"),
    "lf_aligner.txt": ("mine action\t地雷行动\tun.txt\npeace\t和平\tun.txt\n", "und und"),
    "excel.csv": ("sep=;\nEnglish;Chinese\nmine action;地雷行动\npeace;和平\n", "en zh"),
    "title.csv": ("Project X,,\n,,\nNo.,英文,中文\n1,mine action,地雷行动\n2,peace,和平\n", "en zh"),
    "empty_column.csv": (",,\n,English,Chinese\n,mine action,地雷行动\n,peace,和平\n", "en zh"),
    "dates.tsv": (
        "1\t2007-12-17\tmine action\t地雷行动\t12\tnew\n2\t2007-12-18\tpeace\t和平\t7\tnew\n", "und und"),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_two_columns_are_found(name: str, encoding: str, tmp_path: Path) -> None:
    text, langs = TABLES[name]
    path = put(tmp_path, name, text, encoding)
    alignment, glossary = read_bitext(path), read_glossary(path)
    assert bitext_pairs(path) == [(pair.source.text, pair.target.text) for pair in glossary.pairs] == PAIRS
    assert f"{alignment.source.lang} {alignment.target.lang}" == langs
    assert f"{glossary.source_lang} {glossary.target_lang}" == langs


def test_a_table_on_the_second_sheet_under_a_title(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "Read me"
    sheet = book.create_sheet("terms")
    for row in [("Glossary 2024",), (), ("", "English", "中文"), *(("", *pair) for pair in PAIRS)]:
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert bitext_pairs(tmp_path / "a.xlsx") == PAIRS


def test_a_separator_is_the_one_of_the_whole_file(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "The Assembly, having met, decides;大会\nPeace, he said, holds;他说\n")
    assert bitext_pairs(path) == [
        ("The Assembly, having met, decides", "大会"),
        ("Peace, he said, holds", "他说"),
    ]


def test_sentences_that_an_aligner_joined_are_segments(tmp_path: Path) -> None:
    path = put(tmp_path, "a.tsv", "Peace holds. ~~~ Good.\t和平保持。 ~~~ 好。\t0.83\nYes.\t是。\t-0.3\n")
    first, second = read_bitext(path).beads
    assert (first.source_texts, first.target_texts) == (("Peace holds.", "Good."), ("和平保持。", "好。"))
    assert (second.source, second.target) == (range(2, 3), range(2, 3))


def test_columns_are_turned_and_not_renamed(tmp_path: Path) -> None:
    for name, text in (
        ("a.tsv", "zh-CN\ten-US\n地雷行动\tmine action\n"),
        ("b.tsv", "地雷行动\tmine action\n"),
    ):
        path = put(tmp_path, name, text)
        assert bitext_pairs(path, source_lang="en", target_lang="zh") == PAIRS[:1]
        (pair,) = read_glossary(path, source_lang="en", target_lang="zh").pairs
        assert (pair.source.text, pair.target.text) == PAIRS[0]


def test_of_many_languages_the_fullest_two_are_taken_and_named(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "English,French,Chinese\nmine action,,地雷行动\npeace,paix,和平\n")
    assert bitext_pairs(path) == PAIRS
    (doubt,) = read_bitext(path).warnings
    assert doubt.text == "taken en and zh of en fr zh; 2 of the first 2 rows have text in both"
    assert bitext_pairs(path, target_lang="fr")[1] == ("peace", "paix")


@pytest.mark.parametrize("columns", [("C", "B"), ("3", "2"), ("Chinese", "English"), ("chinese", "b")])
def test_columns_are_named_by_name_letter_or_number(columns: tuple[str, str], tmp_path: Path) -> None:
    path = put(tmp_path, "a.tsv", "ID\tEnglish\tChinese\n1\tmine action\t地雷行动\n2\tpeace\t和平\n")
    alignment = read_bitext(path, columns=columns)
    assert [bead.target_texts[0] for bead in alignment.beads] == ["mine action", "peace"]
    assert (alignment.source.lang, alignment.target.lang) == ("zh", "en")


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (["1\tmine", "2\tpeace"], 'cannot be told: A "1" (numbers), B "mine" (text). Say --columns'),
        (["Yes, dear\tOui\tSi", "No, dear\tNon\tNo"], 'B "Oui" (text), C "Si" (text). Say --columns'),
        (["12\tlaw\ten\tmine action", "12\tlaws\tzh\t地雷行动"],
         "each row has one term, with its language in column C"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_refused(rows: Sequence[str], wanted: str, tmp_path: Path) -> None:
    path = put(tmp_path, "a.tsv", "\n".join(rows))
    for read in (read_bitext, read_glossary):
        with pytest.raises(DuiqiError) as refused:
            read(path)
        assert wanted in str(refused.value)
        assert "\n" not in str(refused.value)


def test_a_glossary_of_languages_has_no_heading(tmp_path: Path) -> None:
    path = put(tmp_path, "a.tsv", "English\t英文\nChinese\t中文\nFrench\t法文\n")
    assert bitext_pairs(path)[0] == ("English", "英文")


def test_a_corpus_of_opus_is_a_pair(tmp_path: Path) -> None:
    put(tmp_path, "Euro.en-zh.en", "Peace.\nWar.\n")
    put(tmp_path, "Euro.en-zh.zh", "和平。\n战争。\n")
    assert bitext_pairs(tmp_path / "Euro.en-zh.en") == [("Peace.", "和平。"), ("War.", "战争。")]


def test_codes_in_every_row_are_no_heading(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("dog,狗,en,zh\ncat,猫,en,zh\n", encoding="utf-8")
    assert [bead.source_texts for bead in read_bitext(path).beads] == [("dog",), ("cat",)]


@pytest.mark.parametrize(
    "head",
    [
        "en_US,zh_CN,en_US_status",
        "en-US,zh-CN,en_note",
        "Term: English,Term: Chinese Simplified,Part of Speech",
    ],
)
def test_a_column_beside_a_language_is_none(head: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{head}\ndog,狗,valid\ncat,猫,valid\n", encoding="utf-8")
    found = read_bitext(path)
    assert found.warnings == ()
    assert (found.target.lang, [bead.target_texts for bead in found.beads]) == ("zh-CN", [("狗",), ("猫",)])


@pytest.mark.parametrize(
    ("heads", "langs"),
    [
        ("EN,CN", "en zh-CN"),
        ("英,中", "en zh"),
        ("英文名称,中文名称", "en zh"),
        ("en_sentence,zh_sentence", "en zh"),
        ("text.en,text.zh", "en zh"),
        ("英語,中国語", "en zh"),
        ("English version,Chinese version", "en zh"),
        ("English/英文,Chinese/中文", "en zh"),
        ("English [en-GB],简体中文 [zh-CN]", "en-GB zh-CN"),
        ("English (United States) [en-US],Simplified Chinese [zh-CN]", "en-US zh-CN"),
        ("原文：,译文：", "und und"),
        ("ST,TT", "und und"),
        ("Singular,Translation (Singular)", "und und"),
        ("Quelle,Übersetzung", "und und"),
        ("source_phrase,zh-CN", "und zh-CN"),
        ("Term,Translation", "und und"),
    ],
)
def test_headings_of_many_makers_are_no_pair(heads: str, langs: str, tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", f"{heads}\n" + "".join(f"{a},{b}\n" for a, b in PAIRS))
    assert bitext_pairs(path) == PAIRS
    found = read_bitext(path)
    assert f"{found.source.lang} {found.target.lang}" == langs


@pytest.mark.parametrize(
    "rows",
    [
        ["mine action,地雷行动,EN,ZH"],
        ["mine action,地雷行动,en,zh", "peace,和平,en,zh"],
        ['mine action,地雷行动,en,zh,"2024-01-02"', 'peace,和平,en,zh,"2024-01-02"'],
        ["Source Language,Target Language,Source,Target", "en,zh,mine action,地雷行动", "en,zh,peace,和平"],
        ["source_lang,target_lang,source_text,target_text", "en,zh,mine action,地雷行动", "en,zh,peace,和平"],
    ],
)
def test_codes_of_languages_are_those_of_the_texts(rows: list[str], tmp_path: Path) -> None:
    """DeepL's glossaries have the codes after the texts, one row may be all there is."""
    path = put(tmp_path, "a.csv", "\n".join(rows))
    assert bitext_pairs(path) == PAIRS[: len(rows)]
    found = read_bitext(path)
    assert (found.source.lang, found.target.lang) == ("en", "zh")


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("Status", ["Confirmed", "Draft"]),
        ("Segment status", ["ApprovedSignOff", "Translated"]),
        ("Approved", ["yes", "no"]),
        ("状态", ["已确认", "未确认"]),
        ("Status", ["Signed off", "whatever they call it"]),
    ],
)
def test_approval_in_a_table_is_acceptance(head: str, words: list[str], tmp_path: Path) -> None:
    rows = [f"{a},{b},{word}" for (a, b), word in zip(PAIRS, words, strict=True)]
    path = put(tmp_path, "a.csv", "\n".join([f"English,Chinese,{head}", *rows]))
    assert [bead.status for bead in read_bitext(path).beads] == ["accepted", "new"]
    assert [pair.status for pair in read_glossary(path).pairs] == ["accepted", "candidate"]


def test_forbidden_terms_are_dropped(tmp_path: Path) -> None:
    path = put(
        tmp_path, "a.csv", "English,Chinese,Status\nmine action,地雷行动,Forbidden\npeace,和平,preferred\n"
    )
    assert [pair.status for pair in read_glossary(path).pairs] == ["dropped", "accepted"]


@pytest.mark.parametrize(
    "heading",
    [
        "English,中文,Abbr.,Definition",
        "英文全称,中文译名,缩写,释义",
        "Term (EN),Term (ZH),Acronym,English definition",
        "Source,Target,Short form,Meaning",
    ],
)
def test_abbreviations_of_a_table_made_elsewhere_are_synonyms(heading: str, tmp_path: Path) -> None:
    """Of the term in the same script, where the heading does not say of which."""
    rows = f"{heading}\nincome tax,所得税,IT；所税𠀀,a tax\napron,机坪,—,"
    first, second = read_glossary(put(tmp_path, "a.csv", rows)).pairs
    assert first.source.synonyms == (Synonym("IT", "abbreviation"),)
    assert first.target.synonyms == (Synonym("所税𠀀", "abbreviation"),)
    assert (first.source.text, first.target.text, first.source.definition) == (
        "income tax",
        "所得税",
        "a tax",
    )
    assert not second.source.synonyms


@pytest.mark.parametrize("heading", ["中文,英文,英文缩写,English (synonyms)", "ZH,EN,Abbr (EN),EN synonyms"])
def test_a_heading_says_whose_abbreviations_and_synonyms_a_column_has(heading: str, tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", f"{heading}\n所得税,income tax,IT,tax on income")
    (pair,) = read_glossary(path).pairs
    assert pair.target.synonyms == (Synonym("tax on income"), Synonym("IT", "abbreviation"))
    (turned,) = read_glossary(path, source_lang="en", target_lang="zh").pairs
    assert (turned.source.text, turned.source.synonyms) == ("income tax", pair.target.synonyms)


def test_columns_made_elsewhere_may_have_other_things_than_ours(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "English,Chinese,Score,Kind,Band\nmine action,地雷行动,good,noun,UN\n")
    assert [bead.score for bead in read_bitext(path).beads] == [0.0]
    assert [pair.kind for pair in read_glossary(path).pairs] == ["term"]


def test_places_in_programs_are_no_text(tmp_path: Path) -> None:
    """POEditor: term, translation, context, reference, comment, without a heading."""
    path = put(tmp_path, "a.csv", "mine action,地雷行动,,/app/views.py:3,plain\npeace,和平,,/app/b,\n")
    assert [bead.note for bead in read_bitext(path).beads] == ["plain", ""]


def test_cells_of_all_types(tmp_path: Path) -> None:
    """As they are shown; a formula without a value and an error are no text, and are reported."""
    book = Workbook()
    rows = [
        ("English", "Chinese"),
        (62.99, "62.99"),
        (datetime(2007, 12, 17), "2007年12月17日"),
        (True, "真"),
        ("computed", "=CONCATENATE(A1,B1)"),
        ("looked up", "#N/A"),
        ("Rare 𠀀", "𠮷"),
    ]
    for row in rows:
        book.active.append(row)
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert bitext_pairs(path) == [
        ("62.99", "62.99"),
        ("2007-12-17", "2007年12月17日"),
        ("TRUE", "真"),
        ("computed", ""),
        ("looked up", ""),
        ("Rare 𠀀", "𠮷"),
    ]
    expected = [
        f"{path}: 1 cell with a formula not computed, read as empty. Open it in Excel and save it",
        f"{path}: 1 cell with an error (#N/A and the like), read as empty",
    ]
    assert [doubt.text for doubt in read_bitext(path).warnings] == expected
    assert list(read_glossary(path).warnings) == expected


def test_a_heading_of_which_one_name_is_known_is_no_pair(tmp_path: Path) -> None:
    """Both names are in one script, while the texts below them are in two."""
    rows = "\n".join("\t".join(pair) for pair in PAIRS)
    assert bitext_pairs(put(tmp_path, "mt.tsv", f"Source\tMT\n{rows}\n")) == PAIRS
    assert bitext_pairs(put(tmp_path, "pair.tsv", f"Source\t来源\n{rows}\n")) == [("Source", "来源"), *PAIRS]


def test_the_edited_column_is_the_translation_beside_a_machine_s(tmp_path: Path) -> None:
    rows = "\n".join(f"{source}\t机器\t{target}\t" for source, target in PAIRS)
    path = put(tmp_path, "a.tsv", f"Source\tMT\tPost-edited\tReviewer notes\n{rows}\n")
    assert bitext_pairs(path) == PAIRS


def test_sheets_with_pairs_that_are_not_read_are_named(tmp_path: Path) -> None:
    """A sheet of remarks is not one of them."""
    book = Workbook()
    for sheet in (book.active, book.create_sheet("more")):
        for row in [("English", "中文"), *PAIRS]:
            sheet.append(row)
    remarks = book.create_sheet("remarks")
    for row in [("Client", "ACME"), ("Deadline", "Monday")]:
        remarks.append(row)
    book.save(path := tmp_path / "a.xlsx")
    said = [str(doubt.text) for doubt in read_bitext(path).warnings]
    assert said == [
        f"{path}: of its sheets 'Sheet' is read; a table is in 'more' as well. Save each as a file of its own"
    ]
    assert list(read_glossary(path).warnings) == said


def test_a_workbook_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    book = Workbook()
    for row in [("English", "中文"), *PAIRS]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    path = (tmp_path / "a.xlsx").rename(tmp_path / "a.csv")
    assert bitext_pairs(path) == PAIRS


def test_a_workbook_without_a_cell_is_refused(tmp_path: Path) -> None:
    Workbook().save(path := tmp_path / "a.xlsx")
    assert not seems_glossary(path)
    for read in (read_bitext, read_glossary):
        with pytest.raises(DuiqiError, match="no row in the table"):
            read(path)


def test_a_column_that_is_not_there_is_refused_with_the_names_under_the_title(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "Project X,\nEnglish,中文\nmine action,地雷行动\n")
    with pytest.raises(DuiqiError, match='Its columns are A "English", B "中文"'):
        read_bitext(path, columns=("English", "德文"))
