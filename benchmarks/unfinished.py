"""Count the segments of documents that end within a sentence, before and after a change of the readers.

    python -m benchmarks.unfinished [--duiqi COMMAND]… [--show] FILE…

Each command (default `duiqi`) is run as `COMMAND segment FILE --json`, so that two installations
can be compared. For each file and command it prints:

- *all*: of all segments of more than 25 characters that `duiqi segment` shows (no page furniture, metadata
  and code), the share without a final mark (full stop, question mark, colon, semicolon and their Chinese
  forms; a closing quotation mark or bracket after it; `; and` of an item that another one follows). Headings,
  captions and cells rightly have none: this share is never 0.
- *text*: the same of running text alone: kinds body, item, quotation and footnote.
- *cut*: of running text, the share that the next segment of running text continues: it begins with a
  small letter, or, in a language without spaces, with any character of one. Surely an error, with few
  exceptions. A labelled item is no error after another one, nor is one with a bullet after any segment:
  `(a) the seller,` and `(b) the buyer.` are paragraphs by their writer's will. Nor is a segment before a
  listing of program code, which a sentence often ends with: it is apart, and is no text.
- *kept*: where `pdftotext` is installed and the file is a PDF, the share of its words that the
  segments have, too, each as often. Words that a hyphen breaks are not counted.

With --show the unfinished segments of running text are printed, marked with `>` where they are cut.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from duiqi.corpus.layout.lines import ending, opening

SHORTEST = 25  # characters
RUNNING = {"body", "item", "quotation", "footnote"}
APART = {"furniture", "metadata", "code"}
# An item of a list that another one follows: `…; or`, `…，以及`.
ITEM_END = re.compile(r"[,;，；、]\s*(?:and|or|and/or|和|或|或者|以及|及)\Z")
WORD = re.compile(r"[^\W\d_]+|\d+")
HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")
BROKEN = re.compile(r"[^\W\d_]+[-\u2010\u00ad]\n\f?[^\W\d_]+")


class Unfinished(NamedTuple):
    """A segment without a final mark, and whether the next one continues it."""

    kind: str
    text: str
    is_cut: bool


class Count(NamedTuple):
    """The long segments of a document: all, those of running text, and the unfinished ones."""

    long: int
    running: int
    unfinished: Sequence[Unfinished]

    def shares(self) -> tuple[float, float, float]:
        """The shares in per cent: of all, of running text, of running text that surely is cut."""
        running = [one for one in self.unfinished if one.kind in RUNNING]
        cut = sum(one.is_cut for one in running)
        return (
            100 * len(self.unfinished) / max(self.long, 1),
            100 * len(running) / max(self.running, 1),
            100 * cut / max(self.running, 1),
        )


def is_finished(text: str) -> bool:
    """Whether a segment ends with a final mark, a colon or a semicolon, closing marks aside."""
    return (
        ending(text) == "stop"
        or bool(ITEM_END.search(text))
        or text.rstrip("\"'”’」』)）]】")[-1:] in (":", ";", "：", "；")
    )


def count(segments: Sequence[dict[str, str]]) -> Count:
    """Count the segments of a document, as `duiqi segment --json` writes them."""
    shown = [one for one in segments if one["kind"] not in APART]
    with_code = [one for one in segments if one["kind"] in RUNNING or one["kind"] == "code"]
    begins = {
        id(one): opening(after["text"])
        for one, after in pairwise(with_code)
        if after["kind"] != "code" and not _is_item_after(one, after)
    }
    long = [one for one in shown if len(one["text"]) > SHORTEST]
    unfinished = [
        Unfinished(
            one["kind"],
            one["text"],
            begins.get(id(one)) == ("wide" if HAN.match(one["text"][-1]) else "lower"),
        )
        for one in long
        if not is_finished(one["text"])
    ]
    return Count(len(long), sum(one["kind"] in RUNNING for one in long), unfinished)


def _is_item_after(one: dict[str, str], after: dict[str, str]) -> bool:
    """Whether a segment is an item of a list by its label: a number after another label, or a bullet."""
    label = after.get("label", "")
    return bool(label) and (bool(one.get("label")) or not any(map(str.isalnum, label)))


def segments_of(duiqi: str, file: Path) -> list[dict[str, str]]:
    """The segments of a file that a command finds."""
    # What is on PYTHONPATH would be taken for every command.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        [*duiqi.split(), "segment", str(file.absolute()), "--json"],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    if ran.returncode not in (0, 1) or not ran.stdout:
        raise SystemExit(f"{duiqi} segment {file}: {ran.stderr.strip()[-500:]}")
    return [json.loads(line) for line in ran.stdout.split("\n") if line]


def kept(segments: Sequence[dict[str, str]], file: Path) -> float | None:
    """The share in per cent of a PDF's words that are in its segments; None without pdftotext."""
    if file.suffix != ".pdf" or shutil.which("pdftotext") is None:
        return None
    ran = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, encoding="utf-8", check=True)
    expected = _words(BROKEN.sub(" ", ran.stdout))
    found = _words(" ".join(one.get("label", "") + " " + one["text"] for one in segments))
    return 100 * (expected & found).total() / max(expected.total(), 1)


def _words(text: str) -> Counter[str]:
    """The words of a text by number; each Chinese character is one."""
    spaced = HAN.sub(lambda found: f" {found[0]} ", text)
    return Counter(word.casefold() for word in WORD.findall(spaced))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--duiqi", action="append", metavar="COMMAND")
    parser.add_argument("--show", action="store_true", help="print the unfinished segments")
    options = parser.parse_args()
    commands = options.duiqi or ["duiqi"]
    width = max(len(file.name) for file in options.files)
    print(f"{'file':{width}}  " + "  ".join("segments   all %  text %   cut %  kept %" for _ in commands))
    for file in options.files:
        cells = []
        for command in commands:
            segments = segments_of(command, file)
            counted, words = count(segments), kept(segments, file)
            shares = "  ".join(f"{share:6.1f}" for share in counted.shares())
            cells.append(
                f"{counted.long:8}  {shares}  " + (f"{words:6.1f}" if words is not None else "     –")
            )
            if options.show:
                for one in counted.unfinished:
                    print(">" if one.is_cut else " ", one.kind, one.text)
        print(f"{file.name:{width}}  " + "  ".join(cells), flush=True)


if __name__ == "__main__":
    main()
