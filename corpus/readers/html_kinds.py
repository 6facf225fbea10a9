"""The kinds of paragraphs that HTML's elements make, in pages and in raw blocks of Markdown."""

from __future__ import annotations

from duiqi.corpus.model import Kind

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("caption", "figcaption"), "caption"),
    "blockquote": "quotation",
    "li": "item",
}
