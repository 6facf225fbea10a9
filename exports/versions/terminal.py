"""Versions on the terminal: a line a paragraph, with [-deleted-] and {+inserted+} words."""

from __future__ import annotations

from typing import TextIO

from duiqi.corpus.versions import Versions
from duiqi.exports.pieces import Piece, clean
from duiqi.exports.versions.sides import LOOKS, numbers

# The marks of wdiff, which git diff --word-diff has, too.
MARKS = {"": ("", ""), "inserted": ("{+", "+}"), "deleted": ("[-", "-]")}
STYLES = {"": "", "inserted": "green", "deleted": "red"}


def show_versions(versions: Versions, stream: TextIO | None = None) -> None:
    """Print what changed, a line a paragraph; paragraphs that were kept are left out."""
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    for change in versions.changes:
        if change.fate == "kept":
            continue
        line = Text(f"{change.fate} {numbers(change.old)}→{numbers(change.new)}: ")
        for piece in clean(Piece(edit.text, LOOKS[edit.operation]) for edit in change.edits):
            opening, closing = MARKS[piece.look]
            line.append(f"{opening}{piece.text}{closing}", STYLES[piece.look])
        console.print(line, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
