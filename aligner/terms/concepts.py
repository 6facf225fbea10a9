"""Concepts: the row of a term has its abbreviations, and theirs fold below it.

The long form is preferred, on either side: State Taxation Administration (STA) is 国家税务总局 (税务总局),
though the text may say STA and 税务总局 everywhere else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from duiqi.aligner.terms.abbreviations import abbreviates
from duiqi.aligner.terms.competitive_linking import FIT_HERE
from duiqi.aligner.terms.folding import Row
from duiqi.aligner.terms.schema import Abbreviation
from duiqi.aligner.terms.store import SOURCE, TARGET, Store
from duiqi.corpus.glossary.definitions import defines
from duiqi.corpus.model import Span

LEAST_TERMHOOD = 0.8  # of a pair that both sides abbreviate: of 19 in four texts every one is a term
LEAST_SCORE = 0.6  # of such a pair: only where it begins is in doubt
LEAST_FIT = 0.5  # of two terms that both texts define in a bead
MARGIN = FIT_HERE  # of the score of such a pair over other pairs of its terms: what a bead may add to theirs

_ABBREVIATED_ALIKE = """
update scores set score = max(score, :least)
where (source, target) in (
    select s.long, t.long from abbreviations s
    join abbreviations t on t.bead = s.bead and t.side = 1 and t.text = s.text where s.side = 0
)
"""


# What both texts define in a bead is in any bead the best pair of either: “Verifier” means, “核查机构”指.
_DEFINED = """
with defined as materialized (
    select distinct c.source, c.target from cooccurrences c join beads b on b.number = c.bead
    where c.fit >= :least and defines(b.source_text, c.source_start, c.source_end)
    and defines(b.target_text, c.target_start, c.target_end)
)
update scores set score = max(score, found.least)
from (
    select source, target, min(max(other) + :margin, 1) least
    from (
        select d.source, d.target, o.score other
        from defined d join scores o on o.source = d.source and o.target != d.target
        union all
        select d.source, d.target, o.score
        from scores o cross join defined d on d.target = o.target and d.source != o.source
    ) group by source, target
) found
where scores.source = found.source and scores.target = found.target
"""


class _Linked(NamedTuple):
    """A term linked in a bead, and the text of its equivalent there."""

    term: int
    equivalent: str


# The longest term first.
_LINKED = """
select l.{own}, t.text from links l join terms t on t.side = {other_side} and t.term = l.{other}
where l.bead = :bead and l.{own}_end = :end order by l.{own}_start
"""
# A source term whose best equivalent is an abbreviation of another of its equivalents.
_PREFERRED = """
select e.source, a.long, a.short, l.place
from equivalents e
join abbreviations a on a.side = 1 and a.short = e.target
join equivalents l on l.source = e.source and l.target = a.long
where e.place = 1
"""


class _Preferred(NamedTuple):
    source: int
    long: int
    short: int
    place: int


def raise_scores(store: Store) -> None:
    """Raise the scores of terms that a text and its translation define, or abbreviate by the same letters."""
    store.run(_ABBREVIATED_ALIKE, least=LEAST_SCORE)
    store.function("defines", 3, lambda text, start, end: defines(text, Span(start, end)))
    store.run(_DEFINED, least=LEAST_FIT, margin=MARGIN)


def find_abbreviations(store: Store) -> list[Abbreviation]:
    """Complete the table of abbreviations, and make long forms better equivalents than their abbreviations.

    Where no letters tell the beginning of a long form, its equivalent's may: 世界贸易组织（WTO）.
    """
    rows = list(store.rows(Abbreviation, "select distinct * from abbreviations"))
    found = [row._replace(long=row.long or _by_equivalent(store, row)) for row in rows]
    found = [row for row in found if row.long and row.long != row.short]
    store.run("delete from abbreviations")
    store.insert(Abbreviation, found)
    for source, long, short, place in list(store.rows(_Preferred, _PREFERRED)):
        statement = "update equivalents set place = :place where source = :source and target = :target"
        store.run(statement, place=1, source=source, target=long)
        store.run(statement, place=place, source=source, target=short)
    return found


def _by_equivalent(store: Store, row: Abbreviation) -> int:
    """The number of the long form whose equivalent an abbreviation in Latin letters abbreviates; else 0."""
    names = ("source", "target") if row.side == SOURCE else ("target", "source")
    query = _LINKED.format(own=names[0], other=names[1], other_side=1 - row.side)
    linked = list(store.rows(_Linked, query, bead=row.bead, end=row.long_end)) if row.text.isascii() else []
    return next((term for term, equivalent in linked if abbreviates(row.text, equivalent)), 0)


def with_abbreviations(
    rows: Sequence[Row], abbreviations: Iterable[Abbreviation]
) -> tuple[list[Row], dict[int, int], list[Abbreviation]]:
    """The rows, those of abbreviations below those of their long forms.

    returns  the rows; for each that folds, by its source term, that of the row below which it belongs; the
             abbreviations of targets that no text introduces
    """
    longs: tuple[dict[int, set[int]], dict[int, set[int]]] = defaultdict(set), defaultdict(set)
    long_forms: tuple[set[int], set[int]] = set(), set()
    introduced: dict[int, set[str]] = defaultdict(set)  # abbreviations of targets, by these
    for found in abbreviations:
        longs[found.side][found.short].add(found.long)
        long_forms[found.side].add(found.long)
        if found.side == TARGET:
            introduced[found.long].add(found.text)
    by_source = {row.source: row for row in rows}
    inside: dict[int, int] = {}
    values: dict[int, float] = {
        row.source: max(row.value, LEAST_TERMHOOD)
        for row in rows
        if row.source in long_forms[SOURCE] and row.target in long_forms[TARGET] and row.part != "copy"
    }
    others: list[Abbreviation] = []
    for row in rows:
        wholes = [by_source[long] for long in longs[SOURCE].get(row.source, ()) if long in by_source]
        if len(wholes) != 1:
            continue
        whole = wholes[0]
        is_introduced = row.target == whole.target or whole.target in longs[TARGET].get(row.target, ())
        if not is_introduced:
            is_copy = row.source_text.casefold() == row.target_text.casefold()
            # 部门 stands for 救援与消防勤务部门 in another sentence, and is no abbreviation of it;
            # nor is 世卫 of 世卫组织, which the text introduces.
            names = (whole.target_text, *introduced.get(whole.target, ()))
            is_piece = any(row.target_text.casefold() in name.casefold() for name in names)
            if is_copy or (abbreviates(row.target_text, whole.target_text) and not is_piece):
                others.append(Abbreviation(TARGET, -1, -1, whole.target, row.target, row.target_text))
            elif not is_piece and set(row.target_text) & set(whole.target_text):
                continue  # perhaps another name of the concept; without a character in common it is an error
        inside[row.source] = whole.source
        if not row.part:
            values[whole.source] = max(values.get(whole.source, whole.value), row.value)
    folded = [
        row._replace(part="folded")
        if row.source in inside
        else row._replace(value=values[row.source], part="")
        if row.source in values
        else row
        for row in rows
    ]
    return folded, inside, others
