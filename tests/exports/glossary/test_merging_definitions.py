"""Definitions merged into tables: into empty cells, in the language of their column."""

from __future__ import annotations

from pathlib import Path

import pytest

from duiqi.corpus.bitext.layout import Layout
from duiqi.corpus.glossary.model import Glossary, Term, TermPair
from duiqi.corpus.glossary.reading import read_glossary
from duiqi.exports import write
from duiqi.exports.glossary.merging import merge
from duiqi.exports.glossary.merging.cells import definition_sides, definitions

ENGLISH, CHINESE = "a person who 𠀀 decides", "作出决定的人𠀀"


def controller(english: str = ENGLISH, chinese: str = CHINESE) -> TermPair:
    terms = Term("controller", "en", definition=english), Term("控制者", "zh", definition=chinese)
    return TermPair("1", *terms, frequency=2, status="accepted")


def table(path: Path, *rows: list[str]) -> Path:
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def merged(path: Path, *rows: list[str]) -> list[list[str]]:
    """The rows of a table after a pair with two definitions was merged into it, once or twice."""
    base, out, again = table(path / "base.tsv", *rows), path / "out.tsv", path / "again.tsv"
    merge(Glossary("en", "zh", (controller(),)), base, out)
    assert merge(Glossary("en", "zh", (controller(),)), out, again).confirmed == 1
    assert again.read_bytes() == out.read_bytes()
    return [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", ["a.xlsx", "a.tsv", "a.csv"])
def test_a_row_of_a_table_of_ours_gets_the_definitions_that_it_has_not(name: str, tmp_path: Path) -> None:
    base, out = tmp_path / name, tmp_path / f"out-{name}"
    write(Glossary("en", "zh", (controller("kept", ""),), described=True), base)
    done = merge(Glossary("en", "zh", (controller(),)), base, out)
    assert (done.new, done.changed, done.confirmed) == (0, 1, 0)
    (found,) = read_glossary(out).pairs
    assert (found.source.definition, found.target.definition) == ("kept", CHINESE)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Definition", ENGLISH),
        ("Definition (EN)", ENGLISH),
        ("EN Definition", ENGLISH),
        ("Definition (ZH)", CHINESE),
        ("释义", CHINESE),
        ("中文定义", CHINESE),
        ("英文释义", ENGLISH),
    ],
)
@pytest.mark.parametrize("is_there", [True, False])
def test_a_column_gets_the_definition_of_its_language(
    heading: str, expected: str, is_there: bool, tmp_path: Path
) -> None:
    """Whether the row is there or new."""
    own = ["controller", "控制者", ""] if is_there else ["apron", "停机坪", ""]
    rows = merged(tmp_path, ["English", "Chinese", heading], own)
    assert rows[-1] == ["controller", "控制者", expected]


def test_a_definition_that_is_there_stays(tmp_path: Path) -> None:
    rows = ["English", "Chinese", "Definition"], ["controller", "控制者", "ours"]
    assert merged(tmp_path, *rows) == [*rows]


@pytest.mark.parametrize(("written", "expected"), [("停放飞机的地方", CHINESE), ("a place", ENGLISH)])
def test_the_definitions_of_a_table_tell_the_language_of_their_column(
    written: str, expected: str, tmp_path: Path
) -> None:
    rows = merged(
        tmp_path,
        ["English", "Chinese", "Definition"],
        ["apron", "停机坪", written],
        ["controller", "控制者", ""],
    )
    assert rows[2] == ["controller", "控制者", expected]


def test_a_chinese_column_takes_no_english_definition() -> None:
    plan = Layout({"source": 0, "target": 1, "definition": 2}, 1)
    chinese = definition_sides(plan, "释义", [""], ("en", "zh"))
    assert definitions(controller(chinese=""), plan, chinese) == {}
    either = definition_sides(plan, "Definition", [""], ("en", "zh"))
    assert definitions(controller(english=""), plan, either) == {2: CHINESE}
    assert definition_sides(plan, "Definition", ["x"], ("en", "de")) == (0, 1)
