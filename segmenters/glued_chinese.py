"""Where a Chinese heading ends that no mark sets apart: `租赁期限｜租赁期为两年。`, `安装｜安装时请……`."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache

from duiqi.corpus.scripts import HAN
from duiqi.segmenters import wordlists

LONGEST = 16  # characters of a heading
# A number or a caption with which a heading may begin.
LABEL = re.compile(
    rf"(?P<caption>[图表圖]\s?\d{{1,3}}(?:[.-]\d{{1,3}})?\s?(?=[{HAN}]))"
    rf"|(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}[.、．]?\s{{0,3}}(?=[{HAN}])(?![年月日时分个名人元次天周岁号点万亿])"
    rf"|[一二三四五六七八九十]{{1,3}}、|[（(][一二三四五六七八九十]{{1,3}}[）)])"
    rf"|(?P<chapter>第[一二三四五六七八九十百]{{1,4}}[章节回部编]\s{{0,3}}(?=[{HAN}]))"
)
FIRST_NUMBER = re.compile(
    rf"(?<=[{HAN}])1[.、．]?\s{{0,3}}(?=[{HAN}])(?![年月日时分个名人元次天周岁号点万亿])"
)
NOTE = re.compile(
    rf"(?<=[\w）)”])(?=(?:[译譯]者?[注註]|[编編]者?[注註按]|资料来源|出席[：:]|列席[：:]|[（(【\[〔](?:[译譯]|[编編])者?[注註按]))"
    rf"|(?<=[{HAN}])(?=日期[：:]\d)"
)
_BARE = re.compile(rf"[{HAN}A-Za-z0-9、·“”（）]{{2,{LONGEST}}}")
# A heading ends with none of these, and begins with none of the others.
_NOT_LAST = frozenset(
    "的对在由和与及或为从向给把将被是有无不、于以至到并所其该本此这那可应须得因如若当使让令"
)
_NOT_FIRST = re.compile("[未经经为在对凡因如若当除由自从按依根]|不得|任何|有下列|应当|可以")
_NOT_NEXT = "的和与及或、，。；：:是为应可等中内外上下时后前方"
_SURNAME = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_PERSON = re.compile(rf"[{_SURNAME}][{HAN}]{{0,2}}?(?:先生|女士|博士|主席|主任|教授|经理|同志)")
_YEAR = re.compile(r"\d{4}年")


@cache
def _openers() -> re.Pattern[str]:
    words = sorted(wordlists.words("zh.openers"), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


def opening(text: str) -> list[int]:
    """Where notes begin within a sentence, without a mark before them.

    >>> opening("第一条租赁标的译注：原文有误。"), opening("请注意：原文有误。")
    ([7], [])
    """
    return [found.end() for found in NOTE.finditer(text)]


def heading_end(text: str, start: int, style: str, seen: Container[str]) -> tuple[int, bool]:
    """Where the heading ends that begins at a place, and whether that is sure; 0 without one.

    style  of the label before it, "" without one
    seen   not used in Chinese, which has no capitals

    >>> heading_end("合同解除任何一方可以解除本合同。", 0, "article", ())
    (4, True)
    >>> heading_end("国家对湿地实行分级管理。", 0, "article", ())
    (0, False)
    """
    listed = _listed(text, start, style)
    if listed or not style:
        return listed, bool(listed)
    found = _BARE.match(text, start)
    if found is None or _NOT_FIRST.match(text, start):
        return 0, False
    body = found[0]
    if _openers().match(body):
        return 0, False
    for at in range(2, len(body)):
        if body[at - 1] in _NOT_LAST or len(text) - start - at < 5:
            continue
        is_opener = _openers().match(text, start + at) or _PERSON.match(text, start + at)
        if is_opener or _YEAR.match(text, start + at):
            return start + at, True
        pair = text[start + at : start + at + 2]
        if pair in (body[:2], body[at - 2 : at]) or (len(pair) == 2 and _is_said_again(body, at)):
            return start + at, True
    return 0, False


def _is_said_again(body: str, at: int) -> bool:
    """Whether the end of a heading opens the sentence after it: 通过上次会议纪要｜上次会议纪要未作修改."""
    return any(body[at - size : at] == body[at : at + size] for size in range(2, at + 1))


def _listed(text: str, start: int, style: str) -> int:
    lists = wordlists.headed("zh.headings")
    names = lists["noun"] | lists["labelled"] if style else lists["noun"]
    for size in range(LONGEST, 1, -1):
        if text[start : start + size] in names and len(text) - start - size > 4:
            return start + size if text[start + size] not in _NOT_NEXT else 0
    return 0
