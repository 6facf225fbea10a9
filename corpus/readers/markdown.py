"""Markdown: its marks are hidden, not removed, so that all offsets are into the file."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from duiqi.corpus.decode import decode
from duiqi.corpus.layout import Markup, paragraphs
from duiqi.corpus.layout.lines import MASK
from duiqi.corpus.layout.passages import Cut
from duiqi.corpus.model import Kind
from duiqi.corpus.readers.content import Content

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(?:[^\n]*\n)*?(?:---|\.\.\.)[ \t]*\n")
FENCE = re.compile(r"^[ ]{0,3}(`{3,}|~{3,})[^\n`]*\n(?:.*?\n)??[ ]{0,3}\1[`~]*[ \t]*$", re.M | re.S)
COMMENT = re.compile(r"<!--.*?-->", re.S)
HEADING = re.compile(r"^[ ]{0,3}(#{1,6})[ \t]+(?P<text>\S[^\n]*?)[ \t]*(?:(?<=[ \t])#+[ \t]*)?$", re.M)
UNDERLINED = re.compile(r"^(?P<text>[^\n|>#\-*+ \t][^\n]*)\n[ ]{0,3}(?P<rule>={2,}|-{2,})[ \t]*$", re.M)
QUOTED = re.compile(r"^[ ]{0,3}(?:>[ \t]?)+", re.M)
TABLE = re.compile(
    r"^(?P<head>[^\n]*\|[^\n]*)\n(?P<rule>[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*)$"
    r"(?P<rows>(?:\n[^\n]*\|[^\n]*)*)",
    re.M,
)
NOTE = re.compile(r"^\[\^(?P<name>[^\]\s]+)\]:", re.M)
NOTE_CALL = re.compile(r"\[\^(?P<name>[^\]\s]+)\]")
RAISED_MARK = re.compile(r"<sup>[\[(]?(?P<mark>\d{1,3}|\*{1,3}|[†‡§])[\])]?</sup>", re.I)
CODE = re.compile(r"(?<!`)(`{1,3})(?!`)(?P<text>[^`]+?)(?<!`)\1(?!`)")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
IMAGE = re.compile(r"!\[(?P<text>[^\]\n]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+[\"'][^\n]*?[\"'])?\)")
LINK = re.compile(
    r"\[(?P<text>(?:[^\[\]\n]|\n(?!\s*\n))*)\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+[\"'][^\n]*?[\"'])?\)|\[[^\]\n]*\])"
)
REFERENCE = re.compile(r"^[ ]{0,3}\[[^\]^\n][^\]\n]*\]:[ \t]*\S+[^\n]*$", re.M)
AUTOLINK = re.compile(r"<(?P<text>(?:https?|mailto|ftp):[^>\s]+|[^<>\s@]+@[^<>\s@]+)>")
BREAK = re.compile(r"<br\s*/?>", re.I)
TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>\n]*)?/?>")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
EMPHASIS = (
    re.compile(r"(?P<mark>\*{1,3})(?=[^\s*])(?P<text>(?:[^*\n]|\n(?!\s*\n))*?[^\s*])(?P=mark)(?!\*)"),
    re.compile(
        r"(?<![\w_])(?P<mark>_{1,3})(?=[^\s_])(?P<text>(?:[^\n]|\n(?!\s*\n))*?[^\s_])(?P=mark)(?![\w_])"
    ),
    re.compile(r"(?P<mark>~~|==)(?=\S)(?P<text>(?:[^\n~=]|\n(?!\s*\n))+?)(?P=mark)"),
)


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read Markdown; code and front matter are metadata."""
    decoded = decode(data, name, encoding)
    return Content(decoded.text, paragraphs(decoded.text, markup_of(decoded.text)), decoded.warnings)


def markup_of(text: str) -> Markup:
    """Hide the marks of Markdown, and keep what they say.

    >>> markup_of("## *Takes* note<sup>1</sup>").seen.replace(MASK, "_")
    '____Takes_ note_____¹______'
    """
    return _Masking(text).markup()


class _Masking:
    """A text whose marks are hidden sort by sort: metadata, blocks, notes, then those within lines."""

    def __init__(self, text: str) -> None:
        self.seen = text.replace("\r\n", MASK + "\n")
        self.kinds: dict[int, Kind] = {}
        self.instead: list[Cut] = []

    def markup(self) -> Markup:
        self._metadata()
        self._blocks()
        self._notes()
        self._within()
        return Markup(self.seen, self.kinds, tuple(self.instead), soft=True)

    def _hide(self, pattern: re.Pattern[str], shown: str | None = None) -> None:
        """Hide all matches of a pattern, but for their group `shown`."""

        def hidden(m: re.Match[str]) -> str:
            if shown is None:
                return _masked(m[0])
            return _masked_around(m, shown)

        self.seen = pattern.sub(hidden, self.seen)

    def _name(self, start: int, end: int, kind: Kind) -> None:
        """Give a kind to all lines of a stretch."""
        for m in re.finditer(rf"^[\s{MASK}]*(?P<first>[^\s{MASK}])", self.seen[start:end], re.M):
            self.kinds[start + m.start("first")] = kind

    def _metadata(self) -> None:
        self._hide(COMMENT)
        for pattern in (FRONT_MATTER, FENCE):
            for m in pattern.finditer(self.seen):
                self._name(*m.span(), "metadata")
        self.code = [m.span() for m in FENCE.finditer(self.seen)]

    def _in_code(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.code)

    def _blocks(self) -> None:
        def spared(hide: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
            return lambda m: m[0] if self._in_code(m.start()) else hide(m)

        def heading(m: re.Match[str]) -> str:
            self.kinds[m.start("text")] = "heading"
            return _masked_around(m, "text")

        def underlined(m: re.Match[str]) -> str:
            before = self.seen.rfind("\n", 0, max(m.start() - 1, 0))
            if m["rule"][0] == "-" and m.start() and self.seen[before + 1 : m.start()].strip():
                return m[0]  # the last line of a paragraph, and a rule
            self.kinds[m.start("text")] = "heading"
            return m[0][: m.start("rule") - m.start()] + _masked(m[0][m.start("rule") - m.start() :])

        def table(m: re.Match[str]) -> str:
            rows = m[0].replace("\\|", MASK + MASK).replace("|", "\x1e")
            start, end = m.start("rule") - m.start(), m.end("rule") - m.start()
            rows = rows[:start] + _masked(m["rule"]) + rows[end:]
            at = m.start()
            for cell in rows.splitlines(keepends=True):
                if cell.strip():
                    self.kinds[at + len(cell) - len(cell.lstrip())] = "cell"
                at += len(cell)
            return rows

        def quoted(m: re.Match[str]) -> str:
            return _masked(m[0])

        for m in QUOTED.finditer(self.seen):
            if not self._in_code(m.start()):
                end = self.seen.find("\n", m.end())
                line = self.seen[m.end() : end if end >= 0 else len(self.seen)]
                self.kinds[m.end() + len(line) - len(line.lstrip())] = "quotation"
        for pattern, hide in ((QUOTED, quoted), (HEADING, heading), (UNDERLINED, underlined), (TABLE, table)):
            self.seen = pattern.sub(spared(hide), self.seen)
        self._hide(REFERENCE)

    def _notes(self) -> None:
        """Put a raised number in place of a footnote's name: [^why] may be the third."""
        numbers = {m["name"]: str(n) for n, m in enumerate(NOTE.finditer(self.seen), 1)}
        numbers = {
            name: name if name.isdigit() and len(name) < 4 else number for name, number in numbers.items()
        }

        def raised(m: re.Match[str]) -> str:
            number = numbers.get(m["name"])
            if not number or len(number) > len(m[0]):
                return m[0]
            return (number.translate(RAISED) + MASK).rjust(len(m[0]), MASK)

        self.seen = NOTE.sub(lambda m: raised(m) if m["name"] in numbers else m[0], self.seen)
        self.seen = NOTE_CALL.sub(raised, self.seen)
        self.seen = RAISED_MARK.sub(_raise, self.seen)

    def _within(self) -> None:
        for pattern in (CODE, IMAGE, LINK, AUTOLINK):
            self._hide(pattern, "text")
        self.seen = BREAK.sub(lambda m: _masked(m[0][1:]) + "\n", self.seen)
        self._hide(TAG)
        for m in ENTITY.finditer(self.seen):
            if (sign := html.unescape(m[0])) != m[0]:
                self.instead.append(Cut(m.start(), m.end(), sign))
        self.seen = ESCAPE.sub(lambda m: MASK + m[1], self.seen)
        for pattern in EMPHASIS * 2:
            self._hide(pattern, "text")


def _raise(m: re.Match[str]) -> str:
    return _masked_around(m, "mark").translate(RAISED)


def _masked_around(m: re.Match[str], group: str) -> str:
    """A match with all but one group masked."""
    start, end = m.start(group) - m.start(), m.end(group) - m.start()
    return _masked(m[0][:start]) + m[group] + _masked(m[0][end:])


def _masked(text: str) -> str:
    """As many characters MASK; lines end where they ended."""
    return re.sub(r"[^\n]", MASK, text)
