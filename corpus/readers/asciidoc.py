"""AsciiDoc: attributes, macros and comments are markup, listings are code, titles are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from duiqi.corpus.model import Kind, Span
from duiqi.corpus.readers.asciidoc_attributes import values_of
from duiqi.corpus.readers.asciidoc_inline import alternative, inline_of
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.marked_lines import MarkedLines, read_marked

TITLE = re.compile(r"={1,6}[ \t]+(?=\S)")
SETTING = re.compile(r":!?[\w-]+!?:(?:[ \t]|\Z)")
ATTRIBUTES = re.compile(r"\[(?!\d+\])[^\[\]]*\]\Z|\[\[[^\[\]]*\]\]\Z")
LISTING = re.compile(
    r"\[(?:source|listing|literal|stem|latexmath|asciimath|graphviz|plantuml|mermaid|ditaa)\b", re.I
)
MACRO = re.compile(r"(?<![\w-])[a-z][\w-]*+::[^\s\[]*+\[[^\n]*\]\Z")
IMAGE = re.compile(r"(?:image|video)::[^\s\[]++\[(?=[^\]])")
ADMONITION = re.compile(r"(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+(?=\S)")
AUTHOR_OF_QUOTATION = re.compile(r"\[(?:quote|verse)[^,\[\]]*,[ \t]*(?=\S)")
BY_LINES = re.compile(r"\[(?:verse\b|[^\]]*%hardbreaks)|:hardbreaks(?:-option)?:\Z")
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
VALUES_END = {mark: re.compile(rf"(?:(?<![ \t])[ \t]++)?{mark}[ \t]*+") for mark in ",:"}
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
    number = 0
    while number < len(marked.lines):
        shown = marked.lines[number].text
        if TABLE.match(shown):
            number = _table(marked, number)
            continue
        elif FENCE.match(shown):
            number = _fenced(marked, number)
            continue
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
    for number in _by_lines(marked):
        marked.close(number)
    marked.inline(partial(inline_of, values=values_of(text)))
    return marked


def _by_lines(marked: MarkedLines) -> Iterator[int]:
    """The numbers of lines that end where the file's lines end: of verse, and where the file says so."""
    until, kept = "", False
    for number, line in enumerate(marked.lines):
        if marked.kinds.get(number) == "metadata" and BY_LINES.match(line.text):
            until, kept = ("file" if line.text[0] == ":" else "empty"), True
        elif kept and DELIMITER.match(line.text) and until in {"empty", line.text}:
            until, kept = (line.text, True) if until == "empty" else ("", False)
        elif until == "empty" and not line.text:
            until, kept = "", False
        elif kept:
            yield number


def _table(marked: MarkedLines, number: int) -> int:
    """Read a table; return the number of the line after it. A cell goes on to the next bar."""
    lines = marked.lines
    after = range(number + 1, len(lines))
    stop = next((n for n in after if lines[n].text == lines[number].text), len(lines))
    marked.mark(range(number, number + 1), "furniture")
    if lines[number].text[0] in ",:":
        for at in range(number + 1, stop):
            marked.cut(at, VALUES_END[lines[number].text[0]])
    else:
        cell: list[Span] = []
        for at in range(number + 1, stop):
            line, start = lines[at], 0
            is_markup = FENCE.match(line.text) or COMMENT.match(line.text) or ATTRIBUTES.match(line.text)
            for bar in () if is_markup else BAR.finditer(line.text):
                cell.append(line.stripped(start, bar.start()))
                marked.cell(cell)
                cell, start = [], bar.end()
            cell.append(Span(0, 0) if is_markup or not line.text else line.stripped(start, len(line.text)))
        marked.cell(cell)
        marked.cover(range(number + 1, stop))
    if stop < len(lines):
        marked.mark(range(stop, stop + 1), "furniture")
    return stop + 1


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
    elif (image := IMAGE.match(shown)) and shown[-1] == "]":
        _picture(marked, number, image.end())
    elif (author := AUTHOR_OF_QUOTATION.match(shown)) and shown[-1] == "]":
        marked.mark(only, "caption")
        marked.hide(number, 0, author.end())
        marked.hide(number, len(shown) - 1, len(shown))
    elif (
        SETTING.match(shown)
        or ATTRIBUTES.match(shown)
        or MACRO.match(shown)
        or COMMENT.match(shown)
        or _continues_setting(marked, number)
        or (number < LAST_OF_AUTHOR and AUTHOR.match(shown))
    ):
        marked.mark(only, "metadata")
    elif item := ITEM.match(shown):
        marked.item(number, item.end())
    elif term := TERM.match(shown):
        marked.close(number - 1)
        marked.part(number, *term.span("mark"))
    elif caption := CAPTION.match(shown):
        marked.mark(only, "caption")
        marked.hide(number, 0, caption.end())
    elif (label := ADMONITION.match(shown)) and not (number and marked.lines[number - 1].text):
        marked.hide(number, 0, label.end())
    else:
        marked.goes_on(number)
    if line_break := BREAK.search(shown):
        marked.hide(number, *line_break.span())
        marked.close(number)


def _continues_setting(marked: MarkedLines, number: int) -> bool:
    """Whether a line goes on with the value of an attribute, whose line ends in a backslash."""
    before = marked.lines[number - 1].text if number else ""
    return before.endswith(" \\") and marked.kinds.get(number - 1) == "metadata"


def _picture(marked: MarkedLines, number: int, start: int) -> None:
    """Show the text that is in place of a picture, if there is any."""
    shown = marked.lines[number].text
    first, last = alternative(shown, start, len(shown) - 1)
    only = range(number, number + 1)
    if first < last:
        marked.gather("caption", [marked.lines[number].stripped(first, last)])
        marked.cover(only)
    else:
        marked.mark(only, "metadata")
