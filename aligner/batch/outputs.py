"""The files of a pair's result, and whether they can be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from duiqi.corpus.bitext.conventions import WITH_STATUS
from duiqi.corpus.errors import DuiqiError

TWO_FILES = ".txt"  # the format that is a file for each side


def results_of(stem: Path, formats: Iterable[str]) -> list[Path]:
    """A file for each format, the .jsonl last; the two texts of `.txt` go by one name.

    >>> [path.name for path in results_of(Path("out/un"), (".tmx", ".txt"))]
    ['un.tmx', 'un.txt', 'un.jsonl']
    """
    return [stem.with_name(f"{stem.name}{suffix}") for suffix in (*formats, ".jsonl")]


def outputs_of(stem: Path, formats: Iterable[str], report: Mapping[str, Any]) -> list[Path]:
    """The files as they are on the disk, in the same order whatever the order of the formats.

    report  of the pair, which has the languages of source and target

    >>> report = {"languages": ["en", "zh"]}
    >>> [path.name for path in outputs_of(Path("out/un"), (".tmx", ".txt"), report)]
    ['un.tmx', 'un.en.txt', 'un.zh.txt', 'un.jsonl']
    """
    from duiqi.corpus.model import Alignment, Side
    from duiqi.exports.pairs import pair_names

    found: list[Path] = []
    for path in results_of(stem, sorted(formats)):
        if path.suffix == TWO_FILES:
            source, target = report.get("languages", ("und", "und"))
            found += pair_names(Alignment(Side(lang=source), Side(lang=target), ()), path)
        else:
            found.append(path)
    return found


def is_readable(path: Path) -> bool:
    """Whether a result can be read to its end; whether it has anything, as page, subtitles or plain text."""
    from duiqi.corpus.bitext.reading import read_bitext

    if path.suffix not in WITH_STATUS:
        return path.stat().st_size > 0
    try:
        for _ in read_bitext(path).beads:
            pass
    except DuiqiError:
        return False
    return True
