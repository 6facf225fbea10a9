"""Output of a command: files, and warnings on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.model import Alignment

if TYPE_CHECKING:
    from duiqi.corpus.glossary.model import Consistency, Glossary
    from duiqi.corpus.leverage import Leverage, LeverageReport
    from duiqi.exports.options import WriteOptions


def check_outputs(outputs: Sequence[Path], options: WriteOptions, kind: type = Alignment) -> None:
    """Refuse, before any work, a file that could not be written and a format that there is not."""
    from duiqi.exports import check_target
    from duiqi.exports.writing import WRITERS_OF

    for path in outputs:
        check_target(path, kind)
        if str(path) == "-" and options.format not in WRITERS_OF[kind]:
            known = " ".join(suffix[1:] for suffix in WRITERS_OF[kind])
            raise UnwritableFile(f"--format {options.format[1:]}: no such format. Known: {known}")
    check_distinct(outputs)


def check_distinct(outputs: Iterable[Path]) -> None:
    """Refuse two outputs to one file."""
    seen: set[str] = set()
    for path in outputs:
        if os.path.realpath(path) in seen:
            raise UnwritableFile(f"{path}: named twice as output")
        seen.add(os.path.realpath(path))


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file; standard input and output are no file."""
    return str(one) != "-" and os.path.realpath(one) == os.path.realpath(other)


def protect(inputs: Iterable[Path], outputs: Sequence[Path]) -> None:
    """Refuse to write over a file that is read."""
    for source in inputs:
        for output in outputs:
            if same_file(source, output):
                raise UnwritableFile(f"{output}: this is a file that is being read. Give another name")


def put(alignment: Alignment, outputs: Sequence[Path], options: WriteOptions) -> None:
    """Write an alignment to each output; without any, print its sides beside each other."""
    from duiqi.exports import show

    if not outputs:
        chosen = (
            bead
            for bead in alignment.beads
            if not (bead.source and bead.target) or bead.confidence >= options.min_confidence
        )
        show(alignment.with_beads(tuple(chosen)))
    put_files(alignment, outputs, options, "unit")


def put_files(
    what: Alignment | Glossary | Consistency | Leverage | LeverageReport,
    outputs: Sequence[Path],
    options: WriteOptions,
    noun: str,
) -> None:
    """Write each output, and report on stderr how much is in it and what was left out."""
    from duiqi.exports import write
    from duiqi.exports.options import count

    for path in outputs:
        report = write(what, path, options)
        left_out = "; ".join(f"{number:,} {reason}" for reason, number in report.left_out.items())
        note = f"{' '.join(report.paths)}: {count(report.written, noun)}"
        print(f"{note}; left out: {left_out}" if left_out else note, file=sys.stderr)
        tell(report.warnings)


def tell(warnings: Iterable[object]) -> None:
    """Print warnings or doubts on stderr, each once."""
    for warning in dict.fromkeys(warnings):
        print(f"warning: {warning}", file=sys.stderr)
