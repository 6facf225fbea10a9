"""Numerals of lists: 3, c, iii, 三, ③."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from duiqi.corpus.layout.numerals import STEMS

BULLET = "•"
DIGITS = "〇一二三四五六七八九"
MOST_LETTERS = 780  # so many items are numbered with up to 30 letters; Word goes no further
ROMAN = tuple(
    zip((100, 90, 50, 40, 10, 9, 5, 4, 1), ("c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"), strict=True)
)


def decimal(number: int) -> str:
    """1, 2, 3."""
    return str(number)


def two_digits(number: int) -> str:
    """01, 02, 03."""
    return f"{number:02}"


def nothing(number: int) -> str:
    """No numeral at all, as a list may have it."""
    return ""


def letters(number: int) -> str:
    """a to z, then aa, bb, as in word processors.

    >>> letters(2), letters(28)
    ('b', 'bb')
    """
    if not 0 < number <= MOST_LETTERS:
        return str(number)
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)


def capital_letters(number: int) -> str:
    """A to Z, then AA, BB."""
    return letters(number).upper()


def roman(number: int) -> str:
    """Small Roman numerals.

    >>> roman(4), roman(39)
    ('iv', 'xxxix')
    """
    if not 0 < number < 400:
        return str(number)
    written = ""
    for value, sign in ROMAN:
        written += sign * (number // value)
        number %= value
    return written


def capital_roman(number: int) -> str:
    """Roman numerals in capitals."""
    return roman(number).upper()


def chinese(number: int) -> str:
    """Chinese numerals.

    >>> [chinese(n) for n in (3, 10, 12, 20, 105)]
    ['三', '十', '十二', '二十', '一百零五']
    """
    if not 0 < number < 1000:
        return str(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    written = DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        ten = "十" if tens == 1 and not hundreds else DIGITS[tens] + "十"
        written += ten + (DIGITS[ones] if ones else "")
    elif ones:
        written += ("零" if hundreds else "") + DIGITS[ones]
    return written


def stem(number: int) -> str:
    """The heavenly stems: 甲, 乙, 丙."""
    return STEMS[number - 1] if 0 < number <= len(STEMS) else str(number)


def circled(number: int) -> str:
    """Numbers in a circle, as far as Unicode has them."""
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


# The names that HTML and OpenDocument have for the commonest numerals.
BY_FIRST: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {"1": decimal, "a": letters, "A": capital_letters, "i": roman, "I": capital_roman}
)
