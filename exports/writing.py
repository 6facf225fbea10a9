"""Write anything in any format: its type and the suffix choose the writer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.findings import Findings
from duiqi.corpus.glossary.model import Consistency, Glossary
from duiqi.corpus.leverage import Leverage, LeverageReport
from duiqi.corpus.model import Alignment
from duiqi.corpus.versions import Versions
from duiqi.exports.docx import write_docx
from duiqi.exports.html import write_html
from duiqi.exports.jsonl import retire_journal, write_jsonl
from duiqi.exports.options import Tally, WriteOptions, WriteReport
from duiqi.exports.pairs import write_pair
from duiqi.exports.replacing import check_place, replacing
from duiqi.exports.srt import write_srt
from duiqi.exports.tables import write_csv, write_tsv
from duiqi.exports.tmx import write_tmx
from duiqi.exports.xliff import write_xliff
from duiqi.exports.xlsx import write_xlsx

Writer = Callable[[Any, BinaryIO, WriteOptions, Tally], None]

# The formats by suffix. Their modules are small: each imports the library that it needs (lxml,
# XlsxWriter, NumPy) when it writes, so that nobody waits for a format that is not asked for.
WRITERS: Mapping[str, Writer] = {
    ".tmx": write_tmx,
    ".xlf": write_xliff,
    ".xliff": write_xliff,
    ".tsv": write_tsv,
    ".csv": write_csv,
    ".xlsx": write_xlsx,
    ".docx": write_docx,
    ".jsonl": write_jsonl,
    ".html": write_html,
    ".srt": write_srt,
}
PAIR = ".txt"  # two files, written by `write_pair`


def _bitext_writers() -> Mapping[str, Writer]:
    return WRITERS


def _glossary_writers() -> Mapping[str, Writer]:
    from duiqi.exports.glossary import multiterm, omegat, tables, tbx, xlsx

    return {
        ".tsv": tables.write_tsv,
        ".csv": tables.write_csv,
        ".xlsx": xlsx.write_xlsx,
        ".tbx": tbx.write_tbx,
        ".utf8": omegat.write_omegat,
        ".xml": multiterm.write_multiterm,
    }


def _consistency_writers() -> Mapping[str, Writer]:
    from duiqi.exports.glossary import consistency, page

    return {
        ".tsv": consistency.write_tsv,
        ".csv": consistency.write_csv,
        ".xlsx": consistency.write_xlsx,
        ".html": page.write_html,
    }


def _leverage_writers() -> Mapping[str, Writer]:
    from duiqi.exports.leverage import docx, page, tables, tmx, xliff, xlsx

    return {
        ".xlf": xliff.write_xliff,
        ".xliff": xliff.write_xliff,
        ".tmx": tmx.write_tmx,
        ".tsv": tables.write_tsv,
        ".xlsx": xlsx.write_xlsx,
        ".docx": docx.write_docx,
        ".jsonl": tables.write_jsonl,
        ".html": page.write_html,
        ".txt": tables.write_draft,
    }


def _leverage_report_writers() -> Mapping[str, Writer]:
    from duiqi.exports.leverage import page, xlsx

    return {".xlsx": xlsx.write_report, ".html": page.write_report}


def _finding_writers() -> Mapping[str, Writer]:
    from duiqi.exports.findings import page, tables, xlsx

    return {
        ".html": page.write_html,
        ".xlsx": xlsx.write_xlsx,
        ".tsv": tables.write_tsv,
        ".csv": tables.write_csv,
        ".jsonl": tables.write_jsonl,
    }


def _version_writers() -> Mapping[str, Writer]:
    from duiqi.exports.versions import docx, page, xlsx

    return {".html": page.write_html, ".xlsx": xlsx.write_xlsx, ".docx": docx.write_docx}


# Each family of writers is imported when it is used first: the main job needs one of seven.
_FAMILIES: Mapping[type, Callable[[], Mapping[str, Writer]]] = {
    Alignment: _bitext_writers,
    Glossary: _glossary_writers,
    Consistency: _consistency_writers,
    Leverage: _leverage_writers,
    LeverageReport: _leverage_report_writers,
    Findings: _finding_writers,
    Versions: _version_writers,
}


def writers_of(kind: type) -> Mapping[str, Writer]:
    """The writers of a noun (an alignment, a glossary, a report) by suffix.

    >>> list(writers_of(Glossary))
    ['.tsv', '.csv', '.xlsx', '.tbx', '.utf8', '.xml']
    """
    return _FAMILIES[kind]()


def write(
    what: Alignment | Glossary | Consistency | Findings | Versions | Leverage | LeverageReport,
    path: str | os.PathLike[str] | BinaryIO,
    options: WriteOptions | None = None,
) -> WriteReport:
    r"""Write an alignment, a glossary or a report, in the format that the suffix names.

    The file is complete or not there: it replaces an older one at the very end. `-` is
    standard output and, like a binary stream, takes the format of `options.format`.
    Raises UnwritableFile, in one line, for a suffix without a writer and a place where
    nothing can be written.

    >>> import io
    >>> from duiqi.corpus.model import Bead, Side
    >>> bead = Bead.of_texts(range(1), range(1), "1", ["Recalling its resolutions,"], ["回顾其决议，"])
    >>> page = io.BytesIO()
    >>> write(Alignment(Side(lang="en"), Side(lang="zh"), (bead,)), page, WriteOptions(format=".tsv")).written
    1
    >>> page.getvalue().decode().splitlines()[1].split("\t")[2:6]
    ['Recalling its resolutions,', '回顾其决议，', '1-1', '0']
    """
    options = options or WriteOptions()
    tally = Tally()
    kind = type(what)
    if not isinstance(path, str | os.PathLike):
        _writer(kind, options.format, options.format)(what, path, options, tally)
        return tally.report(())
    if os.fspath(path) == "-":
        _writer(kind, options.format, "-")(what, sys.stdout.buffer, options, tally)
        sys.stdout.buffer.flush()
        return tally.report(("-",))
    if isinstance(what, Alignment) and Path(path).suffix.lower() == PAIR:
        return tally.report(write_pair(what, path, options, tally))
    writer = _writer(kind, Path(path).suffix, os.fspath(path))
    with replacing(path) as stream:
        writer(what, stream, options, tally)
    if writer is write_jsonl:
        retire_journal(Path(path))
    return tally.report((os.fspath(path),))


def check_target(path: str | os.PathLike[str], kind: type = Alignment) -> None:
    """Raise UnwritableFile where `write` would, so that it is known before the long work.

    >>> check_target("out.doc")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    duiqi.corpus.errors.UnwritableFile: out.doc: no writer for '.doc'. Known: .tmx .xlf .xliff .tsv .csv ...
    >>> check_target("out.tmx", Glossary)
    Traceback (most recent call last):
    duiqi.corpus.errors.UnwritableFile: out.tmx: no writer for '.tmx'. Known: .tsv .csv .xlsx .tbx .utf8 .xml
    """
    if os.fspath(path) == "-":
        return
    if kind is not Alignment or Path(path).suffix.lower() != PAIR:
        _writer(kind, Path(path).suffix, os.fspath(path))
    check_place(path)


def _writer(kind: type, suffix: str, shown: str) -> Writer:
    suffix, writers = suffix.lower(), writers_of(kind)
    if kind is Alignment and suffix == PAIR:
        raise UnwritableFile(f"{shown}: a pair of text files needs a name to build theirs from, as out.txt")
    if suffix not in writers:
        found = f"no writer for '{suffix}'" if suffix else "no suffix to tell the format by"
        known = [*writers, PAIR] if kind is Alignment else writers
        raise UnwritableFile(f"{shown}: {found}. Known: {' '.join(known)}")
    return writers[suffix]
