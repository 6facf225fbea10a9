"""A language model behind an OpenAI-compatible endpoint as a judge: Ollama, llama.cpp, vLLM, a service."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from duiqi.aligner.judging.endpoint import Endpoint, NoReply
from duiqi.aligner.judging.judge import Choice, Report
from duiqi.aligner.judging.known import Known
from duiqi.aligner.judging.question import Question
from duiqi.aligner.judging.replies import choices_in, shown
from duiqi.corpus.cache import cache_folder
from duiqi.corpus.localization import user_language

READER = 0.93  # 84 of 90: a reader between our alignment and the gold's, on MAC-Dev
BATCH = 5  # questions of one request
SECONDS = 900.0  # for all questions
BAD_REQUEST = 400  # of HTTP
GIVEN_UP = 2  # requests in a row without a reply after which no other is made
NO_ANSWER = "a reply without a usable answer"


class ChatJudge:
    """A model that is asked over HTTP, some questions at a time.

    A question that gets no usable answer stays unanswered; `failures` counts the requests without a reply and
    the questions without an answer, by the reason. Answers are kept in the user's cache folder, so
    that the same question is put to the same model once.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        model: str,
        *,
        reliability: float = READER,
        seconds: float = SECONDS,
        folder: Path | None = None,
        announce: Callable[[str, int, int], None] | None = None,
        progress: Report | None = None,
    ) -> None:
        """A model of an endpoint.

        seconds   for all questions together
        folder    of the answers given before; by default in the user's cache folder
        announce  is called before anything is sent, with the host, how many questions go there, and how
                  many characters of the texts
        progress  is called with a stage, how many questions are done, and how many there are
        """
        self.endpoint, self.model = endpoint, model
        self.reliability, self.seconds = reliability, seconds
        self.failures: Counter[str] = Counter()
        self._announce, self._progress = announce, progress or (lambda stage, done, total: None)
        self._prompt = prompt_in(user_language())
        self._known = Known(folder or cache_folder() / "judge", endpoint.address, model, self._prompt)
        # The same answer each time, where it can be asked for: some models take no temperature.
        self._settings: dict[str, object] = {"temperature": 0, "stream": False}

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model

    def choose(self, questions: Sequence[Question]) -> list[Choice | None]:
        """The model's choices, those known from before among them."""
        found = {question.signature: self._known_choice(question) for question in questions}
        waiting = [question for question in questions if found[question.signature] is None]
        if waiting and self._announce:
            self._announce(self.endpoint.host, len(waiting), sum(one.characters for one in waiting))
        for question, choice in self._asked(waiting):
            self._known.put(question.signature, choice)
            found[question.signature] = choice
        return [found[question.signature] for question in questions]

    def _known_choice(self, question: Question) -> Choice | None:
        """The answer given before, if it is one of the alternatives: files can be damaged."""
        choice = self._known.get(question.signature)
        return choice if choice and choice.number <= len(question.alternatives) else None

    def _asked(self, questions: Sequence[Question]) -> Iterator[tuple[Question, Choice]]:
        """The questions that the model answers, batch by batch, with its choices."""
        until, in_a_row, size, stop = time.monotonic() + self.seconds, 0, BATCH, 0
        while (at := stop) < len(questions):
            stop = min(at + size, len(questions))
            batch = questions[at:stop]
            try:
                choices = choices_in(self._reply(batch, until), batch)
            except NoReply as failure:
                self.failures[str(failure)] += 1
                in_a_row += 1
                if failure.is_final or in_a_row == GIVEN_UP or time.monotonic() >= until:
                    return
                if failure.is_late and size > 1:  # a slow model answers one question sooner than five
                    size, stop = 1, at
                continue
            in_a_row = 0
            for question, choice in zip(batch, choices, strict=True):
                if choice is None:
                    self.failures[NO_ANSWER] += 1
                else:
                    yield question, choice
            self._progress("judge", stop, len(questions))

    def _reply(self, questions: Sequence[Question], until: float) -> str:
        """What the model writes about some questions."""
        content = {
            "model": self.model,
            "messages": [
                {"role": "system", "content": self._prompt},
                {"role": "user", "content": shown(questions)},
            ],
        }
        try:
            return self.endpoint.ask(content | self._settings, until)
        except NoReply as failure:
            if failure.status != BAD_REQUEST or not self._settings:
                raise
        self._settings = {}
        return self.endpoint.ask(content, until)


@cache
def prompt_in(language: str) -> str:
    """The prompt in a language that there is one in."""
    return (files("duiqi.aligner.judging") / "prompts" / f"{language}.txt").read_text(encoding="utf-8")
