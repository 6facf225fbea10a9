"""The files of a pair's result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

TWO_FILES = ".txt"  # the format that is a file for each side


def results_of(stem: Path, formats: Iterable[str]) -> list[Path]:
    """A file for each format, the .jsonl last; the two texts of `.txt` go by one name.

    >>> [path.name for path in results_of(Path("out/un"), (".tmx", ".txt"))]
    ['un.tmx', 'un.txt', 'un.jsonl']
    """
    return [stem.with_name(f"{stem.name}{suffix}") for suffix in (*formats, ".jsonl")]


def outputs_of(stem: Path, formats: Iterable[str], langs: Sequence[str]) -> list[Path]:
    """The files as they are on the disk.

    langs  of source and target

    >>> [path.name for path in outputs_of(Path("out/un"), (".tmx", ".txt"), ("en", "zh"))]
    ['un.tmx', 'un.en.txt', 'un.zh.txt', 'un.jsonl']
    """
    from duiqi.corpus.model import Alignment, Side
    from duiqi.exports.pairs import pair_names

    found: list[Path] = []
    for path in results_of(stem, formats):
        if path.suffix == TWO_FILES:
            source, target = langs
            found += pair_names(Alignment(Side(lang=source), Side(lang=target), ()), path)
        else:
            found.append(path)
    return found
