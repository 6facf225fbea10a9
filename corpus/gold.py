"""Read gold files: alignments made by hand, for evaluation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from duiqi.corpus.errors import MalformedFile, UnreadableFile
from duiqi.corpus.json_lines import read_json_lines
from duiqi.corpus.languages import TAG

KEYS = ("id", "src_lang", "tgt_lang", "src", "tgt", "gold")


def read_gold(path: str | Path) -> Iterator[dict[str, Any]]:
    """The documents of a gold file, one JSON object a line.

    Each has an `id`, `src_lang` and `tgt_lang`, the sentences of both sides as `src` and
    `tgt`, and `gold`: for each bead the numbers of its source and of its target sentences.

    Raises UnreadableFile, or MalformedFile with the line and what is wrong there.
    """
    found = False
    for place, document in read_json_lines(path, "A gold file has one document a line"):
        found = True
        _check(document, place)
        yield document
    if not found:
        raise UnreadableFile(f"{path}: the file is empty")


def _check(document: dict[str, Any], place: str) -> None:
    missing = [key for key in KEYS if key not in document]
    if missing:
        raise MalformedFile(f"{place}: no '{missing[0]}'. A document has {', '.join(KEYS)}")
    for key in ("src_lang", "tgt_lang"):
        if not isinstance(document[key], str) or not TAG.fullmatch(document[key]):
            raise MalformedFile(f"{place}: '{key}' is no language tag, as en or zh-Hans")
    if not isinstance(document["id"], str | int):
        raise MalformedFile(f"{place}: 'id' is neither text nor a number")
    for side in ("src", "tgt"):
        sentences = document[side]
        if not isinstance(sentences, list) or not all(isinstance(s, str) for s in sentences):
            raise MalformedFile(f"{place}: '{side}' is no list of sentences")
        if not all(s.isascii() or s.isprintable() or _is_text(s) for s in sentences):
            raise MalformedFile(f"{place}: '{side}' has half of a character in it (a lone surrogate)")
    if not isinstance(document["gold"], list):
        raise MalformedFile(f"{place}: 'gold' is no list of beads")
    for bead in document["gold"]:
        _check_bead(bead, len(document["src"]), len(document["tgt"]), place)


def _is_text(sentence: str) -> bool:
    try:
        sentence.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_bead(bead: Any, sources: int, targets: int, place: str) -> None:
    shaped = isinstance(bead, list) and len(bead) == 2 and all(isinstance(side, list) for side in bead)
    if not shaped or not all(type(number) is int for side in bead for number in side):
        raise MalformedFile(
            f"{place}: expected a bead as [[source numbers], [target numbers]], "
            f"found: {json.dumps(bead)[:60]}"
        )
    for side, numbers, count in (("source", bead[0], sources), ("target", bead[1], targets)):
        for number in numbers:
            if not 0 <= number < count:
                raise MalformedFile(
                    f"{place}: a bead names {side} sentence {number}, but there are {count}, counted from 0"
                )
