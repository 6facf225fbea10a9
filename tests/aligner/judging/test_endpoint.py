"""Requests without a reply: time that is over, connections that are cut, names that no host can have."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest

from duiqi.aligner.judging import endpoint as endpoints
from duiqi.aligner.judging.chat import ChatJudge
from duiqi.aligner.judging.endpoint import CUT, Endpoint, NoReply
from duiqi.aligner.judging.judge import Choice
from duiqi.aligner.judging.judged import decided
from duiqi.aligner.judging.question import Question
from duiqi.corpus.model import Alignment
from tests.aligner.judging.conftest import Server, always


def answered(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> NoReply:
    """What is said of a service that answers each request with these bytes and closes the connection."""
    monkeypatch.setattr(endpoints, "PAUSES", ())

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            received = b""
            while not received.endswith(b"{}"):
                received += connection.recv(1 << 16)
            connection.sendall(raw)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with pytest.raises(NoReply) as caught:
            Endpoint(f"http://127.0.0.1:{listening.getsockname()[1]}").ask({}, time.monotonic() + 60)
        thread.join()
    return caught.value


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", CUT),
        (b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"choices":', CUT),
        (b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"choices":', CUT),
        (b"\0\1\2\3 garbage\r\n\r\n", "a reply that is not HTTP"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "a reply that is not HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "a reply in another form"),
    ],
)
def test_what_happened_is_said_in_words(raw: bytes, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(answered(raw, monkeypatch)) == reason


@pytest.mark.parametrize("host", ["a" * 70, "a..b"])
def test_a_name_that_no_host_can_have_is_no_reply(host: str) -> None:
    with pytest.raises(NoReply, match=r"^no host can have this name$") as caught:
        Endpoint(f"http://{host}/").ask({}, time.monotonic() + 60)
    assert caught.value.is_final


@pytest.mark.parametrize("seconds", [0.0, 1e-9, -1.0])
def test_time_that_is_over_from_the_start_is_no_reply(
    server: Server, many: list[Question], tmp_path: Path, seconds: float
) -> None:
    judge = ChatJudge(Endpoint(server.url), "model", folder=tmp_path, seconds=seconds)
    assert judge.choose(many) == [None] * len(many)
    assert judge.failures == {"no reply in time": 1}
    assert not server.requests


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += 1000


def test_time_that_ends_between_two_attempts_is_no_reply(
    server: Server, many: list[Question], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pause can last longer than it was meant to: the machine slept."""
    clock = Clock()
    monkeypatch.setattr(endpoints, "time", clock)
    monkeypatch.setattr("duiqi.aligner.judging.chat.time", clock)
    server.status = 503
    judge = ChatJudge(Endpoint(server.url), "model", folder=tmp_path)
    assert judge.choose(many) == [None] * len(many)
    assert judge.failures == {"no reply in time": 1}
    assert len(server.requests) == 1


def test_time_that_ends_between_two_batches_keeps_what_was_answered(
    server: Server, many: list[Question], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(endpoints, "time", clock)
    monkeypatch.setattr("duiqi.aligner.judging.chat.time", clock)
    server.write = always(1)

    def progress(stage: str, done: int, total: int) -> None:
        clock.now += 1000

    judge = ChatJudge(Endpoint(server.url), "model", folder=tmp_path, progress=progress)
    assert judge.choose(many) == [Choice(1)] * 5 + [None] * (len(many) - 5)
    assert judge.failures == {"no reply in time": 1}


def test_places_stay_as_they_were_where_no_time_was_left(
    server: Server, doubtful: Alignment, questions: list[Question], tmp_path: Path
) -> None:
    judge = ChatJudge(Endpoint(server.url), "model", folder=tmp_path, seconds=0.0)
    found = decided(doubtful, questions, judge)
    assert found.alignment.beads == doubtful.beads
    assert found.alignment.warnings[-1].code == "unanswered"
