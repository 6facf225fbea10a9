"""The bench: all that the handlers share while a workbench runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from duiqi.aligner.review.glossaries import Glossaries
from duiqi.aligner.review.jobs import Jobs
from duiqi.aligner.review.links import Links
from duiqi.aligner.review.proposals import Proposals
from duiqi.aligner.review.uploads import Uploads
from duiqi.aligner.review.workspace import Workspace


class Bench:
    """The documents of a folder, the worker's jobs, uploads, proposals, glossaries and memories.

    memories  files of `duiqi memory`, in which the page can look
    model     the encoder's name
    end       ends the server after its answers; nothing is done where no server runs
    """

    def __init__(
        self, workspace: Workspace, *, memories: Sequence[Path] = (), model: str = "bundled"
    ) -> None:
        self.workspace = workspace
        self.memories = tuple(memories)
        self.jobs = Jobs(model)
        self.links = Links(self.jobs)
        self.uploads = Uploads()
        self.proposals = Proposals()
        self.glossaries = Glossaries()
        self.end: Callable[[], None] = lambda: None

    def close(self) -> list[str]:
        """End the worker, fold all changes; returns a line for each file that could not be folded."""
        with suppress(Exception):  # whatever happens to the worker, the changes are folded
            self.jobs.close()
        self.glossaries.close()
        errors = self.workspace.close()
        self.uploads.close()
        return errors
