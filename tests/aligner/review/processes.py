"""`duiqi review` in a process of its own, and requests to it."""

from __future__ import annotations

import json
import secrets
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.aligner.conftest import ROOT

MAIN = "from duiqi.aligner.cli import main; main()"
NOT_OURS = "-W", "ignore::EncodingWarning:pypdfium2_raw.version"  # as in pyproject.toml, for this process


class Process:
    """A workbench in a process, and requests to it with the token of its address."""

    def __init__(self, *arguments: str | Path, environment: Mapping[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *NOT_OURS, "-c", MAIN, "review", "--no-browser", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env=environment,
        )
        assert self.process.stdout
        address = self.process.stdout.readline().strip()
        self.base, _, self.token = address.partition("/?token=")
        assert self.token, self.process.communicate()

    def ask(self, path: str, body: Any = None) -> Any:
        """The answer to GET, or to POST of a body."""
        data = None if body is None else json.dumps(body).encode()
        with urlopen(self._request(path, data), timeout=60) as answer:
            return json.load(answer)

    def look(self, **files: tuple[str, bytes]) -> tuple[int, dict[str, Any]]:
        """The status and the answer to files that are dropped on the start page, each with its name."""
        border = secrets.token_hex(16)
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="{field}"; '
            f'filename="{name}"\r\n\r\n'.encode()
            + data
            + b"\r\n"
            for field, (name, data) in files.items()
        ]
        request = self._request("/api/look", b"".join(parts) + f"--{border}--\r\n".encode())
        request.add_header("Content-Type", f"multipart/form-data; boundary={border}")
        try:
            with urlopen(request, timeout=120) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, json.load(error)

    def _request(self, path: str, data: bytes | None) -> Request:
        return Request(self.base + path, data, {"Authorization": f"Bearer {self.token}"})

    def end(self, how: signal.Signals) -> int:
        """Send a signal, and wait for the end; `errors` is what was printed then."""
        self.process.send_signal(how)
        _, self.errors = self.process.communicate(timeout=30)
        return self.process.returncode
