"""A worker: an encoder loaded once, and one pair after another, each within a limit of memory."""

from __future__ import annotations

import time

from duiqi.aligner.allocator import keep_freed
from duiqi.aligner.batch.job import Job, PairResult, Status
from duiqi.aligner.batch.pair import align_pair
from duiqi.aligner.batch.setup import Setup
from duiqi.corpus.ram import ram_limit, ram_share


class Worker:
    """Aligns one pair after another with an encoder that is loaded once.

    neighbours  workers that share the machine's memory, this one included
    threads     threads that it may use
    """

    def __init__(self, setup: Setup, neighbours: int = 1, threads: int = 1) -> None:
        from threadpoolctl import threadpool_limits

        keep_freed()
        self._setup = setup
        self._neighbours = neighbours
        self._limits = threadpool_limits(threads)
        self._encoder = setup.load_encoder(threads)

    def align(self, job: Job) -> PairResult:
        """Align a pair and write its files; an error is part of the result."""
        begin = time.monotonic()
        limit = ram_share(1 if job.alone else self._neighbours)
        try:
            with ram_limit(limit):
                result = align_pair(job, self._setup, self._encoder)
        except MemoryError:
            had_all = job.alone or self._neighbours == 1
            result = PairResult(
                Status.FAILED if had_all else Status.OUT_OF_MEMORY,
                {
                    "error": f"needs more than {limit / 1e9:.1f} GB of memory. "
                    "Split the texts into parts, or use a machine with more memory"
                },
            )
        seconds = round(time.monotonic() - begin, 2)
        return result._replace(report=result.report | {"seconds": seconds})
