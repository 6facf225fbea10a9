"""Evaluation of an encoder and the shipped weights on documents aligned by hand.

Strict and lax precision, recall and F1 after Sennrich and Volk (2010), as the published
tables of Vecalign and Bertalign use them: a bead is strictly right if the gold has the same
bead, laxly right if it shares a segment with one gold bead on both sides. Deletions count
in precision, not in recall.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from duiqi.aligner.arrays import Ints
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.encoders.protocol import Encoder, ReadingEncoder
from duiqi.aligner.evidence.surface import Surface
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.pipeline import align
from duiqi.aligner.signature import signature
from duiqi.aligner.threads import in_order
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.model import Alignment, Segments
from duiqi.segmenters import from_sentences

SCORER = "sennrich-volk-2010"  # the measure, as the signature names it
BINS = 10  # of equal width, of the calibration error
TRUSTED = 0.9  # the confidence from which translators take pairs unseen: a "90+" export
GoldBead = tuple[tuple[int, ...], tuple[int, ...]]  # the numbers of the source and the target segments


def sides(document: Mapping[str, Any], encoder: ReadingEncoder) -> tuple[EncodedText, EncodedText]:
    """Both sides of a gold document, read by the encoder; its segments are kept as they are.

    A document may number its paragraphs (`src_paragraph`), and the undivided segments that its
    clauses were cut from (`src_parent`), and likewise for `tgt`.
    """
    return _side(document, "src", encoder), _side(document, "tgt", encoder)


def _side(document: Mapping[str, Any], name: str, encoder: ReadingEncoder) -> EncodedText:
    def numbers(key: str) -> Ints | None:
        found = document.get(f"{name}_{key}")
        return None if found is None else np.array(found, np.int64)

    texts = document[name]
    reading = encoder.read(texts, is_spaced(document[f"{name}_lang"]))
    return EncodedText.of(Surface.of(texts, numbers("parent"), numbers("paragraph")), reading)


def f1(precision: float, recall: float) -> float:
    """The harmonic mean; 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def right(beads: Iterable[GoldBead], reference: Iterable[GoldBead]) -> tuple[int, int]:
    """How many beads are strictly right by the reference, and how many laxly.

    >>> right([((0,), (0,)), ((1,), (1,))], [((0,), (0,)), ((1, 2), (1,))])
    (1, 2)
    """
    wanted = set(reference)
    partners: dict[int, set[int]] = defaultdict(set)
    for source, target in wanted:
        for i in source:
            partners[i].update(target)
    strict = lax = 0
    for bead in beads:
        strict += bead in wanted
        lax += bead in wanted or any(not partners[i].isdisjoint(bead[1]) for i in bead[0])
    return strict, lax


@dataclass
class Counted:
    """Numbers of beads: in all, strictly right, laxly right."""

    beads: int = 0
    strict: int = 0
    lax: int = 0

    def add(self, beads: Collection[GoldBead], reference: Iterable[GoldBead]) -> None:
        """Add these beads, judged by the reference."""
        strict, lax = right(beads, reference)
        self.beads += len(beads)
        self.strict += strict
        self.lax += lax


@dataclass
class Evaluation:
    """The score of an encoder and the shipped weights on gold documents.

    found    beads of the alignments, judged by the gold: for precision
    wanted   beads of the gold that have two sides, judged by the alignments: for recall
    kinds    for each kind, as "1-2", how many beads the gold has, were found, and are strictly right
    sure     (confidence, whether strictly right) of each bead found
    beads    for each document's id, the segment numbers of its beads
    seconds  that aligning took, without the loading of the encoder
    """

    signature: str
    found: Counted = field(default_factory=Counted)
    wanted: Counted = field(default_factory=Counted)
    kinds: dict[str, list[int]] = field(default_factory=dict)
    sure: list[tuple[float, bool]] = field(default_factory=list)
    beads: dict[str, list[tuple[list[int], list[int]]]] = field(default_factory=dict)
    documents: int = 0
    sentences: int = 0
    seconds: float = 0.0

    def add(
        self, key: str, gold: Iterable[GoldBead], beads: Sequence[GoldBead], confidences: Sequence[float]
    ) -> None:
        """Add a document: its gold beads, and the beads that were found with their confidences."""
        wanted = {(tuple(sorted(source)), tuple(sorted(target))) for source, target in gold}
        self.found.add(beads, wanted)
        linked = [bead for bead in beads if all(bead)]
        self.wanted.add([bead for bead in wanted if all(bead)], linked)
        for bead in beads:
            self.kinds.setdefault(_kind(bead), [0, 0, 0])[1] += 1
            self.kinds[_kind(bead)][2] += bead in wanted
        for bead in wanted:
            self.kinds.setdefault(_kind(bead), [0, 0, 0])[0] += 1
        self.sure += [(sure, bead in wanted) for sure, bead in zip(confidences, beads, strict=True)]
        self.beads[key] = [(list(source), list(target)) for source, target in beads]
        self.documents += 1

    def as_dict(self) -> dict[str, Any]:
        """All figures by name, rounded to four decimals."""
        found, wanted = self.found, self.wanted
        precision, recall = _share(found.strict, found.beads), _share(wanted.strict, wanted.beads)
        lax = _share(found.lax, found.beads), _share(wanted.lax, wanted.beads)
        kept = [is_right for sure, is_right in self.sure if sure >= TRUSTED]
        figures: dict[str, Any] = {
            "strict_precision": precision,
            "strict_recall": recall,
            "strict_f1": f1(precision, recall),
            "lax_precision": lax[0],
            "lax_recall": lax[1],
            "lax_f1": f1(*lax),
            "calibration_error": calibration_error(self.sure),
            "kept_at_90": _share(len(kept), len(self.sure)),
            "precision_at_90": _share(sum(kept), len(kept)),
        }
        rounded: dict[str, Any] = {name: round(value, 4) for name, value in figures.items()}
        rounded["kinds"] = {
            kind: {"gold": gold, "found": count, "f1": round(2 * hits / (gold + count), 4)}
            for kind, (gold, count, hits) in sorted(self.kinds.items(), key=lambda kind: -kind[1][0])
        }
        return rounded | {
            "documents": self.documents,
            "sentences": self.sentences,
            "sentences_a_second": round(self.sentences / self.seconds) if self.seconds else None,
            "signature": self.signature,
        }


def evaluate(documents: Iterable[Mapping[str, Any]], encoder: Encoder) -> Evaluation:
    """Align the documents of a gold file, their segments kept as they are, and score the result.

    documents  {"id", "src_lang", "tgt_lang", "src": [segments], "tgt": […], "gold": [[[…], […]], …]}
    raises     MalformedFile where a document lacks one of these
    """
    documents = list(documents)
    pair = EncoderPair.of(encoder)
    evaluation = Evaluation(f"{signature('presegmented', pair, 'segments')}|scorer:{SCORER}")
    workers = pair.workers
    if len(documents) > workers:  # a document for each thread: threads inside them would be slower
        pair = pair.alone()
    started = time.perf_counter()
    with pair.single_threaded(), ThreadPoolExecutor(workers) as pool:
        aligned = list(
            in_order(pool, lambda document: (document, _aligned(document, pair)), documents, workers)
        )
    evaluation.seconds = time.perf_counter() - started
    for document, alignment in aligned:
        evaluation.sentences += len(document["src"]) + len(document["tgt"])
        beads = [(tuple(bead.source), tuple(bead.target)) for bead in alignment.beads]
        gold = [(tuple(source), tuple(target)) for source, target in document["gold"]]
        evaluation.add(str(document["id"]), gold, beads, [bead.confidence for bead in alignment.beads])
    return evaluation


def _aligned(document: Mapping[str, Any], encoder: Encoder) -> Alignment:
    return align(*segments_of(document), encoder, presegmented=True)


def segments_of(document: Mapping[str, Any]) -> tuple[Segments, Segments]:
    """Both sides of a gold document as segments, kept as they are."""
    missing = [key for key in ("id", "src", "tgt", "src_lang", "tgt_lang", "gold") if key not in document]
    if missing:
        raise MalformedFile(
            f"gold document {document.get('id', '?')}: no {missing[0]!r}. Is this a gold file?"
        )
    return (
        from_sentences(document["src"], document["src_lang"], f"{document['id']}.src"),
        from_sentences(document["tgt"], document["tgt_lang"], f"{document['id']}.tgt"),
    )


def calibration_error(sure: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error (Naeini, Cooper and Hauskrecht 2015).

    The mean distance, over the beads, between the mean confidence and the share of right beads
    of the bin that the bead's confidence is in, of ten that are equally wide.

    >>> round(calibration_error([(0.9, True), (0.9, True), (0.2, False)]), 4)
    0.1333
    """
    if not sure:
        return 0.0
    confidence = np.array([probability for probability, _ in sure])
    correct = np.array([is_right for _, is_right in sure])
    numbers = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(confidence[numbers == k].mean() - correct[numbers == k].mean()) * (numbers == k).mean()
            for k in range(BINS)
            if (numbers == k).any()
        )
    )


def _kind(bead: GoldBead) -> str:
    return f"{len(bead[0])}-{len(bead[1])}"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
