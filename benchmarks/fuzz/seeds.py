"""Small whole files of every format, made by the programs and libraries that people use."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.glossary.model import Glossary, Term, TermPair
from duiqi.corpus.glossary.reading import read_glossary
from duiqi.corpus.gold import read_gold
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.corpus.read import read_bytes
from duiqi.exports import WriteOptions, write

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "corpus" / "fixtures"  # by LibreOffice and pandoc
SAMPLE = ROOT / "corpus" / "samples" / "un-62-99"
WRITTEN = (".tmx", ".xlf", ".tsv", ".xlsx", ".docx", ".jsonl", ".csv", ".html")

MARKDOWN = """---
title: A guide
---
# One\n\nSome *text* and a [link](https://example.org "t"), `code` and a note.[^1]

| a | b |\n|---|---|\n| 1 | 2 |\n
- one\n  - two\n    1. three\n\n> quoted\n\n```py\nx = 1\n```\n\n[^1]: The note.\n"""
SRT = """1
00:00:01,000 --> 00:00:04,000
<i>Hello</i> there.

2
00:00:05,000 --> 00:00:06,500
- Yes.
- No.
"""
VTT = """WEBVTT

NOTE a

1
00:01.000 --> 00:04.000 align:left
<v Ann>Hello &amp; there.</v>

STYLE
::cue{}
"""
ASS = """[Script Info]
Title: a

[Events]
Format: Layer, Start, End, Style, Name, Effect, Text
Dialogue: 0,0:00:01.00,0:00:04.00,Default,,,{\\i1}Hello{\\i0}\\Nthere, you.
Dialogue: 0,0:00:05.00,0:00:06.00,Default,,,Yes.
"""
XLIFF_CODES = """<xliff version="1.2"><file original="a" source-language="en" target-language="zh"
datatype="x"><body><trans-unit id="1">
<source><bpt id="1">&lt;b></bpt>One<ept id="1">&lt;/b></ept> <x id="2"/>two.</source>
<seg-source><mrk mtype="seg" mid="1"><g id="1">One</g></mrk> <mrk mtype="seg" mid="2">two.</mrk></seg-source>
<target state="final"><mrk mtype="seg" mid="1"><g id="1">一</g></mrk>
<mrk mtype="seg" mid="2">二。</mrk></target><note>n</note></trans-unit></body></file></xliff>"""
TMX_CODES = """<tmx version="1.4"><header srclang="en" segtype="sentence" o-tmf="x" adminlang="en"
datatype="xml" creationtool="a"/><body>
<tu tuid="1" creationdate="20260101T000000Z"><prop type="p">v</prop>
<tuv xml:lang="en"><seg>A <bpt i="1" x="1">&lt;b></bpt>b<ept i="1"/> <ph x="2"/>c.</seg></tuv>
<tuv xml:lang="zh"><seg>甲<hi>乙</hi>。</seg></tuv></tu></body></tmx>"""


class Subject(NamedTuple):
    """A reader that is fuzzed: how it is given a file, and the whole files to damage."""

    read: Callable[[bytes, str], object]
    files: tuple[tuple[str, bytes], ...]


def subjects() -> dict[str, Subject]:
    """The readers by name."""
    document, bitext, glossary = _read_document, _read_bitext, _read_glossary
    texts = tuple((path.name, path.read_bytes()[:3000]) for path in _sample())
    tables = [(f"a{suffix}", _exported(suffix)) for suffix in WRITTEN]
    terms = {suffix: _terms(suffix) for suffix in (".tbx", ".utf8", ".tsv", ".xlsx", ".csv")}
    files: dict[str, tuple[Callable[[bytes, str], object], list[tuple[str, bytes]]]] = {
        "plain": (document, [*texts, ("a.txt", "你好。再见。\n".encode("gb18030")), ("b.txt", _utf16())]),
        "markdown": (document, [("a.md", MARKDOWN.encode())]),
        "html": (document, [_fixture("act.html"), ("a.html", _exported(".html")[:6000])]),
        "docx": (document, [_fixture("act.docx"), ("a.docx", _word())]),
        "odt": (document, [_fixture("act.odt")]),
        "epub": (document, [_fixture("act.epub")]),
        "pdf": (_read_pdf, [_fixture("act.pdf"), ("a.pdf", _pdf())]),
        "subtitles": (document, [("a.srt", SRT.encode()), ("a.vtt", VTT.encode())]),
        "ass": (document, [("a.ass", ASS.encode())]),
        "gold": (lambda data, name: list(read_gold(_saved(data, name))), [("a.jsonl", _gold())]),
        "tbx": (glossary, [("a.tbx", terms[".tbx"])]),
        "omegat": (glossary, [("a.utf8", terms[".utf8"])]),
        "glossary-tables": (
            glossary,
            [(f"a{suffix}", terms[suffix]) for suffix in (".tsv", ".xlsx", ".csv")],
        ),
        "manifest": (
            _read_manifest,
            [(f"m.{kind}", _manifest(sign)) for kind, sign in (("tsv", "\t"), ("csv", ","))],
        ),
    }
    for name, made in zip(
        ("tmx", "xliff", "tsv", "xlsx", "word-table", "jsonl", "csv"), tables, strict=False
    ):
        files[name] = (bitext, [made])
    files["tmx"][1].extend([("b.tmx", TMX_CODES.encode()), ("c.tmx.gz", gzip.compress(TMX_CODES.encode()))])
    files["xliff"][1].extend([("b.xlf", XLIFF_CODES.encode()), ("c.xlf", _exported(".xlf", xliff="2.1"))])
    return {name: Subject(read, tuple(whole)) for name, (read, whole) in files.items()}


def _read_document(data: bytes, name: str) -> object:
    return read_bytes(data, name, "en")


def _read_pdf(data: bytes, name: str) -> object:
    """Read in this process, as the fuzzer has put its limits on it already."""
    from duiqi.corpus.readers import pdf

    return pdf.read(data, name)


def _read_bitext(data: bytes, name: str) -> object:
    """Read, and write what was read in a format that depends on it."""
    bitext = read_bitext(_saved(data, name))
    beads = list(bitext.beads)
    if beads:
        suffix = (".tmx", ".xlf", ".jsonl", ".xlsx")[len(data) % 4]
        write(Alignment(bitext.source, bitext.target, beads), _folder() / f"out{suffix}")
    return beads


def _read_glossary(data: bytes, name: str) -> object:
    return list(read_glossary(_saved(data, name)).pairs)


def _read_manifest(data: bytes, name: str) -> object:
    from duiqi.aligner.batch.manifest import read_manifest

    return list(read_manifest(_saved(data, name)))


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="duiqi-fuzz-"))


def folder() -> Path:
    """The folder of the files that are read by name; whoever fuzzes removes it."""
    return _folder()


def _saved(data: bytes, name: str) -> Path:
    place = _folder() / name
    place.write_bytes(data)
    return place


def _sample() -> tuple[Path, Path]:
    return SAMPLE.with_suffix(".en.txt"), SAMPLE.with_suffix(".zh.txt")


def _fixture(name: str) -> tuple[str, bytes]:
    return name, (FIXTURES / name).read_bytes()


def _utf16() -> bytes:
    return "One. Two.\n一。二。\n\U00020000\n".encode("utf-16")


def _beads() -> Iterator[Bead]:
    pairs = [
        ("One “thing”, & <more>.", "一件“事”。"),
        ("Two.", "二。"),
        ("In 1999, 3.5 %.", "1999年，3.5%。"),
    ]
    for n, (source, target) in enumerate(pairs):
        yield Bead.of_texts(
            range(n, n + 1), range(n, n + 1), str(n), (source,), (target,), confidence=0.9, note="n"
        )


def _exported(suffix: str, **options: Any) -> bytes:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"a{suffix}"
        write(
            Alignment(Side("a", "en"), Side("b", "zh-Hans"), tuple(_beads())), path, WriteOptions(**options)
        )
        return path.read_bytes()


def _terms(suffix: str) -> bytes:
    pairs = (
        TermPair("1", Term("mine action"), Term("地雷行动")),
        TermPair("2", Term("treaty"), Term("条约")),
    )
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"a{suffix}"
        write(Glossary("en", "zh-Hans", pairs), path)
        return path.read_bytes()


def _manifest(separator: str) -> bytes:
    rows = ("id", "source", "source_lang", "target"), ("a", "b.txt", "en", "c.txt")
    return "\n".join(separator.join(row) for row in rows).encode()


def _gold() -> bytes:
    document = {"id": "a", "src_lang": "en", "tgt_lang": "zh", "src": ["One.", "Two."], "tgt": ["一。二。"]}
    return json.dumps(document | {"gold": [[[0, 1], [0]]]}).encode()


def _word() -> bytes:
    """A document by python-docx: headings, lists, a table."""
    import docx

    made = docx.Document()
    made.add_heading("Title", 0)
    made.add_paragraph("First.", style="List Number")
    made.add_paragraph("Second, and ").add_run("bold").bold = True
    made.add_table(2, 2).cell(0, 0).text = "cell"
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _pdf() -> bytes:
    """Two pages by reportlab."""
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    for page in range(2):
        for line in range(12):
            canvas.drawString(72, 760 - 14 * line, f"Page {page}, line {line} of a text that is read again.")
        canvas.showPage()
    canvas.save()
    return file.getvalue()
