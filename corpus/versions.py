"""The nouns of revision history: two versions of one text, and what became of each paragraph."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, NamedTuple

from duiqi.corpus.model import Side

Fate = Literal["kept", "reworded", "moved", "new", "dropped", "moved away"]
# In the order of a summary. `moved away` is the old place of a paragraph that is reported where it is now.
FATES: tuple[Fate, ...] = ("kept", "reworded", "moved", "new", "dropped")
Operation = Literal["same", "inserted", "deleted"]


class Edit(NamedTuple):
    """A part of a paragraph that is in both versions, or in one of them."""

    operation: Operation
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph of one version with its counterpart in the other; two of one side where it was divided.

    old, new    paragraph numbers from 0, half-open; an empty side is at the place where it would be
    edits       the words: those of `same` and `deleted` are the old text, of `same` and `inserted` the new
    old_label, new_label  list labels, which are no part of the texts
    """

    fate: Fate
    old: range
    new: range
    edits: tuple[Edit, ...]
    old_label: str = ""
    new_label: str = ""

    @property
    def old_text(self) -> str:
        return "".join(edit.text for edit in self.edits if edit.operation != "inserted")

    @property
    def new_text(self) -> str:
        return "".join(edit.text for edit in self.edits if edit.operation != "deleted")


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of one text, paragraph by paragraph, in the order of the new one.

    Each paragraph of either version is in exactly one change, but for paragraphs that were moved: their old
    place is a change of its own, `moved away`.
    """

    old: Side
    new: Side
    changes: tuple[Change, ...]

    def counts(self) -> dict[Fate, int]:
        """The number of changes by fate; 0 for those that there are not."""
        counts = Counter(change.fate for change in self.changes)
        return {fate: counts[fate] for fate in FATES}
