"""Threads: how many there are, work in order, and BLAS kept to one thread in each of them."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

from threadpoolctl import ThreadpoolController

T = TypeVar("T")
R = TypeVar("R")


def cores() -> int:
    """The cores that this process may use; all of the machine's where the system does not say."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(pool: Executor, do: Callable[[T], R], items: Iterable[T], ahead: int) -> Iterator[R]:
    """Apply `do` to each item in a pool; results in order, with at most `ahead` more items begun.

    `Executor.map` takes all items at once, which would be all of a long text.
    """
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(pool.submit(do, item))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def each(do: Callable[[T], R], items: Collection[T], threads: int) -> list[R]:
    """Apply `do` to each item in up to `threads` threads with one BLAS thread each; results in order.

    The threads end with the call: they take a tenth of a millisecond to start, and a pool
    kept for the next call would need somebody to close it.
    """
    with ONE_BLAS_THREAD:
        workers = min(threads, len(items))
        if workers < 2:
            return [do(item) for item in items]
        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(do, items))


class OneBlasThread:
    """A context in which BLAS, of the whole process, runs in the thread that calls it.

    On small matrices, and on a busy machine, its own threads only wait for each other. May
    be entered again, and by several threads at the same time: the first to enter sets the
    limit, and the last to leave restores the earlier one.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._holders = 0
        self._controller: ThreadpoolController | None = None
        self._limit: Any = None

    def __enter__(self) -> None:
        """Set the limit, unless it is set already."""
        with self._lock:
            if self._holders == 0:
                # Searching the process for BLAS takes milliseconds: done once, when NumPy's is loaded.
                self._controller = self._controller or ThreadpoolController().select(user_api="blas")
                self._limit = self._controller.limit(limits=1)
            self._holders += 1

    def __exit__(self, *_: object) -> None:
        """Restore the number of threads, unless somebody else needs the limit."""
        with self._lock:
            self._holders -= 1
            if self._holders == 0:
                self._limit.restore_original_limits()


# One for the process, as the number of BLAS threads is.
ONE_BLAS_THREAD = OneBlasThread()
