"""`duiqi terms`: draft a glossary from aligned texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from duiqi.aligner.cli.files import check_distinct, check_outputs, put_files, put_glossary, tell
from duiqi.aligner.cli.messages import say
from duiqi.aligner.cli.options import (
    EncoderOptions,
    Force,
    MaxMemory,
    ShownTerms,
    SourceLang,
    TargetLang,
    TermWriting,
    Timings,
)
from duiqi.aligner.cli.overwriting import WRITTEN
from duiqi.aligner.cli.progress import Meter
from duiqi.aligner.cli.statuses import IN_PART, REFUSED
from duiqi.aligner.cli.timing import Stopwatch
from duiqi.aligner.terms.options import ALL, DRAFT, MAX_WORDS, Part, TermOptions
from duiqi.corpus.errors import DuiqiError, UnreadableFile
from duiqi.corpus.files import read_whole
from duiqi.corpus.localization import localized

if TYPE_CHECKING:
    from duiqi.aligner.terms import Extraction
    from duiqi.aligner.terms.explanation import Explanation
    from duiqi.corpus.glossary.model import Glossary

DECISIVE = 5  # features that an explanation names
KnownMode = Literal["skip", "flag", "check"]


def terms(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="BITEXT", help="Aligned texts, in any format, or batch folders.", show_default=False
        ),
    ],
    *,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="Where to write: .xlsx .tsv .csv .tbx .utf8 .xml; may be repeated. "
            "Without it the glossary is printed.",
        ),
        WRITTEN,
    ] = None,
    top: Annotated[
        int | None,
        typer.Option(
            metavar="NUMBER",
            help="At most the best so many pairs; a draft may end before, --all does not.",
            min=1,
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every pair found, not only those worth reading.")
    ] = False,
    copies: Annotated[
        bool,
        typer.Option(
            "--copies", help="Also terms that the translation leaves as they are: code, names, abbreviations."
        ),
    ] = False,
    names: Annotated[
        bool, typer.Option("--names", help="Also names of persons, places and companies.")
    ] = False,
    phrases: Annotated[
        bool,
        typer.Option(
            "--phrases", help="Also coordinations and other pieces of terms that have rows of their own."
        ),
    ] = False,
    explain: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TERM",
            help="Show why a term of either language is where it is, in which row, or why in none; "
            "may be repeated.",
        ),
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
        typer.Option(
            metavar="GLOSSARY", help="Terms that are known already: .tbx .xml .xlsx .tsv .csv .utf8."
        ),
    ] = None,
    known_mode: Annotated[
        KnownMode | None,
        typer.Option(
            help="Known terms: leave them out, and pairs dropped in an earlier review; name their known "
            "equivalents and keep what a review decided (the default); or report as well where the text "
            "translates them otherwise."
        ),
    ] = None,
    known_drafts: Annotated[
        bool,
        typer.Option(
            "--known-drafts", help="Count pairs of a draft of duiqi as known before they are accepted."
        ),
    ] = False,
    reference: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="BITEXT",
            help="Texts of other fields: terms that are as common there come later; may be repeated.",
        ),
    ] = None,
    consistency: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Report terms with several translations, and translations of several terms, with every "
            "place: .html .xlsx .tsv .csv; may be repeated.",
        ),
        WRITTEN,
    ] = None,
    source_lang: SourceLang = None,
    target_lang: TargetLang = None,
    min_confidence: Annotated[
        float,
        typer.Option(
            metavar="0…1", help="Pass over beads that are less likely to be right.", min=0.0, max=1.0
        ),
    ] = 0.0,
    chosen: EncoderOptions,
    writing: TermWriting,
    format: ShownTerms = None,  # noqa: A002 - the option's name
    force: Force = False,
    show_timings: Timings = False,
    max_memory: MaxMemory = None,
) -> None:
    """Draft a glossary from aligned texts."""
    from duiqi.corpus.glossary.model import Consistency, Glossary

    watch = Stopwatch()
    outputs, reports = out or [], consistency or []
    if format and not outputs and not reports:
        outputs = [Path("-")]
    options = writing.to(format or "tsv")
    check_outputs(outputs, options, Glossary, keep_reviewed=not force, kept=known)
    check_outputs(reports, options, Consistency, keep_reviewed=not force)
    check_distinct([*outputs, *reports])
    _check_known_mode(known_mode, known, reports)
    from duiqi.aligner.cli.results import results_of

    paths, left_out = results_of(paths, one_pair=True)
    tell(left_out)
    with watch.stage("read"):
        from duiqi.aligner.cli.bitexts import Bitexts

        bitexts = Bitexts(paths, source_lang or "", target_lang or "", min_confidence)
        known_glossary = _known_glossary(known, bitexts.languages, known_drafts) if known else None
        others = Bitexts(reference, source_lang or "", target_lang or "") if reference else None
        term_options = TermOptions(
            stop_words=_stop_words(stop) if stop else frozenset(),
            min_frequency=min_frequency,
            max_words=max_words,
            known_glossary=known_glossary,
            reference=others,
        )
        tell(bitexts.warnings)
    with watch.stage("load the encoder"):
        encoder = chosen.load()
    with watch.stage("extract"), Meter() as meter:
        from duiqi.aligner.terms import extract_terms

        extraction = extract_terms(bitexts, encoder, options=term_options, progress=meter)
    say(bitexts.summary())
    tell(extraction.warnings)
    with watch.stage("write"), extraction:
        from duiqi.exports.glossary.terminal import show_glossary
        from duiqi.exports.options import count

        parts = _parts(everything, copies, names, phrases)
        shown, found = extraction.count(parts), extraction.count(ALL)
        only_new = known_mode == "skip"
        glossary = extraction.glossary(top=top, only_new=only_new, parts=parts)
        if known:
            verb = "left out" if only_new else "flagged"
            known_pairs = extraction.known_pairs(parts)
            say(f"{count(known_pairs, 'term pair')} known already, {verb}")
            compared = extraction.comparisons(parts)
            shown = sum(compared.values()) - (known_pairs if only_new else 0)
            say(
                f"compared with {known}: {compared['new']:,} new, {compared['changed']:,} changed, "
                f"{compared['confirmed']:,} confirmed"
            )
        if shown < found and (top is None or top > shown):
            say(f"{shown:,} of {count(found, 'term pair')}: those worth reading (--all for all)")
        put_glossary(glossary, outputs, options)
        put_files(extraction.consistency(against_known=known_mode == "check"), reports, options, "place")
        absent: list[str] = []
        if explain:
            absent = show_explanations(
                {term: extraction.explain(term, top=top, only_new=only_new, parts=parts) for term in explain},
                extraction,
            )
        elif not outputs and not reports:
            show_glossary(glossary)
    if show_timings:
        watch.print()
    if absent and len(absent) == len(dict.fromkeys(explain or ())) and not (outputs or reports):
        raise typer.Exit(REFUSED)
    if bitexts.problems or left_out or absent:
        raise typer.Exit(IN_PART)


def _parts(everything: bool, copies: bool, names: bool, phrases: bool) -> frozenset[Part]:
    """The parts of the glossary that are asked for."""
    if everything:
        return ALL
    asked: list[tuple[bool, Part]] = [(copies, "copy"), (names, "name"), (phrases, "folded")]
    return DRAFT | {part for wanted, part in asked if wanted}


def show_explanations(found: Mapping[str, Iterable[Explanation]], extraction: Extraction) -> list[str]:
    """Print the rows of each term, then name those that the text has not; returns these."""
    absent = [term for term, rows in found.items() if not _show_explanation(term, list(rows), extraction)]
    for term in absent:
        say(f"--explain {term}: not in the text. Is it written as there?")
    return absent


def _show_explanation(term: str, rows: Sequence[Explanation], extraction: Extraction) -> bool:
    """Print the rows of a term, each with the features that weigh most in its termhood, or why it has none.

    returns  whether the text has the term
    """
    why = "" if rows else extraction.absence(term)
    if why:
        print(f"{term}\t{localized(why)}")
    for pair, shares, reason in rows:
        print("\t".join(filter(None, (pair.id, pair.source.text, pair.target.text, localized(reason)))))
        for name, value, share in shares[:DECISIVE]:
            print(f"{share:+.2f}\t{name}\t{value:.2f}")
        if others := shares[DECISIVE:]:
            total = sum(one.share for one in others)
            print(f"{total:+.2f}\t{localized(f'{len(others)} other features together')}")
    return bool(rows or why)


def _check_known_mode(mode: KnownMode | None, known: Path | None, reports: Sequence[Path]) -> None:
    if mode and known is None:
        raise DuiqiError(f"--known-mode {mode}: no glossary to go by. Name it with --known")
    if mode == "check" and not reports:
        raise DuiqiError(
            "--known-mode check: nowhere to report to. Say --consistency report.html, .xlsx, .tsv or .csv"
        )


def _known_glossary(path: Path, langs: tuple[str, str], drafts: bool) -> Glossary:
    """The known glossary, read to its end, so that its errors are reported before the long work.

    A pair that was extracted here, as its frequency shows, and that nobody has accepted is no
    evidence: it is left out unless `drafts`. Pairs of a glossary made elsewhere all count.
    """
    from duiqi.corpus.glossary.reading import read_known
    from duiqi.exports.options import count

    glossary = read_known(path, langs)
    pairs = tuple(glossary.pairs)
    known = [pair for pair in pairs if drafts or pair.status != "candidate" or not pair.frequency]
    dropped = sum(pair.status == "dropped" for pair in known)
    note = f"{path}: {count(len(known) - dropped, 'known pair')}"
    if unread := len(pairs) - len(known):
        note += f"; left out: {unread:,} not accepted yet (--known-drafts counts them)"
    say(note)
    return glossary.with_pairs(known)


def _stop_words(path: Path) -> frozenset[str]:
    """The words of a list: one a line; a remark begins with #."""
    try:
        lines = read_whole(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path}: not utf-8. Save the list as UTF-8") from error
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip().lower()))
