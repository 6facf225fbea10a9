"""Questions written to a file, and a file with answers as a judge.

Both are JSON lines. A line of questions becomes an answer when `choice` is the number of an alternative, or 0
where none is right; the file may be edited in place, or another program may write lines with `signature`,
`choice` and, where it is not certain, `probability`. Questions about several bitexts have the id of theirs
in `pair`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from duiqi.aligner.judging.judge import Choice, agreed
from duiqi.aligner.judging.question import Question
from duiqi.aligner.judging.values import choice_of, probability_of
from duiqi.aligner.regions.alternatives import Alternative
from duiqi.corpus.errors import MalformedFile, UnreadableFile, UnwritableFile
from duiqi.corpus.json_lines import read_json_lines
from duiqi.corpus.model import Bead
from duiqi.exports.replacing import replacing

LOOKED_AT = 0.999  # so that an answer without a probability is taken, however sure the aligner was


def write_questions(questions: Iterable[Question], path: Path) -> int:
    """Write questions, one a line, and return how many there are."""
    return write_objects(map(fields_of, questions), path)


def write_objects(objects: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write questions as `fields_of` describes them, one a line, and return how many there are."""
    count = 0
    with replacing(path) as stream:
        for question in objects:
            line = json.dumps(question, ensure_ascii=False)
            stream.write(f"{line}\n".encode(errors="replace"))
            count += 1
    return count


def fields_of(question: Question) -> dict[str, Any]:
    """A question as a JSON object."""
    return {
        "id": question.id,
        "signature": question.signature,
        "langs": question.langs,
        "before": dict(zip(("source", "target"), question.before, strict=True)),
        "source": question.source,
        "target": question.target,
        "after": dict(zip(("source", "target"), question.after, strict=True)),
        "alternatives": [
            {
                "number": number,
                "pairs": pairs,
                "probability": round(one.probability, 4),
                "present": one.is_present,
            }
            for number, (one, pairs) in enumerate(zip(question.alternatives, question.pairs, strict=True), 1)
        ],
        "choice": None,
    }


def question_of(fields: Mapping[str, Any]) -> Question:
    """The question that `fields_of` made an object of, with the same signature."""
    source, target = tuple(fields["source"]), tuple(fields["target"])
    return Question(
        fields["id"],
        tuple(fields["langs"]),
        _sides(fields["before"]),
        source,
        target,
        _sides(fields["after"]),
        tuple(
            Alternative(one["probability"], 0, 0, tuple(_beads(one["pairs"], source, target)), one["present"])
            for one in fields["alternatives"]
        ),
    )


def _sides(texts: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(texts["source"]), tuple(texts["target"])


def _beads(
    pairs: Sequence[Sequence[Sequence[int]]], source: Sequence[str], target: Sequence[str]
) -> Iterator[Bead]:
    """Beads of these pairs of numbers, which count from 1 and are consecutive."""
    i = j = 0
    for number, (a, b) in enumerate(pairs):
        k, m = i + len(a), j + len(b)
        yield Bead.of_texts(range(i, k), range(j, m), str(number), source[i:k], target[j:m])
        i, j = k, m


class Answers:
    """Answers that were given, found by the signatures of the questions.

    name         of the judge that gave them
    reliability  the share of its answers that are right where it says that it is certain
    """

    def __init__(self, choices: Mapping[str, Choice], name: str, reliability: float = LOOKED_AT) -> None:
        self.name, self.reliability, self._choices = name, reliability, choices

    def choose(self, questions: Sequence[Question]) -> list[Choice | None]:
        """The choices that there are for these questions."""
        return [self._choices.get(question.signature) for question in questions]


class AnswerFile:
    """The answers of a file, found by the signatures of the questions.

    A question with several answers has none where they differ.

    unmatched      answers to other questions than those asked
    contradictory  questions with answers that differ
    """

    name = "answers"

    def __init__(self, path: Path, reliability: float = LOOKED_AT) -> None:
        """Read a file; raises MalformedFile, UnreadableFile."""
        self.path, self.reliability, self.unmatched = path, reliability, 0
        given: dict[tuple[str, str], list[Choice]] = {}
        for pair, signature, choice in _read(path):
            given.setdefault((pair, signature), []).append(choice)
        if not given:
            raise MalformedFile(f"{path}: no line has a choice. Set it to the number of an alternative")
        self._choices = {key: one for key, choices in given.items() if (one := agreed(choices))}
        self.contradictory = len(given) - len(self._choices)
        if not self._choices:
            raise MalformedFile(f"{path}: each question has answers that differ. Leave one for each")

    def choose(self, questions: Sequence[Question]) -> list[Choice | None]:
        """The choices of the file; raises MalformedFile where it has none for any of these questions."""
        given: dict[str, list[Choice]] = {}
        for (_, signature), choice in self._choices.items():
            given.setdefault(signature, []).append(choice)
        found = [agreed(given.get(question.signature, ())) for question in questions]
        known = {question.signature for question in questions}
        self.check_matched(sum(signature in known for _, signature in self._choices))
        self.contradictory += sum(
            question.signature in given and answer is None
            for question, answer in zip(questions, found, strict=True)
        )
        for question, answer in zip(questions, found, strict=True):
            if answer:
                self.check_choice(answer, question.id, len(question.alternatives))
        return found

    def choice(self, pair: str, signature: str) -> Choice | None:
        """The answer to a question about one of several bitexts; a line without `pair` is about any."""
        return self._choices.get((pair, signature)) or self._choices.get(("", signature))

    def check_matched(self, matched: int) -> None:
        """Note how many answers are to other questions; raise MalformedFile where all of them are."""
        self.unmatched = max(len(self._choices) - matched, 0)
        if not matched:
            raise MalformedFile(
                f"{self.path}: none of its {self.unmatched:,} answers belongs to these texts as they are "
                "aligned now. Write the questions anew with --questions"
            )

    def check_choice(self, choice: Choice, name: str, alternatives: int) -> None:
        """Raise MalformedFile where the question of this name has fewer alternatives."""
        if choice.number > alternatives:
            raise MalformedFile(
                f"{self.path}: question {name} has {alternatives} alternatives, "
                f"found the choice {choice.number}"
            )


def check_no_answers(path: Path) -> None:
    """Raise UnwritableFile where a file has answers, or is none of questions: either would be lost.

    It is read to its end, as a line after the last answer may show that it is none of questions.
    """
    try:
        answers = sum(1 for _ in _read(path))
    except (MalformedFile, UnreadableFile):
        if not path.exists():
            return
        raise UnwritableFile(
            f"{path}: is no file of questions. Give another name, or --force to overwrite it"
        ) from None
    if answers:
        raise UnwritableFile(f"{path}: has answers. Give another name, or --force to overwrite them")


def _read(path: Path) -> Iterable[tuple[str, str, Choice]]:
    """The pair, the signature and the choice of each line that has a choice."""
    for place, value in read_json_lines(path, "A file of answers has one object a line"):
        if not isinstance(value.get("signature"), str):
            raise MalformedFile(f"{place}: expected an object with a signature")
        if value.get("choice") is not None:
            yield str(value.get("pair", "")), value["signature"], _choice(value, place)


def _choice(value: dict[str, Any], place: str) -> Choice:
    chosen, probability = value["choice"], value.get("probability", 1.0)
    number, share = choice_of(chosen), probability_of(probability)
    if number is None:
        raise MalformedFile(f"{place}: choice should be the number of an alternative, or 0, found {chosen!r}")
    if share is None:
        raise MalformedFile(f"{place}: probability should be between 0 and 1, found {probability!r}")
    return Choice(number, share)
