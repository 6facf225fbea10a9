"""The tables of an extraction: described, created, filled, and gone when it is over."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from typing import NamedTuple

import pytest

from duiqi.aligner.terms.schema import CandidatePair, Link, Nested, TermRow
from duiqi.aligner.terms.store import Store
from duiqi.aligner.terms.tables import TABLES


class Count(NamedTuple):
    """How many rows a table has."""

    rows: int


@pytest.mark.parametrize("row", TABLES, ids=lambda row: TABLES[row].name)
def test_every_table_names_the_function_that_fills_it(row: type) -> None:
    """And the function is where the docstring says."""
    filled = re.search(r"Filled by `(\w+)\.(\w+)`", inspect.getdoc(row) or "")
    assert filled
    module = import_module(f"duiqi.aligner.terms.{filled[1]}")
    assert inspect.isfunction(getattr(module, filled[2]))


@pytest.mark.parametrize("row", TABLES, ids=lambda row: TABLES[row].name)
def test_keys_and_indexes_are_columns(row: type[NamedTuple]) -> None:
    table = TABLES[row]
    for columns in (table.key, *table.indexes):
        assert set(columns) <= set(row._fields)


def test_rows_come_back_as_they_were_put_in() -> None:
    store = Store()
    rows = [
        TermRow(0, -(2**63), "mine action", 3, 0.5, "term", -1),
        TermRow(1, 2**63 - 1, "𠀀雷", 1, 1.0, "name", 0),
    ]
    store.insert(TermRow, rows)
    assert list(store.rows(TermRow, "select * from terms order by side")) == rows
    assert store.number("select count(*) from terms where side = :side", side=1) == 1


def test_a_table_may_be_empty() -> None:
    store = Store()
    store.insert(Link, [])
    store.index(Link)
    assert list(store.rows(Count, "select count(*) from links")) == [Count(0)]
    assert store.number("select sum(nested) from links") == 0


def test_a_closed_store_says_what_to_do() -> None:
    store = Store()
    store.close()
    store.close()
    with pytest.raises(ValueError, match="this extraction is closed: read its glossary"):
        store.insert(Nested, [])
    with pytest.raises(ValueError, match="is closed"):
        store.rows(CandidatePair, "select * from candidate_pairs")
