"""Damaged text in encodings of two bytes a character: the cheapest reading of its bytes.

A byte that is lost, or one too many, makes wrong pairs of the bytes after it, up to the next byte that
is no part of a pair: in Chinese on one line the rest of the text. Most wrong pairs are valid
characters, but rare ones. So a character costs little where it is common and more where it is rare, a byte
that is passed over costs most, and the cheapest reading of a line is taken (a Viterbi search).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from duiqi.corpus.common_characters import COMMON
from duiqi.corpus.scripts import FIRST_WIDE, HANGUL, KANA

REPLACEMENT = "\ufffd"
TWO_BYTES = ("gb", "big5", "cp932", "cp949", "cp950", "euc_", "shift_jis", "johab", "uhc")  # how names begin
# The lead bytes of the characters that are learnt first, as the standards behind the encodings have them.
FIRST_LEVEL = {
    "gb": range(0xB0, 0xD8),
    "big5": range(0xA4, 0xC7),
    "cp950": range(0xA4, 0xC7),
    "cp932": range(0x88, 0x98),
    "shift_jis": range(0x88, 0x98),
    "euc_j": range(0xB0, 0xD0),
}
PASSED_OVER = 5.5  # the cost of a byte that is no part of a character
BESIDE = 1.5  # and of the second and third in a row
LIKELY, RARE, UNUSUAL = 1.2, 3.0, 5.0  # of a character: of the first level, of the second, others
LONE_LETTER = 3.5  # of a letter or bracket of ASCII between bytes of pairs
SEEN = (5, 0.2), (2, 0.6)  # a character that is in the text so often costs no more than so much
MOST_BYTES = 1_000_000  # of damaged lines, a second's work; in others each broken byte is one U+FFFD
LINE = re.compile(rb"[^\n]*\n|[^\n]+\Z")
LETTERS = "@-Z\\[-`a-z{-~"  # the bytes of ASCII that can be the second of a pair


@cache
def _alphabetic() -> re.Pattern[str]:
    """A letter of Japanese or Korean. Compiled at its first use: with so large a class that is slow."""
    return re.compile(f"[{KANA}{HANGUL}]")


def mended(data: bytes, encoding: str) -> str:
    r"""The text of a file with a few broken bytes, in each line as much of it as can be read.

    A damaged place is one U+FFFD. In encodings that have no pairs of bytes each broken byte is one.

    >>> data = "协助地雷行动的决议".encode("gb18030")
    >>> mended(data[:3] + data[4:], "gb18030")
    '协\ufffd地雷行动的决议'
    """
    if not encoding.startswith(TWO_BYTES):
        return data.decode(encoding, errors="replace")
    lines = LINE.findall(data)
    texts = [line.decode(encoding, errors="replace") for line in lines]
    whole = "".join(texts)
    doubtful = Costs(encoding, whole).doubtful()
    damaged = {
        k for k, text in enumerate(texts) if REPLACEMENT in text or (doubtful and doubtful.search(text))
    }
    if not damaged:
        return whole
    costs = Costs(encoding, "".join(text for k, text in enumerate(texts) if k not in damaged))
    left = MOST_BYTES
    for k in sorted(damaged):
        left -= len(lines[k])
        if left >= 0:
            texts[k] = _cheapest(lines[k], costs)
    return "".join(texts)


class Costs(dict[bytes, float]):
    """The cost of each character by its bytes, infinite for bytes that are none."""

    def __init__(self, encoding: str, text: str) -> None:
        super().__init__()
        self.encoding = encoding
        self.seen = Counter(text)
        found = (leads for name, leads in FIRST_LEVEL.items() if encoding.startswith(name))
        self.first_level = next(found, range(0))

    def __missing__(self, data: bytes) -> float:
        try:
            text = data.decode(self.encoding)
        except UnicodeDecodeError:
            text = ""
        is_one = len(text) == 1 or (len(text) == 2 and len(data) == 2 and not self._stands_alone(data[:1]))
        cost = self.of_character(text, data) if is_one else float("inf")
        self[data] = cost
        return cost

    def _stands_alone(self, data: bytes) -> bool:
        """Whether a byte is a character; one that is not may begin a pair of two code points (Ê̄, か゚)."""
        try:
            return bool(data.decode(self.encoding))
        except UnicodeDecodeError:
            return False

    def of_character(self, character: str, data: bytes) -> float:
        """The cost of a character, by how common it is everywhere and in this text."""
        if character in COMMON or character < "\x80":
            return 0.0
        known = min((most for times, most in SEEN if self.seen[character] >= times), default=UNUSUAL)
        if _alphabetic().match(character) or (len(data) == 2 and data[0] in self.first_level):
            return min(known, LIKELY)
        is_basic = "\u4e00" <= character <= "\u9fff" or "\u3000" <= character < "\u3020"
        return min(known, RARE if is_basic and len(data) == 2 else UNUSUAL)

    def other_sizes(self, first: int) -> tuple[int, ...]:
        """The lengths of characters that are no pair, by their first byte."""
        if self.encoding == "gb18030":
            return (4,)
        if self.encoding.startswith("euc_j"):
            return (3,) if first == 0x8F else ()
        return (1,) if 0xA1 <= first <= 0xDF and self.encoding.startswith(("cp932", "shift_jis")) else ()

    def doubtful(self) -> re.Pattern[str] | None:
        """A pattern of valid characters that may be wrong pairs: rare ones, and letters beside them."""
        rare = []
        for character in self.seen:
            if character >= "\x80" and character != REPLACEMENT:
                try:
                    data = character.encode(self.encoding)
                except UnicodeEncodeError:  # the second half of a pair of two code points (Ê̄)
                    continue
                if self.of_character(character, data) >= RARE:
                    rare.append(character)
        if not rare:
            return None
        one = f"[{re.escape(''.join(rare))}]"
        wide = f"[{FIRST_WIDE}-\U0010ffff]"
        return re.compile(f"{one}{wide}{{0,2}}(?:{one}|[{LETTERS}](?={wide}))")


def _cheapest(line: bytes, costs: Costs) -> str:
    """The reading of a line that costs least, each run of bytes passed over as one U+FFFD."""
    best = [0.0] + [float("inf")] * len(line)
    step = [0] * (len(line) + 1)  # the bytes of the character that ends at a place; negative: passed over
    for at, first in enumerate(line):
        cost = best[at]
        if first < 0x80:
            is_lone = first >= 0x40 and line[at - 1] >= 0x80 and line[at + 1 : at + 2] >= b"\x80"
            ways = [(1, cost + LONE_LETTER * is_lone)]
        else:
            ways = [(size, cost + costs[line[at : at + size]]) for size in (2, *costs.other_sizes(first))]
            ways += [(-size, cost + PASSED_OVER + BESIDE * (size - 1)) for size in (1, 2, 3)]
        for size, total in ways:
            end = at + abs(size)
            if end <= len(line) and total < best[end]:
                best[end], step[end] = total, size
    parts = []
    end = len(line)
    while end:
        start = end - abs(step[end])
        parts.append(line[start:end].decode(costs.encoding) if step[end] > 0 else REPLACEMENT)
        end = start
    return "".join(reversed(parts))
