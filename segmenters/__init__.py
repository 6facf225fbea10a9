"""Segmentation: paragraphs to sentences and clauses, texts to words."""

from duiqi.segmenters.boundaries import clause_ends, sentence_ends
from duiqi.segmenters.documents import from_sentences, presegmented, segment
from duiqi.segmenters.lost_breaks import lost_breaks
from duiqi.segmenters.run_on import run_on_paragraphs
from duiqi.segmenters.words import Word, words

__all__ = [
    "Word",
    "clause_ends",
    "from_sentences",
    "lost_breaks",
    "presegmented",
    "run_on_paragraphs",
    "segment",
    "sentence_ends",
    "words",
]
