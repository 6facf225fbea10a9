"""Files read in a child process: one for many, and a file that ends it harms no other."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.readers import isolated as module
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.isolated import isolated

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="read in this process there")

harmed = False


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other thread, whatever the tests before have left running: else files are read in this process."""
    monkeypatch.setattr(module.threading, "active_count", lambda: 1)


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """A reader that ends its process for some files, as a parser written in C may."""
    global harmed
    if data == b"crash" or harmed:
        os.kill(os.getpid(), signal.SIGSEGV)
    if data == b"endless":
        while True:
            pass
    if data == b"large":
        bytearray(1 << 40)
    if data == b"locked":
        raise UnreadableFile(f"{name}: protected")
    harmed = data == b"harm"
    return Content(f"{os.getpid()} {data.decode()}", ())


def process_of(data: bytes) -> int:
    number, found = isolated(read)(data, "a.pdf").text.split()
    assert found == data.decode()
    return int(number)


def test_one_process_reads_many_files():
    numbers = {process_of(data) for data in (b"one", b"two", b"three")}
    assert len(numbers) == 1
    assert os.getpid() not in numbers


def test_an_error_of_the_reader_is_raised_here_and_its_process_goes_on():
    before = process_of(b"one")
    with pytest.raises(UnreadableFile, match=r"a\.pdf: protected"):
        process_of(b"locked")
    assert process_of(b"two") == before


@pytest.mark.parametrize("data", [b"crash", b"large"])
def test_a_file_that_ends_its_process_is_refused_and_the_next_one_is_read(data):
    before = process_of(b"one")
    with pytest.raises(UnreadableFile, match="takes far more time or memory than its pages can need"):
        process_of(data)
    assert process_of(b"two") != before


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 1.0)
    with pytest.raises(UnreadableFile, match="takes far more time"):
        isolated(lambda *file: read(*file))(b"endless", "a.pdf")


def test_a_good_file_is_read_though_the_one_before_harmed_the_process():
    before = process_of(b"harm")
    assert process_of(b"good") != before


def test_an_idle_process_ends_and_another_takes_its_place(monkeypatch):
    monkeypatch.setattr(module, "IDLE", 0.0)
    reader = isolated(lambda *file: read(*file))
    assert [reader(data, "a.pdf").text.split()[1] for data in (b"one", b"two")] == ["one", "two"]


def test_a_forked_process_has_readers_of_its_own():
    ours = process_of(b"one")
    child = os.fork()
    if child == 0:
        try:
            is_own = process_of(b"two") != ours
            os._exit(0 if is_own else 1)
        finally:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
    assert process_of(b"three") == ours


def test_the_process_keeps_nothing_of_ours_open():
    """Another program waits for the end of its input until all have closed it."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as program:
        reader = isolated(lambda *file: read(*file))
        reader(b"one", "a.pdf")
        assert program.stdin is not None
        program.stdin.close()
        assert program.wait(timeout=60) == 1


def test_beside_other_threads_one_file_is_read_at_a_time(monkeypatch):
    """PDFium is not made for two threads at once."""
    monkeypatch.setattr(module.threading, "active_count", lambda: 5)
    within = threading.Lock()

    def read_alone(data: bytes, name: str, encoding: str | None = None) -> Content:
        assert within.acquire(blocking=False)
        time.sleep(0.001)  # others have time to come in
        within.release()
        return Content(data.decode(), ())

    with ThreadPoolExecutor(4) as threads:
        found = threads.map(lambda _: isolated(read_alone)(b"one", "a.pdf").text, range(20))
        assert set(found) == {"one"}


def test_a_process_that_is_forked_while_a_thread_reads_can_read(monkeypatch):
    """The fork comes after the file, whose lock no thread of the new process would ever release."""
    monkeypatch.setattr(module.threading, "active_count", lambda: 2)
    begun, goes_on = threading.Event(), threading.Event()

    def waiting(data: bytes, name: str, encoding: str | None = None) -> Content:
        begun.set()
        goes_on.wait()
        return Content("", ())

    with ThreadPoolExecutor(2) as pool:
        pool.submit(isolated(waiting), b"", "a.pdf")
        begun.wait()
        pool.submit(goes_on.set)
        number = os.fork()
        if number == 0:
            signal.alarm(20)
            reading = threading.Thread(target=isolated(read), args=(b"one", "b.pdf"))
            reading.start()
            reading.join()
            os._exit(0)
    assert os.waitpid(number, 0)[1] == 0
