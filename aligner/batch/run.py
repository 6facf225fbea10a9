"""A whole run: what is waiting goes to the workers, what comes back is noted."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from types import FrameType

from duiqi.aligner.batch.engines import Engine, Result
from duiqi.aligner.batch.job import Job, Setup
from duiqi.aligner.batch.manifest import Entry
from duiqi.aligner.batch.state import ALONE, BIG, LARGE, SMALL, Counts, State
from duiqi.aligner.batch.telling import Teller
from duiqi.corpus.errors import UnwritableFile

PATIENCE = 0.5  # seconds between two looks at what takes too long
DONE, DOUBTFUL, FAILED, LOST = "done", "doubtful", "failed", "lost"
OVER = (DONE, DOUBTFUL, FAILED, LOST)
BEGUN = "begun"  # when, by which the results are dated


def open_state(
    entries: Callable[[], Iterable[Entry]], setup: Setup, folder: Path, *, retry: bool = False
) -> State:
    """The record of a run, begun or taken up again; `folder` is `setup.out` as its user calls it.

    Raises DuiqiError, which says what differs, where another run has been in the folder.
    """
    state = State(folder)
    facts = _facts(setup)
    try:
        if state.is_new:
            state.begin(entries(), setup.base, facts | {BEGUN: setup.options.date().isoformat()})
        else:
            state.check(entries(), facts)
            state.resume(setup.base, retry)
        state.sweep()
    except BaseException:
        state.close()
        raise
    return state


def dated(setup: Setup, state: State) -> Setup:
    """The same with the date of the run's beginning: a file must not tell when its pair was done."""
    begun = datetime.fromisoformat(state.fact(BEGUN))
    return replace(setup, options=replace(setup.options, created=begun))


def _facts(setup: Setup) -> dict[str, str]:
    """What must be the same when a run goes on: all that the results depend on."""
    from duiqi.aligner.signature import fingerprint

    options = setup.options
    return {
        "duiqi": version("duiqi"),
        "the aligner": fingerprint(),
        "--model": setup.model,
        "--level": setup.level,
        "--presegmented": _shown(setup.presegmented),
        "--source-lang": setup.source_lang or "",
        "--target-lang": setup.target_lang or "",
        "--format": " ".join(sorted(suffix[1:] for suffix in setup.formats)),
        "--min-confidence": f"{options.min_confidence:g}",
        "--xliff": options.xliff,
        "--lang-code": " ".join(f"{tag}={code}" for tag, code in sorted(options.codes.items())),
        "--duplicates": options.duplicates or "",
        "--plain-spaces": _shown(options.plain_spaces),
        "--unlabelled": _shown(options.unlabelled),
    }


def _shown(flag: bool) -> str:
    return "given" if flag else ""


def run(state: State, engine: Callable[[int], Engine], *, machines: bool = False) -> Counts:
    """Do all that is waiting; an interruption leaves what is done.

    engine  makes the workers, for so many pairs
    """
    counts = state.counts()
    waiting = counts.pairs.get("waiting", 0)
    if waiting:
        done = sum(counts.pairs.get(name, 0) for name in OVER)
        failed = counts.pairs.get(FAILED, 0)
        teller = Teller(counts.total, done, failed, counts.sentences, counts.bytes_waiting, machines=machines)
        # Ray has a handler of its own for what interrupts, so ours comes after it.
        try:
            with closing(engine(waiting)) as workers, _interruptible(), teller:
                try:
                    _go(state, workers, teller)
                finally:
                    teller.tell(last=True)
        finally:
            state.put_all_back()
            state.sweep()
    return state.counts()


def _go(state: State, engine: Engine, teller: Teller) -> None:
    flight: dict[int, Job] = {}
    while True:
        for _ in range(engine.free()):
            job = _next(state, flight, engine.workers)
            if job is None:
                break
            flight[job.number] = job
            engine.give(job)
        if not flight and not state.waiting():
            return
        for result in engine.wait(PATIENCE):
            del flight[result.job.number]
            _note(state, result, teller)
        teller.tell()


def _next(state: State, flight: Mapping[int, Job], workers: int) -> Job | None:
    """What to do next: never so many large texts at once that they would fill the memory.

    The largest come first, for one that comes last keeps all the others waiting; half of the
    workers are kept for small ones as long as there are any.
    """
    if any(job.alone for job in flight.values()):
        return None
    large = sum(job.bytes >= LARGE for job in flight.values())
    lanes = (BIG, SMALL) if large < max(1, workers // 2) else (SMALL, BIG)
    for lane in lanes:
        if job := state.take(lane):
            return job
    return None if flight else state.take(ALONE)


def _note(state: State, result: Result, teller: Teller) -> None:
    job, outcome = result
    if outcome.state == "stopped":
        raise UnwritableFile(str(outcome.report["error"]))
    if outcome.state == "crowded":
        state.put_back(job, alone=True)
    elif outcome.state == "unbegun":
        state.put_back(job, begun=False)
    elif outcome.state == LOST and state.may_try_again(job):
        state.put_back(job)
    else:
        state.record(job, outcome)
        teller.add(outcome.sentences, job.bytes, failed=outcome.state in (FAILED, LOST))


@contextmanager
def _interruptible() -> Iterator[None]:
    """What a queue or a service manager sends before it kills is Ctrl-C as well."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
