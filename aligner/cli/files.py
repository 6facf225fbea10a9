"""Output of a command: files, and warnings on stderr."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duiqi.aligner.cli.messages import say
from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.model import Alignment

if TYPE_CHECKING:
    from duiqi.corpus.findings import Findings
    from duiqi.corpus.glossary.model import Consistency, Glossary
    from duiqi.corpus.leverage import Leverage, LeverageReport
    from duiqi.corpus.versions import Versions
    from duiqi.exports.options import WriteOptions


UNMARKED = frozenset({".srt", ".txt"})  # subtitles, and drafts of translations: without statuses or checksums
TABLE = ".table"  # the format of two columns for people
WIDTH = 100  # characters of a line, where there is no terminal to ask


def check_outputs(
    outputs: Sequence[Path],
    options: WriteOptions,
    kind: type = Alignment,
    *,
    keep_reviewed: bool = False,
    kept: Path | None = None,
) -> None:
    """Refuse, before any work, a file that could not be written and a format that there is not.

    keep_reviewed  refuse as well to overwrite a glossary with reviewed term pairs
    kept           a glossary that stays, whose term pairs are not lost
    """
    from duiqi.corpus.glossary.model import Glossary
    from duiqi.exports import check_target
    from duiqi.exports.writing import writers_of

    for path in outputs:
        check_target(path, kind)
        formats = (*writers_of(kind), TABLE) if kind in (Alignment, Glossary) else tuple(writers_of(kind))
        if str(path) == "-" and options.format not in formats:
            known = " ".join(suffix[1:] for suffix in formats)
            raise UnwritableFile(f"--format {options.format[1:]}: no such format. Known: {known}")
        if kind is Glossary and keep_reviewed:
            from duiqi.aligner.reviewed.earlier import check_no_reviewed_terms

            check_no_reviewed_terms(path, kept=kept)
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


def protect_from_pairs(inputs: Iterable[Path], outputs: Iterable[Path], sides: Alignment) -> None:
    """Refuse to write over an input: `-o un.txt` writes un.en.txt and un.zh.txt, which may be the inputs."""
    from duiqi.exports.pairs import pair_names
    from duiqi.exports.writing import PAIR

    for output in outputs:
        places = pair_names(sides, output) if output.suffix.lower() == PAIR else (output,)
        for read_from in inputs:
            if any(same_file(read_from, place) for place in places):
                raise UnwritableFile(f"{output}: would write over {read_from}. Give another name")


def check_nothing_lost(path: Path, what: Alignment | Glossary) -> None:
    """Refuse to overwrite a file with reviewed rows that its new contents have not."""
    if str(path) != "-" and path.is_file():
        from duiqi.aligner.reviewed.earlier import check_nothing_lost as check

        check(path, what)


def put(alignment: Alignment, outputs: Sequence[Path], options: WriteOptions) -> None:
    """Write an alignment to each output; without any, print its sides beside each other.

    The format `table` prints them in columns wherever the output goes.
    """
    from duiqi.exports import show

    in_columns = options.format == TABLE and Path("-") in outputs
    if in_columns:
        outputs = [path for path in outputs if str(path) != "-"]
    if in_columns or not outputs:
        chosen = (
            bead
            for bead in alignment.beads
            if not (bead.source and bead.target) or bead.confidence >= options.min_confidence
        )
        width = terminal_width() if in_columns else None
        show(alignment.with_beads(tuple(chosen)), width=width)
    put_files(alignment, outputs, options, "unit")


def put_glossary(glossary: Glossary, outputs: Sequence[Path], options: WriteOptions) -> None:
    """Write a glossary to each output; the format `table` prints it in columns wherever the output goes."""
    if options.format == TABLE and Path("-") in outputs:
        from duiqi.exports.glossary.terminal import show_glossary

        show_glossary(glossary, width=terminal_width())
        outputs = [path for path in outputs if str(path) != "-"]
    put_files(glossary, outputs, options, "term pair")


def terminal_width() -> int:
    """The columns of the terminal, 100 where there is none to ask."""
    return shutil.get_terminal_size((WIDTH, 24)).columns


def put_files(
    what: Alignment | Glossary | Consistency | Findings | Versions | Leverage | LeverageReport,
    outputs: Sequence[Path],
    options: WriteOptions,
    noun: str,
) -> None:
    """Write each output, and report on stderr how much is in it and what was left out.

    What several formats do alike is said once. A file with reviewed rows that is there already, or one that
    may hold a person's work, is kept as `NAME.bak`.
    """
    from duiqi.corpus.glossary.model import Glossary
    from duiqi.corpus.leverage import Leverage
    from duiqi.exports import write
    from duiqi.exports.checksum import CHECKED
    from duiqi.exports.options import count
    from duiqi.exports.units import NO_COUNTERPART
    from duiqi.exports.writing import writers_of

    told: set[str] = set()
    for path in outputs:
        suffix = path.suffix.lower()
        of_texts = isinstance(what, Alignment | Leverage) or suffix in CHECKED
        keep_reviewed_copy(path, of_terms=isinstance(what, Glossary), of_texts=of_texts)
        if suffix in UNMARKED and suffix in writers_of(type(what)):
            _keep_other_copy(path, what, options)
        report = write(what, path, options)
        left_out = "; ".join(f"{number:,} {reason}" for reason, number in report.left_out.items())
        note = f"{' '.join(report.paths)}: {count(report.written, noun)}"
        if isinstance(what, Alignment) and NO_COUNTERPART not in report.left_out:
            unpaired = sum(not all(bead.kind) for bead in what.beads)
            note += f", {unpaired:,} with an empty side" if unpaired else ""
        say(f"{note}; left out: {left_out}" if left_out else note)
        tell(warning for warning in report.warnings if warning not in told)
        told.update(report.warnings)


def append_files(alignment: Alignment, outputs: Sequence[Path], options: WriteOptions) -> None:
    """Add an alignment's units to each memory, and report on stderr how many were new to it."""
    from duiqi.aligner.reviewed.appended import Appended
    from duiqi.exports import write
    from duiqi.exports.options import count

    for path in outputs:
        if not path.exists():
            put_files(alignment, [path], options, "unit")
            continue
        appended = Appended(path, alignment, options)
        keep_reviewed_copy(path)
        report = write(appended.alignment, path, appended.options)
        left_out = "; ".join(f"{number:,} {reason}" for reason, number in appended.left_out.items())
        note = f"{path}: {count(appended.added, 'unit')} added, {report.written:,} now"
        say(f"{note}; left out: {left_out}" if left_out else note)
        tell(report.warnings)


def keep_reviewed_copy(path: Path, *, of_terms: bool = False, of_texts: bool = False) -> None:
    """Copy a file that holds a person's work, or may, to `NAME.bak` before it is replaced, and say so."""
    if str(path) == "-" or not path.is_file():
        return
    from duiqi.aligner.reviewed.earlier import hides_edits, is_reviewed
    from duiqi.exports.replacing import keep_copy

    if is_reviewed(path, of_terms=of_terms, of_texts=of_texts):
        copy = keep_copy(path)
        say(f"{path}: kept as {copy} before it is replaced")
        if hides_edits(path):
            say(f"{copy}: texts that were edited without tracked changes are in this copy alone")


def _keep_other_copy(path: Path, what: Any, options: WriteOptions) -> None:
    """Copy a file in a format that holds no marks to `NAME.bak` where its new contents are others.

    Whether a person has edited it nobody can tell.
    """
    from duiqi.exports import write
    from duiqi.exports.replacing import keep_copy

    if path.is_file():
        page = io.BytesIO()
        write(what, page, replace(options, format=path.suffix))
        if path.read_bytes() not in (b"", page.getvalue()):
            copy = keep_copy(path)
            say(f"{path}: kept as {copy} before it is replaced")


def tell(warnings: Iterable[object]) -> None:
    """Print warnings or doubts on stderr, each once."""
    for warning in dict.fromkeys(warnings):
        say(f"warning: {warning}")
