"""One pair of texts: read, segmented, aligned and written, all its files or none."""

from __future__ import annotations

import errno
import json
import os
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from duiqi.aligner.batch.job import Job, PairResult, Status
from duiqi.aligner.batch.outputs import TWO_FILES, results_of
from duiqi.aligner.batch.setup import Setup
from duiqi.aligner.batch.text_size import read_limited
from duiqi.corpus.errors import DuiqiError, UnwritableFile

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import Encoder
    from duiqi.aligner.files import TextPair
    from duiqi.aligner.judging.judged import Judged
    from duiqi.corpus.model import Alignment

TRUSTED = 0.5  # confidence from which a bead is more likely right than wrong
# Errors of the disk are no pair's fault: every other pair would fail as well.
DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ESTALE}


def align_pair(job: Job, setup: Setup, encoder: Encoder) -> PairResult:
    """Align a pair and write its files; any error but MemoryError becomes part of the result."""
    try:
        texts = _read(job, setup)
        alignment = _with_review(texts.align(encoder), job, setup, encoder)
        found = _judged(alignment, job, encoder) if setup.questions or job.answers else None
        alignment = found.alignment if found else alignment
        _write(alignment, job, setup)
    except UnwritableFile as error:
        of_disk = isinstance(error.__cause__, OSError) and error.__cause__.errno in DISK_ERRORS
        return PairResult(Status.DISK_ERROR if of_disk else Status.FAILED, {"error": str(error)})
    except DuiqiError as error:
        # Paths as in the manifest: the same on every machine, wherever its disks are mounted.
        return PairResult(Status.FAILED, {"error": str(error).replace(f"{setup.base}{os.sep}", "")})
    except MemoryError:
        raise
    except Exception as error:  # a fault of ours in one text must not stop a hundred thousand others
        reason = " ".join(str(error).split())[:200]
        return PairResult(
            Status.FAILED,
            {"error": f"{type(error).__name__}: {reason}. This is a fault of duiqi: please report it"},
        )
    result = _result(alignment, (len(texts.source), len(texts.target)))
    result = result._replace(sha256=(alignment.source.sha256, alignment.target.sha256))
    return _with_questions(result, found, job) if found else result


def _read(job: Job, setup: Setup) -> TextPair:
    """Read and segment both texts, as `duiqi align` does, but none that is too long."""
    from duiqi.aligner.files import read_pair

    return read_pair(
        setup.base / job.source,
        setup.base / job.target,
        source_lang=job.source_lang or setup.source_lang,
        target_lang=job.target_lang or setup.target_lang,
        encodings=setup.encodings,
        level=setup.level,
        presegmented=setup.presegmented,
        code=setup.code,
        read=partial(read_limited, max_megabytes=setup.max_megabytes),
    )


def _with_review(alignment: Alignment, job: Job, setup: Setup, encoder: Encoder) -> Alignment:
    """The alignment with the review of files that are there already, of which copies are kept.

    What a user should know of it are warnings of the alignment. With `setup.force` the copies are all that is
    kept of the review. Raises DamagedResult for a file with reviewed rows that cannot be read to its end.
    """
    from duiqi.aligner.reviewed.earlier import (
        DamagedResult,
        earlier_result,
        hides_edits,
        may_be_edited,
        newest_first,
    )
    from duiqi.corpus.model import Doubt
    from duiqi.exports.replacing import keep_copy

    earlier, doubtful = [], []
    for path in results_of(setup.out / job.stem, setup.formats):
        try:
            found = earlier_result(path)
        except DamagedResult as error:
            if error.is_reviewed and not setup.force:
                raise
            doubtful.append(path)
            continue
        if found:
            earlier.append(found)
        elif may_be_edited(path):
            doubtful.append(path)
    warnings: list[str] = []
    if earlier and not setup.force:
        from duiqi.aligner.reviewed.carrying import carry_over

        carried = carry_over(alignment, newest_first(earlier), encoder)
        alignment, warnings = carried.alignment, [*carried.warnings]
    copies = {result.path: keep_copy(result.path) for result in earlier}
    for path in doubtful:
        copies[path] = keep_copy(path)
        warnings.append(f"{path}: kept as {copies[path]} before it is replaced")
    warnings += [
        f"{copy}: texts that were edited without tracked changes are in this copy alone"
        for path, copy in copies.items()
        if hides_edits(path)
    ]
    doubts = (Doubt("review", warning.replace(f"{setup.out}{os.sep}", "")) for warning in warnings)
    return replace(alignment, warnings=(*alignment.warnings, *doubts))


def _judged(alignment: Alignment, job: Job, encoder: Encoder) -> Judged:
    """The alignment with the answers about it; no question is asked about texts that are no translation."""
    from duiqi.aligner.doubts import NOT_A_TRANSLATION
    from duiqi.aligner.judging.answers import Answers
    from duiqi.aligner.judging.judge import Choice
    from duiqi.aligner.judging.judged import Judged, judged

    if any(doubt.code == NOT_A_TRANSLATION for doubt in alignment.warnings):
        return Judged(alignment, (), 0, 0)
    choices: dict[tuple[str, float], dict[str, Choice]] = {}
    for answer in job.answers:
        given = choices.setdefault((answer.judge, answer.reliability), {})
        given[answer.signature] = Choice(answer.choice, answer.probability)
    judges = [Answers(given, name, reliability) for (name, reliability), given in choices.items()]
    return judged(alignment, *judges, encoder=encoder)


def _with_questions(result: PairResult, found: Judged, job: Job) -> PairResult:
    """A result with the open questions, and in its report the answers and what they changed."""
    from duiqi.aligner.judging.answers import fields_of

    questions = {
        "asked": found.asked,
        "answered": found.asked - len(found.open),
        "changed": found.changed,
        "answers": [answer._asdict() for answer in job.answers],
    }
    return result._replace(
        report=result.report | {"questions": questions},
        questions=tuple(json.dumps(fields_of(question)) for question in found.open),
    )


def _write(alignment: Alignment, job: Job, setup: Setup) -> None:
    """Write all files of a pair; the .jsonl, which makes the pair count as done, appears last."""
    from duiqi.exports import write
    from duiqi.exports.replacing import replacing

    paths = results_of(setup.out / job.stem, setup.formats)
    # The stack closes the streams in the reverse of the order in which they were opened.
    with ExitStack() as stack:
        streams = [
            (path.suffix, stack.enter_context(replacing(path)))
            for path in reversed(paths)
            if path.suffix != TWO_FILES
        ]
        for suffix, stream in streams:
            write(alignment, stream, replace(setup.options, format=suffix))
        if TWO_FILES in setup.formats:
            write(alignment, setup.out / f"{job.stem}{TWO_FILES}", setup.options)


def _result(alignment: Alignment, sizes: tuple[int, int]) -> PairResult:
    """The status of an alignment, and its figures for the report.

    sizes  segments of the source and of the target
    """
    from duiqi.aligner.doubts import NOT_A_TRANSLATION

    beads = tuple(alignment.beads)
    kinds = Counter(f"{a}-{b}" for a, b in (bead.kind for bead in beads))
    segments = sum(sum(bead.kind) for bead in beads)
    unpaired = sum(sum(bead.kind) for bead in beads if not all(bead.kind))
    characters = [sum(map(len, (*bead.source_texts, *bead.target_texts))) for bead in beads]
    trusted = sum(
        length
        for bead, length in zip(beads, characters, strict=True)
        if all(bead.kind) and bead.confidence >= TRUSTED
    )
    share = round(trusted / max(sum(characters), 1), 4)
    report: dict[str, Any] = {
        "languages": [alignment.source.lang, alignment.target.lang],
        "sentences": list(sizes),
        "beads": dict(sorted(kinds.items())),
        "deletions": round(unpaired / max(segments, 1), 4),
        "confidence": round(sum(bead.confidence for bead in beads) / max(len(beads), 1), 4),
        "trusted": share,
        "warnings": [doubt._asdict() for doubt in alignment.warnings],
    }
    doubtful = any(doubt.code == NOT_A_TRANSLATION for doubt in alignment.warnings)
    return PairResult(Status.DOUBTFUL if doubtful else Status.DONE, report, sum(sizes), share)
