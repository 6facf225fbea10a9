"""`duiqi terms`: a glossary out of aligned texts."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from aligner.cli.files import check_distinct, check_outputs, print_timings, put_files, same_file, tell
from aligner.cli.options import (
    BatchSize,
    Cache,
    Device,
    Format,
    LangCode,
    MinConfidence,
    Model,
    PlainSpaces,
    SourceLang,
    TargetLang,
    TbxVersion,
    Timings,
    write_options,
)
from aligner.cli.statuses import IN_PART
from aligner.timing import stage
from corpus.errors import MalformedFile, UnreadableFile, UnwritableFile
from corpus.model import Alignment, Bead
from corpus.terms import Consistency, Glossary

if TYPE_CHECKING:
    from aligner.terms import TermOptions

SAMPLE = 50  # beads by which to tell a language

KnownMode = Literal["skip", "flag", "check"]
