"""The questions of all pairs of a run: written, answered by a file or a model, and remembered."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.batch.job import Answer, Job, PairResult, Status
from duiqi.aligner.batch.ledger import Ledger
from duiqi.aligner.batch.manifest import Entry
from duiqi.aligner.batch.schema import Lane
from duiqi.aligner.judging.answers import fields_of, question_of
from duiqi.aligner.judging.question import Question
from tests.aligner.conftest import Ran
from tests.aligner.judging.conftest import CHINESE, ENGLISH, Server, always, asked


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_question_read_back_is_the_same_question(many: list[Question], questions: list[Question]) -> None:
    for question in (*many, *questions):
        again = question_of(json.loads(json.dumps(fields_of(question))))
        assert (again.signature, again.pairs) == (question.signature, question.pairs)
        assert again.characters == question.characters


def test_answers_wait_with_their_pair_and_outlive_its_alignment(many: list[Question], tmp_path: Path) -> None:
    """A pair with an answer is aligned again; what is still open is asked anew."""

    def found(*questions: Question) -> PairResult:
        return PairResult(Status.DONE, {}, questions=tuple(json.dumps(fields_of(one)) for one in questions))

    def taken() -> Job:
        job = ledger.take(Lane.SMALL)
        assert job
        return job

    with closing(Ledger(tmp_path / "out")) as ledger:
        ledger.begin([Entry("m.tsv", "a", "a.txt", "b.txt")], tmp_path, {})
        ledger.record(taken(), found(*many[:3]))
        assert [one.fields["signature"] for one in ledger.questions.open()] == [q.signature for q in many[:3]]
        answer = Answer(many[1].signature, 2, 0.9, "wise", 0.93)
        ledger.questions.answer(0, answer)
        assert list(ledger.questions) == [], "the pair waits"
        job = taken()
        assert job.answers == (answer,)
        ledger.record(job, found(many[0], many[2]))
        assert [one.answer for one in ledger.questions if one.answer] == [answer]
        assert {one.fields["signature"] for one in ledger.questions.open()} == {
            many[0].signature, many[2].signature,
        }  # fmt: skip


@pytest.mark.slow
def test_a_run_is_asked_answered_and_resumed(
    command: Callable[..., Ran], tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First a person answers one question in the file; then a model, one budget for all pairs, the rest."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))
    for number in range(2):
        (tmp_path / f"{number}.en.txt").write_text("\n".join(ENGLISH[number:]), encoding="utf-8")
        (tmp_path / f"{number}.zh.txt").write_text("\n".join(CHINESE[number:]), encoding="utf-8")
    rows = [f"p{number}\t{number}.en.txt\t{number}.zh.txt\ten\tzh\n" for number in range(2)]
    (tmp_path / "m.tsv").write_text("".join(rows), encoding="utf-8")
    run = ("batch", "m.tsv", "-o", "out", "--presegmented", "--jobs", "1")

    ran = command(*run, "--questions", "q.jsonl")
    questions = lines(tmp_path / "q.jsonl")
    assert {one["pair"] for one in questions} == {"p0", "p1"}
    assert f"q.jsonl: {len(questions)} questions" in ran.err

    questions[0]["choice"] = next(one["number"] for one in questions[0]["alternatives"] if not one["present"])
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    for _ in range(2):  # the second time nothing is left to do, and the answer is still known
        ran = command(*run, "--answers", "q.jsonl", "--questions", "open.jsonl")
        assert ran.status == 0
        assert f"questions answered: 1 of {len(questions)}; places changed: 1\n" in ran.err
    assert len(lines(tmp_path / "open.jsonl")) == len(questions) - 1
    assert lines(tmp_path / "out/p0.jsonl")[0]["signature"].endswith("|judge:answers")
    assert "judge" not in lines(tmp_path / "out/p1.jsonl")[0]["signature"]
    before = (tmp_path / "out/p0.jsonl").read_bytes()
    for words in (("--answers", "0.en.txt"), ("--questions", "out/p1.jsonl"), ("--questions", "out/p1.tsv")):
        ran = command(*run, *words)
        assert ran.status == 2
    assert ran.err == "--questions out/p1.tsv: this is the file of a pair. Give another name\n"
    assert (tmp_path / "out/p0.jsonl").read_bytes() == before

    server.write = always(1)
    ran = command(*run, "--judge", server.url, "--judge-model", "wise")
    count = len(questions) - 1
    assert f"(wise): {count} question" in ran.err
    assert sum(asked(body) for body, _ in server.requests) == count
    assert f"questions answered: {len(questions)} of {len(questions)}" in ran.err
    report = lines(tmp_path / "out/report.jsonl")
    judges = [{one["judge"] for one in pair["questions"]["answers"]} for pair in report]
    assert "answers" in judges[0]
    assert judges[1] == {"wise"}
