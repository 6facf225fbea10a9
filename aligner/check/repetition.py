"""The same text translated in two ways, and two texts translated in the same way."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from duiqi.aligner.check.unit import Hit, Unit, quoted
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.model import Span

SIGNIFICANT = re.compile(r"[^\W_]+")
LABEL = re.compile(r"\s*[(（\[]?(?:\d+(?:\.\d+)*|[a-z]|[ivx]+|[一二三四五六七八九十]+)[)）\]、.．]\s*")
SENTENCE_END = re.compile(r"[.。!！?？…]['\"’”」』)）]*\s*$|^[-–—“\"「『]")
# A sentence of fewer words, or ideographs, is said in many ways in the same book: “Yes.”, “好的。”
FEWEST_WORDS, FEWEST_IDEOGRAPHS = 5, 8


def check_translations(units: Iterable[Unit]) -> Iterator[tuple[Unit, Hit]]:
    """A source that is translated in several ways, reported where it is translated as it seldom is."""
    yield from _several(units, _source, _target, "translated otherwise")


def check_sources(units: Iterable[Unit]) -> Iterator[tuple[Unit, Hit]]:
    """A translation of several sources, reported where it has the rarer of them."""
    yield from _several(units, _target, _source, "the translation of another text")


Side = Callable[[Unit], tuple[str, str]]


def _several(units: Iterable[Unit], one: Side, other: Side, message: str) -> Iterator[tuple[Unit, Hit]]:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in units:
        if unit.is_paired and not _is_common(*one(unit)):
            groups[_normal(one(unit)[0])][_normal(other(unit)[0])] += 1
    several = {key: count for key, count in groups.items() if len(count) > 1}
    if not several:
        return
    shown: dict[str, tuple[str, str]] = {}
    for unit in units:
        key, value = _normal(one(unit)[0]), _normal(other(unit)[0])
        if key in several and several[key].most_common(1)[0][0] == value:
            shown.setdefault(key, (other(unit)[0], unit.bead.id))
    for unit in units:
        key, value = _normal(one(unit)[0]), _normal(other(unit)[0])
        if unit.is_paired and key in several and several[key].most_common(1)[0][0] != value:
            text, place = shown[key]
            marks = _changed(other(unit)[0], text)
            hit = ((), marks) if other is _target else (marks, ())
            found = f"{message} in {place}: {quoted(text)}"
            yield unit, Hit(found, *hit)


def _source(unit: Unit) -> tuple[str, str]:
    return unit.source, unit.source_lang


def _target(unit: Unit) -> tuple[str, str]:
    return unit.target, unit.target_lang


def _normal(text: str) -> str:
    """The letters and figures of a text, without its label and its case: marks and spaces do not count."""
    label = LABEL.match(text)
    rest = text[label.end() :] if label else text
    words = SIGNIFICANT.findall(unicodedata.normalize("NFKC", rest).casefold())
    return " ".join(words[:-1] if words[-1:] in (["and"], ["or"]) else words)  # the end of an item in a list


def _is_common(text: str, lang: str) -> bool:
    """Whether a text is too short to be the same sentence by more than chance, or has no letters."""
    words = [word for word in SIGNIFICANT.findall(text) if not word.isdecimal()]
    if not SENTENCE_END.search(text):
        return not words
    size = len(words) if is_spaced(lang) else sum(map(len, words))
    return size < (FEWEST_WORDS if is_spaced(lang) else FEWEST_IDEOGRAPHS)


def _changed(text: str, other: str) -> tuple[Span, ...]:
    """From the first to the last character in which a text differs from another."""
    start = 0
    while start < min(len(text), len(other)) and text[start] == other[start]:
        start += 1
    end, end_of_other = len(text), len(other)
    while end > start and end_of_other > start and text[end - 1] == other[end_of_other - 1]:
        end, end_of_other = end - 1, end_of_other - 1
    return (Span(start, end),) if start < end else ()
