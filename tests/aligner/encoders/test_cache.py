"""A cache of embeddings: what was encoded once is not encoded again, and nothing else changes."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from duiqi.aligner.encoders.cache import CachedEncoder
from duiqi.aligner.encoders.catalogue import load_encoder
from duiqi.aligner.encoders.protocol import Encoder
from duiqi.aligner.encoders.transformers import SentenceTransformersEncoder
from duiqi.corpus import UnreadableFile, UnwritableFile

SENTENCES = (
    "The General Assembly,",
    "Urges all States to support mine action;",
    "",
    "The General Assembly,",
    "𠀀 is a character beyond the sixteen bits that some code still counts on.",
)


class Counting:
    """An encoder that hashes characters, and notes the sentences that it was given."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, sentences: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        self.asked += sentences
        rows = np.zeros((len(sentences), 16), np.float32)
        for row, sentence in zip(rows, sentences, strict=True):
            for sign in sentence or " ":
                row[ord(sign) % 16] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def counting() -> Counting:
    return Counting()


def test_what_was_encoded_once_is_not_encoded_again(counting: Counting, tmp_path: Path) -> None:
    first = CachedEncoder(counting, "a", tmp_path).encode(SENTENCES)
    assert sorted(counting.asked) == sorted(set(SENTENCES))
    again = CachedEncoder(counting, "a", tmp_path).encode([*SENTENCES, "New."])
    assert len(counting.asked) == len(set(SENTENCES)) + 1
    assert np.array_equal(again[:5], first)


@pytest.mark.slow
def test_with_a_cache_the_vectors_are_those_without(
    minilm: Encoder, minilm_folder: Path, tmp_path: Path
) -> None:
    cached = load_encoder(str(minilm_folder), cache=tmp_path / "new" / "folder")
    plain = minilm.encode(SENTENCES)
    assert cached.name == minilm.name
    assert np.allclose(cached.encode(SENTENCES), plain, atol=1e-6)
    assert np.allclose(cached.encode(SENTENCES), plain, atol=1e-6)


def test_models_do_not_share_vectors(counting: Counting, tmp_path: Path) -> None:
    CachedEncoder(counting, "a", tmp_path).encode(["Yes."])
    CachedEncoder(counting, "b", tmp_path).encode(["Yes."])
    assert counting.asked == ["Yes.", "Yes."]


@pytest.mark.slow
def test_another_file_in_the_folder_is_another_model(minilm_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(minilm_folder, folder)
    before = SentenceTransformersEncoder(str(folder)).fingerprint
    assert SentenceTransformersEncoder(str(folder)).fingerprint == before
    with (folder / "vocab.txt").open("a", encoding="utf-8") as vocabulary:
        vocabulary.write("雷\n")
    assert SentenceTransformersEncoder(str(folder)).fingerprint != before


def test_no_sentences_need_no_cache(counting: Counting, tmp_path: Path) -> None:
    assert CachedEncoder(counting, "a", tmp_path).encode([]).shape == (0, 16)


def test_a_refusal_while_another_run_creates_the_cache_is_no_failure(
    counting: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite refuses one of two that change the journal's mode together at once, without any waiting."""
    refusals = [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY]

    class Contended(sqlite3.Connection):
        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            if "journal_mode" in sql and refusals:
                error = sqlite3.OperationalError("database is locked")
                error.sqlite_errorcode = refusals.pop()
                raise error
            return super().execute(sql, *parameters)

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Contended))
    CachedEncoder(counting, "a", tmp_path).encode(["Yes."])
    assert (refusals, counting.asked) == ([], ["Yes."])


def test_two_runs_may_share_a_cache(tmp_path: Path) -> None:
    """Both write the same and different sentences at once; nothing is lost, nobody fails."""
    texts = [f"{number}. 敦促所有国家" for number in range(200)]
    failures: list[BaseException] = []

    def run(mine: Sequence[str]) -> None:
        try:
            for low in range(0, len(mine), 10):
                CachedEncoder(Counting(), "a", tmp_path).encode(mine[low : low + 10])
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(part,)) for part in (texts[:150], texts[50:], texts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    late = Counting()
    CachedEncoder(late, "a", tmp_path).encode(texts)
    assert late.asked == []


def test_an_interruption_keeps_what_was_done(
    counting: Counting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("duiqi.aligner.encoders.cache.CHUNK", 2)

    class Interrupted(Counting):
        def encode(self, sentences: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
            if len(self.asked) >= 4:
                raise KeyboardInterrupt
            return super().encode(sentences)

    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(Interrupted(), "a", tmp_path).encode(list("abcdefgh"))
    CachedEncoder(counting, "a", tmp_path).encode(list("abcdefgh"))
    assert len(counting.asked) == 4


def test_a_cache_that_is_no_cache(counting: Counting, tmp_path: Path) -> None:
    (tmp_path / "counting-a.sqlite").write_text(
        "not a database, but long enough to be one" * 30, encoding="utf-8"
    )
    with pytest.raises(UnreadableFile) as caught:
        CachedEncoder(counting, "a", tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}/counting-a.sqlite: no cache of vectors: file is not a database. Delete it"
    )


def test_vectors_of_another_length_are_refused(counting: Counting, tmp_path: Path) -> None:
    cached = CachedEncoder(counting, "a", tmp_path)
    cached.encode(["a", "b"])
    with closing(sqlite3.connect(tmp_path / "counting-a.sqlite")) as database, database:
        smallest = "(SELECT min(sentence) FROM vectors)"
        database.execute(f"UPDATE vectors SET vector = x'00000000' WHERE sentence = {smallest}")
    with pytest.raises(UnreadableFile) as caught:
        cached.encode(["a", "b"])
    assert str(caught.value) == (
        f"{tmp_path}/counting-a.sqlite: no cache of vectors: they differ in length. Delete it"
    )


def test_a_cache_where_nothing_can_be_kept(counting: Counting, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnwritableFile) as caught:
        CachedEncoder(counting, "a", tmp_path / "file")
    assert str(caught.value) == (
        f"{tmp_path}/file: no cache can be kept here: file exists. Name another folder"
    )
