"""Numbers, dates, units and currencies that one text has and the other has not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from duiqi.aligner.check.numerals.dates import Date, dates
from duiqi.aligner.check.numerals.measures import Measure, is_converted, measures
from duiqi.aligner.check.numerals.numbers import LARGEST, MONTH_NAME, Number, numbers
from duiqi.aligner.check.symbols import symbol_spans
from duiqi.aligner.check.unit import Hit, Unit, listed
from duiqi.corpus.model import Span

HIGH_TOLERANCE = Decimal("0.005")  # 12,346 and 1.23万: rounded figures are the same

MONTH = re.compile(rf"月|{MONTH_NAME.pattern}")
RELATIVE_YEAR = re.compile(r"[去今明前同当當]年|\b(?:last|this|next|that) year\b", re.IGNORECASE)


def check_numbers(unit: Unit) -> Iterator[Hit]:
    """Numbers that the other text has neither in figures nor in words."""
    yield from _differing(unit, in_dates=False)


def check_dates(unit: Unit) -> Iterator[Hit]:
    """Days, months and years of dates that the other text has not, or has in other dates."""
    found = list(_differing(unit, in_dates=True))
    yield from found
    if unit.is_paired and not found:
        ours, theirs = list(dates(unit.source, unit.source_lang)), list(dates(unit.target, unit.target_lang))
        # In a range, from 3 to 5 May and 5月3日至5日, one of the days goes without its month.
        source = _unmatched(ours, theirs, _bare(numbers(unit.target, unit.target_lang)))
        target = _unmatched(theirs, ours, _bare(numbers(unit.source, unit.source_lang)))
        if source and target:
            written = listed(unit.source[slice(*date.span)] for date in source)
            other = listed(unit.target[slice(*date.span)] for date in target)
            yield Hit(
                f"{written} is {other} in the translation",
                tuple(date.span for date in source),
                tuple(date.span for date in target),
            )


def check_units(unit: Unit) -> Iterator[Hit]:
    """The same number with another unit or currency; a percentage that is none in the other text."""
    if not unit.is_paired:
        return
    source, target = measures(unit.source, unit.source_lang), measures(unit.target, unit.target_lang)
    for measure in source:
        same = [other for other in target if (other.values & measure.values) - {1}]
        if (
            same
            and not any(other.units & measure.units for other in same)
            and not _elsewhere(measure, target)
        ):
            others = listed(_written(unit.target, other) for other in same)
            yield Hit(
                f"{_written(unit.source, measure)} is {others} in the translation",
                (measure.span,),
                tuple(other.span for other in same),
            )
    yield from _percentages(unit, source, target)


def _elsewhere(measure: Measure, others: Iterable[Measure]) -> bool:
    """Whether the unit occurs in the other text with another number: the number check speaks of that."""
    return any(other.units & measure.units for other in others)


def _percentages(unit: Unit, source: Iterable[Measure], target: Iterable[Measure]) -> Iterator[Hit]:
    for ours, theirs, lang, text, is_source in (
        (source, target, unit.target_lang, unit.source, True),
        (target, source, unit.source_lang, unit.target, False),
    ):
        others = numbers(unit.target if is_source else unit.source, lang)
        for measure in ours:
            if "percent" not in measure.units or any("percent" in other.units for other in theirs):
                continue
            bare = [other.span for other in others if other.is_certain and other.said & measure.values]
            if bare:
                side = "translation" if is_source else "source"
                written = _written(text, measure)
                hit = ((measure.span,), tuple(bare)) if is_source else (tuple(bare), (measure.span,))
                yield Hit(f"{written} is a number without per cent in the {side}", *hit)


def _written(text: str, measure: Measure) -> str:
    return text[slice(*measure.span)]


def _differing(unit: Unit, in_dates: bool) -> Iterator[Hit]:
    if not unit.is_paired:
        return
    source, target = numbers(unit.source, unit.source_lang), numbers(unit.target, unit.target_lang)
    converted = _converted(unit)
    missing = [n for n in _missing(source, target, unit, "target") if n.span not in converted[0]]
    added = [n for n in _missing(target, source, unit, "source") if n.span not in converted[1]]
    counted = [n for n in missing if n.is_counted], [n for n in added if n.is_counted]
    if not all(counted):  # two years and 三年; translators leave out one of them freely
        missing, added = ([n for n in each if n.is_certain] for each in (missing, added))
    # A date is wrong as a whole: its numbers are reported together with those that answer them.
    dated = any(number.in_date for number in (*missing, *added))
    if not (missing or added) or dated != in_dates:
        return
    parts = []
    if missing:
        parts.append(f"{listed(unit.source[slice(*n.span)] for n in missing)} is not in the translation")
    if added:
        parts.append(f"{listed(unit.target[slice(*n.span)] for n in added)} is not in the source")
    yield Hit("; ".join(parts), _spans(missing), _spans(added))


def _converted(unit: Unit) -> tuple[set[Span], set[Span]]:
    """The numbers that the other text has in another unit, 60公斤, 130 pounds, or as a share, 50%, 0.5."""
    source, target = measures(unit.source, unit.source_lang), measures(unit.target, unit.target_lang)
    pairs = [
        (ours.number, theirs.number) for ours in source for theirs in target if is_converted(ours, theirs)
    ]
    pairs += _shares(source, target, numbers(unit.target, unit.target_lang))
    pairs += [
        (ours, theirs) for theirs, ours in _shares(target, source, numbers(unit.source, unit.source_lang))
    ]
    return {ours for ours, _ in pairs}, {theirs for _, theirs in pairs}


def _shares(
    ours: Iterable[Measure], theirs: Iterable[Measure], others: Iterable[Number]
) -> list[tuple[Span, Span]]:
    """Percentages of one text, each with the decimal of the other text that is the same without per cent."""
    with_unit = {measure.number for measure in theirs if "percent" in measure.units}
    decimals = [
        number
        for number in others
        if number.span not in with_unit and any(value % 1 for value in number.said if value < LARGEST)
    ]
    return [
        (measure.number, number.span)
        for measure in ours
        if "percent" in measure.units
        for number in decimals
        if number.said & {value / 100 for value in measure.values}
    ]


def _missing(ours: Iterable[Number], theirs: Iterable[Number], unit: Unit, other: str) -> Iterator[Number]:
    """Numbers of one text without an answer in the other, or in the sentence before or after it.

    Small ones that count something are answered by too much that is around them: they look in their own pair.
    """
    text, lang = (unit.target, unit.target_lang) if other == "target" else (unit.source, unit.source_lang)
    answers = {value for number in theirs for value in number.values}
    has_month = any(True for _ in dates(text, lang)) or bool(MONTH.search(text))
    symbols = symbol_spans(unit.source if other == "target" else unit.target)
    for number in ours:
        if not (number.is_certain or number.is_counted) or _answered(number.values, answers):
            continue
        if any(span.start <= number.span.start and number.span.end <= span.end for span in symbols):
            continue  # A/62/307 is compared as a whole
        # 28日 for November 28, 去年6月 for June 2005: a month or a year that goes without saying.
        if number.in_date and max(number.said) <= 12 and not has_month:
            continue
        if number.in_date and max(number.said) > 31 and RELATIVE_YEAR.search(text):
            continue
        near = unit.neighbours if number.is_certain else ()
        if not any(_answered(number.values, _values(each, other)) for each in near):
            yield number


def _values(unit: Unit, side: str) -> set[Decimal]:
    """The numbers of a neighbour's side that its own other side does not need."""
    texts = {"source": (unit.source, unit.source_lang), "target": (unit.target, unit.target_lang)}
    found = {value for number in numbers(*texts.pop(side)) for value in number.values}
    ((text, lang),) = texts.values()
    needed = {value for number in numbers(text, lang) if number.is_certain for value in number.values}
    return found - needed


def _answered(values: Iterable[Decimal], answers: set[Decimal]) -> bool:
    values = set(values)
    if values & answers:
        return True
    return any(
        value >= 1000
        and answer >= 1000
        and abs(value - answer) <= value * HIGH_TOLERANCE
        and _is_round(value, answer)
        for value in values
        for answer in answers
    )


def _is_round(value: Decimal, answer: Decimal) -> bool:
    """Whether one of two numbers is the other one rounded to tens or more, of 10,000 upwards."""
    return (
        min(value, answer) >= 10_000
        and max(value, answer) < LARGEST
        and (value % 1000 == 0 or answer % 1000 == 0)
    )


def _unmatched(ours: Iterable[Date], theirs: Iterable[Date], bare: set[Decimal]) -> list[Date]:
    """Whole dates of one text without one of the same day and month in the other, and without a bare day."""
    others = {(date.month, date.day) for date in theirs}
    return [
        date for date in ours if date.day and (date.month, date.day) not in others and date.day not in bare
    ]


def _bare(found: Iterable[Number]) -> set[Decimal]:
    """The numbers of a text that are in no date."""
    return {value for number in found if not number.in_date for value in number.said}


def _spans(found: Iterable[Number]) -> tuple[Span, ...]:
    return tuple(number.span for number in found)
