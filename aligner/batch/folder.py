"""The pairs of a folder, found by the names of its files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from duiqi.aligner.batch.manifest import Entry
from duiqi.corpus.errors import UnreadableFile

ID = "{id}"
EXAMPLES = 3  # unpaired files that are kept by name


class Pattern:
    """The names of a folder's files: `{id}.en.txt` and `{id}.zh.txt`, or `en/{id}.txt` and `zh/{id}.txt`.

    `{id}` may hold slashes: files in subfolders are found too.

    unpaired           how many files were found without their counterpart
    unpaired_examples  the names of the first few of them
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
        self.unpaired = 0
        self.unpaired_examples: list[str] = []

    def entries(self, folder: Path) -> Iterator[Entry]:
        """Find the pairs of the folder, sorted by name, and count the files without a counterpart.

        Raises UnreadableFile where there is no pair.
        """
        if not folder.is_dir():
            raise UnreadableFile(f"{folder}: no folder of that name, and --pattern needs one")
        self.unpaired, self.unpaired_examples = 0, []
        found = False
        for id in _ids(folder, self.source):  # noqa: A001 - the manifest's word
            source, target = self.source.replace(ID, id), self.target.replace(ID, id)
            if (folder / target).is_file():
                found = True
                yield Entry(source, id, source, target)
            elif not _is_paired(folder, source, self.target, self.source):
                self._add_unpaired(source)
        for id in _ids(folder, self.target):  # noqa: A001
            source, target = self.source.replace(ID, id), self.target.replace(ID, id)
            if not (folder / source).is_file() and not _is_paired(folder, target, self.source, self.target):
                self._add_unpaired(target)
        if not found:
            source, target, examples = self.source, self.target, ", ".join(self.unpaired_examples)
            if examples:
                raise UnreadableFile(
                    f"{folder}: no pair of files named {source} and {target}. There is {examples}"
                )
            raise UnreadableFile(f"{folder}: no pair of files named {source} and {target}")

    def _add_unpaired(self, name: str) -> None:
        self.unpaired += 1
        if len(self.unpaired_examples) < EXAMPLES:
            self.unpaired_examples.append(name)


def _is_paired(folder: Path, name: str, pattern: str, counterpart: str) -> bool:
    """Whether a file follows `pattern` and its counterpart exists.

    A name may follow both patterns: a.zh.txt is the translation of a.txt by `{id}.zh.txt`, and
    also a source by `{id}.txt`, without a translation.
    """
    id = _matched_id(name, pattern)  # noqa: A001
    return id is not None and (folder / counterpart.replace(ID, id)).is_file()


def _ids(folder: Path, pattern: str) -> Iterator[str]:
    """The ids of the files that follow a pattern, sorted by file name."""
    top = folder / pattern.partition(ID)[0].rpartition("/")[0]
    for place, folders, files in os.walk(top):
        folders.sort()
        for file in sorted(files):
            name = Path(place, file).relative_to(folder).as_posix()
            if id := _matched_id(name, pattern):  # noqa: A001
                _check_utf8(name)
                yield id


def _check_utf8(name: str) -> None:
    try:
        name.encode()
    except UnicodeEncodeError:
        raise UnreadableFile(f"{name!a}: a file name that is not utf-8. Rename the file") from None


def _matched_id(name: str, pattern: str) -> str | None:
    """The part of a name that `{id}` matches, or None where the name does not follow the pattern.

    >>> _matched_id("2007/un.en.txt", "{id}.en.txt")
    '2007/un'
    """
    before, _, after = pattern.partition(ID)
    if len(name) > len(before) + len(after) and name.startswith(before) and name.endswith(after):
        return name[len(before) : len(name) - len(after)]
    return None
