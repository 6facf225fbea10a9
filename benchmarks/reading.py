"""How fast plain text becomes paragraphs, and how much memory that takes.

Run from the repository's root: python -m benchmarks.reading
"""

from __future__ import annotations

import textwrap
import time
import tracemalloc
from pathlib import Path

from duiqi.corpus import read, read_bytes

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"


def texts(size: int) -> dict[str, str]:
    """Texts of about `size` bytes, each laid out in another way."""
    english = [p.text for p in read(SAMPLES / "un-62-99.en.txt").paragraphs if p.kind in {"body", "item"}]
    chinese = [p.text for p in read(SAMPLES / "un-62-99.zh.txt").paragraphs if p.kind in {"body", "item"}]
    many = size // sum(map(len, english)) + 1
    wrapped = "\n\n".join(textwrap.fill(paragraph, 72) for paragraph in english) + "\n\n"
    novel = "\n".join("\u3000\u3000" + paragraph for paragraph in chinese) + "\n"
    raw = (SAMPLES / "un-62-99.en.txt").read_text(encoding="utf-8")
    return {
        "English, hard-wrapped": wrapped * many,
        "English, hard-wrapped, no empty lines": wrapped.replace("\n\n", "\n") * many,
        "English, a paragraph a line": ("\n".join(english) + "\n") * many,
        "English, pages with footnotes": raw * many,
        "Chinese, a paragraph a line": novel * (size // len(novel.encode()) + 1),
    }


def main() -> None:
    for title, text in texts(2_000_000).items():
        data = text.encode()
        start = time.process_time()
        document = read_bytes(data, "benchmark.txt")
        seconds = time.process_time() - start
        tracemalloc.start()
        read_bytes(data, "benchmark.txt")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(
            f"{title:40} {len(data) / seconds / 1e6:5.1f} MB/s {peak / len(data):5.1f} times the file"
            f" {len(document.paragraphs):7,} paragraphs"
        )


if __name__ == "__main__":
    main()
