"""Which pairs there are, what their files are called, and what a run remembers of them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.batch.job import Job, Outcome, Setup
from duiqi.aligner.batch.manifest import Entry, Pattern, read_manifest
from duiqi.aligner.batch.merge import Together
from duiqi.aligner.batch.names import LONGEST, file_name, key
from duiqi.aligner.batch.run import open_state
from duiqi.aligner.batch.state import ALONE, BIG, LARGE, SMALL, State
from duiqi.corpus.bitext import read_bitext
from duiqi.corpus.errors import DuiqiError, MalformedFile, UnreadableFile
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.exports import WriteOptions, write


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def manifest(text: str) -> list[Entry]:
    Path("m.tsv").write_bytes(text.encode("utf-8", "surrogateescape"))
    return list(read_manifest(Path("m.tsv")))


# --- the table


def test_a_line_a_pair() -> None:
    assert manifest("un\ta.txt\tb.txt\n\n诗\tc.txt\td.txt\tzh_TW\ten\r\n") == [
        Entry("m.tsv, line 1", "un", "a.txt", "b.txt"),
        Entry("m.tsv, line 3", "诗", "c.txt", "d.txt", "zh-TW", "en"),
    ]


def test_a_header_names_the_columns() -> None:
    [entry] = manifest("\ufefftarget\tid\tsource\nb.txt\tun\ta.txt\n")
    assert entry[1:4] == ("un", "a.txt", "b.txt")


def test_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"un\ta\tb\n"), encoding="utf-8"))
    assert [entry.place for entry in read_manifest(Path("-"))] == ["standard input, line 1"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "un a.txt b.txt\n",
            "m.tsv, line 1: expected 3 to 5 columns with tabs between them, found 1: "
            "id source target source_lang target_lang",
        ),
        ("\n\ta\tb\n", "m.tsv, line 2: the id is empty"),
        ("un\ta\t\n", "m.tsv, line 1: the target is empty"),
        (
            "un\ta\tb\tEnglish!\n",
            "m.tsv, line 1: 'English!' is no language tag. Say en, zh, zh-Hant, de, pt-BR …",
        ),
        (
            "id\tsource\ttarget\tlang\n",
            "m.tsv, line 1: no column is called 'lang'. Known: id source target source_lang target_lang",
        ),
        ("id\tsource\n", "m.tsv, line 1: no column 'target'. Needed: id source target"),
        ("un\ta\tb\n\udcff\ta\tb\n", "m.tsv, line 2: not utf-8. Save the manifest as UTF-8"),
        (
            "x" * (1 << 21),
            "m.tsv, line 1: longer than a megabyte. Is this a manifest: id, source, target?",
        ),
    ],
)
def test_what_is_wrong_with_a_table_is_told_by_its_line(text: str, message: str) -> None:
    with pytest.raises(MalformedFile) as error:
        manifest(text)
    assert str(error.value) == message


def test_a_folder_asks_for_a_pattern() -> None:
    with pytest.raises(UnreadableFile) as error:
        list(read_manifest(Path()))
    assert str(error.value) == (
        ".: a folder. Say how its files are called: --pattern '{id}.en.txt' '{id}.zh.txt'"
    )


# --- the folder


def touch(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()


def test_files_that_belong_together_by_name() -> None:
    touch("un.en.txt", "un.zh.txt", "2007/a.en.txt", "2007/a.zh.txt", "only.en.txt", "lone.zh.txt", "x.md")
    pattern = Pattern("{id}.en.txt", "{id}.zh.txt")
    found = [(entry.id, entry.source, entry.target) for entry in pattern.entries(Path())]
    assert found == [
        ("un", "un.en.txt", "un.zh.txt"),
        ("2007/a", "2007/a.en.txt", "2007/a.zh.txt"),
    ]
    assert (pattern.without, pattern.alone) == (2, ["only.en.txt", "lone.zh.txt"])


def test_a_folder_for_each_language() -> None:
    touch("en/1.txt", "en/2.txt", "zh/1.txt", "zh/2.txt")
    assert [e.id for e in Pattern("en/{id}.txt", "zh/{id}.txt").entries(Path())] == ["1", "2"]


def test_a_translation_named_after_its_source_is_no_source() -> None:
    touch("a.txt", "a.zh.txt")
    pattern = Pattern("{id}.txt", "{id}.zh.txt")
    assert [entry.id for entry in pattern.entries(Path())] == ["a"]
    assert pattern.without == 0


@pytest.mark.parametrize("pattern", ["en.txt", "{id}/{id}.txt", "../{id}.txt", "/tmp/{id}.txt"])
def test_patterns_that_find_nothing(pattern: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        Pattern(pattern, "{id}.zh.txt")
    assert (
        str(error.value)
        == f"--pattern {pattern}: give a name in the folder with {{id}} in it, as '{{id}}.en.txt'"
    )


# --- names


@given(st.text(min_size=1, max_size=300))
def test_an_id_never_leaves_the_folder(id: str) -> None:  # noqa: A002
    """One component, visible, short enough for all suffixes, whatever the id."""
    name = file_name(id)
    assert name
    assert not set("/\\\0\n") & set(name)
    assert not name.startswith(".")
    assert len(name.encode()) <= LONGEST


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("../x", "%2E.%2Fx"),
        ("/etc/passwd", "%2Fetc%2Fpasswd"),
        ("a\0b", "a%00b"),
        ("..", "%2E."),
        ("100%", "100%25"),
        ("-o", "%2Do"),
        ("𠀀", "𠀀"),
        ("x" * 300, "x" * 147 + "~0d4e2ca9e9cb"),
    ],
)
def test_ids_made_safe(id: str, name: str) -> None:  # noqa: A002
    assert file_name(id) == name


def test_long_ids_stay_apart() -> None:
    assert file_name("𠀀" * 300) != file_name("𠀀" * 299)


# --- the record


Begin = Callable[..., State]


@pytest.fixture
def begin() -> Iterable[Begin]:
    states = []

    def begin(*entries: Entry, retry: bool = False, **options: object) -> State:
        for state in states:
            state.close()
        setup = Setup(Path().absolute(), Path("out").absolute(), **options)  # type: ignore[arg-type]
        states.append(open_state(lambda: entries, setup, Path("out"), retry=retry))
        return states[-1]

    yield begin
    for state in states:
        state.close()


def entry(id: str, source: str = "a.txt", target: str = "b.txt") -> Entry:  # noqa: A002
    return Entry(f"m.tsv, '{id}'", id, source, target)


def names(state: State) -> list[str]:
    return [pair["file"] for pair in state.reports()]


def finish(state: State, job: Job, state_name: str = "done", **report: object) -> None:
    Path("out", f"{job.name}.jsonl").touch()
    state.record(job, Outcome(state_name, {"languages": ["en", "zh"], **report}))  # type: ignore[arg-type]


def take(state: State) -> Job:
    job = state.take(SMALL)
    assert job
    return job


def test_names_that_differ_only_in_case_are_told_apart(begin: Begin) -> None:
    """On the disks of macOS and Windows UN.jsonl would replace un.jsonl; report.jsonl is the run's own."""
    state = begin(
        entry("un"), entry("UN"), entry("Un"), entry("un~2"), entry("Report"), entry("ﬁn"), entry("fin")
    )
    assert names(state) == ["un", "UN~2", "Un~3", "un~2~2", "Report~2", "ﬁn", "fin~2"]
    assert len({key(name) for name in names(state)}) == 7
    assert state.renamed() == (5, [("UN", "UN~2"), ("Un", "Un~3"), ("un~2", "un~2~2")])


def test_the_same_id_twice_is_refused_and_nothing_begun(begin: Begin) -> None:
    with pytest.raises(MalformedFile) as error:
        begin(entry("un"), Entry("m.tsv, line 9", "un", "c", "d"))
    assert str(error.value) == "m.tsv, line 9: the id 'un' is that of m.tsv, 'un' already"
    assert names(begin(entry("un"))) == ["un"]


def test_two_runs_cannot_share_a_folder(begin: Begin) -> None:
    begin(entry("un"))
    with pytest.raises(DuiqiError) as error:
        State(Path("out"))
    assert str(error.value) == "out: another run is at work in this folder. Wait for it, or give another one"


@pytest.mark.parametrize(
    ("entries", "options", "difference"),
    [
        ([entry("un"), entry("b")], {"model": "LaBSE"}, "--model was bundled, now LaBSE"),
        ([entry("un"), entry("b")], {"formats": (".tmx",)}, "--format was not given, now tmx"),
        (
            [entry("un"), entry("b")],
            {"options": WriteOptions(min_confidence=0.9)},
            "--min-confidence was 0, now 0.9",
        ),
        ([entry("un")], {}, "the manifest had more than 1 pairs, 'b' next"),
        (
            [entry("un"), entry("b"), entry("c")],
            {},
            "m.tsv, 'c': 'c' is new, the manifest had 2 pairs",
        ),
        (
            [entry("un"), entry("b", "z.txt")],
            {},
            "m.tsv, 'b': source was 'a.txt', now 'z.txt'",
        ),
    ],
)
def test_another_run_is_not_taken_for_this_one(
    begin: Begin, entries: list[Entry], options: dict[str, object], difference: str
) -> None:
    begin(entry("un"), entry("b"))
    with pytest.raises(DuiqiError) as error:
        begin(*entries, **options)
    assert str(error.value) == (
        f"out: holds another run. {difference}. Give another --out, or go on with the same"
    )


def test_what_does_not_change_the_results_may_change(begin: Begin) -> None:
    begin(entry("un"))
    begin(entry("un"), megabytes=50.0)


def test_what_was_in_flight_is_done_again(begin: Begin) -> None:
    pairs = [entry(name) for name in "abcd"]
    state = begin(*pairs)
    finish(state, take(state))
    finish(state, take(state), "failed")
    finish(state, take(state), "lost")
    take(state)
    state = begin(*pairs)
    assert [pair["state"] for pair in state.reports()] == ["done", "failed", "waiting", "waiting"]
    state = begin(*pairs, retry=True)
    assert [pair["state"] for pair in state.reports()] == ["done", "waiting", "waiting", "waiting"]


def test_a_result_that_has_gone_is_made_again(begin: Begin) -> None:
    state = begin(entry("un"))
    finish(state, take(state))
    Path("out/un.jsonl").unlink()
    assert take(begin(entry("un"))).id == "un"


def test_what_a_killed_worker_left_is_swept_away(begin: Begin) -> None:
    begin(entry("un"))
    touch("out/.un.tmx.0badf00d.part", "out/.keep")
    begin(entry("un"))
    assert {path.name for path in Path("out").iterdir()} >= {".keep"}
    assert not list(Path("out").glob(".*.part"))


def test_large_texts_wait_in_a_lane_of_their_own_the_largest_first(begin: Begin) -> None:
    for name, size in {"s": 10, "l": LARGE, "xl": 3 * LARGE}.items():
        with Path(name).open("wb") as file:
            file.truncate(size)
    state = begin(entry("one", "l"), entry("two", "s"), entry("three", "xl"))
    taken = [state.take(lane) for lane in (BIG, BIG, BIG, SMALL, SMALL, ALONE)]
    assert [job and job.id for job in taken] == ["three", "one", None, "two", None, None]
    assert taken[0]
    state.put_back(taken[0], alone=True)
    last = state.take(ALONE)
    assert last
    assert (last.id, last.alone) == ("three", True)


# --- one memory over all


def test_a_memory_in_the_manifests_order_whoever_finished_first(begin: Begin) -> None:
    state = begin(entry("a"), entry("b"), entry("c"), entry("d"), entry("e"))
    texts = {
        "a": ("en", "zh", "Yes.", "是的。", 0.6),
        "b": ("en", "zh", "Yes.", "对。", 0.9),
        "c": ("de", "zh", "Ja.", "是的。", 0.9),
        "d": ("en", "zh", "Come in.", "请进。𠀀", 0.9),
        "e": ("en", "zh", "Wrong.", "错。", 0.1),
    }
    jobs = [take(state) for _ in texts]
    for job in reversed(jobs):
        source, target, left, right, confidence = texts[job.id]
        bead = Bead.of_texts(range(1), range(1), "1", (left,), (right,), confidence=confidence)
        sides = Side(f"{job.id}.txt", source), Side("", target)
        write(Alignment(*sides, (bead,)), Path("out", f"{job.name}.jsonl"))
        finish_state = "doubtful" if job.id == "e" else "done"
        state.record(job, Outcome(finish_state, {"languages": [source, target]}))  # type: ignore[arg-type]
    together = Together(state, WriteOptions())
    write(together.memory(), "tm.tmx", WriteOptions())
    assert [bitext.source.name for bitext in together.bitexts()] == ["a.txt", "b.txt", "d.txt"]
    beads = list(read_bitext("tm.tmx").beads)
    assert [(bead.id, *bead.source_texts, *bead.target_texts) for bead in beads] == [
        ("b-1", "Yes.", "对。"),
        ("d-1", "Come in.", "请进。𠀀"),
    ]
    assert together.warnings == [
        "1 pair left out: not a translation, it seems",
        "1 pair left out: in other languages than en and zh, which most pairs have",
    ]


def test_ids_in_a_memory_of_many_documents_take_no_memory() -> None:
    """Only the documents' names are kept, not sixteen million ids; and still none is there twice."""
    from duiqi.exports.units import _Ids

    ids = _Ids()
    wanted = [f"{name}-{number}" for name in ("un", "a/b", "un") for number in (1, 2, 3)]
    given_out = [ids.unique(id) for id in wanted]  # noqa: A001
    assert given_out == [*wanted[:6], "un-1~2", "un-2~2", "un-3~2"]
    assert len(ids.highest) == 2
