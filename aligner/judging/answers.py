"""Questions written to a file, and a file with answers as a judge.

Both are JSON lines. A line of questions becomes an answer when `choice` is the number of an alternative, or 0
where none is right; the file may be edited in place, or another program may write lines with `signature`,
`choice` and, where it is not certain, `probability`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from duiqi.aligner.judging.judge import NONE, Choice
from duiqi.aligner.judging.question import Question
from duiqi.corpus.errors import MalformedFile, UnreadableFile
from duiqi.corpus.files import read_whole
from duiqi.exports.replacing import replacing

LOOKED_AT = 0.999  # so that an answer without a probability is taken, however sure the aligner was


def write_questions(questions: Iterable[Question], path: Path) -> int:
    """Write questions, one a line, and return how many there are."""
    count = 0
    with replacing(path) as stream:
        for question in questions:
            line = json.dumps(fields_of(question), ensure_ascii=False)
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


class AnswerFile:
    """The answers of a file, found by the signatures of the questions.

    unmatched  answers to other questions than those asked
    """

    name = "answers"

    def __init__(self, path: Path, reliability: float = LOOKED_AT) -> None:
        """Read a file; raises MalformedFile, UnreadableFile."""
        self.path, self.reliability, self.unmatched = path, reliability, 0
        self._choices = dict(_read(path))
        if not self._choices:
            raise MalformedFile(f"{path}: no line has a choice. Set it to the number of an alternative")

    def choose(self, questions: Sequence[Question]) -> list[Choice | None]:
        """The choices of the file; raises MalformedFile where it has none for any of these questions."""
        known = {question.signature: question for question in questions}
        self.unmatched = sum(signature not in known for signature in self._choices)
        if self.unmatched == len(self._choices):
            raise MalformedFile(
                f"{self.path}: none of its {self.unmatched:,} answers belongs to these texts as they are "
                "aligned now. Write the questions anew with --questions"
            )
        found = [self._choices.get(question.signature) for question in questions]
        for question, choice in zip(questions, found, strict=True):
            if choice and choice.number > len(question.alternatives):
                raise MalformedFile(
                    f"{self.path}: question {question.id} has {len(question.alternatives)} "
                    f"alternatives, found the choice {choice.number}"
                )
        return found


def has_answers(path: Path) -> bool:
    """Whether a file has answers that would be lost if it were overwritten."""
    try:
        return any(_read(path))
    except (MalformedFile, UnreadableFile):
        return path.exists()  # not of ours, or damaged: not to be overwritten in silence


def _read(path: Path) -> Iterable[tuple[str, Choice]]:
    """The signature and the choice of each line that has a choice."""
    try:
        lines = read_whole(path).decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise MalformedFile(f"{path}: not utf-8. Save the answers as UTF-8") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise MalformedFile(f"{path}, line {number}: no JSON. Each line should be one object") from error
        if not isinstance(value, dict) or not isinstance(value.get("signature"), str):
            raise MalformedFile(f"{path}, line {number}: expected an object with a signature")
        if value.get("choice") is not None:
            yield value["signature"], _choice(value, f"{path}, line {number}")


def _choice(value: dict[str, Any], place: str) -> Choice:
    chosen, probability = value["choice"], value.get("probability", 1.0)
    if not is_number(chosen) or chosen != int(chosen) or chosen < NONE:
        raise MalformedFile(f"{place}: choice should be the number of an alternative, or 0, found {chosen!r}")
    if not is_number(probability) or not 0 <= probability <= 1:
        raise MalformedFile(f"{place}: probability should be between 0 and 1, found {probability!r}")
    return Choice(int(chosen), float(probability))


def is_number(value: object) -> bool:
    """Whether a JSON value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9
