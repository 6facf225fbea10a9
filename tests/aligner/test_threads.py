"""Work in threads, in order, without running ahead."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from duiqi.aligner.threads import in_order


def test_results_come_in_order_and_few_items_are_in_hand() -> None:
    taken = []

    def items() -> Iterator[int]:
        for item in range(20):
            taken.append(item)
            yield item

    def slow_first(item: int) -> int:
        time.sleep(0.02 if item % 2 == 0 else 0)
        return item * item

    with ThreadPoolExecutor(2) as pool:
        for number, result in enumerate(in_order(pool, slow_first, items(), ahead=2)):
            assert result == number * number
            assert len(taken) <= number + 3


def test_what_goes_wrong_is_raised_in_its_turn() -> None:
    with ThreadPoolExecutor(2) as pool:
        results = in_order(pool, lambda item: 1 // item, [2, 1, 0], ahead=1)
        assert [next(results), next(results)] == [0, 1]
        with pytest.raises(ZeroDivisionError):
            next(results)
