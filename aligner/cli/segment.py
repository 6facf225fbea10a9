"""`duiqi segment`: print the segments of one text."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from duiqi.aligner.cli.files import tell
from duiqi.aligner.cli.options import Code, MaxMemory, encodings_of, language
from duiqi.corpus.printable import printable_text


def segment(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The text.", show_default=False)],
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="TAG", help="Its language, as en or zh-Hans; found out if absent.", callback=language
        ),
    ] = None,
    level: Annotated[
        Literal["paragraph", "sentence", "clause"], typer.Option(help="Where to cut.")
    ] = "sentence",
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Print kind, label and offsets too, and page numbers and the like."),
    ] = False,
    dictionary: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own words, one a line; none is cut within.")
    ] = None,
    code: Code = False,
    encoding: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Encoding of the file; found out if absent.", callback=encodings_of
        ),
    ] = None,
    max_memory: MaxMemory = None,
) -> None:
    """Print the segments of a text, one a line."""
    from duiqi.corpus import read
    from duiqi.segmenters import segment as cut

    document = read(file, lang, encoding[0] if encoding else None)
    segments = cut(document, level, dictionary, code=code)
    tell(segments.document.warnings)
    if not as_json:
        for found in segments:
            print(printable_text(found.printed) if sys.stdout.isatty() else found.printed)
        return
    for found in sorted([*segments, *segments.apart], key=lambda found: found.paragraph):
        fields = {
            "text": found.text,
            "kind": found.kind,
            "label": found.label,
            "paragraph": found.paragraph,
            "start": found.span.start,
            "end": found.span.end,
        }
        if found.time:
            fields["time"] = found.time
        print(json.dumps(fields, ensure_ascii=False))
