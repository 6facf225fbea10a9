"""The second unit of a memory, without the label that its author typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.exports import WriteOptions, write
from duiqi.exports.options import Duplicates, Tally
from duiqi.exports.units import translation_units


def alignment(*pairs: tuple[str, str, str, str]) -> Alignment:
    """Beads of labels and texts: source label, source, target label, target."""
    beads = tuple(
        Bead.of_texts(
            range(n, n + 1), range(n, n + 1), str(n + 1), (source,), (target,),
            source_label=label, target_label=other, confidence=0.9,
        )
        for n, (label, source, other, target) in enumerate(pairs)
    )  # fmt: skip
    return Alignment(Side(lang="en"), Side(lang="zh"), beads)


def units(found: Alignment, duplicates: Duplicates = "best") -> list[tuple[str, str]]:
    options = WriteOptions(duplicates=duplicates)
    return [
        (unit.source.text, unit.target.text)
        for unit in translation_units(found, options, Tally(), unlabelled=True)
    ]


@pytest.mark.parametrize(
    ("pair", "bare"),
    [
        (("2.", "2. Calls", "2.", "2. 吁请"), ("Calls", "吁请")),
        (("Article 4", "Article 4 Acceptance", "第四条", "第四条　验收"), ("Acceptance", "验收")),
        (("Article 4", "Article 4. Tools", "第四条", "第四条：工具"), ("Tools", "工具")),
        (("Annex B", "Annex B) Tools", "附件二", "附件二、工具𠀀"), ("Tools", "工具𠀀")),
        (("Section 3", "Section 3 – Storage", "第三节", "第三节 — 存放"), ("Storage", "存放")),
        (("Artículo 3", "Artículo 3.- Objeto", "第三条", "第三条．目的"), ("Objeto", "目的")),
        (("Section 3", "Section 3 -5 °C", "第三节", "第三节 -5 °C"), ("-5 °C", "-5 °C")),
        (("(b)", "(b ) Support", "(b)", "支助"), ("Support", "支助")),  # the target's is automatic
        (("", "62/99. Assistance", "", "62/99.协助"), ("Assistance", "协助")),
    ],
)
def test_a_unit_that_opens_with_a_typed_label_is_followed_by_one_without(
    pair: tuple[str, str, str, str], bare: tuple[str, str]
) -> None:
    assert units(alignment(pair)) == [(pair[1], pair[3]), bare]


@pytest.mark.parametrize(
    "pair",
    [
        ("2.", "Calls", "2.", "2. 吁请"),  # the source's label is automatic: its text is the unit already
        ("2.", "2.", "2.", "2."),
        ("", "10.5 per cent", "", "10.5%"),
        ("", "1997. It was", "", "那是1997年。"),
    ],
)
def test_other_units_are_written_once(pair: tuple[str, str, str, str]) -> None:
    assert units(alignment(pair)) == [(pair[1], pair[3])]


def test_a_text_without_its_label_never_takes_the_place_of_a_whole_one() -> None:
    """OmegaT uses the last of several units with one source."""
    found = alignment(
        ("1.", "1. Definitions", "1.", "1. 定义"),
        ("", "Definitions", "", "释义"),
        ("2.", "2. Date", "2.", "2. 日期"),
        ("3.", "3. Date", "3.", "3. 年月日"),
    )
    assert [source for source, _ in units(found)] == [
        "1. Definitions",
        "Definitions",
        "2. Date",
        "Date",
        "3. Date",
    ]
    assert dict(units(found))["Definitions"] == "释义"
    assert len(units(found, "all")) == 7


def test_a_memory_read_back_has_each_pair_once(tmp_path: Path) -> None:
    """Even where another program has given its units new ids."""
    found = alignment(("1.", "1. Definitions", "1.", "1. 定义"))
    report = write(found, tmp_path / "out.tmx")
    assert report.written == 1
    text = (tmp_path / "out.tmx").read_text(encoding="utf-8")
    assert text.count("<tu ") == 2
    (tmp_path / "renamed.tmx").write_text(text.replace("~bare", "-again"), encoding="utf-8")
    for name in ("out.tmx", "renamed.tmx"):
        assert [bead.source_texts for bead in read_bitext(tmp_path / name).beads] == [("1. Definitions",)]
    write(found, tmp_path / "once.tmx", WriteOptions(unlabelled=False))
    assert (tmp_path / "once.tmx").read_text(encoding="utf-8").count("<tu ") == 1
