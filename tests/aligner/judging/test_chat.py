"""A model that answers rightly, wrongly, slowly, or with garbage: nothing is believed that it did not say."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.judging import chat
from duiqi.aligner.judging.chat import BATCH, NO_ANSWER, ChatJudge, prompt_in
from duiqi.aligner.judging.endpoint import Endpoint
from duiqi.aligner.judging.judge import Choice
from duiqi.aligner.judging.question import Question
from duiqi.aligner.judging.replies import choices_in, shown
from duiqi.corpus.errors import DuiqiError
from tests.aligner.judging.conftest import Server, always, asked

KEY = "sk-secret"


@pytest.fixture
def judge(server: Server, tmp_path: Path) -> ChatJudge:
    return ChatJudge(Endpoint(server.url, KEY), "model", folder=tmp_path / "known")


def test_choices_come_in_batches_and_are_asked_for_once(
    server: Server, judge: ChatJudge, many: list[Question], tmp_path: Path
) -> None:
    """The second time they are known. The files have numbers alone, no text and no key."""
    server.write = always(2, 0.8)
    assert judge.choose(many) == [Choice(2, 0.8)] * len(many)
    assert [asked(body) for body, _ in server.requests] == [BATCH, BATCH, len(many) - 2 * BATCH]
    assert judge.choose(many) == [Choice(2, 0.8)] * len(many)
    assert len(server.requests) == 3
    body, headers = server.requests[0]
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert KEY not in json.dumps(body)
    assert (body["model"], body["temperature"]) == ("model", 0)
    kept = [path.read_text(encoding="utf-8") for path in (tmp_path / "known").iterdir()]
    assert kept == ["[2, 0.8]"] * len(many)
    other = ChatJudge(Endpoint(server.url), "another model", folder=tmp_path / "known")
    other.choose(many[:1])
    assert len(server.requests) == 4
    assert "Authorization" not in server.requests[-1][1]


def test_the_model_sees_texts_but_no_probability(many: list[Question]) -> None:
    lines = shown(many[:1]).splitlines()
    assert lines == [
        "Question 1 (source: en, target: zh)",
        "before, source: Before.",
        "before, target: 前。",
        "S1: One 0.",
        "S2: Two 𠀀.",
        "T1: 一0。",
        "T2: 二𠀀。",
        "alternative 1: S1 = T1; S2 = T2",
        "alternative 2: S1 = T1 T2; S2 = -",
        "alternative 3: S1 S2 = T1 T2",
    ]


def test_what_is_sent_is_announced_before_it_is_sent(
    server: Server, judge: ChatJudge, many: list[Question]
) -> None:
    announced: list[tuple[str, int, int]] = []

    def announce(host: str, count: int, characters: int) -> None:
        assert server.requests == []
        announced.append((host, count, characters))

    server.write = always(1)
    judge._announce = announce
    judge.choose(many[:2])
    characters = 2 * len("Before.前。One 0.Two 𠀀.一0。二𠀀。")
    assert announced == [(server.url.removeprefix("http://"), 2, characters)]
    judge.choose(many[:2])
    assert len(announced) == 1, "nothing is sent for what is known"


@pytest.mark.parametrize(
    "text",
    [
        "I cannot help with that.",
        "{}{{}}{]",
        '{"question": 1, "choice": 9}',
        '{"question": 1, "choice": 2, "probability": 7}',
        '{"question": 1, "choice": "1 or 2"}',
        '{"question": true, "choice": true}',
        '{"question": 99, "choice": 1}',
        '{"question": 1.5, "choice": 1}',
        '{"question": 1, "choice": NaN}',
        "{" * 20000,
        "",
    ],
)
def test_garbage_is_no_answer(server: Server, judge: ChatJudge, many: list[Question], text: str) -> None:
    """It is asked for no second time in this run, and not kept as an answer."""
    server.write = lambda body: text
    assert judge.choose(many[:1]) == [None]
    assert judge.failures == {NO_ANSWER: 1}
    server.write = always(1)
    assert judge.choose(many[:1]) == [Choice(1)]


def test_the_answers_that_can_be_used_are(many: list[Question]) -> None:
    """In any order, among other words, in one array; of two that are alike the last one."""
    text = (
        'Well: {"question": 3, "choice": 0} or\n```json\n[{"question": 1, "choice": 2, "probability": 0.5},'
    )
    text += '{"question": 1, "choice": 3}, {"question": 2, "choice": 2}, {"question": 2, "choice": 2}]```'
    assert choices_in(text, many[:3]) == [None, Choice(2), Choice(0)]


def test_a_slow_model_is_not_waited_for(server: Server, many: list[Question], tmp_path: Path) -> None:
    """Neither for its first byte nor for its last."""
    ended = threading.Event()

    def dripping(body: dict[str, Any]) -> Iterator[bytes]:
        while not ended.wait(0.01):
            yield b" "

    def silent(body: dict[str, Any]) -> str:
        ended.wait(10)
        return ""

    try:
        for server.write in (silent, dripping):
            judge = ChatJudge(Endpoint(server.url), "model", folder=tmp_path, seconds=0.1)
            assert judge.choose(many) == [None] * len(many)
            assert judge.failures == {"no reply in time": 1}
    finally:
        ended.set()


def test_headers_without_end_are_not_waited_for(many: list[Question], tmp_path: Path) -> None:
    """Each comes within the time limit of the socket; all of them do not."""
    import socket

    def drip(is_continued: bool) -> None:
        connection, _ = listening.accept()
        with connection, suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while not ended.wait(0.01):
                connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" if is_continued else b"A")

    for is_continued in (False, True):
        ended = threading.Event()
        with socket.create_server(("127.0.0.1", 0)) as listening:
            thread = threading.Thread(target=drip, args=(is_continued,), daemon=True)
            thread.start()
            endpoint = Endpoint(f"http://127.0.0.1:{listening.getsockname()[1]}")
            judge = ChatJudge(endpoint, "model", folder=tmp_path, seconds=0.2)
            assert judge.choose(many[:1]) == [None]
            assert judge.failures == {"no reply in time": 1}
            ended.set()
            thread.join()


@pytest.mark.parametrize("kept", ["[99, 1.0]", "[1.5, 1.0]", "[1, 7]", "[-1, 1]", "[" * 5000, "null", "[1]"])
def test_a_damaged_answer_in_the_cache_is_asked_for_again(
    server: Server, judge: ChatJudge, many: list[Question], tmp_path: Path, kept: str
) -> None:
    server.write = always(1)
    judge.choose(many[:1])
    (path,) = (tmp_path / "known").iterdir()
    path.write_text(kept, encoding="utf-8")
    assert judge.choose(many[:1]) == [Choice(1)]
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("status", "reason", "requests"),
    [(500, "HTTP status 500", 6), (401, "HTTP status 401", 1), (302, "HTTP status 302", 1)],
)
def test_a_refusal_is_counted_and_ends_the_asking(
    server: Server, judge: ChatJudge, many: list[Question], status: int, reason: str, requests: int
) -> None:
    """What may pass is tried three times, twice; a redirection is not followed, with text and key."""
    server.status = status
    assert judge.choose(many) == [None] * len(many)
    assert set(judge.failures) == {reason}
    assert len(server.requests) == requests


def test_an_answer_after_a_failure_counts(server: Server, judge: ChatJudge, many: list[Question]) -> None:
    def write(body: dict[str, Any]) -> str | list[bytes]:
        return [b"not JSON"] if len(server.requests) == 1 else always(1)(body)

    server.write = write
    assert judge.choose(many[:1]) == [Choice(1)]
    assert not judge.failures


def test_a_model_that_takes_no_temperature_is_asked_without(
    server: Server, judge: ChatJudge, many: list[Question]
) -> None:
    def write(body: dict[str, Any]) -> str:
        server.status = 400 if "temperature" in body else 200
        return always(1)(body)

    server.write = write
    assert judge.choose(many) == [Choice(1)] * len(many)
    assert ["temperature" in body for body, _ in server.requests] == [True, False, False, False]


def test_nobody_there_is_found_out_at_once(many: list[Question], tmp_path: Path) -> None:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    judge = ChatJudge(Endpoint(f"http://127.0.0.1:{port}"), "model", folder=tmp_path)
    assert judge.choose(many) == [None] * len(many)
    assert sum(judge.failures.values()) == 1


def test_a_cache_that_cannot_be_kept_is_no_error(
    server: Server, many: list[Question], tmp_path: Path
) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("", encoding="utf-8")
    server.write = always(1)
    judge = ChatJudge(Endpoint(server.url), "model", folder=occupied)
    assert judge.choose(many[:1]) == [Choice(1)]


@pytest.mark.parametrize(
    "url",
    ["localhost:11434", "ftp://host/", "http://", "http://user:secret@host", "http://host:port", "http://a/?k=1",
     "http://[", "http://host/\n", "http://ho st"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(DuiqiError, match="the judge's address should be like") as refused:
        Endpoint(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("key", ["sk-\n", "钥匙"])
def test_a_key_that_is_none_is_refused_without_being_repeated(key: str) -> None:
    with pytest.raises(DuiqiError) as refused:
        Endpoint("http://localhost", key)
    assert key not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "is_private"),
    [
        ("http://localhost:1", True), ("http://127.0.0.1", True), ("http://[::1]:8080/v1", True),
        ("https://example.org", True), ("http://example.org", False), ("http://192.168.1.2", False),
        ("http://localhost.example.org", False),
    ],
)  # fmt: skip
def test_only_this_machine_is_private_without_encryption(url: str, is_private: bool) -> None:
    assert Endpoint(url).is_private == is_private


def test_the_prompt_is_there_in_both_languages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for language, word in (("en", "translation"), ("zh", "译文")):
        text = prompt_in(language)
        assert word in text
        assert '{"question": 1, "choice": 2, "probability": 0.9}' in text
        monkeypatch.setattr(chat, "user_language", lambda language=language: language)
        assert ChatJudge(Endpoint("http://localhost"), "model", folder=tmp_path)._prompt == text


@pytest.mark.parametrize("form", ["parts", "stream"])
def test_a_reply_in_parts_or_in_a_stream_is_read(
    server: Server, judge: ChatJudge, many: list[Question], form: str
) -> None:
    def write(body: dict[str, Any]) -> list[bytes]:
        assert body["stream"] is False
        pieces = [always(2, 0.8)(body)[at : at + 9] for at in range(0, 200, 9)]
        if form == "parts":
            content = [{"type": "text", "text": piece} for piece in pieces]
            return [json.dumps({"choices": [{"message": {"content": content}}]}).encode()]
        events = [{"choices": [{"delta": {"content": piece}}]} for piece in pieces]
        lines = ["data: " + json.dumps(event) for event in events]
        return ["\n\n".join([": ping", *lines, "data: [DONE]"]).encode()]

    server.write = write
    assert judge.choose(many[:2]) == [Choice(2, 0.8)] * 2


def test_the_service_says_what_is_wrong_but_never_repeats_the_key(
    server: Server, judge: ChatJudge, many: list[Question]
) -> None:
    words = f"model 'model' not found,\ntry pulling it {KEY}"
    server.write = lambda body: [json.dumps({"error": {"message": words}}).encode()]
    server.status = 401
    judge.choose(many[:1])
    server.status = 404
    words = "model 'model' not found,\ntry pulling it"
    judge.choose(many[:1])
    assert list(judge.failures) == [
        "HTTP status 401", "HTTP status 404: model 'model' not found, try pulling it",
    ]  # fmt: skip


def test_a_model_that_thinks_too_long_is_asked_one_question_at_a_time(
    server: Server, judge: ChatJudge, many: list[Question], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duiqi.aligner.judging.endpoint.PATIENCE", 0.5)
    ended = threading.Event()

    def write(body: dict[str, Any]) -> str:
        if asked(body) > 1:
            monkeypatch.setattr("duiqi.aligner.judging.endpoint.PATIENCE", 60)  # a busy machine has time
            ended.wait(60)
        return always(1)(body)

    server.write = write
    try:
        assert judge.choose(many[:3]) == [Choice(1)] * 3
        assert [asked(body) for body, _ in server.requests] == [3, 1, 1, 1]
        assert judge.failures == {"no reply in time": 1}
    finally:
        ended.set()
