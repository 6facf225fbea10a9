"""Shared by the tests of batch alignment: small texts, and the command as a process of its own."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.batch.ledger import Ledger
from duiqi.aligner.batch.manifest import Entry
from duiqi.aligner.batch.run import open_ledger
from duiqi.aligner.batch.setup import Setup

ROOT = Path(__file__).parents[3]

SENTENCES = (
    ("The committee met on Monday.", "委员会星期一开会。"),
    ("It discussed the water supply of the old town.", "会议讨论了老城的供水问题。"),
    ("Nobody objected to the plan.", "没有人反对这项计划。"),
    ("The mayor thanked all members.", "市长感谢全体成员。"),
    ("The new pipes will cost two million.", "新管道将耗资二百万。"),
    ("Work begins in spring.", "工程将在春天开始。"),
    ("The market square stays open.", "集市广场𠀀继续开放。"),
)

# Two files of each run differ from another run's: times, and the ledger that holds them.
OWN = ("report.jsonl", "report.html", "run.sqlite", "run.sqlite-wal", "run.sqlite-shm")

HOLD = '''
"""Python imports this module when it starts: who opens held.txt waits while the pipe is there and open."""
import os
import sys


def hook(event, arguments):
    if event == "open" and str(arguments[0]).endswith("held.txt") and os.path.exists("{path}"):
        with open("{path}", "rb") as pipe:
            pipe.read()


sys.addaudithook(hook)
'''

COMMAND = [sys.executable, "-c", "from duiqi.aligner.cli import main; main()", "batch"]
LIMIT = 300.0  # seconds after which a wait has failed, even on a busy machine


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, the date of all files, and this checkout for new processes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


@pytest.fixture(scope="session")
def make_pairs() -> Callable[..., list[str]]:
    """Writes small texts, each another mixture of the sentences; returns the manifest's lines."""

    def make(number: int, sentences: int = 6) -> list[str]:
        choice = random.Random(number)
        lines = []
        for n in range(number):
            chosen = choice.choices(SENTENCES, k=sentences)
            Path(f"{n}.en.txt").write_text("\n\n".join(en for en, _ in chosen), encoding="utf-8")
            Path(f"{n}.zh.txt").write_text("\n\n".join(zh for _, zh in chosen), encoding="utf-8")
            lines.append(f"p{n}\t{n}.en.txt\t{n}.zh.txt")
        return lines

    return make


@pytest.fixture(scope="session")
def write_manifest() -> Callable[[list[str]], None]:
    """Writes these lines to m.tsv."""

    def write(lines: list[str]) -> None:
        Path("m.tsv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    return write


@pytest.fixture(scope="session")
def batch_process() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `duiqi batch` with these words as a process of its own."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *words],
            capture_output=True, encoding="utf-8", timeout=LIMIT, check=False,
        )  # fmt: skip

    return run


@pytest.fixture
def start_batch() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts `duiqi batch` in a process group of its own, as a terminal does; it ends with the test."""
    processes: list[subprocess.Popen[str]] = []

    def start(*words: str) -> subprocess.Popen[str]:
        processes.append(
            subprocess.Popen(
                [*COMMAND, *words],
                stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
            )
        )  # fmt: skip
        return processes[-1]

    yield start
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def held_open(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Waits until a new process opens held.txt, and keeps it waiting within the block.

    duiqi reads no named pipe, so an audit hook (PEP 578) lets whoever opens the file wait for one.
    """
    path = str(folder / "held.pipe")
    os.mkfifo(path)
    (folder / "hook").mkdir()
    (folder / "hook" / "sitecustomize.py").write_text(HOLD.format(path=path), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{folder / 'hook'}{os.pathsep}{ROOT}")

    @contextmanager
    def hold(process: subprocess.Popen[str] | None = None) -> Iterator[int]:
        is_open = threading.Event()

        def release() -> None:
            """Open the pipe for reading as well where the process ends or waits too long."""
            assert process is not None
            with suppress(subprocess.TimeoutExpired):
                process.wait(LIMIT)
            if not is_open.is_set():
                os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))

        if process is not None:
            threading.Thread(target=release, daemon=True).start()
        pipe = os.open(path, os.O_WRONLY)  # returns when somebody reads
        is_open.set()
        try:
            assert process is None or process.poll() is None
            yield pipe
        finally:
            os.close(pipe)

    return hold


@pytest.fixture(scope="session")
def results() -> Callable[[str], dict[str, bytes]]:
    """The files of a run by name, without the run's own."""

    def read(out: str) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in Path(out).iterdir() if path.name not in OWN}

    return read


@pytest.fixture(scope="session")
def report() -> Callable[[str], list[dict[str, Any]]]:
    """The lines of report.jsonl, without the seconds."""

    def read(out: str) -> list[dict[str, Any]]:
        lines = Path(out, "report.jsonl").read_text(encoding="utf-8").splitlines()
        return [{k: v for k, v in json.loads(line).items() if k != "seconds"} for line in lines]

    return read


@pytest.fixture
def begin() -> Iterator[Callable[..., Ledger]]:
    """Begins or resumes a run in the folder `out` over these entries, or ids, and closes the one before."""
    ledgers: list[Ledger] = []

    def begin(*entries: Entry | str, retry_failed: bool = False, **options: Any) -> Ledger:
        for ledger in ledgers:
            ledger.close()
        pairs = [
            Entry(f"m.tsv, '{entry}'", entry, "a.txt", "b.txt") if isinstance(entry, str) else entry
            for entry in entries
        ]
        setup = Setup(Path().absolute(), Path("out").absolute(), **options)
        ledgers.append(open_ledger(lambda: pairs, setup, Path("out"), retry_failed=retry_failed))
        return ledgers[-1]

    yield begin
    for ledger in ledgers:
        ledger.close()
