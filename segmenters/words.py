"""Words and their lemmas, with offsets.

Chinese words are jieba's, with its hidden Markov model for names that no dictionary has,
and with the user's dictionary on top. Lemmas are simplemma's. Both are loaded when first
needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from math import inf, log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from duiqi.corpus.cache import cache_folder
from duiqi.corpus.languages import is_chinese, is_spaced, primary
from duiqi.corpus.scripts import ALPHABETS, HAN, HIRAGANA, KATAKANA, MARKS
from duiqi.segmenters.dictionary import entries

if TYPE_CHECKING:
    from jieba import Tokenizer

# A word keeps its apostrophes, hyphens and inner stops, a number its commas, a symbol its strokes:
# don't, mine-related, U.S, 1,000.5, 12:30, A/RES/62/99; but and/or is two words.
_RUN = rf"[\w{MARKS}]+"
_TOKEN = re.compile(rf"{_RUN}(?:(?:[-'’.·&]|(?<=\d)[,:](?=\d)|(?<=[A-Z\d])/(?=[A-Z\d])){_RUN})*|[^\w\s]")
# What jieba would cut: codes, 60/97, 1,000.5, A/62/307, www.un.org, and words with letters outside ASCII:
# São, Schrödinger.
_CODE = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z0-9]++(?:(?:[./-]|(?<=\d)[,:](?=\d))[A-Za-z0-9]+)+"
    rf"|(?<![{ALPHABETS}])[A-Za-z]*+[{ALPHABETS}]+"
)

_COMMON_HAN = re.compile("[\u4e00-\u9fd5]+")  # the characters of which jieba's dictionary has words


@cache
def _script_run() -> re.Pattern[str]:
    """A word in scripts that jieba does not divide: a run of one script."""
    return re.compile(rf"[{HAN}]+|[{HIRAGANA}]+|[{KATAKANA}]+|[^\W{HAN}{HIRAGANA}{KATAKANA}]+|[^\w\s]")


class Word(NamedTuple):
    """A word or a mark with its place in the text, and its lemma."""

    text: str
    start: int
    end: int
    lemma: str


def words(text: str, lang: str, dictionary: Path | None = None) -> list[Word]:
    """The words and marks of a text, in order; white space between them is left out.

    dictionary  a user's own Chinese words; those without a frequency get one that is high
                enough to keep them whole

    >>> [word.text for word in words("协助地雷行动", "zh")]
    ['协助', '地雷', '行动']
    >>> [word.lemma for word in words("Mines and children", "en")]
    ['mine', 'and', 'child']
    """
    if is_spaced(lang):
        lemma = _lemmatizer(primary(lang))
        return [Word(m[0], m.start(), m.end(), lemma(m[0])) for m in _TOKEN.finditer(text)]
    if not is_chinese(lang):
        return [Word(m[0], m.start(), m.end(), m[0]) for m in _script_run().finditer(text)]
    return list(_chinese(text, dictionary))


def _chinese(text: str, dictionary: Path | None) -> Iterator[Word]:
    cutter = tokenizer(dictionary.resolve() if dictionary else None)
    start = 0
    for code in _CODE.finditer(text):
        yield from _divided(cutter, text, start, code.start())
        yield Word(code[0], code.start(), code.end(), code[0].lower())
        start = code.end()
    yield from _divided(cutter, text, start, len(text))


def _divided(cutter: Tokenizer, text: str, start: int, stop: int) -> Iterator[Word]:
    part = text[start:stop]
    if _COMMON_HAN.fullmatch(part):
        found = _likeliest(cutter, part)
        # The hidden Markov model divides runs of single characters.
        if not any(len(word) == len(after) == 1 for word, after in pairwise(found)):
            for word in found:
                yield Word(word, start, start + len(word), word)
                start += len(word)
            return
    for word, low, high in cutter.tokenize(part):
        if not word.isspace():
            yield Word(word, start + low, start + high, word.lower())


def dictionary_words(text: str) -> list[str]:
    """The likeliest words of a Chinese text by jieba's dictionary alone, without its hidden Markov model.

    >>> dictionary_words("扫雷行动方案")
    ['扫雷', '行动', '方案']
    """
    cutter = tokenizer(None)
    return list(_likeliest(cutter, text) if _COMMON_HAN.fullmatch(text) else cutter.cut(text, HMM=False))


@lru_cache(maxsize=1 << 12)  # a row of a glossary looks at the words of its term four times
def _likeliest(cutter: Tokenizer, text: str) -> tuple[str, ...]:
    """The same words of common Chinese characters that jieba finds, in half of its time.

    One pass from the end keeps the likeliest words from each character on; of equal ones, the longest first.
    """
    length, count_of, log_total = len(text), cutter.FREQ.get, log(cutter.total)
    best = [0.0] * (length + 1)  # the log-probability of the text from a character on
    stops = list(range(1, length + 1))  # of the first word of these
    for start in range(length - 1, -1, -1):
        value = -inf
        stop = start + 1
        count = count_of(text[start:stop])
        while count is not None:
            if count and (way := log(count) - log_total + best[stop]) >= value:
                value, stops[start] = way, stop
            stop += 1
            count = count_of(text[start:stop]) if stop <= length else None
        # A character with which no word begins is a word of frequency 1.
        best[start] = -log_total + best[start + 1] if value == -inf else value
    found, start = [], 0
    while start < length:
        found.append(text[start : stops[start]])
        start = stops[start]
    return tuple(found)


@cache
def tokenizer(dictionary: Path | None) -> Tokenizer:
    """A tokenizer of our own for each dictionary, so that entries do not leak into other texts.

    jieba keeps its compiled dictionary as `jieba.cache` in the folder for temporary files,
    where anybody on the machine may put one; ours is in the user's cache folder.
    """
    import logging
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of invalid escapes and of pkg_resources, on every start
        import jieba
    # It prints its loading times on stderr, and a traceback where its cache cannot be written.
    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    # In a folder that is read-only, jieba builds its tables on every start.
    tokenizer.tmp_dir, tokenizer.cache_file = str(cache_folder()), f"jieba-{jieba.__version__}.cache"
    _prepare(tokenizer)
    if dictionary is not None:
        for word, frequency in entries(dictionary):
            tokenizer.add_word(word, frequency)
    return tokenizer


def _prepare(tokenizer: Tokenizer) -> None:
    """Load jieba's compiled dictionary, in a third of the time that jieba takes, value by value."""
    import marshal

    try:
        content = Path(tokenizer.tmp_dir, tokenizer.cache_file).read_bytes()
        tokenizer.FREQ, tokenizer.total = marshal.loads(content)
        tokenizer.initialized = True
    except (OSError, EOFError, ValueError, TypeError):
        tokenizer.initialize()


@cache
def _lemmatizer(language: str) -> Callable[[str], str]:
    """Lemmas where simplemma has a dictionary of the language; lower case throughout."""
    from simplemma import lemmatize

    @lru_cache(maxsize=1 << 16)
    def lemma(token: str) -> str:
        lower = token.lower()
        if not token[:1].isalpha() or (token.isupper() and len(token) > 1):  # the US is not "us"
            return lower
        try:
            return str(lemmatize(lower, lang=language))
        except ValueError:
            return lower

    return lemma
