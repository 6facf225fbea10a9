"""Answers that were given before, on disk: the numbers alone, no text."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from duiqi.aligner.judging.judge import NONE, Choice
from duiqi.aligner.judging.values import is_number
from duiqi.corpus.errors import UnwritableFile
from duiqi.exports.replacing import replacing


class Known:
    """A folder of answers, each in a small file named by a hash of model, prompt and question.

    A folder that cannot be read or written keeps nothing, which is no error.
    """

    def __init__(self, folder: Path, *key: str) -> None:
        """The answers of one model to one prompt.

        folder  made where it is missing
        key     what the answers depend on beside the question
        """
        self._folder, self._key = folder, key

    def get(self, question: str) -> Choice | None:
        """The answer to a question, by the question's signature."""
        try:
            number, probability = json.loads(self._path(question).read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        is_whole = isinstance(number, int) and is_number(probability) and number >= NONE
        return Choice(number, float(probability)) if is_whole and 0 <= probability <= 1 else None

    def put(self, question: str, choice: Choice) -> None:
        """Keep an answer; another process may keep the same at the same time."""
        with suppress(OSError, UnwritableFile):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with replacing(self._path(question)) as stream:
                stream.write(json.dumps(choice).encode())

    def _path(self, question: str) -> Path:
        digest = hashlib.sha256(json.dumps([*self._key, question]).encode()).hexdigest()
        return self._folder / digest[:32]
