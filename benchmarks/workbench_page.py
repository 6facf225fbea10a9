"""The page of the workbench in Chromium: first rows, long tasks and frames while scrolling, memory.

`benchmarks.workbench` prints these after the figures of its server, where Playwright and Chromium are there.
"""

from __future__ import annotations

import os
import shutil
import time
from typing import Any

CHROMIUM = os.environ.get("DUIQI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FRAMES = 300  # of a scroll
STEPS = {
    "line by line": 60,
    "page by page": 700,
    "the whole text": 0,
}  # pixels a frame; 0: as many as it takes

# Long tasks are those over 50 ms, in the browser's own count; a gap between two frames is nearly as long.
WATCH = """() => {
  window.watched = { tasks: [], gaps: [] };
  new PerformanceObserver((list) => watched.tasks.push(...list.getEntries().map((task) => task.duration)))
    .observe({ type: "longtask" });
}"""
SCROLL = """([frames, step]) => new Promise((done) => {
  const scroller = document.querySelector(".scroller");
  watched.tasks = [];
  watched.gaps = [];
  let before = performance.now();
  let left = frames;
  const by = step || (scroller.scrollHeight - scroller.clientHeight) / frames;
  scroller.scrollTop = 0;
  const frame = (now) => {
    watched.gaps.push(now - before);
    before = now;
    scroller.scrollTop += by;
    if (left--) requestAnimationFrame(frame);
    else done({ tasks: watched.tasks, gaps: watched.gaps.slice(1).sort((a, b) => a - b) });
  };
  requestAnimationFrame(frame);
})"""
FILTER = """(words) => new Promise((done) => {
  const input = document.querySelector(".filters input[type=search]");
  const shown = document.querySelector(".filters .shown");
  input.value = words;
  const begin = performance.now();
  const answered = () => /\\d/.test(shown.textContent);
  const watch = () => (answered() ? done(performance.now() - begin) : requestAnimationFrame(watch));
  input.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(watch);
})"""
HEAP = "() => performance.memory.usedJSHeapSize / 1e6"


def measured(address: str) -> None:
    """Print the figures of the page at an address; a line that says why, where it cannot be opened."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("page: not measured, Playwright is not installed")
        return
    if not CHROMIUM:
        print("page: not measured, there is no Chromium; its path may be in DUIQI_CHROMIUM")
        return
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--enable-precise-memory-info"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        begin = time.perf_counter()
        page.goto(address)
        page.locator(".row.current .text").first.wait_for(timeout=120_000)
        _line("page: first rows", 1000 * (time.perf_counter() - begin), "ms")
        page.evaluate(WATCH)
        for name, step in STEPS.items():
            _scrolled(page, name, step)
        _line("page: filter by text, its pause of 150 ms included", page.evaluate(FILTER, "mine"), "ms")
        _line("page: memory of the scripts", page.evaluate(HEAP), "MB")
        browser.close()


def _scrolled(page: Any, name: str, step: int) -> None:
    found = page.evaluate(SCROLL, [FRAMES, step])
    gaps, tasks = found["gaps"], found["tasks"]
    _line(f"page: scrolled {name}, median frame", gaps[len(gaps) // 2], "ms")
    _line("  the slowest but one in a hundred", gaps[-len(gaps) // 100], "ms")
    print(f"{'  long tasks':<52} {len(tasks):9} (longest {max(tasks, default=0):.0f} ms)")


def _line(name: str, value: float, unit: str) -> None:
    print(f"{name:<52} {value:9.0f} {unit}")
