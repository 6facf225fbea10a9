"""Fields of a form or a party block that share a line: `甲方：蓝河公司 地址：北京 电话：010-1234`."""

from __future__ import annotations

import re
from functools import cache

from duiqi.corpus.languages import is_spaced, primary
from duiqi.corpus.scripts import HAN
from duiqi.segmenters import wordlists

# The field that the paragraph begins with.
_FIRST = re.compile(r"\s*(?P<name>[^\W\d_][^:：,，.。;；!?！？]{0,30}?)\s?[:：](?!//)\s*(?=\S)")
_LONGEST_NAME = 4  # words
_SHORTEST = 2  # letters and digits of a field's content


def field_starts(text: str, lang: str) -> list[int]:
    """Offsets of the second and further fields of a paragraph that begins with a field.

    In Chinese a name before a colon is a field after white space, and one of the list anywhere, if the
    first is of the list, too; in other languages only one of the list is, since a city may precede it.

    >>> text = "甲方：蓝河公司 地址：北京 电话：010-1234"
    >>> [text[start : start + 2] for start in field_starts(text, "zh")]
    ['地址', '电话']
    >>> field_starts("说明：本公司地址：北京路一号", "zh"), field_starts("He said: call me.", "en")
    ([], [])
    """
    first = _FIRST.match(text)
    if first is None:
        return []
    names = wordlists.words(f"{primary(lang)}.fields")
    if is_spaced(lang):
        if not names or len(first["name"].split()) > _LONGEST_NAME:
            return []
        pattern = _spaced(primary(lang))
    else:
        bare = re.sub(r"[（(].*", "", first["name"]).strip()
        pattern = _unspaced(primary(lang), anywhere=bare in names)
    starts: list[int] = []
    before = first.end()
    for found in pattern.finditer(text, first.end()):
        if sum(map(str.isalnum, text[before : found.start()])) >= _SHORTEST:
            starts.append(found.start())
        before = found.end()
    return starts


@cache
def _spaced(language: str) -> re.Pattern[str]:
    """A field of the language's list after white space; capitals open it."""
    lists = wordlists.headed(f"{language}.fields")
    names, before, after = (_any_of(lists.get(heading, frozenset())) for heading in ("", "before", "after"))
    return re.compile(
        rf"(?<=\s)(?=[A-Z])(?i:(?:{before}\s)?(?:{names})(?:\s{after}\.?)?|(?-i:Party\s[A-Z])|{before}\s{after})\.?\s?:(?!//)"
    )


@cache
def _unspaced(language: str, *, anywhere: bool) -> re.Pattern[str]:
    """A few characters and a colon after white space; or a field of the list, the longest name first."""
    note = r"(?:\s?[（(][^（）()]{1,8}[）)])?\s?[:：](?!//)"
    name = rf"(?<=\s)[{HAN}]{{1,10}}{note}"
    if anywhere:
        name += rf"|{_any_of(wordlists.words(f'{language}.fields'))}{note}"
    return re.compile(name)


def _any_of(words: frozenset[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))) + ")"
