"""TSV, JSONL and a draft: leverage as rows, as records, and as a text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, BinaryIO

from duiqi.corpus.bitext.conventions import checksum_of
from duiqi.corpus.leverage import Leverage, LeveragedSegment, Match, glue
from duiqi.exports.leverage.rows import Cleaners, chosen, figure, one_line, remarks
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.tables import put_tsv

COLUMNS = (
    "number", "source", "target", "band", "match", "score", "status", "remarks",
    "memory_source", "memory_target", "origin", "label", "repetition", "words", "characters",
    "checksum",
)  # fmt: skip


def write_tsv(leverage: Leverage, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write a row a segment with its first proposal; `target` is filled from the threshold on."""
    put_tsv(COLUMNS, cells(leverage, options, tally), stream, tally)


def cells(
    leverage: Leverage, options: WriteOptions, tally: Tally, worded: Callable[[str], str] = str
) -> Iterator[tuple[str, ...]]:
    """The cells of each segment, in the order of COLUMNS; `worded` may translate our own words in them."""
    clean = Cleaners.of(leverage, tally, options.plain_spaces)
    for segment, match in chosen(leverage, tally):
        shown = match or segment.proposal
        source, target = clean.source(segment.source), clean.target(match.target) if match else ""
        yield (
            str(segment.number + 1),
            source,
            target,
            worded(segment.band.name),
            worded(figure(shown)) if shown else "",
            str(shown.score) if shown and shown.kind != "meaning" else "",
            worded(shown.status) if shown else "",
            clean.plain(one_line([*map(worded, remarks(shown))])) if shown else "",
            clean.source(shown.source) if shown else "",
            clean.target(shown.original or shown.target) if shown else "",
            clean.plain(shown.origin) if shown else "",
            clean.plain(segment.label),
            segment.repetition,
            str(segment.words),
            str(segment.characters),
            checksum_of(source, target),
        )


def write_jsonl(leverage: Leverage, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write a header line, and a line for each segment with all its proposals."""
    header = {"duiqi_leverage": 1, "name": leverage.name, "source_lang": leverage.source_lang}
    stream.write(_line(header | {"target_lang": leverage.target_lang, "threshold": leverage.threshold}))
    for segment, match in chosen(leverage, tally):
        stream.write(_line(_record(segment, match)))


def _record(segment: LeveragedSegment, filled: Match | None) -> dict[str, Any]:
    record: dict[str, Any] = {
        "number": segment.number,
        "source": segment.source,
        "target": filled.target if filled else "",
        "band": segment.band.name,
        "words": segment.words,
        "characters": segment.characters,
        "paragraph": segment.paragraph,
        "kind": segment.kind,
    }
    if segment.label:
        record["label"] = segment.label
    if segment.span:
        record["span"] = segment.span
    if segment.repetition:
        record["repetition"] = segment.repetition
    record["matches"] = [_match(match) for match in segment.matches]
    return record


def _match(match: Match) -> dict[str, Any]:
    record: dict[str, Any] = {"kind": match.kind}
    if match.kind == "meaning":
        record["cosine"] = match.score / 100
    else:
        record |= {"percentage": match.percentage, "score": match.score}
    record |= {"source": match.source, "target": match.target}
    if match.original and match.original != match.target:
        record["original"] = match.original
    record |= {"origin": match.origin, "status": match.status, "confidence": round(match.confidence, 4)}
    if match.changes:
        record["changes"] = [change._asdict() for change in match.changes]
    if match.parts:
        record["parts"] = [part._asdict() for part in match.parts]
    return record


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def write_draft(leverage: Leverage, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the translation as far as there is one, a paragraph a line; ⟦what is missing⟧ in the source.

    A text that was put together from clauses is taken where no unit is good enough.
    """
    clean = Cleaners.of(leverage, tally, options.plain_spaces)
    between = glue(leverage.target_lang)
    for _, paragraph in groupby(chosen(leverage, tally), key=lambda pair: pair[0].paragraph):
        texts = []
        for segment, match in paragraph:
            if match is None:
                match = next((match for match in segment.matches if match.kind == "clauses"), None)
            texts.append(clean.target(match.target) if match else f"⟦{clean.source(segment.source)}⟧")
        stream.write((between.join(texts) + "\n\n").encode())
