"""A doubt where most longer segments of a text end within a sentence, and none where they do not."""

from __future__ import annotations

import pytest

from duiqi.corpus.model import Document, Kind
from duiqi.segmenters import segment
from duiqi.segmenters.unfinished import unfinished
from tests.segmenters.test_documents import document, paragraph

CUT = "and the report of the committee was then"
DONE = "The report of the committee was adopted."
SHORT = "and so on, and then"


def lines(*texts: str, lang: str = "en", kind: Kind = "body") -> Document:
    return document(*(paragraph(text, kind=kind) for text in texts), lang=lang)


def doubt_of(text: Document) -> str | None:
    found = unfinished(text, list(segment(text)))
    return found.text if found else None


@pytest.mark.parametrize(
    "text",
    [
        lines(*[CUT] * 7),
        lines(*[CUT] * 5, DONE, CUT, CUT, CUT),
        lines(*["委员会的报告当时已经由大会全体会议一致通过并且转交给了秘书长"] * 7, lang="zh"),
        lines(*["委员会的报告当时已经由大会全体会议一致通过并且转交给了各国、"] * 7, lang="zh"),
        lines(*[CUT, f"{CUT},", CUT] * 3),  # torn lines end with a comma now and then
    ],
)
def test_lines_that_end_within_a_sentence_are_doubted(text: Document) -> None:
    assert doubt_of(text) is not None


def test_the_doubt_says_how_many_they_are() -> None:
    """The last segment has none after it; short ones are names and dates; four of six end so."""
    text = lines(CUT, CUT, SHORT, CUT, DONE.lower(), CUT, DONE.lower(), "the end")
    assert doubt_of(text) == (
        "test: 4 of 6 longer segments end within a sentence. Its lines may not have been joined. "
        "Look at the segments, or save the text in another format"
    )


@pytest.mark.parametrize(
    "text",
    [
        lines(*[CUT] * 6),  # five that have one after them are too few to say
        lines(*[DONE] * 9),
        lines(*[CUT, DONE] * 5, "and"),  # no more than half
        lines(*[CUT.capitalize()] * 9),  # a list of titles: each begins like a sentence
        lines(*[f"{CUT}:"] * 9),  # an introduction to what follows
        lines(*[f"{CUT};"] * 9),
        lines(*[f"{CUT}, and"] * 9, CUT, CUT),  # clauses of a resolution, and two titles
        lines(*["回顾其1998年12月4日关于协助地雷行动问题的第53/26号决议，"] * 9, lang="zh"),
        lines(*["铭记地雷和战争遗留爆炸物对平民构成的严重威胁；以及"] * 9, lang="zh"),
        lines(*[CUT] * 9, kind="heading"),
        lines(*[CUT] * 9, kind="cell"),
        lines(*[SHORT] * 9),
        lines(*["คณะกรรมการได้ประชุมอีกครั้งหนึ่งในห้องโถงเก่าของเมืองนั้น"] * 9, lang="th"),
    ],
)
def test_other_texts_are_not_doubted(text: Document) -> None:
    assert doubt_of(text) is None
