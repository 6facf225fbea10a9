"""`duiqi check`: what a reviser looks for in aligned text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duiqi.aligner.cli.files import check_outputs, put_files, tell
from duiqi.aligner.cli.messages import padded, say
from duiqi.aligner.cli.options import ShownFindings, SourceLang, TargetLang
from duiqi.aligner.cli.overwriting import WRITTEN
from duiqi.aligner.cli.statuses import IN_PART
from duiqi.corpus.localization import localized

if TYPE_CHECKING:
    from duiqi.corpus.findings import Findings

Codes = list[str] | None


def _list(wanted: bool) -> None:
    if wanted:
        from duiqi.aligner.check.run import kinds

        for code, severity, about in kinds():
            print(f"{code:14}{padded(localized(severity), 9)}{localized(about)}")
        raise typer.Exit


def check(
    bitext: Annotated[
        Path, typer.Argument(metavar="BITEXT", help="Aligned text, in any format.", show_default=False)
    ],
    *,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="Where to write: .html .xlsx .tsv .csv .jsonl; may be repeated. "
            "Without it the findings are printed, a line each.",
        ),
        WRITTEN,
    ] = None,
    only: Annotated[
        Codes,
        typer.Option(metavar="CODE", help="Run this check only; may be repeated, or several with commas."),
    ] = None,
    without: Annotated[
        Codes,
        typer.Option(metavar="CODE", help="Leave this check out; may be repeated, or several with commas."),
    ] = None,
    terms: Annotated[
        Path | None,
        typer.Option(
            metavar="GLOSSARY", help="Terms that are to be translated as here: .tbx .xlsx .tsv .csv .utf8."
        ),
    ] = None,
    list_checks: Annotated[
        bool,
        typer.Option(
            "--list", help="Print the checks, their codes and severities.", callback=_list, is_eager=True
        ),
    ] = False,
    source_lang: SourceLang = None,
    target_lang: TargetLang = None,
    format: ShownFindings = None,  # noqa: A002 - the option's name
) -> None:
    """Find what a reviser looks for before delivery: numbers, dates, terms, omissions, marks.

    Exit status: 0 nothing was found; 1 something was; 2 nothing was checked, for the reason given.
    """
    from duiqi.aligner.check.run import check as check_bitext
    from duiqi.aligner.cli.bitexts import named_languages
    from duiqi.corpus.bitext.reading import read_bitext, spooled
    from duiqi.corpus.findings import Findings
    from duiqi.exports.options import WriteOptions

    outputs = out or []
    if format and not outputs:
        outputs = [Path("-")]
    options = WriteOptions(format=f".{(format or 'tsv').removeprefix('.').lower()}")
    check_outputs(outputs, options, Findings)
    path = spooled() if str(bitext) == "-" else bitext
    alignment = named_languages(
        read_bitext(path, source_lang=source_lang or "", target_lang=target_lang or "")
    )
    tell(alignment.warnings)
    glossary = None
    if terms:
        from duiqi.corpus.glossary.reading import read_known

        glossary = read_known(terms, (alignment.source.lang, alignment.target.lang))
        tell(glossary.warnings)
    report = check_bitext(
        alignment, only=_codes(only), without=_codes(without), terms=glossary, file=bitext.name
    )
    if not outputs:
        from duiqi.exports.findings.terminal import show_findings

        show_findings(report)
    put_files(report, outputs, options, "finding")
    say(_summary(report))
    if report.findings:
        raise typer.Exit(IN_PART)


def _codes(entries: Codes) -> list[str]:
    return [code.strip() for entry in entries or [] for code in entry.split(",") if code.strip()]


def _summary(report: Findings) -> str:
    from duiqi.exports.options import count

    by_code = ", ".join(f"{code} {number:,}" for code, number in report.counts().items())
    found = count(len(report.findings), "finding")
    return f"{count(report.beads, 'bead')} checked: {found}{f' ({by_code})' if by_code else ''}"
