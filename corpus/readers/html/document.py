"""An HTML file: its encoding, its language, its text."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from duiqi.corpus.decode import decode, text_codec
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.html.inline import ends_empty_elements
from duiqi.corpus.readers.html.page import write
from duiqi.corpus.readers.manuscript import Manuscript

if TYPE_CHECKING:
    from lxml.etree import _Element

CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*+=\s*+(?:[\"']\s*+)?([\w-]{2,30})|<\?xml[^>]{0,100}encoding=[\"']([\w-]{2,30})",
    re.I,
)
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
# Calls of functions within one another: six for each of the 2,048 elements that libxml2 can nest.
DEEPEST = 14_000
# Browsers read these encodings as their supersets, and pages rely on it.
SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252"}


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read HTML, without scripts, menus and deleted text."""
    decoded = decode(data, name, encoding or _declared(data))
    manuscript = Manuscript()
    root = parse(decoded.text, name)
    with deep_pages():
        write(root, manuscript, "/" if ends_empty_elements(decoded.text) else "")
    text, paragraphs = manuscript.finish()
    if not text.strip():
        raise UnreadableFile(
            f"{name}: a page without text. It may be made by scripts. Save it from the browser"
        )
    lang = (root.get("lang") or "").strip()
    return Content(text, paragraphs, decoded.warnings, lang, manuscript.codes)


def parse(text: str, name: str) -> _Element:
    """Parse a page, well-formed or not. Raises UnreadableFile where nothing of it can be."""
    from lxml import etree

    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(XML_DECLARATION.sub("", text, 1), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise UnreadableFile(f"{name}: no HTML that can be read")
    for error in parser.error_log:
        if error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            # The parser leaves out all that follows, and says nothing else about it.
            raise UnreadableFile(
                f"{name}, line {error.line}: more than 2,000 elements within one another, and the text after "
                "them cannot be read. Save the page anew from a browser, or as plain text"
            )
    return root


@contextmanager
def deep_pages() -> Iterator[None]:
    """Let functions call themselves as deep as a page's elements are within one another."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _declared(data: bytes) -> str | None:
    """The encoding that a page names, if all of the page is in it."""
    found = CHARSET.search(data[:4096])
    if not found:
        return None
    named = (found[1] or found[2]).decode("ascii").lower()
    encoding = SUPERSETS.get(named, named)
    try:
        data.decode(text_codec(encoding))
    except (LookupError, UnicodeError):
        return None
    return encoding
