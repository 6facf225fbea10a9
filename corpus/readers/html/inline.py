"""Inline elements of a page as codes: `b`, `a`, `br` and the like, at their places in the text.

Most uses of a page need no codes, so a block keeps where its inline elements are until somebody asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from duiqi.corpus.codes import Code, Role, partners
from duiqi.corpus.readers.pieces import Mark

WHITE = " \r\n"  # of a block's text, in which tabs are spaces
VOID = frozenset({"br", "img", "wbr", "input", "embed", "area"})
TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underlined"),
    "a": "link",
    "img": "image",
    "br": "lb",
    "sup": "superscript",
    "sub": "subscript",
}
CLOSED = re.compile(r"<(?:br|img|wbr)\b[^<>]*?(/?)>", re.I)

# Where an inline element begins, ends or stands: its name and its number on the page. A plain tuple, since
# a page has thousands.
Edge = tuple[str, Role, int]


class CodedBlock:
    """The paragraphs of a block with their codes, which are made when one of them is asked for.

    content     of the block, as it is in the page
    paragraphs  what has become of it: its text and marks, white space as a browser shows it
    slash       before the end of the tag of an empty element
    """

    def __init__(
        self,
        content: Sequence[str | Mark | Edge],
        paragraphs: Sequence[Sequence[str | Mark]],
        slash: str,
    ) -> None:
        self._content = content
        self._paragraphs = paragraphs
        self._slash = slash

    def paragraph(self, number: int) -> Sequence[str | Mark | Code]:
        """The content of one of the paragraphs."""
        return self._coded[number]

    @cached_property
    def _coded(self) -> list[list[str | Mark | Code]]:
        codes, last = placed(self._content)
        return put_back(self._paragraphs, numbered(codes, last, self._slash))


class Placed(NamedTuple):
    """A code, and how many characters that are not white are before it in its block.

    is_after_space  whether white space is between the last of them and the code
    """

    code: Code
    place: int
    is_after_space: bool


def ends_empty_elements(text: str) -> bool:
    """Whether a page writes `<br/>` rather than `<br>`; OmegaT's tags follow it."""
    found = CLOSED.findall(text)
    return 2 * sum(map(bool, found)) > len(found)


def placed(content: Sequence[str | Mark | Edge]) -> tuple[list[Placed], int]:
    """The codes of a block with their places, and the place of its end; `native` is the element's name."""
    codes, count, is_after_space = [], 0, False
    for piece in content:
        if not isinstance(piece, (str, Mark)):
            tag, role, number = piece
            code = Code(0, role, str(number), tag, TYPES.get(tag, tag), length=int(tag == "br"))
            codes.append(Placed(code, count, is_after_space))
            continue
        count += size_of(piece)
        if piece:
            is_after_space = isinstance(piece, str) and piece[-1] in WHITE
    return codes, count


def numbered(codes: Sequence[Placed], last: int, slash: str) -> list[Placed]:
    """The codes with tags as OmegaT shows them in a page: `<b0>`, `</b0>`, `<br1>`.

    It shows none before the first character nor after the last one, `last`, but for pairs that end or
    begin between these. What it does not show has no markup; a code without a partner is left out.

    slash  before the end of the tag of an empty element
    """
    pairs = partners([placed.code for placed in codes])
    shown = _shown(codes, pairs, last)
    tags: dict[int, str] = {}
    found = []
    for number, (code, place, is_after_space) in enumerate(codes):
        partner = pairs[number]
        if partner is None and (code.role != "point" or number not in shown):
            continue
        tag = ""
        if number in shown:
            name = code.native if code.native == "br" else code.native[:1]
            opened = None if partner is None else tags.get(partner)
            tag = opened or f"{name}{len(tags)}"
            if opened is None:
                tags[number] = tag
            tag = f"</{tag}>" if code.role == "close" else f"<{tag}{slash if code.role == 'point' else ''}>"
        found.append(
            Placed(Code(0, code.role, code.id, tag, code.type, length=code.length), place, is_after_space)
        )
    return found


def _shown(codes: Sequence[Placed], pairs: Sequence[int | None], last: int) -> range:
    """The numbers of the codes that OmegaT shows."""
    inside = [n for n, placed in enumerate(codes) if 0 < placed.place < last]
    first = inside[0] if inside else len(codes)
    stop = inside[-1] + 1 if inside else 0
    for number, partner in enumerate(pairs):
        if partner is not None and number < partner:
            begin, end = codes[number].place, codes[partner].place
            if begin == 0 < end < last or 0 < begin < last == end:
                first, stop = min(first, number), max(stop, partner + 1)
    return range(first, stop)


def put_back(
    paragraphs: Iterable[Sequence[str | Mark]], codes: Sequence[Placed]
) -> list[list[str | Mark | Code]]:
    """The paragraphs of a block with its codes, whatever has become of the white space."""
    waiting = list(reversed(codes))
    count = 0
    made = []
    for paragraph in paragraphs:
        whole: list[str | Mark | Code] = []
        for piece in paragraph:
            size = size_of(piece)
            text, at, before = (piece, 0, count) if isinstance(piece, str) else ("", 0, count)
            while waiting and waiting[-1].place < count + size + bool(text):
                placed = waiting[-1]
                cut = _offset(text, at, placed.place - before)
                if placed.is_after_space and placed.code.type != "lb":
                    while text[cut : cut + 1].isspace():
                        cut += 1
                if cut == len(text) and placed.code.role == "open" and placed.place == count + size:
                    break  # before the next text, perhaps of the next paragraph
                whole += [text[at:cut], placed.code]
                at, before = cut, placed.place
                waiting.pop()
            whole.append(text[at:] if isinstance(piece, str) else piece)
            count += size
        made.append([piece for piece in whole if piece != ""])
    return made


def size_of(piece: str | Mark) -> int:
    """How many characters that are not white a piece has; a mark counts as one."""
    if isinstance(piece, str):
        return len(piece) - piece.count(" ") - piece.count("\r") - piece.count("\n")
    return 1


def _offset(text: str, at: int, count: int) -> int:
    """The offset after so many characters that are not white, from an offset on."""
    while count > 0 and (passed := text[at : at + count]):
        at += len(passed)
        count = sum(map(passed.count, WHITE))
    return at
