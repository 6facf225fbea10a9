"""Language detection, offline: by script, by function words, and by py3langid where these leave doubts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from duiqi.corpus import scripts
from duiqi.corpus.languages import CHINESE, FUNCTION_WORDS, look_up, primary

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LATIN = re.compile(f"[{scripts.LATIN}]")
WORD = re.compile(r"[^\W\d_]+")
UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
RUSSIAN = re.compile("[ыэё]")

SAMPLE = 20_000  # characters
SHORT, LONGEST_WORD = 30, 10  # words of a text whose language may be another; characters of a word
CYRILLIC = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"})

# py3langid knows many more; with all of them a title of three words would be Breton or Volapük.
# fmt: off
CANDIDATES = (
    "bg", "ca", "cs", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv",
    "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "vi",
)
# fmt: on


@cache
def _scripts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each script that is one language's among those that an encoder is likely to know."""
    return (
        ("ja", re.compile(f"[{scripts.KANA_LETTERS}]")),
        ("ko", re.compile(f"[{scripts.HANGUL}]")),
        ("th", re.compile(f"[{scripts.THAI}]")),
        ("ar", re.compile(f"[{scripts.ARABIC}]")),
        ("ru", re.compile(f"[{scripts.CYRILLIC}]")),
        ("el", re.compile(f"[{scripts.GREEK}]")),
        ("he", re.compile(f"[{scripts.HEBREW}]")),
    )


@cache
def _ideograph() -> re.Pattern[str]:
    return re.compile(f"[{scripts.IDEOGRAPHS}]")


def detect(text: str) -> str:
    """The language of a text as a BCP 47 tag; "und" where it has no letters.

    The script decides first: Han without kana is Chinese, Traditional where its characters
    are those that only Traditional has. For the Latin alphabet function words decide: in a
    millisecond, where py3langid takes half a second to load, and better on text full of
    names. Where they are too few, py3langid decides.

    >>> detect("大会，回顾其以往关于协助扫雷的所有决议"), detect("大會，回顧其以往關於協助掃雷的所有決議")
    ('zh', 'zh-Hant')
    >>> detect("The General Assembly, recalling also all relevant treaties and conventions")
    'en'
    >>> detect("1998/76")
    'und'
    """
    sample = _sample(text)
    if sample.isascii():
        return _latin(sample) if LATIN.search(sample) else "und"
    counts = Counter({language: len(letter.findall(sample)) for language, letter in _scripts()})
    han, latin = len(_ideograph().findall(sample)), len(LATIN.findall(sample))
    # In amount of text, an ideograph is worth four Latin letters, a kana three, another letter two.
    if 4 * counts["ja"] > han + counts["ja"] and counts["ja"] * 3 > latin:
        return "ja"
    is_chinese = 4 * han > latin or (12 * han > latin and _has_lines_of_han(sample))
    if is_chinese and han >= max(counts.values()):
        return "zh-Hant" if is_traditional(sample) else "zh"
    language, most = counts.most_common(1)[0]
    if most * 2 > latin:
        return _cyrillic(sample) if language == "ru" else language
    return _latin(sample) if latin else "und"


def detect_among(text: str, tags: Sequence[str]) -> str:
    """The one of these languages that a text is in: where it is short, the likeliest that its script allows.

    A heading of three words has few traits of its language, and who expects one of few languages knows more.

    tags     the likeliest first
    returns  one of `tags`; what `detect` finds where the text is long, or in another script

    >>> detect("Try lying down in a hammock!"), detect_among("Try lying down in a hammock!", ["zh-CN", "en"])
    ('it', 'en')
    >>> detect_among("1998/76", ["en", "zh"]), detect_among("会議", ["en", "ja"]), detect_among("Да.", ["en"])
    ('en', 'ja', 'ru')
    """
    found = detect(text)
    if (place := look_up(tags, found)) is not None:
        return tags[place]
    if len(text.split()) >= SHORT or len(text) >= SHORT * LONGEST_WORD:
        return found
    is_latin = 2 * len(LATIN.findall(text)) > sum(map(str.isalpha, text))  # not A/62 as Bulgarian
    script = "en" if is_latin else _script_of(found)
    possible = [tag for tag in tags if tag != "und" and script in ("", _script_of(tag))]
    if len(possible) < 2 or not script:
        return possible[0] if possible else found
    ranks = {language: place for place, (language, _) in enumerate(_identifier().rank(text))}
    return min(possible, key=lambda tag: ranks.get(primary(tag), len(ranks)))


def _script_of(tag: str) -> str:
    """The script of a language by one that is written in it; Latin is that of all others; "" for `und`."""
    language = primary(tag)
    if language in CHINESE or language == "ja":
        return "zh"  # a heading in Japanese may be in ideographs alone
    if language in CYRILLIC:
        return "ru"
    return {"und": "", "fa": "ar", "ur": "ar", "ug": "ar"}.get(
        language, language if language in dict(_scripts()) else "en"
    )


def _has_lines_of_han(text: str) -> bool:
    """Whether a third of the lines are in Chinese: passages of its translation are still in English.

    A text in English has Chinese in names and quotations, within its lines.
    """
    lines = [line for line in text.splitlines() if LATIN.search(line) or _ideograph().search(line)]
    wide = sum(4 * len(_ideograph().findall(line)) > len(LATIN.findall(line)) for line in lines)
    return 3 * wide >= len(lines)


def _sample(text: str) -> str:
    """Beginning and middle of a long text: its beginning alone may be a notice in another language."""
    if len(text) <= SAMPLE:
        return text
    half = SAMPLE // 2
    middle = len(text) // 2
    return text[:half] + text[middle : middle + half]


def is_traditional(text: str) -> bool:
    """Whether Chinese text is written in Traditional characters.

    Counted by two old national standards: a character of Big5 that GB 2312 lacks is
    Traditional, one of GB 2312 that Big5 lacks is Simplified.
    """
    counts = Counter(_ideograph().findall(text))
    return sum(count * _side(character) for character, count in counts.items()) > 0


@lru_cache(maxsize=1 << 15)
def _side(character: str) -> int:
    """1 for a Traditional character, -1 for a Simplified one, 0 for one of both standards or of neither."""
    return _has(character, "big5") - _has(character, "gb2312")


def _has(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _cyrillic(text: str) -> str:
    if len(UKRAINIAN.findall(text)) * 40 > len(text):
        return "uk"
    return "ru" if RUSSIAN.search(text) or len(text) < 200 else _identified(text)


def _latin(text: str) -> str:
    words = [word.lower() for word in WORD.findall(text)]
    languages = _languages_of_words()
    votes = Counter(language for word in words for language in languages.get(word, ()))
    (first, most), (_, second) = [*votes.most_common(2), ("", 0), ("", 0)][:2]
    if most >= 4 and 6 * most >= len(words) and most >= 1.4 * second:
        return first
    if len(words) < 30 and most > second:  # a heading: one function word says more than its letters
        return first
    return _identified(text)


@cache
def _languages_of_words() -> dict[str, list[str]]:
    """The languages that each function word is one of."""
    languages: dict[str, list[str]] = {}
    for language, words in FUNCTION_WORDS.items():
        for word in words:
            languages.setdefault(word, []).append(language)
    return languages


def _identified(text: str) -> str:
    language, _ = _identifier().classify(text[:5000])
    return str(language)


@cache
def _identifier() -> LanguageIdentifier:
    """An identifier of our own: the library's functions share one with whoever else uses them."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(CANDIDATES)
    return identifier
