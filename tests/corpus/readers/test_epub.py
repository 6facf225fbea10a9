"""Books in several files: a sentence that two of them divide is one."""

from __future__ import annotations

import io
import zipfile

import pytest

from duiqi.corpus import read_bytes
from tests.corpus.readers.tagging import tagged


def epub(*pages: str) -> bytes:
    items = "".join(
        f'<item id="p{i}" href="p{i}.xhtml" media-type="application/xhtml+xml"/>' for i in range(len(pages))
    )
    spine = "".join(f'<itemref idref="p{i}"/>' for i in range(len(pages)))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("book.opf", f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>")
        for i, page in enumerate(pages):
            archive.writestr(f"p{i}.xhtml", f"<html><body>{page}</body></html>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("pages", "texts"),
    [
        (
            ["<p>The keeper lights the lamp at dusk and puts</p>", "<p>it out at</p>", "<p>dawn.</p>"],
            ["The keeper lights the lamp at dusk and puts it out at dawn."],
        ),
        (
            ["<p>守灯人应于黄昏时分点灯，在黎明到来的时候，</p>", "<p>将灯熄灭。</p><p>𠀀</p>"],
            ["守灯人应于黄昏时分点灯，在黎明到来的时候，将灯熄灭。", "𠀀"],
        ),
        (
            ["<p>The keeper lights the lamp at dusk and puts it out.</p>", "<p>he said so, then.</p>"],
            ["The keeper lights the lamp at dusk and puts it out.", "he said so, then."],
        ),
        (["<p>The Lighthouse</p>", "<p>by A. Keeper</p>"], ["The Lighthouse", "by A. Keeper"]),
        (
            ["<p>The keeper lights the lamp at dusk and puts</p>", "<h1>it out</h1>"],
            ["The keeper lights the lamp at dusk and puts", "it out"],
        ),
    ],
)
def test_a_sentence_over_two_files_is_one(pages: list[str], texts: list[str]) -> None:
    found = read_bytes(epub(*pages), "a.epub")
    assert [p.text for p in found.paragraphs] == texts
    for paragraph in found.paragraphs:
        shown = "".join(found.text[slice(*piece)] for piece in paragraph.pieces)
        assert shown.replace(" ", "") == paragraph.text.replace(" ", "")


def test_formatting_and_links_are_codes_across_files() -> None:
    document = read_bytes(
        epub(
            "<h1>One</h1><p>The <b>lock</b> is <a href='x'>red</a>.<br/>It is 𠀀.</p>"
            "<p>The keeper lights the lamp at dusk and <i>puts</i>",
            "<p>it <i>out</i> at</p>",
            "<p><b>dawn</b> again.</p>",
        ),
        "a.epub",
    )
    assert tagged(document) == [
        "One",
        "The <b0>lock</b0> is <a1>red</a1>.<br2/>",
        "It is 𠀀.",
        "The keeper lights the lamp at dusk and <i0>puts</i0> it <i0>out</i0> at <b0>dawn</b0> again.",
    ]


def test_a_later_file_of_the_book_holds_the_notes() -> None:
    book = epub(
        "<p>The lamp<sup><a id='r1' href='p2.xhtml#n1'>1</a></sup> is lit<a href='p2.xhtml#note2'>[2]</a>"
        " 𠀀, see chapter <a href='p1.xhtml#c'>2</a>.</p>",
        "<h1 id='c'>Two</h1><p>H<sub>2</sub>O<sup><a href='p3.xhtml#fn'>*</a></sup> is wet.</p>",
        "<h2>Notes</h2><p id='n1'><a href='p0.xhtml#r1'>1</a>. Of 1997. <a href='p0.xhtml#r1'>↩</a></p>"
        "<p id='note2'>[2] Every <i>night</i>.</p><p id='n3'>Not called.</p>",
    )
    found = read_bytes(book, "a.epub", "en")
    assert [(p.kind, p.label, p.text) for p in found.paragraphs] == [
        ("body", "", "The lamp is lit 𠀀, see chapter 2."),
        ("heading", "", "Two"),
        ("body", "", "H2O is wet."),
        ("heading", "", "Notes"),
        ("body", "", "Not called."),
        ("footnote", "1", "Of 1997."),
        ("footnote", "2", "Every night."),
    ]
    assert [call.mark for paragraph in found.paragraphs for call in paragraph.calls] == ["1", "2", "*"]
