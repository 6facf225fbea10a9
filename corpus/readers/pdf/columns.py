"""Columns of a PDF page: gutters found, rows split at them, blocks put in reading order.

A gutter is found by an XY-cut: a vertical line that few rows cross, with prose on both sides.
Rows that cross it (a title, a wide figure) part the page into bands, and each band is read
column by column. The cells of a table leave most of their width empty; prose fills it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from statistics import median, median_low
from typing import NamedTuple

from duiqi.corpus.readers.pdf.glyphs import Glyph, Row

# In em. A gap as wide as this between two words may be a gutter.
GAP = 0.8
# In em. Columns of prose are wider than this; labels, dates and numbers are narrower.
NARROWEST = 9.0
# A band has so many rows on either side at least, a page so many in all its bands.
FEWEST, FEWEST_OF_PAGE = 3, 4
# The least share of a column's width that its rows fill; of a slide's, whose paragraphs are short.
FILL, FILL_OF_SLIDE = 0.6, 0.5
MOST_COLUMNS = 4
# In points: the gutters of two pages are the same.
SAME_GUTTER = 6.0
# What is so far above or below the columns is a head or foot, from one baseline to the next: in em, and in
# usual distances.
HEAD_GAP, HEAD_PITCH = 1.7, 1.4
# In em, from one baseline to the next: lines of one paragraph are nearer.
LINE = 1.7
# To the size of a page's text: a heading is larger.
LARGER = 1.1
# Levels of rows, among them two beside each other a little apart, that a head or foot may have.
MOST_OF_HEAD = 4


class Piece(NamedTuple):
    """A part of a row between two wide gaps: its place in points, its font size, its glyphs."""

    left: float
    right: float
    bottom: float
    size: float
    glyphs: Row


class Block(NamedTuple):
    """Rows that are read one after another.

    left      the left margin in points: of the column, or of the rows that cross the page
    measure   0 for rows as wide as the page, else how often the page was cut to get them
    """

    rows: list[Row]
    left: float
    measure: int = 0


class Layout(NamedTuple):
    """The blocks of a page in reading order, and its first gutter: where in points the next column begins."""

    blocks: list[Block]
    gutter: float | None


def layout_of(rows: Sequence[Row], known: float | None = None, *, is_slide: bool = False) -> Layout:
    """The blocks of a page; one, in the order of the file, where it has no columns.

    known      the gutter of the document's other pages, where this page alone does not show one
    is_slide   the page is wider than high
    """
    split = [pieces for row in rows if (pieces := _pieces(row))]
    text = _of_text(split) if is_slide else split
    if gutter := _gutter(split) or (known if known and _may_have(split, known) else None):
        return Layout(_cut(split, gutter, 1, _text_area(split, text, gutter)), gutter)
    if is_slide and (gutter := _gutter(text) or _gutter(text, FEWEST, FILL_OF_SLIDE)):
        return Layout(_cut(split, gutter, 1, _extent(text)), gutter)
    return Layout([Block(list(rows), min(row[0].left for row in split))] if split else [], None)


def common_gutter(gutters: Sequence[float | None]) -> float | None:
    """The gutter of a document, where at least a third of its pages agree about one."""
    found = [gutter for gutter in gutters if gutter is not None]
    if not found:
        return None
    middle = median_low(found)
    agreeing = sum(abs(gutter - middle) < SAME_GUTTER for gutter in found)
    return middle if 3 * agreeing >= len(gutters) else None


def _of_text(rows: Sequence[Sequence[Piece]]) -> Sequence[Sequence[Piece]]:
    """The rows of a page in the size of most of its text: a slide's title and foot are in another one.

    The few lines of a slide fill their columns no longer where its title or the number of the page count
    among them.
    """
    sizes = Counter(round(piece.size) for row in rows for piece in row)
    size = max(sizes, key=lambda one: (sizes[one], one), default=0)
    return [pieces for row in rows if (pieces := [piece for piece in row if round(piece.size) == size])]


def _may_have(rows: Sequence[Sequence[Piece]], gutter: float) -> bool:
    """Whether fewer rows cross a gutter than not, and there is text on either side.

    The last column of a document may have a line or two, which begin at its margin.
    """
    crossing = sum(any(_crosses(piece, gutter) for piece in row) for row in rows)
    right = sum(piece.left >= gutter for row in rows for piece in row)
    left = sum(piece.right <= gutter + 1 for row in rows for piece in row)
    is_flush = all(abs(p.left - gutter) < SAME_GUTTER for row in rows for p in row if p.left >= gutter)
    return 2 * crossing <= len(rows) and left >= FEWEST and (right >= FEWEST or (right > 0 and is_flush))


def _pieces(row: Row) -> list[Piece]:
    pieces: list[Piece] = []
    start, stop = 0, 0
    first: Glyph | None = None  # of the piece that is drawn
    least = most = last = 0.0
    for at, (text, left, right, _, size, _) in enumerate(row):
        if not size or text.isspace():
            continue
        if first is None:
            first, least, most = row[at], left, right
        elif left - last > GAP * size:
            pieces.append(Piece(least, most, first.bottom, first.size, row[start:stop]))
            first, least, most, start = row[at], left, right, at
        last, stop = right, at + 1
        if right > most:
            most = right
        if left < least:
            least = left
    if first is not None:
        pieces.append(Piece(least, most, first.bottom, first.size, row[start:stop]))
    return pieces


def _cut(
    rows: Sequence[Sequence[Piece]],
    gutter: float,
    depth: int,
    area: tuple[float, float] = (float("inf"), float("-inf")),
) -> list[Block]:
    """The blocks of a region that a gutter cuts; rows above or below the `area` cross it."""
    top, low = area
    wide: list[Sequence[Piece]] = []
    narrow: list[Sequence[Piece]] = []
    for row in rows:
        is_outside = not low <= row[0].bottom <= top
        (wide if is_outside or any(_crosses(piece, gutter) for piece in row) else narrow).append(row)
    closing = _last_lines(_descending(wide), _descending(narrow), gutter)
    narrow = [row for row in narrow if not any(row is line for line in closing)]
    wide = _descending([*wide, *closing])
    levels = [row[0].bottom for row in wide]
    bands: list[list[Sequence[Piece]]] = [[] for _ in range(len(wide) + 1)]
    for row in narrow:
        bands[sum(level > row[0].bottom for level in levels)].append(row)
    left = min(piece.left for row in narrow for piece in row)
    margin = min((row[0].left for row in wide), default=left)
    blocks: list[Block] = []
    for band, crossing in zip_longest(bands, wide):
        sides = (
            ([p for p in row if p.left < gutter] for row in band),
            ([p for p in row if p.left >= gutter] for row in band),
        )
        for side, edge in zip(sides, (left, gutter), strict=True):
            blocks += _column([row for row in side if row], edge, depth)
        if crossing and blocks and blocks[-1].measure < depth:
            blocks[-1].rows.append(_joined(crossing))
        elif crossing:
            blocks.append(Block([_joined(crossing)], margin, depth - 1))
    return blocks


def _last_lines(
    wide: Sequence[Sequence[Piece]], narrow: Sequence[Sequence[Piece]], gutter: float
) -> list[Sequence[Piece]]:
    """Rows that are short but belong to the wide row above: the last line of an abstract or a title.

    Such a row is as far below as another line would be, in the same size, flush with it, with nothing
    beside it, and further from the row below than from the one above.
    """
    found = []
    for before in wide:
        size = before[0].size
        below = [row for row in narrow if row[0].bottom < before[0].bottom - 0.5 * size]
        if not below or len(below[0]) > 1:
            continue
        line = below[0][0]
        drop = before[0].bottom - line.bottom
        after = min((line.bottom - row[0].bottom for row in below[1:2]), default=float("inf"))
        ends = [row[0].bottom for row in wide if row[0].bottom < line.bottom]
        after = min([after, *(line.bottom - end for end in ends)])
        is_under = abs(line.left - before[0].left) < 0.2 * size and line.right <= gutter
        if is_under and abs(line.size - size) < 0.5 and drop < LINE * size and after > 1.2 * drop:
            found.append(below[0])
    return found


def _column(rows: Sequence[Sequence[Piece]], left: float, depth: int) -> list[Block]:
    """The blocks of one side of a band: more columns, or one, or none where it is empty."""
    gutter = _gutter(rows) if depth + 1 < MOST_COLUMNS else None
    if gutter is not None:
        return _cut(rows, gutter, depth + 1)
    return [Block([_joined(row) for row in _descending(rows)], left, depth)] if rows else []


def _extent(rows: Sequence[Sequence[Piece]]) -> tuple[float, float]:
    """The highest and the lowest level of rows."""
    levels = [piece.bottom for row in rows for piece in row]
    return max(levels), min(levels)


def _text_area(
    rows: Sequence[Sequence[Piece]], text: Sequence[Sequence[Piece]], gutter: float
) -> tuple[float, float]:
    """The highest and the lowest level of a page's columns: without a head or foot above or below both.

    text   of a slide, the rows in the size of most (`_of_text`): a last level in another size is a foot
    """
    sides = [
        {p.bottom for row in rows for p in row if (p.left < gutter) == is_left} for is_left in (True, False)
    ]
    levels = sorted({level for side in sides for level in side}, reverse=True)
    size = median(row[0].size for row in rows)
    pitches = [above - below for above, below in pairwise(levels) if above - below > 0.5 * size]
    reach = max(HEAD_GAP * size, HEAD_PITCH * median(pitches or [0.0]))
    top, low = levels[0], levels[-1]
    # A heading in larger type that does not cross the gutter opens its column: no head is below it.
    large = [p.bottom for row in rows for p in row if p.size > LARGER * size and not _crosses(p, gutter)]
    heads = [level for level in levels[:MOST_OF_HEAD] if level >= max(large, default=low)]
    for above, below in pairwise(heads):
        begins = min(max((level for level in side if level <= below), default=0.0) for side in sides)
        top = below if above - below > reach and begins > below - reach else top
    for below, above in pairwise(levels[: -MOST_OF_HEAD - 1 : -1]):
        ends = max(min((level for level in side if level >= above), default=above + reach) for side in sides)
        low = above if above - below > reach and ends < above + reach else low
    last = _extent(text)[1]
    foot = [level for level in levels if level < last]
    is_foot = bool(foot) and foot[0] - foot[-1] < 0.5 * size and last - foot[0] > reach
    return top, max(low, last) if is_foot else low


def _crosses(piece: Piece, x: float) -> bool:
    return piece.left < x - 1 and piece.right > x + 1


def _descending(rows: Sequence[Sequence[Piece]]) -> list[Sequence[Piece]]:
    """The rows from the top down; rows on one level (a raised mark, its line) by their left edges."""
    ordered = sorted(rows, key=lambda row: -row[0].bottom)
    for i in range(1, len(ordered)):
        a, b = ordered[i - 1][0], ordered[i][0]
        if a.bottom - b.bottom < 0.4 * max(a.size, b.size) and b.left < a.left:
            ordered[i - 1], ordered[i] = ordered[i], ordered[i - 1]
    return ordered


def _joined(row: Sequence[Piece]) -> Row:
    glyphs: Row = []
    for piece in row:
        if glyphs:
            glyphs.append(glyphs[-1]._replace(text=" ", left=0.0, right=0.0, bottom=0.0, size=0.0))
        glyphs += piece.glyphs
    return glyphs


def _gutter(
    rows: Sequence[Sequence[Piece]], fewest: int = FEWEST_OF_PAGE, fill: float = FILL
) -> float | None:
    """The best gutter of a region, the left edge of the column after it; None where there is none.

    fewest   rows on either side
    fill     the least share of a column's width that its rows fill
    """
    better = _gutters([piece for row in rows for piece in row], MOST_COLUMNS - 1, fewest, fill)
    return next(iter(deque(better, maxlen=1)), None)


def _gutters(pieces: Sequence[Piece], most: int, fewest: int, fill: float) -> Iterator[float]:
    """Gutters of a region, each better than the one before; `most` is the number that it may have."""
    if len(pieces) < FEWEST_OF_PAGE or not most:
        return
    first = min(piece.left for piece in pieces)
    size = sorted(piece.size for piece in pieces)[len(pieces) // 2]
    edges = Counter(round(piece.left) for piece in pieces if piece.left > first + NARROWEST * size)
    heaviest = 0
    for edge, _ in edges.most_common(8):
        if edges[edge - 1] + edges[edge] + edges[edge + 1] < FEWEST_OF_PAGE // 2:
            continue
        weight = _weight(pieces, edge - 1.5, size, most, fewest, fill, heaviest)
        if weight > heaviest:
            heaviest = weight
            yield edge - 1.5


def _weight(
    pieces: Sequence[Piece], x: float, size: float, most: int, fewest: int, fill: float, least: int
) -> int:
    """The number of pieces that have prose beside them over a gutter at x; 0 where it is none.

    least   of interest is only a higher number
    """
    crossing, beside = _parted(pieces, x)
    least = max(least, len(crossing))
    if len(beside) <= least:
        return 0
    crossing.sort()
    sides: list[list[list[Piece]]] = [[[], []] for _ in range(len(crossing) + 1)]
    for piece in beside:
        sides[bisect_left(crossing, piece.bottom)][piece.left >= x].append(piece)
    # Rows, not pieces: two loose lines of a justified column are many pieces.
    bands = [band for band in sides if min(map(len, band)) >= FEWEST and min(map(_rows, band)) >= FEWEST]
    left = [piece for band in bands for piece in band[0]]
    right = [piece for band in bands for piece in band[1]]
    if len(left) + len(right) <= least or min(_rows(left), _rows(right)) < fewest:
        return 0
    # Two columns beside each other, with lines on other levels, fill their width less than one does.
    if not all(
        _is_prose(side, size, fill) or any(_gutters(side, most - 1, fewest, fill)) for side in (left, right)
    ):
        return 0
    return len(left) + len(right)


def _parted(pieces: Iterable[Piece], x: float) -> tuple[list[float], list[Piece]]:
    """The levels of the pieces that cross a line at x, and the pieces that do not."""
    crossing, beside = [], []
    before, after = x - 1, x + 1
    for piece in pieces:
        if piece.left < before and piece.right > after:
            crossing.append(piece.bottom)
        else:
            beside.append(piece)
    return crossing, beside


def _rows(pieces: Iterable[Piece]) -> int:
    """On how many levels pieces are."""
    return len({round(piece.bottom) for piece in pieces})


def _is_prose(pieces: Sequence[Piece], size: float, fill: float) -> bool:
    """Whether the rows of a column fill its width, as those of prose do."""
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    levels = len({round(piece.bottom / (0.5 * size)) for piece in pieces})
    filled = sum(piece.right - piece.left for piece in pieces)
    return width >= NARROWEST * size and filled >= fill * width * levels
