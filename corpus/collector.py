"""The collector of reference cycles, paused while many objects are made and all of them are kept."""

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
