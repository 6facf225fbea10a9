"""Every kind of file, made by an application that writes it; and the files that cannot be read."""

from __future__ import annotations

import gc
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from duiqi.corpus import Document, UnreadableFile, read, read_bytes
from duiqi.corpus.readers import archive

FIXTURES = Path(__file__).parent / "fixtures"

LAMP = (
    "The keeper lights the lamp at dusk and puts it out at dawn, "
    "unless the harbour master has told the keeper otherwise in writing."
)
ITEMS = [
    ("1.", LAMP),
    ("2.", "The keeper keeps in store:"),
    ("a.", "oil for thirty nights;"),
    ("b.", "two spare wicks."),
    ("3.", "The keeper writes down every ship that passes."),
    ("•", "A storm bell is rung in fog."),
    ("•", "A flag is flown by day."),
]
NOTES = [("1", "See the Convention on Coasts, chap. II."), ("2", "Dusk as the almanac gives it.")]


def of(document: Document, *kinds: str) -> list[tuple[str, str]]:
    return [(p.label, p.text) for p in document.paragraphs if p.kind in kinds]


def offsets_hold(document: Document) -> None:
    for paragraph in document.paragraphs:
        for run in paragraph.passage.runs:
            here, there = paragraph.text[run.at : run.at + run.length], document.text[run.start :]
            assert there.startswith(here)
        for call in paragraph.calls:
            assert document.text[slice(*call.span)] == call.mark


@pytest.mark.slow
@pytest.mark.parametrize("name", ["act.html", "act.odt", "act.docx", "act.pdf"])
def test_an_act_in_every_format(name):
    """The same text, whichever application wrote it: headings, lists with their numbers, notes last."""
    document = read(FIXTURES / name)
    assert document.lang == "en"
    assert of(document, "heading") == [("", "Act on Lighthouses"), ("", "Duties of the keeper")]
    assert of(document, "item") == ITEMS
    assert of(document, "footnote") == NOTES
    recital = next(p for p in document.paragraphs if p.text.startswith("Recalling"))
    assert recital.text.startswith("Recalling all relevant conventions and their review, Parliament")
    assert [call.mark for call in recital.calls] == ["1"]
    offsets_hold(document)


@pytest.mark.parametrize("name", ["act.html", "act.odt", "act.docx"])
def test_tables_and_quotations(name):
    document = read(FIXTURES / name)
    assert of(document, "cell") == [("", "Ship"), ("", "Fee"), ("", "Brig"), ("", "4 crowns")]
    assert of(document, "quotation") == [("", "“A light unseen is no light.”")]


def test_epub_follows_its_spine():
    """LibreOffice writes no headings and lists into EPUB, only paragraphs."""
    document = read(FIXTURES / "act.epub")
    texts = [p.text for p in document.paragraphs]
    assert texts[0] == "Act on Lighthouses"
    assert texts[3:6] == [text for _, text in ITEMS[:3]]
    assert of(document, "footnote") == NOTES
    offsets_hold(document)


def test_html_shows_what_a_browser_shows():
    page = (
        "<html lang=zh-Hant><head><title>x</title><style>p{}</style></head><body><nav>Menu</nav>"
        "<script>1</script><h1>標題</h1><p>第一<b>段</b>，<del>舊</del>新。</p>"
        "<ol start=3 type=i><li>三<ul><li>內</li></ul></li><li>四</li></ol>"
        "<p>这句话写在<br>两行里。<br><br>另一段𠀀</p><footer>頁尾</footer></body></html>"
    )
    document = read_bytes(page.encode(), "page.html")
    assert document.lang == "zh-Hant"
    assert [(p.kind, p.label, p.text) for p in document.paragraphs] == [
        ("heading", "", "標題"),
        ("body", "", "第一段，新。"),
        ("item", "iii.", "三"),
        ("item", "•", "內"),
        ("item", "iv.", "四"),
        ("body", "", "这句话写在两行里。"),
        ("body", "", "另一段𠀀"),
        ("furniture", "", "頁尾"),
    ]
    offsets_hold(document)


def test_html_says_its_encoding():
    page = "<html><head><meta charset=gb2312></head><body><p>大会决议</p></body></html>".encode("gb18030")
    assert read_bytes(page, "page.html").paragraphs[0].text == "大会决议"


def test_markdown():
    page = (
        "---\ntitle: x\n---\n# Title #\n\n"
        "Text with *emphasis*, [a link](http://a.b/c_d), `code` &amp; more.[^why]\nIt goes\non.\n\n"
        "> Quoted\n> twice.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nx = 1\n```\n\n"
        "[^why]: Because.\n"
    )
    document = read_bytes(page.encode(), "page.md")
    assert [
        (p.kind, p.label, p.text) for p in document.paragraphs if p.kind not in {"metadata", "furniture"}
    ] == [
        ("heading", "", "Title"),
        ("body", "", "Text with emphasis, a link, code & more. It goes on."),
        ("quotation", "", "Quoted twice."),
        ("item", "-", "one"),
        ("item", "-", "two"),
        ("cell", "", "a"),
        ("cell", "", "b"),
        ("cell", "", "c"),
        ("cell", "", "d"),
        ("code", "", "x = 1"),
        ("footnote", "1", "Because."),
    ]


def test_subtitles():
    cues = (
        "1\n00:00:01,000 --> 00:00:02,000\nI came here to <i>tell</i>\n\n2\n00:00:02,500 --> 00:00:04,000\n"
        "you that\nit is over.\n\n3\n00:00:05,000 --> 00:00:06,000\n- Why?\n- Because.\n"
    )
    document = read_bytes(cues.encode(), "film.srt")
    assert [(p.label, p.text) for p in document.paragraphs if p.kind == "body"] == [
        ("", "I came here to tell"),
        ("", "you that it is over."),
        ("-", "Why?"),
        ("-", "Because."),
    ]
    assert sum(p.kind == "metadata" for p in document.paragraphs) == 6
    offsets_hold(document)
    vtt = "WEBVTT\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v Bob>你好，\n"
    assert [p.text for p in read_bytes(vtt.encode(), "film.vtt").paragraphs if p.kind == "body"] == ["你好，"]


def test_word_lists_changes_and_furniture():
    """Numbers that Word counts, a header, a field, an insertion accepted and a deletion gone."""
    docx = pytest.importorskip("docx", reason="needs python-docx")
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    document.add_heading("灯塔𠀀", 1)
    for text in ("First", "Second"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("point", style="List Bullet")
    document.sections[0].header.paragraphs[0].text = "Lighthouse Act"
    paragraph = document.add_paragraph("Kept ")
    for xml in (
        "<w:ins {} w:id='1' w:author='a'><w:r><w:t>new </w:t></w:r></w:ins>",
        "<w:del {} w:id='2' w:author='a'><w:r><w:delText>old </w:delText></w:r></w:del>",
        "<w:r {}><w:fldChar w:fldCharType='begin'/></w:r>",
        "<w:r {}><w:instrText>PAGEREF x</w:instrText></w:r>",
        "<w:r {}><w:fldChar w:fldCharType='separate'/></w:r>",
        "<w:r {}><w:t>page 7</w:t></w:r>",
        "<w:r {}><w:fldChar w:fldCharType='end'/></w:r>",
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    file = io.BytesIO()
    document.save(file)
    found = read_bytes(file.getvalue(), "act.docx")
    assert [(p.kind, p.label, p.text) for p in found.paragraphs] == [
        ("heading", "", "灯塔𠀀"),
        ("item", "1.", "First"),
        ("item", "2.", "Second"),
        ("item", "•", "point"),
        ("body", "", "Kept new page 7"),
        ("furniture", "", "Lighthouse Act"),
    ]


# Files that cannot be read: one line with the fault and its cure.


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else None  # as OpenDocument wants it
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content, stored)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "a.txt", "a.txt: the file is empty"),
        (b" \n\t\n", "a.txt", "a.txt: there is no text in it"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "a.png: a picture (PNG). Its text has to be recognised (OCR) first"),
        (b"\x1f\x8b\x08", "a.gz", "a.gz: a gzip file. Unpack it first"),
        (b"hello", "a.docx", "a.docx: called DOCX, but the content is none. Fetch or save the file again"),
        (
            zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "a.ods",
            "a.ods: an OpenDocument spreadsheet (.ods). Save it as XLSX first",
        ),
        (zipped(a=b"x"), "a.docx", "a.docx: a zip file, but neither DOCX, ODT nor EPUB. Unpack it first"),
        (
            b"PK\x03\x04 and no more",
            "a.docx",
            "a.docx: a damaged zip file. It may be cut short. Fetch or save it again",
        ),
        (
            zipped(word__document_xml=b"<w:document"),
            "a.docx",
            "a.docx: word/document.xml, line 1: not well-formed XML. Fetch or save the file again",
        ),
        (
            b"%PDF-1.7\nnot really",
            "a.pdf",
            "a.pdf: a damaged PDF. It may be cut short. Fetch or save it again",
        ),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "a.docx",
            "a.docx: protected by a password. Save it without one first",
        ),
    ],
)
def test_files_that_cannot_be_read(data, name, message):
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, name)
    assert str(caught.value) == message


@pytest.mark.slow
@pytest.mark.parametrize("name", ["act.docx", "act.odt", "act.epub", "act.pdf"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_files(name, share):
    data = (FIXTURES / name).read_bytes()
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data[: int(share * len(data))], name)
    assert "\n" not in str(caught.value)


def test_a_bomb_is_not_unpacked(monkeypatch):
    """A member that says it is small but unpacks without end is read no further than the bound."""
    monkeypatch.setattr(archive, "LARGEST", 1 << 20)
    bomb = zipped(word__document_xml=b"<x>" + b" " * (2 << 20))
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(bomb, "a.docx")
    assert str(caught.value) == "a.docx: unpacks to more than 1 MB, more than any book. Save it anew"


def test_entities_are_not_expanded():
    lol = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><x>&b;</x>"
    with pytest.raises(UnreadableFile):
        read_bytes(zipped(word__document_xml=lol), "a.docx")


@pytest.mark.slow
def test_pdf_locked_or_of_pictures():
    canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="needs reportlab")
    from reportlab.lib.pdfencrypt import StandardEncryption

    def made(text: str, **options: object) -> bytes:
        file = io.BytesIO()
        page = canvas.Canvas(file, **options)
        page.drawString(72, 700, text)
        page.save()
        return file.getvalue()

    with pytest.raises(UnreadableFile) as caught:
        read_bytes(made("secret", encrypt=StandardEncryption("password")), "a.pdf")
    assert str(caught.value) == "a.pdf: protected by a password. Save it without one first"
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(made(""), "a.pdf")
    assert str(caught.value) == (
        "a.pdf: a PDF without text: its pages are pictures. Run text recognition on it first (OCR)"
    )


def test_files_that_are_not_there(tmp_path):
    for path, what in ((tmp_path / "none.txt", "no such file"), (tmp_path, "a folder, not a file")):
        with pytest.raises(UnreadableFile) as caught:
            read(path)
        assert str(caught.value) == f"{path}: {what}"


def test_standard_input_with_language_encoding_and_name(monkeypatch):
    stdin = io.BytesIO("大会决议".encode("gb18030"))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(stdin, encoding="utf-8"))
    document = read("-", lang="zh-Hans", encoding="gb18030", name="dahui")
    assert (document.text, document.lang, document.name) == ("大会决议", "zh-Hans", "dahui")


def test_importing_corpus_is_cheap():
    """Neither numpy nor lxml nor a language detector is loaded before a file asks for it."""
    heavy = {"numpy", "lxml", "py3langid", "pypdfium2"}
    code = f"import sys, duiqi.corpus; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_plain_english_needs_no_detector(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(
        "The General Assembly, recalling all the treaties and conventions of the year.", encoding="utf-8"
    )
    code = (
        f"import sys; from duiqi import corpus; corpus.read({str(path)!r}); print('py3langid' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_of_cycles_is_afterwards_as_it_was(is_on: bool) -> None:
    """Also where a file cannot be read."""
    was_on = gc.isenabled()
    try:
        (gc.enable if is_on else gc.disable)()
        read_bytes(b"The lamp is lit.", "a.txt", "en")
        with pytest.raises(UnreadableFile):
            read_bytes(b"%PDF-1.7 nonsense", "a.pdf", "en")
        assert gc.isenabled() == is_on
    finally:
        (gc.enable if was_on else gc.disable)()
