"""Languages of a file of many: count the pairs, choose one, and say which were taken of which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, islice
from typing import NamedTuple

from duiqi.corpus.languages import canonical, look_up, same_language, same_script

Pair = tuple[str, str]  # the tags of two languages, source and target
Tags = tuple[str, ...]  # those of a unit

# A memory is counted over its beginning, as a second reading of a million units takes as long as the first.
SAMPLE = 1000


class Taken(NamedTuple):
    """The pair of languages that is read, and a sentence about it where there was a choice."""

    pair: Pair
    text: str = ""


def take(
    units: Iterable[Sequence[str]], asked: Pair, declared: str = "", noun: str = "units"
) -> Taken | None:
    """The two languages to read of a file, None where no unit has both.

    units     the tags of each unit's languages, in the order of the file
    asked     the source and target that the caller asks for, empty where any will do
    declared  the source by the file's own header, which counts where it can

    The pair that most units have is taken, of the tags that serve the wanted ones best (BCP 47
    look-up). The first 1,000 units are counted, and more only until the wanted languages are found.

    >>> take([("en", "de"), ("en", "zh-TW"), ("en", "zh-TW")], ("", ""))
    Taken(pair=('en', 'zh-TW'), text='taken en and zh-TW of en de zh-TW; 2 of 3 units')
    >>> take([("en", "fr")], ("", "zh")) is None
    True
    """
    rest = iter(units)
    kinds = Counter(map(tuple, islice(rest, SAMPLE)))
    found = _choose(kinds, asked, declared)
    while not (found and all(map(_serves, found, asked))):
        more = Counter(map(tuple, islice(rest, SAMPLE)))
        if not more:
            break
        kinds += more
        found = _choose(kinds, asked, declared)
    if found is None:
        return None
    spelled: dict[str, str] = {}
    for tag in (tag for unit in kinds for tag in unit):
        spelled.setdefault(canonical(tag), tag)
    pair = spelled[found[0]], spelled[found[1]]
    return Taken(pair, _said(kinds, pair, asked, noun, is_whole=next(rest, None) is None))


def places(tags: Sequence[str], pair: Pair) -> tuple[int, int] | None:
    """The numbers of the two languages among those of a unit, None where it has not both.

    Another region of a language is taken where the unit has not the very one; another script never is.

    >>> places(("zh-CN", "en-GB"), ("en-US", "zh")), places(("en", "zh-CN"), ("en", "zh-TW"))
    ((1, 0), None)
    """
    first = look_up([tag if same_script(tag, pair[0]) else "" for tag in tags], pair[0])
    if first is None:
        return None
    others = [tag if at != first and same_script(tag, pair[1]) else "" for at, tag in enumerate(tags)]
    second = look_up(others, pair[1])
    return None if second is None else (first, second)


def prefer(pairs: Iterable[Pair], asked: Pair, declared: str = "") -> Pair | None:
    """The pair that serves the wanted languages best; of equals the first; None where none does."""
    left = list(pairs)
    for side in (0, 1):
        if asked[side]:
            found = look_up([pair[side] for pair in left], asked[side])
            if found is None:
                return None
            tag = left[found][side]
            left = [pair for pair in left if pair[side] == tag]
    if declared and not asked[0] and (found := look_up([pair[0] for pair in left], declared)) is not None:
        return left[found]
    return left[0] if left else None


def _choose(kinds: Mapping[Tags, int], asked: Pair, declared: str) -> Pair | None:
    counts: Counter[Pair] = Counter()
    for unit, times in kinds.items():
        for pair in combinations(dict.fromkeys(map(canonical, unit)), 2):
            counts[pair] += times

    def rank(pair: Pair) -> tuple[bool, int]:
        return same_language(*pair), -(counts[pair] + counts[pair[::-1]])

    return prefer(sorted([*counts, *(pair[::-1] for pair in counts)], key=rank), asked, declared)


def _serves(tag: str, asked: str) -> bool:
    return not asked or same_script(tag, asked)


def _said(kinds: Counter[Tags], pair: Pair, asked: Pair, noun: str, *, is_whole: bool) -> str:
    """The pair that was taken of which, empty where every unit has the two languages alone."""
    tags = list(dict.fromkeys(canonical(tag) for unit in kinds for tag in unit))
    having = {unit: times for unit, times in kinds.items() if places(unit, pair)}
    both, all_units = sum(having.values()), kinds.total()
    twice = sum(
        times for unit, times in having.items() if unit.count(unit[(places(unit, pair) or (0,))[0]]) > 1
    )
    if len(tags) < 3 and both == all_units and not twice and all(map(_serves, pair, asked)):
        return ""
    total = f"{all_units:,}" if is_whole else f"the first {all_units:,}"
    text = (
        f"taken {canonical(pair[0])} and {canonical(pair[1])} of {' '.join(tags)}; {both:,} of {total} {noun}"
    )
    if twice:
        text += f"; {twice:,} with a second text in {canonical(pair[0])}, which is left out"
    return text
