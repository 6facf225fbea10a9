"""Sequences that are made when somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

from duiqi.corpus.collector import paused

T = TypeVar("T")


class Deferred(Sequence[T]):
    """A sequence that is made when it is first looked at; it equals the tuple of its items.

    >>> deferred = Deferred(lambda: print("made") or (1, 2))
    >>> deferred[0], deferred == (1, 2)
    made
    (1, True)
    """

    def __init__(self, make: Callable[[], Sequence[T]]) -> None:
        self._make: Callable[[], Sequence[T]] | None = make
        self._made: tuple[T, ...] = ()

    @property
    def _items(self) -> tuple[T, ...]:
        """The items; two threads that look at once may both make them, and get the same."""
        if (make := self._make) is not None:
            with paused():
                self._made = tuple(make())
            self._make = None  # lets go of what they were made from
        return self._made

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._items[index]

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __eq__(self, other: object) -> bool:
        return self._items == (other._items if isinstance(other, Deferred) else other)

    def __hash__(self) -> int:
        return hash(self._items)

    def __repr__(self) -> str:
        return repr(self._items)

    def __reduce__(self) -> tuple[type, tuple[tuple[T, ...]]]:
        """Another process gets the items."""
        return tuple, (self._items,)
