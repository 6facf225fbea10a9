"""Freed memory, kept for the next array."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from duiqi.aligner.allocator import SETTINGS, keep_freed

FAULTS = """
import resource
import numpy as np
from duiqi.aligner.allocator import keep_freed
keep_freed() if {keep} else None
for _ in range(10):
    arrays = [np.ones(20 << 20, np.uint8) for _ in range(3)]
    del arrays
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
"""


@pytest.mark.slow
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc's allocator is adjusted")
def test_what_was_freed_is_used_again() -> None:
    def faults(keep: bool) -> int:
        code = FAULTS.format(keep=keep)
        return int(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)

    kept, given_back = faults(True), faults(False)
    assert kept < given_back / 2


def test_another_system_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duiqi.aligner.allocator.SETTINGS", dict.fromkeys(SETTINGS, "no number"))
    monkeypatch.setattr("sys.platform", "win32")
    keep_freed()
