"""Old word-processor files: read through LibreOffice, or refused with a line that says how to get it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from duiqi.corpus import UnreadableFile, read, read_bytes
from duiqi.corpus.readers import legacy

FIXTURES = Path(__file__).parent.parent / "fixtures"
RTF = rb"{\rtf1\ansi\ansicpg936 The keeper lights the lamp.\par \'b4\'f3\'bb\'e1\'be\'f6\'d2\'e9\par}"

needs_libreoffice = pytest.mark.skipif(
    not any(map(shutil.which, legacy.PROGRAMS)), reason="needs LibreOffice (libreoffice-writer)"
)
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs programs that are shell scripts")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program called soffice in place of LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/bin{os.pathsep}/usr/bin")


@needs_libreoffice
@pytest.mark.slow
def test_an_old_word_file_is_read_like_its_docx(temporary: Path) -> None:
    old, new = read(FIXTURES / "act.doc"), read(FIXTURES / "act.docx")
    shown = [[(p.kind, p.label, p.text) for p in document.paragraphs] for document in (old, new)]
    assert shown[0] == shown[1]
    assert not list(temporary.iterdir())


@needs_libreoffice
@pytest.mark.slow
def test_rtf_is_read_whatever_the_file_is_called(temporary: Path) -> None:
    found = read_bytes(RTF, "报告.doc")
    assert [p.text for p in found.paragraphs] == ["The keeper lights the lamp.", "大会决议"]
    assert found.name == "报告.doc"


@pytest.mark.parametrize(
    ("data", "kind"), [(FIXTURES / "act.doc", "an old Word file (.doc)"), (RTF, "an RTF file")]
)
def test_without_libreoffice_the_message_says_what_to_do(
    data: Path | bytes, kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data if isinstance(data, bytes) else data.read_bytes(), "a.doc")
    assert str(caught.value) == (
        f"a.doc: {kind}. Install LibreOffice to have it read, "
        "or open it in a word processor and save it as DOCX"
    )


@needs_posix
def test_a_conversion_that_fails(temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, monkeypatch, "exit 0")
    with pytest.raises(UnreadableFile, match=r"a\.rtf: LibreOffice cannot convert it: damaged, or protected"):
        read_bytes(RTF, "a.rtf")
    assert not list(temporary.iterdir())


@pytest.mark.slow
@needs_posix
def test_a_conversion_that_hangs_is_ended_with_its_children(
    temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, monkeypatch, f"sleep 60 & echo $! > {tmp_path}/child; wait")
    monkeypatch.setattr(legacy, "SECONDS", 0.5)
    with pytest.raises(UnreadableFile, match=r"a\.rtf: LibreOffice has not converted it within 0 seconds"):
        read_bytes(RTF, "a.rtf")
    assert not list(temporary.iterdir())
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    stat = Path(f"/proc/{child}/stat")
    assert not stat.exists() or stat.read_text(encoding="utf-8").split()[2] == "Z"


@needs_posix
def test_libreoffice_gets_a_profile_of_its_own_without_macros(
    temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f'echo "$@" > {tmp_path}/arguments; cp -r {temporary}/*/profile {tmp_path}/profile'
    program(tmp_path, monkeypatch, script)
    with pytest.raises(UnreadableFile):
        read_bytes(RTF, "a.rtf")
    arguments = (tmp_path / "arguments").read_text(encoding="utf-8")
    assert "--headless" in arguments
    assert f"-env:UserInstallation={temporary.resolve().as_uri()}" in arguments
    settings = tmp_path / "profile" / "user" / "registrymodifications.xcu"
    assert 'name="DisableMacrosExecution" oor:op="fuse"><value>true' in settings.read_text(encoding="utf-8")
