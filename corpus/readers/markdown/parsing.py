"""Markdown's blocks, parsed by markdown-it, and the extensions that documentation is written in.

Added to CommonMark and tables: footnotes, `:::` containers, admonitions (`!!! note`), tags of
Hugo and Liquid and Kramdown's attributes on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt, rules_block
from markdown_it.common.utils import mdTrim
from markdown_it.ruler import RuleOptionsType

from duiqi.corpus.readers.markdown.directives import OPTION, directive, line_of, markup
from duiqi.corpus.readers.markdown.inline import ATTRIBUTES, TAG, PositionedInline

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

    Rule = Callable[[StateBlock, int, int, bool], bool]

NESTING = 60  # containers and emphasis within one another; what is deeper is read as plain text
NOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*")
CONTAINER = re.compile(r":{3,}+[^:\n]*+:*+[ \t]*+\Z")
ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?|===[+!]?)[ \t]++(?:[\w -]++[ \t]*+)?(?:\"([^\"]*)\")?[ \t]*\Z")
DIRECTIVE = re.compile(r":{3,}[ \t]*\{[\w:-]+\}")
MOST_OPTIONS = 40  # of a directive, lines
MYST = re.compile(r"^[ \t]*(?:`{3,}|:{3,}|~{3,})[ \t]*\{[\w:-]+\}|^\([\w:.-]+\)=[ \t]*$", re.M)
TARGET = re.compile(r"\([\w:.-]+\)=[ \t]*\Z|%(?:[ \t].*)?\Z")
CODE_TAG = re.compile(r"\{[{%][<%]?-?\s*(highlight|comment|mermaid)\b")
UNDERLINE = re.compile(r"^[ \t>]*+(?:=++|-++)[ \t]*+$", re.M)
ENDS_ALL: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
ENDS_PARAGRAPHS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}


def parse(text: str, *, indented_code: bool) -> tuple[MarkdownIt, list[Token], dict[str, Any]]:
    """The parser, the block tokens of a text whose lines end with LF, and what inline parsing must know."""
    parser = _parser(indented_code, UNDERLINE.search(text) is not None)
    env: dict[str, Any] = {
        "notes": set(),
        "myst": MYST.search(text) is not None,
        "closed": frozenset(re.findall(r"</([A-Za-z][A-Za-z0-9]*)", text)),
    }
    tokens: list[Token] = []
    parser.block.parse(text, parser, env, tokens)
    return parser, tokens, env


@cache
def _parser(indented_code: bool, underlined: bool) -> MarkdownIt:
    """The parser; prose that its writer indents by four spaces is code for Markdown only.

    underlined  whether the text may have underlined headings, for which every paragraph is read twice
    """
    parser = MarkdownIt("commonmark", {"maxNesting": NESTING}).enable(["table", "strikethrough"])
    parser.inline = PositionedInline()
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    block = parser.block.ruler
    own = ["code"] * indented_code + ["lheading"] * underlined
    block.enableOnly(["table", *own, "paragraph"])
    block.before("lheading", "ends_all", _by_character(_ENDING_ALL), ENDS_ALL)
    block.before("lheading", "ends_paragraphs", _by_character(_ENDING_PARAGRAPHS), ENDS_PARAGRAPHS)
    block.before("lheading", "ends_nothing", _by_character({"[": (rules_block.reference,)}))
    block.at("paragraph", _paragraph)
    if not underlined:
        block.before("table", "prose", _prose)
    return parser


def _prose(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A paragraph whose first line no other rule reads."""
    return not silent and _is_prose(state, start) and _paragraph(state, start, end, silent)


def _is_prose(state: StateBlock, line: int) -> bool:
    """Whether a line begins with a letter and is no row of a table: it is of a paragraph."""
    at = state.bMarks[line] + state.tShift[line]
    return (
        state.src[at : at + 1].isalpha()
        and not state.is_code_block(line)
        and state.src.find("|", at, state.eMarks[line]) < 0
    )


def _paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A paragraph, as markdown-it reads it; rules that could end it are not asked about lines of prose."""
    rules, end = state.md.block.ruler.getRules("paragraph"), state.lineMax
    parent, state.parentType = state.parentType, "paragraph"
    stop = start + 1
    while stop < end and not state.isEmpty(stop):
        is_lazy = state.sCount[stop] - state.blkIndent > 3 or state.sCount[stop] < 0
        if not is_lazy and not _is_prose(state, stop) and any(rule(state, stop, end, True) for rule in rules):
            break
        stop += 1
    state.line = stop
    paragraph = state.push("paragraph", "", 0)  # one token instead of three: nothing is rendered
    paragraph.content = mdTrim(state.getLines(start, stop, state.blkIndent, False))
    paragraph.map = [start, stop]
    state.parentType = parent
    return True


def _by_character(rules: Mapping[str, Sequence[Rule]]) -> Rule:
    """A rule made of those of what may begin with the first character of a line."""

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        at = state.bMarks[start] + state.tShift[start]
        own = rules.get(state.src[at : at + 1])
        if own is None or state.is_code_block(start):
            return False
        return any(one(state, start, end, silent) for one in own)

    return rule


def _hidden(state: StateBlock, start: int, stop: int, kind: str, title: str = "") -> bool:
    """Push a token of lines that are markup, and go on after them."""
    state.line = stop
    markup(state, start, stop, title, kind)
    return True


def _myst_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A target `(name)=`, a comment after `%`, and the options of a directive under its `:::{name}`."""
    if not state.env["myst"]:
        return False
    text = line_of(state, start)
    is_option = text[:1] == ":" and OPTION.match(text) and _is_option(state, start)
    if not is_option and not TARGET.match(text):
        return False
    return silent or _hidden(state, start, start + 1, "furniture")


def _is_option(state: StateBlock, line: int) -> bool:
    """Whether nothing but options is between a line and the `:::{name}` above it."""
    first = line
    while 0 < line > first - MOST_OPTIONS and OPTION.match(line_of(state, line)):
        line -= 1
    return DIRECTIVE.match(line_of(state, line)) is not None


def _container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`::: tip Title`, `:::note[Title]` and `:::`; what is between them is read as usual."""
    text = line_of(state, start)
    if not CONTAINER.match(text):
        return False
    rest = text.strip(": \t")
    bracket = re.fullmatch(r"[\w-]*\[(.*)\](?:\{.*\})?", rest)
    title = bracket[1] if bracket else "" if rest[:1] == "{" else rest.partition(" ")[2]
    return silent or _hidden(
        state, start, start + 1, "furniture", re.sub(r"\s*\{[^{}]*\}$", "", title).strip()
    )


def _template_tag(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Tags of Hugo, Liquid and Kramdown on lines of their own, and the code between two of them."""
    stop, text = start, ""
    while stop < min(end, start + 40) and not (stop > start and state.isEmpty(stop)):
        text += ("\n" if text else "") + line_of(state, stop).strip()
        stop += 1
        if text[-1] == "}" and not ATTRIBUTES.sub("", TAG.sub("", text)).strip():
            break
    else:
        return False
    if "text=" in text:  # `{{< tooltip text="Pod" >}} …` may open a sentence
        return False
    if silent:
        return True
    if code := CODE_TAG.match(text):
        close = re.compile(rf"\{{[{{%][<%]?-?\s*(?:/\s*|end){code[1]}\b")
        unclosed = state.env.setdefault("unclosed", set())  # not to be looked for from each opening anew
        lines = () if (code[1], end) in unclosed else range(stop, end)
        last = next((line for line in lines if close.match(line_of(state, line))), None)
        if last is not None:
            return _hidden(state, start, last + 1, "metadata" if code[1] == "comment" else "code")
        unclosed.add((code[1], end))
    return _hidden(state, start, stop, "furniture")


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`!!! note "Title"` and `=== "Tab"` of MkDocs: the block indented under it is text, not code."""
    text = line_of(state, start)
    if not (found := ADMONITION.match(text)) or (text[0] == "=" and found[1] is None):
        return False
    if silent:
        return True
    _hidden(state, start, start + 1, "furniture", found[1] or "")
    _nested(state, start + 1, end, "admonition")
    return True


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A footnote's definition, `[^name]: text`; what is indented under it belongs to it."""
    found = NOTE.match(line_of(state, start))
    if not found:
        return False
    if silent:
        return True
    state.env["notes"].add(found[1])
    token = state.push("note_open", "", 1)
    token.info, token.map = found[1], [start, start + 1]
    kept = state.bMarks[start], state.tShift[start], state.sCount[start]
    state.bMarks[start] += state.tShift[start] + found.end()
    state.tShift[start], state.sCount[start] = 0, state.blkIndent + 4
    _nested(state, start, end, "note")
    state.bMarks[start], state.tShift[start], state.sCount[start] = kept
    state.push("note_close", "", -1)
    return True


def _nested(state: StateBlock, start: int, end: int, name: str) -> None:
    """Parse the lines from `start` that are indented by four columns more than the block around them."""
    parent, state.parentType = state.parentType, name
    state.line = start
    state.blkIndent += 4
    state.level += 1
    if start < end:
        state.md.block.tokenize(state, start, end)
    state.level -= 1
    state.blkIndent -= 4
    state.parentType = parent


_ENDING_ALL: Mapping[str, Sequence[Rule]] = {
    ">": (rules_block.blockquote,),
    "*": (rules_block.hr,),
    "-": (rules_block.hr,),
    "_": (rules_block.hr,),
    "[": (_note,),
    "`": (directive, rules_block.fence),
    "~": (directive, rules_block.fence),
    ":": (_myst_line, _container),
    "(": (_myst_line,),
    "%": (_myst_line,),
    "!": (_admonition,),
    "?": (_admonition,),
    "=": (_admonition,),
    "{": (_template_tag,),
}
_ENDING_PARAGRAPHS: Mapping[str, Sequence[Rule]] = {
    **dict.fromkeys("*+-0123456789", (rules_block.list_block,)),
    "<": (rules_block.html_block,),
    "#": (rules_block.heading,),
}
