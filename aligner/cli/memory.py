"""`duiqi memory`: a translation memory in one file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duiqi.aligner.cli.common import with_common
from duiqi.aligner.cli.files import check_outputs, put_files, tell
from duiqi.aligner.cli.groups import flat
from duiqi.aligner.cli.help import PlainCommand, PlainGroup
from duiqi.aligner.cli.messages import padded, say
from duiqi.aligner.cli.options import Format, SourceLang, TargetLang, Writing, language
from duiqi.aligner.cli.overwriting import WRITTEN
from duiqi.aligner.cli.statuses import IN_PART
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.localization import localized
from duiqi.corpus.printable import printable, printable_text

if TYPE_CHECKING:
    from duiqi.aligner.memory.cleaning import Problem
    from duiqi.aligner.memory.concordance import Concordance
    from duiqi.aligner.memory.memory import Memory
    from duiqi.corpus.model import Alignment, Span

File = Annotated[Path, typer.Argument(metavar="MEMORY", help="The memory, a file.", show_default=False)]
LONGEST = 80  # characters of a query in a message
LANGUAGES = "--source-lang and --target-lang"
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]

memory = typer.Typer(
    cls=PlainGroup,
    rich_markup_mode=None,
    help="Keep translations in one file, and find them again. 翻译记忆库。",
    epilog="Example: duiqi memory add un.memory un.jsonl",
)


def add(
    file: Annotated[File, WRITTEN],
    bitexts: Annotated[
        list[Path],
        typer.Argument(
            metavar="BITEXT",
            help="Aligned texts in any format, batch folders, or other memories.",
            show_default=False,
        ),
    ],
    *,
    source_lang: SourceLang = None,
    target_lang: TargetLang = None,
    author: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who adds them; by default the user's login.")
    ] = None,
) -> None:
    """Add aligned texts, each unit once; a review that changed a unit changes it here."""
    from duiqi.aligner.cli.results import results_of
    from duiqi.aligner.memory.memory import Memory
    from duiqi.aligner.memory.store import is_memory

    paths, left_out = results_of(bitexts)
    tell(left_out)
    who = author if author is not None else _login()
    problems = len(left_out)
    with ExitStack() as stack:
        opened = None
        for path in paths:
            try:
                bitext: Alignment | Memory
                if is_memory(path):
                    if source_lang or target_lang:
                        raise DuiqiError(f"{path}: a memory names its languages. Add it without {LANGUAGES}")
                    bitext = stack.enter_context(Memory(path, create=False))
                else:
                    bitext = _named(path, source_lang or "", target_lang or "")
                    tell(bitext.warnings)
                opened = opened or stack.enter_context(Memory(file))  # no file for bitexts that are none
                done = opened.add(bitext, author=who, progress=_report if sys.stderr.isatty() else None)
            except DuiqiError as error:
                if len(paths) == 1:
                    raise
                say(error)
                problems += 1
                continue
            counts = {name.replace("_", " "): count for name, count in done._asdict().items() if count}
            told = ", ".join(f"{count:,} {name}" for name, count in counts.items())
            say(f"{path}: {told or 'nothing to add'}")
    if problems:
        raise typer.Exit(IN_PART)


def search(
    file: File,
    text: Annotated[
        str,
        typer.Argument(metavar="TEXT", help='Words, or a "phrase", of either language.', show_default=False),
    ],
    *,
    lang: Annotated[
        str | None,
        typer.Option(metavar="TAG", help="Only in texts of this language.", callback=language),
    ] = None,
    fuzzy: Annotated[
        bool, typer.Option("--fuzzy", help="Other spellings and forms too, and most of the words.")
    ] = False,
    limit: Annotated[int, typer.Option(metavar="NUMBER", help="At most so many units.", min=1)] = 20,
    counterparts: Annotated[
        bool,
        typer.Option("--counterparts/--no-counterparts", help="Mark what corresponds to the hits."),
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Find words in context: a concordance, the hits and their likely counterparts marked."""
    from duiqi.aligner.memory.memory import Memory

    with Memory(file, create=False) as opened:
        found = opened.search(text, lang=lang or "", fuzzy=fuzzy, limit=limit)
    marks: Sequence[tuple[Span, ...]] = [() for _ in found]
    if found and counterparts:
        from duiqi.aligner.encoders.catalogue import load_encoder
        from duiqi.aligner.encoders.protocol import BUNDLED
        from duiqi.aligner.memory import counterparts as linked

        marks = linked.counterparts(found, load_encoder(BUNDLED))
    for hit, far in zip(found, marks, strict=True):
        if as_json:
            print(json.dumps(_fields(hit, far), ensure_ascii=False))
        else:
            _show(hit, far)
    if not found:
        text = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        say(f"nothing found for '{text}'" + ("" if fuzzy else ". Try --fuzzy"))


def stats(file: File, *, as_json: AsJson = False) -> None:
    """Count the units, by languages, status and author."""
    from duiqi.aligner.memory.memory import Memory
    from duiqi.exports.options import count

    with Memory(file, create=False) as opened:
        found = opened.statistics()
    languages = {f"{source} → {target}": units for (source, target), units in found.languages.items()}
    if as_json:
        print(json.dumps({**found._asdict(), "languages": languages}, ensure_ascii=False))
        return
    size = f"{count(found.units, 'unit')} of {count(found.documents, 'bitext')}"
    print(localized(size))
    for heading, counts in (
        ("languages", languages),
        ("status", found.statuses),
        ("author", found.authors),
    ):
        for name, units in counts.items():
            shown = padded(localized(heading), 12), padded(localized(name or "(not named)"), 28)
            print(*shown, f"{units:>12,}", sep="")


def clean(
    file: File,
    *,
    problem: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Only this one: duplicate, empty, untranslated, language, length, numbers, ambiguous, "
            "doubtful; may be repeated.",
        ),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Delete the units that are listed.")] = False,
    as_json: AsJson = False,
) -> None:
    """List units that may be wrong; nothing is deleted without --remove."""
    from duiqi.aligner.memory.cleaning import ABOUT, findings
    from duiqi.aligner.memory.memory import Memory

    problems = _problems(problem)
    if remove and not problem:
        raise DuiqiError("--remove: which units? Name them, as --problem duplicate --problem empty")
    with Memory(file, create=False) as opened:
        found = [*findings(opened.units(), problems)]
        for finding in found:
            unit = finding.unit
            if as_json:
                fields = {"unit": unit.number, "problem": finding.problem, "detail": finding.detail}
                print(json.dumps(fields | {"source": unit.source, "target": unit.target}, ensure_ascii=False))
            else:
                is_text = finding.problem == "ambiguous"  # the other translations
                detail = finding.detail if is_text else localized(finding.detail)
                texts = map(printable, (detail, unit.source, unit.target))
                print(unit.number, finding.problem, *(text.replace("\t", " ") for text in texts), sep="\t")
        for name in problems:
            count = sum(finding.problem == name for finding in found)
            if count:
                say(f"{count:,} {name}: {ABOUT[name]}")
        if remove:
            deleted = opened.delete({finding.unit.number: finding.unit for finding in found}.values())
            say(f"{deleted:,} deleted")
        elif not found:
            say("nothing found")


def export(
    file: File,
    outputs: Annotated[
        list[Path],
        typer.Argument(metavar="OUT", help="Where to write, in any format of bitexts.", show_default=False),
        WRITTEN,
    ],
    *,
    source_lang: SourceLang = None,
    target_lang: TargetLang = None,
    accepted_only: Annotated[
        bool, typer.Option("--accepted-only", help="Only units that a person accepted or corrected.")
    ] = False,
    writing: Writing,
    format: Format = "tmx",  # noqa: A002 - the option's name
) -> None:
    """Write the units of a pair of languages, by default the most frequent pair, in any format."""
    from dataclasses import replace

    from duiqi.aligner.memory.memory import Memory

    options = replace(writing.to(format), accepted_only=accepted_only)
    check_outputs(outputs, options)
    with Memory(file, create=False) as opened:
        alignment = opened.alignment(source_lang or "", target_lang or "")
        if (source_lang or target_lang) and next(iter(alignment.beads), None) is None:
            raise DuiqiError(f"{file}: no unit in these languages. duiqi memory stats lists those it has")
        put_files(alignment, outputs, options, "unit")
        if not (source_lang and target_lang):
            _tell_others(opened.statistics().languages, alignment)


EXAMPLES: Mapping[Callable[..., None], str] = {
    add: "duiqi memory add un.memory un.jsonl old.tmx",
    search: 'duiqi memory search un.memory "mine action"',
    stats: "duiqi memory stats un.memory",
    clean: "duiqi memory clean un.memory --problem duplicate --remove",
    export: "duiqi memory export un.memory un.tmx",
}
for command, example in EXAMPLES.items():
    memory.command(cls=PlainCommand, epilog=f"Example: {example}")(with_common(flat(command)))


def _tell_others(pairs: Mapping[tuple[str, str], int], exported: Alignment) -> None:
    """Name the pairs of languages that an export leaves out, as nobody has chosen one."""
    from duiqi.corpus.languages import primary

    langs = {primary(exported.source.lang), primary(exported.target.lang)}
    others = {pair: number for pair, number in pairs.items() if set(map(primary, pair)) != langs}
    if others:
        listed = ", ".join(f"{source} → {target} {number:,}" for (source, target), number in others.items())
        say(f"warning: units in other languages left out: {listed}. To choose: {LANGUAGES}")


def _named(path: Path, source_lang: str, target_lang: str) -> Alignment:
    """A bitext with its languages, found by its texts where neither options nor the file name them."""
    from duiqi.aligner.cli.bitexts import LEAST_WORDS, named_languages
    from duiqi.corpus.bitext.reading import read_bitext

    given = read_bitext(path, source_lang=source_lang, target_lang=target_lang)
    named = named_languages(given, LEAST_WORDS)
    langs = named.source.lang, named.target.lang
    if "und" in langs:
        say(f"{path}: its languages are not known, and leverage finds nothing in it. Say {LANGUAGES}")
    elif langs != (given.source.lang, given.target.lang):
        place = path
        say(f"{place}: languages by its texts: {langs[0]} and {langs[1]}")
    return named


def _login() -> str:
    import getpass  # slow to import: the terminal's module comes with it

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _report(done: Any) -> None:
    print(f"\r{done.added + done.known + done.changed:,} units", end="\r", file=sys.stderr, flush=True)


def _problems(names: Sequence[str] | None) -> Sequence[Problem]:
    from duiqi.aligner.memory.cleaning import PROBLEMS

    for name in names or []:
        if name not in PROBLEMS:
            raise DuiqiError(f"--problem {name}: no such problem. Known: {' '.join(PROBLEMS)}")
    return [name for name in PROBLEMS if not names or name in names]


def _fields(hit: Concordance, far: Sequence[Span]) -> dict[str, Any]:
    unit = hit.unit
    other = "target" if hit.side == "source" else "source"
    return {
        "unit": unit.number,
        "source": unit.source,
        "target": unit.target,
        "source_lang": unit.source_lang,
        "target_lang": unit.target_lang,
        "document": unit.source_name,
        "status": unit.status,
        "confidence": round(unit.confidence, 4),
        "author": unit.author,
        "changed": unit.changed,
        f"{hit.side}_spans": [[*span] for span in hit.hits],
        f"{other}_spans": [[*span] for span in far],
    }


def _show(hit: Concordance, far: Sequence[Span]) -> None:
    spans = (hit.hits, far) if hit.side == "source" else (far, hit.hits)
    print(_marked(hit.unit.source, spans[0]))
    print(f"    {_marked(hit.unit.target, spans[1])}")
    print(f"    {printable(hit.unit.source_name) or 'unit'} {hit.unit.place + 1}, {hit.unit.status}")


def _marked(text: str, spans: Sequence[Span]) -> str:
    """The text with the spans between brackets that no text has; in bold and underlined on a terminal."""
    marks = ("\x1b[1;4m", "\x1b[0m") if sys.stdout.isatty() else ("⟦", "⟧")
    shown, at = "", 0
    for start, end in spans:
        shown += printable_text(text[at:start]) + marks[0] + printable_text(text[start:end]) + marks[1]
        at = end
    return shown + printable_text(text[at:])
