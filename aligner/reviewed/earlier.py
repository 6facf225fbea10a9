"""Results of earlier runs, and the reviewed rows in them, which must not be lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from duiqi.aligner.foreign import mark_untranslated
from duiqi.aligner.reviewed.order import in_text_order
from duiqi.aligner.reviewed.places import visible
from duiqi.corpus.bitext.conventions import MEMORIES, WITH_STATUS
from duiqi.corpus.errors import DuiqiError, MalformedFile, UnreadableFile, UnwritableFile
from duiqi.corpus.glossary.model import Glossary, TermPair
from duiqi.corpus.model import ACCEPTED, Alignment, Bead
from duiqi.exports.checksum import CHECKED, is_as_written
from duiqi.exports.options import count

UNDECIDED = frozenset({"new", "candidate"})
MEND = "Mend it, so that its reviewed rows are kept, or say --force"
TERMBASES = frozenset({".tbx", ".xml"})  # glossaries that have a checksum of the whole
SHOWN = 5  # rows that a message names


class DamagedResult(UnwritableFile):
    """Aligned text that cannot be read to its end: nobody knows what would be lost with it.

    is_reviewed  there are reviewed rows in the part that can be read
    """

    def __init__(self, message: str, *, is_reviewed: bool) -> None:
        super().__init__(message)
        self.is_reviewed = is_reviewed


class Earlier(NamedTuple):
    """An earlier result in an output's place: its file, and the alignment with all beads in memory."""

    path: Path
    alignment: Alignment

    @property
    def beads(self) -> tuple[Bead, ...]:
        return tuple(self.alignment.beads)


def reviewed_beads(alignment: Alignment) -> list[Bead]:
    """The beads about which a person has decided, or on which a person has written a note.

    `untranslated` is a person's decision only where the aligner does not find so by itself.
    """
    langs = alignment.source.lang, alignment.target.lang
    found = []
    for bead in alignment.beads:
        if bead.status == "untranslated" and not bead.note:
            (again,) = mark_untranslated([replace(bead, status="new")], *langs)
            if again.status == bead.status:
                continue
        if bead.status not in UNDECIDED or bead.note.strip():
            found.append(bead)
    return found


def earlier_result(path: Path) -> Earlier | None:
    """The aligned text in a file, if any of its rows is reviewed; None for any other file, or none.

    Raises DamagedResult for aligned text that cannot be read to its end.
    """
    suffix = path.suffix.lower()
    if suffix not in WITH_STATUS or not path.is_file():
        return None
    from duiqi.corpus.bitext.reading import read_bitext
    from duiqi.corpus.glossary.reading import is_glossary

    if is_glossary(path):
        return None

    found: list[Bead] = []
    try:
        alignment = read_bitext(path)
    except (UnreadableFile, MalformedFile):
        return None  # no aligned text
    try:
        found += alignment.beads
    except (UnreadableFile, MalformedFile) as error:
        if not found and suffix in MEMORIES:
            return None  # a memory without a unit
        is_reviewed = bool(reviewed_beads(alignment.with_beads(tuple(found))))
        raise DamagedResult(f"{str(error).rstrip('.?')}. {MEND}", is_reviewed=is_reviewed) from error
    whole = alignment.with_beads(in_text_order(found))
    return Earlier(path, whole) if reviewed_beads(whole) else None


def earlier_results(paths: Iterable[Path]) -> list[Earlier]:
    """The earlier results with reviewed rows among these files, the newest first."""
    return newest_first(found for path in paths if str(path) != "-" and (found := earlier_result(path)))


def newest_first(results: Iterable[Earlier]) -> list[Earlier]:
    """Earlier results by the dates of their files."""
    return sorted(results, key=lambda result: -result.path.stat().st_mtime_ns)


def may_be_edited(path: Path) -> bool:
    """Whether a file may hold work that no status tells.

    It may as a table with a row that has no checksum or no text, as a memory or a Word file that is not as we
    wrote it, and as a file that cannot be read at all: a workbook that was cut short, or something else than
    aligned text.
    """
    from duiqi.corpus.bitext.reading import is_table_unedited
    from duiqi.corpus.glossary.reading import is_glossary

    if path.suffix.lower() not in WITH_STATUS or not path.is_file():
        return False
    if path.suffix.lower() in CHECKED:
        return path.stat().st_size > 0 and not is_as_written(path)
    try:
        return not is_table_unedited(path) and not is_glossary(path)
    except (UnreadableFile, MalformedFile):
        return path.stat().st_size > 0


def hides_edits(path: Path) -> bool:
    """Whether a Word file may have edits that neither a tracked change nor the checksum of a row tells."""
    from duiqi.corpus.bitext.reading import is_table_unedited

    if path.suffix.lower() != ".docx" or is_as_written(path):
        return False
    try:
        return not is_table_unedited(path)
    except (UnreadableFile, MalformedFile):
        return False


def is_reviewed(path: Path, *, of_terms: bool = False, of_texts: bool = False) -> bool:
    """Whether a file holds reviewed rows or term pairs, or may hold some.

    It may where it cannot be read to its end; and as a glossary in a format without statuses (OmegaT's,
    memoQ's), with a pair that was not extracted here, or with texts that are not as we wrote them: a
    person's work, which no status tells.

    of_terms  a table counts as a glossary where nothing says what it is
    of_texts  a table counts as aligned text that `may_be_edited`
    """
    from duiqi.corpus.glossary.reading import is_glossary

    try:
        return (
            earlier_result(path) is not None
            or (of_texts and may_be_edited(path))
            or bool(_reviewed_terms(path))
            or ((of_terms or is_glossary(path)) and _is_made_by_hand(path))
        )
    except UnwritableFile:
        return True


def check_nothing_lost(path: Path, what: Alignment | Glossary) -> None:
    """Raise UnwritableFile where a file holds reviewed rows or term pairs that its new contents have not."""
    earlier = earlier_result(path)
    rows = Counter(map(_decision, reviewed_beads(earlier.alignment) if earlier else ()))
    terms = Counter(_reviewed_terms(path))
    if isinstance(what, Glossary):
        terms -= Counter(map(_term_decision, what.pairs) if terms else ())
    else:
        rows -= Counter(map(_decision, what.beads) if rows else ())
    _refuse(path, rows, terms)


def check_no_reviewed_terms(path: Path, *, kept: Path | None = None) -> None:
    """Raise UnwritableFile where a file, which a glossary is to replace, has reviewed term pairs or rows.

    kept  a glossary that stays: what it has with the same status is not lost
    """
    earlier = earlier_result(path)
    rows = Counter(map(_decision, reviewed_beads(earlier.alignment) if earlier else ()))
    terms = Counter(_reviewed_terms(path))
    if terms and kept and kept.is_file():
        terms -= Counter(_reviewed_terms(kept))
    _refuse(path, rows, terms)


def _refuse(path: Path, rows: Counter[tuple[str, ...]], terms: Counter[tuple[str, ...]]) -> None:
    for lost, noun in ((rows, "reviewed row"), (terms, "reviewed term pair")):
        if lost:
            raise UnwritableFile(
                f"{path}: {count(lost.total(), noun)} in it would be lost. Give another name, "
                "or overwrite with --force"
            )


def _reviewed_terms(path: Path) -> list[tuple[str, ...]]:
    """The decisions about the reviewed term pairs of a file; none where it is no glossary or is absent."""
    from duiqi.corpus.glossary.reading import is_glossary

    if not (path.is_file() and is_glossary(path)):
        return []
    return [_term_decision(pair) for pair in _term_pairs(path) if pair.status not in UNDECIDED]


def _is_made_by_hand(path: Path) -> bool:
    """Whether a glossary has pairs that may be a person's work without a status."""
    from duiqi.corpus.glossary.reading import holds_statuses, is_table_unedited

    pairs = _term_pairs(path)
    if not pairs:
        return False
    if not (holds_statuses(path) and all(pair.frequency for pair in pairs)):
        return True
    return not (is_as_written(path) if path.suffix.lower() in TERMBASES else is_table_unedited(path))


def _term_pairs(path: Path) -> tuple[TermPair, ...]:
    """The pairs of a glossary; none where it turns out to be none."""
    from duiqi.corpus.glossary.reading import read_glossary

    try:
        return tuple(read_glossary(path).pairs)
    except MalformedFile as error:
        raise UnwritableFile(f"{str(error).rstrip('.?')}. {MEND}") from error
    except DuiqiError:
        return ()


def _term_decision(pair: TermPair) -> tuple[str, ...]:
    status = "accepted" if pair.status in ACCEPTED else pair.status
    return visible([pair.source.text]), visible([pair.target.text]), status


def _decision(bead: Bead) -> tuple[str, ...]:
    """A bead's texts and a person's decision, as they survive in any format: white space ignored."""
    status = "accepted" if bead.status in ACCEPTED else bead.status
    return visible(bead.source_texts), visible(bead.target_texts), status, bead.note.strip()


def named(beads: Iterable[Bead]) -> str:
    """Beads for a message: their ids, the first few with the beginning of their text."""
    shown = list(beads)
    rows = []
    for bead in shown[:SHOWN]:
        text = " ".join((*bead.source_texts, *bead.target_texts))
        rows.append(f"{bead.id} ({text[:30]}{'…' if len(text) > 30 else ''})")
    rest = [f"{len(shown) - SHOWN:,} more"] if len(shown) > SHOWN else []
    return ", ".join([*rows, *rest])
