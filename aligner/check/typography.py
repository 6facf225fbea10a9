"""Marks of full and half width mixed, and spaces around Han and marks, in the translation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from duiqi.aligner.check.unit import Hit, Unit, spans
from duiqi.corpus.languages import is_chinese, is_spaced
from duiqi.corpus.scripts import IDEOGRAPHS

IDEOGRAPH = f"[{IDEOGRAPHS}]"
CLOSING = "，。、；：？！）》」』】”’"


class Style(NamedTuple):
    """Two ways to write a thing, of which a text should keep to one.

    name    for messages
    usual   where it is written as is usual
    other   where it is written otherwise
    strict  the other way is wrong even where the text keeps to it
    fits    whether a place written otherwise is of this style
    """

    name: str
    usual: re.Pattern[str]
    other: re.Pattern[str]
    strict: bool = False
    fits: Callable[[Unit, re.Match[str]], bool] = lambda unit, match: True


# The full stop or question mark within a sentence that is between the parts of a name, 卡尔.马克思: a middle
# dot, which an older encoding had not.
DOT = re.compile(f"(?<={IDEOGRAPH})[.?](?={IDEOGRAPH})")
NUMBERED = re.compile("[（(]?(?:第?[一二三四五六七八九十百]+[章节節条條款项項]?|[甲乙丙丁])$")
# The end of a sentence with another one after it; an initial or a title ends none: J. S. Bach, Mr. Marx.
SENTENCE = re.compile(
    r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?](?=[\"'”’)]*\s+\S)|[。！？](?=[”’」』）]*\s*[^\s”’」』）])"
)


def _is_dot(unit: Unit, match: re.Match[str]) -> bool:
    """Whether a mark is in the place of a middle dot: the source has no sentence that could end there."""
    mark = match[0]
    if not DOT.match(unit.target, match.start()) or NUMBERED.match(unit.target, 0, match.start()):
        return False
    if mark == "?":
        return not re.search("[?？]", unit.source)
    is_stop = unit.target.rstrip().endswith(".")  # the text ends its sentences so
    return bool(unit.source.strip()) and not is_stop and not SENTENCE.search(unit.source)


def _is_no_dot(unit: Unit, match: re.Match[str]) -> bool:
    """Whether a mark is in no place of a middle dot, nor after a number: 一.总则."""
    numbered = match[0] == "." and NUMBERED.match(unit.target, 0, match.start())
    return not numbered and not _is_dot(unit, match)


# In Chinese. A comma, a bracket or a stop of half width is looked for beside Han only: within Latin text and
# figures it is right. Where the whole text has them so, it is the style of the house.
CHINESE_MARKS = tuple(
    Style(f"{half} for {full}", re.compile(re.escape(full)), re.compile(pattern), fits=_is_no_dot)
    for full, half, pattern in (
        ("，", ",", f"(?<={IDEOGRAPH}),|,(?={IDEOGRAPH})"),
        ("；", ";", f"(?<={IDEOGRAPH});"),
        ("：", ":", f"(?<={IDEOGRAPH}):(?!\\d)"),
        ("？", "?", f"(?<={IDEOGRAPH})\\?"),
        ("！", "!", f"(?<={IDEOGRAPH})!"),
        ("。", ".", f"(?<={IDEOGRAPH})\\.(?=\\s*$|{IDEOGRAPH})"),
        ("（", "(", f"(?<={IDEOGRAPH})\\((?={IDEOGRAPH})|\\((?={IDEOGRAPH}[^()]*\\))"),
        ("“", '"', f'(?<={IDEOGRAPH})"|"(?={IDEOGRAPH})'),
    )
)
MIDDLE_DOTS = (
    Style(". for ·", re.compile("[。·]"), re.compile(f"(?<={IDEOGRAPH})\\.(?={IDEOGRAPH})"), fits=_is_dot),
    Style(
        "? for · or a lost character",
        re.compile("·"),
        re.compile(f"(?<={IDEOGRAPH})\\?(?={IDEOGRAPH})"),
        strict=True,
        fits=_is_dot,
    ),
)
WIDE_LETTERS = Style(
    "letters and figures of full width",
    re.compile("[A-Za-z0-9]"),
    re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+"),
)
LATIN_MARKS = Style(
    "marks of full width",
    re.compile(r"[,.;:?!()]"),
    re.compile(r"(?<=[A-Za-z0-9])[，。；：？！、（）]|[，。；：？！、（）](?=\s*[A-Za-z0-9])"),
    strict=True,
)
BETWEEN = Style(
    "a space between Han and Latin letters or figures",
    re.compile(f"{IDEOGRAPH}[A-Za-z0-9]|[A-Za-z0-9%]{IDEOGRAPH}"),
    re.compile(f"(?<={IDEOGRAPH})[ \u00a0]+(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])[ \u00a0]+(?={IDEOGRAPH})"),
)
WITHIN = Style(
    "a space between Han",
    re.compile(f"{IDEOGRAPH}{IDEOGRAPH}"),
    re.compile(f"(?<={IDEOGRAPH})[ \u00a0]+(?={IDEOGRAPH})"),
    strict=False,
)
AT_MARKS = Style(
    "a space before a mark",
    re.compile(f"{IDEOGRAPH}[{CLOSING}]"),
    re.compile(f"(?<={IDEOGRAPH})[ \u00a0]+(?=[{CLOSING}])"),
)
SPACED = Style(
    "two spaces, or one before a mark",
    re.compile(r"\S [^\s,.;]"),
    re.compile(r"(?<=\S)  +(?=\S)|(?<=[A-Za-z0-9)])[ ]+(?=[,;.](?:\s|$)(?! ?\.))"),
)
LABEL = re.compile(
    r"\s*(?:第[^\s第]{1,6}|附[件录錄表]\S{0,3}|[\d.]+|[（(]?[一二三四五六七八九十]+[)）、]?)(?=\s)"
)
LETTERSPACED = 5  # characters of a heading such as 目 录
MIXED = 0.5  # a way of writing that has this share of all places is the text's own
FEWEST = 3  # places written as usual, without which nothing is mixed


def check_width(units: Iterable[Unit]) -> Iterator[tuple[Unit, Hit]]:
    """Marks and letters of the width that is not the text's own."""
    yield from _styles(units, lambda lang: _width_styles(lang))


def check_spaces(units: Iterable[Unit]) -> Iterator[tuple[Unit, Hit]]:
    """Spaces where the text has none elsewhere."""
    yield from _styles(units, lambda lang: _space_styles(lang))


def _width_styles(lang: str) -> tuple[Style, ...]:
    if is_chinese(lang):
        return (*CHINESE_MARKS, *MIDDLE_DOTS, WIDE_LETTERS)
    return (LATIN_MARKS, WIDE_LETTERS) if is_spaced(lang) else (WIDE_LETTERS,)


def _space_styles(lang: str) -> tuple[Style, ...]:
    return (BETWEEN, WITHIN, AT_MARKS) if is_chinese(lang) else (SPACED,) if is_spaced(lang) else ()


def _styles(
    units: Iterable[Unit], styles_of: Callable[[str], tuple[Style, ...]]
) -> Iterator[tuple[Unit, Hit]]:
    usual: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for unit in units:
        for style in styles_of(unit.target_lang):
            usual[style.name] += len(style.usual.findall(unit.target))
            other[style.name] += sum(style.fits(unit, match) for match in style.other.finditer(unit.target))
    for unit in units:
        for style in styles_of(unit.target_lang):
            if _is_mixed(style, usual, other) and (found := list(_found(style, unit))):
                yield unit, Hit(f"{style.name}: {len(found)} here", (), spans(found))


def _found(style: Style, unit: Unit) -> Iterator[re.Match[str]]:
    """The places of the other way; a space divides a label from its text, and the lines of a cue."""
    if style is WITHIN and (
        len(unit.target) <= LETTERSPACED or any(s.time for s in unit.bead.target_segments)
    ):
        return
    label = LABEL.match(unit.target)
    for match in style.other.finditer(unit.target):
        if (not label or match.start() > label.end()) and style.fits(unit, match):
            yield match


def _is_mixed(style: Style, usual: Mapping[str, int], other: Mapping[str, int]) -> bool:
    ours, theirs = usual[style.name], other[style.name]
    return bool(theirs) and (style.strict or (ours >= FEWEST and theirs < MIXED * (ours + theirs)))
