"""The facts that a memory gives about a unit and its two sides, beside their texts."""

from __future__ import annotations

from typing import NamedTuple

Pairs = tuple[tuple[str, str], ...]


class Record(NamedTuple):
    """The facts about a unit or about one side of it, under the names that the file uses.

    attributes  who made and changed it and when (`creationid`, `changedate` … of TMX)
    notes       of a side; those of the unit are the bead's own note
    properties  names and values, as (`x-domain`, `law`)
    """

    attributes: Pairs = ()
    notes: tuple[str, ...] = ()
    properties: Pairs = ()


class Records(NamedTuple):
    """The facts about a unit, its source and its target.

    >>> bool(Records()), bool(Records(target=Record(notes=("checked",))))
    (False, True)
    """

    unit: Record = Record()
    source: Record = Record()
    target: Record = Record()

    def __bool__(self) -> bool:
        return any(map(any, self))
