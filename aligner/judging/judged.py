"""An alignment with the choices of judges in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from duiqi.aligner.encoders.protocol import Encoder
from duiqi.aligner.judging.belief import believed, posterior
from duiqi.aligner.judging.judge import NONE, Judge, Report
from duiqi.aligner.judging.question import Question, questions_of
from duiqi.corpus.model import Alignment, Bead, Doubt
from duiqi.corpus.tiling import beads_of, editable

UNANSWERED = "unanswered"  # the code of the doubt


class Judged(NamedTuple):
    """An alignment after its judges, and what they were asked.

    open     the questions that nobody answered; these places stay as they were
    asked    how many questions there were
    changed  how many of their places are aligned otherwise now
    """

    alignment: Alignment
    open: tuple[Question, ...]
    asked: int
    changed: int


def judged(
    alignment: Alignment,
    *judges: Judge,
    encoder: Encoder | None = None,
    progress: Report | None = None,
) -> Judged:
    """Let judges decide where no alignment is sure.

    A question that one judge leaves unanswered goes to the next. The most probable alternative after an
    answer replaces the beads of its place, and their confidence is what it is after that answer; beads that a
    person has accepted are in no question.

    encoder   that finds the alternatives; the bundled one by default
    progress  is called with a stage, how many beads were looked at, and how many there are
    raises    ValueError where a judge breaks the protocol, and the judges' own errors
    """
    alignment = editable(alignment)
    questions = []
    for question in questions_of(alignment, encoder):
        questions.append(question)
        if progress:
            progress("questions", question.alternatives[0].at, len(beads_of(alignment)))
    return decided(alignment, questions, *judges)


def decided(alignment: Alignment, questions: Sequence[Question], *judges: Judge) -> Judged:
    """`judged` with questions that are known already, about an alignment that can be edited."""
    beads = beads_of(alignment)
    new: dict[int, tuple[int, tuple[Bead, ...]]] = {}  # by the first bead of a place, how many, and what now
    waiting, names, changed = list(questions), [], 0
    for judge in judges:
        _check_share(judge, "reliability", judge.reliability)
        choices = judge.choose(waiting)
        if len(choices) != len(waiting):
            raise ValueError(f"{judge.name}: {len(waiting)} questions but {len(choices)} choices")
        later = []
        for question, choice in zip(waiting, choices, strict=True):
            if choice is None:
                later.append(question)
                continue
            if not NONE <= choice.number <= len(question.alternatives):
                raise ValueError(f"{judge.name}: no alternative {choice.number} of question {question.id}")
            _check_share(judge, "probability", choice.probability)
            after = posterior(question.alternatives, choice, judge.reliability)
            best = believed(question.alternatives, after)
            new[best.at] = best.count, best.beads
            changed += not best.is_present
        names += [judge.name.replace("|", "/")] if len(later) < len(waiting) else []
        waiting = later
    found: list[Bead] = []
    at = 0
    while at < len(beads):
        count, own = new.get(at, (1, beads[at : at + 1]))
        found += own
        at += count
    doubts = _doubts(len(waiting), len(questions)) if judges else ()
    result = replace(
        alignment.with_beads(tuple(found)),
        signature="|judge:".join([alignment.signature, *names]),
        warnings=(*alignment.warnings, *doubts),
    )
    return Judged(editable(result), tuple(waiting), len(questions), changed)


def _check_share(judge: Judge, name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"{judge.name}: a {name} is between 0 and 1, found {value:g}")


def _doubts(unanswered: int, asked: int) -> Sequence[Doubt]:
    if not unanswered:
        return ()
    return (
        Doubt(
            UNANSWERED,
            f"questions without an answer: {unanswered:,} of {asked:,}. Their places stay as they are",
        ),
    )
