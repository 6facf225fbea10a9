"""Fuzzy matches: no unit that agrees well enough is missed."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from duiqi.aligner.memory.memory import Memory
from duiqi.aligner.memory.similarity import percentage
from duiqi.aligner.memory.tokens import compared
from duiqi.corpus.model import Alignment

Make = Callable[..., Alignment]
WORDS = [
    "the",
    "of",
    "mine",
    "action",
    "states",
    "assistance",
    "general",
    "assembly",
    "urges",
    "clearance",
    "victims",
    "fund",
    "report",
    "and",
    "to",
]


@pytest.mark.slow
def test_lookups_find_what_an_exhaustive_search_finds(path: Path, bitext: Make) -> None:
    chance = random.Random(78_70)
    texts = [" ".join(chance.choices(WORDS, k=chance.randrange(2, 14))) for _ in range(400)]
    with Memory(path) as memory:
        memory.add(bitext([(text, f"第{n}句") for n, text in enumerate(texts)]))
        for text in chance.sample(texts, 60):
            words = text.split()
            words[chance.randrange(len(words))] = "other"
            new = " ".join(words)
            tokens = compared(new, "en")
            expected = {text for text in texts if percentage(tokens, compared(text, "en")) >= 60}
            found = memory.lookup(new, "en", "zh", floor=60, limit=1000)
            assert {match.unit.source for match in found} == expected
            assert [match.percentage for match in found] == sorted(
                (m.percentage for m in found), reverse=True
            )


def test_units_are_found_in_both_directions(path: Path, bitext: Make) -> None:
    with Memory(path) as memory:
        memory.add(bitext([("Urges all States to act", "敦促所有国家采取行动")]))
        (match,) = memory.lookup("敦促所有国家采取措施", "zh", "en")
        assert (match.unit.source, match.unit.target, match.percentage, match.reversed) == (
            "敦促所有国家采取行动",
            "Urges all States to act",
            80,
            True,
        )


def test_languages_are_kept_apart_and_regions_are_not(path: Path, bitext: Make) -> None:
    with Memory(path) as memory:
        memory.add(bitext([("Urges all States", "Exhorte les États")], langs=("en", "fr")))
        assert not memory.lookup("Urges all States", "en", "zh")
        assert memory.lookup("Urges all States", "en-GB", "fr-CA")


def test_reviewed_units_come_first(path: Path, bitext: Make) -> None:
    with Memory(path) as memory:
        memory.add(bitext([("Urges all States", "促请各国")], name="one", status="accepted"))
        memory.add(bitext([("Urges all States", "敦促所有国家")], name="two"))
        assert [match.unit.target for match in memory.lookup("Urges all States", "en", "zh")] == [
            "促请各国",
            "敦促所有国家",
        ]


def test_spaces_alone_make_no_exact_match(path: Path, bitext: Make) -> None:
    with Memory(path) as memory:
        memory.add(bitext([("Urges all States .", "敦促所有国家。")]))
        assert [match.percentage for match in memory.lookup("Urges all States.", "en", "zh")] == [99]


@pytest.mark.parametrize("text", ["", " ", "。", "\U0001f600"])
def test_texts_without_words_find_at_most_themselves(path: Path, bitext: Make, text: str) -> None:
    with Memory(path) as memory:
        memory.add(bitext([("…", "……"), ("Yes.", "是的。")]))
        assert not memory.lookup(text, "en", "zh")
        assert memory.lookup("…", "en", "zh")[0].percentage == 100


def test_what_another_process_adds_is_found(path: Path, bitext: Make) -> None:
    with Memory(path) as memory, Memory(path) as other:
        assert not memory.lookup("Urges all States", "en", "zh")
        other.add(bitext([("Urges all States", "敦促所有国家")]))
        assert memory.lookup("Urges all States", "en", "zh")
        assert memory.search("States")
