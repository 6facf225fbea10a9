"""What the tests of judging share: an alignment that raises questions, and a server that answers them."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.judging import endpoint as endpoints
from duiqi.aligner.judging.question import Question, questions_of
from duiqi.aligner.regions.alternatives import Alternative
from duiqi.corpus.model import Alignment, Bead

# Short sentences that say nearly the same: nobody can be sure of them without reading.
ENGLISH = [
    "The committee met on Monday.",
    "“Yes,” he said.",
    "“No.”",
    "“Yes.”",
    "He laughed.",
    "A second bridge will be built next year.",
    "“Well!” she said.",
    "“Good!”",
    "“Well, well. 𠀀.”",
    "She laughed.",
    "The school needs a new roof.",
    "“Why?”",
    "“Who?”",
    "“He?”",
    "The meeting ended at ten o’clock.",
]
CHINESE = [
    "委员会星期一开会。",
    "“是的。”",
    "他说：“不。是的。”他笑了。",
    "明年将建造第二座桥。",
    "“好！”",
    "她说：“好。好吧。𠀀。”她笑了。",
    "学校需要新的屋顶。",
    "“为什么？谁？”",
    "“谁？他？”",
    "会议十点结束。",
]


@pytest.fixture(scope="session")
def doubtful(aligned: Callable[[Sequence[str], Sequence[str]], Alignment]) -> Alignment:
    """An alignment as the aligner makes it."""
    return aligned(ENGLISH, CHINESE)


@pytest.fixture(scope="session")
def questions(doubtful: Alignment, encoders: EncoderPair) -> list[Question]:
    found = list(questions_of(doubtful, encoders))
    assert found, "these texts have become too easy"
    return found


@pytest.fixture(scope="session")
def many() -> list[Question]:
    """Twelve questions made by hand. Of three alternatives, the second is the alignment as it is."""
    return [made(k) for k in range(12)]


def made(number: int) -> Question:
    texts = [f"One {number}.", "Two 𠀀."], [f"一{number}。", "二𠀀。"]

    def bead(i: int, k: int, j: int, m: int) -> Bead:
        return Bead.of_texts(range(i, k), range(j, m), f"{i}", texts[0][i:k], texts[1][j:m], confidence=0.5)

    ways = [(bead(0, 1, 0, 1), bead(1, 2, 1, 2)), (bead(0, 1, 0, 2), bead(1, 2, 2, 2)), (bead(0, 2, 0, 2),)]
    likely = [0.3, 0.5, 0.1]
    return Question(
        str(number),
        ("en", "zh"),
        (("Before.",), ("前。",)),
        *map(tuple, texts),
        ((), ()),
        tuple(
            Alternative(p, 0, 2, way, is_present=k == 1)
            for k, (p, way) in enumerate(zip(likely, ways, strict=True))
        ),
    )


class Server:
    """A model on this machine that writes what `write` makes of a request.

    requests  the bodies and the headers of all requests
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[tuple[dict[str, Any], dict[str, str]]] = []
        self.status = 200
        self.write: Callable[[dict[str, Any]], str | Iterable[bytes]] = lambda body: ""


def asked(body: dict[str, Any]) -> int:
    """How many questions a request has."""
    return len(re.findall("(?m)^Question ", body["messages"][1]["content"]))


def always(number: int, probability: float = 1.0) -> Callable[[dict[str, Any]], str]:
    """A model that chooses the same alternative each time."""

    def write(body: dict[str, Any]) -> str:
        lines = (
            json.dumps({"question": k, "choice": number, "probability": probability})
            for k in range(1, asked(body) + 1)
        )
        return "Let me think {about} it.\n" + "\n".join(lines)

    return write


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server on a free port; nobody waits between two attempts."""
    monkeypatch.setattr(endpoints, "PAUSES", (0.0, 0.0))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found.requests.append((body, dict(self.headers)))
            written = found.write(body)
            if isinstance(written, str):
                written = [json.dumps({"choices": [{"message": {"content": written}}]}).encode()]
            self.send_response(found.status)
            self.send_header("Location", "http://example.invalid/")
            self.end_headers()
            with suppress(OSError):  # nobody waits for it any longer
                for part in written:
                    self.wfile.write(part)

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        found = Server(f"http://127.0.0.1:{listening.server_port}")
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield found
        listening.shutdown()
        thread.join()
