"""How much of this machine's memory one worker may take."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OURS = 0.8  # share of the memory for all workers; the rest is for the system and its file cache
GROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def memory() -> int:
    """Bytes of memory of this machine, or of the container that this runs in; 0 where none can be told."""
    found = []
    with suppress(ValueError, OSError, AttributeError):
        found.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    for group in GROUPS:
        with suppress(ValueError, OSError):
            found.append(int(Path(group).read_text(encoding="ascii")))
    return min(found, default=0)


def share(workers: int) -> int:
    """Bytes that one of so many workers may take."""
    return int(OURS * memory() / workers)


@contextmanager
def at_most(limit: int) -> Iterator[None]:
    """Let this process hold so many bytes of data: what asks for more gets a MemoryError.

    Nobody knows what an unseen text will take: two megabytes that repeat one page took
    twelve gigabytes, for each page could be the translation of every other. Without a limit
    the kernel would kill something, perhaps not the culprit. Where the system knows no such
    limit, and where a GPU is in use, whose driver reserves more than there is, there is none.
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
