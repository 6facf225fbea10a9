"""`duiqi convert` of tables: a glossary stays a glossary, aligned text stays aligned text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.glossary.reading import is_glossary, read_glossary
from duiqi.corpus.languages import unknown_region

Run = Callable[..., Any]  # the status, what it printed, what it said on stderr
Convert = Callable[..., tuple[int, str]]


@pytest.fixture
def run(command: Run) -> Convert:
    """Run `duiqi convert`: its status and all that it says."""

    def convert(*arguments: str) -> tuple[int, str]:
        ran = command("convert", *arguments)
        return ran.status, ran.out + ran.err

    return convert


def table(name: str, target: str, lang: str) -> None:
    rows = "source\ttarget\tsource_lang\ttarget_lang", f"Yes, {name}.\t{target}\ten\t{lang}"
    Path(name).write_text("\n".join(rows) + "\n", encoding="utf-8")


def test_files_in_another_script_than_the_first_are_named(command: Run) -> None:
    """Otherwise Traditional characters come out as zh-CN without a word; another region is no matter."""
    table("a.tsv", "图书馆。𠀀", "zh-CN")
    table("b.tsv", "圖書館。", "zh-TW")
    table("c.tsv", "阅览室。", "zh-SG")
    ran = command("convert", "a.tsv", "b.tsv", "c.tsv", "-o", "all.tmx")
    assert ran.status == 0
    assert [line for line in ran.err.splitlines() if line.startswith("warning")] == [
        "warning: b.tsv: its zh-TW is written as zh-CN, the language of a.tsv, and is in another script. "
        "Convert it by itself to keep them apart"
    ]


def test_a_code_of_no_region_is_named_in_a_file_and_refused_as_an_option(command: Run) -> None:
    """Britain is GB: CAT tools take en-UK for another language, or for none."""
    table("a.tsv", "图书馆。", "zh-XX")
    ran = command("convert", "a.tsv", "a.tmx")
    assert ran.status == 0
    assert "warning: a.tsv: 'zh-XX': no region has the code XX; it stays as it is" in ran.err.splitlines()
    for words in (("--target-lang", "zh-XX"), ("--source-lang", "en_uk"), ("--lang-code", "en=en-UK")):
        ran = command("convert", "a.tsv", "b.tmx", *words)
        assert (ran.status, Path("b.tmx").exists()) == (2, False)
        assert "no region has the code" in ran.err
    Path("duiqi.toml").write_text('target-lang = "zh-XX"\n', encoding="utf-8")
    ran = command("align", "a.tsv", "a.tsv")
    assert (ran.status, ran.err.startswith("duiqi.toml: target-lang should be")) == (2, True)


@pytest.mark.parametrize("tag", ["zh-Hant-HK", "es-419", "sr-Latn-XK", "en-001", "zh-cmn-Hans-CN", "pt_br"])
def test_regions_are_known(tag: str) -> None:
    assert unknown_region(tag) == ""


def test_a_code_of_no_language_is_named_in_a_file_and_refused_as_an_option(command: Run) -> None:
    table("a.tsv", "图书馆。", "xx")
    ran = command("convert", "a.tsv", "a.tmx")
    assert ran.status == 0
    assert "warning: a.tsv: 'xx' is the code of no language, and stays as it is" in ran.err.splitlines()
    for words in (("--target-lang", "cn"), ("--lang-code", "zh=zz-Nonsense")):
        ran = command("convert", "a.tsv", "b.tmx", *words)
        assert (ran.status, Path("b.tmx").exists()) == (2, False)


def test_a_workbook_is_refused_with_what_reads_it(command: Run) -> None:
    workbook = Workbook()
    for row in (("English", "中文"), ("Yes.", "是的。𠀀")):
        workbook.active.append(row)
    workbook.save("two.xlsx")
    ran = command("align", "two.xlsx")
    assert (ran.status, ran.err) == (
        2,
        "two.xlsx: a workbook. A table of texts and their translations is read by duiqi convert, check and "
        "memory add; save a column in one language as plain text\n",
    )
    assert command("convert", "two.xlsx", "two.tmx").status == 0


def put(tmp_path: Path, text: str, name: str = "in.csv") -> str:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / name)


@pytest.mark.parametrize(
    "table",
    ["English,Chinese,POS\nmine action,地雷行动,n.\n", "英文,中文,词性\nmine action,地雷行动,名词\n",
     "Term [en],Term [zh_CN]\nmine action,地雷行动\n",
     "English,Definition,Chinese\nmine action,What is done about mines.,地雷行动\n",
     "concept:Domain,en,en:note,zh_cn,zh_cn:note\nUN,mine action,,地雷行动,\n",
     "A glossary,,\nEnglish,Chinese,Domain\nmine action,地雷行动,UN\n"],
)  # fmt: skip
def test_headings_of_terminology_make_a_glossary(run: Convert, table: str, tmp_path: Path) -> None:
    status, said = run(put(tmp_path, table), out := str(tmp_path / "out.tsv"))
    assert (status, "a glossary by its headings" in said) == (0, True), said
    assert is_glossary(out)
    assert [(pair.source.text, pair.target.text) for pair in read_glossary(out).pairs] == [
        ("mine action", "地雷行动")
    ]


@pytest.mark.parametrize(
    "table",
    ["English,Chinese\nSave,保存\nOpen,打开\n", "English,Chinese,POS\nPeace holds.,和平保持。,x\n",
     "English,Chinese,Notes\nmine action,地雷行动,n\n"],
)  # fmt: skip
def test_all_other_tables_are_aligned_text(run: Convert, table: str, tmp_path: Path) -> None:
    assert run(put(tmp_path, table), out := str(tmp_path / "out.tsv"))[0] == 0
    assert not is_glossary(out)


def test_the_option_decides(run: Convert, tmp_path: Path) -> None:
    plain = put(tmp_path, "English,Chinese\nSave,保存\n")
    terms = put(tmp_path, "English,Chinese,POS\nSave,保存,v.\n", "terms.csv")
    first, second, third = (str(tmp_path / name) for name in ("1.tsv", "2.tsv", "3.tbx"))
    assert [run(plain, first, "--kind", "glossary")[0], run(terms, second, "--kind", "bitext")[0]] == [0, 0]
    assert (is_glossary(first), is_glossary(second)) == (True, False)
    status, said = run(terms, third, "--kind", "bitext")
    assert (status, "a glossary by its suffix, while --kind says bitext" in " ".join(said.split())) == (
        2,
        True,
    )


def test_a_format_of_aligned_text_takes_any_table(run: Convert, tmp_path: Path) -> None:
    assert run(put(tmp_path, "English,Chinese,POS\nSave,保存,v.\n"), out := str(tmp_path / "out.tmx"))[0] == 0
    assert len(list(read_bitext(out).beads)) == 1


@pytest.mark.parametrize("columns", ["English,Chinese", "B,A", "2,1"])
def test_columns_are_chosen(run: Convert, columns: str, tmp_path: Path) -> None:
    table = put(tmp_path, "Chinese,English\n地雷行动,mine action\n")
    assert run(table, out := str(tmp_path / "out.tsv"), "--columns", columns)[0] == 0
    assert [bead.source_texts for bead in read_bitext(out).beads] == [("mine action",)]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", "English,Chinese\n,\n"), ("a.csv", "English,Chinese,POS\n,,\n"),
     ("a.tmx", '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"/><tuv xml:lang="zh"/>'
      "</tu></body></tmx>")],
)  # fmt: skip
def test_nothing_is_written_where_there_is_nothing(
    run: Convert, name: str, text: str, tmp_path: Path
) -> None:
    status, said = run(put(tmp_path, text, name), out := str(tmp_path / "out.tsv"))
    assert (status, Path(out).exists()) == (2, False), said


@pytest.mark.slow
def test_to_standard_output_a_glossary_is_one(command: Run, tmp_path: Path) -> None:
    put(tmp_path, "English,Chinese,POS\nmine action,地雷行动,n.\n")
    assert (
        command("convert", "in.csv", "-", "--kind", "glossary").out.splitlines()[0].startswith("id\tstatus")
    )
    assert "<term>mine action</term>" in command("convert", "in.csv", "-", "--format", "tbx").out
    table = command("convert", "in.csv", "-", "--kind", "glossary", "--format", "table").out
    assert table.splitlines()[1].split() == ["1", "mine", "action", "地雷行动", "1.00", "0"]
    table = command("convert", "in.csv", "-", "--kind", "bitext", "--format", "table").out
    assert "mine action" in table
    assert command("convert", "in.csv", "-", "--kind", "bitext").out.startswith('{"duiqi": 2')


def test_languages_that_no_file_names_are_found_out(run: Convert, tmp_path: Path) -> None:
    """And a further file that has them the other way is turned."""
    rows = "The aim of the work is peace in all of the world.\t工作的目的是世界和平。\n" * 2
    source = put(tmp_path, rows, "one.tsv")
    other = put(tmp_path, "中文\tEnglish\n是的，我们同意。\tYes, we agree.\n", "two.tsv")
    out = tmp_path / "out.tsv"
    said = f"{source}: languages by its texts: en and zh\n"
    assert run(source, str(out)) == (0, f"{out}: 2 units\n{said}")
    first = read_bitext(out)
    assert (first.source.lang, first.target.lang) == ("en-US", "zh-CN")
    assert run(source, other, "-o", str(out)) == (0, f"{out}: 3 units\n{said}")
    assert [bead.source_texts for bead in read_bitext(out).beads][-1] == ("Yes, we agree.",)


def test_a_few_labels_of_a_program_are_in_no_language(run: Convert, tmp_path: Path) -> None:
    out = tmp_path / "out.tsv"
    assert run(put(tmp_path, "Delete\t删除\nOpen file\t打开文件\n", "one.tsv"), str(out))[0] == 0
    assert read_bitext(out).source.lang == "und"


def test_standard_input_is_named_as_such(command: Run, tmp_path: Path) -> None:
    """Not by the name of its copy, which is gone afterwards."""
    out = tmp_path / "out.jsonl"
    assert command("convert", "-", str(out), stdin="English\t中文\nYes.\t是。\n".encode()).status == 0
    assert read_bitext(out).source.name == read_bitext(out).target.name == "standard input"


def test_a_memory_without_a_pair_is_not_written(run: Convert, tmp_path: Path) -> None:
    source, out = put(tmp_path, "source\ttarget\tstatus\nYes.\t\tnew\n", "one.tsv"), tmp_path / "out.tmx"
    message = f"{source}: no unit with text on both sides, so nothing is written\n"
    assert run(source, str(out)) == (2, message)
    assert not out.exists()


def test_accepted_rows_are_merged_into_a_termbase(run: Convert, tmp_path: Path) -> None:
    """Into another file; into the termbase itself only if forced, and a copy of it is kept."""
    draft = put(
        tmp_path,
        "status,source,target,band,frequency\naccepted,mine action,地雷行动,high,3\n"
        "accepted,landmine,陆雷,high,2\ncandidate,report,报告,high,9\n",
    )
    base = put(tmp_path, "Owner;English;Chinese\nLi;landmine;地雷\n", "base.csv")
    out = str(tmp_path / "out.csv")
    status, said = run(draft, out, "--into", base)
    assert (status, said) == (
        0,
        f"{out}: 1 new term pair, 1 changed, 0 confirmed; left out: 1 not accepted\n",
    )
    merged = "Owner;English;Chinese\nLi;landmine;地雷\n;mine action;地雷行动\n;landmine;陆雷\n"
    assert Path(out).read_text(encoding="utf-8") == merged
    status, said = run(draft, base, "--into", base)
    assert (status, "this is the termbase itself" in said) == (2, True)
    assert run(draft, base, "--into", base, "--force")[0] == 0
    assert Path(base).read_text(encoding="utf-8") == merged
    assert Path(f"{base}.bak").read_text(encoding="utf-8") == "Owner;English;Chinese\nLi;landmine;地雷\n"
    assert run(draft, str(tmp_path / "out.tbx"), "--into", base)[0] == 2
