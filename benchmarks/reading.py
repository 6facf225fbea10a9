"""How fast plain text, Markdown, HTML, DOCX and subtitles become paragraphs, and how much memory that takes.

Run from the repository's root: python -m benchmarks.reading
"""

from __future__ import annotations

import io
import textwrap
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import docx

from duiqi.corpus import read, read_bytes

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"


def files(size: int) -> dict[str, tuple[str, bytes]]:
    """Names and contents of files with about `size` bytes of text, each laid out in another way."""
    english = [p.text for p in read(SAMPLES / "un-62-99.en.txt").paragraphs if p.kind in {"body", "item"}]
    chinese = [p.text for p in read(SAMPLES / "un-62-99.zh.txt").paragraphs if p.kind in {"body", "item"}]
    many = size // sum(map(len, english)) + 1
    wrapped = "\n\n".join(textwrap.fill(paragraph, 72) for paragraph in english) + "\n\n"
    novel = "\n".join("\u3000\u3000" + paragraph for paragraph in chinese) + "\n"
    raw = (SAMPLES / "un-62-99.en.txt").read_text(encoding="utf-8")
    texts = {
        "English, hard-wrapped": wrapped * many,
        "English, hard-wrapped, no empty lines": wrapped.replace("\n\n", "\n") * many,
        "English, a paragraph a line": ("\n".join(english) + "\n") * many,
        "English, pages with footnotes": raw * many,
        "Chinese, a paragraph a line": novel * (size // len(novel.encode()) + 1),
    }
    return {
        **{title: ("benchmark.txt", text.encode()) for title, text in texts.items()},
        "English, Markdown": ("benchmark.md", (_markdown(english) * (many // 4)).encode()),
        "English, HTML": ("benchmark.html", _html(english * (many // 4)).encode()),
        "Chinese, subtitles": ("benchmark.zh.srt", _subtitles(chinese * (many // 8)).encode()),
        "English, DOCX (MB/s of its text)": ("benchmark.docx", _docx(english * (many // 4))),
    }


def _markdown(paragraphs: Sequence[str]) -> str:
    """A page of headings, wrapped text with marks, lists and code."""
    page = ["# A resolution"]
    for number, paragraph in enumerate(paragraphs):
        marked = " ".join(
            f"**{word}**" if i % 12 == 5 else f"[{word}](a.md)" if i % 25 == 7 else word
            for i, word in enumerate(paragraph.split())
        )
        page.append(("- " if number % 3 == 1 else "") + textwrap.fill(marked, 80, subsequent_indent="  "))
        if number % 5 == 4:
            page.append("```sh\nduiqi align a.txt b.txt\nduiqi check a.tmx\n```")
    return "\n\n".join(page) + "\n\n"


def _html(paragraphs: Sequence[str]) -> str:
    """A page of wrapped paragraphs and lists, with a bold word and a link in each."""
    page = ["<!DOCTYPE html><html lang='en'><body>"]
    for number, paragraph in enumerate(paragraphs):
        first, _, rest = paragraph.partition(" ")
        tag = "li" if number % 3 == 1 else "p"
        marked = f"<b>{first}</b> <a href='a.html'>{rest[:12]}</a>{rest[12:]}"
        page.append(f"<{tag}>{textwrap.fill(marked, 80)}</{tag}>")
    return "\n".join([*page, "</body></html>"])


def _subtitles(paragraphs: Sequence[str]) -> str:
    """Cues of two lines, the first of them in italics now and then."""
    cues = []
    for number, lines in enumerate(textwrap.wrap(paragraph, 15)[:2] for paragraph in paragraphs):
        minutes, seconds = divmod(3 * number, 60)
        shown = [f"<i>{lines[0]}</i>" if number % 9 == 4 else lines[0], *lines[1:]]
        time = f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02},"
        cues.append("\n".join([str(number + 1), f"{time}000 --> {time}900", *shown]))
    return "\n\n".join(cues) + "\n"


def _docx(paragraphs: Sequence[str]) -> bytes:
    """A Word document, each third paragraph an item of a list, with a bold word in each."""
    document = docx.Document()
    for number, text in enumerate(paragraphs):
        first, _, rest = text.partition(" ")
        paragraph = document.add_paragraph(style="List Bullet" if number % 3 == 1 else None)
        paragraph.add_run(first + " ").bold = True
        paragraph.add_run(rest)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def main() -> None:
    for title, (name, data) in files(2_000_000).items():
        start = time.process_time()
        document = read_bytes(data, name)
        seconds = time.process_time() - start
        size = len(document.text.encode()) if name.endswith(".docx") else len(data)
        tracemalloc.start()
        read_bytes(data, name)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(
            f"{title:40} {size / seconds / 1e6:5.1f} MB/s {peak / size:5.1f} times the text"
            f" {len(document.paragraphs):7,} paragraphs"
        )


if __name__ == "__main__":
    main()
