"""What may be wrong with the units of a memory: listed, and deleted on request only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple, get_args

from duiqi.aligner.check.figures import check_dates, check_numbers
from duiqi.aligner.check.unit import Unit
from duiqi.aligner.memory.units import MemoryUnit
from duiqi.corpus.detection import detect
from duiqi.corpus.languages import is_chinese, primary, same_language
from duiqi.corpus.scripts import HAN

Problem = Literal[
    "duplicate", "empty", "untranslated", "language", "length", "numbers", "ambiguous", "doubtful"
]
PROBLEMS: tuple[Problem, ...] = get_args(Problem)
ABOUT: dict[Problem, str] = {
    "duplicate": "the same pair of texts is in another unit",
    "empty": "a side has no letter and no figure",
    "untranslated": "the target is the source",
    "language": "a text is not in its language",
    "length": "a text is far too long or too short for the other",
    "numbers": "numbers differ",
    "ambiguous": "the source has other translations too",
    "doubtful": "the confidence is low",
}

DOUBTFUL = 0.5  # confidence below which a unit is doubtful
SHORT = 40  # characters of a text whose language is not looked at
FEW = 20  # characters of both texts whose lengths are not compared
RATIO = 3.0  # from the usual ratio of lengths of the two languages, up or down
# Characters of Chinese for one of English, over corpora of news and law. Other pairs: 1.
USUAL = 0.33


Langs = tuple[str, str]


class Finding(NamedTuple):
    """A unit, what is wrong with it, and the detail: the numbers that differ, the other translation."""

    unit: MemoryUnit
    problem: Problem
    detail: str = ""


def findings(units: Iterable[MemoryUnit], problems: Iterable[Problem] = PROBLEMS) -> Iterator[Finding]:
    """The problems of units, in their order; a memory may have several pairs of languages.

    Of the same pair twice the reviewed unit is kept, else the earlier; of a source with several
    translations all are listed, since only a person can say which one is right.
    """
    wanted = set(problems)
    kept = [*units] if wanted & {"duplicate", "ambiguous"} else units
    pairs: dict[tuple[Langs, str, str], MemoryUnit] = {}
    targets: dict[tuple[Langs, str], set[str]] = {}
    if isinstance(kept, list):
        for unit in kept:
            langs = _langs(unit)
            first = pairs.setdefault((langs, unit.source, unit.target), unit)
            if unit.reviewed and not first.reviewed:
                pairs[langs, unit.source, unit.target] = unit
            targets.setdefault((langs, unit.source), set()).add(unit.target)
    for unit in kept:
        for problem, check in CHECKS.items():
            if problem in wanted and (detail := check(unit)) is not None:
                yield Finding(unit, problem, detail)
        langs = _langs(unit)
        if "duplicate" in wanted and (first := pairs[langs, unit.source, unit.target]) is not unit:
            yield Finding(unit, "duplicate", f"unit {first.number}")
        if "ambiguous" in wanted and (others := targets[langs, unit.source] - {unit.target}):
            yield Finding(unit, "ambiguous", " | ".join(sorted(others)))


def _langs(unit: MemoryUnit) -> Langs:
    return primary(unit.source_lang), primary(unit.target_lang)


def _empty(unit: MemoryUnit) -> str | None:
    sides = [side for side in ("source", "target") if not any(map(str.isalnum, getattr(unit, side)))]
    return " and ".join(sides) or None


def _untranslated(unit: MemoryUnit) -> str | None:
    alike = unit.source.split() == unit.target.split() and any(map(str.isalpha, unit.source))
    return "" if alike and not same_language(unit.source_lang, unit.target_lang) else None


def _language(unit: MemoryUnit) -> str | None:
    for text, lang in ((unit.source, unit.source_lang), (unit.target, unit.target_lang)):
        if (
            is_chinese(lang)
            and len(text) >= FEW
            and not re.search(f"[{HAN}]", text)
            and any(map(str.isalpha, text))
        ):
            return f"no Chinese character: {lang}"
        if len(text) >= SHORT and primary(lang) != "und":
            found = detect(text)
            if found != "und" and not same_language(found, lang) and _is_clear(text, lang):
                return f"{found} rather than {lang}"
    return None


def _is_clear(text: str, lang: str) -> bool:
    """Whether the script, or the length of the text, makes the language sure."""
    han = len(re.findall(f"[{HAN}]", text))
    return is_chinese(lang) or han > len(text) / 3 or len(text) >= 3 * SHORT


def _length(unit: MemoryUnit) -> str | None:
    source, target = (len("".join(text.split())) for text in (unit.source, unit.target))
    if max(source, target) < FEW or not min(source, target):
        return None
    ratio = target / source / _usual(unit.target_lang) * _usual(unit.source_lang)
    return f"{source} characters, {target}" if not 1 / RATIO <= ratio <= RATIO else None


def _usual(lang: str) -> float:
    return USUAL if is_chinese(lang) else 1.0


def _numbers(unit: MemoryUnit) -> str | None:
    texts = unit.source, unit.target, unit.source_lang, unit.target_lang
    plain = Unit(0, unit.bead(0), *texts)
    return "; ".join(hit.message for check in (check_numbers, check_dates) for hit in check(plain)) or None


def _doubtful(unit: MemoryUnit) -> str | None:
    low = unit.confidence < DOUBTFUL and not unit.reviewed
    return f"{unit.confidence:.2f}" if low else None


CHECKS: dict[Problem, Callable[[MemoryUnit], str | None]] = {
    "empty": _empty,
    "untranslated": _untranslated,
    "language": _language,
    "length": _length,
    "numbers": _numbers,
    "doubtful": _doubtful,
}
