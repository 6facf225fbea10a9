"""`duiqi terms`: draft a glossary from aligned texts."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from duiqi.aligner.cli.files import check_distinct, check_outputs, print_timings, put_files, same_file, tell
from duiqi.aligner.cli.options import (
    BatchSize,
    Cache,
    Device,
    Format,
    LangCode,
    Model,
    PlainSpaces,
    SourceLang,
    TargetLang,
    TbxVersion,
    Timings,
    write_options,
)
from duiqi.aligner.cli.statuses import IN_PART
from duiqi.aligner.cli.timing import stage
from duiqi.aligner.terms.options import MAX_WORDS, TermOptions
from duiqi.corpus.errors import DuiqiError, UnreadableFile, UnwritableFile
from duiqi.corpus.glossary.model import Consistency, Glossary

KnownMode = Literal["skip", "flag", "check"]


def terms(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="BITEXT", help="Aligned texts, in any format.", show_default=False),
    ],
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="Where to write: .xlsx .tsv .csv .tbx .utf8; may be repeated. "
            "Without it the glossary is printed.",
        ),
    ] = None,
    top: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Only the best so many pairs.", min=1)
    ] = None,
    min_frequency: Annotated[
        int, typer.Option(metavar="NUMBER", help="Only terms that occur at least so often.", min=1)
    ] = 1,
    max_words: Annotated[
        int, typer.Option(metavar="NUMBER", help="Only terms of at most so many words.", min=1)
    ] = MAX_WORDS,
    stop: Annotated[
        Path | None,
        typer.Option(
            metavar="LIST",
            help="Stop words, one a line, of either language: no term begins or ends with one.",
        ),
    ] = None,
    known: Annotated[
        Path | None,
        typer.Option(metavar="GLOSSARY", help="Terms that are known already: .tbx .xlsx .tsv .csv .utf8."),
    ] = None,
    known_mode: Annotated[
        KnownMode | None,
        typer.Option(
            help="Known terms: leave them out, and pairs dropped in an earlier review; name their known "
            "equivalents (the default); or report as well where the text translates them otherwise."
        ),
    ] = None,
    consistency: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Report terms with several translations, and translations of several terms, with every "
            "place: .html .xlsx .tsv .csv; may be repeated.",
        ),
    ] = None,
    source_lang: SourceLang = None,
    target_lang: TargetLang = None,
    min_confidence: Annotated[
        float,
        typer.Option(
            metavar="0…1", help="Pass over beads that are less likely to be right.", min=0.0, max=1.0
        ),
    ] = 0.0,
    model: Model = "bundled",
    device: Device = None,
    batch_size: BatchSize = None,
    cache: Cache = None,
    tbx: TbxVersion = "3",
    lang_code: LangCode = None,
    plain_spaces: PlainSpaces = False,
    format: Format = "tsv",  # noqa: A002 - the option's name
    show_timings: Timings = False,
) -> None:
    """Draft a glossary from aligned texts."""
    outputs, reports = out or [], consistency or []
    options = write_options(
        0.0, "1.2", lang_code or [], None, format, plain_spaces=plain_spaces, unlabelled=False, tbx=tbx
    )
    check_outputs(outputs, options, Glossary)
    check_outputs(reports, options, Consistency)
    check_distinct([*outputs, *reports])
    _check_known_mode(known_mode, known, reports)
    _protect([*paths, *filter(None, [known, stop])], [*outputs, *reports])
    with stage("read"):
        from duiqi.aligner.cli.bitexts import Bitexts

        bitexts = Bitexts(paths, source_lang or "", target_lang or "", min_confidence)
        term_options = _term_options(stop, min_frequency, max_words, known, bitexts.languages)
        tell(bitexts.warnings)
    with stage("import"):
        from duiqi.aligner.cli.progress import Meter
        from duiqi.aligner.encoders.catalogue import load_encoder
        from duiqi.aligner.terms import extract_terms
        from duiqi.exports import show_glossary
    with stage("load the encoder"):
        encoder = load_encoder(model, device=device, batch_size=batch_size, cache=cache)
    with stage("extract"), Meter() as meter:
        extraction = extract_terms(bitexts, encoder, options=term_options, progress=meter)
    print(bitexts.told(), file=sys.stderr)
    tell(extraction.warnings)
    with stage("write"), extraction:
        glossary = extraction.glossary(top=top, only_new=known_mode == "skip")
        if not outputs and not reports:
            show_glossary(glossary)
        put_files(glossary, outputs, options, "term pair")
        put_files(extraction.consistency(against_known=known_mode == "check"), reports, options, "place")
    if show_timings:
        print_timings()
    if bitexts.problems:
        raise typer.Exit(IN_PART)


def _check_known_mode(mode: KnownMode | None, known: Path | None, reports: Sequence[Path]) -> None:
    if mode and known is None:
        raise DuiqiError(f"--known-mode {mode}: no glossary to go by. Name it with --known")
    if mode == "check" and not reports:
        raise DuiqiError(
            "--known-mode check: nowhere to report to. Say --consistency report.html, .xlsx, .tsv or .csv"
        )


def _protect(inputs: Iterable[Path], outputs: Sequence[Path]) -> None:
    """Refuse to write over a file that is read."""
    for read_from in inputs:
        for output in outputs:
            if same_file(read_from, output):
                raise UnwritableFile(f"{output}: this is a file that is being read. Give another name")


def _term_options(
    stop: Path | None, min_frequency: int, max_words: int, known: Path | None, langs: tuple[str, str]
) -> TermOptions:
    return TermOptions(
        stop_words=_stop_words(stop) if stop else frozenset(),
        min_frequency=min_frequency,
        max_words=max_words,
        known_glossary=_known_glossary(known, langs) if known else None,
    )


def _known_glossary(path: Path, langs: tuple[str, str]) -> Glossary:
    """The known glossary, read to its end, so that its errors are reported before the long work."""
    from duiqi.corpus.glossary import read_glossary

    glossary = read_glossary(path, source_lang=langs[0], target_lang=langs[1])
    return glossary.with_pairs(tuple(glossary.pairs))


def _stop_words(path: Path) -> frozenset[str]:
    """The words of a list: one a line; a remark begins with #."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror or error}. Is the path right?") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path}: not utf-8. Save the list as UTF-8") from error
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip().lower()))
