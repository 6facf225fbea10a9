"""Labels in words, `Article 4`, `第四条`, `Статья 4`, `Annex B`: the divisions of laws and contracts.

`Article 4 Acceptance` and `第四条验收` open a paragraph; `Article 4 of the Treaty` and `第四条规定` open a
sentence that refers to another. The text after the label tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duiqi.corpus.layout.division_names import DIVISION_OF, spelled
from duiqi.corpus.layout.labels import SPEAKING, Label
from duiqi.corpus.layout.number_words import NUMBER_WORDS, word_number
from duiqi.corpus.layout.numerals import HAN_NUMBER, LATIN, addition_numbers, numeral_readings
from duiqi.corpus.scripts import FIRST_WIDE


def _any_of(words: list[str]) -> str:
    """An expression for any of the words, by their first character: few of its branches are tried."""
    ends: dict[str, list[str]] = {}
    for word in words:
        ends.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{first}(?:{'|'.join(of_first)})" for first, of_first in ends.items())


def _capital(words: list[str]) -> list[str]:
    """Words as a label begins with them: with a capital, or in capitals."""
    return sorted({written for word in words for written in (word.capitalize(), word.upper())})


def _starts() -> str:
    """Beginnings of candidates. The first character is a class, so that the scanner skips to it."""
    ends: dict[str, list[str]] = {}
    for word in _capital(spelled()):
        ends.setdefault(word[0], []).append(re.escape(word[1:]))
    named = "".join(rf"|(?<={first})(?:{'|'.join(of_first)})(?!\w)" for first, of_first in ends.items())
    wide = r"(?<=第)\s?\w|(?<=附)[件录錄表]|(?<=序)\s?言|(?<=§)|(?<=제)\s?\d|(?<=별)[표지]|(?<=부)[록속]"
    return rf"[第附序§제별부{''.join(ends)}](?:{wide}{named})"


START = re.compile(_starts())
_ORDERED = ("part", "book", "chapter", "title", "section", "division", "act", "scene")
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
_NAMED = rf"""
    (?: (?i:(?P<name>{_any_of(spelled())}))(?:\s{{1,8}}|(?<=\.)) | (?P<sign>§)\s{{0,8}} )
    (?: (?i:nr|no|n[º°])\.?\s{{0,2}} | №\s{{0,2}} )?
    (?: (?P<decimal>\d{{1,5}}(?:[.–-]\d{{1,5}}){{0,4}}) (?: \.?[ºª°] | (?:er|re)\b )?
          (?P<inserted>[A-Za-z](?!\w))? {_LATIN}
      | \((?P<bracketed>\d{{1,3}})\)
      | (?P<roman>[IVXLC]{{1,9}})(?:er|re)?\b {_LATIN.replace("latin", "after_roman")}
      | (?i:(?P<words>{NUMBER_WORDS}))
      | (?P<letter>[A-Z](?=[.:)]|\s*$|\s+[A-Z])) )
  | (?P<ordinal>[^\W\d_]{{3,14}})\s(?i:(?P<ordered>{_any_of(spelled(_ORDERED))}))(?=[.:]|\s*$)
"""
DIVISION = re.compile(
    rf"""
    (?P<label> {_NAMED} ) (?![\w/])
    (?: (?={_BRACKETED})
      | (?:\.\s?[-–—](?=\s)|[.:)]|\s[-–—](?=\s))?
        (?= \s*$ | \s+(?!{_WESTERN})[^\s\da-z(,;،] | (?<=[.:])\s+\d ) )
  | (?P<han>
      第\s?(?P<number>{_HAN})\s?(?P<unit>部分|分?[编編]|[条條款項项章節节]|[回卷部篇幕场場](?=[\s:：]|\Z))
        (?:[之の](?P<added>[{HAN_NUMBER}]{{1,3}}))?
      | (?P<annex>附[件录錄表])\s?(?: (?P<count>{_HAN}) | (?P<sign_letter>[A-Z](?![A-Za-z])) )
    ) (?!\s?{REFERRED_TO}|{_PARTICLE}) (?! (?<=条)(?:{COUNTED})) [:：.、]?
  | (?P<korean>
      제\s?(?P<digits>\d{{1,5}})\s?(?P<korean_unit>[조항호장절편부권막])(?:의\s?(?P<korean_added>\d{{1,3}}))?
      | (?P<korean_annex>별표|별지|부록|부속서)\s?(?P<annex_digits>\d{{1,3}})
    ) (?=[\s.:(（]|\Z) (?!\s?{_KOREAN}) [.:]?
  | (?P<preamble> (?:{_any_of(_capital(spelled(("preamble",))))}) [.:]? (?=\s*$|\s+[^\sa-z])
      | 序\s?言 (?![中里的所和与、，]) [:：]? )
    """,
    re.VERBOSE,
)
_RUN_IN = ("article", "paragraph", "section", "division")
_ALONE = re.compile(rf"\W{{0,8}}(?:{_NAMED})", re.VERBOSE)
_NUMBER_WORD = re.compile(r"(?:[Tt]he\s)?[^\W\d_]{3,14}(?:[-\s][^\W\d_]{3,14})?(?=[.:])")
_MARK = re.compile(r"[.:]\s?[-–—]?(?=\s+\S)")
_STYLES = "name", "sign", "unit", "annex", "korean_unit", "korean_annex", "ordered"
_NUMERALS = (
    *("bracketed", "roman", "letter"),
    *("sign_letter", "number", "count", "digits", "annex_digits"),
)
_ADDITIONS = "added", "inserted", "latin", "after_roman", "korean_added"


def division_at(text: str, start: int = 0, end: int | None = None) -> Label | None:
    """The label in words at a place; sure where a space, a mark or nothing follows it.

    >>> division_at("Article 4 Acceptance").text, division_at("第四条验收").text
    ('Article 4', '第四条')
    >>> division_at("Article 4 of the Treaty"), division_at("第四条规定"), division_at("Part of it")
    (None, None, None)
    >>> division_at("Статья 4. Приёмка").text, division_at("제4조(검수)").text, division_at("Art. 4 Abs. 2")
    ('Статья 4', '제4조', None)
    """
    found = DIVISION.match(text, start, len(text) if end is None else end)
    if found is None:
        return None
    if found["preamble"]:
        name = re.sub(r"[\s.:：]", "", found["preamble"])
        style, readings = name.lower(), [("", 1)]
    else:
        if found["label"] and text[found.end() : found.end() + 9].lstrip()[:1].islower():
            return None
        name = found["label"] or re.sub(r"\s", "", found["han"] or found["korean"])
        style = (found["name"] or found["unit"] or _first_of(found, _STYLES)).lower()
        readings = _readings(found)
    numbered = tuple((style + kind, number) for kind, number in readings if number)
    if not numbered:
        return None
    following = text[found.end() : found.end() + 1]
    is_sure = not following.strip() or text[found.end() - 1] in ".:：、)"
    addition = _first_of(found, _ADDITIONS)
    return Label(name, start, found.end(), numbered, is_sure, addition_numbers(addition) if addition else ())


def divisions_in(text: str) -> Iterator[Label]:
    """All labels in words in a text, in order; candidates even in the middle of a sentence.

    >>> [label.text for label in divisions_in("Article 1 All are equal. 第二条 人人平等。")]
    ['Article 1', '第二条']
    """
    for found in START.finditer(text):
        at = found.start()
        is_inside = text[at] < FIRST_WIDE and text[at - 1 : at].isalnum()
        if not is_inside and (label := division_at(text, at)):
            yield label


def _readings(found: re.Match[str]) -> list[tuple[str, int]]:
    if decimal := found["decimal"]:
        section, _, last = re.sub("[–-]", ".", decimal).rpartition(".")
        return [(f" {section}.1" if section else "", int(last))]
    if word := found["words"] or found["ordinal"]:
        return [("", word_number(word))]
    return numeral_readings(found["number"] or _first_of(found, _NUMERALS))


def _first_of(found: re.Match[str], names: tuple[str, ...]) -> str:
    """The text of the first of the groups that took part in a match, "" without one."""
    return next((text for text in found.group(*names) if text), "")


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
    found = _ALONE.fullmatch(text, start, end)
    if found is None or (found["words"] and not word_number(found["words"])):
        return False
    name = found["name"] or found["sign"] or ""
    return DIVISION_OF.get(name.lower()) in _RUN_IN


def division(label: str) -> str:
    """The division that a label in words is of, "" for others.

    >>> division("Article 3"), division("第三条"), division("第二部分"), division("(c)")
    ('article', 'article', 'part', '')
    """
    found = DIVISION.match(label)
    if found is None:
        return ""
    if found["preamble"]:
        return "preamble"
    style = found["name"] or found["unit"] or _first_of(found, _STYLES)
    return DIVISION_OF.get(style.lower(), "")


def is_article(label: str) -> bool:
    """Whether a label in words is of the divisions that laws and contracts are numbered by throughout.

    >>> [is_article(label) for label in ("第三条", "Section 3", "第三节", "第三项", "Item 3", "Annex B")]
    [True, True, False, False, False, False]
    """
    return division(label) in ("article", "section")
