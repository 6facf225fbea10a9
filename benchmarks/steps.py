"""Steps from two Word files to a reviewed memory: by a spreadsheet, and in the workbench.

    python -m benchmarks.steps [SOURCE.docx TARGET.docx]

Without files, of resolution 62/99. Both ways end in a memory of which each pair has been decided. An action
is done by the hand: a command, a drop, a click, a key. The seconds are the machine's: a person reads as long
either way. In the browser (Playwright and Chromium) each action waits until the page shows its outcome.
"""

from __future__ import annotations

import base64
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.read import read

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
MAIN = "from duiqi.aligner.cli import main; main()"
SURE = 0.9  # the confidence that the page proposes
PATIENCE = 60_000  # milliseconds
FILES = """(files) => {
  const held = new DataTransfer();
  for (const { name, content } of files) {
    held.items.add(new File([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], name));
  }
  return held;
}"""


class Log:
    """The actions of a way, and the seconds that the machine takes for them."""

    def __init__(self) -> None:
        self.actions = 0
        self.seconds = 0.0
        self.lines: list[str] = []

    def does(self, what: str, work: Callable[[], Any], actions: int = 1) -> Any:
        """Do a step and note it."""
        begin = time.monotonic()
        result = work()
        took = time.monotonic() - begin
        self.actions, self.seconds = self.actions + actions, self.seconds + took
        self.lines.append(f"  {actions:3} {took:6.1f} s  {what}")
        return result

    def show(self, title: str) -> None:
        """Print the steps and their sum."""
        print(f"{title}: {self.actions} actions, {self.seconds:.1f} s", *self.lines, sep="\n", flush=True)


def word_files(folder: Path) -> tuple[Path, Path]:
    """Word files of the two samples, a paragraph for each of theirs."""
    import docx

    made = []
    for lang in ("en", "zh"):
        document = docx.Document()
        for paragraph in read(SAMPLES / f"un-62-99.{lang}.txt", lang).paragraphs:
            document.add_paragraph(paragraph.text)
        made.append(folder / f"un-62-99.{lang}.docx")
        document.save(str(made[-1]))
    return made[0], made[1]


def run(folder: Path, *arguments: str) -> None:
    """Run a command of `duiqi` as a user's terminal does."""
    subprocess.run([sys.executable, "-c", MAIN, *arguments], cwd=folder, check=True, capture_output=True)


def by_spreadsheet(folder: Path, source: Path, target: Path) -> Log:
    """Align into a workbook, decide in it, read it back."""
    from openpyxl import load_workbook

    log = Log()
    log.does(
        "duiqi align … -o memory.xlsx", lambda: run(folder, "align", str(source), str(target), "-o", "a.xlsx")
    )
    workbook = load_workbook(folder / "a.xlsx")
    sheet = workbook.active
    head = [cell.value for cell in sheet[1]]
    status, confidence, *texts_at = (
        head.index(name) for name in ("status", "confidence", "source", "target")
    )
    rows = list(sheet.iter_rows(min_row=2))
    for row in rows:
        row[status].value = "accepted"
    unsure = sum(
        float(row[confidence].value) < SURE or not all(row[place].value for place in texts_at) for row in rows
    )
    log.does("open the workbook", lambda: None)
    log.does("sort by confidence; sort back at the end", lambda: None, 2)
    log.does(
        f"look at the {unsure} rows below {SURE} or with an empty side: a key each", lambda: None, unsure
    )
    log.does("write 'accepted', mark the column, fill down", lambda: None, 3)
    log.does("save and close", lambda: workbook.save(folder / "a.xlsx"), 2)
    log.does(
        "duiqi convert memory.xlsx memory.tmx --accepted-only",
        lambda: run(folder, "convert", "a.xlsx", "a.tmx", "--accepted-only"),
    )
    return log


def in_the_workbench(folder: Path, source: Path, target: Path) -> Log:
    """Drop the files, accept what is sure, go through the rest, export."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    log = Log()
    server = log.does("start duiqi review", lambda: Server(folder))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=os.environ.get("DUIQI_CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox"],
        )
        page = browser.new_page(locale="en-GB")
        page.set_default_timeout(PATIENCE)
        page.goto(server.address)
        page.locator(".zone").wait_for()

        def dropped() -> None:
            files = [
                {"name": path.name, "content": base64.b64encode(path.read_bytes()).decode()}
                for path in (source, target)
            ]
            page.dispatch_event(".zone", "drop", {"dataTransfer": page.evaluate_handle(FILES, files)})
            page.locator("[data-do=align]").wait_for()

        def aligned() -> None:
            page.locator("[data-do=align]").click()
            page.locator(".row.current .text").first.wait_for()

        def accepted() -> None:
            page.locator("[data-do=accept-above]").click()
            page.locator("dialog .primary").click()
            expect(page.locator(".progress")).not_to_contain_text("0 of")

        def progress() -> tuple[int, int]:
            done, total = page.locator(".progress").inner_text().split(" reviewed")[0].split(" of ")
            return int(done), int(total)

        def decided(number: int) -> None:
            page.locator("[data-command=next]").click()
            for _ in range(number):
                page.keyboard.press("Control+Enter")
            expect(page.locator(".progress")).to_contain_text(f"{beads} of {beads} reviewed")

        def exported() -> None:
            page.locator("[data-do=export]").click()
            with page.expect_download() as download:
                page.locator("dialog .primary").click()
            download.value.save_as(folder / "b.tmx")

        log.does("drop two files", dropped)
        log.does("Align", aligned)
        log.does(f"Accept all from {SURE} on", accepted, 2)
        done, beads = progress()
        rest = beads - done
        log.does(f"go to the first of the other {rest}; Ctrl+Enter each", lambda: decided(rest), rest + 1)
        log.does("Export", exported, 2)
        browser.close()
    server.end()
    return log


class Server:
    """`duiqi review` in a process of its own."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-c", MAIN, "review", "--no-browser", str(folder / "bench")]
        (folder / "bench").mkdir()
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._process.stdout
        self.address = self._process.stdout.readline().strip()

    def end(self) -> None:
        """Interrupt it and wait."""
        self._process.send_signal(signal.SIGINT)
        self._process.communicate(timeout=30)


def main() -> None:
    """Print the steps of both ways, and check that both memories have the same units."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = [Path(argument).absolute() for argument in sys.argv[1:3]]
        source, target = (given[0], given[1]) if given else word_files(folder)
        by_spreadsheet(folder, source, target).show("By a spreadsheet")
        in_the_workbench(folder, source, target).show("In the workbench")
        first, second = (
            [(bead.source_texts, bead.target_texts) for bead in read_bitext(folder / memory).beads]
            for memory in ("a.tmx", "b.tmx")
        )
        print(f"{len(first)} and {len(second)} units, {'the same' if first == second else 'different'}")


if __name__ == "__main__":
    main()
