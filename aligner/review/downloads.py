"""The handler of exports: the alignment, or a choice of its pairs, in any format as a download."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote

from starlette.responses import Response

from duiqi.aligner.review.answers import Asked
from duiqi.aligner.review.bench import Bench
from duiqi.aligner.review.edits import MalformedRequest
from duiqi.aligner.review.record import StaleRevision
from duiqi.corpus.errors import DuiqiError, UnwritableFile
from duiqi.corpus.localization import translated
from duiqi.corpus.model import Alignment
from duiqi.corpus.tiling import beads_of
from duiqi.exports.options import WriteOptions, WriteReport
from duiqi.exports.writing import PAIR, WRITERS, write

CHANGED = "The alignment was changed meanwhile. Nothing was exported: look again"
XLIFF_2 = "xlf-2.1"  # beside `xlf`, which is of version 1.2
FORMATS = (*(suffix[1:] for suffix in (*WRITERS, PAIR)), XLIFF_2)  # suffixes, or a suffix and a version


def download(bench: Bench) -> Callable[[Asked], Response]:
    """The handler of POST documents/ID/export: its body has the choice, which outgrows an address."""

    def handler(asked: Asked) -> Response:
        opened = bench.workspace.open(asked.path["document"])
        wanted = asked.body.text("format", "tmx").lower().removeprefix(".")
        if wanted not in FORMATS:
            raise MalformedRequest(f"no format '{wanted[:39]}'. Known: {' '.join(FORMATS)}")
        places, (alignment, revision) = asked.body.numbers("places"), opened.record.state()
        if places is not None and asked.body.number("revision") != revision:
            raise StaleRevision(revision, None, CHANGED)
        options = WriteOptions(
            min_confidence=asked.body.share("min_confidence", 0.0),
            accepted_only=asked.body.flag("accepted_only"),
            xliff="2.1" if wanted == XLIFF_2 else "1.2",
            format=f".{wanted.partition('-')[0]}",
        )
        try:
            data, ending, report = written(chosen_beads(alignment, places), opened.record.path.stem, options)
        except UnwritableFile as error:  # the format has no place for such texts, as .srt without times
            raise DuiqiError(str(error)) from error
        name = quote(opened.record.path.stem + ending, safe="", errors="replace")
        left_out = [f"{number:,} {reason}" for reason, number in report.left_out.items()]
        summary = {
            "written": report.written,
            "left_out": [translated(line, asked.language) for line in left_out],
            "warnings": [translated(line, asked.language) for line in report.warnings],
        }
        return Response(
            data,
            media_type="application/octet-stream",
            headers={
                "content-disposition": f"attachment; filename*=UTF-8''{name}",
                "x-duiqi-report": json.dumps(summary),
            },
        )

    return handler


def chosen_beads(alignment: Alignment, places: Iterable[int] | None) -> Alignment:
    """The alignment with the beads at some places; with all of them where no place is named."""
    if places is None:
        return alignment
    beads = beads_of(alignment)
    chosen = sorted({place for place in places if place in range(len(beads))})
    return alignment.with_beads(tuple(beads[place] for place in chosen))


def written(alignment: Alignment, stem: str, options: WriteOptions) -> tuple[bytes, str, WriteReport]:
    """The bytes of a format, the ending of their file's name, and the report; two text files are one .zip."""
    if options.format != PAIR:
        stream = io.BytesIO()
        report = write(alignment, stream, options)
        return stream.getvalue(), options.format, report
    with tempfile.TemporaryDirectory() as folder:
        report = write(alignment, Path(folder) / f"text{PAIR}", options)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in map(Path, report.paths):
                archive.write(path, f"{stem}{path.name.removeprefix('text')}")
        return packed.getvalue(), ".zip", report
