"""The options of `duiqi batch` that no other command has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from duiqi.aligner.cli.options import encodings_of
from duiqi.aligner.cli.overwriting import WRITTEN

Manifest = Annotated[
    Path,
    typer.Argument(
        metavar="MANIFEST",
        help="A line for each pair: id, source, target, and the languages if you know them, with tabs "
        "between, or commas in a .csv file. Or, with --pattern, a folder.",
        show_default=False,
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        "-o",
        "--out",
        metavar="DIR",
        help="Folder of the results: ID.jsonl for each pair, report.jsonl, report.html. A run that was "
        "begun there is resumed.",
        show_default=False,
    ),
]
FilePattern = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--pattern",
        metavar="SOURCE TARGET",
        help="How the folder's files are named, as '{id}.en.txt' '{id}.zh.txt'.",
    ),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format", metavar="SUFFIX", help="Write each pair in this format too, as tmx; may be repeated."
    ),
]
Merge = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="One memory over all pairs, as tm.tmx, with each source once. May be repeated.",
    ),
    WRITTEN,
]
Terms = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE", help="One glossary over all pairs: .xlsx .tsv .csv .tbx .utf8 .xml. May be repeated."
    ),
    WRITTEN,
]
Jobs = Annotated[
    int | None,
    typer.Option(metavar="NUMBER", help="Pairs at the same time; by default as many as cores.", min=1),
]
Timeout = Annotated[
    float, typer.Option(metavar="SECONDS", help="Give up on a pair that takes longer.", min=1.0)
]
MaxSize = Annotated[float, typer.Option(metavar="MB", help="Refuse texts that are longer.", min=0.001)]
RetryFailed = Annotated[
    bool, typer.Option("--retry-failed", help="Try again the pairs that failed in an earlier run.")
]
EngineName = Annotated[
    Literal["local", "ray"],
    typer.Option("--engine", help="Where the pairs are aligned: on this machine, or on a Ray cluster."),
]
Address = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Of the cluster, as auto or ray://head:10001.", show_default=False),
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Align nothing: list the pairs, and what would be done with each."),
]
Encodings = Annotated[
    list[str] | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Encoding of all texts, or, given twice, of sources and targets; found out if absent.",
        callback=encodings_of,
    ),
]
JsonProgress = Annotated[
    bool, typer.Option("--json-progress", help="Show the progress as JSON, a line every second.")
]
