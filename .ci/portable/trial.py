"""Trial of the folder without Python: the jobs of a translator, in an environment where nothing else is.

`python .ci/portable/trial.py FOLDER` runs the program with an empty environment and an empty PATH; with
`--bare` (Linux, as root) in a root directory that holds the folder and the C library alone. It needs the
standard library only, so that any Python can drive it.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
FORMATS = ("jsonl", "tmx", "xlf", "docx", "tsv", "csv", "xlsx", "html")
GLOSSARIES = ("tsv", "csv", "xlsx", "tbx", "utf8")
PAIRS = 28  # of 62/99 with text on both sides
PATIENCE = 180  # seconds for each step
SCHEMAS = "http://schemas.openxmlformats.org"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DEVICES = {"null": (1, 3), "zero": (1, 5), "random": (1, 8), "urandom": (1, 9)}


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Print the seconds of a step, and the processor's seconds of the processes that have ended in it."""
    begin, before = time.monotonic(), os.times()
    yield
    used = os.times()
    spent = used.children_user + used.children_system - before.children_user - before.children_system
    shown = f"{spent:7.2f} s of the processor" if spent > 0 else " " * 26
    print(f"{time.monotonic() - begin:7.2f} s  {shown}  {what}", flush=True)


class Machine:
    """A machine without Python: a folder of texts, and the program with its environment.

    room   a new folder; with `bare` the root directory of all that runs
    bare   nothing but the program and the C library can be reached
    """

    def __init__(self, program: Path, room: Path, *, bare: bool) -> None:
        self.work = room / "work"
        self.work.mkdir()
        self._setup: Callable[[], None] | None = None
        self._program = str(program)
        self._environment = {"PATH": "", "HOME": str(self.work)}
        if os.name == "nt":  # without these neither sockets nor temporary files work
            self._environment |= {
                name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "USERPROFILE") if name in os.environ
            }
        if bare:
            _fill_root(room, program)
            self._program = f"/duiqi/{program.name}"
            self._environment["HOME"] = "/work"
            self._setup = lambda: _enter(room)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """The program with its output in pipes."""
        return subprocess.Popen(
            [self._program, *arguments],
            cwd=None if self._setup else self.work,
            env=self._environment,
            preexec_fn=self._setup,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *arguments: str, status: int = 0) -> str:
        """The standard output of a command that ends with this status."""
        with measured(f"duiqi {' '.join(arguments)[:80]}"):
            process = self.start(*arguments)
            out, errors = process.communicate(timeout=PATIENCE)
        if process.returncode != status:
            raise SystemExit(f"duiqi {' '.join(arguments)}: status {process.returncode}\n{out}{errors}")
        return out


@contextmanager
def machine_of(program: Path, room: Path, *, bare: bool) -> Iterator[Machine]:
    """A machine whose /proc, where it has one of its own, is unmounted at the end."""
    try:
        yield Machine(program, room, bare=bare)
    finally:
        if bare:
            subprocess.run(["umount", room / "proc"], check=False)


def _fill_root(root: Path, program: Path) -> None:
    """Make a root directory of the program's folder, the C library, zlib, four devices and /proc."""
    shutil.copytree(program.parent, root / "duiqi", symlinks=True)
    listed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    needed = [Path(found) for found in re.findall(r"(/\S+) \(0x", listed)]
    folder = next(path.parent for path in needed if path.name.startswith("libc.so"))
    needed += [folder / name for name in ("libm.so.6", "librt.so.1", "libutil.so.1", "libresolv.so.2")]
    for library in needed:
        there = root / library.relative_to("/")
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, there)
    (root / "tmp").mkdir()
    (root / "dev").mkdir()
    for name, (major, minor) in DEVICES.items():
        os.mknod(root / "dev" / name, 0o20666, os.makedev(major, minor))
    (root / "proc").mkdir()
    subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)


def _enter(root: Path) -> None:
    os.chroot(root)
    os.chdir("/work")


def word_file(path: Path, text: str) -> None:
    """Write a Word file of the lines of a text."""
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in text.splitlines()
        if line.strip()
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{SCHEMAS}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships"><Relationship Id="a" '
        f'Type="{SCHEMAS}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{SCHEMAS}/wordprocessingml/2006/main">'
        f"<w:body>{paragraphs}</w:body></w:document>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')


def pdf_file(path: Path, lines: list[str]) -> None:
    """Write a PDF file of one page with these lines of ASCII."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    drawn = f"BT /F 11 Tf 14 TL 60 780 Td {shown} ET".encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    path.write_bytes(
        content
        + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<</Size 6/Root 1 0 R>>\n" % table
        + b"startxref\n%d\n%%%%EOF\n" % len(content)
    )


class Workbench:
    """A client of the workbench that a program has started."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=PATIENCE)
        self._bearer = {"Authorization": f"Bearer {parts.query.removeprefix('token=')}"}

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> bytes:
        """The body of the answer to a request; ends the trial where it is refused."""
        self.connection.request(method, path, body, {**self._bearer, "Content-Type": kind})
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{method} {path}: {answer.status} {content.decode('utf-8', 'replace')}")
        return content

    def post(self, path: str, value: Mapping[str, Any]) -> Any:
        """The answer to JSON."""
        return json.loads(self.ask("POST", path, json.dumps(value).encode()))

    def get(self, path: str) -> Any:
        """The JSON under an address."""
        return json.loads(self.ask("GET", path))

    def drop(self, source: Path, target: Path) -> Any:
        """What is found in two files that are dropped."""
        border = "----duiqi-trial"
        body = b"".join(
            f'--{border}\r\nContent-Disposition: form-data; name="{field}"; filename="{path.name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n".encode()
            + path.read_bytes()
            + b"\r\n"
            for field, path in (("source", source), ("target", target))
        )
        kind = f"multipart/form-data; boundary={border}"
        return json.loads(self.ask("POST", "/api/look", body + f"--{border}--\r\n".encode(), kind))

    def done(self, job: str) -> Any:
        """A job that has succeeded, waited for."""
        end = time.monotonic() + PATIENCE
        while (state := self.get(f"/api/jobs/{job}"))["state"] == "running":
            if time.monotonic() > end:
                raise SystemExit(f"job {job}: not done after {PATIENCE} seconds")
            time.sleep(0.05)
        if state["state"] != "done":
            raise SystemExit(f"job {job}: {state}")
        return state


@contextmanager
def workbench(machine: Machine, *arguments: str) -> Iterator[Workbench]:
    """The workbench that the program starts, ended after use."""
    process = machine.start(*arguments)
    try:
        assert process.stdout
        with measured("until the workbench gives its page"):
            address = process.stdout.readline().strip()
            if not address.startswith("http://127.0.0.1:"):
                raise SystemExit(f"no address: {address}{process.communicate(timeout=PATIENCE)[1]}")
            opened = Workbench(address)
            opened.ask("GET", "/")
        yield opened
        opened.connection.close()
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)


def try_commands(machine: Machine) -> None:
    """62/99 into every format, a glossary, a PDF, and two pairs by two processes."""
    for sample in SAMPLES.iterdir():
        shutil.copy(sample, machine.work)
    english, chinese = "un-62-99.en.txt", "un-62-99.zh.txt"
    print(machine.run("--version"), end="")
    outputs = [part for suffix in FORMATS for part in ("-o", f"un.{suffix}")]
    machine.run("align", english, chinese, *outputs)
    _, *beads = map(json.loads, (machine.work / "un.jsonl").read_text(encoding="utf-8").splitlines())
    _expect(
        PAIRS, sum(bool(bead["source_text"] and bead["target_text"]) for bead in beads), "pairs in un.jsonl"
    )
    for suffix in FORMATS[1:-1]:  # each is read back, HTML apart
        machine.run("convert", f"un.{suffix}", f"back.{suffix}.jsonl")
    glossaries = [part for suffix in GLOSSARIES for part in ("-o", f"terms.{suffix}")]
    machine.run("terms", "un.jsonl", *glossaries)
    machine.run(
        "check", "un.tmx", "--terms", "terms.xlsx", "-o", "findings.html", status=1
    )  # there are findings
    machine.run("memory", "add", "un.memory", "un.tmx")
    pdf_file(machine.work / "law.pdf", ["The parties agree on the price.", "It is due in thirty days."])
    found = machine.run("segment", "law.pdf")
    _expect("The parties agree on the price.", found.splitlines()[0], "the first sentence of law.pdf")
    rows = "".join(f"{name}\t{english}\t{chinese}\n" for name in ("a", "b"))
    (machine.work / "pairs.tsv").write_text("id\tsource\ttarget\n" + rows, encoding="utf-8")
    machine.run("batch", "pairs.tsv", "--out", "results", "--format", "tmx", "--jobs", "2")
    _expect(2, len(list((machine.work / "results").rglob("*.tmx"))), "memories of the batch")


def try_workbench(machine: Machine) -> None:
    """Two Word files dropped, two beads merged, a memory exported, and the edit in the file of record."""
    texts = [machine.work / f"dropped.{lang}.docx" for lang in ("en", "zh")]
    for path, lang in zip(texts, ("en", "zh"), strict=True):
        word_file(path, (SAMPLES / f"un-62-99.{lang}.txt").read_text(encoding="utf-8"))
    with workbench(machine) as opened:  # without arguments, as a double click starts it
        looked = opened.drop(*texts)
        job = opened.post(
            "/api/documents",
            {
                "upload": looked["upload"],
                "source_lang": looked["source"]["lang"],
                "target_lang": looked["target"]["lang"],
                "level": looked["level"],
            },
        )["job"]
        with measured("to align two Word files in the workbench"):
            document = f"/api/documents/{opened.done(job)['document']}"
        about = opened.get(document)
        first = opened.get(f"{document}/rows?at=0&count=2")["rows"][0]["id"]
        opened.post(
            f"{document}/edits", {"revision": about["revision"], "edit": {"do": "merge", "bead": first}}
        )
        _expect(about["count"] - 1, opened.get(document)["count"], "beads after a merge")
        memory = opened.ask("GET", f"{document}/export?format=tmx")
        print(f"{memory.count(b'<tu ')} units exported")
        draft = opened.post(f"{document}/terms/draft", {})["job"]
        opened.done(draft)
        print(f"{len(opened.get(f'{document}/terms')['pairs'])} term pairs drafted")
    records = list((machine.work / "duiqi").glob("*.jsonl"))
    _expect(1, len(records), "files of record")
    again = machine.run("convert", f"duiqi/{records[0].name}", "-").splitlines()
    _expect(about["count"], len(again), "lines of the record with its journal, a header and the beads")


def _expect(expected: object, found: object, what: str) -> None:
    if found != expected:
        raise SystemExit(f"{what}: expected {expected}, found {found}")


def main() -> None:
    """Try all, and print the seconds of each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="what build.py has built")
    parser.add_argument("--bare", action="store_true", help="in a root directory of its own (Linux, root)")
    options = parser.parse_args()
    program = options.folder.absolute() / ("duiqi.exe" if os.name == "nt" else "duiqi")
    with (
        tempfile.TemporaryDirectory(prefix="duiqi-trial-", ignore_cleanup_errors=True) as room,
        machine_of(program, Path(room).resolve(), bare=options.bare) as machine,
    ):
        try_commands(machine)
        try_workbench(machine)
    print("All of it works.")


if __name__ == "__main__":
    sys.exit(main())
