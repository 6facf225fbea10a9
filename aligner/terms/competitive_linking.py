"""Competitive linking: each occurrence of a term aligned with one occurrence of its equivalent.

Best pairs first, each occurrence once (Melamed 2000), so that frequencies and contexts are real.
Terms inside terms are linked too: mine action inside assistance in mine action.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from duiqi.aligner.terms.schema import Link
from duiqi.aligner.terms.store import SOURCE, TARGET, Store

LEAST_SCORE = 0.35  # below which two terms are not linked
FIT_HERE = 0.1  # weight of the fit in the bead, beside the score over the whole text
NEXT_BEST = 0.7  # a link must have this share of the best value that either occurrence has with any other
NESTED_FACTOR = 0.72  # the score of a pair is multiplied by this for each of its terms that is nested
BOUND = 0.6  # unithood up to which a single word is bound: a part of a phrase wherever it occurs
CUT_OFF = 0.5  # unithood up to which several words are cut off: seamless steel of seamless steel tube
WHOLE = 0.7  # a longer term replaces a bound or cut-off one inside it if it has this share of its value
ALIKE = 0.9  # likewise a longer term that ends with any single word: switch rail rather than rail
# A term without spaces up to a unithood of SEVERED is cut off from a character that belongs to it, 监查 of
# 监查员, if the term with the character is INTACT by its own, and has these shares of the value and of the
# fit in the bead. Where a suffix makes a noun of a verb (可回收 of 可回收物) the unithood is up to SURELY,
# and the value is enough.
SEVERED, SURELY, INTACT = 0.56, 0.3, 0.8
LENGTHENED, FIT_OF_LENGTHENED = 0.66, 0.5
NEGATIONS = "不无無非未"
LINKS_AT_A_TIME = 100_000  # kept in memory

_Span = tuple[int, int]


class _Option(NamedTuple):
    """A co-occurrence that may become a link.

    value    the score of the pair, with a share of the fit in the bead
    *_bound  whether the term is bound: a part of a phrase wherever it occurs
    *_cut    whether it is the beginning of a phrase wherever it occurs
    *_single whether it is a single word, where words are separated by spaces
    fit      of the two terms in the bead
    """

    bead: int
    source: int
    target: int
    source_start: int
    source_end: int
    target_start: int
    target_end: int
    value: float
    source_bound: int
    target_bound: int
    source_cut: int
    target_cut: int
    source_single: int
    target_single: int
    source_unithood: float
    target_unithood: float
    source_text: str
    target_text: str
    fit: float

    @property
    def spans(self) -> tuple[_Span, _Span]:
        """Of the source and of the target."""
        return (self.source_start, self.source_end), (self.target_start, self.target_end)

    @property
    def bound(self) -> tuple[int, int]:
        """Of the source and of the target."""
        return self.source_bound, self.target_bound

    @property
    def cut(self) -> tuple[int, int]:
        """Of the source and of the target."""
        return self.source_cut, self.target_cut

    @property
    def single(self) -> tuple[int, int]:
        """Of the source and of the target."""
        return self.source_single, self.target_single

    @property
    def unithood(self) -> tuple[float, float]:
        """Of the source and of the target."""
        return self.source_unithood, self.target_unithood

    @property
    def texts(self) -> tuple[str, str]:
        """Of the source and of the target."""
        return self.source_text, self.target_text


_OPTIONS = """
select c.bead, c.source, c.target, c.source_start, c.source_end, c.target_start, c.target_end,
       p.score * case when sn.term is null then 1 else :nested end
       * case when tn.term is null then 1 else :nested end + :here * c.fit,
       s.unithood <= :bound and instr(s.text, ' ') = 0, t.unithood <= :bound and instr(t.text, ' ') = 0,
       s.unithood <= :cut and instr(s.text, ' '), t.unithood <= :cut and instr(t.text, ' '),
       instr(s.text, ' ') = 0, instr(t.text, ' ') = 0, s.unithood, t.unithood, s.text, t.text, c.fit
from cooccurrences c
join scores p on p.source = c.source and p.target = c.target
join terms s on s.side = 0 and s.term = c.source
join terms t on t.side = 1 and t.term = c.target
left join nested_terms sn on sn.side = 0 and sn.term = c.source
left join nested_terms tn on tn.side = 1 and tn.term = c.target
where p.score >= :least
order by c.bead
"""


def link_occurrences(store: Store, spaced: tuple[bool, bool]) -> None:
    """Fill the table of links.

    spaced  whether source and target separate words by spaces
    """
    rows: list[Link] = []
    options = store.rows(
        _Option, _OPTIONS, nested=NESTED_FACTOR, here=FIT_HERE, least=LEAST_SCORE, bound=BOUND, cut=CUT_OFF
    )
    for _, bead in groupby(options, attrgetter("bead")):
        chosen = _link_bead(sorted(bead, key=lambda option: (-option.value, option)), spaced)
        rows += (_link(option, chosen) for option in chosen)
        if len(rows) > LINKS_AT_A_TIME:
            store.insert(Link, rows)
            rows = []
    store.insert(Link, rows)
    store.index(Link)


def _link(option: _Option, chosen: Sequence[_Option]) -> Link:
    nested = int(_is_nested(option, chosen))
    return Link(option.source, option.target, option.bead, *option.spans[0], *option.spans[1], nested)


class _Choices:
    """The options of a bead by the span of either side, and the spans that are linked already."""

    def __init__(self, options: Sequence[_Option]) -> None:
        self._at: tuple[dict[_Span, list[_Option]], dict[_Span, list[_Option]]] = {}, {}
        self._used: tuple[set[_Span], set[_Span]] = set(), set()
        for option in options:
            for at, span in zip(self._at, option.spans, strict=True):
                at.setdefault(span, []).append(option)

    def at(self, side: int, span: _Span) -> list[_Option]:
        """The options of a span, best first."""
        return self._at[side][span]

    def best(self, side: int, span: _Span) -> _Option | None:
        """The best option of a span, if it has any."""
        return next(iter(self._at[side].get(span, ())), None)

    def is_used(self, side: int, span: _Span) -> bool:
        return span in self._used[side]

    def is_free(self, option: _Option) -> bool:
        """Whether neither of its spans is linked."""
        return not any(span in used for span, used in zip(option.spans, self._used, strict=True))

    def best_value(self, option: _Option) -> float:
        """The best value of any option with either of its spans."""
        return max(at[span][0].value for at, span in zip(self._at, option.spans, strict=True))

    def use(self, option: _Option) -> None:
        for used, span in zip(self._used, option.spans, strict=True):
            used.add(span)


def _link_bead(options: Sequence[_Option], spaced: tuple[bool, bool]) -> list[_Option]:
    """The options of a bead that become links.

    options  best first
    """
    choices = _Choices(options)
    chosen = []
    for option in options:
        if not choices.is_free(option):
            continue
        whole = _whole(option, choices, spaced)
        # An occurrence whose real counterpart is taken stays unlinked, rather than linked to a leftover.
        if whole.value >= NEXT_BEST * choices.best_value(whole):
            whole = _intact(whole, choices, spaced)
            choices.use(whole)
            chosen.append(whole)
    return chosen


def _whole(option: _Option, choices: _Choices, spaced: tuple[bool, bool]) -> _Option:
    """Replace a bound word by the longer term around it: mine clearance rather than clearance.

    And a term that is cut off by a longer one that begins with it. Only where the longer term is aligned
    with the same counterpart nearly as well (WHOLE); and only where words are separated by spaces, because
    only there does unithood tell that a term is a part.

    returns  the best free option of the longer term, or the option itself
    """
    for side, other in ((SOURCE, TARGET), (TARGET, SOURCE)):
        part = option.bound[side] or option.cut[side]
        if not spaced[side] or not (part or option.single[side]):
            continue
        start, end = option.spans[side]
        for longer in choices.at(other, option.spans[other]):
            low, high = longer.spans[side]
            encloses = low <= start and end <= high and high - low > end - start
            if (low < start and option.cut[side]) or (high > end and not part):
                continue
            if encloses and not choices.is_used(side, (low, high)):
                if longer.value < (WHOLE if part else ALIKE) * option.value:
                    return option
                return next(
                    own
                    for own in choices.at(side, (low, high))
                    if not choices.is_used(other, own.spans[other])
                )
    return option


def _intact(option: _Option, choices: _Choices, spaced: tuple[bool, bool]) -> _Option:
    """Replace a term without spaces by the one that has a character more, if it is cut off from that.

    Not from a negation before it, which another word may translate: 无输出电压.
    """
    for side, other in ((SOURCE, TARGET), (TARGET, SOURCE)):
        if spaced[side] or option.unithood[side] > SEVERED:
            continue
        start, end = option.spans[side]
        surely = option.unithood[side] <= SURELY
        for low, high in ((start, end + 1), (start - 1, end)):
            longer = choices.best(side, (low, high))
            if (
                longer
                and longer.spans[other] == option.spans[other]
                and not choices.is_used(side, (low, high))
                and longer.unithood[side] >= INTACT
                and longer.value >= LENGTHENED * option.value
                and (longer.fit >= FIT_OF_LENGTHENED * option.fit or (high > end and surely))
                and not (low < start and longer.texts[side][0] in NEGATIONS)
            ):
                return longer
    return option


def _is_nested(option: _Option, chosen: Sequence[_Option]) -> bool:
    """Whether the pair is inside another linked pair of the same bead, on both sides."""
    return any(
        other.source_start <= option.source_start
        and option.source_end <= other.source_end
        and other.target_start <= option.target_start
        and option.target_end <= other.target_end
        for other in chosen
        if other is not option
    )
