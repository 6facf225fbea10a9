"""Clauses: where a sentence can be cut, and how two become one."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from itertools import pairwise

from benchmarks.material.pairs import tidy, words
from benchmarks.material.trust import ALPHABETIC

CUT = {
    "zh": re.compile(r"[，；：。！？]+[”’」』）]*(?=.)|——(?=.)"),
    "zh、": re.compile(r"[，；：。、！？]+[”’」』）]*(?=.)|——(?=.)"),
    "ja": re.compile(r"[、；：。！？]+[”’」』）]*(?=.)"),
}
CUT_ELSEWHERE = re.compile(r"[,;:.!?…]+[\"'”’»)]*\s+(?=\S)|\s+[—–-]+\s+")
JOINED_WITHOUT_SPACE = ("zh", "ja")
# What may stand in lower case behind a comma. Names and nouns may not.
OPENERS = {
    "en": words(
        "the this that these those it he she they we you if in when but and a an as for there to on at by "
        "with from all some no not what or so then after before although while since because however most "
        "many"
    ),
    "de": words(
        "der die das ein eine es er wir wenn im auf mit für aber und oder dann dies diese dieser falls in "
        "bei um man da so als nach vor durch dazu daher zum zur alle einige viele"
    ),
    "fr": words(
        "le la les un une il elle ce cette ces si en dans pour mais et ou on nous vous avec par sur cela "
        "lorsque quand ainsi afin de du des chaque toutes tous certaines certains"
    ),
}
CONJUNCTION = {
    "en": re.compile(r"(?:and|but|so) (?=\w)"),
    "de": re.compile(r"(?:und|aber) (?=\w)"),
    "fr": re.compile(r"(?:et|mais) (?=\w)"),
}


def balanced(text: str) -> bool:
    """Whether a boundary here would stand outside of brackets."""
    return text.count("(") <= text.count(")") and text.count("（") <= text.count("）")


def clauses(text: str, lang: str, least: int | None = None) -> list[str]:
    """The text cut at its commas, colons and stops, no clause shorter than `least` characters."""
    least = least or (12 if lang in ALPHABETIC else 4)
    cuts = [0]
    for m in CUT.get(lang, CUT_ELSEWHERE).finditer(text):
        # An enumeration's commas and the full stop of “z. B.” part words, not clauses.
        if (
            m.end() - cuts[-1] >= least
            and len(text) - m.end() >= least
            and balanced(text[cuts[-1] : m.end()])
        ):
            cuts.append(m.end())
    return [text[a:b].strip() for a, b in pairwise([*cuts, len(text)])]


def glue(parts: Iterable[str], lang: str) -> str:
    return tidy(("" if lang in JOINED_WITHOUT_SPACE else " ").join(parts))


def halves(text: str, lang: str, chance: random.Random) -> tuple[str, str] | None:
    """A sentence made two, as a translator does: at a clause, mostly with a full stop and a capital."""
    parts = clauses(text, lang, least=20 if lang in ALPHABETIC else 6)
    if len(parts) < 2:
        return None
    # Boundaries near the middle are the likelier ones.
    at = chance.choices(range(1, len(parts)), [min(n, len(parts) - n) for n in range(1, len(parts))])[0]
    first, second = glue(parts[:at], lang), glue(parts[at:], lang)
    if chance.random() < 0.3:
        return first, second
    first = ended(first, lang)
    if lang in JOINED_WITHOUT_SPACE:
        return first, second
    if lang in CONJUNCTION and chance.random() < 0.5:
        second = CONJUNCTION[lang].sub("", second, count=1)
    return first, second[:1].upper() + second[1:]


def ended(clause: str, lang: str) -> str:
    """A clause with the stop of a sentence, if it has none of its own.

    >>> ended("他笑了，", "zh"), ended("Halt!", "en")
    ('他笑了。', 'Halt!')
    """
    clause = re.sub(r"\s*[,;:，；：、—–-]+$", "", clause)
    if re.search(r"[.!?…。！？][\"'”’»)」』）]*$", clause):
        return clause
    return clause + ("。" if lang in JOINED_WITHOUT_SPACE else ".")


def united(first: str, second: str, lang: str, chance: random.Random) -> str:
    """Two sentences made one: with a comma or semicolon, or left as they are behind each other."""
    if chance.random() < 0.25 or not re.search(r"[\w\])）][.。]$", first):
        return glue((first, second), lang)
    if lang in JOINED_WITHOUT_SPACE:
        return first[:-1] + chance.choice("，，，；" if lang == "zh" else "、") + second
    opener = re.match(r"\w+", second)
    if opener and opener[0].lower() in OPENERS.get(lang, ()):
        return first[:-1] + chance.choice([",", ",", ";", " –"]) + " " + second[0].lower() + second[1:]
    return first[:-1] + "; " + second


def moved(first: str, second: str, lang: str, chance: random.Random) -> tuple[str, str] | None:
    """Two sentences with a clause carried over the boundary between them, either way."""
    one, other = clauses(first, lang), clauses(second, lang)
    ways = [way for way, parts in (("down", one), ("up", other)) if len(parts) > 1]
    if not ways:
        return None
    if chance.choice(ways) == "down":
        stay, go = glue(one[:-1], lang), one[-1]
        stay = ended(stay, lang)
        go = go if lang in JOINED_WITHOUT_SPACE else go[:1].upper() + go[1:]
        return stay, united(go, second, lang, chance)
    go, stay = other[0], glue(other[1:], lang)
    go = ended(go, lang)
    stay = stay if lang in JOINED_WITHOUT_SPACE else stay[:1].upper() + stay[1:]
    return united(first, go, lang, chance), stay
