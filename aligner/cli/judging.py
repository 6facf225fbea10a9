"""Judges where no alignment is sure: options of `duiqi align` and `duiqi batch`, and what is reported."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duiqi.aligner.cli.files import same_file
from duiqi.aligner.cli.messages import say
from duiqi.aligner.cli.overwriting import WRITTEN
from duiqi.aligner.cli.progress import Meter
from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.model import Alignment

if TYPE_CHECKING:
    from duiqi.aligner.batch.ledger import Ledger
    from duiqi.aligner.encoders.protocol import Encoder
    from duiqi.aligner.judging.answers import AnswerFile
    from duiqi.aligner.judging.chat import ChatJudge

KEY = "DUIQI_JUDGE_KEY"  # the environment variable


def _positive(seconds: float | None) -> float | None:
    if seconds is not None and not 0 < seconds < float("inf"):
        raise typer.BadParameter(f"expected a number of seconds above 0, found {seconds:g}")
    return seconds


@dataclass(frozen=True)
class Judging:
    """Who decides where no alignment is sure."""

    questions: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write where no alignment is sure, with the alternatives: JSON lines."
        ),
        WRITTEN,
    ] = None
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Take answers: a file of questions in which choices were set."),
    ] = None
    judge: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Ask a language model, which reads these places: an OpenAI-compatible endpoint, as "
            f"http://localhost:11434. A key is taken from {KEY}.",
        ),
    ] = None
    judge_model: Annotated[
        str | None, typer.Option(metavar="NAME", help="The model, as the endpoint calls it.")
    ] = None
    judge_reliability: Annotated[
        float | None,
        typer.Option(
            metavar="0…1", help="Share of its answers that are right; by default 0.93.", min=0.0, max=1.0
        ),
    ] = None
    judge_seconds: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS", help="Time for all questions to the model; by default 900.", callback=_positive
        ),
    ] = None

    @property
    def is_wanted(self) -> bool:
        """Whether questions are to be looked for."""
        return bool(self.questions or self.answers or self.judge)

    @property
    def stage(self) -> str:
        """What `--timings` calls the work on questions."""
        return "judge" if self.answers or self.judge else "questions"

    def check(self, outputs: list[Path], *, force: bool) -> None:
        """Refuse, before any work, options that do not go together and files that would be lost."""
        if (self.judge is None) != (self.judge_model is None):
            raise typer.BadParameter(
                "--judge and --judge-model go together: an address and the name of a model"
            )
        if not self.is_wanted:
            return
        from duiqi.aligner.judging.answers import AnswerFile, check_no_answers
        from duiqi.exports.replacing import check_place

        if self.judge:
            self._chat(None)
        if self.answers:
            AnswerFile(self.answers)
        if (path := self.questions) is None:
            return
        if str(path) == "-":
            raise typer.BadParameter("--questions: needs the name of a file")
        check_place(path)
        if any(same_file(other, path) for other in outputs):
            raise UnwritableFile(f"{path}: named twice as output")
        if not force:
            check_no_answers(path)

    def apply(self, alignment: Alignment, encoder: Encoder) -> Alignment:
        """The alignment with what the judges chose; the questions left open are written."""
        from duiqi.aligner.judging.answers import AnswerFile, write_questions
        from duiqi.aligner.judging.judged import judged
        from duiqi.exports.options import count

        file = AnswerFile(self.answers) if self.answers else None
        with Meter() as meter:
            chat = self._chat(meter) if self.judge else None
            judges = [judge for judge in (file, chat) if judge]
            found = judged(alignment, *judges, encoder=encoder, progress=meter)
        self._tell(file, chat)
        if judges:
            answered = found.asked - len(found.open)
            say(f"questions answered: {answered:,} of {found.asked:,}; places changed: {found.changed:,}")
        if self.questions:
            say(f"{self.questions}: {count(write_questions(found.open, self.questions), 'question')}")
        return found.alignment

    def answer(self, ledger: Ledger) -> None:
        """Record the answers to the questions of a run; pairs with new ones wait to be aligned with them."""
        if self.answers:
            self._take_file(ledger)
        if self.judge:
            from duiqi.aligner.batch.job import Answer
            from duiqi.aligner.judging.answers import question_of

            waiting = list(ledger.questions.open())
            with Meter() as meter:
                chat = self._chat(meter)
                choices = chat.choose([question_of(asked.fields) for asked in waiting])
            for asked, choice in zip(waiting, choices, strict=True):
                if choice:
                    given = Answer(asked.fields["signature"], *choice, chat.name, chat.reliability)
                    ledger.questions.answer(asked.pair, given)
            self._tell(None, chat)

    def _take_file(self, ledger: Ledger) -> None:
        """Record the answers of a file that are new, or other than before."""
        from duiqi.aligner.batch.job import Answer
        from duiqi.aligner.judging.answers import AnswerFile

        assert self.answers
        file = AnswerFile(self.answers)
        found, matched = [], set()
        for asked in ledger.questions:
            signature = asked.fields["signature"]
            if choice := file.choice(asked.id, signature):
                file.check_choice(
                    choice, f"{asked.id} {asked.fields['id']}", len(asked.fields["alternatives"])
                )
                given = Answer(signature, *choice, file.name, file.reliability)
                matched.add((asked.id, signature))
                if given != asked.answer:
                    found.append((asked.pair, given))
        file.check_matched(len(matched))
        for pair, given in found:
            ledger.questions.answer(pair, given)
        self._tell(file, None)

    def conclude(self, ledger: Ledger) -> None:
        """Report how many questions of a run are answered, and write those that are not."""
        from duiqi.aligner.judging.answers import write_objects
        from duiqi.exports.options import count

        if self.answers or self.judge:
            found = [report["questions"] for report in ledger.reports() if "questions" in report]
            asked, answered, changed = (
                sum(one[name] for one in found) for name in ("asked", "answered", "changed")
            )
            say(f"questions answered: {answered:,} of {asked:,}; places changed: {changed:,}")
        if self.questions:
            lines = ({"pair": one.id, **one.fields} for one in ledger.questions.open())
            say(f"{self.questions}: {count(write_objects(lines, self.questions), 'question')}")

    def _chat(self, meter: Meter | None) -> ChatJudge:
        from duiqi.aligner.judging.chat import READER, SECONDS, ChatJudge
        from duiqi.aligner.judging.endpoint import Endpoint
        from duiqi.exports.options import count

        endpoint = Endpoint(self.judge or "", os.environ.get(KEY, ""))

        def announce(host: str, number: int, characters: int) -> None:
            asked = count(number, "question")
            say(f"to {host} ({self.judge_model}): {asked}, {characters:,} characters of the texts")
            if not endpoint.is_private:
                say(f"warning: {host}: not encrypted, so others may read along. Use https")

        return ChatJudge(
            endpoint,
            self.judge_model or "",
            reliability=READER if self.judge_reliability is None else self.judge_reliability,
            seconds=SECONDS if self.judge_seconds is None else self.judge_seconds,
            announce=announce,
            progress=meter,
        )

    @staticmethod
    def _tell(file: AnswerFile | None, chat: ChatJudge | None) -> None:
        from duiqi.exports.options import count

        if file and file.unmatched:
            answers = "1 answer is" if file.unmatched == 1 else f"{file.unmatched:,} answers are"
            say(f"warning: {file.path}: {answers} to other questions, and not used")
        if file and file.contradictory:
            questions = count(file.contradictory, "question")
            say(f"warning: {file.path}: {questions} with answers that differ, of which none is used")
        if chat:
            for reason, number in chat.failures.items():
                host = chat.endpoint.host
                if number == 1:
                    say(f"warning: {host}: {reason} (once)")
                else:
                    say(f"warning: {host}: {reason} ({number:,} times)")
