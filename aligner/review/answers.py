"""Requests and answers in JSON: handlers are plain functions, called in a thread; errors become answers."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from duiqi.aligner.review.edits import Fields, MalformedRequest
from duiqi.aligner.review.journal import InUse
from duiqi.aligner.review.record import Replaced, StaleRevision
from duiqi.aligner.review.workspace import Missing
from duiqi.corpus.errors import DuiqiError, ImpossibleEdit, UnwritableFile, fault
from duiqi.corpus.languages import primary
from duiqi.corpus.localization import translated

LANGUAGE = "duiqi.language"  # the cookie, as the page's `words.js` writes it
LOG = logging.getLogger(__name__)

Handler = Callable[["Asked"], Mapping[str, Any] | list[Any] | Response]
Endpoint = Callable[[Request], Awaitable[Response]]

# The status and the code of each kind of error, the first that fits.
ERRORS: tuple[tuple[type[Exception], int, str], ...] = (
    (StaleRevision, 409, "stale"),
    (Replaced, 409, "replaced"),
    (InUse, 409, "in-use"),
    (MalformedRequest, 400, "malformed"),
    (Missing, 404, "missing"),
    (ImpossibleEdit, 422, "impossible"),
    (UnwritableFile, 507, "unwritable"),
    (DuiqiError, 422, "refused"),
)


class Asked:
    """A request: the parts of its path, its query, its body, the language of the page."""

    def __init__(
        self, path: Mapping[str, Any], query: Mapping[str, str], body: Mapping[str, Any], language: str = "en"
    ) -> None:
        self.path, self.query, self.body, self.language = path, query, Fields(body), language

    def number(self, name: str, default: int) -> int:
        """A number of the query, from 0."""
        text = self.query.get(name, str(default))
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise MalformedRequest(f"'{name}' should be a number from 0, found '{text[:40]}'")
        return int(text)

    def flag(self, name: str) -> bool:
        """Whether the query has `1` or `true` under a name."""
        return self.query.get(name, "").lower() in ("1", "true")


def answering(handler: Handler, *, quick: bool = False) -> Endpoint:
    """An endpoint that calls a handler in a thread and writes what it returns, or its error, as JSON.

    quick  the handler takes less time than the change to a thread, which waits for other threads twice
    """

    async def endpoint(request: Request) -> Response:
        try:
            body = _object(await request.body()) if request.method == "POST" else {}
            asked = Asked(request.path_params, request.query_params, body, language_of(request))
            answer = handler(asked) if quick else await run_in_threadpool(handler, asked)
        except DuiqiError as error:
            return refused(error, language_of(request))
        except (MemoryError, Exception) as error:  # the other windows go on
            LOG.exception("a request failed")
            text = translated(str(fault(error)), language_of(request))
            return as_json({"error": "fault", "text": text}, 500)
        return answer if isinstance(answer, Response) else as_json(answer)

    return endpoint


def language_of(request: Request) -> str:
    """The language that was chosen on the page, which is in a cookie; without it the browser's first."""
    header = request.headers.get("accept-language", "en")
    return primary(request.cookies.get(LANGUAGE) or header.split(",")[0].partition(";")[0].strip())


def refused(error: DuiqiError, language: str) -> Response:
    """The answer to a request that failed, in the language of the page."""
    status, code = next((status, code) for kind, status, code in ERRORS if isinstance(error, kind))
    fields: dict[str, Any] = {"error": code, "text": translated(str(error), language)}
    if isinstance(error, StaleRevision):
        fields["revision"] = error.revision
        fields["changes"] = error.changes and [place._asdict() for place in error.changes]
    return as_json(fields, status)


def as_json(fields: Any, status: int = 200) -> Response:
    """An answer in JSON; half a character, which UTF-8 cannot hold, as its escape."""
    body = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return Response(body.encode("utf-8", "backslashreplace"), status, media_type="application/json")


def _object(body: bytes) -> Mapping[str, Any]:
    if not body:
        return {}
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise MalformedRequest("the request is not an object in JSON")
    return found
