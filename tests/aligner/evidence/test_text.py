"""A text read in parts: each segment once, and as if it had been read whole."""

from __future__ import annotations

import numpy as np
import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.encoders.reading import Reading
from duiqi.aligner.evidence.surface import Surface
from duiqi.aligner.evidence.text import EncodedText, TextReader

CHINESE = (
    "你来吗？",
    "他没等回答，",
    "他回家了。",
    "那一年再也没有人见过韦小宝，虽然很多人打听他。",
    "下雨了。",
)


def reader(encoder: BundledEncoder, texts: list[str], asked: list[range]) -> TextReader:
    def read(part: range) -> tuple[Reading, None]:
        asked.append(part)
        return encoder.read(texts[part.start : part.stop], spaced=False), None

    return TextReader(Surface.of(texts), read)


def test_each_segment_is_read_once(encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever parts are asked for, one after the other, overlapping or not."""
    monkeypatch.setattr("duiqi.aligner.evidence.text.AT_ONCE", 3)
    texts = [*CHINESE] * 4
    asked: list[range] = []
    side = reader(encoder, texts, asked)
    for part in (range(4), range(2, 8), range(2, 12), range(11, 20)):
        assert len(side.read(part)) == len(part)
    assert sorted(k for part in asked for k in part) == list(range(20))


def test_a_part_is_what_reading_it_alone_gives(
    encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for a trace of the neighbours, which a whole reading sees across the seam."""
    texts = [*CHINESE] * 4
    whole = EncodedText.of(Surface.of(texts), encoder.read(texts, spaced=False))
    monkeypatch.setattr("duiqi.aligner.evidence.text.AT_ONCE", 7)
    part = reader(encoder, texts, []).read(range(4, 17))
    same = whole.part(4, 17)
    assert np.array_equal(part.reading.tokens, same.reading.tokens)
    assert np.array_equal(part.reading.token_starts, same.reading.token_starts)
    assert np.array_equal(part.reading.clause_starts, same.reading.clause_starts)
    assert np.array_equal(part.surface.lengths, same.surface.lengths)
    assert ((part.single * same.single).sum(axis=1) > 0.97).all()
    starts, stops = np.array([0, 2, 5]), np.array([2, 5, 13])
    assert np.allclose(
        (part.spans.rows(starts, stops) * same.spans.rows(starts, stops)).sum(axis=1), 1, atol=0.03
    )
