"""The application: its addresses, and the files of the page."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePath

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from duiqi.aligner.review.answers import Asked, Handler, answering
from duiqi.aligner.review.bench import Bench
from duiqi.aligner.review.documents import Documents
from duiqi.aligner.review.downloads import download
from duiqi.aligner.review.realigning import Realigning
from duiqi.aligner.review.terms import Terms
from duiqi.aligner.review.texts import Texts, looking
from duiqi.aligner.review.workspace import Missing

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


def page(name: str) -> Response:
    """A file of the page; Missing where there is none of this name in its folder."""
    suffix = PurePath(name).suffix
    if suffix not in TYPES or name not in os.listdir(PAGE):
        raise Missing(f"no such file of the page: {name[:80]}")
    return Response((PAGE / name).read_bytes(), headers={"content-type": TYPES[suffix]})


def index() -> Response:
    """The page itself, with a link to each module: a browser asks for all at once, and not level by level."""
    html = (PAGE / "index.html").read_text(encoding="utf-8")
    modules = sorted(path.name for path in PAGE.glob("*.js"))
    links = "".join(f'<link rel="modulepreload" href="/page/{name}">\n' for name in modules)
    return Response(html.replace("</head>", f"{links}</head>"), headers={"content-type": TYPES[".html"]})


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
        return index() if name is None else page(name)

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
