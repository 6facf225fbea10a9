"""Files of every format around a given content, as bytes."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word file; other parts by name, as `numbering`."""
    members = {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'}
    members |= {
        f"word/{name}.xml": f'<w:{name} xmlns:w="{W}">{content}</w:{name}>' for name, content in parts.items()
    }
    return zipped({"[Content_Types].xml": "wordprocessingml", **members})


def word_paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt(body: str, styles: str = "") -> bytes:
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:text="{TEXT}">{styles}'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def epub(page: str, spine: str = '<itemref idref="a"/>') -> bytes:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        f"<spine>{spine}</spine></package>"
    )
    return zipped({"mimetype": "application/epub+zip", "book.opf": package, "a.xhtml": page})


def xlsx(rows: str, **others: str) -> bytes:
    workbook = (
        f'<workbook xmlns="{SHEET}" xmlns:r="{RELATION}"><sheets><sheet name="A" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        f'Id="r1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
        'PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/></Types>'
    )
    root = relations.replace('/worksheet"', '/officeDocument"').replace(
        "worksheets/sheet1.xml", "xl/workbook.xml"
    )
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": root,
            "xl/workbook.xml": workbook,
            "xl/_rels/workbook.xml.rels": relations,
            "xl/worksheets/sheet1.xml": sheet,
            **others,
        }
    )


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def jsonl(bead: Mapping[str, object], header: Mapping[str, object] | None = None) -> bytes:
    """An alignment of one bead, with fields of it and of its header replaced."""
    first = {"duiqi": 2, "source": {"name": "a", "lang": "en"}, "target": {"name": "b", "lang": "zh"}}
    whole = {"id": "1", "source": [0, 1], "target": [0, 1], "source_text": "One.", "target_text": "一。"}
    lines = [json.dumps(first | dict(header or {})), json.dumps(whole | dict(bead))]
    return "\n".join(lines).encode()


def gold(**fields: object) -> bytes:
    document: dict[str, object] = {
        "id": "a",
        "src_lang": "en",
        "tgt_lang": "zh",
        "src": ["One."],
        "tgt": ["一。"],
        "gold": [[[0], [0]]],
    }
    return json.dumps(document | fields).encode()


def tmx(units: str, prolog: str = "") -> bytes:
    head = '<header srclang="en" segtype="sentence" o-tmf="x" adminlang="en" datatype="plaintext"/>'
    return f'<?xml version="1.0"?>{prolog}<tmx version="1.4">{head}<body>{units}</body></tmx>'.encode()


def unit(source: str, target: str, attributes: str = "") -> str:
    return (
        f'<tu {attributes}><tuv xml:lang="en"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="zh"><seg>{target}</seg></tuv></tu>'
    )


def pdf(content: bytes, objects: bytes = b"", resources: bytes = b"") -> bytes:
    """A page of PDF; readers rebuild the table of objects that it lacks."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>"
        + resources
        + b">>>>endobj\n4 0 obj<</Length %d>>stream\n" % len(content)
        + content
        + b"\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        + objects
        + b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
