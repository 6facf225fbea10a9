"""Old word-processor files (.doc, .rtf), converted by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.readers import docx
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.kinds import OLE

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120.0  # LibreOffice starts in 2 to 10 and converts a book of 500 pages in some 20

# A profile of our own is not locked by a LibreOffice that is running, and holds none of the user's
# settings: macros never run, and links to other files and to the network are not followed.
SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
SETTINGS = (
    (SCRIPTING, "MacroSecurityLevel", "3"),
    (SCRIPTING, "DisableMacrosExecution", "true"),
    (SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read an old Word file or an RTF file as the DOCX that LibreOffice makes of it.

    Raises UnreadableFile where LibreOffice is not installed, fails, or takes longer than `SECONDS`.
    """
    is_word = data.startswith(OLE)
    program = next((found for found in map(shutil.which, PROGRAMS) if found), None)
    if program is None:
        kind = "an old Word file (.doc)" if is_word else "an RTF file"
        raise UnreadableFile(
            f"{name}: {kind}. Install LibreOffice to have it read, "
            "or open it in a word processor and save it as DOCX"
        )
    return docx.read(_converted(data, name, program, ".doc" if is_word else ".rtf"), name)


def _converted(data: bytes, name: str, program: str, suffix: str) -> bytes:
    """The file as DOCX, made in a folder of its own that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="duiqi-", ignore_cleanup_errors=True) as made:
        folder = Path(made).resolve()
        _write_settings(folder / "profile" / "user")
        document = (folder / "document").with_suffix(suffix)
        document.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--nolockcheck", "--convert-to", "docx", "--outdir", made]
        _run([program, profile, *options, str(document)], name)
        try:
            return document.with_suffix(".docx").read_bytes()
        except OSError:
            raise UnreadableFile(
                f"{name}: LibreOffice cannot convert it: damaged, or protected by a password. "
                "Open it in a word processor and save it as DOCX"
            ) from None


def _write_settings(folder: Path) -> None:
    """Write a profile's settings (LibreOffice's registrymodifications.xcu)."""
    items = "".join(
        f'<item oor:path="{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in SETTINGS
    )
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{items}</oor:items>\n',
        encoding="utf-8",
    )


def _run(command: list[str], name: str) -> None:
    """Run LibreOffice to its end, and end all that it has started if that takes too long."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UnreadableFile(f"{name}: LibreOffice does not start: {reason}. Save the file as DOCX") from None
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadableFile(
            f"{name}: LibreOffice has not converted it within {SECONDS:.0f} seconds. "
            "Open it in a word processor and save it as DOCX"
        ) from None
    finally:
        if process.returncode is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and its children, which are of its process group."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
