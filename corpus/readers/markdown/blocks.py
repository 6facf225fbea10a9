"""From block tokens to drafts of paragraphs: their kinds, their places, and what is hidden in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from duiqi.corpus.layout.lines import MASK, ending
from duiqi.corpus.layout.passages import Cut
from duiqi.corpus.layout.spaces import needs_space
from duiqi.corpus.model import APART, Kind, Span
from duiqi.corpus.readers.markdown import markup
from duiqi.corpus.readers.markdown.drafts import Container, Draft, Marked
from duiqi.corpus.readers.markdown.inline import pieces_of
from duiqi.corpus.readers.markdown.parsing import parse
from duiqi.corpus.readers.markdown.pieces import Piece
from duiqi.corpus.readers.markdown.source import Mapped, Source
from duiqi.corpus.readers.markdown.usual import SPECIAL
from duiqi.corpus.readers.marks import Mark, Marks

if TYPE_CHECKING:
    from markdown_it.token import Token

FRONT_MATTER = {"---": re.compile(r"(?:---|\.\.\.)[ \t]*\Z"), "+++": re.compile(r"\+\+\+[ \t]*\Z")}
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
TASK = re.compile(r"\[[ xX]\][ \t]+(?=\S)")
ALERT = re.compile(r"\[!\w+\][+-]?[ \t]*")
NO_TEXT = re.compile(r"(?:[ \t>+*-]|\d{1,9}[.)](?=\s|\Z))*")
# A place for the contents, and the imports that MDX has before its text.
PROGRAM = re.compile(r"\[\[?_?(?i:toc)_?\]\]?|(?:import\s[^\n]*[\"'][^\n\"']+[\"'];?(?:\n|\Z))+")
SHOWN = re.compile(r"[^\r\n]+")
MOST_TERMS = 2  # lines before a definition
DEFINITION = re.compile(r"[ ]{0,3}:[ \t]+(?=\S)")
OPENING, CLOSING = re.compile(r"[(\[（［【]"), re.compile(r"[)\]）］】]")


def drafts_of(text: str, *, indented_code: bool = True) -> Marked:
    """Parse a Markdown text."""
    return _Reader(text, indented_code).read()


class _Reader:
    """A walk through the block tokens, which shows text and leaves the rest masked."""

    def __init__(self, text: str, indented_code: bool) -> None:
        self.source = Source(text)
        self.shown: list[tuple[int, str]] = []  # offsets in the text, and the characters shown there
        self.drafts: list[Draft] = []
        self.containers: list[Container] = []
        self.marks = Marks(text)
        self.read_lines: set[int] = set()
        self.parsed: dict[tuple[str, bool], tuple[list[Piece], list[Mark]]] = {}
        self.first = self._front_matter()
        self.parser, self.tokens, self.env = parse(
            self.source.normal(self.first), indented_code=indented_code
        )

    def read(self) -> Marked:
        for i, token in enumerate(self.tokens):
            self._token(i, token)
        self._unread()
        self.drafts.sort(key=lambda draft: draft.stretches[0].start)
        return Marked(self.drafts, self._seen(), self.marks.codes)

    def _seen(self) -> str:
        """The text with a mask for each character that is not shown."""
        hidden = SHOWN.sub(lambda line: MASK * len(line[0]), self.source.text)
        parts: list[str] = []
        at = 0
        for start, shown in sorted(self.shown):
            parts += hidden[at:start], shown[max(at - start, 0) :]
            at = max(at, start + len(shown))
        parts.append(hidden[at:])
        return "".join(parts)

    def _front_matter(self) -> int:
        """Keep the front matter at the head of the file; return the number of the line after it."""
        lines = self.source.lines
        end = FRONT_MATTER.get(lines[0].lstrip("\ufeff").rstrip()) if lines else None
        last = next((i for i, line in enumerate(lines[1:], 1) if end and end.match(line)), None)
        if last is None or not any(re.match(r"\s*[\w\"'-]+\s*[:=]", line) for line in lines[1:last]):
            return 0
        self._verbatim(range(last + 1), "metadata")
        return last + 1

    def _verbatim(self, lines: Iterable[int], kind: Kind) -> None:
        """Keep lines as they are, a paragraph each."""
        for line in lines:
            self.read_lines.add(line)
            span = self.source.line_span(line)
            if span.start < span.end:
                self.drafts.append(Draft(kind, [span]))

    def _token(self, i: int, token: Token) -> None:
        kind = token.type
        if kind == "inline":
            return
        first, stop = (self.first + token.map[0], self.first + token.map[1]) if token.map else (0, 0)
        if kind == "blockquote_open":
            self.containers.append(Container("quotation", first))
        elif kind == "list_item_open":
            self.containers.append(Container("item", first, token.info + token.markup))
        elif kind == "note_open":
            self.containers.append(Container("footnote", first, note=token.info))
            if self.source.lines[first].rstrip().endswith("]:"):  # its text begins on the next line
                self.read_lines.add(first)
        elif kind in {"blockquote_close", "list_item_close", "note_close"}:
            self.containers.pop()
        elif kind in {"paragraph", "heading_open", "tr_open", "html_block"}:
            self.read_lines.update(range(first, stop))
            if kind == "html_block":
                self._html(self.source.of_lines(first, token.content))
            elif kind == "tr_open":
                end = next(k for k in range(i, len(self.tokens)) if self.tokens[k].type == "tr_close")
                for cell in self.source.of_row(first, self.tokens[i + 2].content, (end - i - 1) // 3):
                    self._paragraph(cell, "cell")
            else:
                self._text(token, (token if kind == "paragraph" else self.tokens[i + 1]).content, first)
        elif kind == "table_open":
            self.read_lines.add(first + 1)
        elif kind in {"fence", "code_block"}:
            self._code(token, first, stop)
        elif kind in {"hr", "markup"}:
            self._markup(token, first, stop)

    def _text(self, token: Token, content: str, first: int) -> None:
        """Read a paragraph or a heading."""
        if not self.containers and PROGRAM.fullmatch(content):
            mapped = self.source.of_lines(first, content)
            kind: Kind = "furniture" if content[0] == "[" else "code"
            self.drafts += [Draft(kind, [stretch]) for stretch in mapped.stretches]
        elif token.type == "paragraph":
            for line, part in _definitions(content):
                self._paragraph(self.source.of_lines(first + line, part), None)
        elif token.markup[0] == "#":
            self._paragraph(self.source.of_heading(first, content, token.markup), "heading")
        else:
            self._paragraph(self.source.of_lines(first, content), "heading")

    def _code(self, token: Token, first: int, stop: int) -> None:
        """Keep code, a paragraph a line; its fences and their language are markup."""
        self.read_lines.update(range(first, stop))
        if self.containers:
            self.containers[-1].label = ""
        mapped = self.source.of_lines(first + (token.type == "fence"), token.content)
        self.drafts += [Draft("code", [stretch]) for stretch in mapped.stretches]

    def _markup(self, token: Token, first: int, stop: int) -> None:
        """Keep lines of markup; the title of a container is shown, the code between two tags is code."""
        self.read_lines.update(range(first, stop))
        if token.content and (at := self.source.lines[first].rfind(token.content)) >= 0:
            start = self.source.starts[first] + at
            span = Span(start, start + len(token.content))
            self._paragraph(Mapped(token.content, [(0, start, len(token.content))], [span]), "heading")
        elif token.info in {"code", "metadata"}:
            self._verbatim((first, stop - 1), "furniture")
            self._verbatim(range(first + 1, stop - 1), "code" if token.info == "code" else "metadata")
        else:
            self._verbatim(range(first, stop), "furniture")

    def _html(self, mapped: Mapped) -> None:
        """Read a raw block of HTML."""
        for part in markup.parts_of(mapped.content):
            self.marks.end()
            if part.kind in APART:
                for span in mapped.spans(part.pieces[0].start, part.pieces[0].end):
                    self.drafts.append(Draft(part.kind, [Span(*span)]))
            else:
                pieces = [found for piece in part.pieces for found in self._within(mapped, piece)]
                self._write(mapped, pieces, None if part.kind == "body" else part.kind)

    def _within(self, mapped: Mapped, piece: Piece) -> Sequence[Piece]:
        """Text between the tags of a raw block, where MDX and Kramdown read Markdown, too."""
        if piece.kind != "text":
            return [piece]
        self.env["is_heading"] = False
        found, marks = pieces_of(self.parser, mapped.content[piece.start : piece.end], self.env)
        self._mark(mapped, marks, piece.start)
        return [p._replace(start=p.start + piece.start, end=p.end + piece.start) for p in found]

    def _paragraph(self, mapped: Mapped, kind: Kind | None) -> None:
        """Read inline source; `kind` is that of the container where it is None."""
        if not mapped.stretches:
            return
        inside = self.containers[-1] if self.containers else None
        mark = None
        if inside and inside.kind in {"item", "quotation"} and mapped.content[0] == "[":
            mark = (TASK if inside.kind == "item" else ALERT).match(mapped.content)
        skip = mark.end() if mark else 0
        begins = mapped.runs[0][1] == mapped.stretches[0].start  # not with the backslash of `\|`
        if begins and not skip and not (SPECIAL.search(mapped.content) or mapped.content[0].isspace()):
            self._plain(mapped, kind)
            return
        self.env["is_heading"] = kind == "heading"
        key = mapped.content, kind == "heading"
        if key not in self.parsed:  # manuals repeat themselves: "* Returns: {Buffer}"
            self.parsed[key] = pieces_of(self.parser, mapped.content, self.env)
        pieces, marks = self.parsed[key]
        self.marks.end()
        self._mark(mapped, marks, 0)
        if skip:
            pieces = [piece._replace(start=max(piece.start, skip)) for piece in pieces if piece.end > skip]
        self._write(mapped, pieces, kind)

    def _plain(self, mapped: Mapped, kind: Kind | None) -> None:
        """Show a paragraph that has no markup in it, and write its draft."""
        self.marks.end()
        text = self.source.text
        self.shown += [(start, text[start : start + length]) for _, start, length in mapped.runs]
        self._place(Draft(kind or "body", list(mapped.stretches)), kind)

    def _mark(self, mapped: Mapped, marks: Sequence[Mark], shift: int) -> None:
        """Add marks, at offsets into the content, that are in one line of the file."""
        for mark in marks:
            if len(spans := mapped.spans(mark.start + shift, mark.end + shift)) == 1:
                self.marks.add(*spans[0], mark)

    def _write(self, mapped: Mapped, pieces: Sequence[Piece], kind: Kind | None) -> None:
        """Write pieces as drafts: one, or several where the author has ended lines."""
        if all(piece.kind != "break" for piece in pieces):
            self._draft(mapped, pieces, kind)
            return
        group: list[Piece] = []
        depth, last = 0, ""  # of brackets that are open, and the text before
        for i, piece in enumerate(pieces):
            if piece.kind != "break":
                group.append(piece)
                if shown := mapped.content[piece.start : piece.end].rstrip():
                    depth += len(OPENING.findall(shown)) - len(CLOSING.findall(shown))
                    last = shown
            elif kind == "cell" or _ends(last, depth, mapped.content, pieces[i + 1 : i + 2]):
                self._draft(mapped, group, kind)
                group, depth = [], 0
            elif "\n" not in mapped.content[piece.start : piece.end]:  # `<br>` within a line
                before, after = mapped.content[: piece.start].rstrip(), mapped.content[piece.end :].lstrip()
                space = " " if needs_space(before[-1:] or " ", after[:1] or " ") else ""
                group.append(Piece("instead", piece.start, piece.end, space))
        self._draft(mapped, group, kind)

    def _draft(self, mapped: Mapped, pieces: Sequence[Piece], kind: Kind | None) -> None:
        """Show the pieces of a paragraph, and write its draft if there is anything to see."""
        spans: list[tuple[int, int]] = []
        cuts: list[Cut] = []
        calls: list[tuple[str, Span]] = []
        text, content, is_seen = self.source.text, mapped.content, False
        for sort, low, high, instead in pieces:
            found = mapped.spans(low, high)
            spans += found
            if sort == "call":
                calls += [(instead, Span(found[0][0], found[-1][1]))] if found else []
                continue
            is_seen = is_seen or content[low:high].strip() != ""
            if sort == "instead" and found:
                cuts.append(Cut(found[0][0], found[-1][1], instead))
            elif sort == "raised" and found:
                self.shown.append((found[0][0], instead.translate(RAISED)))
                found = found[1:]
            for start, end in found:
                self.shown.append((start, text[start:end]))
        if not is_seen:
            return
        low, high = spans[0][0], spans[-1][1]
        first = bisect_left(mapped.stretches, (low + 1,)) - 1
        stop = bisect_left(mapped.stretches, (high,), lo=first)
        stretches = list(mapped.stretches[first:stop])
        stretches[0] = Span(max(stretches[0].start, low), stretches[0].end)
        stretches[-1] = Span(stretches[-1].start, min(stretches[-1].end, high))
        self._place(Draft(kind or "body", stretches, cuts, calls), kind)

    def _place(self, draft: Draft, kind: Kind | None) -> None:
        """Append a draft, with the kind, the label or the name of the containers around it."""
        self.drafts.append(draft)
        if not self.containers:
            draft.in_flow = kind is None
            return
        notes = [container for container in self.containers if container.kind == "footnote"]
        inside = self.containers[-1]
        draft.kind = "footnote" if notes else kind or inside.kind
        if notes and notes[-1].note is not None:
            draft.note, notes[-1].note = notes[-1].note, None
            draft.label_start = self.source.line_span(notes[-1].line).start
        elif inside.label:
            draft.label_start = self._label_at(inside, draft.stretches[0].start)
            draft.label = inside.label if draft.label_start >= 0 else ""
            inside.label = ""

    def _label_at(self, item: Container, start: int) -> int:
        """Where the label of a list item is: before its text, or alone on the line above."""
        line = self.source.line_span(item.line)
        if start < line.end:
            return self.source.text.rfind(item.label, line.start, start)
        return (
            line.end - len(item.label) if self.source.text.endswith(item.label, line.start, line.end) else -1
        )

    def _unread(self) -> None:
        """Keep the lines that no token holds: definitions of links, and what is nested too deep."""
        definitions = [*self.env.get("references", {}).values(), *self.env.get("duplicate_refs", ())]
        for definition in definitions:
            first, stop = definition["map"]
            self._verbatim(range(self.first + first, self.first + stop), "metadata")
        for line in range(self.first, len(self.source.lines)):
            if line in self.read_lines or not (mark := NO_TEXT.match(self.source.lines[line])):
                continue
            start, span = self.source.starts[line] + mark.end(), self.source.line_span(line)
            if start < span.end:
                self.shown.append((start, self.source.text[start : span.end]))
                self.drafts.append(Draft("body", [Span(start, span.end)]))


def _definitions(content: str) -> Iterator[tuple[int, str]]:
    r"""A paragraph's parts, each with the number of its first line: terms, and definitions after `: `.

    >>> list(_definitions("Apple\n: A fruit\n  of a tree.\n: A company."))
    [(0, 'Apple'), (1, 'A fruit\n  of a tree.'), (3, 'A company.')]
    """
    if ":" not in content:
        yield 0, content
        return
    lines = content.split("\n")
    marks = {i: mark for i, line in enumerate(lines) if (mark := DEFINITION.match(line))}
    if min(marks, default=0) > MOST_TERMS:
        marks = {}
    starts = sorted({0, *marks})
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        skip = marks[start].end() if start in marks else 0
        yield start, "\n".join([lines[start][skip:], *lines[start + 1 : stop]])


def _ends(before: str, depth: int, content: str, following: Sequence[Piece]) -> bool:
    """Whether a line that the author ends is the end of a unit: not within brackets or a sentence."""
    after = content[following[0].start : following[0].end].lstrip() if following else ""
    return depth <= 0 and not (ending(before) == "open" and after[:1].islower())
