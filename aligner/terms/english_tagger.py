"""English parts of speech, by the model of `denckring-en-pos`.

An averaged perceptron trained on the UD English Web Treebank. Only the package's resource file
is read: its interface takes a third of a second to import, and its sums, over dictionaries, two
and a half times as long as over a matrix.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from duiqi.corpus.errors import MissingExtra

START, END = "<s>", "</s>"  # sentinels before the first and after the last word
MOST_FORMS = 1 << 16  # words whose rows are kept


class Perceptron:
    """Tags each word of a sentence with a universal part of speech, and a verb with its form.

    >>> english().tag(["mine", "clearance", "is", "needed"])
    ['PRON|-', 'NOUN|-', 'AUX|Fin', 'VERB|Part']
    """

    def __init__(self) -> None:
        model = json.loads(gzip.decompress(_resource().read_bytes()))
        # Of equal sums the last label in the alphabet wins; argmax takes the first.
        self._labels: list[str] = sorted(model["classes"], reverse=True)
        column = {label: k for k, label in enumerate(self._labels)}
        self._row = {feature: k for k, feature in enumerate(model["weights"])}
        self._weights = np.zeros((len(self._row), len(column)))
        for row, weights in enumerate(model["weights"].values()):
            for label, weight in weights.items():
                self._weights[row, column[label]] = weight
        self._form_rows: dict[str, list[int]] = {}
        self._unambiguous: dict[str, str] = model["tagdict"]
        self._vocabulary = {feature[2:] for feature in self._row if feature.startswith("w ")}

    def knows(self, word: str) -> bool:
        """Whether the model has seen a word, in lower case."""
        return word in self._unambiguous or word in self._vocabulary

    def tag(self, words: Sequence[str]) -> list[str]:
        """One label for each word.

        words  of a sentence, in order, without punctuation marks and numbers
        """
        padded = [START, START, *(word.lower() for word in words), END, END]
        before, last = START, START
        labels = []
        for k, word in enumerate(words):
            label = self._unambiguous.get(padded[k + 2])
            if label is None:
                rows = self._rows(word, padded[k : k + 5], last, before)
                sums = np.add.reduce(self._weights.take(rows, axis=0), axis=0)
                label = self._labels[int(sums.argmax())]
            labels.append(label)
            before, last = last, label
        return labels

    def _rows(self, word: str, around: list[str], last: str, before: str) -> list[int]:
        """The rows that the model has for a word's form, its neighbours and the labels before it."""
        features = (
            f"t-1 {last}",
            f"t-2 {before}",
            f"t-1t-2 {last} {before}",
            f"w-1 {around[1]}",
            f"w-2 {around[0]}",
            f"w+1 {around[3]}",
            f"w+2 {around[4]}",
            f"t-1 w {last} {around[2]}",
        )
        rows = self._form_rows.get(word)
        if rows is None:
            if len(self._form_rows) >= MOST_FORMS:
                self._form_rows.clear()
            self._form_rows[word] = rows = self._known(_form_features(word))
        return rows + self._known(features)

    def _known(self, features: Sequence[str]) -> list[int]:
        """The rows of those features that the model has."""
        return [row for feature in features if (row := self._row.get(feature)) is not None]


def _resource() -> Path:
    """The package's model, found without importing the package."""
    package = find_spec("denckring_en_pos")
    if package is None or package.origin is None:
        raise MissingExtra(
            "denckring-en-pos is not installed. Install it with: pip install denckring-en-pos==0.6.0"
        )
    return Path(package.origin).parent / "data" / "tagger.json.gz"


def _form_features(word: str) -> tuple[str, ...]:
    """The features of a word's form alone."""
    lower = word.lower()
    shape = ("X" if word[0].isupper() else "x") + ("d" if any(map(str.isdigit, word)) else "")
    return (
        "bias",
        f"suf3 {lower[-3:]}",
        f"suf2 {lower[-2:]}",
        f"suf1 {lower[-1:]}",
        f"pre1 {lower[:1]}",
        f"shape {shape}",
        f"w {lower}",
    )


@cache
def english() -> Perceptron:
    """The model, read once."""
    return Perceptron()
