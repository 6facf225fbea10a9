"""Inputs made to slow down, to fill the memory, to break or to deceive, by kind.

Each is small; most are one construction repeated, as only repetition costs more than it weighs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tests.hostile.making import (
    docx,
    epub,
    gold,
    gzipped,
    jsonl,
    odt,
    pdf,
    text_cell,
    tmx,
    unit,
    word_paragraph,
    xlsx,
    zipped,
)
from tests.hostile.pieces import HUGE, MARKDOWN, REPEATED


class Input(NamedTuple):
    """A file, and the command that is given it: `segment`, `convert`, `evaluate`."""

    name: str
    data: bytes
    command: str = "segment"
    options: tuple[str, ...] = ()


def inputs() -> Iterator[Input]:
    """All inputs, kind by kind."""
    yield from texts()
    yield from markdown()
    yield from pages()
    yield from word()
    yield from open_documents()
    yield from books()
    yield from pdfs()
    yield from subtitles()
    yield from alignments()
    yield from golds()
    yield from tables()
    yield from workbooks()
    yield from memories()
    yield from archives()
    yield from encodings()


def texts() -> Iterator[Input]:
    """Plain texts of one construction repeated."""
    for name, piece in REPEATED.items():
        times = max(2, 40_000 // len(piece))
        yield Input(f"{name}.txt", (piece * times).encode())


def markdown() -> Iterator[Input]:
    for name, piece in MARKDOWN.items():
        yield Input(f"{name}.md", ("# A\n\n" + piece * (20_000 // len(piece))).encode())
    wide = "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n" + ("|" + "a|" * 300 + "\n") * 20
    yield Input("wide-table.md", wide.encode())


def pages() -> Iterator[Input]:
    """HTML nested, long, and declared otherwise than it is."""
    tail = "<p>The last words.</p>"
    for tag, depth in (("div", 300), ("font", 2000), ("b", 1500), ("li", 400), ("div", 5000)):
        yield Input(f"{tag}-{depth}.html", f"<html><body>{f'<{tag}>' * depth}a{tail}".encode())
    yield Input("value.html", f"<html><body><p title='{'a' * 11_000_000}'>a</p>{tail}".encode())
    for name, piece in {
        "items": "<li>a",
        "ordered": "<ol><li>a",
        "links": '<a href="#n">1</a>',
        "named": '<sup><a href="#n">1</a></sup><p id="n">a',
        "breaks": "a<br>",
        "comments": "<!-- a",
        "cells": "<table><tr><td>a",
        "attributes": '<p a="',
        "entities": "&amp;",
        "rubies": "<ruby>a<rt>b",
    }.items():
        yield Input(f"{name}.html", f"<html><body>{piece * (20_000 // len(piece))}".encode())
    yield Input("list.html", f"<html><body><ol start={HUGE}><li value={HUGE}>a</ol>".encode())
    yield Input("items-2000.html", f"<html><body><ol>{'<li>a</li>' * 5000}</ol>".encode())
    yield Input("charset.html", b"<html><meta charset=base64><body><p>Hi there.</p>")
    yield Input("declared.html", b'<?xml version="1.0" encoding="utf-32"?><html><body><p>Hi there.</p>')


def word() -> Iterator[Input]:
    """Word files that refer to themselves, count too far, or lack what they need."""
    number = "<w:numPr><w:ilvl w:val='{0}'/><w:numId w:val='1'/></w:numPr>"
    for name, form, start in (
        ("letters", "lowerLetter", "1000000000"),
        ("roman", "upperRoman", "2147483647"),
        ("chinese", "chineseCounting", HUGE),
        ("superscript", "decimal", "²"),
        ("negative", "decimal", "-5"),
    ):
        level = (
            f"<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='{start}'/>"
            f"<w:numFmt w:val='{form}'/><w:lvlText w:val='{'%1' * 40}'/></w:lvl></w:abstractNum>"
            "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>"
        )
        yield Input(f"list-{name}.docx", docx(word_paragraph("a", number.format("0")) * 40, numbering=level))
    for level in ("²", HUGE, "-1"):
        yield Input(f"level-{len(level)}.docx", docx(word_paragraph("a", number.format(level))))
    chain = "".join(
        f"<w:style w:type='paragraph' w:styleId='s{i}'><w:basedOn w:val='s{i + 1}'/></w:style>"
        for i in range(5000)
    )
    yield Input("style-chain.docx", docx(word_paragraph("a", "<w:pStyle w:val='s0'/>"), styles=chain))
    call = "<w:p><w:r><w:footnoteReference w:id='{0}'/></w:r></w:p>"
    note = "<w:footnote w:id='{0}'><w:p><w:r><w:t>n</w:t></w:r></w:p>{1}</w:footnote>"
    yield Input("note-of-itself.docx", docx(call.format(1), footnotes=note.format(1, call.format(1))))
    circle = note.format(1, call.format(2) * 2) + note.format(2, call.format(1) * 2)
    yield Input("notes-in-circles.docx", docx(call.format(1), footnotes=circle))
    many = "".join(call.format(i) for i in range(3000))
    yield Input("notes.docx", docx(many, footnotes="".join(note.format(i, "") for i in range(3000))))
    table = "<w:tbl><w:tr><w:tc>" * 60 + word_paragraph("a") + "</w:tc></w:tr></w:tbl>" * 60
    yield Input("nested-tables.docx", docx(table))
    yield Input("deep.docx", docx("<w:sdt>" * 3000 + word_paragraph("a") + "</w:sdt>" * 3000))
    fields = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>" * 3000
    yield Input("fields.docx", docx(f"<w:p>{fields}<w:r><w:t>a</w:t></w:r></w:p>{word_paragraph('b')}"))
    yield Input("runs.docx", docx(f"<w:p>{'<w:r><w:t>a</w:t></w:r>' * 10_000}</w:p>"))
    yield Input("symbols.docx", docx("<w:p><w:r><w:sym w:char='FFFFF'/><w:t>a</w:t></w:r></w:p>"))
    yield Input("spaces.docx", docx(word_paragraph(" " * 60_000_000 + "a")))
    boxes = "<w:r><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing></w:r>"
    inner = word_paragraph("a")
    for _ in range(30):
        inner = f"<w:p>{boxes.format(inner)}</w:p>"
    yield Input("boxes.docx", docx(inner))


def open_documents() -> Iterator[Input]:
    for name, count in (("superscript", "²"), ("huge", HUGE), ("many", "2000000000")):
        yield Input(f"spaces-{name}.odt", odt(f"<text:p>a<text:s text:c='{count}'/>b</text:p>"))
    yield Input("spans.odt", odt("<text:p>" + "<text:span>" * 200 + "a" + "</text:span>" * 200 + "</text:p>"))
    yield Input("lists.odt", odt("<text:list><text:list-item>" * 100 + "a"))
    item = f"<text:list-item text:start-value='{HUGE}'><text:p>a</text:p></text:list-item>"
    yield Input("start.odt", odt(f"<text:list>{item}</text:list>"))
    yield Input("notes.odt", odt(f"<text:p>{'<text:note><text:note-body/></text:note>' * 5000}a</text:p>"))


def books() -> Iterator[Input]:
    yield Input("deep.epub", epub(f"<html><body>{'<div>' * 1000}a<p>The last words.</p>"))
    yield Input("twice.epub", epub("<html><body><p>a</p></body></html>", '<itemref idref="a"/>' * 2000))
    yield Input("missing.epub", epub("<html><body><p>a</p></body></html>", '<itemref idref="b"/>'))
    yield Input("bomb.epub", epub("<html><body><p>" + " " * 80_000_000))


def pdfs() -> Iterator[Input]:
    shown = b"BT /F1 12 Tf 72 700 Td (Hello there.) Tj ET"
    form = b"6 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
    form += b"/Length %d>>stream\n%s\nendstream endobj\n"
    calls = b"/X Do " * 60
    recursion = form % (len(calls), calls)
    yield Input("recursion.pdf", pdf(shown + b" /X Do", recursion, b"/XObject<</X 6 0 R>>"))
    yield Input("many.pdf", pdf(shown * 5000))
    yield Input("saved.pdf", pdf(b"q " * 100_000 + shown))
    yield Input("cut.pdf", pdf(shown)[:200])
    yield Input("empty.pdf", pdf(b""))
    yield Input("kids.pdf", pdf(shown).replace(b"[3 0 R]", b"[2 0 R 2 0 R]"))
    yield Input("count.pdf", pdf(shown).replace(b"/Count 1", b"/Count 2000000000"))
    yield Input("box.pdf", pdf(shown).replace(b"600 800", b"1e30 1e30"))


def subtitles() -> Iterator[Input]:
    cue = "1\n00:00:01,000 --> 00:00:02,000\na\n\n"
    yield Input("cues.srt", (cue * 2000).encode())
    yield Input("times.srt", cue.replace("00:00:01", "9" * 400 + ":00:01").encode())
    yield Input("superscript.srt", ("²\n" + cue).encode())
    yield Input("tags.srt", cue.replace("\na", "\n" + "<i>" * 5000 + "a").encode())
    yield Input("vtt.vtt", ("WEBVTT\n\n" + "NOTE a\n" * 3000 + cue.replace(",", ".")).encode())
    dialogue = "[Script Info]\n[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,{0}\n"
    yield Input("tags.ass", dialogue.format("{\\b1" * 5000 + "a").encode())
    yield Input("superscript.ass", dialogue.replace("0:00:01", "²:00:01").format("a").encode())


def alignments() -> Iterator[Input]:
    """JSONL with values of wrong types, too large, or null."""
    for field in (
        "source",
        "target",
        "source_segments",
        "source_span",
        "score",
        "confidence",
        "status",
        "id",
    ):
        for number, value in enumerate(([0, 10**30], None, {"a": 1}, "²", [[]], 1e308, True, -1)):
            if (field, number) not in {("id", 3), ("score", 6)} and number % 2 == len(field) % 2:
                yield Input(f"{field}-{number}.jsonl", jsonl({field: value}), "convert")
    for field in ("warnings", "source", "encoder", "duiqi"):
        for number, value in enumerate((None, [1, None], 10**400, {"lang": "a/b\0"})):
            yield Input(f"header-{field}-{number}.jsonl", jsonl({}, {field: value}), "convert")
    yield Input("nan.jsonl", jsonl({"confidence": float("nan")}), "convert")
    yield Input("infinity.jsonl", jsonl({"score": float("inf")}), "convert")
    yield Input("surrogate.jsonl", jsonl({"source_text": "a\ud800b"}), "convert")
    yield Input("escape.jsonl", jsonl({"status": "\x1b[31m\u202e"}), "convert")
    yield Input("digits.jsonl", jsonl({}).replace(b"[0, 1]", f"[0, {HUGE}]".encode(), 1), "convert")
    yield Input("nested.jsonl", jsonl({}) + b"\n" + b"[" * 100_000, "convert")


def golds() -> Iterator[Input]:
    for number, fields in enumerate(
        (
            {"src": None},
            {"src": [None]},
            {"gold": {}},
            {"gold": [[[10**30], [0]]]},
            {"gold": [[[True], [0]]]},
            {"gold": [[[0, 0], [0]]]},
            {"src_lang": 5},
            {"src_lang": "a/b\0"},
            {"id": ["a"]},
            {"id": None},
            {"src": ["a\ud800"]},
            {"src": []},
            {"src": [], "tgt": [], "gold": []},
        )
    ):
        yield Input(f"gold-{number}.jsonl", gold(**fields), "evaluate")
    yield Input("gold-digits.jsonl", gold().replace(b"[[0]", f"[[{HUGE}]".encode()), "evaluate")
    yield Input("gold-nested.jsonl", b"[" * 100_000, "evaluate")


def tables() -> Iterator[Input]:
    head = "id\tsource\ttarget\tstatus\tconfidence\n1\tOne.\t一。\t{0}\t{1}\n"
    yield Input("status.tsv", head.format("\x1b]0;a\x07\x1b[31m", "1").encode(), "convert")
    yield Input("bidi.tsv", head.format("\u202enew", "1").encode(), "convert")
    for number, value in enumerate(("nan", "inf", "1e999", "²", HUGE)):
        yield Input(f"confidence-{number}.tsv", head.format("new", value).encode(), "convert")
    yield Input("cut.tsv", ("a\t一。\n" * 20_000).encode()[:-2], "convert")
    yield Input("open-quote.tsv", ('a\t"b\n' + "c\n" * 50_000).encode(), "convert")
    yield Input("open-quotes.tsv", ('a\tb\n"c\n' * 10_000).encode(), "convert")
    yield Input("open-quote.csv", ('a,b\n"c,' + "d\n" * 50_000).encode(), "convert")
    yield Input("wide.csv", ("a," * 100_000 + "b\n").encode() * 3, "convert")
    yield Input("nul.csv", b"a,b\nc\0,d\n", "convert")


def workbooks() -> Iterator[Input]:
    row = text_cell("A1", "One.") + text_cell("B1", "一。")
    for name, number in (("2e9", "2000000000"), ("text", "²"), ("digits", HUGE), ("negative", "-3")):
        yield Input(
            f"row-{name}.xlsx", xlsx(f'<row r="1">{row}</row><row r="{number}"><c/></row>'), "convert"
        )
    wide = "".join(f'<row r="{i}">{text_cell(f"ZZZ{i}", "a")}</row>' for i in range(1, 3000))
    yield Input("columns.xlsx", xlsx(wide), "convert")
    yield Input("reference.xlsx", xlsx('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>'), "convert")
    yield Input("date.xlsx", xlsx('<row r="1"><c r="A1" t="d"><v>1e400</v></c></row>'), "convert")
    yield Input("bomb.xlsx", xlsx(f'<row r="1">{text_cell("A1", " " * 80_000_000)}</row>'), "convert")
    yield Input(
        "escapes.xlsx",
        xlsx(f'<row r="1">{text_cell("A1", "_xD800_")}{text_cell("B1", "a")}</row>'),
        "convert",
    )


def memories() -> Iterator[Input]:
    entities = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 100 + '">]>'
    yield Input("entities.tmx", tmx(unit("&b;" * 100, "一。"), entities), "convert")
    outside = '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    yield Input("outside.tmx", tmx(unit("&a; One.", "一。"), outside), "convert")
    yield Input("deep.tmx", tmx(unit("<hi>" * 3000 + "a" + "</hi>" * 3000, "一。")), "convert")
    yield Input("long.tmx", tmx(unit("a" * 11_000_000, "一。")), "convert")
    yield Input(
        "variants.tmx",
        tmx(f"<tu>{'<tuv xml:lang=`en`><seg>a</seg></tuv>'.replace('`', chr(34)) * 5000}</tu>"),
        "convert",
    )
    yield Input("language.tmx", tmx(unit("One.", "一。")).replace(b'"zh"', b'"../z&#9;h"'), "convert")
    yield Input("cut.tmx", tmx(unit("One.", "一。"))[:-30], "convert")
    yield Input("cut.tmx.gz", gzipped(tmx(unit("One.", "一。") * 500))[:-40], "convert")
    yield Input("bomb.tmx.gz", gzipped(tmx(unit(" " * 60_000_000, "一。"))), "convert")
    xliff = '<xliff version="1.2"><file source-language="en" target-language="{0}"><body>{1}</body></file>'
    xliff += "</xliff>"
    one = '<trans-unit id="{0}"><source>One.</source><target>一。</target></trans-unit>'
    yield Input("language.xlf", xliff.format("a/b", one.format("1")).encode(), "convert")
    yield Input("identity.xlf", xliff.format("zh", one.format("&#x202e;&#x9b;31m")).encode(), "convert")
    marks = "<mrk mtype='seg' mid='1'>" * 200 + "a" + "</mrk>" * 200
    yield Input(
        "marks.xlf",
        xliff.format(
            "zh", f"<trans-unit id='1'><source>a</source><seg-source>{marks}</seg-source></trans-unit>"
        ).encode(),
        "convert",
    )


def archives() -> Iterator[Input]:
    """Archives that are cut, damaged, or hold what they should not."""
    whole = docx(word_paragraph("Hello there."))
    yield Input("cut.docx", whole[: len(whole) // 2])
    yield Input("directory.docx", whole.replace(b"PK\x01\x02", b"PK\x09\x09"))
    yield Input("method.docx", whole.replace(b"\x08\x00", b"\x63\x00"))
    yield Input("damaged.docx", whole[:60] + b"\xff" * 40 + whole[100:])
    book = xlsx('<row r="1"><c/></row>')
    yield Input("directory.xlsx", book.replace(b"PK\x01\x02", b"PK\x09\x09"), "convert")
    yield Input("cut.xlsx", book[: len(book) // 2], "convert")
    yield Input("empty.xlsx", zipped({"xl/workbook.xml": ""}), "convert")
    yield Input("empty.docx", zipped({"word/document.xml": ""}))
    yield Input("up.epub", epub("<html/>").replace(b"a.xhtml", b"../a.xh"))


def encodings() -> Iterator[Input]:
    for name in ("base64", "rot13", "idna", "utf-7", "undefined", "no such", "hex", "unicode_escape", "a\0b"):
        if "\0" not in name:
            yield Input(f"{name}.txt", b"Hello there, +AGE- \\x1b[31m.\n", options=("--encoding", name))
    yield Input("controls.txt", b"Hello there, this is a text with \x1b[31m and \x9b31m in it.\n")
    yield Input("wide.txt", b"\xff\xfe" + b"\x00\xd8" * 2001)
    yield Input("utf-32.txt", b"\xff\xfe\0\0" + b"\xff" * 41)
    yield Input("surrogates.txt", b"Hello there. \xed\xa0\x80 " * 20)
    for number, tag in enumerate(("a/b", "zh\u202e", "", "x" * 3000)):
        yield Input(f"language-{number}.txt", b"Hello there.\n", options=("--lang", tag))
