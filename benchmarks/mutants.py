"""Mutation testing: how many small faults, put into the code one at a time, do the tests notice?

    python -m benchmarks.mutants [lattice segmenters hygiene] [--sample 100] [--seed 1]

Each mutant is one changed operator, number, condition or constant; annotations stay, since no test runs
them. It is made in a copy of the checkout, where the module's tests run until the first failure. A mutant
that no test notices is printed with its place: it needs a test, or the code that it changes is not needed.
"""

from __future__ import annotations

import argparse
import ast
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
SECONDS = 120  # of processor time for the tests of one mutant; a loop without end is noticed too
# The files of each part, and the tests that are to notice faults in them.
PARTS = {
    "lattice": (
        ["aligner/search/lattice.py"],
        ["tests/aligner/search/test_lattice.py", "tests/aligner/search/test_ways.py"],
    ),
    "segmenters": (["segmenters/*.py"], ["tests/segmenters"]),
    "hygiene": (["exports/hygiene.py"], ["tests/exports/test_hygiene.py"]),
}
COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
OPERATORS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


class Mutant(NamedTuple):
    """A changed file: its path, the line, the change in words, and the new source."""

    path: Path
    line: int
    change: str
    source: str


def places(path: Path) -> list[tuple[Path, int]]:
    """The nodes of a file that can be changed, by their numbers."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return [(path, number) for number, node in enumerate(_nodes(tree)) if _can_change(node)]


def mutant(path: Path, number: int) -> Mutant:
    """The file with one node changed."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    node: Any = list(_nodes(tree))[number]
    before = ast.unparse(node)
    _change(node)
    return Mutant(path, node.lineno, f"{before} -> {ast.unparse(node)}", ast.unparse(tree))


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run: all but annotations and imports for type checkers."""
    yield tree
    match tree:
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return
    for name, value in ast.iter_fields(tree):
        if name in {"annotation", "returns"}:
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.AST):
                yield from _nodes(node)


def _can_change(node: ast.AST) -> bool:
    match node:
        case ast.Compare(ops=[op, *_]):
            return type(op) in COMPARISONS
        case ast.BinOp(op=op) | ast.BoolOp(op=op):
            return type(op) in OPERATORS
        case ast.Constant(value=int() | float()) | ast.If() | ast.IfExp() | ast.While():
            return True
    return False


def _change(node: Any) -> None:
    match node:
        case ast.Compare(ops=[op, *_]):
            node.ops[0] = COMPARISONS[type(op)]()
        case ast.BinOp(op=op) | ast.BoolOp(op=op):
            node.op = OPERATORS[type(op)]()
        case ast.Constant(value=bool(value)):
            node.value = not value
        case ast.Constant(value=value):
            node.value = value + 1
        case _:
            node.test = ast.UnaryOp(ast.Not(), node.test)


def is_noticed(made: Mutant, tests: list[str], checkout: Path) -> bool:
    """Whether a test fails, or does not end, with the mutant in the checkout."""
    place = checkout / made.path
    before = place.read_bytes()
    place.write_text(made.source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(
            command, cwd=checkout, env=environment, capture_output=True, preexec_fn=_limit, check=False
        )
    finally:
        place.write_bytes(before)
    return ran.returncode != 0


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("parts", nargs="*", default=list(PARTS))
    parser.add_argument("--sample", type=int, default=100, help="mutants of each part; 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "checkout"
        ignored = shutil.ignore_patterns(".git", "__pycache__", ".*_cache", ".hypothesis")
        shutil.copytree(ROOT, checkout, symlinks=True, ignore=ignored)
        for part in chosen.parts:
            patterns, tests = PARTS[part]
            paths = sorted(path.relative_to(ROOT) for pattern in patterns for path in ROOT.glob(pattern))
            every = [place for path in paths for place in places(path)]
            Random(chosen.seed).shuffle(every)
            sample = every[: chosen.sample or None]
            noticed = 0
            for place in sample:
                made = mutant(*place)
                if is_noticed(made, tests, checkout):
                    noticed += 1
                else:
                    print(f"not noticed: {made.path}:{made.line}: {made.change}"[:200], flush=True)
            print(f"{part}: {noticed} of {len(sample)} mutants noticed, of {len(every)} there are")


if __name__ == "__main__":
    main()
