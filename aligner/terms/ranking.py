"""In which order a terminologist should look at the pairs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from aligner.terms.store import Store
from corpus.model import is_spaced

if TYPE_CHECKING:
    from aligner.bundled import BundledEncoder

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
# With how many of a term's occurrences stand in the longer term that has most of them.
_CANDIDATES = """
select c.s, c.t, c.n, c.free, c.score, a.text, a.prior, a.kind, a.n, coalesce(
    (select max(n) from (select sum(n) n from inside where inside.inner = c.s group by outer)), 0
)
from choices c join terms a on a.side = 0 and a.term = c.s
where c.place = 1
"""

COVERED = 0.85  # of its occurrences in one longer term: a fragment of it
SAMPLE = 20_000


def rank(store: Store, bundled: BundledEncoder, langs: tuple[str, str]) -> None:
    """Fill the store's `choices` and `ranked`: the commonest equivalent of each term, the best pair first."""
    store.run(_CHOICES)
    store.run("create index choices_of on choices (s, place)")
    store.run("create table ranked (s int, t int, value real)")
    spans = _rarities(store, bundled)
    rows = store.rows(_CANDIDATES)
    values = []
    for s, t, n, free, score, source, prior, kind, total, covered in rows:
        if total >= 2 and covered >= COVERED * total:
            continue
        value = score * termhood(source, prior, n, free, kind, spans(source), langs[0])
        values.append((s, t, value))
    store.add("ranked", values)
    store.run(
        "create table listed as select row_number() over (order by value desc, s) number, s, t from ranked"
    )


def termhood(text: str, prior: float, n: int, free: int, kind: str, rarity: float, lang: str) -> float:
    """How much a candidate looks like a term of its field."""
    words = len(text.replace("-", " ").split()) if is_spaced(lang) else max(1, round(len(text) / 2))
    use = 0.5 + math.log2(1 + free + 0.25 * (n - free))
    length = 0.7 if words == 1 else 1.25 if words <= 3 else 1.15 if words <= 6 else 0.9
    value: float = prior * use**0.5 * rarity * length
    if kind == "name":
        value *= 1.2
    elif kind == "phrase":
        value *= 0.75
    return value


def _rarities(store: Store, bundled: BundledEncoder) -> Callable[[str], float]:
    """A scale of how unusual a term's words are, 1 for the mean of the text's candidates."""
    sample = [
        text
        for (text,) in store.rows(
            "select text from terms where side = 0 and row >= 0 order by row limit ?", SAMPLE
        )
    ]
    values = [bundled.rarity(text) for text in sample]
    mean = sum(values) / max(len(values), 1)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / max(len(values), 1)) or 1.0
    return lambda text: float(min(max(1 + 0.35 * (bundled.rarity(text) - mean) / spread, 0.3), 1.6))
