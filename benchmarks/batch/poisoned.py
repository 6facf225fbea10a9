"""A run in which one pair in twenty is bad: all good ones must be done, all bad ones named."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.batch.texts import make_pairs

COMMAND = [sys.executable, "-c", "from duiqi.aligner.cli import main; main()", "batch"]
SHARE = 20  # pairs of which one is bad
KINDS = ("missing", "binary", "empty", "endless", "undecodable", "swapped")
OWN = {"report.jsonl", "report.html", "run.sqlite"}


def check(folder: Path, number: int) -> None:
    """Run the command on so many pairs, and print every pair that came out wrong."""
    bad = _poison(folder, make_pairs(folder, number))
    out = folder / "out"
    ran = subprocess.run(
        [*COMMAND, str(folder / "pairs.tsv"), "--out", str(out), "--format", "tmx"], check=False
    )
    lines = (out / "report.jsonl").read_text(encoding="utf-8").splitlines()
    pairs: dict[str, dict[str, Any]] = {pair["id"]: pair for pair in map(json.loads, lines)}
    statuses = {name: pair["status"] for name, pair in pairs.items()}
    good = [name for name in statuses if name not in bad]
    for name, kind in bad.items():
        if statuses[name] == "done":
            print(
                f"{name}: {kind}, but taken for a translation: {pairs[name]['trusted']:.0%} of it is trusted"
            )
    for name in good:
        if statuses[name] != "done":
            print(f"{name}: {statuses[name]}, but nothing is wrong with it")
    named = sum(statuses[name] != "done" for name in bad)
    done = sum(statuses[name] == "done" for name in good)
    print(f"status {ran.returncode}; {done:,} of {len(good):,} good pairs done")
    print(f"{named} of {len(bad)} bad pairs named")
    files = {path.name for path in out.iterdir()} - OWN
    expected = {f"{n}.{s}" for n, status in statuses.items() if status != "failed" for s in ("jsonl", "tmx")}
    print(f"files too many: {files - expected or 'none'}; too few: {expected - files or 'none'}")


def _poison(folder: Path, manifest: Path) -> dict[str, str]:
    """Replace the target of some pairs in the manifest; return their ids and what is wrong with them."""
    choice = random.Random(5)
    (folder / "binary").write_bytes(choice.randbytes(20_000))
    (folder / "empty").touch()
    (folder / "endless").write_bytes(b"a" * 50_000_000)
    (folder / "undecodable").write_bytes(b"\xff\xfe\x00\xd8" * 100)
    lines = manifest.read_text(encoding="utf-8").splitlines()
    number = len(lines)
    bad: dict[str, str] = {}
    for n, place in enumerate(choice.sample(range(number), number // SHARE)):
        kind = KINDS[n % len(KINDS)]
        name, source, _ = lines[place].split("\t")
        bad[name] = kind
        target = f"{(place + number // 2) % number}.en.txt" if kind == "swapped" else kind
        lines[place] = f"{name}\t{source}\t{target}"
    manifest.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return bad
