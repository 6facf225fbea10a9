"""What the aligner's tests share: the encoder, loaded once, and the way to the gold data."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from threadpoolctl import threadpool_limits

from aligner.bundled import BundledEncoder

ROOT = Path(__file__).parents[2]
EVAL = Path(os.environ.get("DUIQI_EVAL", ROOT.parent / "shared" / "eval"))


@pytest.fixture(scope="session", autouse=True)
def one_blas_thread() -> Iterator[None]:
    """BLAS threads wait for each other by spinning: on a busy machine, that is all they do."""
    with threadpool_limits(1, user_api="blas"):
        yield


@pytest.fixture(scope="session")
def encoder() -> BundledEncoder:
    """The bundled encoder, which takes longer to load than most tests."""
    return BundledEncoder()


@pytest.fixture(scope="session")
def gold() -> Callable[[str], Path]:
    """Where a file of the gold data is; the test is skipped where it is absent."""

    def find(name: str) -> Path:
        if not (EVAL / name).is_file():
            pytest.skip(f"{name} is not in ../shared/eval; DUIQI_EVAL may name another folder")
        return EVAL / name

    return find
