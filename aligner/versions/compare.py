"""Two versions of a text compared, paragraph by paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from duiqi.aligner.versions.matching import Match, Matcher
from duiqi.aligner.versions.wording import edits, tokens
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.languages import is_chinese, is_spaced, same_language
from duiqi.corpus.model import Segment, Segments, Side
from duiqi.corpus.variants import simplifying
from duiqi.corpus.versions import Change, Edit, Fate, Versions


def compare(old: Segments, new: Segments) -> Versions:
    """What became of each paragraph of the old version, and what is new in the new one.

    old, new  segmented at the level "paragraph", in one language
    raises    UnreadableFile where a version has no text, or the two are in different languages

    >>> from duiqi.segmenters import from_sentences
    >>> old = from_sentences(["One is kept.", "Two of them are changed here.", "Three goes."], lang="en")
    >>> new = from_sentences(["Two of them are changed there.", "One is kept."], lang="en")
    >>> [(change.fate, *change.old, *change.new) for change in compare(old, new).changes]
    [('moved away', 0, 1), ('reworded', 1, 0), ('moved', 0, 1), ('dropped', 2)]
    """
    for side in (old, new):
        if not len(side):
            raise UnreadableFile(f"{side.document.name or 'a text'}: no paragraph to compare")
    if not same_language(old.lang, new.lang):
        raise UnreadableFile(
            f"{new.document.name or 'the new version'}: in {new.lang}, but the old version is in {old.lang}. "
            "duiqi align pairs a text with its translation"
        )
    notes = [segment.kind == "footnote" for segment in old], [segment.kind == "footnote" for segment in new]
    matches, chain = Matcher(_words(old), _words(new), notes).matches()
    changes = tuple(_changes(old, new, matches, chain))
    return Versions(_side(old), _side(new), changes)


def _words(side: Segments) -> list[Counter[str]]:
    """The words of each paragraph, in small letters; marks count where there is nothing else.

    Those in traditional characters are taken for the simplified ones, so that the paragraphs of versions in
    both are paired; the characters that differ are marked.
    """
    found = []
    simplified = simplifying() if is_chinese(side.lang) else {}
    for segment in side:
        text = segment.text.translate(simplified).casefold()
        all_tokens = [token for token in tokens(text, side.lang) if not token.isspace()]
        words = [token for token in all_tokens if token[0].isalnum()]
        found.append(Counter(words or all_tokens))
    return found


def _changes(old: Segments, new: Segments, matches: Sequence[Match], chain: set[int]) -> Iterator[Change]:
    """The changes in the order of the new version; what is gone comes before what followed it."""
    at = {match.new.start: (number, match) for number, match in enumerate(matches)}
    moved = {match.old.start: match for number, match in enumerate(matches) if number not in chain}
    matched = {i for match in matches for i in match.old}
    gone = [i for i in range(len(old)) if i not in matched or i in moved]
    j = 0
    while j < len(new):
        if j not in at:
            yield _change("new", old, new, range(0), range(j, j + 1))
            j += 1
            continue
        number, match = at[j]
        if number in chain:
            while gone and gone[0] < match.old.start:
                yield _gone(gone.pop(0), old, new, moved)
        yield _change("kept" if number in chain else "moved", old, new, match.old, match.new)
        j = match.new.stop
    for i in gone:
        yield _gone(i, old, new, moved)


def _gone(i: int, old: Segments, new: Segments, moved: dict[int, Match]) -> Change:
    """The place that a paragraph has left; one that was moved knows where it is now."""
    if i not in moved:
        return _change("dropped", old, new, range(i, i + 1), range(0))
    change = _change("dropped", old, new, moved[i].old, range(0))
    return Change("moved away", change.old, moved[i].new, change.edits, change.old_label)


def _change(fate: Fate, old: Segments, new: Segments, ours: range, theirs: range) -> Change:
    found: tuple[Edit, ...] = edits(_text(old, ours), _text(new, theirs), new.lang)
    if fate == "kept" and any(edit.operation != "same" for edit in found):
        fate = "reworded"
    return Change(fate, ours, theirs, found, _label(old, ours), _label(new, theirs))


def _text(side: Segments, numbers: range) -> str:
    return (" " if is_spaced(side.lang) else "").join(" ".join(side[n].text.split()) for n in numbers)


def _label(side: Segments, numbers: range) -> str:
    first: Segment | None = side[numbers.start] if numbers else None
    return first.label if first else ""


def _side(side: Segments) -> Side:
    return Side(side.document.name, side.lang, side.document.sha256)
