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
