"""Kinds of files, detected by content, and by suffix where the content leaves doubts."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.files import refuse_open_spreadsheet

FileKind = Literal[
    "plain", "markdown", "html", "docx", "odt", "pdf", "epub", "subtitles", "ass", "legacy", "rst", "asciidoc"
]

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# Files that people try, by their first bytes, with a cure for each.
NOT_READ = (
    (b"\x89PNG", "a picture (PNG). Its text has to be recognised (OCR) first"),
    (b"\xff\xd8\xff", "a picture (JPEG). Its text has to be recognised (OCR) first"),
    (b"GIF8", "a picture (GIF). Its text has to be recognised (OCR) first"),
    (b"II*\0", "a picture (TIFF). Its text has to be recognised (OCR) first"),
    (b"MM\0*", "a picture (TIFF). Its text has to be recognised (OCR) first"),
    (b"AT&TFORM", "a DjVu file. Its text has to be taken out first, with djvutxt"),
    (b"\x1f\x8b", "a gzip file. Unpack it first"),
    (b"BZh", "a bzip2 file. Unpack it first"),
    (b"\xfd7zXZ\0", "an xz file. Unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip file. Unpack it first"),
    (b"Rar!", "a RAR file. Unpack it first"),
    (b"\x7fELF", "a program, not a text"),
    (b"SQLite format 3\0", "a database, not a text"),
)
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"})
RST_SUFFIXES = frozenset({".rst", ".rest"})
ASCIIDOC_SUFFIXES = frozenset({".adoc", ".asciidoc", ".asc", ".ad"})
# Files of texts with their translations, or with keys: read as plain text they would be neither.
_BY_LINES = "Take its texts out first, one a line in both languages, and align them with --presegmented"
_ALIGNED = "texts with their translations, which duiqi convert, check and memory add read"
_LATEX = "a LaTeX file. Turn it into DOCX or plain text first, with pandoc"
_SUBTITLES = "subtitles, but neither SRT, WebVTT nor ASS. Save them as SRT first, with Subtitle Edit perhaps"
CATALOGUES = {
    ".po": "a gettext catalogue. Turn it into TMX with po2tmx (Translate Toolkit); duiqi reads that",
    ".pot": "a gettext template. Turn it into plain text first, one message a line",
    ".strings": f"an Apple strings file. {_BY_LINES}",
    ".properties": f"a Java properties file. {_BY_LINES}",
    ".json": f"a JSON file. {_BY_LINES}",
    ".arb": f"a JSON file of texts (ARB). {_BY_LINES}",
    ".yml": f"a YAML file. {_BY_LINES}",
    ".yaml": f"a YAML file. {_BY_LINES}",
    ".toml": f"a TOML file. {_BY_LINES}",
    ".csv": "a table of texts and their translations is read by duiqi convert; save a column in one language "
    "as plain text",
    ".ipynb": "a Jupyter notebook. Turn it into Markdown first, with jupyter nbconvert --to markdown",
    **dict.fromkeys((".tex", ".latex", ".ltx"), _LATEX),
    **dict.fromkeys((".sbv", ".sub", ".smi", ".lrc"), _SUBTITLES),
    **dict.fromkeys((".tmx", ".xlf", ".xliff", ".sdlxliff", ".mqxliff"), _ALIGNED),
}
GETTEXT = re.compile(
    rb"^msgid[ \t]+\"[^\n]*\"[ \t]*\r?\n(?:\"[^\n]*\"[ \t]*\r?\n)*msgstr(?:\[\d\])?[ \t]+\"", re.M
)
LATEX = re.compile(rb"^\\documentclass\b", re.M)
HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]*>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
XML, ELEMENT = re.compile(rb"\s*+<\?xml\b"), re.compile(rb"<([A-Za-z][\w:.-]{0,60})")
TAGS = re.compile(rb"</?(?:p|div|br|h[1-6]|table|td|span|a|ul|ol|li|body)\b[^<>]*>", re.I)
CUE = re.compile(rb"\A\s*+(?:\d+[^\S\n]*+\n\s*+)?(?:\d+:)?\d\d:\d\d[.,]\d{3}\s*-->")
# The first character is a class, so that the scanner skips to it.
MARKDOWN = re.compile(
    rb"[#`~|\[*<](?:"
    rb"(?<=^#)#{0,5}[ \t]+\S|(?<=^`)``|(?<=^~)~~"
    rb"|(?<=^\|).*\|[ \t]*\r?\n\|[ \t:|-]+\|[ \t]*$"
    rb"|(?<=^\[)\^[^\]\s]+\]:[ \t]|(?<=\[)[^\[\]\n]+\]\((?:https?:|#|/|\.)[^)\n]{0,1000}\)"
    rb"|(?<=\*)(?<![\w*]\*)\*?[^\W\d][^*\n]{1,200}[^\s*]\*\*?(?![\w*])"
    rb"|(?<=<)sup>)",
    re.M,
)


RST = re.compile(rb"^[ \t]*\.\. (?:[a-z][\w:-]*::(?:[ \t\r]|$)|_[^\s:][^\n:]*:)", re.M)
ASCIIDOC = re.compile(
    rb"^(?:\[source\b[^\n\]]*\]|include::[^\s\[]++\[[^\n]*\]|\|===|image::[^\s\[]++\[[^\n]*\])[ \t\r]*$", re.M
)


def kind_of(data: bytes, name: str) -> FileKind:
    """The kind of a file.

    Raises UnreadableFile for kinds that hold no text, and says what to do about them.
    """
    head = data[:4096]
    suffix = PurePath(name).suffix.lower()
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "legacy"
    if head.startswith(OLE):
        return _in_ole(data, name)
    for magic, cure in NOT_READ:
        if head.startswith(magic):
            raise UnreadableFile(f"{name}: {cure}")
    if suffix in {".docx", ".odt", ".epub", ".pdf"}:
        kind = suffix[1:].upper()
        raise UnreadableFile(f"{name}: called {kind}, but the content is none. Fetch or save the file again")
    if b"msgid" in head and GETTEXT.search(head) and suffix not in {".md", ".html"}:
        suffix = ".po"
    if LATEX.search(head) and suffix in {"", ".txt", ".text"}:
        suffix = ".tex"
    if suffix in CATALOGUES:
        raise UnreadableFile(f"{name}: {CATALOGUES[suffix]}")
    return _text(data, head, name, suffix)


def _text(data: bytes, head: bytes, name: str, suffix: str) -> FileKind:
    """The kind of a text file; without NUL bytes and a byte order mark UTF-16 looks like ASCII."""
    plain = (
        head.replace(b"\0", b"")
        .removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
    )
    if plain.startswith(b"WEBVTT") or CUE.match(plain):
        return "subtitles"
    if plain.lstrip().startswith(b"[Script Info]"):
        return "ass"
    if HTML.match(plain) or (suffix in {".html", ".htm", ".xhtml"} and TAGS.search(plain)):
        return "html"
    if XML.match(plain) and suffix not in MARKDOWN_SUFFIXES and (root := ELEMENT.search(plain)):
        element = root[1].decode("latin-1")
        raise UnreadableFile(f"{name}: an XML file (<{element}>). Save its text as HTML or plain text first")
    if suffix in MARKDOWN_SUFFIXES:
        return "markdown"
    if suffix in {".srt", ".vtt"} and b"-->" in data:
        return "subtitles"
    if suffix in {".ass", ".ssa"} and b"Dialogue:" in data.replace(b"\0", b""):
        return "ass"
    if suffix in RST_SUFFIXES:
        return "rst"
    if suffix in ASCIIDOC_SUFFIXES:
        return "asciidoc"
    return _by_marks(data[:200_000]) if suffix in {"", ".txt", ".text"} else "plain"


def _by_marks(sample: bytes) -> FileKind:
    """The kind of a text without a suffix that says it."""
    # Three marks of Markdown, and one in 100 lines; fewer may be chance.
    if len(MARKDOWN.findall(sample)) >= max(3, sample.count(b"\n") // 100):
        return "markdown"
    if b".. " in sample and len(RST.findall(sample)) >= 2:
        return "rst"
    if any(mark in sample for mark in (b"::", b"|===", b"[source")) and len(ASCIIDOC.findall(sample)) >= 2:
        return "asciidoc"
    return "plain"


def _zipped(data: bytes, name: str) -> FileKind:
    from duiqi.corpus.readers.archive import Archive

    refuse_open_spreadsheet(name, data)
    archive = Archive(data, name)
    if "word/document.xml" in archive:
        return "docx"
    if "mimetype" in archive:
        mimetype = archive.read("mimetype").strip()
        if mimetype == b"application/epub+zip":
            return "epub"
        if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
            return "odt"
    if "META-INF/container.xml" in archive and any(m.endswith(".opf") for m in archive.members):
        return "epub"
    if "[Content_Types].xml" in archive:
        is_word = b"wordprocessingml" in archive.read("[Content_Types].xml")
        if is_word or any(m.startswith("word/") for m in archive.members):
            return "docx"
        if "xl/workbook.xml" in archive:
            raise UnreadableFile(
                f"{name}: a workbook. A table of texts and their translations is read by duiqi convert, "
                "check and memory add; save a column in one language as plain text"
            )
        raise UnreadableFile(
            f"{name}: an Office file, but not DOCX. Save its text as DOCX or plain text first"
        )
    raise UnreadableFile(f"{name}: a zip file, but neither DOCX, ODT nor EPUB. Unpack it first")


def _in_ole(data: bytes, name: str) -> FileKind:
    """Old Word files and encrypted new ones are the same container; its directory is in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile(f"{name}: protected by a password. Save it without one first")
    if "WordDocument".encode("utf-16-le") in data:
        return "legacy"
    raise UnreadableFile(
        f"{name}: an old Office file. Open it in its application and save it as DOCX or plain text"
    )
