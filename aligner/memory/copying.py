"""The units of another memory, ready to be added: bitext by bitext, each as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from duiqi.aligner.memory.records import Placed
from duiqi.aligner.memory.units import FIELDS, JOINED, unit
from duiqi.corpus.bitext.parts import Lazy
from duiqi.corpus.model import Alignment, Bead, Side, Span

SHARED = 16  # bytes of a key that do not depend on the memory; the number of the bitext follows


def bitexts(connection: sqlite3.Connection) -> Iterator[tuple[Alignment, Iterator[Placed]]]:
    """The bitexts of a memory, each with its units, in a transaction of the caller's.

    Refused units come too: a unit that another person refused is refused in both memories.
    """
    documents = connection.execute(
        "SELECT number, source_name, source_lang, source_sha256, target_name, target_lang, target_sha256 "
        "FROM documents ORDER BY number"
    ).fetchall()
    for number, *sides in documents:
        beads: Lazy[Bead] = Lazy(lambda number=number: (each.bead for each in _units(connection, number)))  # type: ignore[misc]
        yield Alignment(Side(*sides[:3]), Side(*sides[3:]), beads), _units(connection, number)


def _units(connection: sqlite3.Connection, document: int) -> Iterator[Placed]:
    rows = connection.execute(
        f"SELECT {FIELDS}, u.key, u.start, u.stop FROM {JOINED} WHERE u.document = ? "
        "ORDER BY u.place, u.number",
        (document,),
    )
    for *fields, key, start, stop in rows:
        found = unit(tuple(fields))
        bead = found.bead(found.place)
        if start is not None:
            (segment,) = bead.source_segments
            bead = replace(bead, source_segments=(segment._replace(span=Span(start, stop)),))
        yield Placed(found.place, bead, found.author, found.added, found.changed, key[:SHARED])
