"""What is not rendered alike: within a text, and against a glossary that was there before.

Both look at a glossary that `extract` has made, whose pairs know every occurrence.
"""

from __future__ import annotations

from collections.abc import Iterator

from duiqi.aligner.terms.extraction import Pairs, contexts
from duiqi.aligner.terms.store import SOURCE, TARGET, Store
from duiqi.corpus.glossary.model import Context, Glossary, Inconsistency, Place, Rendering, Term
from duiqi.corpus.model import Span

LEAST = 0.5  # score below which a rendering is more likely a wrong link than another translation


def consistency(glossary: Glossary) -> Iterator[Inconsistency]:
    """Terms with more than one translation, then translations that several terms share, with every place.

    A difference is no mistake: `mines` may well be 地雷 here and 地（水）雷 there. That is
    for a person to say, who now knows where to look.

    Raises TypeError for a glossary that `extract` did not make: it knows no occurrences.
    """
    pairs = _pairs(glossary)
    store = pairs.store
    several = store.rows(_SEVERAL.format(one="s", other="t"), LEAST)
    for (s,) in list(several):
        found = store.rows("select t, n from choices where s = ? and score >= ? order by n desc, t", s, LEAST)
        renderings = [_rendering(pairs, TARGET, t, n, s, t) for t, n in list(found)]
        yield Inconsistency("translations", _term(pairs, SOURCE, s, renderings), tuple(renderings))
    shared = store.rows(_SEVERAL.format(one="t", other="s"), LEAST)
    for (t,) in list(shared):
        found = store.rows("select s, n from choices where t = ? and score >= ? order by n desc, s", t, LEAST)
        renderings = [_rendering(pairs, SOURCE, s, n, s, t) for s, n in list(found)]
        yield Inconsistency("terms", _term(pairs, TARGET, t, renderings), tuple(renderings))


# Those with the most occurrences first; fragments that are not listed do not count.
_SEVERAL = """
select {one} from choices
where score >= ? and s in (select s from listed)
group by {one} having count(distinct {other}) > 1
order by sum(n) desc, {one}
"""


def known(glossary: Glossary) -> Iterator[Inconsistency]:
    """Known source terms that the text renders otherwise, with every place.

    For a glossary extracted with `TermOptions(known=...)`. A place counts where none of
    the known renderings stands on the other side of the bead; what stands there instead
    is what the term was linked to, or nothing.

    Raises TypeError for a glossary that `extract` did not make.
    """
    pairs = _pairs(glossary)
    if pairs.known is None:
        return
    for number, entry in enumerate(pairs.known.entries):
        found: dict[str, list[Context]] = {}
        rows = pairs.store.rows(_OTHERWISE, number)
        for source, target, file, bead, s0, s1, t0, t1, text in rows:
            span = Span(t0, t1) if text else None
            place = Context(source, target, Span(s0, s1), span, Place(file, bead))
            found.setdefault(text or "", []).append(place)
        if found:
            renderings = sorted(
                (Rendering(text, len(places), tuple(places)) for text, places in found.items()),
                key=lambda rendering: (-rendering.frequency, rendering.text),
            )
            met = pairs.store.count("select count(*) from met where entry = ?", number)
            term = Term(entry.source, pairs.langs[SOURCE], met)
            yield Inconsistency("known", term, tuple(renderings), "; ".join(entry.targets))


_OTHERWISE = """
select b.source, b.target, b.file, b.bead, m.s0, m.s1, l.t0, l.t1, terms.text
from met m
join beads b on b.number = m.bead
left join linked l on l.bead = m.bead and l.s0 = m.s0 and l.s1 = m.s1
left join terms on terms.side = 1 and terms.term = l.t
where m.entry = ? and not m.answered
order by m.bead, m.s0
"""


def _pairs(glossary: Glossary) -> Pairs:
    if not isinstance(glossary.pairs, Pairs):
        raise TypeError("a glossary that extract() made is needed: others know no occurrences")
    return glossary.pairs


def _term(pairs: Pairs, side: int, term: int, renderings: list[Rendering]) -> Term:
    total = sum(rendering.frequency for rendering in renderings)
    return Term(_text(pairs.store, side, term), pairs.langs[side], total)


def _rendering(pairs: Pairs, side: int, term: int, n: int, s: int, t: int) -> Rendering:
    return Rendering(_text(pairs.store, side, term), n, tuple(contexts(pairs.store, s, t)))


def _text(store: Store, side: int, term: int) -> str:
    return str(next(store.rows("select text from terms where side = ? and term = ?", side, term))[0])
