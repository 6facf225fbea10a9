"""How well two candidates translate each other, over the whole text.

Four kinds of evidence: how their words are linked where they meet, how close their
embeddings are compared with their neighbours', how often they meet, and their lengths.
On one document the first two decide, for most terms occur once; in a large one the
counts take over.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.terms.links import NEAR
from duiqi.aligner.terms.reading import MANY
from duiqi.aligner.terms.store import SOURCE, TARGET, Store
from duiqi.corpus.languages import is_spaced, same_language

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import Encoder

T = TypeVar("T")

_COUNTED = """
create table counted as
select side, term, text, sum(n) n, max(prior) prior, max(kind) kind
from forms group by side, term, text
"""
# One row a term: its commonest form, occurrences in all forms, the best that is said of any.
_TERMS = """
insert into terms
select side, term, text, total, best, kind, -1
from (
    select *, sum(n) over whole total, max(prior) over whole best,
           row_number() over (partition by side, term order by n desc, text desc) place
    from counted window whole as (partition by side, term)
)
where place = 1
"""
# How often two terms meet, a pair of occurrences counted once, and how well they are linked there.
_MEETINGS = """
create table pairs as
select s, t, (avg(fit) + max(fit)) / 2 fit,
       min(count(distinct bead * 65536 + s0), count(distinct bead * 65536 + t0)) n
from links group by s, t
"""
_RARE = """
create temp table rare as
select p.s from pairs p join terms a on a.side = 0 and a.term = p.s
where a.n = 1 group by p.s order by max(p.fit) desc, p.s limit ?
"""
_CHOSEN = """
create table chosen as
select s, t, n, fit
from (
    select *, row_number() over (partition by s order by worth desc, t) of_source,
           row_number() over (partition by t order by worth desc, s) of_target
    from (
        select p.*, :linked * p.fit + :meeting * 2.0 * p.n / (a.n + b.n) worth
        from pairs p
        join terms a on a.side = 0 and a.term = p.s
        join terms b on b.side = 1 and b.term = p.t
        where a.n >= :least and (a.n > 1 or p.s in (select s from rare))
    )
)
where (of_source <= :most) + (of_target <= :most) >= :sides
"""
_PAIRS = """
select c.s, c.t, a.row, b.row, c.n, c.fit, a.n, b.n, a.text, b.text, a.prior, b.prior
from chosen c
join terms a on a.side = 0 and a.term = c.s
join terms b on b.side = 1 and b.term = c.t
order by a.row, b.row
"""

_NUMBERED = """
update terms set row = place
from (
    select {column} term, row_number() over (order by {column}) - 1 place
    from (select distinct {column} from chosen)
) found
where side = ? and terms.term = found.term
"""

# A pair gets a closer look that is among a term's best: of either of its terms, or, where there are
# many, of both. For embedding is what takes long.
EQUIVALENTS, EQUIVALENTS_OF_MANY = 8, 4
ONCE = 20_000  # terms that occur once: in a large text only those with the best links
NEIGHBOURS = 1000  # terms of the other language that a margin is taken over
BATCH = 8192
MARGIN = -0.15, 0.5  # the margin that counts 0, and how much further up it counts 1
LINKED, CLOSE, MEETING = 0.45, 0.35, 0.2
SPREAD = 0.9  # standard deviation of the logarithm of the ratio of lengths


def score(
    store: Store, encoder: Encoder, langs: tuple[str, str], least: int, tell: Callable[[int, int], None]
) -> None:
    """Fill the store's `terms` and `scored`."""
    _count(store)
    _choose(store, least)
    rows = _number(store)
    vectors = [_embed(store, encoder, side, rows[side], tell, sum(rows)) for side in (SOURCE, TARGET)]
    usual = _usual(vectors[SOURCE], vectors[TARGET]), _usual(vectors[TARGET], vectors[SOURCE])
    pairs = store.rows(_PAIRS)
    doubts = _doubt(langs[0]), _doubt(langs[1])
    for batch in _batched(pairs, BATCH):
        left, right = ([pair[k] for pair in batch] for k in (2, 3))
        cosine = np.einsum("ij,ij->i", vectors[0][left], vectors[1][right], dtype=np.float32)
        margin = 2 * cosine - usual[0][left] - usual[1][right]
        store.add(
            "scored", (_scored(pair, float(m), langs, doubts) for pair, m in zip(batch, margin, strict=True))
        )


def _scored(
    pair: Any, margin: float, langs: tuple[str, str], doubts: tuple[float, float]
) -> tuple[int, int, float]:
    s, t, _, _, together, fit, n_s, n_t, source, target, prior_s, prior_t = pair
    close = min(max((margin - MARGIN[0]) / MARGIN[1], 0.0), 1.0)
    meeting = min(2 * together / (n_s + n_t), 1.0)
    ratio = words(target, langs[1]) / words(source, langs[0])
    evidence = LINKED * fit + CLOSE * close + MEETING * meeting
    evidence *= math.exp(-0.5 * (math.log(ratio) / SPREAD) ** 2) ** 0.5
    return s, t, round(evidence * (1 - doubts[0] * (1 - prior_s)) * (1 - doubts[1] * (1 - prior_t)), 4)


def _doubt(lang: str) -> float:
    """What the worst form takes from a score: boundaries are less sure where no article opens a phrase."""
    return 0.2 if same_language(lang, "en") else 0.4


def words(text: str, lang: str) -> float:
    """How many words a term has; two Chinese characters are one."""
    return (
        float(len(text.replace("-", " ").split()))
        if is_spaced(lang)
        else max(sum(map(str.isalnum, text)), 1) / 2
    )


def _count(store: Store) -> None:
    store.run(_COUNTED)
    store.run("create index counted_terms on counted (side, term)")
    store.run(
        "create table terms (side int, term int, text text, n int, prior real, kind text, row int, "
        "primary key (side, term)) without rowid"
    )
    store.run(_TERMS)


def _choose(store: Store, least: int) -> None:
    """The pairs worth embedding. `least` is how often a source term must occur."""
    few = store.count("select count(*) from beads") < MANY
    most, sides = (EQUIVALENTS, 1) if few else (EQUIVALENTS_OF_MANY, 2)
    store.run(_MEETINGS)
    store.run(_RARE, ONCE)
    store.run("create index rare_terms on rare (s)")
    store.run(_CHOSEN, linked=LINKED, meeting=MEETING, least=least, most=most, sides=sides)
    store.run("drop table pairs")


def _number(store: Store) -> tuple[int, int]:
    """Give each term of a chosen pair a row among the vectors of its side; returns how many there are."""
    counts = []
    for side, column in ((SOURCE, "s"), (TARGET, "t")):
        store.run(_NUMBERED.format(column=column), side)
        counts.append(store.count("select count(*) from terms where side = ? and row >= 0", side))
    return counts[0], counts[1]


def _embed(
    store: Store, encoder: Encoder, side: int, count: int, tell: Callable[[int, int], None], total: int
) -> npt.NDArray[np.float16]:
    """A vector for each term of a side, in a file that is gone when nobody needs it."""
    texts = (
        text
        for (text,) in store.rows("select text from terms where side = ? and row >= 0 order by row", side)
    )
    vectors: npt.NDArray[np.float16] | None = None
    done = 0
    for batch in _batched(texts, BATCH):
        rows = encoder.encode(batch)
        if vectors is None:
            with tempfile.TemporaryFile() as file:
                vectors = np.memmap(file, np.float16, "w+", shape=(count, rows.shape[1]))
        vectors[done : done + len(batch)] = rows
        done += len(batch)
        tell(done, total)
    return vectors if vectors is not None else np.zeros((0, 1), np.float16)


def _usual(rows: npt.NDArray[np.float16], others: npt.NDArray[np.float16]) -> Floats32:
    """How close each row is to its nearest ten of an even sample of the other side: (rows,).

    Rows are in the order of a hash, so that taking every so-many-th one is a fair sample;
    of one size, so that a score means the same in a page and in a million.
    """
    sample = others[:: max(1, -(-len(others) // NEIGHBOURS))].astype(np.float32)
    usual = np.zeros(len(rows), np.float32)
    near = min(NEAR, len(sample))
    if near:
        for low in range(0, len(rows), BATCH):
            cosine = rows[low : low + BATCH].astype(np.float32) @ sample.T
            usual[low : low + BATCH] = np.partition(cosine, -near, axis=1)[:, -near:].mean(axis=1)
    return usual


def _batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch
