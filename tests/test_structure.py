"""Modules stay small enough to be read at one sitting, and benchmarks are listed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("duiqi", "aligner", "segmenters", "corpus", "exports", "benchmarks")
LONGEST_MODULE, LONGEST_FUNCTION = 350, 60  # lines

MODULES = [
    path
    for folder in FOLDERS
    for path in (ROOT / folder).rglob("*.py")
    if path.relative_to(ROOT / folder).parts[0] not in FOLDERS  # the links in duiqi/
]


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def is_command(path: Path, function: ast.FunctionDef) -> bool:
    """Whether a function is a command: Typer takes every option as a parameter, with its help."""
    return path.parts[-3:-1] == ("aligner", "cli") and function.name == path.stem


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_and_no_function_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
    long = [
        function.name
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION and not is_command(path, function)
    ]
    assert long == []


def test_every_benchmark_is_in_the_list_of_what_is_measured() -> None:
    """What is run by itself; a module that others import has no entry."""
    listed = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    scripts = {
        path.relative_to(ROOT).with_suffix("").as_posix().removesuffix("/__main__").replace("/", ".")
        for path in (ROOT / "benchmarks").rglob("*.py")
        if '__name__ == "__main__"' in path.read_text(encoding="utf-8") or path.stem == "__main__"
    }
    assert {name for name in scripts if name not in listed and name.replace(".", "/") not in listed} == set()
