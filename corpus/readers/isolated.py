"""Reading in a child process, within limits of time and memory.

A parser written in C cannot be stopped from Python: six hundred bytes of PDF made PDFium fill three
gigabytes. A forked child costs some milliseconds. Where there is no fork (Windows), and on macOS,
whose system libraries do not survive one, the file is read in this process.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from duiqi.corpus.errors import UnreadableFile

if TYPE_CHECKING:
    from duiqi.corpus.readers.content import Content

    Reader = Callable[[bytes, str, str | None], Content]

# Processor time and memory beyond what this process has: a minimum, and so much for each byte of the
# file. A page of text is 2 to 5 KB of PDF, is read in 30 ms, and takes 200 KB.
SECONDS, SECONDS_A_BYTE = 5.0, 1 / 8192
MEMORY, MEMORY_A_BYTE = 384 << 20, 60


def isolated(reader: Reader) -> Reader:
    """A reader that does its work in a child process where the system allows it."""

    def read(data: bytes, name: str, encoding: str | None = None) -> Content:
        # Locks that other threads hold would be held in the child for ever.
        if sys.platform != "linux" or threading.active_count() > 1:
            return reader(data, name, encoding)
        return _read_in_child(reader, data, name, encoding)

    return read


def _read_in_child(reader: Reader, data: bytes, name: str, encoding: str | None) -> Content:
    incoming, outgoing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        os.close(incoming)
        _answer(outgoing, reader, data, name, encoding)
    os.close(outgoing)
    try:
        with os.fdopen(incoming, "rb") as pipe:
            answer = pipe.read()
    except BaseException:
        import signal

        os.kill(child, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(child, 0)
    if status or not answer:
        raise _refused(name)
    result: Any = pickle.loads(answer)  # of our own child
    if isinstance(result, MemoryError):
        raise _refused(name)
    if isinstance(result, BaseException):
        raise result
    content: Content = result
    return content


def _refused(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: takes far more time or memory than its pages can need: damaged, or made to do harm. "
        "Print it to a new PDF first"
    )


def _answer(outgoing: int, reader: Reader, data: bytes, name: str, encoding: str | None) -> None:
    """Read in the child, write the result or the error to the pipe, and end without cleaning up."""
    try:
        try:
            _limit(len(data))
            answer = pickle.dumps(reader(data, name, encoding), pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            answer = pickle.dumps(error)
        with os.fdopen(outgoing, "wb") as pipe:
            pipe.write(answer)
    finally:
        os._exit(0)


def _limit(size: int) -> None:
    """Limit this process to the time and memory that a file of this size can need, and keep it silent."""
    import resource

    from duiqi.corpus.ram import limit_ram

    seconds = int(SECONDS + size * SECONDS_A_BYTE)
    for kind, limit in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        soft, hard = resource.getrlimit(kind)
        known = [bound for bound in (soft, hard, limit) if bound != resource.RLIM_INFINITY]
        resource.setrlimit(kind, (min(known), hard))
    limit_ram(_data_of_this_process() + MEMORY + MEMORY_A_BYTE * size)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)


def _data_of_this_process() -> int:
    """Bytes of data that this process has, as the limit counts them."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as lines:
        return next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmData:")), 0)
