"""Links between the places of a moved passage: from a bead to the one that has its counterpart."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from duiqi.aligner.review import tasks
from duiqi.aligner.review.jobs import Job, Jobs
from duiqi.aligner.review.workspace import Open

MOVED = "moved"  # the code of the aligner's doubt that something was moved


class Links:
    """The links of each document whose alignment has a doubt that something was moved.

    They are looked for once, by the worker, which needs the encoder: until then there are none.
    """

    def __init__(self, jobs: Jobs) -> None:
        self._jobs, self._lock = jobs, threading.Lock()
        self._started: dict[str, Job | None] = {}
        self._found: dict[str, Mapping[str, str]] = {}

    def look(self, opened: Open) -> Job | None:
        """Begin to look for the links of a document; None where no doubt says that there are any."""
        with self._lock:
            if opened.id not in self._started:
                job, record = None, opened.record
                if any(doubt.code == MOVED for doubt in record.header.warnings):
                    job = self._jobs.start(
                        tasks.moved, lambda: record.alignment, then=lambda found: self._keep(opened.id, found)
                    )
                self._started[opened.id] = job
            return self._started[opened.id]

    def _keep(self, document: str, found: Mapping[str, str]) -> str:
        self._found[document] = found
        return document

    def of(self, document: str, bead: str) -> str | None:
        """The id of the bead that has a bead's counterpart, None where none is known."""
        return self._found.get(document, {}).get(bead)
