"""Strangers kept out: token, Host, Origin, size of requests, and a strict policy for the page.

A page of another site that the same browser shows can send requests to 127.0.0.1 (cross-site requests),
and can make its own name lead there (DNS rebinding). It knows neither the token, nor can it forge
the Host and Origin headers, which the browser writes.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from duiqi.aligner.batch.text_size import MEGABYTE

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
READ = frozenset({"GET", "HEAD"})
LARGEST = 8 * MEGABYTE  # bytes of a request: the ids of a million beads


class TooLarge(Exception):
    """A request with a longer body than its limit."""


class Gate:
    """The application behind a gate: each request is let through, or answered with 403 or 413.

    token    the secret in the address that the command prints
    host     as the browser names it, `127.0.0.1:8471`
    largest  bytes of a request, by the beginning of its path; others may have LARGEST
    """

    def __init__(self, app: ASGIApp, token: str, host: str, largest: Mapping[str, int] | None = None) -> None:
        self.app, self.token, self.host = app, token, host
        self.origin = f"http://{host.lower()}"
        self.largest = largest or {}
        # Cookies do not tell ports apart: two workbenches in one browser have a cookie each.
        port = host.rpartition(":")[2]
        self.cookie = f"duiqi-{port if port.isdecimal() else 80}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on; connections other than HTTP have no purpose here."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        if scope["type"] != "http":
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        headers = Headers(scope=scope)
        if headers.get("host", "").lower() != self.host.lower():
            return await refuse(
                send_safely, 403, "host", f"This is the workbench at {self.host}, and no other host"
            )
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["path"] == "/" and scope["method"] == "GET" and self._is_token(given):
            return await self._enter(send_safely)
        by_bearer = self._is_token(headers.get("authorization", "").removeprefix("Bearer "))
        if not (by_bearer or self._is_token(self._of_cookie(headers.get("cookie", "")))):
            return await refuse(
                send_safely, 403, "token", "Open the workbench by the address that duiqi review has printed"
            )
        origin = headers.get("origin", self.origin if by_bearer or scope["method"] in READ else "")
        if origin.lower() != self.origin:
            return await refuse(send_safely, 403, "origin", "This request comes from another page")
        await self._bounded(scope, receive, send_safely)

    async def _bounded(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, no more of it than its limit."""
        limit = next((size for path, size in self.largest.items() if scope["path"].startswith(path)), LARGEST)
        taken, started, exceeded = 0, False, False

        async def receive_some() -> Message:
            nonlocal taken, exceeded
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                exceeded = True
                raise TooLarge
            return message

        async def send_on(message: Message) -> None:
            nonlocal started
            if exceeded and not started:
                return  # the application's own answer to the error
            started = True
            await send(message)

        length = Headers(scope=scope).get("content-length", "0")
        try:
            if not length.isdigit() or int(length) > limit:
                raise TooLarge
            await self.app(scope, receive_some, send_on)
        except TooLarge:
            if not started:
                await refuse(send, 413, "large", f"More than {limit // MEGABYTE} MB. Split the text first")

    async def _enter(self, send: Send) -> None:
        """Give the cookie, and lead to the page without the token in its address."""
        cookie = f"{self.cookie}={self.token}; HttpOnly; SameSite=Strict; Path=/"
        headers = [(b"location", b"/"), (b"set-cookie", cookie.encode("ascii")), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode("utf-8", "replace"), self.token.encode("ascii"))

    def _of_cookie(self, header: str) -> str:
        try:
            found = SimpleCookie(header).get(self.cookie)
        except CookieError:
            return ""
        return found.value if found else ""


async def refuse(send: Send, status: int, code: str, text: str) -> None:
    """Answer with an error as the page knows it."""
    body = json.dumps({"error": code, "text": text}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
