"""A part that only one of the texts has is named, wherever it is, and notes are no such part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.doubts import ADDED, LEFT_OUT, NOT_A_TRANSLATION, doubts
from duiqi.corpus.model import Bead, BeadSegment, Doubt, Kind, Segments
from duiqi.corpus.read import read_bytes
from duiqi.segmenters import segment

Run = Callable[..., Any]
SIDES = tuple(
    segment(read_bytes(text.encode(), f"a.{lang}.txt", lang=lang))
    for text, lang in (("The museum is open.", "en"), ("博物馆开门。", "zh"))
)


def beads(kinds: str, kind: Kind = "body") -> tuple[Bead, ...]:
    """A bead a letter: `=` has both sides, `~` by chance, `s` the source alone, `t` the target alone."""
    found, i, j = [], 0, 0
    for number, letter in enumerate(kinds, 1):
        a, b = letter != "t", letter != "s"
        one = Bead.of_texts(
            range(i, i + a), range(j, j + b), str(number), [f"Text {i} 𠀀"] * a, [f"文本{j}𠀀"] * b
        )
        one = replace(one, confidence=0.8 if letter == "~" else 0.95)
        if not (a and b):
            segments = tuple(BeadSegment(text, kind=kind) for text in (*one.source_texts, *one.target_texts))
            one = replace(one, source_segments=segments * a, target_segments=segments * b)
        found.append(one)
        i, j = i + a, j + b
    return tuple(found)


def runs(made: tuple[Bead, ...], sides: tuple[Segments, ...] = SIDES) -> list[Doubt]:
    source, target = sides
    return [doubt for doubt in doubts(made, source, target, 0.9) if doubt.code in (LEFT_OUT, ADDED)]


@pytest.mark.parametrize(
    ("kinds", "texts"),
    [
        ("==ss=ss==t=t==", []),
        (
            "==sss=ssss=ss=",
            [
                "4 segments of the source in a row have no translation, id 7 to 10, from “Text 6 𠀀” on. "
                "Was a part left out?"
            ],
        ),
        (
            "==ssss~~ss~sss=",
            [
                "12 segments of the source in a row have no translation, id 3 to 14, from “Text 2 𠀀” on. "
                "Was a part left out?"
            ],
        ),
        (  # more doubtful pairs than unpaired segments beyond them, and pairs at the end of the text
            "~s~~~sss~~ss~~~s~",
            [
                "7 segments of the source in a row have no translation, id 6 to 12, from “Text 5 𠀀” on. "
                "Was a part left out?"
            ],
        ),
        (
            "sss~tt~sss=",
            [
                "3 segments of the source in a row have no translation, id 1 to 3, from “Text 0 𠀀” on. "
                "Was a part left out?"
            ],
        ),
        ("ss~ss~ss", []),
        (
            "ttt=sss",
            [
                "3 segments of the source in a row have no translation, id 5 to 7, from “Text 1 𠀀” on. "
                "Was a part left out?",
                "3 segments of the translation in a row have no source, id 1 to 3, from “文本0𠀀” on. "
                "Was a part added?",
            ],
        ),
    ],
)
def test_the_longest_run_without_a_counterpart_is_named(kinds: str, texts: list[str]) -> None:
    assert [doubt.text for doubt in runs(beads(kinds))] == texts


def test_footnotes_of_one_text_are_no_part_that_was_left_out() -> None:
    assert runs(beads("==ssss==tttt", "footnote")) == []


def test_units_with_an_empty_side_are_counted_where_they_are_written(command: Run) -> None:
    english = "The museum opens at nine.\n\nBags must be left in the lockers.\n\nThe café is in the garden.\n"
    Path("a.en.txt").write_text(english, encoding="utf-8")
    Path("a.zh.txt").write_text("博物馆九点开门。\n\n咖啡馆在花园里。\n", encoding="utf-8")
    ran = command("align", "a.en.txt", "a.zh.txt", "-o", "a.xlsx", "-o", "a.tmx")
    assert ran.err.splitlines() == [
        "a.xlsx: 3 units, 1 with an empty side",
        "a.tmx: 2 units; left out: 1 without a counterpart",
    ]


@pytest.mark.parametrize(
    ("confidence", "similarity", "said"),
    [
        (0.0, 0.9, "hardly any of the text has a counterpart, and as wholes the texts are very much alike"),
        (0.004, 0.2, "hardly any of the text has a counterpart, and as wholes the texts are hardly alike"),
        (0.4, 0.45, "about 40% of the text has a counterpart, and as wholes the texts are about 50% alike"),
        (0.999, -1.0, "nearly all of the text has a counterpart, and as wholes the texts are hardly alike"),
    ],
)
def test_no_share_is_said_to_be_nothing_or_all(confidence: float, similarity: float, said: str) -> None:
    """Neither is measured so exactly that it could be 0% or 100%."""
    made = tuple(replace(bead, confidence=confidence, score=-9.0) for bead in beads("=" * 40))
    (doubt,) = (doubt for doubt in doubts(made, *SIDES, similarity) if doubt.code == NOT_A_TRANSLATION)
    assert doubt.text == f"not a translation, it seems: {said}. Are these the same work?"
