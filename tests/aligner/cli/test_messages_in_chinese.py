"""What the commands print is Chinese in a Chinese locale, but for names, and a user's text is as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.check.registry import CODES
from duiqi.aligner.memory.cleaning import PROBLEMS
from duiqi.corpus.bitext.conventions import STATUSES
from duiqi.corpus.localization import LANGUAGE

Run = Callable[..., Any]
# What stays as it is written: commands, options and their values, file names, formats, encodings, codes of
# checks and problems, bands, columns, language tags, and what is in quotation marks.
NAMES = re.compile(
    r"duiqi( [a-z]+)*|--?[a-z][\w-]*( [A-Z,]+)?|\S*\w\.[a-z]\w{1,7}\b|“[^”]*”|\b[A-Z]+\b|utf-8|/\S*"
    r"|gb18030|\.[a-z]+"
    rf"|\b({'|'.join([*CODES, *PROBLEMS, *STATUSES])})\b"
    r"|\b(id|source|target|source_lang|target_lang|zh-Hant|pt-BR|e[mn]|zh|de|Word|two|four|out2?)\b"
)
ENGLISH = """\
The term of office is two years, and it can be extended once.

He counted again. 他又数了一遍。

Each of the parties appoints an arbitrator within five days.
"""
CHINESE = """\
任期为三年，可以延长一次。

He counted again. 他又数了一遍。

双方应在五日内各指定一名仲裁员。
"""
CHANGED = ENGLISH.replace("two", "four")
TEXTS = [*ENGLISH.splitlines(), *CHANGED.splitlines(), *CHINESE.splitlines()]
COMMANDS = (
    "align en.txt zh.txt -o a.jsonl",
    "align en.txt zh.txt -o a.xlsx -o a.tmx --min-confidence 0.999",
    "align en.txt zh.txt",
    "align en.txt en.txt -o b.jsonl",
    "align zh.txt en.txt --source-lang en --target-lang zh -o b.jsonl",
    "align en.txt none.txt -o b.jsonl",
    "align a.bin zh.txt",
    "align a.xlsx en.txt",
    "align en.txt zh.txt --ou b.jsonl",
    "align en.txt zh.txt --min-confidence 3",
    "align en.txt zh.txt -o b.frob",
    "align en.txt",
    "align en.txt a.gb.txt --encoding utf-8",
    "check a.jsonl",
    "check a.jsonl -o f.xlsx -o f.html",
    "check a.jsonl --only frob",
    "check --list",
    "compare en.txt new.txt",
    "compare en.txt new.txt -o c.html -o c.xlsx",
    "convert a.jsonl b.tmx",
    "convert a.jsonl b.docx -o b.xlf",
    "convert en.txt b.tmx",
    "convert cut.jsonl b.tmx",
    "memory add m.memory a.jsonl",
    "memory stats m.memory",
    "memory clean m.memory",
    "memory lookup m.memory office",
    "leverage new.txt -m m.memory",
    "leverage new.txt -m m.memory -o l.xlf -o l.html --report r.html --report r.xlsx",
    "batch list.tsv --out out",
    "batch list.tsv --out out",
    "batch wrong.tsv --out out2",
    "batch . --out out2",
    "segment en.txt -o s.txt",
    "segment none.txt",
    "evaluate none.jsonl",
    "frob",
)


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(LANGUAGE, "zh")
    monkeypatch.setenv("LOGNAME", "王译")  # the author of what is added to a memory
    monkeypatch.chdir(tmp_path)
    Path("en.txt").write_text(ENGLISH, encoding="utf-8")
    Path("new.txt").write_text(CHANGED, encoding="utf-8")
    Path("zh.txt").write_text(CHINESE, encoding="utf-8")
    Path("a.gb.txt").write_bytes(CHINESE.encode("gb18030"))
    Path("a.bin").write_bytes(bytes(range(256)))
    Path("cut.jsonl").write_text('{"duiqi": 2, "source": {}, "target": {}}\n{"id":', encoding="utf-8")
    Path("list.tsv").write_text("a\ten.txt\tzh.txt\nb\ten.txt\tnone.txt\n", encoding="utf-8")
    Path("wrong.tsv").write_text("a\ten.txt\n", encoding="utf-8")


def words(shown: str, of_users: Sequence[str] = TEXTS) -> list[str]:
    """The English words in what was printed that are neither names nor in a user's text."""
    shown = re.sub(r"\[-.*?-\]|\{\+(.*?)\+\}", r"\1", shown)  # words that differ between two versions
    for text in of_users:
        for sentence in re.split(r"(?<=[.。])\s*", text):
            shown = shown.replace(sentence, "") if sentence else shown
    return re.findall(r"[A-Za-z]{2,}", NAMES.sub("", shown))


@pytest.mark.usefixtures("texts")
def test_every_command_speaks_chinese(command: Run) -> None:
    """Reports, refusals and warnings; nothing of the texts in them is altered."""
    left = []
    for line in COMMANDS:
        ran = command(*line.split())
        for shown in f"{ran.out}\n{ran.err}".splitlines():
            if found := words(shown):
                left.append((line, found, shown))
    assert left == []
