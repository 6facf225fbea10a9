"""LibreOffice reads the workbooks, documents and tables that are written, to the last character."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from duiqi.corpus.model import Alignment
from duiqi.exports import write

Program = Callable[..., "subprocess.CompletedProcess[str]"]

TSV = "csv:Text - txt - csv (StarCalc):9,34,76,1"  # tabs, double quotes, UTF-8, from the first row
TEXT = "txt:Text (encoded):UTF8"


def converted(program: Program, form: str, path: Path, folder: Path) -> Path:
    """The file as LibreOffice reads it and saves it in another format; skip without Calc."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    # Its dialog finds the encoding by the mark at the beginning; without a dialog it takes Latin 1.
    opened = ["--infilter=CSV:44,34,76"] if path.suffix == ".csv" else []
    done = program(
        "soffice", profile, "--headless", *opened, "--convert-to", form, "--outdir", folder / "read", path
    )
    if "source file could not be loaded" in done.stderr:
        pytest.skip("LibreOffice has no Calc here")
    return folder / "read" / f"{path.stem}.{form.partition(':')[0]}"


@pytest.mark.slow
def test_workbooks_and_tables_have_all_texts(gold: Alignment, program: Program, tmp_path: Path) -> None:
    for name in ("book.xlsx", "table.csv"):
        write(gold, tmp_path / name)
        book = converted(program, "ods", tmp_path / name, tmp_path)
        with converted(program, TSV, book, tmp_path).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        assert [(row["source"], row["target"]) for row in rows] == [
            (bead.source_texts[0], bead.target_texts[0]) for bead in gold.beads
        ]


@pytest.mark.slow
def test_a_document_has_all_texts(gold: Alignment, program: Program, tmp_path: Path) -> None:
    write(gold, tmp_path / "out.docx")
    text = converted(program, TEXT, tmp_path / "out.docx", tmp_path).read_text(encoding="utf-8-sig")
    for bead in gold.beads:
        assert bead.source_texts[0] in text
        assert bead.target_texts[0] in text
