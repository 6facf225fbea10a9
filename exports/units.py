"""Translation units: the beads that are written, their texts cleaned and joined.

Every writer takes its units from here, so that all formats leave out the same beads; JSONL
alone writes the beads as they are.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator
from typing import NamedTuple

from duiqi.corpus.bitext.conventions import BARE, stem
from duiqi.corpus.codes import Codes, numbered_codes
from duiqi.corpus.model import REFUSED, Alignment, Bead, Note
from duiqi.corpus.records import notes_of
from duiqi.exports.hygiene import Cleaner, is_blank
from duiqi.exports.options import LONGEST, Duplicates, Tally, WriteOptions, accepted
from duiqi.exports.texts import Text, joined, without_codes
from duiqi.exports.unlabelled import unlabelled_pair

NO_COUNTERPART = "without a counterpart"
BELOW = "below the confidence asked for"
NOT_ACCEPTED = "not accepted"
REPEATED = "with the same source as a better or earlier unit"
EMPTY = "with nothing visible in them"

WHOLE, BARE_PART = 1, 2  # which of a bead's two units repeats a source
AFTER_ALL = 10.0  # added to the rank of a unit without its label: any whole unit is better


class TranslationUnit(NamedTuple):
    """A bead ready for exchange.

    id       the bead's, made unique in the file
    name     the id after the document's name, for memories of many documents
    kind     how many segments each side has, as `1-2`
    repeats  the name of the unit that this one repeats without its label, else empty
    """

    id: str
    name: str
    kind: str
    source: Text
    target: Text
    source_label: str
    target_label: str
    note: str
    bead: Bead
    repeats: str = ""

    def without_label(self) -> TranslationUnit | None:
        """The second unit of one that opens with a typed label; None for others."""
        pair = unlabelled_pair(self.source.text, self.target.text, (self.source_label, self.target_label))
        if pair is None:
            return None
        source, target = self.source.without_head(pair[0]), self.target.without_head(pair[1])
        return self._replace(name=f"{self.name}{BARE}", source=source, target=target, repeats=self.name)

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes, each by itself where the memory from which they were read had them so."""
        recorded = self.bead.records.unit.notes if self.bead.records else ()
        if not recorded:
            return (Note(self.note),) if self.note else ()
        clean = Cleaner("und", Tally())
        cleaned = (Note(clean(note.text), note.facts) for note in notes_of(self.bead.note, recorded))
        return tuple(note for note in cleaned if note.text)

    def numbered(self, valid: Callable[[str], bool]) -> TranslationUnit:
        """The unit with ids of its codes that are unique, and that `valid` accepts."""
        source, target = self.source.codes, self.target.codes
        if not (source or target):
            return self
        source, target = numbered_codes(source, target, valid)
        return self._replace(
            source=self.source._replace(codes=source), target=self.target._replace(codes=target)
        )


def kind(bead: Bead) -> str:
    """How many segments each side has, as `1-2`."""
    return f"{len(bead.source)}-{len(bead.target)}"


def translation_units(
    alignment: Alignment,
    options: WriteOptions,
    tally: Tally,
    *,
    unpaired: bool = False,
    duplicates: Duplicates = "all",
    unlabelled: bool = False,
    codes: Callable[[str], bool] | None = None,
) -> Iterator[TranslationUnit]:
    """Yield the units to write, in the alignment's order; the tally counts those left out.

    unpaired    also beads with an empty side, rejected ones and those marked as untranslated:
                tables and pages have them, memories do not
    duplicates  the format's default, where the options do not name another
    unlabelled  after a unit that opens with a typed label another one without it, which is not
                counted, and is left out where its source is another unit's
    codes       which ids of inline codes the format can hold; None for a format that holds plain text

    With `first` and `best` the beads are read twice.
    """
    ids = _Ids()
    document = stem(Cleaner("und", Tally())(alignment.source.name))  # its removals are counted by the writer
    prefix = f"{document}-" if document else ""
    source_clean = Cleaner(alignment.source.lang, tally, options.plain_spaces)
    target_clean = Cleaner(alignment.target.lang, tally, options.plain_spaces)
    plain = Cleaner("und", tally)
    repeats = _repeats(alignment, options, options.duplicates or duplicates, unlabelled)
    for place, bead in enumerate(alignment.beads):
        reason = _refusal(bead, options, unpaired)
        if reason is None and repeats and repeats[place] & WHOLE:
            reason = REPEATED
        if reason is not None:
            tally.left_out[reason] += 1
            continue
        sides = bead.source_segments, bead.target_segments
        if codes is None:
            sides = without_codes(sides[0], tally), without_codes(sides[1], tally)
        source = joined(sides[0], alignment.source.lang, source_clean)
        target = joined(sides[1], alignment.target.lang, target_clean)
        seen = (not is_blank(source.text), not is_blank(target.text))
        if not (any(seen) if unpaired else all(seen)):
            tally.left_out[EMPTY] += 1
            continue
        tally.written += 1
        tally.long += len(source.text) > LONGEST or len(target.text) > LONGEST
        wanted = bead.id if bead.id.isalnum() else plain(bead.id).replace(" ", "_")
        name = ids.unique(wanted or str(place + 1))
        texts = source if seen[0] else Text(""), target if seen[1] else Text("")
        unit = _unit(name, prefix, bead, texts, plain)
        unit = unit.numbered(codes) if codes else unit
        yield unit
        if unlabelled and not (repeats and repeats[place] & BARE_PART) and (second := unit.without_label()):
            yield second


def _unit(name: str, prefix: str, bead: Bead, texts: tuple[Text, Text], plain: Cleaner) -> TranslationUnit:
    """A bead's unit, its label and note cleaned."""
    return TranslationUnit(
        name,
        prefix + name,
        kind(bead),
        *texts,
        plain(bead.source_label) if bead.source_label else "",
        plain(bead.target_label) if bead.target_label else "",
        plain(bead.note) if bead.note else "",
        bead,
    )


def marked(bead: Bead) -> str:
    """The reason for leaving out a bead that a person has refused."""
    return f"marked as {bead.status}"


def _refusal(bead: Bead, options: WriteOptions, unpaired: bool) -> str | None:
    """The reason for leaving out a bead, None for a bead that is written."""
    if not (unpaired or (bead.source and bead.target)):
        return NO_COUNTERPART
    if bead.status in REFUSED and not unpaired:
        return marked(bead)
    if options.accepted_only and not accepted(bead):
        return NOT_ACCEPTED
    # A bead with an empty side pairs nothing that could be doubted, and a person's decision is none to doubt.
    if bead.status == "new" and bead.source and bead.target and bead.confidence < options.min_confidence:
        return BELOW
    return None


def _repeats(
    alignment: Alignment, options: WriteOptions, duplicates: Duplicates, unlabelled: bool
) -> bytearray | None:
    """Mark the beads, by number, that repeat a source that is kept: WHOLE, or BARE_PART without its label.

    Eight bytes of hash and eight of rank a bead: half a million beads take 8 MB here,
    and some 70 MB as a dictionary.
    """
    if duplicates == "all":
        return None
    import numpy as np

    clean = Cleaner(alignment.source.lang, Tally(), options.plain_spaces)
    target_clean = Cleaner(alignment.target.lang, Tally(), options.plain_spaces)
    plain = Cleaner("und", Tally())
    places, hashes, ranks, total = array("q"), array("q"), array("d"), 0
    for place, bead in enumerate(alignment.beads):
        total = place + 1
        if _refusal(bead, options, unpaired=False) is None and not all(map(is_blank, bead.target_texts)):
            source = joined(bead.source_segments, alignment.source.lang, clean)
            text = source.text
            rank = -(bead.confidence + 2 * accepted(bead)) if duplicates == "best" else 0.0
            places.append(2 * place)
            hashes.append(hash(text) if not source.codes else hash((text, _shape(source.codes))))
            ranks.append(rank)
            if not unlabelled:
                continue
            target = joined(bead.target_segments, alignment.target.lang, target_clean).text
            labels = plain(bead.source_label), plain(bead.target_label)
            if pair := unlabelled_pair(text, target, labels):
                places.append(2 * place + 1)
                hashes.append(hash(pair[0]))
                ranks.append(rank + AFTER_ALL)
    repeated = bytearray(total)
    if places:
        sources = np.frombuffer(hashes, dtype=np.int64)
        order = np.lexsort((np.frombuffer(places, dtype=np.int64), np.frombuffer(ranks), sources))
        again = np.flatnonzero(sources[order][1:] == sources[order][:-1]) + 1
        for entry in np.frombuffer(places, dtype=np.int64)[order[again]]:
            repeated[entry >> 1] |= BARE_PART if entry & 1 else WHOLE
    return repeated


def _shape(codes: Codes) -> tuple[object, ...]:
    """Codes without their ids: the same text with other formatting is another source to CAT tools."""
    return tuple((code.at, code.role, code.native, code.type) for code in codes)


class _Ids:
    """Unique ids without a set of all of them: of ids that count upwards only the last is kept.

    So it is with ids that count upwards after a name. A memory of many documents has `un-1`,
    `un-2` … and then the next document's: one number is kept for each document.
    """

    def __init__(self) -> None:
        self.highest: dict[str, int] = {}
        self.others: set[str] = set()

    def unique(self, wanted: str) -> str:
        """The id, or the id and `~2`, `~3` … where it was given before."""
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
    """The id without the number at its end, and the number."""
    match = NUMBERED.fullmatch(name)
    return (match[1], int(match[2])) if match else None
