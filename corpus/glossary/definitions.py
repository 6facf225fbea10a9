"""Definitions: contexts in which the text says what a term means, or introduces it.

`"Deliverables" means …`, `“交付成果”是指……`, `(hereinafter the "Agreement")`, `（以下简称“本合同”）`.
"""

from __future__ import annotations

import re

from duiqi.corpus.glossary.model import Context
from duiqi.corpus.model import Span
from duiqi.corpus.scripts import IDEOGRAPHS

NEAR = 40  # characters before and after a term that are looked at
# An abbreviation in brackets may come between: “Adverse event” (AE) means …
_MEANS = re.compile(
    r"[\"”’」』]?\s?(?:\([^()]{1,24}\)|（[^（）]{1,24}）)?[\"”’」』]?[,，]?\s{0,2}"
    r"(?:means?\b|shall mean\b|refers? to\b|denotes?\b|is defined as\b|(?:是|系|即)指|指的是|定义为|定義為)"
    r"|[”」』]指",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:\bhereinafter\b[^()\"“]{0,30}|\(the |简称|簡稱|称为|稱為)\s?[\"“‘「『](?:the |an? )?$",
    re.IGNORECASE,
)
# This Software Licence Agreement (“Agreement”), 本软件许可协议（“本协议”）
_OPENS_BRACKET = re.compile(r"[(（]\s?[\"“‘「『](?:the |an? |本)?$", re.IGNORECASE)
_CLOSES_BRACKET = re.compile(r"[\"”’」』]\s?[)）]")
# A word before the term makes a longer term of it, which is the one that is defined: serious of serious
# adverse event; but not an article, `In this Law`, 所称 or 本.
_LONGER = re.compile(
    r"(?:(?<![A-Za-z])(?!(?i:the|an?|this|that|these|those|each|any|every|such|its|term|word|expression|phrase|and|or"
    r"|in|of|where|when|by|as|if)\s)[A-Za-z]{2,}[\s-]|[A-Za-z]-"
    rf"|(?![称稱为為的本该該其和与與或及中内內指即])[{IDEOGRAPHS}])$"
)
# Likewise what is before `of`: processing of personal data. But not in `the meaning of personal data`.
_LONGER_BY_OF = re.compile(
    r"(?<![A-Za-z])(?!(?i:meaning|definition|sense|concept|notion|term|word|purposes?)\s)[A-Za-z]{2,}\sof\s"
    r"(?:the\s|an?\s)?$"
)
# A term in quotation marks is all that they hold, but an article: “Special Categories of Data” is not data.
_CLOSES = re.compile(r"[\"”’」』]")
_OPENS = re.compile(r"[\"“‘「『](?:the |an? |本)?$", re.IGNORECASE)


def is_definition(context: Context) -> bool:
    """Whether a context defines or introduces its term, on either side.

    >>> text = '"Business Day" means a day other than a Sunday.'
    >>> is_definition(Context(text, "", Span(1, 13)))
    True
    >>> is_definition(Context("Five Business Days after that day.", "", Span(5, 18)))
    False
    >>> is_definition(Context("Overall survival means the time to death.", "", Span(8, 16)))
    False
    """
    sides = (context.source, context.source_span), (context.target, context.target_span)
    return any(span is not None and defines(text, span) for text, span in sides)


def defines(text: str, span: Span) -> bool:
    """Whether a text defines or introduces the term at a span.

    >>> defines("“提款期”指一个月。", Span(1, 4))
    True
    >>> defines("This Software Licence Agreement (“Agreement”) is made on that day.", Span(34, 43))
    True
    >>> defines("“Special Categories of Data” means data on health.", Span(23, 27))
    False
    """
    before, after = text[max(span.start - NEAR, 0) : span.start], text[span.end : span.end + NEAR]
    if _CALLED.search(before) or (_OPENS_BRACKET.search(before) and _CLOSES_BRACKET.match(after)):
        return True
    if _CLOSES.match(after) and not _OPENS.search(before):
        return False
    is_longer = _LONGER.search(before) or _LONGER_BY_OF.search(before)
    return bool(_MEANS.match(after)) and not is_longer
