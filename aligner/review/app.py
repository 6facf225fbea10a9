"""The application: its addresses, and what answers at each."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from duiqi.aligner.review.answers import Asked, Handler, answering
from duiqi.aligner.review.assets import index, page
from duiqi.aligner.review.bench import Bench
from duiqi.aligner.review.documents import Documents
from duiqi.aligner.review.downloads import download
from duiqi.aligner.review.realigning import Realigning
from duiqi.aligner.review.terms import Terms
from duiqi.aligner.review.texts import Texts, looking


def application(bench: Bench) -> Starlette:
    """The application, without its gate."""
    documents, texts, terms, realigning = Documents(bench), Texts(bench), Terms(bench), Realigning(bench)
    one = "/api/documents/{document}"
    gets: dict[str, Handler] = {
        "/api/session": documents.session,
        "/api/documents": documents.all,
        "/api/jobs/{job}": texts.job,
        "/api/memory": terms.memory,
        one: documents.document,
        f"{one}/outline": documents.outline,
        f"{one}/rows": documents.rows,
        f"{one}/find": documents.find,
        f"{one}/alternatives": realigning.alternatives,
        f"{one}/terms": terms.pairs,
    }
    posts: dict[str, Handler] = {
        "/api/documents": texts.create,
        "/api/end": documents.end,
        f"{one}/edits": documents.edit,
        f"{one}/export": download(bench),
        f"{one}/undo": documents.undo,
        f"{one}/redo": documents.redo,
        f"{one}/anew": realigning.anew,
        f"{one}/terms": terms.put,
        f"{one}/terms/draft": terms.draft,
    }

    def file(asked: Asked) -> Response:
        bench.workspace.touch()
        name = asked.path.get("name")
        return index(bench.workspace.only(), asked.language) if name is None else page(name)

    return Starlette(
        routes=[
            Route("/", answering(file, quick=True), methods=["GET"]),
            Route("/page/{name}", answering(file, quick=True), methods=["GET"]),
            *(Route(path, answering(handler), methods=["GET"]) for path, handler in gets.items()),
            *(Route(path, answering(handler), methods=["POST"]) for path, handler in posts.items()),
            Route("/api/look", looking(bench), methods=["POST"]),
            Route("/api/jobs/{job}", answering(texts.stop), methods=["DELETE"]),
        ]
    )
