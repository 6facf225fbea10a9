"""One side of a bitext: what shows on the outside, and reading it in parts."""

from __future__ import annotations

import numpy as np
import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.encoders.reading import Reading
from duiqi.aligner.evidence.side import Form, Reader, Side

CHINESE = (
    "你来吗？",
    "他没等回答，",
    "他回家了。",
    "那一年再也没有人见过韦小宝，虽然很多人打听他。",
    "下雨了。",
)


def test_numbers_of_any_script_are_alike() -> None:
    """Full-width digits, thousands, fractions; 𝟙 stands above U+FFFF."""
    texts = ["１２，５００ and 12,500", "A/62/401 of 8.5.2005", "三", "𝟙𝟚", "1,2"]
    assert Form.of(texts).numbers == (("12500", "12500"), ("62/401", "8.5.2005"), (), ("12",), ("1,2",))


def test_lengths_leave_white_space_out() -> None:
    assert Form.of(["", " 协助　地雷 ", "a b\tc", "𠀀"]).lengths.tolist() == [0, 4, 3, 1]


def test_a_cut_at_a_comma_is_soft_one_at_a_full_stop_is_not() -> None:
    """Only inside a segment that was cut; at its own ends the author cut it."""
    texts = ["他来了，", "坐下；", "喝茶，", "走了。", "天黑了，"]
    found = Form.of(texts, parents=np.array([0, 0, 0, 0, 1]))
    assert found.soft.tolist() == [False, True, False, True, False, False]
    assert not Form.of(texts).soft.any()


def test_a_paragraph_opens_with_its_first_segment() -> None:
    found = Form.of(["."] * 6, paragraphs=np.array([0, 0, 1, 3, 3, 4]))
    assert found.opens.tolist() == [True, False, True, True, False, True]
    assert found.part(1, 4).opens.tolist() == [False, True, True]


def reader(encoder: BundledEncoder, texts: list[str], asked: list[range]) -> Reader:
    def read(part: range) -> tuple[Reading, None]:
        asked.append(part)
        return encoder.read(texts[part.start : part.stop], spaced=False), None

    return Reader(Form.of(texts), read)


def test_each_segment_is_read_once(encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever parts are asked for, one after the other, overlapping or not."""
    monkeypatch.setattr("duiqi.aligner.evidence.side.AT_ONCE", 3)
    texts = [*CHINESE] * 4
    asked: list[range] = []
    side = reader(encoder, texts, asked)
    for part in (range(4), range(2, 8), range(2, 12), range(11, 20)):
        assert len(side.side(part)) == len(part)
    assert sorted(k for part in asked for k in part) == list(range(20))


def test_a_part_is_what_reading_it_alone_gives(
    encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for a trace of the neighbours, which a whole reading sees across the seam."""
    texts = [*CHINESE] * 4
    whole = Side.of(Form.of(texts), encoder.read(texts, spaced=False))
    monkeypatch.setattr("duiqi.aligner.evidence.side.AT_ONCE", 7)
    part = reader(encoder, texts, []).side(range(4, 17))
    same = whole.part(4, 17)
    assert np.array_equal(part.reading.tokens, same.reading.tokens)
    assert np.array_equal(part.reading.token_starts, same.reading.token_starts)
    assert np.array_equal(part.reading.clause_starts, same.reading.clause_starts)
    assert np.array_equal(part.form.lengths, same.form.lengths)
    assert ((part.single * same.single).sum(axis=1) > 0.97).all()
    starts, stops = np.array([0, 2, 5]), np.array([2, 5, 13])
    assert np.allclose(
        (part.spans.rows(starts, stops) * same.spans.rows(starts, stops)).sum(axis=1), 1, atol=0.03
    )
