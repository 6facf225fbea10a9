"""Headings of articles that are run in, after their label and before their text.

`第一条 租赁标的 甲方将房屋出租给乙方。` and `Article 1 Object The landlord lets the flat.` were two lines
each. Brackets may set it off. In Chinese white space ends such a heading; elsewhere capitals do, or a word
that begins a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from duiqi.corpus.languages import is_spaced, primary
from duiqi.corpus.layout.divisions import is_article
from duiqi.corpus.layout.labels import Label
from duiqi.corpus.model import APART, Document
from duiqi.corpus.scripts import HAN

FEWEST = 2  # articles with a heading, and half of all, or none has one
# `제1조(목적) 이 법은`, `Article 1 (Purpose) The purpose`
_BRACKETED = re.compile(r"\s{0,8}[（(][^\W\d_]{2}[^()（）]{0,80}[)）]\s*(?=\S)")
_CAPITALS = re.compile(
    r"\s{0,8}(?:[A-Z][A-Z’'-]+|&|[AO]F?)(?:\s(?:[A-Z][A-Z’'/-]*|&)){0,9}\s{1,8}(?=[A-Z][a-z]|A\s[a-z])"
)
_SMALL = "of|the|and|to|for|in|on|or|a|an|by|with|&"  # in titles, other words have capitals
# A title does not go on with these; the second list does so only before a small letter.
_OPENS = "The|This|These|Those|Each|Every|Any|All|If|Where|When|Neither|Either|Both|Such|It|Unless|Should"
_MAY_OPEN = "A|An|In|No|For|On|Upon"
_TITLE = re.compile(
    rf"\s{{0,8}}(?!(?:{_OPENS}|{_MAY_OPEN})\s)[A-Z][\w’'-]*"
    rf"(?:\s(?:{_SMALL})|\s(?!(?:{_OPENS})\s)[A-Z][\w’'-]*){{0,9}}?"
    rf"(?<!\s[a-z]{{2}})(?<!\s[a-z]{{3}})\s{{1,8}}(?=(?:{_OPENS})\s|(?:{_MAY_OPEN})\s[a-z])"
)


@cache
def _unspaced() -> re.Pattern[str]:
    """Chinese characters, and Latin words among them (API接口); English alone has such spaces anywhere."""
    return re.compile(
        rf"\s{{0,8}}(?=[A-Za-z0-9、·（）()]{{0,19}}[{HAN}])[{HAN}A-Za-z0-9、·（）()]{{2,20}}"
        r"[ \t\u3000]{1,8}(?=[^\s。；]{2,})"
    )


def heading_ends(document: Document, labels: Mapping[int, Sequence[Label]]) -> dict[int, list[int]]:
    """The ends of headings that are run in, by paragraph, as offsets into its text.

    labels  the labels in words within the paragraphs, besides those that open them
    """
    found: list[tuple[int, int]] = []
    count = 0
    for number, paragraph in enumerate(document.paragraphs):
        if paragraph.kind in APART:
            continue
        own = labels.get(number, ())
        starts = [0] if is_article(paragraph.label) else []
        starts += [label.end for label in own if is_article(label.text)]
        stops = [label.start for label in own if label.start >= 0]
        for start in starts:
            stop = min((place for place in stops if place >= start), default=len(paragraph.text))
            text = paragraph.text[start:stop].rstrip()
            count += bool(text)
            if text[-1:] in ".。!！?？；;:：" and (end := _heading_end(text, document.lang)):
                found.append((number, start + end))
    if len(found) < FEWEST or 2 * len(found) < count:
        return {}
    ends_of: dict[int, list[int]] = {}
    for number, end in found:
        ends_of.setdefault(number, []).append(end)
    return ends_of


def _heading_end(text: str, lang: str) -> int:
    """The end of the heading that a text begins with, the white space after it included; 0 without one."""
    found = _BRACKETED.match(text)
    if found is None and not is_spaced(lang):
        found = _unspaced().match(text)
    elif found is None:
        found = _CAPITALS.match(text) or (_TITLE.match(text) if primary(lang) == "en" else None)
    return found.end() if found else 0
