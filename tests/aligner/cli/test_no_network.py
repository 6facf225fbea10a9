"""With the bundled encoder no command opens a socket."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "corpus" / "samples" / "un-62-99"
FORBIDDEN = """
import socket, sys
def refuse(event, arguments):
    if event == "socket.__new__" and arguments[1] == socket.AF_UNIX:
        return  # between the processes of a batch
    if event.startswith(("socket.", "http.", "urllib.", "ftplib.")) and event != "socket.gethostname":
        print("NETWORK:", event, arguments, file=sys.stderr, flush=True)
        raise SystemExit(99)
sys.addaudithook(refuse)
from duiqi.aligner.cli import main
main()
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


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="has no sockets of the system alone")
def test_no_command_opens_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An audit hook (PEP 578) ends the process at the first socket; the models need none."""
    for lang in ("en", "zh"):
        text = SAMPLE.with_suffix(f".{lang}.txt").read_text(encoding="utf-8")[:1200]
        (tmp_path / f"a.{lang}.txt").write_text(text, encoding="utf-8")
        (tmp_path / f"b.{lang}.txt").write_text(text[200:], encoding="utf-8")
    (tmp_path / "a.tsv").write_text("en\tzh\nMine action.\t地雷行动。\n" * 5, encoding="utf-8")
    (tmp_path / "pairs.tsv").write_text("p\ta.en.txt\ta.zh.txt\n", encoding="utf-8")
    gold = {"id": "a", "src_lang": "en", "tgt_lang": "zh", "src": ["One."], "tgt": ["一。"]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold | {"gold": [[[0], [0]]]}), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for words in COMMANDS:
        ran = subprocess.run(
            [sys.executable, "-c", FORBIDDEN, *words],
            cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
        assert "NETWORK" not in ran.stderr, (words, ran.stderr)
        assert ran.returncode in {0, 1}, (words, ran.stderr)


@pytest.mark.slow
def test_a_socket_would_be_noticed(tmp_path: Path) -> None:
    code = FORBIDDEN.partition("from duiqi")[0] + "socket.socket()\n"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 99
