"""Options of the writers, and the report of what was written."""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.languages import canonical
from duiqi.corpus.model import ACCEPTED, Bead

Duplicates = Literal["first", "best", "all"]
Xliff = Literal["1.2", "2.0", "2.1"]
Tbx = Literal["3", "2"]
Csv = Literal["duiqi", "memoq"]
Tmx = Literal["1.4", "omegat"]

# The codes that CAT tools offer in their menus. Trados skips pairs whose codes differ from
# those of its memory, so the bare `zh`, which OmegaT accepts, would be lost there.
CODES = MappingProxyType({"en": "en-US", "zh": "zh-CN", "zh-hans": "zh-CN", "zh-hant": "zh-TW"})


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """Which beads or terms are written, and how.

    min_confidence  paired beads below it are left out of everything but JSONL, the file of record
    accepted_only   only beads or terms that a person accepted or corrected; JSONL keeps all
    duplicates      the same source twice: the first, the best (accepted first, then the most
                    confident) or all. By default best in TMX, where OmegaT would otherwise
                    silently use the last one, and all elsewhere
    codes           language codes to write, by tag or bare language: {"zh": "zh-Hans"}
    tmx             of .tmx files: 1.4 for all CAT tools, or the same as OmegaT writes it, whose name is in
                    the header then. OmegaT reads the markup of codes of such a memory only; in others it
                    finds no segment with formatting
    xliff           version of .xlf files
    tbx             version of .tbx files: OmegaT and translate-toolkit read nothing newer than 2
    csv             form of .csv glossaries: ours, or that of memoQ's term bases
    subject         subject field of all concepts, in termbases
    customer        customer of all concepts, in termbases
    unlabelled      TMX: after a unit that opens with a typed label (`1.`) a second one without it.
                    OmegaT's sentence rules cut `1.` off an English paragraph, and in Word the number
                    is often not in the text, so the labelled unit is not found there
    plain_spaces    no-break and other typographic spaces become plain ones
    created         creation date; by default now, or SOURCE_DATE_EPOCH where it is set
    format          the suffix that decides where the path has none: "-" and streams
    """

    min_confidence: float = 0.0
    accepted_only: bool = False
    duplicates: Duplicates | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    tmx: Tmx = "1.4"
    xliff: Xliff = "1.2"
    tbx: Tbx = "3"
    csv: Csv = "duiqi"
    subject: str = ""
    customer: str = ""
    unlabelled: bool = True
    plain_spaces: bool = False
    created: datetime | None = None
    format: str = ".jsonl"

    def code(self, lang: str) -> str:
        """The code of a language in memories.

        The most specific entry of `codes` counts, then CODES, then the tag itself.

        >>> WriteOptions().code("zh"), WriteOptions().code("zh-Hant"), WriteOptions().code("zh_hk")
        ('zh-CN', 'zh-TW', 'zh-HK')
        >>> WriteOptions(codes={"zh": "zh-Hans"}).code("zh-CN")
        'zh-Hans'
        """
        tag = canonical(lang)
        wanted = {canonical(key).lower(): canonical(value) for key, value in self.codes.items()}
        prefix = tag.lower()
        while prefix:
            if prefix in wanted:
                return wanted[prefix]
            prefix = prefix.rpartition("-")[0]
        return CODES.get(tag.lower(), tag)

    def date(self) -> datetime:
        """The creation date, in UTC, to the second."""
        if self.created is not None:
            moment = self.created if self.created.tzinfo else self.created.replace(tzinfo=UTC)
        elif epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            moment = _moment(epoch)
        else:
            moment = datetime.now(UTC)
        return moment.astimezone(UTC).replace(microsecond=0)


def _moment(epoch: str) -> datetime:
    """The time that SOURCE_DATE_EPOCH names; raises UnwritableFile where it names none."""
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise UnwritableFile(
            f"SOURCE_DATE_EPOCH={epoch[:40]!r}: no time in seconds since 1970. Unset it"
        ) from None


@dataclass(frozen=True, slots=True)
class WriteReport:
    """How many beads or terms were written, and how many were left out.

    written   beads or terms
    left_out  beads or terms by the reason for leaving them out
    removed   control characters and lone surrogates, which no XML can hold
    warnings  in one line each, for the user
    paths     the files written
    """

    written: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    removed: int = 0
    warnings: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """The counts of a writer at work, from which its report is made.

    unbroken  units with no-break or typographic spaces
    long      units longer than LONGEST characters
    quoted    cells with an apostrophe before a formula
    codes     inline codes left out, as the format holds plain text
    tagged    units of a memory for all tools whose source has tags as OmegaT shows them
    foreign   inline codes left out, as OmegaT would show their markup as words
    """

    written: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    removed: int = 0
    unbroken: int = 0
    long: int = 0
    quoted: int = 0
    codes: int = 0
    tagged: int = 0
    foreign: int = 0
    warnings: list[str] = field(default_factory=list)

    def report(self, paths: tuple[str, ...]) -> WriteReport:
        """The counts as a report, each warning a sentence."""
        warnings = list(self.warnings)
        if self.removed:
            warnings.append(
                f"{count(self.removed, 'control character')} taken out: no XML file can hold them"
            )
        if self.unbroken:
            warnings.append(
                f"{count(self.unbroken, 'unit')} with no-break or typographic spaces: "
                "a CAT tool finds them only in texts that have the same; --plain-spaces writes plain ones"
            )
        if self.long:
            warnings.append(
                f"{count(self.long, 'unit')} longer than {LONGEST} characters: Trados refuses such units"
            )
        if self.quoted:
            warnings.append(
                f"{count(self.quoted, 'cell')} would run as a formula in a spreadsheet: "
                "written with an apostrophe in front, which other programs show; .xlsx and .tmx need none"
            )
        if self.codes:
            warnings.append(
                f"{count(self.codes, 'inline code')} left out (formatting, links, placeholders): "
                "this format holds plain text; .tmx, .xlf and .jsonl keep them"
            )
        if self.tagged:
            warnings.append(
                f"{count(self.tagged, 'unit')} with formatting in the source: OmegaT finds such segments "
                "only in a memory written for it, with --tmx omegat"
            )
        if self.foreign:
            warnings.append(
                f"{count(self.foreign, 'inline code')} left out: OmegaT would show the markup as words; "
                "--tmx 1.4 keeps it"
            )
        return WriteReport(
            self.written, MappingProxyType(dict(self.left_out)), self.removed, tuple(warnings), paths
        )


LONGEST = 2000
NAMED = 10  # names in a message


def first_of(names: Sequence[str]) -> str:
    """The first of many names, for a message.

    >>> first_of(["un", "law"])
    'un, law'
    """
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "unit"), count(12000, "unit")
    ('1 unit', '12,000 units')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def accepted(bead: Bead) -> bool:
    """Whether a person has confirmed the pair, or made it."""
    return bead.status in ACCEPTED


def percentage(share: float, decimals: int = 0) -> str:
    """A share in per cent, which says 0% of nothing and 100% of all alone.

    >>> [percentage(share) for share in (0.0, 0.001, 0.37, 0.998, 1.0)]
    ['0%', '<1%', '37%', '>99%', '100%']
    >>> percentage(0.0, 1), percentage(0.0004, 1), percentage(0.9996, 1)
    ('0.0%', '<0.1%', '>99.9%')
    """
    step = 10**-decimals / 100
    if 0 < share < step / 2:
        return f"<{step:.{decimals}%}"
    if 1 - step / 2 <= share < 1:
        return f">{1 - step:.{decimals}%}"
    return f"{share:.{decimals}%}"


@lru_cache(maxsize=4096)
def number(value: float) -> str:
    """A score as text, rounded to four decimals, the same on every machine.

    >>> number(0.97), number(1.0), number(0.123456), number(float("nan"))
    ('0.97', '1', '0.1235', '0')
    """
    text = f"{value:.4f}".rstrip("0").rstrip(".") if math.isfinite(value) else "0"
    return "0" if text == "-0" else text
