"""The facts that a memory gives about a unit and its two sides, beside their texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

Pairs = tuple[tuple[str, str], ...]

BETWEEN = " / "  # between the notes of a unit in the bead's one note


class Note(NamedTuple):
    """A remark about a unit or about one side of it.

    facts  who wrote it (`from`), about which side (`annotates`), how urgent it is (`priority`)
    """

    text: str
    facts: Pairs = ()


class Record(NamedTuple):
    """The facts about a unit or about one side of it, under the names that the file uses.

    attributes  who made and changed it and when (`creationid`, `changedate` … of TMX)
    notes       those of a side; those of a unit, where there are several or they have authors
    properties  names and values, as (`x-domain`, `law`)
    """

    attributes: Pairs = ()
    notes: tuple[Note, ...] = ()
    properties: Pairs = ()


class Records(NamedTuple):
    """The facts about a unit, its source and its target.

    >>> bool(Records()), bool(Records(target=Record(notes=(Note("checked"),))))
    (False, True)
    """

    unit: Record = Record()
    source: Record = Record()
    target: Record = Record()

    def __bool__(self) -> bool:
        return any(map(any, self))


def one_note(notes: Iterable[Note]) -> str:
    """The bead's note, which a person reads and edits, of the notes of a unit."""
    return BETWEEN.join(note.text for note in notes)


def notes_worth_keeping(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """The notes of a unit where the bead's one note says less than they do, else none."""
    return notes if len(notes) > 1 or any(note.facts for note in notes) else ()


def notes_of(note: str, recorded: tuple[Note, ...]) -> tuple[Note, ...]:
    """The notes of a unit: those recorded, as long as the bead's note still has their words.

    >>> first = Note("check", (("from", "ann"),)), Note("done")
    >>> [note.text for note in notes_of("check / done / thanks", first)], notes_of("no", first)
    (['check', 'done', 'thanks'], (Note(text='no', facts=()),))
    """
    whole = one_note(recorded)
    if recorded and note == whole:
        return recorded
    if recorded and note.startswith(whole + BETWEEN):
        return (*recorded, Note(note[len(whole + BETWEEN) :]))
    return (Note(note),) if note else ()
