"""`duiqi batch`: many pairs of texts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from duiqi.aligner.cli.files import check_distinct, check_outputs, put_files, tell
from duiqi.aligner.cli.options import (
    BatchSize,
    Cache,
    Device,
    Duplicates,
    LangCode,
    MinConfidence,
    Model,
    PlainSpaces,
    SourceLang,
    TargetLang,
    Unlabelled,
    XliffVersion,
    write_options,
)
from duiqi.aligner.cli.statuses import DONE, IN_PART, INTERRUPTED
from duiqi.corpus.errors import UnwritableFile

if TYPE_CHECKING:
    from duiqi.aligner.batch.engines import Engine
    from duiqi.aligner.batch.job import Setup
    from duiqi.aligner.batch.manifest import Entry, Pattern
    from duiqi.aligner.batch.state import State
    from duiqi.exports.options import WriteOptions

BAD = ("failed", "lost", "doubtful")
NAMED = 20  # pairs that are named on the terminal; the report names all


def batch(
    manifest: Annotated[
        Path,
        typer.Argument(
            metavar="MANIFEST",
            help="A line for each pair: id, source, target, and the languages if you know them, with tabs "
            "between. Or, with --pattern, a folder.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "-o",
            "--out",
            metavar="DIR",
            help="Folder of the results: ID.jsonl for each pair, report.jsonl, report.html. A run that was "
            "begun there goes on.",
            show_default=False,
        ),
    ],
    pattern: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="SOURCE TARGET",
            help="How a folder's files are called, as '{id}.en.txt' '{id}.zh.txt'.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        list[str] | None,
        typer.Option(metavar="SUFFIX", help="Write each pair in this format too, as tmx; may be repeated."),
    ] = None,
    merge: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="One memory over all pairs, as tm.tmx: the same source once. May be repeated.",
        ),
    ] = None,
    terms: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="One glossary over all pairs: .xlsx .tsv .csv .tbx .utf8. May be repeated."
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", help="Pairs at a time; by default as many as cores.", min=1),
    ] = None,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", help="Give a pair up that takes longer.", min=1.0)
    ] = 3600.0,
    max_size: Annotated[
        float, typer.Option(metavar="MB", help="Refuse texts that are longer.", min=0.001)
    ] = 10.0,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what failed in an earlier run.")
    ] = False,
    engine: Annotated[
        Literal["local", "ray"], typer.Option(help="Who does the work: this machine, or a Ray cluster.")
    ] = "local",
    address: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="The cluster's, as auto or ray://head:10001.", show_default=False
        ),
    ] = None,
    json_progress: Annotated[
        bool, typer.Option("--json-progress", help="Tell how far it is as JSON, a line every second.")
    ] = False,
    source_lang: SourceLang = None,
    target_lang: TargetLang = None,
    level: Annotated[Literal["paragraph", "sentence"], typer.Option(help="What to pair.")] = "sentence",
    presegmented: Annotated[
        bool, typer.Option("--presegmented", help="Take every line for a segment, as it is.")
    ] = False,
    model: Model = "bundled",
    device: Device = None,
    batch_size: BatchSize = None,
    cache: Cache = None,
    min_confidence: MinConfidence = 0.0,
    xliff: XliffVersion = "1.2",
    lang_code: LangCode = None,
    duplicates: Duplicates = None,
    plain_spaces: PlainSpaces = False,
    unlabelled: Unlabelled = False,
) -> None:
    """Align many pairs of texts; killed or interrupted, the same command goes on."""
    if address is not None and engine != "ray":
        raise typer.BadParameter("--address is for --engine ray")
    made = _Made(merge or [], terms or [])
    options = write_options(
        min_confidence,
        xliff,
        lang_code or [],
        duplicates,
        "jsonl",
        plain_spaces=plain_spaces,
        unlabelled=unlabelled,
    )
    formats = _formats(format or [])
    from duiqi.aligner.batch.job import Setup
    from duiqi.aligner.batch.manifest import Pattern
    from duiqi.aligner.batch.run import dated

    base = manifest if pattern else Path() if str(manifest) == "-" else manifest.parent
    setup = Setup(
        base=Path(os.path.abspath(base)),
        out=Path(os.path.abspath(out)),
        formats=formats,
        options=options,
        source_lang=source_lang,
        target_lang=target_lang,
        level=level,
        presegmented=presegmented,
        model=model,
        device=device,
        batch_size=batch_size,
        cache=cache and Path(os.path.abspath(cache)),
        megabytes=max_size,
    )
    named = Pattern(*pattern) if pattern else None
    with closing(_open(manifest, named, setup, out, made, retry=retry_failed)) as state:
        setup = dated(setup, state)
        interrupted = _run(state, setup, jobs, timeout, engine, address, machines=json_progress)
        status = _report(state, out, formats)
        if interrupted:
            print("interrupted: the same command goes on from here", file=sys.stderr)
            raise typer.Exit(INTERRUPTED)
        _put_together(state, setup, made)
        if status:
            raise typer.Exit(status)


def _formats(names: Sequence[str]) -> tuple[str, ...]:
    """Suffixes, each once; .jsonl is always written."""
    from duiqi.exports.writing import PAIR, WRITERS

    suffixes = dict.fromkeys(f".{name.removeprefix('.').lower()}" for name in names)
    for suffix in suffixes:
        if suffix not in WRITERS and suffix != PAIR:
            known = " ".join(known[1:] for known in (*WRITERS, PAIR))
            raise UnwritableFile(f"--format {suffix[1:]}: no such format. Known: {known}")
    return tuple(suffix for suffix in suffixes if suffix != ".jsonl")


class _Made(NamedTuple):
    """What is made of all pairs together."""

    memories: Sequence[Path]
    glossaries: Sequence[Path]

    def check(self, state: State, options: WriteOptions) -> None:
        """Refuse what could not be written, before the hours of work."""
        from duiqi.corpus.glossary.model import Glossary
        from duiqi.corpus.model import Alignment

        for name, paths in (("--merge", self.memories), ("--terms", self.glossaries)):
            for path in paths:
                if str(path) == "-":
                    raise UnwritableFile(f"{name} -: this goes to a file. Give its name")
                if path.parent.resolve() == state.folder.resolve() and state.has_name(path.stem):
                    raise UnwritableFile(f"{name} {path}: this is the file of a pair. Give another name")
        check_outputs(self.memories, options, Alignment)
        check_outputs(self.glossaries, options, Glossary)
        check_distinct([*self.memories, *self.glossaries])


def _open(
    manifest: Path, pattern: Pattern | None, setup: Setup, out: Path, made: _Made, *, retry: bool
) -> State:
    """The run's record; says what a user should know before the work begins."""
    from duiqi.aligner.batch.manifest import read_manifest
    from duiqi.aligner.batch.run import OVER, open_state
    from duiqi.exports.options import count

    def entries() -> Iterable[Entry]:
        return pattern.entries(manifest) if pattern else read_manifest(manifest)

    state = open_state(entries, setup, out, retry=retry)
    try:
        made.check(state, setup.options)
    except BaseException:
        state.close()
        raise
    if pattern and pattern.without:
        examples = ", ".join(pattern.alone)
        tell([f"{manifest}: {count(pattern.without, 'file')} without the other side, such as {examples}"])
    number, some = state.renamed()
    if number:
        examples = ", ".join(f"{name} for {wanted!r}" for wanted, name in some)
        are = "it is" if number == 1 else "they are"
        tell([f"{count(number, 'id')} not as {are} in file names: {examples}"])
    if not state.is_new:
        pairs = state.counts().pairs
        done = sum(pairs.get(name, 0) for name in OVER)
        print(f"{out}: goes on, {done:,} of {state.counts().total:,} pairs are done", file=sys.stderr)
    return state


def _run(
    state: State,
    setup: Setup,
    jobs: int | None,
    timeout: float,
    engine: str,
    address: str | None,
    *,
    machines: bool,
) -> bool:
    """Do what is waiting; whether it was interrupted."""
    from duiqi.aligner.batch.run import run
    from duiqi.aligner.threads import cores

    def workers(pairs: int) -> Engine:
        if engine == "ray":
            from duiqi.aligner.batch.cluster import RayEngine

            return RayEngine(setup, jobs, timeout, address=address)
        from duiqi.aligner.batch.local import LocalEngine

        return LocalEngine(setup, min(jobs or cores(), pairs), timeout)

    try:
        run(state, workers, machines=machines)
    except KeyboardInterrupt:
        return True
    return False


def _report(state: State, out: Path, formats: Sequence[str]) -> int:
    """Write both reports and name on stderr what did not go well; the exit status."""
    from duiqi.aligner.batch.report import LINES, PAGE, summary, write_lines, write_page
    from duiqi.aligner.doubts import NOT_A_TRANSLATION

    write_lines(state)
    write_page(state, ".html" if ".html" in formats else ".jsonl")
    print(f"{out}: {summary(state)}", file=sys.stderr)
    pairs = state.counts().pairs
    bad = sum(pairs.get(name, 0) for name in BAD)
    for pair in islice(state.reports(*BAD), NAMED):
        reason = pair.get("error") or next(
            doubt["text"] for doubt in pair["warnings"] if doubt["code"] == NOT_A_TRANSLATION
        )
        print(f"{pair['state']}: {pair['id']}: {reason}", file=sys.stderr)
    if bad > NAMED:
        print(f"… and {bad - NAMED:,} more, all of them in {out / LINES} and {out / PAGE}", file=sys.stderr)
    return IN_PART if bad else DONE


def _put_together(state: State, setup: Setup, made: _Made) -> None:
    """One memory, one glossary, over all pairs that can be trusted."""
    if not (made.memories or made.glossaries):
        return
    from duiqi.aligner.batch.merge import Together

    together = Together(state, setup.options)
    tell(together.warnings)
    best = replace(setup.options, duplicates=setup.options.duplicates or "best")
    put_files(together.memory(), made.memories, best, "unit")
    if made.glossaries:
        from duiqi.aligner.cli.progress import Meter
        from duiqi.aligner.encoders.catalogue import load_encoder
        from duiqi.aligner.terms import extract_terms

        encoder = load_encoder(
            setup.model, device=setup.device, batch_size=setup.batch_size, cache=setup.cache
        )
        with Meter() as meter:
            extraction = extract_terms(together.bitexts(), encoder, progress=meter)
        tell(extraction.warnings)
        with extraction:
            put_files(extraction.glossary(), made.glossaries, setup.options, "term pair")
