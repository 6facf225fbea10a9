"""`leverage`: look every segment of a new text up in memories, and keep the best proposals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.encoders.protocol import Encoder
from duiqi.aligner.leverage.adapting import Adapted, adapt, relabel
from duiqi.aligner.leverage.clauses import ClauseMatches
from duiqi.aligner.leverage.meaning import MeaningMatches
from duiqi.aligner.leverage.memories import Named, opened
from duiqi.aligner.memory.lookup import Lookup, MemoryMatch
from duiqi.aligner.memory.memory import Memory
from duiqi.aligner.memory.tokens import compared
from duiqi.aligner.pipeline import Progress
from duiqi.aligner.versions.wording import edits
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.layout.divisions import division
from duiqi.corpus.leverage import EXACT, IN_CONTEXT, Leverage, LeveragedSegment, Match, MatchKind
from duiqi.corpus.model import Alignment, Passage, Segment, Segments

WORTH = 75  # per cent from which a match of the whole spares the search for clauses and meaning


@dataclass(frozen=True, slots=True)
class LeverageOptions:
    """Which proposals are looked for, and how they are ranked.

    floor       percentage from which a unit is a proposal
    threshold   score from which a proposal becomes the target
    proposals   at most so many for each segment
    clauses     put long segments together from clauses, where no unit agrees by WORTH
    meaning     look by embeddings, too, where no unit agrees by WORTH
    unreviewed, doubtful, ambiguous
                penalties: points taken off for a unit that no person confirmed, for one with a
                confidence below .5, and where units with the same source have several translations
    """

    floor: int = 50
    threshold: int = 75
    proposals: int = 5
    clauses: bool = True
    meaning: bool = True
    unreviewed: int = 0
    doubtful: int = 0
    ambiguous: int = 0


LOW = 0.5  # confidence below which a unit is doubtful


def leverage(
    segments: Segments,
    memories: Iterable[Path | Memory | Named | Alignment],
    target_lang: str,
    encoder: Encoder | None = None,
    options: LeverageOptions | None = None,
    *,
    progress: Progress | None = None,
) -> Leverage:
    """Look up the segments of a new text in memories, or bitexts as they are.

    target_lang  the language of the translation; memories of either direction serve
    encoder      for clauses and meaning; the bundled one by default, loaded when it is first needed
    raises       UnreadableFile where a memory cannot be read
    """
    options = options or LeverageOptions()
    with ExitStack() as stack:
        named = stack.enter_context(opened(memories, (segments.lang, target_lang)))
        lookups = [(one, stack.enter_context(one.memory.looking_up())) for one in named]
        run = _Run(lookups, (segments.lang, target_lang), encoder, options)
        found = []
        for number, segment in enumerate(segments):
            context = tuple(
                segments[at].text if 0 <= at < len(segments) else "" for at in (number - 1, number + 1)
            )
            found.append(run.leveraged(number, segment, (context[0], context[1])))
            if progress:
                progress("looking up", number + 1, len(segments))
    document = segments.document
    return Leverage(
        document.name, segments.lang, target_lang, tuple(found), options.threshold, document.warnings
    )


class _Run:
    """The lookups of one text; the same segment is looked up once."""

    def __init__(
        self,
        lookups: Sequence[tuple[Named, Lookup]],
        langs: tuple[str, str],
        encoder: Encoder | None,
        options: LeverageOptions,
    ) -> None:
        self._lookups, self._langs, self._options = lookups, langs, options
        self._given = encoder
        self._pair: EncoderPair | None = None
        self._clauses: ClauseMatches | None = None
        self._meaning: list[MeaningMatches] = []
        self._rest: dict[str, tuple[Match, ...]] = {}

    def leveraged(self, number: int, segment: Segment, context: tuple[str, str]) -> LeveragedSegment:
        """A segment with its proposals."""
        words = compared(segment.text, self._langs[0])
        return LeveragedSegment(
            number,
            segment.printed,
            segment.label,
            segment.kind,
            segment.paragraph,
            segment.span,
            self._matches(segment, context),
            sum(token[0].isalnum() for token in words) if is_spaced(self._langs[0]) else len(words),
            len("".join(segment.text.split())),
        )

    def _matches(self, segment: Segment, context: tuple[str, str]) -> tuple[Match, ...]:
        options = self._options
        matches = [
            (named, match, form)
            for form in _forms(segment)
            for named, lookup in self._lookups
            for match in self._found(lookup, form.text, context)
            if form is segment or not match.unit.source_label
        ]
        penalised = self._ambiguous([(named, match) for named, match, _ in matches])
        counted = [self._match(named, match, form, penalised) for named, match, form in matches]
        counted.sort(key=lambda match: (-match.score, -match.percentage))
        counted = counted[: options.proposals]
        if any(match.percentage >= WORTH for match in counted) or not segment.text:
            return tuple(counted)
        if segment.text not in self._rest:
            self._rest[segment.text] = tuple(self._others(segment.text))
        # A text put together comes before a whole one that covers less of the segment.
        others = [self._relabelled(match, segment) for match in self._rest[segment.text]]
        best = max((match.score for match in counted), default=0)
        put_together = [match for match in others if match.kind == "clauses" and match.score > best]
        seen = {(match.source, match.original) for match in counted}
        rest = [
            match
            for match in others
            if match not in put_together and (match.source, match.original) not in seen
        ]
        return (*put_together, *counted, *rest)

    def _found(self, lookup: Lookup, text: str, context: tuple[str, str]) -> Sequence[MemoryMatch]:
        """Matches above WORTH, or else those above the floor, which take longer to find."""
        options = self._options
        for floor in dict.fromkeys((max(WORTH, options.floor), options.floor)):
            if found := lookup.find(
                text, *self._langs, floor=floor, limit=options.proposals, context=context
            ):
                return found
        return ()

    def _ambiguous(self, matches: Sequence[tuple[Named, MemoryMatch]]) -> set[str]:
        """The sources that have several translations."""
        targets: dict[str, set[str]] = {}
        for _, match in matches:
            targets.setdefault(match.unit.bare_source, set()).add(match.unit.bare_target)
        return {source for source, some in targets.items() if len(some) > 1}

    def _match(self, named: Named, match: MemoryMatch, segment: Segment, ambiguous: set[str]) -> Match:
        options, unit = self._options, match.unit
        score = (
            match.percentage
            - options.unreviewed * (not unit.reviewed)
            - options.doubtful * (unit.confidence < LOW and not unit.reviewed)
            - options.ambiguous * (unit.bare_source in ambiguous)
        )
        kind: MatchKind = (
            "context" if match.percentage == IN_CONTEXT else "exact" if match.percentage == EXACT else "fuzzy"
        )
        adapted = adapt(unit, segment.text)
        labelled = relabel(unit, adapted.target, segment.label, segment.lead)
        return Match(
            kind,
            match.percentage,
            score,
            unit.bare_source,
            labelled.target,
            unit.target,
            _origin(named, match),
            unit.status,
            unit.confidence,
            (*adapted.changes, *labelled.changes),
            edits(unit.bare_source, segment.text, self._langs[0]),
            whole_source=unit.source,
        )

    def _others(self, text: str) -> Iterable[Match]:
        """What clauses and meaning give, as far as they are asked for."""
        if self._options.clauses:
            self._clauses = self._clauses or ClauseMatches(self._encoders(), self._langs)
            match = self._clauses.match(text, [(named.name, lookup) for named, lookup in self._lookups])
            if match is not None:
                yield match
        if not self._options.meaning:
            return
        if not self._meaning:
            self._meaning = [
                MeaningMatches(named, self._encoders(), self._langs) for named, _ in self._lookups
            ]
        near = [
            (cosine, named, unit)
            for (named, lookup), meaning in zip(self._lookups, self._meaning, strict=True)
            for unit, cosine in meaning.find(text, lookup, self._options.proposals)
        ]
        for cosine, named, unit in sorted(near, key=lambda found: -found[0])[: self._options.proposals]:
            adapted: Adapted = adapt(unit, text)
            yield Match(
                "meaning",
                0,
                round(100 * cosine),
                unit.bare_source,
                adapted.target,
                unit.target,
                _origin(named, MemoryMatch(unit, 0)),
                unit.status,
                unit.confidence,
                adapted.changes,
                edits(unit.bare_source, text, self._langs[0]),
                whole_source=unit.source,
            )

    def _relabelled(self, match: Match, segment: Segment) -> Match:
        """The match with the segment's label, but for one in words of the source language (`Article 3`)."""
        if not segment.lead or division(segment.label):
            return match
        return replace(match, target=segment.lead + match.target)

    def _encoders(self) -> EncoderPair:
        self._pair = self._pair or EncoderPair.of(self._given)
        return self._pair


def _forms(segment: Segment) -> tuple[Segment, ...]:
    """The segment, and one with its label in words as text: other tools' memories know no labels."""
    if not segment.lead or not division(segment.label):
        return (segment,)
    return segment, replace(segment, passage=Passage(segment.printed, ()), label="", lead="")


def _origin(named: Named, match: MemoryMatch) -> str:
    """The memory, the text in it, and the place in that, from 1."""
    unit = match.unit
    inside = "" if unit.source_name in ("", named.name) else f" {unit.source_name}"
    return f"{named.name}{inside} {unit.place + 1}"
