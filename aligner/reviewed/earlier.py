"""Results of earlier runs, and the reviewed rows in them, which must not be lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from duiqi.aligner.foreign import mark_untranslated
from duiqi.aligner.reviewed.places import visible
from duiqi.corpus.bitext.conventions import MEMORIES, WITH_STATUS
from duiqi.corpus.errors import DuiqiError, MalformedFile, UnreadableFile, UnwritableFile
from duiqi.corpus.glossary.model import Glossary, TermPair
from duiqi.corpus.model import ACCEPTED, Alignment, Bead
from duiqi.exports.options import count

UNDECIDED = frozenset({"new", "candidate"})
MEND = "Mend it, so that its reviewed rows are kept, or say --force"
SHOWN = 5  # rows that a message names


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

    Raises UnwritableFile for aligned text that cannot be read to its end: nobody knows then what
    would be lost.
    """
    suffix = path.suffix.lower()
    if suffix not in WITH_STATUS or not path.is_file():
        return None
    from duiqi.corpus.bitext.reading import read_bitext

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
        raise UnwritableFile(f"{str(error).rstrip('.?')}. {MEND}") from error
    whole = alignment.with_beads(tuple(found))
    return Earlier(path, whole) if reviewed_beads(whole) else None


def earlier_results(paths: Iterable[Path]) -> list[Earlier]:
    """The earlier results with reviewed rows among these files, the newest first."""
    results = [found for path in paths if str(path) != "-" and (found := earlier_result(path))]
    return sorted(results, key=lambda result: -result.path.stat().st_mtime_ns)


def is_reviewed(path: Path) -> bool:
    """Whether a file holds reviewed rows or term pairs, or may hold some, as it cannot be read to its end."""
    try:
        if earlier_result(path):
            return True
        check_no_reviewed_terms(path)
    except UnwritableFile:
        return True
    return False


def check_nothing_lost(path: Path, what: Alignment | Glossary) -> None:
    """Raise UnwritableFile where a file holds reviewed rows that its new contents have not."""
    if isinstance(what, Glossary):
        lost: Counter[tuple[str, ...]] = Counter(_reviewed_terms(path))
        noun = "reviewed term pair"
        held: Iterable[tuple[str, ...]] = map(_term_decision, what.pairs) if lost else ()
    else:
        earlier = earlier_result(path)
        lost = Counter(map(_decision, reviewed_beads(earlier.alignment) if earlier else ()))
        noun = "reviewed row"
        held = map(_decision, what.beads) if lost else ()
    lost -= Counter(held)
    _refuse(path, sum(lost.values()), noun)


def check_no_reviewed_terms(path: Path) -> None:
    """Raise UnwritableFile where a file is a glossary with reviewed term pairs."""
    _refuse(path, len(_reviewed_terms(path)), "reviewed term pair")


def _refuse(path: Path, number: int, noun: str) -> None:
    if number:
        raise UnwritableFile(
            f"{path}: {count(number, noun)} in it would be lost. Give another name, or overwrite with --force"
        )


def _reviewed_terms(path: Path) -> list[tuple[str, ...]]:
    """The reviewed term pairs of a file; none where it is no glossary or is absent."""
    if not path.is_file():
        return []
    from duiqi.corpus.glossary.reading import is_glossary, read_glossary

    try:
        if not is_glossary(path):
            return []
        pairs = read_glossary(path).pairs
        return [_term_decision(pair) for pair in pairs if pair.status not in UNDECIDED]
    except MalformedFile as error:
        raise UnwritableFile(f"{str(error).rstrip('.?')}. {MEND}") from error
    except DuiqiError:
        return []  # no glossary


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
