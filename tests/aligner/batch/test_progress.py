"""Progress of a run, for logs and for people."""

from __future__ import annotations

import pytest

from duiqi.aligner.batch.progress import ProgressReporter, duration


def test_a_log_gets_a_line_every_30_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The work of an earlier process counts as done, but not for the speed."""
    now = [0.0]
    monkeypatch.setattr("duiqi.aligner.batch.progress.time.monotonic", lambda: now[0])
    with ProgressReporter(pairs=1000, done=500, failed=3, sentences=9000, bytes_left=1_000_000) as progress:
        for _ in range(60):
            now[0] += 1
            progress.add(40, 2500, failed=False)
            progress.show()
    assert capsys.readouterr().err.splitlines() == [
        "530 of 1,000 pairs, 10,200 sentences, 1.0 pairs and 40 sentences a second, 6 min left, 3 failed",
        "560 of 1,000 pairs, 11,400 sentences, 1.0 pairs and 40 sentences a second, 5 min left, 3 failed",
    ]


def test_durations_are_rounded_before_their_unit_is_chosen() -> None:
    assert duration(59.6) == "1 min"
