"""A concordance finds words and phrases in either language, and marks them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from duiqi.aligner.memory.memory import Memory
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.model import Alignment

PAIRS = [
    ("Urges all States to clear mines", "敦促所有国家扫除地雷"),
    ("The mine action programme of the Fund", "基金的地雷行动方案"),
    ("Café Müller and 62/99", "穆勒咖啡馆"),
    ("A rare character", "𠀀字"),
]


@pytest.fixture
def memory(path: Path, bitext: Callable[..., Alignment]) -> Memory:
    made = Memory(path)
    made.add(bitext(PAIRS))
    return made


def found(memory: Memory, text: str, **options: object) -> list[list[str]]:
    """The hits in each text that is found, in the order of PAIRS."""
    hits = memory.search(text, **options)  # type: ignore[arg-type]
    return [
        [hit.text[slice(*span)] for span in hit.hits] for hit in sorted(hits, key=lambda hit: hit.unit.number)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mines", [["mines"]]),
        ("MINE", [["mine"]]),
        ("action mine", [["mine action"]]),
        ('"mine action"', [["mine action"]]),
        ('"action mine"', []),
        ("雷", [["雷"], ["雷"]]),
        ("地雷", [["地雷"], ["地雷"]]),
        ("雷地", []),
        ("掃除地雷", [["扫除地雷"]]),
        ("cafe muller", [["Café Müller"]]),
        ("62/99", [["62/99"]]),
        ("𠀀", [["𠀀"]]),
        ("states clear funds", []),
    ],
)
def test_words_phrases_and_characters(memory: Memory, text: str, expected: list[list[str]]) -> None:
    assert found(memory, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("programmes", [["programme"]]),
        ("charakter", [["character"]]),
        ("地雷的行动", [["地雷行动"]]),
        ("urges all states remove mines", [["Urges all States", "mines"]]),
    ],
)
def test_fuzzy_search_forgives(memory: Memory, text: str, expected: list[list[str]]) -> None:
    assert not found(memory, text)
    assert found(memory, text, fuzzy=True)[: len(expected)] == expected


def test_the_language_of_the_hits_can_be_given(memory: Memory) -> None:
    assert found(memory, "mines", lang="en")
    assert not found(memory, "mines", lang="zh")


def test_at_most_so_many(memory: Memory) -> None:
    assert len(memory.search("地雷", limit=1)) == 1


@pytest.mark.parametrize("text", ["", "。", '"', "*"])
def test_a_text_without_words_is_refused(memory: Memory, text: str) -> None:
    with pytest.raises(DuiqiError) as raised:
        memory.search(text)
    assert str(raised.value) == f"'{text}': no word to search for. Give letters, figures or characters"


@pytest.mark.parametrize("text", ["mines AND NOT", "mines OR", 'a" OR "b', "source:", "NEAR(", "min*"])
def test_no_text_is_a_query_language(memory: Memory, text: str) -> None:
    assert not memory.search(text)


def test_the_same_pair_comes_once(memory: Memory, bitext: Callable[..., Alignment]) -> None:
    memory.add(bitext(PAIRS, name="again"))
    assert len(memory.search("mines")) == 1
