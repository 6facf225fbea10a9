"""The glossary on the terminal."""

from __future__ import annotations

from itertools import islice, zip_longest
from typing import TextIO

from duiqi.corpus.glossary.model import Glossary, TermPair
from duiqi.exports.bands import BANDS
from duiqi.exports.glossary.entries import entries
from duiqi.exports.options import Tally, WriteOptions, number
from duiqi.exports.terminal import GAP, SAMPLE, wrap

# The marks and styles are those of an alignment's confidence. FIGURES heads the last two columns.
MARKS = dict(zip(("high", "medium", "low"), BANDS, strict=True))
FIGURES = f"score{GAP}times"


def show_glossary(glossary: Glossary, stream: TextIO | None = None, width: int | None = None) -> None:
    """Print a glossary: in columns on a terminal, tab-separated elsewhere.

    On a terminal a mark after the number says how far to trust a pair, `~` medium, `?` low, and
    after the texts come the score and the frequency of the pair. A pipe or a file gets one pair
    a line, for `cut` and `grep`: number, mark, score, frequency, term and equivalent, with tabs
    between. With a width there are columns wherever the output goes.
    """
    from rich.console import Console

    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    pairs = entries(glossary, WriteOptions(), Tally(), undecided=True)
    if not (console.is_terminal or width is not None):
        for pair in pairs:
            mark = MARKS[pair.band].mark.strip()
            cells = pair.id, mark, number(pair.score), str(pair.frequency), pair.source.text, pair.target.text
            console.file.write("\t".join(cells) + "\n")
        return
    from rich.cells import cell_len
    from rich.text import Text

    sample = list(islice(entries(glossary, WriteOptions(), Tally(), undecided=True), SAMPLE))
    digits = max((len(pair.id) for pair in sample), default=0)
    left, right = _widths(sample, console.width - digits - len(FIGURES) - len(GAP) * 3)
    names = (
        f"{' ' * (digits + 2)}{glossary.source_lang:{left}}{GAP}{glossary.target_lang:{right}}{GAP}{FIGURES}"
    )
    console.print(Text(names, "dim"), no_wrap=True, overflow="ignore", crop=False)
    for pair in pairs:
        found = MARKS[pair.band]
        head = Text.assemble((pair.id.rjust(digits), "dim"), (found.mark, found.style), " ")
        figures = f"{GAP}{pair.score:5.2f}{GAP}{pair.frequency:5,}"
        for first, second in zip_longest(
            wrap(pair.source.text, left), wrap(pair.target.text, right), fillvalue=""
        ):
            columns = (
                f"{first}{' ' * (left - cell_len(first))}{GAP}{second}{' ' * (right - cell_len(second))}"
            )
            console.print(
                head.append(f"{columns}{figures}".rstrip()), no_wrap=True, overflow="ignore", crop=False
            )
            head, figures = Text(" " * (digits + 2)), ""


def _widths(sample: list[TermPair], room: int) -> tuple[int, int]:
    """As wide as the longest texts, or their share of the room where that is less."""
    from rich.cells import cell_len

    left = max([cell_len(pair.source.text) for pair in sample], default=0)
    right = max([cell_len(pair.target.text) for pair in sample], default=0)
    left = min(left, max(room - right, round(room * 0.6)))
    return max(8, left), max(8, min(right, room - left))
