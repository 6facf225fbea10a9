"""Word files of every program: parts by their relationships, tracked changes as accepted."""

from __future__ import annotations

import io
import zipfile

import pytest

from duiqi.corpus import Document, read_bytes

TRANSITIONAL = "http://schemas.openxmlformats.org"
STRICT = "http://purl.oclc.org/ooxml"


def names_of(flavour: str) -> tuple[str, str]:
    """The namespace of the text and the beginning of the types of relationships."""
    if flavour == STRICT:
        return f"{STRICT}/wordprocessingml/main", f"{STRICT}/officeDocument/relationships"
    return f"{TRANSITIONAL}/wordprocessingml/2006/main", f"{TRANSITIONAL}/officeDocument/2006/relationships"


def relationships(kind: str, targets: dict[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{i}" Type="{kind}/{name}" Target="{target}"/>'
        for i, (name, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{TRANSITIONAL}/package/2006/relationships">{inner}</Relationships>'


def package(main: str, body: str, flavour: str = TRANSITIONAL, **parts: tuple[str, str]) -> bytes:
    """A Word file: `main` is its main part's name; each of `parts` is a target and its XML."""
    names, kind = names_of(flavour)
    folder, _, name = main.rpartition("/")
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    members = {
        "[Content_Types].xml": f'<Types><Override PartName="/{main}" ContentType="{types}"/></Types>',
        "_rels/.rels": relationships(kind, {"officeDocument": main}),
        main: f'<w:document xmlns:w="{names}"><w:body>{body}</w:body></w:document>',
        f"{folder}/_rels/{name}.rels": relationships(kind, {k: target for k, (target, _) in parts.items()}),
    }
    for target, xml in parts.values():
        member = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        members[member] = xml.replace(" ", f' xmlns:w="{names}" ', 1)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return file.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def texts(document: Document) -> list[str]:
    return [p.text for p in document.paragraphs]


STYLES = (
    "styles2.xml",
    '<w:styles ><w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/></w:style></w:styles>',
)
NOTES = (
    "/word/notes9.xml",
    '<w:footnotes ><w:footnote w:id="4"><w:p><w:r><w:t>注文。</w:t></w:r></w:p></w:footnote></w:footnotes>',
)
HEADER = ("header9.xml", "<w:hdr ><w:p><w:r><w:t>页眉𠀀</w:t></w:r></w:p></w:hdr>")


@pytest.mark.parametrize("flavour", [TRANSITIONAL, STRICT])
@pytest.mark.parametrize("main", ["word/document.xml", "word/document2.xml", "doc/main.xml"])
def test_parts_have_any_name_and_any_namespace(main: str, flavour: str) -> None:
    """Word online writes word/document2.xml, and ISO 29500 (Strict) has namespaces of its own."""
    body = paragraph("灯塔法", '<w:pStyle w:val="a1"/>') + (
        '<w:p><w:r><w:t>第一段</w:t><w:footnoteReference w:id="4"/><w:t>。</w:t></w:r></w:p>'
    )
    found = read_bytes(package(main, body, flavour, styles=STYLES, footnotes=NOTES, header=HEADER), "a.docx")
    assert [(p.kind, p.text) for p in found.paragraphs] == [
        ("heading", "灯塔法"),
        ("body", "第一段。"),
        ("furniture", "页眉𠀀"),
        ("footnote", "注文。"),
    ]


DELETED = "<w:rPr><w:del w:id='1' w:author='a'/></w:rPr>"


def test_a_deleted_paragraph_mark_joins_paragraphs() -> None:
    body = (
        paragraph("First half of a joined ", DELETED)
        + paragraph("sentence ", DELETED)
        + paragraph("in three.")
        + paragraph("Last, and nothing follows.", DELETED)
    )
    assert texts(read_bytes(package("word/document.xml", body), "a.docx")) == [
        "First half of a joined sentence in three.",
        "Last, and nothing follows.",
    ]


def test_joined_paragraphs_have_the_style_of_the_last_and_end_before_a_table() -> None:
    cell = f"<w:tbl><w:tr><w:tc>{paragraph('格')}</w:tc></w:tr></w:tbl>"
    body = (
        paragraph("灯塔", DELETED)
        + paragraph("法", '<w:pStyle w:val="a1"/>')
        + paragraph("前文", DELETED)
        + cell
        + paragraph("后文")
    )
    found = read_bytes(package("word/document.xml", body, styles=STYLES), "a.docx")
    assert [(p.kind, p.text) for p in found.paragraphs] == [
        ("heading", "灯塔法"),
        ("body", "前文"),
        ("cell", "格"),
        ("body", "后文"),
    ]


def test_moved_text_is_where_it_was_moved_to() -> None:
    run = "<w:r><w:t>Moved.</w:t></w:r>"
    moved = f"<w:p><w:pPr><w:rPr><w:{{0}}/></w:rPr></w:pPr><w:{{0}} w:id='2'>{run}</w:{{0}}></w:p>"
    body = moved.format("moveFrom") + paragraph("Stays.") + moved.format("moveTo") + paragraph("End.")
    assert texts(read_bytes(package("word/document.xml", body), "a.docx")) == ["Stays.", "Moved.", "End."]


def test_python_docx_writes_breaks_that_are_read() -> None:
    docx = pytest.importorskip("docx", reason="needs python-docx")
    document = docx.Document()
    run = document.add_paragraph().add_run("甲方：北京蓝河公司")
    run.add_break()
    run.add_text("地址：北京市海淀区")
    document.add_paragraph("买方应在收到货物后\n三十日内付款。")
    file = io.BytesIO()
    document.save(file)
    assert texts(read_bytes(file.getvalue(), "a.docx")) == [
        "甲方：北京蓝河公司",
        "地址：北京市海淀区",
        "买方应在收到货物后三十日内付款。",
    ]


def test_greek_in_the_font_symbol_is_greek() -> None:
    run = '<w:r><w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr><w:t>{}</w:t></w:r>'
    body = '<w:p><w:r><w:sym w:font="Symbol" w:char="F061"/><w:t xml:space="preserve"> 𠀀 </w:t></w:r>'
    body += f"{run.format(chr(0xF0B3))}<w:r><w:t>2 Symbol</w:t></w:r>{run.format(chr(0xF0B7))}</w:p>"
    assert texts(read_bytes(package("word/document.xml", body), "a.docx")) == ["α 𠀀 ≥2 Symbol"]


def test_pictures_written_as_letters_are_no_text() -> None:
    """The Chinese of a run has another font than its Western text."""
    run = (
        '<w:r><w:rPr><w:rFonts w:ascii="{0}" w:hAnsi="{0}" w:eastAsia="SimSun"/></w:rPr><w:t>{1}</w:t></w:r>'
    )
    body = f"<w:p>{run.format('Wingdings', 'ü灯')}{run.format('Arial', 'ü塔')}</w:p>"
    body += '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>\uf0fcLit.</w:t></w:r></w:p>'
    assert texts(read_bytes(package("word/document.xml", body), "a.docx")) == ["灯ü塔", "Lit."]
