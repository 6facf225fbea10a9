"""`duiqi convert`: a bitext from one format to another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from aligner.cli.files import check_outputs, put, same_file, tell
from aligner.cli.options import (
    Duplicates,
    Format,
    LangCode,
    MinConfidence,
    PlainSpaces,
    SourceLang,
    TargetLang,
    Unlabelled,
    XliffVersion,
    write_options,
)
from corpus.errors import UnwritableFile


def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A file of aligned text.", show_default=False)],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="Where to write it.", show_default=False)],
    source_lang: SourceLang = None,
    target_lang: TargetLang = None,
    min_confidence: MinConfidence = 0.0,
    accepted_only: Annotated[
        bool, typer.Option("--accepted-only", help="Only pairs that a person accepted or corrected.")
    ] = False,
    xliff: XliffVersion = "1.2",
    lang_code: LangCode = None,
    duplicates: Duplicates = None,
    plain_spaces: PlainSpaces = False,
    unlabelled: Unlabelled = False,
    format: Format = "jsonl",  # noqa: A002 - the option's name
) -> None:
    """Convert aligned text: between .tmx .xlf .tsv .csv .xlsx .jsonl .txt, and to .html."""
    options = write_options(
        min_confidence,
        xliff,
        lang_code or [],
        duplicates,
        format,
        plain_spaces=plain_spaces,
        unlabelled=unlabelled,
    )
    check_outputs([target], options)
    from corpus.bitext import read_bitext

    if same_file(source, target):
        raise UnwritableFile(f"{target}: this is the file that is being read. Give another name")
    alignment = read_bitext(source, source_lang=source_lang or "", target_lang=target_lang or "")
    tell(alignment.warnings)
    put(alignment, [target], replace(options, accepted_only=accepted_only))
