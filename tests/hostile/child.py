"""Runs commands one after another in forked children with limits; started by test_inputs.py.

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
from typing import Any

from duiqi.aligner import cli
from duiqi.corpus.read import read_bytes
from duiqi.segmenters import segment

SECONDS = 10
MEMORY = 1 << 30


def run(arguments: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
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
        _, status, used = os.wait4(child, 0)
        out.seek(0)
        err.seek(0)
        return {
            "status": os.waitstatus_to_exitcode(status),
            "seconds": used.ru_utime + used.ru_stime,
            "out": out.read().decode("utf-8", "replace")[-2000:],
            "err": err.read().decode("utf-8", "replace")[-4000:],
        }


def _limit() -> None:
    with open("/proc/self/status", encoding="ascii", errors="replace") as lines:
        size = next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmSize:"))
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


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
    gc.freeze()
    for arguments in json.load(sys.stdin):
        print(json.dumps(run(arguments)), flush=True)


if __name__ == "__main__":
    main()
