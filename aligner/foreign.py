"""Text in another language than it should be: sides exchanged, passages left untranslated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from duiqi.corpus.languages import CHINESE, FUNCTION_WORDS, primary, same_language
from duiqi.corpus.model import Bead
from duiqi.corpus.scripts import HANGUL, IDEOGRAPHS, KANA_LETTERS, LATIN

NAMES = {
    "zh": "Chinese", "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
    "pt": "Portuguese", "nl": "Dutch", "pl": "Polish", "tr": "Turkish", "sv": "Swedish",
}  # fmt: skip

# A word of running text, with white space or a mark on either side; those of addresses and code have none.
WORD = re.compile(r"""(?<![^\s"'“‘«(])[^\W\d_]+(?![^\s.,;:!?"'”’»)])""")
IDEOGRAPH, LATIN_LETTER = re.compile(f"[{IDEOGRAPHS}]"), re.compile(f"[{LATIN}]")
KANA_OR_HANGUL = re.compile(f"[{KANA_LETTERS}{HANGUL}]")
CHINESE_MARK = re.compile("[，。；：！？、]")

# The languages of which a word is a function word.
LANGUAGES_OF = {
    word: tuple(language for language, known in FUNCTION_WORDS.items() if word in known)
    for word in frozenset().union(*FUNCTION_WORDS.values())
}

SAMPLE = 20_000  # characters of a text that show its language
# A sentence has this many function words, and as many other words in small letters: a title of a book
# or a firm's name, which a translator leaves as it is, has capitals. One word in six of running text is
# a function word.
FEW = 2
ONE_IN = 6
SENTENCE_ENDS = (
    ".",
    "!",
    "?",
    "。",
    "！",
    "？",
)  # of a sentence, which is the same on both sides by no chance
SHORTEST_COPIED = 4  # Chinese characters of a whole sentence that is on both sides
SHORTEST_CHINESE = 8  # characters; a name has fewer, and no comma


def language_of(text: str, copied: str = "") -> str:
    """The language that a text evidently is in, among Chinese and those of NAMES; else "".

    Only running text shows it; a name, a number, a line of code does not.

    copied  the language of the other side, where that has the same whole sentence: then less is enough, and
            that language wins where others have as many words of the text

    >>> language_of("Run the tests with the usual command."), language_of("United Nations, Treaty Series")
    ('en', '')
    >>> language_of("用常用的命令运行这些测试。"), language_of("蓝河公司")
    ('zh', '')
    """
    ideographs = len(IDEOGRAPH.findall(text))
    latin = len(LATIN_LETTER.findall(text)) if ideographs else 0  # they only count against ideographs
    if 4 * ideographs > latin:
        shortest = SHORTEST_COPIED if copied else SHORTEST_CHINESE
        is_running = ideographs >= shortest and bool(CHINESE_MARK.search(text))
        return "zh" if is_running and not KANA_OR_HANGUL.search(text) else ""
    words = WORD.findall(text)
    if 20 * ideographs > latin or len(words) < 2 * FEW:
        return ""
    small = [word for word in words if word.islower()]
    counts = dict.fromkeys(FUNCTION_WORDS, 0)
    for word in words:
        for language in LANGUAGES_OF.get(word.lower(), ()):
            counts[language] += 1
    second, first = sorted(counts, key=lambda language: (counts[language], language == copied))[-2:]
    most = counts[first]
    others = len(small) - sum(word in FUNCTION_WORDS[first] for word in small)
    few, one_in = (1, 2 * ONE_IN) if copied else (FEW, ONE_IN)
    is_running = min(most, others) >= few and one_in * most >= len(words)
    return first if is_running and (first == copied or most >= 2 * counts[second]) else ""


def misnamed(segments: Iterable[str], lang: str) -> str:
    """The language that a text is in where it cannot be in that of its tag; else "".

    segments  of the text; only the first are looked at, as many as show the language
    """
    seen = language_of(_beginning(segments)) if is_known(lang) else ""
    is_its_own = same_language(seen, lang) or (seen == "zh" and primary(lang) in CHINESE)
    return "" if is_its_own else seen


def _beginning(segments: Iterable[str]) -> str:
    """The first SAMPLE characters of segments, a line each."""
    lines, length = [], 0
    for segment in segments:
        lines.append(segment)
        length += len(segment) + 1
        if length > SAMPLE:
            break
    return "\n".join(lines)[:SAMPLE]


def name_of(lang: str) -> str:
    """A language's English name, its tag where none is known.

    >>> name_of("zh-Hant"), name_of("sw")
    ('Chinese', 'sw')
    """
    return NAMES.get("zh" if primary(lang) in CHINESE else primary(lang), lang)


def mark_untranslated(beads: Iterable[Bead], source_lang: str, target_lang: str) -> Iterator[Bead]:
    """The beads, those whose sides are running text in one and the same language as `untranslated`.

    None is where both texts are in one language, or one of them in a language that is not known.
    """
    watched = is_known(source_lang) and is_known(target_lang) and not same_language(source_lang, target_lang)
    for bead in beads:
        if watched and all(bead.kind) and bead.status == "new":
            texts = " ".join(bead.source_texts), " ".join(bead.target_texts)
            is_copied = texts[0] == texts[1] and texts[0].endswith(SENTENCE_ENDS)
            copied = primary(source_lang) if is_copied else ""
            seen = language_of(texts[0], copied) if _looks_alike(*texts) else ""
            if seen and seen == language_of(texts[1], copied):
                bead = replace(bead, status="untranslated")
        yield bead


def is_known(lang: str) -> bool:
    """Whether texts in a language can be told from those in others: Chinese, or one with function words."""
    return primary(lang) in FUNCTION_WORDS or primary(lang) in CHINESE


def _looks_alike(source: str, target: str) -> bool:
    """Whether both texts are in one script."""
    return bool(IDEOGRAPH.search(source)) == bool(IDEOGRAPH.search(target))
