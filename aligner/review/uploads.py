"""Files that were dropped on the page: kept in a temporary folder until the workbench ends."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from duiqi.aligner.batch.text_size import LARGEST_RATIO, MEGABYTE
from duiqi.aligner.review.edits import MalformedRequest
from duiqi.aligner.review.tasks import MEGABYTES, Texts
from duiqi.aligner.review.workspace import Missing
from duiqi.corpus.errors import UnreadableFile

KEPT = 20  # uploads
LARGEST = int(LARGEST_RATIO * MEGABYTES * MEGABYTE)  # bytes of a file
# Not allowed in a name; a browser sends a quotation mark or a line end of a name as %22, %0D, %0A.
FORBIDDEN = re.compile(r'%(?:22|0[AD])|[\x00-\x1f\x7f<>:"/\\|?*]')
LONGEST_NAME = 60  # characters, at most four bytes each


class Uploads:
    """The uploads of a session, by id."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="duiqi-review-"))
        self._texts: dict[str, Texts] = {}

    def add(self, files: Mapping[str, tuple[str, BinaryIO]]) -> str:
        """Keep the files `source` and `target`, or `both`, given their names and contents; returns an id.

        Raises UnreadableFile where one is larger than LARGEST.
        """
        if not (
            {"both"} <= files.keys() or {"source", "target"} <= files.keys() or {"source"} == files.keys()
        ):
            raise MalformedRequest("two texts are needed, or one file with both")
        for name, content in files.values():
            if content.seek(0, os.SEEK_END) > LARGEST:
                raise UnreadableFile(f"{name}: larger than {LARGEST // MEGABYTE} MB. Split it first")
            content.seek(0)
        upload = secrets.token_urlsafe(9)
        paths = {}
        for field in ("both",) if "both" in files else ("source", "target"):
            if field in files:
                given, content = files[field]
                paths[field] = path = self._folder / upload / field / safe_name(given)
                path.parent.mkdir(parents=True)
                with path.open("wb") as copy:
                    shutil.copyfileobj(content, copy)
        first = paths.get("both") or paths["source"]
        self._texts[upload] = Texts(first, paths.get("target"))
        for old in list(self._texts)[:-KEPT]:
            del self._texts[old]
            shutil.rmtree(self._folder / old, ignore_errors=True)
        return upload

    def texts(self, name: str) -> Texts:
        """The files of an upload; Missing where there is none."""
        found = self._texts.get(name)
        if found is None:
            raise Missing("The files are not here any more. Drop them again")
        return found

    def close(self) -> None:
        """Remove all files."""
        with suppress(OSError):
            shutil.rmtree(self._folder)


def safe_name(name: str) -> str:
    r"""A name that any system can give a file in the folder where it belongs, the suffix kept.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\Texts\\合同.docx"), safe_name("..")
    ('passwd', '合同.docx', 'text.txt')
    """
    last = re.split(r"[/\\]", name)[-1]
    clean = FORBIDDEN.sub("_", last.encode("utf-8", "replace").decode("utf-8")).strip(" .")
    if not clean:
        return "text.txt"
    stem, suffix = Path(clean).stem, Path(clean).suffix
    return f"{stem[:LONGEST_NAME]}{suffix[:10]}"
