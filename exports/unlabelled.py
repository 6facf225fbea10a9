"""Texts without the label that opens them, as CAT tools look for them that cut labels off."""

from __future__ import annotations

import re

from duiqi.corpus.cutting import label_end
from duiqi.corpus.layout.separators import text_start
from duiqi.exports.hygiene import is_blank

# OmegaT's English rules end a sentence after any number with a full stop, `62/99. Assistance in mine action`,
# and after a number with points before a capital letter: `9.1 Neither Party`, perhaps an article's only one.
NUMBER = re.compile(r"(?P<number>\d[\d/.]*\.|\d+(?:\.\d+)+(?=\s+[A-Z]))\s")


def unlabelled(text: str, label: str) -> str:
    """The text without the label that opens it; empty where none does, or nothing else is there.

    The mark between a label in words and its text is left out, too.

    >>> unlabelled("第一条　为了", "第一条"), unlabelled("Urges all States", "1.")
    ('为了', '')
    >>> unlabelled("Article 1. Definitions", "Article 1"), unlabelled("第二章：工具", "第二章")
    ('Definitions', '工具')
    """
    end = label_end(text, label)
    rest = text[text_start(text, label, end) :].strip() if end else text
    return "" if len(rest) == len(text) or is_blank(rest) else rest


def unlabelled_pair(source: str, target: str, labels: tuple[str, str]) -> tuple[str, str] | None:
    """Both texts without their labels; None where the source opens with none that was typed.

    A target without a typed label stays whole: an application counted its number. A number that
    opens both texts is no label of a list, and is cut off as well.

    >>> unlabelled_pair("2. Urges all States", "敦促所有国家", ("2.", "2."))
    ('Urges all States', '敦促所有国家')
    >>> unlabelled_pair("62/99. Assistance", "62/99. 协助", ("", ""))
    ('Assistance', '协助')
    >>> unlabelled_pair("9.1 Neither Party", "9.1 任何一方", ("", ""))
    ('Neither Party', '任何一方')
    """
    if not any(labels) and (found := NUMBER.match(source)) and target.startswith(found["number"]):
        labels = found["number"], found["number"]
    bare = unlabelled(source, labels[0])
    return (bare, unlabelled(target, labels[1]) or target) if bare else None
