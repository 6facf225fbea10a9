"""Requests to an OpenAI-compatible endpoint, with retries and a time limit."""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.printable import printable

PATH = "/v1/chat/completions"
PAUSES = (1.0, 4.0)  # seconds before each further attempt
PATIENCE = 300.0  # seconds for one attempt: a model without a graphics card thinks for minutes
LARGEST = 1 << 20  # bytes of a reply that are read
REFUSED = frozenset({401, 403})  # statuses about the key: the service's words may repeat it
CUT = "the connection was cut before the reply was whole"
EXPLANATION = 200  # characters of a service's words about an error
AGAIN = frozenset({408, 429, 500, 502, 503, 504})  # statuses after which another attempt may do better


class NoReply(Exception):
    """A request that got no reply; its text is the reason.

    is_final  another request would fare no better
    is_late   the time was over: the same request would take as long again
    status    of HTTP, 0 where there is none
    """

    def __init__(
        self, reason: str, *, is_final: bool = False, is_late: bool = False, status: int = 0
    ) -> None:
        super().__init__(reason)
        self.is_final, self.is_late, self.status = is_final, is_late, status


class Endpoint:
    """The address of a service, and how it is asked.

    http.client follows no redirection, so text and key go to this host and nowhere else.

    >>> Endpoint("http://localhost:11434").address
    'http://localhost:11434/v1/chat/completions'
    >>> Endpoint("https://example.org/api/v1/").address
    'https://example.org/api/v1/chat/completions'
    """

    def __init__(self, url: str, key: str = "") -> None:
        """An address as the service's documentation gives it; DuiqiError where it is none.

        key  sent as the bearer's token; it is in no message
        """
        try:
            parts = urlsplit(url)
            self._host, self._port = parts.hostname or "", parts.port
        except ValueError:
            parts, self._host = urlsplit(""), ""
        is_plain = url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc
        if parts.scheme not in ("http", "https") or not self._host or not is_plain or parts.query:
            raise DuiqiError(
                "the judge's address should be like http://localhost:11434 or https://example.org/v1, "
                "without a key in it"
            )
        if not (key.isascii() and key.isprintable()):
            raise DuiqiError("the judge's key has characters that no key has. Copy it again")
        path = parts.path.rstrip("/")
        if not path.endswith("/chat/completions"):
            path += "/chat/completions" if path.endswith("/v1") else PATH
        self.host, self._path, self._key = parts.netloc, path, key
        self.is_encrypted = parts.scheme == "https"
        self.address = f"{parts.scheme}://{self.host}{path}"

    @property
    def is_private(self) -> bool:
        """Whether nobody between can read the text: it is encrypted, or does not leave this machine."""
        if self.is_encrypted or self._host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self._host).is_loopback
        except ValueError:
            return False

    def ask(self, content: Mapping[str, Any], until: float) -> str:
        """The text of the reply to a chat's messages; raises NoReply.

        until  the time of `time.monotonic` after which no reply is waited for
        """
        body = json.dumps(content).encode()
        for pause in (*PAUSES, None):
            try:
                return _text(self._post(body, min(until, time.monotonic() + PATIENCE)))
            except NoReply as failure:
                if failure.is_final or failure.is_late or pause is None or time.monotonic() + pause >= until:
                    raise
            time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _post(self, body: bytes, until: float) -> bytes:
        """One attempt."""
        kind = http.client.HTTPSConnection if self.is_encrypted else http.client.HTTPConnection
        connection = kind(self._host, self._port)
        late: threading.Timer | None = None
        headers = {"Content-Type": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        try:
            connection.timeout = _left(until)
            connection.connect()
            # A time limit of the socket is for one block: a server that drips its headers keeps within it.
            late = threading.Timer(_left(until), _shut, (connection.sock,))
            late.daemon = True
            late.start()
            connection.request("POST", self._path, body, headers)
            reply = connection.getresponse()
            found = _read(connection, reply, until)
            if reply.status != 200:
                reason = f"HTTP status {reply.status}"
                if reply.status not in REFUSED:
                    reason += _explanation(found)
                raise NoReply(reason, is_final=reply.status not in AGAIN, status=reply.status)
            return found
        except TimeoutError:
            raise NoReply("no reply in time", is_late=True) from None
        except (OSError, http.client.HTTPException) as error:
            if time.monotonic() >= until:
                raise NoReply("no reply in time", is_late=True) from None
            is_final = isinstance(error, ConnectionRefusedError | socket.gaierror)
            raise NoReply(_words(error), is_final=is_final) from None
        except UnicodeError:  # of the codec for host names: a label is empty or too long
            raise NoReply("no host can have this name", is_final=True) from None
        finally:
            if late:
                late.cancel()
            connection.close()


def _read(connection: http.client.HTTPConnection, reply: http.client.HTTPResponse, until: float) -> bytes:
    """The body of a reply, however slowly it comes, until the time is over."""
    found = b""
    announced = reply.length
    while more := reply.read1(1 << 16):
        found += more
        if len(found) > LARGEST:
            raise NoReply("a reply that is too long")
        left = _left(until)
        if connection.sock:
            connection.sock.settimeout(left)
    _left(until)  # a connection that was shut ends as a whole reply does
    if announced is not None and len(found) < announced:
        raise NoReply(CUT)
    return found


def _words(error: OSError | http.client.HTTPException) -> str:
    """What happened to a connection, in the system's words where it has some."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    if isinstance(error, OSError | http.client.IncompleteRead):
        return CUT
    return "a reply that is not HTTP"


def _shut(connection: socket.socket) -> None:
    """End a connection that another thread waits for."""
    with suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _explanation(body: bytes) -> str:
    """The service's own words about an error, as `: model 'qwen3' not found`; empty where there are none."""
    try:
        found = json.loads(body)["error"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    words = found.get("message") if isinstance(found, dict) else found
    return f": {printable(' '.join(words.split()))[:EXPLANATION]}" if isinstance(words, str) else ""


def _text(body: bytes) -> str:
    """The text of a model's message, whole, in parts, or streamed in events."""
    found = [said for value in _values(body) if (said := _said(value)) is not None]
    if not found:
        raise NoReply("a reply in another form")
    return "".join(found)


def _values(body: bytes) -> Iterator[Any]:
    """The JSON values of a reply: one, or one for each event of a stream."""
    text = body.decode("utf-8", "replace")
    lines = text.splitlines()
    events = [line.removeprefix("data:") for line in lines if line.startswith("data:")]
    for event in events or [text]:
        with suppress(ValueError, RecursionError):
            yield json.loads(event)


def _said(value: Any) -> str | None:
    """The text in a reply, or in an event of it; None where there is none."""
    try:
        choice = value["choices"][0]
        content = (choice.get("message") or choice["delta"])["content"]
    except (LookupError, TypeError, AttributeError):
        return None
    parts = content if isinstance(content, list) else [content]
    texts = (part.get("text") if isinstance(part, dict) else part for part in parts)
    said = [text for text in texts if isinstance(text, str)]
    return "".join(said) if said else None
