"""Inline markup of AsciiDoc: formatting, literals, links, cross references, macros, escapes.

The rules are those of https://docs.asciidoctor.org/asciidoc/latest/text. An attribute, `{name}`, that has no
value in the file stays as it is typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from duiqi.corpus.readers.inline_markup import Ends, Inline, hidden, replaced

START = re.compile(
    r"""
    \\ (?P<escaped> \*\*?|__?|``?|\#\#?|\^|~|\+\+?|<<|\(\(|\{|\]|\|
      |(?:https?|ftp|link|xref|image|kbd|btn|menu|footnote): )
  | (?P<passed> \+\+\+? ) (?=\S)
  | (?<!\w) (?P<plus> \+ ) (?=[^\s+])
  | (?<!\w) (?P<curly> ["'] ` ) (?=\S)
  | (?P<attributes> \[ [.\#%] [^\[\]\n]{0,80} \] (?=[*_`\#]) )
  | (?P<double> \*\*|__|``|\#\# ) (?=\S)
  | (?<![\w}]) (?P<single> [*_`\#] ) (?=\S)
  | (?P<raised> [\^~] ) (?=\S)
  | << (?P<target> [^<>,\n]{1,200} ) (?: , \s{0,4} (?P<shown> [^<>\n]{1,300} ) )? >>
  | (?P<anchor> \[\[ [^\[\]\n]{1,200} \]\] | \[\# [\w:.-]{1,100} \] )
  | (?<![(]) \(\( (?P<index> [^()\n]{1,200} ) \)\) (?!\))
  | (?P<terms> \(\(\( [^()\n]{1,300} \)\)\) )
  | \{ (?P<name> \w[\w-]{0,100} ) \} (?P<named> \[ (?=[^\]]) )?
  | (?P<footnote> footnote (?:ref)? : (?P<note> [\w-]{1,100} )? \[ )
  | (?<![\w:-]) (?P<macro> link|mailto|xref|image|icon|kbd|btn|menu|pass|stem|latexmath|asciimath|anchor
      |indexterm2?) : (?P<place> [^\s:\[\]][^\s\[\]]{0,150} )? \[
  | (?<![\w:]) (?P<url> (?:https?|ftp|irc):// [^\s\[\]<>"，。；、（）]{1,1000} ) (?P<text> \[ )?
    """,
    re.VERBOSE,
)
TYPES = {"*": "bold", "_": "italic", "`": "code", "#": "highlight"}
DOUBLE_ENDS = {mark: re.compile(rf"(?<=\S){re.escape(2 * mark)}") for mark in TYPES}
SINGLE_ENDS = {mark: re.compile(rf"(?<=[^\s{re.escape(mark)}]){re.escape(mark)}(?!\w)") for mark in TYPES}
PASSED_ENDS = {marks: re.compile(rf"(?<=\S){re.escape(marks)}") for marks in ("++", "+++")}
PASSED = re.compile(r"(?P<marks>\+{1,3})(?=\S)(?P<inside>[^+]*)(?P=marks)\Z")
PLUS_END = re.compile(r"(?<=[^\s+])\+(?!\w)")
CURLY_ENDS = {'"`': re.compile(r"(?<=\S)`\"(?!\w)"), "'`": re.compile(r"(?<=\S)`'(?!\w)")}
QUOTES = {'"`': ("“", "”"), "'`": ("‘", "’")}
RAISED_ENDS = {mark: re.compile(rf"(?<=[^\s]){re.escape(mark)}|(?=\s)") for mark in "^~"}
CLOSE = re.compile(r"(?<!\\)\]")
WINDOW = re.compile(r"\^?(?:,\s*[\w-]+=.*)?\Z", re.S)
ALT = re.compile(r'\s*(?:"(?P<quoted>[^"]*)"|(?P<bare>[^,"=]*))\s*(?:,|\Z)')
BRACKET = re.compile(r"\\?[\[\]]")
LONGEST_NOTE = 3000  # characters
URL = re.compile(r"(?:https?|ftp|irc)://\S+\Z")
HIDDEN = frozenset({"icon", "anchor", "indexterm"})  # macros of which nothing is read
LITERAL = frozenset({"pass", "stem", "latexmath", "asciimath", "kbd", "btn"})


def inline_of(text: str, values: Mapping[str, str] = {}) -> list[Inline]:
    """The inline markup of a paragraph.

    values  of attributes, by their names

    >>> page = "*Mind* the `__oil__`, see <<lamp,the lamp>> or https://x.org[its page] ((now))."
    >>> [page[found.first : found.last] for found in inline_of(page)]
    ['Mind', '__oil__', 'the lamp', 'its page', 'now']
    """
    return _within(text, 0, len(text), values)


def _within(text: str, begin: int, stop: int, values: Mapping[str, str]) -> list[Inline]:
    found: list[Inline] = []
    ends = Ends(text, stop)
    at = begin
    while start := START.search(text, at, stop):
        at = start.end()
        if start["escaped"]:
            found.append(hidden(start.start(), start.start() + 1))
            continue
        new = (
            _formatted(text, start, ends, values)
            or _linked(text, start, ends, values)
            or _noted(text, start, stop)
        )
        found += new
        at = max([at, *(one.stop for one in new)])
    return found


def _noted(text: str, start: re.Match[str], stop: int) -> list[Inline]:
    """A footnote that is written where it is called; without text, another call of one with a name."""
    if not start["footnote"]:
        return []
    depth = 1
    for bracket in BRACKET.finditer(text, start.end(), min(stop, start.end() + LONGEST_NOTE)):
        depth += {"[": 1, "]": -1}.get(bracket[0], 0)
        if not depth:
            first, name = start.end(), start["note"] or ""
            if start["footnote"].startswith("footnoteref"):  # `footnoteref:[name,text]`
                name, comma, _ = text[first : bracket.start()].partition(",")
                first += len(name) + len(comma)
            begin = start.start() - (start.start() > 0 and text[start.start() - 1] == " ")
            return [Inline(begin, first, bracket.start(), bracket.end(), note=name)]
    return []


def _formatted(text: str, start: re.Match[str], ends: Ends, values: Mapping[str, str]) -> list[Inline]:
    """Text between marks, with the markup in it; empty where the match opens none."""
    marks = start["double"] or start["single"] or ""
    first = start.end()
    if marks:
        end = ends.after(first, (DOUBLE_ENDS if len(marks) == 2 else SINGLE_ENDS)[marks[0]])
        kind = TYPES[marks[0]]
    elif marks := start["passed"] or start["plus"] or "":
        end, kind = ends.after(first, PASSED_ENDS.get(marks, PLUS_END)), "literal"
    elif marks := start["curly"] or "":
        end, kind = ends.after(first, CURLY_ENDS[marks]), "quotation"
    elif marks := start["raised"] or "":
        end, kind = ends.after(first, RAISED_ENDS[marks]), "sup" if marks == "^" else "sub"
    else:
        return []
    if end is None or not end[0] or end.start() <= first:
        return []
    instead = QUOTES.get(marks, ("", ""))
    whole = Inline(start.start(), first, end.start(), end.end(), "" if marks in QUOTES else kind, instead)
    if kind == "code" and (passed := PASSED.match(text, first, end.start())):  # `+__init__+`
        return [whole._replace(first=passed.start("inside"), last=passed.end("inside"))]
    return [whole, *([] if kind in {"literal", "code"} else _within(text, first, end.start(), values))]


def _linked(text: str, start: re.Match[str], ends: Ends, values: Mapping[str, str]) -> list[Inline]:
    """A link, a cross reference, a macro, or a stretch of which nothing is read."""
    whole = start.span()
    if start["attributes"] or start["anchor"] or start["terms"]:
        return [hidden(*whole)]
    if start["target"]:
        name = "shown" if start["shown"] else "target"
        inner = _within(text, *start.span(name), values) if start["shown"] else []
        return [Inline(whole[0], *start.span(name), whole[1], "link"), *inner]
    if start["index"]:
        return [Inline(whole[0], *start.span("index"), whole[1], "index")]
    value = values.get((start["name"] or "").lower())
    if start["name"] and (value is None or not (start["named"] and URL.match(value))):
        return [] if value is None else [replaced(whole[0], start.end("name") + 1, value)]
    if not (start["macro"] or start["text"] or start["named"]):
        return []
    end = ends.after(whole[1], CLOSE)
    if end is None:
        return []
    return _bracketed(text, start, Inline(whole[0], whole[1], end.start(), end.end(), "link"), values)


def _bracketed(text: str, start: re.Match[str], whole: Inline, values: Mapping[str, str]) -> list[Inline]:
    """A macro or a link with its text in square brackets, `whole`."""
    name, place = start["macro"] or "", "url" if start["url"] else "place"
    inside = text[whole.first : whole.last]
    if name in HIDDEN:
        return [hidden(whole.start, whole.stop)]
    if name == "menu" and start["place"]:  # `menu:File[Save]` shows "File > Save"
        path = Inline(whole.start, *start.span("place"), whole.first, instead=("", " > "))
        return [path, hidden(whole.last, whole.stop)]
    if name in LITERAL:
        return [whole._replace(type="code")]
    if name == "image":
        shown = alternative(text, whole.first, whole.last)
        found = whole._replace(first=shown[0], last=shown[1], type="image")
        return [found if shown[0] < shown[1] else hidden(whole.start, whole.stop)]
    last = whole.first + next(WINDOW.finditer(inside)).start()
    first = whole.first
    if inside[:1] == '"' == text[last - 1 : last] and last - first > 1:
        first, last = first + 1, last - 1
    if first < last:
        return [whole._replace(first=first, last=last), *_within(text, first, last, values)]
    first, last = start.span(place)
    return [whole._replace(first=first, last=last)] if first >= 0 else []


def alternative(text: str, start: int, stop: int) -> tuple[int, int]:
    """Where in the attributes of a picture the text is that is shown in its place; empty where there is none.

    >>> [slice(*alternative(at, 0, len(at))) for at in ("A lamp,300", '"Lamp, lit",link=x', "width=3")]
    [slice(0, 6, None), slice(1, 10, None), slice(0, 0, None)]
    """
    found = ALT.match(text, start, stop)
    return found.span("bare" if found["quoted"] is None else "quoted") if found else (start, start)
