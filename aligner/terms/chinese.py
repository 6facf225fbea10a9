"""Chinese candidates: spans of jieba's words, whose unithood measures how clean their boundaries are.

A Chinese noun phrase has no article to open it, so candidates are many: one that another noun
continues is probably cut short. Verbs with their objects are candidates, for English nouns of
action are translated so: `area reduction` is 缩小雷区. The word lists are in
segmenters/data/zh.terms.txt. Traditional text is cut and looked up as simplified; its terms stay
as they are written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from itertools import pairwise

from duiqi.aligner.terms.analysis import Analysis, Token, candidate, simplified
from duiqi.aligner.terms.chinese_tokens import BEFORE_MEASURE, NOMINAL_MEASURE, PLACE_BEFORE, Tagged, Tagger
from duiqi.corpus.glossary.model import TermKind
from duiqi.segmenters.wordlists import headed

MAX_CHARACTERS = 24
TWO = 2  # characters
_STAGES = frozenset("期季")
_CONJUNCTIONS = frozenset(("和", "与", "及", "或", "、", "以及", "暨"))
_PREFIXES = frozenset(("可", "不", "非", "无", "未", "未经", "反", "超", "半", "准"))
_INNER = _PREFIXES | {"其他", "其它"}
_VERB_AND_OBJECT = 0.85  # 携带武器 of "weapons", 担任数据库管理员; not less, for 返回类型 is "return type"
_NOUN_AND_VERB = 0.9  # 污水处理厂处理 of "wastewater treatment plant"
_PROCEDURAL = 0.5  # of a procedural verb, which may be the noun of another field
_IDIOM = 0.5
_DIVIDED = 0.6  # the unithood of a candidate is multiplied by this where it divides a word
_JOINING = {"用": "n", "间": "v"}  # words that join a noun to a word with this tag: 试验用药品, 政府间组织
_NUMBERED = re.compile("[一二三多两双][次方]|第.方")  # 二次供水, 第三方平台
_OF_WORDS = frozenset("nvabgjqz")  # tags of characters that may be parts of a word


class Chinese:
    """Analyses Chinese texts; no candidate begins or ends with a stop word."""

    has_parts_of_speech = True

    def __init__(self, stop_words: frozenset[str], max_words: int) -> None:
        self._tagger = Tagger()
        lists = headed("zh.terms")
        self._procedural, self._modifiers = lists["procedural"], lists["modifiers"]
        self._never = lists["never"] | stop_words | {simplified(word) for word in stop_words}
        self._places, self._currencies = lists["places"], lists["currencies"]
        self._suffixes, self._actions = lists["suffixes"], lists["actions"]
        self._qualities, self._heads = lists["qualities"] - stop_words, lists["heads"] - stop_words
        self._no_attributes = self._never, self._modifiers, self._places
        self._frames = _frames(lists["frames"])
        self._max_words = max_words

    def __call__(self, text: str) -> Analysis:
        """Tokens and candidates of a text."""
        tagged = self._tagger(text)
        tokens = [token for token, _ in tagged]
        candidates = []
        for first, stop, unithood, doubtful in self._spans(tagged):
            joined = any(token.key in _CONJUNCTIONS for token in tokens[first:stop])
            kind: TermKind = "phrase" if joined else "term"
            found = candidate(text, tokens, (first, stop), unithood, kind, False)
            candidates.append(found._replace(doubtful=True) if doubtful else found)
        candidates += (candidate(text, tokens, span, 1.0, "name", False) for span in _titles(tokens))
        return Analysis(tokens, candidates)

    def knowing(self, words: Collection[Sequence[str]]) -> Chinese:
        """The analyser to which these runs of tokens, by their keys, are a word each."""
        other = copy(self)
        other._tagger = self._tagger.knowing(words)
        return other

    def _spans(self, tokens: list[Tagged]) -> Iterator[tuple[int, int, float, bool]]:
        """First, stop and unithood of each candidate, and whether it is doubtful."""
        for first, opening in enumerate(tokens):
            closing = self._frames.get(opening.token.key, frozenset())
            opens_doubtful = doubtful = self._opens_doubtful(tokens, first)
            if not closing and not opens_doubtful and not self._opens(opening):
                if opening.token.key in self._procedural and len(opening.token.key) > 1:
                    yield first, first + 1, _PROCEDURAL, False  # decision is 决定, and in Git commit is 提交
                continue
            verbs = particles = framed = 0
            for stop in range(first + 1, min(first + self._max_words, len(tokens)) + 1):
                inner, word = tokens[stop - 1], tokens[stop - 1].token.key
                if inner.token.end - opening.token.start > MAX_CHARACTERS:
                    break
                if word == "的":
                    if opens_doubtful:
                        break
                    particles += 1
                    framed += tokens[stop - 2].token.key in closing
                elif stop > first + 1 and not self._may_be_inside(tokens, stop - 1):
                    break
                if particles > 1:
                    break
                doubtful = doubtful or (
                    word in _JOINING and stop - first > 1 and self._joins(tokens, stop - 1)
                )
                verbs += word in self._procedural and stop - 1 > first and word not in closing
                if not self._closes(tokens, stop - 1) or (closing and not framed):
                    continue
                if stop - first == 1 and (len(word) == 1 or opens_doubtful or self._is_bare(word)):
                    continue
                if stop - first > 1 and word in self._currencies and _has_tag(tokens, stop, "m"):
                    continue  # 减值损失人民币1.2亿元
                factors = self._unithood_factors(tokens, first, stop, particles)
                yield first, stop, math.prod(factors, start=0.6**verbs), doubtful or word in self._heads

    def _opens_doubtful(self, tokens: list[Tagged], k: int) -> bool:
        """Whether a term opens with a word only now and then: 严重不良事件, 上盖, 期中分析, 二次供水.

        Seasons and stages (早期诊断) and adverbs before a verb and its noun (正常运行时间) do so, too.
        """
        word, tag = tokens[k].token.key, tokens[k].tag
        if word in self._qualities or tag == PLACE_BEFORE:
            return True
        if tag == "t" and len(word) == TWO and word[1] in _STAGES:
            return _has_tag(tokens, k + 1, "n") or _has_tag(tokens, k + 1, "v")
        if tag == "d" and len(word) == TWO:
            return _has_tag(tokens, k + 1, "v") and _has_tag(tokens, k + 2, "n")
        return tag == "m" and bool(_NUMBERED.fullmatch(word))

    def _opens(self, token: Tagged) -> bool:
        word, tag = token.token.key, token.tag
        if word in self._never or word in self._modifiers or word in self._places or word in self._procedural:
            return False
        if word[0] == "之":  # 之日起
            return False
        return tag[0] in "nvabjlsizg" or tag == "eng" or word in _PREFIXES

    def _is_bare(self, word: str) -> bool:
        """Whether a word is no term alone."""
        return word in self._modifiers or word in self._heads or word[0] == "每"

    def _joins(self, tokens: list[Tagged], k: int) -> bool:
        """Whether a word joins a noun to a verb, or to what is used for it: 政府间组织, 试验用药品."""
        before, word = tokens[k - 1].tag, tokens[k].token.key
        after = tokens[k + 1].tag if k + 1 < len(tokens) else "x"
        return before[0] in "nv" and after[0] == _JOINING.get(word)

    def _may_be_inside(self, tokens: list[Tagged], k: int) -> bool:
        word, tag = tokens[k].token.key, tokens[k].tag
        if word in self._suffixes and tokens[k - 1].tag[0] in "nv":
            return True
        after = tokens[k + 1].tag[0] if k + 1 < len(tokens) else "x"
        if word[0] in "之是":  # 扫雷是地雷行动 is a clause
            return False
        if word in self._places:  # 冲突后局势, 政府间会议, but nothing of 系统内地雷行动
            return (word in {"后", "前", "间"} and after == "n") or self._joins(tokens, k)
        if tag == "d" and len(word) > 1:  # 自愿信托基金
            return after == "n"
        if word == "用":
            return self._joins(tokens, k)
        return word in _CONJUNCTIONS or word in _INNER or tag[0] in "nvabjlsizgk" or tag == "eng"

    def _closes(self, tokens: list[Tagged], k: int) -> bool:
        word, tag = tokens[k].token.key, tokens[k].tag
        if word in self._suffixes and k > 0 and tokens[k - 1].tag[0] in "nvl":
            return True
        if tag == NOMINAL_MEASURE and k > 0 and tokens[k - 1].tag[0] in BEFORE_MEASURE:
            return True
        if word in self._heads and k > 0 and tokens[k - 1].tag[0] in "nvabjl":
            return True
        if word in self._never or word in self._places or word in self._procedural or word in self._modifiers:
            return False
        if len(word) == 1 and tag[0] == "v" and _has_tag(tokens, k + 1, "uz"):
            return False  # 动载试验测 of 动载试验测得
        return word[0] != "之" and word not in _PREFIXES and (tag[0] in "nvabjlsizgk" or tag == "eng")

    def _unithood_factors(
        self, tokens: list[Tagged], first: int, stop: int, particles: int
    ) -> Iterator[float]:
        """What takes from a candidate's unithood: its neighbours, then its own words.

        particles  how many 的 it has
        """
        if stop < len(tokens):
            yield self._factor_after(tokens, first, stop)
        yield _DIVIDED ** (self._divides(tokens, first) + self._divides(tokens, stop))
        if self._begins_compound(tokens, stop):
            yield _DIVIDED
        if stop - first == 1 and self._tagger.is_idiom(tokens[first]):
            yield _IDIOM
        words = [token.key for token, _ in tokens[first:stop]]
        if first > 0:
            yield self._factor_before(tokens[first - 1], words, particles)
        if words[0] in self._actions and stop - first > 1:
            yield 0.9 if particles else 0.7
        elif tokens[first].tag == "v" and tokens[stop - 1].tag[0] == "n" and len(words[0]) > 1:
            yield _VERB_AND_OBJECT
        if particles:
            yield 0.85
        if not _CONJUNCTIONS.isdisjoint(words):
            yield 0.9
            if stop < len(tokens) and _has_head(words, tokens[stop].token.key):
                yield 0.5
        if tokens[stop - 1].tag[0] == "v" and len(words[-1]) == 1 and stop - first > 1:
            yield 0.6  # 刘老老笑
        elif tokens[stop - 1].tag == "v" and tokens[stop - 2].tag[0] == "n" and stop - first > 1:
            yield _NOUN_AND_VERB
        if any(self._is_predicate(tokens, k) for k in range(first + 1, stop - 1)):
            yield 0.5
        if len(words[0]) == 1 and words[0] not in self._frames and words[0] not in _PREFIXES:
            yield 1.0 if self._opens_doubtful(tokens, first) else 0.8

    def _is_predicate(self, tokens: list[Tagged], k: int) -> bool:
        """Whether a verb of one character between longer words makes a clause of them: 知识产权归甲方."""
        around = tokens[k - 1], tokens[k + 1]
        return (
            tokens[k].tag == "v"
            and len(tokens[k].token.key) == 1
            and all(near.tag[0] == "n" and len(near.token.key) > 1 for near in around)
        )

    def _divides(self, tokens: list[Tagged], k: int) -> bool:
        """Whether a boundary before token `k` is between single characters: mostly inside an unknown word.

        jieba cuts 散列码, which its dictionary does not have, into 散, 列 and 码.
        """
        if not 0 < k < len(tokens):
            return False
        left, right = tokens[k - 1], tokens[k]
        characters = left.token.key, right.token.key
        return (
            left.token.end == right.token.start
            and len(characters[0]) == len(characters[1]) == 1
            and left.tag[0] in _OF_WORDS
            and right.tag[0] in _OF_WORDS
            and not any(c in self._never or c in self._procedural or c in self._places for c in characters)
        )

    def _begins_compound(self, tokens: list[Tagged], stop: int) -> bool:
        """Whether the token before `stop` is the first half of a dictionary word: 固定 of 固定装置."""
        if stop == len(tokens):
            return False
        left, right = tokens[stop - 1].token, tokens[stop].token
        return left.end == right.start and self._tagger.is_compound(left.key + right.key)

    def _factor_after(self, tokens: list[Tagged], first: int, stop: int) -> float:
        """Low where the token after a candidate continues it: a suffix, a noun, a verbal noun."""
        (after, tag), last_tag = tokens[stop], tokens[stop - 1].tag
        if tag == "zg" and len(after.key) == 1 and last_tag[0] == "n":
            return 0.55  # 血凝 of 血凝块
        if tag == "k" or (after.key in self._suffixes and last_tag[0] in "nvl"):
            # Lower after a verb, which the suffix makes a noun: 善意购买 of 善意购买人, 可回收 of 可回收物.
            return 0.3 if last_tag[0] in "vl" else 0.5
        if tag[0] in "nj" and not (after.key in self._never or after.key in self._places):
            return 0.55
        if tag == "vn" and len(after.key) == 1 and _has_tag(tokens, stop + 1, "uz"):
            return 1.0  # 动载试验 of 动载试验测得
        if tag == "vn":
            return 0.35 if last_tag == "v" and stop - first == 1 else 0.7  # 后续 of 后续行动
        if last_tag == "v" and tag[0] in "rm" and stop - first > 1:
            return 0.6  # 大会发布 of 大会发布这一宣言
        if last_tag == "v" and after.key == "的" and stop - first > 1 and tokens[stop - 2].tag[0] == "n":
            return 0.7  # 财政部颁布 of 财政部颁布的准则
        if after.key == "的" and last_tag[0] in "ab" and stop - first == 1:
            return 0.6
        return 1.0

    def _factor_before(self, before: Tagged, words: list[str], particles: int) -> float:
        """Low where the token before a candidate belongs to it: a frame's opening, a prefix, a modifier."""
        word, tag = before.token.key, before.tag
        if words[0] in self._suffixes and tag[0] in "nvj" and word not in self._procedural:
            return 0.5  # 期届满 of 质保期届满
        if not self._frames.get(word, frozenset()).isdisjoint(words):
            return 0.5
        if word in _PREFIXES or _is_negative(before) or (particles and word in self._actions):
            return 0.5  # 信任的措施 of 建立信任的措施, 抗力 of 不可抗力, 预料的情况 of 不可预料的情况
        if tag[0] == "v" and word not in self._procedural and word not in self._actions:
            return 0.9
        if tag[0] in "nbja" and not any(word in listed for listed in self._no_attributes):
            return 0.85
        return 1.0


def _has_head(words: Sequence[str], word: str) -> bool:
    """Whether a word ends a conjunct of a coordination: 组织 after 政府组织和非政府 belongs to it."""
    return any(left == word and right in _CONJUNCTIONS for left, right in pairwise(words))


def _is_negative(token: Tagged) -> bool:
    """Whether a word negates what follows: 不可, 不能, 未经, 无法."""
    return len(token.token.key) == 2 and token.token.key[0] in "不未无" and token.tag[0] in "vdc"


def _has_tag(tokens: Sequence[Tagged], k: int, tag: str) -> bool:
    """Whether there is a token `k`, and it has a tag that begins so."""
    return k < len(tokens) and tokens[k].tag.startswith(tag)


def _titles(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """First and stop of each title in 《》, which is one candidate whatever it consists of."""
    opening = None
    for k, token in enumerate(tokens):
        if token.text == "《":
            opening = k + 1
        elif token.text == "》" and opening is not None:
            if opening < k:
                yield opening, k
            opening = None


def _frames(entries: Iterable[str]) -> dict[str, frozenset[str]]:
    """The closing words of each opening word of a frame: 受 … 影响的."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        opening, _, closing = entry.partition("/")
        found.setdefault(opening, set()).add(closing)
    return {opening: frozenset(closing) for opening, closing in found.items()}
