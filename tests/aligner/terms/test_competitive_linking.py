"""Each occurrence is linked once, the best pairs first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.terms.competitive_linking import link_occurrences
from duiqi.aligner.terms.schema import Cooccurrence, Link, Score, TermRow
from duiqi.aligner.terms.store import SOURCE, TARGET, Store

Occurrence = tuple[int, int, int]  # term, start, end


def link(
    options: dict[tuple[Occurrence, Occurrence], float],
    unithood: float = 1.0,
    spaced: bool = True,
    text: str = "mine",
) -> list[Link]:
    """The links of one bead, of options with the scores of their pairs of terms."""
    store = Store()
    for side in (SOURCE, TARGET):
        terms = {pair[side][0] for pair in options}
        store.insert(TermRow, [TermRow(side, term, text, 1, unithood, "term", 0) for term in terms])
    scores = {(source[0], target[0]): score for (source, target), score in options.items()}
    store.insert(Score, [Score(*pair, score) for pair, score in scores.items()])
    store.insert(
        Cooccurrence,
        [Cooccurrence(0, s[0], t[0], *s[1:], *t[1:], 0.5) for s, t in options],
    )
    link_occurrences(store, (spaced, spaced))
    return list(store.rows(Link, "select * from links order by source, target"))


occurrences = st.tuples(st.integers(0, 9), st.integers(0, 20), st.integers(21, 40))
bead = st.dictionaries(st.tuples(occurrences, occurrences), st.floats(0, 1), max_size=20)


@pytest.mark.slow
@given(bead, st.floats(0.1, 1), st.booleans())
def test_no_occurrence_is_linked_twice(
    options: dict[tuple[Occurrence, Occurrence], float], unithood: float, spaced: bool
) -> None:
    links = link(options, unithood, spaced)
    sources = [(at.source_start, at.source_end) for at in links]
    targets = [(at.target_start, at.target_end) for at in links]
    assert len(set(sources)) == len(sources)
    assert len(set(targets)) == len(targets)
    every = {(s, t) for s, t in options}
    for at in links:
        pair = (at.source, at.source_start, at.source_end), (at.target, at.target_start, at.target_end)
        assert pair in every


MINE, ACTION, CLEARANCE = (1, 0, 4), (2, 0, 11), (3, 20, 29)
雷, 行动, 扫雷 = (1, 0, 2), (2, 0, 4), (3, 8, 10)


def test_the_best_pairs_are_linked_and_a_leftover_is_not() -> None:
    """Where CLEARANCE is taken, MINE is not linked to a target that is much worse than its best."""
    links = link({(CLEARANCE, 扫雷): 0.9, (MINE, 扫雷): 0.8, (MINE, 雷): 0.4})
    assert [(at.source, at.target) for at in links] == [(CLEARANCE[0], 扫雷[0])]


def test_terms_inside_linked_terms_are_linked_as_nested() -> None:
    links = link({(ACTION, 行动): 0.9, (MINE, 雷): 0.9})
    assert [(at.source, at.target, at.nested) for at in links] == [(1, 1, 1), (2, 2, 0)]


@pytest.mark.parametrize(("spaced", "linked"), [(True, (2, 1)), (False, (1, 1))], ids=["spaced", "unspaced"])
def test_a_bound_word_gives_way_to_the_longer_term(spaced: bool, linked: tuple[int, int]) -> None:
    """Only where words are separated by spaces."""
    (found,) = link({(MINE, 雷): 0.9, (ACTION, 雷): 0.8}, unithood=0.5, spaced=spaced)
    assert (found.source, found.target) == linked


@pytest.mark.parametrize(
    ("longer", "unithood", "linked"),
    [((2, 0, 19), 0.5, 2), ((2, 0, 19), 0.8, 1), ((2, -9, 14), 0.5, 1)],
    ids=["cut off", "whole", "another beginning"],
)
def test_a_term_that_is_cut_off_gives_way_to_one_that_begins_with_it(
    longer: Occurrence, unithood: float, linked: int
) -> None:
    """Seamless steel is the beginning of seamless steel tube, and 无缝钢管 is all of it."""
    steel, tube = (1, 0, 14), (1, 0, 4)
    options = {(steel, tube): 0.9, (longer, tube): 0.75}
    (found,) = link(options, unithood, text="seamless steel")
    assert found.source == linked


RAIL, SWITCH_RAIL, 尖轨 = (1, 7, 11), (2, 0, 11), (1, 0, 2)


def test_a_longer_term_that_ends_with_a_word_is_preferred_if_it_is_nearly_as_likely() -> None:
    (at,) = link({(RAIL, 尖轨): 0.8, (SWITCH_RAIL, 尖轨): 0.76})
    assert at.source == SWITCH_RAIL[0]
    (at,) = link({(RAIL, 尖轨): 0.8, (SWITCH_RAIL, 尖轨): 0.5})
    assert at.source == RAIL[0]


@pytest.mark.parametrize(
    ("longer", "unithood", "linked"),
    [
        ("监查员", 0.5, "监查员"),
        ("监查员", 0.9, "监查"),  # which stands alone elsewhere
        ("监查部门", 0.5, "监查"),  # a word of its own
        ("无监查", 0.5, "监查"),
    ],
)
def test_a_chinese_term_is_linked_with_the_character_that_belongs_to_it(
    longer: str, unithood: float, linked: str
) -> None:
    """But not with one that negates it."""
    text = f"由{longer}核对"
    spans = {term: (text.index(term), text.index(term) + len(term)) for term in ("监查", longer)}
    store = Store()
    store.insert(TermRow, [TermRow(SOURCE, 1, "monitor", 1, 1.0, "term", 0)])
    store.insert(
        TermRow,
        [
            TermRow(TARGET, 1, "监查", 1, unithood, "term", 0),
            TermRow(TARGET, 2, longer, 1, 1.0, "term", 0),
        ],
    )
    store.insert(Score, [Score(1, 1, 0.8), Score(1, 2, 0.6)])
    store.insert(
        Cooccurrence,
        [Cooccurrence(0, 1, k, 0, 7, *spans[term], 0.5) for k, term in ((1, "监查"), (2, longer))],
    )
    link_occurrences(store, (True, False))
    (found,) = store.rows(Link, "select * from links")
    assert (found.target_start, found.target_end) == spans[linked]
