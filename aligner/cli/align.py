"""`duiqi align`: two texts to a bitext."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from duiqi.aligner.cli.files import (
    check_distinct,
    check_outputs,
    print_timings,
    put,
    put_files,
    same_file,
    tell,
)
from duiqi.aligner.cli.options import (
    BatchSize,
    Cache,
    Device,
    Duplicates,
    Format,
    LangCode,
    MinConfidence,
    Model,
    PlainSpaces,
    SourceLang,
    TargetLang,
    TbxVersion,
    Timings,
    Unlabelled,
    XliffVersion,
    encodings_of,
    write_options,
)
from duiqi.aligner.cli.statuses import IN_PART
from duiqi.aligner.cli.timing import stage
from duiqi.corpus.errors import UnreadableFile, UnwritableFile
from duiqi.corpus.glossary.model import Glossary

if TYPE_CHECKING:
    from duiqi.corpus.model import Document, Segments

NOT_A_TRANSLATION = "not a translation"  # how the aligner's warning begins


def align(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="The text.", show_default=False)],
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="Its translation.", show_default=False)],
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="Where to write: .tmx .xlf .tsv .csv .xlsx .docx .jsonl .html .txt; may be repeated. "
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
    level: Annotated[Literal["paragraph", "sentence"], typer.Option(help="What to pair.")] = "sentence",
    presegmented: Annotated[
        bool, typer.Option("--presegmented", help="Take every line for a segment, as it is.")
    ] = False,
    encoding: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Encoding of both files, or, given twice, of each; found out if absent.",
            callback=encodings_of,
        ),
    ] = None,
    model: Model = "bundled",
    device: Device = None,
    batch_size: BatchSize = None,
    cache: Cache = None,
    min_confidence: MinConfidence = 0.0,
    xliff: XliffVersion = "1.2",
    tbx: TbxVersion = "3",
    lang_code: LangCode = None,
    duplicates: Duplicates = None,
    plain_spaces: PlainSpaces = False,
    unlabelled: Unlabelled = False,
    format: Format = "jsonl",  # noqa: A002 - the option's name
    show_timings: Timings = False,
) -> None:
    """Align two texts."""
    outputs = out or []
    options = write_options(
        min_confidence,
        xliff,
        lang_code or [],
        duplicates,
        format,
        plain_spaces=plain_spaces,
        unlabelled=unlabelled,
        tbx=tbx,
    )
    check_outputs(outputs, options)
    glossaries = terms or []
    check_outputs(glossaries, options, Glossary)
    check_distinct([*outputs, *glossaries])
    if str(source) == str(target) == "-":
        raise UnreadableFile("-: only one of the two texts can come from standard input")
    with stage("read"):
        from duiqi.corpus import read

        encodings: list[str | None] = [*encoding] * 2 if encoding else [None, None]
        documents = (
            read(source, source_lang, encodings[0]),
            read(target, target_lang, encodings[1]),
        )
        _protect((source, target), [*outputs, *glossaries], *documents)
        tell([*documents[0].warnings, *documents[1].warnings])
    with stage("segment"):
        segments = [_cut(document, level, presegmented) for document in documents]
    with stage("import"):
        from duiqi.aligner.cli.progress import Meter
        from duiqi.aligner.encoders.catalogue import load_encoder
        from duiqi.aligner.pipeline import align as align_segments
    with stage("load the encoder"):
        encoder = load_encoder(model, device=device, batch_size=batch_size, cache=cache)
    with stage("align"), Meter() as meter:
        alignment = align_segments(
            segments[0], segments[1], encoder, presegmented=presegmented, progress=meter
        )
    told = {*documents[0].warnings, *documents[1].warnings}
    tell(warning for warning in alignment.warnings if warning not in told)
    with stage("write"):
        if outputs or not glossaries:
            put(alignment, outputs, options)
    if glossaries:
        with stage("terms"), Meter() as meter:
            from duiqi.aligner.terms import extract_terms

            sure = (bead for bead in alignment.beads if bead.confidence >= min_confidence)
            extraction = extract_terms([alignment.with_beads(tuple(sure))], encoder, progress=meter)
        tell(extraction.warnings)
        with stage("write the terms"), extraction:
            put_files(extraction.glossary(), glossaries, options, "term pair")
    if show_timings:
        print_timings()
    if any(warning.startswith(NOT_A_TRANSLATION) for warning in alignment.warnings):
        raise typer.Exit(IN_PART)


def _protect(inputs: Iterable[Path], outputs: Iterable[Path], source: Document, target: Document) -> None:
    """Refuse to write over what is read: `-o un.txt` becomes un.en.txt and un.zh.txt, which may be it."""
    from duiqi.corpus.model import Alignment, Side
    from duiqi.exports.pairs import pair_names
    from duiqi.exports.writing import PAIR

    sides = Alignment(Side(lang=source.lang), Side(lang=target.lang), ())
    for output in outputs:
        places = pair_names(sides, output) if output.suffix.lower() == PAIR else (output,)
        for read_from in inputs:
            if any(same_file(read_from, place) for place in places):
                raise UnwritableFile(f"{output}: would write over {read_from}. Give another name")


def _cut(document: Document, level: Literal["paragraph", "sentence"], presegmented: bool) -> Segments:
    from duiqi import segmenters

    return segmenters.presegmented(document) if presegmented else segmenters.segment(document, level)
