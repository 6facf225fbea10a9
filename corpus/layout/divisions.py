"""Labels in words, `Article 4`, `第四条`, `Annex B`: the divisions of laws and contracts, and their numbers.

`Article 4 Acceptance` and `第四条验收` open a paragraph; `Article 4 of the Treaty` and `第四条规定` open a
sentence that refers to another. The text after the label tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duiqi.corpus.layout.labels import Label
from duiqi.corpus.layout.numerals import HAN_NUMBER, LATIN, NUMBER_WORDS, addition_numbers, numeral_readings
from duiqi.corpus.scripts import FIRST_WIDE

# Divisions that translators render by one another.
DIVISIONS = {
    "article": ("article", "clause", "rule", "item", *"§条條款项項"),
    "section": ("section",),
    "section of a chapter": ("节", "節"),
    "chapter": ("chapter", "章", "回"),
    "part": ("part", "编", "編", "分编", "分編", "部分", "部"),
    "title": ("title", "篇"),
    "book": ("book", "volume", "卷"),
    "act": ("act", "幕"),
    "scene": ("scene", "场", "場"),
    "annex": ("schedule", "annex", "appendix", "附件", "附录", "附錄", "附表"),
    "preamble": ("preamble", "序言"),
}
_DIVISION_OF = {name: division for division, names in DIVISIONS.items() for name in names}
# The sections of an English statute are the articles (条) of a Chinese one, those of its chapters are 节.
_ALSO = {
    frozenset(pair)
    for pair in (
        ("section", "article"),
        ("section", "section of a chapter"),
        ("part", "title"),
        ("part", "book"),
        ("book", "title"),
    )
}

# Beginnings of candidates. The first character is a class, so that the scanner skips to it.
START = re.compile(
    r"""
    [第附序§ABCIPRSTV] (?:
        (?<=第)\s?[\w] | (?<=附)[件录錄表] | (?<=序)\s?言 | (?<=§)
      | (?<=A)(?:rticle|RTICLE|nnex|NNEX|ppendix|PPENDIX|ct|CT)\s
      | (?<=B)(?:ook|OOK)\s
      | (?<=C)(?:lause|LAUSE|hapter|HAPTER)\s
      | (?<=I)(?:tem|TEM)\s
      | (?<=P)(?:art|ART|reamble|REAMBLE)\b
      | (?<=R)(?:ule|ULE)\s
      | (?<=S)(?:ection|ECTION|chedule|CHEDULE|cene|CENE)\s
      | (?<=T)(?:itle|ITLE)\s
      | (?<=V)(?:olume|OLUME)\s
    )
    """,
    re.VERBOSE,
)
NO_ARTICLE = re.compile("[款項项節节]|item", re.IGNORECASE)
_LATIN = rf"(?:\s?(?P<latin>{'|'.join(LATIN)})\b)?"  # `Article 20 bis`
_HAN = rf"(?:[{HAN_NUMBER}]{{1,9}}|\d{{1,5}})"
# After a Chinese label: the words of a sentence that refers to it.
REFERRED_TO = "(?:[规規所的和与與或至到及之第中款項项，者)）。；！？]|、第)"
# 条 counts roads, rivers and messages as well; acts of amendment speak of articles.
COUNTED = (
    "[路河街鱼魚线線船腿裤裙蛇狗龙龍]|[消信]息|[新旧]闻|[建提]议|理由|意见|评论|[约約]定|内容"
    "|修改为|增加|改为|删"
)
DIVISION = re.compile(
    rf"""
    (?P<label>
      (?: (?i:(?P<name>article|section|clause|rule|item|chapter|part|schedule|annex|appendix|title|book
            |volume|act|scene))\s{{1,8}}
        | (?P<sign>§)\s{{0,8}} )
      (?: (?P<decimal>\d{{1,5}}(?:[.–-]\d{{1,5}}){{0,4}}) (?P<inserted>[A-Za-z](?!\w))? {_LATIN}
        | (?P<roman>[IVXLC]{{1,9}}\b) {_LATIN.replace("latin", "after_roman")}
        | (?i:(?P<words>{NUMBER_WORDS}))
        | (?P<letter>[A-Z](?=[.:)]|\s*$|\s+[A-Z])) )
    ) (?![\w/]) [.:)]? (?= \s*$ | \s+[^\s\da-z(,;] | (?<=:)\s+\d )
  | (?P<han>
      第\s?(?P<number>{_HAN})\s?(?P<unit>部分|分?[编編]|[条條款項项章節节]|[回卷部篇幕场場](?=[\s:：]|\Z))
        (?:之(?P<added>[{HAN_NUMBER}]{{1,3}}))?
      | (?P<annex>附[件录錄表])\s?(?: (?P<count>{_HAN}) | (?P<sign_letter>[A-Z](?![A-Za-z])) )
    ) (?!\s?{REFERRED_TO}) (?! (?<=条)(?:{COUNTED})) [:：.、]?
  | (?P<preamble> (?:Preamble|PREAMBLE) [.:]? (?=\s*$|\s+[A-Z]) | 序\s?言 (?![中里的所和与、，]) [:：]? )
    """,
    re.VERBOSE,
)


def division_at(text: str, start: int = 0, end: int | None = None) -> Label | None:
    """The label in words at a place; sure where a space, a mark or nothing follows it.

    >>> division_at("Article 4 Acceptance").text, division_at("第四条验收").text
    ('Article 4', '第四条')
    >>> division_at("Article 4 of the Treaty"), division_at("第四条规定"), division_at("Part of it")
    (None, None, None)
    """
    found = DIVISION.match(text, start, len(text) if end is None else end)
    if found is None:
        return None
    if found["preamble"]:
        name = re.sub(r"[\s.:：]", "", found["preamble"])
        style, readings = name.lower(), [("", 1)]
    else:
        name = found["label"] or re.sub(r"\s", "", found["han"])
        style = (found["name"] or found["sign"] or found["unit"] or found["annex"]).lower()
        readings = _readings(found)
    numbered = tuple((style + kind, number) for kind, number in readings if number)
    if not numbered:
        return None
    following = text[found.end() : found.end() + 1]
    is_sure = not following.strip() or text[found.end() - 1] in ".:：、)"
    addition = found["added"] or found["inserted"] or found["latin"] or found["after_roman"]
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
    groups = "roman", "words", "letter", "sign_letter", "number", "count"
    return numeral_readings(next(numeral for name in groups if (numeral := found[name])))


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
    return _DIVISION_OF[(found["name"] or found["sign"] or found["unit"] or found["annex"]).lower()]


def is_article(label: str) -> bool:
    """Whether a label in words is of the divisions that laws and contracts are numbered by throughout.

    >>> [is_article(label) for label in ("第三条", "Section 3", "第三节", "第三项", "Item 3", "Annex B")]
    [True, True, False, False, False, False]
    """
    return division(label) in ("article", "section") and not NO_ARTICLE.search(label)


def are_rendered(first: str, second: str) -> bool:
    """Whether translators render one division by the other."""
    return bool(first) and (first == second or frozenset((first, second)) in _ALSO)
