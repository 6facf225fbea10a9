"""English numerals: sixty-fourth, two hundred and five, nineteen ninety-eight, 3.5 million, twenties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from duiqi.aligner.check.numerals.reading import Reading, small
from duiqi.corpus.english_numbers import ONES, ORDINAL_ONES, ORDINAL_TENS, TENS
from duiqi.corpus.model import Span

SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SMALL = {
    **{word: value for words in (ONES, ORDINAL_ONES) for value, word in enumerate(words)},
    **{word: 10 * tens for words in (TENS, ORDINAL_TENS) for tens, word in enumerate(words, 2)},
}
ALL_SCALES = SCALES | {f"{word}th": value for word, value in SCALES.items()}
# Words that say a number without being one; some say several.
_ONE = "a an once single sole only each every per unit anniversary annual firstly"
_TWO = "twice both pair pairs couple double dual twin twins bilateral secondly either"
_HUNDRED = "century centuries hundreds centennial centenary all"
SAYING: dict[str, tuple[Decimal | int, ...]] = {
    "quarter": (4, 15, 25), "quarters": (4, 15), "half": (Decimal("0.5"), 2, 6, 30, 50), "halves": (2,),
    "week": (7,), "weekly": (7,), "dozen": (12,), "dozens": (12, 10), "fortnight": (14,), "noon": (12,),
    "midnight": (12, 24, 0), "score": (20,), "scores": (20,), "thousands": (1000,), "millions": (10**6,),
    "billions": (10**9,), "millennium": (1000,), "myriad": (10**4,), "decade": (10,), "decades": (10,),
    "tens": (10,), "thrice": (3,), "triple": (3,), "trio": (3,), "thirdly": (3,), "nil": (0,), "no": (0,),
    "none": (0,), **dict.fromkeys(_ONE.split(), (1,)), **dict.fromkeys(_TWO.split(), (2,)),
    **dict.fromkeys(_HUNDRED.split(), (100,)),
}  # fmt: skip
PLURAL = {f"{word[:-1]}ies": SMALL[word] for word in TENS} | {
    f"{word}s": value for word, value in SMALL.items() if 3 <= value <= 19 or word == "second"
}
WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]+(?![A-Za-z])")
BETWEEN = re.compile(r"[\s\u00ad]+|\s*[-‐‑]\s*|[\s-]+and\s+")
PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
PART = re.compile(
    rf"\b(?P<part>half|quarter)[\s-]+(?:of[\s-]+)?(?:an?[\s-]+)?(?P<scale>{'|'.join(SCALES)})\b",
    re.IGNORECASE,
)
SMALLEST_CERTAIN = 11


def english_numerals(text: str) -> Iterator[Reading]:
    """The numerals in words, and words that say a number (dozen, twice), which are never certain.

    >>> [str(reading.values[0]) for reading in english_numerals("the sixty-fourth, two hundred and five")]
    ['64', '205']
    """
    run: list[re.Match[str]] = []
    for match in WORD.finditer(text):
        word = match[0].lower()
        if word in SMALL or word in ALL_SCALES:
            if run and not _continues(text, run[-1], match):
                yield from _groups(run)
                run = []
            run.append(match)
            continue
        if values := _saying(word):
            yield Reading(Span(*match.span()), values, False)
    yield from _groups(run)
    for match in PART.finditer(text):
        share = PARTS[small(match["part"])]
        yield Reading(Span(*match.span()), (share * ALL_SCALES[small(match["scale"])],), False)


def _continues(text: str, before: re.Match[str], after: re.Match[str]) -> bool:
    """Whether a number word goes on with the number of the word before it."""
    gap = BETWEEN.fullmatch(text, before.end(), after.start())
    return gap is not None and ("and" not in gap[0] or before[0].lower() in ALL_SCALES)


def _groups(run: list[re.Match[str]]) -> Iterator[Reading]:
    """The numbers that consecutive number words make: one, or several one after another."""
    found: list[tuple[int, Span, bool]] = []
    total = current = 0
    start, end, previous, bare = 0, 0, "", False
    for match in run:
        word = match[0].lower()
        if word in ALL_SCALES:
            scale = ALL_SCALES[word]
            bare = bare or not previous
            if scale == 100:
                current = max(current, 1) * 100
            else:
                total, current = total + max(current, 1) * scale, 0
        else:
            value = SMALL[word]
            free = not previous or previous in ALL_SCALES or (previous in TENS and 0 < value < 10)
            if not free:
                found.append((total + current, Span(start, end), bare))
                total = current = 0
                bare, previous = False, ""
            current += value
        if not previous:
            start = match.start()
        previous, end = word, match.end()
    if run:
        found.append((total + current, Span(start, end), bare))
    while found:
        (value, span, bare), *found = found
        if found and 9 < value < 100 and 9 < found[0][0] < 100:  # nineteen ninety-eight
            (second, other, _), *found = found
            yield Reading(
                Span(span.start, other.end), tuple(map(Decimal, (value * 100 + second, value, second))), True
            )
        else:
            is_certain = value >= SMALLEST_CERTAIN and not (bare and value in SCALES.values())
            yield Reading(span, (Decimal(value),), is_certain)


def _saying(word: str) -> tuple[Decimal, ...]:
    """The numbers that a word says without being one: twice, dozens, thirties, sixfold."""
    if word.endswith("fold") and word[:-4] in SMALL:
        times = SMALL[word[:-4]]
        return Decimal(times), Decimal(times - 1)
    return tuple(map(Decimal, SAYING.get(word) or ((PLURAL[word],) if word in PLURAL else ())))
