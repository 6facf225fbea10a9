"""`duiqi terms`: a glossary out of aligned texts."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from duiqi.aligner.cli.files import check_distinct, check_outputs, put_files, same_file, tell
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
from duiqi.aligner.cli.timing import Stopwatch
from duiqi.corpus.errors import DuiqiError, UnreadableFile, UnwritableFile
from duiqi.corpus.glossary.model import Consistency, Glossary, Inconsistency, TermPair

if TYPE_CHECKING:
    from duiqi.aligner.terms import TermOptions


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
        int | None, typer.Option(metavar="NUMBER", help="Only terms of at most so many words.", min=1)
    ] = None,
    stop: Annotated[
        Path | None,
        typer.Option(
            metavar="LIST", help="Words that open and close no term, one a line, of either language."
        ),
    ] = None,
    known: Annotated[
        Path | None,
        typer.Option(metavar="GLOSSARY", help="Terms that are known already: .tbx .xlsx .tsv .csv .utf8."),
    ] = None,
    known_mode: Annotated[
        Literal["skip", "flag", "check"] | None,
        typer.Option(
            help="Known terms: leave them out, and what was dropped before; say how they are known (as by "
            "default); or report as well where the text translates them otherwise."
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
    watch = Stopwatch()
    outputs, reports = out or [], consistency or []
    options = write_options(
        0.0, "1.2", lang_code or [], None, format, plain_spaces=plain_spaces, unlabelled=False, tbx=tbx
    )
    check_outputs(outputs, options, Glossary)
    check_outputs(reports, options, Consistency)
    check_distinct([*outputs, *reports])
    _check_known(known, known_mode, reports)
    _protect([*paths, *filter(None, [known, stop])], [*outputs, *reports])
    with watch.stage("read"):
        from duiqi.aligner.cli.bitexts import Bitexts

        bitexts = Bitexts(paths, source_lang or "", target_lang or "", min_confidence)
        before = _held(known, bitexts.languages) if known else None
        skips = known_mode == "skip"
        wanted = _wanted(stop, min_frequency, None if skips else top, max_words, before)
        tell(bitexts.warnings)
    with watch.stage("import"):
        from duiqi.aligner.cli.progress import Meter
        from duiqi.aligner.encoders.catalogue import load_encoder
        from duiqi.aligner.terms import extract
        from duiqi.exports import show_glossary
    with watch.stage("load the encoder"):
        encoder = load_encoder(model, device=device, batch_size=batch_size, cache=cache)
    with watch.stage("extract"), Meter() as meter:
        glossary = extract(bitexts, encoder, options=wanted, progress=meter)
    print(bitexts.told(), file=sys.stderr)
    tell(glossary.warnings)
    with watch.stage("write"):
        shown = _without_known(glossary, before, top) if before and skips else glossary
        if not outputs and not reports:
            show_glossary(shown)
        put_files(shown, outputs, options, "term pair")
        put_files(_checked(glossary, known_mode == "check"), reports, options, "place")
    if show_timings:
        watch.print()
    if bitexts.problems:
        raise typer.Exit(IN_PART)


def _check_known(known: Path | None, mode: str | None, reports: Sequence[Path]) -> None:
    if mode and known is None:
        raise DuiqiError(f"--known-mode {mode}: no glossary to go by. Name it with --known")
    if mode == "check" and not reports:
        raise DuiqiError(
            "--known-mode check: nowhere to report to. Say --consistency report.html, .xlsx, .tsv or .csv"
        )


def _protect(inputs: Iterable[Path], outputs: Sequence[Path]) -> None:
    for read_from in inputs:
        for output in outputs:
            if same_file(read_from, output):
                raise UnwritableFile(f"{output}: this is a file that is being read. Give another name")


def _held(path: Path, languages: tuple[str, str]) -> Glossary:
    """A known glossary, read to its end: what is wrong in it shows before the long work."""
    from duiqi.corpus.glossary import read_glossary

    glossary = read_glossary(path, source_lang=languages[0], target_lang=languages[1])
    return glossary.with_pairs(tuple(glossary.pairs))


def _wanted(
    stop: Path | None, min_frequency: int, top: int | None, max_words: int | None, known: Glossary | None
) -> TermOptions:
    from duiqi.aligner.terms import TermOptions

    options = TermOptions(_words(stop) if stop else frozenset(), min_frequency, top, known=known)
    return options if max_words is None else replace(options, max_words=max_words)


def _without_known(glossary: Glossary, known: Glossary, top: int | None) -> Glossary:
    """The pairs that are news: neither known, nor dropped in an earlier review."""
    from duiqi.corpus.bitext.parts import Lazy

    dropped = {_pair(pair) for pair in known.pairs if pair.status == "dropped"}

    def news() -> Iterator[TermPair]:
        return islice((p for p in glossary.pairs if not p.known and _pair(p) not in dropped), top)

    return glossary.with_pairs(Lazy(news))


def _pair(pair: TermPair) -> tuple[str, str]:
    return pair.source.text.lower(), pair.target.text.lower()


def _checked(glossary: Glossary, against_known: bool) -> Consistency:
    """What is not consistent in the text; what is not as the known glossary has it stands first."""
    from duiqi.aligner.terms import consistency, known
    from duiqi.corpus.bitext.parts import Lazy

    def findings() -> Iterator[Inconsistency]:
        if against_known:
            yield from known(glossary)
        yield from consistency(glossary)

    return Consistency(glossary.source_lang, glossary.target_lang, Lazy(findings))


def _words(path: Path) -> frozenset[str]:
    """The words of a list: one a line, and what stands behind # is a remark."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror or error}. Is the path right?") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path}: not utf-8. Save the list as UTF-8") from error
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip().lower()))
