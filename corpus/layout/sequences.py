"""Sequences of labels: 1, 2, 3 in order, a few missing at most.

A digit and a dot alone prove nothing. Only where the next or the previous number of the same
style is near are they a label, so *62/99.*, *Corr.3.*, a date or a decimal are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from duiqi.corpus.layout.chains import MISSING, longest, nested, with_missing
from duiqi.corpus.layout.divisions import division, divisions_in, is_article
from duiqi.corpus.layout.labels import Label, label_at, run_in_articles, run_in_headings
from duiqi.corpus.layout.numerals import HAN_NUMBER, STEMS
from duiqi.corpus.scripts import FIRST_WIDE

INLINE = re.compile(
    rf"(?<![\w.])\d{{1,3}}\s?[.．、](?!\d)|(?<![\w.(（])(?:\d{{1,2}}|[a-z])\)(?=\s)|[(（]\s?(?:\d{{1,2}}|[a-z]|[ivxl]{{2,6}}|[{HAN_NUMBER}]{{1,3}})\s?[)）]"
    rf"|(?<![{HAN_NUMBER}])[{HAN_NUMBER}]{{1,3}}、|(?<![{STEMS}、])[{STEMS}]、(?!\s?[{STEMS}])|第\s?(?:[{HAN_NUMBER}]{{1,9}}|\d{{1,5}})\s?[条條](?:之[{HAN_NUMBER}]{{1,3}})?(?=\s)"
)
SENTENCE = re.compile(r"[.!?。！？；;]\s*\S")  # a mark within
CLAUSE_END = re.compile(r"[;:.!?；：。！？…]\s*\Z|\A\s*\Z")
# With white space after the number, no mark is needed before a chapter.
CHAPTER_INLINE = re.compile(rf"第\s?[{HAN_NUMBER}]{{1,4}}\s?[章编編](?=[\s\u3000])")
MARK = re.compile(r"[,;:!?，；：。！？…]|[^\W\d]\.(?=\s)")
# A word before a heading or an article that a sentence speaks of.
SPOKEN_OF = re.compile(
    r"(?:[在于於按照依据據见見如和与與及或以对對从從]|(?<![自理])由"
    r"|\b(?:in|of|to|by|under|and|or|see|with|from|than|per))\s*\Z",
    re.I,
)
# Chapters without a number, after the end of a clause.
UNNUMBERED = re.compile(r"[；。！？]\s?(?:附则|附則|总则|總則|序言|前言)\s?\Z")
# A character before an article that is referred to: 本法第二条, 违反第二条.
NAMING = frozenset("法典例约約程反合用除款项項条條》，、（(")
# The end of a law's title; 本法 and 该条例 are of no title.
TITLE_END = re.compile(r"[^本该該此其前上述][法典例约約程》）)]\s*\Z|条例\s*\Z")
REFERRING = re.compile(rf"{SPOKEN_OF.pattern}|[第条條款项項]\s*\Z", re.I)
_AND_OR = "(?:and|or|und|oder|et|ou|y|o|e|и|или)"
BEFORE_ITEM = re.compile(rf"[,;:.!?，；：。！？…)\]）】》」』”\"*]\s*\Z|\A\s*\Z|[,;，；]\s?{_AND_OR}\s\Z")
# The end of the last item but one.
BEFORE_LAST_ITEM = re.compile(rf"[,;，；]\s?(?:{_AND_OR}|[和与及或并]|以及|或者|并且)\s?\Z")

FEWEST = 3  # items of a list without marks, or of a short text that is one
HEADING = 60  # characters; a heading without a mark at its end is no longer


def inline_labels(text: str, start: int, end: int, headings: Sequence[int] = ()) -> list[Label]:
    """Labels of paragraphs in a text without line breaks, in order: 1., (a), (b), 2. and so on.

    headings  where headings begin: an article may follow one of them without a mark between

    Chains are looked for, the longest first: at least three in a row, then chains between
    its members. There two are enough, if each comes after the end of a clause. Where no mark ends the
    items, the text is a list if it begins with the first.
    """
    every = [label for m in INLINE.finditer(text, start, end) if (label := label_at(text, m.start(), end))]
    found = [
        label
        for label in every
        if label.sure or BEFORE_ITEM.search(text[max(start, label.start - 8) : label.start])
    ]
    found += [
        label
        for label in run_in_articles(text, start, end)
        if _begins_clause(text, start, label.start, headings)
    ]

    def is_firm(label: Label) -> bool:
        return CLAUSE_END.search(text[max(start, label.start - 6) : label.start]) is not None

    found.sort(key=attrgetter("start"))
    chain = nested([label for label in found if not label.added], 3, is_firm)
    loose = [*every, *run_in_articles(text, start, end)] if found else []
    marked = {label.start for label in found}
    loose = [
        one
        for one in loose
        if not one.added and (one.start in marked or not _is_spoken_of(text, one.start, start))
    ]
    # A heading without a mark may be before some of them, not before most. Items in brackets may be
    # within a sentence: `means (i) the power or (ii) the ownership`.
    opening = [one for one in loose if not chain or one.start in marked or one.text[-1] not in ")）"]
    longer = nested(sorted(opening, key=attrgetter("start")), 3, is_firm)
    known = sum(label.start in marked for label in longer)
    if len(longer) > len(chain) and 2 * known >= max(len(longer), 4):
        chain = longer
    return _with_inserted(with_missing(chain, loose), found) or _unmarked_list(text, every, start)


def _is_spoken_of(text: str, at: int, start: int) -> bool:
    return REFERRING.search(text[max(start, at - 8) : at]) is not None


def _with_inserted(chain: Sequence[Label], labels: Sequence[Label]) -> list[Label]:
    """The chain, and the labels of inserted articles (第二十条之一) right after their article in it."""
    inserted = [label for label in labels if label.added]
    last: dict[str, int] = {}
    found = []
    for label in sorted({*chain, *inserted}, key=attrgetter("start")) if inserted else chain:
        if label.added and not any(last.get(style) == number for style, number in label.readings):
            continue
        last |= dict(label.readings)
        found.append(label)
    return found


def _unmarked_list(text: str, labels: Sequence[Label], start: int) -> list[Label]:
    """The items of a list without marks at their ends: `（一）许可 （二）监测 （三）报告`.

    A number with a dot is an item after white space only, and none is one after a word that refers to it.
    """
    items = []
    for label in labels:
        before = text[max(start, label.start - 8) : label.start]
        is_apart = not before or before[-1].isspace() or label.text[0] in "(（"
        if is_apart and not REFERRING.search(before):
            items.append(label)
    if not items or items[0].start != start:
        return []
    best: list[Label] = []
    for style, number in items[0].readings:
        numbered = [(label, dict(label.readings)[style]) for label in items if style in dict(label.readings)]
        chain = longest(numbered) if number == 1 else []
        best = chain if len(chain) > len(best) and chain[0] is items[0] else best
    return best if len(best) >= FEWEST else []


def inline_headings(text: str, start: int, end: int) -> list[int]:
    """Where chapters, sections and annexes begin in a text without line breaks, ascending.

    A heading begins after the end of a clause or after another heading, and its number runs on from the
    one before of its kind, or begins again at 1. Of a kind that is there once, none is a heading.
    The first may follow the title of the text without a mark between. A chapter with white space after
    its number needs no mark before it.
    """
    chapters = [m.start() for m in CHAPTER_INLINE.finditer(text, start, end)]
    places = chapters if len(chapters) > 1 else []
    members: dict[str, list[tuple[int, int]]] = {}
    last: tuple[int, str] | None = None
    for label in run_in_headings(text, start, end):
        before = [last[0]] if last and last[1] not in dict(label.readings) else []
        if last is None and label.readings[0][1] == 1:
            before = [start]  # the title
        if not _begins_clause(text, start, label.start, before):
            continue
        for style, value in label.readings:
            known = members.setdefault(style, [])
            if value == 1 or (known and 0 < value - known[-1][1] <= 1 + MISSING):
                known.append((label.start, value))
                last = label.start, style
    for style, known in members.items():
        if len({value for _, value in known}) > 1:
            places += [place for place, _ in known]
            places += _missing_heading(text, start, end, style, known)
    return sorted(set(places))


def _missing_heading(
    text: str, start: int, end: int, style: str, known: Sequence[tuple[int, int]]
) -> Iterator[int]:
    """Places of headings whose numbers a sequence lacks: another without a mark is before them."""
    for (before, value), (after, next_value) in pairwise(known):
        if next_value != value + 2:
            continue
        between = [
            label.start
            for label in run_in_headings(text, before + 1, min(after, end))
            if (style, value + 1) in label.readings
            and not SPOKEN_OF.search(text[max(start, label.start - 8) : label.start])
        ]
        if len(between) == 1:
            yield between[0]


def inline_divisions(text: str) -> list[Label]:
    """Labels in words of a paragraph that holds several articles, in order; empty where it does not.

    The numbers of its articles must run on. An article begins with the paragraph, after the end of a
    clause, after white space in Chinese, or after a heading or a title. Where that makes no sequence,
    it may begin anywhere but after a word that refers to it (依照本法第五条), if few numbers are missing.

    >>> [label.text for label in inline_divisions("第一条 出租 第二条 依照本法第五条执行 第三条 承租")]
    ['第一条', '第二条', '第三条']
    """
    found = [*divisions_in(text)]
    if len(found) < 2:
        return []
    # `第五百条 第五百零一条 判决如下`: a label right before another one is a reference.
    bare = {a.start for a, b in pairwise(found) if is_article(b.text) and not text[a.end : b.start].strip()}
    found = [
        label
        for label in found
        if not (_is_referred_to(text, label) or (label.start in bare and is_article(label.text)))
    ]
    first_word = len(text) - len(text.lstrip())
    above = [label.start for label in found if not is_article(label.text) and _is_apart(text, label)]
    articles = [label for label in found if is_article(label.text)]
    if above and articles and above[0] <= first_word and _is_title_between(text, above[0], articles[0].start):
        first_word = articles[0].start  # a chapter's heading opens the text, and the article follows
    plain = [label for label in articles if not label.added]
    # 某某法第一条 may be a law's title and its first article where two more begin as articles do.
    is_law = sum(label.readings[0][1] in (2, 3) and _is_apart(text, label) for label in plain) > 1
    firm = [
        label
        for label in plain
        if _is_apart(text, label)
        or _begins_clause(text, 0, label.start, above)
        or (label is plain[0] and _is_after_title(text, label, of_law=is_law))
    ]
    chain = _articles(firm, first_word, 2)
    if chain:
        loose = [label for label in plain if label.end <= chain[0].start]
        first = [label for label in loose if _follows(chain[0], label)]
        chain = [*first[-1:], *chain]
    else:
        chain = _articles([label for label in plain if _opens_text(text, label)], first_word, 3)
        gaps = sum(not _follows(after, before) for before, after in pairwise(chain))
        if 4 * gaps > len(chain) and SENTENCE.search(text):
            return []
    if not chain:
        return []
    others = [
        label
        for label in found
        if not is_article(label.text)
        and (_is_apart(text, label) or (label is found[0] and _is_after_title(text, label, of_law=is_law)))
    ]
    inserted = [label for label in articles if label.added and _is_apart(text, label)]
    return sorted([*_with_inserted(chain, inserted), *others], key=attrgetter("start"))


def preamble_in(text: str) -> Label | None:
    """The label of a preamble at the beginning of a text, or after no more than a title."""
    for label in divisions_in(text[: 2 * HEADING]):
        if division(label.text) == "preamble":
            is_near = label.start <= HEADING and not MARK.search(text, 0, label.start)
            return label if is_near and not _is_referred_to(text, label) else None
    return None


def _articles(labels: Sequence[Label], first_word: int, least: int) -> list[Label]:
    """The longest sequence of articles: at least `least` from the first word or from 1, else three."""
    by_style: dict[str, list[tuple[Label, int]]] = {}
    for label in labels:
        for style, number in label.readings:
            by_style.setdefault(style, []).append((label, number))
    best: list[Label] = []
    for style, numbered in by_style.items():
        before = numbered[0][1] - 1 if numbered[0][0].start <= first_word else 0
        chain = longest([(label, number - before) for label, number in numbered if number > before])
        is_first = bool(chain) and (chain[0].start <= first_word or dict(chain[0].readings)[style] == 1)
        if len(chain) > len(best) and len(chain) >= (least if is_first else 3):
            best = chain
    return best


def _is_title_between(text: str, start: int, stop: int) -> bool:
    """Whether a heading that begins at a place may reach to another."""
    return 0 < stop - start <= HEADING and not MARK.search(text, start, stop)


def _follows(label: Label, before: Label) -> bool:
    """Whether a label's number is the next after that of one before, in a style of both."""
    earlier = dict(before.readings)
    return any(style in earlier and number == earlier[style] + 1 for style, number in label.readings)


def _is_referred_to(text: str, label: Label) -> bool:
    return SPOKEN_OF.search(text[max(0, label.start - 8) : label.start]) is not None


def _is_apart(text: str, label: Label) -> bool:
    """Whether a clause ends before a label, or, in Chinese, white space is there."""
    before = text[max(0, label.start - 6) : label.start]
    is_spaced = before[-1:].isspace() and label.text[0] >= FIRST_WIDE
    return is_spaced or CLAUSE_END.search(before) is not None


def _is_after_title(text: str, label: Label, *, of_law: bool) -> bool:
    """Whether nothing but a title may be before a label; that of a law ends as a reference to it does."""
    if label.start > HEADING or MARK.search(text, 0, label.start):
        return False
    return _opens_text(text, label) or (of_law and TITLE_END.search(text, 0, label.start) is not None)


def _opens_text(text: str, label: Label) -> bool:
    """Whether nothing shows that a sentence refers to a label: its end after it, or a law before it."""
    is_last = text[label.end - 1 : label.end] in ".:" or not text[label.end : label.end + 20].strip()
    return not is_last and text[max(0, label.start - 1) : label.start] not in NAMING


def _begins_clause(text: str, start: int, at: int, headings: Sequence[int] = ()) -> bool:
    """Whether a clause ends before a place, or nothing but a heading is before it."""
    if CLAUSE_END.search(text[max(start, at - 6) : at]) or UNNUMBERED.search(text[max(start, at - 8) : at]):
        return True
    before = bisect_left(headings, at)
    if not before or at - headings[before - 1] > HEADING:
        return False
    return not (
        MARK.search(text, headings[before - 1], at) or SPOKEN_OF.search(text[max(start, at - 8) : at])
    )
