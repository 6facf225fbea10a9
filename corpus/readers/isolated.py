"""Reading in a child process, within limits of time and memory.

A parser written in C cannot be stopped from Python: six hundred bytes of PDF made PDFium fill three
gigabytes. A fork costs some milliseconds, and a forked child as much again for what it loads and copies:
so one child reads many files, and one that fails is replaced. Where there is no fork (Windows), and on
macOS, whose system libraries do not survive one, the file is read in this process; and so it is beside
other threads, one file at a time.
"""

from __future__ import annotations

import io
import os
import pickle
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.model import Paragraph, Passage

if TYPE_CHECKING:
    from duiqi.corpus.readers.content import Content

    Reader = Callable[[bytes, str, str | None], Content]

# Processor time and memory beyond what the child has used before: a minimum, and so much for each byte of
# the file. A page of text is 2 to 5 KB of PDF, is read in 10 ms, and takes 200 KB.
SECONDS, SECONDS_A_BYTE = 5.0, 1 / 8192
MEMORY, MEMORY_A_BYTE = 384 << 20, 60
# A child that waits so many seconds for the next file ends: it keeps the memory that this process frees.
IDLE = 5.0

_children: dict[Reader, _Child] = {}
# Parsers written in C share state between files: two threads in PDFium at once crash, or mix up the texts.
_alone = threading.RLock()
if hasattr(os, "register_at_fork"):
    # A process that was forked while a thread reads would have half of that state, and wait for its lock.
    os.register_at_fork(before=_alone.acquire, after_in_parent=_alone.release, after_in_child=_alone.release)


def isolated(reader: Reader) -> Reader:
    """A reader that does its work in a child process where the system allows it."""

    def read(data: bytes, name: str, encoding: str | None = None) -> Content:
        # Locks that other threads hold would be held in the child for ever.
        if sys.platform != "linux" or threading.active_count() > 1:
            with _alone:
                return reader(data, name, encoding)
        return _read_in_child(reader, data, name, encoding)

    return read


def _read_in_child(reader: Reader, data: bytes, name: str, encoding: str | None) -> Content:
    child = _children.pop(reader, None)
    is_used = child is not None and child.owner == os.getpid()
    if child is None or not is_used:
        child = _Child(reader)
    try:
        result = child.read(data, name, encoding)
    except BaseException:
        child.end()
        raise
    if result is None or isinstance(result, MemoryError):
        child.end()
        if is_used:  # it may have been idle too long, or an earlier file may have done the harm
            return _read_in_child(reader, data, name, encoding)
        raise UnreadableFile(
            f"{name}: takes far more time or memory than its pages can need: damaged, or made to do harm. "
            "Print it to a new PDF first"
        )
    _children[reader] = child
    if isinstance(result, BaseException):
        raise result
    content: Content = result
    return content


class _Child:
    """A forked process that reads one file after another."""

    def __init__(self, reader: Reader) -> None:
        self.owner = os.getpid()
        incoming, outgoing = os.pipe(), os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self._number = os.fork()
        if self._number == 0:
            _serve(reader, incoming[0], outgoing[1])
        os.close(incoming[0])
        os.close(outgoing[1])
        self._files = os.fdopen(incoming[1], "wb"), os.fdopen(outgoing[0], "rb")

    def read(self, data: bytes, name: str, encoding: str | None) -> Any:
        """The content of a file or the error that was raised; None where the child has ended."""
        outgoing, incoming = self._files
        try:
            pickle.dump((data, name, encoding), outgoing, pickle.HIGHEST_PROTOCOL)
            outgoing.flush()
            return pickle.load(incoming)  # of our own child
        except (OSError, EOFError, pickle.UnpicklingError):
            return None

    def end(self) -> None:
        """End the process, whatever it does."""
        import signal

        with suppress(OSError):
            os.kill(self._number, signal.SIGKILL)
            os.waitpid(self._number, 0)
        for file in self._files:
            with suppress(OSError):
                file.close()


def _serve(reader: Reader, incoming: int, outgoing: int) -> NoReturn:
    """Read in the child until the parent has ended or asks for nothing more, then end without cleaning up."""
    try:
        import gc
        import resource
        import select

        _close_others(incoming, outgoing)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        longest = min(filter(_is_limit, resource.getrlimit(resource.RLIMIT_CPU)), default=sys.maxsize)
        gc.disable()
        gc.freeze()
        with os.fdopen(incoming, "rb") as files, os.fdopen(outgoing, "wb") as answers:
            is_asked = True
            while is_asked:
                answers.write(_answer(reader, longest, *pickle.load(files)))
                answers.flush()
                gc.collect()
                is_asked = bool(select.select([incoming], [], [], IDLE)[0])
    finally:
        os._exit(0)


def _close_others(*ours: int) -> None:
    """Keep this process silent, and close what it has open of its parent's: files, sockets, ends of pipes."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    for number in map(int, os.listdir("/proc/self/fd")):
        if number > 2 and number not in ours:
            with suppress(OSError):
                os.close(number)


def _is_limit(bound: int) -> bool:
    import resource

    return bound != resource.RLIM_INFINITY


def _answer(reader: Reader, longest: int, data: bytes, name: str, encoding: str | None) -> bytes:
    """The pickled result or error of reading, within the time and memory that a file of this size can need.

    longest   the seconds of processor time that this process may take in all
    """
    import resource

    from duiqi.corpus.ram import ram_limit

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime + SECONDS + len(data) * SECONDS_A_BYTE
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (min(int(seconds), longest), hard))
    try:
        with ram_limit(_data_of_this_process() + MEMORY + MEMORY_A_BYTE * len(data)):
            return _pickled(reader(data, name, encoding))
    except Exception as error:
        return pickle.dumps(error)


class _Pickler(pickle.Pickler):
    """Pickles paragraphs as the arguments that make them, in half of the time that their states take."""

    arguments: ClassVar = {kind: attrgetter(*kind.__slots__) for kind in (Paragraph, Passage)}

    def reducer_override(self, value: Any) -> Any:
        arguments = self.arguments.get(type(value))
        return (type(value), arguments(value)) if arguments else NotImplemented


def _pickled(content: Content) -> bytes:
    written = io.BytesIO()
    _Pickler(written, pickle.HIGHEST_PROTOCOL).dump(content)
    return written.getvalue()


def _data_of_this_process() -> int:
    """Bytes of data that this process has, as the limit counts them."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as lines:
        return next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmData:")), 0)
