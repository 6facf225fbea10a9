"""Progress is for people who wait; timings add up."""

from __future__ import annotations

import io
import sys
from contextlib import suppress

import pytest

from duiqi.aligner.cli.progress import Meter
from duiqi.aligner.cli.timing import Stopwatch, process_age


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


class Clock:
    """A clock that the test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_stage_within_a_stage_takes_its_time_away_from_the_outer_one() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    with watch.stage("align"):
        clock.now += 1
        with watch.stage("embed"):
            clock.now += 4
        clock.now += 2
    assert watch.timings() == {"align": 3, "embed": 4}


def test_a_stage_that_comes_again_goes_on_and_what_is_between_is_not_counted() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    for _ in range(2):
        with watch.stage("read"):
            clock.now += 1
        clock.now += 5
    assert watch.timings() == {"read": 2}


def test_a_stage_that_fails_is_counted_and_over() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    with suppress(ValueError), watch.stage("read"):
        clock.now += 1
        raise ValueError("no")
    clock.now += 5
    assert watch.timings() == {"read": 1}


def test_two_stopwatches_know_nothing_of_each_other() -> None:
    with Stopwatch().stage("align"):
        assert Stopwatch().timings() == {}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux says when a process began")
def test_the_age_of_the_process_grows() -> None:
    first = process_age()
    assert first is not None
    assert first > 0
    while process_age() == first:  # it is counted in hundredths of a second
        pass
    second = process_age()
    assert second is not None
    assert second > first
