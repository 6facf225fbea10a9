"""Columns: a value for each bead of an alignment, in blocks that a change leaves as they are but for one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, chain
from typing import Generic, TypeVar

T = TypeVar("T")
BLOCK = 512  # values, at most twice as many


class Column(Generic[T]):
    """Values by the places of beads, None where one is not known yet.

    A change gives a new column, which shares all blocks but those in which it is: a reader of the old one
    needs no lock. A value that becomes known may be set in both.

    >>> column = Column.unknown(3)
    >>> column[2] = "c"
    >>> list(column.spliced(0, 2, 1)), list(column)
    ([None, 'c'], [None, None, 'c'])
    """

    def __init__(self, blocks: list[list[T | None]]) -> None:
        self.blocks = blocks
        self._starts = list(accumulate(map(len, blocks), initial=0))

    @classmethod
    def unknown(cls, count: int) -> Column[T]:
        """A column of so many values, none of them known."""
        return cls(_blocks([None] * count))

    def __len__(self) -> int:
        return self._starts[-1]

    def __iter__(self) -> Iterator[T | None]:
        return chain.from_iterable(self.blocks)

    def __getitem__(self, at: int) -> T | None:
        block = bisect_right(self._starts, at) - 1
        return self.blocks[block][at - self._starts[block]]

    def __setitem__(self, at: int, value: T) -> None:
        block = bisect_right(self._starts, at) - 1
        self.blocks[block][at - self._starts[block]] = value

    def block(self, at: int) -> range:
        """The places of the block in which a place is."""
        block = bisect_right(self._starts, at) - 1
        return range(self._starts[block], self._starts[block + 1])

    def is_known(self, at: int) -> bool:
        """Whether all values of the block at a place are known."""
        return None not in self.blocks[bisect_right(self._starts, at) - 1]

    def set_block(self, places: range, values: list[T]) -> None:
        """Set all values of a block, in a third of the time that they take one by one."""
        self.blocks[bisect_right(self._starts, places.start) - 1][:] = values

    def spliced(self, at: int, removed: int, added: int) -> Column[T]:
        """The column with some values replaced by as many unknown ones as are added."""
        first = max(bisect_right(self._starts, at) - 1, 0)
        last = max(bisect_right(self._starts, at + max(removed, 1) - 1), first + 1)
        changed = list(chain.from_iterable(self.blocks[first:last]))
        at -= self._starts[first]
        changed[at : at + removed] = [None] * added
        whole = [changed] if 0 < len(changed) <= 2 * BLOCK else _blocks(changed)
        return Column(self.blocks[:first] + whole + self.blocks[last:])


def _blocks(values: list[T | None]) -> list[list[T | None]]:
    return [values[at : at + BLOCK] for at in range(0, len(values), BLOCK)]
