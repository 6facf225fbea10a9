"""Termhood: how much a pair of terms is worth an entry in the glossary, and the order of the entries."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from duiqi.aligner.terms.analysis import length_in_words
from duiqi.aligner.terms.schema import Equivalent, Termhood, TermRow
from duiqi.aligner.terms.store import SOURCE, TARGET, Store

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import ReadingEncoder

FREE_SHARE = 0.15  # a nested term gets no entry if no larger share of its links is outside longer pairs
SCORE_EXPONENT = 1.5  # a wrong pair costs more than a dull one
RARITY_SAMPLE = 20_000  # terms

_EQUIVALENTS = """
insert into equivalents
select source, target, frequency, beads, free, score,
       row_number() over (partition by source order by score * sqrt(frequency) desc, target)
from (
    select l.source, l.target, count(*) frequency, count(distinct l.bead) beads,
           sum(1 - l.nested) free, p.score
    from links l join scores p on p.source = l.source and p.target = l.target
    group by l.source, l.target
)
"""


class BestPair(NamedTuple):
    """A source term and its best equivalent, with all that their termhood depends on.

    frequency  links
    free       links outside longer pairs
    is_nested  whether either term is nested (`nesting`)
    """

    source: int
    target: int
    frequency: int
    free: int
    score: float
    source_text: str
    target_text: str
    source_unithood: float
    target_unithood: float
    source_kind: str
    target_kind: str
    is_nested: int


_BEST_PAIRS = """
select e.source, e.target, e.frequency, e.free, e.score,
       s.text, t.text, s.unithood, t.unithood, s.kind, t.kind,
       sn.term is not null or tn.term is not null
from equivalents e
join terms s on s.side = 0 and s.term = e.source
join terms t on t.side = 1 and t.term = e.target
left join nested_terms sn on sn.side = 0 and sn.term = e.source
left join nested_terms tn on tn.side = 1 and tn.term = e.target
where e.place = 1
"""
_ENTRIES = """
insert into entries
select row_number() over (order by value desc, source, target), source, target from termhoods
"""


def rank(store: Store, encoder: ReadingEncoder, langs: tuple[str, str]) -> None:
    """Fill the tables of equivalents and of entries: source terms with their best equivalents, in order."""
    store.run(_EQUIVALENTS)
    store.index(Equivalent)
    source_rarity, target_rarity = (
        _rarity_scale(store, encoder, SOURCE),
        _rarity_scale(store, encoder, TARGET),
    )
    rows = []
    for pair in store.rows(BestPair, _BEST_PAIRS):
        if pair.is_nested and pair.free <= FREE_SHARE * pair.frequency:
            continue
        rarity = (source_rarity(pair.source_text) + target_rarity(pair.target_text)) / 2
        words = (
            length_in_words(pair.source_text, langs[SOURCE])
            + length_in_words(pair.target_text, langs[TARGET])
        ) / 2
        value = pair.score**SCORE_EXPONENT * termhood(pair, rarity, words)
        rows.append(Termhood(pair.source, pair.target, value))
    store.insert(Termhood, rows)
    store.run(_ENTRIES)
    store.drop(Termhood)


def termhood(pair: BestPair, rarity: float, words: float) -> float:
    """How much a pair looks like a pair of terms, and how useful it is in the glossary.

    Symmetric, so that a glossary with the sides exchanged is in the same order.

    rarity  of its words; 1 for the mean of the text's terms
    words   the number of words of a term, the mean of both sides
    """
    use = 0.5 + math.log2(1 + pair.free + 0.25 * (pair.frequency - pair.free))
    length = 0.6 if words <= 1 else 1.25 if words <= 3.5 else 1.15 if words <= 6 else 0.9
    value: float = math.sqrt(pair.source_unithood * pair.target_unithood) * use**0.5 * rarity * length
    if "name" in (pair.source_kind, pair.target_kind):
        value *= 1.2
    elif "phrase" in (pair.source_kind, pair.target_kind):
        value *= 0.75
    return value


_SAMPLE = "select * from terms where side = :side and embedding_row >= 0 order by embedding_row limit :most"


def _rarity_scale(store: Store, encoder: ReadingEncoder, side: int) -> Callable[[str], float]:
    """A function that gives the rarity of a term's words, 1 for the mean of the text's terms."""
    sample = store.rows(TermRow, _SAMPLE, side=side, most=RARITY_SAMPLE)
    values = [encoder.rarity(term.text) for term in sample]
    mean = sum(values) / max(len(values), 1)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / max(len(values), 1)) or 1.0
    return lambda text: float(min(max(1 + 0.35 * (encoder.rarity(text) - mean) / spread, 0.3), 1.6))
