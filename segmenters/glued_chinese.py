"""Where a Chinese heading ends that no mark sets apart: `租赁期限｜租赁期为两年。`, `安装｜安装时请……`."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache

from duiqi.corpus.scripts import HAN
from duiqi.segmenters import wordlists

LONGEST = 16  # characters of a heading
_NO_COUNT = "(?![年月日时分个名人元次天周岁号点万亿])"  # after a number: 3个, 12月 are in a sentence
# A number or a caption with which a heading may begin.
LABEL = re.compile(
    rf"(?P<caption>[图表圖]\s?\d{{1,3}}(?:[.-]\d{{1,3}})?\s?(?=[{HAN}]))"
    rf"|(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}[.、．]?\s{{0,3}}(?=[{HAN}]){_NO_COUNT}"
    rf"|[一二三四五六七八九十]{{1,3}}(?:、|\s+(?=[{HAN}]))|[（(][一二三四五六七八九十]{{1,3}}[）)])"
    rf"|(?P<chapter>第[一二三四五六七八九十百]{{1,4}}[章节回部编]\s{{0,3}}(?=[{HAN}]))"
)
FIRST_NUMBER = re.compile(rf"(?<=[{HAN}])1[.、．]?\s{{0,3}}(?=[{HAN}]){_NO_COUNT}")
NOTE = re.compile(
    rf"(?<=[\w）)”])(?=(?:[译譯]者?[注註]|[编編]者?[注註按]|资料来源|出席[：:]|列席[：:]|[（(【\[〔](?:[译譯]|[编編])者?[注註按]))"
    rf"|(?<=[{HAN}])(?=日期[：:]\d)|(?<=[{HAN}])(?<![议动订货系点间作])(?=(?:地点|时间|主持人|记录人|缺席|参加人)[：:])"
    rf"|(?<=[{HAN}”）])(?<![见如下上由据从在以和与及或于按参的是有用对到该本此中看])(?=[图表圖]\s?\d{{1,3}}(?:[.-]\d{{1,3}})?\s[{HAN}])"
)
_BARE = re.compile(rf"[{HAN}A-Za-z0-9、·“”（）]{{2,{LONGEST}}}")
# A heading ends with none of these, and begins with none of the others.
_NOT_LAST = frozenset(
    "的对在由和与及或为从向给把将被是有无不、于以至到并所其该本此这那可应须得因如若当使让令了着过"
)
_NOT_FIRST = re.compile("[未经经为在对凡因如若当除由自从按依根]|不得|任何|有下列|应当|可以")
_NOT_NEXT = re.compile(
    "[音墙板色了过着的和与及或、，。；：是应可等中内外上下时后前方里写讲说也还须被把没]|为(?!了)"
    "|不(?![同少论仅过管断])|很(?![多少久])|都(?!市)|部分|表明|显示|如下|包括|提[出到及]"
)
_SURNAME = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_OPENING = re.compile(rf"[{_SURNAME}][{HAN}]{{0,2}}?(?:先生|女士|博士|主席|主任|教授|经理|同志)|\d{{4}}年")
_CAPTION = re.compile(
    rf"[{HAN}、（）]{{2,16}}?(?:示意图|流程图|平面图|剖面图|[{HAN}]图|[{HAN}]表|情况|构成|比较|对比|分布|变化|趋势|结构|流程)(?=[{HAN}\d])(?![的和与及、图表])"
)
_MARK = re.compile("[，。；：！？、]")
TITLE = 30  # characters of the title of a document


# Single characters that open a sentence, and the characters with which they make another word.
_SINGLE = (
    "(?<![申邀聘提报恳])请",
    "(?<![应适相正不担恰])当(?![事地])",
    "(?<![各独亲来源出])自(?![动然己由行主来身])",
    "(?<![因对为由彼如])此",
    "(?<![原基成起诱病内外死])因(?![素果])",
    "(?<![即必麻])将(?![来军])",
    "(?<!应)该",
    "(?<![其吉])[他它]",
    "[她你您若凡每]",
    "(?<!自)我",
    "(?<!刹)[那这]",
)


@cache
def _openers() -> re.Pattern[str]:
    words = sorted(wordlists.words("zh.openers"), key=lambda word: (-len(word), word))
    return re.compile("|".join([*map(re.escape, words), *_SINGLE]))


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
    if style == "caption":
        found = _CAPTION.match(text, start)
        return (found.end(), True) if found else (0, False)
    listed = _listed(text, start, style)
    if listed or not style:
        return listed, bool(listed)
    found = _BARE.match(text, start)
    if found is None or _NOT_FIRST.match(text, start):
        return 0, False
    body = found[0]
    if _openers().match(body):
        return 0, False
    places = [
        at for at in range(2, len(body)) if body[at - 1] not in _NOT_LAST and len(text) - start - at >= 5
    ]
    said_again = [at for at in places if _is_said_again(body, at)]
    other = [
        at
        for at in places
        if body[at : at + 2] == body[:2]
        or _OPENING.match(text, start + at)
        or _openers().match(text, start + at)
    ]
    first = [*said_again[:1], *other[:1]]
    return (start + first[0], True) if first else (0, False)


def title_end(text: str, stop: int) -> int:
    """Where the title of a document ends before a heading of the list, 0 without one: `年度报告｜摘要`."""
    for at in range(3, min(stop, TITLE)):
        if _MARK.match(text, at):
            return 0
        if _listed(text, at, ""):
            return at
    return 0


def _is_said_again(body: str, at: int) -> bool:
    """Whether the end of a heading opens the sentence after it: 通过上次会议纪要｜上次会议纪要未作修改."""
    return any(body[at - size : at] == body[at : at + size] for size in range(2, at + 1))


def _listed(text: str, start: int, style: str) -> int:
    lists = wordlists.headed("zh.headings")
    names = lists["noun"] | lists["labelled"] if style else lists["noun"]
    for size in range(LONGEST, 1, -1):
        if text[start : start + size] in names and len(text) - start - size > 4:
            return 0 if _NOT_NEXT.match(text, start + size) else start + size
    return 0
