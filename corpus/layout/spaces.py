"""Spaces: between lines that are joined, between Chinese words, and in place of other white space."""

from __future__ import annotations

import re
from functools import cache

from duiqi.corpus.scripts import FIRST_UNSPACED, HAN, KANA, UNSPACED, WIDE_MARKS

# White space to be replaced by one space; a no-break space alone is the writer's will (French « »), and so
# are ideographic spaces, by which names and fields are set apart (`姓名　　性别`).
# The pattern begins with a class, so that the scanner skips to white space: at each single space of a text
# it looks one character further.
_BLANK = r"[^\S\n\r]"
SPACE = re.compile(
    rf"{_BLANK}(?:{_BLANK}(?<!{_BLANK}{{3}})(?!(?<=\u3000\u3000)\u3000*+\S){_BLANK}*+"
    r"|(?<![ \u00a0\u202f\u2007\u3000]))(?=\S)"
)

_WIDE = f"[{HAN}{KANA}{WIDE_MARKS}]"
_LETTER = f"[{HAN}{KANA}]"


# Compiled at their first use: classes of Chinese characters are slow to compile.


@cache
def word_space() -> re.Pattern[str]:
    """The spaces to take out of a text whose Chinese words are spaced: those beside Chinese.

    One between a Latin word and Chinese (国际 IMAS 标准) may be the writer's. `第60/97 号` and `( A/62/401 )`
    close up.
    """
    return re.compile(
        f"(?<={_WIDE})[ \u00a0]+(?![A-Za-z])|(?<![A-Za-z \u00a0])[ \u00a0]+(?={_WIDE})"
        r"|(?<=[(\[])[ \u00a0]+|(?<![ \u00a0])[ \u00a0]+(?=[)\]])"
        f"|(?<=[{WIDE_MARKS}])[ \u00a0]+|(?<![ \u00a0])[ \u00a0]+(?=[{WIDE_MARKS}])"
    )


@cache
def _apart() -> re.Pattern[str]:
    """Spaces between words, not those after a sentence or beside a label (第一条 租赁标的 甲方)."""
    return re.compile(
        f" (?<={_WIDE} )(?<![条條章节節款项項。；！？] ) *+(?={_WIDE})"
        "(?!第[一二三四五六七八九十百零〇]{1,6}[条條章节節])"
    )


@cache
def _letters() -> re.Pattern[str]:
    return re.compile(f"{_LETTER}{_LETTER}*+")


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{UNSPACED}]")


_QUOTES = frozenset("“”‘’")
_WIDE_MARK = re.compile(f"[{WIDE_MARKS}]")


def has_word_spaces(text: str) -> bool:
    """Whether Chinese (or Japanese) text has its words separated by spaces, as 国际 标准 has.

    Measured as a share: ordinary text has a space in a heading or a name here and there.
    """
    if text.isascii():
        return False
    sample = text if len(text) < 200_000 else text[:200_000]
    spaces = len(_apart().findall(sample))
    return spaces >= 3 and 6 * spaces >= sum(map(len, _letters().findall(sample)))


def needs_space(last: str, first: str) -> bool:
    """Whether a space belongs between the last character of a line and the first of the next.

    >>> needs_space("y", "a"), needs_space("年", "月"), needs_space("年", "1"), needs_space("s", "中")
    (True, False, False, True)
    """
    if last in "—/" or first == "—" or _WIDE_MARK.match(last) or _WIDE_MARK.match(first):
        return False
    if max(last, first) < FIRST_UNSPACED:
        return True
    unspaced = bool(_unspaced().match(last)), bool(_unspaced().match(first))
    if not any(unspaced):
        return True
    # A number or a quotation mark within Chinese has no spaces (2007年12月, 题为“…”); a Latin word may have.
    return not (all(unspaced) or any(beside.isdigit() or beside in _QUOTES for beside in (last, first)))
