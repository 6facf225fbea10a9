"""The analysis of a text: its tokens, and the candidates, spans of tokens that may be terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, Protocol
from unicodedata import normalize

from duiqi.corpus.detection import is_traditional
from duiqi.corpus.glossary.model import TermKind
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.scripts import ALPHABETS, IDEOGRAPHS
from duiqi.corpus.variants import simplifying
from duiqi.segmenters.wordlists import headed
from duiqi.segmenters.words import Word, words

_CONJUNCTION = "and|or|und|et|ou|y|e"
_COORDINATED = re.compile(
    "|".join(
        [",", rf"\b(?:{_CONJUNCTION})\b", "[、和与或]", "以及", *sorted(headed("zh.terms")["contracted"])]
    )
)
_JOINED_BEFORE = re.compile(rf"(?:\b(?:{_CONJUNCTION}|oder|o)\s+|[和或与與及、，以])\Z", re.I)
_JOINED_AFTER = re.compile(rf"\s+(?:{_CONJUNCTION}|oder|o)\b|[和或与與及、，以]", re.I)
_FOREIGN = re.compile(f"[0-9{ALPHABETS}]+")
# A soft hyphen and its like; a space of no width too, but between the words of Thai.
_INVISIBLE = re.compile(r"[\u00ad\u2060\ufeff]|(?<=[A-Za-z])\u200b(?=[A-Za-z])")
_SPACES = re.compile(r"\s{2,}")
BETWEEN_HAN = re.compile(f"(?<=[{IDEOGRAPHS}])[ \u3000]+(?=[{IDEOGRAPHS}])")


class Token(NamedTuple):
    """A word, a part of a hyphenated word or a punctuation mark, at `start` in the text.

    key         the normalised form: the lemma in lower case
    is_content  whether it is a content word, which word alignment looks at
    """

    text: str
    start: int
    end: int
    key: str
    is_content: bool


class Candidate(NamedTuple):
    """Tokens first to stop (half-open) of a text that may be a term.

    key        equal for all forms of a term
    unithood   how much its form and its neighbours suggest that this is one unit with these boundaries,
               0 to 1 (the word is from Kageura and Umino 1996)
    """

    first: int
    stop: int
    unithood: float
    kind: TermKind
    key: str
    text: str


class Analysis(NamedTuple):
    """A text's tokens in order, and its candidates by first token and stop."""

    tokens: list[Token]
    candidates: list[Candidate]

    @property
    def content_words(self) -> list[str]:
        """The keys of the content words, in order."""
        return [token.key for token in self.tokens if token.is_content]


def candidate(
    text: str, tokens: Sequence[Token], span: tuple[int, int], unithood: float, kind: TermKind, spaced: bool
) -> Candidate:
    """The tokens from first to stop (half-open) as a candidate, with its key.

    Where a language separates words by spaces, forms with the same lemmas are one term;
    where it does not, spaces that a file has between its words are left out of the form, and
    Chinese forms that differ in script alone are one term.
    So are numbers of footnotes, which are in no token: territorial23 integrity.
    """
    first, stop = span
    form = text[tokens[first].start : tokens[stop - 1].end]
    if spaced:
        if any(text[token.end].isdigit() for token in tokens[first : stop - 1]):
            form = _without_notes(text, tokens[first:stop])
        key = " ".join(token.key for token in tokens[first:stop])
        return Candidate(first, stop, unithood, kind, key, form)
    form = BETWEEN_HAN.sub("", form)
    return Candidate(first, stop, unithood, kind, form.translate(simplifying()).lower(), form)


def _without_notes(text: str, tokens: Sequence[Token]) -> str:
    gaps = [text[left.end : right.start].lstrip("0123456789") for left, right in pairwise(tokens)]
    return "".join(
        text[token.start : token.end] + gap for token, gap in zip(tokens, [*gaps, ""], strict=True)
    )


def composed(text: str) -> str:
    """A text whose words are whole: in NFC, without soft hyphens and the like, and with single spaces.

    >>> composed("fac\u0327ade  con\u00adstructor")
    'façade constructor'
    """
    return _SPACES.sub(" ", _INVISIBLE.sub("", normalize("NFC", text)))


def simplified(text: str) -> str:
    """Traditional Chinese in simplified characters, one for one; other text as it is.

    >>> simplified("掃雷行動"), simplified("扫雷行动")
    ('扫雷行动', '扫雷行动')
    """
    changed = text.translate(simplifying())
    return changed if changed != text and is_traditional(text) else text


def key_of(form: str, analyse: Analyser, lang: str) -> str:
    """The key of a term given outside any text."""
    form = composed(form)
    tokens = analyse(form).tokens
    return candidate(form, tokens, (0, len(tokens)), 1.0, "term", is_spaced(lang)).key if tokens else ""


@lru_cache(maxsize=1 << 16)
def length_in_words(term: str, lang: str) -> float:
    """The number of words of a term; two Chinese characters count as one word, foreign words as in their own.

    >>> length_in_words("mine-action programme", "en"), length_in_words("地雷行动方案", "zh")
    (3.0, 3.0)
    >>> length_in_words("Cloneable 接口", "zh")
    2.0
    """
    if is_spaced(lang):
        return float(len(term.replace("-", " ").split()))
    foreign = _FOREIGN.findall(term)
    characters = sum(map(str.isalnum, term)) - sum(map(len, foreign))
    return max(characters / 2 + len(foreign), 0.5)


@lru_cache(maxsize=1 << 10)
def words_of(term: str, lang: str) -> tuple[Word, ...]:
    """The words of a term, those of a hyphenated word apart.

    >>> [word.lemma for word in words_of("mine-action programmes", "en")]
    ['mine', 'action', 'programme']
    """
    return tuple(words(term.replace("-", " "), lang))


def is_coordination(term: str) -> bool:
    """Whether a term has a conjunction or a mark of a list, or is a coordination without one.

    >>> is_coordination("treaties and conventions"), is_coordination("条约"), is_coordination("省、自治区")
    (True, False, True)
    >>> is_coordination("起止时间")
    True
    """
    return bool(_COORDINATED.search(term))


def is_coordinated(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text stands beside a conjunction, or a mark of a Chinese list.

    >>> is_coordinated("public and private property", 11, 27), is_coordinated("公私财物", 0, 4)
    (True, False)
    """
    return bool(_JOINED_BEFORE.search(text[max(start - 8, 0) : start]) or _JOINED_AFTER.match(text, end))


class Analyser(Protocol):
    """Finds the tokens and candidates of texts in one language."""

    has_parts_of_speech: bool

    def __call__(self, text: str) -> Analysis:
        """Tokens and candidates of a text."""
        ...
