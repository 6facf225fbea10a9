"""Folding: one row a concept, the others below the row that a terminologist would keep.

Coordinations of terms that have rows of their own (`sustainability and capacity-building` is two
terms), longer or shorter source terms with the same equivalent (`explosive remnants of war
pose`), the ends of coordinations with one head (`economic consequences`, where the text has
`social and economic consequences` alone), and pieces of a compound (`authorization holder`, where the
text has `marketing authorization holder` alone).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from duiqi.aligner.terms.english_tokens import MODIFIER, PHRASAL, VERB, tagger
from duiqi.aligner.terms.nesting import Around
from duiqi.corpus.languages import is_spaced, same_language
from duiqi.segmenters.wordlists import headed

_COORDINATORS = re.compile(
    r"\s*,\s*(?:and|or)\s+|\s*[,、]\s*|\s+(?:and|or|und|et|ou|y)\s+|\s*(?:以及|[和与及或])\s*"
)
_JOINING = frozenset(("and", "or", "of", "for", "the", "und", "et", "y"))
MOST_MODIFIERS = 3  # of a coordination with one head: technical, financial and material assistance
WORTH = 0.5  # of a compound: the share of the termhood of a piece that folds below it
HEAD = 2  # characters of the head of a Chinese coordination, or more
COVERED = 0.5  # of the parts of an enumeration have rows of their own, or more


class Row(NamedTuple):
    """A row of the glossary: the numbers and texts of its terms, its termhood.

    coordinated  whether both its terms are coordinations of nouns
    free         links outside longer pairs
    part         "" for a row of the draft; "copy", "name", "folded" and "rest" for those that are not
    """

    source: int
    target: int
    source_text: str
    target_text: str
    value: float
    coordinated: bool
    part: str
    free: int = 1


def folded(rows: Sequence[Row], spaced: tuple[bool, bool]) -> dict[int, int]:
    """For each row that folds, by its source term, the source term of the row below which it belongs.

    rows    of the draft
    spaced  whether source and target separate words by spaces
    """
    best = sorted(rows, key=lambda row: (-row.value, row.source))
    side = 0 if spaced[0] or not spaced[1] else 1  # coordinations are divided where words have spaces
    by_text = {_texts(row)[side].casefold(): row for row in reversed(best)}
    inside: dict[int, int] = {}
    for row in best:
        parts = [part.casefold() for part in _COORDINATORS.split(_texts(row)[side]) if part]
        own = [by_text[part] for part in parts if part in by_text]
        # Humanitarian and development activities are one term, treaties and conventions two.
        if len(parts) == 2:
            folds = row.coordinated and len(own) == 2
        else:
            folds = len(parts) > 2 and len(own) >= COVERED * len(parts)
        if folds:
            inside[row.source] = own[0].source
    inside |= _list_ends([row for row in best if row.source not in inside], side)
    inside |= _same_target([row for row in best if row.source not in inside], side)
    return {source: _end(source, inside) for source in inside}


def wholes(rows: Sequence[Row], spaced: tuple[bool, bool]) -> dict[int, Row]:
    """The coordination with one head of which a row is only the end, by the row's source term.

    A single modifier comes before each coordinator, and the coordination is no part of a longer term,
    unless that ends with it.
    """
    side = 0 if spaced[0] or not spaced[1] else 1
    texts = {row.source: _texts(row)[side].casefold() for row in rows}
    ends = {texts[row.source]: row for row in rows if not row.free}
    tails = {text[k + 1 :] for text in texts.values() for k, mark in enumerate(text) if mark == " "}
    found: dict[int, Row] = {}
    for row in rows:
        text, other = texts[row.source], _texts(row)[1 - side]
        *modifiers, tail = _COORDINATORS.split(text)
        if (
            row.coordinated
            or not 0 < len(modifiers) < MOST_MODIFIERS
            or any(" " in part for part in modifiers)
        ):
            continue
        end = ends.get(tail)
        if end is None or len(tail.split()) != 2 or " or " in text or not (row.free or text in tails):
            continue
        short = _texts(end)[1 - side]
        longest = end.source not in found or len(text) > len(texts[found[end.source].source])
        two = not spaced[1 - side] and _repeats_head(other, short)  # terms rather than one
        if other != short and other.endswith(short) and longest and not two:
            found[end.source] = row
    return found | _pieces_of_list_names(rows, side)


def _repeats_head(coordination: str, end: str) -> bool:
    """Whether the conjunct before the end of a coordination has the same head: 政府组织和非政府组织."""
    before = [part for part in _COORDINATORS.split(coordination[: -len(end)]) if part]
    return len(end) > HEAD and bool(before) and before[-1].endswith(end[-HEAD:])


def _pieces_of_list_names(rows: Sequence[Row], side: int) -> dict[int, Row]:
    """The name around a row that is only its beginning or its end, if the name is a list with one head.

    Neither United Nations Educational nor Scientific and Cultural Organization is a name.
    """
    found: dict[int, Row] = {}
    nested = [row for row in rows if not row.free]
    for name in rows if nested else ():
        text, other = _texts(name)[side], _texts(name)[1 - side]
        if not name.free or not _is_list_name(text):
            continue
        for row in nested:
            piece, short = _texts(row)[side], _texts(row)[1 - side]
            begins = text.startswith(f"{piece}, ") and other.startswith(short)
            ends = text.endswith(f", {piece}") and other.endswith(short)
            if begins or ends:
                found[row.source] = name
    return found


def _is_list_name(text: str) -> bool:
    """Whether all words of a list are capitalised but those that join them."""
    return ", " in text and all(word[0].isupper() for word in text.split() if word not in _JOINING)


def pieces(rows: Sequence[Row], around: Iterable[Around], langs: tuple[str, str]) -> dict[int, int]:
    """For each row that is only a piece of a compound with a row, the source term of the longest such.

    rows    of the draft
    around  the pairs around each
    """
    side = 0 if is_spaced(langs[0]) or not is_spaced(langs[1]) else 1
    by_source = {row.source: row for row in rows}
    inside: dict[int, Row] = {}
    for inner, source, target in around:
        piece, whole = by_source.get(inner), by_source.get(source)
        if not piece or not whole or whole.target != target or whole.value < WORTH * piece.value:
            continue
        longest = inner not in inside or len(_texts(whole)[side]) > len(_texts(inside[inner])[side])
        if longest and _is_piece(_words(piece, side), _words(whole, side), langs[side]):
            inside[inner] = whole
    folds = {inner: whole.source for inner, whole in inside.items()}
    return {inner: _end(inner, folds) for inner in folds}


def _words(row: Row, side: int) -> list[str]:
    return _texts(row)[side].replace("-", " ").split()


def _is_piece(piece: Sequence[str], whole: Sequence[str], lang: str) -> bool:
    """Whether the words are a piece of a compound, and hardly a term: a single word, a beginning, an end.

    An end of two words or more after an adjective may well be a term: heart failure of congestive heart
    failure. So may a beginning before a general noun: development assistance of development assistance
    activities.
    """
    if not same_language(lang, "en"):
        return False
    tagged = tagger()(" ".join(whole))
    if len(tagged) != len(whole) or any(tag not in PHRASAL | {VERB} for _, tag, _ in tagged):
        return False
    if len(piece) == 1:
        return True
    if list(piece) == list(whole[-len(piece) :]):
        return tagged[-len(piece) - 1].tag != MODIFIER
    generic = headed("en.terms")["generic"]
    begins = list(piece) == list(whole[: len(piece)])
    return not begins or not all(token.key in generic for token, _, _ in tagged[len(piece) :])


def _texts(row: Row) -> tuple[str, str]:
    return row.source_text, row.target_text


def _list_ends(best: Iterable[Row], side: int) -> dict[int, int]:
    """The ends of longer lists that occur nowhere else, their equivalents at the end of the list's.

    Such as financial and material assistance of technical, financial and material assistance.
    """
    rows = list(best)
    lists: dict[str, Row] = {}
    for row in reversed(rows):
        text = _texts(row)[side].casefold()
        lists |= {text[mark.end() :]: row for mark in _COORDINATORS.finditer(text)}
    inside: dict[int, int] = {}
    for row in rows:
        text, other = _texts(row)[side].casefold(), _texts(row)[1 - side]
        whole = lists.get(text)
        if whole and not row.free and _COORDINATORS.search(text) and _texts(whole)[1 - side].endswith(other):
            inside[row.source] = whole.source
    return inside


def _same_target(best: Iterable[Row], side: int) -> dict[int, int]:
    """Rows with one equivalent whose terms contain each other: all but the best."""
    inside: dict[int, int] = {}
    kept: dict[str, list[Row]] = {}
    for row in best:
        text, other = _texts(row)[side], _texts(row)[1 - side]
        words = singular(text)
        for better in kept.get(other, ()):
            known = singular(_texts(better)[side])
            if words in known or known in words:
                inside[row.source] = better.source
                break
        else:
            kept.setdefault(other, []).append(row)
    return inside


def singular(text: str) -> str:
    """The words of a term between spaces, without the s of a plural: overloadings is overloading."""
    return f" {' '.join(word.rstrip('s') for word in text.casefold().replace('-', ' ').split())} "


def _end(source: int, inside: dict[int, int]) -> int:
    """The row that does not fold itself, at the end of a chain."""
    seen = {source}
    while source in inside and inside[source] not in seen:
        source = inside[source]
        seen.add(source)
    return source
