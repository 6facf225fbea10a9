"""Where a paragraph, a sentence, a clause, a word ends."""

from segmenters.boundaries import clause_ends, sentence_ends
from segmenters.documents import from_sentences, presegmented, segment

__all__ = ["clause_ends", "from_sentences", "presegmented", "segment", "sentence_ends"]
