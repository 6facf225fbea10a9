"""Doubts about an alignment as a whole: wrong files, one language on both sides, parts in another order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from duiqi.aligner.division import Division
from duiqi.aligner.foreign import misnamed, name_of
from duiqi.aligner.other_figures import longest_of_each, with_other_figures
from duiqi.aligner.path import BestPath
from duiqi.aligner.related import features_of, fitted, paired_share
from duiqi.aligner.search.moved import moved_pairs
from duiqi.corpus.languages import primary, same_language
from duiqi.corpus.model import Bead, Doubt, Segments

# The codes, by which programs tell doubts apart.
SAME_LANGUAGE, NOT_A_TRANSLATION, MOVED = "same-language", "not-a-translation", "moved"
SAME_FILE, LANGUAGES, UNTRANSLATED = "same-file", "languages", "untranslated"
WHOLE_PARAGRAPHS, LEFT_OUT, ADDED = "whole-paragraphs", "left-out", "added"
OTHER_FIGURES = "other-figures"

NAMED = 10  # beads that a doubt names by their ids
LONG_RUN = 3  # segments in a row without a counterpart: fewer are seldom a part of the text
DOUBTFUL = 0.9  # confidence below which a pair beside such a run may be by chance
HARDLY = 0.01  # a share of less is said in words
UNRELATED, SAME = 0.2, 0.7  # cosines of whole texts that count as 0 and as 1


def doubts(beads: Sequence[Bead], source: Segments, target: Segments, similarity: float) -> Iterator[Doubt]:
    """Doubts whether these are a text and its translation.

    similarity  the cosine of the two texts, each embedded as a whole
    """
    if same_language(source.lang, target.lang) and primary(source.lang) != "und":
        yield Doubt(
            SAME_LANGUAGE,
            f"both texts are in the same language ({source.lang}). "
            "Aligned anyway; for two versions of a text: duiqi compare",
        )
    same = source.document.sha256 and source.document.sha256 == target.document.sha256
    if same and source.document.paragraphs == target.document.paragraphs:  # else both languages of one file
        yield Doubt(
            SAME_FILE,
            f"both texts are the same file ({target.document.name}). Is one of them the translation?",
        )
    yield from _misnamed_languages(source, target)
    yield from _untranslated(beads)
    if fitted().log_odds(features_of(beads, similarity)) < 0:
        alike = _likeness((similarity - UNRELATED) / (SAME - UNRELATED))
        yield Doubt(
            NOT_A_TRANSLATION,
            f"not a translation, it seems: {_counterparts(paired_share(beads))}, and {alike}. "
            "Are these the same work?",
        )
    else:
        yield from _other_figures(beads)
        yield from _unpaired(beads)


def _counterparts(share: float) -> str:
    """How much of the texts has a counterpart; rounded, a share near 0 or 1 would claim to be exact."""
    if share < HARDLY:
        return "hardly any of the text has a counterpart"
    if share > 1 - HARDLY:
        return "nearly all of the text has a counterpart"
    return f"about {share:.0%} of the text has a counterpart"


def _likeness(alike: float) -> str:
    """How alike the texts are as wholes; below 0 and above 1 they are as unlike or alike as texts get."""
    if alike < HARDLY:
        return "as wholes the texts are hardly alike"
    if alike > 1 - HARDLY:
        return "as wholes the texts are very much alike"
    return f"as wholes the texts are about {alike:.0%} alike"


def _misnamed_languages(source: Segments, target: Segments) -> Iterator[Doubt]:
    """A doubt whether the languages are as they are said to be."""
    # A file with both languages is the document of both sides.
    seen = [misnamed((segment.text for segment in side), side.lang) for side in (source, target)]
    if not any(seen):
        return
    looks = " and ".join(
        f"the {which} looks {name_of(found)}, not {name_of(side.lang)}"
        for which, found, side in zip(("source", "target"), seen, (source, target), strict=True)
        if found
    )
    question = "Are the files exchanged?" if all(seen) else "Is its language right?"
    yield Doubt(LANGUAGES, f"{looks}. {question}")


def _untranslated(beads: Sequence[Bead]) -> Iterator[Doubt]:
    """A doubt that counts the beads whose sides are in one language, and shows the first."""
    found = [bead for bead in beads if bead.status == "untranslated"]
    if found:
        pairs = f"{len(found)} pairs have both sides" if len(found) > 1 else "1 pair has both sides"
        yield Doubt(
            UNTRANSLATED,
            f"{pairs} in the same language, such as {_opening(found[0].target_texts[0])}. "
            "Marked as untranslated, and left out of memories",
        )


def _other_figures(beads: Sequence[Bead]) -> Iterator[Doubt]:
    """A doubt whether these are the same version: most pairs with numbers and dates have none in common."""
    count, found = with_other_figures(beads)
    if found:
        source, target = longest_of_each(found[0])
        yield Doubt(
            OTHER_FIGURES,
            f"{len(found)} of {count} pairs with figures on both sides have none in common, such as "
            f"{source} and {target} in id {found[0].id}. Is the translation that of another version or year?",
        )


def _unpaired(beads: Sequence[Bead]) -> Iterator[Doubt]:
    """A doubt for either side that names its longest run of segments without a counterpart.

    Footnotes are apart from the text, and often only one of the texts has them.
    """
    for side in (0, 1):
        longest = [bead for bead in _longest_run(beads, side) if not _is_note(bead)]
        if number := sum(bead.kind[side] for bead in longest):
            first, last = longest[0], longest[-1]
            text = (first.target_texts if side else first.source_texts)[0]
            where = f"id {first.id} to {last.id}, from {_opening(text)} on"
            if side:
                yield Doubt(
                    ADDED,
                    f"{number} segments of the translation in a row have no source, {where}. "
                    "Was a part added?",
                )
            else:
                yield Doubt(
                    LEFT_OUT,
                    f"{number} segments of the source in a row have no translation, {where}. "
                    "Was a part left out?",
                )


def _longest_run(beads: Sequence[Bead], side: int) -> Sequence[Bead]:
    """The longest run of unpaired beads of a side, with what lies beyond a few doubtful beads; maybe none.

    Where a part has no counterpart, some of its segments pair by chance with what is left over on the other
    side. So a run goes on beyond doubtful beads that have no more segments than the unpaired ones after them.
    """
    runs, at = [], 0
    for is_run, group in groupby(bool(bead.kind[side] and not bead.kind[1 - side]) for bead in beads):
        stop = at + len(list(group))
        if is_run:
            runs.append(range(at, stop))
        at = stop
    ends = [0, *accumulate(0 if _is_note(bead) else bead.kind[side] for bead in beads)]

    def size(start: int, stop: int) -> int:
        """How many segments of the side these beads have, notes left out."""
        return ends[stop] - ends[start]

    def goes_on(start: int, stop: int, beyond: range) -> bool:
        few = size(start, stop) <= size(beyond.start, beyond.stop)
        return few and all(bead.confidence < DOUBTFUL for bead in beads[start:stop])

    longest, reached = range(0), 0
    for number, run in enumerate(runs):
        if number < reached or size(run.start, run.stop) < LONG_RUN:
            continue
        first = last = number
        while first and goes_on(runs[first - 1].stop, runs[first].start, runs[first - 1]):
            first -= 1
        while last + 1 < len(runs) and goes_on(runs[last].stop, runs[last + 1].start, runs[last + 1]):
            last += 1
        reached, whole = last + 1, range(runs[first].start, runs[last].stop)
        if size(whole.start, whole.stop) > size(longest.start, longest.stop):
            longest = whole
    return beads[longest.start : longest.stop]


def _is_note(bead: Bead) -> bool:
    return all(segment.kind == "footnote" for segment in (*bead.source_segments, *bead.target_segments))


def united_paragraphs(beads: Sequence[Bead], united: Sequence[int]) -> Iterator[Doubt]:
    """A doubt that names the beads that are pairs of paragraphs, whose sentences could not be paired.

    united  their numbers among the beads with two sides
    """
    if united:
        links = [bead for bead in beads if all(bead.kind)]
        ids = [links[number].id for number in united]
        pairs = f"{len(ids)} pairs of paragraphs are" if len(ids) > 1 else "1 pair of paragraphs is"
        shown = ", ".join(ids[:NAMED]) + (" …" if len(ids) > NAMED else "")
        yield Doubt(
            WHOLE_PARAGRAPHS,
            f"{pairs} paired whole, because too many of their sentences had no counterpart of their own: "
            f"id {shown}",
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
