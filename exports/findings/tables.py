"""Findings as tables and JSON lines: a row a finding, with the offsets of the hits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from duiqi.corpus.findings import Finding, Findings
from duiqi.corpus.model import Span
from duiqi.exports.hygiene import Cleaner
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.tables import put_csv, put_tsv

COLUMNS = ("place", "severity", "code", "message", "source", "target", "source_spans", "target_spans")


def write_tsv(report: Findings, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write a row a finding as tab-separated values."""
    put_tsv(COLUMNS, _rows(report, tally), stream, tally)


def write_csv(report: Findings, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write a row a finding as comma-separated values."""
    put_csv(COLUMNS, _rows(report, tally), stream, tally)


def write_jsonl(report: Findings, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write a finding a line, its texts as they are in the bitext."""
    for finding in report.findings:
        tally.written += 1
        line = json.dumps(_record(finding), ensure_ascii=False)
        stream.write(line.encode("utf-8", "backslashreplace") + b"\n")


def _record(finding: Finding) -> dict[str, object]:
    return {
        "file": finding.place.file,
        "bead": finding.place.bead,
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.message,
        "source": finding.source,
        "target": finding.target,
        "source_spans": finding.source_spans,
        "target_spans": finding.target_spans,
    }


def _rows(report: Findings, tally: Tally) -> Iterator[tuple[str, ...]]:
    clean = Cleaner("und", tally)
    for finding in report.findings:
        tally.written += 1
        yield (
            clean(str(finding.place)),
            *(finding.severity, finding.code, clean(finding.message)),
            *(clean(finding.source), clean(finding.target)),
            *(_offsets(finding.source_spans), _offsets(finding.target_spans)),
        )


def _offsets(spans: Iterable[Span]) -> str:
    return " ".join(f"{span.start}-{span.end}" for span in spans)
