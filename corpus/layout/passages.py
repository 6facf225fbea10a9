"""From stretches of a document to a passage: unwrapped, mended, its runs kept."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from duiqi.corpus import scripts
from duiqi.corpus.layout.lines import MASK
from duiqi.corpus.model import Passage, Run, Span

UNSPACED = re.compile(f"[{scripts.UNSPACED}]")

# White space that stands for one space; a no-break space alone is the writer's will (French « »).
SPACE = re.compile(r"[^\S\n\r]{2,}(?=\S)|[^\S\n\r \u00a0\u202f\u2007\u3000](?=\S)")
MASKED = re.compile(f"{MASK}+")
CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]+")
HYPHENS = "-\u2010"
SOFT_HYPHEN = "\u00ad"


class Cut(NamedTuple):
    """Characters of the document that a passage leaves out, and what stands there instead."""

    start: int
    end: int
    instead: str = ""


class Mender:
    r"""Makes passages from stretches of one document.

    What has to be known of the whole document is found once: which spaces stand for one,
    whether Chinese words are separated by spaces, which hyphens belong to their words.

    >>> Mender("to  remove land-\nmines,1 all").passage([Span(0, 16), Span(17, 28)], [Cut(23, 24)]).text
    'to remove landmines, all'
    """

    def __init__(self, text: str, seen: str | None = None) -> None:
        self._text = text
        self._hyphens = Hyphens(seen or text)
        spaces = SPACE.finditer(text)
        cuts = [Cut(m.start(), m.end(), " ") for m in spaces if text[m.start() - 1 : m.start()].strip()]
        cuts += [Cut(m.start(), m.end()) for m in CONTROL.finditer(text)]
        if word_spaces(text):
            cuts += [Cut(m.start(), m.end()) for m in WORD_SPACE.finditer(text)]
        if seen is not None:
            cuts += [Cut(m.start(), m.end()) for m in MASKED.finditer(seen)]
        self._cuts = sorted(cuts)

    def passage(self, stretches: Sequence[Span], cuts: Sequence[Cut] = ()) -> Passage:
        """Put the stretches of a paragraph together, one for each of its lines, less the cuts.

        Spaces and tabs in a row become one space; control characters go, for no format of
        a translation memory can hold them.
        """
        if not cuts and (simple := self._simple(stretches)):
            return simple
        writing = _Writing(self._text, self._hyphens)
        for start, end in stretches:
            writing.break_line()
            for cut in self._within(start, end, cuts):
                writing.keep(start, cut.start)
                writing.put(cut.instead)
                start = max(start, cut.end)
            writing.keep(start, end)
        return writing.passage()

    def _simple(self, stretches: Sequence[Span]) -> Passage | None:
        """The passage where nothing is to be cut and lines are joined by spaces, as most are."""
        if self._within(stretches[0].start, stretches[-1].end, ()):
            return None
        parts = [self._text[start:end] for start, end in stretches]
        if not all(part and _is_simple(part[-1], SIMPLE_ENDS) for part in parts[:-1]):
            return None
        if not all(_is_simple(part[:1], SIMPLE_BEGINNINGS) for part in parts[1:]) or parts[0][:1].isspace():
            return None
        runs, at = [], 0
        for start, end in stretches:
            runs.append(Run(at, start, end - start))
            at += end - start + 1
        return Passage(" ".join(parts), tuple(runs))

    def _within(self, start: int, end: int, cuts: Sequence[Cut]) -> Sequence[Cut]:
        """The cuts that touch a stretch, the document's own and this paragraph's."""
        low = bisect_left(self._cuts, start, key=_end_of)
        high = bisect_left(self._cuts, end, lo=low, key=_start_of)
        own = [cut for cut in cuts if start < cut.end and cut.start < end]
        return sorted([*self._cuts[low:high], *own]) if own else self._cuts[low:high]


_start_of, _end_of = attrgetter("start"), attrgetter("end")


SIMPLE_ENDS, SIMPLE_BEGINNINGS = frozenset(',;.:!?)"”’'), frozenset('("“‘')


def _is_simple(sign: str, others: frozenset[str]) -> bool:
    """Whether a line's first or last character is joined to the next line by a space, whatever that is."""
    return (sign < "\u0e00" and sign.isalnum()) or sign in others


class _Writing:
    """A passage in the making: words as they are put down, and the runs among them."""

    def __init__(self, text: str, hyphens: Hyphens) -> None:
        self._text = text
        self._hyphens = hyphens
        self._words: list[str] = []
        self._runs: list[Run] = []
        self._at = 0
        self._line_ended = False

    def break_line(self) -> None:
        self._line_ended = bool(self._words)

    def put(self, instead: str) -> None:
        """Write what does not stand in the document as it is."""
        if not instead or (instead == " " and (not self._words or self._words[-1][-1] == " ")):
            return
        if self._line_ended:
            if instead == " ":
                return
            self._close_line("")
        self._words.append(instead)
        self._at += len(instead)

    def keep(self, start: int, end: int) -> None:
        """Write text[start:end], less the spaces that would double one."""
        if start >= end:
            return
        text = self._text
        if self._line_ended or not self._words or self._words[-1][-1] == " ":
            while start < end and text[start].isspace():
                start += 1
            if start == end:
                return
        if self._line_ended:
            self._close_line(text[start], start)
        self._words.append(text[start:end])
        last = self._runs[-1] if self._runs else None
        if last and last.start + last.length == start and last.at + last.length == self._at:
            self._runs[-1] = Run(last.at, last.start, last.length + end - start)
        else:
            self._runs.append(Run(self._at, start, end - start))
        self._at += end - start

    def passage(self) -> Passage:
        whole = Passage("".join(self._words), tuple(self._runs))
        return whole.strip() if whole.text[-1:].isspace() or whole.text[:1].isspace() else whole

    def _close_line(self, first: str, start: int = -1) -> None:
        """Write the space that belongs between two lines, take away the hyphen that does not."""
        self._line_ended = False
        while self._words and self._words[-1][-1].isspace():
            self._drop(len(self._words[-1]) - len(self._words[-1].rstrip()))
        if not self._words:
            return
        last = self._words[-1][-1]
        if last == SOFT_HYPHEN:
            self._drop(1)
        elif last in HYPHENS and self._words[-1][-2:-1].isalnum() and self._runs and start >= 0:
            end = self._runs[-1].start + self._runs[-1].length
            if not self._hyphens.stay(self._text, end, start):
                self._drop(1)
        elif _spaced(last, first):
            self._words.append(" ")
            self._at += 1

    def _drop(self, count: int) -> None:
        """Take characters off the end."""
        word = self._words.pop()
        if len(word) > count:
            self._words.append(word[:-count])
        self._at -= count
        if self._runs and self._runs[-1].at + self._runs[-1].length > self._at:
            at, start, length = self._runs.pop()
            if length > count:
                self._runs.append(Run(at, start, length - count))


def _spaced(last: str, first: str) -> bool:
    """Whether a space stands between the last character of a line and the first of the next."""
    if last in "—/" or first == "—" or WIDE_MARK.match(last) or WIDE_MARK.match(first):
        return False
    unspaced = bool(UNSPACED.match(last)), bool(UNSPACED.match(first))
    # A number within Chinese stands without a space (2007年12月); a Latin word may have one.
    return not all(unspaced) and not (any(unspaced) and (last.isdigit() or first.isdigit()))


WIDE_MARK = re.compile(f"[{scripts.WIDE_MARKS}]")


class Hyphens:
    r"""Which hyphens at line ends belong to the word.

    `mine-\nrelated` is *mine-related*, `informa-\ntion` is *information*: no list can tell,
    the document's own words can. A hyphen stays where the hyphenated word stands elsewhere
    in the document, goes where the joined word does; stays before a capital or a digit and
    behind an abbreviation. These tell of the others too: where no word was ever broken, they
    stay; where words were, they stay only between parts of other compounds. Where nothing
    is told, they stay in front of a word of the document (what is left of a broken word seldom
    is one: -tion, -ment).

    >>> Hyphens("mine-related informa-\ntion").stay("informa-\ntion", 8, 9)
    False
    """

    WORD = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
    LEFT = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*\Z")
    LINE_END = re.compile(r"[-\u2010][^\S\n]*\r?\n\s*(?P<right>[^\W\d_]+)")

    def __init__(self, text: str) -> None:
        self._text = text

    def stay(self, text: str, end: int, start: int) -> bool:
        """Whether the hyphen that ends at `end` stays before the word that begins at `start`."""
        left = re.search(r"[^\W_]+(?:[-\u2010][^\W_]+)*(?=.\Z)", text[max(0, end - 60) : end])
        right = self.WORD.match(text, start)
        if not left or not right or not right[0][0].islower():
            return True
        if len(left[0]) > 1 and left[0].isupper() and not right[0].isupper():
            return True
        return self._stays(left[0].lower(), right[0].lower())

    def _known(self, word: str) -> bool:
        """Whether the document has a word, or a longer form of it: conflict, for its conflicts."""
        return word in self._words or (len(word) > 4 and any(w.startswith(word) for w in self._words))

    def _stays(self, left: str, right: str) -> bool:
        words = self._words
        whole, joined = f"{left}-{right}", left + right
        if whole in words or joined in words:
            return whole in words
        kept, broken = self._told
        if kept and not broken:
            return True
        compound = left in self._firsts or right in self._lasts
        known = self._known(right.split("-")[0]) and (left.split("-")[-1] in words or len(left) > 3)
        if broken <= kept:
            return compound or known
        return (compound and known) or (left in self._firsts and len(left) > 3)

    @cached_property
    def _breaks(self) -> list[tuple[Span, str, str]]:
        """Hyphens at line ends with what stands on their two sides, and where all that stands."""
        found = []
        for m in self.LINE_END.finditer(self._text):
            if left := self.LEFT.search(self._text[max(0, m.start() - 60) : m.start()]):
                found.append((Span(m.start() - len(left[0]), m.end()), left[0], m["right"]))
        return found

    @cached_property
    def _words(self) -> set[str]:
        words: set[str] = set()
        at = 0
        # A part of a broken word is no word: the breaks are left out.
        for start, end in [*(span for span, _, _ in self._breaks), Span(len(self._text), 0)]:
            words.update(self.WORD.findall(self._text, at, start))
            at = end
        words = {word.lower().replace("\u2010", "-") for word in words}
        return words.union(part for word in words if "-" in word for part in word.split("-"))

    @cached_property
    def _firsts(self) -> set[str]:
        return {word.rpartition("-")[0] for word in self._words if "-" in word}

    @cached_property
    def _lasts(self) -> set[str]:
        return {word.rpartition("-")[2] for word in self._words if "-" in word}

    @cached_property
    def _told(self) -> tuple[int, int]:
        """How many of the hyphens at line ends surely belong to their words, and how many do not."""
        parts = [(left.lower(), right) for _, left, right in self._breaks if right.islower()]
        kept = sum(f"{left}-{right}" in self._words for left, right in parts)
        broken = sum(left + right in self._words for left, right in parts)
        return kept, broken


def word_spaces(text: str) -> bool:
    """Whether Chinese (or Japanese) text has its words separated by spaces, as 国际 标准 has.

    A share, not an occurrence: ordinary text has a space in a heading or a name here and there.
    """
    sample = text if len(text) < 200_000 else text[:200_000]
    parted = len(PARTED.findall(sample))
    return parted >= 3 and 6 * parted >= len(TOGETHER.findall(sample))


_CJK = f"[{scripts.HAN}{scripts.KANA}{scripts.WIDE_MARKS}]"
PARTED = re.compile(f"(?<={_CJK}) +(?={_CJK})")
TOGETHER = re.compile(f"[{scripts.HAN}{scripts.KANA}]")

# Where Chinese words are spaced: a space goes beside Chinese, but for that between a Latin word
# and Chinese (国际 IMAS 标准), which may be the writer's. `第60/97 号` and `( A/62/401 )` close up.
WORD_SPACE = re.compile(
    f"(?<={_CJK})[ \u00a0]+(?![A-Za-z])|(?<![A-Za-z ])[ \u00a0]+(?={_CJK})"
    r"|(?<=[(\[])[ \u00a0]+|[ \u00a0]+(?=[)\]])"
    f"|(?<=[{scripts.WIDE_MARKS}])[ \u00a0]+|[ \u00a0]+(?=[{scripts.WIDE_MARKS}])"
)
