"""Small bitexts for memories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from duiqi.corpus.model import Alignment, Bead, BeadSegment, Side, Span, Status

Pairs = Sequence[tuple[str, str]]


@pytest.fixture
def bitext() -> Callable[..., Alignment]:
    """Makes an alignment of pairs of texts, with the hashes of its files or without."""

    def make(
        pairs: Pairs,
        *,
        name: str = "text",
        hashed: bool = True,
        status: Status = "new",
        statuses: Sequence[Status] = (),
        langs: tuple[str, str] = ("en", "zh"),
    ) -> Alignment:
        beads, places = [], [0, 0]
        for number, (source, target) in enumerate(pairs):
            sides = []
            for which, text in enumerate((source, target)):
                span = Span(places[which], places[which] + len(text))
                places[which] += len(text) + 1
                sides.append((BeadSegment(text, span if hashed else None),) if text else ())
            numbers = [range(number, number + len(side)) for side in sides]
            beads.append(
                Bead(
                    *numbers,
                    str(number),
                    *sides,
                    confidence=0.5,
                    status=statuses[number] if statuses else status,
                )
            )
        hashes = (f"{name}-1", f"{name}-2") if hashed else ("", "")
        return Alignment(
            Side(f"{name}.{langs[0]}", langs[0], hashes[0]),
            Side(f"{name}.{langs[1]}", langs[1], hashes[1]),
            tuple(beads),
        )

    return make


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a memory may be made."""
    return tmp_path / "un.memory"
