"""Shared by the XML formats: the tool's name and version, and an element that is filled again and again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

TOOL = "duiqi"
XML = "http://www.w3.org/XML/1998/namespace"


@cache
def version() -> str:
    """The version of the package, for the headers of files; "0" where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(TOOL)
    except PackageNotFoundError:
        return "0"


class Stencil:
    """An element made once and filled for each unit: three times as fast as a new element for each.

    Build the element with every slot that it can have, and name the slots in order. `filled`
    fills them and removes those without a value. It returns the same element each time, so
    write the element before the next call.
    """

    def __init__(self, element: etree._Element, slots: Sequence[etree._Element]) -> None:
        self.element = element
        self.slots = slots
        self.shape: tuple[bool, ...] = (True,) * len(slots)
        self.children = {home: list(home) for slot in slots if (home := slot.getparent()) is not None}

    def filled(self, values: Sequence[str]) -> etree._Element:
        """The element with these texts in its slots."""
        shape = tuple(map(bool, values))
        if shape != self.shape:
            absent = {slot for slot, wanted in zip(self.slots, shape, strict=True) if not wanted}
            for home, children in self.children.items():
                home[:] = [child for child in children if child not in absent]
            self.shape = shape
        for slot, value in zip(self.slots, values, strict=True):
            slot.text = value
        return self.element
