"""Preformatted text of a page: code, which is kept apart, or prose and verse, which are text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from duiqi.corpus.readers.elements import text_of
from duiqi.corpus.readers.html.elements import tag_of
from duiqi.corpus.scripts import HAN, KANA

if TYPE_CHECKING:
    from lxml.etree import _Element

CODE_ELEMENTS = frozenset({"code", "kbd", "samp", "tt", "var"})
CODE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:code|codeblock|highlight\w*|hljs|lang(?:uage)?|listing|literal|prettyprint|programlisting"
    r"|screen|shell|source\w*|src|syntax\w*|brush|console|terminal)(?=$|[\s:_-])",
    re.I,
)
OTHER_CLASS = re.compile(r"(?:^|[\s_-])(?:poem|poetry|verse|stanza|lyrics?|letter|mail)(?=$|[\s_-])", re.I)
WIDE = re.compile(f"[{HAN}{KANA}]")
WIDE_STOP = re.compile("[，。！？；：]")
SIGNS = re.compile(r"[{}<>=;$\\|#@_`~^*+\[\]]|->|::|\(\)")
STOP = re.compile(r"[.!?,;:]['\"’”)\]]*\s*$|[.!?]['\"’”)]*\s+[\"'“‘(]?[A-Z]")
CAPITAL = re.compile(r"\s*[\"'“‘(]?[A-Z]")
LONG = 2000  # characters; a longer text that is most of its page is the page's text
MOST_SIGNS = 0.02  # of the characters of prose


def is_code(preformatted: _Element) -> bool:
    """Whether a `pre` holds code, by its markup, or else because it does not read like prose."""
    classes = " ".join(
        element.get("class") or "" for element in (preformatted, *_around(preformatted), *preformatted)
    )
    if any(tag_of(child) in CODE_ELEMENTS for child in preformatted) or CODE_CLASS.search(classes):
        return True
    if OTHER_CLASS.search(classes):
        return False
    text = text_of(preformatted)
    is_page = len(text) > LONG and 2 * len(text) > len(text_of(preformatted.getroottree().getroot()))
    return not is_page and not reads_as_prose(text)


def _around(element: _Element) -> list[_Element]:
    """The parent of an element, and the parent's parent, where these hold little else."""
    found: list[_Element] = []
    for ancestor in element.iterancestors():
        if tag_of(ancestor) not in {"div", "figure", "td"} or len(found) == 2:
            break
        found.append(ancestor)
    return found


def reads_as_prose(text: str) -> bool:
    r"""Whether a text is made of sentences or verses.

    >>> reads_as_prose("Two roads diverged in a yellow wood,\nAnd sorry I could not travel both")
    True
    >>> reads_as_prose("pip install duiqi\nduiqi align a.txt b.txt  # 对齐")
    False
    """
    lines = [line for line in text.splitlines() if line.strip()]
    letters = sum(map(str.isalpha, text))
    if len(SIGNS.findall(text)) > MOST_SIGNS * len(text):
        return False
    if 2 * len(WIDE.findall(text)) > letters:
        return WIDE_STOP.search(text) is not None or len(lines) > 1
    capitals = sum(CAPITAL.match(line) is not None for line in lines)
    stops = sum(STOP.search(line) is not None for line in lines)
    wide = sum(len(line) > 60 for line in lines)
    return stops > 0 and (2 * capitals >= len(lines) or (capitals > 0 and 2 * wide >= len(lines)))
