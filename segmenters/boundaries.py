"""The ends of sentences and clauses within a paragraph, in any language."""

from __future__ import annotations

from functools import partial

from duiqi.corpus.languages import is_spaced, primary
from duiqi.segmenters.invisible import ends_in_seen


def sentence_ends(text: str, lang: str) -> list[int]:
    """The offsets at which the sentences of a paragraph end; the last is `len(text)`.

    White space belongs to the sentence before it. Empty text has no sentences.

    >>> sentence_ends("Hello World. My name is Jonas.", "en")
    [13, 30]
    >>> sentence_ends("大会通过了。", "zh-Hant"), sentence_ends("", "en")
    ([6], [])
    """
    return ends_in_seen(text, partial(_sentence_ends, lang=lang)) if text else []


def clause_ends(text: str, lang: str) -> list[int]:
    """The offsets at which the clauses of a paragraph end; every sentence's end is among them.

    >>> clause_ends("Encourages all States, and urges them, to act at once.", "en")
    [23, 39, 54]
    """
    return ends_in_seen(text, partial(_clause_ends, lang=lang)) if text else []


def _sentence_ends(text: str, lang: str) -> list[int]:
    # Both modules compile many patterns, and a text needs one of the two.
    if is_spaced(lang):
        from duiqi.segmenters import spaced

        return spaced.sentence_ends(text, primary(lang))
    from duiqi.segmenters import chinese

    return chinese.sentence_ends(text, primary(lang))


def _clause_ends(text: str, lang: str) -> list[int]:
    from duiqi.segmenters import clauses

    return clauses.clause_ends(text, _sentence_ends(text, lang), spaced=is_spaced(lang))
