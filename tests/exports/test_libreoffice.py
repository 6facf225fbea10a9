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
Convert = Callable[..., list[Path]]

TSV = "csv:Text - txt - csv (StarCalc):9,34,76,1"  # tabs, double quotes, UTF-8, from the first row
TEXT = "txt:Text (encoded):UTF8"


@pytest.fixture(scope="module")
def converted(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Saves files in another format as LibreOffice reads them; the test is skipped without Calc."""
    profile = f"-env:UserInstallation={tmp_path_factory.mktemp('profile').as_uri()}"

    def convert(form: str, *paths: Path) -> list[Path]:
        folder = paths[0].parent / "read"
        # Its dialog finds the encoding by the mark at the beginning; without a dialog it takes Latin 1.
        opened = ["--infilter=CSV:44,34,76"] if paths[0].suffix == ".csv" else []
        done = program(
            "soffice", profile, "--headless", *opened, "--convert-to", form, "--outdir", folder, *paths
        )
        if "source file could not be loaded" in done.stderr:
            pytest.skip("LibreOffice has no Calc here")
        return [folder / f"{path.stem}.{form.partition(':')[0]}" for path in paths]

    return convert


@pytest.mark.slow
def test_workbooks_and_tables_have_all_texts(gold: Alignment, converted: Convert, tmp_path: Path) -> None:
    books = []
    for name in ("book.xlsx", "table.csv"):
        write(gold, tmp_path / name)
        books += converted("ods", tmp_path / name)
    for path in converted(TSV, *books):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        assert [(row["source"], row["target"]) for row in rows] == [
            (bead.source_texts[0], bead.target_texts[0]) for bead in gold.beads
        ]


@pytest.mark.slow
def test_a_document_has_all_texts(gold: Alignment, converted: Convert, tmp_path: Path) -> None:
    write(gold, tmp_path / "out.docx")
    (path,) = converted(TEXT, tmp_path / "out.docx")
    text = path.read_text(encoding="utf-8-sig")
    for bead in gold.beads:
        assert bead.source_texts[0] in text
        assert bead.target_texts[0] in text
