"""`duiqi batch` from outside: its files, its reports, and one bad text that harms no other."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.exports import write

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "corpus" / "samples"

NOVEL = (
    "那年冬天，雪下得很大，山里的路全封了。老人坐在火炉旁边，一边抽烟一边讲他年轻时候的故事。"
    "他说他曾经在海上漂了三年，见过比房子还大的鱼。孩子们都不相信，可是谁也不愿意先去睡觉。"
    "母亲把窗户关好，又往炉子里添了一块木头。外面传来狗叫的声音，好像有人正从村口走过来。"
    "他们都停下来听，只有风吹过屋顶。后来门开了，进来的是多年没有消息的舅舅。"
    "他浑身是雪，手里提着一盏灯，脸上却带着笑。那一夜谁也没有睡，大家一直说到天亮。"
)

Command = Callable[..., Any]
Results = Callable[[str], dict[str, bytes]]
Report = Callable[[str], list[dict[str, Any]]]


class Run(NamedTuple):
    """A finished run: its folder, its exit status and what it printed."""

    folder: Path
    status: int
    out: str
    err: str


WORDS = ("texts/m.tsv", "-o", "out", "--format", "tmx", "--format", "txt")


def mark_first(**changes: Any) -> None:
    """Change the first row of a pair's result, as a reviewer would."""
    bitext = read_bitext("out/p0.jsonl")
    first, *rest = bitext.beads
    write(bitext.with_beads((replace(first, **changes), *rest)), "out/p0.jsonl")


@pytest.fixture(scope="module")
def finished(
    tmp_path_factory: pytest.TempPathFactory,
    make_pairs: Callable[..., list[str]],
    write_manifest: Callable[[list[str]], None],
    batch_process: Callable[..., subprocess.CompletedProcess[str]],
) -> Run:
    """A run over good and bad pairs, whose manifest is in another folder, started once for all tests."""
    folder = tmp_path_factory.mktemp("finished")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1800000000")
        patch.setenv("PYTHONPATH", str(ROOT))
        (folder / "texts").mkdir()
        patch.chdir(folder / "texts")
        lines = make_pairs(2, sentences=12)
        shutil.copy(SAMPLES / "un-62-99.en.txt", "un.en.txt")
        shutil.copy(SAMPLES / "un-62-99.zh.txt", "un.zh.txt")
        Path("gb.zh.txt").write_bytes(Path("0.zh.txt").read_text(encoding="utf-8").encode("gb18030"))
        Path("binary.txt").write_bytes(random.Random(1).randbytes(5000))
        Path("empty.txt").touch()
        Path("sub").mkdir()
        with Path("long.txt").open("wb") as file:
            file.truncate(50_000_000)
        Path("marked.txt").write_bytes(b"\xff\xfe\x00\xd8" * 50)
        Path("novel.txt").write_text(NOVEL, encoding="utf-8")
        write_manifest(
            [
                "missing\tmissing.txt\t0.zh.txt",
                lines[0],
                "nul\ta\0b.txt\t0.zh.txt",
                "A/62/99\tun.en.txt\tun.zh.txt",
                "folder\tsub\t0.zh.txt",
                "binary\tbinary.txt\t0.zh.txt",
                "swapped\tun.en.txt\tnovel.txt",
                "empty\t0.en.txt\tempty.txt",
                "long\tlong.txt\t0.zh.txt",
                "undecodable\tmarked.txt\t0.zh.txt",
                lines[1],
                "gb18030\t0.en.txt\tgb.zh.txt",
            ]
        )
        patch.chdir(folder)
        ran = batch_process(*WORDS, "--merge", "tm.tmx")
    return Run(folder, ran.returncode, ran.stdout, ran.stderr)


@pytest.fixture
def copied(finished: Run, folder: Path) -> None:
    """A copy of the finished run in the test's own folder."""
    shutil.copytree(finished.folder, folder, dirs_exist_ok=True)


WRITTEN = ("p0", "A%2F62%2F99", "swapped", "p1", "gb18030")


# --- the files of a run


def test_each_pair_has_its_files(finished: Run, results: Results) -> None:
    os.chdir(finished.folder)
    assert results("out").keys() == {
        *(f"{stem}.{suffix}" for stem in WRITTEN for suffix in ("jsonl", "tmx")),
        *(f"{stem}.{lang}.txt" for stem in WRITTEN for lang in ("en", "zh")),
    }
    assert finished.out == ""
    assert finished.err.splitlines()[0] == (
        "warning: 1 id changed to be safe as file names: A%2F62%2F99 for 'A/62/99'"
    )


def test_one_memory_over_all_pairs(finished: Run) -> None:
    """Each source once: the small texts mix seven sentences; and nothing of the doubtful pair."""
    os.chdir(finished.folder)
    assert len(list(read_bitext("tm.tmx").beads)) == 7 + 28
    assert "warning: 1 pair left out: not a translation, it seems: swapped" in finished.err


def test_the_report_has_each_pair_in_the_manifests_order(finished: Run, report: Report) -> None:
    os.chdir(finished.folder)
    pairs = report("out")
    assert [pair["id"] for pair in pairs][:4] == ["missing", "p0", "nul", "A/62/99"]
    assert len(pairs) == 12
    assert pairs[3] == {
        "id": "A/62/99",
        "file": "A%2F62%2F99",
        "source": "un.en.txt",
        "target": "un.zh.txt",
        "status": "done",
        "languages": ["en", "zh"],
        "sentences": [33, 20],
        "beads": {"0-1": 3, "1-0": 5, "1-1": 28},
        "deletions": 0.125,
        "confidence": pytest.approx(0.95, abs=0.05),
        "trusted": pytest.approx(0.85, abs=0.1),
        "warnings": [],
    }


@pytest.mark.parametrize(
    ("stem", "source", "target", "warning"),
    [
        ("A%2F62%2F99", "un.en.txt", "un.zh.txt", ""),
        ("gb18030", "0.en.txt", "gb.zh.txt", "gb.zh.txt: not utf-8, read as gb18030"),
    ],
)
def test_a_pair_aligned_by_align_and_by_batch_gives_the_same_bytes(
    stem: str, source: str, target: str, warning: str, finished: Run, command: Command
) -> None:
    """The header included, with the warnings of the readers."""
    texts = finished.folder / "texts"
    ran = command("align", str(texts / source), str(texts / target), "-o", "a.tmx", "-o", "a.jsonl")
    assert ran.status == 0
    for suffix in ("tmx", "jsonl"):
        by_batch = finished.folder / "out" / f"{stem}.{suffix}"
        assert by_batch.read_bytes() == Path(f"a.{suffix}").read_bytes()
    assert warning in Path("a.jsonl").read_text(encoding="utf-8").splitlines()[0]


def test_a_folder_by_its_pattern(
    make_pairs: Callable[..., list[str]], command: Command, results: Results
) -> None:
    """And progress as JSON, whose last line is the whole run."""
    make_pairs(2)
    Path("7.en.txt").touch()
    names = ("--pattern", "{id}.en.txt", "{id}.zh.txt")
    ran = command("batch", ".", *names, "--out", "out", "--jobs", "1", "--json-progress")
    assert ran.status == 0
    assert ran.err.startswith("warning: .: 1 file without the other side, such as 7.en.txt\n")
    assert results("out").keys() == {"0.jsonl", "1.jsonl"}
    [*_, last] = [json.loads(line) for line in ran.err.splitlines() if line.startswith("{")]
    assert (last["pairs_done"], last["pairs"], last["seconds_left"]) == (2, 2, 0)


@pytest.mark.usefixtures("copied")
def test_one_glossary_over_all_pairs(command: Command) -> None:
    ran = command("batch", *WORDS, "--terms", "g.tsv")
    assert "warning: 1 pair left out: not a translation, it seems" in ran.err
    glossary = Path("g.tsv").read_text(encoding="utf-8").splitlines()
    assert any("mine action\t地雷行动" in line for line in glossary)


# --- bad pairs


def test_every_bad_pair_is_named_with_its_reason(finished: Run) -> None:
    assert finished.status == 1
    lines = [line for line in finished.err.splitlines() if line.startswith(("failed", "doubtful", "crashed"))]
    assert [line for line in lines if not line.startswith("doubtful")] == [
        "failed: missing: missing.txt: no such file",
        "failed: nul: 'a\\x00b.txt': no file can have this name",
        "failed: folder: sub: a folder, not a file",
        "failed: binary: binary.txt: not text. It looks like a binary file: "
        "save it as plain text or DOCX first",
        "failed: empty: empty.txt: the file is empty",
        "failed: long: long.txt: 50.0 MB, and 10 MB is the most for one text. "
        "Split it into its documents, or give --max-size 50",
        "failed: undecodable: marked.txt: begins with the mark of utf-16 but is not utf-16. Save it as UTF-8",
    ]
    [doubtful] = [line for line in lines if line.startswith("doubtful")]
    assert doubtful.startswith("doubtful: swapped: not a translation, it seems: about ")


def test_the_page_has_the_worst_pairs_first(finished: Run) -> None:
    page = (finished.folder / "out" / "report.html").read_text(encoding="utf-8")
    assert page.index("missing.txt: no such file") < page.index(">swapped</a>") < page.index(">p0</a>")


def test_the_page_can_be_searched_and_sorted_and_shows_what_is_low(finished: Run) -> None:
    page = (finished.folder / "out" / "report.html").read_text(encoding="utf-8")
    assert '<input id="search"' in page
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = body.split("<tr")[1:]
    assert len(rows) == 12
    assert all(row.count("data-n=") >= 6 for row in rows)
    failed = [row for row in rows if 'class="chip doubtful">failed' in row]
    assert failed
    assert all(row.startswith(' class="low"') for row in failed)
    assert not [row for row in rows if ">p0</a>" in row and row.startswith(' class="low"')]


def test_the_counts_add_up(finished: Run) -> None:
    summary = finished.err[finished.err.index("out: ") :].splitlines()[0]
    pairs = [int(n) for n in re.findall(r"(\d+) pairs? (?:done|doubtful|failed)", summary)]
    assert sum(pairs) == 12
    beads, kinds = re.search(r" in ([\d,]+) beads: ([^;]*);", summary).groups()  # type: ignore[union-attr]
    numbers = [int(part.split()[0].replace(",", "")) for part in kinds.split(", ")]
    assert sum(numbers) == int(beads.replace(",", ""))


# --- manifests, encodings, and a look before the work


def test_a_manifest_can_be_csv(
    make_pairs: Callable[..., list[str]], command: Command, results: Results
) -> None:
    make_pairs(2)
    Path("m.csv").write_text(
        '\ufeffid;source;target\n"a;b";0.en.txt;0.zh.txt\nq;1.en.txt;1.zh.txt\n', encoding="utf-8"
    )
    assert command("batch", "m.csv", "-o", "out", "--jobs", "1").status == 0
    assert results("out").keys() == {"a;b.jsonl", "q.jsonl"}


def test_the_encodings_can_be_said(
    make_pairs: Callable[..., list[str]], write_manifest: Callable[[list[str]], None], command: Command
) -> None:
    write_manifest(make_pairs(1))
    Path("0.zh.txt").write_bytes(Path("0.zh.txt").read_text(encoding="utf-8").encode("gb18030"))
    ran = command("batch", "m.tsv", "-o", "out", "--encoding", "utf-8")
    assert "not utf-8. It looks like gb18030" in ran.err
    ran = command("batch", "m.tsv", "-o", "other", "--encoding", "utf-8", "--encoding", "gb18030")
    assert ran.status == 0
    ran = command("batch", "m.tsv", "-o", "other")
    assert "--encoding was utf-8 gb18030, now not given" in ran.err


def test_a_dry_run_lists_the_pairs_and_writes_nothing(
    make_pairs: Callable[..., list[str]], write_manifest: Callable[[list[str]], None], command: Command
) -> None:
    write_manifest([*make_pairs(1), "gone\tno.txt\t0.zh.txt"])
    ran = command("batch", "m.tsv", "-o", "out", "--dry-run")
    assert ran.status == 1
    assert ran.out == "p0\twaiting\t0.en.txt\t0.zh.txt\ngone\tno such file\tno.txt\t0.zh.txt\n"
    assert ran.err == "2 pairs: 1 no such file, 1 waiting. Nothing was done\n"
    assert not Path("out").exists()
    command("batch", "m.tsv", "-o", "out")
    assert command("batch", "m.tsv", "-o", "out", "--dry-run").out.startswith("p0\tdone\t")


def test_a_reviewed_pair_keeps_its_review_though_the_ledger_is_gone(
    make_pairs: Callable[..., list[str]], write_manifest: Callable[[list[str]], None], command: Command
) -> None:
    write_manifest(make_pairs(1))
    command("batch", "m.tsv", "-o", "out")
    mark_first(status="accepted", note="seen")
    Path("out/run.sqlite").unlink()
    assert command("batch", "m.tsv", "-o", "out").status == 0
    kept, *_ = read_bitext("out/p0.jsonl").beads
    assert (kept.status, kept.note) == ("accepted", "seen")
    assert Path("out/p0.jsonl.bak").exists()


def test_a_table_whose_edits_nothing_tells_is_kept_when_a_pair_is_made_again(
    make_pairs: Callable[..., list[str]], write_manifest: Callable[[list[str]], None], command: Command
) -> None:
    write_manifest(make_pairs(1))
    command("batch", "m.tsv", "-o", "out", "--format", "tsv")
    table = Path("out/p0.tsv")
    rows = [line.split("\t")[:-1] for line in table.read_text(encoding="utf-8").splitlines()]
    rows[1][3] = "改了𠀀。"
    table.write_text("\n".join(map("\t".join, rows)), encoding="utf-8")
    before = table.read_bytes()
    Path("out/p0.jsonl").unlink()
    assert command("batch", "m.tsv", "-o", "out", "--format", "tsv").status == 0
    assert Path("out/p0.tsv.bak").read_bytes() == before


@pytest.mark.parametrize("name", ["p0.jsonl", "p0.tmx", "p0.en.txt"])
@pytest.mark.parametrize("left", [0, 0.6])
def test_a_result_that_cannot_be_read_is_made_again(
    make_pairs: Callable[..., list[str]],
    write_manifest: Callable[[list[str]], None],
    command: Command,
    name: str,
    left: float,
) -> None:
    """And it is said; of a plain text, which has no end to look for, only whether there is anything in it."""
    write_manifest(make_pairs(2))
    words = ("batch", "m.tsv", "-o", "out", "--format", "tmx", "--format", "txt", "--merge", "all.tmx")
    command(*words)
    before = {path.name: path.read_bytes() for path in Path("out").iterdir() if path.name.startswith("p")}
    merged = Path("all.tmx").read_bytes()
    os.truncate(Path("out", name), int(left * len(before[name])))
    ran = command(*words)
    assert ran.status == 0
    if not (left and name.endswith(".txt")):
        assert "out: 1 pair to be aligned again, as a file of theirs cannot be read\n" in ran.err
        after = {path.name: path.read_bytes() for path in Path("out").iterdir() if path.name.startswith("p")}
        after.pop(f"{name}.bak", None)
        if left:  # what may have been in it is kept, and a doubt of the record says so
            after["p0.jsonl"] = before["p0.jsonl"]
        assert after == before
    assert Path("all.tmx").read_bytes() == merged
    assert "aligned again" not in command(*words).err


def test_a_damaged_result_with_reviewed_rows_is_left_for_its_owner_to_mend(
    make_pairs: Callable[..., list[str]], write_manifest: Callable[[list[str]], None], command: Command
) -> None:
    write_manifest(make_pairs(1))
    command("batch", "m.tsv", "-o", "out")
    mark_first(status="accepted")
    os.truncate("out/p0.jsonl", Path("out/p0.jsonl").stat().st_size - 20)
    before = Path("out/p0.jsonl").read_bytes()
    ran = command("batch", "m.tsv", "-o", "out")
    assert ran.status == 1
    assert "Mend it, so that its reviewed rows are kept, or say --force\n" in ran.err
    assert Path("out/p0.jsonl").read_bytes() == before
    assert command("batch", "m.tsv", "-o", "out", "--force").status == 0
    assert Path("out/p0.jsonl.bak").read_bytes() == before


def test_results_that_were_copied_are_as_good_as_they_were(
    make_pairs: Callable[..., list[str]], write_manifest: Callable[[list[str]], None], command: Command
) -> None:
    write_manifest(make_pairs(2))
    command("batch", "m.tsv", "-o", "out", "--format", "tmx", "--format", "html")
    for path in Path("out").glob("p*"):
        os.utime(path, (1, 1))
    ran = command("batch", "m.tsv", "-o", "out", "--format", "tmx", "--format", "html")
    assert "out: resumed, 2 of 2 pairs are done\n" in ran.err
    assert "again" not in ran.err


@pytest.mark.usefixtures("copied")
def test_a_glossary_is_made_again_only_where_something_has_changed(command: Command) -> None:
    assert "terms.tsv: " in command("batch", *WORDS, "--terms", "terms.tsv", "--json-progress").err
    before = Path("terms.tsv").stat().st_mtime_ns
    ran = command("batch", *WORDS, "--terms", "terms.tsv")
    assert "terms.tsv: as it was, nothing has changed since" in ran.err
    assert Path("terms.tsv").stat().st_mtime_ns == before
    Path("terms.tsv").unlink()
    command("batch", *WORDS, "--terms", "terms.tsv")
    assert Path("terms.tsv").exists()


@pytest.mark.usefixtures("copied")
def test_the_extraction_of_terms_reports_its_progress(command: Command) -> None:
    ran = command("batch", *WORDS, "--terms", "terms.tsv", "--json-progress")
    lines = [json.loads(line) for line in ran.err.splitlines() if line.startswith("{")]
    stages = [line for line in lines if "stage" in line]
    assert stages
    assert all(0 <= line["done"] <= line["total"] for line in stages)


# --- a run that is resumed


@pytest.mark.usefixtures("copied")
def test_a_finished_run_aligns_nothing_but_can_be_merged(command: Command, results: Results) -> None:
    before = results("out")
    ran = command("batch", *WORDS, "--merge", "out/tm.xlsx")
    assert ran.status == 1
    assert ran.err.splitlines()[1] == "out: resumed, 12 of 12 pairs are done"
    assert results("out").keys() == before.keys() | {"tm.xlsx"}


@pytest.mark.usefixtures("copied")
def test_failed_pairs_are_tried_again_on_demand_or_when_their_text_is_mended(
    command: Command, report: Report
) -> None:
    assert "failed: missing: missing.txt: no such file" in command("batch", *WORDS).err.splitlines()
    shutil.copy("texts/0.en.txt", "texts/missing.txt")
    ran = command("batch", *WORDS, "--jobs", "1")
    assert "out: 1 pair to be aligned again, as a text of theirs has changed" in ran.err.splitlines()
    assert [pair["status"] for pair in report("out")][:3] == ["done", "done", "failed"]
    assert command("batch", *WORDS, "--retry-failed", "--jobs", "1").status == 1
    assert [pair["status"] for pair in report("out")][:3] == ["done", "done", "failed"]


def test_a_changed_text_is_aligned_again_with_its_review(
    make_pairs: Callable[..., list[str]], write_manifest: Callable[[list[str]], None], command: Command
) -> None:
    """The other pair is left as it is, and so is a dry run's."""
    write_manifest(make_pairs(2))
    command("batch", "m.tsv", "-o", "out", "--jobs", "1")
    mark_first(status="accepted", note="seen")
    for lang, more in (("en", "The lamps 𠀀 are new."), ("zh", "路灯𠀀是新的。")):
        with Path(f"0.{lang}.txt").open("a", encoding="utf-8") as file:
            file.write(f"\n\n{more}")
    assert command("batch", "m.tsv", "-o", "out", "--dry-run").out.splitlines() == [
        "p0\tchanged\t0.en.txt\t0.zh.txt",
        "p1\tdone\t1.en.txt\t1.zh.txt",
    ]
    before = Path("out/p1.jsonl").stat().st_mtime_ns
    ran = command("batch", "m.tsv", "-o", "out", "--merge", "all.tmx", "--jobs", "1")
    assert ran.status == 0
    assert ran.err.splitlines()[:2] == [
        "out: resumed, 1 of 2 pairs are done",
        "out: 1 pair to be aligned again, as a text of theirs has changed",
    ]
    kept, *_ = read_bitext("out/p0.jsonl").beads
    assert (kept.status, kept.note) == ("accepted", "seen")
    assert "路灯𠀀是新的。" in Path("all.tmx").read_text(encoding="utf-8")
    assert Path("out/p1.jsonl").stat().st_mtime_ns == before


def test_an_accepted_row_whose_text_is_gone_is_not_lost_without_force(
    make_pairs: Callable[..., list[str]], write_manifest: Callable[[list[str]], None], command: Command
) -> None:
    write_manifest(make_pairs(1))
    command("batch", "m.tsv", "-o", "out", "--jobs", "1")
    bitext = read_bitext("out/p0.jsonl")
    accepted = [replace(bead, status="accepted") for bead in bitext.beads]
    write(bitext.with_beads(tuple(accepted)), "out/p0.jsonl")
    before = Path("out/p0.jsonl").read_bytes()
    shutil.copy("0.en.txt", "new.txt")
    Path("0.en.txt").write_text("Something else entirely.", encoding="utf-8")
    ran = command("batch", "m.tsv", "-o", "out", "--jobs", "1")
    assert ran.status == 1
    assert "reviewed rows in it do not fit the texts any more" in ran.err
    assert Path("out/p0.jsonl").read_bytes() == before
    command("batch", "m.tsv", "-o", "out", "--jobs", "1", "--force")
    assert Path("out/p0.jsonl").read_bytes() != before
    assert Path("out/p0.jsonl.bak").read_bytes() == before


def test_a_pair_that_is_new_in_the_folder_is_added_to_the_run(
    make_pairs: Callable[..., list[str]], command: Command, results: Results
) -> None:
    make_pairs(2)
    names = ("--pattern", "{id}.en.txt", "{id}.zh.txt")
    for side in ("en", "zh"):
        Path(f"0.{side}.txt").rename(f"later.{side}")
    command("batch", ".", *names, "--out", "out", "--jobs", "1")
    for side in ("en", "zh"):
        Path(f"later.{side}").rename(f"0.{side}.txt")
    ran = command("batch", ".", *names, "--out", "out", "--jobs", "1")
    assert ran.status == 0
    assert ran.err.splitlines()[:2] == ["out: resumed, 1 of 2 pairs are done", "out: 1 new pair"]
    assert results("out").keys() == {"0.jsonl", "1.jsonl"}


@pytest.mark.usefixtures("copied")
def test_another_run_in_the_folder_is_refused(command: Command) -> None:
    assert command("batch", *WORDS, "--min-confidence", "0.9") == (
        2,
        "",
        "out: holds another run: --min-confidence was 0, now 0.9. "
        "Give another --out, or resume with the same\n",
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nix.tsv",), "nix.tsv: no such file"),
        (
            ("head.tsv",),
            "head.tsv: no pair in it. A line is id, source, target, with tabs between them",
        ),
        (
            ("texts", "--pattern", "{id}_en.txt", "{id}_zh.txt"),
            "texts: no pair of files named {id}_en.txt and {id}_zh.txt. There is x_en.txt",
        ),
        (
            ("texts", "--pattern", "{id}_de.txt", "{id}_zh.txt", "--dry-run"),
            "texts: no pair of files named {id}_de.txt and {id}_zh.txt",
        ),
        (
            ("m.tsv", "--format", "doc"),
            "--format doc: no such format. Known: tmx xlf xliff tsv csv xlsx docx jsonl html srt txt",
        ),
        (
            ("m.tsv", "--merge", "tm.doc"),
            "tm.doc: no writer for '.doc'. "
            "Known: .tmx .xlf .xliff .tsv .csv .xlsx .docx .jsonl .html .srt .txt",
        ),
        (("m.tsv", "--merge", "-"), "--merge -: this goes to a file. Give its name"),
        (
            ("m.tsv", "--merge", "out/p0.tmx"),
            "--merge out/p0.tmx: this is the file of a pair. Give another name",
        ),
        (
            ("m.tsv", "--address", "auto"),
            "--address is for --engine ray. Try: duiqi batch --help",
        ),
        (
            ("m.tsv", "--model", "labes"),
            "No encoder called 'labes'. Did you mean LaBSE? "
            "Or give bundled or a sentence-transformers folder",
        ),
    ],
)
def test_impossible_commands_are_refused_in_one_line(
    words: tuple[str, ...], message: str, write_manifest: Callable[[list[str]], None], command: Command
) -> None:
    write_manifest(["p0\t0.en.txt\t0.zh.txt"])
    Path("head.tsv").write_text("id\tsource\ttarget\n", encoding="utf-8")
    Path("texts").mkdir()
    Path("texts/x_en.txt").touch()
    assert command("batch", *words, "--out", "out") == (2, "", f"{message}\n")
