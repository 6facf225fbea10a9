"""English parts of speech, by the model of `denckring-en-pos`.

An averaged perceptron over fifteen features of a word and its neighbours. The package
sums dictionaries; over a matrix the same sums take two fifths of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np


class Tagger:
    """Gives each word of a sentence a universal part of speech, and a verb its form.

    >>> english().tag(["mine", "clearance", "is", "needed"])
    ['PRON|-', 'NOUN|-', 'AUX|Fin', 'VERB|Part']
    """

    def __init__(self) -> None:
        from denckring_en_pos import perceptron, tagger

        model = tagger()
        # Of equal sums the greatest label wins, as in the package; argmax takes the first.
        self._labels = sorted(model.classes, reverse=True)
        column = {label: k for k, label in enumerate(self._labels)}
        self._row = {feature: k for k, feature in enumerate(model.weights)}
        self._weights = np.zeros((len(self._row), len(column)))
        for row, weights in enumerate(model.weights.values()):
            for label, weight in weights.items():
                self._weights[row, column[label]] = weight
        self._unambiguous = model.tagdict
        self._features = perceptron.features
        self._edge = perceptron.START

    def tag(self, words: Sequence[str]) -> list[str]:
        """One label for each word; marks and numbers are left out of `words`."""
        lower = [word.lower() for word in words]
        before, last = self._edge, self._edge
        labels = []
        for k, word in enumerate(words):
            label = self._unambiguous.get(lower[k])
            if label is None:
                features = self._features(k, word, lower, last, before)
                rows = [row for feature in features if (row := self._row.get(feature)) is not None]
                label = self._labels[int(self._weights[rows].sum(axis=0).argmax())]
            labels.append(label)
            before, last = last, label
        return labels


@cache
def english() -> Tagger:
    """The model, read once."""
    return Tagger()
