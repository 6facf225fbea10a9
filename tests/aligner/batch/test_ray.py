"""The Ray engine: on a cluster of several nodes, the same bytes; a lost node costs time only."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.batch.cluster import RayEngine
from duiqi.aligner.batch.engines import Engine, Finished
from duiqi.aligner.batch.folder import Pattern
from duiqi.aligner.batch.local import LocalEngine
from duiqi.aligner.batch.run import dated, open_ledger, run
from duiqi.aligner.batch.setup import Setup
from duiqi.corpus.errors import DuiqiError, MissingExtra

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]

PAIRS = 8


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head and two more nodes, each a set of processes of its own on this machine."""
    pytest.importorskip("ray", reason="the extra 'ray' is not installed: pip install 'duiqi[ray]'")
    from ray.cluster_utils import Cluster

    small = {"num_cpus": 1, "object_store_memory": 100_000_000}
    cluster = Cluster(initialize_head=True, head_node_args=small | {"num_cpus": 0})
    cluster.nodes_to_lose = [cluster.add_node(**small) for _ in range(2)]
    cluster.wait_for_nodes()
    yield cluster
    cluster.shutdown()


def align_all(out: str, make: Any) -> dict[str, bytes]:
    """Run all pairs of the folder with an engine; the results, byte for byte."""
    pattern = Pattern("{id}.en.txt", "{id}.zh.txt")
    setup = Setup(Path().absolute(), Path(out).absolute(), formats=(".tmx", ".xlsx"))
    with closing(open_ledger(lambda: pattern.entries(Path()), setup, Path(out))) as ledger:
        counts = run(ledger, lambda pairs: make(dated(setup, ledger)))
    assert counts.pairs == {"done": PAIRS, "failed": 1}
    return {path.name: path.read_bytes() for path in Path(out).iterdir() if path.name != "run.sqlite"}


def test_the_same_bytes_as_from_the_local_engine_even_when_a_node_is_lost(
    cluster: Any, make_pairs: Callable[..., list[str]]
) -> None:
    make_pairs(PAIRS)
    Path("empty.en.txt").touch()
    Path("empty.zh.txt").touch()
    local = align_all("local", lambda setup: LocalEngine(setup, 1, 60))
    assert len(local) == 3 * PAIRS

    class Losing(RayEngine):
        """Loses a node as soon as the first pair has come back, while others are running."""

        def wait(self, seconds: float) -> list[Finished]:
            back = super().wait(seconds)
            if back and len(cluster.nodes_to_lose) > 1:
                cluster.remove_node(cluster.nodes_to_lose.pop())
            return back

    def make(setup: Setup) -> Engine:
        engine = Losing(setup, None, 60, address=cluster.address)
        assert engine.workers == 2
        return engine

    assert align_all("ray", make) == local
    assert len(cluster.nodes_to_lose) == 1


def test_a_node_that_does_not_see_the_folder_is_named(cluster: Any) -> None:
    setup = Setup(Path("/nowhere/texts"), Path().absolute())
    with (
        closing(RayEngine(setup, 1, 60, address=cluster.address)) as engine,
        pytest.raises(DuiqiError, match=r"^/nowhere/texts: not visible from .*\. Texts and results"),
    ):
        engine.wait(60)


def test_a_cluster_that_is_not_there() -> None:
    pytest.importorskip("ray", reason="the extra 'ray' is not installed: pip install 'duiqi[ray]'")
    with pytest.raises(DuiqiError) as error:
        RayEngine(Setup(Path(), Path()), 1, 60, address="127.0.0.1:1")
    assert (
        str(error.value)
        == "--address 127.0.0.1:1: no Ray cluster answers there. On its first machine: ray start --head"
    )


def test_without_the_extra_its_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtra) as error:
        RayEngine(Setup(Path(), Path()), 1, 60)
    assert str(error.value) == "The ray engine is not installed. Install it with: pip install 'duiqi[ray]'"


def test_the_local_engine_needs_no_ray() -> None:
    code = "import sys, duiqi.aligner.batch.local, duiqi.aligner.cli.batch; print('ray' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT, check=True
    )
    assert ran.stdout == "False\n"
