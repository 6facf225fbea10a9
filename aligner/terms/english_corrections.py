"""Corrections of English parts of speech, where a tagger is wrong of words that it does not know.

Each changes the tags of a text's tokens in place; `lower` has the tokens in lower case.
"""

from __future__ import annotations

from duiqi.aligner.terms.english_tagger import english
from duiqi.aligner.terms.english_tags import (
    FINITE,
    FUNCTION,
    MARK,
    MODIFIER,
    NOMINAL,
    NOUN,
    PHRASAL,
    VERB,
    Tagged,
)

_ADJECTIVAL = (  # endings of adjectives
    *("able", "al", "ant", "ar", "ary", "ed", "ent", "ese", "ful", "ian"),
    *("ible", "ic", "ing", "ish", "ive", "less", "ous", "some", "y"),
)
_RELATIVE = frozenset(("which", "who"))
# Adjectives after their nouns, each with its nouns.
_POSTPOSITIVE = {
    "receivable": frozenset(("accounts", "notes", "bills", "dividends")),
    "payable": frozenset(("accounts", "notes", "bills", "taxes", "dividends")),
    "majeure": frozenset(("force",)),
    "insured": frozenset(("sum", "amount")),
}
_ENDS, _JOINS = frozenset(".;:)"), frozenset(("and", "or"))
_ARTICLES = frozenset(("the", "a", "an"))
OPENS_OBJECT = frozenset(("the", "a", "an", "its", "their", "your", "his", "her", "all"))
MODALS = frozenset(("can", "cannot", "could", "may", "might", "must", "shall", "should", "will", "would"))
_OPENS_PREDICATE = MODALS | {"is", "are", "was", "were"}
_AUXILIARIES = _OPENS_PREDICATE | {"has", "have", "had", "does", "do", "did", "be", "been"}
_SUBORDINATORS = frozenset(
    ("if", "when", "whenever", "while", "unless", "because", "although", "though", "whether", "where")
)
_OPENS_CLAUSE = OPENS_OBJECT | {"each", "every", "this", "any"}  # determiners
_CONJOINING = frozenset(
    ("that", "if", "whether", "when", "which", "who", "where", "and", "or", "until", "while")
)


def retag_function_words(lower: list[str], tags: list[str]) -> None:
    """A word that the tagger does not know is no function word: Dose reduction is permitted."""
    knows = english().knows
    for k, word in enumerate(lower):
        if tags[k] != FUNCTION or knows(word) or len(word) < 3 or not word.isalpha():
            continue
        if word not in MODALS and not word.startswith("where"):
            tags[k] = NOUN


def retag_predicates(tokens: list[Tagged], lower: list[str], tags: list[str]) -> None:
    """A word with an s between a singular noun and an article is a verb: the adhesive reduces the heat."""
    for k in range(1, len(tokens) - 1):
        if lower[k + 1] not in OPENS_OBJECT or tags[k] != NOUN or not _has_s(lower[k]):
            continue
        unknown = tags[k - 1] == MODIFIER and not english().knows(lower[k - 1])
        if (tags[k - 1] in NOMINAL or unknown) and not _has_s(lower[k - 1]) and not tokens[k - 1].glued:
            tags[k] = FINITE
            if unknown:
                tags[k - 1] = NOUN


def retag_headless(lower: list[str], tags: list[str], evaluative: frozenset[str]) -> None:
    """An adjective or a participle after an article, before no noun, is a noun: the insured, the deductible.

    So is a verb after an adjective that begins a sentence: Fraudulent claims forfeit all benefits.
    """
    if len(tags) > 1 and tags[0] == MODIFIER and tags[1] == FINITE and _has_s(lower[1]):
        tags[1] = FINITE if lower[0] in evaluative else NOUN
    for k in range(1, len(lower)):
        if lower[k - 1] not in _ARTICLES or tags[k] not in (MODIFIER, VERB) or lower[k] in evaluative:
            continue
        after, following = (lower[k + 1], tags[k + 1]) if k + 1 < len(lower) else (".", MARK)
        ends = after in _ENDS or (following == FUNCTION and after not in _JOINS)
        ends = ends or (following == FINITE and after.endswith(("s", "ed")))
        if ends and (tags[k] == MODIFIER or lower[k].endswith("ed")):
            tags[k] = NOUN


def _has_s(word: str) -> bool:
    """Whether a word has the s of a plural or of a verb."""
    return word.endswith("s") and not word.endswith(("ss", "is", "us"))


def retag_clauses(tokens: list[Tagged], lower: list[str], tags: list[str]) -> None:
    """A word with an s after a singular noun is the verb of a clause that has no other.

    If the four-way valve sticks, tap it; the warning light flashes when the filter is dirty; hull fouling
    increases consumption and shall be removed.
    """
    is_finite = [
        tag == FINITE or word in _AUXILIARIES or word.endswith(("n't", "n’t"))
        for word, tag in zip(lower, tags, strict=True)
    ]
    subordinate = [k for k, word in enumerate(lower) if word in _SUBORDINATORS]
    coordinate = [k for k, word in enumerate(lower[:-1]) if word in _JOINS and is_finite[k + 1]]
    for opening in [-1, *subordinate]:
        first = opening + 1
        stop = next((k for k in (*subordinate, len(lower)) if k > opening), len(lower))
        joint = next((k for k in coordinate if first < k < stop), None)
        if opening < 0:
            stop, ends = joint or stop, joint is not None or stop < len(lower)
        else:
            stop = next((k for k in range(first, stop) if tags[k] == MARK), stop)
            ends = not _lists(lower, is_finite, stop)
        has_article = first < stop and lower[first] in _OPENS_CLAUSE
        if any(is_finite[first:stop]) or not (has_article or joint or opening >= 0):
            continue
        k = _verb(tokens, lower, tags, range(first + has_article, stop))
        if k and (ends or (opening < 0 and k + 1 < len(tags) and tags[k + 1] != MARK)):
            tags[k] = FINITE


def _lists(lower: list[str], is_finite: list[bool], mark: int) -> bool:
    """Whether a mark is within a list: if the pads, discs or drums are worn."""
    verb = next((k for k in range(mark, len(lower)) if is_finite[k]), mark)
    return not _JOINS.isdisjoint(lower[mark:verb])


def _verb(tokens: list[Tagged], lower: list[str], tags: list[str], clause: range) -> int:
    """The first word with an s after a singular noun, of the words that begin a clause; 0 for none."""
    for k in clause:
        if tags[k] not in PHRASAL:
            return 0
        before = k > clause.start and (tags[k - 1] in NOMINAL or lower[k - 1].endswith("ing"))
        if before and tags[k] == NOUN and _has_s(lower[k]) and not _has_s(lower[k - 1]):
            # The adverse events including headache, the test results fail to meet it.
            is_subject = k + 1 < clause.stop and tags[k + 1] == VERB and not lower[k + 1].endswith("ly")
            is_subject = is_subject or (lower[k + 2 : k + 3] == ["to"] and tags[k + 3 : k + 4] == [VERB])
            if not tokens[k].glued and not tokens[k - 1].glued:
                return 0 if is_subject else k
    return 0


def retag_verbal_nouns(lower: list[str], tags: list[str], participles: frozenset[str]) -> None:
    """An -ing word after an adjective or a noun, before a verb or no noun, is a noun: slow steaming shall.

    participles  that are never nouns
    """
    for k in range(1, len(tags)):
        if not lower[k].endswith("ing") or tags[k] not in (VERB, MODIFIER) or lower[k] in participles:
            continue
        after, following = (lower[k + 1], tags[k + 1]) if k + 1 < len(tags) else ("", MARK)
        is_subject = tags[k - 1] in PHRASAL and (after in _AUXILIARIES or following == FINITE)
        opens = k == 1 or (tags[k - 2] != NOUN and lower[k - 2] not in _AUXILIARIES | {"not"})
        is_object = tags[k - 1] == MODIFIER and tags[k] == VERB and following in (MARK, FUNCTION)
        if (is_subject or is_object) and opens and after not in OPENS_OBJECT:
            tags[k] = NOUN


def retag_unknown(tokens: list[Tagged], lower: list[str], tags: list[str], opening: frozenset[str]) -> None:
    """Words that the tagger does not know: nouns that end a noun phrase, verbs after an adverb or `which`.

    the public security organ shall; carbon monoxide; which endangers public security; or seriously undermine
    public order. Adjectives after their nouns end a term: accounts receivable.

    opening  determiners and prepositions, after which a noun phrase begins
    """
    for k in range(1, len(tokens)):
        if english().knows(lower[k]) or tokens[k].glued or tokens[k - 1].glued:
            continue
        ends = k + 1 == len(tags) or tags[k + 1] in (MARK, FUNCTION)
        opened = tags[k - 1] in NOMINAL or lower[k - 1] in opening
        if tags[k] == MODIFIER and opened and ends and not lower[k].endswith(_ADJECTIVAL):
            tags[k] = NOUN
        elif tags[k] == FINITE and tags[k - 1] in PHRASAL and (k + 1 == len(tags) or tags[k + 1] == MARK):
            if not lower[k].endswith(("s", "ed")):
                tags[k] = NOUN
        elif tags[k] == MODIFIER and lower[k - 1].endswith("ly") and not lower[k].endswith(_ADJECTIVAL):
            tags[k] = VERB
        elif tags[k] == NOUN and lower[k - 1] in _RELATIVE and lower[k].endswith("s"):
            tags[k] = FINITE
    for k, word in enumerate(lower):
        if k and lower[k - 1] in _POSTPOSITIVE.get(word, ()):
            tags[k - 1 : k + 1] = NOUN, NOUN


def retag_opening(lower: list[str], tags: list[str], verbs: frozenset[str]) -> None:
    """A verb that begins a clause with another verb is none, nor is one in the base form after `the door`.

    Spare parts with a low price are included; the door lock, the door operator and the car.

    verbs  that are hardly ever anything else
    """
    if len(tags) > 2 and tags[0] == FINITE and tags[1] == NOUN and lower[0] not in verbs:
        clause = lower[2 : tags.index(MARK) if MARK in tags else None]
        if not _OPENS_PREDICATE.isdisjoint(clause) and _CONJOINING.isdisjoint(clause):
            tags[0] = MODIFIER
    for k in range(2, len(tags) - 1):
        if lower[k + 1] != "," or tags[k] != FINITE or tags[k - 1] != NOUN or lower[k - 2] not in _ARTICLES:
            continue
        if lower[k] not in verbs and not lower[k].endswith(("s", "ed")) and not _has_s(lower[k - 1]):
            tags[k] = NOUN
