"""Interrupted at any line, writing leaves the old file or the new one, whole, and nothing else."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from duiqi.exports import replacing as module
from duiqi.exports.replacing import replacing

OLD, NEW = b"the old file", b"the new file"


class InterruptAt:
    """A tracer that raises KeyboardInterrupt where a signal could: before the n-th line of one file."""

    def __init__(self, number: int, file: str) -> None:
        self.left, self.file = number, file

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename != self.file:
            return None
        if event == "line":
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt
        return self


def replaced(target: Path) -> None:
    with replacing(target) as stream:
        stream.write(NEW)


def test_an_interruption_at_any_line_of_replacing(tmp_path: Path) -> None:
    target = tmp_path / "out.tmx"
    kept = taken = 0
    for number in range(1, 500):
        target.write_bytes(OLD)
        before = sys.gettrace()
        sys.settrace(InterruptAt(number, module.__file__))
        try:
            replaced(target)
            interrupted = False
        except KeyboardInterrupt:
            interrupted = True
        finally:
            sys.settrace(before)
        assert os.listdir(tmp_path) == [target.name], number
        assert target.read_bytes() in {OLD, NEW}
        if not interrupted:
            break
        kept += target.read_bytes() == OLD
        taken += target.read_bytes() == NEW
    assert not interrupted
    assert kept > 20
    assert taken >= 1  # after the renaming


def test_standard_input_leaves_nothing_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its copy is registered for removal before it is made."""
    import atexit
    import tempfile

    from duiqi.corpus.bitext.reading import spooled

    registered: list[tuple[Any, Any]] = []
    monkeypatch.setattr(atexit, "register", lambda do, **options: registered.append((do, options)))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\tb\n"), encoding="utf-8"))
    assert spooled().read_bytes() == b"a\tb\n"
    [(remove, options)] = registered
    remove(**options)
    assert os.listdir(tmp_path) == []
