"""A Word file: its members other than the text, and the paragraphs of the text.

The page is A4 in landscape; each side has a paragraph style with its language, script direction and fonts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from html import escape
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from duiqi.corpus.languages import is_right_to_left
from duiqi.exports.checksum import DOCUMENT, checksummed
from duiqi.exports.xml import TOOL, version

PAGE = 15138  # between the margins, in twentieths of a point

LATIN = "Calibri"
# The fonts in which Office sets the languages of East Asia; the longest tag decides.
FONTS = {
    **dict.fromkeys(("zh", "cmn", "lzh", "wuu", "yue"), "DengXian"),
    **dict.fromkeys(("zh-Hant", "zh-TW", "zh-HK", "zh-MO", "yue-HK"), "Microsoft JhengHei"),
    "ja": "Yu Gothic",
    "ko": "Malgun Gothic",
}

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MIME = "application/vnd.openxmlformats-officedocument"


class WordSide(NamedTuple):
    """How one language is set in Word: its code, its direction, its font where it is East Asian."""

    code: str
    rtl: bool
    font: str

    @property
    def run(self) -> str:
        """The properties of each run: the direction, and in which font “ ” … — are set."""
        hint = '<w:rFonts w:hint="eastAsia"/>' if self.font else ""
        rtl = "<w:rtl/>" if self.rtl else ""
        return f"<w:rPr>{hint}{rtl}</w:rPr>" if hint or rtl else ""

    @property
    def style(self) -> str:
        """The properties of the side's paragraph style."""
        font = f'<w:rFonts w:eastAsia="{self.font}"/>' if self.font else ""
        which = "w:eastAsia" if self.font else "w:bidi" if self.rtl else "w:val"
        code = "x-none" if self.code == "und" else escape(self.code)  # no language: no spelling is checked
        bidi, rtl = ("<w:bidi/>", "<w:rtl/>") if self.rtl else ("", "")
        return f'<w:pPr>{bidi}</w:pPr><w:rPr>{font}{rtl}<w:lang {which}="{code}"/></w:rPr>'


def font_of(code: str) -> str:
    """The font of a language, given its code; empty where it is not East Asian."""
    tag = code
    while tag and tag not in FONTS:
        tag = tag.rpartition("-")[0]
    return FONTS.get(tag, "")


def word_side(code: str) -> WordSide:
    """The setting of a language, given its code."""
    return WordSide(code, is_right_to_left(code), font_of(code))


@contextmanager
def member(archive: ZipFile, name: str, date: datetime) -> Iterator[IO[bytes]]:
    """A file in the archive, dated as the whole is, so that the same beads give the same bytes.

    The document itself has its checksum at its end.
    """
    info = ZipInfo(name, max(date.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
    info.compress_type = ZIP_DEFLATED
    with archive.open(info, "w") as part:
        if name == DOCUMENT:
            with checksummed(part) as document:
                yield document
        else:
            yield part


def paragraph(style: str, text: str, properties: str = "", opening: str = "") -> str:
    """A paragraph of one run, empty for no text; `opening` is what comes before the run."""
    words = f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'
    run = f"<w:r>{properties}{words}</w:r>" if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{opening}{run}</w:p>'


def cell(width: int, content: str, fill: str = "") -> str:
    """A cell of paragraphs, shaded where a colour is given."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{content}</w:tc>'


def table_opening(title: str, legend: str, columns: Mapping[str, int]) -> str:
    """The document up to the first row of its table.

    legend   runs of the paragraph under the title
    columns  the width of each column by its heading; together PAGE
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns.values())
    heading = "".join(cell(width, paragraph("Heading", name), "EDEDED") for name, width in columns.items())
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f"{DECLARATION}<w:document {WORD}><w:body>{paragraph('Title', title)}"
        f'<w:p><w:pPr><w:pStyle w:val="Legend"/></w:pPr>{legend}</w:p>'
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns.values())}" w:type="dxa"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:top w:w="50" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>'
        '<w:bottom w:w="50" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heading}</w:tr>\n"
    )


# The end of the document: a paragraph, without which Word does not end with a table, and the section.
CLOSING = (
    '</w:tbl><w:p><w:pPr><w:pStyle w:val="Legend"/></w:pPr></w:p>'
    f'<w:sectPr><w:footerReference xmlns:r="{OFFICE}/relationships" w:type="default" r:id="footer"/>'
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="850" w:right="850" '
    'w:bottom="850" w:left="850" w:header="425" w:footer="425" w:gutter="0"/></w:sectPr>'
    "</w:body></w:document>"
)


def package_parts(
    sides: tuple[WordSide, WordSide], names: tuple[str, str], title: str, date: datetime
) -> dict[str, str]:
    """The members of the archive other than the document itself, by name."""
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": _relationships(
            ("document", f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
            ("core", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("custom", f"{OFFICE}/relationships/custom-properties", "docProps/custom.xml"),
        ),
        "word/_rels/document.xml.rels": _relationships(
            ("styles", f"{OFFICE}/relationships/styles", "styles.xml"),
            ("settings", f"{OFFICE}/relationships/settings", "settings.xml"),
            ("footer", f"{OFFICE}/relationships/footer", "footer.xml"),
        ),
        "docProps/core.xml": _core(title, date),
        "docProps/custom.xml": _documents(names),
        "word/settings.xml": _settings(sides),
        "word/styles.xml": _styles(sides),
        "word/footer.xml": FOOTER.format(made=f"{TOOL} {escape(version())} · {date:%Y-%m-%d}"),
    }


CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/{name}" ContentType="{kind}+xml"/>'
        for name, kind in {
            "word/document.xml": f"{MIME}.wordprocessingml.document.main",
            "word/styles.xml": f"{MIME}.wordprocessingml.styles",
            "word/settings.xml": f"{MIME}.wordprocessingml.settings",
            "word/footer.xml": f"{MIME}.wordprocessingml.footer",
            "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties",
            "docProps/custom.xml": f"{MIME}.custom-properties",
        }.items()
    )
    + "</Types>"
)
FOOTER = (
    f'<w:ftr {WORD}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
    '<w:r><w:t xml:space="preserve">{made}</w:t></w:r><w:r><w:tab/></w:r>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
)


def _relationships(*related: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in related
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def _core(title: str, date: datetime) -> str:
    moment = f"{date:%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title, quote=False)}</dc:title><dc:creator>{TOOL}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    )


def _documents(names: tuple[str, str]) -> str:
    """The names of the two texts, as properties of the file that Word keeps."""
    inside = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{column}">'
        f"<vt:lpwstr>{escape(name, quote=False)}</vt:lpwstr></property>"
        for number, (column, name) in enumerate(
            zip(("source_document", "target_document"), names, strict=True), start=2
        )
        if name
    )
    return (
        f'<Properties xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes">'
        f"{inside}</Properties>"
    )


def _settings(sides: tuple[WordSide, WordSide]) -> str:
    east = next((side.code for side in sides if side.font), "zh-CN")
    bidi = next((side.code for side in sides if side.rtl), "ar-SA")
    return (
        f'<w:settings {WORD}><w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        # The layout of Word 2013 and later; without it the window's title says "Compatibility Mode".
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="en-US" w:eastAsia="{escape(east)}" w:bidi="{escape(bidi)}"/></w:settings>'
    )


def _styles(sides: tuple[WordSide, WordSide]) -> str:
    east = next((side.font for side in sides if side.font), FONTS["zh"])
    small = '<w:rPr><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr>'
    styles = {
        "Title": '<w:pPr><w:spacing w:after="60"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="26"/>'
        '<w:szCs w:val="26"/></w:rPr>',
        "Legend": f'<w:pPr><w:spacing w:after="120"/></w:pPr>{small}',
        "Heading": '<w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="18"/>'
        '<w:szCs w:val="18"/></w:rPr>',
        "Margin": small,
        "Footer": f'<w:pPr><w:tabs><w:tab w:val="right" w:pos="{PAGE}"/></w:tabs></w:pPr>{small}',
        "Source": sides[0].style,
        "Target": sides[1].style,
    }
    return (
        f'<w:styles {WORD}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{LATIN}" '
        f'w:hAnsi="{LATIN}" w:eastAsia="{east}" w:cs="Arial"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        + "".join(
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/>{look}</w:style>'
            for name, look in styles.items()
        )
        + "</w:styles>"
    )
