"""Which pairs of texts there are: a table of them, or a folder whose files' names tell."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO, NamedTuple

from duiqi.corpus.errors import MalformedFile, UnreadableFile
from duiqi.corpus.languages import TAG, canonical

COLUMNS = ("id", "source", "target", "source_lang", "target_lang")
NEEDED = 3
LONGEST_LINE = 1 << 20  # bytes: what is longer is no line of a manifest, and is not read into memory
ID = "{id}"


class Entry(NamedTuple):
    """A pair of texts as the manifest has it; `place` is where, for messages about it."""

    place: str
    id: str
    source: str
    target: str
    source_lang: str = ""
    target_lang: str = ""


def read_manifest(path: Path) -> Iterator[Entry]:
    r"""The pairs of a manifest, one at a time, in its order; `-` is standard input.

    A line is `id<TAB>source<TAB>target`, then the languages if they are known. A first line
    of column names may put the columns in another order. Blank lines count for nothing.

    Raises MalformedFile with the line for what is no such line: what is wrong with the table
    is told before any work is done. What is wrong with a text is told when its turn comes.
    """
    name = "standard input" if str(path) == "-" else str(path)
    columns: Sequence[str] = COLUMNS
    with _opened(path) as stream:
        for number, line in enumerate(iter(lambda: stream.readline(LONGEST_LINE), b""), 1):
            place = f"{name}, line {number}"
            cells = _cells(line, place, first=number == 1)
            if cells == [""]:
                continue
            if number == 1 and "id" in (header := [cell.lower() for cell in cells]):
                columns = _header(header, place)
                continue
            yield _entry(dict(zip(columns, cells, strict=False)), len(cells), len(columns), place)


def _opened(path: Path) -> nullcontext[BinaryIO] | BinaryIO:
    if str(path) == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: no such file") from None
    except IsADirectoryError:
        raise UnreadableFile(
            f"{path}: a folder. Say how its files are called: --pattern '{{id}}.en.txt' '{{id}}.zh.txt'"
        ) from None
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from None


def _cells(line: bytes, place: str, *, first: bool) -> list[str]:
    if len(line) == LONGEST_LINE:
        raise MalformedFile(f"{place}: longer than a megabyte. Is this a manifest: id, source, target?")
    try:
        text = line.decode("utf-8-sig" if first else "utf-8")
    except UnicodeDecodeError:
        raise MalformedFile(f"{place}: not utf-8. Save the manifest as UTF-8") from None
    return [cell.strip() for cell in text.rstrip("\r\n").split("\t")]


def _header(header: list[str], place: str) -> list[str]:
    for column in header:
        if column not in COLUMNS:
            raise MalformedFile(f"{place}: no column is called '{column}'. Known: {' '.join(COLUMNS)}")
    if missing := [column for column in COLUMNS[:NEEDED] if column not in header]:
        raise MalformedFile(f"{place}: no column '{missing[0]}'. Needed: {' '.join(COLUMNS[:NEEDED])}")
    return header


def _entry(cells: dict[str, str], found: int, most: int, place: str) -> Entry:
    if not NEEDED <= found <= most:
        raise MalformedFile(
            f"{place}: expected {NEEDED} to {len(COLUMNS)} columns with tabs between them, found {found}: "
            f"{' '.join(COLUMNS)}"
        )
    entry = Entry(place, **cells)
    for column in COLUMNS[:NEEDED]:
        if not getattr(entry, column):
            raise MalformedFile(f"{place}: the {column} is empty")
    for tag in (entry.source_lang, entry.target_lang):
        if tag and not TAG.fullmatch(tag):
            raise MalformedFile(f"{place}: '{tag}' is no language tag. Say en, zh, zh-Hant, de, pt-BR …")
    return entry._replace(
        source_lang=entry.source_lang and canonical(entry.source_lang),
        target_lang=entry.target_lang and canonical(entry.target_lang),
    )


class Pattern:
    """How the files of a folder are called: `{id}.en.txt` and `{id}.zh.txt`, `en/{id}.txt` and `zh/{id}.txt`.

    What stands for {id} may go down into subfolders.
    """

    def __init__(self, source: str, target: str) -> None:
        for pattern in (source, target):
            if pattern.count(ID) != 1 or Path(pattern).is_absolute() or ".." in Path(pattern).parts:
                raise UnreadableFile(
                    f"--pattern {pattern}: give a name in the folder with {{id}} in it, as '{{id}}.en.txt'"
                )
        if source == target:
            raise UnreadableFile(f"--pattern {source}: the same for both texts")
        self.source, self.target = source, target
        self.alone: list[str] = []  # files without their counterpart, the first few
        self.without = 0  # and how many they are

    def entries(self, folder: Path) -> Iterator[Entry]:
        """The pairs of the folder, sorted by name; counts what has no counterpart."""
        if not folder.is_dir():
            raise UnreadableFile(f"{folder}: no folder of that name, and --pattern wants one")
        self.alone, self.without = [], 0
        for id in self._ids(folder, self.source):  # noqa: A001 - the manifest's word
            source, target = self.source.replace(ID, id), self.target.replace(ID, id)
            if (folder / target).is_file():
                yield Entry(source, id, source, target)
            elif not self._is_other(folder, source, self.target, self.source):
                self._miss(source)
        for id in self._ids(folder, self.target):  # noqa: A001
            source, target = self.source.replace(ID, id), self.target.replace(ID, id)
            if not (folder / source).is_file() and not self._is_other(
                folder, target, self.source, self.target
            ):
                self._miss(target)

    def _miss(self, name: str) -> None:
        self.without += 1
        if len(self.alone) < 3:
            self.alone.append(name)

    @staticmethod
    def _is_other(folder: Path, name: str, own: str, others: str) -> bool:
        """Whether a file is the other side of a pair: a.zh.txt matches `{id}.txt` too."""
        id = _matched(name, own)  # noqa: A001
        return id is not None and (folder / others.replace(ID, id)).is_file()

    @staticmethod
    def _ids(folder: Path, pattern: str) -> Iterator[str]:
        before = pattern.partition(ID)[0]
        top = folder / before.rpartition("/")[0]
        for place, folders, files in os.walk(top):
            folders.sort()
            for file in sorted(files):
                name = Path(place, file).relative_to(folder).as_posix()
                if id := _matched(name, pattern):  # noqa: A001
                    _check_name(name)
                    yield id


def _check_name(name: str) -> None:
    try:
        name.encode()
    except UnicodeEncodeError:
        raise UnreadableFile(f"{name!a}: a file name that is not utf-8. Rename the file") from None


def _matched(name: str, pattern: str) -> str | None:
    """What stands for {id} in a name, if it follows the pattern.

    >>> _matched("2007/un.en.txt", "{id}.en.txt")
    '2007/un'
    """
    before, _, behind = pattern.partition(ID)
    if len(name) > len(before) + len(behind) and name.startswith(before) and name.endswith(behind):
        return name[len(before) : len(name) - len(behind)]
    return None
