"""PDF as it is typeset: hyphens, tables, code, captions, margins, hanging entries; made with reportlab."""

from __future__ import annotations

import io
from collections import Counter
from typing import NamedTuple

import pytest

from duiqi.corpus.read import read_bytes
from duiqi.corpus.readers import pdf
from duiqi.segmenters import segment

pytestmark = pytest.mark.slow  # a PDF is read in a process of its own

reportlab = pytest.importorskip("reportlab", reason="needs reportlab")

ROMAN, BOLD, FIXED, HAN = "Times-Roman", "Times-Bold", "Courier", "STSong-Light"
SENTENCES = [
    "The committee of Ayton described at length how the money for the repair of the bridge had been spent.",
    "Nobody in the village could say afterwards where the rest of the sum had gone.",
    "It was not the first time that such a thing had happened in the county.",
    "Denby and Elton asked for a report, and the council promised that it would be ready before winter.",
]
PROSE = " ".join(SENTENCES)
THINGS = ["bridge", "school", "harbour", "library", "market", "chapel"]


class Set(NamedTuple):
    """A text that is set in lines: its place, its width, its font, the gap before it in points.

    A tab is white space between what is before and what is after it. Lines are broken as if in 10 points.
    """

    text: str
    indent: float = 0.0
    hang: float = 0.0
    width: float = 300.0
    font: str = ROMAN
    gap: float = 0.0
    size: float = 10.0


def wrapped(one: Set) -> list[str]:
    """The lines of a text; the later ones are shorter by their indent."""
    from reportlab.lib.utils import simpleSplit

    first, *rest = simpleSplit(one.text, one.font, 10, one.width)
    return [first, *simpleSplit(" ".join(rest), one.font, 10, one.width - one.hang)]


def printed(*pages: list[Set], head: str = "") -> bytes:
    """A PDF with these texts on its pages; `head` is above each page, with the page's number."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(HAN))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(500, 800))
    for number, texts in enumerate(pages, 1):
        if head:
            canvas.setFont(ROMAN, 8)
            canvas.drawString(72, 780, f"{number} {head}")
        y = 740.0
        for one in texts:
            canvas.setFont(one.font, one.size)
            y -= one.gap
            lines = one.text.split("\n") if {"\n", "\t"} & set(one.text) else wrapped(one)
            for i, line in enumerate(lines):
                for n, piece in enumerate(line.split("\t")):
                    canvas.drawString(72 + one.indent + (one.hang if i else 0.0) + 100 * n, y, piece)
                y -= 13
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def found(data: bytes, lang: str = "en", kinds: str = "heading body item cell caption footnote") -> list[str]:
    segments = segment(read_bytes(data, "a.pdf", lang))
    return [s.text for s in segments if s.kind in kinds.split()]


def test_a_word_broken_at_a_line_end_is_whole_and_a_compound_keeps_its_hyphen():
    prose = f"{PROSE} All information is given in writing."
    lines = (
        "The contract covers mine-related work and the informa-\n"
        "tion that the parties give each other about all mine-\n"
        "related work before the end of the year, and after it."
    )
    assert found(printed([Set(prose), Set(lines, gap=13)]))[-1] == (
        "The contract covers mine-related work and the information that the parties give each other about "
        "all mine-related work before the end of the year, and after it."
    )


def table(*rows: tuple[str, ...], at: float) -> list[tuple[float, float, str]]:
    """The cells of a table, each at its place."""
    return [
        (72 + 130.0 * n, at - 13 * i, cell)
        for i, row in enumerate(rows)
        for n, cell in enumerate(row)
        if cell
    ]


def with_table(rows: list[tuple[str, ...]]) -> bytes:
    """A page with a table between two halves of a sentence."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(500, 800))
    canvas.setFont(ROMAN, 10)
    before = [
        (72, 740, "The ships of the company that were lost in that year, of which there"),
        (72, 727, "were more than in any year before, were all insured, though those which"),
    ]
    after = [
        (72, 500, "belonged to its partners in the north were not, as the list above shows, and"),
        (72, 487, "the loss of these was never made good."),
    ]
    for x, y, text in [*before, *table(*rows, at=690), *after]:
        canvas.drawString(x, y, text)
    canvas.save()
    return out.getvalue()


def test_a_table_between_two_halves_of_a_sentence_does_not_cut_it():
    rows = [("Ship", "Master", "Lost"), ("Mary Ann", "J. Hill", "off Ayton"), ("Brig", "of Denby", "at sea")]
    sentence = (
        "The ships of the company that were lost in that year, of which there were more than in any year "
        "before, were all insured, though those which belonged to its partners in the north were not, as the "
        "list above shows, and the loss of these was never made good."
    )
    assert found(with_table(rows), kinds="body") == [sentence]
    assert found(with_table(rows), kinds="cell") == [cell for row in rows for cell in row]


def test_a_cell_of_several_lines_is_one_cell():
    rows = [
        ("cat", "Utility to write files one"),
        ("", "after another"),
        ("cp", "Utility to copy files"),
        ("ls", "Utility to list them"),
    ]
    assert found(with_table(rows), kinds="cell") == [
        "cat",
        "Utility to write files one after another",
        "cp",
        "Utility to copy files",
        "ls",
        "Utility to list them",
    ]


def test_a_first_cell_of_several_lines_is_one_cell():
    """The cells beside it begin at its first line, or are in the middle of it; they are drawn after it."""
    at_top = [
        ("Ship of the line", "Master", "Lost"),
        ("Mary Ann of the", "J. Hill", "off Ayton"),
        ("company", "", ""),
        ("Brig", "of Denby", "at sea"),
    ]
    by_column = [*at_top[:1], ("Mary Ann of the", "", ""), ("company", "J. Hill", "off Ayton"), at_top[3]]
    expected = [*at_top[0], "Mary Ann of the company", "J. Hill", "off Ayton", *at_top[3]]
    for rows in (at_top, by_column):
        assert found(with_table(rows), kinds="cell") == expected


def test_columns_of_program_output_are_code():
    output = "\n".join(f"[{n},]\\t{n} -1\\t{n * n}" for n in range(1, 6))
    data = printed([Set(PROSE), Set(output, font=FIXED, gap=6), Set(PROSE, gap=6)])
    assert found(data) == SENTENCES * 2


def test_lines_of_fixed_pitch_between_prose_are_code():
    code = Set("for file in files:\n    write(file)", indent=20, font=FIXED, gap=6)
    data = printed([Set(PROSE), code, Set(PROSE, gap=6)])
    assert found(data) == SENTENCES * 2
    assert [s.kind for s in segment(read_bytes(data, "a.pdf", "en"), code=True)].count("code") == 2


def test_a_document_all_in_fixed_pitch_is_text():
    assert found(printed([Set(PROSE, font=FIXED)])) == SENTENCES


def test_entries_whose_later_lines_are_indented_are_whole():
    """As in a bibliography, also where a later line begins with a capital or a year."""
    entries = [
        f"Hill, {name}: On the repair of bridges and the like, and of their cost. In: Proceedings of the "
        f"Royal Society of Ayton and Denby, Vol. {n}, Edited by the Society, Printed by John Barby in Denby,"
        f" 18{n}9."
        for n, name in enumerate(["Anna", "Bertha", "Clara", "Dora", "Emma"], 3)
    ]
    paragraphs = read_bytes(
        printed([Set(PROSE), *(Set(e, hang=20, width=280, gap=0) for e in entries)]), "a.pdf", "en"
    )
    assert [p.text for p in paragraphs.paragraphs][1:] == entries


def test_a_narrow_quotation_is_whole():
    quoted = " ".join(
        f"So said {name} Hill of Ayton Parva." for name in ["Anna", "Bertha", "Clara", "Dora", "Emma"] * 3
    )
    paragraphs = read_bytes(
        printed([Set(PROSE), Set(quoted, indent=40, width=200, gap=8), Set(PROSE, gap=8)]), "a.pdf"
    )
    assert [p.text for p in paragraphs.paragraphs] == [PROSE, quoted, PROSE]


@pytest.mark.parametrize("name", ["Figure 3:", "Table IV.", "Fig. 2.", "TABLE 1:"])
def test_a_caption_of_several_lines_is_one_caption(name):
    caption = f"{name} The ships that the company lost in the years of the war, and in the years after it"
    caption = caption.replace("IV", "4")
    data = printed([Set(PROSE), Set(caption, gap=20), Set(PROSE, gap=20)])
    assert found(data, kinds="caption") in (
        [caption],
        [f"{name} ".replace("IV", "4").strip(), caption.split(". ", 1)[-1]],
    )
    assert found(data, kinds="body") == SENTENCES * 2


def test_a_line_at_the_same_height_of_many_pages_is_furniture():
    pages = [
        [f"{name} said that the {thing} of Ayton was not as in the time of {name}." for thing in THINGS]
        for name in ("Ann", "Bea", "Cleo", "Dora", "Eve")
    ]
    data = printed(*([Set(" ".join(page))] for page in pages), head="The Report of the Council. In full.")
    assert found(data) == [sentence for page in pages for sentence in page]


def test_numbers_before_lines_are_not_in_the_sentences():
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(500, 800))
    canvas.setFont(ROMAN, 10)
    for n, line in enumerate(simpleSplit(PROSE, ROMAN, 10, 220), 1):
        canvas.drawRightString(90, 740 - 13 * n, str(n))
        canvas.drawString(110, 740 - 13 * n, line)
    canvas.save()
    assert found(out.getvalue()) == SENTENCES


@pytest.mark.parametrize(
    ("formula", "after", "expected"),
    [
        ("s = g t / 2 (7)", "where g is the same.", ["{} s = g t / 2 (7) where g is the same."]),
        # A formula without a sign of relation has a number; one of several lines is read line by line.
        ("m g h + e,\t(12)", "as was shown.", ["{} m g h + e, (12) as was shown."]),
        ("s =\n1\ng t,", "if g is the same.", ["{} s = 1 g t, if g is the same."]),
        ("s = g t / 2.\t(7)", "Here g is the same.", ["{} s = g t / 2.", "(7)", "Here g is the same."]),
    ],
)
def test_a_displayed_formula_is_a_part_of_its_sentence(formula, after, expected):
    """As the writer has it; the number of one at the end of a sentence is apart from the next sentence."""
    before = "The distance that it falls in a given time is, as everybody knows,"
    texts = [Set(before, gap=6), Set(formula, indent=100, gap=8), Set(after, gap=8)]
    data = printed([Set(PROSE), *texts])
    assert found(data)[4:] == [one.format(before) for one in expected]


def test_a_sentence_goes_on_after_a_formula_on_the_next_page():
    before = "The distance that it falls in a given time is, as everybody knows,"
    first = [Set(PROSE), Set(before, gap=6), Set("s = g t / 2,", indent=100, gap=8)]
    assert f"{before} s = g t / 2, where g is the same." in found(
        printed(first, [Set("where g is the same."), Set(PROSE, gap=6)])
    )


def marked(*pieces: tuple[float, float, float, str]) -> bytes:
    """Two lines of prose, of which the first has these pieces before it: place, level, size, text."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(500, 800))
    for x, rise, size, text in pieces:
        canvas.setFont(ROMAN, size)
        canvas.drawString(72 + x, 740 + rise, text)
    canvas.setFont(ROMAN, 10)
    canvas.drawString(72, 727, "bridge, and so the whole of the sum was spent before the end of the year.")
    canvas.drawString(72, 714, "Nobody in the village could say afterwards where the rest had gone.")
    canvas.save()
    return out.getvalue()


def test_marks_above_one_another_are_in_the_line_of_their_letter():
    """The indices of a variable: the lower one is drawn after the upper one, and further left."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    before = "The council had to pay the sum of the matrix X"
    end = stringWidth(before, ROMAN, 10)
    marks = [(end + 0.5, 5.0, 7.0, "T"), (end, -3.0, 7.0, "ij")]
    pieces = [(0.0, 0.0, 10.0, before), *marks, (end + 7.0, 0.0, 10.0, "for the repair of the")]
    assert found(marked(*pieces))[0] == (
        "The council had to pay the sum of the matrix XTij for the repair of the bridge, and so the whole of "
        "the sum was spent before the end of the year."
    )


def test_a_bold_line_above_a_paragraph_is_a_heading_and_a_bold_word_in_it_is_none():
    data = printed([Set(PROSE), Set("Of the Bridge", font=BOLD, gap=10), Set(PROSE, gap=4)])
    assert found(data, kinds="heading") == ["Of the Bridge"]
    assert found(data, kinds="body") == SENTENCES * 2


def test_an_item_is_no_heading_where_its_bullet_is_bold():
    """Fonts of symbols are bold: the bullet is the first letter of its line."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(500, 800))
    items = [f"one of the {thing}s of the county" for thing in THINGS]
    for n, line in enumerate([*wrapped(Set(PROSE)), *items]):
        is_item = line in items
        if is_item:
            canvas.setFont(BOLD, 10)
            canvas.drawString(72, 740 - 18 * n, "•")
        canvas.setFont(ROMAN, 10)
        canvas.drawString(80 if is_item else 72, 740 - (18 if is_item else 13) * n, line)
    canvas.save()
    assert found(out.getvalue(), kinds="heading") == []
    assert found(out.getvalue(), kinds="item") == items


def with_codes(*texts: str) -> bytes:
    """A PDF with a bitmap font as TeX makes them: without a name, its characters known by their codes."""
    glyph = b"<< /Length 33 >>\nstream\n500 0 0 0 400 600 d1 0 0 400 600 re f\nendstream"
    codes = sorted({ord(letter) for text in texts for letter in text})
    procs = " ".join(f"/a{code} 5 0 R" for code in codes)
    differences = " ".join(f"{code} /a{code}" for code in codes)
    widths = " ".join(["500"] * 256)
    shown = b"".join(b"<" + text.encode("latin-1").hex().encode() + b"> Tj 0 -13 Td " for text in texts)
    content = b"BT /F 10 Tf 72 740 Td " + shown + b"ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 800] /Contents 4 0 R "
        b"/Resources << /Font << /F 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        glyph,
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 700] /FontMatrix [.001 0 0 .001 0 0] "
        f"/FirstChar 0 /LastChar 255 /Widths [{widths}] /CharProcs << {procs} >> "
        f"/Encoding << /Type /Encoding /Differences [{differences}] >> >>".encode(),
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table + end


def test_ligatures_of_tex_are_letters_where_a_font_has_no_names():
    """Both encodings of TeX: OT1 has fi at 12 and fl at 13, T1 at 28 and 29, a dash at 21."""
    data = with_codes(
        "The \x0crst o\x0ecers of the \reet \x15 all", "\x1cnished their o\x1ece in the \x1deet."
    )
    assert found(data) == ["The first officers of the fleet – all finished their office in the fleet."]


def test_text_beside_the_paper_is_not_read():
    assert found(printed([Set(PROSE), Set("Notes for the speaker only.", indent=600)])) == SENTENCES


def test_contents_without_dots_are_not_run_together():
    entries = [
        ("1", "Bridges", "3"),
        ("2", "Roads and Lanes", "14"),
        ("3", "Schools", "20"),
        ("4", "Mills", "31"),
    ]
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(500, 800))
    for n, (label, title, page) in enumerate(entries):
        canvas.setFont(ROMAN, 10)
        canvas.drawString(72, 700 - 13 * n, f"{label}. {title}")
        canvas.drawRightString(400, 700 - 13 * n, page)
    canvas.save()
    words = Counter(" ".join(found(out.getvalue())).split())
    assert all(words[word] for _, title, page in entries for word in [*title.split(), page])
    assert not any("Bridges" in text and "Roads" in text for text in found(out.getvalue()))


def test_a_chinese_caption_is_one():
    prose = (
        "委员会在本报告所述期间把修理桥梁的款项几乎全部用完，而且\n没有向任何人说明用在了什么地方。这已经不是"
        "第一次了。后来没有\n一个人说得清楚修理桥梁的其余款项究竟到哪里去了。"
    )
    data = printed(
        [Set(prose, font=HAN), Set("图 2-1　桥梁的结构", font=HAN, gap=20), Set(prose, font=HAN, gap=20)]
    )
    assert found(data, "zh", "caption") == ["图 2-1 桥梁的结构"]
    assert len(found(data, "zh", "body")) == 6


def test_a_page_that_is_cut_short_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duiqi.corpus.readers.pdf.LARGEST_PAGE", 20)
    text = Set("This page has more text than is read of one.")
    content = pdf.read(printed([text], [Set("This has less.")]), "a.pdf")
    [doubt] = content.warnings
    assert doubt.code == "text-missing"
    assert str(doubt) == "a.pdf: more than 20 characters on page 1: the text after is missing"


@pytest.mark.parametrize("pages", [2, 3])
def test_a_head_on_all_pages_of_a_short_document_is_furniture_within_a_sentence(pages):
    """A sentence goes on over the head, whatever space is under it."""
    words = " ".join(f"{name} and {thing}," for name in ("Ann", "Bea", "Cleo") for thing in THINGS)
    lines = wrapped(Set(f"{PROSE} They spoke of {words} and went home. " * pages))
    share = len(lines) // pages
    cut = [lines[n * share : (n + 1) * share if n + 1 < pages else len(lines)] for n in range(pages)]
    for gap in (0, 20):
        sheets = [[Set("Confidential"), Set("\n".join(part), gap=gap)] for part in cut]
        assert "Confidential" not in " ".join(found(printed(*sheets)))
        assert found(printed(*sheets)) == [*SENTENCES, f"They spoke of {words} and went home."] * pages


@pytest.mark.parametrize(
    "notice",
    [
        "© 2022 The Authors. Published by the County Press. For permissions, write to press@ayton.example",
        "The final publication is available from the County Press at https://press.example/bridge",
    ],
)
def test_a_notice_in_smaller_type_at_the_foot_of_a_page_interrupts_no_sentence(notice):
    """Journals print their copyright under the first page, without a mark that calls it."""
    lines = wrapped(Set(f"{PROSE} {PROSE}"))
    for cut in (4, 5, 6):
        first = [Set("\n".join(lines[:cut])), Set(notice, gap=20, size=8)]
        data = printed(first, [Set("\n".join(lines[cut:]))])
        assert found(data, kinds="heading body item") == SENTENCES * 2
        assert " ".join(found(data, kinds="footnote")) == notice


def test_small_type_between_two_sentences_stays_text():
    data = printed([Set(PROSE), Set("This is said in small type", gap=20, size=8)], [Set(PROSE)])
    assert found(data, kinds="footnote") == []


def test_a_caption_alone_under_the_head_of_a_page_is_one():
    """The distance of these two lines is no distance of lines."""
    lines = wrapped(Set(f"{PROSE} {PROSE}"))
    figure = [Set("Table 2. The cost of the bridge, by year.", size=7, gap=-12)]
    pages = [[Set("\n".join(lines[:7]))], figure, [Set("\n".join(lines[7:]))]]
    data = printed(*pages, head="The Bridge of Ayton")
    assert found(data, kinds="caption") == ["Table 2. The cost of the bridge, by year."]
    assert found(data, kinds="heading body item") == SENTENCES * 2


def test_the_titles_of_slides_are_no_heads():
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(500, 400))
    for sentence in SENTENCES[:2]:
        canvas.setFont(ROMAN, 20)
        canvas.drawString(72, 350, "The Council of Ayton")
        canvas.setFont(ROMAN, 10)
        for n, line in enumerate(wrapped(Set(sentence))):
            canvas.drawString(72, 300 - 13 * n, line)
        canvas.showPage()
    canvas.save()
    assert found(out.getvalue()).count("The Council of Ayton") == 2


def test_footnotes_with_space_after_their_numbers_are_no_table():
    """Their numbers are set before a tab stop, as word processors do."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(500, 800))
    for page in range(2):
        y = 740
        for number, name in enumerate(("Ann", "Bea", "Cleo"), 3 * page + 1):
            canvas.setFont(ROMAN, 10)
            line = f"{name} said that the bridge was not old"
            canvas.drawString(72, y, line)
            width = canvas.stringWidth(line, ROMAN, 10)
            canvas.setFont(ROMAN, 6)
            canvas.drawString(72 + width, y + 4, str(number))
            canvas.setFont(ROMAN, 10)
            canvas.drawString(72 + width + 6, y, ", and went.")
            y -= 26
        for row, number in enumerate(range(3 * page + 1, 3 * page + 4)):
            canvas.drawString(72, 120 - 13 * row, str(number))
            canvas.drawString(95, 120 - 13 * row, f"See section {number} of the report of the county.")
        canvas.showPage()
    canvas.save()
    notes = [f"See section {number} of the report of the county." for number in range(1, 7)]
    assert found(out.getvalue(), kinds="footnote") == notes


@pytest.mark.parametrize("longest", [70, 46])
def test_the_lines_under_an_indented_first_line_continue_it(longest):
    """Of a Chinese law most paragraphs are one line; few are wrapped, and so their wrapping is not learnt."""
    sentence = (
        "国家鼓励和支持有关科学技术的研究开发与推"
        "广应用提高登记管理的质量保护公民法人的合法权益不得拒绝或者阻碍"
    )
    articles = []
    for n, number in enumerate("一二三四五六七八九"):
        size = longest if n % 4 == 2 else 14 + n
        articles.append(f"第{number}条 {(sentence * 2)[n : n + size]}。")
    sets = []
    for article in articles:
        lines = [article[:30], *(article[k : k + 32] for k in range(30, len(article), 32))]
        sets += [Set(line, indent=0 if k else 20, font=HAN) for k, line in enumerate(lines)]
    document = read_bytes(printed(sets), "a.pdf", "zh")
    assert [p.lead.replace("\u3000", " ") + p.text for p in document.paragraphs] == articles


def test_the_few_lines_of_a_slide_are_put_together():
    """Among headings and lists their wrapping is not learnt."""
    things = [f"{name} and the {thing}" for name in ("Ann", "Bea", "Cleo") for thing in THINGS]
    sets = [
        Set("\n".join(things)),
        Set("Permission is granted to copy the report of the county and\nto read it aloud.", gap=20),
        Set("It comes without any promise that the bridge of the village\nstands.", gap=20),
    ]
    assert found(printed(sets)) == [
        *things,
        "Permission is granted to copy the report of the county and to read it aloud.",
        "It comes without any promise that the bridge of the village stands.",
    ]
