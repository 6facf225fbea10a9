"""What the aligner's tests share: commands run here, processes that die on time, the way to the gold data."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from threadpoolctl import threadpool_limits

from duiqi.aligner.cli import main
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.pipeline import align
from duiqi.corpus.model import Alignment
from duiqi.corpus.tiling import editable
from duiqi.segmenters import from_sentences

ROOT = Path(__file__).parents[2]

HOOK = r'''
"""Python imports this module when it starts: kill or signal the process at the moments of moments.json."""
import json
import multiprocessing
import os
import re
import signal
import sys

HERE = os.path.dirname(__file__)
with open(os.path.join(HERE, "moments.json"), encoding="utf-8") as file:
    MOMENTS = json.load(file)
acting = False  # what this module does itself is no moment


def hook(event, arguments):
    global acting
    if acting or event not in {moment["event"] for moment in MOMENTS}:
        return
    acting = True
    parent = multiprocessing.parent_process()
    subject = arguments[1] if event == "os.rename" else arguments[0]
    for number, moment in enumerate(MOMENTS):
        if (
            moment["event"] == event
            and moment["process"] == ("worker" if parent else "parent")
            and re.search(moment["name"], str(subject))
            and is_first_time(number)
        ):
            if moment["after"]:
                os.rename(*arguments[:2])
            if moment["and_parent"] and parent.pid == os.getppid():
                os.kill(parent.pid, signal.SIGKILL)
            acting = False
            os.kill(os.getpid(), getattr(signal, moment.get("signal", "SIGKILL")))
    acting = False


def is_first_time(number):
    """Of all processes, one meets a moment, once."""
    try:
        os.close(os.open(os.path.join(HERE, f"met-{number}"), os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


sys.addaudithook(hook)
'''

EVAL = Path(os.environ.get("DUIQI_EVAL", ROOT.parent / "shared" / "eval"))


@pytest.fixture(scope="session", autouse=True)
def one_blas_thread() -> Iterator[None]:
    """BLAS threads wait for each other by spinning: on a busy machine, that is all they do."""
    with threadpool_limits(1, user_api="blas"):
        yield


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> Iterator[None]:
    """Processes that a test starts can be interrupted, even where the tests run in the background.

    A shell lets its background jobs ignore SIGINT, and a child inherits what its parent ignores;
    a handler of the parent's it does not inherit, and begins with the default.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def encoders(encoder: BundledEncoder) -> EncoderPair:
    return EncoderPair.of(encoder)


@pytest.fixture(scope="session")
def aligned(encoders: EncoderPair) -> Callable[[Sequence[str], Sequence[str]], Alignment]:
    """An alignment of English and Chinese sentences as the aligner makes it, ready to be edited."""

    def pair(english: Sequence[str], chinese: Sequence[str]) -> Alignment:
        sides = from_sentences(english, "en"), from_sentences(chinese, "zh")
        return editable(align(*sides, encoders, presegmented=True))

    return pair


@pytest.fixture(scope="session")
def gold() -> Callable[[str], Path]:
    """Where a file of the gold data is; the test is skipped where it is absent."""

    def find(name: str) -> Path:
        if not (EVAL / name).is_file():
            pytest.skip(f"{name} is not in ../shared/eval; DUIQI_EVAL may name another folder")
        return EVAL / name

    return find


class Ran(NamedTuple):
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


@pytest.fixture
def command(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    loaded_once: None,
) -> Callable[..., Ran]:
    """Runs `duiqi` with these words, here and now, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["duiqi", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def kill_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[list[dict[str, Any]]], Callable[[], int]]:
    """Lets new processes be killed at these moments; returns a function that counts the moments met.

    They kill themselves, or send themselves the moment's `signal`, by an audit hook (PEP 578) as soon as
    they do what a moment names, such as opening a file or renaming one: so each moment is met in every run,
    on any machine.
    """

    def arm(moments: list[dict[str, Any]]) -> Callable[[], int]:
        place = tmp_path / "hook"
        place.mkdir()
        (place / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
        (place / "moments.json").write_text(json.dumps(moments), encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", f"{place}{os.pathsep}{ROOT}")
        return lambda: len(list(place.glob("met-*")))

    return arm
