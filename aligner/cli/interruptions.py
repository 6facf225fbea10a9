"""Interruption: SIGTERM and SIGHUP end a command in order, as Ctrl-C does."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType

# Ctrl-C, a job queue or service manager, and a terminal that is closed. Windows has no SIGHUP.
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
CLEANING = 5.0  # seconds after a signal in which another one does not disturb the removal of half files


def end_in_order() -> None:
    """Raise KeyboardInterrupt at these signals, so that unfinished and temporary files are removed.

    A signal that the caller lets the program ignore (`nohup`) stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    interrupt = _Interrupter()
    for name in SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in {signal.SIG_DFL, signal.default_int_handler}:
            signal.signal(number, interrupt)


class _Interrupter:
    """The handler of the signals; while one is being obeyed, it forgets others."""

    def __init__(self) -> None:
        self._last = -CLEANING

    def __call__(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if now - self._last >= CLEANING:
            self._last = now
            raise KeyboardInterrupt
