"""Hostile files dropped on the workbench's start page: a look or one line, and the server lives."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.aligner.review.processes import Process
from tests.hostile.inputs import Input, inputs

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read from /proc"),
]
TEXT = b"The Assembly takes note of the report. It thanks the Secretary-General.\n"


def one_of_each_kind() -> Iterator[Input]:
    """The smallest input of each kind of file: more than a few bytes, and quickly read."""
    kinds: dict[str, Input] = {}
    for made in sorted(inputs(), key=lambda made: len(made.data)):
        if 100 < len(made.data) < 20_000:
            kinds.setdefault(Path(made.name).suffix, made)
    yield from kinds.values()


def largest_memory(process: int) -> int:
    """The most memory that a process has had, in megabytes."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) >> 10


def test_files_of_every_kind_are_looked_at_or_refused_in_one_line(tmp_path: Path) -> None:
    """The page shows the text of a refusal: no place of this machine, no control character, no traceback."""
    bench = Process(tmp_path)
    for made in one_of_each_kind():
        for files in (
            {"both": (made.name, made.data)},
            {"source": (made.name, made.data), "target": ("b.txt", TEXT)},
        ):
            status, answer = bench.look(**files)
            assert status in {200, 422}, (made.name, answer)
            text = answer.get("text", "")
            assert bool(text) == (status == 422)
            assert text.isprintable(), (made.name, ascii(text))
            assert not any(word in text for word in ("fault of duiqi", "Traceback", "duiqi-review-")), text
    status, answer = bench.look(source=("a.txt", TEXT), target=("b.txt", TEXT))
    assert (status, answer["source"]["segments"]) == (200, 2)
    assert largest_memory(bench.process.pid) < 250
    assert bench.end(signal.SIGINT) == 0
    assert bench.errors.count("\n") <= 1, bench.errors
    assert list(tmp_path.iterdir()) == []
