"""The marks of Markdown are codes beside its text, which stays as it was; with them it is the file's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.corpus.codes import partners
from duiqi.corpus.placing import CodesOf
from duiqi.corpus.read import read_bytes
from duiqi.segmenters import segment

PAGES = st.lists(
    st.sampled_from(
        [
            "word",
            "甲方。",
            "𠀀",
            " ",
            "\n",
            "\n\n",
            "*",
            "**",
            "`",
            "[",
            "](a)",
            "~~",
            "<b>",
            "</b>",
            "![",
            "- ",
        ]
    ),
    max_size=25,
).map("".join)


@pytest.mark.parametrize(
    ("page", "segments"),
    [
        (
            "These **Terms** are an [agreement](https://x.org). Please *read* `them`.",
            ["These **Terms** are an [agreement](https://x.org).", "Please *read* `them`."],
        ),
        ("# Terms of *Service*", ["Terms of *Service*"]),
        ("- ***both*** and ~~no~~ [ref][r]\n\n[r]: x", ["***both*** and ~~no~~ [ref][r]"]),
        ("![img](a.png) text [**bold link**](u)", ["![img](a.png) text [**bold link**](u)"]),
        ("[**`x`**](u) *a*\n*b*", ["[**`x`**](u) *a* *b*"]),
        ("| A **b** | `x` |\n|-|-|\n| c | *d* |", ["A **b**", "`x`", "c", "*d*"]),
        ("two * three <b>four</b> <br> five", ["two * three <b>four</b> five"]),
    ],
)
def test_a_segment_with_its_codes_is_what_the_file_has(page: str, segments: list[str]) -> None:
    document = read_bytes(page.encode(), "a.md", "en")
    codes = CodesOf(document)
    found = []
    for part in segment(document):
        text, at = "", 0
        for code in codes.within(part):
            text, at = text + part.printed[at : code.at] + code.native, code.at
        found.append(text + part.printed[at:])
    assert found == segments


@pytest.mark.slow
@given(PAGES)
def test_codes_are_pairs_in_order_at_the_places_of_their_marks(page: str) -> None:
    document = read_bytes(f"x {page}".encode(), "a.md", "en")
    assert [code.at for code in document.codes] == sorted(code.at for code in document.codes)
    assert None not in partners(document.codes)
    codes = CodesOf(document)
    for part in segment(document):
        assert all(0 <= code.at <= len(part.printed) for code in codes.within(part))
