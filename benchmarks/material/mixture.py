"""The documents that weights are fitted to: those of gold files, and a mixture of the material."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import starmap
from pathlib import Path
from typing import Any

from benchmarks.material.annotated import annotated
from benchmarks.material.reordered import reordered
from duiqi.corpus.gold import read_gold


def read(path: Path, only: str = "") -> list[dict[str, Any]]:
    """The documents of a gold file whose ids begin with `only`.

    In a document of clauses, the side without paragraphs is made clauses of one segment.
    """
    documents = list(read_gold(path))
    for document in documents:
        if document["id"].startswith("clause/"):
            for side in ("src", "tgt"):
                if f"{side}_paragraph" not in document:
                    document[f"{side}_parent"] = [0] * len(document[side])
    return [document for document in documents if document["id"].startswith(only)]


def mixture(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A sample of each kind of the material: all of it would take hours and outweigh the novels."""

    def some(count: int, kind: str, languages: Callable[[set[str]], bool]) -> list[dict[str, Any]]:
        fitting = [
            document
            for document in documents
            if document["id"].startswith(kind)
            and languages({document["src_lang"], document["tgt_lang"]})
            and max(len(document["src"]), len(document["tgt"])) < 330
        ]
        random.Random(3).shuffle(fitting)
        return fitting[:count]

    chinese, german = {"zh", "en"}, {"de", "fr"}

    def with_notes(number: int, document: dict[str, Any]) -> dict[str, Any]:
        lang = document["tgt_lang"]
        others = [d["tgt"] for d in documents if d["tgt_lang"] == lang and d is not document]
        return annotated(document, [text for texts in others for text in texts], random.Random(number))

    sentences, french = some(14, "sent", chinese.__eq__), some(7, "sent", german.__eq__)
    clauses = some(6, "clause", chinese.__eq__)
    return [
        *sentences[:9],
        *(reordered(document, random.Random(11)) for document in sentences[:9]),
        *starmap(with_notes, enumerate([*sentences[9:], *french[:2], *clauses[:3]])),
        *french[2:],
        *some(6, "sent", lambda pair: pair not in (chinese, german)),
        *clauses[3:],
    ]
