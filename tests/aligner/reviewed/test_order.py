"""A reviewed table that a person has sorted: its review is carried over as if the rows stood as they were."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.aligner.reviewed.carrying import carry_over
from duiqi.aligner.reviewed.earlier import Earlier, earlier_result
from duiqi.aligner.reviewed.order import in_text_order
from duiqi.corpus.bitext.conventions import MEMORIES
from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.model import Alignment, Bead, BeadSegment, Side, Span
from duiqi.exports import write

TEXTS = (
    ("The committee met on Monday.", "委员会星期一开会。"),
    ("It discussed the water supply.", ""),
    ("", "会议讨论了老城的供水问题。"),
    ("Nobody objected to the plan. 𠀀", "没有人反对这项计划。𠀀"),
    ("The mayor thanked all members.", "市长感谢全体成员。"),
    ("Work begins in spring.", "工程将在春天开始。"),
)
REVIEW = {1: "untranslated", 2: "rejected", 3: "accepted", 4: "rejected", 5: "accepted"}


def beads(*, with_spans: bool = True) -> list[Bead]:
    found, at = [], [0, 0]
    for number, texts in enumerate(TEXTS):
        sides = []
        for side, text in enumerate(texts):
            place = Span(at[side], at[side] + len(text)) if with_spans else None
            sides.append((BeadSegment(text, place),) if text else ())
            at[side] += len(text) + 1
        found.append(
            Bead(
                range(number, number + len(sides[0])),
                range(number, number + len(sides[1])),
                str(number + 1),
                *sides,
                confidence=0.9 - number % 3 / 10,
            )
        )
    return found


def alignment(rows: list[Bead]) -> Alignment:
    return Alignment(Side("a", "en"), Side("b", "zh"), tuple(rows))


def reviewed(rows: list[Bead]) -> list[Bead]:
    return [replace(bead, status=REVIEW.get(number, "new")) for number, bead in enumerate(rows)]  # type: ignore[arg-type]


def shown(found: Alignment) -> list[tuple[str, str, str]]:
    return [("".join(b.source_texts), "".join(b.target_texts), b.status) for b in found.beads]


@given(st.permutations(range(len(TEXTS))), st.booleans())
@settings(deadline=None)
def test_rows_in_any_order_are_put_into_that_of_the_texts(order: list[int], with_spans: bool) -> None:
    """By their spans; of the texts on one side alone only their own order counts."""
    rows = beads(with_spans=with_spans)
    found = in_text_order([rows[number] for number in order])
    assert sorted(map(id, found)) == sorted(map(id, rows))
    for side in ("source_texts", "target_texts"):
        assert [getattr(b, side) for b in found if getattr(b, side)] == [
            getattr(b, side) for b in rows if getattr(b, side)
        ]


def test_a_row_without_a_span_stays_after_the_one_before_it() -> None:
    """A spreadsheet makes dates of some spans; its id says then where the row belongs."""
    rows = beads()
    rows[3] = replace(rows[3], source_segments=(BeadSegment("Nobody."),), target_segments=())
    assert [bead.id for bead in in_text_order(rows[::-1])] == ["1", "2", "3", "4", "5", "6"]
    # Without numbers, what stands on one side alone has no order beside what stands on the other.
    rows[3] = replace(rows[3], id="", source_segments=(BeadSegment("Nobody."),))
    assert [bead.id for bead in in_text_order(rows[::-1])] == ["1", "3", "2", "5", "", "6"]


def test_rows_in_order_stay_as_they_are_whatever_their_ids() -> None:
    """Rows that were split or inserted have ids in no order."""
    for rows in (beads(), beads(with_spans=False)):
        rows.insert(3, replace(rows[3], id="4", source_segments=(), target_segments=(BeadSegment("对。"),)))
        rows[1] = replace(rows[1], id="23-2")
        assert in_text_order(rows) == tuple(rows)


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".xlsx", ".docx", ".jsonl", ".tmx", ".xlf"])
def test_a_sorted_table_gives_what_an_unsorted_one_gives(tmp_path: Path, suffix: str) -> None:
    """In every format that keeps a review; no text stands twice, none is missing, no decision is lost."""
    place = tmp_path / f"un{suffix}"
    fresh = alignment(beads())
    in_order = reviewed(beads())
    results = []
    for sort in (
        lambda rows: rows,
        lambda rows: sorted(rows, key=lambda b: b.confidence),
        lambda rows: rows[::-1],
    ):
        write(alignment(sort(in_order)), place)
        earlier = earlier_result(place)
        assert earlier
        carried = carry_over(fresh, [earlier])
        assert carried.warnings == ()
        results.append(shown(carried.alignment))
    assert results[0] == results[1] == results[2]
    assert [row[:2] for row in results[0]] == list(TEXTS)
    assert [row[2] for row in results[0]].count("rejected") == (0 if suffix in MEMORIES else 2)


def test_a_long_table_in_no_order_at_all(tmp_path: Path) -> None:
    texts = [(f"Sentence number {n} of the text.", f"文本的第{n}句。") for n in range(300)]
    rows = [
        Bead(
            range(n, n + 1),
            range(n, n + 1),
            str(n),
            (BeadSegment(a, Span(50 * n, 50 * n + len(a))),),
            (BeadSegment(b, Span(50 * n, 50 * n + len(b))),),
            status="accepted" if n % 7 == 0 else "new",
        )
        for n, (a, b) in enumerate(texts)
    ]
    fresh = alignment([replace(bead, status="new") for bead in rows])
    random.Random(1).shuffle(rows)
    write(alignment(rows), tmp_path / "un.tsv")
    earlier = earlier_result(tmp_path / "un.tsv")
    assert earlier
    assert shown(carry_over(fresh, [earlier]).alignment) == [
        (*pair, "accepted" if n % 7 == 0 else "new") for n, pair in enumerate(texts)
    ]


def test_rows_whose_order_nothing_tells_are_refused_and_no_text_stands_twice() -> None:
    """A table without ids and spans, two of its rows exchanged."""
    rows = [replace(bead, id="") for bead in reviewed(beads(with_spans=False))]
    rows[3], rows[5] = rows[5], rows[3]
    with pytest.raises(UnwritableFile) as refused:
        carry_over(alignment(beads()), [Earlier(Path("un.tsv"), alignment(rows))])
    assert str(refused.value).startswith("un.tsv: reviewed rows in it are in another order than the texts: ")
    rows = [replace(bead, status="rejected" if bead.status == "accepted" else bead.status) for bead in rows]
    carried = carry_over(alignment(beads()), [Earlier(Path("un.tsv"), alignment(rows))])
    assert [row[:2] for row in shown(carried.alignment)] == list(TEXTS)
    (warning,) = carried.warnings
    assert warning.startswith("un.tsv: dropped, as they are in another order than the texts: ")
