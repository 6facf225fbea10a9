"""Choices and probabilities as people and language models write them: `2`, `"2"`, `B`, `第二种`, `90%`."""

from __future__ import annotations

import re
import unicodedata

from duiqi.aligner.judging.judge import NONE

WORDS = {
    "none": NONE, "neither": NONE, "zero": NONE, "零": NONE, "无": NONE,
    "none of them": NONE, "none of these": NONE, "none of the above": NONE, "none is right": NONE,
    "都不对": NONE, "都不正确": NONE, "均不对": NONE, "均不正确": NONE, "没有正确的": NONE,
    "a": 1, "b": 2, "c": 3, "d": 4, "e": 5,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5,
}  # fmt: skip
NAMES = "alternative|option|choice|answer|number|no|选项|选择|选|方案|配法|答案|编号"
NUMBER = r"\d{1,3}|" + "|".join(sorted(WORDS, key=len, reverse=True))
WRITTEN = re.compile(
    rf"(?:the )?(?:(?:{NAMES})\W{{0,3}})?第?(?P<number>{NUMBER})(?:st|nd|rd|th)?\W?"
    "(?:个|种|项|alternative|option)?"
)
MARKS = " \t\r\n\"'`*_.,;:()[]<>#“”‘’「」【】。、，；："
PERCENTAGE = range(11, 101)  # as numbers; up to 10, they may be marks out of ten


def is_number(value: object) -> bool:
    """Whether a JSON value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def choice_of(value: object) -> int | None:
    """The number of an alternative; 0 where none is right, None where the value is no choice.

    >>> [choice_of(value) for value in (2, "2", "Option B", "第二种", "都不对。", "1 or 2", 1.5)]
    [2, 2, 2, 2, 0, None, None]
    """
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, int | float):
        return int(value) if is_number(value) and value == int(value) >= NONE else None
    found = WRITTEN.fullmatch(plain(value)) if isinstance(value, str) else None
    if not found:
        return None
    number = found["number"]
    return WORDS[number] if number in WORDS else int(number)


def probability_of(value: object) -> float | None:
    """A probability between 0 and 1, from a number, a percentage, or either as text; else None.

    >>> [probability_of(value) for value in (0.9, "0.9", "90%", "９０ %", 90, 7, "high", True)]
    [0.9, 0.9, 0.9, 0.9, 0.9, None, None, None]
    """
    factor = 1.0
    if isinstance(value, str):
        text = plain(value)
        if text.endswith("%"):
            text, factor = text[:-1].rstrip(), 0.01
        if not re.fullmatch(r"\d{1,3}(?:\.\d{1,9})?", text):
            return None
        value = float(text)
    if not isinstance(value, int | float) or not is_number(value):
        return None
    if factor == 1 and value == int(value) and int(value) in PERCENTAGE:
        factor = 0.01
    found = round(float(value) * factor, 9)
    return found if 0 <= found <= 1 else None


def plain(text: str) -> str:
    """Text in half-width small letters, without the marks around it."""
    return unicodedata.normalize("NFKC", text).lower().strip(MARKS)
