"""The codes of a manuscript, put in their places in its text when somebody asks for them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from duiqi.corpus.codes import Code, Codes
from duiqi.corpus.deferred import Deferred
from duiqi.corpus.model import Span
from duiqi.corpus.readers.pieces import LINE_END, Content, Mark, length_of, merged, stripped

Tagged = Callable[[Sequence[Code], int], Sequence[Code]]
_Inserted = tuple[int, Code]  # an offset into the text of a paragraph, and the code there


class PlacedCodes:
    """The codes of the paragraphs of a manuscript, in order.

    tagged  gives the codes of a paragraph their markup, from their offsets into it and its length
    """

    def __init__(self, tagged: Tagged | None) -> None:
        self._tagged = tagged
        self._paragraphs: list[tuple[Callable[[], Content], Sequence[int]]] = []

    def add(self, content: Callable[[], Content], begins: Sequence[int]) -> None:
        """Add a paragraph.

        content  returns its content with its codes
        begins   where each of its lines begins in the text
        """
        self._paragraphs.append((content, begins))

    def deferred(self) -> Sequence[Code]:
        """The codes at offsets into the text, which are found when they are looked at."""
        return Deferred(lambda: tuple(self._codes()))

    def _codes(self) -> Iterator[Code]:
        for content, begins in self._paragraphs:
            yield from _placed(*_parted(content()), begins, self._tagged)


def _parted(content: Content) -> tuple[list[str | Mark], list[_Inserted]]:
    """The text and the marks of a paragraph, and its codes at offsets into them."""
    plain: list[str | Mark] = []
    codes: list[_Inserted] = []
    at = 0
    for piece in content:
        if isinstance(piece, Code):
            codes.append((at, piece))
        else:
            plain.append(piece)
            at += length_of(piece)
    pieces = merged(plain)
    first = pieces[0] if pieces else ""
    lead = len(first) - len(first.lstrip()) if isinstance(first, str) else 0
    return stripped(pieces), [(max(0, at - lead), code) for at, code in codes]


def _placed(
    pieces: Sequence[str | Mark], codes: Sequence[_Inserted], begins: Sequence[int], tagged: Tagged | None
) -> Codes:
    """A paragraph's codes at offsets into the whole text, from where its lines begin there."""
    if tagged:
        codes = _tagged(codes, pieces, tagged)
    text = "".join(piece.text if isinstance(piece, Mark) else piece for piece in pieces)
    if len(begins) == 1:
        begin, length = begins[0], len(text)
        return tuple(_at(code, begin + min(at, length)) for at, code in codes)
    ends = [(found.start(), found.end()) for found in LINE_END.finditer(text)]
    starts = [0, *(after for _, after in ends)]
    stops = [*(before for before, _ in ends), len(text)]
    found = []
    for at, code in codes:
        number = bisect_right(starts, at) - 1
        found.append(_at(code, begins[number] + min(at, stops[number]) - starts[number]))
    return tuple(found)


def _tagged(codes: Sequence[_Inserted], pieces: Sequence[str | Mark], tagged: Tagged) -> list[_Inserted]:
    """The codes with their markup, which is found from their offsets into the text without marks of notes."""
    marks: list[Span] = []
    length = 0
    for piece in pieces:
        size = length_of(piece)
        if isinstance(piece, Mark):
            marks.append(Span(length, length + size))
        length += size

    def without_marks(place: int) -> int:
        if not marks:
            return place
        return place - sum(min(place, end) - start for start, end in marks if start < place)

    found = tagged([_at(code, without_marks(at)) for at, code in codes], without_marks(length))
    return [(at, code) for (at, _), code in zip(codes, found, strict=True)]


def _at(code: Code, at: int) -> Code:
    """A code at another offset; `_replace` takes four times as long, and a document has many."""
    return Code(at, *code[1:])
