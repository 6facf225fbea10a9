"""`duiqi align`: align two texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duiqi.aligner.cli.files import (
    check_distinct,
    check_outputs,
    put,
    put_files,
    same_file,
    tell,
)
from duiqi.aligner.cli.options import (
    Code,
    EncoderOptions,
    Format,
    Level,
    MaxMemory,
    Presegmented,
    SourceLang,
    TargetLang,
    Timings,
    Writing,
    encodings_of,
)
from duiqi.aligner.cli.progress import Meter
from duiqi.aligner.cli.statuses import IN_PART
from duiqi.aligner.cli.timing import Stopwatch
from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.glossary.model import Glossary

if TYPE_CHECKING:
    from duiqi.aligner.files import TextPair


def align(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="The text.", show_default=False)],
    target: Annotated[
        Path | None,
        typer.Argument(
            metavar="TARGET",
            help="Its translation. Without it SOURCE has both, in turns.",
            show_default=False,
        ),
    ] = None,
    *,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="Where to write: .tmx .xlf .tsv .csv .xlsx .docx .jsonl .html .srt .txt; may be repeated. "
            "Without it both texts are printed side by side.",
        ),
    ] = None,
    terms: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Draft a glossary as well: .xlsx .tsv .csv .tbx .utf8; may be repeated."
        ),
    ] = None,
    source_lang: SourceLang = None,
    target_lang: TargetLang = None,
    level: Level = "sentence",
    presegmented: Presegmented = False,
    code: Code = False,
    encoding: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Encoding of both files, or, given twice, of each; found out if absent.",
            callback=encodings_of,
        ),
    ] = None,
    chosen: EncoderOptions,
    writing: Writing,
    format: Format = "jsonl",  # noqa: A002 - the option's name
    show_timings: Timings = False,
    max_memory: MaxMemory = None,
) -> None:
    """Align two texts, or the two languages of one file."""
    watch = Stopwatch()
    outputs, glossaries = out or [], terms or []
    options = writing.to(format)
    check_outputs(outputs, options)
    check_outputs(glossaries, options, Glossary)
    check_distinct([*outputs, *glossaries])
    with watch.stage("read and segment"):
        from duiqi.aligner.files import read_pair

        pair = read_pair(
            source,
            target,
            source_lang=source_lang,
            target_lang=target_lang,
            encodings=_of_each(encoding or []),
            level=level,
            presegmented=presegmented,
            code=code,
        )
        _protect((source, target or source), [*outputs, *glossaries], pair)
        tell(pair.doubts)
    with watch.stage("load the encoder"):
        encoder = chosen.load()
    with watch.stage("align"), Meter() as meter:
        alignment = pair.align(encoder, progress=meter)
    tell(doubt for doubt in alignment.warnings if doubt not in pair.doubts)
    with watch.stage("write"):
        if outputs or not glossaries:
            put(alignment, outputs, options)
    if glossaries:
        with watch.stage("terms"), Meter() as meter:
            from duiqi.aligner.terms import extract_terms

            sure = (bead for bead in alignment.beads if bead.confidence >= options.min_confidence)
            extraction = extract_terms([alignment.with_beads(tuple(sure))], encoder, progress=meter)
        tell(extraction.warnings)
        with watch.stage("write the terms"), extraction:
            put_files(extraction.glossary(), glossaries, options, "term pair")
    if show_timings:
        watch.print()
    from duiqi.aligner.doubts import NOT_A_TRANSLATION

    if any(doubt.code == NOT_A_TRANSLATION for doubt in alignment.warnings):
        raise typer.Exit(IN_PART)


def _of_each(encodings: Sequence[str]) -> tuple[str | None, str | None]:
    """The encodings of source and target, where none, one for both or two are given."""
    return (encodings[0], encodings[-1]) if encodings else (None, None)


def _protect(inputs: Iterable[Path], outputs: Iterable[Path], pair: TextPair) -> None:
    """Refuse to write over an input: `-o un.txt` writes un.en.txt and un.zh.txt, which may be the inputs."""
    from duiqi.corpus.model import Alignment, Side
    from duiqi.exports.pairs import pair_names
    from duiqi.exports.writing import PAIR

    sides = Alignment(Side(lang=pair.source.lang), Side(lang=pair.target.lang), ())
    for output in outputs:
        places = pair_names(sides, output) if output.suffix.lower() == PAIR else (output,)
        for read_from in inputs:
            if any(same_file(read_from, place) for place in places):
                raise UnwritableFile(f"{output}: would write over {read_from}. Give another name")
