"""The RAM of this machine, a worker's share of it, and a limit on what a process may take."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

USABLE = 0.8  # share of the RAM for all workers together; the rest is for the system and its file cache
CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def total_ram() -> int:
    """Bytes of RAM of this machine, or of the container around this process; 0 where neither is known."""
    found = []
    with suppress(ValueError, OSError, AttributeError):
        found.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    for path in CGROUP_LIMITS:
        with suppress(ValueError, OSError):
            found.append(int(Path(path).read_text(encoding="ascii")))
    return min(found, default=0)


def ram_share(workers: int) -> int:
    """Bytes of RAM for each of so many workers."""
    return int(USABLE * total_ram() / workers)


@contextmanager
def ram_limit(limit: int) -> Iterator[None]:
    """Limit this process to so many bytes of data: an allocation beyond it raises MemoryError.

    The need of an unseen text cannot be foretold: two megabytes that repeat one page took
    twelve gigabytes, because each page could be the translation of every other. Without a
    limit the kernel would kill a process, perhaps another one.

    Does nothing where the limit is 0, where the system has no such limit, and where a GPU is
    in use, because its driver reserves more address space than there is RAM.
    """
    if not limit or _on_gpu():
        yield
        return
    try:
        import resource
    except ImportError:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _on_gpu() -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and torch.cuda.is_initialized()
