"""Text without a translation: empty, left in the language of the source, or left there in part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duiqi.aligner.check.unit import Hit, Unit, listed, spans
from duiqi.aligner.foreign import is_known, language_of, name_of
from duiqi.corpus.languages import is_chinese, same_language
from duiqi.corpus.model import Span
from duiqi.corpus.scripts import IDEOGRAPHS

LETTERS = re.compile(r"[^\W\d_]")
# Running text in small letters within Chinese: names, titles and abbreviations have capitals.
LATIN_RUN = re.compile(r"(?<![A-Za-z/.@-])[a-z]{2,}(?:[,;]?\s+[a-z]{2,}){2,}(?![A-Za-z/@-])")
HAN_RUN = re.compile(f"[{IDEOGRAPHS}]{{2,}}")
IN_BRACKETS = re.compile(r"[(（\[【“\"'‘《「『][^()（）]*[)）\]】”\"'’》」』]")
NOTE = re.compile(r"\W*(?:译者?注|譯者?註|translator.s note|trans\. note|TN:)", re.IGNORECASE)
SHORTEST_SAME = 3  # words, or ideographs that two languages may share


def check_empty(unit: Unit) -> Iterator[Hit]:
    """A source without a translation."""
    if LETTERS.search(unit.source) and not unit.target.strip():
        yield Hit("no translation", (Span(0, len(unit.source)),))


def check_added(unit: Unit) -> Iterator[Hit]:
    """A translation of nothing, but for a translator's note."""
    if LETTERS.search(unit.target) and not unit.source.strip() and not NOTE.match(unit.target):
        yield Hit("the source has no such text", (), (Span(0, len(unit.target)),))


def check_untranslated(unit: Unit) -> Iterator[Hit]:
    """A translation that repeats the source, is in its language, or has words of it left."""
    if not unit.is_paired or same_language(unit.source_lang, unit.target_lang):
        return
    whole = Hit("", (), (Span(0, len(unit.target)),))
    if _normal(unit.source) == _normal(unit.target):
        words = re.findall(r"[^\W\d_]{2,}", unit.target)
        small = [word for word in words if word.islower()]
        ideographs = len(re.findall(f"[{IDEOGRAPHS}]", unit.target))
        if len(small) >= SHORTEST_SAME or ideographs >= SHORTEST_SAME:
            yield whole._replace(message="the translation is the source")
        return
    seen = language_of(unit.target) if is_known(unit.source_lang) and is_known(unit.target_lang) else ""
    if seen and same_language(seen, unit.source_lang):
        yield whole._replace(message=f"the translation is in {name_of(unit.source_lang)}")
    else:
        yield from _left(unit)


def _left(unit: Unit) -> Iterator[Hit]:
    """Words of the source that are left in a translation of another script, not as a name or in brackets."""
    if is_chinese(unit.target_lang) == is_chinese(unit.source_lang):
        return
    target = IN_BRACKETS.sub(lambda match: " " * len(match[0]), unit.target)
    pattern = LATIN_RUN if is_chinese(unit.target_lang) else HAN_RUN
    left = [match for match in pattern.finditer(target) if match[0].lower() in unit.source.lower()]
    if left:
        yield Hit(f"left untranslated: {listed(match[0] for match in left)}", (), spans(left))


def _normal(text: str) -> str:
    return "".join(LETTERS.findall(text)).lower()
