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
from duiqi.corpus.model import ACCEPTED, Alignment
from duiqi.corpus.tiling import beads_of
from duiqi.exports.options import WriteOptions, WriteReport
from duiqi.exports.writing import PAIR, WRITERS, write

CHANGED = "The alignment was changed meanwhile. Nothing was exported: look again"
FORMATS = (*WRITERS, PAIR)


def download(bench: Bench) -> Callable[[Asked], Response]:
    """The handler of POST documents/ID/export: its body has the choice, which outgrows an address."""

    def handler(asked: Asked) -> Response:
        opened = bench.workspace.open(asked.path["document"])
        suffix = f".{asked.body.text('format', 'tmx').lower().removeprefix('.')}"
        if suffix not in FORMATS:
            raise MalformedRequest(
                f"no format '{suffix[1:40]}'. Known: {' '.join(known[1:] for known in FORMATS)}"
            )
        places, (alignment, revision) = asked.body.numbers("places"), opened.record.state()
        if places is not None and asked.body.number("revision") != revision:
            raise StaleRevision(revision, None, CHANGED)
        chosen = chosen_beads(alignment, places, asked.body.share("min_confidence", 0.0))
        options = WriteOptions(accepted_only=asked.body.flag("accepted_only"), format=suffix)
        try:
            data, ending, report = written(chosen, opened.record.path.stem, options)
        except UnwritableFile as error:  # the format has no place for such texts, as .srt without times
            raise DuiqiError(str(error)) from error
        name = quote(opened.record.path.stem + ending, safe="", errors="replace")
        summary = {"written": report.written, "left_out": dict(report.left_out), "warnings": report.warnings}
        return Response(
            data,
            media_type="application/octet-stream",
            headers={
                "content-disposition": f"attachment; filename*=UTF-8''{name}",
                "x-duiqi-report": json.dumps(summary),
            },
        )

    return handler


def chosen_beads(alignment: Alignment, places: Iterable[int] | None, least: float) -> Alignment:
    """The alignment with the beads at some places, and of those only the accepted ones and the confident."""
    beads = beads_of(alignment)
    every = range(len(beads))
    chosen = every if places is None else sorted({place for place in places if place in every})
    return alignment.with_beads(
        tuple(
            bead
            for bead in (beads[place] for place in chosen)
            if bead.status in ACCEPTED or bead.confidence >= least or not (bead.source and bead.target)
        )
    )


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
