"""Golden cases by translators: texts and their sentences, in files that need no Python.

`<language>.txt` has texts with their sentences, `<language>.whole.txt` sentences that stay
whole, a line each, and `<language>.failures.txt` known failures.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from duiqi.segmenters import sentence_ends

FOLDER = Path(__file__).parent


def cases(path: Path) -> Iterator[tuple[int, str, list[str]]]:
    """The line number, the text and the sentences of every case in a file."""
    text: list[str] = []
    sentences: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if sentences is None and not text and (not line or line.startswith("# ")):
            continue
        if line == "---":
            sentences = []
        elif line == "===":
            assert text, f"{path.name}, line {number}: a case without a text"
            assert sentences, f"{path.name}, line {number}: a case without sentences"
            yield number, "\n".join(text), sentences
            text, sentences = [], None
        elif sentences is None:
            text.append(line)
        else:
            sentences.append(line)
    assert not text, f"{path.name}: the last case has no ==="


def cut(text: str, lang: str) -> list[str]:
    return [text[start:end].strip() for start, end in pairwise([0, *sentence_ends(text, lang)])]


def gathered(pattern: str, *marks: pytest.MarkDecorator) -> list[object]:
    return [
        pytest.param(path.name.split(".")[0], text, sentences, id=f"{path.name}:{number}", marks=marks)
        for path in sorted(FOLDER.glob(pattern))
        for number, text, sentences in cases(path)
    ]


CUT = gathered("??.txt") + gathered("??.golden-rules.txt")
FAILURES = gathered("??.failures.txt", pytest.mark.xfail(reason="known failure", strict=True))
WHOLE = [
    pytest.param(path.name.split(".")[0], line, id=f"{path.name}:{number}")
    for path in sorted(FOLDER.glob("??.whole.txt"))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    if line and not line.startswith("# ")
]


@pytest.mark.parametrize(("lang", "text", "sentences"), CUT + FAILURES)
def test_a_text_is_cut_into_its_sentences(lang: str, text: str, sentences: list[str]) -> None:
    assert cut(text, lang) == sentences


@pytest.mark.parametrize(("lang", "text"), WHOLE)
def test_a_sentence_stays_whole(lang: str, text: str) -> None:
    assert cut(text, lang) == [text]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.name)
def test_no_case_is_twice_in_a_file(path: Path) -> None:
    texts = [text for _, text, _ in cases(path)] if ".whole." not in path.name else []
    assert len(texts) == len(set(texts))


def test_there_are_enough_cases_to_mean_something() -> None:
    for lang in ("en", "zh"):
        assert sum(1 for _ in cases(FOLDER / f"{lang}.txt")) >= 150
    assert sum(1 for _ in cases(FOLDER / "en.golden-rules.txt")) == 48
