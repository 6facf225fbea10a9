"""Errors that nobody foresaw, closed streams, and characters that would deceive a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.cli import program
from duiqi.aligner.cli.statuses import FAULT, REFUSED

RUN = "from duiqi.aligner.cli import main; main()"


def failing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, *options: str
) -> tuple[int, str]:
    """The status and the stderr of a command that ends in an error."""

    def app(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(program, "app", app)
    monkeypatch.setattr(program, "ready_streams", lambda: None)
    monkeypatch.setattr(sys, "argv", ["duiqi", "segment", *options])
    with pytest.raises(SystemExit) as end:
        program.main()
    assert isinstance(end.value.code, int)
    return end.value.code, capsys.readouterr().err


def test_a_fault_is_one_line_with_a_status_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert failing(monkeypatch, capsys, ZeroDivisionError("by\nzero")) == (
        FAULT,
        "a fault of duiqi, not of yours: ZeroDivisionError: by zero. "
        "Please report it with what --traceback shows\n",
    )


def test_developers_see_the_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, shown = failing(monkeypatch, capsys, ZeroDivisionError("by zero"), "--traceback")
    assert status == FAULT
    assert shown.startswith("Traceback")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="uses a named pipe of POSIX systems")
@pytest.mark.parametrize(
    "command",
    [
        ["memory", "add", "new.memory", "pipe"],
        ["leverage", "a.txt", "--memory", "pipe", "-o", "out.xlf"],
        ["batch", "pipe", "--out", "out"],
        ["align", "a.txt", "a.txt", "--answers", "pipe"],
        ["check", "pipe"],
    ],
    ids=lambda command: command[0],
)
def test_a_pipe_without_a_writer_is_refused_and_nothing_is_left(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing is waited for, and no folder or memory is made for a command that did nothing."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    Path("a.txt").write_text("The committee met.\n", encoding="utf-8")
    monkeypatch.setattr(program, "ready_streams", lambda: None)
    monkeypatch.setattr(sys, "argv", ["duiqi", *command])
    with pytest.raises(SystemExit) as end:
        program.main()
    assert end.value.code == REFUSED
    assert capsys.readouterr().err == "pipe: a pipe, not a file. Save what comes from it in a file first\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "pipe"]


@pytest.mark.parametrize("error", [MemoryError(), RecursionError("maximum recursion depth exceeded")])
def test_what_is_too_large_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    status, shown = failing(monkeypatch, capsys, error)
    assert status == REFUSED
    assert shown.count("\n") == 1


def test_two_dashes_end_the_options() -> None:
    assert program._without_traceback(["a", "--traceback", "--", "--traceback"]) == (
        ["a", "--", "--traceback"],
        True,
    )
    assert program._without_traceback(["a", "--", "--traceback"]) == (["a", "--", "--traceback"], False)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix closes the streams")
@pytest.mark.parametrize(
    ("closed", "argument", "message"),
    [(">&-", "a.txt", "standard output: closed\n"), ("<&-", "-", "standard input: closed\n")],
)
def test_a_closed_stream_is_one_line(tmp_path: Path, closed: str, argument: str, message: str) -> None:
    (tmp_path / "a.txt").write_text("Hello there.\n", encoding="utf-8")
    command = f'"{sys.executable}" -c "{RUN}" segment {argument} --lang en {closed}'
    ran = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8", env=os.environ
    )
    assert (ran.returncode, ran.stderr) == (REFUSED, message)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the data of a process")
def test_memory_has_an_end(tmp_path: Path) -> None:
    """A text that needs more than `--max-memory` is refused in one line."""
    text = tmp_path / "a.txt"
    text.write_bytes(b"The quick brown fox jumps over the lazy dog. " * 100_000)
    ran = subprocess.run(
        [sys.executable, "-c", RUN, "segment", str(text), "--lang", "en", "--max-memory", "90M"],
        capture_output=True,
        encoding="utf-8",
    )
    assert ran.returncode == REFUSED
    assert ran.stderr.splitlines()[-1].startswith("not enough memory for this input.")


@pytest.mark.parametrize(
    ("name", "size", "least"),
    [("align", "1M", "640M"), ("align", "0", "640M"), ("convert", "100M", "256M"), ("segment", "1k", "64M")],
)
def test_too_little_memory_is_refused_with_what_is_needed(
    command: Callable[..., Any], name: str, size: str, least: str
) -> None:
    """Below it the libraries of numpy abort the process with messages of their own."""
    ran = command(name, "a.txt", "--max-memory", size)
    assert (ran.status, ran.err) == (
        2,
        f"--max-memory: {size} is too little: duiqi {name} takes {least} by itself. "
        f"Try: duiqi {name} --help\n",
    )
