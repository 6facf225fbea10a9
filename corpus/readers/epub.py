"""EPUB: chapters of HTML, in the order of the book's spine."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from duiqi.corpus.decode import decode
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.model import Doubt
from duiqi.corpus.readers import html
from duiqi.corpus.readers.archive import Archive
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.manuscript import Manuscript

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
    members: list[str] = []
    missing: list[str] = []
    for reference in root.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None:
            missing.append(reference.get("idref") or "?")
            continue
        if "nav" in (item.get("properties") or "").split():
            continue
        member = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        if "html" in (item.get("media-type") or "html"):
            (members if member in archive else missing).append(member)
    book = html.Book(members)
    for member in members:
        if member in locked:
            raise UnreadableFile(f"{name}: protected against copying (DRM). Its text cannot be read")
        page = decode(archive.read(member), f"{name}: {member}", encoding)
        if page.text.strip():
            book.file = member
            with html.deep_pages():
                slash = "/" if html.ends_empty_elements(page.text) else ""
                html.write(html.parse(page.text, f"{name}: {member}"), manuscript, slash, book)
            manuscript.seam()
    text, found = manuscript.finish()
    if not text.strip():
        raise UnreadableFile(
            f"{name}: a book without text, of pictures perhaps. They have to be recognised (OCR) first"
        )
    language = root.findtext(".//{http://purl.org/dc/elements/1.1/}language") or ""
    return Content(text, found, tuple(_doubts(name, missing)), language.strip(), manuscript.codes)


def _doubts(name: str, missing: list[str]) -> Iterator[Doubt]:
    """A doubt about files of the book that its package names and that are not in it."""
    if missing:
        which = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
        yield Doubt("text-missing", f"{name}: files of the book are missing, and their text: {which}")


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
