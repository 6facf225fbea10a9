"""The handlers of documents: their list, one with its outline and rows, edits, undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any, cast

from duiqi.aligner.review.answers import Asked
from duiqi.aligner.review.bench import Bench
from duiqi.aligner.review.downloads import FORMATS
from duiqi.aligner.review.edits import Fields, MalformedRequest, edit_of
from duiqi.aligner.review.index import Snapshot, Wanted
from duiqi.aligner.review.languages import LANGUAGES
from duiqi.aligner.review.record import Done, Replaced
from duiqi.aligner.review.rows import BOUNDS, doubts_of, row
from duiqi.aligner.review.workspace import Open, Summary
from duiqi.corpus.editing import Edit
from duiqi.corpus.localization import translated
from duiqi.corpus.model import Alignment, Side

MOST_ROWS = 1000  # that one request gets
MOST_EDITED = 20  # that the answer to an edit has; the page asks for others when they are seen


class Documents:
    """The handlers of documents: what is there, its rows, its edits."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.workspace = bench, bench.workspace

    def session(self, asked: Asked) -> dict[str, Any]:
        """GET session: the folder, the formats, the languages, the texts that are being aligned."""
        self.workspace.touch()
        return {
            "version": version("duiqi"),
            "folder": str(self.workspace.folder),
            "documents": len(self.workspace.paths()),
            "open": self.workspace.only(),
            "formats": FORMATS,
            "languages": LANGUAGES,
            "memories": [path.name for path in self.bench.memories],
            "jobs": [{"id": job.id, "name": job.name} for job in self.bench.jobs.unfinished()],
        }

    def end(self, asked: Asked) -> dict[str, Any]:
        """POST end: answer, then close the workbench, as Ctrl+C does."""
        self.bench.end()
        return {}

    def all(self, asked: Asked) -> list[dict[str, Any]]:
        """GET documents: all, the worst first."""
        return [_summary(summary, asked.language) for summary in self.workspace.summaries()]

    def document(self, asked: Asked) -> dict[str, Any]:
        """GET documents/ID: languages, counts, what can be undone."""
        opened = self.opened(asked)
        links = self.bench.links.look(opened)
        with opened.record.unchanging():
            record = opened.record
            return {
                "id": opened.id,
                "name": record.path.stem,
                "source": _side(record.header.source),
                "target": _side(record.header.target),
                "warnings": doubts_of(record.header.warnings, asked.language),
                "revision": record.revision,
                "count": len(opened.index.now.beads),
                "links_job": links and links.id,
                "bands": {name: low for name, low in BOUNDS.items() if low},
                **self._state(opened),
            }

    def outline(self, asked: Asked) -> dict[str, Any]:
        """GET documents/ID/outline: a number and two letters a bead."""
        revision, fields = self.opened(asked).index.outline()
        return {"revision": revision, **fields}

    def rows(self, asked: Asked) -> dict[str, Any]:
        """GET documents/ID/rows: some beads, whole."""
        opened = self.opened(asked)
        now, at = opened.index.now, asked.number("at", 0)
        end = min(at + min(asked.number("count", 100), MOST_ROWS), len(now.beads))
        return {
            "revision": now.revision,
            "rows": [self._row(opened, now, place) for place in range(at, end)],
        }

    def find(self, asked: Asked) -> dict[str, Any]:
        """GET documents/ID/find: the places of the beads that a filter lets through."""
        query = asked.query
        side = query.get("side") or "both"
        if side not in ("source", "target", "both"):
            raise MalformedRequest(f"'side' should be source, target or both, found '{side[:40]}'")
        wanted = Wanted(
            query.get("text", ""),
            cast(Any, side),
            query.get("band", ""),
            query.get("status", ""),
            query.get("kind", ""),
            query.get("bead", ""),
            asked.flag("marks"),
        )
        revision, places = self.opened(asked).index.find(wanted)
        return {"revision": revision, "places": places}

    def edit(self, asked: Asked) -> dict[str, Any]:
        """POST documents/ID/edits: make a change."""
        opened, fields = self.opened(asked), asked.body.fields("edit")
        return self._done(
            opened,
            lambda: opened.record.edit(
                asked.body.number("revision"),
                fields.values,
                lambda alignment: self._edit(opened, fields, alignment),
            ),
        )

    def _edit(self, opened: Open, fields: Fields, alignment: Alignment) -> Edit:
        """The edit that a request means: of the alignment, or the taking of a proposal."""
        if fields.values.get("do") == "take":
            numbers = fields.numbers("parts")
            return self.bench.proposals.taken(fields.text("proposal"), opened.id, numbers, alignment)
        return edit_of(fields, alignment)

    def undo(self, asked: Asked) -> dict[str, Any]:
        """POST documents/ID/undo: take the last change back."""
        opened = self.opened(asked)
        return self._done(opened, lambda: opened.record.undo(asked.body.number("revision")))

    def redo(self, asked: Asked) -> dict[str, Any]:
        """POST documents/ID/redo: make the change again that was taken back."""
        opened = self.opened(asked)
        return self._done(opened, lambda: opened.record.redo(asked.body.number("revision")))

    def opened(self, asked: Asked) -> Open:
        """The document that a request names."""
        return self.workspace.open(asked.path["document"])

    def _done(self, opened: Open, change: Callable[[], Done]) -> dict[str, Any]:
        """Make a change and describe it; a record that another program has replaced is closed."""
        try:
            done = change()
        except Replaced:
            self.workspace.forget(opened.id)
            raise
        self.workspace.changed(opened)
        now, at = opened.index.now, done.place.at
        shown = range(at, at + min(done.place.added, MOST_EDITED))
        if now.revision == done.revision:
            rows = [self._row(opened, now, place) for place in shown]
        else:  # there is a later change already, and the page will ask for all rows
            rows = [row(place, done.beads[place - at]) for place in shown]
        return {
            "revision": done.revision,
            "at": at,
            "removed": done.place.removed,
            "added": done.place.added,
            "rows": rows,
            **self._state(opened),
        }

    def _row(self, opened: Open, now: Snapshot, at: int) -> dict[str, Any]:
        bead = now.beads[at]
        return row(
            at,
            bead,
            opened.index.marks(now, at),
            self.bench.glossaries.underlined(opened, bead),
            self.bench.links.of(opened.id, bead.id),
        )

    @staticmethod
    def _state(opened: Open) -> dict[str, Any]:
        record = opened.record
        return {"can_undo": record.can_undo, "can_redo": record.can_redo, "counts": record.counts()}


def _summary(summary: Summary, language: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": summary.id,
        "name": summary.name,
        "source": _side(summary.source),
        "target": _side(summary.target),
        "beads": summary.beads,
        "reviewed": summary.reviewed,
        "doubtful": summary.doubtful,
        "warnings": doubts_of(summary.warnings, language),
    }
    return fields | {"error": translated(summary.error, language)} if summary.error else fields


def _side(side: Side) -> dict[str, str]:
    return {"name": side.name, "lang": side.lang}
