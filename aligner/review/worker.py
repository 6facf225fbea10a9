"""The worker: one process that reads strange files and computes, so that none of it can take the server down.

It has its own limit of memory; a crash, or a kill to stop it, costs the task that it has, and the next
task gets a new process.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any

from duiqi.corpus.errors import DuiqiError, fault

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import Encoder

Report = Callable[[str, float], None]  # the stage, and the share of it that is done
GONE = (EOFError, BrokenPipeError, ConnectionResetError, OSError)
TICK = 0.2  # seconds between two looks at the time and the wish to stop


class Stopped(DuiqiError):
    """A task that was stopped by the user, or took too long."""


class WorkerLost(DuiqiError):
    """A task whose process ended by itself."""


class Desk:
    """What a task finds in the worker: the encoder, loaded once, and a way to report how far it is."""

    def __init__(self, report: Report, model: str) -> None:
        self.report = report
        self._model = model
        self._encoder: Encoder | None = None

    def encoder(self) -> Encoder:
        """The encoder; raises UnknownEncoder."""
        if self._encoder is None:
            from duiqi.aligner.encoders.catalogue import load_encoder

            self._encoder = load_encoder(self._model)
        return self._encoder

    def progress(self, stage: str, done: int, total: int) -> None:
        """Report as the aligner does."""
        self.report(stage, done / total if total else 0.0)


class Worker:
    """A worker process, started with its first task; `call` is for one thread at a time."""

    def __init__(self, model: str = "bundled") -> None:
        self._model = model
        self._context = multiprocessing.get_context("spawn")
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._halt = threading.Event()

    def call(
        self, task: Callable[..., Any], *arguments: Any, report: Report | None = None, seconds: float = 0.0
    ) -> Any:
        """The result of a task, a function of a module with a `Desk` as its first argument.

        seconds  that it may take; 0 for any time
        raises   its DuiqiError, Stopped after `stop` or too long a time, WorkerLost where the process ends
        """
        end = time.monotonic() + seconds if seconds else float("inf")
        pipe = self._started()
        try:
            pipe.send((task, arguments))
            while True:
                while not pipe.poll(TICK):
                    if self._halt.is_set():
                        self.close()
                        raise Stopped("stopped")
                    if time.monotonic() > end:
                        self.close()
                        raise Stopped(
                            f"not done after {seconds:.0f} seconds. Is the file damaged? Split it first"
                        )
                kind, answer = pipe.recv()
                if kind == "progress":
                    if report:
                        report(*answer)
                elif kind == "done":
                    return answer
                else:
                    raise answer
        except GONE as error:
            self.close()
            raise WorkerLost(
                "the process that read the text ended: the text may need more memory than there is, or be "
                "made to do harm. Nothing that was saved is lost. Split it, or save it in another format"
            ) from error

    def _started(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self.close()
            self._pipe, theirs = self._context.Pipe()
            self._process = self._context.Process(target=_work, args=(theirs, self._model), daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe

    def stop(self) -> None:
        """Stop the task that is running, from another thread; each one after it, until `resume`."""
        self._halt.set()

    def resume(self) -> None:
        """Take tasks again after `stop`."""
        self._halt.clear()

    def close(self) -> None:
        """End the process at once."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def _work(pipe: Connection, model: str) -> None:
    """Do one task after another until the server goes."""
    from duiqi.aligner.allocator import keep_freed
    from duiqi.corpus.ram import limit_ram, ram_share

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the terminal: the server says when to end
    keep_freed()
    limit_ram(ram_share(1))
    lock = threading.Lock()

    def report(stage: str, share: float) -> None:
        with lock:  # the aligner has threads
            pipe.send(("progress", (stage, share)))

    desk = Desk(report, model)
    with suppress(*GONE):
        while True:
            task, arguments = pipe.recv()
            pipe.send(_result(task, desk, arguments))


def _result(task: Callable[..., Any], desk: Desk, arguments: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "done", task(desk, *arguments)
    except DuiqiError as error:
        return "failed", error
    except MemoryError:
        return "failed", DuiqiError("more memory is needed than there is. Split the text into parts")
    except GONE[1:3]:
        raise  # the server has gone
    except RecursionError:
        return "failed", DuiqiError(
            "something in the file is nested too deeply. Save it anew in a simpler form"
        )
    except Exception as error:
        return "failed", fault(error)
