"""The choices in what a language model writes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from duiqi.aligner.judging.answers import is_number
from duiqi.aligner.judging.judge import NONE, Choice
from duiqi.aligner.judging.question import Pair, Question

OBJECT = re.compile(r"\{[^{}]{1,300}\}")


def choices_in(text: str, questions: Sequence[Question]) -> list[Choice | None]:
    """For each question the last usable choice in a reply; None where it has none.

    The reply may have words before and between the lines of JSON, such as the thoughts of a model.
    """
    found: list[Choice | None] = [None] * len(questions)
    for match in OBJECT.finditer(text):
        try:
            value = json.loads(match[0])
        except ValueError:
            continue
        question, number = value.get("question"), value.get("choice")
        probability = value.get("probability", 1.0)
        if not (is_number(question) and is_number(number) and is_number(probability)):
            continue
        if question not in range(1, len(questions) + 1) or not 0 <= probability <= 1:
            continue
        if number in range(NONE, len(questions[int(question) - 1].alternatives) + 1):
            found[int(question) - 1] = Choice(int(number), float(probability))
    return found


def shown(questions: Sequence[Question]) -> str:
    """Questions as a model reads them. Probabilities are not shown, so that it judges by itself."""
    return "\n\n".join("\n".join(_lines(*each)) for each in enumerate(questions, 1))


def _lines(number: int, question: Question) -> list[str]:
    lines = [f"Question {number} (source: {question.langs[0]}, target: {question.langs[1]})"]
    lines += _context("before", question.before)
    lines += [f"S{k}: {_line(text)}" for k, text in enumerate(question.source, 1)]
    lines += [f"T{k}: {_line(text)}" for k, text in enumerate(question.target, 1)]
    lines += _context("after", question.after)
    for choice, pairs in enumerate(question.pairs, 1):
        lines.append(f"alternative {choice}: {'; '.join(map(_pair, pairs))}")
    return lines


def _context(where: str, sides: Sequence[Sequence[str]]) -> list[str]:
    """The context, one line for each side that has any."""
    names = zip(("source", "target"), sides, strict=True)
    return [f"{where}, {name}: {_line(' '.join(side))}" for name, side in names if side]


def _pair(pair: Pair) -> str:
    source, target = (
        " ".join(f"{letter}{k}" for k in side) or "-" for letter, side in zip("ST", pair, strict=True)
    )
    return f"{source} = {target}"


def _line(text: str) -> str:
    return " ".join(text.split())
