"""PDF: columns in reading order, marks in another font, contents; made with reportlab."""

from __future__ import annotations

import io
import re
import textwrap

import pytest

from duiqi.corpus.read import read_bytes
from duiqi.corpus.readers.pdf.columns import Piece, _gutter, layout_of
from duiqi.corpus.readers.pdf.glyphs import Glyph
from duiqi.corpus.readers.pdf.lines import Line, line_of
from duiqi.corpus.readers.pdf.tables import tables_of
from duiqi.segmenters import segment

pytestmark = pytest.mark.slow  # a PDF is read in a process of its own

reportlab = pytest.importorskip("reportlab", reason="needs reportlab")

ENGLISH = [
    f"The {nth} chapter of this report describes how the committee of {place} spent the money that it had "
    f"been given for the repair of its {thing}, and why so little of it was left. It was not the first time. "
    f"Nobody in {place} could say afterwards where the rest of the sum for the {thing} had gone."
    for nth, place, thing in zip(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"],
        ["Ayton", "Barby", "Corley", "Denby", "Elton", "Farley", "Goring", "Henley", "Irby", "Jevington"],
        ["bridge", "school", "harbour", "library", "market", "chapel", "wall", "road", "mill", "tower"],
        strict=True,
    )
]
CHINESE = [
    f"{place}委员会在本报告所述期间把拨给它修理{thing}的款项几乎全部用完，而且没有向任何人说明用在了什么地方。"
    f"这已经不是第一次了。后来{place}没有一个人说得清楚修理{thing}的其余款项究竟到哪里去了。"
    for place, thing in zip("东西南北中上下左右前", "桥墙塔路港楼堤坝庙井", strict=True)
]


def sentences(paragraphs: list[str]) -> list[str]:
    cut = (s.strip() for paragraph in paragraphs for s in re.split(r"(?<=[.。])\s*", paragraph))
    return [s for s in cut if s]


def printed(paragraphs: list[str], columns: int, *, chinese: bool = False, title: str = "") -> bytes:
    """A PDF of paragraphs set in columns, several pages long where they do not fit."""
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageTemplate, Paragraph

    font = "STSong-Light" if chinese else "Times-Roman"
    if chinese:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle(
        "body",
        fontName=font,
        fontSize=10,
        leading=13,
        firstLineIndent=20 if chinese else 12,
        alignment=TA_JUSTIFY,
        wordWrap="CJK" if chinese else None,
    )
    heading = ParagraphStyle("title", fontName=font, fontSize=18, leading=22, spaceAfter=8)
    width, gap, bottom, top = 500.0, 20.0, 560.0, 790.0
    column = (width - gap * (columns - 1)) / columns

    def frames(height: float) -> list[Frame]:
        return [
            Frame(48 + n * (column + gap), bottom, column, height, 0, 0, 0, 0, id=f"{n}{height}")
            for n in range(columns)
        ]

    def page(canvas, document):
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(290, 500, str(document.page))

    first = [Frame(48, top - 40, width, 40, 0, 0, 0, 0, id="title"), *frames(top - 60 - bottom)]
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4)
    document.addPageTemplates(
        [
            PageTemplate("first", first if title else frames(top - bottom), onPage=page),
            PageTemplate("later", frames(top - bottom), onPage=page),
        ]
    )
    story = [NextPageTemplate("later")]
    story += [Paragraph(title, heading)] if title else []
    document.build([*story, *(Paragraph(text, body) for text in paragraphs)])
    return out.getvalue()


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("title", ["", "A report about the money that the towns of the county spent"])
def test_sentences_are_whole_in_reading_order_across_columns_and_pages(columns, title):
    document = read_bytes(printed(ENGLISH, columns, title=title), "a.pdf", "en")
    found = [s.text for s in segment(document) if s.kind == "body"]
    assert [text for text in found if text != title] == sentences(ENGLISH)
    assert not document.warnings


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_chinese_sentences_are_whole_across_columns_and_pages(columns):
    document = read_bytes(printed(CHINESE, columns, chinese=True), "a.pdf", "zh")
    assert [s.text for s in segment(document)] == sentences(CHINESE)


def drawn(*placed: tuple[float, float, str, str]) -> bytes:
    """A PDF page of texts, each at a place in a font, drawn in the order given."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out)
    for left, bottom, font, text in placed:
        canvas.setFont(font, 12)
        canvas.drawString(left, bottom, text)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("late", ["after their line", "after the page"])
def test_marks_of_another_font_are_read_where_they_are(late):
    han = "STSong-Light"
    lines = [
        (72.0, 700.0, han, "甲方（以下简称"),
        (168.0, 700.0, han, "甲方"),
        (204.0, 700.0, han, "）与乙方签订本合同。"),
    ]
    marks = [(156.0, 700.0, "Times-Roman", "  “"), (192.0, 700.0, "Times-Roman", "”")]
    more = [(72.0, 660.0, han, "本合同自签订之日起生效。")]
    data = drawn(*lines, *marks, *more) if late == "after their line" else drawn(*lines, *more, *marks)
    text = "".join(s.text for s in segment(read_bytes(data, "a.pdf", "zh")))
    assert text.replace(" ", "") == "甲方（以下简称“甲方”）与乙方签订本合同。本合同自签订之日起生效。"


def test_no_text_of_a_row_is_lost_that_has_two_parts_in_one_column_of_the_table_above():
    rows = [("Item", 280), ("Deposit", 280), ("Agency fee", 280), ("Lessor (signature):", 190)]
    values = ["Amount", "RMB 18,000", "None", "Date:"]
    placed = []
    for n, ((name, left), value) in enumerate(zip(rows, values, strict=True)):
        placed += [(72.0, 700.0 - 15 * n, "Times-Roman", name)]
        placed += [(float(left), 700.0 - 15 * n, "Times-Roman", value)]
    found = " ".join(s.text for s in segment(read_bytes(drawn(*placed), "a.pdf", "en")))
    assert all(text in found for text in [*(name for name, _ in rows), *values])


def test_a_table_is_no_text_in_columns():
    """Rows stay together: a name, its number, its place."""
    towns = ["Ayton Bridge", "Barby", "Corley Market", "Denby", "Elton Parva", "Farley Wood", "Goring"]
    rows = [(town, f"{len(town) ** 3:,}", f"{town[0]}-side") for town in towns]
    placed = [
        (72.0 + 180 * n, 700.0 - 16 * i, "Times-Roman", cell)
        for i, row in enumerate(rows)
        for n, cell in enumerate(row)
    ]
    found = [s.text for s in segment(read_bytes(drawn(*placed), "a.pdf", "en"))]
    assert found == [cell for row in rows for cell in row]


def test_text_that_is_cut_in_lines_is_doubted():
    lines = "".join(f"{line}\n\n" for text in ENGLISH[:2] for line in re.findall(r".{1,32}(?:\s|$)", text))
    warnings = segment(read_bytes(lines.encode(), "a.txt", "en")).document.warnings
    assert [doubt.code for doubt in warnings] == ["unfinished"]
    assert not segment(read_bytes("\n".join(ENGLISH).encode(), "a.txt", "en")).document.warnings


@pytest.mark.parametrize("bullet", ["\uf0b7", "\uf0a7", "\uf0d8", "\uf0fc"])
def test_bullets_of_symbol_fonts_are_bullets(bullet):
    glyphs = [Glyph(c, 6.0 * n, 6.0 * n + 5, 700.0, 10.0) for n, c in enumerate(f"{bullet} in writing;")]
    line = line_of(glyphs)
    assert line is not None
    assert line.text == "• in writing;"


def test_the_short_last_line_of_a_title_over_columns_is_of_no_column():
    """The last column of a document may have a line or two, where other pages show the gutter."""

    def row(text: str, left: float, bottom: float, size: float = 10.0) -> list[Glyph]:
        wide = 0.5 * size
        return [
            Glyph(c, left + wide * n, left + wide * (n + 1), bottom, size)
            for n, c in enumerate(text)
            if c != " "
        ]

    prose = "The committee has spent all of the money"
    title = [
        row("How the Towns of the County Spent Their Money on", 72, 760, 18),
        row("Bridges", 72, 738, 18),
    ]
    columns = [row(prose, left, 690.0 - 13 * n) for left in (72.0, 320.0) for n in range(8)]
    blocks, gutter = layout_of([*title, *columns])
    assert gutter is not None
    assert [len(block.rows) for block in blocks] == [2, 8, 8]
    blocks, _ = layout_of(columns[:10], gutter)
    assert [len(block.rows) for block in blocks] == [8, 2]


def set_in_line(words: list[str], space: float, bottom: float = 700.0) -> Line:
    """A line of words so far apart, in points; its characters are 5 wide, Chinese ones 10."""
    glyphs, left = [], 0.0
    for n, word in enumerate(words):
        if n:
            glyphs.append(Glyph(" ", 0.0, 0.0, 0.0, 0.0))
            left += space
        for c in word:
            width = 10.0 if c >= "\u2e80" else 5.0
            glyphs.append(Glyph(c, left, left + width, bottom, 10.0))
            left += width
    line = line_of(glyphs)
    assert line is not None
    return line


def test_justified_lines_of_few_words_are_no_table():
    prose = ["have been used in the", "localisation industry for", "several decades, and their"]
    lines = [
        set_in_line(text.split(), (180 - 5 * len(text.replace(" ", ""))) / text.count(" "), 700 - 12.0 * n)
        for n, text in enumerate(prose)
    ]
    assert [line.text for line in lines] == prose
    assert not [*tables_of(lines)]
    rows = [["ten", "1024", "a"], ["two", "4", "of b"], ["three", "88", "c"]]
    cells = [set_in_line([word.ljust(9) for word in row], 20, 700 - 12.0 * n) for n, row in enumerate(rows)]
    numbers = [set_in_line([f"0.{n}0", f"0.{n}5637", f"0.{n}4363"], 20, 700 - 12.0 * n) for n in range(4)]
    assert len([*tables_of(cells)]) == len([*tables_of(numbers)]) == 1


def test_a_justified_line_is_one_though_two_of_its_letters_are_kerned():
    """Type 3 fonts and browsers draw `of the` a little nearer than other words."""
    words = ["written", "consent", "of", "the"]
    glyphs, left = [], 0.0
    for word, space in zip(words, (0.0, 12.3, 12.3, 11.6), strict=True):
        glyphs += [Glyph(" ", 0.0, 0.0, 0.0, 0.0)] if glyphs else []
        left += space
        glyphs += [Glyph(c, left + 5 * n, left + 5 * n + 5, 700.0, 10.5) for n, c in enumerate(word)]
        left += 5 * len(word)
    line = line_of(glyphs)
    assert line is not None
    assert line.is_justified


def test_a_stretched_line_of_chinese_has_no_spaces_between_its_characters():
    assert set_in_line([*"各栏，再把“同一段”的行连起"], 4.0).text == "各栏，再把“同一段”的行连起"
    assert set_in_line(["第一条", "服务范围如下所列"], 4.0).text == "第一条 服务范围如下所列"
    assert set_in_line([*"甲乙丙丁戊己"], 30.0).text.split() == [*"甲乙丙丁戊己"]  # cells
    assert set_in_line([*"把同一段的行连", "PDF"], 4.0).text == "把同一段的行连 PDF"


SLIDES = {
    "en": [
        [
            ["Every worker wears a helmet, a harness", "and gloves before entering the deck"],
            ["Alarms are tested on the first Monday of", "each month"],
            ["Report a spill at once, even if it seems", "small and has been cleaned up already"],
        ],
        [
            ["The nearest exit is marked in green on the", "plan beside the door"],
            ["Lifeboats hold forty people; the muster list", "says which one is yours"],
        ],
    ],
    "zh": [
        [
            ["每名工人进入甲板之前都要佩戴安全帽、", "安全带和手套，并由班长逐一检查"],
            ["每月第一个星期一测试警报"],
            ["发现泄漏应立即报告，即使看起来很小也", "不例外"],
        ],
        [
            ["最近的出口在门旁的平面图上以绿色标明，", "请事先熟悉路线"],
            ["每艘救生艇可容纳四十人；应急名单上写明", "您所属的救生艇"],
        ],
    ],
}


@pytest.mark.parametrize("lang", SLIDES)
@pytest.mark.parametrize("scale", [1, 0.75])
def test_paragraphs_without_marks_on_slides_are_whole_and_apart(lang, scale):
    """Slides have few lines, browsers print them scaled: neither the title nor the foot is of a column."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    font = "STSong-Light" if lang == "zh" else "Helvetica"
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(720 * scale, 405 * scale))
    expected = []
    for page in range(1, 5):
        canvas.scale(scale, scale)
        canvas.setFont(font, 28)
        canvas.drawString(36, 350, "安全" if lang == "zh" else "Safety")
        canvas.setFont(font, 14)
        for left, items in zip((36, 374), SLIDES[lang], strict=True):
            level = 294
            for lines in [*items[page % 2 :], *items[: page % 2]]:
                expected.append(("" if lang == "zh" else " ").join(lines))
                for line in lines:
                    canvas.drawString(left, level, line)
                    level -= 18
                level -= 9
        canvas.setFont(font, 9)
        canvas.drawString(36, 16, "Training")
        canvas.drawString(680, 16, str(page))
        canvas.showPage()
    canvas.save()
    found = segment(read_bytes(out.getvalue(), "a.pdf", lang))
    assert [s.text for s in found if s.kind != "heading"] == expected


def test_headings_right_under_one_another_are_apart_where_a_division_begins():
    """A title, a chapter and an article are set in nearly the same size, with little between them."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    headings = ["Act on the Protection of Rural Paths", "Chapter I General Provisions", "Article 1 Purpose"]
    others = ["Chapter II Enforcement", "Article 2 Inspection"]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    level, text = 780.0, ENGLISH[0]
    for group in (headings, others):
        for size, heading in zip((14, 13, 13), group, strict=False):
            canvas.setFont("Helvetica-Bold", size)
            canvas.drawString(72, level, heading)
            level -= 17
        canvas.setFont("Times-Roman", 11)
        for line in textwrap.wrap(text, 80):
            canvas.drawString(72, level, line)
            level -= 13
        level -= 12
    canvas.save()
    found = [s.printed for s in segment(read_bytes(out.getvalue(), "a.pdf", "en"))]
    assert found == [*headings, *sentences([text]), *others, *sentences([text])]


def test_a_title_is_apart_from_a_heading_in_a_smaller_size_right_under_it():
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    headings = [
        (14, "Reading Speed in Bilingual Subtitles:"),
        (14, "An Eye-Tracking Study"),
        (13, "Abstract"),
    ]
    level = 780.0
    for size, heading in headings:
        canvas.setFont("Helvetica-Bold", size)
        canvas.drawString(72, level, heading)
        level -= 17
    canvas.setFont("Times-Roman", 11)
    for line in textwrap.wrap(ENGLISH[0], 80):
        canvas.drawString(72, level, line)
        level -= 13
    canvas.save()
    found = [s.text for s in segment(read_bytes(out.getvalue(), "a.pdf", "en"))]
    assert found == [f"{headings[0][1]} {headings[1][1]}", "Abstract", *sentences(ENGLISH[:1])]


def test_large_headings_at_the_top_of_two_columns_open_their_columns():
    """Side by side, with more room under them than between lines, they are no head of the page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    expected = []
    for left, name, text in [(60, "Upkeep of Paths", ENGLISH[:3]), (310, "Inspection", ENGLISH[3:6])]:
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(left, 780, name)
        canvas.setFont("Times-Roman", 10)
        level = 754.0
        for line in textwrap.wrap(" ".join(text), 48):
            canvas.drawString(left, level, line)
            level -= 12
        expected += [name, *sentences(text)]
    canvas.save()
    found = [s.text for s in segment(read_bytes(out.getvalue(), "a.pdf", "en"))]
    assert found == expected


def test_two_loose_lines_of_a_justified_column_have_no_gutter_between_them():
    """Their words are many pieces, and two of them begin at one place, but there are two rows alone."""
    rows = [[Piece(320.0, 640.0, 760.0 - 13 * n, 12.0, [])] for n in range(9)]
    loose = (320, 354, 393, 440, 480, 518, 554, 590, 612), (320, 360, 398, 436, 480, 514, 550, 580, 612)
    for n, at in enumerate(loose, 9):
        rows.append([Piece(float(x), x + 28.0, 760.0 - 13 * n, 12.0, []) for x in at])
    assert _gutter(rows) is None
    columns = [[Piece(x, x + 110.0, 760.0 - 13 * n, 12.0, []) for x in (320.0, 450.0)] for n in range(9)]
    assert _gutter(columns) == pytest.approx(450, abs=2)
