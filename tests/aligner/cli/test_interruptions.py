"""A signal or a full disk at any moment: the earlier files whole, no unfinished one, nothing temporary."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duiqi.exports.checksum import checksummed

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "corpus" / "samples"
COMMAND = [sys.executable, "-c", "from duiqi.aligner.cli import main; main()"]
KillAt = Callable[[list[dict[str, Any]]], Callable[[], int]]


def as_written(document: bytes) -> bytes:
    """A document that counts as one of duiqi's own, so that no copy of it is made."""
    page = io.BytesIO()
    with checksummed(page) as stream:
        stream.write(document)
    return page.getvalue()


OLD = as_written(b"the old file")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="uses signals and limits of POSIX systems"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with short inputs, and an empty temporary folder beside it."""
    place, temporary = tmp_path / "work", tmp_path / "tmp"
    place.mkdir()
    temporary.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for lang in ("en", "zh"):
        text = (SAMPLE / f"un-62-99.{lang}.txt").read_text(encoding="utf-8")
        Path(f"a.{lang}.txt").write_text(text[:1500], encoding="utf-8")
    Path("a.tsv").write_text("en\tzh\nMine action.\t地雷行动。\nA treaty.\t条约。\n" * 30, encoding="utf-8")
    Path("m.tsv").write_text("p\ta.en.txt\ta.zh.txt\n", encoding="utf-8")
    return place


def run(*words: str, stdin: bytes = b"", limit: int = 0) -> subprocess.CompletedProcess[bytes]:
    """Run a command, with a limit on the size of its files where one is given: a full disk."""

    def limited() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [*COMMAND, *words],
        input=stdin,
        capture_output=True,
        timeout=300,
        check=False,
        preexec_fn=limited if limit else None,
    )


def assert_nothing_is_lost(folder: Path, *olds: str) -> None:
    """The old files are as they were, or whole and new; there is no half one, and nothing temporary."""
    for old in olds:
        data = Path(old).read_bytes()
        assert data == OLD or data.rstrip().endswith((b" -->", b"}")), data[-100:]
    assert not [path for path in folder.rglob("*") if path.name.endswith(".part")]
    assert os.listdir(folder.parent / "tmp") == []


ALIGN = ("align", "a.en.txt", "a.zh.txt", "-o", "out.tmx", "-o", "out.jsonl")
CONVERT = ("convert", "a.tsv", "out.tmx")
TERMS = ("terms", "a.tsv", "-o", "out.tsv")
BATCH = ("batch", "m.tsv", "--out", "results", "--jobs", "1", "--merge", "out.tmx", "--terms", "out.tsv")
MOMENTS = (
    # Reading; loading; before the first output, between two, and when one is complete.
    (ALIGN, "open", r"a\.zh\.txt$", False),
    (ALIGN, "import", r"^duiqi\.aligner\.search\.lattice$", False),
    (ALIGN, "open", r"\.out\.tmx\..*\.part$", False),
    (ALIGN, "os.rename", r"out\.tmx$", False),
    (ALIGN, "open", r"\.out\.jsonl\..*\.part$", False),
    (ALIGN, "os.rename", r"out\.jsonl$", True),
    (CONVERT, "open", r"a\.tsv$", False),
    (CONVERT, "os.rename", r"out\.tmx$", False),
    (TERMS, "sqlite3.connect", "", False),
    (TERMS, "os.rename", r"out\.tsv$", False),
    (BATCH, "sqlite3.connect", r"run\.sqlite$", False),
    (BATCH, "open", r"\.report\.jsonl\.", False),
    # The merged memory and glossary.
    (BATCH, "open", r"\.out\.tmx\..*\.part$", False),
    (BATCH, "os.rename", r"out\.tmx$", False),
    (BATCH, "os.rename", r"out\.tsv$", False),
)


def moment(event: str, name: str, signal: str, *, after: bool = False) -> dict[str, Any]:
    """When the command does this with a file or module of such a name, it gets the signal."""
    return {
        "process": "parent", "event": event, "name": name, "and_parent": False, "after": after,
        "signal": signal,
    }  # fmt: skip


@pytest.mark.parametrize(("words", "event", "name", "after"), MOMENTS)
def test_a_signal_at_this_moment(
    words: tuple[str, ...], event: str, name: str, after: bool, folder: Path, kill_at: KillAt
) -> None:
    """Status 130 and no traceback."""
    olds = [word for word in words if word in {"out.tmx", "out.jsonl"}]
    for old in olds:
        Path(old).write_bytes(OLD)
    met = kill_at([moment(event, name, "SIGTERM", after=after)])
    ran = run(*words, "--force") if words is BATCH else run(*words)
    assert met() == 1, ran.stderr
    assert ran.returncode == 130, ran.stderr
    assert b"Traceback" not in ran.stderr
    assert_nothing_is_lost(folder, *olds)


@pytest.mark.parametrize("signal", ["SIGINT", "SIGHUP"])
def test_other_signals_are_obeyed_alike(signal: str, folder: Path, kill_at: KillAt) -> None:
    """A terminal that is closed, and Ctrl-C; here while standard input is read and a file is half written."""
    Path("out.tmx").write_bytes(OLD)
    met = kill_at([moment("os.rename", r"out\.tmx$", signal)])
    ran = run("convert", "-", "out.tmx", stdin=Path("a.tsv").read_bytes())
    assert met() == 1, ran.stderr
    assert (ran.returncode, ran.stderr) == (130, b"")
    assert Path("out.tmx").read_bytes() == OLD
    assert_nothing_is_lost(folder, "out.tmx")


def test_an_ignored_signal_stays_ignored(folder: Path, kill_at: KillAt) -> None:
    """`nohup duiqi …` lives on when its terminal is closed."""
    met = kill_at([moment("os.rename", r"out\.tmx$", "SIGHUP")])
    ran = subprocess.run(
        [shutil.which("nohup") or pytest.skip("no nohup here"), *COMMAND, *CONVERT],
        capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    assert met() == 1
    assert ran.returncode == 0, ran.stderr
    assert Path("out.tmx").exists()


@pytest.mark.parametrize("words", [ALIGN, CONVERT, TERMS, BATCH], ids=lambda words: words[0])
@pytest.mark.parametrize("limit", [1, 600])
def test_a_full_disk(words: tuple[str, ...], limit: int, folder: Path) -> None:
    """One line with the file's name and status 2; what was there is there."""
    Path("out.tmx").write_bytes(OLD)
    ran = run(*words, limit=limit)
    lines = ran.stderr.decode().splitlines()
    assert ran.returncode == 2, lines
    assert lines[-1].endswith("Nothing was changed") or "cannot be used" in lines[-1], lines
    assert "Traceback" not in ran.stderr.decode()
    assert Path("out.tmx").read_bytes() == OLD
    assert_nothing_is_lost(folder)
