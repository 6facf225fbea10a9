"""SRT with both languages: a cue for each bead, at the source's time, the source over the target.

Beads that are shown at one time, as the speeches of a dialogue in one cue, are written as one cue.
"""

from __future__ import annotations

from itertools import groupby
from typing import BinaryIO, NamedTuple

from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.model import REFUSED, Alignment, BeadSegment, Time
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.units import TranslationUnit, translation_units

WITHOUT_TIMES = "without a time"


class _Cue(NamedTuple):
    time: Time
    source: str
    target: str


def write_srt(alignment: Alignment, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the beads that have times; one without a counterpart has the text of its only side.

    Raises UnwritableFile where no bead has a time.
    """
    units = translation_units(alignment, options, tally, unpaired=True)
    cues = []
    for unit in units:
        if cue := _cue(unit):
            cues.append(cue)
        else:
            tally.written -= 1
            tally.left_out[WITHOUT_TIMES] += 1
    if not cues:
        raise UnwritableFile(".srt: no times to write. Subtitles have them, and a .jsonl made from subtitles")
    cues.sort(key=lambda cue: cue.time)
    for number, (time, group) in enumerate(groupby(cues, key=lambda cue: cue.time), 1):
        same = list(group)
        lines = [*(cue.source for cue in same if cue.source), *(cue.target for cue in same if cue.target)]
        head = f"{number}\n{_moment(time.start)} --> {_moment(time.end)}\n"
        stream.write((head + "".join(f"{line}\n" for line in lines) + "\n").encode())


def _cue(unit: TranslationUnit) -> _Cue | None:
    """A unit as a cue; of a pair that a person has refused, the source alone."""
    bead = unit.bead
    time = _time(bead.source_segments) or _time(bead.target_segments)
    if time is None:
        return None
    source, target = unit.source.text, unit.target.text
    return _Cue(time, source, "" if source and bead.status in REFUSED else target)


def _time(segments: tuple[BeadSegment, ...]) -> Time | None:
    """The time from the first to the last cue of a side."""
    times = [segment.time for segment in segments if segment.time is not None]
    return Time(min(time.start for time in times), max(time.end for time in times)) if times else None


def _moment(milliseconds: int) -> str:
    """A moment as SRT writes it.

    >>> _moment(3_723_045)
    '01:02:03,045'
    """
    seconds, part = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d},{part:03d}"
