"""What a person wrote is kept where a command replaces its file: which files, under which names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from duiqi.aligner.reviewed.earlier import is_reviewed, may_be_edited
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.glossary.model import Glossary, Term, TermPair
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.exports import write
from duiqi.exports.checksum import DOCUMENT
from duiqi.exports.options import WriteOptions

Run = Callable[..., Any]
DRAFT = TermPair(
    "1", Term("landmine", "en"), Term("地雷", "zh"), score=0.9, band="high", frequency=3, segments=3
)
OTHER = TermPair(
    "2", Term("𠀀 mine", "en"), Term("𠀀雷", "zh"), score=0.8, band="high", frequency=2, segments=2
)
STATUSES = ("g.tsv", "g.csv", "g.xlsx", "g.tbx", "g2.tbx", "g.xml")


@pytest.fixture
def run(command: Run) -> Run:
    """Run `duiqi` in an empty folder."""
    return command


def glossary(*pairs: TermPair) -> Glossary:
    return Glossary("en", "zh", pairs)


def put(name: str, *pairs: TermPair) -> None:
    write(glossary(*pairs), name, WriteOptions(tbx="2" if name == "g2.tbx" else "3"))


def change(name: str, old: str, new: str) -> None:
    """Put another text for one in a cell or an element, as an editor or a spreadsheet does."""
    path = Path(name)
    if path.suffix != ".xlsx":
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        return
    book = load_workbook(name)
    cells = [cell for row in book.worksheets[0] for cell in row if isinstance(cell.value, str)]
    next(cell for cell in cells if old in str(cell.value)).value = new
    book.save(name)


@pytest.mark.parametrize("name", STATUSES)
def test_a_glossary_is_reviewed_when_a_person_has_decided_or_added(run: Run, name: str) -> None:
    """`candidate` is nobody's decision; a pair that was not extracted is somebody's."""
    put(name, DRAFT, OTHER)
    assert not is_reviewed(Path(name))
    put(name, DRAFT, replace(OTHER, status="accepted"))
    assert is_reviewed(Path(name))
    put(name, DRAFT, replace(OTHER, frequency=0))
    assert is_reviewed(Path(name))


@pytest.mark.parametrize("name", STATUSES)
@pytest.mark.parametrize(("old", "new"), [("𠀀雷", "𠀀地雷"), ("also in: 矿", "ask 𠀀")])
def test_a_candidate_that_was_edited_is_kept(run: Run, name: str, old: str, new: str) -> None:
    """No status tells; an untouched draft leaves no copy, though it is written anew with other pairs."""
    noted = replace(OTHER, note="also in: 矿; =1+1", target=replace(OTHER.target, variants=(("𠀀 雷", 1),)))
    put("other.tsv", DRAFT)
    put(name, DRAFT, noted)
    assert "kept" not in run("convert", "other.tsv", name).err
    put(name, DRAFT, noted)
    change(name, old, new)
    before = Path(name).read_bytes()
    assert run("convert", "other.tsv", name).err.startswith(
        f"{name}: kept as {name}.bak before it is replaced\n"
    )
    assert Path(f"{name}.bak").read_bytes() == before


@pytest.mark.parametrize(("name", "more"), [("g.utf8", ()), ("m.csv", ("--csv", "memoq"))])
def test_a_glossary_without_statuses_is_kept_and_named(run: Run, name: str, more: tuple[str, ...]) -> None:
    """Nobody can tell what a person has edited in it."""
    put("draft.tsv", DRAFT)
    assert run("convert", "draft.tsv", name, *more).err == f"{name}: 1 term pair\n"
    edited = Path(name).read_bytes().replace("地雷".encode(), "陆雷".encode())
    Path(name).write_bytes(edited)
    ran = run("convert", "draft.tsv", name, *more)
    assert ran.err == f"{name}: kept as {name}.bak before it is replaced\n{name}: 1 term pair\n"
    assert Path(f"{name}.bak").read_bytes() == edited
    # The draft that is replaced now takes the name of no copy of a person's work.
    run("convert", "draft.tsv", name, *more)
    assert edited in (Path(f"{name}.bak").read_bytes(), Path(f"{name}.bak.1").read_bytes())


@pytest.mark.parametrize("table", ["landmine\t地雷\n", "English\tChinese\n𠀀 mine\t𠀀雷\n"])
def test_a_glossary_made_by_hand_is_kept(run: Run, table: str) -> None:
    put("draft.xlsx", DRAFT)
    Path("base.tsv").write_text(table, encoding="utf-8")
    ran = run("convert", "draft.xlsx", "base.tsv")
    assert ran.err == "base.tsv: kept as base.tsv.bak before it is replaced\nbase.tsv: 1 term pair\n"
    assert Path("base.tsv.bak").read_text(encoding="utf-8") == table


def test_an_untouched_draft_leaves_a_copy_of_reviewed_work_alone(run: Run) -> None:
    put("g.tsv", replace(DRAFT, status="accepted"))
    reviewed = Path("g.tsv").read_bytes()
    put("other.tsv", OTHER)
    assert run("convert", "other.tsv", "g.tsv").status == 2
    assert run("convert", "other.tsv", "g.tsv", "--force").status == 0
    assert run("convert", "other.tsv", "g.tsv", "--force").err == "g.tsv: 1 term pair\n"
    assert Path("g.tsv.bak").read_bytes() == reviewed
    assert not Path("g.tsv.bak.1").exists()


def test_a_reviewed_text_is_not_replaced_by_a_glossary_nor_the_other_way_round(run: Run) -> None:
    Path("text.tsv").write_text("source\ttarget\tstatus\nA mine.\t地雷。\taccepted\n", encoding="utf-8")
    run("convert", "text.tsv", "text.xlsx")
    put("terms.tsv", DRAFT)
    ran = run("convert", "terms.tsv", "text.xlsx")
    lost = "in it would be lost. Give another name, or overwrite with --force\n"
    assert (ran.status, ran.err) == (2, f"text.xlsx: 1 reviewed row {lost}")
    put("terms.xlsx", replace(DRAFT, status="accepted"))
    ran = run("convert", "text.tsv", "terms.xlsx", "--kind", "bitext")
    assert (ran.status, ran.err) == (2, f"terms.xlsx: 1 reviewed term pair {lost}")


def test_a_merge_keeps_the_reviewed_glossary_that_it_replaces(run: Run) -> None:
    Path("base.tsv").write_text("English\tChinese\tOwner\nbomb\t炸弹\tLi\n", encoding="utf-8")
    put("draft.tsv", replace(DRAFT, status="accepted"))
    put("out.tsv", replace(OTHER, status="accepted"))
    before = Path("out.tsv").read_bytes()
    assert run("convert", "draft.tsv", "out.tsv", "--into", "base.tsv").status == 2
    ran = run("convert", "draft.tsv", "out.tsv", "--into", "base.tsv", "--force")
    assert ran.err.startswith("out.tsv: kept as out.tsv.bak before it is replaced\n")
    assert Path("out.tsv.bak").read_bytes() == before


ROWS = (("A mine.", "地雷。"), ("Two 𠀀.", "两个𠀀。"), ("Three.", ""))


def texts(name: str) -> None:
    beads = [
        Bead.of_texts(
            range(n, n + bool(a)), range(n, n + bool(b)), str(n + 1), [a] if a else [], [b] if b else []
        )
        for n, (a, b) in enumerate(ROWS)
    ]
    write(Alignment(Side("a", "en"), Side("b", "zh"), tuple(beads)), name)


def edited(name: str, edit: Callable[[list[str]], list[str]]) -> bytes:
    """The table with its second row changed, as a spreadsheet saves it, which may have another format."""
    rows = [line.split("\t") for line in Path("un.tsv").read_text(encoding="utf-8").splitlines()]
    rows = [rows[0], rows[1], edit(rows[2]), rows[3]]
    if name.endswith(".xlsx"):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(name)
    else:
        mark, separator = ("\ufeff", ",") if name.endswith(".csv") else ("", "\t")
        Path(name).write_text(mark + "\n".join(map(separator.join, rows)), encoding="utf-8")
    return Path(name).read_bytes()


def without_checksum(row: list[str]) -> list[str]:
    return [*row[:2], "Two edited.", *row[3:-1], ""]


def emptied(row: list[str]) -> list[str]:
    return [row[0], "accepted", "", "", *row[4:]]


@pytest.mark.parametrize("name", ["t.tsv", "t.csv", "t.xlsx"])
@pytest.mark.parametrize("edit", [without_checksum, emptied])
def test_a_table_whose_edits_nothing_tells_is_kept(
    run: Run, name: str, edit: Callable[[list[str]], list[str]]
) -> None:
    """Without the checksum of a row its edits do not show; a row without text is none when it is read."""
    texts("un.tsv")
    before = edited(name, edit)
    ran = run("convert", "un.tsv", name)
    assert ran.err.startswith(f"{name}: kept as {name}.bak before it is replaced\n")
    assert Path(f"{name}.bak").read_bytes() == before
    ran = run("convert", "un.tsv", name)
    assert "kept" not in ran.err
    assert not Path(f"{name}.bak.1").exists()


UNTRACKED = "t.docx.bak: texts that were edited without tracked changes are in this copy alone"


def retyped(name: str) -> bytes:
    """The file with a word typed over another, as a CAT tool saves it: no status tells.

    A Word file has no bookmarks any more, which not all programs keep.
    """
    path, old, new = Path(name), "两个".encode(), "二枚".encode()
    if name.endswith(".docx"):
        with ZipFile(path) as before:
            parts = {part: before.read(part).replace(old, new) for part in before.namelist()}
        parts[DOCUMENT] = re.sub(rb"<w:bookmark[^>]*>", b"", parts[DOCUMENT])
        with ZipFile(path, "w", ZIP_DEFLATED) as after:
            for part, data in parts.items():
                after.writestr(part, data)
    else:
        path.write_bytes(path.read_bytes().replace(old, new))
    return path.read_bytes()


WHOLE = ["t.docx", "t.tmx", "t.xlf", "t.xliff"]  # formats that have a checksum of the whole


@pytest.mark.parametrize("name", WHOLE)
def test_a_memory_or_word_file_whose_edits_nothing_tells_is_kept(run: Run, name: str) -> None:
    texts("un.tsv")
    run("convert", "un.tsv", name)
    before = retyped(name)
    ran = run("convert", "un.tsv", name)
    assert ran.err.startswith(f"{name}: kept as {name}.bak before it is replaced\n")
    assert Path(f"{name}.bak").read_bytes() == before
    assert (UNTRACKED in ran.err.splitlines()) == name.endswith(".docx")
    assert "kept" not in run("convert", "un.tsv", name).err
    assert not Path(f"{name}.bak.1").exists()


def test_a_batch_names_the_copy_of_a_word_file_with_edits_that_nothing_tells(run: Run) -> None:
    Path("t.en.txt").write_text("A mine.\nTwo 𠀀.\n", encoding="utf-8")
    Path("t.zh.txt").write_text("地雷。\n两个𠀀。\n", encoding="utf-8")
    batch = ("batch", ".", "-o", ".", "--format", "docx", "--pattern", "{id}.en.txt", "{id}.zh.txt")
    assert run(*batch).status == 0
    before = retyped("t.docx")
    Path("t.en.txt").write_text("A mine.\nThree 𠀀.\n", encoding="utf-8")
    run(*batch)
    assert Path("t.docx.bak").read_bytes() == before
    assert UNTRACKED in Path("report.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", WHOLE)
def test_a_text_aligned_again_keeps_what_was_typed_into_its_first_result(run: Run, name: str) -> None:
    Path("a.en.txt").write_text("A mine.\nTwo 𠀀.\n", encoding="utf-8")
    Path("a.zh.txt").write_text("地雷。\n两个𠀀。\n", encoding="utf-8")
    run("align", "a.en.txt", "a.zh.txt", "-o", name)
    assert "kept" not in run("align", "a.en.txt", "a.zh.txt", "-o", name).err
    before = retyped(name)
    assert f"{name}: kept as {name}.bak" in run("align", "a.en.txt", "a.zh.txt", "-o", name).err
    assert Path(f"{name}.bak").read_bytes() == before


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_not_as_duiqi_wrote_it_counts_as_work(run: Run, name: str) -> None:
    """A file made elsewhere, one that was cut short; an empty one holds nothing."""
    texts("un.tsv")
    run("convert", "un.tsv", name)
    whole = Path(name).read_bytes()
    for contents in (b"<tmx/>\n", whole[:-9], whole[:300]):
        Path(name).write_bytes(contents)
        assert may_be_edited(Path(name))
    Path(name).write_bytes(b"")
    assert not may_be_edited(Path(name))


@pytest.mark.parametrize("version", ["1.2", "2.1"])
def test_a_draft_from_memories_keeps_what_was_typed_into_it(run: Run, version: str) -> None:
    found = "They found two mines there."
    Path("m.tsv").write_text(f"en\tzh\n{found}\t他们在那里找到两个地雷。\n", encoding="utf-8")
    Path("new.txt").write_text(found, encoding="utf-8")
    draft = ("leverage", "new.txt", "-m", "m.tsv", "-o", "new.xlf", "--xliff", version, "--no-meaning")
    assert run(*draft).status == 0
    assert "kept" not in run(*draft).err
    before = retyped("new.xlf")
    assert "new.xlf: kept as new.xlf.bak" in run(*draft).err
    assert Path("new.xlf.bak").read_bytes() == before


@pytest.mark.parametrize("name", ["new.tsv", "new.xlsx", "new.txt"])
def test_a_draft_from_memories_that_is_edited_as_a_table_or_a_text_is_kept(run: Run, name: str) -> None:
    found = "They found two mines there."
    Path("m.tsv").write_text(f"en\tzh\n{found}\t他们在那里找到两个𠀀地雷。\n", encoding="utf-8")
    Path("in.txt").write_text(found, encoding="utf-8")
    draft = ("leverage", "in.txt", "-m", "m.tsv", "-o", name, "--no-meaning")
    assert run(*draft).status == 0
    assert "kept" not in run(*draft).err
    change(name, "两个" if name != "new.xlsx" else "他们", "二枚")
    before = Path(name).read_bytes()
    assert f"{name}: kept as {name}.bak" in run(*draft).err
    assert Path(f"{name}.bak").read_bytes() == before
    assert "kept" not in run(*draft).err


def test_a_table_that_a_translator_has_filled_is_aligned_text(run: Run) -> None:
    """Its bands are those of matches, and no terms are in it."""
    Path("m.tsv").write_text("en\tzh\nThey found two mines.\t他们找到两个𠀀地雷。\n", encoding="utf-8")
    Path("in.txt").write_text("They found two mines.", encoding="utf-8")
    run("leverage", "in.txt", "-m", "m.tsv", "-o", "new.tsv", "--no-meaning")
    change("new.tsv", "两个", "二枚")
    assert run("convert", "new.tsv", "done.tmx").err.startswith("done.tmx: 1 unit\n")
    (bead,) = read_bitext("done.tmx").beads
    assert (bead.status, bead.target_texts) == ("corrected", ("他们找到二枚𠀀地雷。",))


def test_subtitles_that_are_not_those_written_now_are_kept(run: Run) -> None:
    cues = "1\n00:00:01,000 --> 00:00:02,000\n{}\n"
    Path("a.en.srt").write_text(cues.format("A mine."), encoding="utf-8")
    Path("a.zh.srt").write_text(cues.format("地雷𠀀。"), encoding="utf-8")
    subtitles = ("align", "a.en.srt", "a.zh.srt", "-o", "out.srt")
    run(*subtitles)
    assert "kept" not in run(*subtitles).err
    change("out.srt", "地雷", "水雷")
    before = Path("out.srt").read_bytes()
    assert "out.srt: kept as out.srt.bak" in run(*subtitles).err
    assert Path("out.srt.bak").read_bytes() == before


def test_a_table_without_our_columns_is_kept_and_a_draft_of_terms_is_not(run: Run) -> None:
    texts("un.tsv")
    Path("base.tsv").write_text("English\tChinese\n𠀀 mine\t𠀀雷\n", encoding="utf-8")
    assert "base.tsv: kept as base.tsv.bak" in run("convert", "un.tsv", "base.tsv").err
    put("draft.tsv", DRAFT)
    assert "kept" not in run("convert", "un.tsv", "draft.tsv").err
    Path("empty.tsv").touch()
    assert "kept" not in run("convert", "un.tsv", "empty.tsv").err


def test_two_texts_are_one_bitext_and_no_output(run: Run) -> None:
    """The second of two texts is no name for two more, and no output replaces the texts that are read."""
    Path("a.en.txt").write_text("A mine.\n", encoding="utf-8")
    Path("a.zh.txt").write_text("地雷。\n", encoding="utf-8")
    ran = run("convert", "a.en.txt", "a.zh.txt")
    assert (ran.status, ran.err) == (
        2,
        "a.zh.txt: a text, and two texts side by side are one bitext. Name the output with -o, as a.en.tmx\n",
    )
    ran = run("convert", "a.en.txt", "-o", "a.txt")
    assert (ran.status, ran.err) == (2, "a.txt: would write over a.en.txt. Give another name\n")
    assert run("convert", "a.en.txt", "a.zh.txt", "-o", "a.tmx").err.startswith("a.tmx: 1 unit\n")
    assert sorted(path.name for path in Path().iterdir()) == ["a.en.txt", "a.tmx", "a.zh.txt"]
