"""Output of a command: files, warnings."""

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
    from duiqi.exports.options import WriteOptions


def check_outputs(outputs: Sequence[Path], options: WriteOptions, kind: type = Alignment) -> None:
    """Refuse what could not be written, before any work."""
    from duiqi.exports import check_target
    from duiqi.exports.writing import WRITERS_OF

    for path in outputs:
        check_target(path, kind)
        if str(path) == "-" and options.format not in WRITERS_OF[kind]:
            known = " ".join(suffix[1:] for suffix in WRITERS_OF[kind])
            raise UnwritableFile(f"--format {options.format[1:]}: no such format. Known: {known}")
    check_distinct(outputs)


def check_distinct(outputs: Iterable[Path]) -> None:
    """Refuse to write two things to one place."""
    seen: set[str] = set()
    for path in outputs:
        if os.path.realpath(path) in seen:
            raise UnwritableFile(f"{path}: named twice as output")
        seen.add(os.path.realpath(path))


def same_file(one: Path, other: Path) -> bool:
    """Whether two names are of one file; standard input and output are none."""
    return str(one) != "-" and os.path.realpath(one) == os.path.realpath(other)


def put(alignment: Alignment, outputs: Sequence[Path], options: WriteOptions) -> None:
    """Write an alignment to every output; without outputs print both sides."""
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
    what: Alignment | Glossary | Consistency, outputs: Sequence[Path], options: WriteOptions, noun: str
) -> None:
    """Write every output, and say what went where."""
    from duiqi.exports import write
    from duiqi.exports.options import count

    for path in outputs:
        report = write(what, path, options)
        left_out = "; ".join(f"{number:,} {reason}" for reason, number in report.left_out.items())
        note = f"{' '.join(report.paths)}: {count(report.written, noun)}"
        print(f"{note}; left out: {left_out}" if left_out else note, file=sys.stderr)
        tell(report.warnings)


def tell(warnings: Iterable[str]) -> None:
    """Warnings on stderr, each once."""
    for warning in dict.fromkeys(warnings):
        print(f"warning: {warning}", file=sys.stderr)
