"""Any encoder that can read aligns by itself; one that cannot gets the bundled one beside it, once."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

import numpy as np
import pytest

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.encoders.blocks import ComposedSpans
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.encoders.protocol import Encoder, ReadingEncoder
from duiqi.aligner.encoders.reading import Reading
from duiqi.aligner.pipeline import align
from duiqi.aligner.terms import extract_terms
from duiqi.segmenters import from_sentences
from tests.aligner.encoders.counting import counted

TEXT = (
    "It was cold.",
    "Nobody had seen 𠀀 since the spring, although many had asked.",
    "The mine was 120 metres deep!",
    "Was it?",
)


class Comparing:
    """An encoder that hashes characters, and can do nothing else."""

    name = "comparing"

    def encode(self, sentences: Sequence[str]) -> Floats32:
        return counted(sentences)


class Characters:
    """A reading encoder in forty lines: tokens are characters, and a block is the mean of its tokens."""

    name = "characters"
    dimensions = 24
    vocabulary = 4096
    threads = 1

    def __init__(self) -> None:
        table = np.random.default_rng(0).standard_normal((self.vocabulary, self.dimensions))
        self._table = (table / np.linalg.norm(table, axis=1, keepdims=True)).astype(np.float32)

    def _ids(self, sentence: str) -> list[int]:
        return [ord(sign) % self.vocabulary for sign in sentence]

    def encode(self, sentences: Sequence[str]) -> Floats32:
        ids = [self._ids(sentence or " ") for sentence in sentences]
        sums = np.array([self._table[these].sum(axis=0) for these in ids], np.float32)
        return self.compose(sums.reshape(-1, self.dimensions), np.array([len(these) for these in ids]))

    def read(self, sentences: Sequence[str], spaced: bool) -> Reading:
        ids = [self._ids(sentence or " ") for sentence in sentences]
        lengths = np.array([len(these) for these in ids], np.int64)
        inner = np.array([self._table[these].sum(axis=0) for these in ids], np.float32)
        nothing = np.zeros_like(inner)
        starts = np.cumsum([0, *lengths])
        return Reading(
            spans=ComposedSpans(self.compose, inner, nothing, nothing, lengths, np.zeros_like(lengths)),
            tokens=np.array([token for these in ids for token in these], np.int64),
            token_starts=starts,
            clauses=self.compose(inner, lengths),
            clause_starts=np.arange(len(ids) + 1),
            clause_lengths=lengths,
        )

    def compose(self, sums: Floats32, lengths: Ints) -> Floats32:
        return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), np.float32)

    def token_vectors(self, ids: Ints) -> Floats32:
        return self._table[ids]

    def piece(self, token: int) -> str:
        return chr(token)

    def rarity(self, text: str) -> float:
        return float(len(text))

    def single_threaded(self) -> AbstractContextManager[None]:
        return nullcontext()

    def alone(self) -> Characters:
        return self


@pytest.fixture
def no_bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading the bundled encoder fails."""

    def refuse(*_: object) -> None:
        raise AssertionError("the bundled encoder is loaded")

    monkeypatch.setattr(BundledEncoder, "__init__", refuse)


def test_the_protocol_names_what_the_bundled_encoder_can_do(encoder: BundledEncoder) -> None:
    """Nothing of the bundled encoder is needed that is not in the protocol."""
    reading: ReadingEncoder = encoder
    assert isinstance(reading, ReadingEncoder)
    assert not isinstance(Comparing(), ReadingEncoder)


def test_an_encoder_that_reads_does_both(encoder: BundledEncoder) -> None:
    pair = EncoderPair.of(encoder)
    assert pair.is_one
    assert (pair.comparing, pair.reading, pair.workers) == (encoder, encoder, encoder.threads)
    assert pair.alone().reading.threads == pair.alone().workers == 1


@pytest.mark.slow
def test_an_encoder_that_only_compares_gets_one_that_reads() -> None:
    """Its own calls come from one thread: it may keep a device, or a file, for that thread."""
    pair = EncoderPair.of(Comparing())
    assert (pair.name, pair.workers, pair.is_one) == ("comparing", 1, False)
    assert isinstance(pair.reading, BundledEncoder)
    assert pair.alone() is pair
    assert np.array_equal(pair.encode(TEXT), Comparing().encode(TEXT))


@pytest.mark.slow
def test_without_an_encoder_the_bundled_one_does_both() -> None:
    pair = EncoderPair.of()
    assert (pair.name, pair.is_one) == ("bundled", True)


def test_a_pair_is_an_encoder_and_is_kept(encoder: BundledEncoder) -> None:
    pair: Encoder = EncoderPair(Comparing(), encoder)
    assert EncoderPair.of(pair) is pair


@pytest.mark.slow
@pytest.mark.usefixtures("no_bundled")
def test_a_pair_loads_nothing_again(encoder: BundledEncoder) -> None:
    """Two texts and their terms: `--model NAME --terms` has the bundled encoder in memory once."""
    pair = EncoderPair(Comparing(), encoder)
    source, target = from_sentences(TEXT, "en"), from_sentences(TEXT, "de")
    first, second = (align(source, target, pair, presegmented=True) for _ in range(2))
    assert first == second
    assert first.encoder == "comparing"
    with extract_terms([first], pair) as extraction:
        assert "enc:comparing" in extraction.glossary().signature


@pytest.mark.slow
@pytest.mark.usefixtures("no_bundled")
def test_another_encoder_that_reads_aligns_without_the_bundled_one() -> None:
    texts = TEXT * 3
    source, target = from_sentences(texts, "en"), from_sentences(texts, "de")
    found = align(source, target, Characters(), presegmented=True)
    assert found.encoder == "characters"
    assert [(list(bead.source), list(bead.target)) for bead in found.beads] == [
        ([k], [k]) for k in range(len(texts))
    ]
    with extract_terms([found], Characters()) as extraction:
        assert "enc:characters" in extraction.glossary().signature
