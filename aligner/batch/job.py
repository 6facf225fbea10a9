"""One pair of texts, from two files to its results: whole or not at all."""

from __future__ import annotations

import errno
import os
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from duiqi.aligner.allocator import keep_freed
from duiqi.aligner.batch.limits import at_most, share
from duiqi.corpus.errors import DuiqiError, UnreadableFile, UnwritableFile
from duiqi.exports.options import WriteOptions

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import Encoder
    from duiqi.corpus.model import Alignment, Bead, Document

MEGABYTE = 1_000_000
PACKED = 20  # files of archives and pages may be so many times larger than their text may be
ARCHIVES = (b"PK\x03\x04", b"%PDF-")
PAIR = ".txt"  # the format that is two files
# What is wrong with the disk is no pair's fault: going on would only fail every other.
DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ESTALE}

State = Literal["done", "doubtful", "failed", "lost", "unbegun", "crowded", "stopped"]


@dataclass(frozen=True, slots=True)
class Setup:
    """What all pairs of a run have in common.

    base       the folder that the manifest's paths are relative to
    out        the folder of the results
    formats    suffixes of what is written beside the .jsonl
    megabytes  of text that one side may have
    """

    base: Path
    out: Path
    formats: tuple[str, ...] = ()
    options: WriteOptions = field(default_factory=WriteOptions)
    source_lang: str | None = None
    target_lang: str | None = None
    level: Literal["paragraph", "sentence"] = "sentence"
    presegmented: bool = False
    model: str = "bundled"
    device: str | None = None
    batch_size: int | None = None
    cache: Path | None = None
    megabytes: float = 10.0


class Job(NamedTuple):
    """A pair that is to be done: its number in the run, and the name that its files get."""

    number: int
    id: str
    name: str
    source: str
    target: str
    source_lang: str
    target_lang: str
    bytes: int
    alone: bool = False


class Outcome(NamedTuple):
    """How a pair came out, and what the report says of it.

    done      its files are in place
    doubtful  they are, but the texts are no translation of each other
    failed    for a reason that lies in the texts; it has no files
    lost      its worker died or took too long; it has none either
    unbegun   its worker died before its turn came
    crowded   it needs more memory than it was given
    stopped   nothing can be written; no other pair would fare better
    """

    state: State
    report: dict[str, Any]
    sentences: int = 0
    trusted: float = 0.0


class Worker:
    """Does one pair after the other with an encoder that is loaded once.

    neighbours  workers that share this machine's memory, itself included
    threads     that it may use
    """

    def __init__(self, setup: Setup, neighbours: int = 1, threads: int = 1) -> None:
        from threadpoolctl import threadpool_limits

        keep_freed()
        self._setup = setup
        self._neighbours = neighbours
        self._limits = threadpool_limits(threads)
        self._encoder = _encoder(setup, threads)

    def do(self, job: Job) -> Outcome:
        """Align a pair and write its files; what goes wrong with it is in the outcome."""
        begin = time.monotonic()
        given = share(1 if job.alone else self._neighbours)
        try:
            with at_most(given):
                outcome = _outcome(job, self._setup, self._encoder)
        except MemoryError:
            state: State = "failed" if job.alone or self._neighbours == 1 else "crowded"
            outcome = Outcome(
                state,
                {
                    "error": f"needs more than {given / 1e9:.1f} GB of memory. "
                    "Cut the texts into parts, or have it done on a larger machine"
                },
            )
        seconds = round(time.monotonic() - begin, 2)
        return outcome._replace(report=outcome.report | {"seconds": seconds})


def _encoder(setup: Setup, threads: int) -> Encoder:
    """The run's encoder, with as many threads as there are cores for each worker."""
    from duiqi.aligner.encoders.catalogue import load_encoder

    return load_encoder(
        setup.model, device=setup.device, batch_size=setup.batch_size, cache=setup.cache, threads=threads
    )


def _outcome(job: Job, setup: Setup, encoder: Encoder) -> Outcome:
    try:
        alignment, sizes = _aligned(job, setup, encoder)
        _write(alignment, job, setup)
    except UnwritableFile as error:
        of_disk = isinstance(error.__cause__, OSError) and error.__cause__.errno in DISK
        return Outcome("stopped" if of_disk else "failed", {"error": str(error)})
    except DuiqiError as error:
        # As in the manifest: the same on every machine, wherever its disks are mounted.
        return Outcome("failed", {"error": str(error).replace(f"{setup.base}{os.sep}", "")})
    except MemoryError:
        raise
    except Exception as error:  # one text that we cannot cope with must not stop a hundred thousand
        told = " ".join(str(error).split())[:200]
        return Outcome(
            "failed", {"error": f"{type(error).__name__}: {told}. This is a fault of ours: tell us"}
        )
    return _told(alignment, sizes)


def _aligned(job: Job, setup: Setup, encoder: Encoder) -> tuple[Alignment, tuple[int, int]]:
    from duiqi.aligner.files import read_pair

    pair = read_pair(
        setup.base / job.source,
        setup.base / job.target,
        source_lang=job.source_lang or setup.source_lang,
        target_lang=job.target_lang or setup.target_lang,
        level=setup.level,
        presegmented=setup.presegmented,
        read=lambda path, lang, _: read_within(path, lang, setup.megabytes),
    )
    return pair.align(encoder), (len(pair.source), len(pair.target))


def read_within(path: Path, lang: str | None, megabytes: float) -> Document:
    """Read a file whose text is no longer than so many megabytes.

    Plain text that is longer is refused unread: a file of 50 MB is a dump or a collection,
    and reading it costs ten times its size. An archive may be larger than its text.
    """
    from duiqi.corpus import read

    most = int(megabytes * MEGABYTE)
    try:
        size = path.stat().st_size
        if size > most:
            with path.open("rb") as file:
                packed = file.read(1024).lstrip().startswith(ARCHIVES)
            if not packed or size > PACKED * most:
                raise _too_long(path, size, megabytes)
    except ValueError:  # a NUL in its name
        raise UnreadableFile(f"{str(path)!r}: no file can be called so") from None
    except OSError:
        pass  # `read` says what is the matter
    document = read(path, lang)
    if len(document.text) > most or len(document.text.encode("utf-8", "surrogatepass")) > most:
        raise _too_long(path, len(document.text.encode("utf-8", "surrogatepass")), megabytes)
    return document


def _too_long(path: Path, size: int, megabytes: float) -> UnreadableFile:
    return UnreadableFile(
        f"{path}: {size / MEGABYTE:.1f} MB, and {megabytes:g} is the most for one text. "
        f"Cut it into its documents, or say --max-size {-(-size // MEGABYTE)}"
    )


def _write(alignment: Alignment, job: Job, setup: Setup) -> None:
    """Write all files of a pair; the .jsonl, by which it counts as done, comes into place last."""
    from duiqi.exports import write
    from duiqi.exports.replacing import replacing

    places = [setup.out / f"{job.name}{suffix}" for suffix in (*setup.formats, ".jsonl")]
    # Leaving the block, streams take their places in the reverse of this order.
    with ExitStack() as stack:
        streams = [
            (place.suffix, stack.enter_context(replacing(place)))
            for place in reversed(places)
            if place.suffix != PAIR
        ]
        for suffix, stream in streams:
            write(alignment, stream, replace(setup.options, format=suffix))
        if PAIR in setup.formats:
            write(alignment, setup.out / f"{job.name}{PAIR}", setup.options)


def _told(alignment: Alignment, sizes: tuple[int, int]) -> Outcome:
    """What the report says of an alignment."""
    from duiqi.aligner.doubts import NOT_A_TRANSLATION

    beads: Sequence[Bead] = tuple(alignment.beads)
    kinds = Counter(f"{a}-{b}" for a, b in (bead.kind for bead in beads))
    alone = sum(sum(bead.kind) for bead in beads if not all(bead.kind))
    characters = [sum(map(len, (*bead.source_texts, *bead.target_texts))) for bead in beads]
    trusted = sum(
        length
        for bead, length in zip(beads, characters, strict=True)
        if all(bead.kind) and bead.confidence >= 0.5
    ) / max(sum(characters), 1)
    report = {
        "languages": [alignment.source.lang, alignment.target.lang],
        "sentences": list(sizes),
        "beads": dict(sorted(kinds.items())),
        "deletions": round(alone / max(sum(sum(bead.kind) for bead in beads), 1), 4),
        "confidence": round(sum(bead.confidence for bead in beads) / max(len(beads), 1), 4),
        "trusted": round(trusted, 4),
        "warnings": [doubt._asdict() for doubt in alignment.warnings],
    }
    doubtful = any(doubt.code == NOT_A_TRANSLATION for doubt in alignment.warnings)
    return Outcome("doubtful" if doubtful else "done", report, sum(sizes), round(trusted, 4))
