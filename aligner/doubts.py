"""Doubts about an alignment as a whole: wrong files, the same language, parts in another order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duiqi.aligner.division import Division
from duiqi.aligner.found import Found
from duiqi.aligner.search.moved import moved_pairs
from duiqi.corpus.languages import primary, same_language
from duiqi.corpus.model import Bead, Segments

# Share of a bitext that has a counterpart, at least. Few beads say little of it: how alike the
# texts are as wholes counts as five more. Of 1,000 untidy translations of some eight beads seven
# have less, of 493 such texts paired with others four have more; of chapters none.
TRANSLATION = 0.5
WHOLE = 5  # beads
UNRELATED, SAME = 0.2, 0.7  # cosines of whole texts


def doubts(beads: Sequence[Bead], source: Segments, target: Segments, likeness: float) -> Iterator[str]:
    """What a user should know before trusting an alignment; `likeness` is that of the texts as wholes."""
    if same_language(source.lang, target.lang) and primary(source.lang) != "und":
        yield (
            f"both texts are in the same language ({source.lang}). Aligned anyway; are these the right files?"
        )
    paired = sum(_characters(bead) * bead.confidence for bead in beads if all(bead.kind))
    share = paired / max(sum(map(_characters, beads)), 1)
    alike = min(max((likeness - UNRELATED) / (SAME - UNRELATED), 0.0), 1.0)
    if (len(beads) * share + WHOLE * alike) / (len(beads) + WHOLE) < TRANSLATION:
        yield (
            f"not a translation, it seems: about {share:.0%} of the text has a counterpart, and as wholes "
            f"the texts are {alike:.0%} alike. Are these the same work?"
        )


def out_of_order(left: Division, right: Division, found: Found) -> Iterator[str]:
    """A warning that names what the translation has in another place."""
    pairs = moved_pairs(*found.loose)
    if len(pairs) > 1:
        i, j = pairs[0]
        first = left.part(i, i + 1).text, right.part(j, j + 1).text
        yield (
            f"{len(pairs)} segments seem to be translated in another place and were not paired there, "
            f"such as {_opening(first[0])} with {_opening(first[1])}. Are parts of the text in another order?"
        )


def _opening(text: str, most: int = 30) -> str:
    return f"“{text}”" if len(text) <= most else f"“{text[:most].rstrip()}…”"


def _characters(bead: Bead) -> int:
    return sum(map(len, bead.source_texts)) + sum(map(len, bead.target_texts))
