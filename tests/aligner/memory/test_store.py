"""A file that is no memory is refused, and stays as it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.memory.memory import Memory
from duiqi.aligner.memory.tokens import indexed, searched
from duiqi.corpus.errors import DuiqiError


def refusal(path: Path, *, create: bool = True) -> str:
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(DuiqiError) as raised:
        Memory(path, create=create)
    assert (path.read_bytes() if path.is_file() else b"") == before
    return str(raised.value).removeprefix(str(path))


def test_a_missing_file_is_made_only_on_request(path: Path) -> None:
    assert refusal(path, create=False) == ": there is no such memory. Make it with: duiqi memory add"
    with Memory(path) as memory:
        assert memory.statistics().units == 0
    Memory(path, create=False).close()


def test_text_is_no_memory(path: Path) -> None:
    path.write_text("The General Assembly,\n" * 50, encoding="utf-8")
    assert refusal(path) == ": no memory, or a damaged one: file is not a database. Use a copy"


def test_another_program_s_database_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()
    assert refusal(path) == ": a database of another program, no memory. Give another name"


def test_a_newer_version_is_refused(path: Path) -> None:
    Memory(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    assert refusal(path) == ": version 99 of the format, and only 1 is known here. Is there a newer duiqi?"


def test_a_memory_that_was_cut_short_is_named(path: Path) -> None:
    Memory(path).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + bytes(len(whole) - 100))
    with pytest.raises(DuiqiError, match="no memory, or a damaged one"), Memory(path) as memory:
        memory.statistics()


def test_folders_are_no_memories(tmp_path: Path) -> None:
    assert refusal(tmp_path) == ": this is a folder. Give the name of a memory in it"
    missing = tmp_path / "none" / "un.memory"
    assert refusal(missing) == f": there is no folder '{missing.parent}'. Make it first"


@pytest.mark.slow
@given(st.text(alphabet=st.characters(max_codepoint=0x7F, exclude_characters="\0"), max_size=40))
def test_the_index_cuts_ascii_as_a_search_does(text: str) -> None:
    """Texts in ASCII go into the index as they are, and come out as the words of `searched`."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize='ascii')")
        connection.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, instance)")
        connection.execute("INSERT INTO words (rowid, text) VALUES (1, ?)", (indexed(text),))
        rows = connection.execute("SELECT term FROM vocabulary ORDER BY offset")
        assert [row[0] for row in rows] == searched(text)
