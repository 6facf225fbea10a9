"""`duiqi align`: align two texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duiqi.aligner.cli.files import (
    append_files,
    check_distinct,
    check_outputs,
    protect_from_pairs,
    put,
    put_files,
    tell,
)
from duiqi.aligner.cli.judging import Judging
from duiqi.aligner.cli.messages import say
from duiqi.aligner.cli.options import (
    Code,
    EncoderOptions,
    Encodings,
    Force,
    Level,
    MaxMemory,
    Presegmented,
    Shown,
    SourceLang,
    TargetLang,
    Timings,
    Writing,
    of_each,
)
from duiqi.aligner.cli.overwriting import WRITTEN
from duiqi.aligner.cli.progress import Meter
from duiqi.aligner.cli.statuses import IN_PART
from duiqi.aligner.cli.timing import Stopwatch
from duiqi.corpus.localization import localized
from duiqi.corpus.model import REFUSED, Alignment, Side

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import Encoder
    from duiqi.aligner.reviewed.earlier import Earlier


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
        WRITTEN,
    ] = None,
    terms: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Draft a glossary as well: .xlsx .tsv .csv .tbx .utf8 .xml; may be repeated."
        ),
        WRITTEN,
    ] = None,
    source_lang: SourceLang = None,
    target_lang: TargetLang = None,
    level: Level = "sentence",
    presegmented: Presegmented = False,
    code: Code = False,
    encoding: Encodings = None,
    chosen: EncoderOptions,
    writing: Writing,
    judging: Judging,
    format: Shown = None,  # noqa: A002 - the option's name
    append: Annotated[
        bool,
        typer.Option("--append", help="Add the units to the memories named: .tmx .jsonl .tsv; none twice."),
    ] = False,
    force: Force = False,
    show_timings: Timings = False,
    max_memory: MaxMemory = None,
) -> None:
    """Align two texts, or the two languages of one file.

    Where an output has been reviewed, its accepted rows are kept and the rest is aligned anew.
    """
    watch = Stopwatch()
    outputs, glossaries = out or [], terms or []
    if format and not outputs and not glossaries:
        outputs = [Path("-")]
    options = writing.to(format or "jsonl")
    check_outputs(outputs, options)
    from duiqi.corpus.glossary.model import Glossary

    check_outputs(glossaries, options, Glossary, keep_reviewed=not force)
    check_distinct([*outputs, *glossaries])
    judging.check([*outputs, *glossaries], force=force)
    with watch.stage("read earlier results"):
        earlier = _earlier(outputs, append=append, force=force)
    with watch.stage("read and segment"):
        from duiqi.aligner.files import read_pair

        pair = read_pair(
            source,
            target,
            source_lang=source_lang,
            target_lang=target_lang,
            encodings=of_each(encoding),
            level=level,
            presegmented=presegmented,
            code=code,
        )
        sides = Alignment(Side(lang=pair.source.lang), Side(lang=pair.target.lang), ())
        read = [source, target or source, *filter(None, [judging.answers])]
        protect_from_pairs(read, outputs, sides)
        tell(pair.doubts)
    with watch.stage("load the encoder"):
        encoder = chosen.load()
    with watch.stage("align"), Meter() as meter:
        alignment = pair.align(encoder, progress=meter)
        if earlier:
            alignment = _carried(alignment, earlier, encoder)
    if judging.is_wanted:
        with watch.stage(judging.stage):
            alignment = judging.apply(alignment, encoder)
    tell(doubt for doubt in alignment.warnings if doubt not in pair.doubts)
    with watch.stage("write"):
        if append:
            append_files(alignment, outputs, options)
        elif outputs or not glossaries:
            put(alignment, outputs, options)
    if glossaries:
        with watch.stage("terms"), Meter() as meter:
            from duiqi.aligner.terms import extract_terms

            sure = (
                bead
                for bead in alignment.beads
                if bead.confidence >= options.min_confidence and bead.status not in REFUSED
            )
            extraction = extract_terms([alignment.with_beads(tuple(sure))], encoder, progress=meter)
        tell(extraction.warnings)
        with watch.stage("write the terms"), extraction:
            put_files(extraction.glossary(), glossaries, options, "term pair")
    if show_timings:
        watch.print()
    from duiqi.aligner.doubts import NOT_A_TRANSLATION

    if any(doubt.code == NOT_A_TRANSLATION for doubt in alignment.warnings):
        raise typer.Exit(IN_PART)


def _earlier(outputs: Sequence[Path], *, append: bool, force: bool) -> list[Earlier]:
    """The reviewed results in the outputs' places, whose review is to be carried over."""
    if append and not outputs:
        raise typer.BadParameter("--append: no memory to append to. Name it with -o")
    if not (append or any(path.exists() for path in outputs)):
        return []
    from duiqi.aligner.reviewed.appended import check_appending
    from duiqi.aligner.reviewed.earlier import earlier_results

    if append:
        for path in outputs:
            check_appending(path)
    return [] if append or force else earlier_results(outputs)


def _carried(alignment: Alignment, earlier: Sequence[Earlier], encoder: Encoder) -> Alignment:
    """The alignment with an earlier review, and a line on stderr that says how much was carried over."""
    from duiqi.aligner.reviewed.carrying import carry_over

    carried = carry_over(alignment, earlier, encoder)
    decisions = ", ".join(localized(f"{number:,} {status}") for status, number in carried.decisions.items())
    names = " ".join(str(result.path) for result in earlier)
    say(f"{names}: the review was carried over: {decisions or 'notes'}")
    tell(carried.warnings)
    return carried.alignment
