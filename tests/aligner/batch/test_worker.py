"""A worker: limits of memory and size, and errors that become results."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from duiqi.aligner.batch import pair, worker
from duiqi.aligner.batch.job import Job, Status
from duiqi.aligner.batch.setup import Setup
from duiqi.aligner.batch.text_size import estimated_bytes, read_limited
from duiqi.aligner.batch.worker import Worker
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.files import TextPair
from duiqi.corpus.errors import UnreadableFile, UnwritableFile
from duiqi.corpus.model import Alignment, Bead, Doubt, Side
from duiqi.corpus.ram import total_ram

JOB = Job(0, "p0", "p0", "0.en.txt", "0.zh.txt", "", "", 0)


@pytest.fixture
def setup(
    make_pairs: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, encoder: BundledEncoder
) -> Setup:
    """The setup of a run over one pair, in this folder; the encoder is loaded already."""
    make_pairs(1)
    monkeypatch.setattr(Setup, "load_encoder", lambda setup, threads: encoder)
    monkeypatch.setattr(worker, "keep_freed", lambda: None)  # it would change this process for good
    return Setup(Path().absolute(), Path().absolute())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("doubt", "status"),
    [
        (Doubt("not-a-translation", "原文与译文不符"), Status.DOUBTFUL),
        (Doubt("moved", "not a translation, it seems"), Status.DONE),
    ],
)
def test_a_pair_is_doubtful_by_the_code_of_a_doubt_whatever_its_words(
    doubt: Doubt, status: Status, setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    bead = Bead.of_texts(range(1), range(1), "1", ("Yes.",), ("是的。",), confidence=0.9)
    alignment = Alignment(Side(lang="en"), Side(lang="zh"), (bead,), warnings=(doubt,))
    monkeypatch.setattr(TextPair, "align", lambda pair, encoder: alignment)
    assert Worker(setup).align(JOB).status == status


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the data of a process")
def test_an_allocation_beyond_the_limit_raises_an_error() -> None:
    """Nothing is killed, and the limit ends with its block."""
    code = (
        "from duiqi.corpus.ram import ram_limit\n"
        "with ram_limit(400_000_000):\n"
        "    try: bytearray(500_000_000)\n"
        "    except MemoryError: print('refused')\n"
        "bytearray(500_000_000); print('granted')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert ran.stdout == "refused\ngranted\n"


@pytest.mark.slow
def test_a_pair_too_large_for_its_share_of_memory_fails_only_when_it_has_all(
    setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    def greedy(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(worker, "align_pair", greedy)
    one = Worker(setup, neighbours=2)
    assert one.align(JOB).status == Status.OUT_OF_MEMORY
    result = one.align(JOB._replace(alone=True))
    assert result.status == Status.FAILED
    assert result.report["error"] == (
        f"needs more than {0.8 * total_ram() / 1e9:.1f} GB of memory. "
        "Split the texts into parts, or use a machine with more memory"
    )


def test_a_full_disk_is_no_fault_of_the_pair(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the other 90,000 pairs would be recorded as failed."""

    def full(*_: object) -> None:
        raise UnwritableFile("out: cannot be written: no space left on device") from OSError(28, "full")

    monkeypatch.setattr(pair, "_write", full)
    assert Worker(setup).align(JOB).status == Status.DISK_ERROR


def test_a_fault_of_ours_fails_one_pair_and_says_so(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object) -> None:
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr(pair, "_write", faulty)
    result = Worker(setup).align(JOB)
    assert result.status == Status.FAILED
    assert result.report["error"] == (
        "ZeroDivisionError: division by zero. This is a fault of duiqi: please report it"
    )


def test_the_length_of_a_text_counts_in_utf_8_whatever_the_encoding_of_its_file() -> None:
    """大 has two bytes in GB18030 and three in UTF-8; 𠀀 has four in both."""
    Path("in.txt").write_text("𠀀" * 250, encoding="utf-8")
    assert len(read_limited(Path("in.txt"), None, max_megabytes=0.001).text) == 250
    for name, text, encoding in (("over.txt", "𠀀" * 251, "utf-8"), ("small.txt", "大" * 400, "gb18030")):
        Path(name).write_text(text, encoding=encoding)
        with pytest.raises(UnreadableFile) as error:
            read_limited(Path(name), None, max_megabytes=0.001)
        assert str(error.value) == (
            f"{name}: 0.0 MB, and 0.001 MB is the most for one text. "
            "Split it into its documents, or give --max-size 1"
        )


def test_archives_are_larger_than_their_text() -> None:
    for name in ("a.txt", "a.docx"):
        Path(name).write_bytes(bytes(5000))
    assert [estimated_bytes(Path(name)) for name in ("a.txt", "a.docx", "missing")] == [5000, 500, 0]
