"""Freed memory, kept for the next array."""

from __future__ import annotations

import ctypes
import sys

# Numbers of the parameters, from glibc's malloc.h, and their values in bytes, but for the heaps.
TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
SETTINGS = {TRIM_THRESHOLD: 256 << 20, MMAP_THRESHOLD: 32 << 20, ARENA_MAX: 1}


def keep_freed() -> None:
    """Let this process reuse memory rather than give it back and ask for it again. Call it before threads.

    The arrays of an alignment live for milliseconds. By default glibc gives each one back
    at its end, and the system clears the next one page by page, one thread at a time; and
    each thread has a heap of its own. With one heap, kept, two threads align a twelfth
    faster, in four fifths of the memory. Does nothing where the library is not glibc.
    """
    adjust = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if adjust is not None:
        for parameter, value in SETTINGS.items():
            adjust(parameter, value)
