"""`duiqi batch`: align many pairs of texts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from duiqi.aligner.cli.batch_options import (
    Address,
    DryRun,
    Encodings,
    EngineName,
    FilePattern,
    Formats,
    Jobs,
    JsonProgress,
    Manifest,
    MaxSize,
    Merge,
    Out,
    RetryFailed,
    Terms,
    Timeout,
)
from duiqi.aligner.cli.batch_outputs import Merged, check_no_pair, check_texts
from duiqi.aligner.cli.files import tell
from duiqi.aligner.cli.judging import Judging
from duiqi.aligner.cli.messages import say
from duiqi.aligner.cli.options import (
    Code,
    EncoderOptions,
    Force,
    Level,
    MaxMemory,
    Presegmented,
    SourceLang,
    TargetLang,
    Writing,
    of_each,
)
from duiqi.aligner.cli.statuses import DONE, IN_PART, INTERRUPTED
from duiqi.corpus.errors import UnwritableFile

if TYPE_CHECKING:
    from duiqi.aligner.batch.engines import Engine
    from duiqi.aligner.batch.folder import Pattern
    from duiqi.aligner.batch.ledger import Ledger
    from duiqi.aligner.batch.manifest import Entry
    from duiqi.aligner.batch.setup import Setup

LISTED = 20  # pairs listed on the terminal with their error or doubt; the report lists all


def batch(
    manifest: Manifest,
    *,
    out: Out,
    pattern: FilePattern = None,
    formats: Formats = None,
    merge: Merge = None,
    terms: Terms = None,
    jobs: Jobs = None,
    timeout: Timeout = 3600.0,
    max_size: MaxSize = 10.0,
    retry_failed: RetryFailed = False,
    engine: EngineName = "local",
    address: Address = None,
    json_progress: JsonProgress = False,
    dry_run: DryRun = False,
    encoding: Encodings = None,
    source_lang: SourceLang = None,
    target_lang: TargetLang = None,
    level: Level = "sentence",
    presegmented: Presegmented = False,
    code: Code = False,
    chosen: EncoderOptions,
    writing: Writing,
    judging: Judging,
    max_memory: MaxMemory = None,
    force: Force = False,
) -> None:
    """Align many pairs of texts; if killed or interrupted, the same command resumes."""
    if address is not None and engine != "ray":
        raise typer.BadParameter("--address is for --engine ray")
    from duiqi.aligner.batch.ledger import reporting
    from duiqi.aligner.batch.run import dated, run
    from duiqi.aligner.batch.schema import FILE
    from duiqi.aligner.batch.setup import Setup

    setup = Setup(
        base=_absolute(_base(manifest, is_folder=pattern is not None)),
        out=_absolute(out),
        formats=_suffixes(formats or []),
        options=writing.to(),
        source_lang=source_lang,
        target_lang=target_lang,
        level=level,
        presegmented=presegmented,
        code=code,
        model=chosen.model,
        device=chosen.device,
        batch_size=chosen.batch_size,
        cache=chosen.cache and _absolute(chosen.cache),
        max_megabytes=max_size,
        encodings=of_each(encoding),
        questions=judging.is_wanted,
        force=force,
    )
    judging.check([*(merge or []), *(terms or [])], force=force)
    if dry_run:
        raise typer.Exit(_list_pairs(manifest, pattern, setup, out))
    merged = Merged(merge or [], terms or [], force)
    with (
        reporting(out / FILE),
        closing(
            _open_ledger(manifest, pattern, setup, out, merged, judging, retry_failed=retry_failed or force)
        ) as ledger,
    ):
        setup = dated(setup, ledger)
        start = _engine_starter(engine, address, jobs, timeout, setup)
        try:
            run(ledger, start, json_progress=json_progress)
            if judging.is_wanted:
                judging.answer(ledger)
                run(ledger, start, json_progress=json_progress)
                judging.conclude(ledger)
            interrupted = False
        except KeyboardInterrupt:
            interrupted = True
        status = _report(ledger, out, setup.formats)
        if interrupted:
            say("interrupted: the same command resumes from here")
            raise typer.Exit(INTERRUPTED)
        merged.write(ledger, setup, json_progress=json_progress)
        raise typer.Exit(status)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _base(manifest: Path, *, is_folder: bool) -> Path:
    """The folder that the paths of the pairs are relative to."""
    if is_folder:
        return manifest
    return Path() if str(manifest) == "-" else manifest.parent


def _suffixes(formats: Sequence[str]) -> tuple[str, ...]:
    """Formats as suffixes, each once, without .jsonl, which is always written."""
    from duiqi.exports.writing import PAIR, WRITERS

    suffixes = dict.fromkeys(f".{name.removeprefix('.').lower()}" for name in formats)
    for suffix in suffixes:
        if suffix not in WRITERS and suffix != PAIR:
            known = " ".join(known[1:] for known in (*WRITERS, PAIR))
            raise UnwritableFile(f"--format {suffix[1:]}: no such format. Known: {known}")
    return tuple(suffix for suffix in suffixes if suffix != ".jsonl")


def _entries(
    manifest: Path, pattern: tuple[str, str] | None
) -> tuple[Pattern | None, Callable[[], Iterable[Entry]]]:
    """The pattern of the files' names, where there is one, and a function that reads the pairs."""
    from duiqi.aligner.batch.folder import Pattern
    from duiqi.aligner.batch.manifest import read_manifest

    names = Pattern(*pattern) if pattern else None
    return names, lambda: names.entries(manifest) if names else read_manifest(manifest)


def _list_pairs(manifest: Path, pattern: tuple[str, str] | None, setup: Setup, out: Path) -> int:
    """Print each pair with its status, nothing being written, and return the exit status."""
    from collections import Counter

    from duiqi.aligner.batch.ledger import Ledger, reporting
    from duiqi.aligner.batch.schema import FILE
    from duiqi.corpus.printable import printable
    from duiqi.exports.options import count

    done: dict[str, str] = {}
    if (out / FILE).exists():
        with reporting(out / FILE), closing(Ledger(out)) as ledger:
            done = {pair["id"]: pair["status"] for pair in ledger.reports()}
            done |= dict.fromkeys(ledger.changed(setup.base), "changed")
    statuses: Counter[str] = Counter()
    _, entries = _entries(manifest, pattern)
    for entry in entries():
        there = all((setup.base / name).is_file() for name in (entry.source, entry.target))
        status = done.get(entry.id, "waiting") if there else "no such file"
        statuses[status] += 1
        print("\t".join(map(printable, (entry.id, status, entry.source, entry.target))))
    figures = ", ".join(f"{number:,} {status}" for status, number in sorted(statuses.items()))
    say(f"{count(statuses.total(), 'pair')}: {figures}. Nothing was done")
    return IN_PART if statuses["no such file"] else DONE


def _open_ledger(
    manifest: Path,
    pattern: tuple[str, str] | None,
    setup: Setup,
    out: Path,
    merged: Merged,
    judging: Judging,
    *,
    retry_failed: bool,
) -> Ledger:
    """Open the run's ledger, and report what the user should know before any pair is aligned."""
    from duiqi.aligner.batch.run import open_ledger

    names, entries = _entries(manifest, pattern)
    ledger = open_ledger(entries, setup, out, retry_failed=retry_failed)
    try:
        merged.check(ledger, setup.options)
        if judging.questions:
            check_no_pair("--questions", judging.questions, ledger)
        named = [*merged.memories, *merged.glossaries, *filter(None, [judging.questions])]
        check_texts(ledger, setup, named)
    except BaseException:
        if ledger.is_new:  # what is given otherwise the next time is no other run than this one
            ledger.discard()
        else:
            ledger.close()
        raise
    _report_beginning(ledger, out, manifest, names)
    return ledger


def _report_beginning(ledger: Ledger, out: Path, folder: Path, names: Pattern | None) -> None:
    """Report unpaired files, ids that are no file names, and how far a resumed run is."""
    from duiqi.aligner.batch.job import FINISHED
    from duiqi.exports.options import count

    if names and names.unpaired:
        examples = ", ".join(names.unpaired_examples)
        tell([f"{folder}: {count(names.unpaired, 'file')} without the other side, such as {examples}"])
    number, some = ledger.renamed()
    if number:
        examples = ", ".join(f"{stem} for {id!r}" for id, stem in some)  # noqa: A001 - the manifest's word
        tell([f"{count(number, 'id')} changed to be safe as file names: {examples}"])
    if not ledger.is_new:
        counts = ledger.counts()
        done = counts.of(*FINISHED)
        say(f"{out}: resumed, {done:,} of {counts.total:,} pairs are done")
        added, changed, gone, damaged = ledger.resumed
        if added:
            say(f"{out}: {count(added, 'new pair')}")
        if changed:
            say(f"{out}: {count(changed, 'pair')} to be aligned again, as a text of theirs has changed")
        if gone:
            say(f"{out}: {count(gone, 'pair')} to be aligned again, as a file of theirs is missing there")
        if damaged:
            say(f"{out}: {count(damaged, 'pair')} to be aligned again, as a file of theirs cannot be read")


def _engine_starter(
    engine: str, address: str | None, jobs: int | None, timeout: float, setup: Setup
) -> Callable[[int], Engine]:
    """A function that starts the engine for so many pairs."""

    def start(pairs: int) -> Engine:
        if engine == "ray":
            from duiqi.aligner.batch.cluster import RayEngine

            return RayEngine(setup, jobs, timeout, address=address)
        from duiqi.aligner.batch.local import LocalEngine
        from duiqi.aligner.threads import cores

        return LocalEngine(setup, min(jobs or cores(), pairs), timeout)

    return start


def _report(ledger: Ledger, out: Path, formats: Sequence[str]) -> int:
    """Write both reports, list the pairs with an error or doubt on stderr, and return the exit status."""
    from duiqi.aligner.batch.job import UNSUCCESSFUL, Status
    from duiqi.aligner.batch.report import LINES, PAGE, summary, write_lines, write_page
    from duiqi.aligner.doubts import NOT_A_TRANSLATION

    write_lines(ledger)
    write_page(ledger, ".html" if ".html" in formats else ".jsonl")
    say(f"{out}: {summary(ledger)}")
    listed = (*UNSUCCESSFUL, Status.DOUBTFUL)
    for pair in islice(ledger.reports(*listed), LISTED):
        reason = pair.get("error") or next(
            doubt["text"] for doubt in pair["warnings"] if doubt["code"] == NOT_A_TRANSLATION
        )
        say(f"{pair['status']}: {pair['id']}: {reason}")
    number = ledger.counts().of(*listed)
    if number > LISTED:
        say(f"… and {number - LISTED:,} more, all listed in {out / LINES} and {out / PAGE}")
    return IN_PART if number else DONE
