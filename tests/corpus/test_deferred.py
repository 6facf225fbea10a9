"""What is deferred is made when it is first looked at, and is then like any tuple."""

from __future__ import annotations

import gc
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from duiqi.corpus.deferred import Deferred
from duiqi.corpus.read import read_bytes
from duiqi.corpus.readers.html import inline

PAGE = "<html><body><p>The <b>contract</b> of 𠀀<br>is <i>signed</i>.</p></body></html>"


def test_it_is_made_once_and_only_when_it_is_looked_at() -> None:
    made = []
    deferred = Deferred(lambda: made.append(1) or [3, 4])
    assert not made
    assert (len(deferred), list(deferred), deferred[1], deferred[:1]) == (2, [3, 4], 4, (3,))
    assert made == [1]


def test_the_collector_of_cycles_rests_while_it_is_made() -> None:
    """A page has hundreds of thousands of codes, and the collector would look at them again and again."""
    deferred = Deferred(lambda: [gc.isenabled()])
    assert gc.isenabled()
    assert (list(deferred), gc.isenabled()) == ([False], True)


def test_threads_that_look_at_once_see_the_same() -> None:
    barrier = threading.Barrier(2)
    deferred = Deferred(lambda: (barrier.wait(10) and []) or [5, 6])
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(list, [deferred, deferred])) == [[5, 6], [5, 6]]


def test_it_equals_the_tuple_of_its_items_from_both_sides() -> None:
    assert Deferred(lambda: [1, 2]) == (1, 2) == Deferred(lambda: [1, 2])
    assert Deferred(lambda: [1, 2]) == Deferred(lambda: (1, 2))
    assert Deferred(lambda: [1]) != (2,)
    assert (hash(Deferred(lambda: [1])), repr(Deferred(lambda: [1]))) == (hash((1,)), "(1,)")


def test_another_process_gets_the_items() -> None:
    document = read_bytes(PAGE.encode(), "a.html", "en")
    copied = pickle.loads(pickle.dumps(document))
    assert type(copied.codes) is tuple
    assert copied == document


def test_a_page_that_is_only_read_costs_no_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    numbered = inline.numbered
    monkeypatch.setattr(inline, "numbered", lambda *found: calls.append(1) or numbered(*found))
    document = read_bytes(PAGE.encode(), "a.html", "en")
    assert (document.text.split(), calls) == (["The", "contract", "of", "𠀀", "is", "signed."], [])
    assert [code.type for code in document.codes] == ["bold", "bold", "lb", "italic", "italic"]
    assert calls == [1]
