"""English tokens with coarse parts of speech that fit documents.

The tagger learned from web texts. Its mistakes in documents are corrected by rules that look
at one neighbour: a hyphenated word before a noun is a modifier, a capital inside a sentence
makes a name, `mine` before a noun is a noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from duiqi.aligner.terms.analysis import Token
from duiqi.aligner.terms.english_corrections import (
    MODALS,
    OPENS_OBJECT,
    retag_clauses,
    retag_function_words,
    retag_headless,
    retag_listed_verbs,
    retag_opening,
    retag_predicates,
    retag_transitive,
    retag_unknown,
    retag_verbal_nouns,
)
from duiqi.aligner.terms.english_tagger import english
from duiqi.aligner.terms.english_tags import (
    FINITE,
    FUNCTION,
    MARK,
    MODIFIER,
    NAME,
    NOMINAL,
    NOUN,
    NUMBER,
    PHRASAL,
    VERB,
    Tagged,
)
from duiqi.corpus.languages import FUNCTION_WORDS
from duiqi.segmenters.wordlists import headed
from duiqi.segmenters.words import Word, words

_CONTENT = PHRASAL | {VERB, FINITE, NUMBER}
_COARSE = {"NOUN": NOUN, "PROPN": NAME, "ADJ": MODIFIER, "VERB|Fin": FINITE, "VERB": VERB, "ADV": VERB}
_BEFORE_CAPITAL = frozenset('.!?:;“"(')  # after these a capital says nothing
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")
_NOTE = re.compile(r"(?<=[a-z]{4})\d{1,2}$")  # the number of a footnote: in violation40 of the law
_PART = re.compile(r"[^-]+")
OF_ACTION = re.compile("(?:tion|sion|ing|ment|ance|ence|age|al|ure|sis|y)s?$")  # endings of nouns
# The ending of a company's name is one word of it, with its full stops and its comma.
COMPANY = re.compile(r"\b(?:Co\.?[ ,]{0,2}(?:Ltd|Limited)\b\.?|(?:Co|Corp|Inc|Ltd)\.)")
_PARTICIPIAL = ("ing", "ed", "en", "wn", "rn")  # endings of participles: written, drawn, torn
_LABELS = frozenset(("chapter", "article", "section", "part", "annex", "appendix", "schedule"))
_ROMAN = re.compile("[IVX]+")
_OPENS_CLAUSE = frozenset((".", "!", "?", ";", ":", ",", "and", "or", "then"))
_BEFORE_GERUND = frozenset(
    ("before", "after", "during", "without", "through", "upon", "via")
)  # and prepositions
_NUMERALS = frozenset(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"))
_HYPHENS = {0x2010: "-", 0x2011: "-"}


class Tagger:
    """Tokens of English texts, tagged, the tags corrected."""

    def __init__(self) -> None:
        self._tag = english().tag
        lists = headed("en.terms")
        self._not_modifiers, self._connectors = lists["not modifiers"], lists["connectors"]
        self._determiners, self._prepositions = lists["determiners"], lists["prepositions"]
        self._verbs = lists["verbs"]
        self._evaluative = lists["evaluative"]

    def __call__(self, text: str) -> list[Tagged]:
        """The tokens of a text; hyphenated words are split at their hyphens."""
        tokens = self._tagged(text)
        tags = [tagged.tag for tagged in tokens]
        lower = [tagged.token.text.lower() for tagged in tokens]
        self._retag_names(tokens, lower, tags)
        _retag_letters(tokens, tags)
        _retag_labels(tokens, lower, tags)
        retag_function_words(lower, tags)
        self._retag_verbs(tokens, lower, tags)
        retag_predicates(tokens, lower, tags)
        retag_headless(lower, tags, self._evaluative)
        retag_unknown(tokens, lower, tags, self._determiners | self._prepositions)
        _retag_hyphenated(tokens, lower, tags)
        self._retag_participles(tokens, lower, tags)
        self._retag_gerunds(lower, tags)
        retag_opening(lower, tags, self._verbs)
        retag_listed_verbs(lower, tags)
        retag_clauses(tokens, lower, tags)
        retag_transitive(tokens, lower, tags)
        retag_verbal_nouns(lower, tags, self._not_modifiers)
        return [
            Tagged(Token(token.text, token.start, token.end, token.key, tag in _CONTENT), tag, glued)
            for (token, _, glued), tag in zip(tokens, tags, strict=True)
        ]

    def _tagged(self, text: str) -> list[Tagged]:
        """The tokens with the tagger's tags; it is given neither marks nor numbers."""
        plain = text.translate(_HYPHENS)
        parts = [part for word in words(plain, "en") for part in _parts(word)]
        if plain != text:
            parts = [(token._replace(text=text[token.start : token.end]), glued) for token, glued in parts]
        parts = [(_without_note(token), glued) for token, glued in _with_companies(text, parts)]
        labels = iter(self._tag([token.text for token, _ in parts if token.text[0].isalpha()]))
        tokens = []
        for token, glued in parts:
            if token.text[0].isalpha():
                label = next(labels)
                tag = _COARSE.get(label) or _COARSE.get(label.partition("|")[0], FUNCTION)
                if COMPANY.fullmatch(token.text):
                    tag = NAME
            else:
                tag = NUMBER if token.text[0].isdigit() else MARK
            tokens.append(Tagged(token, tag, glued))
        return tokens

    def _retag_names(self, tokens: list[Tagged], lower: list[str], tags: list[str]) -> None:
        """A capital inside a sentence makes a name; `mine` before a word is no pronoun."""
        for k, tagged in enumerate(tokens):
            text = tagged.token.text
            if lower[k] == "mine" and k + 1 < len(tokens) and tags[k + 1] not in (FUNCTION, MARK, NUMBER):
                tags[k] = NOUN
            if not text[0].isupper() or lower[k] in self._connectors:
                continue
            inside = k > 0 and lower[k - 1] not in _BEFORE_CAPITAL and tags[k - 1] != NUMBER
            if tags[k] == FUNCTION:
                if len(text) > 1 and text.isupper():
                    tags[k] = NAME
            # Legal prose capitalises what it proclaims: the General Assembly Proclaims.
            elif inside and not (tags[k] == FINITE and tags[k - 1] == NAME):
                tags[k] = NAME

    def _retag_verbs(self, tokens: list[Tagged], lower: list[str], tags: list[str]) -> None:
        """Finite verbs that are hardly ever nouns, imperatives before an object, verbs before an amount.

        the board consists of; Empty the dust box, and wipe the sensor; expenses rose by 26%
        """
        for k, (token, _, glued) in enumerate(tokens):
            opens = not k or lower[k - 1] in _OPENS_CLAUSE
            first = not k or lower[k - 1] in _BEFORE_CAPITAL
            if glued or (k and tokens[k - 1].glued):
                continue
            if tags[k] in (NOUN, MODIFIER) and _follows_modal(lower, tags, k):
                tags[k] = FINITE
            if not (tags[k] == NOUN or (tags[k] == NAME and first)):
                continue
            after = tokens[k + 1].token.text if k + 1 < len(tokens) else ""
            amount = after == "by" and k + 2 < len(tokens) and tags[k + 2] == NUMBER
            if (
                token.key in self._verbs
                or lower[k] in self._verbs
                or (opens and after in OPENS_OBJECT and not lower[k].endswith("s"))
                or _follows_modal(lower, tags, k)
                or (amount and k and tags[k - 1] in NOMINAL)
            ):
                tags[k] = FINITE

    def _retag_participles(self, tokens: list[Tagged], lower: list[str], tags: list[str]) -> None:
        """A participle between a determiner, an adjective or a verb and a noun is an adjective.

        The written consent; all accrued interest; shall pay accrued interest.
        """
        for k in range(1, len(tokens) - 1):
            finite = tags[k] == FINITE and lower[k].endswith("ed") and lower[k - 1] in self._determiners
            if not (tags[k] == VERB or finite) or tags[k + 1] not in PHRASAL or tokens[k].glued:
                continue
            if not lower[k].endswith(_PARTICIPIAL) or lower[k] in self._not_modifiers:
                continue
            joined = lower[k - 1] in {"and", "or", ","} and k > 1 and tags[k - 2] == MODIFIER
            # The starting and finishing time.
            if lower[k - 1] in {"and", "or"} and k > 1 and all(lower[i].endswith("ing") for i in (k - 2, k)):
                tags[k - 2 : k + 1] = MODIFIER, tags[k - 1], MODIFIER
            has_verb = tags[k - 1] == VERB and _follows_modal(lower, tags, k - 1) and lower[k].endswith("ed")
            if tags[k - 1] in (MODIFIER, NAME) or joined or has_verb or lower[k - 1] in self._determiners:
                tags[k] = MODIFIER

    def _retag_gerunds(self, lower: list[str], tags: list[str]) -> None:
        """An -ing word after an article or a preposition, and before no noun, is a noun: used for sorting."""
        for k in range(1, len(tags)):
            if tags[k] != VERB or not lower[k].endswith("ing") or lower[k] in self._not_modifiers:
                continue
            opened = lower[k - 1] in self._determiners or lower[k - 1] in self._prepositions
            closes = k + 1 == len(tags) or tags[k + 1] == MARK
            opened = opened or (closes and lower[k - 1] in _BEFORE_GERUND)
            ends = closes or tags[k + 1] == FUNCTION
            has_object = k + 1 < len(tags) and lower[k + 1] in self._determiners
            if opened and ends and not has_object:
                tags[k] = NOUN


def _follows_modal(lower: list[str], tags: list[str], k: int) -> bool:
    """Whether a word can only be an infinitive: may block traffic, to proactively mainstream mine action."""
    first = k
    while first and (
        lower[first - 1] == "not" or (tags[first - 1] == VERB and lower[first - 1].endswith("ly"))
    ):
        first -= 1
    if not first or tags[first - 1] != FUNCTION:
        return False
    if lower[first - 1] == "to":  # but: to highly qualified staff
        return first < k and not lower[k].endswith("ed")
    is_noun = first > 1 and lower[first - 2] in OPENS_OBJECT  # the will power
    return lower[first - 1] in MODALS and not is_noun


@cache
def tagger() -> Tagger:
    """The tagger, made once."""
    return Tagger()


def _retag_letters(tokens: list[Tagged], tags: list[str]) -> None:
    """A capital A after a capitalised word, and before no noun, is part of a name: Party A, Annex A."""
    for k in range(1, len(tokens)):
        if tokens[k].token.text != "A" or tags[k] != FUNCTION:
            continue
        before = tokens[k - 1].token.text
        if before[0].isupper() and len(before) > 1 and (k + 1 == len(tags) or tags[k + 1] not in PHRASAL):
            tags[k - 1 : k + 1] = NAME, NAME


def _retag_labels(tokens: list[Tagged], lower: list[str], tags: list[str]) -> None:
    """A Roman number after chapter, annex and the like is a number: Chapter II Platform Management."""
    for k in range(1, len(tokens)):
        if lower[k - 1] in _LABELS and _ROMAN.fullmatch(tokens[k].token.text):
            tags[k] = NUMBER


def _retag_hyphenated(tokens: list[Tagged], lower: list[str], tags: list[str]) -> None:
    """A hyphenated word is a modifier before a noun, and a noun elsewhere: mine-affected States.

    What follows a hyphenated number is a noun or begins a noun phrase: the four-way valve reverses it.
    """
    first = 0
    while first < len(tokens):
        last = first
        while tokens[last].glued:
            last += 1
        if last > first:
            if lower[first] in _NUMERALS and _is_lone(lower, tags, last + 1):
                tags[last + 1] = NOUN
            after = tags[last + 1] if last + 1 < len(tokens) else MARK
            before_noun = after in PHRASAL and not (after == NAME == tags[last] and lower[first].islower())
            for k in range(first, last + 1):
                if tags[k] != NAME:
                    tags[k] = MODIFIER if before_noun else NOUN
            participle = tokens[last].tag in (MODIFIER, VERB, FINITE) and lower[last].endswith("ed")
            if participle and not before_noun:
                tags[last] = MODIFIER
        first = last + 1


def _is_lone(lower: list[str], tags: list[str], k: int) -> bool:
    """Whether there is a word `k` tagged as an adjective or a function word, though none, before no noun."""
    if not k < len(tags) or tags[k] not in (MODIFIER, FUNCTION) or lower[k] in FUNCTION_WORDS["en"] | MODALS:
        return False
    return k + 1 == len(tags) or tags[k + 1] not in PHRASAL


def _without_note(token: Token) -> Token:
    """A word that the tagger knows without the number of a footnote that is glued to it: territorial23."""
    note = _NOTE.search(token.text)
    if note is None or not english().knows(token.text[: note.start()].lower()):
        return token
    body = token.text[: note.start()]
    return token._replace(text=body, end=token.start + len(body), key=words(body, "en")[0].lemma)


def _with_companies(text: str, parts: list[tuple[Token, bool]]) -> list[tuple[Token, bool]]:
    """The tokens, those of a company's ending as one: Co., Ltd."""
    for match in reversed(list(COMPANY.finditer(text))):
        inside = [k for k, (token, _) in enumerate(parts) if match.start() <= token.start < match.end()]
        if inside and parts[inside[0]][0].start == match.start():
            token = Token(match[0], match.start(), match.end(), match[0].lower(), True)
            parts[inside[0] : inside[-1] + 1] = [(token, False)]
    return parts


def _parts(word: Word) -> Iterator[tuple[Token, bool]]:
    """The tokens of a word, and whether a hyphen follows: at its hyphens, its possessive ending apart."""
    body = _POSSESSIVE.sub("", word.text) or word.text
    hyphenated = "-" in body and body[0].isalpha()
    parts = [match.span() for match in _PART.finditer(body)] if hyphenated else [(0, len(body))]
    for number, (low, high) in enumerate(parts, 1):
        part = body[low:high]
        key = word.lemma if part == word.text else words(part, "en")[0].lemma
        yield Token(part, word.start + low, word.start + high, key, True), number < len(parts)
    if body != word.text:
        yield Token(word.text[len(body) :], word.start + len(body), word.end, "'s", False), False
