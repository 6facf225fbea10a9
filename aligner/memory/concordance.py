"""Concordance: the units in which words or phrases occur, in either language."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from duiqi.aligner.memory.tokens import ALONE, placed, searched
from duiqi.aligner.memory.units import FIELDS, USABLE, MemoryUnit, unit
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.languages import same_language
from duiqi.corpus.model import Span

SIDES = ("source", "target")
# A phrase in quotation marks, or words between spaces.
PART = re.compile(r"[\"“”](?P<phrase>[^\"“”]+)[\"“”]|(?P<word>[^\s\"“”]+)")
SPELLINGS = 20  # words of the memory that a fuzzy search takes for one word
ALIKE = 80  # per cent of the letters that such words share (rapidfuzz's ratio)
FEWEST = 4  # letters of a word that may be spelt otherwise
ENOUGH = 0.75  # share of the words that a fuzzy hit has


class Concordance(NamedTuple):
    """A unit with the places of the hits in one of its texts.

    side  of the hits: "source" or "target"
    """

    unit: MemoryUnit
    side: str
    hits: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The text with the hits."""
        return self.unit.source if self.side == "source" else self.unit.target

    @property
    def other_text(self) -> str:
        """The text without the hits."""
        return self.unit.target if self.side == "source" else self.unit.source


def search(
    connection: sqlite3.Connection, text: str, *, lang: str = "", fuzzy: bool = False, limit: int = 50
) -> Sequence[Concordance]:
    """The newest units that have all words of a text, bitext by bitext in order, each pair of texts once.

    Capitals, accents, traditional and simplified characters make no difference. Consecutive Chinese
    characters are a phrase, as are words in quotation marks; other words may be in any order.

    lang    of the text with the hits; either one where it is not given
    fuzzy   also other spellings and forms of a word, Chinese phrases with a character more or less,
            and units that lack one word in four
    raises  DuiqiError for a text without a word
    """
    groups = _groups(text)
    if not groups:
        raise DuiqiError(f"'{text}': no word to search for. Give letters, figures or characters")
    patterns = [[group] for group in groups]
    if fuzzy:
        patterns = [_loosened(connection, group) for group in groups]
    found: dict[tuple[str, str], Concordance] = {}
    for side in SIDES:
        for row in _rows(connection, side, patterns, fuzzy):
            entry = unit(row)
            language = entry.source_lang if side == "source" else entry.target_lang
            if lang and not same_language(language, lang):
                continue
            hits = tuple(_hits(entry.source if side == "source" else entry.target, patterns))
            if hits:
                found.setdefault((entry.source, entry.target), Concordance(entry, side, hits))
            if len(found) >= limit:
                break
    ordered = sorted(found.values(), key=lambda hit: (-hit.unit.document, hit.unit.place))
    return ordered[:limit]


Phrase = tuple[str, ...]


def _groups(text: str) -> list[Phrase]:
    """The phrases to be found: those in quotation marks, and each word or run of characters."""
    groups: list[Phrase] = []
    for part in PART.finditer(text):
        tokens = searched(part["phrase"] or part["word"])
        if tokens:
            groups.append(tuple(tokens))
    return list(dict.fromkeys(groups))


def _loosened(connection: sqlite3.Connection, phrase: Phrase) -> list[Phrase]:
    """A phrase and those that are nearly the same."""
    if len(phrase) > 1:
        if all(re.fullmatch(f"[{ALONE}]", token) for token in phrase) and len(phrase) > 2:
            return [phrase, *(phrase[:at] + phrase[at + 1 :] for at in range(len(phrase)))]
        return [phrase]
    word = phrase[0]
    if len(word) < FEWEST:
        return [phrase]
    from rapidfuzz import fuzz, process

    head = word[:2]
    rows = connection.execute(
        "SELECT term FROM vocabulary WHERE term >= ? AND term < ?", (head, head[:-1] + chr(ord(head[-1]) + 1))
    )
    spellings = [row[0] for row in rows if abs(len(row[0]) - len(word)) <= len(word) // 2]
    best = process.extract(word, spellings, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=SPELLINGS)
    return [phrase, *((spelling,) for spelling, _, _ in best if spelling != word)]


def _rows(
    connection: sqlite3.Connection, side: str, patterns: list[list[Phrase]], fuzzy: bool
) -> Iterator[tuple[object, ...]]:
    """Rows of the units, the newest first."""
    alternatives = [" OR ".join(map(_quoted, pattern)) for pattern in patterns]
    queries = [" AND ".join(f"({some})" for some in alternatives)]
    if fuzzy and len(patterns) >= 1 / (1 - ENOUGH):
        least = len(alternatives) - int(len(alternatives) * (1 - ENOUGH))
        queries += _all_but(alternatives, len(alternatives) - least)
    for query in queries:
        yield from connection.execute(
            f"SELECT {FIELDS} FROM words CROSS JOIN units u ON u.number = words.rowid "
            "JOIN documents d ON d.number = u.document "
            f"WHERE words MATCH ? AND {USABLE} ORDER BY words.rowid DESC",
            (f"{{{side}}} : ({query})",),
        )


def _all_but(alternatives: list[str], missing: int) -> list[str]:
    """Queries that leave out the same number of words, one after another from the first on."""
    return [
        " AND ".join(f"({some})" for some in alternatives[:at] + alternatives[at + missing :])
        for at in range(len(alternatives) - missing + 1)
    ]


def _quoted(phrase: Phrase) -> str:
    return '"' + " ".join(phrase) + '"'


def _hits(text: str, patterns: list[list[Phrase]]) -> Iterator[Span]:
    """The places of the phrases in a text; those within another one are left out."""
    tokens = placed(text)
    words = [token.text for token in tokens]
    spans = []
    for pattern in patterns:
        for phrase in pattern:
            for at in range(len(words) - len(phrase) + 1):
                if words[at] == phrase[0] and tuple(words[at : at + len(phrase)]) == phrase:
                    spans.append(Span(tokens[at].start, tokens[at + len(phrase) - 1].end))
    yield from joined_spans(spans, text)


def joined_spans(spans: Iterable[Span], text: str) -> list[Span]:
    """Places that overlap, or have only white space between them, as one.

    >>> joined_spans([Span(5, 11), Span(0, 4), Span(12, 15)], "mine action, now")
    [Span(start=0, end=11), Span(start=12, end=15)]
    """
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
