"""One memory, and the bitexts for one glossary, over all pairs of a run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from duiqi.aligner.batch.job import PairResult, Status
from duiqi.aligner.batch.ledger import Ledger
from duiqi.aligner.batch.merge import MergedResults
from duiqi.aligner.batch.schema import Lane
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.exports import WriteOptions, write

Begin = Callable[..., Ledger]


def test_a_memory_is_in_the_manifests_order_whichever_pair_finished_first(begin: Begin) -> None:
    ledger = begin(*"abcde")
    texts = {
        "a": ("en", "zh", "Yes.", "是的。", 0.6),
        "b": ("en", "zh", "Yes.", "对。", 0.9),
        "c": ("de", "zh", "Ja.", "是的。", 0.9),
        "d": ("en", "zh", "Come in.", "请进。𠀀", 0.9),
        "e": ("en", "zh", "Wrong.", "错。", 0.1),
    }
    jobs = [ledger.take(Lane.SMALL) for _ in texts]
    for job in reversed(jobs):
        assert job
        source, target, left, right, confidence = texts[job.id]
        bead = Bead.of_texts(range(1), range(1), "1", (left,), (right,), confidence=confidence)
        sides = Side(f"{job.id}.txt", source), Side("", target)
        write(Alignment(*sides, (bead,)), Path("out", f"{job.stem}.jsonl"))
        status = Status.DOUBTFUL if job.id == "e" else Status.DONE
        ledger.record(job, PairResult(status, {"languages": [source, target]}))
    merged = MergedResults(ledger, WriteOptions())
    write(merged.memory(), "tm.tmx", WriteOptions())
    assert [bitext.source.name for bitext in merged.bitexts()] == ["a.txt", "b.txt", "d.txt"]
    beads = list(read_bitext("tm.tmx").beads)
    assert [(bead.id, *bead.source_texts, *bead.target_texts) for bead in beads] == [
        ("b-1", "Yes.", "对。"),
        ("d-1", "Come in.", "请进。𠀀"),
    ]
    assert merged.warnings == [
        "1 pair left out: not a translation, it seems: e",
        "1 pair left out: in other languages than en and zh, which most pairs have: c",
    ]


def test_a_warning_names_no_more_than_ten_pairs(begin: Begin) -> None:
    ids = [f"p{number:02}" for number in range(30)]
    ledger = begin(*ids)
    for number, _ in enumerate(ids):
        job = ledger.take(Lane.SMALL)
        assert job
        langs = ["en", "zh"] if number < 19 else ["en", "en"]
        ledger.record(job, PairResult(Status.DONE, {"languages": langs}))
    [warning] = MergedResults(ledger, WriteOptions()).warnings
    assert warning.endswith(f"which most pairs have: {', '.join(ids[19:29])} …")


def test_ids_in_a_memory_of_many_documents_take_no_memory() -> None:
    """Only the documents' names are kept, not sixteen million ids; and still none is there twice."""
    from duiqi.exports.units import _Ids

    ids = _Ids()
    wanted = [f"{name}-{number}" for name in ("un", "a/b", "un") for number in (1, 2, 3)]
    given_out = [ids.unique(id) for id in wanted]  # noqa: A001
    assert given_out == [*wanted[:6], "un-1~2", "un-2~2", "un-3~2"]
    assert len(ids.highest) == 2
