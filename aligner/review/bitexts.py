"""Aligned text of any format as the workbench opens it: whole, and with the languages of both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.detection import detect
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.corpus.read import read

SAMPLE = 20_000  # characters of a side by which its language is detected


def read_aligned(path: Path, source_lang: str = "", target_lang: str = "") -> Alignment:
    """Read a file of aligned text; languages that neither the file nor the user names are detected.

    Raises UnreadableFile where a Word file is a text with a table in it, such as the prices of a contract,
    and not a table of texts; and as `read_bitext`.
    """
    found = read_bitext(path, source_lang=source_lang, target_lang=target_lang)
    beads = tuple(found.beads)
    if path.suffix.lower() == ".docx" and 2 * sum(map(_size, beads)) < len(read(path).text):
        raise UnreadableFile(
            f"{path}: a text with a table in it, not a table of two texts. duiqi align pairs it with "
            "its translation; duiqi review without a name asks for both"
        )
    sources = (text for bead in beads for text in bead.source_texts)
    targets = (text for bead in beads for text in bead.target_texts)
    return replace(
        found,
        source=_named(found.source, "\n".join(sources)),
        target=_named(found.target, "\n".join(targets)),
        beads=beads,
    )


def _size(bead: Bead) -> int:
    """The characters of both sides."""
    texts: Sequence[str] = (*bead.source_texts, *bead.target_texts)
    return sum(map(len, texts))


def _named(side: Side, text: str) -> Side:
    """The side with the language of its text, if it has none."""
    return side if side.lang not in ("", Side().lang) else replace(side, lang=detect(text[:SAMPLE]))
