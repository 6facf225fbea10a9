"""Glossaries made elsewhere as they are merged: which way round, and what of them was approved."""

from __future__ import annotations

from pathlib import Path

import pytest

from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.glossary.model import Glossary, Synonym, Term, TermPair
from duiqi.corpus.glossary.reading import read_glossary
from duiqi.exports.glossary.merging import merge

SHORT = (Synonym("ATC", "abbreviation"),)
NAMELESS = Glossary(
    "und",
    "und",
    (
        TermPair("1", Term("air traffic control", "und", synonyms=SHORT), Term("空中交通管制", "und")),
        TermPair("2", Term("stand 𠀀", "und"), Term("机位", "und")),
    ),
)


def table(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("heading", "row", "expected"),
    [
        (
            ["中文,English,简称,Abbr. (EN)"],
            "湾,bay,,",
            ["空中交通管制,air traffic control,,ATC", "机位,stand 𠀀,,"],
        ),
        (["中文,English,Abbr."], "", ["空中交通管制,air traffic control,ATC", "机位,stand 𠀀,"]),
        ([], "湾,bay", ["空中交通管制,air traffic control", "空中交通管制,ATC", "机位,stand 𠀀"]),
        (["English,中文,Abbr."], "bay,湾,", ["air traffic control,空中交通管制,ATC", "stand 𠀀,机位,"]),
    ],
)
def test_a_glossary_that_names_no_languages_goes_by_its_scripts(
    heading: list[str], row: str, expected: list[str], tmp_path: Path
) -> None:
    """English terms go into the English column, whether that is the first or the second."""
    rows = [*heading, *filter(None, [row])]
    base, out, again = table(tmp_path / "base.csv", *rows), tmp_path / "out.csv", tmp_path / "again.csv"
    merge(NAMELESS, base, out)
    assert out.read_text(encoding="utf-8").splitlines() == [*rows, *expected]
    assert merge(NAMELESS, out, again).confirmed == 2
    assert again.read_bytes() == out.read_bytes()


def test_a_termbase_turns_a_glossary_without_languages_too(tmp_path: Path) -> None:
    base, out = tmp_path / "base.tbx", tmp_path / "out.tbx"
    terms = (("zh", "湾"), ("en", "bay"))
    body = "".join(
        f'<langSet xml:lang="{lang}"><tig><term>{text}</term></tig></langSet>' for lang, text in terms
    )
    whole = f"<text><body><termEntry>{body}</termEntry></body></text>"
    base.write_text(f'<martif type="TBX-Basic" xml:lang="zh">{whole}</martif>', encoding="utf-8")
    merge(NAMELESS, base, out)
    found = read_glossary(out, source_lang="zh", target_lang="en")
    assert [(pair.source.text, pair.target.text) for pair in found.pairs] == [
        ("湾", "bay"), ("空中交通管制", "air traffic control"), ("机位", "stand 𠀀"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["base.csv", "base.utf8"])
def test_scripts_that_do_not_agree_are_not_merged(name: str, tmp_path: Path) -> None:
    """Two languages in Latin letters; a glossary of OmegaT, whose first column is the source."""
    rows = ["quai,quay", "baie,bay"] if name == "base.csv" else ["湾\tbay"]
    with pytest.raises(DuiqiError, match="in other scripts than those to merge"):
        merge(NAMELESS, table(tmp_path / name, *rows), tmp_path / f"out-{name}")


@pytest.mark.parametrize("approved", ["approved", "Y", "已审", "√", "审核通过", "preferred", "accepted"])
def test_what_nobody_has_approved_is_not_merged(approved: str, tmp_path: Path) -> None:
    """A table made elsewhere says it in its own words, and the pairs left out are counted."""
    words = ["pending", "not approved", "draft", "no", "N", "", "待审", "未通过", "不通过", "rejected"]
    rows = [f"term {word or 'without'},术语{at}𠀀,{word}" for at, word in enumerate(words)]
    new = table(tmp_path / "new.csv", "English,中文,Status", f"bay,湾,{approved}", *rows)
    base = table(tmp_path / "base.csv", "English,中文", "apron,停机坪")
    done = merge(read_glossary(new), base, tmp_path / "out.csv")
    assert (done.new, dict(done.report.left_out)) == (1, {"not accepted": 7, "dropped": 3})
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[2:] == ["bay,湾"]


@pytest.mark.parametrize("words", [["", ""], ["in use since 2019", "new"]])
def test_a_column_that_tells_of_no_approval_leaves_nothing_out(words: list[str], tmp_path: Path) -> None:
    rows = [f"term {at},术语{at},{word}" for at, word in enumerate(words)]
    new = table(tmp_path / "new.csv", "English,中文,Status", *rows)
    base = table(tmp_path / "base.csv", "English,中文", "apron,停机坪")
    assert merge(read_glossary(new), base, tmp_path / "out.csv").new == 2
