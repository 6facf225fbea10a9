"""A signature names what decided an alignment, and changes with it."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from pathlib import Path

import pytest

from duiqi.aligner import signature as signing
from duiqi.aligner.batch.manifest import Entry
from duiqi.aligner.batch.run import open_ledger
from duiqi.aligner.batch.setup import Setup
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.pipeline import align
from duiqi.aligner.search.weights import Kind, Weights, trained
from duiqi.aligner.signature import fingerprint, signature
from duiqi.corpus import DuiqiError, read_bytes
from duiqi.segmenters import from_sentences, segment

ENGLISH = ["It rained.", "The roads were closed.", "Nobody came to the market."]
CHINESE = ["下雨了。", "道路封闭了。", "没有人来赶集。"]


def text_of(kind: Kind) -> str:
    return (files("duiqi.aligner.search.weights") / f"{kind}.json").read_text(encoding="utf-8")


def named(kind: Kind) -> str:
    return f"{kind}-{hashlib.sha256(text_of(kind).encode()).hexdigest()[:8]}"


def change(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another value for one weight, as if `benchmarks/train.py` had written the file anew."""
    changed = Weights.from_json(re.sub(r'("extend": -?)\d', r"\g<1>9", text_of(kind)))
    assert changed.extend != trained(kind).extend
    monkeypatch.setattr(signing, "trained", lambda wanted: changed if wanted == kind else trained(wanted))


@pytest.mark.parametrize("presegmented", [False, True])
def test_whole_segments_are_signed_with_the_weights_of_segments(
    encoder: BundledEncoder, presegmented: bool
) -> None:
    sides = from_sentences(ENGLISH, "en"), from_sentences(CHINESE, "zh")
    found = align(*sides, encoder, presegmented=presegmented).signature
    level = "presegmented" if presegmented else "sentence"
    assert f"seg:{level}|" in found
    assert f"|weights:{named('segments')}+{named('borders')}+{named('rough')}|" in found


def test_a_side_cut_into_clauses_is_signed_with_the_weights_of_clauses(encoder: BundledEncoder) -> None:
    """One line against six sentences; the two texts of resolution 62/99 are such a case."""
    found = align(from_sentences(ENGLISH * 2, "en"), from_sentences(["".join(CHINESE * 2)], "zh"), encoder)
    assert f"|weights:{named('clauses')}+{named('rough')}|" in found.signature


def test_paragraphs_are_signed_as_paragraphs(encoder: BundledEncoder) -> None:
    sides = [
        segment(read_bytes("\n\n".join(texts).encode(), "a.txt", lang), "paragraph")
        for texts, lang in ((ENGLISH, "en"), (CHINESE, "zh"))
    ]
    assert align(*sides, encoder).signature.startswith("seg:paragraph|enc:bundled-")


def test_an_encoder_that_only_compares_is_named_with_the_one_that_reads(encoder: BundledEncoder) -> None:
    class Other:
        name = "LaBSE"
        encode = encoder.encode

    pair = EncoderPair(Other(), encoder)
    assert re.search(r"\|enc:LaBSE\+bundled-[\d.]+\|", signature("sentence", pair, "segments"))


@pytest.mark.parametrize("kind", ["segments", "rough"])
def test_a_changed_weight_changes_the_signature(
    encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    pair = EncoderPair.of(encoder)
    before = signature("sentence", pair, "segments")
    change(kind, monkeypatch)
    assert signature("sentence", pair, "segments") != before


@pytest.mark.parametrize("kind", ["segments", "clauses", "rough"])
def test_a_run_goes_on_with_the_same_weights_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    setup = Setup(tmp_path, tmp_path / "out")

    def begin() -> None:
        open_ledger(lambda: [Entry("line 1", "a", "a.en.txt", "a.zh.txt")], setup, Path("out")).close()

    monkeypatch.chdir(tmp_path)
    before = fingerprint()
    begin()
    begin()
    change(kind, monkeypatch)
    assert fingerprint() != before
    with pytest.raises(DuiqiError) as refused:
        begin()
    assert str(refused.value) == (
        f"out: holds another run: the aligner was {before}, now {fingerprint()}. "
        "Give another --out, or resume with the same"
    )
