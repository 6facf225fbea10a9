"""reStructuredText: directives, targets and comments are markup, literal blocks are code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from duiqi.corpus.layout.lines import columns
from duiqi.corpus.model import Kind, Span
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.directives import CODE, OF_VERSIONS, PROSE, SETTINGS, WITHOUT_TITLE, bare
from duiqi.corpus.readers.marked_lines import MarkedLine, MarkedLines, read_marked
from duiqi.corpus.readers.rst_inline import inline_of, replacements_of, targets_of
from duiqi.corpus.readers.rst_tables import ends_of_tables, is_border, read_list, read_table, read_values

DIRECTIVE = re.compile(r"\.\.[ \t]+(?P<name>[A-Za-z][\w:+.-]*?)[ \t]?::(?:[ \t]+|\Z)")
NOTE = re.compile(  # of a footnote or a citation
    r"\.\.[ \t]+\[(?:(?P<name>\d{1,4}|\#[^\]\s]{0,80}|\*)|(?P<citation>[^\]\s]{1,80}))\](?:[ \t]+|\Z)"
)
ANONYMOUS = re.compile(r"__[ \t]+\S+\Z")  # where a link without a name leads
OPTION = re.compile(r":([\w -]+):(?:[ \t]+|\Z)")
COMMAND_OPTION = re.compile(r"(?:-[A-Za-z]|--[a-z])(?=[\w,= -])")  # `-v, --verbose  Be loud`
VERSION = re.compile(r"v?\d[\w.]*(?:\s|\Z)")  # of `versionadded`
TABLES = frozenset({"table", "list-table", "csv-table"})
ROLE = re.compile(r":[\w:+.-]+:`")
ADORNMENT = re.compile(r"([=\-`:'\"~^_*+#<>.])\1+\Z")
VERSE = re.compile(r"\|(?:[ \t]+|\Z)")
COUNTED = re.compile(r"#[.)][ \t]+(?=\S)")
ITEM = re.compile(r"(?:[-*+•]|(?:\(?(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,6}|#)[.)]))[ \t]+(?=\S)")
BULLETS = frozenset("-*+•")
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
    ends = ends_of_tables(marked.lines)
    number = 0
    while number < len(marked.lines):
        line = marked.lines[number]
        if line.text.startswith("..") and line.text[2:3] in {"", " ", "\t"}:
            number = _explicit(marked, number)
        elif ANONYMOUS.match(line.text):
            marked.mark(range(number, number + 1), "metadata")
            number += 1
        elif line.text.startswith(">>> "):
            stop = number
            while stop < len(marked.lines) and marked.lines[stop].text:
                stop += 1
            marked.mark(range(number, stop), "code")
            number = stop
        elif is_border(line.text):
            number = read_table(marked, number, ends)
        elif ADORNMENT.match(line.text) and _titles(marked, number):
            number += 1
        elif line.text.endswith("::") and not line.text.startswith("|"):
            number = _literal(marked, number)
        else:
            _line(marked, number)
            number += 1
    marked.inline(partial(inline_of, targets=targets_of(text), shown=replacements_of(text)))
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
        mark = None if _is_unindented(before, line) else ITEM.match(before.text)
        if line.indent != before.indent + (columns(mark[0]) if mark else 0):
            marked.close(number - 1)
        else:
            marked.goes_on(number)


def _is_unindented(before: MarkedLine, line: MarkedLine) -> bool:
    """Whether a line continues an enumerated one right under it: docutils reads a paragraph, no item."""
    is_enumerated = before.text[0] not in BULLETS and ITEM.match(before.text)
    return bool(is_enumerated) and line.indent == before.indent and not ITEM.match(line.text)


def _explicit(marked: MarkedLines, number: int) -> int:
    """Read a directive, a target, a footnote or a comment; return the number of the line to go on with."""
    line = marked.lines[number]
    stop = marked.block(number + 1, line.indent)
    if note := NOTE.match(line.text):
        start = note.end() if note["name"] else note.start("citation") - 1  # a citation shows its name
        kind: Kind = "footnote" if note["name"] else "body"
        marked.gather(kind, _stretches(marked, range(number, stop), start), note["name"])
        marked.cover(range(number, stop))
        return stop
    directive = DIRECTIVE.match(line.text)
    if directive is None or (directive["name"].lower() in SETTINGS and directive["name"] != "image"):
        marked.mark(range(number, stop), "metadata")
        return stop
    name = bare(directive["name"])
    marked.close(number - 1)
    if line.text[directive.end() :] and name in PROSE - WITHOUT_TITLE:
        version = VERSION.match(line.text, directive.end()) if name in OF_VERSIONS else None
        marked.hide(number, 0, version.end() if version else directive.end())
        if name in TABLES:
            marked.kinds[number] = "caption"
    else:
        marked.mark(range(number, number + 1), "metadata")
    first = _options(marked, range(number + 1, stop))
    if name in CODE:
        marked.mark(range(first, stop), "code")
        return stop
    if name == "list-table":
        read_list(marked, range(first, stop))
    elif name == "csv-table":
        read_values(marked, _stretches(marked, range(first, stop)))
        marked.cover(range(first, stop))
    return stop if name in {"list-table", "csv-table"} else first


def _options(marked: MarkedLines, block: range) -> int:
    """Mark the options at the beginning of a directive's block; return the number of the line after them.

    A caption and the header of a table are text.
    """
    number = block.start
    while number < block.stop and (option := OPTION.match(marked.lines[number].text)):
        stop, indent = number + 1, marked.lines[number].indent
        while stop < block.stop and marked.lines[stop].text and marked.lines[stop].indent > indent:
            stop += 1
        only = range(number, stop)
        stretches = [*_stretches(marked, only, option.end())]
        if option[1] == "caption":
            marked.gather("caption", stretches)
            marked.cover(only)
        elif option[1] == "header":
            read_values(marked, stretches)
            marked.cover(only)
        else:
            marked.mark(only, "metadata")
        number = stop
    return number


def _stretches(marked: MarkedLines, numbers: range, start: int = 0) -> Iterator[Span]:
    """The lines of a block, the first without so many characters at its beginning."""
    for number in numbers:
        line = marked.lines[number]
        yield Span(line.start + (start if number == numbers.start else 0), line.end)


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
