"""AsciiDoc: attributes, macros and comments are markup, listings are code, titles are headings."""

from __future__ import annotations

import re

from duiqi.corpus.model import Kind
from duiqi.corpus.readers.asciidoc_inline import inline_of
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.marked_lines import MarkedLines, read_marked

TITLE = re.compile(r"={1,6}[ \t]+(?=\S)")
SETTING = re.compile(r":!?[\w-]+!?:(?:[ \t]|\Z)")
ATTRIBUTES = re.compile(r"\[(?!\d+\])[^\[\]]*\]\Z|\[\[[^\[\]]*\]\]\Z")
LISTING = re.compile(
    r"\[(?:source|listing|literal|stem|latexmath|asciimath|graphviz|plantuml|mermaid|ditaa)\b", re.I
)
MACRO = re.compile(r"(?<![\w-])[a-z][\w-]*+::[^\s\[]*+\[[^\n]*\]\Z")
COMMENT = re.compile(r"//(?!/)")
CAPTION = re.compile(r"\.(?=[^\s.])")
LAST_OF_AUTHOR = 3  # lines, from the title on
AUTHOR = re.compile(r"[^@]*<[^<>\s]+@[^<>\s]+>|v?\d+(?:\.\d+)+\s*(?:,|\Z)")
FENCES: dict[str, Kind] = {"-": "code", ".": "code", "+": "code", "`": "code", "/": "metadata"}
FENCE = re.compile(r"([-.+/])\1{3,}\Z|```\w*\Z")
DELIMITER = re.compile(r"([=*_])\1{3,}\Z|--\Z|\+\Z|'{3}\Z|<<<\Z")
TABLE = re.compile(r"[|,:!]={3,}\Z")
ITEM = re.compile(r"(?:\*{1,6}|\.{1,6}|-|<\d*\.?>)[ \t]+(?:\[[ xX*]\][ \t]+)?(?=\S)")
TERM = re.compile(r"\S.{0,80}?(?P<mark>(?::{2,4}|;;)(?:[ \t]|\Z))")
BREAK = re.compile(r"(?<=[ \t])\+\Z")
BAR = re.compile(r"(?<![^\s|])[.+*<>^aehlmsdv\d]++\|[ \t]*+|(?<!\\)\|[ \t]*+")


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read AsciiDoc."""
    return read_marked(data, name, encoding, _marked)


def _marked(text: str) -> MarkedLines:
    r"""The lines of a text with their marks.

    >>> marked = _marked("= Lamp\n:toc:\n\n[source]\n----\nmake\n----\n\nLit.\n")
    >>> [(number, kind) for number, kind in sorted(marked.kinds.items())][:4]
    [(0, 'heading'), (1, 'metadata'), (3, 'metadata'), (4, 'furniture')]
    """
    marked = MarkedLines(text)
    number, in_table = 0, False
    while number < len(marked.lines):
        shown = marked.lines[number].text
        if TABLE.match(shown):
            in_table = not in_table
            marked.mark(range(number, number + 1), "furniture")
        elif FENCE.match(shown):
            number = _fenced(marked, number)
            continue
        elif in_table:
            marked.cut(number, BAR)
        elif LISTING.match(shown) and not _is_fence_after(marked, number):
            stop = number + 1
            while stop < len(marked.lines) and marked.lines[stop].text:
                stop += 1
            marked.mark(range(number, number + 1), "metadata")
            marked.mark(range(number + 1, stop), "code")
            number = stop
            continue
        elif shown:
            _line(marked, number)
        number += 1
    marked.inline(inline_of)
    return marked


def _is_fence_after(marked: MarkedLines, number: int) -> bool:
    following = [line.text for line in marked.lines[number + 1 : number + 3]]
    return any(FENCE.match(text) for text in following)


def _fenced(marked: MarkedLines, number: int) -> int:
    """Mark what is between two delimiters, to the end of the text where the second is missing."""
    opening = marked.lines[number].text
    close = "```" if opening[0] == "`" else opening
    lines = range(number + 1, len(marked.lines))
    stop = next((k for k in lines if marked.lines[k].text == close), len(marked.lines))
    marked.mark(range(number, number + 1), "furniture")
    marked.mark(range(number + 1, stop), FENCES[opening[0]])
    if stop < len(marked.lines):
        marked.mark(range(stop, stop + 1), "furniture")
    return stop + 1


def _line(marked: MarkedLines, number: int) -> None:
    """Mark a line outside of listings and tables."""
    shown = marked.lines[number].text
    only = range(number, number + 1)
    if title := TITLE.match(shown):
        marked.mark(only, "heading")
        marked.hide(number, 0, title.end())
    elif DELIMITER.match(shown):
        marked.mark(only, "furniture")
    elif (
        SETTING.match(shown)
        or ATTRIBUTES.match(shown)
        or MACRO.match(shown)
        or COMMENT.match(shown)
        or (number < LAST_OF_AUTHOR and AUTHOR.match(shown))
    ):
        marked.mark(only, "metadata")
    elif item := ITEM.match(shown):
        marked.item(number, item.end())
    elif term := TERM.match(shown):
        marked.close(number - 1)
        marked.close(number)
        marked.part(number, *term.span("mark"))
    elif caption := CAPTION.match(shown):
        marked.mark(only, "caption")
        marked.hide(number, 0, caption.end())
    else:
        marked.goes_on(number)
    if line_break := BREAK.search(shown):
        marked.hide(number, *line_break.span())
        marked.close(number)
