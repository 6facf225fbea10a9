"""Jobs: tasks for the worker, one after another, whose progress the page asks for."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal

from duiqi.aligner.review.worker import Worker
from duiqi.aligner.review.workspace import Missing
from duiqi.corpus.errors import DuiqiError, fault

State = Literal["waiting", "running", "done", "failed"]
KEPT = 100  # jobs that are remembered
LONGEST_LOOK = 120.0  # seconds for what the page waits for


@dataclass(slots=True)
class Job:
    """A task and how far it is.

    name      of what it makes, for the list of unfinished jobs; empty where no page shows it
    text      the stage, or the reason why it failed
    document  the id of the document that it made or changed
    """

    id: str
    name: str = ""
    state: State = "waiting"
    fraction: float = 0.0
    text: str = ""
    document: str | None = None
    stopped: bool = False
    future: Future[Any] = field(default_factory=Future)

    def as_json(self) -> dict[str, Any]:
        """The job for the page; one that waits is running there."""
        state = "running" if self.state == "waiting" else self.state
        return {
            "state": state,
            "fraction": round(self.fraction, 3),
            "text": self.text,
            "document": self.document,
        }


class Jobs:
    """The queue of the one worker."""

    def __init__(self, model: str = "bundled") -> None:
        self._worker = Worker(model)
        self._pool = ThreadPoolExecutor(1, "worker")
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._running: Job | None = None

    def wait(self, task: Callable[..., Any], *arguments: Any, seconds: float = LONGEST_LOOK) -> Any:
        """The result of a task that the page waits for; raises as `Worker.call`."""
        return self._pool.submit(self._worker.call, task, *arguments, seconds=seconds).result()

    def start(
        self,
        task: Callable[..., Any],
        *arguments: Any,
        then: Callable[[Any], str | None] | None = None,
        name: str = "",
    ) -> Job:
        """Start a task for which nobody waits.

        arguments  of the task; a function is called for its value when the task begins
        then       is given the result, and returns the id of the document that was made or changed
        name       of what it makes, so that a page that is loaded again shows its progress
        """
        job = Job(secrets.token_urlsafe(9), name)
        with self._lock:
            self._jobs[job.id] = job
            for old in list(self._jobs)[:-KEPT]:
                del self._jobs[old]
        job.future = self._pool.submit(self._run, job, task, arguments, then)
        return job

    def _run(
        self,
        job: Job,
        task: Callable[..., Any],
        arguments: tuple[Any, ...],
        then: Callable[[Any], str | None] | None,
    ) -> None:
        def report(stage: str, share: float) -> None:
            job.text, job.fraction = stage, min(share, 1.0)

        with self._lock:
            if job.stopped:
                job.state, job.text = "failed", "stopped"
                return
            job.state, self._running = "running", job
        try:
            given = [one() if callable(one) else one for one in arguments]
            result = self._worker.call(task, *given, report=report)
            job.document = then(result) if then else None
            job.fraction, job.text, job.state = 1.0, "", "done"
        except DuiqiError as error:
            job.text, job.state = str(error), "failed"
        except Exception as error:
            job.text, job.state = str(fault(error)), "failed"
        finally:
            with self._lock:  # whoever stops this job from now on must not stop the next one
                self._running = None
                self._worker.resume()

    def find(self, name: str) -> Job:
        """The job of an id; Missing where there is none."""
        found = self._jobs.get(name)
        if found is None:
            raise Missing("There is no such job any more")
        return found

    def unfinished(self) -> list[Job]:
        """The jobs with a name that wait or run, in order."""
        with self._lock:
            return [job for job in self._jobs.values() if job.name and job.state in ("waiting", "running")]

    def stop(self, name: str) -> Job:
        """Stop a job: the worker is ended if it is at work on it."""
        job = self.find(name)
        with self._lock:
            job.stopped = True
            if self._running is job:
                self._worker.stop()
        return job

    def close(self) -> None:
        """Stop all jobs and end the worker."""
        for job in list(self._jobs.values()):
            job.stopped = True
        self._worker.stop()
        self._pool.shutdown(cancel_futures=True)
        self._worker.close()
