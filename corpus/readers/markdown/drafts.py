"""Drafts of paragraphs, and the containers around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duiqi.corpus.codes import Code
from duiqi.corpus.layout.passages import Cut
from duiqi.corpus.model import Kind, Span


@dataclass(slots=True)
class Draft:
    """A paragraph in the making.

    stretches  the parts of the file that hold it, one for each of its lines
    cuts       characters that are shown as others: `&` for `&amp;`
    calls      the names of footnotes, and where they are called
    label      a list's mark as it is typed, and its offset
    note       the name of the footnote that it begins; None where it begins none
    in_flow    neither in a list, a quotation nor a table: an empty line may have cut it in two
    """

    kind: Kind
    stretches: list[Span]
    cuts: Sequence[Cut] = ()
    calls: Sequence[tuple[str, Span]] = ()
    label: str = ""
    label_start: int = 0
    note: str | None = None
    in_flow: bool = False


@dataclass(slots=True)
class Marked:
    """A file's drafts in order, its text with a mask for all that is not shown, and its codes."""

    drafts: list[Draft]
    seen: str
    codes: Sequence[Code]


@dataclass(slots=True)
class Container:
    """A list item, a quotation or a footnote; its label or name waits for its first paragraph."""

    kind: Kind
    line: int
    label: str = ""
    note: str | None = None
