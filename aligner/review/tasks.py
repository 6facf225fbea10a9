"""The tasks of the worker: look at two texts, align them, align anew, draft a glossary.

The server imports this module for the tasks' names: they import the readers and the aligner when they run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from duiqi.aligner.review.bitexts import read_aligned
from duiqi.aligner.review.worker import Desk
from duiqi.corpus.bitext.conventions import WITH_STATUS
from duiqi.corpus.errors import DuiqiError, UnreadableFile
from duiqi.corpus.model import ACCEPTED, REFUSED, Alignment, Bead, Document, Doubt, Segments, Span
from duiqi.corpus.tiling import beads_of, editable

if TYPE_CHECKING:
    from duiqi.aligner.files import TextPair
    from duiqi.aligner.memory.concordance import Concordance
    from duiqi.aligner.regions.alternatives import Alternative
    from duiqi.corpus.glossary.model import TermPair

MEGABYTES = 10.0  # of a text, at most, as in `duiqi batch`


class Texts(NamedTuple):
    """Two files, or one that has both texts, and what the user says about them.

    target  None where the source file has both texts
    """

    source: Path
    target: Path | None = None
    source_lang: str | None = None
    target_lang: str | None = None
    level: Literal["paragraph", "sentence"] = "sentence"


class Found(NamedTuple):
    """One of two texts as it was found."""

    name: str
    lang: str
    kind: str
    segments: int


class Look(NamedTuple):
    """What was found in the files, before anything is aligned.

    level  "aligned" where the file holds aligned text already
    """

    source: Found
    target: Found
    level: str
    warnings: tuple[Doubt, ...]


def look(desk: Desk, texts: Texts) -> Look:
    """Read and segment the texts, and say what they are."""
    desk.report("reading", 0.0)
    with _named_as_given(texts):
        return _look(texts)


def _look(texts: Texts) -> Look:
    bitext = _bitext(texts)
    if bitext:
        beads = tuple(bitext.beads)
        kind = texts.source.suffix[1:].lower()
        sides = (
            Found(bitext.source.name or texts.source.name, bitext.source.lang, kind, _count(beads, 0)),
            Found(bitext.target.name or texts.source.name, bitext.target.lang, kind, _count(beads, 1)),
        )
        return Look(*sides, "aligned", bitext.warnings)
    pair = _pair(texts)
    files = texts.source, texts.target or texts.source
    return Look(_found(pair.source, files[0]), _found(pair.target, files[1]), texts.level, pair.doubts)


def align(desk: Desk, texts: Texts) -> Alignment:
    """Align the texts, or read what is aligned already, ready to be edited."""
    desk.report("reading", 0.0)
    with _named_as_given(texts):
        bitext = _bitext(texts)
        if bitext is None:
            bitext = _pair(texts).align(desk.encoder(), progress=desk.progress)
        bitext = editable(bitext)
    if not bitext.beads:
        raise UnreadableFile(f"{texts.source.name}: no unit with text")
    return bitext


def anew(desk: Desk, alignment: Alignment, at: int, count: int) -> tuple[Bead, ...]:
    """The beads of a place, aligned anew between those that were accepted."""
    from duiqi.aligner.review.anew import aligned_anew

    return aligned_anew(alignment, at, count, desk.encoder())


def others(desk: Desk, alignment: Alignment, at: int) -> list[Alternative]:
    """The next best alternatives to a bead."""
    from duiqi.aligner.regions.alternatives import alternatives

    return alternatives(alignment, at, desk.encoder())


def moved(desk: Desk, alignment: Alignment) -> dict[str, str]:
    """For each bead with a segment that seems to be translated elsewhere, the bead with the translation."""
    from duiqi.aligner.search.moved import DOUBTFUL, DoubtfulSegments, moved_pairs

    beads = beads_of(alignment)
    kept = DoubtfulSegments(), DoubtfulSegments()
    owners: tuple[dict[int, str], dict[int, str]] = {}, {}
    for number, bead in enumerate(beads):
        if bead.status in ACCEPTED or (all(bead.kind) and bead.confidence >= DOUBTFUL):
            continue
        for side, (segments, numbers) in enumerate(
            ((bead.source_segments, bead.source), (bead.target_segments, bead.target))
        ):
            if segments:
                rows = desk.encoder().encode([segment.text for segment in segments])
                for segment, row in zip(numbers, rows, strict=True):
                    owners[side][segment] = bead.id
                    kept[side].add(number, segment, row)
    found: dict[str, str] = {}
    for i, j in moved_pairs(*kept):
        found |= {owners[0][i]: owners[1][j], owners[1][j]: owners[0][i]}
    return found


def linked(desk: Desk, hits: Sequence[Concordance]) -> list[tuple[Span, ...]]:
    """For each hit of the memories the places in its other text that correspond to it."""
    from duiqi.aligner.memory.counterparts import counterparts

    return counterparts(hits, desk.encoder())


def draft(desk: Desk, alignment: Alignment, least: float) -> tuple[TermPair, ...]:
    """The terms of the pairs that were accepted, or are as sure as this."""
    from duiqi.aligner.terms import extract_terms

    sure = tuple(
        bead
        for bead in alignment.beads
        if bead.status not in REFUSED and (bead.status != "new" or bead.confidence >= least)
    )
    with extract_terms([alignment.with_beads(sure)], desk.encoder(), progress=desk.progress) as extraction:
        return tuple(extraction.glossary().pairs)


@contextmanager
def _named_as_given(texts: Texts) -> Iterator[None]:
    """Errors name the files as the user knows them, without the folders where uploads are kept."""
    try:
        yield
    except DuiqiError as error:
        text = str(error)
        for path in filter(None, (texts.source, texts.target)):
            text = text.replace(f"{path.parent}{os.sep}", "")
        error.args = (text, *error.args[1:])
        raise


def _pair(texts: Texts) -> TextPair:
    from duiqi.aligner.files import read_pair

    return read_pair(
        texts.source,
        texts.target,
        source_lang=texts.source_lang,
        target_lang=texts.target_lang,
        level=texts.level,
        read=_read,
    )


def _read(path: Path, lang: str | None, encoding: str | None, /) -> Document:
    from duiqi.aligner.batch.text_size import TextTooLong, read_limited

    try:
        document = read_limited(path, lang, encoding, max_megabytes=MEGABYTES)
    except TextTooLong as error:
        raise UnreadableFile(
            f"{path}: {error.megabytes:.1f} MB, and {MEGABYTES:g} MB is the most for one text here. "
            "Split it into its documents"
        ) from error
    return replace(document, name=path.name)


def _bitext(texts: Texts) -> Alignment | None:
    """The aligned text in a single file, which is opened rather than aligned; None where it has none."""
    if texts.target is not None or texts.source.suffix.lower() not in WITH_STATUS:
        return None
    try:
        return read_aligned(texts.source, texts.source_lang or "", texts.target_lang or "")
    except DuiqiError:
        if texts.source.suffix.lower() in (".docx", ".tsv", ".csv"):
            return None  # perhaps a text with both languages
        raise


def _found(segments: Segments, path: Path) -> Found:
    return Found(path.name, segments.lang, path.suffix[1:].lower(), len(segments))


def _count(beads: Sequence[Bead], side: int) -> int:
    return sum(bead.kind[side] for bead in beads)
