"""Chinese tokens with the parts of speech of jieba's dictionary.

jieba chooses the likeliest words of its dictionary, which has phrases and compounds too; they are cut
into their words. Traditional text is cut and looked up as simplified.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from copy import copy
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from duiqi.aligner.terms.analysis import BETWEEN_HAN, Token, simplified
from duiqi.corpus.scripts import ALPHABETS, IDEOGRAPHS
from duiqi.segmenters.wordlists import headed
from duiqi.segmenters.words import tokenizer

_HAN = f"[{IDEOGRAPHS}]"
_RARE = re.compile("[\u3400-\u4dbf\U00020000-\U0003fffd]")  # ideographs of the extensions of Unicode
_IN_WORD = re.compile(f"(?<=({_HAN}))[（(]({_HAN})[）)](?=({_HAN}))")
# 及其他 is 及 and 其他, 其管辖 is 其 and 管辖; jieba prefers 及其 and 他, and 其管辖 whole.
_WORD = f"0-9{ALPHABETS}"
_PIECES = re.compile(
    rf"[{_WORD}]+(?:[./:,&'’-][{_WORD}]+)*(?:\+\+|#)?"
    r"|及(?=其他|其它)|其(?![他它中实余次间])|《[^《》]{1,60}》"
    rf"|[^{_WORD}《》]+?(?=[{_WORD}《》]|及其[他它]|其(?![他它中实余次间])|$)|[《》]"
)
_ALPHABETIC = re.compile(f"[{_WORD}]")
NOMINAL_MEASURE = "nq"  # the tag of a measure word that is a noun
BEFORE_MEASURE = frozenset("nvabzg")  # tags of the words after which it is one: 字段, 超类, 井道
PLACE_BEFORE = "bf"  # the tag of a word of place before a noun: 上盖, 北部湖区, 期中分析
_PARTICLES = frozenset("的地得了着过")
_PRONOUNS = frozenset("您咱俺")  # which the dictionary tags as it does 块
_LEADING = frozenset("本该或按每")  # demonstratives, a conjunction, a preposition
_TIMES = frozenset("时内")
_BEFORE_PHRASE = frozenset("xpcu")  # tags of marks, prepositions, conjunctions and particles
_SIDES = frozenset("上下内外底顶")
_AFTER_NOUN = headed("zh.terms")["places"]
_CLASSES = frozenset("级类等期代维相")  # measures of what a thing is, not of how many there are: 一级, 第二类
_POINTING = frozenset("这那该每各某几上下")  # before a number of what was spoken of: 这一类, 上一级
# They end a word, and so begin no word of place after one: 保护区|内, 质保期|内.
_AREAS = frozenset("区厂场库站园港期")
_VESSELS = frozenset("罐槽桶箱瓶袋盆锅炉缸舱柜盒釜")  # likewise, after a word of one character, too: 奶罐|中
_PHRASAL_TAGS = frozenset(("l", "i", "nr", "v"))  # phrases, idioms, names of persons, verbs
# Words that jieba's dictionary was given without a count of its own have the frequency UNCOUNTED: many are
# compounds. Their halves are words of these tags, each COMMONER times as frequent.
UNCOUNTED, COMMONER = 3, 3
MUCH_COMMONER = 100
_OF_COMPOUNDS = frozenset("nvabj")
_NO_COMPOUNDS = frozenset(("nt", "nrt", "m", "z"))  # tags of organizations, persons, numbers, descriptions


class Tagged(NamedTuple):
    """A token with its part of speech in jieba's tag set: n noun, v verb, a adjective, b attributive …"""

    token: Token
    tag: str


class Tagger:
    """Tokens of Chinese texts, tagged, the tags corrected."""

    def __init__(self) -> None:
        self._words, self._tags = tokenizer(None), _tags()
        lists = headed("zh.terms")
        self._places = lists["places"]
        self._opening_frames = {entry.partition("/")[0] for entry in lists["frames"]}
        self._joined: frozenset[tuple[str, ...]] = frozenset()

    def __call__(self, text: str) -> list[Tagged]:
        """The tokens of a text."""
        tokens = _retagged(list(self._tagged_tokens(text)))
        return _joined(text, tokens, self._joined) if self._joined else tokens

    def knowing(self, words: Collection[Sequence[str]]) -> Tagger:
        """The tagger to which these runs of tokens, by their keys, are a noun each."""
        other = copy(self)
        other._joined = frozenset(map(tuple, words))
        return other

    def is_compound(self, word: str) -> bool:
        """Whether a rare word of four characters is two commoner words: 停火协定, 法人资格."""
        frequencies = self._words.FREQ
        return (
            len(word) == 4
            and 0 < frequencies.get(word, 0) <= UNCOUNTED
            and self._tags.get(word, "m") not in _NO_COMPOUNDS
            and all(
                frequencies.get(half, 0) > COMMONER * frequencies[word]
                and self._tags.get(half, "x")[0] in _OF_COMPOUNDS
                for half in (word[:2], word[2:])
            )
        )

    def is_idiom(self, token: Tagged) -> bool:
        """Whether a token is an idiom that is not two words, thus a predicate: 责无旁贷, not 心力衰竭."""
        word = token.token.key
        halves = word[:2], word[2:]
        return token.tag == "i" and len(word) == 4 and not all(self._words.FREQ.get(half) for half in halves)

    def _tagged_tokens(self, text: str) -> Iterator[Tagged]:
        clean, at = self._cleaned(text)
        clean = simplified(clean)
        for piece in _PIECES.finditer(clean):
            if _ALPHABETIC.match(piece[0]):
                yield self._token(text, piece[0], at[piece.start()], at[piece.end() - 1] + 1)
                continue
            before = ""
            for word, low, _ in self._words.tokenize(piece[0], HMM=False):
                if word.isspace():
                    continue
                for part, start in self._parts(word, piece.start() + low, before):
                    yield self._token(text, part, at[start], at[start + len(part) - 1] + 1)
                before = word

    def _parts(self, word: str, start: int, before: str) -> Iterator[tuple[str, int]]:
        """The parts of a dictionary word that is more than one word, with their offsets.

        工作日内 and 届满时 end in a word of place or time, 本合同 begins with a demonstrative, 或电子邮件
        with a conjunction, 按规定 with a preposition, 每毫升 with 每, 发表意见 is a verb and its object.
        区内 is the end of a word and a word of place in 排除区内, and so is 罐中 in 奶罐中.

        before  the word before it, empty at a mark
        """
        cuts = []
        if word[0] in _LEADING and self._words.FREQ.get(word[1:]) and len(word) > 2:
            cuts = [1]
        elif (len(word) == 4 and self._is_clause(word)) or self.is_compound(word):
            cuts = [2]
        elif len(word) == 3 and word[0] == "法" and self._is_verb_after_suffix(word, before):
            cuts = [1]
        elif len(word) == 2 and word[1] in "内外" and word[0] in _AREAS:
            cuts = [1] if len(before) > 1 and self._tags.get(before, "n")[0] in "nv" else []
        elif len(word) == 2 and word[1] in self._places and word[0] in _VESSELS:
            cuts = [1] if self._tags.get(before, "x")[0] in "nvz" else []
        elif len(word) > (2 if word[-1] in _TIMES else 3) and word[-1] in self._places:
            cuts = [len(word) - 1] if self._words.FREQ.get(word[:-1]) else []
        for low, high in pairwise((0, *cuts, len(word))):
            yield word[low:high], start + low

    def _is_verb_after_suffix(self, word: str, before: str) -> bool:
        """Whether a rare word is a suffix and a verb: 法测定 of 超声法测定."""
        frequencies = self._words.FREQ
        return (
            self._tags.get(before, "x")[0] in "nv"
            and self._tags.get(word[1:], "x")[0] == "v"
            and frequencies.get(word[1:], 0) > MUCH_COMMONER * frequencies.get(word, 0)
        )

    def _is_clause(self, word: str) -> bool:
        """Whether a word of four characters is a verb with its object, or a verb before a noun."""
        return (
            self._tags.get(word, "n")[:2] in _PHRASAL_TAGS
            and self._tags.get(word[:2], "x")[0] == "v"
            and self._tags.get(word[2:], "x")[0] == "n"
        )

    def _cleaned(self, text: str) -> tuple[str, list[int]]:
        """The text without spaces or brackets inside words; the offset in `text` of each character."""
        gone = bytearray(len(text))
        for space in BETWEEN_HAN.finditer(text):
            gone[space.start() : space.end()] = b"\1" * len(space[0])
        for bracket in _IN_WORD.finditer(text):
            if self._words.FREQ.get(bracket[1] + bracket[3]):
                gone[bracket.start() : bracket.end()] = b"\1" * len(bracket[0])
        at = [k for k in range(len(text)) if not gone[k]]
        return "".join(text[k] for k in at), at

    def _token(self, text: str, word: str, start: int, end: int) -> Tagged:
        if not any(map(str.isalnum, word)):
            tag = "x"
        elif _ALPHABETIC.match(word):
            tag = "m" if word[0].isdigit() else "eng"
        elif word in _PARTICLES:
            tag = "u" if word == "的" else "uz"
        elif word in _PRONOUNS:
            tag = "r"
        elif word == "己":
            tag = "n"  # of 己二酸 and 氯己定; the pronoun is 自己
        else:
            # jieba's dictionary has hardly a character of the extensions: 𠮷 in 𠮷野车站 is part of a name.
            is_noun = len(word) > 1 or _RARE.fullmatch(word)
            tag = self._tags.get(word, "n" if is_noun else "x")
        content = (tag[0] in "nvabjlsizgtmk" or tag == "eng") and word not in self._opening_frames
        return Tagged(Token(text[start:end], start, end, word.lower(), content), tag)


def _joined(text: str, tokens: list[Tagged], words: frozenset[tuple[str, ...]]) -> list[Tagged]:
    """The tokens, each run of them that is a word as one."""
    found: list[Tagged] = []
    longest = max(map(len, words))
    k = 0
    while k < len(tokens):
        for stop in range(min(k + longest, len(tokens)), k + 1, -1):
            run = [tagged.token for tagged in tokens[k:stop]]
            if tuple(token.key for token in run) in words:
                start, end = run[0].start, run[-1].end
                key = "".join(token.key for token in run)
                found.append(Tagged(Token(text[start:end], start, end, key, True), "n"))
                k = stop
                break
        else:
            found.append(tokens[k])
            k += 1
    return found


def _retagged(tokens: list[Tagged]) -> list[Tagged]:
    """Correct tags that the dictionary gives without looking at neighbours.

    A measure word after a noun, and not after a number, is a noun of the compound: 字段, 超类. An
    adverb of two characters or more is a noun before a mark, 的 or a conjunction (抛出异常。), and
    attributive before a noun (自愿信托基金) or a verbal noun, unless a noun is before it (特许经营). So is a
    number with a class (一级保护区). Nor is 地 a particle at the beginning of a phrase (地脚螺栓, 为地暖).
    """
    found = list(tokens)
    for k, (token, tag) in enumerate(tokens):
        if tag == "f" and _is_before_noun(found, k):
            found[k] = Tagged(token._replace(is_content=True), PLACE_BEFORE)
        elif token.key == "地" and (not k or tokens[k - 1].tag[0] in _BEFORE_PHRASE):
            found[k] = Tagged(token._replace(is_content=True), "n")
        elif tag == "q" and ((k and found[k - 1].tag[0] in BEFORE_MEASURE) or _opens_noun(tokens, k)):
            found[k] = Tagged(token._replace(is_content=True), NOMINAL_MEASURE)
        elif tag in ("m", "d") and _is_class(tokens, k):
            found[k] = Tagged(token._replace(is_content=True), "b")
        elif tag == "d" and len(token.text) > 1:
            after = tokens[k + 1].tag if k + 1 < len(tokens) else "x"
            if after in ("x", "u", "c") or (k and tokens[k - 1].tag == "b"):
                found[k] = Tagged(token._replace(is_content=True), "n")
            elif after[0] == "n" or (after == "vn" and (not k or tokens[k - 1].tag[0] not in "nj")):
                found[k] = Tagged(token._replace(is_content=True), "b")
    return found


def _is_before_noun(tokens: list[Tagged], k: int) -> bool:
    """Whether a word of place begins a noun phrase: 上盖, but nothing of 系统内地雷行动 or 取下螺栓."""
    word = tokens[k].token.key
    after = (
        tokens[k + 1].tag if k + 1 < len(tokens) and tokens[k + 1].token.start == tokens[k].token.end else "x"
    )
    if len(word) > 1:
        return word not in _AFTER_NOUN and (after[0] in "nabjil" or after == "vn")
    before = tokens[k - 1] if k else None
    is_after = before and (before.tag[0] in "njk" or (before.tag[0] in "vp" and len(before.token.key) == 1))
    return word in _SIDES and after[0] in "nvabj" and not is_after


def _opens_noun(tokens: list[Tagged], k: int) -> bool:
    """Whether a measure word is after no number, and before a noun of one character: 层门, 批单."""
    if k + 1 == len(tokens) or tokens[k + 1].token.start != tokens[k].token.end:
        return False
    after = tokens[k + 1]
    return after.tag == "n" and len(after.token.key) == 1 and (not k or tokens[k - 1].tag[0] in "xuc")


def _is_class(tokens: list[Tagged], k: int) -> bool:
    """Whether a number tells the class of the noun after it: 一级 of 一级保护区, but not of 上一级机关."""
    word = tokens[k].token.key
    before = tokens[k - 1].token.key if k else ""
    return (
        word[-1] in _CLASSES
        and len(word) > 1
        and before[-1:] not in _POINTING
        and k + 1 < len(tokens)
        and (tokens[k + 1].tag[0] == "n" or tokens[k + 1].tag == "vn")
        and tokens[k + 1].token.start == tokens[k].token.end
    )


def part_of_speech(word: str) -> str:
    """The tag of a word in jieba's dictionary, empty for one that it does not have."""
    return _tags().get(simplified(word), "")


@cache
def _tags() -> dict[str, str]:
    """The part of speech of each word in jieba's dictionary, read once in a tenth of a second."""
    with tokenizer(None).get_dict_file() as file:
        fields = file.read().decode("utf-8").split()
    return dict(zip(fields[::3], fields[2::3], strict=True))
