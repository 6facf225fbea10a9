"""The languages of the lines of one file: by their scripts, or by their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from duiqi.corpus.detection import detect
from duiqi.corpus.languages import FUNCTION_WORDS, primary
from duiqi.corpus.scripts import IDEOGRAPHS, KANA_LETTERS, LATIN, WIDE_MARKS

SHARE = 0.2  # of the lines with letters, at least, is in the lesser of a file's two languages
SURE_LINE = 40  # letters of a line
SURE = 400  # letters; a shorter text without a function word may be taken for any language
WORD = re.compile(f"[{LATIN}]+")
IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
KANA = re.compile(f"[{KANA_LETTERS}]")
# Marks and words that a Chinese sentence has and a Chinese name in an English one has not.
CHINESE = re.compile(f"[{WIDE_MARKS}的了是在和不有与與为為对對将將]")


def languages_of_lines(texts: Sequence[str]) -> list[str]:
    """The language of each text, empty where it has no letters; "latin" where only its script is known."""
    tags = [language_of_line(text) for text in texts]
    if tags.count("ja") > tags.count("zh"):  # a Japanese line may have no kana
        tags = ["ja" if tag == "zh" else tag for tag in tags]
    if len({tag for tag in tags if tag}) > 1:
        return tags
    return [_language_of_words(text) if tag else tag for text, tag in zip(texts, tags, strict=True)]


def common_languages(tags: Sequence[str]) -> list[str]:
    """The languages that at least SHARE of the lines with letters are in, two at most."""
    counts = Counter(tag for tag in tags if tag)
    return [tag for tag, count in counts.most_common(2) if count >= SHARE * counts.total()]


def _language_of_words(text: str) -> str:
    """The language of a line in an alphabet, empty where no word shows it: `Chapter One` may be any."""
    lang = primary(detect(text))
    words = [word.lower() for word in WORD.findall(text)]
    is_shown = not FUNCTION_WORDS.get(lang, frozenset()).isdisjoint(words)
    return lang if is_shown or sum(map(len, words)) >= SURE_LINE else ""


def language_of_line(text: str) -> str:
    """The language of a text, "latin" where its words would have to tell, empty where it has no letters.

    An English sentence may have a Chinese name in it, and a Chinese one an English name.

    >>> language_of_line("The Palace Museum (故宫博物院) is in Beijing.")
    'latin'
    >>> language_of_line("iPhone 15 Pro Max 的价格")
    'zh'
    """
    words = WORD.findall(text)
    letters = sum(map(len, words))
    if han := len(IDEOGRAPH.findall(text)):
        common = sum(word.lower() in FUNCTION_WORDS["en"] for word in words)
        if letters + 10 * common > 4 * han + 8 * len(CHINESE.findall(text)):
            return "latin"
        return "ja" if KANA.search(text) else "zh"
    if 2 * letters > sum(map(str.isalpha, text)):
        return "latin"
    return primary(detect(text)).replace("und", "")


def language_of_side(lines: Sequence[tuple[str, str]]) -> str:
    """The language of lines, each given with its own tag; an alphabet's without the ideographs among it.

    A few words that are in no known language are English.

    >>> language_of_side([("apple", "latin"), ("ice cream 冰", "latin")])
    'en'
    """
    text = "\n".join(line for line, _ in lines)
    if 2 * sum(tag == "latin" for _, tag in lines) <= len(lines):
        return detect(text)
    text = IDEOGRAPH.sub("", text)
    lang = detect(text)
    words = [word.lower() for word in WORD.findall(text)]
    is_known = not FUNCTION_WORDS.get(primary(lang), frozenset()).isdisjoint(words)
    return lang if is_known or sum(map(len, words)) >= SURE else "en"
