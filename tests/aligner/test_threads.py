"""Work in threads: results in order, few items begun, no thread and no limit left afterwards."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from duiqi.aligner.threads import OneBlasThread, each, in_order


def test_results_come_in_order_and_few_items_are_begun() -> None:
    taken = []

    def items() -> Iterator[int]:
        for item in range(20):
            taken.append(item)
            yield item

    odd_done = [Event() for _ in range(20)]

    def odd_first(item: int) -> int:
        """Of two neighbours the second is done first."""
        if item % 2 == 0:
            assert odd_done[item + 1].wait(10)
        odd_done[item].set()
        return item * item

    with ThreadPoolExecutor(2) as pool:
        for number, result in enumerate(in_order(pool, odd_first, items(), ahead=2)):
            assert result == number * number
            assert len(taken) <= number + 3


def test_what_goes_wrong_is_raised_in_its_turn() -> None:
    with ThreadPoolExecutor(2) as pool:
        results = in_order(pool, lambda item: 1 // item, [2, 1, 0], ahead=1)
        assert [next(results), next(results)] == [0, 1]
        with pytest.raises(ZeroDivisionError):
            next(results)


@pytest.mark.parametrize("threads", [1, 2, 9])
def test_each_item_has_its_result_in_its_place(threads: int) -> None:
    assert each(lambda item: item * item, range(7), threads) == [0, 1, 4, 9, 16, 25, 36]
    assert each(lambda item: item, [], threads) == []


def test_items_are_worked_on_at_the_same_time_and_no_thread_is_left() -> None:
    before = threading.active_count()
    together = Barrier(3, timeout=10)
    assert sorted(each(lambda _: together.wait(), range(3), 3)) == [0, 1, 2]
    assert threading.active_count() == before


def test_what_goes_wrong_in_a_thread_is_raised_and_no_thread_is_left() -> None:
    before = threading.active_count()
    with pytest.raises(ZeroDivisionError):
        each(lambda item: 1 // item, [1, 0, 1], 2)
    assert threading.active_count() == before


def blas_threads() -> set[int]:
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


def test_blas_has_its_threads_back_when_the_last_has_left() -> None:
    """Two that overlap, as two threads of a library user do: the first to leave is not the last."""
    one = OneBlasThread()
    with threadpool_limits(2, user_api="blas"):
        before = blas_threads()
        one.__enter__()
        assert blas_threads() == {1}
        one.__enter__()
        one.__exit__()
        assert blas_threads() == {1}
        one.__exit__()
        assert blas_threads() == before
