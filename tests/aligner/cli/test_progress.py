"""Progress is for people who wait, timings add up."""

from __future__ import annotations

import io
import sys
import time

import pytest

from duiqi.aligner.cli import timing
from duiqi.aligner.cli.progress import Meter
from duiqi.aligner.cli.timing import process_age, stage, timings


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, patience: float, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    with Meter(patience) as meter:
        for done in range(0, 101, 50):
            meter("aligning", done, 100)
    return stream.getvalue()


def test_work_that_takes_long_shows_its_stage_and_how_much_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(Terminal(), 0, monkeypatch)
    assert "aligning" in text
    assert "100/100" in text


def test_quick_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(Terminal(), 60, monkeypatch) == ""


def test_a_file_is_shown_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(io.StringIO(), 0, monkeypatch) == ""


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "_spent", {})


@pytest.mark.usefixtures("fresh")
def test_a_stage_within_a_stage_takes_its_time_away_from_the_outer_one() -> None:
    begin = time.perf_counter()
    with stage("align"):
        time.sleep(0.02)
        with stage("embed"):
            time.sleep(0.04)
        time.sleep(0.02)
    whole = time.perf_counter() - begin
    spent = timings()
    assert list(spent) == ["align", "embed"]
    assert spent["embed"] >= 0.04
    assert sum(spent.values()) == pytest.approx(whole, abs=0.005)


@pytest.mark.usefixtures("fresh")
def test_a_stage_that_fails_is_counted_and_over() -> None:
    with pytest.raises(ValueError, match="no"), stage("read"):
        raise ValueError("no")
    spent = timings()["read"]
    time.sleep(0.02)
    assert timings()["read"] == spent


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux says when a process began")
def test_the_age_of_the_process_counts_from_its_start() -> None:
    first = process_age()
    time.sleep(0.05)
    second = process_age()
    assert first is not None
    assert second is not None
    assert 0.03 < second - first < 5
