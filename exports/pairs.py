"""Two text files, one unit a line in each, as tools for machine translation read them.

`out.txt` becomes `out.en.txt` and `out.zh.txt`; `out.source.txt` and `out.target.txt` where
the languages are the same or not known. Line n of one is the translation of line n of the
other, and nothing else is in them.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from duiqi.corpus.languages import canonical
from duiqi.corpus.model import Alignment
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.replacing import replacing
from duiqi.exports.units import translation_units


def write_pair(
    alignment: Alignment, path: str | os.PathLike[str], options: WriteOptions, tally: Tally
) -> tuple[str, ...]:
    """Write both files, whole or not at all, and return their names."""
    names = pair_names(alignment, path)
    with ExitStack() as stack:
        source, target = (stack.enter_context(replacing(name)) for name in names)
        for unit in translation_units(alignment, options, tally):
            source.write(f"{unit.source.text}\n".encode())
            target.write(f"{unit.target.text}\n".encode())
    return tuple(map(str, names))


def pair_names(alignment: Alignment, path: str | os.PathLike[str]) -> tuple[Path, Path]:
    """The two files' names, the language before the suffix.

    >>> from duiqi.corpus.model import Side
    >>> pair_names(Alignment(Side(lang="en"), Side(lang="zh-Hant"), ()), "un.txt")
    (PosixPath('un.en.txt'), PosixPath('un.zh-Hant.txt'))
    """
    path = Path(path)
    langs = canonical(alignment.source.lang), canonical(alignment.target.lang)
    if langs[0] == langs[1] or "und" in langs:
        langs = "source", "target"
    first, second = (path.with_name(f"{path.stem}.{lang}{path.suffix}") for lang in langs)
    return first, second
