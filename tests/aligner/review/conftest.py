"""A workbench without a browser: documents in a folder, and a client that has the token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from duiqi.aligner.review.bench import Bench
from duiqi.aligner.review.opening import workspace_of
from duiqi.aligner.review.server import gated
from duiqi.aligner.review.workspace import id_of
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.exports.writing import write

TOKEN = "a-token"
HOST = "127.0.0.1:8471"

Beads = tuple[Bead, ...]


def beads(*pairs: tuple[str, str], confidence: float = 0.95) -> Beads:
    """Beads of one segment a side; an empty text is an empty side."""
    found, i, j = [], 0, 0
    for number, (source, target) in enumerate(pairs, 1):
        a, b = int(bool(source)), int(bool(target))
        texts = [source] if a else [], [target] if b else []
        found.append(
            Bead.of_texts(
                range(i, i + a), range(j, j + b), str(number), *texts, score=1.5, confidence=confidence
            )
        )
        i, j = i + a, j + b
    return tuple(found)


def alignment(some: Beads, langs: tuple[str, str] = ("en", "zh")) -> Alignment:
    """An alignment of two texts."""
    return Alignment(Side("text.en.txt", langs[0]), Side("text.zh.txt", langs[1]), some)


TEXT = beads(
    ("Resolution 60/97", "第60/97号决议"),
    ("Recalls 𠀀 its decision;", "回顾其决定；"),
    ("", "新增。"),
    ("It is so. It stays.", "是的。不变。"),
    ("The end.", "完。"),
)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A file of record with five beads, one of them with an empty side."""
    path = tmp_path / "text.jsonl"
    write(alignment(TEXT), path)
    return path


class Desk:
    """A client of a workbench, and the addresses of its first document."""

    def __init__(self, bench: Bench, path: Path) -> None:
        self.bench, self.path = bench, path
        self.client = TestClient(
            gated(bench, TOKEN, HOST),
            base_url=f"http://{HOST}",
            headers={"authorization": f"Bearer {TOKEN}"},
            follow_redirects=False,
        )
        self.id = id_of(path)
        self.document = f"/api/documents/{self.id}"

    def get(self, name: str = "", **query: Any) -> Any:
        """The answer to GET of something of the document."""
        answer = self.client.get(f"{self.document}{name}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, name: str, expected: int = 200, /, **body: Any) -> Any:
        """The answer to POST of something of the document."""
        answer = self.client.post(f"{self.document}{name}", json=body)
        assert answer.status_code == expected, answer.text
        return answer.json()

    def edit(self, revision: int, expected: int = 200, /, **edit: Any) -> Any:
        """The answer to an edit."""
        return self.post("/edits", expected, revision=revision, edit=edit)

    def texts(self) -> list[list[list[str]]]:
        """The texts of all beads, as the page gets them."""
        return [
            [[segment["text"] for segment in row[side]] for side in ("source", "target")]
            for row in self.get("/rows", count=1000)["rows"]
        ]


@pytest.fixture
def at_work() -> Iterator[Callable[[Path], Desk]]:
    """Starts workbenches on files and folders; they are closed at the end."""
    started: list[Bench] = []

    def start(path: Path, document: Path | None = None, **options: Any) -> Desk:
        bench = Bench(workspace_of(path), **options)
        started.append(bench)
        return Desk(bench, document or path)

    yield start
    for bench in started:
        bench.close()


@pytest.fixture
def desk(record: Path, at_work: Callable[[Path], Desk]) -> Desk:
    """A workbench on the record."""
    return at_work(record)
