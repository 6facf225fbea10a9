"""The alignment side by side on the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, NamedTuple, TextIO

from duiqi.corpus.model import ACCEPTED, REFUSED, Alignment, Bead
from duiqi.corpus.scripts import BOPOMOFO, HAN, KANA
from duiqi.exports.bands import band
from duiqi.exports.hygiene import Cleaner
from duiqi.exports.options import Tally, number
from duiqi.exports.texts import joined

if TYPE_CHECKING:
    from rich.console import Console

# The pieces between which a line may be broken: a word with the punctuation beside it. Chinese
# breaks between any two characters, but no line begins with 。or ） and none ends with （.
OPENING = re.escape("（《〈「『【〔〖“‘([{")
CLOSING = re.escape("，。、；：？！…）》〉」』】〕〗”’,.;:?!)]}%％")
SQUARE = HAN + KANA + BOPOMOFO
PIECE = re.compile(f"\\s+|[{OPENING}]*(?:[{SQUARE}]|[^\\s{SQUARE}{OPENING}]+|$)[{CLOSING}]*|[{OPENING}]+")

GAP = "  "
# Mark and style of a bead that a person has decided on.
VERDICTS = dict.fromkeys(ACCEPTED, ("+", "green")) | dict.fromkeys(REFUSED, ("-", "red"))
NARROWEST = 12
SAMPLE = 200


class Row(NamedTuple):
    """A bead and its texts, ready to be printed."""

    bead: Bead
    source: str
    target: str


def show(alignment: Alignment, stream: TextIO | None = None, width: int | None = None) -> None:
    """Print an alignment: in two columns on a terminal, tab-separated elsewhere.

    On a terminal both texts are wrapped where their language allows it, a Chinese character
    counts as two columns, and after the bead's number comes a mark: `~` for a fair confidence,
    `?` for a doubtful one, `+` for a bead that a person accepted, `-` for one that a person
    rejected or marked as untranslated. A pipe or a file gets one bead a line, for `cut` and `grep`:
    number, mark, confidence, source and target, with tabs between. With a width there are columns
    wherever the output goes.
    """
    from rich.console import Console

    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    if console.is_terminal or width is not None:
        _show_columns(alignment, console)
    else:
        for row in _rows(alignment, alignment.beads):
            bead, mark = row.bead, _mark(row.bead)[0].strip()
            cells = bead.id, mark, number(bead.confidence), row.source, row.target
            console.file.write("\t".join(cells) + "\n")


def _rows(alignment: Alignment, beads: Iterable[Bead]) -> Iterator[Row]:
    """The beads with their texts cleaned: a control character could drive the terminal."""
    source, target = Cleaner(alignment.source.lang, Tally()), Cleaner(alignment.target.lang, Tally())
    for bead in beads:
        yield Row(
            bead,
            joined(bead.source_segments, alignment.source.lang, source).text,
            joined(bead.target_segments, alignment.target.lang, target).text,
        )


def _mark(bead: Bead) -> tuple[str, str]:
    """Mark and style of a bead: a person's verdict, else the band of its confidence."""
    found = band(bead.confidence)
    return VERDICTS.get(bead.status, (found.mark, found.style))


def _show_columns(alignment: Alignment, console: Console) -> None:
    from rich.cells import cell_len
    from rich.text import Text

    sample = list(_rows(alignment, islice(alignment.beads, SAMPLE)))
    digits = max((len(row.bead.id) for row in sample), default=0)
    left, right = _widths(sample, console.width - digits - len(GAP) * 2)
    for row in _rows(alignment, alignment.beads):
        mark, style = _mark(row.bead)
        head = Text.assemble((row.bead.id.rjust(digits), "dim"), (mark, style), " ")
        for first, second in zip_longest(wrap(row.source, left), wrap(row.target, right), fillvalue=""):
            columns = f"{first}{' ' * (left - cell_len(first))}{GAP}{second}".rstrip()
            console.print(head.append(columns), no_wrap=True, overflow="ignore", crop=False)
            head = Text(" " * (digits + 2))


def _widths(rows: list[Row], room: int) -> tuple[int, int]:
    """Widths of the two columns, in proportion to the texts: English takes more room than Chinese."""
    from rich.cells import cell_len

    sources = [cell_len(row.source) for row in rows] or [0]
    targets = [cell_len(row.target) for row in rows] or [0]
    share = sum(sources) / max(1, sum(sources) + sum(targets))
    left = round(room * min(0.65, max(0.35, share)))
    left = max(left, room - max(targets))
    left = max(NARROWEST, min(left, max(sources)))
    return left, max(NARROWEST, room - left)


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken where its script allows.

    >>> wrap("大会，回顾其2005年12月8日第60/97号决议", 14)
    ['大会，回顾其', '2005年12月8日', '第60/97号决议']
    >>> wrap("The General Assembly, Recalling", 14)
    ['The General', 'Assembly,', 'Recalling']
    """
    from rich.cells import cell_len, chop_cells

    lines, line, room = [], "", width
    for piece in PIECE.findall(text):
        length = cell_len(piece)
        if length > room and not piece.isspace():
            if line.strip():
                lines.append(line.rstrip())
                line, room = "", width
            while length > width:
                head, *_ = chop_cells(piece, width)
                lines.append(head)
                piece = piece[len(head) :]
                length = cell_len(piece)
        if line or not piece.isspace():
            line += piece
            room -= length
    return [*lines, line.rstrip()] if line.strip() or not lines else lines
