"""The likely counterpart of a hit: the stretch of the other text that its words are linked with.

The words of all pairs shown are aligned together (`terms.word_alignment`), so that they teach each
other: 地雷 is in every pair with *mine*.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.encoders.protocol import Encoder
from duiqi.aligner.memory.concordance import Concordance, joined_spans
from duiqi.aligner.terms.word_alignment import align_words
from duiqi.aligner.terms.word_vectors import WordVectors
from duiqi.corpus.model import Span
from duiqi.segmenters.words import Word, words

LINKED = 0.3  # the probability from which a word speaks for the counterpart rather than against it
LEAST = 0.25  # evidence of a counterpart as a whole, over LINKED


def counterparts(found: Sequence[Concordance], encoder: Encoder) -> list[tuple[Span, ...]]:
    """For each unit the places in its other text that correspond to its hits; none where none is likely."""
    sides = [_sides(hit) for hit in found]
    beads = [([word.lemma for word in near], [word.lemma for word in far]) for near, far in sides]
    aligned = align_words(beads, WordVectors(encoder)) if beads else []
    result = []
    for hit, (near, far), links in zip(found, sides, aligned, strict=True):
        probabilities = ((links.forward + links.backward) / 2).astype(np.float32)
        spans = [
            span for place in hit.hits if (span := _counterpart(place, near, far, probabilities)) is not None
        ]
        result.append(tuple(joined_spans(spans, hit.other_text)))
    return result


def _sides(hit: Concordance) -> tuple[list[Word], list[Word]]:
    """The words of the text with the hits, and those of the other."""
    entry = hit.unit if hit.side == "source" else hit.unit.reversed()
    texts = (entry.source, entry.source_lang), (entry.target, entry.target_lang)
    near, far = ([word for word in words(*text) if word.text[0].isalnum()] for text in texts)
    return near, far


def _counterpart(place: Span, near: list[Word], far: list[Word], probabilities: Floats32) -> Span | None:
    rows = [k for k, word in enumerate(near) if word.start < place.end and place.start < word.end]
    if not rows or not far:
        return None
    gains = np.minimum(probabilities[rows].sum(axis=0), 1) - LINKED
    best, span, total, start = LEAST, None, 0.0, 0
    for k, gain in enumerate(gains.tolist()):
        if total <= 0:
            total, start = 0.0, k
        total += gain
        if total > best:
            best, span = total, Span(far[start].start, far[k].end)
    return span
