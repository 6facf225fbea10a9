"""Chinese numerals: 二〇〇五, 三百五十, 350万, 1亿2000万, 十七八."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from duiqi.aligner.check.numerals.reading import Reading
from duiqi.corpus.model import Span

DIGITS = {
    character: value
    for value, characters in enumerate(
        ("零〇○", "一壹幺", "二贰貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for character in characters
}
# 两 is two where it opens a numeral or counts hundreds and more: 两千, 一万两千. Elsewhere it is a tael.
COUPLE = {"两": 2, "兩": 2}
DIGITS |= COUPLE
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
# 90, 000 and 440，000 may be one number or two.
FIGURES = r"\d{1,3}(?:[,，] ?\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
FORMAL = frozenset("壹贰貳叁參肆伍陆陸柒捌玖")
# 千 is part of the unit in 千米, and 百 of the percent in 百分之.
# The words in 一百多亿 (over ten billion) and 十几万 add nothing that a translation could be held to.
VAGUE = frozenset("多余餘几幾来來")
_ONE = "零〇○一壹幺二贰貳三叁參四肆五伍六陆陸七柒八捌九玖"
RUN = re.compile(
    rf"(?:[两兩])?(?:{FIGURES}|[{_ONE}十拾佰仟万萬亿億]|百(?!分之)|千(?![米克瓦帕卡伏赫焦]|分之)"
    rf"|(?<=[{_ONE}十])[点點](?=[{_ONE}])|[两兩](?=[百千万萬亿億])|[多余餘几幾来來](?=[百千万萬亿億]))+|[两兩]"
)
TOKEN = re.compile(rf"{FIGURES}|.")
# Numerals that are words, and those that say “very many” or “in a mess”.
IDIOM = re.compile("十万八千|七零八落|三十六计|三百六十行|七十二变|九九八十一|二百五(?!十)|一五一十|三六九")
LONGEST = 60  # characters; more are no numeral, and their value may be beyond what a Decimal holds
ROUND = frozenset({100, 1000, 10**4, 10**8})
SPELLED = 4  # digits of a year, or of a number that is read digit by digit
# After a numeral in characters comes the thing counted, or a mark. Without one it may be a name: 茅十八.
COUNTED = re.compile(
    "$|[^\u3400-\u9fff]|[多余餘几幾来來年月日号號个個名位人元美欧英日港台块塊两兩岁歲届章条條款项項次种種天周小时時分秒刻点點里公千米吨噸尺寸丈亩畝顷斤克磅"
    "倍度国國世代页頁卷层層楼樓门門架辆輛艘枚颗顆发發件份封座家所間间场場集册冊部本期期度届级級路线線军軍师師团團口匹头頭只隻条根把张張片块篇首句字词行列排组組队隊批套双"
    "对對户戶村县縣省市区區州岛島大小高和至到或余英平立摄攝华華法德卢盧]"
)
# A small numeral before a measure word counts something: 两年, 三个月, 六名. 第三年, 星期三, 三年级 do not.
MEASURED = re.compile(
    "(?<!第)(?<!初)(?<!星期)(?<![周週])(?<![礼禮]拜)[二两兩三四五六七八九十]"
    "(?:年(?![级級代])|[个個]|天(?!然)|[名位](?![于於置])|小[时時]|分[钟鐘]|[周週]|[岁歲]|人(?![次称稱])|元|美元|[欧歐]元|英[镑鎊]"
    "|[条條项項张張辆輛层層间間页頁封本只隻匹棵台座艘枚支杯])"
)
SMALLEST_CERTAIN = 11  # 一, 二 … 十 are parts of words and idioms: 一定, 十分


def chinese_numerals(text: str) -> Iterator[Reading]:
    """The numerals of a text, in figures, in characters and in both together.

    >>> [list(map(str, reading.values)) for reading in chinese_numerals("2005年，三百五十人，350万，十七八")]
    [['2005'], ['350'], ['3500000'], ['17', '18']]
    """
    for run in RUN.finditer(text):
        tokens = [token for token in TOKEN.findall(run[0]) if token not in VAGUE]
        if not 0 < len(tokens) <= LONGEST:
            continue
        span = Span(*run.span())
        if len(tokens) == 1 and tokens[0][0].isdecimal():
            yield Reading(span, figures(tokens[0]), True)
        elif "点" in tokens or "點" in tokens:
            yield Reading(span, _decimal(tokens), False)
        elif any(token in SMALL or token in LARGE for token in tokens):
            yield _sure(text, _counted(tokens, span), tokens)
        else:
            yield _sure(text, _positional(tokens, span), tokens)


def _sure(text: str, reading: Reading, tokens: Sequence[str]) -> Reading:
    """The reading, not certain where it is part of an idiom or may be part of a name."""
    start, end = reading.span
    in_figures = any(token[0].isdecimal() for token in tokens)
    is_vague = any(character in "几幾" for character in text[start:end])
    # 陆 in 大陆万年 is no six: formal digits are only trusted among others.
    is_vague |= tokens[0] in FORMAL and len(tokens) < 3
    is_word = IDIOM.match(text, start) or not (
        in_figures or text[start - 1 : start] == "第" or COUNTED.match(text, end)
    )
    return reading._replace(
        is_certain=reading.is_certain and not (is_word or is_vague),
        is_counted=end - start == 1 and bool(MEASURED.match(text, start)) and not is_word,
    )


def figures(token: str) -> tuple[Decimal, ...]:
    """What a number in figures may be: one whose thousands are divided, or several with commas between.

    >>> list(map(str, figures("12,000"))), list(map(str, figures("12, 000")))
    (['12000'], ['12000', '12', '0'])
    """
    whole = Decimal(re.sub("[,， ]", "", token))
    if " " in token or "，" in token:
        return (whole, *map(Decimal, re.split("[,，] ?", token)))
    return (whole,)


def _decimal(tokens: Sequence[str]) -> tuple[Decimal, ...]:
    """What 四点五 may be: 4.5, or half an hour of some kind, 4 and 5."""
    place = next(place for place, token in enumerate(tokens) if token in "点點")
    whole, rest = _values(tokens[:place])[0], tokens[place + 1 :]
    digits = "".join(str(DIGITS[token]) for token in rest if token in DIGITS)
    return Decimal(f"{whole}.{digits or 0}"), whole, _values(rest)[0]


def _positional(tokens: Sequence[str], span: Span) -> Reading:
    """Digits without units: a year, a number read digit by digit, or a guess such as 三五 (three to five)."""
    if any(token not in DIGITS for token in tokens):
        return Reading(span, tuple(map(_digit, tokens)), False)
    digits = [DIGITS[token] for token in tokens]
    whole = Decimal("".join(map(str, digits)))
    is_certain = len(digits) >= SPELLED
    return Reading(span, (whole,) if is_certain else (whole, *map(Decimal, digits)), is_certain)


def _digit(token: str) -> Decimal:
    return Decimal(DIGITS[token]) if token in DIGITS else figures(token)[0]


def _counted(tokens: Sequence[str], span: Span) -> Reading:
    """A numeral with 十, 百, 千, 万 or 亿; two digits side by side are a guess (十七八) with two values."""
    guess = next(
        (place for place, pair in enumerate(pairwise(tokens)) if all(DIGITS.get(token) for token in pair)),
        None,
    )
    if guess is None:
        values = _values(tokens)
    else:
        values = (*_values(_without(tokens, guess + 1)), *_values(_without(tokens, guess)))
    opens_with_digit = tokens[0] in DIGITS or tokens[0][0].isdecimal() or tokens[0] in "十拾"
    in_figures = any(token[0].isdecimal() for token in tokens)
    is_certain = (
        guess is None
        and opens_with_digit
        and values[0] >= SMALLEST_CERTAIN
        and (in_figures or values[0] not in ROUND)
    )
    return Reading(span, tuple(dict.fromkeys(values)), is_certain)


def _without(tokens: Sequence[str], place: int) -> list[str]:
    return [*tokens[:place], *tokens[place + 1 :]]


def _values(tokens: Sequence[str]) -> tuple[Decimal, ...]:
    """The value, and the colloquial one of 一百二 (120)."""
    total = section = Decimal(0)
    number: Decimal | None = None
    for token in tokens:
        if token in SMALL:
            section += (Decimal(1) if number is None else number) * SMALL[token]
            number = None
        elif token in LARGE:
            part = section + (number or 0)
            if LARGE[token] == 10**8:
                total = (total + (part or (0 if total else 1))) * LARGE[token]
            else:
                total += (part or 1) * LARGE[token]
            section, number = Decimal(0), None
        elif token in DIGITS and number is not None and token not in "零〇○":
            number = number * 10 + DIGITS[token]
        else:
            number = _digit(token) or None
    value = total + section + (number or 0)
    unit = 0
    if len(tokens) > 1:
        unit = SMALL.get(tokens[-2], 0) or LARGE.get(tokens[-2], 0)
    if unit >= 100 and number is not None and number < 10:
        return value, total + section + number * unit / 10
    return (value,)
