"""The outputs of `duiqi batch` made of all pairs together: translation memories and glossaries."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from duiqi.aligner.cli.files import check_distinct, check_nothing_lost, check_outputs, put_files, tell
from duiqi.aligner.cli.messages import say
from duiqi.corpus.errors import UnwritableFile

if TYPE_CHECKING:
    from duiqi.aligner.batch.ledger import Ledger
    from duiqi.aligner.batch.setup import Setup
    from duiqi.exports.options import WriteOptions


class Merged(NamedTuple):
    """The outputs made of all pairs together: translation memories and glossaries."""

    memories: Sequence[Path]
    glossaries: Sequence[Path]
    force: bool = False

    def check(self, ledger: Ledger, options: WriteOptions) -> None:
        """Refuse outputs that cannot be written, before any pair is aligned."""
        from duiqi.aligner.batch.merge import MergedResults
        from duiqi.corpus.glossary.model import Glossary
        from duiqi.corpus.model import Alignment

        for name, paths in (("--merge", self.memories), ("--terms", self.glossaries)):
            for path in paths:
                if str(path) == "-":
                    raise UnwritableFile(f"{name} -: this goes to a file. Give its name")
                check_no_pair(name, path, ledger)
        check_outputs(self.memories, options, Alignment)
        if self.glossaries:
            is_current = partial(self._is_current, ledger, MergedResults(ledger, options).stamp())
            outdated = [path for path in self.glossaries if not is_current(path)]
            check_outputs(outdated, options, Glossary, keep_reviewed=not self.force)
        check_distinct([*self.memories, *self.glossaries])

    def _is_current(self, ledger: Ledger, stamp: str, path: Path) -> bool:
        """Whether a glossary was made from these results with these options."""
        from duiqi.aligner.batch.job import Status

        waiting = ledger.counts().of(Status.WAITING)
        return not waiting and path.exists() and ledger.setting(_stamp_name(path)) == stamp

    def write(self, ledger: Ledger, setup: Setup, *, json_progress: bool = False) -> None:
        """Write the outputs from the results of all pairs that can be trusted."""
        if not (self.memories or self.glossaries):
            return
        from duiqi.aligner.batch.merge import MergedResults

        results = MergedResults(ledger, setup.options)
        tell(results.warnings)
        if not self.force:
            for path in self.memories:
                check_nothing_lost(path, results.memory())
        best = replace(setup.options, duplicates=setup.options.duplicates or "best")
        put_files(results.memory(), self.memories, best, "unit")
        stamp = results.stamp()
        outdated = [path for path in self.glossaries if not self._is_current(ledger, stamp, path)]
        for path in self.glossaries:
            if path not in outdated:
                say(f"{path}: as it was, nothing has changed since")
        if outdated:
            from duiqi.aligner.batch.progress import StageReporter
            from duiqi.aligner.cli.progress import Meter
            from duiqi.aligner.terms import extract_terms

            encoder = setup.load_encoder()
            reporter = StageReporter(as_json=json_progress)
            with Meter() as meter:

                def progress(stage: str, done: int, total: int) -> None:
                    meter(stage, done, total)
                    reporter(stage, done, total)

                extraction = extract_terms(results.bitexts(), encoder, progress=progress)
            tell(extraction.warnings)
            with extraction:
                put_files(extraction.glossary(), outdated, setup.options, "term pair")
            for path in outdated:
                ledger.remember(_stamp_name(path), stamp)


def _stamp_name(path: Path) -> str:
    """The name under which the ledger has the stamp of a glossary."""
    return f"terms {os.path.realpath(path)}"


def check_texts(ledger: Ledger, setup: Setup, written: Iterable[Path]) -> None:
    """Refuse a run that would write over one of its texts: in place of a result, a report, or another output.

    written  the outputs that options name; `.txt` stands for two files with a language before the suffix
    """
    from duiqi.aligner.batch.outputs import TWO_FILES

    of_pairs = {*setup.formats, ".jsonl"}
    own = {("report", ".jsonl"), ("report", ".html"), ("run", ".sqlite")}
    named = {(_folder_of(path.absolute()), path.stem, path.suffix.lower()) for path in written}
    results = _folder_of(setup.out / "report.jsonl")
    for name in ledger.texts():
        text = setup.base / name
        suffix, folder = text.suffix.lower(), _folder_of(text)
        stem = Path(text.stem).stem if suffix == TWO_FILES else text.stem
        is_result = suffix in of_pairs and ledger.has_stem(stem)
        if (folder, stem, suffix) in named or (
            folder == results and (is_result or (stem.casefold(), suffix) in own)
        ):
            raise UnwritableFile(f"{name}: this text would be written over. Give another folder or name")


@lru_cache(maxsize=256)
def _real(folder: Path) -> str:
    return os.path.realpath(folder)


def _folder_of(path: Path) -> str:
    return _real(path.parent)


def check_no_pair(name: str, path: Path, ledger: Ledger) -> None:
    """Refuse an output, the value of the option `name`, in the place of a pair's file or of the run's own."""
    if path.parent.resolve() != ledger.folder.resolve():
        return
    if ledger.has_stem(path.stem) or path.stem in ("report", "run"):
        raise UnwritableFile(f"{name} {path}: this is the file of a pair. Give another name")
