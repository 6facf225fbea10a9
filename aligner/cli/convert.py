"""`duiqi convert`: write aligned text, or a glossary, in another format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from duiqi.aligner.cli.files import (
    check_nothing_lost,
    check_outputs,
    keep_reviewed_copy,
    protect,
    protect_from_pairs,
    put,
    put_glossary,
    same_file,
    tell,
)
from duiqi.aligner.cli.messages import say
from duiqi.aligner.cli.options import Converted, Force, MaxMemory, SourceLang, TargetLang, Writing
from duiqi.corpus.errors import DuiqiError, UnreadableFile
from duiqi.corpus.model import Alignment

Kind = Literal["glossary", "bitext"]
STDIN = "standard input"
MEMORIES = (".tmx", ".xlf", ".xliff")  # a file without a unit is none
ONLY_GLOSSARIES = {".tbx", ".utf8", ".xml"}
TABLES = {".xlsx", ".tsv", ".csv"}  # hold a glossary as well as aligned text


def convert(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="IN OUT",
            help="Aligned text, or a glossary, and where to write it. Several inputs need -o OUT.",
            show_default=False,
        ),
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="OUT", help="Where to write; all files named are inputs then."),
    ] = None,
    source_lang: SourceLang = None,
    target_lang: TargetLang = None,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="SOURCE,TARGET",
            help="The two columns of a table, by name, letter or number; found out if absent.",
        ),
    ] = None,
    kind: Annotated[
        Kind | None,
        typer.Option(
            help="What a table has; without it one with columns of terminology (Term, POS, 词性) is a "
            "glossary, others are aligned text."
        ),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="TERMBASE",
            help="Merge the accepted pairs of a glossary into this termbase: OUT is the whole, in the format "
            "of the termbase, which stays as it is.",
        ),
    ] = None,
    accepted_only: Annotated[
        bool,
        typer.Option(
            "--accepted-only", help="Only pairs that a person accepted or corrected; .jsonl keeps all."
        ),
    ] = False,
    writing: Writing,
    max_memory: MaxMemory = None,
    format: Converted = None,  # noqa: A002 - the option's name
    force: Force = False,
) -> None:
    """Convert aligned text: between .tmx .xlf .tsv .csv .xlsx .docx .jsonl .txt, and to .html.

    A glossary goes between .xlsx .tsv .csv .tbx .utf8 .xml. Several files of aligned text become
    one, in the languages of the first: duiqi convert A.tmx B.xlsx -o C.tmx
    """
    *sources, target = (*files, out) if out else _with_output(files)
    source = sources[0]
    if target.suffix.lower() == ".txt" and target.is_file():  # as output it has a language before the suffix
        raise DuiqiError(
            f"{target}: a text, and two texts side by side are one bitext. Name the output with -o, "
            f"as {source.stem}.tmx"
        )
    from duiqi.aligner.cli.bitexts import LEAST_WORDS, named_languages
    from duiqi.corpus.bitext.pairs import find_pair
    from duiqi.corpus.bitext.reading import once_each, read_bitext, spooled
    from duiqi.corpus.bitext.together import read_together
    from duiqi.corpus.glossary.model import Glossary
    from duiqi.corpus.glossary.reading import is_glossary, read_glossary, seems_glossary

    if piped := "-" in map(str, sources):
        if len(sources) > 1:
            raise DuiqiError("-: standard input goes with no other input. Name the files")
        sources = [source := spooled()]
    sources = once_each(sources)
    suffix = f".{(format or '').removeprefix('.')}" if str(target) == "-" else target.suffix
    only_terms = suffix.lower() in ONLY_GLOSSARIES
    if only_terms and kind == "bitext":
        raise DuiqiError(
            f"{target}: a glossary by its suffix, while --kind says bitext. Name a .tmx or .xlsx"
        )
    chosen = _columns(columns)
    if into is not None:
        if len(sources) > 1 or kind == "bitext" or piped or str(target) == "-":
            raise DuiqiError(f"--into {into}: merges one glossary file, and writes a file. Name both")
        merge_into(into, source, target, (source_lang or "", target_lang or "", chosen), writing, force=force)
        return
    of_terms = only_terms or (is_glossary(source) if kind is None else kind == "glossary")
    if kind is None and not of_terms and suffix.lower() in TABLES and seems_glossary(source, chosen):
        say(f"{source}: a glossary by its headings; --kind bitext reads it as aligned text")
        of_terms = True
    options = replace(writing.to(format or ("tsv" if of_terms else "jsonl")), accepted_only=accepted_only)
    check_outputs([target], options, Glossary if of_terms else Alignment)
    protect(sources, [target])
    if of_terms:
        if len(sources) > 1:
            raise DuiqiError(f"{source}: a glossary, and several are not joined. Convert one at a time")
        if writing.min_confidence:
            raise DuiqiError(
                f"{source}: a glossary, whose pairs have no confidence. Filter the table by its bands"
            )
        glossary = read_glossary(
            source, source_lang=source_lang or "", target_lang=target_lang or "", columns=chosen
        )
        if next(iter(glossary.pairs), None) is None:
            raise UnreadableFile(f"{source}: no pair of terms in it, so nothing is written")
        tell(glossary.warnings)
        if not force:
            check_nothing_lost(target, glossary)
        put_glossary(glossary, [target], options)
        return
    first = read_bitext(source, source_lang=source_lang or "", target_lang=target_lang or "", columns=chosen)
    alignment = named_languages(first, LEAST_WORDS)
    langs = alignment.source.lang, alignment.target.lang
    are_found = langs != (first.source.lang, first.target.lang)
    if len(sources) > 1:
        if "und" in (first.source.lang, first.target.lang) and "und" not in langs:
            source_lang, target_lang = langs
        alignment = read_together(
            sources, source_lang=source_lang or "", target_lang=target_lang or "", columns=chosen
        )
    protect_from_pairs((text for read in sources for text in (find_pair(read) or ())), [target], alignment)
    if next(iter(alignment.beads), None) is None:
        raise UnreadableFile(f"{source}: no unit with text, so nothing is written. Was it exported empty?")
    if suffix.lower() in MEMORIES and not any(all(bead.kind) for bead in alignment.beads):
        raise UnreadableFile(f"{source}: no unit with text on both sides, so nothing is written")
    tell(alignment.warnings)
    if piped:  # the name of its copy says nothing
        alignment = replace(
            alignment,
            source=replace(alignment.source, name=alignment.source.name.replace(source.name, STDIN)),
            target=replace(alignment.target, name=alignment.target.name.replace(source.name, STDIN)),
        )
    if not force:
        check_nothing_lost(target, alignment)
    put(alignment, [target], options)
    if are_found:  # where the whole file could be read: a refusal is one line
        say(f"{STDIN if piped else source}: languages by its texts: {langs[0]} and {langs[1]}")


def merge_into(
    termbase: Path,
    draft: Path,
    target: Path,
    reading: tuple[str, str, tuple[str, str] | None],
    writing: Writing,
    *,
    force: bool,
) -> None:
    """Merge the accepted pairs of a glossary into a termbase, and write the whole to `target`.

    reading  source and target language and the two columns, empty where they are found out; the columns are
             those of the termbase where the glossary is one of ours

    The termbase itself is replaced only with `force`, and kept as `NAME.bak` then.
    """
    from duiqi.aligner.reviewed.earlier import check_no_reviewed_terms
    from duiqi.corpus.glossary.reading import is_glossary, read_glossary
    from duiqi.exports.glossary.merging import check_merge, merge
    from duiqi.exports.options import count
    from duiqi.exports.replacing import keep_copy

    protect([draft], [target])
    if same_file(termbase, target):
        if not force:
            raise DuiqiError(
                f"{target}: this is the termbase itself. Give another name, or replace it with --force"
            )
    elif not force:
        check_no_reviewed_terms(target)
    check_merge(termbase, target)
    source_lang, target_lang, columns = reading
    of_draft, of_termbase = (None, columns) if is_glossary(draft) else (columns, None)
    glossary = read_glossary(draft, source_lang=source_lang, target_lang=target_lang, columns=of_draft)
    tell(glossary.warnings)
    if same_file(termbase, target):
        say(f"{target}: kept as {keep_copy(target)} before it is replaced")
    else:
        keep_reviewed_copy(target, of_terms=True)
    done = merge(glossary, termbase, target, writing.to(), columns=of_termbase)
    left_out = "; ".join(f"{number:,} {reason}" for reason, number in done.report.left_out.items())
    new, changed, confirmed = count(done.new, "new term pair"), f"{done.changed:,}", f"{done.confirmed:,}"
    note = f"{target}: {new}, {changed} changed, {confirmed} confirmed"
    say(f"{note}; left out: {left_out}" if left_out else note)
    tell(done.report.warnings)


def _with_output(files: list[Path]) -> list[Path]:
    """The input and the output where no option names the output."""
    if len(files) == 2:
        return files
    given = " ".join(map(str, files))
    if len(files) == 1:
        raise DuiqiError(f"{given}: no output. Name it as the second file, as {files[0].stem}.tmx")
    raise DuiqiError(f"{given}: {len(files)} files, and which is the output? Name it with -o OUT")


def _columns(text: str | None) -> tuple[str, str] | None:
    """The two columns that the option names."""
    if text is None:
        return None
    names = [name.strip() for name in text.split(",")]
    if len(names) != 2 or not all(names):
        raise DuiqiError(f"--columns {text}: expected two columns, as English,Chinese or B,C or 2,3")
    return names[0], names[1]
