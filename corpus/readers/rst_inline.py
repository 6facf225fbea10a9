"""Inline markup of reStructuredText: emphasis, literals, roles, references, escapes.

The rules are those of https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#inline-markup, but
that marks may touch Chinese, which is written without spaces.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from duiqi.corpus.readers.inline_markup import Ends, Inline, hidden, replaced
from duiqi.corpus.scripts import WIDE

_NAME = r"[A-Za-z][\w.+-]{0,60}(?::[A-Za-z][\w.+-]{0,60}){0,3}"
_BEFORE = rf"(?:(?<![\w*`\\])|(?<=[{WIDE}]))"
_AFTER = rf"(?:(?!\w)|(?=[{WIDE}]))"
START = re.compile(
    rf"""
    \\ (?P<escaped> [\s\S] )
  | {_BEFORE} (?:
        (?P<literal> `` ) (?=\S)
      | (?P<role> :{_NAME}: )? (?P<target> _ )? ` (?=[^\s`])
      | (?P<strong> \*\* ) (?=[^\s*"')\]}}>])
      | (?P<emphasis> \* ) (?=[^\s*"')\]}}>])
      | (?P<note> \[ (?: \d{{1,4}} | \#[\w.-]{{0,60}} | \* ) \]_ ) {_AFTER}
      | \[ (?P<citation> [A-Za-z][\w.-]{{0,60}} ) \]_ {_AFTER}
      | \| (?P<shown> [^\s|] (?: [^|\n]{{0,80}} [^\s|] )? ) \| (?:__?)? {_AFTER}
      | (?P<reference> [A-Za-z0-9][\w.+-]{{0,80}}? ) _ (?![\w`])
    )
    """,
    re.VERBOSE,
)
LITERAL_END = re.compile(rf"(?<=\S)``{_AFTER}")
TEXT_END = re.compile(rf"(?<![\s\\])`(?P<tail>__?|:{_NAME}:)?{_AFTER}")
STRONG_END = re.compile(rf"(?<![\s\\])\*\*{_AFTER}")
EMPHASIS_END = re.compile(rf"(?<![\s\\*])\*(?!\*){_AFTER}")
# The text of a link or a reference, and where it leads.
LEADING = re.compile(r"(?P<text>[^<]*[^<\s])\s+<[^<>]+>\Z")
PATH = re.compile(r"~(?:[\w.]*[.])?(?=\w)|!")  # `~os.path.join` shows `join`
ACCELERATOR = re.compile(r"&(?=\w)")
SHOWN_BY_PROGRAMS = frozenset({"guilabel", "menuselection"})
TARGETS = re.compile(r"^[ \t]*\.\. _`?([^`:\n]+)`?:", re.M)
LONGEST_REPLACEMENT = 1000
LITERAL_ROLES = frozenset(
    ("code", "command", "envvar", "file", "kbd", "literal", "math", "option", "program", "samp", "token")
)
REPLACED = re.compile(r"^[ \t]*\.\. \|([^|\n]+)\|[ \t]+replace::[ \t]+(\S[^\n]*(?:\n[ \t]+\S[^\n]*)*)", re.M)
PICTURED = re.compile(r"^[ \t]*\.\. \|([^|\n]+)\|[ \t]+image::", re.M)
ESCAPE = re.compile(r"\\([\s\S])")


def targets_of(text: str) -> frozenset[str]:
    """The names, in small letters, that a text gives places: `.. _lamp:`."""
    return frozenset(found.group(1).strip().lower() for found in TARGETS.finditer(text))


def replacements_of(text: str) -> dict[str, str]:
    r"""The texts that a text names, `.. |name| replace:: text`; those of pictures are empty.

    >>> replacements_of(".. |lamp| replace:: *Lamp* 3000\n.. |icon| image:: icon.png")
    {'icon': '', 'lamp': 'Lamp 3000'}
    """
    shown = {found[1]: "" for found in PICTURED.finditer(text)}
    for found in REPLACED.finditer(text):
        value = " ".join(found[2].split())[:LONGEST_REPLACEMENT]
        marks = sorted(inline_of(value), key=lambda one: one.start)
        shown[found[1]] = "".join(_between_marks(value, marks))
    return shown


def _between_marks(text: str, marks: list[Inline]) -> Iterator[str]:
    at = 0
    for start, stop in sorted(
        place for one in marks for place in ((one.start, one.first), (one.last, one.stop))
    ):
        yield text[at:start]
        at = max(at, stop)
    yield text[at:]


def inline_of(text: str, targets: Collection[str] = (), shown: Mapping[str, str] = {}) -> list[Inline]:
    r"""The inline markup of a paragraph.

    targets  names of places; `lamp_` refers to one
    shown    texts by the names that refer to them, `|name|`

    >>> page = r"*Mind* the ``__oil__`` of :ref:`the lamp <lamp>`, see lamp_ and a\ b."
    >>> [page[found.first : found.last] for found in inline_of(page, {"lamp"})]
    ['Mind', '__oil__', 'the lamp', '', '']
    """
    found: list[Inline] = []
    ends = Ends(text, len(text))
    at = 0
    while start := START.search(text, at):
        at = start.end()
        if start["escaped"]:
            found.append(hidden(start.start(), at if start["escaped"].isspace() else at - 1))
        elif start["note"]:
            begin, end_of_note = start.span("note")
            begin -= begin > 0 and text[begin - 1] == " "
            found.append(Inline(begin, begin, begin, end_of_note, note=start["note"][1:-2]))
        elif start["shown"]:
            if (value := shown.get(start["shown"])) is not None:
                found.append(replaced(start.start(), at, value))
        elif start["citation"]:
            found.append(hidden(at - 1, at))
        elif reference := start["reference"]:
            if reference.lower() in targets:
                found.append(hidden(at - 1, at))
        elif start["literal"]:
            if end := ends.after(at, LITERAL_END):
                found.append(Inline(start.start(), at, end.start(), end.end(), "code"))
                at = end.end()
        elif start["strong"] or start["emphasis"]:
            end = ends.after(at, STRONG_END if start["strong"] else EMPHASIS_END)
            if end:
                kind = "bold" if start["strong"] else "italic"
                found.append(Inline(start.start(), at, end.start(), end.end(), kind))
                found += _escapes(text, at, end.start())
                at = end.end()
        elif end := ends.after(at, TEXT_END):
            found += _interpreted(text, start, end)
            at = end.end()
    return found


def _interpreted(text: str, start: re.Match[str], end: re.Match[str]) -> list[Inline]:
    """Interpreted text between backquotes, or the text of a link."""
    first, last = start.end(), end.start()
    tail = end["tail"] or ""
    role = (start["role"] or (tail if tail.startswith(":") else "")).strip(":").rpartition(":")[2].lower()
    if role in LITERAL_ROLES:
        return [Inline(start.start(), first, last, end.end(), "code")]
    inside = text[first:last]
    if (role or tail) and (leading := LEADING.match(inside)):
        last = first + leading.end("text")
    elif path := role and (ACCELERATOR if role in SHOWN_BY_PROGRAMS else PATH).match(inside):
        first += path.end()
    elif tail and inside.startswith("<") and inside.endswith(">"):
        first, last = first + 1, last - 1
    kind = "link" if tail.startswith("_") or role in {"ref", "doc"} else role or "italic"
    return [Inline(start.start(), first, last, end.end(), kind), *_escapes(text, first, last)]


def _escapes(text: str, start: int, stop: int) -> list[Inline]:
    """The escapes within marks; a backslash hides itself, and white space after it."""
    return [
        hidden(found.start(), found.end() if found[1].isspace() else found.end() - 1)
        for found in ESCAPE.finditer(text, start, stop)
    ]
