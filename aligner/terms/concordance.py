"""Concordance: the contexts in which a pair of terms is linked, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from duiqi.aligner.terms.store import Store
from duiqi.corpus.glossary.definitions import is_definition
from duiqi.corpus.glossary.model import Context, Place
from duiqi.corpus.model import Span

EXAMPLES = 3
LOOKED_AT = 50  # contexts among which examples are looked for


class _LinkedBead(NamedTuple):
    source_text: str
    target_text: str
    source_start: int
    source_end: int
    target_start: int
    target_end: int
    file: str
    id: str


_LINKED_BEADS = """
select b.source_text, b.target_text, l.source_start, l.source_end, l.target_start, l.target_end, b.file, b.id
from links l join beads b on b.number = l.bead
where l.source = :source and l.target = :target {and_more}
order by l.bead, l.source_start
"""
# Not where a longer pair of the draft is around one term alone, and has no such term on its other side:
# milk of raw milk 生乳 is not 挤奶. But mine action of assistance in mine action 协助地雷行动 may be linked
# with another 地雷行动 of the bead.
NOT_TORN = """
and not exists (
    select 1 from links o join entries e on e.source = o.source and e.target = o.target and e.part = ''
    where o.bead = l.bead and (
        o.source_start <= l.source_start and l.source_end <= o.source_end
        and o.source_end - o.source_start > l.source_end - l.source_start
        and not (o.target_start <= l.target_start and l.target_end <= o.target_end)
        and instr(
            (select text from terms where side = 1 and term = o.target),
            (select text from terms where side = 1 and term = l.target)
        ) = 0
        or o.target_start <= l.target_start and l.target_end <= o.target_end
        and o.target_end - o.target_start > l.target_end - l.target_start
        and not (o.source_start <= l.source_start and l.source_end <= o.source_end)
        and instr(
            (select lower(text) from terms where side = 0 and term = o.source),
            (select lower(text) from terms where side = 0 and term = l.source)
        ) = 0
    )
)
"""
_USES = f"""
select count(*), count(distinct l.bead) from links l
where l.source = :source and l.target = :target {NOT_TORN}
"""
# Not inside a longer pair that is a row of the draft, unless its own term has a row there.
_NOT_INSIDE = f"""
{NOT_TORN}
and not (l.nested and exists (
    select 1 from links o join entries e on e.source = o.source and e.target = o.target and e.part = ''
    where o.bead = l.bead and (o.source != l.source or o.target != l.target)
        and o.source_start <= l.source_start and l.source_end <= o.source_end
        and o.target_start <= l.target_start and l.target_end <= o.target_end
) and not exists (select 1 from entries e where e.source = l.source and e.part = ''))
"""


def own_contexts(store: Store, source: int, target: int) -> Iterator[Context]:
    """The contexts of a pair in which neither it nor a term of it is a piece of a longer row of the draft."""
    return _contexts(store, source, target, _NOT_INSIDE)


def _contexts(store: Store, source: int, target: int, and_more: str) -> Iterator[Context]:
    query = _LINKED_BEADS.format(and_more=and_more)
    for found in store.rows(_LinkedBead, query, source=source, target=target):
        yield Context(
            found.source_text,
            found.target_text,
            Span(found.source_start, found.source_end),
            Span(found.target_start, found.target_end),
            Place(found.file, found.id),
        )


class Uses(NamedTuple):
    """How often a pair occurs, and in how many beads."""

    frequency: int
    beads: int


def uses(store: Store, source: int, target: int) -> Uses:
    """The occurrences of a pair, but those in which one term alone is a piece of a longer row of the draft.

    licence 许可证 may be linked where a text has national driving licence 国家驾驶证 and, in the same bead,
    airside driving permit 空侧驾驶许可证.
    """
    return next(store.rows(Uses, _USES, source=source, target=target))


def examples(store: Store, pairs: Iterable[tuple[int, int]], *, is_own: bool = True) -> Iterator[Context]:
    """The first contexts that differ of the pairs of a concept, definitions before others.

    A bead is shown once, though the pair occurs in it twice.

    is_own  only `uses`
    """
    defining: set[tuple[str, str]] = set()
    beads: dict[tuple[str, str], Context] = {}
    for pair in pairs:  # long forms first
        found = list(islice(_contexts(store, *pair, NOT_TORN if is_own else ""), LOOKED_AT))
        for context in sorted(found, key=lambda context: not is_definition(context)):
            texts = context.source, context.target
            beads.setdefault(texts, context)
            if is_definition(context):
                defining.add(texts)
    yield from islice(
        (beads[texts] for texts in sorted(beads, key=lambda texts: texts not in defining)), EXAMPLES
    )


class _BeadText(NamedTuple):
    source_text: str
    target_text: str
    file: str
    id: str


_MENTIONS = """
select source_text, target_text, file, id from beads
where instr(source_text, :source) and instr(target_text, :target) order by number limit :most
"""


def mentions(store: Store, source: str, target: str) -> Iterator[Context]:
    """The first contexts that have two texts, that of the source as a word, linked or not."""
    rows = store.rows(_BeadText, _MENTIONS, source=source, target=target, most=LOOKED_AT)
    for bead in rows:
        if found := re.search(rf"(?<!\w){re.escape(source)}(?!\w)", bead.source_text):
            start = bead.target_text.index(target)
            yield Context(
                bead.source_text,
                bead.target_text,
                Span(*found.span()),
                Span(start, start + len(target)),
                Place(bead.file, bead.id),
            )
