"""Quotation marks: which open and which close, in any of the languages' customs."""

from __future__ import annotations

import pytest

from duiqi.aligner.evidence.quotations import quotation_marks


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("老船夫答道：“风要…… 风……”", "()"),
        ("“……好。”他说。", "()"),
        ("「那部『書』」", "(())"),
        ("'Thirty?' she asked. 'It's the boys' boat.'", "()()"),
        ('"No," she said, "don\'t."', "()()"),
        ("„Ja“, sagte er. „Nein.“", "()()"),
        ("« Non », dit-il. »Ja«", "()()"),
        ("«Non», dit-il.", "()"),
        ("Goong-goong's 5 o'clock cats’ tea", ""),
        ("I haven't forgotten.'", ")"),
        ("", ""),
        ("𠀀“𠀀”", "()"),
    ],
)
def test_a_mark_opens_or_closes_by_what_is_beside_it(text: str, marks: str) -> None:
    assert ["()"[not opens] for opens in quotation_marks(text)] == list(marks)
