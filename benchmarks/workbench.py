"""The workbench with many beads: opening, first rows, filters, edits a second, folding; the page in Chromium.

    python -m benchmarks.workbench [BEADS]

The server runs in a process of its own and is asked over HTTP, as by the page: 50,000 beads made out of
resolution 62/99, each a little different, so that no text is found twice.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks.workbench_page import measured
from duiqi import segment
from duiqi.corpus.bitext.journal import journal_of
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.corpus.read import read
from duiqi.exports.writing import write

BEADS = 50_000
EDITS = 300
SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
MAIN = "from duiqi.aligner.cli import main; main()"


def made(count: int) -> Alignment:
    """An alignment of so many beads, out of the sentences of 62/99."""
    source, target = (
        [segment.text for segment in segment(read(SAMPLES / f"un-62-99.{lang}.txt", lang))]
        for lang in ("en", "zh")
    )
    beads = tuple(
        Bead.of_texts(
            range(n, n + 1),
            range(n, n + 1),
            str(n + 1),
            [f"{source[n % len(source)]} ({n})"],
            [f"{target[n % len(target)]}（{n}）"],
            confidence=(n * 7919 % 1000) / 1000,
        )
        for n in range(count)
    )
    return Alignment(Side("many.en.txt", "en"), Side("many.zh.txt", "zh"), beads)


class Client:
    """Requests to a workbench over one connection."""

    def __init__(self, address: str) -> None:
        base, _, self.token = address.partition("/?token=")
        self._connection = HTTPConnection(base.removeprefix("http://"), timeout=120)

    def ask(self, path: str, body: Any = None) -> Any:
        """The answer to GET, or to POST of a body."""
        headers = {"Authorization": f"Bearer {self.token}"}
        data = None if body is None else json.dumps(body)
        self._connection.request("GET" if body is None else "POST", path, data, headers)
        answer = self._connection.getresponse()
        content = json.loads(answer.read())
        return content | {"status": answer.status} if isinstance(content, dict) else content


@contextmanager
def workbench(path: Path) -> Iterator[str]:
    """A workbench in a process; gives its address."""
    command = [sys.executable, "-c", MAIN, "review", str(path), "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(120)


def timed(name: str, call: Callable[[], Any], times: int = 1) -> Any:
    """Print the median time of a call, and return its last result."""
    seconds = []
    for _ in range(times):
        begin = time.perf_counter()
        result = call()
        seconds.append(time.perf_counter() - begin)
    print(f"{name:<52} {1000 * statistics.median(seconds):9.0f} ms")
    return result


def burst(client: Client, document: str, revision: int, count: int) -> list[float]:
    """Seconds of each of many edits, one after the other, of beads all over the text that are shown."""
    seconds = []
    for number in range(EDITS):
        at = number * 7919 % count
        client.ask(f"{document}/rows?at={at}&count=1")
        edit: dict[str, Any] = {"do": "mark", "beads": [str(1 + at)], "status": "accepted"}
        if number % 2:
            edit = {"do": "note", "bead": str(1 + at), "text": f"note {number}"}
        begin = time.perf_counter()
        revision = client.ask(f"{document}/edits", {"revision": revision, "edit": edit})["revision"]
        seconds.append(time.perf_counter() - begin)
    return seconds


def main(count: int = BEADS) -> None:
    """Print what a reviewer of so many beads waits for."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.jsonl"
        write(made(count), path)
        print(f"{count:,} beads, {path.stat().st_size / 1e6:.0f} MB; {os.cpu_count()} cores")
        begin = time.perf_counter()
        with workbench(path) as address:
            print(f"{'start of the command':<52} {1000 * (time.perf_counter() - begin):9.0f} ms")
            client = Client(address)
            name = timed("first answer", lambda: client.ask("/api/session"))["open"]
            document = f"/api/documents/{name}"
            timed("first rows (opens the file)", lambda: client.ask(f"{document}/rows?at=0&count=60"))
            timed("all read (rows are shown meanwhile)", lambda: client.ask(f"{document}/find?status=no"))
            timed("outline of all", lambda: client.ask(f"{document}/outline"), 5)
            timed("60 rows in the middle", lambda: client.ask(f"{document}/rows?at={count // 2}&count=60"), 5)
            timed("first filter by text", lambda: client.ask(f"{document}/find?text=mine"))
            timed("filter by text", lambda: client.ask(f"{document}/find?text=mine"), 5)
            timed("filter by band and kind", lambda: client.ask(f"{document}/find?band=doubtful&kind=1"), 5)
            revision = client.ask(document)["revision"]
            seconds = burst(client, document, revision, count)
            print(f"{'edits a second':<52} {EDITS / sum(seconds):9.0f}")
            print(f"{'the slowest but one in a hundred':<52} {1000 * sorted(seconds)[-EDITS // 100]:9.0f} ms")
            revision += EDITS
            edit = {"do": "mark_above", "confidence": 0.5, "status": "accepted"}
            many = {"revision": revision, "edit": edit}
            timed("accept half", lambda: client.ask(f"{document}/edits", many))
            timed("take it back", lambda: client.ask(f"{document}/undo", {"revision": revision + 1}))
            print(f"{'journal':<52} {journal_of(path).stat().st_size / 1e6:9.1f} MB")
            begin = time.perf_counter()
        print(f"{'end: folded':<52} {1000 * (time.perf_counter() - begin):9.0f} ms")
        with workbench(path) as address:
            measured(address)
        assert sum(bool(bead.note) for bead in read_bitext(path).beads) == EDITS // 2


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
