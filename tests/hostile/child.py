"""Runs commands in forked children with limits, one on each core; started by test_inputs.py.

Reads a JSON list of argument lists from standard input, and prints for each a JSON object: the
exit status (negative of a signal), processor seconds, stdout and stderr.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import resource
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from duiqi.aligner import cli
from duiqi.corpus.read import read_bytes
from duiqi.segmenters import segment

SECONDS = 10
MEMORY = 1 << 30


class Running(NamedTuple):
    """A started command: its place in the list, and the files that catch what it prints."""

    number: int
    out: BinaryIO
    err: BinaryIO


def start(arguments: list[str], out: BinaryIO, err: BinaryIO) -> int:
    """The process number of a forked child that runs the command."""
    child = os.fork()
    if child:
        return child
    try:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        _limit()
        sys.argv = ["duiqi", *arguments]
        cli.main()
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else 1)
    finally:
        os._exit(99)


def run_all(commands: list[list[str]], at_once: int) -> list[dict[str, Any]]:
    """What each command did, in their order; `at_once` of them run at a time."""
    waiting = list(reversed(list(enumerate(commands))))
    running: dict[int, Running] = {}
    found: dict[int, dict[str, Any]] = {}
    while waiting or running:
        while waiting and len(running) < at_once:
            number, arguments = waiting.pop()
            out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115 - closed by _result
            running[start(arguments, out, err)] = Running(number, out, err)
        child, status, used = os.wait4(-1, 0)
        if ended := running.pop(child, None):
            found[ended.number] = _result(ended, status, used)
    return [found[number] for number in range(len(commands))]


def _result(ended: Running, status: int, used: resource.struct_rusage) -> dict[str, Any]:
    texts = []
    for stream, last in ((ended.out, 2000), (ended.err, 4000)):
        stream.seek(0)
        texts.append(stream.read().decode("utf-8", "replace")[-last:])
        stream.close()
    return {
        "status": os.waitstatus_to_exitcode(status),
        "seconds": used.ru_utime + used.ru_stime,
        "out": texts[0],
        "err": texts[1],
    }


def _limit() -> None:
    with open("/proc/self/status", encoding="ascii", errors="replace") as lines:
        size = next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmSize:"))
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def warm_up() -> None:
    """Run commands here: what they import when they run is not imported by each child anew."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.tsv").write_text("One.\t一。\n", encoding="utf-8")
        Path(folder, "gold.jsonl").touch()
        for words in (("convert", "a.tsv", "a.tmx"), ("evaluate", "gold.jsonl")):
            sys.argv = ["duiqi", words[0], *(str(Path(folder, name)) for name in words[1:])]
            with suppress(SystemExit):
                cli.main()


def main() -> None:
    for name in ("duiqi.corpus", "duiqi.segmenters", "duiqi.exports"):
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            importlib.import_module(module.name)
    for library in ("lxml.etree", "openpyxl", "pypdfium2"):
        importlib.import_module(library)
    for text in ("Hello there, this is a text.\n\n1. One.\n", "你好，这是一段文字。\n"):
        segment(read_bytes(text.encode(), "a.txt"))  # loads what every command would load
        segment(read_bytes(f"# A\n\n{text}".encode(), "a.md"))
    warm_up()
    gc.freeze()
    for result in run_all(json.load(sys.stdin), at_once=os.cpu_count() or 1):
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
