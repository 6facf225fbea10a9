"""Borders: the clauses inside segments tell where these can be parted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evidence.surface import Surface
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.search.borders import WIDEST, area_of_clauses, border_odds
from duiqi.aligner.search.corridor import Area, Corridor, beads_of
from duiqi.aligner.search.shapes import SHAPES

ENGLISH = [
    "The bearers stopped in the middle of the road, and stared at the robber.",
    "He was a short man, his face was black, and he carried a pistol in his belt.",
    "Then the rain came down, the horses ran away, and the lamp went out.",
]
CHINESE = [
    "轿夫们在路中间停住了，呆呆地看着劫路人。",
    "那人身材不高，脸是黑的，腰里别着一把手枪。",
    "接着下起了雨，马跑了，灯也灭了。",
]
# The first clause of the second sentence is said at the end of the first one.
MOVED = [
    "轿夫们在路中间停住了，呆呆地看着劫路人，那人身材不高。",
    "他的脸是黑的，腰里别着一把手枪。",
    "接着下起了雨，马跑了，灯也灭了。",
]


def text(encoder: BundledEncoder, segments: list[str], parents: list[int] | None = None) -> EncodedText:
    """Segments as the search takes them."""
    own = None if parents is None else np.array(parents)
    return EncodedText.of(Surface.of(segments, own), encoder.read(segments, spaced=segments is ENGLISH))


def whole(rows: int, columns: int) -> Corridor:
    """A corridor of all nodes."""
    return Corridor(np.zeros(rows + 1, np.int64), np.full(rows + 1, columns))


def odds(source: EncodedText, target: EncodedText, areas: Sequence[Area]) -> dict[tuple[int, int], float]:
    """The log odds of each node that a bead ends at."""
    beads = beads_of(areas, SHAPES)
    found = border_odds(source, target, areas, beads)
    ends = zip((beads.i + beads.a).tolist(), (beads.j + beads.b).tolist(), strict=True)
    return dict(zip(ends, found.tolist(), strict=True))


def of_texts(encoder: BundledEncoder, chinese: list[str]) -> dict[tuple[int, int], float]:
    """The same for the English text and a Chinese one, all nodes of both."""
    return odds(text(encoder, ENGLISH), text(encoder, chinese), [Area(0, 0, whole(3, len(chinese)))])


def test_segments_can_be_parted_where_their_clauses_correspond(encoder: BundledEncoder) -> None:
    found = of_texts(encoder, CHINESE)
    assert found[1, 1] > 2
    assert found[2, 2] > 2
    assert max(found[1, 2], found[2, 1], found[1, 0]) < -2


def test_a_clause_that_is_said_in_the_next_segment_keeps_both_together(encoder: BundledEncoder) -> None:
    found, apart = of_texts(encoder, MOVED), of_texts(encoder, CHINESE)
    assert found[1, 1] < apart[1, 1] - 3
    assert found[2, 2] > 2


def test_the_ends_of_the_texts_are_no_evidence(encoder: BundledEncoder) -> None:
    """Every alignment passes through them."""
    assert of_texts(encoder, CHINESE)[3, 3] == 0


def test_of_a_text_cut_into_clauses_they_are_asked_too(encoder: BundledEncoder) -> None:
    """What was cut at its commas is put together as the other text's segments ask for."""
    parts = [
        "轿夫们在路中间停住了，",
        "呆呆地看着劫路人。",
        "那人身材不高，",
        "脸是黑的，",
        "腰里别着一把手枪。",
    ]
    cut = text(encoder, [*parts, "接着下起了雨，马跑了，灯也灭了。"], [0] * 6)
    found = odds(text(encoder, ENGLISH), cut, [Area(0, 0, whole(3, 6))])
    assert min(found[1, 2], found[2, 5]) > 2
    assert max(found[1, 1], found[1, 3], found[2, 4], found[2, 6]) < -2


def test_a_note_goes_with_no_text(encoder: BundledEncoder) -> None:
    """Its clauses are rather without a counterpart: the text begins after it."""
    chinese = ["见第五章。", *CHINESE[1:]]
    plain, read = of_texts(encoder, chinese), encoder.read(chinese, spaced=False)
    noted = EncodedText.of(Surface.of(chinese, notes=[True, False, False]), read)
    found = odds(text(encoder, ENGLISH), noted, [Area(0, 0, whole(3, 3))])
    assert found[0, 1] > plain[0, 1] + 1


def test_a_corridor_too_wide_to_look_at_clauses_tells_nothing(encoder: BundledEncoder) -> None:
    """Where a chapter is missing, thousands of nodes are possible for each segment."""
    count = 3 * WIDEST
    many = text(encoder, ["They came, they saw, they won."] * count)
    assert not any(odds(many, many, [Area(0, 0, whole(count, count))]).values())


def test_every_way_between_segments_is_a_way_between_clauses(encoder: BundledEncoder) -> None:
    """The corridor of clauses holds the rectangle of any two segments that a bead may pair."""
    starts = np.array([0, 2, 3, 7]), np.array([0, 1, 4, 6, 9])
    narrow = Corridor(np.array([0, 1, 1, 4]), np.array([0, 1, 3, 4]))
    area = area_of_clauses(Area(0, 0, narrow), *starts)
    found = area.corridor
    assert (area.i, area.j, found.low[0], found.high[-1]) == (0, 0, 0, 9)
    for bead in zip(*narrow.beads(SHAPES)[2:], strict=True):
        i, j, a, b = (int(number) for number in bead)
        rows = np.arange(starts[0][i], starts[0][i + a] + 1)
        columns = np.arange(starts[1][j], starts[1][j + b] + 1)
        corners = np.array([rows[0], rows[-1]]), np.array([columns[0], columns[-1]])
        assert found.holds(*corners).all()
        if (a, b) == (1, 1):
            assert found.holds(np.repeat(rows, len(columns)), np.tile(columns, len(rows))).all()


def test_areas_are_looked_at_each_by_itself_in_the_context_of_the_texts(encoder: BundledEncoder) -> None:
    """In an area of one pair every node is an end; of two pairs the border between them is asked for."""
    source, target = text(encoder, ENGLISH), text(encoder, CHINESE)
    found = odds(source, target, [Area(0, 0, whole(1, 1)), Area(1, 1, whole(2, 2))])
    assert found[1, 1] == found[3, 3] == 0
    assert found[2, 2] > 2
    assert max(found[2, 3], found[3, 2]) < -2
    assert len(found) == 3 + 8


@pytest.mark.parametrize("rare", ["𠮷野家开了门，𡃁仔进去了，灯亮了。", "他来了，😀，她走了。"])
def test_clauses_of_characters_above_the_basic_plane(encoder: BundledEncoder, rare: str) -> None:
    assert np.isfinite(list(of_texts(encoder, [rare, *CHINESE]).values())).all()
