"""The manifest: a table of pairs, and what is wrong with it, by line."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from duiqi.aligner.batch.manifest import Entry, read_manifest
from duiqi.corpus.errors import MalformedFile, UnreadableFile


def manifest(text: str) -> list[Entry]:
    Path("m.tsv").write_bytes(text.encode("utf-8", "surrogateescape"))
    return list(read_manifest(Path("m.tsv")))


def test_a_line_a_pair() -> None:
    assert manifest("un\ta.txt\tb.txt\n\n诗\tc.txt\td.txt\tzh_TW\ten\r\n") == [
        Entry("m.tsv, line 1", "un", "a.txt", "b.txt"),
        Entry("m.tsv, line 3", "诗", "c.txt", "d.txt", "zh-TW", "en"),
    ]


def test_a_header_names_the_columns() -> None:
    [entry] = manifest("\ufefftarget\tid\tsource\nb.txt\tun\ta.txt\n")
    assert entry[1:4] == ("un", "a.txt", "b.txt")


def test_a_table_of_a_chinese_excel_is_a_manifest() -> None:
    """Its headings are Chinese, and it is not in UTF-8 where that is not asked for."""
    table = "编号,原文,译文\n法规,law.en.txt,法规.zh.txt\n诗,b,c\n"
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        Path("m.csv").write_bytes(table.encode(encoding))
        assert [entry[1:4] for entry in read_manifest(Path("m.csv"))] == [
            ("法规", "law.en.txt", "法规.zh.txt"),
            ("诗", "b", "c"),
        ]


def test_a_manifest_with_commas_is_told_of_commas() -> None:
    Path("m.csv").write_text("un,a.txt\n", encoding="utf-8")
    with pytest.raises(MalformedFile) as error:
        list(read_manifest(Path("m.csv")))
    assert str(error.value).startswith(
        "m.csv, line 1: expected 3 to 5 columns with commas between them, found 2"
    )


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
        (
            "target\tid\tsource\nb\n",
            "m.tsv, line 2: expected 3 columns with tabs between them, found 1: target id source",
        ),
        ("\n\ta\tb\n", "m.tsv, line 2: the id is empty"),
        ("un\ta\t\n", "m.tsv, line 1: the target is empty"),
        (
            "un\ta\tb\tEnglish!\n",
            "m.tsv, line 1: 'English!' is no language tag. Say en, zh, zh-Hant, de, pt-BR …",
        ),
        (
            "un\ta\tb\ten-UK\n",
            "m.tsv, line 1: 'en-UK': no region has the code UK. Say en-GB, zh-CN …",
        ),
        (
            "id\tsource\ttarget\tlang\n",
            "m.tsv, line 1: no column is called 'lang'. Known: id source target source_lang target_lang",
        ),
        ("id\tsource\n", "m.tsv, line 1: no column 'target'. Needed: id source target"),
        (
            "id\tsource\tsource_lang\ttarget\nun\ta\ten\n",
            "m.tsv, line 2: the target is empty",
        ),
        ("un\ta\tb\n\udcff\ta\tb\n", "m.tsv, line 2: not utf-8. Save the manifest as UTF-8"),
        (
            "x" * (1 << 21),
            "m.tsv, line 1: longer than a megabyte. Is this a manifest: id, source, target?",
        ),
    ],
)
def test_errors_in_a_manifest_name_its_line(text: str, message: str) -> None:
    with pytest.raises(MalformedFile) as error:
        manifest(text)
    assert str(error.value) == message


def test_a_folder_asks_for_a_pattern() -> None:
    with pytest.raises(UnreadableFile) as error:
        list(read_manifest(Path()))
    assert str(error.value) == (
        ".: a folder. Say how its files are named: --pattern '{id}.en.txt' '{id}.zh.txt'"
    )
