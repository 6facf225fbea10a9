"""`duiqi compare`: what changed between two versions of one text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duiqi.aligner.cli.files import check_outputs, put_files, tell
from duiqi.aligner.cli.messages import say
from duiqi.aligner.cli.options import Encodings, language, of_each
from duiqi.aligner.cli.overwriting import WRITTEN
from duiqi.corpus.errors import UnreadableFile


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The old version.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The new version.", show_default=False)],
    *,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="Where to write: .html .xlsx, .docx with tracked changes; may be repeated. "
            "Without it what changed is printed, a line a paragraph.",
        ),
        WRITTEN,
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="TAG", help="Language of both, as en or zh; found out if absent.", callback=language
        ),
    ] = None,
    encoding: Encodings = None,
) -> None:
    """Show what changed between two versions of one text: kept, reworded, moved, new, dropped."""
    from duiqi.aligner.versions.compare import compare as compare_versions
    from duiqi.corpus.read import read
    from duiqi.corpus.versions import Versions
    from duiqi.exports.options import WriteOptions
    from duiqi.segmenters import segment

    outputs, options = out or [], WriteOptions(format=".html")
    check_outputs(outputs, options, Versions)
    if str(old) == str(new) == "-":
        raise UnreadableFile("-: only one of the two versions can come from standard input")
    encodings = of_each(encoding)
    documents = read(old, lang, encodings[0]), read(new, lang, encodings[1])
    tell(doubt for document in documents for doubt in document.warnings)
    versions = compare_versions(*(segment(document, "paragraph") for document in documents))
    if not outputs:
        from duiqi.exports.versions.terminal import show_versions

        show_versions(versions)
    put_files(versions, outputs, options, "paragraph")
    counts = ", ".join(f"{number:,} {fate}" for fate, number in versions.counts().items())
    say(f"paragraphs: {counts}")
