"""DOCX: what a client sees in Word, and what comes back."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from lxml import etree

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.localization import LANGUAGE
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.exports import WriteOptions, write

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(path: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def edited(path: Path, change: Callable[[etree._Element], object]) -> None:
    """Change the document of a file and leave its other parts as they are."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    change(root)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in (parts | {"word/document.xml": etree.tostring(root)}).items():
            archive.writestr(name, data)


def rows(root: etree._Element) -> list[list[etree._Element]]:
    return [row.findall(f"{WORD}tc") for row in root.iter(f"{WORD}tr")]


def one(source: str, target: str, langs: tuple[str, str] = ("en", "zh")) -> Alignment:
    bead = Bead.of_texts(range(1), range(1), "1", (source,), (target,), confidence=0.5)
    return Alignment(Side("a.txt", langs[0]), Side("b.txt", langs[1]), (bead,))


def test_word_opens_a_table_with_a_heading(extract: Alignment, dated: WriteOptions, tmp_path: Path) -> None:
    write(extract, tmp_path / "out.docx", dated)
    document = docx.Document(str(tmp_path / "out.docx"))
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == [
        "ID", "Source (en-US)", "Target (zh-CN)", "Confidence", "Status", "Note",
    ]  # fmt: skip
    assert [cell.text for cell in table.rows[1].cells][:4] == [
        "1", "Assistance in mine action", "协助地雷行动", "0.97",
    ]  # fmt: skip
    assert len(table.rows) == 7
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert abs(section.page_width - Mm(297)) < Mm(1)
    assert document.core_properties.title == "un-62-99.en.txt – un-62-99.zh.txt"
    assert document.core_properties.created.isoformat().startswith("2026-11-21T08:00:00")


def test_segments_of_a_bead_are_paragraphs(extract: Alignment, tmp_path: Path) -> None:
    write(extract, tmp_path / "out.docx")
    cell = docx.Document(str(tmp_path / "out.docx")).tables[0].rows[6].cells[2]
    assert [paragraph.text for paragraph in cell.paragraphs] == ["注意到报告；", "并决定继续处理此案。"]


def test_confidence_is_a_figure_and_a_shade(extract: Alignment, tmp_path: Path) -> None:
    """Never colour alone: a tenth of all men would miss it, and so would a printer without colour."""
    write(extract, tmp_path / "out.docx")
    cells = [cells[3] for cells in rows(part(tmp_path / "out.docx", "word/document.xml"))[1:]]
    found = [
        ("".join(cell.itertext()), cell.find(f"{WORD}tcPr/{WORD}shd").get(f"{WORD}fill")) for cell in cells
    ]
    assert found == [
        ("0.97", "D6E8F5"), ("0.95", "D6E8F5"), ("0.61", "FFF1B8"),
        ("0.99", "D6E8F5"), ("0.90", "D6E8F5"), ("0.42", "FBD0AE"),
    ]  # fmt: skip


def test_the_status_is_chosen_from_a_list(extract: Alignment, tmp_path: Path) -> None:
    write(extract, tmp_path / "out.docx")
    cell = rows(part(tmp_path / "out.docx", "word/document.xml"))[1][4]
    choices = [item.get(f"{WORD}value") for item in cell.iter(f"{WORD}listItem")]
    assert choices == ["new", "accepted", "corrected", "rejected", "untranslated"]
    assert "".join(cell.itertext()) == "accepted"


@pytest.mark.parametrize(
    ("lang", "attribute", "code", "font"),
    [
        ("en", "val", "en-US", None),
        ("zh", "eastAsia", "zh-CN", "DengXian"),
        ("zh-Hant", "eastAsia", "zh-TW", "Microsoft JhengHei"),
        ("zh-Hant-MO", "eastAsia", "zh-Hant-MO", "Microsoft JhengHei"),
        ("ja", "eastAsia", "ja", "Yu Gothic"),
        ("und", "val", "x-none", None),
        ("ar", "bidi", "ar", None),
    ],
)
def test_each_side_has_its_language(
    lang: str, attribute: str, code: str, font: str | None, tmp_path: Path
) -> None:
    """Word checks spelling by it, and sets “ ” … — in the font of the one script or the other."""
    write(one("“Yes” … —", "“是” … —", ("fr", lang)), tmp_path / "out.docx")
    styles = part(tmp_path / "out.docx", "word/styles.xml")
    style = next(found for found in styles if found.get(f"{WORD}styleId") == "Target")
    assert style.find(f"{WORD}rPr/{WORD}lang").get(f"{WORD}{attribute}") == code
    fonts = style.find(f"{WORD}rPr/{WORD}rFonts")
    assert (fonts.get(f"{WORD}eastAsia") if fonts is not None else None) == font
    run = rows(part(tmp_path / "out.docx", "word/document.xml"))[1][2].find(f".//{WORD}r")
    hint = run.find(f"{WORD}rPr/{WORD}rFonts")
    assert (hint is not None) == (font is not None)
    right_to_left = style.find(f"{WORD}pPr/{WORD}bidi"), run.find(f"{WORD}rPr/{WORD}rtl")
    assert all(found is not None for found in right_to_left) == (lang == "ar")


def test_a_row_stays_on_one_page_unless_no_page_could_hold_it(tmp_path: Path) -> None:
    for text, whole in (("short", True), ("long " * 1000, False)):
        write(one(text, "天"), tmp_path / "out.docx")
        row = list(part(tmp_path / "out.docx", "word/document.xml").iter(f"{WORD}tr"))[1]
        assert (row.find(f"{WORD}trPr/{WORD}cantSplit") is not None) == whole


def test_what_would_break_a_writer_is_written(torture: Alignment, tmp_path: Path) -> None:
    report = write(torture, tmp_path / "out.docx")
    table = docx.Document(str(tmp_path / "out.docx")).tables[0]
    assert len(table.rows) == report.written + 1
    beads = list(read_bitext(tmp_path / "out.docx").beads)
    assert beads[0].source_texts == ("He said \"no\", 'no' & <b>no</b> ]]> &amp; &#x1f;",)
    assert beads[6].target_texts == ("生僻字“𠮷𠀀”",)


def test_a_table_that_a_client_has_worked_in_comes_back(extract: Alignment, tmp_path: Path) -> None:
    """A text typed over, a status chosen, a note written, a row deleted, one added without a number."""
    path = tmp_path / "out.docx"
    write(extract, path)
    document = docx.Document(str(path))
    table = document.tables[0]
    table.rows[2].cells[2].paragraphs[0].runs[0].text = "联合国大会，"
    next(table.rows[2]._tr.tc_lst[4].iter(qn("w:t"))).text = "corrected"
    table.rows[2].cells[5].text = "全称"
    table._tbl.remove(table.rows[5]._tr)
    table.add_row().cells[1].text = "Added"
    document.save(str(path))
    back = read_bitext(path)
    beads = list(back.beads)
    assert (back.source, back.target) == (Side("un-62-99.en.txt", "en-US"), Side("un-62-99.zh.txt", "zh-CN"))
    assert [bead.id for bead in beads] == ["1", "2", "3", "4", "6", "6"]
    assert (beads[1].target_texts, beads[1].status, beads[1].note) == (("联合国大会，",), "corrected", "全称")
    assert beads[2].source_texts == (
        "Recalling also all relevant treaties", "and conventions and their review processes,",
    )  # fmt: skip
    assert beads[5].source_texts == ("Added",)


def test_a_table_in_chinese_comes_back(
    extract: Alignment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "out.docx", tmp_path / "en.docx"
    write(extract, other)
    monkeypatch.setenv(LANGUAGE, "zh")
    write(extract, path)
    heading, *_, last = docx.Document(str(path)).tables[0].rows
    assert [cell.text for cell in heading.cells] == [
        "编号", "原文 (en-US)", "译文 (zh-CN)", "置信度", "状态", "备注",
    ]  # fmt: skip
    assert next(last._tr.tc_lst[4].iter(qn("w:t"))).text == "已改正"
    edited(path, change_with_marks)
    edited(other, change_with_marks)
    monkeypatch.delenv(LANGUAGE)
    back = read_bitext(path)
    assert list(back.beads) == list(read_bitext(other).beads)
    assert (back.source.lang, back.target.lang) == ("en-US", "zh-CN")


def edit_untracked(root: etree._Element) -> None:
    """Row 3 is typed over; row 5 gets the bookmark of row 6 as well, which is deleted."""
    table = rows(root)
    next(table[3][1].iter(f"{WORD}t")).text = "Recalling 𠀀 all relevant treaties"
    table[5][0].find(f"{WORD}p").append(next(table[6][0].iter(f"{WORD}bookmarkStart")))
    table[6][0].getparent().getparent().remove(table[6][0].getparent())


def test_a_row_that_was_edited_without_tracked_changes_is_corrected(
    extract: Alignment, tmp_path: Path
) -> None:
    path = tmp_path / "out.docx"
    write(extract, path)
    before = [bead.status for bead in read_bitext(path).beads]
    assert before == [bead.status for bead in extract.beads]
    edited(path, edit_untracked)
    corrected = [*before[:2], "corrected", *before[3:5], *before[6:]]
    assert [bead.status for bead in read_bitext(path).beads] == corrected


def change_with_marks(root: etree._Element) -> None:
    """Track changes as Word does: 大会 becomes 联大 in row 3; row 4 is deleted; row 5 is commented on."""
    author = 'w:id="9" w:author="Client"'
    table = rows(root)
    run = table[2][2].find(f".//{WORD}r")
    run.getparent().replace(
        run,
        parse_xml(
            f"<w:ins {nsdecls('w')} {author}><w:r><w:t>联</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr>"
            "<w:t>hidden</w:t></w:r></w:ins>"
        ),
    )
    paragraph = table[2][2].find(f"{WORD}p")
    paragraph.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>大</w:t></w:r>"))
    paragraph.append(
        parse_xml(f"<w:del {nsdecls('w')} {author}><w:r><w:delText>会</w:delText></w:r></w:del>")
    )
    paragraph.append(
        parse_xml(f"<w:moveFrom {nsdecls('w')} {author}><w:r><w:t>gone</w:t></w:r></w:moveFrom>")
    )
    table[3][0].getparent().find(f"{WORD}trPr").append(parse_xml(f"<w:del {nsdecls('w')} {author}/>"))
    table[4][1].find(f"{WORD}p").append(
        parse_xml(f'<w:r {nsdecls("w")}><w:commentReference w:id="0"/></w:r>')
    )


def test_tracked_changes_are_corrections_and_comments_are_notes(extract: Alignment, tmp_path: Path) -> None:
    path = tmp_path / "out.docx"
    write(extract, path)
    edited(path, change_with_marks)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "word/comments.xml",
            f'<w:comments {nsdecls("w")}><w:comment w:id="0" w:author="Client"><w:p><w:r><w:t>Needed?'
            "</w:t></w:r></w:p></w:comment></w:comments>",
        )
    beads = {bead.id: bead for bead in read_bitext(path).beads}
    assert (beads["2"].target_texts, beads["2"].status) == (("联大",), "corrected")
    assert "3" not in beads
    assert (beads["4"].note, beads["4"].status) == ("Needed?", "new")


@pytest.mark.parametrize(
    "table",
    [
        [("The General Assembly,", "大会，"), ("Takes note;", "注意到；")],
        [("原文", "译文"), ("The General Assembly,", "大会，"), ("Takes note;", "注意到；")],
        [
            ("Segment ID", "Segment status", "Source segment", "Target segment"),
            ("1", "Translated (90%)", "The General Assembly,", "大会，"),
            ("2", "Draft", "Takes note;", "注意到；"),
        ],
    ],
    ids=["two columns", "named", "Trados"],
)
def test_tables_of_others(table: list[tuple[str, ...]], tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("A letter")
    document.add_table(1, 1).rows[0].cells[0].text = "a box around a heading"
    grid = document.add_table(len(table), len(table[0]))
    for row, texts in zip(grid.rows, table, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_table(1, 2).rows[0].cells[0].text = "another table"
    document.save(str(tmp_path / "theirs.docx"))
    beads = list(read_bitext(tmp_path / "theirs.docx").beads)
    assert [(bead.source_texts, bead.target_texts) for bead in beads] == [
        (("The General Assembly,",), ("大会，",)), (("Takes note;",), ("注意到；",)),
    ]  # fmt: skip


def test_a_table_within_a_cell_is_part_of_its_text(tmp_path: Path) -> None:
    document = docx.Document()
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "outer", "外"
    cells[0].add_table(1, 1).rows[0].cells[0].text = "inner"
    document.save(str(tmp_path / "theirs.docx"))
    (bead,) = read_bitext(tmp_path / "theirs.docx").beads
    assert (bead.source_texts, bead.target_texts) == (("outer", "inner"), ("外",))


def test_something_wrong_has_its_place(extract: Alignment, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = docx.Document()
    document.add_paragraph("No table")
    document.save(str(path))
    wanted = f"{path}: a Word file without a table of two columns. Is it a text? duiqi align pairs texts"
    assert message(path) == wanted

    write(extract, path)
    edited(path, lambda root: [cell.getparent().remove(cell) for cell in rows(root)[3][1:]])
    assert message(path) == f'{path}, row 4: expected at least 3 columns, found 1: "3"'

    write(extract, path)
    edited(path, lambda root: setattr(next(rows(root)[2][4].iter(f"{WORD}t")), "text", "done"))
    assert message(path) == (
        f"{path}, row 3: status should be one of new, accepted, corrected, rejected, untranslated, "
        "found 'done'"
    )

    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document><w:tr>")
    assert message(path).startswith(f"{path}: a damaged Word file: ")


def message(path: Path) -> str:
    with pytest.raises(DuiqiError) as raised:
        list(read_bitext(path).beads)
    return str(raised.value)
