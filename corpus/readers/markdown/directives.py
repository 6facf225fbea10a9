"""Directives of MyST in fences, ```` ```{note} Title ````: prose, unlike the programs in other fences.

The names are those of Docutils and Sphinx (https://www.sphinx-doc.org/en/master/usage/restructuredtext)
and of the extensions that MyST documents; in a fence of any other name, as `{code-block}` and
`{python}`, is code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PROSE = _words(
    "admonition attention caution danger error hint important note seealso tip warning todo versionadded "
    "versionchanged deprecated versionremoved topic sidebar margin aside epigraph highlights pull-quote "
    "blockquote quote compound container div rubric centered dropdown details card grid grid-item "
    "grid-item-card card-carousel tab-set tab-item tabs tab figure table list-table glossary definition "
    "theorem proof lemma proposition corollary example exercise solution remark conjecture axiom criterion "
    "observation property assumption algorithm hlist only ifconfig question answer"
)
# Of these the rest of the first line is an argument for the program: a file, a number, a condition.
WITHOUT_TITLE = _words("figure grid tab-set only ifconfig container div list-table card-carousel hlist")
OPENING = re.compile(r"(?P<fence>`{3,}|~{3,})[ \t]*\{(?P<name>[\w:-]+)\}[ \t]*(?P<title>[^`\n]*)\Z")
OPTION = re.compile(r":[\w-]+:(?:[ \t]|\Z)")


def is_prose(name: str) -> bool:
    """Whether a directive holds text; `prf:theorem` is named with its domain."""
    return name.rpartition(":")[2].lower() in PROSE


def directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fence with a directive of prose; its content is parsed as Markdown."""
    if state.is_code_block(start):
        return False
    opening = OPENING.match(line_of(state, start))
    if not opening or not is_prose(opening["name"]):
        return False
    if silent:
        return True
    close = re.compile(rf"{re.escape(opening['fence'][0])}{{{len(opening['fence'])},}}[ \t]*\Z")
    stop = next((line for line in range(start + 1, end) if close.match(line_of(state, line))), end)
    title = "" if opening["name"] in WITHOUT_TITLE else opening["title"].strip()
    markup(state, start, start + 1, title)
    first = start + 1
    while first < stop and OPTION.match(line_of(state, first)):
        first += 1
    if first > start + 1:
        markup(state, start + 1, first)
    parent, last = state.parentType, state.lineMax
    state.parentType, state.lineMax = "directive", stop
    state.level += 1
    state.md.block.tokenize(state, first, stop)
    state.level -= 1
    state.parentType, state.lineMax = parent, last
    if stop < end:
        markup(state, stop, stop + 1)
    state.line = min(stop + 1, end)
    return True


def markup(state: StateBlock, start: int, stop: int, title: str = "", kind: str = "furniture") -> None:
    """Push a token of lines that are markup, but for a title in them."""
    token = state.push("markup", "", 0)
    token.map, token.info, token.content = [start, stop], kind, title


def line_of(state: StateBlock, line: int) -> str:
    """A line without its containers' marks."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
