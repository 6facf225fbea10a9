"""Which paragraph pairs may be trusted: translated at all, prose, of likely lengths."""

from __future__ import annotations

import math
import re

from benchmarks.material.pairs import Pair, words

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
OWN_SCRIPT = {
    "zh": HAN,
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7a3]"),
    "ru": re.compile(r"[а-яё]", re.I),
}
# Characters a language needs for what English says in one; measured on these very sources.
LENGTH = {
    "en": 1.0,
    "zh": 0.33,
    "ja": 0.48,
    "ko": 0.52,
    "de": 1.17,
    "fr": 1.2,
    "ru": 1.12,
    "es": 1.17,
    "it": 1.15,
    "pt": 1.1,
    "nl": 1.12,
    "pl": 1.1,
    "tr": 1.05,
}
ALPHABETIC = frozenset(LENGTH) - {"zh", "ja", "ko"}
# Words no other of our alphabetic languages has: not “in”, “an”, “as”, “was”, “on”.
ENGLISH = words(
    "the of and to is that it you are with this be can if by not or from your will have which at but "
    "there when their its should may used"
)


def size(text: str, lang: str) -> float:
    """The text's length in characters of English."""
    return len(text) / LENGTH[lang]


def believable(pair: Pair, source: str, target: str) -> bool:
    """Whether nothing speaks against the second text being a translation of the first.

    Untranslated paragraphs are the plague of manuals: they are found by their script, by
    English function words and by the share of words both sides have. Paragraphs that are
    code, names or numbers have no translation to learn from.
    """
    for text, lang in ((pair.source, source), (pair.target, target)):
        letters = [c for c in text if c.isalpha()]
        if len(letters) < 2 or len(text) > 4000:
            return False
        if script := OWN_SCRIPT.get(lang):
            own, latin = len(script.findall(text)), sum(c.isascii() for c in letters)
            # Commands and file names keep their Latin letters; a sentence is more than they.
            if (
                not own
                or len(letters) - own - latin > own
                or latin > own * (1.2 if lang in ALPHABETIC else 3)
            ):
                return False
        elif sum(c.isascii() or ord(c) < 0x250 for c in letters) < 0.8 * len(letters):
            return False
        found = re.findall(r"[a-z]+", text.lower())
        english = sum(word in ENGLISH for word in found)
        if lang in ALPHABETIC - {"en"} and len(found) > 4 and english > 0.17 * len(found):
            return False
    one, other = (set(re.findall(r"\w+", text.lower())) for text in (pair.source, pair.target))
    if one and other and len(one & other) > 0.6 * min(len(one), len(other)):
        return False
    if len(re.findall(r"[/<>{}=\\_~$#|]", pair.source)) > 0.06 * len(pair.source) + 1:
        return False
    if re.search(r"<\d>", pair.source + pair.target):  # a translation platform's stand-in for a link
        return False
    ratio = math.log((size(pair.source, source) + 8) / (size(pair.target, target) + 8))
    if abs(ratio) > 0.75:
        return False
    numbers = [set(re.findall(r"\d{2,}", text)) for text in (pair.source, pair.target)]
    return len(numbers[0] & numbers[1]) >= 0.5 * max(map(len, numbers))
