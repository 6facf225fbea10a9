"""Edits as the page asks for them, in JSON, and as `corpus.editing` does them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, NoReturn, cast, get_args

from duiqi.corpus.bitext.conventions import STATUSES
from duiqi.corpus.cutting import Cursor, Which
from duiqi.corpus.editing import Annotate, Edit, EditText, JoinSegments, Mark, Merge, Move, Split
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.model import Alignment, Status
from duiqi.corpus.tiling import beads_of

SIDES: tuple[str, ...] = get_args(Which)
MOST_TEXT = 1_000_000  # characters of a segment or a note
MOST_NUMBER = 1 << 31


class MalformedRequest(DuiqiError):
    """A request that is not as the workbench's interface has it."""


class Fields(NamedTuple):
    """The fields of a request, asked for by name and type; MalformedRequest where one is amiss."""

    values: Mapping[str, Any]

    def text(self, name: str, default: str | None = None) -> str:
        """A text of at most MOST_TEXT characters."""
        value = self.values.get(name, default)
        if not isinstance(value, str) or len(value) > MOST_TEXT:
            self.refuse(name, f"text of at most {MOST_TEXT:,} characters")
        return value

    def word(self, name: str, known: tuple[str, ...]) -> str:
        """One of the words."""
        value = self.values.get(name)
        if value not in known:
            self.refuse(name, f"one of {', '.join(known)}")
        return str(value)

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number from 0."""
        value = self.values.get(name, default)
        if not _is_number(value):
            self.refuse(name, "a number from 0")
        return cast(int, value)

    def share(self, name: str, default: float | None = None) -> float:
        """A number from 0 to 1."""
        value = self.values.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.refuse(name, "a number from 0 to 1")
        return float(value)

    def flag(self, name: str) -> bool:
        """True or false; false where there is none."""
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            self.refuse(name, "true or false")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.values.get(name)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(name, "a list of texts")
        return tuple(value)

    def numbers(self, name: str) -> tuple[int, ...] | None:
        """A list of numbers; None where there is none."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(map(_is_number, value)):
            self.refuse(name, "a list of numbers from 0")
        return tuple(value)

    def cursor(self, name: str) -> Cursor | None:
        """A place in a side, `[segment, offset]`; None where there is none."""
        match self.values.get(name):
            case None:
                return None
            case [segment, offset] if _is_number(segment) and _is_number(offset):
                return Cursor(segment, offset)
        self.refuse(name, "a segment and an offset in it, as [0, 12]")

    def fields(self, name: str) -> Fields:
        """The fields of an object."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            self.refuse(name, "an object")
        return Fields(value)

    def refuse(self, name: str, wanted: str) -> NoReturn:
        """Raise MalformedRequest: what should be under the name, and what is."""
        found = repr(self.values[name])[:40] if name in self.values else "nothing"
        raise MalformedRequest(f"'{name}' should be {wanted}, found {found}")


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_NUMBER


def edit_of(fields: Fields, alignment: Alignment) -> Edit:
    """The edit that a request means; `alignment` is the one to be edited."""
    name = fields.word("do", tuple(READERS))
    return READERS[name](fields, alignment)


def _split(fields: Fields, _: Alignment) -> Edit:
    return Split(fields.text("bead"), fields.cursor("source"), fields.cursor("target"))


def _move(fields: Fields, _: Alignment) -> Edit:
    to = cast(Literal["above", "below"], fields.word("to", ("above", "below")))
    return Move(fields.text("bead"), _side(fields), to, fields.cursor("cursor"))


def _join(fields: Fields, _: Alignment) -> Edit:
    return JoinSegments(fields.text("bead"), _side(fields), fields.number("segment"))


def _text(fields: Fields, _: Alignment) -> Edit:
    return EditText(fields.text("bead"), _side(fields), fields.number("segment"), fields.text("text"))


def _mark(fields: Fields, _: Alignment) -> Edit:
    return Mark(fields.texts("beads"), cast(Status, fields.word("status", STATUSES)))


def _mark_above(fields: Fields, alignment: Alignment) -> Edit:
    """Accept the undecided pairs from a confidence on."""
    least = fields.share("confidence")
    fields.word("status", ("accepted",))
    return Mark(
        tuple(
            bead.id
            for bead in beads_of(alignment)
            if bead.status == "new" and bead.source and bead.target and bead.confidence >= least
        ),
        "accepted",
    )


def _side(fields: Fields) -> Which:
    return cast(Which, fields.word("side", SIDES))


READERS: Mapping[str, Callable[[Fields, Alignment], Edit]] = {
    "merge": lambda fields, _: Merge(fields.text("bead")),
    "split": _split,
    "move": _move,
    "join": _join,
    "text": _text,
    "mark": _mark,
    "mark_above": _mark_above,
    "note": lambda fields, _: Annotate(fields.text("bead"), fields.text("text")),
}
