"""Where a paragraph, a sentence, a clause, a word ends."""

from segmenters.boundaries import clause_ends, sentence_ends
from segmenters.documents import from_sentences, presegmented, segment
from segmenters.words import Word, words

__all__ = ["Word", "clause_ends", "from_sentences", "presegmented", "segment", "sentence_ends", "words"]
