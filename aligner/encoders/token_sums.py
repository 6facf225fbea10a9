"""Sums of the features that tokens have in context, over groups of tokens.

A token's features are its embedding and the outputs of three branches of two convolutions,
which see four tokens to either side. The vector of a clause or a sentence is computed from
the sum of its tokens' features, each normalised.
"""

from __future__ import annotations

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints, reduce_runs
from duiqi.aligner.encoders.convolution import Convolution, tiled
from duiqi.aligner.encoders.sequences import batches
from duiqi.aligner.encoders.token_layers import LayersOfTypes, TokenLayers
from duiqi.aligner.encoders.weights import (
    BRANCHES,
    CHANNELS,
    DIMENSIONS,
    FEATURES,
    REACH,
    WINDOW,
    Weights,
)
from duiqi.aligner.threads import each

# A thread's working set stays in the cache with a thousand tokens; a pass shares the
# first layers of its distinct tokens, 15 kB each.
TOKENS_A_BATCH = 1024
TOKENS_A_PASS = 65536


class TokenSums:
    """The convolutions over texts, and the sums of their outputs."""

    def __init__(self, layers: TokenLayers, weights: Weights) -> None:
        self._layers = layers
        self._second = [
            Convolution(weights[f"w2_{width}"].reshape(width, CHANNELS, CHANNELS)) for width, _ in BRANCHES
        ]
        self._second_bias = [weights[f"b2_{width}"] for width, _ in BRANCHES]
        self._epsilon = np.float32(weights["eps"])

    def __call__(self, tokens: Ints, lengths: Ints, low: Ints, high: Ints, threads: int) -> Floats32:
        """Sum the normalised features of tokens low[k] to high[k]: (len(low), FEATURES).

        Gain and shift of the normalisation are left to the projection of the sums.

        lengths    of the sequences that `tokens` consist of; no token sees beyond its own
        low, high  (groups,) half-open, in the order of `tokens`; groups may overlap
        """
        parts = np.maximum(-(-(high - low) // TOKENS_A_BATCH), 1)
        if (parts > 1).any():  # a chapter on one line
            ends = np.cumsum(parts)
            group = np.repeat(np.arange(len(parts)), parts)
            start = low[group] + TOKENS_A_BATCH * (np.arange(ends[-1]) - (ends - parts)[group])
            stop = np.minimum(start + TOKENS_A_BATCH, high[group])
            return reduce_runs(np.add, self(tokens, lengths, start, stop, threads), ends - parts, ends)
        stops = np.repeat(np.cumsum(lengths), lengths)
        starts = stops - np.repeat(lengths, lengths)
        bounds = np.stack([starts, stops])
        sums = np.empty((len(low), FEATURES), np.float32)
        for first, last in batches(high - low, TOKENS_A_PASS):
            sums[first:last] = self._pass(tokens, bounds, low[first:last], high[first:last], threads)
        return sums

    def _pass(self, tokens: Ints, bounds: Ints, low: Ints, high: Ints, threads: int) -> Floats32:
        """Sums of groups whose distinct tokens fit into memory.

        bounds  (2, tokens): where each token's sequence starts and stops
        """
        begin = max(int(low.min()) - REACH, 0)
        stop = min(int(high.max()) + REACH, len(tokens))
        layers = self._layers(tokens[begin:stop])

        def summed(batch: tuple[int, int]) -> Floats32:
            return self._batch(layers, bounds, (begin, stop), low[slice(*batch)], high[slice(*batch)])

        return np.concatenate(each(summed, list(batches(high - low, TOKENS_A_BATCH)), threads))

    def _batch(
        self, layers: LayersOfTypes, bounds: Ints, known: tuple[int, int], low: Ints, high: Ints
    ) -> Floats32:
        """Sums of groups whose features fit into a core's cache.

        known  the range of tokens that `layers` are of
        """
        begin, stop = known
        sentinel = len(layers.embeddings) - 1
        wanted, seen = _covered(low, high), _covered(low - WINDOW, high + WINDOW)
        seen = seen[np.searchsorted(seen, begin) : np.searchsorted(seen, stop)]
        around = seen + np.arange(-WINDOW, WINDOW + 1)[:, None]
        outside = (around < bounds[0, seen]) | (around >= bounds[1, seen])
        which = layers.which[np.where(outside, begin, around) - begin]
        which[outside] = sentinel
        tile, firsts, slots = tiled(wanted, bounds[0, wanted])
        around = firsts + np.arange(-WINDOW, tile + WINDOW)[:, None]
        windows = np.minimum(np.searchsorted(seen, around), len(seen) - 1)
        outside = (around < bounds[0, firsts]) | (around >= bounds[1, firsts])
        windows[outside | (seen[windows] != around)] = len(seen)
        # A group's slots are as consecutive as its tokens; an empty group may come after all of them.
        slot = np.append(slots, 0)[np.searchsorted(wanted, low)]
        return self._normalised_sums(self._features(layers, which, windows), slot, slot + high - low)

    def _features(self, layers: LayersOfTypes, which: Ints, windows: Ints) -> Floats32:
        """The features of the tokens of tiles, tile after tile: (tiles * tile, FEATURES).

        which    (5, seen): the types of the tokens from two before to two after each token that the
                 second convolution sees; the sentinel for none
        windows  (tile + 4, tiles): the indices among these of the tokens that a tile sees, from two
                 before its first to two after its last; `seen` for none
        """
        tile = len(windows) - 2 * WINDOW
        own = windows[WINDOW : WINDOW + tile].T
        features = np.empty((*own.shape, FEATURES), np.float32)
        sentinel = len(layers.embeddings) - 1
        embeddings = layers.embeddings.take(np.append(which[WINDOW], sentinel)[own], axis=0)
        features[..., :DIMENSIONS] = embeddings
        hidden = np.zeros((which.shape[1] + 1, CHANNELS), np.float32)
        spare = np.empty_like(hidden[:-1])
        for branch, (width, left) in enumerate(BRANCHES):
            near = WINDOW - left
            self._first_layer(layers, branch, which, hidden[:-1], spare)
            second = self._second[branch](hidden.take(windows[near : near + tile + width - 1], axis=0))
            second += self._second_bias[branch]
            np.maximum(second, 0, out=second)
            at = DIMENSIONS + branch * CHANNELS
            feature = features[..., at : at + CHANNELS]
            np.add(second.transpose(1, 0, 2), hidden.take(own, axis=0), out=feature)
        return features.reshape(-1, FEATURES)

    def _first_layer(
        self, layers: LayersOfTypes, branch: int, which: Ints, out: Floats32, spare: Floats32
    ) -> None:
        """A branch's first convolution with its residual, into `out`: (seen, CHANNELS)."""
        width, left = BRANCHES[branch]
        near = WINDOW - left
        for slot, at in enumerate(which[near : near + width]):
            layers.slots[branch][slot].take(at, axis=0, out=spare if slot else out, mode="clip")
            if slot:
                out += spare
        np.maximum(out, 0, out=out)
        out += layers.hidden[branch].take(which[WINDOW], axis=0, out=spare, mode="clip")

    def _normalised_sums(self, features: Floats32, low: Ints, high: Ints) -> Floats32:
        """Layer normalisation of each row, and the sums of the rows [low[k], high[k]): (len(low), FEATURES).

        Mean and deviation are applied to the sums rather than to each row.
        """
        mean = features @ np.full(FEATURES, 1 / FEATURES, np.float32)
        variance = np.einsum("ij,ij->i", features, features) / FEATURES - mean**2
        scale = 1 / np.sqrt(variance + self._epsilon)
        sums = np.zeros((len(low), FEATURES), np.float32)
        offset = np.append(0, np.cumsum(scale * mean, dtype=np.float64))
        for number, (start, stop) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
            np.dot(scale[start:stop], features[start:stop], out=sums[number])
        sums -= (offset[high] - offset[low]).astype(np.float32)[:, None]
        return sums


def _covered(low: Ints, high: Ints) -> Ints:
    """The numbers in some range [low[k], high[k]), ascending."""
    first = int(low.min())
    marks = np.zeros(int(high.max()) - first + 1, np.int64)
    np.add.at(marks, low - first, 1)
    np.add.at(marks, high - first, -1)
    return np.flatnonzero(np.cumsum(marks)) + first
