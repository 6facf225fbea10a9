"""One function for all formats: what it is and the suffix pick the writer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, cast

from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.glossary.model import Consistency, Glossary
from duiqi.corpus.model import Alignment
from duiqi.exports.options import Tally, WriteOptions, WriteReport
from duiqi.exports.replacing import check_place, replacing

Writer = Callable[[Any, BinaryIO, WriteOptions, Tally], None]

# Named, not imported: `duiqi --help` need not wait for lxml and openpyxl.
WRITERS = {
    ".tmx": "duiqi.exports.tmx:write_tmx",
    ".xlf": "duiqi.exports.xliff:write_xliff",
    ".xliff": "duiqi.exports.xliff:write_xliff",
    ".tsv": "duiqi.exports.tables:write_tsv",
    ".csv": "duiqi.exports.tables:write_csv",
    ".xlsx": "duiqi.exports.xlsx:write_xlsx",
    ".jsonl": "duiqi.exports.jsonl:write_jsonl",
    ".html": "duiqi.exports.html:write_html",
}
PAIR = ".txt"  # two files: exports/pairs.py

WRITERS_OF: Mapping[type, Mapping[str, str]] = {
    Alignment: WRITERS,
    Glossary: {
        ".tsv": "duiqi.exports.glossary.tables:write_tsv",
        ".csv": "duiqi.exports.glossary.tables:write_csv",
        ".xlsx": "duiqi.exports.glossary.xlsx:write_xlsx",
        ".tbx": "duiqi.exports.glossary.tbx:write_tbx",
        ".utf8": "duiqi.exports.glossary.omegat:write_omegat",
    },
    Consistency: {
        ".tsv": "duiqi.exports.glossary.consistency:write_tsv",
        ".csv": "duiqi.exports.glossary.consistency:write_csv",
        ".xlsx": "duiqi.exports.glossary.consistency:write_xlsx",
        ".html": "duiqi.exports.glossary.page:write_html",
    },
}


def write(
    what: Alignment | Glossary | Consistency,
    path: str | os.PathLike[str] | BinaryIO,
    options: WriteOptions | None = None,
) -> WriteReport:
    r"""Write an alignment, a glossary or a consistency report, in the format that the suffix names.

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
        from duiqi.exports.pairs import write_pair

        return tally.report(write_pair(what, path, options, tally))
    writer = _writer(kind, Path(path).suffix, os.fspath(path))
    with replacing(path) as stream:
        writer(what, stream, options, tally)
    return tally.report((os.fspath(path),))


def check_target(path: str | os.PathLike[str], kind: type = Alignment) -> None:
    """Raise UnwritableFile if `write` could not write there; for before the long work.

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
    module, _, name = writers[suffix].partition(":")
    return cast(Writer, getattr(import_module(module), name))
