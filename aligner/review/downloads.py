"""The handler of exports: the alignment, or a choice of its pairs, in any format as a download."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from starlette.responses import Response

from duiqi.aligner.review.answers import Asked
from duiqi.aligner.review.bench import Bench
from duiqi.aligner.review.edits import MalformedRequest
from duiqi.corpus.errors import DuiqiError, UnwritableFile
from duiqi.corpus.model import ACCEPTED, Alignment
from duiqi.corpus.tiling import beads_of
from duiqi.exports.options import WriteOptions, WriteReport
from duiqi.exports.writing import PAIR, WRITERS, write

FORMATS = (*WRITERS, PAIR)


def download(bench: Bench) -> Callable[[Asked], Response]:
    """The handler of GET documents/ID/export."""

    def handler(asked: Asked) -> Response:
        opened = bench.workspace.open(asked.path["document"])
        suffix = f".{asked.query.get('format', 'tmx').lower().removeprefix('.')}"
        if suffix not in FORMATS:
            raise MalformedRequest(
                f"no format '{suffix[1:40]}'. Known: {' '.join(known[1:] for known in FORMATS)}"
            )
        ids = asked.query.get("beads")
        chosen = chosen_beads(
            opened.record.alignment,
            set(ids.split(",")) if ids else None,
            asked.share("min_confidence"),
        )
        options = WriteOptions(accepted_only=asked.flag("accepted_only"), format=suffix)
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


def chosen_beads(alignment: Alignment, ids: set[str] | None, least: float) -> Alignment:
    """The alignment with the beads of some ids, and of those only the accepted ones and the confident."""
    return alignment.with_beads(
        tuple(
            bead
            for bead in beads_of(alignment)
            if (ids is None or bead.id in ids)
            and (bead.status in ACCEPTED or bead.confidence >= least or not (bead.source and bead.target))
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
