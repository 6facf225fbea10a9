"""reStructuredText: directives, targets and comments are markup, literal blocks are code."""

from __future__ import annotations

import re
from functools import partial

from duiqi.corpus.layout.lines import columns
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.directives import CODE, OF_VERSIONS, PROSE, SETTINGS, WITHOUT_TITLE, bare
from duiqi.corpus.readers.marked_lines import MarkedLines, read_marked
from duiqi.corpus.readers.rst_inline import inline_of, targets_of

DIRECTIVE = re.compile(r"\.\.[ \t]+(?P<name>[A-Za-z][\w:+.-]*?)[ \t]?::(?:[ \t]+|\Z)")
NOTE = re.compile(r"\.\.[ \t]+(?=\[[^\]\s]+\][ \t])")  # of a footnote or a citation
OPTION = re.compile(r":[\w -]+:(?:[ \t]|\Z)")
COMMAND_OPTION = re.compile(r"(?:-[A-Za-z]|--[a-z])(?=[\w,= -])")  # `-v, --verbose  Be loud`
VERSION = re.compile(r"v?\d[\w.]*(?:\s|\Z)")  # of `versionadded`
ROLE = re.compile(r":[\w:+.-]+:`")
ADORNMENT = re.compile(r"([=\-`:'\"~^_*+#<>.])\1+\Z")
SIMPLE, GRID = re.compile(r"={2,}(?:[ ]+=+)+\Z"), re.compile(r"\+[-=+]{2,}\+\Z")
GAP, BAR = re.compile(r"[ \t]{2,}"), re.compile(r"(?:\A|(?<![ \t])[ \t]++)[|+](?:[ \t]++|\Z)")
VERSE = re.compile(r"\|(?:[ \t]+|\Z)")
COUNTED = re.compile(r"#[.)][ \t]+(?=\S)")
ITEM = re.compile(r"(?:[-*+•]|(?:\(?(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,6}|#)[.)]))[ \t]+(?=\S)")
SHORTEST_ADORNMENT = 3


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read reStructuredText."""
    return read_marked(data, name, encoding, _marked)


def _marked(text: str) -> MarkedLines:
    r"""The lines of a text with their marks.

    >>> marked = _marked("Lamp\n====\n\n.. note:: Mind it.\n\nRun::\n\n   make\n")
    >>> [(number, kind) for number, kind in sorted(marked.kinds.items())]
    [(0, 'heading'), (1, 'furniture'), (7, 'code')]
    """
    marked = MarkedLines(text)
    number = 0
    while number < len(marked.lines):
        line = marked.lines[number]
        if line.text.startswith("..") and line.text[2:3] in {"", " ", "\t"}:
            number = _explicit(marked, number)
        elif line.text.startswith(">>> "):
            stop = number
            while stop < len(marked.lines) and marked.lines[stop].text:
                stop += 1
            marked.mark(range(number, stop), "code")
            number = stop
        elif (border := SIMPLE.match(line.text) or GRID.match(line.text)) and border.end() > 3:
            number = _table(marked, number)
        elif ADORNMENT.match(line.text) and _titles(marked, number):
            number += 1
        elif line.text.endswith("::") and not line.text.startswith("|"):
            number = _literal(marked, number)
        else:
            _line(marked, number)
            number += 1
    marked.inline(partial(inline_of, targets=targets_of(text)))
    return marked


def _line(marked: MarkedLines, number: int) -> None:
    """Hide the mark of an item or a verse; end the line before where another paragraph begins.

    So it does without an empty line at an item, a field, and where the indent is another than before: of
    a definition under its term.
    """
    line = marked.lines[number]
    before = marked.lines[number - 1] if number else None
    if verse := VERSE.match(line.text):
        marked.close(number - 1)
        marked.close(number)
        marked.hide(number, 0, verse.end())
    elif counted := COUNTED.match(line.text):
        marked.item(number, counted.end())
    elif OPTION.match(line.text) and not ROLE.match(line.text):
        marked.close(number - 1)
        marked.hide(number, 0, 1)
    elif COMMAND_OPTION.match(line.text):
        marked.close(number - 1)
    elif before and before.text and line.text:
        mark = ITEM.match(before.text)
        if line.indent != before.indent + (columns(mark[0]) if mark else 0):
            marked.close(number - 1)
        else:
            marked.goes_on(number)


def _table(marked: MarkedLines, number: int) -> int:
    """Read a table from its first border; return the number of the line to go on with.

    A simple table ends with its border before an empty line, a grid with its last line.
    """
    is_grid = marked.lines[number].text[0] == "+"
    stop = number
    while stop < len(marked.lines):
        text = marked.lines[stop].text
        if is_grid and text[:1] not in {"+", "|"}:
            break
        if SIMPLE.match(text) or GRID.match(text):
            marked.mark(range(stop, stop + 1), "furniture")
            is_last = stop + 1 == len(marked.lines) or not marked.lines[stop + 1].text
            if not is_grid and is_last and stop > number + 1:
                return stop + 1
        elif text:
            marked.cut(stop, BAR if is_grid else GAP)
        stop += 1
    return stop


def _explicit(marked: MarkedLines, number: int) -> int:
    """Read a directive, a target, a footnote or a comment; return the number of the line to go on with."""
    line = marked.lines[number]
    stop = marked.block(number + 1, line.indent)
    if note := NOTE.match(line.text):
        marked.close(number - 1)
        marked.hide(number, 0, note.end())
        return number + 1
    directive = DIRECTIVE.match(line.text)
    if directive is None or directive["name"].lower() in SETTINGS:
        marked.mark(range(number, stop), "metadata")
        return stop
    name = bare(directive["name"])
    options = number + 1
    while options < stop and OPTION.match(marked.lines[options].text):
        options += 1
    marked.close(number - 1)
    if line.text[directive.end() :] and name in PROSE - WITHOUT_TITLE:
        version = VERSION.match(line.text, directive.end()) if name in OF_VERSIONS else None
        marked.hide(number, 0, version.end() if version else directive.end())
    else:
        marked.mark(range(number, number + 1), "metadata")
    marked.mark(range(number + 1, options), "metadata")
    if name in CODE:
        marked.mark(range(options, stop), "code")
        return stop
    return options


def _literal(marked: MarkedLines, number: int) -> int:
    """Read the code after a paragraph that ends in `::`, which shows one colon; return where to go on."""
    line = marked.lines[number]
    following = number + 1
    while following < len(marked.lines) and not marked.lines[following].text:
        following += 1
    indent = line.indent
    stop = marked.block(following, indent)
    if following == number + 1 or stop == following:
        return number + 1
    if line.text == "::":
        marked.mark(range(number, number + 1), "furniture")
    else:
        size = len(line.text)
        is_apart = line.text[-3:-2] in {" ", "\t"}
        marked.hide(number, size - (2 if is_apart else 1), size)
    marked.mark(range(following, stop), "code")
    return stop


def _titles(marked: MarkedLines, number: int) -> bool:
    """Mark a line over or under a title, and the title; whether the line is either or a transition."""
    line, lines = marked.lines[number], marked.lines
    above = lines[number - 1] if number else None
    below = lines[number + 1] if number + 1 < len(lines) else None
    last = lines[number + 2] if number + 2 < len(lines) else None
    if above and above.text and (number - 1) not in marked.kinds:
        is_title = columns(above.text) <= len(line.text) + 1 and not ADORNMENT.match(above.text)
        if is_title and line.indent == above.indent == 0:
            marked.mark(range(number - 1, number), "heading")
            marked.mark(range(number, number + 1), "furniture")
            return True
    is_overline = below and last and below.text and line.text == last.text
    is_alone = not (above and above.text) and not (below and below.text)
    if len(line.text) >= SHORTEST_ADORNMENT and (is_overline or is_alone):
        marked.mark(range(number, number + 1), "furniture")
        return True
    return False
