"""What `duiqi review` is given: a file of record, aligned text of another format, a folder, or nothing."""

from __future__ import annotations

from pathlib import Path

from duiqi.aligner.review.bitexts import read_aligned
from duiqi.aligner.review.workspace import RECORD, Workspace
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.tiling import editable
from duiqi.exports.writing import write


def workspace_of(path: Path | None, home: Path | None = None) -> Workspace:
    """The workspace of a file or a folder; without one, of the folder `duiqi` in the user's own.

    Aligned text in another format than JSONL is written beside it as `NAME.tmx.jsonl`, the file of
    record of its review; where that is there, the review goes on. The file itself stays as it is.
    """
    if path is None:
        folder = (home or Path.home()) / "duiqi"
        folder.mkdir(parents=True, exist_ok=True)
        return Workspace(folder)
    path = path.absolute()
    if path.is_dir():
        return Workspace(path)
    if path.suffix.lower() == RECORD and path.is_file():
        return Workspace(path.parent, path)
    record = path.with_name(path.name + RECORD)
    if not record.exists():
        alignment = editable(read_aligned(path))
        if not alignment.beads:
            raise UnreadableFile(f"{path}: no unit with text. Was it exported empty?")
        write(alignment, record)
    return Workspace(path.parent, record)
