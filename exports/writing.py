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
from duiqi.exports.findings import page as finding_page
from duiqi.exports.findings import tables as finding_tables
from duiqi.exports.findings import xlsx as finding_xlsx
from duiqi.exports.glossary import consistency, omegat, page, tbx
from duiqi.exports.glossary import tables as glossary_tables
from duiqi.exports.glossary import xlsx as glossary_xlsx
from duiqi.exports.html import write_html
from duiqi.exports.jsonl import write_jsonl
from duiqi.exports.leverage import docx as leverage_docx
from duiqi.exports.leverage import page as leverage_page
from duiqi.exports.leverage import tables as leverage_tables
from duiqi.exports.leverage import xliff as leverage_xliff
from duiqi.exports.leverage import xlsx as leverage_xlsx
from duiqi.exports.options import Tally, WriteOptions, WriteReport
from duiqi.exports.pairs import write_pair
from duiqi.exports.replacing import check_place, replacing
from duiqi.exports.srt import write_srt
from duiqi.exports.tables import write_csv, write_tsv
from duiqi.exports.tmx import write_tmx
from duiqi.exports.versions import docx as version_docx
from duiqi.exports.versions import page as version_page
from duiqi.exports.versions import xlsx as version_xlsx
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

GLOSSARY_WRITERS: Mapping[str, Writer] = {
    ".tsv": glossary_tables.write_tsv,
    ".csv": glossary_tables.write_csv,
    ".xlsx": glossary_xlsx.write_xlsx,
    ".tbx": tbx.write_tbx,
    ".utf8": omegat.write_omegat,
}
CONSISTENCY_WRITERS: Mapping[str, Writer] = {
    ".tsv": consistency.write_tsv,
    ".csv": consistency.write_csv,
    ".xlsx": consistency.write_xlsx,
    ".html": page.write_html,
}
LEVERAGE_WRITERS: Mapping[str, Writer] = {
    ".xlf": leverage_xliff.write_xliff,
    ".xliff": leverage_xliff.write_xliff,
    ".tsv": leverage_tables.write_tsv,
    ".xlsx": leverage_xlsx.write_xlsx,
    ".docx": leverage_docx.write_docx,
    ".jsonl": leverage_tables.write_jsonl,
    ".html": leverage_page.write_html,
    ".txt": leverage_tables.write_draft,
}
LEVERAGE_REPORT_WRITERS: Mapping[str, Writer] = {
    ".xlsx": leverage_xlsx.write_report,
    ".html": leverage_page.write_report,
}
FINDING_WRITERS: Mapping[str, Writer] = {
    ".html": finding_page.write_html,
    ".xlsx": finding_xlsx.write_xlsx,
    ".tsv": finding_tables.write_tsv,
    ".csv": finding_tables.write_csv,
    ".jsonl": finding_tables.write_jsonl,
}
VERSION_WRITERS: Mapping[str, Writer] = {
    ".html": version_page.write_html,
    ".xlsx": version_xlsx.write_xlsx,
    ".docx": version_docx.write_docx,
}
WRITERS_OF: Mapping[type, Mapping[str, Writer]] = {
    Alignment: WRITERS,
    Glossary: GLOSSARY_WRITERS,
    Consistency: CONSISTENCY_WRITERS,
    Leverage: LEVERAGE_WRITERS,
    LeverageReport: LEVERAGE_REPORT_WRITERS,
    Findings: FINDING_WRITERS,
    Versions: VERSION_WRITERS,
}


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
    return tally.report((os.fspath(path),))


def check_target(path: str | os.PathLike[str], kind: type = Alignment) -> None:
    """Raise UnwritableFile where `write` would, so that it is known before the long work.

    >>> check_target("out.doc")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    duiqi.corpus.errors.UnwritableFile: out.doc: no writer for '.doc'. Known: .tmx .xlf .xliff .tsv .csv ...
    >>> check_target("out.tmx", Glossary)
    Traceback (most recent call last):
    duiqi.corpus.errors.UnwritableFile: out.tmx: no writer for '.tmx'. Known: .tsv .csv .xlsx .tbx .utf8
    """
    if os.fspath(path) == "-":
        return
    if kind is not Alignment or Path(path).suffix.lower() != PAIR:
        _writer(kind, Path(path).suffix, os.fspath(path))
    check_place(path)


def _writer(kind: type, suffix: str, shown: str) -> Writer:
    suffix, writers = suffix.lower(), WRITERS_OF[kind]
    if kind is Alignment and suffix == PAIR:
        raise UnwritableFile(f"{shown}: a pair of text files needs a name to build theirs from, as out.txt")
    if suffix not in writers:
        found = f"no writer for '{suffix}'" if suffix else "no suffix to tell the format by"
        known = [*writers, PAIR] if kind is Alignment else writers
        raise UnwritableFile(f"{shown}: {found}. Known: {' '.join(known)}")
    return writers[suffix]
