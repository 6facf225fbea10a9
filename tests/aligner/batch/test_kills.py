"""Killed or interrupted at any moment, a run can be resumed, and its results are the same bytes.

Processes are killed by an audit hook (PEP 578) that every new process installs: it kills itself, or
its parent as well, as soon as it does what the test names, as opening a file or renaming one. So
each moment is met in every run of the test, on any machine.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="uses signals and named pipes of POSIX systems"),
]

Moment = dict[str, str | bool]
KillAt = Callable[[list[Moment]], Callable[[], int]]


def moment(process: str, event: str, name: str, *, and_parent: bool = False, after: bool = False) -> Moment:
    """When the parent or a worker does this with a file or module of such a name, it is killed.

    and_parent  and the parent with it
    after       after the renaming, not before it
    """
    return {"process": process, "event": event, "name": name, "and_parent": and_parent, "after": after}


def test_killed_at_eleven_moments_a_run_has_the_results_of_one_left_alone(
    make_pairs: Callable[..., list[str]],
    write_manifest: Callable[[list[str]], None],
    batch_process: Callable[..., subprocess.CompletedProcess[str]],
    results: Callable[[str], dict[str, bytes]],
    report: Callable[[str], list[dict[str, Any]]],
    kill_at: KillAt,
) -> None:
    write_manifest(make_pairs(9, sentences=4))
    words = ("m.tsv", "--jobs", "2", "--format", "tmx", "--format", "xlsx", "--format", "txt")
    assert batch_process(*words, "--out", "whole", "--merge", "whole.tmx").returncode == 0
    parent_dies = [
        # Before there is a ledger; in the transaction that begins the run.
        moment("parent", "sqlite3.connect", r"killed/run\.sqlite$"),
        moment("parent", "open", r"^m\.tsv$"),
        # Before the pair of a worker counts as done, and after that, but before it is recorded.
        moment("worker", "os.rename", r"/p4\.jsonl$", and_parent=True),
        moment("worker", "os.rename", r"/p5\.jsonl$", and_parent=True, after=True),
        # When all pairs are done: at the report, and at the memory.
        moment("parent", "open", r"killed/\.report\.jsonl\."),
        moment("parent", "os.rename", r"killed\.tmx$"),
    ]
    worker_dies = [
        # Starting; reading; beginning to write; between one file and the next; after the last one.
        moment("worker", "import", r"^duiqi\.aligner\.encoders\.bundled$"),
        moment("worker", "open", r"/0\.zh\.txt$"),
        moment("worker", "open", r"/\.p1\.tmx\."),
        moment("worker", "os.rename", r"/p2\.tmx$"),
        moment("worker", "os.rename", r"/p3\.jsonl$", after=True),
    ]
    met = kill_at(parent_dies + worker_dies)
    deaths = 0
    while (ran := batch_process(*words, "--out", "killed", "--merge", "killed.tmx")).returncode < 0:
        assert ran.returncode == -signal.SIGKILL, ran.stderr
        deaths += 1
        assert deaths <= len(parent_dies)
    assert ran.returncode == 0, ran.stderr
    assert met() == len(parent_dies) + len(worker_dies)
    # Two workers can both meet their moment while one parent lives.
    assert deaths in (len(parent_dies) - 1, len(parent_dies))
    assert results("killed") == results("whole")
    assert report("killed") == report("whole")
    assert Path("killed.tmx").read_bytes() == Path("whole.tmx").read_bytes()


def test_a_pair_that_kills_its_worker_twice_is_left_for_the_next_run(
    make_pairs: Callable[..., list[str]],
    write_manifest: Callable[[list[str]], None],
    batch_process: Callable[..., subprocess.CompletedProcess[str]],
    results: Callable[[str], dict[str, bytes]],
    kill_at: KillAt,
) -> None:
    write_manifest(make_pairs(2))
    met = kill_at([moment("worker", "open", r"/0\.en\.txt$")] * 2)
    ran = batch_process("m.tsv", "-o", "out", "--jobs", "1")
    assert met() == 2
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == (
        "crashed: p0: its worker was killed (SIGKILL, out of memory?). "
        "It is tried again when the run is resumed"
    )
    assert results("out").keys() == {"p1.jsonl"}
    assert batch_process("m.tsv", "-o", "out").returncode == 0
    assert results("out").keys() == {"p0.jsonl", "p1.jsonl"}


def test_an_interruption_ends_cleanly(
    make_pairs: Callable[..., list[str]],
    write_manifest: Callable[[list[str]], None],
    start_batch: Callable[..., subprocess.Popen[str]],
    batch_process: Callable[..., subprocess.CompletedProcess[str]],
    report: Callable[[str], list[dict[str, Any]]],
    held_open: Callable[..., Any],
) -> None:
    """Ctrl-C, and SIGTERM as job queues send it: status 130, reports of the finished pairs, no half files."""
    lines = make_pairs(4)
    Path("held.txt").write_bytes(Path("2.en.txt").read_bytes())
    write_manifest([*lines[:2], "held\theld.txt\t2.zh.txt", *lines[3:]])
    for interrupt in (signal.SIGINT, signal.SIGTERM):
        process = start_batch("m.tsv", "-o", "out", "--jobs", "1", "--merge", "tm.tmx")
        with held_open(process):
            if interrupt is signal.SIGINT:
                os.killpg(process.pid, interrupt)  # a terminal sends it to all processes
            else:
                process.send_signal(interrupt)
            _, err = process.communicate(timeout=300)
        assert process.returncode == 130, err
        assert err.splitlines()[-1] == "interrupted: the same command resumes from here"
        assert "Traceback" not in err
        assert [pair["status"] for pair in report("out")] == ["done", "done", "waiting", "waiting"]
        assert {path.name for path in Path("out").glob("*.jsonl")} == {
            "p0.jsonl", "p1.jsonl", "report.jsonl"
        }  # fmt: skip
        assert not list(Path("out").glob(".*.part"))
        assert not Path("tm.tmx").exists()
    Path("held.pipe").unlink()
    assert batch_process("m.tsv", "-o", "out").returncode == 0


def test_workers_end_when_their_parent_is_killed(
    write_manifest: Callable[[list[str]], None],
    start_batch: Callable[..., subprocess.Popen[str]],
    held_open: Callable[..., Any],
) -> None:
    """The reader of the pipe is gone, though nothing was ever written into it."""
    Path("held.txt").touch()
    write_manifest(["held\theld.txt\theld.txt"])
    process = start_batch("m.tsv", "-o", "out")
    with held_open(process) as pipe:
        process.kill()
        gone = select.poll()
        gone.register(pipe, 0)
        assert [event for _, event in gone.poll(300_000)] == [select.POLLERR]
