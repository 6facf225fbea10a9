"""Concordance: the contexts in which a pair of terms is linked, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator
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
where l.source = :source and l.target = :target
order by l.bead, l.source_start
"""


def contexts(store: Store, source: int, target: int) -> Iterator[Context]:
    """Every context of a pair, given the numbers of its terms."""
    for found in store.rows(_LinkedBead, _LINKED_BEADS, source=source, target=target):
        yield Context(
            found.source_text,
            found.target_text,
            Span(found.source_start, found.source_end),
            Span(found.target_start, found.target_end),
            Place(found.file, found.id),
        )


def examples(store: Store, source: int, target: int) -> Iterator[Context]:
    """The first contexts of a pair that differ, definitions before others.

    A bead is shown once, though the pair occurs in it twice.
    """
    shown: set[tuple[str, str]] = set()
    found = islice(contexts(store, source, target), LOOKED_AT)
    for context in sorted(found, key=lambda context: not is_definition(context)):
        texts = context.source, context.target
        if texts not in shown:
            shown.add(texts)
            yield context
            if len(shown) == EXAMPLES:
                return
