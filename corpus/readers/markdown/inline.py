"""Inline Markdown with source positions: which characters are text, and what others stand for.

markdown-it gives its inline tokens no positions. Here each rule that makes text records the
offset at which it was at work, so that nothing has to be searched for afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned

from duiqi.corpus.readers.markdown.html_names import is_tag
from duiqi.corpus.readers.markdown.marks import marks_of
from duiqi.corpus.readers.markdown.pieces import Piece, with_raised
from duiqi.corpus.readers.markdown.usual import beside_chinese, usual
from duiqi.corpus.readers.marks import Mark

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    Rule = Callable[[StateInline, bool], bool]

INDENT = re.compile(r"[ \t]*")
NOTE_CALL = re.compile(r"\[\^([^\]\s]+)\]")
HIGHLIGHT = re.compile(r"==(?=[^\s=])([^\n=]{1,300}?)(?<=[^\s=])==(?!=)")
TAG = re.compile(r"\{\{[<%](?:(?!\{\{).){0,2000}?[>%]\}\}|\{%(?:(?!\{%).){0,2000}?%\}", re.S)
TAG_TEXT = re.compile(r"\btext=(?:\"([^\"]*)\"|“([^”]*)”|'([^']*)')")
_ATTRIBUTE = r"(?:[#.][\w:.-]{1,100}|[\w-]{1,40}=(?:\"[^\"{}\n]{0,200}\"|[^\s\"{}]{1,200}))"
# Of Pandoc: at the end of a heading, and right after a picture, a link or code.
PANDOC = re.compile(rf"\{{{_ATTRIBUTE}(?:[ \t]{{1,4}}{_ATTRIBUTE}){{0,20}}[ \t]?\}}")
ATTRIBUTES = re.compile(r"\{::?[^{}\n]{0,500}\}|\{/\*[^{}]{0,500}\*/\}")


def pieces_of(parser: MarkdownIt, content: str, env: dict[str, Any]) -> tuple[list[Piece], list[Mark]]:
    """The pieces and the marks of a block's inline source, in order; what is in no piece is markup."""
    return usual(content, env) or parsed(parser, content, env)


def parsed(parser: MarkdownIt, content: str, env: dict[str, Any]) -> tuple[list[Piece], list[Mark]]:
    """The pieces and the marks of inline source of any kind, by markdown-it."""
    tokens = parser.inline.parse(content, parser, env, [])
    found: list[Piece] = []
    _gather(tokens, 0, found)
    return with_raised(content, found), marks_of(tokens)


class Positioned(StateInline):
    """An inline state that knows where its pending text comes from."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._origins: list[tuple[int, int]] = []

    def append_pending(self, text: str) -> None:
        """Append text that is at the parser's place in the source."""
        self._origins.append((self.pos, len(text)))
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 - the name is markdown-it's
        """Make a token of the pending text, with its origins."""
        token = super().pushPending()
        if len(self._origins) == 1:
            start = self._origins.pop()[0]
            token.meta["text"] = [(start, start + len(token.content))]
            return token
        left, origins = len(token.content), []
        for start, length in self._origins:  # spaces before a line end have been taken off
            if left > 0:
                origins.append((start, start + min(length, left)))
            left -= length
        token.meta["text"] = origins
        self._origins = []
        return token

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:
        """Push a token, after one of the pending text if there is any."""
        if not self.pending:
            self._origins = []
        return super().push(ttype, tag, nesting)

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - markdown-it's names
        """Whether marks of emphasis can open and close it, and how many they are."""
        scanned = super().scanDelims(start, canSplitWord)
        if not canSplitWord:
            return scanned
        before = self.src[start - 1 : start] or " "
        after = self.src[start + scanned.length : start + scanned.length + 1] or " "
        sides = beside_chinese(scanned.can_open, scanned.can_close, before, after)
        return Scanned(*sides, scanned.length)


class PositionedInline(ParserInline):
    """The inline parser of markdown-it, with rules that record where their tokens come from."""

    def __init__(self) -> None:
        super().__init__()
        self.ruler2.disable("fragments_join")  # it would join texts that are apart in the source
        self._rules = _rules_by_character(self)
        self._special = re.compile(f"[{re.escape(''.join(self._rules))}]")
        self.ruler.enableOnly(["text"])
        self.ruler.after("text", "by_character", self._by_character)

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """Parse inline source into tokens whose `meta` says where they come from."""
        state = Positioned(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens

    def tokenize(self, state: StateInline) -> None:
        """Make tokens of the text at the parser's place, by the rules of the characters in it."""
        source, end, nesting = state.src, state.posMax, state.md.options["maxNesting"]
        while state.pos < end:
            if state.level < nesting:
                special = self._special.search(source, state.pos, end)
                stop = special.start() if special else end
                if stop > state.pos:
                    state.append_pending(source[state.pos : stop])
                    state.pos = stop
                if stop == end or self._by_character(state, False):
                    continue
            state.append_pending(source[state.pos])
            state.pos += 1
        if state.pending:
            state.pushPending()

    def _by_character(self, state: StateInline, silent: bool) -> bool:
        """The rules of what may begin with the character at the parser's place."""
        found = False
        for rule in self._rules.get(state.src[state.pos], ()):
            found = found or rule(state, silent)
        return found


def _rules_by_character(parser: ParserInline) -> Mapping[str, Sequence[Rule]]:
    """Rules by the first character of what they read, each recording the offsets of its tokens."""
    rules = {rule.name: rule.fn for rule in parser.ruler.__rules__}
    emphasis = _recorded(rules["emphasis"], _delimiters)
    return {
        "*": (emphasis,),
        "_": (emphasis,),
        "~": (_recorded(rules["strikethrough"], _delimiters),),
        "`": (_recorded(rules["backticks"], _code),),
        "\n": (_soft_break, _recorded(rules["newline"], _whole)),
        "\\": (_recorded(rules["escape"], _whole),),
        "&": (_recorded(rules["entity"], _whole),),
        "!": (_recorded(rules["image"], _whole),),
        "[": (_note_call, _recorded(rules["link"], _link)),
        "<": (_recorded(rules["autolink"], _address), _of_html(rules["html_inline"])),
        "=": (_highlight,),
        "{": (_template_tag, _attributes),
    }


def _recorded(rule: Rule, record: Callable[[StateInline, Sequence[Token], int], None]) -> Rule:
    """A rule that records the source of its tokens.

    record  is given the state after the rule, the tokens without a source that it has pushed, and
            the offset at which it began; pending text before them is a token too
    """

    def positioned(state: StateInline, silent: bool) -> bool:
        at, count = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and not silent and len(state.tokens) > count:
            record(state, [token for token in state.tokens[count:] if "text" not in token.meta], at)
        return found

    return positioned


def _soft_break(state: StateInline, silent: bool) -> bool:
    """The end of a line and the indent of the next: no text, and no end of one."""
    if state.src[state.pos - 1 : state.pos] == " ":  # two spaces end a line for good
        return False
    state.pos = INDENT.match(state.src, state.pos + 1, state.posMax).end()  # type: ignore[union-attr]
    return True


def _delimiters(state: StateInline, tokens: Sequence[Token], at: int) -> None:
    for token in tokens:
        if token.type == "text":
            token.meta["text"] = [(at, at + len(token.content))]
            at += len(token.content)


def _code(state: StateInline, tokens: Sequence[Token], at: int) -> None:
    for token in tokens:
        if token.type == "code_inline":
            source = state.src[at + len(token.markup) : state.pos - len(token.markup)]
            lead = at + len(token.markup) + (len(source) - len(token.content)) // 2
            token.meta["code"] = (lead, lead + len(token.content))
            token.meta["whole"] = (at, state.pos)


def _whole(state: StateInline, tokens: Sequence[Token], at: int) -> None:
    for token in tokens:
        token.meta["whole"] = (at, state.pos)


def _link(state: StateInline, tokens: Sequence[Token], at: int) -> None:
    """`[` and `](address)`; the tokens of the text between them are among the tokens."""
    end = state.md.helpers.parseLinkLabel(state, at, True)
    opening = next(token for token in tokens if token.type == "link_open")
    closing = next(token for token in reversed(tokens) if token.type == "link_close")
    opening.meta["mark"], closing.meta["mark"] = (at, at + 1), (end, state.pos)


def _address(state: StateInline, tokens: Sequence[Token], at: int) -> None:
    for token in tokens:
        if token.type == "text":
            token.meta["text"] = [(at + 1, state.pos - 1)]


def _of_html(rule: Rule) -> Rule:
    """Tags; names in angle brackets that are none are text."""
    positioned = _recorded(rule, _whole)

    def known(state: StateInline, silent: bool) -> bool:
        return is_tag(state.src, state.pos, state.env) and positioned(state, silent)

    return known


def _note_call(state: StateInline, silent: bool) -> bool:
    found = NOTE_CALL.match(state.src, state.pos, state.posMax)
    if not found or found[1] not in state.env.get("notes", ()):
        return False
    if not silent:
        state.push("note_call", "", 0).meta["call"] = (*found.span(), found[1])
    state.pos = found.end()
    return True


def _highlight(state: StateInline, silent: bool) -> bool:
    """`==highlighted==`: the marks are markup, the text between them is read as it is."""
    found = HIGHLIGHT.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("highlight", "", 0).meta["text"] = [found.span(1)]
    state.pos = found.end()
    return True


def _template_tag(state: StateInline, silent: bool) -> bool:
    """Tags of Hugo and Liquid; of `{{< tooltip text="Pod" >}}` a reader sees *Pod*."""
    found = TAG.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("template_tag", "", 0)
        shown = TAG_TEXT.search(state.src, *found.span())
        token.meta["text"] = [shown.span(shown.lastindex or 0)] if shown else []
    state.pos = found.end()
    return True


def _attributes(state: StateInline, silent: bool) -> bool:
    """Kramdown's `{: .class}` and `{::comment}`, MDX's `{/* comment */}`, Pandoc's `{#name .class}`."""
    found = ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if not found and (state.env.get("is_heading") or state.src[state.pos - 1 : state.pos] in {")", "]", "`"}):
        found = PANDOC.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        if state.env.get("is_heading"):
            state.pending = state.pending.rstrip()
        state.push("attributes", "", 0)
    state.pos = found.end()
    return True


def _gather(tokens: Sequence[Token], shift: int, found: list[Piece]) -> None:
    """Append the pieces of tokens to `found`; `shift` is added to their offsets."""
    for token in tokens:
        meta = token.meta
        if token.type in {"text", "highlight", "template_tag"}:
            if token.content or token.type != "text":
                found += [Piece("text", shift + start, shift + end) for start, end in meta.get("text", ())]
        elif token.type == "code_inline":
            start, end = meta["code"]
            found.append(Piece("text", shift + start, shift + end))
        elif token.type == "text_special":
            found += _special(token, shift)
        elif token.type in {"hardbreak", "html_inline"}:
            start, end = meta["whole"]
            kind = "html" if token.type == "html_inline" else "break"
            found.append(Piece(kind, shift + start, shift + end, token.content))
        elif token.type == "note_call":
            start, end, name = meta["call"]
            found.append(Piece("call", shift + start, shift + end, name))
        elif token.type == "image" and token.children:
            _gather(token.children, shift + meta["whole"][0] + 2, found)


def _special(token: Token, shift: int) -> list[Piece]:
    """An escaped character or an entity."""
    start, end = token.meta["whole"]
    if token.info == "entity":
        return [Piece("instead", shift + start, shift + end, re.sub(r"\s", " ", token.content))]
    return [Piece("text", shift + end - len(token.content), shift + end)]
