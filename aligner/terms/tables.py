"""The tables that hold the row types of `schema`: their names, keys and indexes."""

from __future__ import annotations

from typing import NamedTuple, get_type_hints

from duiqi.aligner.terms.schema import (
    Abbreviation,
    AcceptedOccurrence,
    BeadRow,
    CandidatePair,
    Cooccurrence,
    Enclosure,
    Entry,
    Equivalent,
    FormCount,
    KnownOccurrence,
    Link,
    Nested,
    PairCount,
    RareTerm,
    ReferenceCount,
    Score,
    Termhood,
    TermRow,
    Variant,
)


class Table(NamedTuple):
    """A table's name, primary key and indexes; an index is made once the table is full, which is faster."""

    name: str
    key: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()


TABLES: dict[type[NamedTuple], Table] = {
    BeadRow: Table("beads", key=("number",)),
    FormCount: Table("form_counts"),
    Cooccurrence: Table("cooccurrences"),
    KnownOccurrence: Table("known_occurrences"),
    AcceptedOccurrence: Table("accepted_occurrences", indexes=(("bead", "accepted"), ("accepted", "side"))),
    Abbreviation: Table("abbreviations", indexes=(("side", "long"),)),
    Variant: Table("variants", indexes=(("side", "term"),)),
    TermRow: Table("terms", key=("side", "term")),
    ReferenceCount: Table("reference_counts", indexes=(("side", "term"),)),
    PairCount: Table("pair_counts"),
    RareTerm: Table("rare_terms", key=("source",)),
    CandidatePair: Table("candidate_pairs"),
    Score: Table("scores", key=("source", "target")),
    Enclosure: Table("enclosures"),
    Nested: Table("nested_terms", key=("side", "term")),
    Link: Table("links", indexes=(("source", "target", "bead"), ("bead", "source_start", "source_end"))),
    Equivalent: Table("equivalents", indexes=(("source", "place"),)),
    Termhood: Table("termhoods"),
    Entry: Table("entries", indexes=(("source",),)),
}
_SQL_TYPES: dict[type, str] = {int: "integer", float: "real", str: "text"}


def create_statement(row: type[NamedTuple]) -> str:
    """The SQL that creates a table.

    >>> create_statement(Nested)
    'create table nested_terms (side integer, term integer, primary key (side, term)) without rowid'
    """
    name, key, _ = TABLES[row]
    columns = ", ".join(f"{column} {_SQL_TYPES[kind]}" for column, kind in get_type_hints(row).items())
    if not key:
        return f"create table {name} ({columns})"
    # One integer as key is SQLite's own row number; several are the table's order.
    order = " without rowid" if len(key) > 1 else ""
    return f"create table {name} ({columns}, primary key ({', '.join(key)})){order}"
