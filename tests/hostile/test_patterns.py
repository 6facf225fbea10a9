"""No regular expression of the readers and segmenters takes more time than its text is long."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.hostile.patterns import AT_ONE_PLACE, BAD_ENDS, Found, patterns_of, pumps

FOUND = patterns_of("duiqi.corpus", "duiqi.segmenters")
SHORT = (12, 16, 20, 24)  # repetitions at which an exponential expression is slow already
LONG = (300, 1200, 4800)
FLOOR = 0.006  # seconds of processor time below which nothing is concluded
GROWTH = 9  # for four times the text; linear is 4, quadratic 16
# Expressions that are given few characters only, and how many at most.
BOUNDED = {
    "duiqi.corpus.readers.breaks.LAST_WORD": 80,
    "duiqi.corpus.readers.markdown.inline.TAG_TEXT": 2000,
    "duiqi.segmenters.chinese._CLAUSE_BEFORE": 10,
    "duiqi.segmenters.chinese._LATIN_BEFORE": 20,
    "duiqi.segmenters.clauses._THREE_WORDS": 80,
    "duiqi.segmenters.dictionary._ENTRY": 200,
    "duiqi.segmenters.full_stops.WORD_BEFORE": 20,
    "duiqi.segmenters.spaced._LAST_WORD": 30,
}


def seconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def runs(found: Found, text: str | bytes) -> Callable[[], object]:
    """The most that the code asks of the expression: to look everywhere, or at one place."""
    pattern: re.Pattern[Any] = found.pattern
    if found.uses <= AT_ONE_PLACE:
        return lambda: (pattern.match(text), pattern.fullmatch(text))
    return lambda: sum(1 for _ in pattern.finditer(text))


def slow_text(found: Found) -> tuple[str, str, int] | None:
    """A text for which an expression takes more than linear time, as (beginning, piece, repetitions)."""
    is_text = isinstance(found.pattern.pattern, str)
    for before, piece in pumps(found.pattern):
        for end in BAD_ENDS:
            spent = 0.0
            for times in (*SHORT, *LONG):
                made = (before + piece * times + end)[: BOUNDED.get(found.place)]
                run = runs(found, made if is_text else made.encode("latin-1", "replace"))
                now = seconds(run)
                if now > FLOOR and (times in SHORT or now > GROWTH * max(spent, FLOOR / GROWTH)):
                    now = min(now, seconds(run))
                    if now > FLOOR and (times in SHORT or now > GROWTH * max(spent, FLOOR / GROWTH)):
                        return before, piece, times
                spent = now
    return None


@pytest.mark.slow
@pytest.mark.parametrize("found", FOUND, ids=lambda found: found.place)
def test_time_grows_with_the_length_of_the_text(found: Found) -> None:
    """Four times the text takes at most four times the time, with a margin for chance."""
    assert slow_text(found) is None, found.pattern.pattern


@pytest.mark.slow
def test_an_exponential_expression_is_noticed() -> None:
    """The texts are made from the expression's own pieces, and find what is known to be slow."""
    for pattern in (r"(?:a|aa)+$", r"(?:<!--.*?-->\s*)*<html", r"\[[^\]]+\]\(", r"(?:\s+x?)+$"):
        assert slow_text(Found("here", re.compile(pattern, re.S), frozenset({"search"})))
