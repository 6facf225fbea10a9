"""The server of the workbench: one address on this machine, until it is interrupted."""

from __future__ import annotations

import os
import secrets
import socket

import uvicorn

from duiqi.aligner.review.app import application
from duiqi.aligner.review.bench import Bench
from duiqi.aligner.review.security import Gate
from duiqi.aligner.review.uploads import LARGEST
from duiqi.corpus.errors import DuiqiError

LOOPBACK = "127.0.0.1"


class Server:
    """A workbench that listens already; `address` opens it in a browser.

    port   0 for any free one
    token  a random one by default
    """

    def __init__(self, bench: Bench, host: str = LOOPBACK, port: int = 0, token: str = "") -> None:
        self.bench = bench
        self.token = token or secrets.token_urlsafe(24)
        self._socket = _listening(host, port)
        self.host = _named(host, self._socket.getsockname()[1])
        self.address = f"http://{self.host}/?token={self.token}"

    def close(self) -> None:
        """Listen no more."""
        self._socket.close()

    def run(self) -> list[str]:
        """Answer requests until an interruption, or until the page asks for the end; then fold.

        Returns a line for each file into which the changes could not be folded.
        """
        self.bench.workspace.open_first()
        app = gated(self.bench, self.token, self.host)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_keep_alive=60,
            timeout_graceful_shutdown=3,
        )
        server = uvicorn.Server(config)

        def end() -> None:
            server.should_exit = True

        self.bench.end = end
        try:
            server.run(sockets=[self._socket])
        except KeyboardInterrupt:
            pass
        finally:
            errors = self.bench.close()
        return errors


def gated(bench: Bench, token: str, host: str) -> Gate:
    """The application behind its gate; `host` as the browser names it, with the port."""
    return Gate(application(bench), token, host, {"/api/look": 2 * LARGEST})


def _listening(host: str, port: int) -> socket.socket:
    """A socket at an address; DuiqiError where it is taken, or not one of this machine."""
    if host in ("", "0.0.0.0", "::"):
        raise DuiqiError(
            f"--host {host}: names no address that a browser can ask for. Give one that this machine has"
        )
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, protocol)
        if os.name == "posix":  # on Windows the option would let two programs have one port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen()  # a browser that is opened now has to wait, and is not refused
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DuiqiError(
            f"--host {host} --port {port}: cannot listen there: {reason}. Give another"
        ) from error
    return found


def _named(host: str, port: int) -> str:
    """Host and port as a browser names them in its requests: without the port where it is HTTP's own."""
    name = f"[{host}]" if ":" in host else host
    return name if port == 80 else f"{name}:{port}"
