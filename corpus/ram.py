"""The RAM of this machine, a worker's share of it, and limits on what a process may take."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

USABLE = 0.8  # share of the RAM for all workers together; the rest is for the system and its file cache
UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
SIZE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,3})?) ?([kmgt]?)(?:i?b)?", re.IGNORECASE)
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


def size_of(text: str) -> int:
    """The bytes that a size names; ValueError where it is none.

    >>> size_of("1.5 GB"), size_of("800M")
    (1610612736, 838860800)
    """
    found = SIZE.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return int(float(found[1]) * UNITS[found[2].lower()])


def limit_ram(limit: int) -> None:
    """Limit this process, and those that it starts, to so many bytes of data until it ends.

    An allocation beyond them raises MemoryError. Does nothing where `ram_limit` does nothing.
    """
    _set_limit(limit)


def lift_ram_limit() -> None:
    """Take the limit away: the driver of a GPU reserves more address space than there is RAM."""
    if resource := _resource():
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


@contextmanager
def ram_limit(limit: int) -> Iterator[None]:
    """Limit this process to so many bytes of data: an allocation beyond it raises MemoryError.

    The need of an unseen text cannot be foretold: two megabytes that repeat one page took
    twelve gigabytes, because each page could be the translation of every other. Without a
    limit the kernel would kill a process, perhaps another one.

    Does nothing where the limit is 0, where the system has no such limit, and where a GPU is
    in use, because its driver reserves more address space than there is RAM.
    """
    before = _set_limit(limit)
    try:
        yield
    finally:
        if before is not None and (resource := _resource()):
            resource.setrlimit(resource.RLIMIT_DATA, before)


def _set_limit(limit: int) -> tuple[int, int] | None:
    """Set a limit unless a lower one is set; the limits before, None where none can be set."""
    resource = _resource()
    if not limit or resource is None or _on_gpu():
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = min(limit, sys.maxsize)  # what is beyond it no system call can take
    lower = min((bound for bound in (wanted, soft, hard) if bound != resource.RLIM_INFINITY), default=wanted)
    resource.setrlimit(resource.RLIMIT_DATA, (lower, hard))
    return soft, hard


def _resource() -> ModuleType | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    return resource


def _on_gpu() -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and torch.cuda.is_initialized()
