"""Damage files of every reader by chance and read them, until the time is over.

    python -m benchmarks.fuzz --minutes 10 [--seed 1] [--only docx --only pdf]
    python -m benchmarks.fuzz --again pdf:1:0-1042-77 --save found.pdf

A reader may read the file or refuse it with one of the project's own errors; anything else is printed, with
the name by which `--again` repeats it. Each reader has the same processor time. Files are read in
forked children with limits of time and memory, so that none can end the run. An input with a new outcome
(an error at a new place, another number of paragraphs) is damaged again later on: a name lists the damages
one upon another.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import os
import resource
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from random import Random
from types import FrameType
from typing import NamedTuple

from benchmarks.fuzz.mutations import mutated
from benchmarks.fuzz.seeds import ROOT, Subject, folder, subjects
from duiqi.corpus.errors import DuiqiError

SECONDS = 10  # of processor time for one input
MEMORY = 1 << 30  # beyond what the process has
ROUND = 3.0  # processor seconds of a child, before another reader has its turn
POOL = 2000  # inputs with new outcomes that are kept for each reader


class Slow(BaseException):
    """An input has taken its time."""


class Outcome(NamedTuple):
    """What reading an input led to.

    kind     the kind of result, or the error with the place in the project's code that raised it
    fault    the traceback, where it is no error of the project's own
    seconds  processor time
    grown    bytes by which the largest memory of the process grew
    """

    name: str
    kind: str
    fault: str
    seconds: float
    grown: int


def made(subject: Subject, name: str) -> tuple[bytes, str]:
    """The input of a name `READER:SEED:FILE-DAMAGE-DAMAGE…`, and its file name."""
    reader, seed, chain = name.split(":")
    file, *damages = chain.split("-")
    file_name, data = subject.files[int(file)]
    for damage in damages:
        data = mutated(data, Random(f"{reader}:{seed}:{damage}"))
    return data, file_name


def read(subject: Subject, name: str) -> Outcome:
    """Read an input in this process."""
    data, file_name = made(subject, name)
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Python code is interrupted with its place; code in C that goes on is ended with the process.
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(began) + SECONDS + 3, hard))
    fault = ""
    try:
        kind = _size(subject.read(data, file_name))
    except DuiqiError as error:
        kind = _place(error)
    except (MemoryError, RecursionError) as error:  # the command line reports both in one line
        kind = f"limit: {_place(error)}"
    except (Exception, Slow) as error:
        kind, fault = _place(error), traceback.format_exc()
    signal.setitimer(signal.ITIMER_PROF, 0)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return Outcome(name, kind, fault, time.process_time() - began, grown << 10)


def _size(result: object) -> str:
    """The kind of a result: roughly how much was read, and what was doubted."""
    parts = getattr(result, "paragraphs", result)
    doubts = ",".join(sorted({warning.code for warning in getattr(result, "warnings", ())}))
    return f"{len(parts).bit_length() if isinstance(parts, list | tuple) else 0} {doubts}"


def _place(error: BaseException) -> str:
    places = [
        f"{frame.filename.removeprefix(str(ROOT))}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if str(ROOT) in frame.filename
    ]
    return f"{type(error).__name__} at {places[-1] if places else '?'}"


def run_child(subject: Subject, names: Iterator[str]) -> list[Outcome]:
    """Read inputs in a forked child for a while; an input that ends the child is a fault too."""
    incoming, outgoing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(incoming)
        try:
            _work(subject, names, outgoing)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(outgoing)
    outcomes, at = [], ""
    with os.fdopen(incoming, encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            if isinstance(told, str):
                at = told
            else:
                outcomes.append(Outcome(*told))
                at = ""
    _, status = os.waitpid(child, 0)
    if at:
        how = f"ended the process: {os.waitstatus_to_exitcode(status)}"
        outcomes.append(Outcome(at, how, how, SECONDS, 0))
    return outcomes


def _work(subject: Subject, names: Iterator[str], outgoing: int) -> None:
    signal.signal(signal.SIGPROF, _interrupt)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    with open("/proc/self/statm", encoding="ascii") as file:
        size = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    began = time.process_time()
    with os.fdopen(outgoing, "w", encoding="utf-8") as pipe:
        for name in names:
            print(json.dumps(name), file=pipe, flush=True)
            outcome = read(subject, name)
            print(json.dumps(outcome), file=pipe, flush=True)
            if outcome.fault or time.process_time() - began > ROUND:
                return


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise Slow


class Fuzzer:
    """The readers in turn, with their pools of interesting inputs and what was seen."""

    def __init__(self, subjects: dict[str, Subject], seed: int) -> None:
        self.subjects, self.seed = subjects, seed
        self.inputs: Counter[str] = Counter()
        self.kinds: dict[str, set[str]] = {name: set() for name in subjects}
        self.pools = {name: [str(n) for n in range(len(one.files))] for name, one in subjects.items()}
        self.faults: dict[str, Outcome] = {}
        self.slowest: dict[str, Outcome] = {}
        self.largest: dict[str, Outcome] = {}
        self.limits = 0

    def run(self, minutes: float) -> None:
        """Give every reader its turn until the time is over."""
        end = time.monotonic() + 60 * minutes
        for subject in self.subjects.values():  # imports and word lists, once for all children
            for name, data in subject.files:
                subject.read(data, name)
        gc.freeze()
        for reader in itertools.cycle(self.subjects):
            if time.monotonic() > end:
                return
            for outcome in run_child(self.subjects[reader], self._names(reader)):
                self._note(reader, outcome)

    def _names(self, reader: str) -> Iterator[str]:
        """New inputs: a whole file, or one with a new outcome, damaged once more."""
        pool, whole = self.pools[reader], len(self.subjects[reader].files)
        number = self.inputs[reader]
        while True:
            number += 1
            random = Random(f"{reader}:{self.seed}:{number}:parent")
            parent = random.choice(pool if random.random() < 0.5 else pool[:whole])
            yield f"{reader}:{self.seed}:{parent}-{number}"

    def _note(self, reader: str, outcome: Outcome) -> None:
        self.inputs[reader] += 1
        self.limits += outcome.kind.startswith("limit")
        if outcome.fault and outcome.kind not in self.faults:
            self.faults[outcome.kind] = outcome
            print(f"FOUND {outcome.name}: {outcome.kind}\n{outcome.fault}", flush=True)
        if outcome.kind not in self.kinds[reader] and len(self.pools[reader]) < POOL and not outcome.fault:
            self.pools[reader].append(outcome.name.split(":")[2])
        self.kinds[reader].add(outcome.kind)
        for best, value in ((self.slowest, "seconds"), (self.largest, "grown")):
            if reader not in best or getattr(outcome, value) > getattr(best[reader], value):
                best[reader] = outcome

    def report(self) -> None:
        """Print the inputs of each reader, the slowest and the largest."""
        print(f"{'reader':16} {'inputs':>8} {'outcomes':>8} {'slowest':>9}  {'largest':>7}")
        for reader in self.subjects:
            if slow := self.slowest.get(reader):
                large = self.largest[reader]
                print(
                    f"{reader:16} {self.inputs[reader]:8,} {len(self.kinds[reader]):8} {slow.seconds:7.2f} s "
                    f"{large.grown >> 20:5} MB  {slow.name}  {large.name}"
                )
        print(
            f"{self.inputs.total():,} inputs, seed {self.seed}; {self.limits} ended at the limit of memory "
            f"or depth; {len(self.faults)} kinds of faults"
        )
        for outcome in self.faults.values():
            print(f"  {outcome.name}: {outcome.kind}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", help="a reader; may be given several times")
    parser.add_argument("--again", help="the name of an input: read it here, with its traceback")
    parser.add_argument("--save", help="with --again, a file to write the input to")
    chosen = parser.parse_args()
    every = subjects()
    try:
        if chosen.again:
            _again(every[chosen.again.split(":")[0]], chosen.again, chosen.save)
            return
        known = {name: one for name, one in every.items() if name in (chosen.only or every)}
        fuzzer = Fuzzer(known, chosen.seed)
        fuzzer.run(chosen.minutes)
        fuzzer.report()
        sys.exit(1 if fuzzer.faults else 0)
    finally:
        shutil.rmtree(folder(), ignore_errors=True)


def _again(subject: Subject, name: str, save: str | None) -> None:
    data, file_name = made(subject, name)
    if save:
        with open(save, "wb") as file:
            file.write(data)
    print(f"{file_name}, {len(data):,} bytes", flush=True)
    signal.signal(signal.SIGPROF, _interrupt)
    outcome = read(subject, name)
    print(f"{outcome.kind}, {outcome.seconds:.2f} s, {outcome.grown >> 20} MB\n{outcome.fault}")


if __name__ == "__main__":
    main()
