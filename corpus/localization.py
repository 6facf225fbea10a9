"""What is shown to people, in their language: messages, help, the headings of workbooks.

Programs and files of record keep the English text: it is looked up in a catalogue (gettext's format)
only where it is shown, so a message can be searched for and a JSONL file has the same bytes whatever
the user speaks. The catalogue's entries have names in braces for what the program puts into a text;
they are found by the words around them, and what was put in is looked up in turn. A name
that begins with `number` stands for figures alone, with `item` for a figure, an option or a language tag, and
with `language` for a word that is looked up by itself. An entry without a word of its own (`{one}. {other}`)
joins messages: it holds where one of them is known, so that the marks of a user's text stay as they are.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

LANGUAGE = "DUIQI_LANG"
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")  # in the order in which POSIX looks at them
TRANSLATED = ("zh",)

KINDS = {
    "number": re.compile(r"[0-9][0-9,.]*|\.[0-9]+"),
    "item": re.compile(r"[0-9]+|--[a-z-]+|[a-z]{2,3}(?:-[A-Za-z0-9]+)*"),
    "language": re.compile(r"[A-Z][a-z]+|[a-z]{2,3}(?:-[A-Za-z0-9]+)*"),
}
QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|'[^']*'")  # a user's own text
PLACEHOLDER = re.compile(r"\{(\w+)\}")
NAME = re.compile(r"[a-z]+(?:_[a-z0-9]+)*")  # of a column, a status, a band
DEEPEST = 4  # a text within a text within a text
OPENINGS = ("warning: ", "doubtful: ", "failed: ")  # of messages that hold another one
LONGEST = 4000  # characters; no message of ours is longer, only what files put into it


def user_language() -> str:
    """The language of what is shown: `zh` where DUIQI_LANG asks for it, else `en`."""
    asked = os.environ.get(LANGUAGE, "").lower().replace("_", "-").partition("-")[0]
    return asked if asked in TRANSLATED else "en"


def language_of_locale(environment: Mapping[str, str]) -> str:
    """The language that DUIQI_LANG names or else the locale, as a primary tag; `en` where none does.

    >>> language_of_locale({"LANG": "zh_CN.UTF-8"}), language_of_locale({"LANG": "zh_CN", "DUIQI_LANG": "en"})
    ('zh', 'en')
    """
    for name in (LANGUAGE, *LOCALES):
        if value := environment.get(name, ""):
            return re.split(r"[-_.@]", value.lower())[0]
    return "en"


def localized(text: str) -> str:
    """The text in the user's language; unchanged where the catalogue does not have it."""
    return translated(text, user_language())


def translated(text: str, language: str) -> str:
    """The text in a language of TRANSLATED; unchanged in others, or where the catalogue does not have it.

    >>> translated("a.txt: the file is empty", "zh"), translated("a.txt: the file is empty", "de")
    ('a.txt：文件是空的', 'a.txt: the file is empty')
    """
    return _catalogue(language).translated(text) if language in TRANSLATED else text


def original(shown: str) -> str:
    """The name of a column or of a status as programs write it, whatever the language it is shown in.

    >>> original("已接受"), original("置信度"), original("accepted"), original("法律")
    ('accepted', 'confidence', 'accepted', '法律')
    """
    if shown.isascii():
        return shown
    return next((found for lang in TRANSLATED if (found := _catalogue(lang).names.get(shown))), shown)


class Entry(NamedTuple):
    """A text with names in braces: the words between them, the names, and the translation."""

    words: tuple[str, ...]
    names: tuple[str, ...]
    translation: str

    @property
    def has_words(self) -> bool:
        """Whether it says something, rather than joining two messages."""
        return any(map(str.isalpha, "".join(self.words)))


class Catalogue:
    """The translations into one language."""

    def __init__(self, pairs: Mapping[str, str]) -> None:
        self.exact = {text: translation for text, translation in pairs.items() if translation}
        self.names = {shown: text for text, shown in self.exact.items() if NAME.fullmatch(text)}
        entries = []
        for text, translation in self.exact.items():
            words = tuple(PLACEHOLDER.split(text))
            if len(words) > 1:
                entries.append(Entry(words[::2], words[1::2], translation))
        # The one with most words of its own first: it says most exactly what the text is. But a warning is
        # one whatever follows, and `{count} left out …` must not take the word for part of its count.
        self._entries = sorted(
            entries, key=lambda entry: (not entry.words[0].startswith(OPENINGS), -sum(map(len, entry.words)))
        )

    def translated(self, text: str, deepest: int = DEEPEST) -> str:
        """The text's translation, or the text where there is none."""
        if (found := self.exact.get(text)) is not None:
            return found
        if not deepest or len(text) > LONGEST:
            return text
        for entry in self._entries:
            values = _values(entry.words, text)
            if values is not None and all(map(_fits, entry.names, values)):
                shown = [self._shown(*each, deepest - 1) for each in zip(entry.names, values, strict=True)]
                if entry.has_words or shown != values:
                    return _filled(entry.translation, dict(zip(entry.names, shown, strict=True)))
        return text

    def _shown(self, name: str, value: str, deepest: int) -> str:
        """What was put into a text, translated where it is a message too."""
        if QUOTED.fullmatch(value) or not (" " in value.strip() or name.startswith("language")):
            return value
        return self.translated(value, deepest)


def _fits(name: str, value: str) -> bool:
    """Whether a value may be what its name says: `number` and `number2` are figures."""
    kind = KINDS.get(name.rstrip("0123456789"))
    return kind is None or kind.fullmatch(value) is not None


def _filled(translation: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda at: values.get(at[1], at[0]), translation)


def _values(words: tuple[str, ...], text: str) -> list[str] | None:
    """What stands between the words in a text, each found at its first place; None where one is missing."""
    if not text.startswith(words[0]) or not text.endswith(words[-1]):
        return None
    values, at, end = [], len(words[0]), len(text) - len(words[-1])
    for word in words[1:-1]:
        found = text.find(word, at + 1, end)
        if found < 0:
            return None
        values.append(text[at:found])
        at = found + len(word)
    if at >= end:
        return None
    return [*values, text[at:end]]


@lru_cache
def _catalogue(language: str) -> Catalogue:
    from importlib.resources import as_file, files

    import polib

    with as_file(files("duiqi.corpus") / "locale" / f"{language}.po") as path:
        return Catalogue({entry.msgid: entry.msgstr for entry in polib.pofile(str(path), encoding="utf-8")})
