"""The segments of a side as one text: cleaned, joined, with their inline codes."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from duiqi.corpus.codes import Code, Codes, count_codes, shifted, without_head
from duiqi.corpus.joining import joiner
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.model import BeadSegment
from duiqi.exports.hygiene import Cleaner
from duiqi.exports.options import Tally


class Text(NamedTuple):
    """The segments of one side as one text, and the offset at which each of them ends.

    `ends` is empty for a single segment, and where normalisation has joined two segments.
    `codes`: inline codes, at offsets into the text.
    """

    text: str
    ends: tuple[int, ...] = ()
    codes: Codes = ()

    def without_head(self, rest: str) -> Text:
        """The rest of the text, which is its end, with the codes in it."""
        return Text(rest, codes=without_head(self.codes, len(self.text) - len(rest)) if self.codes else ())

    def segments(self) -> list[str]:
        """The segments that are not empty; the whole text where `ends` is empty.

        >>> Text("Yes. Come in.", (4, 13)).segments(), Text("").segments()
        (['Yes.', 'Come in.'], [''])
        """
        if len(self.ends) < 2:
            return [self.text]
        starts = (0, *self.ends)
        pieces = (self.text[start:end].strip() for start, end in zip(starts, self.ends, strict=False))
        return [piece for piece in pieces if piece]


def joined(segments: tuple[BeadSegment, ...], lang: str, clean: Cleaner) -> Text:
    """Clean segments and join them: a space between them in English, none in Chinese.

    Cues of Chinese subtitles have a space between them where no mark ends the first. That space
    belongs to no segment, so such a text has no `ends`: cut there, it would lose the space.

    >>> joined(BeadSegment.of_texts(("Yes.", "Come in.")), "en", Cleaner("en", Tally()))
    Text(text='Yes. Come in.', ends=(4, 13), codes=())
    >>> joined(BeadSegment.of_texts(("是的。", "请进。")), "zh", Cleaner("zh", Tally()))
    Text(text='是的。请进。', ends=(3, 6), codes=())
    """
    if len(segments) == 1 and not segments[0].codes:
        return Text(clean(segments[0].text))
    spaced, gaps = is_spaced(lang), False
    whole, between, ends = "", "", []
    codes: Codes = ()
    for segment in segments:
        text, own = _cleaned(segment, clean) if segment.codes else (clean(segment.text), ())
        if whole and text:
            gaps |= bool(between) and not spaced
            whole += between
        codes += shifted(own, len(whole))
        whole += text
        between = joiner(segment, lang) if text else between
        ends.append(len(whole))
    if gaps:
        return Text(whole, (), codes)
    # A segment that opens with a combining mark is composed with the end of the one before it, and
    # no offset divides them any more.
    if not codes and not unicodedata.is_normalized("NFC", whole):
        return Text(unicodedata.normalize("NFC", whole))
    return Text(whole, tuple(ends) if len(ends) > 1 else (), codes)


def without_codes(segments: tuple[BeadSegment, ...], tally: Tally) -> tuple[BeadSegment, ...]:
    """The segments without their codes, which are counted."""
    count = sum(count_codes(segment.codes) for segment in segments if segment.codes)
    tally.codes += count
    return tuple(segment._replace(codes=()) for segment in segments) if count else segments


def _cleaned(segment: BeadSegment, clean: Cleaner) -> tuple[str, Codes]:
    """A segment's text cleaned between its codes, and the codes at their places in it.

    White space on both sides of a placeholder is not collapsed: in the file the code is between.
    """
    codes: list[Code] = []
    text, at = "", 0
    for code in segment.codes:
        text += clean.between(segment.text[at : max(at, code.at)])
        text = text if codes else text.lstrip()
        at = max(at, code.at + code.length)
        codes.append(code._replace(at=len(text)))
        text += segment.text[code.at : code.at + code.length]
    return text + clean.between(segment.text[at:]).rstrip(), tuple(codes)
