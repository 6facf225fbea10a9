"""Compare the results of two installations of duiqi, bead for bead: what did a change change?

    python -m benchmarks.compare OLD_DUIQI NEW_DUIQI

Both are commands, as `.venv/bin/duiqi`. Each aligns the gold files, resolution 62/99 and the
panel of real documents, drafts the glossary of 62/99, and runs a batch with a merged memory
and a glossary. What is compared is read from the files of record, of either version: segment
ranges, texts, spans, scores, confidences; of tables the lines; of memories the units.
Prints a line for each result, and the first differences. Exit status 1 where there are any.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from benchmarks.gold import EVAL, ROOT

SAMPLES = ROOT / "corpus" / "samples"
SHOWN = 3  # differences of one result that are printed
EPOCH = "1700000000"
DATES = re.compile(r'creationdate="\w+"|changedate="\w+"|creationtoolversion="[^"]*"')


def run(duiqi: str, words: Sequence[str | Path], folder: Path) -> None:
    """Run a command there; exit status 1 is a result too. What is on PYTHONPATH would be taken for both."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        [os.path.abspath(duiqi), *map(str, words)],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env=environment | {"SOURCE_DATE_EPOCH": EPOCH},
        check=False,
    )
    if ran.returncode not in (0, 1):
        raise SystemExit(f"{duiqi} {' '.join(map(str, words))}: {ran.stderr.strip()[-500:]}")


def make(duiqi: str, folder: Path) -> None:
    """All results of one installation, in a folder."""
    for gold in sorted(EVAL.glob("*_dev.jsonl")):
        run(duiqi, ["evaluate", gold, "--beads", f"{gold.stem}.beads"], folder)
    english, chinese = SAMPLES / "un-62-99.en.txt", SAMPLES / "un-62-99.zh.txt"
    both = ["-o", "un.jsonl", "-o", "un.tmx", "-o", "un.xlf", "--terms", "un.terms.tsv"]
    run(duiqi, ["align", english, chinese, *both], folder)
    run(duiqi, ["align", chinese, english, "-o", "nu.jsonl", "--terms", "nu.terms.tsv"], folder)
    run(duiqi, ["align", english, chinese, "-o", "un.paragraphs.jsonl", "--level", "paragraph"], folder)
    rows = []
    for source in sorted((EVAL / "panel").glob("*.en.txt")):
        name = source.name.removesuffix(".en.txt")
        rows.append(f"{name}\t{source}\t{source.with_name(f'{name}.zh.txt')}\n")
    (folder / "manifest.tsv").write_text("".join(rows), encoding="utf-8")
    merged = ["--merge", "memory.tmx", "--terms", "batch.terms.tsv", "--format", "tsv"]
    if rows:
        run(duiqi, ["batch", "manifest.tsv", "--out", "batch", *merged], folder)


def entries(path: Path) -> Iterator[str]:
    """A result line by line, without what two versions of the file of record may write in two ways."""
    for line in path.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        if path.suffix != ".jsonl":
            yield DATES.sub("", line)
            continue
        fields = json.loads(line)
        if "duiqi" in fields:
            yield json.dumps({side: fields[side] for side in ("source", "target")}, sort_keys=True)
            continue
        for side in ("source", "target"):
            segments = fields.pop(f"{side}_segments", None)
            texts = fields.pop(f"{side}_texts", None)
            label = fields.pop(f"{side}_label", "")
            if segments is not None:
                texts = [segment["text"] for segment in segments] if len(segments) > 1 else None
                label = segments[0].get("label", "") if segments else ""
            fields |= {f"{side}_texts": texts, f"{side}_label": label}
        yield json.dumps(fields, ensure_ascii=False, sort_keys=True)


def compare(old: Path, new: Path) -> bool:
    """Print what differs; returns whether nothing does."""
    alike = True
    names = {path.relative_to(folder) for folder in (old, new) for path in folder.rglob("*.*")}
    skipped = {"report.html", "report.jsonl", "manifest.tsv"}
    for name in sorted(name for name in names if name.name not in skipped and name.suffix != ".sqlite"):
        if not ((old / name).is_file() and (new / name).is_file()):
            print(f"{name}: only in {'the old' if (old / name).is_file() else 'the new'} results")
            alike = False
            continue
        pairs = list(zip_longest(entries(old / name), entries(new / name), fillvalue=""))
        apart = [(a, b) for a, b in pairs if a != b]
        print(f"{name}: {len(pairs)} lines, {len(apart)} differ")
        for a, b in apart[:SHOWN]:
            print(f"  - {a[:300]}\n  + {b[:300]}")
        alike &= not apart
    return alike


def main() -> None:
    """Make and compare."""
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    with tempfile.TemporaryDirectory() as name:
        folders = Path(name, "old"), Path(name, "new")
        for duiqi, folder in zip(sys.argv[1:], folders, strict=True):
            folder.mkdir()
            make(duiqi, folder)
        sys.exit(not compare(*folders))


if __name__ == "__main__":
    main()
