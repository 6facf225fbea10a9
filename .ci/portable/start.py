"""The program of the folder without Python: `duiqi`, and without arguments the workbench."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import MutableMapping, Sequence
from pathlib import Path


def command(arguments: Sequence[str]) -> list[str]:
    """The arguments of `duiqi` for those of the program.

    Started by a double click it has none, and opens the workbench; by dropping a file or a folder on its
    icon it has one path, which the workbench opens.

    >>> command([])
    ['review']
    >>> command(["align", "un.en.txt", "un.zh.txt"])
    ['align', 'un.en.txt', 'un.zh.txt']
    """
    is_path = len(arguments) == 1 and os.path.isabs(arguments[0]) and Path(arguments[0]).exists()
    return ["review", *arguments] if is_path or not arguments else list(arguments)


def forget_own_libraries(environment: MutableMapping[str, str]) -> None:
    """Give the library path back that the caller had: PyInstaller's own is for this program alone.

    A browser or LibreOffice started with it would load our libraries for its own. A worker process, which is
    this program again, is asked to set its own path anew.

    >>> environment = {"LD_LIBRARY_PATH": "duiqi/_internal", "HOME": "/home/a"}
    >>> forget_own_libraries(environment)
    >>> environment
    {'HOME': '/home/a', 'PYINSTALLER_RESET_ENVIRONMENT': '1'}
    """
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        before = environment.pop(f"{name}_ORIG", None)
        environment.pop(name, None)
        if before is not None:
            environment[name] = before
    environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


def main() -> None:
    """Run `duiqi`; a window that closes with the program stays open until a refusal has been read."""
    is_window = len(sys.argv) <= 2 and command(sys.argv[1:]) != sys.argv[1:]
    sys.argv[1:] = command(sys.argv[1:])
    from duiqi.aligner.cli import main as duiqi

    try:
        duiqi()
    except SystemExit as end:
        if end.code and is_window and os.name == "nt" and sys.stdin is not None and sys.stdin.isatty():
            input("\nEnter ⏎ ")
        raise


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        forget_own_libraries(os.environ)
    multiprocessing.freeze_support()  # worker processes are this program again
    main()
