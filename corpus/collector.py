"""The collector of reference cycles, paused while many objects are made that are all kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Pause the collector, which would look at all objects again for each 700 new ones.

    A tenth of the time of reading a manual went there, for a reader leaves hardly any cycle. In a
    program with threads the collector may run again a little earlier.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def freezing() -> Iterator[None]:
    """Pause the collector, and let it never look at what is there at the end: objects that stay for good.

    To look at all beads of a long alignment would take a second.
    """
    with paused():
        try:
            yield
        finally:
            gc.freeze()
