"""Brackets and quotation marks that are opened or closed only, and doubled words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duiqi.aligner.check.unit import Hit, Unit, listed, spans
from duiqi.corpus.languages import is_chinese
from duiqi.corpus.model import Span

# A label such as 1) or a） closes a bracket that nothing opens; a face such as :) does too.
LABEL = re.compile(
    r"(?:^|(?<=[\s;；,，。]))\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})[)）](?=\s|\S)|[:;]-?[()]"
)
BRACKETS = {"(": ")", "[": "]", "{": "}", "【": "】", "《": "》", "〈": "〉", "〔": "〕"}
QUOTES = {"“": "”", "「": "」", "『": "』", "«": "»"}
WIDE = str.maketrans("（）［］｛｝", "()[]{}")
REPEATED = re.compile(r"\b([^\W\d_]+)[ \u00a0]+\1\b", re.IGNORECASE)
# Words that are said twice on purpose.
_EMPHATIC = (
    "that had very so no yes ha he hey ho now well there come go bye tut many long really again far much "
    "more never one two three knock choo bang blah la oh ah eh her is do too wait please stop look"
)
EMPHATIC = frozenset(_EMPHATIC.split())
# Function words, which no Chinese reduplicates, and words of three or more characters. 看看, 研究研究 and
# 一个一个 are good Chinese; so are 可以以, 目的的, 现在在, where the first is the end of a word.
HAN_REPEATED = re.compile(
    r"(?<![目不])(的|了)\1(?!确)|(?<![现存所正内潜实自])在在|(?<![于但可还只要总就也或凡不都而若倒])是是(?!非)"
    r"|(?<![总共温饱暖缓随谦])和和(?![气睦美乐])|(?<![参给赋授])与与|(?<![可所足难予加得])以以|(?<![应])该该"
    r"|(我们|你们|他们|她们|它们|因为|所以|但是|如果|以及|并且|或者|对于|关于|为了|根据|通过|由于|已经|进行|必须|应当|可以|没有|这个|那个)\2"
    r"|(?P<long>[\u4e00-\u9fff]{3,40})(?P=long)"
)


def check_doubled(unit: Unit) -> Iterator[Hit]:
    """Words written twice in the translation that are not twice in the source."""
    if is_chinese(unit.target_lang):
        found = [m for m in HAN_REPEATED.finditer(unit.target) if not m["long"] or len(set(m["long"])) > 1]
    else:
        found = [
            m for m in REPEATED.finditer(unit.target) if m[1].lower() not in EMPHATIC and not m[1].isupper()
        ]
        found = [m for m in found if not m[1][0].isupper() or m.start() == 0]
    # What the author repeats, the translator does.
    source_repeats = (HAN_SAME if is_chinese(unit.source_lang) else REPEATED).search(unit.source)
    if found and not source_repeats:
        yield Hit(f"{listed(match[0] for match in found)} is written twice", (), spans(found))


HAN_SAME = re.compile(r"([\u4e00-\u9fff]{2,20})[，、]?\1|([\u4e00-\u9fff])[，、]\2")


def check_brackets(unit: Unit) -> Iterator[Hit]:
    """Brackets that are opened and not closed, or closed and not opened, otherwise than in the source."""
    yield from _unpaired(unit, BRACKETS)


def check_quotes(unit: Unit) -> Iterator[Hit]:
    """Quotation marks without their other half, in a sentence whose neighbours do not have it either."""
    yield from _unpaired(unit, QUOTES)
    straight = list(re.finditer(r'(?<!\d)"', unit.target))
    if len(straight) % 2 and unit.source.count('"') % 2 == 0 and not _unpaired_places(unit.source, QUOTES):
        near = sum(len(re.findall(r'(?<!\d)"', other.target)) % 2 for other in unit.neighbours)
        if not near:
            yield Hit('" without its other half', (), spans(straight[-1:]))


def _unpaired(unit: Unit, pairs: dict[str, str]) -> Iterator[Hit]:
    places = _unpaired_places(unit.target, pairs)
    # What is cut in both texts was cut by the segmenter or by the author.
    if not places or _unpaired_places(unit.source, pairs):
        return
    if pairs is QUOTES and unit.source.count('"') % 2:
        return
    if any(_unpaired_places(near.target, pairs) for near in unit.neighbours):
        return
    if pairs is QUOTES and all(unit.target[place] in "“「『«" for place in places) and _goes_on(unit):
        return
    marks = listed(unit.target[place] for place in places)
    yield Hit(f"{marks} without its other half", (), tuple(Span(place, place + 1) for place in places))


def _goes_on(unit: Unit) -> bool:
    """Whether a speech goes on in the next paragraph, which opens with a quotation mark again."""
    return unit.after is not None and unit.after.target.lstrip()[:1] in QUOTES


def _unpaired_places(text: str, pairs: dict[str, str]) -> list[int]:
    labels = {place for match in LABEL.finditer(text) for place in range(*match.span())}
    closing = {close: opening for opening, close in pairs.items()}
    stack: list[tuple[str, int]] = []
    unpaired = []
    for place, character in enumerate(text.translate(WIDE)):
        if place in labels:
            continue
        if character in pairs:
            stack.append((character, place))
        elif character in closing:
            if stack and stack[-1][0] == closing[character]:
                stack.pop()
            else:
                unpaired.append(place)
    return sorted([*unpaired, *(place for _, place in stack)])
