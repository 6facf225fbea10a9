"""An HTML file: its encoding, its language, its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from duiqi.corpus.decode import decode
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.html.page import write
from duiqi.corpus.readers.manuscript import Manuscript

if TYPE_CHECKING:
    from lxml.etree import _Element

CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*+=\s*+(?:[\"']\s*+)?([\w-]{2,30})|<\?xml[^>]{0,100}encoding=[\"']([\w-]{2,30})",
    re.I,
)
# Browsers read these encodings as their supersets, and pages rely on it.
SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252"}


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read HTML, without scripts, menus and deleted text."""
    decoded = decode(data, name, encoding or _declared(data))
    manuscript = Manuscript()
    root = parse(decoded.text, name)
    write(root, manuscript)
    text, paragraphs = manuscript.finish()
    if not text.strip():
        raise UnreadableFile(
            f"{name}: a page without text. It may be made by scripts: save it from the browser"
        )
    return Content(text, paragraphs, decoded.warnings, (root.get("lang") or "").strip())


def parse(text: str, name: str) -> _Element:
    """Parse a page, well-formed or not. Raises UnreadableFile where nothing of it can be."""
    from lxml import etree

    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", text), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise UnreadableFile(f"{name}: no HTML that can be read")
    return root


def _declared(data: bytes) -> str | None:
    """The encoding that a page names, if all of the page is in it."""
    found = CHARSET.search(data[:4096])
    if not found:
        return None
    named = (found[1] or found[2]).decode("ascii").lower()
    encoding = SUPERSETS.get(named, named)
    try:
        data.decode(encoding)
    except (LookupError, UnicodeError):
        return None
    return encoding
