"""A full disk, a kill, an error in the middle: the old file is still there, whole."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from duiqi.corpus.bitext.conventions import journal_of
from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.exports import WriteOptions, check_target, write
from duiqi.exports.replacing import keep_copy

ROOT = Path(__file__).parents[2]
SUFFIXES = [".tmx", ".xlf", ".tsv", ".csv", ".xlsx", ".docx", ".jsonl", ".html"]
OLD = b"the old file"

# Writes many beads: until a small disk is full, or until it kills itself when half a file is there.
ENDLESS = """
import os, resource, signal, sys
from pathlib import Path
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.exports import write
FOLDER = Path(sys.argv[1]).parent
class Beads:
    def __iter__(self):
        for n in range(int(sys.argv[3])):
            yield Bead.of_texts(range(n, n + 1), range(n, n + 1), str(n), ["Urges %d" % n], ["敦促"])
            is_time = not int(sys.argv[2]) and n % 100 == 0
            if is_time and any(part.stat().st_size > 100_000 for part in FOLDER.glob(".*.part")):
                os.kill(os.getpid(), signal.SIGKILL)
if int(sys.argv[2]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
print("writing", flush=True)
try:
    write(Alignment(Side("a", "en"), Side("b", "zh"), Beads()), sys.argv[1])
except DuiqiError as error:
    sys.exit(str(error))
"""


def start(target: Path, limit: int, beads: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", ENDLESS, str(target), str(limit), str(beads)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


class Failing:
    """Beads that end in an error: an input that turns out to be broken."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __iter__(self) -> Iterator[Bead]:
        for n in range(50):
            yield Bead.of_texts(
                range(n, n + 1), range(n, n + 1), str(n), (f"Urges {n}",), ("敦促",), confidence=0.9
            )
        raise self.error


def failing(error: BaseException) -> Alignment:
    return Alignment(Side("a.txt", "en"), Side("b.txt", "zh"), Failing(error))


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("error", [RuntimeError("x"), KeyboardInterrupt(), OSError(5, "input/output error")])
def test_an_error_in_the_middle_changes_nothing(suffix: str, error: BaseException, tmp_path: Path) -> None:
    target = tmp_path / f"out{suffix}"
    target.write_bytes(OLD)
    with pytest.raises(type(error)) as raised:
        write(failing(error), target)
    assert raised.value is error
    assert target.read_bytes() == OLD
    assert os.listdir(tmp_path) == [target.name]


def test_of_a_pair_neither_file_changes(tmp_path: Path) -> None:
    for name in ("out.en.txt", "out.zh.txt"):
        (tmp_path / name).write_bytes(OLD)
    with pytest.raises(RuntimeError):
        write(failing(RuntimeError()), tmp_path / "out.txt")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "out.en.txt": OLD,
        "out.zh.txt": OLD,
    }


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_full_disk(suffix: str, tmp_path: Path) -> None:
    target = tmp_path / f"out{suffix}"
    target.write_bytes(OLD)
    process = start(target, limit=60_000, beads=20_000)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "file too large" in told
    assert told.count("\n") == 1, told
    assert target.read_bytes() == OLD
    assert os.listdir(tmp_path) == [target.name]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("suffix", [".tmx", ".jsonl", ".html"])
def test_a_kill_in_the_middle(suffix: str, tmp_path: Path) -> None:
    """The half-written file has a name of its own, which begins with a dot and ends in .part."""
    target = tmp_path / f"out{suffix}"
    target.write_bytes(OLD)
    process = start(target, limit=0, beads=60_000)
    process.communicate(timeout=300)
    assert process.returncode == -signal.SIGKILL
    assert all(path.stat().st_size > 100_000 for path in tmp_path.glob(".*.part"))
    assert target.read_bytes() == OLD
    assert [path.suffix for path in tmp_path.iterdir() if path != target] == [".part"]


def test_a_link_stays_a_link_and_permissions_stay(extract: Alignment, tmp_path: Path) -> None:
    real, link = tmp_path / "real.tmx", tmp_path / "link.tmx"
    real.write_bytes(OLD)
    real.chmod(0o640)
    link.symlink_to(real)
    write(extract, link)
    assert link.is_symlink()
    assert real.read_bytes().startswith(b"<?xml")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_new_file_has_the_permissions_that_the_user_wants(extract: Alignment, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(extract, tmp_path / "out.tmx")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.tmx").stat().st_mode) == 0o640


def message(path: object) -> str:
    with pytest.raises(UnwritableFile) as raised:
        check_target(path)  # type: ignore[arg-type]
    return str(raised.value)


def test_places_where_nothing_can_be_written(extract: Alignment, tmp_path: Path) -> None:
    known = "Known: .tmx .xlf .xliff .tsv .csv .xlsx .docx .jsonl .html .srt .txt"
    assert message("out.doc") == f"out.doc: no writer for '.doc'. {known}"
    assert message("out") == f"out: no suffix to tell the format by. {known}"
    assert message(tmp_path / "no" / "out.tmx") == (
        f"{tmp_path}/no/out.tmx: there is no folder '{tmp_path}/no'. Make it first"
    )
    (tmp_path / "file").write_bytes(b"")
    assert message(tmp_path / "file" / "out.tmx") == (
        f"{tmp_path}/file/out.tmx: '{tmp_path}/file' is a file, not a folder"
    )
    (tmp_path / "folder.tmx").mkdir()
    assert message(tmp_path / "folder.tmx") == (
        f"{tmp_path}/folder.tmx: this is a folder. Give the name of a file in it"
    )
    os.mkfifo(tmp_path / "pipe.tmx")
    assert message(tmp_path / "pipe.tmx") == (
        f"{tmp_path}/pipe.tmx: this is a device or a pipe, not a file. Use - for standard output"
    )
    for name in ("out.doc", tmp_path / "no" / "out.tmx", tmp_path / "folder.tmx"):
        with pytest.raises(UnwritableFile):
            write(extract, name)


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="no folder at hand that even root cannot write in"
)
def test_a_folder_that_cannot_be_written_in(extract: Alignment) -> None:
    assert message("/proc/out.tmx").startswith("/proc/out.tmx: nothing can be written in '/proc': ")
    with pytest.raises(UnwritableFile):
        write(extract, "/proc/out.tmx")


def test_looking_leaves_nothing_behind(tmp_path: Path) -> None:
    for suffix in (*SUFFIXES, ".txt", ".TMX"):
        check_target(tmp_path / f"out{suffix}")
    check_target("-")
    assert os.listdir(tmp_path) == []


def test_standard_output_takes_the_format_asked_for(
    extract: Alignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Out:
        buffer = io.BytesIO()

    monkeypatch.setattr(sys, "stdout", Out)
    assert write(extract, "-").paths == ("-",)
    assert Out.buffer.getvalue().startswith(b'{"duiqi": 2, ')
    with pytest.raises(
        UnwritableFile, match=r"^-: a pair of text files needs a name to build theirs from, as out\.txt$"
    ):
        write(extract, "-", WriteOptions(format=".txt"))


def test_a_copy_replaces_no_earlier_copy(tmp_path: Path) -> None:
    """The latest is NAME.bak, those before it have numbers, and each keeps the journal that fits it."""
    path, copy = tmp_path / "𠀀.jsonl", tmp_path / "𠀀.jsonl.bak"
    for contents in (b"one", b"two", b"two", b"three"):
        path.write_bytes(contents)
        assert keep_copy(path) == copy
        if contents == b"one":
            journal_of(copy).write_bytes(b"of one")
    copies = [copy, tmp_path / "𠀀.jsonl.bak.2", tmp_path / "𠀀.jsonl.bak.1"]
    assert [one.read_bytes() for one in copies] == [b"three", b"two", b"one"]
    assert [journal_of(one).exists() for one in copies] == [False, False, True]
    assert len(list(tmp_path.iterdir())) == 5
