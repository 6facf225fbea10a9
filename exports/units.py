"""From beads to the units that a memory holds: chosen, cleaned, joined.

Every writer but JSONL's, which keeps the beads as they are, takes its units here, so that
all formats agree on what is written and what is left out.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from typing import NamedTuple

from duiqi.corpus.bitext.parts import stem
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.model import REFUSED, Alignment, Bead
from duiqi.exports.hygiene import Cleaner, is_blank
from duiqi.exports.options import LONGEST, Duplicates, Tally, WriteOptions, accepted

NO_COUNTERPART = "without a counterpart"
BELOW = "below the confidence asked for"
NOT_ACCEPTED = "not accepted"
REPEATED = "with the same source as a better or earlier unit"
EMPTY = "with nothing visible in them"


class Text(NamedTuple):
    """A side's segments as one text, and where in it each of them ends.

    `ends` is empty for a single segment, or where the cut cannot be kept.
    """

    text: str
    ends: tuple[int, ...] = ()


class Unit(NamedTuple):
    """A bead made ready for exchange: `name` is its id with the document's in front, unique in a file."""

    id: str
    name: str
    kind: str
    source: Text
    target: Text
    source_label: str
    target_label: str
    note: str
    bead: Bead


def kind(bead: Bead) -> str:
    """How many segments each side has, as `1-2`."""
    return f"{len(bead.source)}-{len(bead.target)}"


def units(
    alignment: Alignment,
    options: WriteOptions,
    tally: Tally,
    *,
    unpaired: bool = False,
    duplicates: Duplicates = "all",
) -> Iterator[Unit]:
    """The units to write, in the alignment's order; what is left out goes into the tally.

    unpaired    whether beads with an empty side, rejected ones and those marked as untranslated
                are wanted: in what people read and a later run reads back, not in memories
    duplicates  this format's habit, unless the options say otherwise

    With `first` and `best` the beads are gone through twice.
    """
    ids = _Ids()
    document = stem(Cleaner("und", Tally())(alignment.source.name))  # counted where it is written
    prefix = f"{document}-" if document else ""
    source_clean = Cleaner(alignment.source.lang, tally, options.plain_spaces)
    target_clean = Cleaner(alignment.target.lang, tally, options.plain_spaces)
    plain = Cleaner("und", tally)
    repeats = _repeats(alignment, options, options.duplicates or duplicates)
    for place, bead in enumerate(alignment.beads):
        reason = _refusal(bead, options, unpaired)
        if reason is None and repeats and repeats[place]:
            reason = REPEATED
        if reason is not None:
            tally.left_out[reason] += 1
            continue
        source = joined(bead.source_texts, alignment.source.lang, source_clean)
        target = joined(bead.target_texts, alignment.target.lang, target_clean)
        seen = (not is_blank(source.text), not is_blank(target.text))
        if not (any(seen) if unpaired else all(seen)):
            tally.left_out[EMPTY] += 1
            continue
        tally.written += 1
        tally.long += len(source.text) > LONGEST or len(target.text) > LONGEST
        wanted = bead.id if bead.id.isalnum() else plain(bead.id).replace(" ", "_")
        name = ids.unique(wanted or str(place + 1))
        yield Unit(
            name,
            prefix + name,
            kind(bead),
            source if seen[0] else Text(""),
            target if seen[1] else Text(""),
            plain(bead.source_label) if bead.source_label else "",
            plain(bead.target_label) if bead.target_label else "",
            plain(bead.note) if bead.note else "",
            bead,
        )


def joined(texts: tuple[str, ...], lang: str, clean: Cleaner) -> Text:
    """Segments cleaned and put together: a space between them in English, none in Chinese.

    >>> joined(("Yes.", "Come in."), "en", Cleaner("en", Tally()))
    Text(text='Yes. Come in.', ends=(4, 13))
    >>> joined(("是的。", "请进。"), "zh", Cleaner("zh", Tally()))
    Text(text='是的。请进。', ends=(3, 6))
    """
    if len(texts) == 1:
        return Text(clean(texts[0]))
    joiner = " " if is_spaced(lang) else ""
    whole, ends = "", []
    for text in map(clean, texts):
        whole += joiner + text if whole and text else text
        ends.append(len(whole))
    # A segment that opens with a combining mark melts into the one before it: no cut left to keep.
    if not unicodedata.is_normalized("NFC", whole):
        return Text(unicodedata.normalize("NFC", whole))
    return Text(whole, tuple(ends))


def marked(bead: Bead) -> str:
    """The reason to leave out a bead that a person has refused."""
    return f"marked as {bead.status}"


def _refusal(bead: Bead, options: WriteOptions, unpaired: bool) -> str | None:
    """Why a bead is left out, if it is."""
    if not (unpaired or (bead.source and bead.target)):
        return NO_COUNTERPART
    if bead.status in REFUSED and not unpaired:
        return marked(bead)
    if options.accepted_only and not accepted(bead):
        return NOT_ACCEPTED
    if bead.source and bead.target and bead.confidence < options.min_confidence:
        return BELOW  # a bead with an empty side pairs nothing that could be doubted
    return None


def _repeats(alignment: Alignment, options: WriteOptions, duplicates: Duplicates) -> bytearray | None:
    """Which beads, by place, repeat the source of one that is kept.

    Eight bytes of hash and eight of rank a bead: half a million beads take 8 MB here,
    and some 70 MB as a dictionary.
    """
    if duplicates == "all":
        return None
    import numpy as np

    clean = Cleaner(alignment.source.lang, Tally(), options.plain_spaces)
    places, hashes, ranks, total = array("q"), array("q"), array("d"), 0
    for place, bead in enumerate(alignment.beads):
        total = place + 1
        if _refusal(bead, options, unpaired=False) is None and not all(map(is_blank, bead.target_texts)):
            text, *more = bead.source_texts
            places.append(place)
            hashes.append(
                hash(joined(bead.source_texts, alignment.source.lang, clean).text if more else clean(text))
            )
            ranks.append(-(bead.confidence + 2 * accepted(bead)) if duplicates == "best" else 0.0)
    repeated = bytearray(total)
    if places:
        sources = np.frombuffer(hashes, dtype=np.int64)
        order = np.lexsort((np.frombuffer(places, dtype=np.int64), np.frombuffer(ranks), sources))
        again = np.flatnonzero(sources[order][1:] == sources[order][:-1]) + 1
        for index in np.frombuffer(places, dtype=np.int64)[order[again]]:
            repeated[index] = 1
    return repeated


class _Ids:
    """Ids made unique without remembering all of them: those that count upwards need no memory.

    So do those that count upwards behind a name: a memory of many documents has `un-1`,
    `un-2` … and then the next document's, and only the documents' names are kept.
    """

    def __init__(self) -> None:
        self.highest: dict[str, int] = {}
        self.others: set[str] = set()

    def unique(self, wanted: str) -> str:
        """The id, or the id with `~2`, `~3` behind it where it was there before."""
        counted = _counted(wanted)
        if counted and counted[1] > self.highest.get(counted[0], -1) and wanted not in self.others:
            self.highest[counted[0]] = counted[1]
            return wanted
        name, times = wanted, 1
        while name in self.others or self._passed(name):
            times += 1
            name = f"{wanted}~{times}"
        self.others.add(name)
        return name

    def _passed(self, name: str) -> bool:
        counted = _counted(name)
        return counted is not None and counted[1] <= self.highest.get(counted[0], -1)


NUMBERED = re.compile(r"(.*?)(0|[1-9][0-9]*)", re.DOTALL)


def _counted(name: str) -> tuple[str, int] | None:
    """What stands before the number at the end, and the number."""
    match = NUMBERED.fullmatch(name)
    return (match[1], int(match[2])) if match else None
