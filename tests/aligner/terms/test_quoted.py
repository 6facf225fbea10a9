"""Quotations: what a text defines, its translation defines."""

from __future__ import annotations

import numpy as np
import pytest

from duiqi.aligner.terms.analysers import analyser
from duiqi.aligner.terms.quoted import raise_quoted

ENGLISH, CHINESE = (analyser(lang, frozenset(), 12) for lang in ("en", "zh"))


def paired(source: str, target: str) -> list[tuple[str, str]]:
    """The terms that are the same quotation of either text."""
    sides = ENGLISH(source), CHINESE(target)
    fit = np.zeros(tuple(len(side.candidates) for side in sides), np.float32)
    raise_quoted(fit, (source, target), sides)
    return [
        (sides[0].candidates[i].text, sides[1].candidates[j].text) for i, j in np.argwhere(fit == 1).tolist()
    ]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("“Availability Period” means a month.", "“提款期”指一个月。", [("Availability Period", "提款期")]),
        (
            'the "Lender" and the "Borrower"',
            "「贷款人」和「借款人」",
            [("Lender", "贷款人"), ("Borrower", "借款人")],
        ),
        ("The Administration (STA) met.", "税务局（以下简称“税务总局”）开会。", [("STA", "税务总局")]),
        ("𠀀 “Lender” lends.", "𠀀“贷款人”放款。", [("Lender", "贷款人")]),
    ],
)
def test_the_same_quotation_of_either_text_is_a_pair(
    source: str, target: str, expected: list[tuple[str, str]]
) -> None:
    assert paired(source, target) == expected


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("“Lender” means the bank.", "贷款人指银行。"),
        ("“Lender” and “Borrower” sign.", "“贷款人”签字。"),
        ("“A”, “Lender”, “C”, “D” sign.", "“甲”、“贷款人”、“丙”、“丁”签字。"),
        ("“Lend", "“贷款人"),
    ],
)
def test_other_numbers_of_quotations_say_nothing(source: str, target: str) -> None:
    assert paired(source, target) == []
