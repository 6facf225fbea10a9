"""Inline codes: formatting, links, placeholders and line breaks, as offsets into the plain text.

A segment's text is plain, so that encoders, searches and checks see words alone; its codes are
beside it, and formats that can hold codes write them into the text again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

TAG = re.compile(r"</?[a-z]+[0-9]+/?>", re.ASCII)

Role = Literal["point", "open", "close"]


class Code(NamedTuple):
    """One inline code.

    at       its offset in the text: the number of characters before it
    role     `open` and `close` of the same id enclose a stretch of text, a `point` stands alone; an
             `open` or `close` without a partner has it in another segment
    id       the same in source and target for codes that correspond
    native   the markup or placeholder of the original document, as `<b>` or `%d`; may be empty
    type     `bold`, `italic`, `underlined`, `link`, `image`, `lb` (a line break), `tab`, …; may be empty
    element  the element that held it in TMX or XLIFF, as `hi`; empty for codes of documents
    length   how many characters of the text it replaces: the space by which the text shows a line break
    """

    at: int
    role: Role = "point"
    id: str = ""
    native: str = ""
    type: str = ""
    element: str = ""
    length: int = 0


Codes = tuple[Code, ...]


def shifted(codes: Iterable[Code], by: int) -> Codes:
    """The codes in a text with so many more characters in front."""
    return tuple(code._replace(at=code.at + by) for code in codes)


def cut_codes(codes: Codes, end: int, start: int) -> tuple[Codes, Codes]:
    """The codes of the two parts of a text: the characters up to `end`, and those from `start` on.

    A closing code at the cut stays with the first part, an opening one goes to the second. Of a pair
    around the cut each part has one half.

    >>> bold = (Code(0, "open", "1"), Code(4, "close", "1"), Code(5, "open", "2"), Code(7, "close", "2"))
    >>> [[code.at for code in part] for part in cut_codes(bold, 4, 5)]  # Yes. No
    [[0, 4], [0, 2]]
    """
    first = next((place for place, code in enumerate(codes) if _is_after(code, end, start)), len(codes))
    head = tuple(_within(code, 0, end) for code in codes[:first])
    tail = tuple(_within(code, start, max(start, code.at + code.length)) for code in codes[first:])
    return head, tail


def _is_after(code: Code, end: int, start: int) -> bool:
    if code.role == "close":
        return code.at > start
    return code.at > end or (code.at == end and code.role == "open")


def _within(code: Code, start: int, end: int) -> Code:
    """The code in a part of the text, at the nearest place that the part has."""
    at, last = (min(max(place, start), end) for place in (code.at, code.at + code.length))
    return code._replace(at=at - start, length=last - at)


def moved(codes: Codes, old: str, new: str) -> Codes:
    """The codes of a text that a person has edited: those in the changed stretch go to its beginning.

    >>> [code.at for code in moved((Code(4), Code(9), Code(14)), "Take the second left", "Take the 2nd left")]
    [4, 9, 11]
    """
    if not codes:
        return codes
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - head
    tail = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    changed, by = len(old) - tail, len(new) - len(old)

    def place(at: int) -> int:
        return at if at <= head else at + by if at >= changed else head

    return relocated(codes, [(place(code.at), place(code.at + code.length)) for code in codes])


def without_head(codes: Codes, start: int) -> Codes:
    """The codes of a text without its first characters; a pair around both keeps the rest.

    >>> bold = Code(0, "open", "1"), Code(8, "close", "1"), Code(0, "open", "2"), Code(2, "close", "2")
    >>> [(code.id, code.at) for code in without_head(bold, 3)]  # 2. Urges
    [('1', 0), ('1', 5)]
    """
    pairs = partners(codes)

    def is_kept(number: int, code: Code) -> bool:
        partner = pairs[number]
        if code.role == "open":
            return partner is None or codes[partner].at > start
        return code.at > start or (code.role == "point" and code.at == start)

    kept = (code for number, code in enumerate(codes) if is_kept(number, code))
    return tuple(_within(code, start, max(start, code.at + code.length)) for code in kept)


def is_tag(code: Code) -> bool:
    """Whether a code's markup is a tag as OmegaT shows it: `<t0/>` of a Word file, `<b0>` of a page."""
    return code.native.startswith("<") and TAG.fullmatch(code.native) is not None


def count_codes(codes: Codes) -> int:
    """How many codes there are, a pair counted once."""
    return sum(code.role != "close" for code in codes)


def relocated(codes: Codes, places: Iterable[tuple[int, int]]) -> Codes:
    """The codes at other places, given as the first and the last offset of each."""
    return tuple(
        code._replace(at=at, length=max(0, end - at) if code.length else 0)
        for code, (at, end) in zip(codes, places, strict=True)
    )


def partners(codes: Sequence[Code]) -> list[int | None]:
    """The number of each code's partner: of an opening code its closing one and the reverse; else None.

    >>> partners([Code(0, "open", "1"), Code(1, "point", "2"), Code(2, "close", "1"), Code(3, "close", "4")])
    [2, None, 0, None]
    """
    found: list[int | None] = [None] * len(codes)
    opened: dict[str, list[int]] = {}
    for number, code in enumerate(codes):
        if code.role == "open":
            opened.setdefault(code.id, []).append(number)
        elif code.role == "close" and (waiting := opened.get(code.id)):
            first = waiting.pop()
            found[first], found[number] = number, first
    return found


def nested(pairs: Sequence[int | None]) -> set[int]:
    """The opening codes that can be elements around text: their pairs (`partners`) cross no other such pair.

    >>> crossing = [Code(0, "open", "1"), Code(1, "open", "2"), Code(2, "close", "1"), Code(3, "close", "2")]
    >>> nested(partners(crossing))
    {0}
    """
    kept: list[tuple[int, int]] = []
    for first, last in enumerate(pairs):
        if last is not None and last > first and not any(a < first < b < last for a, b in kept):
            kept.append((first, last))
    return {first for first, _ in kept}


def numbered_codes(source: Codes, target: Codes, valid: Callable[[str], bool] = bool) -> tuple[Codes, Codes]:
    """Both sides with ids that are unique in each and the same where they were the same.

    An id is kept where it is valid and the only one; a later code of the same id, as where segments
    are joined, gets the next free number, and so does its counterpart on the other side.

    >>> twice = (Code(0, "open", "1"), Code(4, "close", "1"), Code(5, "open", "1"), Code(7, "close", "1"))
    >>> [[code.id for code in side] for side in numbered_codes(twice, twice)]
    [['1', '1', '2', '2'], ['1', '1', '2', '2']]
    """
    if not (source or target):
        return source, target
    occurrences = [_occurrences(side) for side in (source, target)]
    given: dict[tuple[bool, str, int], str] = {}
    used: set[str] = set()
    keys = [key for side in occurrences for key in side]
    for key in keys:
        if valid(key[1]) and not key[2] and key not in given and key[1] not in used:
            given[key] = key[1]
            used.add(key[1])
    free = 0
    for key in keys:
        if key not in given:
            free += 1
            while str(free) in used:
                free += 1
            given[key] = str(free)
            used.add(str(free))
    first, second = (
        tuple(code._replace(id=given[key]) for code, key in zip(side, found, strict=True))
        for side, found in zip((source, target), occurrences, strict=True)
    )
    return first, second


def _occurrences(codes: Codes) -> list[tuple[bool, str, int]]:
    """For each code whether it stands alone, its id, and how many before it have the same id."""
    pairs = partners(codes)
    seen: dict[tuple[bool, str], int] = {}
    found: list[tuple[bool, str, int]] = []
    for number, code in enumerate(codes):
        partner = pairs[number]
        if partner is not None and partner < number:
            found.append(found[partner])
            continue
        key = code.role == "point", code.id
        found.append((*key, seen.get(key, 0)))
        seen[key] = seen.get(key, 0) + 1
    return found


def corresponding(source: Codes, target: Codes) -> tuple[Codes, Codes]:
    """Ids for the codes of two documents, which know nothing of each other: alike in kind, in order.

    The source's are numbered from 1. A code of the target has the number of the first one of the same
    role and type that no other has; failing that, the next free number.

    >>> en = (Code(0, "open", "7", type="bold"), Code(4, "close", "7", type="bold"), Code(5, type="lb"))
    >>> zh = (Code(0, type="lb"), Code(1, "open", "3", type="bold"), Code(3, "close", "3", type="bold"))
    >>> [[code.id for code in side] for side in corresponding(en, zh)]
    [['1', '1', '2'], ['2', '1', '1']]
    """
    first, kinds = _counted(source)
    numbers: list[str] = []
    for (role, kind), partner in _kinds(target):
        if partner is not None:
            numbers.append(numbers[partner])
            continue
        waiting = kinds.get((role, kind)) or []
        numbers.append(waiting.pop(0) if waiting else "")
    free = len({code.id for code in first})
    for number, (_, partner) in enumerate(_kinds(target)):
        if partner is not None:
            numbers[number] = numbers[partner]
        elif not numbers[number]:
            free += 1
            numbers[number] = str(free)
    return first, tuple(code._replace(id=number) for code, number in zip(target, numbers, strict=True))


def _counted(codes: Codes) -> tuple[Codes, dict[tuple[Role, str], list[str]]]:
    """The codes numbered from 1, and the numbers of each kind."""
    kinds: dict[tuple[Role, str], list[str]] = {}
    numbers: list[str] = []
    count = 0
    for kind, partner in _kinds(codes):
        if partner is not None:
            numbers.append(numbers[partner])
            continue
        count += 1
        numbers.append(str(count))
        kinds.setdefault(kind, []).append(str(count))
    return tuple(code._replace(id=number) for code, number in zip(codes, numbers, strict=True)), kinds


def _kinds(codes: Codes) -> list[tuple[tuple[Role, str], int | None]]:
    """For each code its role and type, and the number of the opening code where it closes a pair."""
    pairs = partners(codes)
    return [
        (
            (code.role, code.type or code.native),
            partner if (partner := pairs[number]) is not None and partner < number else None,
        )
        for number, code in enumerate(codes)
    ]
