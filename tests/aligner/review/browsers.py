"""A real browser on the workbench: Chromium, driven by Playwright; skipped where either is absent."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.review.workspace import id_of
from tests.aligner.conftest import ROOT

# Where the browser and axe-core are, if not at their usual places.
CHROMIUM = os.environ.get("DUIQI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(os.environ.get("DUIQI_AXE") or ROOT / "node_modules" / "axe-core" / "axe.min.js")
PATIENCE = 60_000  # milliseconds; a condition that is met earlier is not waited for longer


class Workbench:
    """`duiqi review` in a process of its own."""

    def __init__(self, path: Path, *options: str) -> None:
        self.path = path
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from duiqi.aligner.cli import main; main()",
                "review",
                "--no-browser",
                *options,
                str(path),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        assert "token=" in self.address

    @property
    def start(self) -> str:
        """The address of the start page, however many documents there are."""
        return f"{self.address}#/"

    def address_of(self, document: Path) -> str:
        """The address of the editor of a file of record in the folder."""
        return f"{self.address}#/d/{id_of(document)}"

    def end(self, how: signal.Signals = signal.SIGINT) -> None:
        """Send a signal, and wait for the end."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.communicate(timeout=30)


@contextmanager
def workbench(path: Path, *options: str) -> Iterator[Workbench]:
    """A workbench on a file or a folder, ended after use."""
    running = Workbench(path, *options)
    try:
        yield running
    finally:
        running.end()


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser; the test is skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    if not CHROMIUM:
        pytest.skip("needs Chromium: apt-get install chromium, or its path in DUIQI_CHROMIUM")
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Any, address: str, **options: Any) -> Iterator[Any]:
    """A page of a fresh profile at an address; an error in its scripts fails the test."""
    context = browser.new_context(
        **{"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", **options}
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    try:
        page.goto(address)
        yield page
        assert not faults
    finally:
        context.close()


def violations(page: Any) -> list[str]:
    """The rules of WCAG 2.2 AA, and the best practices, that axe-core finds violated."""
    if not AXE.exists():
        pytest.skip("needs axe-core: npm install axe-core, or its path in DUIQI_AXE")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("async (tags) => (await axe.run(document, { runOnly: tags })).violations", tags)
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
