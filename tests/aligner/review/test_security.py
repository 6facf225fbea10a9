"""Strangers are kept out, texts stay texts, paths stay in the folder, requests have bounds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from duiqi.aligner.review import texts, uploads
from duiqi.aligner.review.security import POLICY
from duiqi.aligner.review.server import Server, gated
from duiqi.aligner.review.uploads import safe_name
from duiqi.corpus.errors import DuiqiError
from duiqi.exports.writing import write
from tests.aligner.review.conftest import HOST, TOKEN, Desk, alignment, beads

ORIGIN = f"http://{HOST}"


@pytest.fixture
def stranger(desk: Desk) -> TestClient:
    """A client without the token."""
    return TestClient(gated(desk.bench, TOKEN, HOST), base_url=ORIGIN, follow_redirects=False)


@pytest.mark.parametrize("path", ["/", "/page/index.html", "/api/session", "/api/documents", "/nothing"])
def test_without_the_token_nothing_is_answered(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 403
    assert answer.json() == {
        "error": "token",
        "text": "Open the workbench by the address that duiqi review has printed",
    }


@pytest.mark.parametrize("token", ["", "a-toke", "a-token2", "ä"])
def test_a_wrong_token_opens_nothing(stranger: TestClient, token: str) -> None:
    assert stranger.get("/", params={"token": token}).status_code == 403
    assert stranger.get("/api/session", params={"token": TOKEN}).status_code == 403
    assert stranger.get("/api/session", headers={"cookie": f"duiqi-8471={token}".encode()}).status_code == 403


def test_the_token_becomes_a_cookie_that_scripts_cannot_read(stranger: TestClient) -> None:
    """The address without the token is what the browser shows and keeps."""
    answer = stranger.get("/", params={"token": TOKEN})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers["set-cookie"] == f"duiqi-8471={TOKEN}; HttpOnly; SameSite=Strict; Path=/"
    assert stranger.get("/api/session").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8471", "127.0.0.1", "localhost:8471", "127.0.0.1:1"]
)
def test_another_host_is_refused(desk: Desk, host: str) -> None:
    """DNS rebinding: the name of a stranger's page leads to this machine."""
    answer = desk.client.get("/api/session", headers={"host": host})
    assert (answer.status_code, answer.json()["error"]) == (403, "host")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1:8471"]
)
@pytest.mark.parametrize("by", ["cookie", "bearer"])
def test_a_foreign_origin_reads_and_changes_nothing(
    desk: Desk, stranger: TestClient, origin: str, by: str
) -> None:
    client = desk.client if by == "bearer" else stranger
    client.cookies.set("duiqi-8471", TOKEN)
    body = {"revision": 0, "edit": {"do": "merge", "bead": "1"}}
    answer = client.post(f"{desk.document}/edits", json=body, headers={"origin": origin})
    assert (answer.status_code, answer.json()["error"]) == (403, "origin")
    assert client.delete("/api/jobs/x", headers={"origin": origin}).status_code == 403
    assert client.get(desk.document, headers={"origin": origin}).status_code == 403
    assert desk.get()["revision"] == 0


def test_without_an_origin_only_a_program_with_the_token_changes_something(
    desk: Desk, stranger: TestClient
) -> None:
    stranger.cookies.set("duiqi-8471", TOKEN)
    body = {"revision": 0, "edit": {"do": "merge", "bead": "1"}}
    assert stranger.post(f"{desk.document}/edits", json=body).status_code == 403
    assert stranger.post(f"{desk.document}/edits", json=body, headers={"origin": ORIGIN}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/page/index.html", "/api/session", "/api/nothing", "/page/none.js"])
def test_every_answer_has_the_policy_and_is_not_stored(desk: Desk, path: str) -> None:
    headers = desk.client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe" not in POLICY


@pytest.mark.parametrize(
    "name",
    ["../app.py", "%2e%2e%2fapp.py", "..%5capp.py", "%2fetc%2fpasswd", "app.py", "", ".", "index.html%00"],
)
def test_no_name_leads_out_of_the_page(desk: Desk, name: str) -> None:
    assert desk.client.get(f"/page/{name}").status_code == 404


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "text", "text.jsonl", "%00", "a" * 2000])
def test_no_id_leads_out_of_the_folder(desk: Desk, name: str) -> None:
    answer = desk.client.get(f"/api/documents/{name}")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../.bashrc", "bashrc"),
        ("..\\..\\合同.docx", "合同.docx"),
        ("a\x00b\n.txt", "a_b_.txt"),
        ("con:trol*.txt", "con_trol_.txt"),
        ("the %22new%22 50%.txt", "the _new_ 50%.txt"),
        ("/", "text.txt"),
        ("名" * 300 + ".docx", "名" * 60 + ".docx"),
        ("\ud800.txt", "?.txt".replace("?", "_")),
    ],
)
def test_names_of_uploads_stay_in_their_folder(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_file_that_is_too_large_is_refused_unread(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its stated length, and where it states none, by what has come."""
    gate = desk.client.app
    monkeypatch.setattr(gate, "largest", {"/api/look": 1000})
    answer = desk.client.post("/api/look", files={"both": ("a.txt", b"x" * 2000)})
    assert (answer.status_code, answer.json()["error"]) == (413, "large")
    head = b'--X\r\nContent-Disposition: form-data; name="both"; filename="a.txt"\r\n\r\n'
    answer = desk.client.post(
        "/api/look",
        content=iter([head, *[b"x" * 100] * 20]),
        headers={"content-type": "multipart/form-data; boundary=X"},
    )
    assert (answer.status_code, answer.json()["error"]) == (413, "large")


def test_each_file_has_a_bound_of_its_own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 3_000_000)
    answer = desk.client.post("/api/look", files={"both": ("a.txt", b"x" * 3_000_001)})
    assert answer.json()["text"] == "a.txt: larger than 3 MB. Split it first"


def test_the_bound_of_a_request_is_said_in_millions_of_bytes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.client.app, "largest", {"/api/look": 4_000_000})
    answer = desk.client.post("/api/look", files={"both": ("a.txt", b"x" * 4_000_001)})
    assert answer.json()["text"] == "More than 4 MB. Split the text first"


def test_a_pasted_text_has_a_bound(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "PASTED", 1000)
    answer = desk.client.post("/api/look", files={"source_text": (None, "x" * 2000)})
    assert answer.status_code == 400


@pytest.mark.parametrize("body", [b"[", b"[]", b"1", b"\xff", b'{"revision": 0}', b"[" * 100_000])
def test_a_malformed_request_is_named(desk: Desk, body: bytes) -> None:
    answer = desk.client.post(f"{desk.document}/edits", content=body)
    assert (answer.status_code, answer.json()["error"]) == (400, "malformed")


MARKUP = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


@pytest.mark.slow
def test_markup_stays_text(desk: Desk) -> None:
    """Answers are JSON: what is in texts, names and notes is a string there."""
    desk.edit(0, do="text", bead="1", side="target", segment=0, text=MARKUP)
    desk.edit(1, do="note", bead="1", text=MARKUP)
    answer = desk.client.get(f"{desk.document}/rows")
    assert answer.headers["content-type"] == "application/json"
    row = answer.json()["rows"][0]
    assert (row["target"][0]["text"], row["note"]) == (MARKUP, MARKUP)
    answer = desk.client.post("/api/look", files={"both": (f"{MARKUP}.txt", b"")})
    assert answer.headers["content-type"] == "application/json"


def test_names_of_exports_break_no_header(tmp_path: Path, at_work: object) -> None:
    path = tmp_path / 'a"\n合同.jsonl'
    write(alignment(beads(("One.", "一。"))), path)
    desk = at_work(path)  # type: ignore[operator]
    answer = desk.client.post(f"{desk.document}/export", json={"format": "tsv"})
    assert (
        answer.headers["content-disposition"] == "attachment; filename*=UTF-8''a%22%0A%E5%90%88%E5%90%8C.tsv"
    )
    assert json.loads(answer.headers["x-duiqi-report"])["written"] == 1


def test_a_port_that_is_taken_is_named(desk: Desk) -> None:
    server = Server(desk.bench)
    port = int(server.host.rpartition(":")[2])
    with pytest.raises(DuiqiError, match=f"--port {port}: cannot listen there: .*in use"):
        Server(desk.bench, port=port)
    server.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_all_addresses_at_once_are_refused(desk: Desk, host: str) -> None:
    """The Host header can be checked only where the address is known."""
    with pytest.raises(DuiqiError, match="names no address"):
        Server(desk.bench, host)
