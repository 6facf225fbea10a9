"""`duiqi convert`: write aligned text, or a glossary, in another format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from duiqi.aligner.cli.files import check_outputs, protect, put_files, tell
from duiqi.aligner.cli.options import Format, MaxMemory, SourceLang, TargetLang, Writing
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.glossary.model import Glossary
from duiqi.corpus.model import Alignment

ONLY_GLOSSARIES = {".tbx", ".utf8"}


def convert(
    source: Annotated[
        Path, typer.Argument(metavar="IN", help="Aligned text, or a glossary.", show_default=False)
    ],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="Where to write it.", show_default=False)],
    *,
    source_lang: SourceLang = None,
    target_lang: TargetLang = None,
    accepted_only: Annotated[
        bool,
        typer.Option(
            "--accepted-only", help="Only pairs that a person accepted or corrected; .jsonl keeps all."
        ),
    ] = False,
    writing: Writing,
    max_memory: MaxMemory = None,
    format: Format = "jsonl",  # noqa: A002 - the option's name
) -> None:
    """Convert aligned text: between .tmx .xlf .tsv .csv .xlsx .docx .jsonl .txt, and to .html.

    A glossary goes between .xlsx .tsv .csv .tbx .utf8.
    """
    options = replace(writing.to(format), accepted_only=accepted_only)
    from duiqi.corpus.bitext.reading import read_bitext, spooled
    from duiqi.corpus.glossary.reading import is_glossary, read_glossary

    if str(source) == "-":
        source = spooled()
    of_terms = is_glossary(source) or target.suffix.lower() in ONLY_GLOSSARIES
    check_outputs([target], options, Glossary if of_terms else Alignment)
    protect([source], [target])
    langs = {"source_lang": source_lang or "", "target_lang": target_lang or ""}
    if of_terms:
        if writing.min_confidence:
            raise DuiqiError(
                f"{source}: a glossary, whose pairs have no confidence. Filter the table by its bands"
            )
        glossary = read_glossary(source, **langs)
        tell(glossary.warnings)
        put_files(glossary, [target], options, "term pair")
        return
    alignment = read_bitext(source, **langs)
    tell(alignment.warnings)
    put_files(alignment, [target], options, "unit")
