"""The names of HTML's elements: `<button>` is a tag, `<String>` is text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

BARE_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]*)>")
# fmt: off
HTML_NAMES = frozenset({
    "a", "abbr", "acronym", "address", "article", "aside", "audio", "b", "base", "bdi", "bdo", "big",
    "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col",
    "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "div", "dl", "dt", "em",
    "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label",
    "legend", "li", "link", "main", "map", "mark", "math", "menu", "meta", "meter", "nav", "noscript",
    "object", "ol", "optgroup", "option", "output", "p", "param", "picture", "pre", "progress", "q", "rp",
    "rt", "ruby", "s", "samp", "script", "search", "section", "select", "slot", "small", "source", "span",
    "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template",
    "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video",
    "wbr",
})
# fmt: on


def is_tag(text: str, at: int, env: Mapping[str, Any]) -> bool:
    """Whether `<name>` can be a tag: `<String>`, which HTML does not know and nothing closes, is none.

    env  of the parser: the names of the tags that the file closes
    """
    bare = BARE_TAG.match(text, at)
    return not bare or bare[1].lower() in HTML_NAMES or bare[1] in env.get("closed", ())
