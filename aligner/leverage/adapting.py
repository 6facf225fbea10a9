"""Figures and labels of a proposal, changed where it is certain, and reported always.

Certain is: the figure of the memory's source that differs occurs as often in its target, and every
occurrence in the source changes to the same new value.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import NamedTuple

from duiqi.aligner.memory.figures import Figure, figures, rendered
from duiqi.aligner.memory.tokens import compared
from duiqi.aligner.memory.units import MemoryUnit
from duiqi.corpus.cutting import label_end
from duiqi.corpus.layout.divisions import division
from duiqi.corpus.leverage import Change


class Adapted(NamedTuple):
    """A target, adapted to the new source, and what differs."""

    target: str
    changes: tuple[Change, ...]


def adapt(unit: MemoryUnit, text: str) -> Adapted:
    """The unit's target without its label, adapted to a new source.

    >>> old = "at its sixty-fourth session, recalling 60/97", "在第六十四届会议上，回顾第60/97号决议"
    >>> found = adapt(MemoryUnit(1, *old, "en", "zh"), "at its eightieth session, recalling 76/74")
    >>> found.target, str(found.changes[0])
    ('在第八十届会议上，回顾第76/74号决议', 'sixty-fourth → eightieth: 六十四 → 八十')
    """
    source, target = unit.bare_source, unit.bare_target
    old, new = figures(source, unit.source_lang), figures(text, unit.source_lang)
    pairs = _paired(source, old, text, new, unit.source_lang)
    meant: defaultdict[tuple[object, ...], set[tuple[object, ...]]] = defaultdict(set)
    for first, second in pairs:
        if first:
            meant[first.sort, first.value].add((second.sort, second.value) if second else ())
    in_target = figures(target, unit.target_lang)
    replacements: dict[Figure, str] = {}
    changes = []
    reported = set()
    for first, second in pairs:
        if first and second and (first.sort, first.value) == (second.sort, second.value):
            continue
        places = [figure for figure in in_target if first and _same(figure, first)]
        often = (
            sum((figure.sort, figure.value) == (first.sort, first.value) for figure in old) if first else 0
        )
        written = [rendered(figure, second, unit.target_lang) for figure in places] if second else []
        certain = (
            first is not None
            and second is not None
            and len(meant[first.sort, first.value]) == 1
            and len(places) == often > 0
            and all(written)
        )
        key = first and first.value, second and second.value
        if key in reported:
            continue
        reported.add(key)
        replaced = ("", "")
        if certain:
            replacements.update((figure, new or "") for figure, new in zip(places, written, strict=True))
            replaced = places[0].text, written[0] or ""
        sort = (first or second or old[0]).sort
        changes.append(Change(sort, first.text if first else "", second.text if second else "", replaced))
    for figure in sorted(replacements, key=lambda figure: -figure.start):
        target = target[: figure.start] + replacements[figure] + target[figure.end :]
    return Adapted(target, tuple(changes))


def relabel(unit: MemoryUnit, target: str, label: str, lead: str) -> Adapted:
    """The target with the label of the new segment, where the unit's two labels are the same.

    A label in words (`Article 3`) is rendered as in a unit of the same number; another number is reported.

    label  of the new segment; `lead` is the label as its author typed it, with the white space after it

    >>> unit = MemoryUnit(1, "3. Urges", "3. 敦促", "en", "zh", "3.", "3.")
    >>> relabel(unit, "敦促", "4.", "4. ").target, relabel(unit, "敦促", "", "").target
    ('4. 敦促', '敦促')
    """
    if not lead:
        return Adapted(target, ())
    old = unit.source_label
    is_same = _plain(old) == _plain(label)
    if division(label):
        kept = f"{unit.target_label}{_gap(unit)}{target}" if is_same else target
        return Adapted(kept, () if is_same else (Change("label", old, label, ("", "")),))
    alike = not old or _plain(old) == _plain(unit.target_label) or not unit.target_label
    change = () if is_same else (Change("label", old, label, ("", "")),)
    if not alike:
        return Adapted(target, change)
    if change:
        change = (Change("label", old, label, (unit.target_label or "", label)),)
    gap = "" if unit.target_label and not _gap(unit) else " "
    return Adapted(f"{label}{gap}{target}", change)


def _gap(unit: MemoryUnit) -> str:
    """What is between the label and the text of the unit's target: white space, a mark (`第二章：工具`)."""
    end = label_end(unit.target, unit.target_label)
    return unit.target[end : len(unit.target.rstrip()) - len(unit.bare_target)] if end else ""


def _plain(label: str) -> str:
    return "".join(unicodedata.normalize("NFKC", label).split())


def _same(figure: Figure, other: Figure) -> bool:
    """Whether a figure of the target stands for one of the source: an ordinal may be a mere number."""
    sorts = {figure.sort, other.sort}
    return figure.value == other.value and (len(sorts) == 1 or sorts == {"ordinal", "number"})


def _paired(
    source: str, old: list[Figure], text: str, new: list[Figure], lang: str
) -> list[tuple[Figure | None, Figure | None]]:
    """The figures of the two sources, each with the one in its place; None where there is none.

    The sources are compared with all figures of a sort taken for equal, words around them too.
    """
    from rapidfuzz.distance import Indel

    before, after = _sequence(source, old, lang), _sequence(text, new, lang)
    pairs: list[tuple[Figure | None, Figure | None]] = []
    for code in Indel.opcodes([key for key, _ in before], [key for key, _ in after]):
        tag, start, end = code.tag, code.src_start, code.src_end
        first, last = code.dest_start, code.dest_end
        if tag == "equal":
            pairs += [
                (one[1], other[1])
                for one, other in zip(before[start:end], after[first:last], strict=True)
                if one[1] and other[1]
            ]
        else:
            pairs += [(figure, None) for _, figure in before[start:end] if figure]
            pairs += [(None, figure) for _, figure in after[first:last] if figure]
    return pairs


def _sequence(text: str, found: list[Figure], lang: str) -> list[tuple[str, Figure | None]]:
    """The words of a text, a figure being one word that is named by its sort."""
    sequence: list[tuple[str, Figure | None]] = []
    at = 0
    for figure in found:
        sequence += [(token, None) for token in compared(text[at : figure.start], lang)]
        sequence.append((f"\0{figure.sort}", figure))
        at = figure.end
    return sequence + [(token, None) for token in compared(text[at:], lang)]
