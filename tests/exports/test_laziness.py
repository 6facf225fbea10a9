"""The registries name real functions, and yet nobody waits for a library that is not used."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"docx", "lxml", "numpy", "openpyxl", "rich", "xlsxwriter"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "module", ["duiqi.exports", "duiqi.exports.writing", "duiqi.corpus.bitext", "duiqi.corpus.glossary"]
)
def test_a_registry_loads_no_library(module: str) -> None:
    """`duiqi --help` imports some of these, and the main job all of them."""
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert not HEAVY & set(done.stdout.split())
