"""The application: its addresses, and the handlers of documents, rows and edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from duiqi.aligner.review.answers import Asked, Handler, answering
from duiqi.aligner.review.edits import Fields, MalformedRequest, edit_of
from duiqi.aligner.review.index import Wanted
from duiqi.aligner.review.record import Done
from duiqi.aligner.review.rows import BOUNDS, outline, row
from duiqi.aligner.review.workspace import Missing, Open, Summary, Workspace
from duiqi.corpus.model import Alignment, Doubt, Side
from duiqi.exports.writing import PAIR, WRITERS

PAGE = Path(__file__).with_name("page")
TYPES: Mapping[str, str] = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
MOST_ROWS = 1000


class Documents:
    """The handlers of documents: what is there, its rows, its edits."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def session(self, asked: Asked) -> dict[str, Any]:
        """GET session: the folder, the formats, the languages."""
        paths = self.workspace.paths()
        return {
            "version": version("duiqi"),
            "folder": str(self.workspace.folder),
            "documents": len(paths),
            "open": next(iter(paths)) if len(paths) == 1 else None,
            "formats": [suffix[1:] for suffix in (*WRITERS, PAIR)],
            "languages": [],
        }

    def list(self, asked: Asked) -> list[dict[str, Any]]:
        """GET documents: all, the worst first."""
        return [_summary(summary) for summary in self.workspace.summaries()]

    def document(self, asked: Asked) -> dict[str, Any]:
        """GET documents/ID: languages, counts, what can be undone."""
        opened = self.opened(asked)
        with opened.record.unchanging():
            alignment, revision = opened.record.state()
            return {
                "id": opened.id,
                "name": opened.record.path.stem,
                "source": _side(alignment.source),
                "target": _side(alignment.target),
                "warnings": _doubts(alignment.warnings),
                "revision": revision,
                "count": len(opened.index.now.beads),
                "bands": {name: low for name, low in BOUNDS.items() if low},
                **self._state(opened),
            }

    def outline(self, asked: Asked) -> dict[str, Any]:
        """GET documents/ID/outline: a number and two letters a bead."""
        now = self.opened(asked).index.now
        return {"revision": now.revision, **outline(now.beads)}

    def rows(self, asked: Asked) -> dict[str, Any]:
        """GET documents/ID/rows: some beads, whole."""
        opened = self.opened(asked)
        now, at = opened.index.now, asked.number("at", 0)
        end = min(at + min(asked.number("count", 100), MOST_ROWS), len(now.beads))
        return {
            "revision": now.revision,
            "rows": [
                row(place, now.beads[place], opened.index.marks(now, place), ()) for place in range(at, end)
            ],
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
                lambda alignment: self.edit_of(fields, alignment),
            ),
        )

    def edit_of(self, fields: Fields, alignment: Alignment) -> Any:
        """The edit that a request means."""
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
        done = change()
        self.workspace.changed(opened)
        now = opened.index.now
        shown = done.beads[:MOST_ROWS]
        return {
            "revision": done.revision,
            "at": done.place.at,
            "removed": done.place.removed,
            "added": done.place.added,
            "rows": [row(place, bead) for place, bead in enumerate(shown, done.place.at)]
            if now.revision != done.revision
            else [
                row(place, now.beads[place], opened.index.marks(now, place))
                for place in range(done.place.at, done.place.at + len(shown))
            ],
            **self._state(opened),
        }

    @staticmethod
    def _state(opened: Open) -> dict[str, Any]:
        record = opened.record
        return {"can_undo": record.can_undo, "can_redo": record.can_redo, "counts": record.counts()}


def _summary(summary: Summary) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": summary.id,
        "name": summary.name,
        "source": _side(summary.source),
        "target": _side(summary.target),
        "beads": summary.beads,
        "reviewed": summary.reviewed,
        "doubtful": summary.doubtful,
        "warnings": _doubts(summary.warnings),
    }
    return fields | {"error": summary.error} if summary.error else fields


def _side(side: Side) -> dict[str, str]:
    return {"name": side.name, "lang": side.lang}


def _doubts(doubts: tuple[Doubt, ...]) -> list[dict[str, str]]:
    return [doubt._asdict() for doubt in doubts]


def page(name: str) -> Response:
    """A file of the page; Missing where there is none of this name in its folder."""
    found = {path.name: path for path in PAGE.iterdir() if path.suffix in TYPES}.get(name)
    if found is None:
        raise Missing(f"no such file of the page: {name[:80]}")
    return Response(found.read_bytes(), headers={"content-type": TYPES[found.suffix]})


def application(workspace: Workspace) -> Starlette:
    """The application, without its gate."""
    documents = Documents(workspace)
    one = "/api/documents/{document}"

    def get(path: str, handler: Handler) -> Route:
        return Route(path, answering(handler), methods=["GET"])

    def post(path: str, handler: Handler) -> Route:
        return Route(path, answering(handler), methods=["POST"])

    return Starlette(
        routes=[
            get("/", lambda asked: page("index.html")),
            get("/page/{name}", lambda asked: page(asked.path["name"])),
            get("/api/session", documents.session),
            get("/api/documents", documents.list),
            get(one, documents.document),
            get(f"{one}/outline", documents.outline),
            get(f"{one}/rows", documents.rows),
            get(f"{one}/find", documents.find),
            post(f"{one}/edits", documents.edit),
            post(f"{one}/undo", documents.undo),
            post(f"{one}/redo", documents.redo),
        ]
    )
