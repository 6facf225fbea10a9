"""`duiqi align` with questions, answers and a judge."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duiqi import read_bitext
from tests.aligner.conftest import Ran
from tests.aligner.judging.conftest import CHINESE, ENGLISH, Server, always

ALIGN = ("align", "en.txt", "zh.txt", "--source-lang", "en", "--target-lang", "zh", "--presegmented")


@pytest.fixture
def folder(command: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the command, with both texts in it, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "cache"))
    (tmp_path / "en.txt").write_text("\n".join(ENGLISH), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("Ask the client. 𠀀", encoding="utf-8")
    (tmp_path / "zh.txt").write_text("\n".join(CHINESE), encoding="utf-8")
    return tmp_path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
def test_questions_are_written_answered_and_taken(command: Callable[..., Ran], folder: Path) -> None:
    """What is answered is asked no more; answers are not overwritten, nor used for other texts."""
    ran = command(*ALIGN, "-o", "a.jsonl", "--questions", "q.jsonl")
    questions = lines(folder / "q.jsonl")
    assert ran.status == 0
    assert f"q.jsonl: {len(questions)} question" in ran.err
    for question in questions:
        question["choice"] = next(one["number"] for one in question["alternatives"] if not one["present"])
    (folder / "q.jsonl").write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")

    ran = command(*ALIGN, "-o", "b.jsonl", "--answers", "q.jsonl", "--questions", "open.jsonl")
    count = len(questions)
    assert f"questions answered: {count} of {count}; places changed: {count}\n" in ran.err
    assert lines(folder / "open.jsonl") == []
    before, after = lines(folder / "a.jsonl"), lines(folder / "b.jsonl")
    assert after[0]["signature"] == f"{before[0]['signature']}|judge:answers"
    found = [(bead.source_texts, bead.target_texts) for bead in read_bitext(folder / "b.jsonl").beads]
    for question in questions:
        for source, target in question["alternatives"][question["choice"] - 1]["pairs"]:
            texts = (
                tuple(question["source"][k - 1] for k in source),
                tuple(question["target"][k - 1] for k in target),
            )
            assert texts in found

    for words in (("--questions", "q.jsonl"), ("--questions", "q.jsonl", "--answers", "q.jsonl")):
        ran = command(*ALIGN, "-o", "c.jsonl", *words)
        assert ran.status == 2
        assert ran.err.startswith("q.jsonl: ")
    (folder / "zh.txt").write_text("\n".join(CHINESE[::-1]), encoding="utf-8")
    ran = command(*ALIGN, "-o", "c.jsonl", "--answers", "q.jsonl")
    assert ran.status == 2
    assert "none of its" in ran.err
    assert not (folder / "c.jsonl").exists()


@pytest.mark.slow
def test_a_model_is_asked_and_its_failures_are_warnings(
    command: Callable[..., Ran], folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUIQI_JUDGE_KEY", "sk-secret")
    host = server.url.removeprefix("http://")
    asking = (*ALIGN, "-o", "a.jsonl", "--judge", server.url, "--judge-model", "wise")
    server.write = lambda body: "I would rather not."
    ran = command(*asking)
    assert ran.status == 0
    assert f"to {host} (wise): " in ran.err
    assert f"warning: {host}: a reply without a usable answer (" in ran.err
    assert "Their places stay as they are\n" in ran.err
    assert "judge" not in lines(folder / "a.jsonl")[0]["signature"]

    server.write = always(1)
    ran = command(*asking)
    assert "warning" not in ran.err
    assert lines(folder / "a.jsonl")[0]["signature"].endswith("|judge:wise")
    server.write = always(3)
    before = (folder / "a.jsonl").read_bytes()
    ran = command(*asking)
    assert "characters" not in ran.err, "the answers are known"
    assert (folder / "a.jsonl").read_bytes() == before
    written = [path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()]
    assert not any("sk-secret" in text for text in [*written, ran.err])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--judge", "http://localhost"), "--judge and --judge-model go together"),
        (("--judge-model", "wise"), "--judge and --judge-model go together"),
        (("--judge", "localhost:1", "--judge-model", "wise"), "the judge's address should be like"),
        (
            ("--judge", "http://localhost", "--judge-model", "wise", "--judge-seconds", "0"),
            "--judge-seconds: expected a number of seconds above 0, found 0",
        ),
        (
            ("--judge", "http://localhost", "--judge-model", "wise", "--judge-seconds", "nan"),
            "--judge-seconds: expected a number of seconds above 0, found nan",
        ),
        (("--answers", "missing.jsonl"), "missing.jsonl: no such file"),
        (
            ("--answers", "a.jsonl", "--answers", "b.jsonl"),
            "--answers: names one file, and is given 2 times",
        ),
        (("--questions", "-"), "--questions: needs the name of a file"),
        (("--questions", "en.txt"), "en.txt: this is a file that is being read"),
        (("--questions", "notes.txt"), "notes.txt: is no file of questions. Give another name, or --force"),
        (("--questions", "no/q.jsonl"), "no/q.jsonl: there is no folder 'no'"),
        (("-o", "q.jsonl", "--questions", "q.jsonl"), "q.jsonl: named twice as output"),
    ],
)
def test_options_that_make_no_sense_are_refused_before_any_work(
    command: Callable[..., Ran], folder: Path, words: tuple[str, ...], message: str
) -> None:
    ran = command(*ALIGN, *words)
    assert ran.status == 2
    assert message in ran.err
    assert ran.out == ""
