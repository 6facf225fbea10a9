"""The lines of a Markdown file, and where the content of its blocks is in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duiqi.corpus.model import Span

LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")

BAR = re.compile(r"(?<!\\)\|")
CODE = re.compile(r"(?<!`)(`{1,4})(?!`)[^`\n]{1,500}\1(?!`)")


class Mapped(NamedTuple):
    """Inline source put together from stretches of the file.

    content    what the inline parser reads
    runs       (at, start, length): `length` characters of the content, from `at`, are in the file at `start`
    stretches  the parts of the file that hold the content, one for each line of it
    """

    content: str
    runs: Sequence[tuple[int, int, int]]
    stretches: Sequence[Span]

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where the characters from `start` to `end` of the content are in the file."""
        runs = self.runs
        first = max(bisect_left(runs, (start + 1,)) - 1, 0) if len(runs) > 1 else 0
        if first < len(runs):
            at, origin, length = runs[first]
            if at <= start < end <= at + length:
                return [(origin + start - at, origin + end - at)]
        found = []
        for i in range(first, len(runs)):
            at, origin, length = runs[i]
            if at >= end:
                break
            low, high = max(at, start), min(at + length, end)
            if low < high:
                found.append((origin + low - at, origin + high - at))
        return found


class Source:
    """A file's text by lines, which LF, CR LF and CR end, as in CommonMark."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.lines: list[str] = []
        for found in LINE.finditer(text):
            if found[0] or not self.starts:
                self.starts.append(found.start())
                self.lines.append(found[1])

    def normal(self, first: int) -> str:
        """The lines from `first` as markdown-it wants them, each as long as it is in the file."""
        return "\n".join(self.lines[first:]).replace("\0", "\ufffd")

    def line_span(self, line: int) -> Span:
        """A line without white space around it."""
        text = self.lines[line]
        start = self.starts[line] + len(text) - len(text.lstrip())
        return Span(start, max(start, self.starts[line] + len(text.rstrip())))

    def of_lines(self, first: int, content: str) -> Mapped:
        """The place of a block's content, each of whose lines is the end of a line of the file.

        Containers (`> `, `- `, an indent) stand before a line's content, never after it.
        """
        runs, stretches, at = [], [], 0
        lines = content.split("\n")
        stop = first + len(lines)
        for line, whole, start in zip(
            lines, self.lines[first:stop], self.starts[first:stop], strict=False
        ):  # the last one may be after the end of the file
            kept = line.strip()
            if kept:
                whole = whole.rstrip()
                if whole.endswith(kept) or whole.replace("\0", "\ufffd").endswith(kept):
                    end = start + len(whole)
                    runs.append((at + line.index(kept[0]), end - len(kept), len(kept)))
                    stretches.append(Span(end - len(kept), end))
            at += len(line) + 1
        return Mapped(content, runs, stretches)

    def of_heading(self, line: int, content: str, markup: str) -> Mapped:
        """The place of the content of `## Heading ##`."""
        text = self.lines[line].replace("\0", "\ufffd")
        after = text.find(markup) + len(markup)
        start = text.find(content, after)
        if not content or start < 0:
            return Mapped("", (), ())
        at = self.starts[line] + start
        return Mapped(content, [(0, at, len(content))], [Span(at, at + len(content))])

    def of_row(self, line: int, first_cell: str, columns: int) -> Iterator[Mapped]:
        r"""The cells of a table's row; `\|` in a cell is a bar, and `a|b` where there are too many bars.

        columns  how many the table has
        """
        text = self.lines[line].replace("\0", "\ufffd")
        cells, start = [], 0
        bars = [found.start() for found in BAR.finditer(text)]
        if len(bars) > columns + 1:
            code = [found.span() for found in CODE.finditer(text)]
            outside = [bar for bar in bars if not any(low < bar < high for low, high in code)]
            bars = outside if columns - 1 <= len(outside) <= columns + 1 else bars
        for bar in bars:
            cells.append((start, bar))
            start = bar + 1
        cells.append((start, len(text)))
        low, high = cells.pop(0)
        opening = text[low:high].rstrip()
        content = first_cell.replace("|", "\\|")
        if content and opening.endswith(content):  # no bar before the first cell
            cells.insert(0, (len(opening) - len(content), len(opening)))
        for low, high in cells:
            kept = text[low:high].strip()
            if kept:
                yield self._cell(self.starts[line] + text.index(kept, low), kept)

    def _cell(self, start: int, kept: str) -> Mapped:
        runs, at, low = [], 0, 0
        for found in [*re.finditer(r"\\(?=\|)", kept), None]:
            high = found.start() if found else len(kept)
            if high > low:
                runs.append((at, start + low, high - low))
                at += high - low
            low = high + 1
        return Mapped(kept.replace("\\|", "|"), runs, [Span(start, start + len(kept))])
