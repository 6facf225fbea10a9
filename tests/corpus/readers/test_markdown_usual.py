"""What the fast reading of inline Markdown takes upon itself it reads as the parser does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.corpus.read import read_bytes
from duiqi.corpus.readers.markdown.inline import parsed
from duiqi.corpus.readers.markdown.parsing import parse
from duiqi.corpus.readers.markdown.usual import usual

PARSER, _, ENV = parse("[ref]: a.md\n\n<Known></Known>", indented_code=True)
PARTS = [
    *"ab *_`[]()<>!\\&=~{}\n，中。.\"':1é|#^",
    "𠀀",
    "\u3000",
    "\u00a0",
    "**",
    "__",
    "](a.md)",
    "[ref]",
    "[a][ref]",
    "[^a]",
    " \n",
    "<http://x.y>",
    "<a@b.c>",
    "<b>",
    "</b>",
    '<a id="x">',
    "<br>",
    "<sup>",
    "<String>",
    "<Known>",
    "<!-- x -->",
]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=14).map("".join))
def test_both_ways_of_reading_show_the_same_characters_and_find_the_same_marks(content: str) -> None:
    if found := usual(content, ENV):
        pieces, marks = parsed(PARSER, content, ENV)
        texts = [[range(piece.start, piece.end) for piece in one] for one in (found[0], pieces)]
        shown, expected = ([at for text in one for at in text] for one in texts)
        assert (shown, found[1]) == (expected, marks)
        assert {piece.kind for piece in pieces} <= {"text"}


@pytest.mark.parametrize(
    "content",
    [
        "See `log_file`, *the* **second** _part_ of __it__.",
        "**注意：**请看[说明](a.md)和`__init__`。",
        "[`log`](log.md) and [a][ref], [ref], [none]; a_b_c, 2 * 3, **[x](y)**",
        "Write to <a@b.c> or <http://x.y>, <b>soon</b>; and so on! R&D",
        "𠀀*甲*乙",
    ],
)
def test_what_manuals_are_full_of_needs_no_parser(content: str) -> None:
    assert usual(content, ENV) is not None


@pytest.mark.parametrize(
    "content",
    [
        "![a](b)",
        r"a\*b",
        "&amp;",
        "*open",
        "``a`b``",
        "[a](b 'c')",
        "<String>",
        "x[^1]",
        "==a==",
        "{#a}",
        "a  \nb",
    ],
)
def test_what_can_be_more_than_it_seems_is_left_to_the_parser(content: str) -> None:
    assert usual(content, ENV) is None


def test_spaces_within_a_link_s_address_leave_none_in_the_text() -> None:
    document = read_bytes(b'See the [log](u.md   "title")s.', "a.md", lang="en")
    assert [paragraph.text for paragraph in document.paragraphs] == ["See the logs."]
