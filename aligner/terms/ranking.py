"""In which order a terminologist should look at the pairs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from duiqi.aligner.terms.scoring import words
from duiqi.aligner.terms.store import SOURCE, TARGET, Store

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import ReadingEncoder

# Each term's equivalents, the commonest first.
_CHOICES = """
create table choices as
select s, t, n, segments, free, score,
       row_number() over (partition by s order by score * sqrt(n) desc, t) place
from (
    select l.s, l.t, count(*) n, count(distinct l.bead) segments, sum(1 - l.nested) free, p.score
    from linked l join scored p on p.s = l.s and p.t = l.t
    group by l.s, l.t
)
"""
# With whether either side is a fragment of a longer term.
_CANDIDATES = """
select c.s, c.t, c.n, c.free, c.score, a.text, b.text, a.prior, b.prior, a.kind, b.kind,
       f.term is not null or g.term is not null
from choices c
join terms a on a.side = 0 and a.term = c.s
join terms b on b.side = 1 and b.term = c.t
left join fragments f on f.side = 0 and f.term = c.s
left join fragments g on g.side = 1 and g.term = c.t
where c.place = 1
"""

FREE = 0.15  # of its occurrences: a fragment that occurs less on its own is none
SURE = 1.5  # exponent of the score: a wrong pair costs more than a dull one
SAMPLE = 20_000
_SAMPLE = "select text from terms where side = ? and row >= 0 order by row limit ?"


def rank(store: Store, bundled: ReadingEncoder, langs: tuple[str, str]) -> None:
    """Fill the store's `choices` and `ranked`: the commonest equivalent of each term, the best pair first."""
    store.run(_CHOICES)
    store.run("create index choices_of on choices (s, place)")
    store.run("create table ranked (s int, t int, value real)")
    rarities = _rarities(store, bundled, SOURCE), _rarities(store, bundled, TARGET)
    values = []
    for s, t, n, free, score, *texts_priors_kinds, fragment in store.rows(_CANDIDATES):
        if fragment and free <= FREE * n:
            continue
        texts, priors, kinds = texts_priors_kinds[:2], texts_priors_kinds[2:4], texts_priors_kinds[4:]
        rarity = sum(rare(text) for rare, text in zip(rarities, texts, strict=True)) / 2
        length = sum(map(words, texts, langs)) / 2
        values.append((s, t, score**SURE * termhood(priors, n, free, kinds, rarity, length)))
    store.add("ranked", values)
    store.run(
        "create table listed as select row_number() over (order by value desc, s, t) number, s, t from ranked"
    )


def termhood(
    priors: Sequence[float], n: int, free: int, kinds: Sequence[str], rarity: float, length: float
) -> float:
    """How much a pair looks like one of terms, and how much is gained by having it in the glossary.

    The same from either side, so that a glossary turned round is in the same order.

    free    occurrences outside longer pairs
    rarity  1 for words as usual as the text's are on the average
    length  in words
    """
    use = 0.5 + math.log2(1 + free + 0.25 * (n - free))
    size = 0.6 if length <= 1 else 1.25 if length <= 3.5 else 1.15 if length <= 6 else 0.9
    value: float = math.sqrt(priors[0] * priors[1]) * use**0.5 * rarity * size
    if "name" in kinds:
        value *= 1.2
    elif "phrase" in kinds:
        value *= 0.75
    return value


def _rarities(store: Store, bundled: ReadingEncoder, side: int) -> Callable[[str], float]:
    """A scale of how unusual a term's words are, 1 for the mean of the text's candidates."""
    sample = [text for (text,) in store.rows(_SAMPLE, side, SAMPLE)]
    values = [bundled.rarity(text) for text in sample]
    mean = sum(values) / max(len(values), 1)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / max(len(values), 1)) or 1.0
    return lambda text: float(min(max(1 + 0.35 * (bundled.rarity(text) - mean) / spread, 0.3), 1.6))
