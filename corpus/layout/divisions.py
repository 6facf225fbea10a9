"""Labels in words, `Article 4`, `第四条`, `Статья 4`, `Annex B`: the divisions of laws and contracts.

`Article 4 Acceptance` and `第四条验收` open a paragraph; `Article 4 of the Treaty` and `第四条规定` open a
sentence that refers to another. The text after the label tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from duiqi.corpus.layout.division_names import DIVISION_OF, spelled
from duiqi.corpus.layout.labels import SPEAKING, Label
from duiqi.corpus.layout.number_words import is_compound, word_number
from duiqi.corpus.layout.numerals import HAN_NUMBER, LATIN, STEM, addition_numbers, numeral_readings
from duiqi.corpus.scripts import FIRST_WIDE

# Names are looked up, each as a word of the text: an expression with all of them is slow to compile.
_LETTERS = r"[^\W\d_]{1,14}+"


def _capital(words: list[str]) -> list[str]:
    """Words as a label begins with them: with a capital, or in capitals."""
    return sorted({written for word in words for written in (word.capitalize(), word.upper())})


def _small(words: list[str]) -> frozenset[str]:
    """Words in small letters; the Turkish `kısım` also as `kisim`, the small letters of its capitals."""
    return frozenset(small for word in words for small in (word, word.upper().lower()))


_NAMES = _small(spelled())
_ORDERED = _small(spelled(("part", "book", "chapter", "title", "section", "division", "act", "scene")))
_BEGINNINGS = frozenset(word.removesuffix(".") for word in _capital(spelled()))
_INITIALS = "".join(sorted({word[0] for word in _BEGINNINGS}))

# Beginnings of candidates. The first character is a class, so that the scanner skips to it. A capital with
# the `rest` of its word is a candidate if the word is among _BEGINNINGS.
_START = re.compile(
    rf"[第附序§제별부{_INITIALS}](?:(?<=第)\s?\w|(?<=附)[件录錄表]|(?<=序)\s?言|(?<=§)|(?<=제)\s?\d"
    rf"|(?<=별)[표지]|(?<=부)[록속]|(?<=[{_INITIALS}])(?<![^\W_].)(?=(?P<rest>{_LETTERS})(?!\.\w)))"
)
_LATIN = rf"(?:\s?(?P<latin>{'|'.join(LATIN)})\b)?"  # `Article 20 bis`
_HAN = rf"(?:[{HAN_NUMBER}]{{1,9}}|\d{{1,5}})"
# After a label: words of a sentence that refers to it.
REFERRED_TO = f"(?:{SPEAKING}|[，者)）。；！？]|、第)"
_PARTICLE = f"(?:[はがをにで]|の(?![{HAN_NUMBER}]))"
_KOREAN = r"(?:제\s?\d|및|또는|내지|부터|에서|본문|단서|각|전단|후단|규정|소정|[,、·])"
_WESTERN = (  # German nouns and the names of laws have capitals, Arabic has none
    r"(?:Abs(?:atz|\.)|Satz\b|S\.|Nr\.|Nummer\b|Buchst|Unterabs|Halbs|Ziff|من\b|الفقرة|فقرة|أعلاه|المذكورة"
    r"|[A-ZÄÖÜ][\wäöü]{0,6}(?:GB|G|O|V)\s+[a-zäöü])"
)
# A title, `Article 1 (Purpose)`; `Article 4(2)` and `Article 4 (a) of` refer to an article.
_BRACKETED = r"\s?[(（](?:[^\W\d_]{3}|[\uac00-\ud7a3])[^()（）]{0,80}[)）]\s*(?:\Z|[^\sa-z,;])"
# 条 counts roads, rivers and messages as well; acts of amendment speak of articles.
COUNTED = (
    "[路河街鱼魚线線船腿裤裙蛇狗龙龍]|[消信]息|[新旧]闻|[建提]议|理由|意见|评论|[约約]定|内容"
    "|修改为|增加|改为|删"
)
_NAME = re.compile(
    rf"(?:(?P<name>{_LETTERS}\.?+)(?:\s{{1,8}}|(?<=\.))|(?P<sign>§)\s{{0,8}})"
    r"(?:(?i:nr|no|n[º°])\.?\s{0,2}|№\s{0,2})?"
)
# After the label: a mark, and then nothing or a text of its own.
_AFTER = rf"""
    (?![\w/])
    (?: (?={_BRACKETED})
      | (?:\.\s?[-–—](?=\s)|[.:)]|\s[-–—](?=\s))?
        (?= \s*$ | \s+(?!{_WESTERN})[^\s\da-z(,;،] | (?<=[.:])\s+\d ) )
"""
_NUMERAL = re.compile(
    rf"""
    (?P<numeral>
        (?P<decimal>\d{{1,5}}(?:[.–-]\d{{1,5}}){{0,4}}) (?: \.?[ºª°] | (?:er|re)\b )?
          (?P<inserted>[A-Za-z](?!\w))? {_LATIN}
      | \((?P<bracketed>\d{{1,3}})\)
      | (?P<roman>[IVXLC]{{1,9}})(?:er|re)?\b {_LATIN.replace("latin", "after_roman")}
      | (?P<letter>[A-Z](?=[.:)]|\s*$|\s+[A-Z])) ) {_AFTER}
    """,
    re.VERBOSE,
)
_AFTER_LABEL = re.compile(_AFTER, re.VERBOSE)
_WORDS = re.compile(r"(?:(?i:the)\s)?(?P<first>[^\W\d_]{2,14})\b(?:[-\s](?P<second>[^\W\d_]{2,14})\b)?")
_ORDINAL = re.compile(
    rf"(?P<ordinal>[^\W\d_]{{3,14}})\s(?P<ordered>{_LETTERS})(?=[.:]|\s*$)(?P<dot>\.(?=[.:]|\s*$))?"
)
_EASTERN_INITIALS = frozenset("第附제별부")


@cache
def _eastern_label() -> re.Pattern[str]:
    """A label in Chinese, Japanese or Korean. Compiled at its first use: that is slow."""
    return re.compile(
        rf"""
    (?P<han>
      第\s?(?P<number>{_HAN})\s?(?P<unit>部分|分?[编編]|[条條款項项章節节]|[回卷部篇幕场場](?=[\s:：]|\Z))
        (?:[之の](?P<added>[{HAN_NUMBER}]{{1,3}}))?
      | (?P<annex>附[件录錄表])\s?(?: (?P<count>{_HAN}) | (?P<sign_letter>[A-Z](?![A-Za-z]) | {STEM}) )
    ) (?!\s?{REFERRED_TO}|{_PARTICLE}) (?! (?<=条)(?:{COUNTED})) [:：.、]?
  | (?P<korean>
      제\s?(?P<digits>\d{{1,5}})\s?(?P<korean_unit>[조항호장절편부권막])(?:의\s?(?P<korean_added>\d{{1,3}}))?
      | (?P<korean_annex>별표|별지|부록|부속서)\s?(?P<annex_digits>\d{{1,3}})
    ) (?=[\s.:(（]|\Z) (?!\s?{_KOREAN}) [.:]?
    """,
        re.VERBOSE,
    )


_PREAMBLE = re.compile(
    rf"(?P<preamble>(?:{'|'.join(_capital(spelled(('preamble',))))})[.:]?(?=\s*$|\s+[^\sa-z])"
    r"|序\s?言(?![中里的所和与、，])[:：]?)"
)
_UNITS = frozenset(("unit", "annex", "korean_unit", "korean_annex"))
_NUMERALS = frozenset(
    ("bracketed", "roman", "letter", "sign_letter", "number", "count", "digits", "annex_digits")
)
_ADDITIONS = frozenset(("added", "inserted", "latin", "after_roman", "korean_added"))
_RUN_IN = ("article", "paragraph", "section", "division")
_MARKS_BEFORE = re.compile(r"\W{0,8}?(?=§\s?\w|\w)")
_NUMBER_WORD = re.compile(r"(?:[Tt]he\s)?[^\W\d_]{3,14}(?:[-\s][^\W\d_]{3,14})?(?=[.:])")
_MARK = re.compile(r"[.:]\s?[-–—]?(?=\s+\S)")


class _Division(NamedTuple):
    """A label in words, analysed.

    text      the label, without the mark after it
    name      the name of the division, in small letters
    readings  the styles that its number may be of; 0 is no number
    addition  what follows the number of an inserted article
    end       the end of the label and its mark
    """

    text: str
    name: str
    readings: list[tuple[str, int]]
    addition: str
    end: int


def division_at(text: str, start: int = 0, end: int | None = None) -> Label | None:
    """The label in words at a place; sure where a space, a mark or nothing follows it.

    >>> division_at("Article 4 Acceptance").text, division_at("第四条验收").text
    ('Article 4', '第四条')
    >>> division_at("Article 4 of the Treaty"), division_at("第四条规定"), division_at("Part of it")
    (None, None, None)
    >>> division_at("Статья 4. Приёмка").text, division_at("제4조(검수)").text, division_at("Art. 4 Abs. 2")
    ('Статья 4', '제4조', None)
    """
    found = _analysed(text, start, len(text) if end is None else end)
    numbered = (
        tuple((found.name + kind, number) for kind, number in found.readings if number) if found else ()
    )
    if found is None or not numbered:
        return None
    following = text[found.end : found.end + 1]
    is_sure = not following.strip() or text[found.end - 1] in ".:：、)"
    added = addition_numbers(found.addition) if found.addition else ()
    return Label(found.text, start, found.end, numbered, is_sure, added)


def divisions_in(text: str) -> Iterator[Label]:
    """All labels in words in a text, in order; candidates even in the middle of a sentence.

    >>> [label.text for label in divisions_in("Article 1 All are equal. 第二条 人人平等。")]
    ['Article 1', '第二条']
    """
    for found in _START.finditer(text):
        at = found.start()
        is_inside = text[at] < FIRST_WIDE and text[at - 1 : at].isalnum()
        if not is_inside and _is_beginning(found) and (label := division_at(text, at)):
            yield label


def may_be_division(text: str, start: int) -> bool:
    """Whether a label in words may begin at a place, by its first characters.

    >>> may_be_division("Article of faith", 0), may_be_division("Articles 1 and 2", 0)
    (True, False)
    """
    found = _START.match(text, start)
    return found is not None and _is_beginning(found)


def _is_beginning(found: re.Match[str]) -> bool:
    """Whether a word found is a name with a capital; what is found in other scripts always is one."""
    return found["rest"] is None or found[0] + found["rest"] in _BEGINNINGS


def _analysed(text: str, start: int, end: int) -> _Division | None:
    """The label in words at a place, with or without a number."""
    name = _NAME.match(text, start, end)
    if name and (name["sign"] or name["name"].lower() in _NAMES):
        found = _numbered(text, name, end)
    else:
        found = _eastern(text, start, end) or _ordinal(text, start, end)
    if found is None and (preamble := _PREAMBLE.match(text, start, end)):
        name_only = re.sub(r"[\s.:：]", "", preamble[0])
        return _Division(name_only, name_only.lower(), [("", 1)], "", preamble.end())
    # A sentence goes on after it: `Section 3 of`, `Artikel 4: und`.
    if found and found.text[0] < FIRST_WIDE and text[found.end : found.end + 9].lstrip()[:1].islower():
        return None
    return found


def _numbered(text: str, name: re.Match[str], end: int) -> _Division | None:
    """The label of a name and the numeral or the number word after it."""
    style = (name["name"] or name["sign"]).lower()
    if found := _NUMERAL.match(text, name.end(), end):
        label = text[name.start() : found.end("numeral")]
        groups = found.groupdict()
        return _Division(label, style, _readings(groups), _first_of(groups, _ADDITIONS), found.end())
    for stop in _word_ends(text, name.end(), end):
        if after := _AFTER_LABEL.match(text, stop, end):
            number = word_number(text[name.end() : stop])
            return _Division(text[name.start() : stop], style, [("", number)], "", after.end())
    return None


def _word_ends(text: str, start: int, end: int) -> Iterator[int]:
    """The ends of the number word at a place, `Twenty-One` and then `Twenty`; or of any one word."""
    if found := _WORDS.match(text, start, end):
        if found["second"] and is_compound(found["first"], found["second"]):
            yield found.end()
        yield found.end("first")


def _ordinal(text: str, start: int, end: int) -> _Division | None:
    """The label of a number word and a name, `Erster Teil`."""
    found = _ORDINAL.match(text, start, end)
    if found is None:
        return None
    name, stop = found["ordered"].lower(), found.end("ordered")
    if found["dot"] and name + "." in _ORDERED:
        name, stop = name + ".", stop + 1
    after = _AFTER_LABEL.match(text, stop, end) if name in _ORDERED else None
    readings = [("", word_number(found["ordinal"]))]
    return _Division(text[start:stop], name, readings, "", after.end()) if after else None


def _eastern(text: str, start: int, end: int) -> _Division | None:
    """A label in Chinese, Japanese or Korean."""
    if text[start : start + 1] not in _EASTERN_INITIALS:
        return None
    found = _eastern_label().match(text, start, end)
    if found is None:
        return None
    label = re.sub(r"\s", "", found["han"] or found["korean"])
    groups = found.groupdict()
    return _Division(
        label, _first_of(groups, _UNITS), _readings(groups), _first_of(groups, _ADDITIONS), found.end()
    )


def _readings(groups: Mapping[str, str | None]) -> list[tuple[str, int]]:
    if decimal := groups.get("decimal"):
        section, _, last = re.sub("[–-]", ".", decimal).rpartition(".")
        return [(f" {section}.1" if section else "", int(last))]
    return numeral_readings(_first_of(groups, _NUMERALS))


def _first_of(groups: Mapping[str, str | None], names: frozenset[str]) -> str:
    """The text of the first of some groups that took part in a match, "" without one."""
    return next((text for name, text in groups.items() if text and name in names), "")


def number_word_at(text: str, start: int = 0) -> Label | None:
    """The number word at a place with a mark after it, `One.`, `Primera.-`: a candidate for a label.

    >>> number_word_at("Primera.- Objeto"), number_word_at("One day.")
    (Label(text='Primera', start=0, end=9, readings=(('one', 1),), sure=False, added=()), None)
    """
    found = _NUMBER_WORD.match(text, start)
    mark = _MARK.match(text, found.end()) if found else None
    if found is None or mark is None or not (number := word_number(found[0])):
        return None
    return Label(found[0], start, mark.end(), (("one", number),))


def is_label_alone(text: str, start: int, end: int) -> bool:
    """Whether a stretch is nothing but an article's label: its full stop belongs to the text after it.

    A chapter is a sentence of its own (Chapter 1. In which we are introduced to Winnie-the-Pooh.).

    >>> is_label_alone("Art. 3. Terms", 0, 6), is_label_alone("Cláusula primera. Objeto", 0, 16)
    (True, True)
    >>> is_label_alone("See Art. 3. Terms", 0, 10), is_label_alone("Chapter 1. In which", 0, 9)
    (False, False)
    """
    before = _MARKS_BEFORE.match(text, start, end)
    name = _NAME.match(text, before.end(), end) if before else None
    if name is None or DIVISION_OF.get((name["name"] or name["sign"]).lower()) not in _RUN_IN:
        return False
    if found := _NUMERAL.match(text, name.end(), end):
        return found.end("numeral") == end
    return end in _word_ends(text, name.end(), end) and word_number(text[name.end() : end]) > 0


@lru_cache(maxsize=1 << 12)
def division(label: str) -> str:
    """The division that a label in words is of, "" for others.

    >>> division("Article 3"), division("第三条"), division("第二部分"), division("(c)")
    ('article', 'article', 'part', '')
    """
    found = _analysed(label, 0, len(label))
    return DIVISION_OF.get(found.name, "") if found else ""


def is_article(label: str) -> bool:
    """Whether a label in words is of the divisions that laws and contracts are numbered by throughout.

    >>> [is_article(label) for label in ("第三条", "Section 3", "第三节", "第三项", "Item 3", "Annex B")]
    [True, True, False, False, False, False]
    """
    return division(label) in ("article", "section")
