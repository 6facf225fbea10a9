"""`duiqi batch`: killed anywhere it goes on, and one bad text harms no other."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.batch.limits import memory
from duiqi.aligner.batch.telling import Teller, duration
from duiqi.aligner.threads import cores
from duiqi.corpus.bitext import read_bitext

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "corpus" / "samples"
COMMAND = [sys.executable, "-c", "from duiqi.aligner.cli import main; main()", "batch"]

# What no run has in common with another: times, and the record that goes with them.
OWN = ("report.jsonl", "report.html", "run.sqlite", "run.sqlite-wal", "run.sqlite-shm")

SENTENCES = (
    ("The committee met on Monday.", "委员会星期一开会。"),
    ("It discussed the water supply of the old town.", "会议讨论了老城的供水问题。"),
    ("Nobody objected to the plan.", "没有人反对这项计划。"),
    ("The mayor thanked all members.", "市长感谢全体成员。"),
    ("The new pipes will cost two million.", "新管道将耗资二百万。"),
    ("Work begins in spring.", "工程将在春天开始。"),
    ("The market square stays open.", "集市广场𠀀继续开放。"),
)

NOVEL = (
    "那年冬天，雪下得很大，山里的路全封了。老人坐在火炉旁边，一边抽烟一边讲他年轻时候的故事。"
    "他说他曾经在海上漂了三年，见过比房子还大的鱼。孩子们都不相信，可是谁也不愿意先去睡觉。"
    "母亲把窗户关好，又往炉子里添了一块木头。外面传来狗叫的声音，好像有人正从村口走过来。"
    "他们都停下来听，只有风吹过屋顶。后来门开了，进来的是多年没有消息的舅舅。"
    "他浑身是雪，手里提着一盏灯，脸上却带着笑。那一夜谁也没有睡，大家一直说到天亮。"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


def make_pairs(number: int, sentences: int = 12) -> list[str]:
    """Small texts, each another mixture of the sentences, and the manifest's lines."""
    choice = random.Random(number)
    lines = []
    for n in range(number):
        chosen = choice.choices(SENTENCES, k=sentences)
        Path(f"{n}.en.txt").write_text("\n\n".join(en for en, _ in chosen), encoding="utf-8")
        Path(f"{n}.zh.txt").write_text("\n\n".join(zh for _, zh in chosen), encoding="utf-8")
        lines.append(f"p{n}\t{n}.en.txt\t{n}.zh.txt")
    return lines


def write_manifest(lines: list[str]) -> None:
    Path("m.tsv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def duiqi(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], capture_output=True, encoding="utf-8", timeout=300, check=False)


@pytest.fixture
def started() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a run in a process group of its own, as a terminal does; it ends with the test."""
    begun: list[subprocess.Popen[str]] = []

    def start(*words: str) -> subprocess.Popen[str]:
        begun.append(
            subprocess.Popen(
                [*COMMAND, *words], stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
            )
        )
        return begun[-1]

    yield start
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.communicate()


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The worker processes of a run; the resource tracker of multiprocessing is none."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
            words = (place / "cmdline").read_text(encoding="utf-8")
        except OSError:
            continue
        if parent == process.pid and "spawn_main" in words:
            found.append(int(place.name))
    return found


def until(holds: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def has_gone(worker: int) -> bool:
    return not Path(f"/proc/{worker}").exists()


def is_at_work(process: subprocess.Popen[str]) -> bool:
    return bool(workers_of(process)) or process.poll() is not None


def wait_for_more(out: str, number: int, process: subprocess.Popen[str]) -> None:
    """Until so many more pairs are done, or the run has ended."""

    def done() -> int:
        return len(list(Path(out).glob("p*.jsonl")))

    goal = done() + number
    until(lambda: done() >= goal or process.poll() is not None)


def results(out: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(out).iterdir() if path.name not in OWN}


def report(out: str) -> list[dict[str, Any]]:
    lines = Path(out, "report.jsonl").read_text(encoding="utf-8").splitlines()
    return [{k: v for k, v in json.loads(line).items() if k != "seconds"} for line in lines]


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks processes up in Linux's /proc")


# --- what comes out


def test_each_pair_its_files_and_one_memory_over_all() -> None:
    write_manifest([*make_pairs(3), f"A/62/99\t{SAMPLES}/un-62-99.en.txt\t{SAMPLES}/un-62-99.zh.txt"])
    ran = duiqi(
        "m.tsv", "-o", "out", "--format", "tmx", "--format", "txt", "--merge", "tm.tmx", "--terms", "g.tsv"
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == ""
    lines = ran.stderr.splitlines()
    assert lines[0] == ("warning: 1 id not as it is in file names: A%2F62%2F99 for 'A/62/99'")
    assert lines[1].startswith("out: 4 pairs done; 125 sentences in ")
    assert results("out").keys() == {
        *(f"{name}.{suffix}" for name in ("p0", "p1", "p2", "A%2F62%2F99") for suffix in ("jsonl", "tmx")),
        *(f"{name}.{lang}.txt" for name in ("p0", "p1", "p2", "A%2F62%2F99") for lang in ("en", "zh")),
    }
    # The small texts mix seven sentences; each stands in the memory once.
    assert len(list(read_bitext("tm.tmx").beads)) == 7 + 28
    glossary = Path("g.tsv").read_text(encoding="utf-8").splitlines()
    assert any("mine action\t地雷行动" in line for line in glossary)
    assert [pair["id"] for pair in report("out")] == ["p0", "p1", "p2", "A/62/99"]
    assert report("out")[3] == {
        "id": "A/62/99",
        "file": "A%2F62%2F99",
        "source": f"{SAMPLES}/un-62-99.en.txt",
        "target": f"{SAMPLES}/un-62-99.zh.txt",
        "state": "done",
        "languages": ["en", "zh"],
        "sentences": [33, 20],
        "beads": {"0-1": 3, "1-0": 5, "1-1": 28},
        "deletions": 0.125,
        "confidence": pytest.approx(0.95, abs=0.05),
        "trusted": pytest.approx(0.85, abs=0.1),
        "warnings": [],
    }


def test_a_pair_comes_out_as_by_itself() -> None:
    """What `duiqi align` writes for two texts, byte for byte."""
    write_manifest([f"un\t{SAMPLES}/un-62-99.en.txt\t{SAMPLES}/un-62-99.zh.txt"])
    duiqi("m.tsv", "-o", "out", "--format", "tmx")
    texts = [str(SAMPLES / f"un-62-99.{lang}.txt") for lang in ("en", "zh")]
    align = [*COMMAND[:-1], "align", *texts, "-o", "un.tmx", "-o", "un.jsonl"]
    subprocess.run(align, check=True, capture_output=True)
    assert results("out") == {name: Path(name).read_bytes() for name in ("un.tmx", "un.jsonl")}


def test_a_folder_by_its_pattern() -> None:
    make_pairs(2)
    Path("7.en.txt").touch()
    ran = duiqi(".", "--pattern", "{id}.en.txt", "{id}.zh.txt", "--out", "out", "--jobs", "1")
    assert ran.returncode == 0
    assert ran.stderr.startswith("warning: .: 1 file without the other side, such as 7.en.txt\n")
    assert results("out").keys() == {"0.jsonl", "1.jsonl"}


def test_paths_are_relative_to_the_manifest() -> None:
    Path("texts").mkdir()
    os.chdir("texts")
    write_manifest(make_pairs(1))
    os.chdir("..")
    assert duiqi("texts/m.tsv", "-o", "out").returncode == 0


def test_a_finished_run_has_nothing_to_do_but_can_be_merged() -> None:
    write_manifest(make_pairs(2))
    duiqi("m.tsv", "-o", "out")
    before = results("out")
    ran = duiqi("m.tsv", "-o", "out", "--merge", "out/tm.xlsx")
    assert ran.returncode == 0
    assert ran.stderr.splitlines()[0] == "out: goes on, 2 of 2 pairs are done"
    assert results("out").keys() == before.keys() | {"tm.xlsx"}


# --- killed


@linux
def test_killed_at_ten_moments_the_results_are_those_of_a_run_left_alone(
    started: Callable[..., subprocess.Popen[str]],
) -> None:
    """Parent and workers, by SIGKILL, at any moment: starting, reading, writing, noting down."""
    lines = make_pairs(24, sentences=8)
    write_manifest(lines)
    words = ("m.tsv", "--jobs", "2", "--format", "tmx", "--format", "xlsx", "--format", "txt")
    assert duiqi(*words, "--out", "whole", "--merge", "whole.tmx").returncode == 0

    moments = random.Random(8)
    kills = ["parent", "worker"] * 5
    moments.shuffle(kills)
    process = started(*words, "--out", "killed")
    for victim in kills:
        wait_for_more("killed", moments.randint(0, 2), process)
        time.sleep(moments.uniform(0, 0.2))
        if victim == "worker":
            until(partial(is_at_work, process))
            for worker in workers_of(process)[:1]:
                os.kill(worker, signal.SIGKILL)
        else:
            process.kill()
            process.wait()
            process = started(*words, "--out", "killed")
    process.communicate(timeout=120)
    # A pair whose worker was killed twice counts as lost until the run goes on.
    ran = duiqi(*words, "--out", "killed", "--merge", "killed.tmx")
    assert ran.returncode == 0, ran.stderr
    assert results("killed") == results("whole")
    assert report("killed") == report("whole")
    assert Path("killed.tmx").read_bytes() == Path("whole.tmx").read_bytes()


@linux
def test_an_interruption_ends_cleanly(started: Callable[..., subprocess.Popen[str]]) -> None:
    """Ctrl-C, and SIGTERM as queues send it: status 130, reports of what is done, nothing half-written."""
    write_manifest(make_pairs(16))
    for interrupt in (signal.SIGINT, signal.SIGTERM):
        process = started("m.tsv", "-o", "out", "--jobs", "1", "--merge", "tm.tmx")
        wait_for_more("out", 3, process)
        if interrupt is signal.SIGINT:
            os.killpg(process.pid, interrupt)  # a terminal sends it to all
        else:
            process.send_signal(interrupt)
        _, err = process.communicate(timeout=20)
        assert process.returncode == 130, err
        assert err.splitlines()[-1] == "interrupted: the same command goes on from here"
        assert "Traceback" not in err
        states = [pair["state"] for pair in report("out")]
        assert set(states) == {"done", "waiting"}
        # One may have come into its place that was ed: it is done again.
        assert len(list(Path("out").glob("p*.jsonl"))) - states.count("done") in (0, 1)
        assert not list(Path("out").glob(".*.part"))
        assert not Path("tm.tmx").exists()
    assert duiqi("m.tsv", "-o", "out").returncode == 0


@linux
def test_workers_leave_with_a_killed_parent(started: Callable[..., subprocess.Popen[str]]) -> None:
    os.mkfifo("never.txt")  # reading it waits for ever
    write_manifest(["slow\tnever.txt\tnever.txt"])
    process = started("m.tsv", "-o", "out")
    until(lambda: workers_of(process))
    workers = workers_of(process)
    time.sleep(1)
    process.kill()
    until(lambda: all(map(has_gone, workers)), seconds=10)


# --- what goes wrong with a pair


def test_every_poisoned_pair_is_named_with_its_reason_and_the_good_ones_are_done() -> None:
    lines = make_pairs(3)
    Path("binary.txt").write_bytes(random.Random(1).randbytes(5000))
    Path("empty.txt").touch()
    Path("sub").mkdir()
    with Path("long.txt").open("wb") as file:
        file.write(b"a" * 50_000_000)
    Path("marked.txt").write_bytes(b"\xff\xfe\x00\xd8" * 50)
    Path("novel.txt").write_text(NOVEL, encoding="utf-8")
    lines += [
        "missing\tnix.txt\t0.zh.txt",
        "nul\ta\0b.txt\t0.zh.txt",
        "folder\tsub\t0.zh.txt",
        "binary\tbinary.txt\t0.zh.txt",
        "empty\t0.en.txt\tempty.txt",
        "long\tlong.txt\t0.zh.txt",
        "undecodable\tmarked.txt\t0.zh.txt",
        f"swapped\t{SAMPLES}/un-62-99.en.txt\tnovel.txt",
    ]
    random.Random(2).shuffle(lines)
    write_manifest(lines)
    ran = duiqi("m.tsv", "-o", "out", "--format", "tmx", "--merge", "tm.tmx")
    assert ran.returncode == 1
    told = {line for line in ran.stderr.splitlines() if line.startswith(("failed", "doubtful"))}
    assert {line for line in told if not line.startswith("doubtful")} == {
        "failed: missing: nix.txt: no such file",
        "failed: nul: 'a\\x00b.txt': no file can be called so",
        "failed: folder: sub: a folder, not a file",
        "failed: binary: binary.txt: not text. It looks like a binary file: "
        "save it as plain text or DOCX first",
        "failed: empty: empty.txt: the file is empty",
        "failed: long: long.txt: 50.0 MB, and 10 is the most for one text. "
        "Cut it into its documents, or say --max-size 50",
        "failed: undecodable: marked.txt: begins with the mark of utf-16 but is not utf-16. Save it as UTF-8",
    }
    [doubtful] = [line for line in told if line.startswith("doubtful")]
    assert doubtful.startswith("doubtful: swapped: not a translation, it seems: about ")
    assert results("out").keys() == {
        f"{name}.{suffix}" for name in ("p0", "p1", "p2", "swapped") for suffix in ("jsonl", "tmx")
    }
    # What is no translation has its files, to be looked at, and stays out of the memory.
    assert "warning: 1 pair left out: not a translation, it seems" in ran.stderr
    assert not any("General Assembly" in str(bead) for bead in read_bitext("tm.tmx").beads)
    page = Path("out/report.html").read_text(encoding="utf-8")
    assert page.index("nix.txt: no such file") < page.index(">swapped</a>") < page.index(">p0</a>")


def test_what_failed_is_tried_again_on_demand() -> None:
    write_manifest([*make_pairs(1), "late\tlate.txt\t0.zh.txt"])
    assert duiqi("m.tsv", "-o", "out").returncode == 1
    Path("late.txt").write_bytes(Path("0.en.txt").read_bytes())
    ran = duiqi("m.tsv", "-o", "out")
    assert (ran.returncode, ran.stderr.splitlines()[-1]) == (1, "failed: late: late.txt: no such file")
    assert duiqi("m.tsv", "-o", "out", "--retry-failed").returncode == 0


@linux
def test_what_takes_too_long_is_given_up() -> None:
    os.mkfifo("never.txt")
    write_manifest(["slow\tnever.txt\t0.zh.txt", *make_pairs(2)])
    ran = duiqi("m.tsv", "-o", "out", "--jobs", "1", "--timeout", "1.5")
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == (
        "failed: slow: took longer than 1.5 seconds. Try --timeout 3 --retry-failed"
    )
    assert results("out").keys() == {"p0.jsonl", "p1.jsonl"}


@linux
def test_a_pair_that_kills_its_worker_twice_is_left_for_the_next_run(
    started: Callable[..., subprocess.Popen[str]],
) -> None:
    os.mkfifo("never.txt")
    write_manifest(["deadly\tnever.txt\t0.zh.txt", *make_pairs(2)])
    process = started("m.tsv", "-o", "out", "--jobs", "1")
    for _ in range(2):
        until(partial(workers_of, process))
        [worker] = workers_of(process)
        # It has the pair in hand once it has opened the pipe: only then can we open the other end.
        with Path("never.txt").open("wb"):
            os.kill(worker, signal.SIGKILL)
            until(partial(has_gone, worker))
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.splitlines()[-1] == (
        "lost: deadly: its worker was killed (SIGKILL, out of memory?). "
        "It is tried again when the run goes on"
    )
    assert results("out").keys() == {"p0.jsonl", "p1.jsonl"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits what a process may hold")
def test_memory_has_an_end() -> None:
    """A worker that asks for more than its share gets an error, and nothing is killed."""
    code = (
        "from duiqi.aligner.batch.limits import at_most\n"
        "with at_most(400_000_000):\n"
        "    try: bytearray(500_000_000)\n"
        "    except MemoryError: print('refused')\n"
        "bytearray(500_000_000); print('granted')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert ran.stdout == "refused\ngranted\n"


def test_what_is_too_large_for_its_share_is_done_alone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    from duiqi.aligner.batch import job

    write_manifest(make_pairs(1))
    setup = job.Setup(Path().absolute(), Path().absolute())
    worker = job.Worker(setup, neighbours=2)

    def gluttonous(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(job, "_outcome", gluttonous)
    one = job.Job(0, "p0", "p0", "0.en.txt", "0.zh.txt", "", "", 0)
    assert worker.do(one).state == "crowded"
    outcome = worker.do(one._replace(alone=True))
    assert outcome.state == "failed"
    assert outcome.report["error"] == (
        f"needs more than {0.8 * memory() / 1e9:.1f} GB of memory. "
        "Cut the texts into parts, or have it done on a larger machine"
    )


def test_a_full_disk_stops_the_run_and_fails_no_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the other 90,000 pairs would be recorded as failed."""
    from duiqi.aligner.batch import job
    from duiqi.corpus.errors import UnwritableFile

    make_pairs(1)

    def full(*_: object) -> None:
        raise UnwritableFile("out: cannot be written: no space left on device") from OSError(28, "full")

    monkeypatch.setattr(job, "_write", full)
    worker = job.Worker(job.Setup(Path().absolute(), Path().absolute()))
    one = job.Job(0, "p0", "p0", "0.en.txt", "0.zh.txt", "", "", 0)
    assert worker.do(one).state == "stopped"


# --- refused


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nix.tsv",), "nix.tsv: no such file"),
        (
            ("m.tsv", "--format", "doc"),
            "--format doc: no such format. Known: tmx xlf xliff tsv csv xlsx docx jsonl html txt",
        ),
        (
            ("m.tsv", "--merge", "tm.doc"),
            "tm.doc: no writer for '.doc'. Known: .tmx .xlf .xliff .tsv .csv .xlsx .docx .jsonl .html .txt",
        ),
        (("m.tsv", "--merge", "-"), "--merge -: this goes to a file. Give its name"),
        (
            ("m.tsv", "--merge", "out/p0.tmx"),
            "--merge out/p0.tmx: this is the file of a pair. Give another name",
        ),
        (
            ("m.tsv", "--address", "auto"),
            "Invalid value: --address is for --engine ray. Try: duiqi batch --help",
        ),
        (
            ("m.tsv", "--model", "labes"),
            "No encoder called 'labes'. Did you mean LaBSE? "
            "Or give bundled or a sentence-transformers folder",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(words: tuple[str, ...], message: str) -> None:
    write_manifest(make_pairs(1))
    ran = duiqi(*words, "--out", "out")
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"{message}\n")


def test_another_run_in_the_folder_is_told_apart() -> None:
    write_manifest(make_pairs(1))
    duiqi("m.tsv", "-o", "out")
    ran = duiqi("m.tsv", "-o", "out", "--min-confidence", "0.9")
    assert (ran.returncode, ran.stderr) == (
        2,
        "out: holds another run. --min-confidence was 0, now 0.9. "
        "Give another --out, or go on with the same\n",
    )


# --- how far it is


def test_progress_for_machines() -> None:
    write_manifest([*make_pairs(3), "missing\tnix.txt\tnix.txt"])
    ran = duiqi("m.tsv", "-o", "out", "--json-progress")
    standings = [json.loads(line) for line in ran.stderr.splitlines() if line.startswith("{")]
    assert standings[-1] | {"seconds": 0, "pairs_per_second": 0, "sentences_per_second": 0} == {
        "pairs_done": 4,
        "pairs": 4,
        "failed": 1,
        "sentences": sum(sum(pair.get("sentences", ())) for pair in report("out")),
        "seconds": 0,
        "pairs_per_second": 0,
        "sentences_per_second": 0,
        "seconds_left": 0.0,
    }


def test_progress_for_logs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A plain line every 30 seconds; what an earlier process did counts as done, not as speed."""
    now = [0.0]
    monkeypatch.setattr("duiqi.aligner.batch.telling.time.monotonic", lambda: now[0])
    with Teller(pairs=1000, done=500, failed=3, found=9000, size=1_000_000) as teller:
        for _ in range(60):
            now[0] += 1
            teller.add(40, 2500, failed=False)
            teller.tell()
    assert capsys.readouterr().err.splitlines() == [
        "530 of 1,000 pairs, 10,200 sentences, 1.0 pairs and 40 sentences a second, 6 min left, 3 failed",
        "560 of 1,000 pairs, 11,400 sentences, 1.0 pairs and 40 sentences a second, 5 min left, 3 failed",
    ]


def test_cores_are_shared_and_not_multiplied() -> None:
    """As many processes as cores have one thread each; a single one has them all."""
    from duiqi.aligner.batch.local import threads_for

    assert threads_for(cores()) == 1
    assert threads_for(1) == cores()
    assert threads_for(4 * cores()) == 1


def test_durations_are_for_people() -> None:
    assert duration(59.6) == "1 min"
