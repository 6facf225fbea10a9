"""The interface of the workbench, as the page uses it."""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.memory.memory import Memory
from duiqi.aligner.review import documents, tasks
from duiqi.aligner.review.assets import PAGE
from duiqi.aligner.review.marks import places
from duiqi.aligner.review.opening import workspace_of
from duiqi.aligner.review.proposals import Part, differing
from duiqi.corpus.bitext.conventions import journal_of
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.editing import Merge
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.model import Bead, BeadSegment, Code, Span
from duiqi.corpus.tiling import beads_of
from duiqi.exports.writing import write
from tests.aligner.review.conftest import TEXT, Desk, alignment, beads

AtWork = Callable[..., Desk]


@pytest.mark.slow
def test_the_page_and_its_files_are_served(desk: Desk) -> None:
    assert desk.client.get("/").headers["content-type"] == "text/html; charset=utf-8"
    for path in PAGE.iterdir():
        if path.suffix in (".js", ".css", ".json"):
            assert desk.client.get(f"/page/{path.name}").content == path.read_bytes()


def test_the_modules_of_the_page_are_joined_in_one(desk: Desk) -> None:
    """A browser needs longer for each file than for all that is in it. In one scope no name comes twice."""
    joined = desk.client.get("/page/all.js").text
    modules = [path.read_text(encoding="utf-8") for path in PAGE.glob("*.js")]
    assert all(text.partition("\n")[0] in joined for text in modules)
    assert not re.search(r"^(?:import|export)\b", joined, re.MULTILINE)
    names = re.findall(r"^(?:async )?(?:const|let|class|function) (\w+)", joined, re.MULTILINE)
    assert len(names) > 100
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert names.index("Refusal") < names.index("Store") < names.index("Editor")  # as they need each other
    sheets = desk.client.get("/page/all.css").text
    assert all(path.read_text(encoding="utf-8") in sheets for path in PAGE.glob("*.css"))


def test_the_page_has_links_to_what_it_asks_for_first(desk: Desk, tmp_path: Path) -> None:
    def linked() -> list[str]:
        return re.findall(r'<link rel="preload" .* href="([^"]+)">', desk.client.get("/").text)

    desk.client.headers["accept-language"] = "zh-CN,zh;q=0.9"
    document = [f"{desk.document}?first=1", f"{desk.document}/outline?first=1"]
    assert linked() == ["/api/session", "/page/messages.zh.json", *document]
    assert all(desk.client.get(address).status_code == 200 for address in linked())
    write(alignment(TEXT), tmp_path / "another.jsonl")
    desk.bench.workspace.add(tmp_path / "another.jsonl")
    desk.client.cookies["duiqi.language"] = "en"
    assert linked() == ["/api/session", "/page/messages.en.json"]


@pytest.mark.parametrize("path", ["/", "/page/all.js", "/api/session"])
def test_the_background_rests_while_the_page_loads(desk: Desk, path: str) -> None:
    """What is computed beside would take the processor's time from the files that the page waits for."""
    touched: list[bool] = []
    desk.bench.workspace.touch = lambda: touched.append(True)  # type: ignore[method-assign]
    desk.client.get(path)
    assert touched


def test_a_session_names_the_folder_and_the_only_document(desk: Desk) -> None:
    session = desk.client.get("/api/session").json()
    assert session["folder"] == str(desk.path.parent)
    assert (session["documents"], session["open"]) == (1, desk.id)
    assert {"tmx", "docx", "txt"} <= set(session["formats"])
    assert ["en", "English", "英语"] in session["languages"]


def test_a_session_names_the_texts_that_are_being_aligned(desk: Desk) -> None:
    go_on = threading.Event()
    job = desk.bench.jobs.start(tasks.look, lambda: go_on.wait(30), name="long")
    desk.bench.jobs.start(tasks.look, None)  # without a name: no page shows it
    assert desk.client.get("/api/session").json()["jobs"] == [{"id": job.id, "name": "long"}]
    desk.bench.jobs.stop(job.id)
    go_on.set()
    job.future.result(30)
    assert desk.client.get("/api/session").json()["jobs"] == []


def test_the_end_that_the_page_asks_for_is_the_servers(desk: Desk) -> None:
    ended: list[bool] = []
    desk.bench.end = lambda: ended.append(True)
    assert desk.client.post("/api/end", json={}).json() == {}
    assert ended == [True]


def test_a_document_says_how_far_its_review_is(desk: Desk) -> None:
    found = desk.get()
    assert (found["name"], found["source"]) == ("text", {"name": "text.en.txt", "lang": "en"})
    assert (found["revision"], found["count"], found["counts"]) == (0, 5, {"new": 5})
    assert found["bands"] == {"sure": 0.9, "fair": 0.6}
    desk.edit(0, do="mark", beads=["1", "2"], status="accepted")
    found = desk.get()
    assert found["counts"] == {"new": 3, "accepted": 2}
    assert (found["can_undo"], found["can_redo"]) == (True, False)


def test_the_outline_has_a_letter_and_a_number_a_bead(desk: Desk) -> None:
    desk.edit(0, do="merge", bead="1")
    assert desk.get("/outline") == {
        "revision": 1,
        "confidence": [95, 95, 95, 95],
        "status": "cnnn",
        "kind": "jo11",
    }


def test_rows_are_whole(desk: Desk) -> None:
    rows = desk.get("/rows", at=1, count=2)
    assert rows["revision"] == 0
    first, second = rows["rows"]
    assert (first["at"], first["id"], first["kind"], first["band"]) == (1, "2", "1-1", "sure")
    assert first["source"] == [
        {"text": "Recalls 𠀀 its decision;", "label": "", "kind": None, "paragraph": None, "codes": []}
    ]
    assert (second["kind"], second["source"]) == ("0-1", [])
    assert desk.get("/rows", at=5)["rows"] == []
    assert desk.get("/rows", at=4, count=10**6)["rows"][0]["id"] == "5"


def test_inline_codes_are_at_their_places(tmp_path: Path, at_work: AtWork) -> None:
    segment = BeadSegment("Read this.", codes=(Code(5, "open", "1", "<b>"), Code(9, "close", "1", "")))
    bead = Bead(range(1), range(1), "1", (segment,), BeadSegment.of_texts(["读。"]))
    path = tmp_path / "codes.jsonl"
    write(alignment((bead,)), path)
    (row,) = at_work(path).get("/rows")["rows"]
    assert row["source"][0]["codes"] == [{"at": 5, "text": "<b>"}, {"at": 9, "text": "close 1"}]


def test_differing_numbers_are_marked_in_their_segments(tmp_path: Path, at_work: AtWork) -> None:
    path = tmp_path / "numbers.jsonl"
    write(alignment(beads(("𠀀 Resolution 60/97", "第60/79号决议"), ("Yes.", "是。"))), path)
    desk = at_work(path)
    first, second = desk.get("/rows")["rows"]
    assert second["marks"] == []
    found = [(mark["side"], mark["start"], mark["end"]) for mark in first["marks"]]
    assert found == [("source", 13, 18), ("target", 1, 6)] or found == [("source", 16, 18), ("target", 4, 6)]
    assert desk.get("/find", marks=1)["places"] == [0]


def test_a_span_over_two_segments_is_marked_in_both() -> None:
    segments = BeadSegment.of_texts(["Yes.", "", "Come in."])
    assert list(places(segments, "en", Span(2, 8))) == [(0, 2, 4), (2, 0, 3)]
    segments = BeadSegment.of_texts(["好。", "", "请进。"])
    assert list(places(segments, "zh", Span(2, 3))) == [(2, 0, 1)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"text": "RECALLS 𠀀"}, [1]),
        ({"text": "是", "side": "source"}, []),
        ({"text": "是", "side": "target"}, [3]),
        ({"kind": "o"}, [2]),
        ({"kind": "0-1"}, [2]),
        ({"kind": "1", "text": "the"}, [4]),
        ({"status": "accepted"}, []),
        ({"band": "sure"}, [0, 1, 2, 3, 4]),
        ({"band": "doubtful"}, []),
        ({}, [0, 1, 2, 3, 4]),
    ],
)
def test_filters_find_places(desk: Desk, query: dict[str, str], found: list[int]) -> None:
    assert desk.get("/find", **query)["places"] == found


def test_filters_follow_the_edits(desk: Desk) -> None:
    assert desk.get("/find", text="新")["places"] == [2]
    desk.edit(0, do="text", bead="1", side="target", segment=0, text="新的")
    assert desk.get("/find", text="新") == {"revision": 1, "places": [0, 2]}
    desk.post("/undo", revision=1)
    assert desk.get("/find", text="新") == {"revision": 2, "places": [2]}


def test_edits_answer_with_the_new_rows(desk: Desk) -> None:
    answer = desk.edit(0, do="split", bead="4", source=[0, 9], target=[0, 3])
    assert (answer["revision"], answer["at"], answer["removed"], answer["added"]) == (1, 3, 1, 2)
    assert [row["id"] for row in answer["rows"]] == ["4", "4-2"]
    assert [row["source"][0]["text"] for row in answer["rows"]] == ["It is so.", "It stays."]
    assert (answer["counts"], answer["can_undo"]) == ({"new": 4, "corrected": 2}, True)
    answer = desk.edit(1, do="move", bead="4-2", side="target", to="above", cursor=None)
    assert desk.texts()[3:5] == [[["It is so."], ["是的。", "不变。"]], [["It stays."], []]]
    answer = desk.edit(2, do="join", bead="4", side="target", segment=0)
    assert answer["rows"][0]["target"][0]["text"] == "是的。不变。"
    for revision in range(3, 6):
        desk.post("/undo", revision=revision)
    assert desk.get("/rows")["rows"][3]["source"][0]["text"] == "It is so. It stays."
    assert desk.post("/redo", revision=6)["rows"][1]["id"] == "4-2"


def test_all_above_a_confidence_are_accepted_and_taken_back_at_once(desk: Desk) -> None:
    """Beads with an empty side are no pairs that could be accepted."""
    answer = desk.edit(0, do="mark_above", confidence=0.9, status="accepted")
    assert answer["counts"] == {"new": 1, "accepted": 4}
    assert desk.post("/undo", revision=1)["counts"]["new"] == 5
    assert desk.edit(2, 422, do="mark_above", confidence=0.99, status="accepted")["error"] == "impossible"


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        ({"do": "paint"}, "'do' should be one of merge, split, "),
        ({"do": "merge"}, "'bead' should be text"),
        ({"do": "split", "bead": "1", "source": [0]}, "'source' should be a segment and an offset in it"),
        ({"do": "split", "bead": "1", "source": [-1, True]}, "'source' should be a segment and an offset"),
        (
            {"do": "move", "bead": "1", "side": "left", "to": "above"},
            "'side' should be one of source, target",
        ),
        ({"do": "mark", "beads": "1", "status": "accepted"}, "'beads' should be a list of texts"),
        ({"do": "mark", "beads": ["1"], "status": "good"}, "'status' should be one of new, accepted"),
        (
            {"do": "mark_above", "confidence": 2, "status": "accepted"},
            "'confidence' should be a number",
        ),
        ({"do": "text", "bead": "1", "side": "source", "segment": 0, "text": 1}, "'text' should be text"),
    ],
)
def test_an_edit_that_nobody_can_read_is_named(desk: Desk, edit: dict[str, Any], error: str) -> None:
    assert error in desk.edit(0, 400, **edit)["text"]
    assert desk.get()["revision"] == 0


def test_an_impossible_edit_changes_nothing(desk: Desk) -> None:
    answer = desk.edit(0, 422, do="merge", bead="5")
    assert answer == {"error": "impossible", "text": "bead 5: no bead is below it"}
    assert not journal_of(desk.path).read_bytes().count(b"splice")


def test_two_windows_see_what_the_other_changed(desk: Desk) -> None:
    desk.edit(0, do="merge", bead="1")
    answer = desk.edit(0, 409, do="note", bead="5", text="late")
    assert answer["error"] == "stale"
    assert "changed in another window" in answer["text"]
    assert (answer["revision"], answer["changes"]) == (1, [{"at": 0, "removed": 2, "added": 1}])
    desk.edit(answer["revision"], do="note", bead="5", text="late")


def test_a_window_from_before_a_restart_reloads_all(desk: Desk) -> None:
    assert desk.edit(7, 409, do="merge", bead="1")["changes"] is None


def test_two_workbenches_on_one_folder_do_not_write_over_each_other(desk: Desk, at_work: AtWork) -> None:
    desk.get()
    other = at_work(desk.path.parent, desk.path)
    assert other.client.get("/api/documents").json()[0]["beads"] == 5
    answer = other.client.get(other.document)
    assert (answer.status_code, answer.json()["error"]) == (409, "in-use")
    assert "text.jsonl: its review is open elsewhere (by " in answer.json()["text"]


def test_a_file_that_another_program_has_replaced_is_opened_anew(desk: Desk) -> None:
    desk.edit(0, do="note", bead="1", text="mine")
    write(alignment(TEXT[:2]), desk.path)
    assert desk.edit(1, 409, do="merge", bead="1")["error"] == "replaced"
    assert (desk.get()["count"], desk.get()["revision"]) == (2, 0)


def test_changes_are_folded_in_a_pause(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duiqi.aligner.review.record.OFTEN", 3)
    monkeypatch.setattr("duiqi.aligner.review.workspace.PAUSE", 0)
    for revision in range(3):
        desk.edit(revision, do="note", bead="1", text=f"note {revision}")
    desk.bench.workspace.wait()
    assert b"note 2" in desk.path.read_bytes()
    desk.edit(3, do="note", bead="1", text="note 3")
    assert b"note 3" not in desk.path.read_bytes()
    assert desk.post("/undo", revision=4)["rows"][0]["note"] == "note 2"


# --- folders, files of other formats


def test_documents_come_the_worst_first(tmp_path: Path, at_work: AtWork) -> None:
    for name, confidence in (("good", 0.95), ("bad", 0.2), ("fair", 0.7)):
        write(alignment(beads(("One.", "一。"), confidence=confidence)), tmp_path / f"{name}.jsonl")
    (tmp_path / "report.jsonl").write_text('{"pair": 1}\n', encoding="utf-8")
    (tmp_path / "damaged.jsonl").write_text('{"duiqi": 2}\n', encoding="utf-8")
    desk = at_work(tmp_path, tmp_path / "bad.jsonl")
    found = desk.client.get("/api/documents").json()
    assert [one["name"] for one in found] == ["damaged", "bad", "fair", "good"]
    assert "no 'source' in the header" in found[0]["error"]
    assert (found[1]["beads"], found[1]["reviewed"], found[1]["doubtful"]) == (1, 0, 1)
    desk.edit(0, do="mark", beads=["1"], status="accepted")
    found = {one["name"]: one for one in desk.client.get("/api/documents").json()}
    assert (found["bad"]["reviewed"], found["bad"]["doubtful"]) == (1, 0)


@pytest.mark.slow
def test_hits_in_a_memory_and_their_counterparts_count_code_points(
    record: Path, tmp_path: Path, at_work: AtWork
) -> None:
    known = tmp_path / "known.db"
    with Memory(known) as memory:
        memory.add(
            alignment(beads(("𠀀 payment is due.", "𠀀应当付款。"), ("The payment was late.", "付款迟了。")))
        )
    desk = at_work(record, memories=[known])
    hits = {
        hit["target"]: hit
        for hit in desk.client.get("/api/memory", params={"text": "payment", "counterparts": 1}).json()
    }
    hit = hits["𠀀应当付款。"]
    assert (hit["hits"], hit["counterparts"]) == ([[2, 9]], [[3, 5]])
    (plain, _) = desk.client.get("/api/memory", params={"text": "payment"}).json()
    assert "counterparts" not in plain


def test_a_memory_is_reviewed_in_a_record_beside_it(tmp_path: Path, at_work: AtWork) -> None:
    memory = tmp_path / "text.tmx"
    write(alignment(TEXT), memory)
    before = memory.read_bytes()
    desk = at_work(memory, tmp_path / "text.tmx.jsonl")
    desk.edit(0, do="note", bead=desk.get("/rows")["rows"][0]["id"], text="seen")
    desk.bench.close()
    assert memory.read_bytes() == before
    again = at_work(memory, tmp_path / "text.tmx.jsonl")
    assert again.get("/rows")["rows"][0]["note"] == "seen"


def test_without_a_file_the_folder_is_the_users_own(tmp_path: Path) -> None:
    workspace = workspace_of(None, home=tmp_path)
    assert workspace.folder == tmp_path / "duiqi"
    assert workspace.summaries() == []
    workspace.close()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"none.jsonl: there is no such file"):
        workspace_of(tmp_path / "none.jsonl")


# --- export


def exported(desk: Desk, **choice: Any) -> list[str]:
    """The target texts in an export."""
    answer = desk.client.post(f"{desk.document}/export", json={"format": "jsonl", **choice})
    assert answer.status_code == 200, answer.text
    path = desk.path.with_name(f"exported.{choice.get('format', 'jsonl')}")
    path.write_bytes(answer.content)
    found = ["".join(bead.target_texts) for bead in read_bitext(path).beads]
    path.unlink()
    return found


@pytest.mark.parametrize("format", ["tmx", "xlf", "tsv", "csv", "xlsx", "docx", "jsonl"])
def test_corrections_are_in_every_format(desk: Desk, format: str) -> None:  # noqa: A002
    desk.edit(0, do="text", bead="1", side="target", segment=0, text="更正")
    assert "更正" in exported(desk, format=format)


def test_a_pair_of_text_files_comes_as_an_archive(desk: Desk) -> None:
    answer = desk.client.post(f"{desk.document}/export", json={"format": "txt"})
    assert answer.headers["content-disposition"].endswith("text.zip")
    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == ["text.en.txt", "text.zh.txt"]


def test_xliff_is_exported_in_both_versions(desk: Desk) -> None:
    """What the page offers, by its name in the list."""
    offered = desk.client.get("/api/session").json()["formats"]
    for name, version in (("xlf", b'version="1.2"'), ("xlf-2.1", b'version="2.1"')):
        answer = desk.client.post(f"{desk.document}/export", json={"format": name})
        assert name in offered
        assert version in answer.content[:400]
        assert answer.headers["content-disposition"].endswith(".xlf")


def test_exports_choose_what_is_accepted_or_sure(tmp_path: Path, at_work: AtWork) -> None:
    """What a person has accepted is in, whatever the model thinks of it."""
    path = tmp_path / "some.jsonl"
    some = beads(("One.", "一。"), ("Two.", "二。"), ("Three.", "三。"), confidence=0.5)
    write(alignment(some), path)
    desk = at_work(path)
    desk.edit(0, do="mark", beads=["2"], status="accepted")
    assert exported(desk, format="tsv", min_confidence=0.9) == ["二。"]
    assert exported(desk, format="tmx", accepted_only=True) == ["二。"]
    assert exported(desk, format="tmx", places=[2, 0, 9], revision=1) == ["一。", "三。"]
    assert desk.post("/export", 409, format="tmx", places=[0], revision=0)["error"] == "stale"
    assert exported(desk) == ["一。", "二。", "三。"]


def test_an_export_reports_all_that_it_leaves_out(desk: Desk) -> None:
    """Pairs below the confidence too, and in the language of the page."""
    desk.edit(0, do="mark", beads=["5"], status="accepted")
    choice = {"format": "tmx", "min_confidence": 0.99}
    answers = [
        desk.client.post(f"{desk.document}/export", json=choice, headers=headers)
        for headers in ({}, {"accept-language": "zh-CN,zh;q=0.9"})
    ]
    reports = [json.loads(answer.headers["x-duiqi-report"]) for answer in answers]
    assert [report["written"] for report in reports] == [1, 1]
    assert set(reports[0]["left_out"]) == {"1 without a counterpart", "3 below the confidence asked for"}
    assert set(reports[1]["left_out"]) == {"1 个没有对应", "3 个低于所要求的置信度"}


@pytest.mark.parametrize(
    ("choice", "status"),
    [
        ({"format": "doc"}, 400),
        ({"min_confidence": "x"}, 400),
        ({"accepted_only": 1}, 400),
        ({"format": "srt"}, 422),
    ],
)
def test_an_export_that_cannot_be_is_refused(desk: Desk, choice: dict[str, Any], status: int) -> None:
    desk.post("/export", status, **choice)


def test_a_choice_of_any_length_is_exported(tmp_path: Path, at_work: AtWork) -> None:
    """Fifty thousand places are more than fit into an address."""
    path = tmp_path / "some.jsonl"
    write(alignment(beads(("One.", "一。"), ("Two.", "二。"))), path)
    assert exported(at_work(path), places=[1] * 50_000, revision=0) == ["二。"]


# --- proposals


def test_only_what_differs_is_proposed() -> None:
    before = alignment(TEXT)
    after, _ = Merge("1").apply(before)
    after, _ = Merge("4").apply(after)
    parts = differing(before, 0, 5, beads_of(after))
    assert [(part.number, part.at, part.removed, len(part.beads)) for part in parts] == [
        (0, 0, 2, 1),
        (1, 3, 2, 1),
    ]
    assert differing(before, 1, 3, TEXT[1:4]) == []


def test_parts_of_a_proposal_are_taken_in_one_step(desk: Desk) -> None:
    now = desk.bench.workspace.open(desk.id).record.alignment
    after, _ = Merge("1").apply(now)
    after, _ = Merge("4").apply(after)
    parts = differing(now, 0, 5, beads_of(after))
    proposal = desk.bench.proposals.add(desk.id, now, parts)
    answer = desk.edit(0, do="take", proposal=proposal.id, parts=[1])
    assert (answer["at"], answer["removed"], answer["added"]) == (3, 2, 1)
    assert desk.edit(1, 422, do="take", proposal=proposal.id, parts=[0])["error"] == "impossible"
    desk.post("/undo", revision=1)
    assert desk.edit(2, 404, do="take", proposal="none", parts=None)["error"] == "missing"


def test_of_alternatives_one_is_taken_and_counts_as_corrected(desk: Desk) -> None:
    now = desk.bench.workspace.open(desk.id).record.alignment
    merged = Merge("4").splice(now)
    new = tuple(Bead(b.source, b.target, b.id, b.source_segments, b.target_segments) for b in merged.beads)
    parts = [Part(0, 3, 2, new, 0.3), Part(1, 3, 2, new, 0.1)]
    proposal = desk.bench.proposals.add(desk.id, now, parts, only_one=True)
    assert desk.edit(0, 422, do="take", proposal=proposal.id, parts=None)["error"] == "impossible"
    assert desk.edit(0, do="take", proposal=proposal.id, parts=[1])["rows"][0]["status"] == "corrected"


# --- glossary


def test_terms_are_added_edited_and_kept_on_disk(desk: Desk, at_work: AtWork) -> None:
    assert desk.get("/terms") == {"pairs": []}
    added = desk.post("/terms", id=None, source=" mine  action", target="地雷行动", status="accepted")
    assert (added["id"], added["source"], added["status"]) == ("1", "mine action", "accepted")
    desk.post("/terms", id="1", source="mine action", target="排雷行动", status="dropped")
    assert desk.post("/terms", 404, id="9", source="a", target="b", status="accepted")["error"] == "missing"
    assert (
        desk.post("/terms", 400, id=None, source=" ", target="b", status="accepted")["error"] == "malformed"
    )
    desk.bench.close()
    (pair,) = at_work(desk.path).get("/terms")["pairs"]
    assert (pair["target"], pair["status"]) == ("排雷行动", "dropped")


def test_terms_are_underlined_with_their_equivalents(tmp_path: Path, at_work: AtWork) -> None:
    path = tmp_path / "keiyaku.jsonl"
    some = beads(("𠀀この契約は有効。", "สัญญานี้มีผล"), ("有効。", "มีผล"))
    write(alignment(some, ("ja", "th")), path)
    desk = at_work(path)
    pair = desk.post("/terms", id=None, source="契約", target="สัญญา", status="accepted")
    desk.bench.glossaries.of(desk.bench.workspace.open(desk.id)).wait()
    first, second = desk.get("/rows")["rows"]
    assert first["terms"] == [{"source": [0, 3, 5], "target": [0, 0, 5], "pair": pair["id"]}]
    assert second["terms"] == []


def test_a_damaged_glossary_stops_no_row(desk: Desk) -> None:
    desk.path.with_name("text.terms.tsv").write_text("source\ttarget\nonly\n", encoding="utf-8")
    assert len(desk.get("/rows")["rows"]) == 5
    assert desk.client.get(f"{desk.document}/terms").status_code == 422


def test_many_rows_of_an_edit_are_cut(
    tmp_path: Path, at_work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_EDITED", 2)
    path = tmp_path / "some.jsonl"
    write(alignment(beads(*[(f"{n}.", f"{n}。") for n in range(5)])), path)
    answer = at_work(path).edit(0, do="mark_above", confidence=0, status="accepted")
    assert (answer["added"], len(answer["rows"])) == (5, 2)


def test_messages_are_in_the_language_of_the_page(desk: Desk) -> None:
    desk.client.headers["accept-language"] = "zh-CN,zh;q=0.9"
    assert desk.edit(0, 422, do="merge", bead="5")["text"].startswith("对齐单元 5")
    desk.client.cookies["duiqi.language"] = "en"  # chosen on the page
    assert desk.edit(0, 422, do="merge", bead="5")["text"] == "bead 5: no bead is below it"
