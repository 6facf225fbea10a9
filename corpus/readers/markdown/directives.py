"""Directives of MyST in fences, ```` ```{note} Title ````: prose, unlike the programs in other fences.

In a fence of any other name, as `{code-block}` and `{python}`, is code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from duiqi.corpus.readers.directives import WITHOUT_TITLE, is_prose

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

OPENING = re.compile(r"(?P<fence>`{3,}|~{3,})[ \t]*\{(?P<name>[\w:-]+)\}[ \t]*(?P<title>[^`\n]*)\Z")
OPTION = re.compile(r":[\w-]+:(?:[ \t]|\Z)")


def directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fence with a directive of prose; its content is parsed as Markdown."""
    if not state.env["myst"]:
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
