"""The lines of a PDF page, from their glyphs: text, place, font size, wide gaps, fixed pitch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise
from statistics import median
from typing import NamedTuple

from duiqi.corpus.readers.pdf.glyphs import Glyph, Row
from duiqi.corpus.readers.pdf.rows import SPACE
from duiqi.corpus.scripts import FIRST_WIDE

STAR = "∗"  # the sign of mathematics, which TeX sets for the star of a footnote
RAISED = str.maketrans("0123456789" + STAR, "⁰¹²³⁴⁵⁶⁷⁸⁹*")
# In em. White space as wide as this may be between the columns of a table.
WIDE_GAP = 0.8
# In em. The spaces of a justified line differ by less, by what its letters are kerned; those between columns
# as much as what is in these.
SAME_SPACE = 0.09
# In em. The letters of a font of fixed pitch differ by less, the slanted ones too.
SAME_WIDTH = 0.09
FEWEST_FIXED = 4  # letters
LAST_WIDE, FIRST_IDEOGRAPH = "\uffef", "\U00020000"  # between them are letters of formulas and pictures
WIDE_PUNCTUATION = frozenset("“”‘’—…·")  # in Chinese text as wide as its characters
WIDEST_STRETCH = 1.2  # in em; cells of a character each are further apart
FEWEST_STRETCHED = 4  # pairs of Chinese characters that show that a line is stretched
# Bullets in Symbol and Wingdings, with which word processors draw lists; check marks and boxes, too.
BULLETS = frozenset("\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc\uf076\uf06c\uf06e\uf06f\uf071\uf075\uf077\uf0e8\uf0fe")
# Letters and marks that are narrow in every font but one of fixed pitch.
NARROW = frozenset("ijlrtfI.,:;'!|()[]{}-/\\\"")


class Gap(NamedTuple):
    """White space in a line: its left and right edge in points, where in the text it begins and ends."""

    left: float
    right: float
    start: int
    stop: int


class Line(NamedTuple):
    """A line of a page: its text, the same with raised digits raised, its place in points, its font size.

    gaps      wide white space within it
    is_bold   whether its first letter is
    is_fixed  whether all its letters are equally wide, as in program code
    """

    text: str
    seen: str
    left: float
    right: float
    bottom: float
    size: float
    gaps: tuple[Gap, ...] = ()
    is_fixed: bool = False
    is_bold: bool = False

    @property
    def is_justified(self) -> bool:
        """Whether few words are stretched to both margins: all spaces are alike, whatever the words."""
        parts = self.text.split()
        if len(self.gaps) < 2 or len(self.gaps) != len(parts) - 1:
            return False
        if 2 * sum(part[0].isalpha() for part in parts) < len(parts):  # numbers of a table are equally wide
            return False
        spaces = [gap.right - gap.left for gap in self.gaps]
        lefts, rights = [self.left], [self.right]
        for gap in self.gaps:
            lefts.append(gap.right)
            rights.insert(-1, gap.left)
        words = [right - left for left, right in zip(lefts, rights, strict=True)]
        same = SAME_SPACE * self.size
        return max(spaces) - min(spaces) < same and max(words) - min(words) > 2 * same

    def part(self, start: int, stop: int, left: float, right: float) -> Line:
        """The characters from `start` to `stop` as a line, which is at these places in points."""
        return self._replace(
            text=self.text[start:stop], seen=self.seen[start:stop], left=left, right=right, gaps=()
        )


def line_of(glyphs: Row) -> Line | None:
    """The line that a row of glyphs is; None where nothing of it shows."""
    drawn = [glyph for glyph in glyphs if not glyph.text.isspace() and glyph.size]
    if not drawn:
        return None
    size = _most_common_size([glyph.size for glyph in drawn])
    bottoms = [glyph.bottom for glyph in drawn]
    bottom = median(bottoms)
    text = [glyph.text for glyph in glyphs]
    if text[0] in BULLETS:
        text[0] = "•"
    if " " in text and max(text) >= FIRST_WIDE:
        _close_up(text, glyphs, size)
    gaps = []
    for number in [number for number, letter in enumerate(text) if letter == " "]:
        if not 0 < number < len(glyphs) - 1:
            continue
        left, right = glyphs[number - 1].right, glyphs[number + 1].left
        if right - left > WIDE_GAP * size:
            gaps.append((left, right, number))
            if right - left > 2 * size:  # between the columns of a table
                text[number] = "\t"
    seen = ["*", *text[1:]] if text[0] == STAR else text
    if max(bottoms) > bottom + 0.15 * size:
        seen = [
            letter.translate(RAISED)
            if _is_raised(glyph, bottom, size) and not _is_exponent(text, number)
            else letter
            for number, (letter, glyph) in enumerate(zip(seen, glyphs, strict=True))
        ]
    starts = _offsets(text) if gaps else ()
    line = Line(
        "".join(text),
        "".join(seen),
        drawn[0].left,
        drawn[-1].right,
        bottom,
        size,
        tuple(Gap(left, right, starts[number], starts[number] + 1) for left, right, number in gaps),
        _is_fixed(drawn),
        drawn[0].is_bold,
    )
    if not line.is_justified:
        return line
    return line._replace(text=line.text.replace("\t", " "), seen=line.seen.replace("\t", " "))


def _most_common_size(sizes: Sequence[float]) -> float:
    """The font size of most letters, in tenths of a point."""
    if sizes.count(sizes[0]) == len(sizes):
        return round(sizes[0], 1)
    counts: Counter[float] = Counter()
    for size, count in Counter(sizes).items():
        counts[round(size, 1)] += count
    return max(counts, key=counts.__getitem__)


def _close_up(text: list[str], glyphs: Row, size: float) -> None:
    """Take the spaces out that a stretched line has between Chinese characters.

    A line that is justified with few characters is stretched between all of them.
    """
    drawn = [number for number, glyph in enumerate(glyphs) if glyph.size and not glyph.text.isspace()]
    wide = {number for number in drawn if _is_wide(glyphs[number])}
    pairs = [pair for pair in pairwise(drawn) if wide.issuperset(pair)]
    if len(pairs) < FEWEST_STRETCHED:
        return
    widths = [glyphs[after].left - glyphs[before].right for before, after in pairs]
    usual = median(widths)
    if not SPACE * size < usual < WIDEST_STRETCH * size:
        return
    for (before, after), width in zip(pairs, widths, strict=True):
        if width < usual + SPACE * size:
            text[before + 1 : after] = [""] * (after - before - 1)


def _is_wide(glyph: Glyph) -> bool:
    letter = glyph.text
    return FIRST_WIDE <= letter <= LAST_WIDE or letter >= FIRST_IDEOGRAPH or letter in WIDE_PUNCTUATION


def _offsets(parts: Sequence[str]) -> Sequence[int]:
    """Where each of some texts begins when they are joined; a ligature is two letters."""
    return [0, *accumulate(map(len, parts))]


def _is_fixed(drawn: Sequence[Glyph]) -> bool:
    """Whether all letters are equally wide though narrow ones are among them; a line's number aside."""
    if len(drawn) < FEWEST_FIXED or drawn[-1].text >= FIRST_WIDE:
        return False
    width = _width(drawn[-1])
    if any(
        abs(_width(glyph) - width) > SAME_WIDTH for glyph in drawn[-2:-9:-2]
    ):  # nearly every line of prose
        return False
    first = 0
    while first < len(drawn) and drawn[first].text.isdigit() and drawn[first].size < drawn[-1].size:
        first += 1
    code = drawn[first:]
    widths = [_width(glyph) for glyph in code]
    if len(code) < FEWEST_FIXED or max(widths) - min(widths) > SAME_WIDTH:
        return False
    return all(glyph.text < FIRST_WIDE for glyph in code) and any(glyph.text in NARROW for glyph in code)


def _width(glyph: Glyph) -> float:
    """The width of a letter in em."""
    return (glyph.right - glyph.left) / glyph.size


def _is_raised(glyph: Glyph, bottom: float, size: float) -> bool:
    """Whether a digit or a star is small and above the line's level, or far above it."""
    if glyph.text != STAR and not (glyph.text.isdigit() and glyph.text.isascii()):
        return False
    height = glyph.bottom - bottom
    return height > 0.3 * size or (height > 0.15 * size and 0 < glyph.size < 0.85 * size)


def _is_exponent(text: Sequence[str], number: int) -> bool:
    """Whether a raised 2 or 3 is the power of a letter that is alone, as in `the variance σ²`."""
    if number < 1 or text[number] not in ("2", "3") or not _is_letter(text[number - 1]):
        return False
    return number < 2 or not text[number - 2].isalnum()


def _is_letter(character: str) -> bool:
    return character.isalpha() and character < "\u2e80"
