"""One function for all formats: the contents pick the reader."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from duiqi.corpus.bitext.detect import find_format
from duiqi.corpus.bitext.pairs import find_pair, read_pair
from duiqi.corpus.bitext.parts import Request
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.model import Alignment

Reader = Callable[[Request], Alignment]

READERS = {
    "jsonl": "duiqi.corpus.bitext.jsonl:read_jsonl",
    "tmx": "duiqi.corpus.bitext.tmx:read_tmx",
    "xliff": "duiqi.corpus.bitext.xliff:read_xliff",
    "xlsx": "duiqi.corpus.bitext.xlsx:read_xlsx",
    "tsv": "duiqi.corpus.bitext.tables:read_tsv",
    "csv": "duiqi.corpus.bitext.tables:read_csv",
}


def read_bitext(path: str | os.PathLike[str], *, source_lang: str = "", target_lang: str = "") -> Alignment:
    """Read a file of aligned text: JSONL, TMX, XLIFF, TSV, CSV, XLSX or a pair of text files.

    What it is shows in the contents; the suffix only settles a doubt. Of a pair of text
    files (`out.en.txt`, `out.zh.txt`) name either one, which becomes the source, or
    `out.txt` for both. `-` is standard input. The languages, where given, pick the pair
    out of a memory of several and name the columns of a plain table.

    The beads are read as they are asked for, each time anew, so a memory of any size fits.
    In formats other than JSONL segment numbers count what is in the file, and a pair that
    says nothing of its confidence has 1: whoever made the file stood up for it. Raises
    UnreadableFile, or MalformedFile with the place, here or while the beads are read.
    """
    place = Path(path)
    if os.fspath(path) == "-":
        place = spooled()
    elif place.is_dir():
        raise UnreadableFile(f"{path}: this is a folder. Give the name of a file in it")
    elif not place.exists():
        if pair := find_pair(place):
            return read_pair(*pair, source_lang, target_lang)
        raise UnreadableFile(f"{path}: there is no such file")
    try:
        kind = find_format(place)
        if kind == "pair":
            return read_pair(*cast(tuple[Path, Path], find_pair(place)), source_lang, target_lang)
        module, _, name = READERS[kind].partition(":")
        reader = cast(Reader, getattr(import_module(module), name))
        return reader(Request(place, source_lang, target_lang))
    except (EOFError, zlib.error) as error:
        raise UnreadableFile(f"{path}: a damaged archive. Was the download cut short?") from error
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error


def spooled() -> Path:
    """Standard input as a file that can be read twice; it goes when the program ends."""
    import atexit

    descriptor, name = tempfile.mkstemp(prefix="duiqi-stdin-")
    atexit.register(lambda: Path(name).unlink(missing_ok=True))
    with os.fdopen(descriptor, "wb") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
    return Path(name)
