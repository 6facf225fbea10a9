"""A hostile text costs a task, and never the server or what is saved."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.review import jobs as jobs_module
from duiqi.aligner.review.jobs import Jobs
from duiqi.aligner.review.texts import common_name, free_path
from duiqi.aligner.review.worker import Desk as WorkerDesk
from duiqi.aligner.review.worker import Stopped, Worker, WorkerLost
from duiqi.aligner.review.workspace import Missing
from duiqi.corpus.errors import DuiqiError, UnreadableFile
from duiqi.corpus.model import Doubt
from duiqi.exports.writing import write
from tests.aligner.review.conftest import Desk, alignment, beads

pytestmark = pytest.mark.slow


def process(desk: WorkerDesk) -> int:
    """The number of the worker's process."""
    return os.getpid()


def die(desk: WorkerDesk) -> None:
    """End as by a crash."""
    os._exit(11)


def fill(desk: WorkerDesk) -> int:
    """Ask for more memory than there is."""
    return len([bytearray(1 << 40)])


def refuse(desk: WorkerDesk) -> None:
    """Refuse a file."""
    raise UnreadableFile("un.docx: damaged")


def fail(desk: WorkerDesk) -> None:
    """Have a fault."""
    raise ZeroDivisionError("by zero")


def nest(desk: WorkerDesk) -> None:
    """Call itself without end."""
    nest(desk)


def never_end(desk: WorkerDesk, flag: str) -> None:
    """Report a beginning, and compute for ever."""
    Path(flag).touch()
    desk.progress("aligning", 1, 4)
    threading.Event().wait()


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """A worker without an encoder; whatever a test does to it, it serves the next."""
    found = Worker()
    yield found
    found.close()


def test_a_worker_is_another_process_and_stays(worker: Worker) -> None:
    first = worker.call(process)
    assert first != os.getpid()
    assert worker.call(process) == first


def test_after_a_crash_there_is_a_new_worker(worker: Worker) -> None:
    first = worker.call(process)
    with pytest.raises(WorkerLost, match="Nothing that was saved is lost"):
        worker.call(die)
    assert worker.call(process) not in (first, os.getpid())


@pytest.mark.parametrize(
    ("task", "message"),
    [
        (refuse, "un.docx: damaged"),
        (fail, "a fault of duiqi, not of yours: ZeroDivisionError: by zero. Please report it"),
        (fill, "more memory is needed than there is"),
        (nest, "nested too deeply"),
    ],
)
def test_errors_come_in_one_line_and_the_worker_goes_on(worker: Worker, task: Any, message: str) -> None:
    first = worker.call(process)
    with pytest.raises(DuiqiError, match=message):
        worker.call(task)
    assert worker.call(process) == first


def test_a_task_has_a_time(worker: Worker, tmp_path: Path) -> None:
    with pytest.raises(Stopped, match="not done after 1 seconds"):
        worker.call(never_end, str(tmp_path / "flag"), seconds=1)
    assert worker.call(process)


def test_a_job_reports_and_can_be_stopped(tmp_path: Path) -> None:
    """Jobs after it go on."""
    jobs = Jobs()
    job, waiting = jobs.start(never_end, str(tmp_path / "flag")), jobs.start(process)
    while job.fraction < 0.25:
        assert job.as_json()["state"] == "running"
    assert job.as_json() == {"state": "running", "fraction": 0.25, "text": "aligning", "document": None}
    assert jobs.find(waiting.id).as_json()["state"] == "running"
    jobs.stop(job.id)
    job.future.result(20)
    waiting.future.result(20)
    assert (job.as_json()["state"], job.text) == ("failed", "stopped")
    assert waiting.as_json()["state"] == "done"
    jobs.close()
    with pytest.raises(Missing):
        jobs.find("none")


def test_a_job_that_waits_can_be_stopped(tmp_path: Path) -> None:
    jobs = Jobs()
    job, waiting = jobs.start(never_end, str(tmp_path / "flag")), jobs.start(process)
    jobs.stop(waiting.id)
    jobs.stop(job.id)
    waiting.future.result(20)
    assert (waiting.as_json()["state"], waiting.text) == ("failed", "stopped")
    jobs.close()


def test_old_jobs_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "KEPT", 1)
    jobs = Jobs()
    first, second = jobs.start(process), jobs.start(process)
    second.future.result(20)
    with pytest.raises(Missing):
        jobs.find(first.id)
    jobs.close()


# --- from two files to a document

EN = "The museum opens at nine.\n\nChildren pay half.\n"
ZH = "博物馆九点开门。\n\n儿童半价。\n"


def looked_at(desk: Desk, **files: tuple[str | None, str]) -> dict[str, Any]:
    """What is found in files or pasted texts."""
    sent = {name: (given, text.encode()) for name, (given, text) in files.items()}
    answer = desk.client.post("/api/look", files=sent)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def made(desk: Desk, **fields: Any) -> dict[str, Any]:
    """The job of a new document, at its end."""
    answer = desk.client.post("/api/documents", json=fields)
    assert answer.status_code == 200, answer.text
    job = answer.json()["job"]
    desk.bench.jobs.find(job).future.result(60)
    found: dict[str, Any] = desk.client.get(f"/api/jobs/{job}").json()
    return found


def test_two_files_are_looked_at_and_aligned(desk: Desk) -> None:
    found = looked_at(desk, source=("museum.en.txt", EN), target=("museum.zh.txt", ZH))
    assert found["source"] == {"name": "museum.en.txt", "lang": "en", "kind": "txt", "segments": 2}
    assert (found["target"]["lang"], found["level"], found["warnings"]) == ("zh", "sentence", [])
    job = made(desk, upload=found["upload"], source_lang="en", target_lang="zh-Hans", level="sentence")
    assert job["state"] == "done", job
    assert (desk.path.parent / "museum.jsonl").exists()
    answer = desk.client.get(f"/api/documents/{job['document']}").json()
    assert (answer["target"]["lang"], answer["count"]) == ("zh-Hans", 2)
    assert desk.client.get("/api/session").json()["documents"] == 2


def test_pasted_texts_and_files_with_both_are_aligned(desk: Desk) -> None:
    found = looked_at(desk, source_text=(None, EN), target_text=(None, ZH))
    assert found["source"]["segments"] == 2
    both = looked_at(desk, both=("both.txt", "The museum opens.\n博物馆开门。\nPay half.\n半价。\n"))
    assert (both["source"]["lang"], both["target"]["lang"]) == ("en", "zh")


def test_what_is_aligned_already_is_opened(desk: Desk) -> None:
    tmx = desk.client.post(f"{desk.document}/export", json={"format": "tmx"}).content.decode()
    found = looked_at(desk, both=("memory.tmx", tmx))
    assert (found["level"], found["source"]["kind"], found["source"]["segments"]) == ("aligned", "tmx", 4)
    job = made(desk, upload=found["upload"], source_lang="", target_lang="", level="aligned")
    answer = desk.client.get(f"/api/documents/{job['document']}").json()
    assert answer["count"] == 4


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({}, 400),
        ({"target": ("a.txt", b"x")}, 400),
        ({"source": ("a.txt", b""), "target": ("b.txt", b"x")}, 422),
        ({"source": ("a.docx", b"PK\x03\x04x"), "target": ("b.txt", b"x")}, 422),
        ({"both": ("a.txt", b"Only English here. And more of it.")}, 422),
        ({"source": ("a.txt", b"word " * 2_100_000), "target": ("b.txt", b"x")}, 422),
    ],
)
def test_files_that_cannot_be_used_are_named(desk: Desk, files: Any, status: int) -> None:
    answer = desk.client.post("/api/look", files=files) if files else desk.client.post("/api/look")
    assert answer.status_code == status
    text = answer.json()["text"]
    assert text
    assert "duiqi-review" not in text  # the folder where uploads are kept
    if len(files) == 2 and len(files["source"][1]) > 1_000_000:
        assert text == "a.txt: 10.5 MB, and 10 MB is the most for one text here. Split it into its documents"


def test_an_upload_that_is_gone_and_a_strange_language_are_refused(desk: Desk) -> None:
    assert desk.client.post("/api/documents", json={"upload": "none"}).status_code == 404
    found = looked_at(desk, source=("a.txt", EN), target=("b.txt", ZH))
    body = {"upload": found["upload"], "source_lang": "../x", "target_lang": "zh", "level": "sentence"}
    assert desk.client.post("/api/documents", json=body).status_code == 400


def test_a_new_document_takes_no_name_that_is_there(tmp_path: Path) -> None:
    assert free_path(tmp_path, "un").name == "un.jsonl"
    (tmp_path / "un.jsonl").touch()
    assert free_path(tmp_path, "un").name == "un-2.jsonl"
    assert free_path(tmp_path, "../..").parent == tmp_path
    assert common_name(Path("a.txt"), Path("b.txt")) == "a"
    assert common_name(Path("合同 (英).docx"), Path("合同 (中).docx")) == "合同"
    assert common_name(Path("合同.docx"), Path("合约.docx")) == "合同"
    assert common_name(Path("_.en.txt"), Path("_.zh.txt")) == "_.en"


def test_a_glossary_is_drafted_and_decisions_stay(desk: Desk) -> None:
    desk.post("/terms", id=None, source="museum", target="博物馆", status="accepted")
    job = desk.post("/terms/draft")["job"]
    desk.bench.jobs.find(job).future.result(60)
    assert desk.client.get(f"/api/jobs/{job}").json()["state"] == "done"
    pairs = desk.get("/terms")["pairs"]
    assert pairs[0]["source"] == "museum"
    assert len({pair["id"] for pair in pairs}) == len(pairs)


def test_the_aligner_proposes_and_changes_nothing(desk: Desk) -> None:
    """Aligned anew, and the alternatives to a bead: both are taken as an edit."""
    desk.edit(0, do="merge", bead="1")
    desk.edit(1, do="mark", beads=["1"], status="new")
    proposal = desk.post("/anew", revision=2, bead="1", scope="from")
    found = desk.get("/alternatives", bead="1")
    assert desk.get()["revision"] == 2
    assert {"number", "at", "removed", "rows", "probability", "present"} <= found["alternatives"][0].keys()
    assert sum(one["present"] for one in found["alternatives"]) <= 1
    assert desk.post("/anew", 409, revision=1, bead="1", scope="from")["error"] == "stale"
    assert desk.post("/anew", 400, revision=2, bead="1", scope="all")["error"] == "malformed"
    assert desk.post("/anew", 422, revision=2, bead="none", scope="from")["error"] == "impossible"
    if proposal["parts"]:
        number = proposal["parts"][0]["number"]
        answer = desk.edit(2, do="take", proposal=proposal["proposal"], parts=[number])
        rows = proposal["parts"][0]["rows"]
        assert [row["source"] for row in answer["rows"]] == [row["source"] for row in rows]


def test_a_moved_passage_is_linked(tmp_path: Path, at_work: Any) -> None:
    """In both directions, as soon as the worker has found it; other documents ask for nothing."""
    some = [
        *[("The museum is closed on public holidays.", ""), ("A dog ran across the wet field.", "")],
        *[(f"Item {n} is accepted.", f"接受第{n}项。") for n in range(8)],
        *[("", "博物馆在公共假日闭馆。"), ("", "一条狗跑过湿漉漉的田野。")],
    ]
    text = alignment(beads(*some))
    path = tmp_path / "moved.jsonl"
    write(replace(text, warnings=(Doubt("moved", "2 segments"),)), path)
    desk = at_work(path)
    job = desk.get()["links_job"]
    assert desk.get()["links_job"] == job
    desk.bench.jobs.find(job).future.result(60)
    moved = {row["id"]: row["moved"] for row in desk.get("/rows")["rows"] if row["moved"]}
    assert moved == {"1": "11", "11": "1", "2": "12", "12": "2"}
