"""Doubts about an alignment as a whole: wrong files, one language on both sides, parts in another order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duiqi.aligner.division import Division
from duiqi.aligner.path import BestPath
from duiqi.aligner.search.moved import moved_pairs
from duiqi.corpus.languages import primary, same_language
from duiqi.corpus.model import Bead, Doubt, Segments

# The codes, by which programs tell doubts apart.
SAME_LANGUAGE, NOT_A_TRANSLATION, MOVED = "same-language", "not-a-translation", "moved"

# A translation has a counterpart in at least this share of its text. In a short bitext the share
# says little, so the similarity of the whole texts counts like five more beads. Of 1,000 untidy
# translations of about eight beads, seven fall below the threshold; of 493 such texts paired with
# others, four reach it. No chapter is on the wrong side.
TRANSLATION = 0.5
WHOLE = 5  # beads
UNRELATED, SAME = 0.2, 0.7  # cosines of whole texts that count as 0 and as 1


def doubts(beads: Sequence[Bead], source: Segments, target: Segments, similarity: float) -> Iterator[Doubt]:
    """Doubts whether these are a text and its translation.

    similarity  the cosine of the two texts, each embedded as a whole
    """
    if same_language(source.lang, target.lang) and primary(source.lang) != "und":
        yield Doubt(
            SAME_LANGUAGE,
            f"both texts are in the same language ({source.lang}). "
            "Aligned anyway; are these the right files?",
        )
    paired = sum(_characters(bead) * bead.confidence for bead in beads if all(bead.kind))
    share = paired / max(sum(map(_characters, beads)), 1)
    alike = min(max((similarity - UNRELATED) / (SAME - UNRELATED), 0.0), 1.0)
    if (len(beads) * share + WHOLE * alike) / (len(beads) + WHOLE) < TRANSLATION:
        yield Doubt(
            NOT_A_TRANSLATION,
            f"not a translation, it seems: about {share:.0%} of the text has a counterpart, and as wholes "
            f"the texts are {alike:.0%} alike. Are these the same work?",
        )


def out_of_order(left: Division, right: Division, path: BestPath) -> Iterator[Doubt]:
    """A doubt whether the texts are in the same order; it names the first segment found elsewhere."""
    pairs = moved_pairs(*path.doubtful)
    if len(pairs) > 1:
        i, j = pairs[0]
        first = left.part(i, i + 1).text, right.part(j, j + 1).text
        yield Doubt(
            MOVED,
            f"{len(pairs)} segments seem to be translated in another place and were not paired there, "
            f"such as {_opening(first[0])} with {_opening(first[1])}. "
            "Are parts of the text in another order?",
        )


def _opening(text: str, most: int = 30) -> str:
    return f"“{text}”" if len(text) <= most else f"“{text[:most].rstrip()}…”"


def _characters(bead: Bead) -> int:
    return sum(map(len, bead.source_texts)) + sum(map(len, bead.target_texts))
