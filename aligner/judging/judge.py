"""The protocol of judges: questions in, a choice with a probability out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from duiqi.aligner.judging.question import Question

Report = Callable[[str, int, int], None]  # of progress: the stage, how much is done, how much there is
NONE = 0  # the choice that says that no alternative is right


class Choice(NamedTuple):
    """The number of the alternative that a judge holds to be right, or NONE.

    probability  that the choice is right, as the judge says
    """

    number: int
    probability: float = 1.0


def agreed(choices: Sequence[Choice]) -> Choice | None:
    """The last of several choices for one question; None where they differ, or where there is none.

    >>> agreed([Choice(2), Choice(2, 0.9)]), agreed([Choice(1), Choice(2)])
    (Choice(number=2, probability=0.9), None)
    """
    return choices[-1] if len({choice.number for choice in choices}) == 1 else None


class Judge(Protocol):
    """Something that answers questions: a person's file, a language model, a program.

    name         part of the alignment's signature
    reliability  the share of its choices that are right where it says that it is certain
    """

    @property
    def name(self) -> str: ...
    @property
    def reliability(self) -> float: ...
    def choose(self, questions: Sequence[Question]) -> Sequence[Choice | None]:
        """One choice for each question, None for a question without an answer."""
        ...
