"""Equivalence: how well two terms translate each other, over the whole text.

Four kinds of evidence: the alignment of their words where they co-occur, the margin of their
embeddings over those of their neighbours, how often they co-occur, and their lengths. On one
document the first two decide, for most terms occur once; in a large text the counts take over.
"""

from __future__ import annotations

import math
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.terms.analysis import is_coordination, length_in_words, simplified
from duiqi.aligner.terms.collection import MANY_BEADS
from duiqi.aligner.terms.meanings import Meanings
from duiqi.aligner.terms.schema import FormCount, PairCount, RareTerm, Score, TermRow, Variant
from duiqi.aligner.terms.store import SOURCE, TARGET, Store
from duiqi.aligner.terms.word_alignment import usual_cosine
from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.languages import is_chinese, is_spaced, same_language
from duiqi.corpus.variants import is_other_script

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import Encoder

T = TypeVar("T")

# A pair is embedded and scored if it is among the EQUIVALENTS best of either of its terms. From MANY_BEADS
# beads on it has to be among the EQUIVALENTS_OF_MANY best of both, because embedding takes the most time.
EQUIVALENTS, EQUIVALENTS_OF_MANY = 8, 4
RARE_TERMS = 20_000  # terms that occur once: in a large text only the best aligned
SAMPLE = 1000  # terms of the other language among which a term's neighbours are looked for
BATCH = 8192  # terms, or pairs
MARGIN = -0.15, 0.5  # a margin to a number from 0 to 1: what counts as 0, and how much more counts as 1
ALIGNED, CLOSE, TOGETHER = 0.45, 0.35, 0.2  # weights: of the fit, of the margin, of the co-occurrences
CUT = 0.4  # unithood of a term that is cut off from its neighbours, or below
SPREAD = 0.9  # standard deviation of the logarithm of the ratio of lengths
# The words that an equivalent without spaces has (`length_in_words`): of a term of n words, UNSPACED[0] + n *
# UNSPACED[1]. A fifth less than right equivalents have, since the wrong ones are mostly longer. Fitted to
# 1,243 terms of thirteen texts with the eight best equivalents of each.
UNSPACED = 0.27, 0.59
ONE_COORDINATED = 0.87  # factor for a pair of which one term is a coordination and the other is not

# The kind of a form is that of the batch in which it has the highest unithood: SQLite takes a bare column
# from the row with the maximum. Two such batches differ in kind hardly ever.
_VARIANTS = """
insert into variants
select side, term, text, sum(frequency), max(unithood), kind
from (select * from form_counts order by kind) group by side, term, text
"""
# One row a term: its citation form, occurrences in all forms, the best unithood of any. The citation form
# is in the script of its language, and the shortest of those that are a quarter as common as the commonest
# or more, lower case before upper: `field` where the text says `fields` more often, `trust funds` rather than
# a Trust Fund.
_TERMS = """
insert into terms
select side, term, text, total, best, kind, -1
from (
    select *, row_number() over (
        partition by side, term
        order by forms > 1 and is_other_script(side, text), 4 * frequency < most,
                 length(text) + 2 * (lower(text) != text), frequency desc, text desc
    ) place
    from (
        select *, sum(frequency) over whole total, max(unithood) over whole best,
               max(frequency) over whole most, count(*) over whole forms
        from variants window whole as (partition by side, term)
    )
)
where place = 1
"""


def count_terms(store: Store, langs: tuple[str, str]) -> None:
    """Fill the tables of variants and of terms."""
    store.function("is_other_script", 2, lambda side, text: is_other_script(text, langs[side]))
    store.run(_VARIANTS)
    store.index(Variant)
    store.run(_TERMS)
    store.drop(FormCount)


# bead * 65536 + start: one number for each occurrence, in beads of fewer characters than that.
_PAIR_COUNTS = """
insert into pair_counts
select source, target,
       min(count(distinct bead * 65536 + source_start), count(distinct bead * 65536 + target_start)),
       (avg(fit) + max(fit)) / 2
from cooccurrences group by source, target
"""
_RARE_TERMS = """
insert into rare_terms
select source from pair_counts join terms on side = 0 and term = source
where terms.frequency = 1 group by source order by max(fit) desc, source limit :most
"""
_CANDIDATE_PAIRS = """
insert into candidate_pairs
select source, target, frequency, fit
from (
    select *, row_number() over (partition by source order by worth desc, target) source_place,
           row_number() over (partition by target order by worth desc, source) target_place
    from (
        select p.*, :aligned * p.fit + :together * 2.0 * p.frequency / (s.frequency + t.frequency) worth
        from pair_counts p
        join terms s on s.side = 0 and s.term = p.source
        join terms t on t.side = 1 and t.term = p.target
        where s.frequency >= :least and (s.frequency > 1 or p.source in (select source from rare_terms))
    )
)
where (source_place <= :most) + (target_place <= :most) >= :sides
"""


def choose_pairs(store: Store, min_frequency: int) -> None:
    """Fill the table of candidate pairs, worth embedding.

    min_frequency  occurrences that a source term must have
    """
    few = store.number("select count(*) from beads") < MANY_BEADS
    most, sides = (EQUIVALENTS, 1) if few else (EQUIVALENTS_OF_MANY, 2)
    store.run(_PAIR_COUNTS)
    store.run(_RARE_TERMS, most=RARE_TERMS)
    store.run(
        _CANDIDATE_PAIRS,
        aligned=ALIGNED,
        together=TOGETHER,
        least=min(min_frequency, sys.maxsize),
        most=most,
        sides=sides,
    )
    store.drop(PairCount)
    store.drop(RareTerm)


class _Pair(NamedTuple):
    """A candidate pair with its two terms."""

    source: int
    target: int
    source_row: int
    target_row: int
    frequency: int
    fit: float
    source_frequency: int
    target_frequency: int
    source_text: str
    target_text: str
    source_unithood: float
    target_unithood: float


_PAIRS = """
select p.source, p.target, s.embedding_row, t.embedding_row, p.frequency, p.fit,
       s.frequency, t.frequency, s.text, t.text, s.unithood, t.unithood
from candidate_pairs p
join terms s on s.side = 0 and s.term = p.source
join terms t on t.side = 1 and t.term = p.target
order by s.embedding_row, t.embedding_row
"""


def score_pairs(
    store: Store, encoder: Encoder, langs: tuple[str, str], progress: Callable[[int, int], None]
) -> Meanings:
    """Fill the table of scores, for the candidate pairs; returns the meanings of the embedded terms."""
    counts = _number_terms(store, SOURCE), _number_terms(store, TARGET)
    total = sum(counts)
    source = _embed(store, encoder, SOURCE, langs, counts[SOURCE], lambda done: progress(done, total))
    target = _embed(store, encoder, TARGET, langs, counts[TARGET], lambda done: progress(done, total))
    source_usual, target_usual = _usual_cosine(source, target), _usual_cosine(target, source)
    shares = _form_share(langs[SOURCE]), _form_share(langs[TARGET])
    for pairs in _batched(store.rows(_Pair, _PAIRS), BATCH):
        i, j = [pair.source_row for pair in pairs], [pair.target_row for pair in pairs]
        cosine = np.einsum("ij,ij->i", source[i], target[j], dtype=np.float32)
        margins = (2 * cosine - source_usual[i] - target_usual[j]).tolist()
        store.insert(
            Score,
            (
                Score(pair.source, pair.target, _score(pair, margin, langs, shares))
                for pair, margin in zip(pairs, margins, strict=True)
            ),
        )
    return Meanings.of(source, target, encoder)


def _score(pair: _Pair, margin: float, langs: tuple[str, str], shares: tuple[float, float]) -> float:
    close = min(max((margin - MARGIN[0]) / MARGIN[1], 0.0), 1.0)
    together = min(2 * pair.frequency / (pair.source_frequency + pair.target_frequency), 1.0)
    source, target = _shape(pair.source_text, SOURCE, langs), _shape(pair.target_text, TARGET, langs)
    ratio = target.length / source.length
    likely_ratio: float = math.exp(-0.5 * (math.log(ratio) / SPREAD) ** 2) ** 0.5
    evidence = ALIGNED * pair.fit + CLOSE * close + TOGETHER * together
    evidence *= likely_ratio
    if source.is_coordination != target.is_coordination:
        evidence *= ONE_COORDINATED
    sure = pair.fit**2  # two terms that are aligned whole have right boundaries
    source_form = _form(pair.source_unithood, shares[SOURCE], sure)
    target_form = _form(pair.target_unithood, shares[TARGET], sure)
    return round(evidence * source_form * target_form, 4)


class _Shape(NamedTuple):
    """What a term's text alone says.

    length           words, or those that its equivalent is likely to have where that has no spaces
    is_coordination  whether it has a conjunction or a mark of a list
    """

    length: float
    is_coordination: bool


@lru_cache(maxsize=1 << 14)  # a term is compared with several
def _shape(term: str, side: int, langs: tuple[str, str]) -> _Shape:
    length = length_in_words(term, langs[side])
    if is_spaced(langs[side]) and not is_spaced(langs[1 - side]):
        length = UNSPACED[0] + length * UNSPACED[1]
    return _Shape(length, is_coordination(term))


def _form(unithood: float, share: float, sure: float) -> float:
    """What the boundaries of a term leave of the score of a pair.

    share  taken away by a unithood of 0
    sure   that the boundaries are right, by the word alignment; counts from CUT on
    """
    return 1 - share * (1 - unithood) * (1 - sure if unithood >= CUT else 1)


def _form_share(lang: str) -> float:
    """The share of a score that a unithood of 0 takes away.

    More where a language has no articles, since the boundaries of a term are less sure there.
    """
    return 0.2 if same_language(lang, "en") else 0.4


_NUMBER_TERMS = """
update terms set embedding_row = place
from (
    select {column} term, row_number() over (order by {column}) - 1 place
    from (select distinct {column} from candidate_pairs)
) found
where side = :side and terms.term = found.term
"""


def _number_terms(store: Store, side: int) -> int:
    """Give each term of a candidate pair a row among the embeddings of its side; returns how many rows."""
    store.run(_NUMBER_TERMS.format(column=("source", "target")[side]), side=side)
    return store.number("select count(*) from terms where side = :side and embedding_row >= 0", side=side)


_EMBEDDED = "select * from terms where side = :side and embedding_row >= 0 order by embedding_row"


def _embed(
    store: Store,
    encoder: Encoder,
    side: int,
    langs: tuple[str, str],
    count: int,
    progress: Callable[[int], None],
) -> npt.NDArray[np.float16]:
    """The embeddings of the terms of a side, in a temporary file: (count, dimensions).

    Chinese terms are embedded in simplified characters, which the encoder knows best.
    """
    form = simplified if is_chinese(langs[side]) else str
    embeddings: npt.NDArray[np.float16] | None = None
    done = 0
    for terms in _batched(store.rows(TermRow, _EMBEDDED, side=side), BATCH):
        rows = encoder.encode([form(term.text) for term in terms])
        if embeddings is None:
            embeddings = _room(count, rows.shape[1])
        embeddings[done : done + len(terms)] = rows
        done += len(terms)
        progress(done)
    return embeddings if embeddings is not None else np.zeros((0, 1), np.float16)


def _room(count: int, dimensions: int) -> npt.NDArray[np.float16]:
    """An array in a temporary file, which is gone with the array. Raises UnwritableFile for a full disk."""
    try:
        with tempfile.TemporaryFile() as file:
            return np.memmap(file, np.float16, "w+", shape=(count, dimensions))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnwritableFile(
            f"{tempfile.gettempdir()}: no room for vectors of {count:,} terms: {reason}. Nothing was changed"
        ) from error


def _usual_cosine(rows: npt.NDArray[np.float16], others: npt.NDArray[np.float16]) -> Floats32:
    """The mean cosine of each row and its nearest ten of an even sample of the other side: (rows,).

    Rows are in the order of a hash, so every n-th of them is a fair sample; it has one size in all
    large texts, so that scores can be compared between them.
    """
    sample = others[:: max(1, -(-len(others) // SAMPLE))].astype(np.float32)
    usual = np.zeros(len(rows), np.float32)
    if len(sample):
        for low in range(0, len(rows), BATCH):
            usual[low : low + BATCH] = usual_cosine(rows[low : low + BATCH].astype(np.float32) @ sample.T)
    return usual


def _batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch
