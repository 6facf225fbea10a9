"""Aligned texts named on the command line: files, and folders that `duiqi batch` has filled."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from duiqi.aligner.batch.report import LINES
from duiqi.aligner.doubts import NOT_A_TRANSLATION
from duiqi.corpus.bitext.reading import once_each
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.languages import same_language
from duiqi.exports.options import count, first_of

LONGEST_HEADER = 1 << 20  # bytes


class Results(NamedTuple):
    """Files of aligned text, and a line for each reason for which results of a batch are left out."""

    files: list[Path]
    left_out: list[str]


class _Header(NamedTuple):
    """What the first line of a result says: the languages, and the codes of its warnings."""

    langs: tuple[str, str]
    codes: frozenset[str]


def results_of(paths: Sequence[Path], *, one_pair: bool = False) -> Results:
    """The files; of a batch its results, without the report and without what its merge would leave out.

    A folder stands for the results in it; so do files that are named with the report beside them, as in
    `results/*.jsonl`. Left out are texts that are no translation of each other, and those whose two sides are
    in one language.

    one_pair  also results in other languages than most: not for a memory, which has any number of languages
    raises    DuiqiError for a folder without a result, or where all of them are left out
    """
    reports = [path for path in paths if len(paths) > 1 and path.name == LINES and not _header(path)]
    found: list[Path] = []
    batches: dict[Path, list[Path]] = {report.parent: [] for report in reports}
    for path in once_each(path for path in paths if path not in reports):
        if path.is_dir():
            batches[path] = _inside(path)
            found += batches[path]
        else:
            batches.get(path.parent, []).append(path)
            found.append(path)
    left_out = []
    for folder, files in batches.items():
        for reason, some in _unusable(files, one_pair=one_pair).items():
            names = [file.relative_to(folder).with_suffix("").as_posix() for file in some]
            left_out.append(f"{folder}: {count(len(some), 'pair')} left out: {reason}: {first_of(names)}")
            found = [file for file in found if file not in some]
    if left_out and not found:
        raise DuiqiError(left_out[0])
    return Results(found, left_out)


def _inside(folder: Path) -> list[Path]:
    files = sorted(file for file in folder.rglob("*.jsonl") if file.name != LINES)
    if not files:
        raise DuiqiError(f"{folder}: no .jsonl file in this folder. Is it one of duiqi batch?")
    return files


def _unusable(files: Sequence[Path], *, one_pair: bool) -> dict[str, set[Path]]:
    """The results that are left out, by the reason."""
    headers = {file: header for file in files if (header := _header(file))}
    doubtful = {file for file, header in headers.items() if NOT_A_TRANSLATION in header.codes}
    good = {file: header.langs for file, header in headers.items() if file not in doubtful}
    unusable = {"not a translation, it seems": doubtful}
    alike = {file for file, langs in good.items() if same_language(*langs) and "und" not in langs}
    unusable["both texts are in the same language"] = alike
    if one_pair and (rest := {file: langs for file, langs in good.items() if file not in alike}):
        frequency = Counter(rest.values())
        most = min(frequency, key=lambda langs: (-frequency[langs], langs))
        unusable[f"in other languages than {most[0]} and {most[1]}, which most pairs have"] = {
            file for file, langs in rest.items() if not all(map(same_language, langs, most))
        }
    return {reason: some for reason, some in unusable.items() if some}


def _header(path: Path) -> _Header | None:
    """What the first line of a record says; None for any other file."""
    try:
        with path.open("rb") as file:
            fields = json.loads(file.readline(LONGEST_HEADER))
        codes = frozenset(str(warning["code"]) for warning in fields.get("warnings", ()))
        return _Header((str(fields["source"]["lang"]), str(fields["target"]["lang"])), codes)
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return None  # reported when it is read
