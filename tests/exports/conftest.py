"""A real extract, a document made to break writers, and the schemas where they are at hand."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.model import Alignment, Bead, Note, Record, Records, Side, Span
from duiqi.exports import WriteOptions

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
DATE = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def dated() -> WriteOptions:
    """Options that make the same bytes today and tomorrow."""
    return WriteOptions(created=DATE)


@pytest.fixture(scope="session")
def extract() -> Alignment:
    """The opening of resolution 62/99, with a footnote and a date line that have no counterpart."""
    beads = (
        Bead.of_texts(
            range(1), range(1), "1", ("Assistance in mine action",), ("协助地雷行动",),
            Span(70, 96), Span(300, 309), "62/99.", "62/99.", 1.31, 0.97, "accepted",
        ),
        Bead.of_texts(
            range(1, 2), range(1, 2), "2", ("The General Assembly,",), ("大会，",), confidence=0.95,
        ),
        Bead.of_texts(
            range(2, 4), range(2, 3), "3",
            ("Recalling also all relevant treaties", "and conventions and their review processes,"),
            ("又回顾所有相关条约和公约及其审查进程，",),
            Span(400, 480), None, score=-0.4, confidence=0.61, note="“processes” or “process”? <ask> & see",
        ),
        Bead.of_texts(
            range(4, 5), range(3, 3), "4", ("United Nations, Treaty Series, vol. 2056.",), confidence=0.99,
        ),
        Bead.of_texts(range(5, 5), range(3, 4), "5", (), ("2007年12月17日",), confidence=0.9),
        Bead.of_texts(
            range(5, 6), range(4, 6), "6",
            ("Takes note of the report; and decides to remain seized of the matter.",),
            ("注意到报告；", "并决定继续处理此案。"),
            source_label="1.", confidence=0.42, status="corrected",
        ),
    )  # fmt: skip
    return Alignment(
        Side("un-62-99.en.txt", "en", "ab" * 32),
        Side("un-62-99.zh.txt", "zh", "cd" * 32),
        beads,
        "bundled",
        "enc:bundled-use3|v:0.1.0",
    )


@pytest.fixture(scope="session")
def torture() -> Alignment:
    """Quotes, markup, formulas, emoji, rare characters, direction marks, controls, a very long segment."""
    pairs = [
        ("He said \"no\", 'no' & <b>no</b> ]]> &amp; &#x1f;", "他说“不”，《不》&不"),
        ('"Quoted" first, then tab\tand\nnewline', "“引号”\t在前\r\n换行"),
        ('=HYPERLINK("x","y")', "＝1+1"),
        ("+cmd|' /C calc'!A0", "@SUM(1)"),
        ("- to urge States (all of them)", "- 敦促各国"),
        ("Family 👨\u200d👩\u200d👧 and flag 🇺🇳 😀", "一家👨\u200d👩\u200d👧😀"),
        ("Rare 𠮷𠀀 characters", "生僻字“𠮷𠀀”"),
        ("Hebrew \u200fשלום\u200f and \u202bعربي\u202c", "希伯来语\u2067שלום\u2069"),
        ("bell\x07 null\x00 esc\x1b vt\x0b unit\x1f separator", "响铃\x07空\x00"),
        ("lone \ud800 surrogate \udfff \ufffe \uffff", "孤立\ud83d代理"),
        (
            "no\u00a0break, thin\u2009space, zero\u200bwidth, soft\u00adhyphen, mark\ufeff",
            "全角\u3000空格\u200b",
        ),
        ("cafe\u0301 decomposed, Å angstrom \u212b", "が か\u3099"),
        ("a" * 60_000 + " " + "b" * 40_000, "长" * 100_000),
        ("_x0041_ and _x000D_", "％ _x005F_"),
        (" \u3000 leading and trailing \u00a0 ", "　　段首空格　"),
        ("\x00\x01", "什么也没有"),
        ("nothing visible", "\u200b\u200d\ufeff"),
        ("control\x85next\u2028line\u2029paragraph\x7f\x9f", "控制"),
    ]
    facts = Record(
        (("creationid", 'a<&"\x07\ud800'), ("changedate", "20240102T030405Z"), ('odd "name', "\x01")),
        (
            Note(
                "note \x07 <&> \ud800",
                (("from", 'a"<\x00'), ("priority", "77"), ("annotates", "file"), ("date", "2024")),
            ),
        ),
        (('x y<"', "v&\udfff"), ("", "empty"), ("status", "Draft"), ("x-file", "a.txt")),
    )
    beads = tuple(
        Bead.of_texts(
            range(n, n + 1), range(n, n + 1), str(n + 1), (source,), (target,),
            confidence=0.5, note="note \x07 <&> \ud800", source_label="(a)\x0b", target_label="㈠",
            records=Records(facts, facts._replace(attributes=()), facts),
        )
        for n, (source, target) in enumerate(pairs)
    )  # fmt: skip
    return Alignment(
        Side("bell\x07 & <name>.txt", "en"), Side('名\ud800字 "x".txt', "zh"), beads, "enc\x01", "s\x02"
    )


@pytest.fixture(scope="session")
def gold() -> Alignment:
    """All 28 pairs of resolution 62/99, aligned by hand."""
    path = Path(os.environ.get("DUIQI_EVAL", SHARED / "eval")) / "gold_62_99.tsv"
    if not path.exists():
        pytest.skip(f"no {path.name}: DUIQI_EVAL names the folder where it is")
    return read_bitext(path, source_lang="en", target_lang="zh")


@pytest.fixture(scope="session")
def schemas() -> Path:
    """The folder of schemas, which are not ours to pass on."""
    path = Path(os.environ.get("DUIQI_SCHEMAS", SHARED / "schemas"))
    if not path.is_dir():
        pytest.skip("no schemas here: DUIQI_SCHEMAS names the folder where they are")
    return path


@pytest.fixture(scope="session")
def program() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a program that reads what we write; skip where it is not installed."""

    def run(
        name: str, *arguments: object, folder: str = "", status: int = 0
    ) -> subprocess.CompletedProcess[str]:
        found = shutil.which(name, path=folder or None)
        if found is None:
            pytest.skip(f"{name} is not installed")
        done = subprocess.run(
            [found, *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done

    return run


@pytest.fixture(scope="session")
def toolkit() -> str:
    """The folder of translate-toolkit's commands; it is GPL, so it lives in an environment of its own."""
    return os.environ.get("DUIQI_TRANSLATE_TOOLKIT", "")
