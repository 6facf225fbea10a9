"""The glossary on a terminal, and in a pipe."""

from __future__ import annotations

import io

from duiqi.corpus.glossary.model import Glossary
from duiqi.exports.glossary.terminal import show_glossary


def test_columns_marks_and_figures(glossary: Glossary) -> None:
    page = io.StringIO()
    show_glossary(glossary, page, width=64)
    assert page.getvalue().splitlines() == [
        "   en                             zh                score  times",
        "1  mine action                    地雷行动           0.91     13",
        "2  United Nations Mine Action     联合国地雷行动处   0.88      1",
        "   Service",
        "3? progress                       进展               0.50      2",
        "4~ IMAS                                              0.31      1",
    ]


def test_a_pipe_gets_number_mark_and_figures_too(hostile: Glossary) -> None:
    """Control characters could drive a terminal, so there are none."""
    page = io.StringIO()
    show_glossary(hostile, page)
    assert page.getvalue().splitlines()[:2] == [
        "7\t\t1\t1\t=HYPERLINK(1)\t＝1+1",
        "7\t\t1\t1\ta b c\t地（水）雷",
    ]
