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
    NAME,
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
_PARTICLES = frozenset(("down", "up", "off", "out"))
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
_BEFORE_CLAUSE = frozenset(("before", "after", "until"))  # or before a noun
_STOPS = [[word] for word in sorted(_BEFORE_CLAUSE)]
_PRONOUNS = frozenset(("it", "he", "she", "they", "we", "you", "there"))
NEAR = 12  # tokens after such a word in which its verb is
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


def retag_transitive(tokens: list[Tagged], lower: list[str], tags: list[str]) -> None:
    """A word with an s after a singular noun, or after `and`, may be a verb by the words around it.

    The audit shows that the number exceeds it: the other verb is of the clause with `that`; in `the updates
    that he has made are free` two verbs come after. Lipolysis releases free acids, proteolysis breaks down
    casein: no plural comes before an adjective or a particle. That the software infringes rights, the handler
    places chocks before it arrives: the clause has no other verb. Much pressure closes the surface and traps
    whey: it has one, with its own object.
    """
    is_finite = [tag == FINITE or word in _AUXILIARIES for word, tag in zip(lower, tags, strict=True)]
    opens = [
        tag == MARK
        or word in _SUBORDINATORS
        or (word in _BEFORE_CLAUSE and any(is_finite[k : k + NEAR]))
        or (word == "that" and lower[k + 1 : k + 2] and lower[k + 1] in _OPENS_CLAUSE)
        for k, (word, tag) in enumerate(zip(lower, tags, strict=True))
    ]
    for k in range(1, len(tags) - 2):
        if tags[k] != NOUN or not _has_s(lower[k]) or tokens[k].glued or tokens[k - 1].glued:
            continue
        first = next((i + 1 for i in range(k - 1, -1, -1) if opens[i]), 0)
        stop = next((i for i in range(k + 1, len(tags)) if opens[i]), len(tags))
        if lower[k - 1] in _JOINS:
            is_verb = _is_second_verb(lower, tags, is_finite, range(first, stop), k)
        else:
            is_verb = _is_only_verb(lower, tags, is_finite, range(first, stop), k)
        if is_verb and not tokens[k + 1].glued:
            tags[k] = FINITE
            if tags[k - 1] == MODIFIER:
                tags[k - 1] = NOUN


def _is_only_verb(lower: list[str], tags: list[str], is_finite: list[bool], clause: range, k: int) -> bool:
    """Whether token `k` of a clause, after a singular noun, can only be its verb."""
    first, stop = clause.start, clause.stop
    unknown = tags[k - 1] == MODIFIER and not english().knows(lower[k - 1])
    if not (tags[k - 1] in NOMINAL or unknown) or _has_s(lower[k - 1]) or any(is_finite[first:k]):
        return False
    has_article = lower[first] in _OPENS_CLAUSE
    has_subject = PHRASAL.issuperset(tags[first + has_article : k]) and k > first + has_article
    if lower[k + 1] == "that":
        says = lower[k + 2] in _OPENS_CLAUSE | _PRONOUNS or tags[k + 2] in PHRASAL
        end = next(
            (i for i in range(k + 2, len(tags)) if tags[i] == MARK or lower[i] in _SUBORDINATORS), len(tags)
        )
        verbs = [i for i in range(k, end) if is_finite[i]]
        # The updates that the vendor supplies are free.
        doubtful = any(tags[i - 1] == NOUN and _has_s(lower[i - 1]) for i in verbs)
        return (
            has_subject and (has_article or tags[k - 1] == NAME) and says and len(verbs) == 1 and not doubtful
        )
    if has_subject and lower[k + 1] in _PARTICLES:
        return True
    if any(is_finite[k:stop]) or lower[k + 1].endswith(("ed", "ing")):
        return False
    if tags[k + 1] == MODIFIER and tags[k + 2] in PHRASAL and not unknown:
        return True
    is_clause = lower[max(first - 1, 0) : first] == ["that"] or lower[stop : stop + 1] in _STOPS
    return has_subject and has_article and is_clause and tags[k + 1] in PHRASAL


def _is_second_verb(lower: list[str], tags: list[str], is_finite: list[bool], clause: range, k: int) -> bool:
    """Whether token `k` of a clause, after `and`, is a verb too: closes the surface and traps whey."""
    verbs = [i for i in clause if is_finite[i]]
    if len(verbs) != 1 or verbs[0] >= k - 1 or lower[verbs[0]] in _AUXILIARIES:
        return False
    return _has_s(lower[verbs[0]]) and tags[k + 1] in NOMINAL and not _has_s(lower[k + 1])


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

    the public security organ shall; carbon monoxide; if uptime falls; which endangers public security; or
    seriously undermine public order. Adjectives after their nouns end a term: accounts receivable.

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
        elif tags[k] == MODIFIER and tags[k - 1] not in PHRASAL and tags[k + 1 : k + 2] == [FINITE]:
            if _has_s(lower[k + 1]):
                tags[k] = NOUN
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


def retag_listed_verbs(lower: list[str], tags: list[str]) -> None:
    """The verbs after a first one in a list are no nouns: who works, drives or operates.

    They have the ending of the first, which comes after a relative pronoun or a modal.
    """
    for k in range(1, len(tags) - 4):
        if tags[k] not in (FINITE, VERB) or lower[k + 1] != ",":
            continue
        has_s, before = _has_s(lower[k]), lower[k - 2 : k] if lower[k - 1] == "not" else lower[k - 1 : k]
        if not _RELATIVE.issuperset(before) if has_s else before[0] not in MODALS:
            continue
        found, at = [], k + 2
        while at < len(tags) and tags[at] in (NOUN, VERB, FINITE) and _has_s(lower[at]) == has_s:
            found.append(at)
            joints = lower[at + 1 : at + 3]
            if lower[at - 1] in _JOINS or not joints or joints[0] not in _JOINS | {","}:
                break
            at += 3 if joints[0] == "," and joints[1] in _JOINS else 2
        if len(found) > 1 and lower[found[-1] - 1] in _JOINS:
            for verb in found:
                tags[verb] = FINITE
