"""What leaves a command: files, warnings, timings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.timing import process_age, timings
from corpus.errors import UnwritableFile

if TYPE_CHECKING:
    from corpus.model import Alignment
    from exports.options import WriteOptions, WriteReport


def check_outputs(outputs: Sequence[Path], options: WriteOptions) -> None:
    """Refuse what could not be written, before any work."""
    from exports import check_target
    from exports.writing import WRITERS

    seen: set[str] = set()
    for path in outputs:
        check_target(path)
        if str(path) == "-" and options.format not in WRITERS:
            known = " ".join(suffix[1:] for suffix in WRITERS)
            raise UnwritableFile(f"--format {options.format[1:]}: no such format. Known: {known}")
        if os.path.realpath(path) in seen:
            raise UnwritableFile(f"{path}: named twice as output")
        seen.add(os.path.realpath(path))


def same_file(one: Path, other: Path) -> bool:
    """Whether two names are of one file; standard input and output are none."""
    return str(one) != "-" and os.path.realpath(one) == os.path.realpath(other)


def put(alignment: Alignment, outputs: Sequence[Path], options: WriteOptions) -> None:
    """Write every output, and say what went where; without outputs print both sides."""
    from exports import show, write

    if not outputs:
        chosen = (
            bead
            for bead in alignment.beads
            if not (bead.source and bead.target) or bead.confidence >= options.min_confidence
        )
        show(alignment.with_beads(tuple(chosen)))
    for path in outputs:
        say_written(write(alignment, path, options))


def say_written(report: WriteReport) -> None:
    """What went where, and what was left out, on stderr."""
    from exports.options import count

    left_out = "; ".join(f"{number:,} {reason}" for reason, number in report.left_out.items())
    note = f"{' '.join(report.paths)}: {count(report.written, 'unit')}"
    print(f"{note}; left out: {left_out}" if left_out else note, file=sys.stderr)
    tell(report.warnings)


def tell(warnings: Iterable[str]) -> None:
    """Warnings on stderr, each once."""
    for warning in dict.fromkeys(warnings):
        print(f"warning: {warning}", file=sys.stderr)


def print_timings() -> None:
    """Where the time went, the start of the process included, on stderr."""
    spent = timings()
    age = process_age()
    if age is not None:
        print(f"{age - sum(spent.values()):7.2f} s  start", file=sys.stderr)
    for name, seconds in spent.items():
        print(f"{seconds:7.2f} s  {name}", file=sys.stderr)
    print(f"{sum(spent.values()) if age is None else age:7.2f} s  in all", file=sys.stderr)
