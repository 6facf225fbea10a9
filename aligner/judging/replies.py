"""The choices in the reply of a language model, which writes more, or otherwise, than it was asked to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from duiqi.aligner.judging.judge import Choice, agreed
from duiqi.aligner.judging.question import Pair, Question
from duiqi.aligner.judging.values import NAMES, NUMBER, choice_of, plain, probability_of

THOUGHTS = "think|thinking|thought|reasoning"
END_OF_THOUGHTS = re.compile(rf"</(?:{THOUGHTS})>|<\|channel\|>final<\|message\|>")
BEGINNING = re.compile(rf"\s*<(?:{THOUGHTS})>")
OBJECT = re.compile(r"\{[^{}]{1,2000}\}")
# A pair of an object that is no JSON: single quotes, no quotes, a comma too many.
FIELD = re.compile(
    r"""["']?([^\W\d]\w{0,30})["']?\s{0,9}:\s{0,9}("[^"]{0,999}"|'[^']{0,999}'|[^,}\s]{1,99})"""
)
BRACES = str.maketrans("｛｝", "{}")
FULL_WIDTH = str.maketrans("：，“”", ':,""')
KEYS = {
    "question": ("question", "question_number", "question_id", "q", "id", "问题", "题号", "编号", "序号"),
    "choice": ("choice", "chosen", "answer", "alternative", "option", "选择", "选项", "答案", "配法", "方案"),
    "probability": ("probability", "confidence", "certainty", "概率", "可能性", "置信度", "把握"),
}
QUESTION = re.compile(r"(?:question|q|问题|第)?\W{0,3}(\d{1,4})\W{0,3}(?:题|个问题)?")
LINE = re.compile(
    r"[\W_]{0,9}(?:question|q|问题|第)?[\s#]{0,3}(\d{1,4})\s{0,3}(?:题|个问题)?[\W_]{1,9}(\S.{0,200})"
)
REST = re.compile(r"[,;(。]| - | with ")  # what ends the choice in a line of prose
LIST = re.compile(r"[\s,;、]+")
DECIDED = re.compile(
    rf"(?:answer|choice|choose|pick|select|(?:correct|right|best) (?:{NAMES}|one)"
    r"|(?<!不)选择?|答案|正确的|最佳\w{0,4})"
    rf"\W{{0,4}}(?:is|是|为)?\W{{0,4}}(?:(?:{NAMES})\W{{0,3}})?第?((?:{NUMBER}))(?![a-z\d])"
)


def choices_in(text: str, questions: Sequence[Question]) -> list[Choice | None]:
    """For each question the usable choice in a reply; None where it has none, or two that differ.

    The thoughts of a model are left out. Objects of JSON are found wherever they are, and in whatever order;
    without any, lines such as `Question 1: alternative 2 (90 %)` are read, and a bare number where one
    question was asked. A reply that can be read in two ways is no answer.
    """
    said = _after_thoughts(text).translate(BRACES)
    found: list[list[Choice]] = [[] for _ in questions]
    read = _objects if "{" in said else _prose
    answers = read(said, len(questions))
    for number, choice in answers:
        is_asked = 1 <= number <= len(questions)
        if is_asked and choice.number <= len(questions[number - 1].alternatives):
            found[number - 1].append(choice)
    return list(map(agreed, found))


def _after_thoughts(text: str) -> str:
    """A reply without what the model thought before it; nothing where its thoughts have no end."""
    ends = [match.end() for match in END_OF_THOUGHTS.finditer(text)]
    if not ends and BEGINNING.match(text):
        return ""
    return text[ends[-1] :] if ends else text


def _objects(text: str, count: int) -> Iterator[tuple[int, Choice]]:
    """The numbers of questions and the choices of all objects of JSON.

    Choices without a question belong to the questions in order where there are as many of them.
    """
    unnamed: list[Choice] = []
    for match in OBJECT.finditer(text):
        fields = _fields(match[0])
        entry = {name: _first(fields, keys) for name, keys in KEYS.items()}
        if entry["choice"] is None and entry["question"] is None:
            yield from _by_question(fields)
            continue
        choice = _choice(entry["choice"], entry["probability"])
        if choice is None:
            continue
        if entry["question"] is not None:
            if number := _question(entry["question"]):
                yield number, choice
        elif count == 1:
            yield 1, choice
        else:
            unnamed.append(choice)
    if len(unnamed) == count:
        yield from enumerate(unnamed, 1)


def _fields(text: str) -> dict[str, Any]:
    """The fields of an object that is JSON, or nearly so."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = dict(FIELD.findall(text.translate(FULL_WIDTH)))
    return {plain(key): one for key, one in value.items()}


def _first(fields: Mapping[str, Any], keys: Sequence[str]) -> Any:
    return next((fields[key] for key in keys if fields.get(key) is not None), None)


def _by_question(fields: Mapping[str, Any]) -> Iterator[tuple[int, Choice]]:
    """The choices of an object that has questions as its keys: `{"1": 2, "2": 0}`."""
    for key, value in fields.items():
        number, chosen = _question(key), choice_of(value)
        if number and chosen is not None:
            yield number, Choice(chosen)


def _question(value: object) -> int | None:
    """The number of a question, from a number or a text such as `Question 1`."""
    if isinstance(value, str):
        found = QUESTION.fullmatch(plain(value))
        return int(found[1]) if found else None
    return choice_of(value)


def _choice(chosen: object, probability: object) -> Choice | None:
    """A choice; None where it is none, or where its probability is a number that is none."""
    number = None if isinstance(chosen, bool) else choice_of(chosen)
    if number is None:
        return None
    if probability is None or (isinstance(probability, str) and not any(map(str.isdigit, probability))):
        return Choice(number)  # without a probability, or with a word for it, such as "high"
    share = probability_of(probability)
    return None if share is None else Choice(number, share)


def _prose(text: str, count: int) -> Iterator[tuple[int, Choice]]:
    """The choices of a reply without objects: bare ones, one a line, or one in a sentence."""
    said = plain(text.replace("```", " "))
    if count == 1 and (choice := _of_line(said)):
        yield 1, choice
        return
    bare = [choice_of(part) for part in LIST.split(said)]
    if len(bare) == count and None not in bare:
        yield from ((number, Choice(one)) for number, one in enumerate(bare, 1) if one is not None)
        return
    lines = [found for line in text.splitlines() if (found := LINE.fullmatch(plain(line)))]
    answers = [(int(line[1]), choice) for line in lines if (choice := _of_line(line[2]))]
    if answers:
        yield from answers
    elif count == 1:
        decided = {choice_of(found) for found in DECIDED.findall(said[:2000])}
        if len(decided) == 1 and (number := decided.pop()) is not None:
            yield 1, Choice(number)


def _of_line(text: str) -> Choice | None:
    """The choice of a line after the number of the question, with a probability after it or none."""
    end = REST.search(text)
    chosen, rest = (text[: end.start()], text[end.end() :]) if end else (text, "")
    shares = re.findall(r"\d{1,3}(?:\.\d{1,9})?\s?%?", rest)
    return _choice(chosen, shares[0] if len(shares) == 1 else None)


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
