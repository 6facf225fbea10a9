"""Files of many languages: the pair that is taken, and the sentence about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from duiqi.corpus.bitext.census import SAMPLE, take
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.glossary.reading import read_glossary

MEMORY = '<tmx version="1.4"><header srclang="{}"/><body>{}</body></tmx>'
TERMBASE = (
    '<tbx xmlns="urn:iso:std:iso:30042:ed-2" style="dca" type="TBX-Basic"><text><body>{}</body></text></tbx>'
)


def unit(*tags: str) -> str:
    variants = (f'<tuv xml:lang="{tag}"><seg>{tag}</seg></tuv>' for tag in tags)
    return f"<tu>{''.join(variants)}</tu>"


def entry(*tags: str) -> str:
    terms = (f'<langSec xml:lang="{tag}"><termSec><term>{tag}</term></termSec></langSec>' for tag in tags)
    return f"<conceptEntry>{''.join(terms)}</conceptEntry>"


def memory(tmp_path: Path, *units: str, declared: str = "en") -> Path:
    path = tmp_path / "many.tmx"
    path.write_text(MEMORY.format(declared, "".join(units)), encoding="utf-8")
    return path


def pairs(path: Path, source: str = "", target: str = "") -> list[tuple[str, str]]:
    found = read_bitext(path, source_lang=source, target_lang=target)
    return [(bead.source_texts[0], bead.target_texts[0]) for bead in found.beads]


def test_the_pair_of_most_units_is_taken_and_counted(tmp_path: Path) -> None:
    path = memory(tmp_path, unit("en", "de"), *[unit("en", "zh-CN")] * 5)
    found = read_bitext(path)
    assert (found.source.lang, found.target.lang, len(list(found.beads))) == ("en", "zh-CN", 5)
    assert [str(doubt) for doubt in found.warnings] == [
        f"{path}: taken en and zh-CN of en de zh-CN; 5 of 6 units"
    ]


def test_the_order_within_a_unit_says_nothing_where_the_header_names_the_source(tmp_path: Path) -> None:
    assert pairs(memory(tmp_path, unit("zh", "en"), unit("de", "zh", "en"))) == [("en", "zh")] * 2
    assert pairs(memory(tmp_path, unit("zh", "en"), declared="*all*")) == [("zh", "en")]


def test_two_languages_in_every_unit_need_no_word(tmp_path: Path) -> None:
    assert read_bitext(memory(tmp_path, unit("EN-US", "zh-cn"), unit("en-us", "ZH_CN"))).warnings == ()


@pytest.mark.parametrize(
    ("asked", "taken"),
    [("zh-TW", "zh-TW"), ("zh-Hant", "zh-TW"), ("zh-HK", "zh-TW"), ("zh-Hans", "zh-CN"),
     ("zh", "zh-CN"), ("cmn", "zh-CN")],
)  # fmt: skip
def test_script_and_region_are_looked_up(asked: str, taken: str, tmp_path: Path) -> None:
    path = memory(tmp_path, unit("en-US", "zh-CN", "zh-TW"), unit("en-GB", "zh-CN"))
    found = pairs(path, target=asked)
    assert {target for _, target in found} == {taken}
    assert len(found) == (1 if taken == "zh-TW" else 2)


def test_a_script_that_is_late_in_the_file_is_found(tmp_path: Path) -> None:
    path = memory(tmp_path, *[unit("en", "zh-CN")] * SAMPLE, unit("en", "zh-TW"))
    assert pairs(path, target="zh-TW") == [("en", "zh-TW")]
    found = read_bitext(path)
    assert found.target.lang == "zh-CN"


def test_another_script_is_said_where_there_is_no_better(tmp_path: Path) -> None:
    path = memory(tmp_path, unit("en", "zh-CN"))
    found = read_bitext(path, target_lang="zh-TW")
    assert [str(doubt) for doubt in found.warnings] == [
        f"{path}: taken en and zh-CN of en zh-CN; 1 of 1 units"
    ]


def test_a_second_source_is_counted_and_a_second_translation_is_a_pair_of_its_own(tmp_path: Path) -> None:
    path = memory(tmp_path, unit("en", "zh", "zh"), unit("en", "en", "zh"))
    found = read_bitext(path)
    assert [str(doubt) for doubt in found.warnings] == [
        f"{path}: taken en and zh of en zh; 2 of 2 units; 1 with a second text in en, which is left out"
    ]
    assert len(list(found.beads)) == 3


def test_only_the_beginning_of_a_large_memory_is_counted() -> None:
    units = iter([("en", "zh"), ("en", "de"), *[("en", "zh")] * 5000])
    taken = take(units, ("", ""))
    assert taken is not None
    assert taken.text == "taken en and zh of en zh de; 999 of the first 1,000 units"
    assert len(list(units)) > 3900


@pytest.mark.parametrize(
    ("source", "target", "terms"),
    [("en-US", "zh-TW", ("en-US", "zh-TW")), ("en-GB", "zh", ("en-GB", "zh-CN")),
     ("zh-Hant", "", ("zh-TW", "en-GB"))],
)  # fmt: skip
def test_a_termbase_of_several_regions(
    source: str, target: str, terms: tuple[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "many.tbx"
    path.write_text(
        TERMBASE.format(entry("en-GB", "en-US", "zh-CN", "zh-TW") + entry("en-GB", "de")), encoding="utf-8"
    )
    glossary = read_glossary(path, source_lang=source, target_lang=target)
    assert [(pair.source.text, pair.target.text) for pair in glossary.pairs] == [terms]
    (said,) = glossary.warnings
    assert said.endswith("of en-GB en-US zh-CN zh-TW de; 1 of 2 entries")
