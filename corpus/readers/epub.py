"""EPUB: chapters of HTML, in the order of the book's spine."""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote

from duiqi.corpus.decode import decode
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.layout.lines import ending, opening
from duiqi.corpus.layout.spaces import needs_space
from duiqi.corpus.model import Paragraph, Passage
from duiqi.corpus.readers import html
from duiqi.corpus.readers.archive import Archive
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.manuscript import Manuscript

LONGEST_TITLE = 20  # characters of a Chinese heading
PACKAGE = "application/oebps-package+xml"


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read a book without its table of contents, which repeats the headings."""
    archive = Archive(data, name)
    package = _package(archive)
    root = archive.xml(package)
    folder = posixpath.dirname(package)
    items = {item.get("id"): item for item in root.iter("{*}item")}
    locked = _locked(archive)
    manuscript = Manuscript()
    starts: list[int] = []
    for reference in root.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        member = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        if "html" not in (item.get("media-type") or "html") or member not in archive:
            continue
        if member in locked:
            raise UnreadableFile(f"{name}: protected against copying (DRM). Its text cannot be read")
        page = decode(archive.read(member), f"{name}: {member}", encoding)
        starts.append(manuscript.length)
        if page.text.strip():
            html.write(html.parse(page.text, f"{name}: {member}"), manuscript)
    text, found = manuscript.finish()
    if not text.strip():
        raise UnreadableFile(
            f"{name}: a book without text, of pictures perhaps. They have to be recognised (OCR) first"
        )
    language = root.findtext(".//{http://purl.org/dc/elements/1.1/}language") or ""
    return Content(text, _joined(found, starts), lang=language.strip())


def _joined(paragraphs: Sequence[Paragraph], starts: Sequence[int]) -> tuple[Paragraph, ...]:
    """The paragraphs, one for two where the end of a file cuts a sentence.

    starts   the offsets at which the files begin
    """
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        last = found[-1] if found else None
        if last is not None and _is_cut(last, paragraph, starts):
            found[-1] = _whole(last, paragraph)
        else:
            found.append(paragraph)
    return tuple(found)


def _whole(first: Paragraph, second: Paragraph) -> Paragraph:
    """Two parts of a paragraph as one."""
    space = Passage(" " if needs_space(first.text[-1], second.text[0]) else "", ())
    pieces = [piece for part in (first, second) for piece in part.pieces or (part.passage.span,)]
    return replace(
        first,
        passage=first.passage + space + second.passage,
        pieces=tuple(pieces),
        calls=(*first.calls, *second.calls),
    )


def _is_cut(last: Paragraph, paragraph: Paragraph, starts: Sequence[int]) -> bool:
    """Whether two paragraphs are parts of a sentence in two files."""
    if last.kind != "body" or paragraph.kind != "body" or paragraph.label:
        return False
    end, start = last.passage.span.end, paragraph.passage.span.start
    at = bisect_left(starts, end)
    if at == len(starts) or starts[at] > start:
        return False
    ends, begins = ending(last.text), opening(paragraph.text)
    if ends == "stop" or last.text[-1] in ":：;；":
        return False
    # A shorter line without a mark is a title, which some books set as a paragraph.
    return begins == "lower" or (begins == "wide" and (ends == "pause" or len(last.text) >= LONGEST_TITLE))


def _package(archive: Archive) -> str:
    """The archive's member that names the book's files and their order."""
    if "META-INF/container.xml" in archive:
        for rootfile in archive.xml("META-INF/container.xml").iter("{*}rootfile"):
            if rootfile.get("media-type") in (PACKAGE, None) and rootfile.get("full-path"):
                return str(rootfile.get("full-path"))
    for member in archive.members:
        if member.endswith(".opf"):
            return member
    raise UnreadableFile(f"{archive.name}: an EPUB without a package file. Fetch or save it again")


def _locked(archive: Archive) -> set[str]:
    """The encrypted members. Fonts often are, which does not matter."""
    if "META-INF/encryption.xml" not in archive:
        return set()
    root = archive.xml("META-INF/encryption.xml")
    return {unquote(reference.get("URI") or "") for reference in root.iter("{*}CipherReference")}
