"""What the XML formats share: the tool's name, and elements that are filled rather than made."""

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
    """Our version, for the files' headers; "0" where the package is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(TOOL)
    except PackageNotFoundError:
        return "0"


class Stencil:
    """An element made once and filled for each unit: three times as fast as making it anew.

    Build the element with every slot it can ever have, naming them in order; `filled` puts
    values in and takes the slots without one out. The element is the same each time, so
    write it before asking for the next.
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
