"""Formatting of stretches of a paragraph as inline codes, for formats that mark it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from duiqi.corpus.codes import Code, Codes


@dataclass(slots=True)
class Formatting:
    """The formatting that is on, and the codes by which it changes.

    >>> formatting = Formatting()
    >>> [(code.role, code.type) for code in formatting.change(("bold",))]
    [('open', 'bold')]
    >>> [(code.role, code.type) for code in formatting.change(("bold", "italic"))]
    [('close', 'bold'), ('open', 'bold'), ('open', 'italic')]
    """

    now: tuple[str, ...] = ()
    count: int = 0
    opened: list[Code] = field(default_factory=list)

    def change(self, types: tuple[str, ...]) -> list[Code]:
        """The codes between text in the formatting that is on and text in this one; none if both are one."""
        if types == self.now:
            return []
        codes = [Code(0, "close", code.id, type=code.type) for code in reversed(self.opened)]
        self.now, self.opened = types, []
        for kind in types:
            self.count += 1
            self.opened.append(Code(0, "open", str(self.count), type=kind))
        return codes + self.opened


def numbered_tags(codes: Sequence[Code], last: int) -> Codes:
    """The codes of a paragraph with OmegaT's tags as their markup: `<t0/>`, `<t1/>` … one for each change.

    It shows none at the beginning of a paragraph nor at its end, which is `last`.

    >>> bold = Code(0, "open", "1"), Code(7, "close", "1"), Code(12, "open", "2"), Code(17, "close", "2")
    >>> [code.native for code in numbered_tags(bold, 40)]
    ['', '<t0/>', '<t1/>', '<t2/>']
    """
    found: list[Code] = []
    count, before = 0, 0
    for code in codes:
        if before < code.at < last:
            before = code.at
            code = Code(before, code.role, code.id, f"<t{count}/>", code.type)
            count += 1
        found.append(code)
    return tuple(found)
