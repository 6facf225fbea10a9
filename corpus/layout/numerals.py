"""Numerals of labels: Chinese, Roman, words, the letters after inserted articles; their numbers."""

from __future__ import annotations

import re

from duiqi.corpus.layout.number_words import word_number

HAN_NUMBER = "〇零一二三四五六七八九十百千两"
# The heavenly stems count as letters do: 附件甲 is `Annex A`. 甲方 is a party, 甲、乙双方 are two.
STEMS = "甲乙丙丁戊己庚辛壬癸"
STEM = f"[{STEMS}](?!方)"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# Articles inserted after another one are numbered so in treaties.
LATIN = ["bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies"]


def numeral_readings(numeral: str) -> list[tuple[str, int]]:
    """The styles that digits, a Chinese or Roman numeral, a letter or a word may be of, with its numbers.

    >>> numeral_readings("12"), numeral_readings("十二"), numeral_readings("I"), numeral_readings("Two")
    ([('', 12)], [('', 12)], [(' I', 1), (' A', 9)], [('', 2)])
    >>> numeral_readings("丙")
    [(' 甲', 3)]
    """
    if numeral.isdecimal():
        return [("", int(numeral))]
    if numeral[0] in HAN_NUMBER:
        return [("", han_number(numeral))]
    if numeral in STEMS:
        return [(" 甲", 1 + STEMS.index(numeral))]
    if number := word_number(numeral):
        return [("", number)]
    roman = [(" I", roman_number(numeral.lower()))]
    return [*roman, (" A", ord(numeral) - 64)] if len(numeral) == 1 else roman


def han_number(text: str) -> int:
    """A Chinese number below ten thousand.

    >>> [han_number(n) for n in ("三", "十二", "二十", "一百零五", "二〇")]
    [3, 12, 20, 105, 20]
    """
    if not set(text) & set(_POWERS):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, 0
    for sign in text:
        if sign in _POWERS:
            total += (digit or 1) * _POWERS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def roman_number(text: str) -> int:
    """The value of a Roman numeral in small letters, 0 where the letters are none.

    >>> roman_number("xliv"), roman_number("ivory")
    (44, 0)
    """
    values = [_ROMAN.get(c, 0) for c in text]
    if not all(values) or re.search(r"iiii|xxxx|vv|ll|[ivx]l[ivx]{9}", text):
        return 0
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def addition_numbers(addition: str) -> tuple[int, ...]:
    """The places that an inserted article may have after its number: `bis`, `A`, `a`, `1`, `一` of `之一`.

    `Article 6 bis` of one treaty is its 第六条之二, that of another law its 第六条之一.

    >>> addition_numbers("bis"), addition_numbers("B"), addition_numbers("二")
    ((1, 2), (2,), (2,))
    """
    if addition.lower() in LATIN:
        place = 1 + LATIN.index(addition.lower())
        return place, place + 1
    if addition[0] in HAN_NUMBER:
        return (han_number(addition),)
    return (int(addition) if addition.isdecimal() else ord(addition.lower()) - 96,)
