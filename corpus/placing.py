"""The inline codes of a document's segments: a code at an offset into the file, at its place in the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from duiqi.corpus.codes import Code, Codes, partners
from duiqi.corpus.model import Document, Segment
from duiqi.corpus.passage import Run


class CodesOf:
    """Finds the codes of segments of one document.

    An opening code belongs to the segment with the first character after it, a closing one to that with
    the last character before it, so that a pair around two sentences has one half in each.

    >>> from duiqi.corpus.passage import Passage
    >>> bold = Code(0, "open", "1", type="bold"), Code(8, "close", "1", type="bold")
    >>> document = Document("Yes. No. ", codes=bold)
    >>> yes, no = (Segment(Passage(document.text[a:b], (Run(0, a, b - a),))) for a, b in ((0, 4), (5, 8)))
    >>> [[(code.at, code.role) for code in CodesOf(document).within(part)] for part in (yes, no)]
    [[(0, 'open')], [(3, 'close')]]
    """

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.codes = document.codes
        self.places = [code.at for code in self.codes]
        self.partners = partners(self.codes)

    def within(self, segment: Segment) -> Codes:
        """The codes of a segment, at offsets into its text as CAT tools show it."""
        runs = self._runs(segment)
        if not runs or not self.codes:
            return ()
        low, high = runs[0].start, runs[-1].start + runs[-1].length
        while low > 0 and self.text[low - 1].isspace():
            low -= 1
        while high < len(self.text) and self.text[high].isspace():
            high += 1
        found: dict[int, Code] = {}
        for number in range(bisect_left(self.places, low), bisect_right(self.places, high)):
            code = self.codes[number]
            at = self._point(code, runs) if code.role == "point" else self._place(number, runs)
            if at is not None:
                is_space = code.length and segment.printed[at : at + 1].isspace()
                found[number] = code._replace(at=at, length=int(is_space))
        empty = {
            number
            for number in found
            if (partner := self.partners[number]) in found and found[number].at == found[partner].at
        }
        return tuple(code for number, code in found.items() if number not in empty)

    def _runs(self, segment: Segment) -> list[Run]:
        """The stretches of the document in the printed text, the typed label's among them."""
        shift, runs = len(segment.lead), segment.passage.runs
        moved = [Run(at + shift, start, length) for at, start, length in runs]
        if shift and runs:
            start = runs[0].start - shift
            if start >= 0 and self.text[start : runs[0].start] == segment.lead:
                moved.insert(0, Run(0, start, shift))
        return moved

    def _place(self, number: int, runs: list[Run]) -> int | None:
        """The place of a code in the printed text; None where it belongs to another segment."""
        code, partner = self.codes[number], self.partners[number]
        if code.role == "open":
            for at, start, length in runs:
                if code.at < start + length:
                    first = max(code.at, start)
                    is_inside = partner is None or first < self.codes[partner].at
                    return at + first - start if is_inside else None
            return None
        for at, start, length in reversed(runs):
            if code.at > start:
                last = min(code.at, start + length)
                is_inside = partner is None or last > self.codes[partner].at
                return at + last - start if is_inside else None
        return None

    def _point(self, code: Code, runs: list[Run]) -> int | None:
        """The place of a code that stands alone; between two segments it is in the one that it touches."""
        first = runs[0].start
        if code.at <= first:
            return None if code.at and not self.text[code.at - 1].isspace() else runs[0].at
        for at, start, length in runs:
            if code.at <= start + length:
                return at + max(0, code.at - start)
        return None
