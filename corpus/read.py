"""Read a file of any supported kind as a Document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from duiqi.corpus.collector import paused
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.files import read_standard_input, read_whole
from duiqi.corpus.languages import canonical
from duiqi.corpus.model import Document, Passage
from duiqi.corpus.radicals import without_radicals

if TYPE_CHECKING:
    from duiqi.corpus.readers.content import Content
    from duiqi.corpus.readers.kinds import FileKind

    Reader = Callable[[bytes, str, str | None], Content]


def read(
    source: str | Path, lang: str | None = None, encoding: str | None = None, name: str | None = None
) -> Document:
    """Read a file; `-` is standard input.

    lang       BCP 47; detected offline where it is not given
    encoding   of a text file; detected where it is not given
    name       the document's name; the file's name where it is not given

    Raises UnreadableFile, with one line about what is wrong and what to try.
    """
    if str(source) == "-":
        return read_bytes(read_standard_input(), name or "standard input", lang, encoding)
    path = Path(source)
    return read_bytes(read_whole(path), name or path.name, lang, encoding)


def read_bytes(data: bytes, name: str, lang: str | None = None, encoding: str | None = None) -> Document:
    """Read a file that is already in memory; its content, then its name's suffix, say what kind it is."""
    if not data:
        raise UnreadableFile(f"{name}: the file is empty")
    from duiqi.corpus.detection import detect
    from duiqi.corpus.readers.kinds import kind_of

    with paused():
        content = _without_radicals(_reader(kind_of(data, name))(data, name, encoding))
    if not content.text.strip():
        raise UnreadableFile(f"{name}: there is no text in it")
    if PurePath(name).suffix.lower() == ".tsv":
        _refuse_one_language(content.text, name)
    return Document(
        text=content.text,
        lang=canonical(lang or content.lang or detect(_without_metadata(content))),
        name=name,
        paragraphs=content.paragraphs,
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=content.warnings,
        codes=content.codes,
    )


def _without_metadata(content: Content) -> str:
    """The text to detect the language by: not the names of styles and fields, which are in English."""
    metadata = [paragraph.passage.span for paragraph in content.paragraphs if paragraph.kind == "metadata"]
    if not metadata:
        return content.text
    borders = [0, *(place for span in metadata for place in span), len(content.text)]
    text = "".join(content.text[start:stop] for start, stop in zip(borders[::2], borders[1::2], strict=True))
    return text if any(map(str.isalpha, text)) else content.text


def _refuse_one_language(table: str, name: str) -> None:
    """Raise UnreadableFile for a table in one language: its rows are no sentences."""
    from duiqi.corpus.line_languages import common_languages, languages_of_lines

    if len(common_languages(languages_of_lines(re.split(r"[\t\r\n]", table)))) < 2:
        raise UnreadableFile(f"{name}: a table in one language. Save its column of texts as plain text first")


def _without_radicals(content: Content) -> Content:
    """The content with the characters that its radicals stand for, each in its place."""
    text = without_radicals(content.text)
    if text == content.text:
        return content
    paragraphs = (
        replace(
            paragraph,
            passage=Passage(without_radicals(paragraph.text), paragraph.passage.runs),
            label=without_radicals(paragraph.label),
            lead=without_radicals(paragraph.lead),
        )
        for paragraph in content.paragraphs
    )
    return content._replace(text=text, paragraphs=tuple(paragraphs))


def _reader(kind: FileKind) -> Reader:
    """The reader of a kind of file. Its imports (lxml, pypdfium2) wait until a file needs them."""
    match kind:
        case "plain":
            from duiqi.corpus.readers import plain

            return plain.read
        case "markdown":
            from duiqi.corpus.readers import markdown

            return markdown.read
        case "html":
            from duiqi.corpus.readers import html

            return html.read
        case "epub":
            from duiqi.corpus.readers import epub

            return epub.read
        case "docx":
            from duiqi.corpus.readers import docx

            return docx.read
        case "odt":
            from duiqi.corpus.readers import odt

            return odt.read
        case "legacy":
            from duiqi.corpus.readers import legacy

            return legacy.read
        case "pdf":
            from duiqi.corpus.readers import pdf
            from duiqi.corpus.readers.isolated import isolated

            return isolated(pdf.read)
        case "subtitles":
            from duiqi.corpus.readers import subtitles

            return subtitles.read
        case "rst":
            from duiqi.corpus.readers import restructured

            return restructured.read
        case "asciidoc":
            from duiqi.corpus.readers import asciidoc

            return asciidoc.read
        case "ass":
            from duiqi.corpus.readers import ass

            return ass.read
