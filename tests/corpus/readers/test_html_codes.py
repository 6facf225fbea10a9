"""Inline elements of a page are codes beside its text, which stays as it was, and OmegaT shows the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.corpus.model import Document
from duiqi.corpus.placing import CodesOf
from duiqi.corpus.read import read_bytes
from duiqi.segmenters import segment
from tests.corpus.readers.tagging import tagged

PIECES = st.lists(
    st.sampled_from(
        ["Yes. ", "no", " ", "\n", "甲方。", "𠀀", "<b>", "</b>", "<a href='x'>", "</a>", "<br>",
         "<img src='x'>", "<p>", "<i>", "</i>", "<sup>", "</sup>", "<!-- c -->", "\xa0", "\t", "<pre>",
         "</pre>", "<li>"]
    ),
    max_size=14,
)  # fmt: skip


def read(page: str) -> Document:
    return read_bytes(page.encode(), "a.html", "en")


def tags(page: str) -> list[str]:
    """The segments of a page with their tags."""
    return tagged(read_bytes(page.encode(), "a.html", "zh" if "击" in page else "en"))


@pytest.mark.parametrize(
    ("page", "segments"),
    [
        (
            "<p>These <strong>Terms</strong> are an <a href='x'>agreement</a>. Please <i>read</i> them.",
            ["These <s0>Terms</s0> are an <a1>agreement</a1>.", "Please <i2>read</i2> them."],
        ),
        ("<p><b>Whole bold paragraph.</b>", ["Whole bold paragraph."]),
        (
            "<p><b>Note:</b> one. <i>Two</i> three <b>four.</b>",
            ["<b0>Note:</b0> one.", "<i1>Two</i1> three <b2>four.</b2>"],
        ),
        ("<p><span><b>A</b> b</span>", ["<b0>A</b0> b"]),
        ("<h1><a name='top'></a>Terms of <em>Service</em></h1>", ["Terms of <e0>Service</e0>"]),
        (
            "<p>see <a href='b'><b><i>nested</i></b></a>, then<img src='x'> more",
            ["see <a0><b1><i2>nested</i2></b1></a0>, then<i3> more"],
        ),
        ("<p>first line <br>second <code>x</code> line", ["first line<br0>second <c1>x</c1> line"]),
        ("<p>first<br/>second<img src='x'/> line", ["first<br0/>second<i1/> line"]),
        (
            "<p>点击<b>确定</b>。<a href='x'>返回</a>首页。",
            ["点击<b0>确定</b0>。", "<a1>返回</a1>首页。"],
        ),
        ("<li>a <b>\n  b</b>\n c", ["a <b0>b</b0> c"]),
    ],
)
def test_tags_are_those_that_omegat_shows(page: str, segments: list[str]) -> None:
    """As its filter for HTML numbers them, tried with version 3.6."""
    assert tags(page) == segments


@pytest.mark.slow
@given(PIECES)
def test_every_code_is_within_its_segment_and_markup_is_nowhere_else(pieces: list[str]) -> None:
    page = f"<p>x {''.join(pieces)}"
    document = read(page)
    assert [code.at for code in document.codes] == sorted(code.at for code in document.codes)
    codes = CodesOf(document)
    for part in segment(document):
        found = codes.within(part)
        assert all(0 <= code.at <= code.at + code.length <= len(part.printed) for code in found)
        assert "<" not in part.text


@pytest.mark.slow
@given(PIECES)
def test_inline_elements_change_no_text(pieces: list[str]) -> None:
    """What spans enclose is read as it is without them."""
    pieces = [piece for piece in pieces if piece[0] != "<" or piece in ("<p>", "<br>", "<li>")]
    plain = "".join(pieces)
    spans = re.sub(r"(<[^<>]*>|[^<>]{1,3})", r"<span>\1</span>", plain)
    spans = re.sub(r"<span>(<[^<>]*>)</span>", r"\1", spans)
    first, second = read(f"<p>x {plain}"), read(f"<p>x {spans}")
    assert (first.text, first.paragraphs) == (second.text, second.paragraphs)
