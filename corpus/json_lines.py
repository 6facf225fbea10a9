"""JSON lines: files with one object a line, read line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from duiqi.corpus.errors import MalformedFile, UnreadableFile
from duiqi.corpus.files import readable

LONGEST_LINE = 1 << 28  # characters


def read_json_lines(path: str | Path, form: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a file, each with its place for messages, as `mac.jsonl, line 3`; no empty lines.

    form    of the file, as messages say it: "A gold file has one document a line"
    raises  UnreadableFile; MalformedFile with the line, and what is wrong there
    """
    try:
        with readable(path), Path(path).open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(iter(lambda: lines.readline(LONGEST_LINE), ""), 1):
                place = f"{path}, line {number}"
                if len(line) == LONGEST_LINE:
                    raise MalformedFile(f"{place}: far too long. {form}")
                if line.strip():
                    yield place, _object(line, place, form)
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path}: not utf-8. Save it as UTF-8. {form}") from None


def _object(line: str, place: str, form: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise MalformedFile(f"{place}: not JSON from character {error.colno} on. {form}") from None
    except (ValueError, RecursionError):
        raise MalformedFile(f"{place}: not JSON. {form}") from None
    if not isinstance(value, dict):
        raise MalformedFile(f"{place}: expected an object in braces. {form}")
    return value
