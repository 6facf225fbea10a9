"""`duiqi leverage`: pre-translate a new version of a text from memories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duiqi.aligner.cli.files import check_distinct, check_outputs, protect, put_files, tell
from duiqi.aligner.cli.messages import padded
from duiqi.aligner.cli.options import EncoderOptions, Format, SourceLang, TermWriting, XliffVersion, language
from duiqi.aligner.cli.overwriting import WRITTEN
from duiqi.aligner.cli.progress import Meter
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.localization import localized

if TYPE_CHECKING:
    from duiqi.corpus.leverage import LeverageReport


def leverage(
    texts: Annotated[
        list[Path], typer.Argument(metavar="NEW", help="New texts, of any kind.", show_default=False)
    ],
    *,
    memory: Annotated[
        list[Path],
        typer.Option("-m", "--memory", metavar="FILE", help="A memory, or any bitext; may be repeated."),
    ],
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="Where to write: .xlf .tmx .tsv .xlsx .docx .html .jsonl, .txt for a draft; may be "
            "repeated. A folder for several texts. Without it only the report is printed.",
        ),
        WRITTEN,
    ] = None,
    report: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Report by bands: .xlsx .html; may be repeated."),
        WRITTEN,
    ] = None,
    source_lang: SourceLang = None,
    target_lang: Annotated[
        str | None,
        typer.Option(
            metavar="TAG",
            help="Language of the translation; found in the memories if absent.",
            callback=language,
        ),
    ] = None,
    floor: Annotated[
        int, typer.Option(metavar="PERCENT", help="Least percentage of a proposal.", min=30, max=100)
    ] = 50,
    threshold: Annotated[
        int, typer.Option(metavar="PERCENT", help="Least percentage of a target.", min=30, max=101)
    ] = 75,
    proposals: Annotated[
        int, typer.Option(metavar="NUMBER", help="Proposals for each segment, at most.", min=1)
    ] = 5,
    clauses: Annotated[
        bool, typer.Option("--clauses/--no-clauses", help="Put segments together from clauses.")
    ] = True,
    meaning: Annotated[
        bool, typer.Option("--meaning/--no-meaning", help="Look for the same meaning in other words.")
    ] = True,
    unreviewed_penalty: Annotated[
        int, typer.Option(metavar="POINTS", help="Off for units that nobody reviewed.", min=0, max=100)
    ] = 0,
    doubtful_penalty: Annotated[
        int, typer.Option(metavar="POINTS", help="Off for units of low confidence.", min=0, max=100)
    ] = 0,
    ambiguous_penalty: Annotated[
        int,
        typer.Option(metavar="POINTS", help="Off where a source has several translations.", min=0, max=100),
    ] = 0,
    chosen: EncoderOptions,
    writing: TermWriting,
    xliff: XliffVersion = "1.2",
    format: Format = "tsv",  # noqa: A002 - the option's name
) -> None:
    """Pre-translate new texts from memories, and report how much these have, by bands."""
    from dataclasses import replace

    from duiqi.aligner.leverage.leveraging import LeverageOptions
    from duiqi.aligner.leverage.leveraging import leverage as look_up
    from duiqi.aligner.leverage.memories import language_in, languages, opened
    from duiqi.corpus.bitext.reading import once_each
    from duiqi.corpus.leverage import Leverage, LeverageReport, with_repetitions
    from duiqi.corpus.read import read
    from duiqi.segmenters.documents import segment

    outputs, reports = out or [], report or []
    options = replace(writing.to(format), xliff=xliff)
    folder = _folder(texts, outputs)
    if folder is None:
        check_outputs(outputs, options, Leverage)
    check_outputs(reports, options, LeverageReport)
    drafts = [folder / f"{path.stem}.{format.removeprefix('.')}" for path in texts] if folder else outputs
    check_distinct([*drafts, *reports])
    protect([*texts, *_files(memory)], [*drafts, *reports])
    chosen_options = LeverageOptions(
        floor, threshold, proposals, clauses, meaning, unreviewed_penalty, doubtful_penalty, ambiguous_penalty
    )
    documents = [read(path, source_lang) for path in texts]
    tell(doubt for document in documents for doubt in document.warnings)
    encoder = chosen.load() if clauses or meaning else None
    source = documents[0].lang
    with opened(once_each(memory), (source, target_lang or "")) as memories, Meter() as meter:
        found = []
        for document in documents:
            if source_lang is None and (lang := language_in(memories, document.text)) != document.lang:
                document = replace(document, lang=lang)
            target = languages(memories, document.lang, target_lang)
            segments = segment(document)
            found.append(look_up(segments, memories, target, encoder, chosen_options, progress=meter))
    found = [*with_repetitions(found)]
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for path, one in zip(drafts, found, strict=True):
            put_files(one, [path], options, "segment")
    elif outputs:
        put_files(found[0], outputs, options, "segment")
    whole = LeverageReport(tuple(found))
    put_files(whole, reports, options, "text")
    if not any(str(path) == "-" for path in [*outputs, *reports]):
        _show(whole)


def _files(memories: list[Path]) -> Iterator[Path]:
    """The files that the memories are read from: of a pair of text files both, whichever was named."""
    from duiqi.corpus.bitext.pairs import find_pair

    for path in memories:
        yield from (path, *(find_pair(path) or ()))


def _folder(texts: list[Path], outputs: list[Path]) -> Path | None:
    """The folder for the results of several texts; None for one text."""
    if len(texts) == 1 or not outputs:
        return None
    if len(outputs) > 1 or outputs[0].suffix:
        raise DuiqiError(f"{outputs[0]}: one file for {len(texts)} texts. Name a folder, and say --format")
    return outputs[0]


def _show(report: LeverageReport) -> None:
    from duiqi.corpus.leverage import Count, names

    for title, found in report.rows():
        heads = map(padded, map(localized, Count._fields), (-10, -10, -12))
        print(padded(localized(title), 30), *heads, sep="")
        for name in names():
            count = found[name]
            if count.segments:
                shown = padded(localized(name), 28)
                print(f"  {shown}{count.segments:>10,}{count.words:>10,}{count.characters:>12,}")
