"""What our files call their columns, statuses and properties, for who writes them and who reads them."""

from __future__ import annotations

import hashlib
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import get_args

from duiqi.corpus.model import Status

TOOL = "duiqi"  # the name under which we sign files, notes and units
STATUSES: tuple[str, ...] = get_args(Status)
# Formats in which a person's decision about a pair can be kept. Pages, subtitles and pairs of text
# files hold none.
WITH_STATUS = frozenset({".jsonl", ".xlsx", ".docx", ".tsv", ".csv", ".tmx", ".xlf", ".xliff"})
MEMORIES = (".tmx", ".xlf", ".xliff")  # formats without the beads that have an empty side

COLUMNS = (
    "id", "status", "source", "target", "kind", "confidence", "note", "score",
    "source_lang", "target_lang", "source_document", "target_document",
    "source_label", "target_label", "source_span", "target_span", "source_ends", "target_ends",
    "checksum",
)  # fmt: skip

# The beginning of a cell that a spreadsheet runs as a formula. A dash or a plus opens ordinary prose
# far more often ("- to urge States", "+86 10"), so they count only with a call, a pipe to a program
# or a reference to another sheet. The full-width signs open formulas in East Asian editions.
FORMULA = re.compile(r"[=＝]|[-+@－＋＠].*?(?:[A-Za-z0-9_.]\(|[A-Z]{2} +\(|\||![$A-Za-z])", re.DOTALL)

# The name of the bookmark of a row in a Word file, which has the row's checksum. Word does not list names
# that begin with _, and keeps each only once.
BOOKMARK = f"_{TOOL}_{{checksum}}_{{place}}"

VERSION = 2  # of the file of record, .jsonl
JOURNAL = ".journal"  # after the name of a file of record: its changes that are not folded in yet

# XLIFF: the metadata of a unit.
KEYS = (
    "kind", "confidence", "score", "status", "source-label", "target-label",
    "source-span", "target-span", "source-ends", "target-ends",
)  # fmt: skip
REVIEWER = "reviewer"  # XLIFF: the author of a note that names none

# A unit of ours that repeats the unit before it without its label: the end of its id, and the
# property that names that unit.
BARE = "~bare"
REPEATS = "x-repeats"
# The attributes of a unit in TMX, and of one side of it, that say who made it, with what, and when.
FACTS = frozenset({
    "creationdate", "creationid", "changedate", "changeid", "creationtool", "creationtoolversion",
    "usagecount", "lastusagedate",
})  # fmt: skip


@lru_cache(maxsize=64)
def stem(name: str) -> str:
    """The name of a document as a prefix of ids: without folder, suffix and white space.

    >>> stem("texts/un 62-99.en.txt"), stem("report")
    ('un_62-99.en', 'report')
    """
    base = name.replace("\\", "/").rpartition("/")[2]
    head, _, _ = base.rpartition(".")
    return "_".join((head or base).split())


def journal_of(path: Path) -> Path:
    """The journal beside a file of record; beside the file itself where the path is a link to it."""
    place = Path(os.path.realpath(path))
    return place.with_name(place.name + JOURNAL)


def kept_journal(path: Path) -> Path:
    """The name for a journal whose file of record was replaced: beside its copy, `NAME.jsonl.bak`."""
    return journal_of(path.with_name(f"{path.name}.bak"))


def checksum_of(*texts: str) -> str:
    """A checksum of the texts of a row, which tells whether a person has edited them since they were written.

    Nobody has to set the status of a row that was corrected. The order of the texts and the kind of white
    space make no difference: a reader may exchange the sides, a spreadsheet change the ends of lines.

    >>> checksum_of("Yes.", "是的。") == checksum_of("是的。", " Yes."), checksum_of("Yes.", "对。")
    (True, 'b142c6db757b')
    """
    sides = sorted(" ".join(text.split()) for text in texts)
    return hashlib.sha256("\0".join(sides).encode("utf-8", "surrogatepass")).hexdigest()[:12]
