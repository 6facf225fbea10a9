"""The disorder of real translations, made by chance in beads that are known to be right."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from benchmarks.material.clauses import halves, moved, united
from benchmarks.material.sentences import Piece


@dataclass(frozen=True)
class Manner:
    """How one kind of translation departs from sentence by sentence: shares of its beads."""

    split: float  # one sentence becomes two or more
    merge: float  # two or more become one
    move: float  # a clause crosses the boundary between two
    drop: float  # a sentence has no counterpart
    runs: float  # a document has whole stretches on one side only
    foreign: float  # a document has matter of another text in it
    lean: float  # how much of the splitting falls on the side that splits more


# Shares like those of MAC-Dev (novels) and Text+Berg (a yearbook), and of prose that keeps to the sentence.
# Short sentences have no clause to cut: of `split` about half comes out.
MANNERS = {
    "faithful": Manner(0.02, 0.02, 0.005, 0.004, 0.1, 0.15, 0.5),
    "manual": Manner(0.07, 0.05, 0.015, 0.012, 0.25, 0.3, 0.6),
    "novel": Manner(0.3, 0.18, 0.03, 0.012, 0.15, 0.15, 0.85),
    "yearbook": Manner(0.16, 0.12, 0.05, 0.07, 0.35, 0.4, 0.65),
    "rough": Manner(0.22, 0.15, 0.06, 0.03, 0.5, 0.5, 0.5),
}


@dataclass
class Disorder:
    """Turns beads that are 1-1 into beads of all kinds, the gold kept along."""

    langs: tuple[str, str]
    manner: Manner
    chance: random.Random
    side: int = field(init=False)  # the side that has more, shorter sentences

    def __post_init__(self) -> None:
        self.side = self.chance.randrange(2)

    def __call__(self, beads: list[Piece]) -> list[Piece]:
        out: list[Piece] = []
        n = 0
        while n < len(beads):
            here = [beads[n]]
            # What is done to neighbours is done within a paragraph, and to plain beads.
            while (
                len(here) < 4 and n + len(here) < len(beads) and self.together(here[-1], beads[n + len(here)])
            ):
                here.append(beads[n + len(here)])
            made, used = self.change(here)
            out += made
            n += used
        return out

    def together(self, one: Piece, other: Piece) -> bool:
        return (
            one.kind == other.kind == (1, 1)
            and not one.heading
            and not other.heading
            and (one.paragraph == other.paragraph or self.chance.random() < 0.02)
        )

    def change(self, beads: list[Piece]) -> tuple[list[Piece], int]:
        """The beads that come of the first one, and how many were used up."""
        manner, chance, bead = self.manner, self.chance, beads[0]
        if bead.kind != (1, 1):
            return [bead], 1
        # Headings and the like have nothing to split, so the rest takes a larger share.
        if chance.random() < manner.drop * (1.6 if len(bead.source[0]) < 40 else 0.8):
            return self.dropped(bead), 1
        if len(beads) > 1 and chance.random() < manner.move * 2.5 and (found := self.crossed(beads)):
            return found
        if len(beads) > 1 and chance.random() < manner.merge * 2:
            return self.merged(beads)
        if not bead.heading and chance.random() < manner.split * 2 and (cut := self.cut(bead)):
            return [cut], 1
        return [bead], 1

    def dropped(self, bead: Piece) -> list[Piece]:
        if self.chance.random() < 0.5:
            return [replace(bead, target=())]
        return [replace(bead, source=())]

    def merged(self, beads: list[Piece]) -> tuple[list[Piece], int]:
        count = min(len(beads), self.chance.choices((2, 3, 4), (70, 23, 7))[0])
        side = self.side if self.chance.random() > self.manner.lean else 1 - self.side
        sides = [[b.source[0] for b in beads[:count]], [b.target[0] for b in beads[:count]]]
        whole = sides[side][0]
        for text in sides[side][1:]:
            whole = united(whole, text, self.langs[side], self.chance)
        sides[side] = [whole]
        return [self.made(beads[0], sides)], count

    def cut(self, bead: Piece) -> Piece | None:
        side = self.side if self.chance.random() < self.manner.lean else 1 - self.side
        parts = [(bead.source, bead.target)[side][0]]
        for _ in range(self.chance.choices((1, 2, 3, 4), (62, 25, 9, 4))[0]):
            longest = max(range(len(parts)), key=lambda n: len(parts[n]))
            if found := halves(parts[longest], self.langs[side], self.chance):
                parts[longest : longest + 1] = found
        sides: list[Sequence[str]] = [bead.source, bead.target]
        sides[side] = parts
        return self.made(bead, sides) if len(parts) > 1 else None

    def crossed(self, beads: list[Piece]) -> tuple[list[Piece], int] | None:
        """A 2-2; or a 2-3, 3-2, 3-3 where what was moved is tied to a third sentence."""
        side = self.chance.randrange(2)
        lang = self.langs[side]
        texts = [(b.source, b.target)[side][0] for b in beads]
        other = [(b.source, b.target)[1 - side][0] for b in beads]
        found = moved(texts[0], texts[1], lang, self.chance)
        if not found:
            return None
        count, mine = 2, list(found)
        if len(beads) > 2 and self.chance.random() < 0.3:
            if self.chance.random() < 0.5:
                mine = [mine[0], united(mine[1], texts[2], lang, self.chance)]
                count = 3
            elif again := moved(mine[1], texts[2], lang, self.chance):
                mine, count = [mine[0], *again], 3
        sides: list[Sequence[str]] = [mine, other[:count]] if side == 0 else [other[:count], mine]
        return [self.made(beads[0], sides)], count

    @staticmethod
    def made(bead: Piece, sides: Sequence[Sequence[str]]) -> Piece:
        return replace(bead, source=tuple(sides[0]), target=tuple(sides[1]))


def missing_runs(beads: list[Piece], manner: Manner, chance: random.Random) -> list[Piece]:
    """Whole stretches left out of one side, as an abridged or later enlarged text has them."""
    if chance.random() > manner.runs:
        return beads
    for _ in range(chance.choice((1, 1, 2, 3))):
        length = min(chance.choice((3, 5, 8, 12, 20, 35)), len(beads) // 6)
        start = chance.randrange(len(beads) - length)
        side = chance.randrange(2)
        for n in range(start, start + length):
            beads[n] = replace(beads[n], source=()) if side else replace(beads[n], target=())
    return [bead for bead in beads if bead.source or bead.target]


def with_foreign(
    beads: list[Piece], strangers: tuple[list[str], list[str]], manner: Manner, chance: random.Random
) -> list[Piece]:
    """Front matter, notes and stray lines of another text, on one side only."""
    if chance.random() > manner.foreign:
        return beads
    side = chance.randrange(2)
    pool = strangers[side]
    if len(pool) < 40:
        return beads

    def stray(count: int) -> list[Piece]:
        at = chance.randrange(len(pool) - count)
        return [Piece((text,), ()) if side == 0 else Piece((), (text,)) for text in pool[at : at + count]]

    where = chance.choice(("front", "back", "within", "front and back"))
    if "front" in where:
        beads = stray(chance.choice((2, 4, 8, 15))) + beads
    if "back" in where:
        beads = beads + stray(chance.choice((2, 4, 8, 15)))
    if where == "within":
        for _ in range(chance.choice((2, 4, 8))):
            at = chance.randrange(1, len(beads))
            beads[at:at] = stray(chance.choice((1, 1, 2)))
    return beads


def moved_away(beads: list[Piece], chance: random.Random) -> list[Piece]:
    """A stretch that stands elsewhere on the target side: no monotone alignment can pair it."""
    length = len(beads) // 10
    start = chance.randrange(len(beads) // 4)
    stretch = beads[start : start + length]
    rest = [*beads[:start], *(replace(bead, target=()) for bead in stretch), *beads[start + length :]]
    there = chance.randrange(len(beads) // 2, len(beads))
    rest[there:there] = [replace(bead, source=()) for bead in stretch]
    return [bead for bead in rest if bead.source or bead.target]
