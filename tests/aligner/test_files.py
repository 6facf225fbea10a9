"""From two files to an alignment: as step by step, with all that their readers doubted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.doubts import SAME_LANGUAGE
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.files import align_files, read_pair
from duiqi.aligner.pipeline import align
from duiqi.corpus import Document, UnreadableFile, read
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.segmenters import presegmented, segment

ENGLISH = "The committee met on Monday. It discussed the water supply.\nNobody objected to the plan. 𠀀\n"
CHINESE = "委员会星期一开会。会议讨论了供水问题。\n没有人反对这项计划。𠀀\n"


@pytest.fixture
def texts(tmp_path: Path) -> tuple[Path, Path]:
    """The Chinese one is no UTF-8, which its reader notes."""
    (tmp_path / "a.en.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "a.zh.txt").write_bytes(CHINESE.encode("gb18030"))
    return tmp_path / "a.en.txt", tmp_path / "a.zh.txt"


@pytest.mark.slow
def test_files_are_aligned_as_their_texts_are_step_by_step(
    encoder: BundledEncoder, texts: tuple[Path, Path]
) -> None:
    source, target = map(read, texts)
    assert align_files(*texts, encoder) == align(segment(source), segment(target), encoder)
    assert align_files(*texts, encoder, level="paragraph") == align(
        segment(source, "paragraph"), segment(target, "paragraph"), encoder
    )
    assert align_files(*texts, encoder, presegmented=True) == align(
        presegmented(source), presegmented(target), encoder, presegmented=True
    )


def test_code_is_aligned_only_where_it_is_asked_for(tmp_path: Path) -> None:
    source, target = tmp_path / "use.en.md", tmp_path / "use.zh.md"
    source.write_text("# Use\n\n```\nrun  # 𠀀 here\n```\n", encoding="utf-8")
    target.write_text("# 用法\n\n```\nrun  # 这里\n```\n", encoding="utf-8")
    plain, coded = read_pair(source, target), read_pair(source, target, code=True)
    assert [s.text for s in plain.source] == ["Use"]
    assert [s.text for s in coded.source] == ["Use", "run  # 𠀀 here"]
    assert [s.text for s in coded.target] == ["用法", "run  # 这里"]


def test_what_the_readers_doubted_comes_first_in_the_result(
    encoder: BundledEncoder, texts: tuple[Path, Path]
) -> None:
    source, target = texts
    assert [doubt.text for doubt in align_files(source, target, encoder).warnings] == [
        "a.zh.txt: not utf-8, read as gb18030"
    ]
    assert [str(doubt) for doubt in align_files(target, target, encoder).warnings] == [
        "a.zh.txt: not utf-8, read as gb18030",  # once, though of both
        "both texts are in the same language (zh). Aligned anyway; for two versions of a text: duiqi compare",
        "both texts are the same file (a.zh.txt). Is one of them the translation?",
    ]
    assert align_files(target, target, encoder).warnings[1].code == SAME_LANGUAGE


def test_languages_and_encodings_can_be_given(encoder: BundledEncoder, texts: tuple[Path, Path]) -> None:
    found = align_files(
        *texts, encoder, source_lang="en-GB", target_lang="zh-Hans", encodings=(None, "gb18030")
    )
    assert (found.source.lang, found.target.lang, found.warnings) == ("en-GB", "zh-Hans", ())


def test_a_reader_of_ones_own_may_refuse_a_file(texts: tuple[Path, Path]) -> None:
    def limited(path: Path, lang: str | None, encoding: str | None) -> Document:
        if path.stat().st_size > 10:
            raise UnreadableFile(f"{path.name}: too long")
        return read(path, lang, encoding)

    with pytest.raises(UnreadableFile, match=r"^a\.en\.txt: too long$"):
        read_pair(*texts, read=limited)


def test_standard_input_can_be_one_of_two_files_only() -> None:
    with pytest.raises(UnreadableFile, match=r"^-: only one of the two texts can come from standard input$"):
        read_pair("-", "-")


def test_the_file_of_record_keeps_the_readers_doubts(
    command: Callable[..., Any], texts: tuple[Path, Path]
) -> None:
    """`duiqi align` says them on stderr and writes them into the JSONL header, as `duiqi batch` does."""
    ran = command("align", *map(str, texts), "-o", "a.jsonl")
    assert ran.status == 0
    assert ran.err.splitlines()[0] == "warning: a.zh.txt: not utf-8, read as gb18030"
    (doubt,) = read_bitext("a.jsonl").warnings
    assert doubt.text == "a.zh.txt: not utf-8, read as gb18030"


BOTH = "The museum opens at nine.\n博物馆九点开门。\nChildren pay half.\n儿童半价。\n"


@pytest.mark.slow
def test_one_file_with_both_languages_is_aligned_with_itself(
    encoder: BundledEncoder, command: Callable[..., Any], tmp_path: Path
) -> None:
    """Named once or twice: `duiqi align FILE`, `duiqi align FILE FILE`."""
    both = tmp_path / "both.txt"
    both.write_text(BOTH, encoding="utf-8")
    found = align_files(both, encoder=encoder)
    assert [(bead.source_texts, bead.target_texts) for bead in found.beads] == [
        (("The museum opens at nine.",), ("博物馆九点开门。",)),
        (("Children pay half.",), ("儿童半价。",)),
    ]
    once, twice = command("align", str(both)), command("align", str(both), str(both))
    assert once == twice
    assert once.out.splitlines()[1].endswith("\tChildren pay half.\t儿童半价。")


def test_one_text_without_its_translation_is_refused(
    command: Callable[..., Any], texts: tuple[Path, Path]
) -> None:
    ran = command("align", str(texts[0]))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("a.en.txt: one text, in one language (en). Give its translation as well")


def test_the_pairing_of_the_file_is_evidence_and_not_law(encoder: BundledEncoder, tmp_path: Path) -> None:
    """Two cells that say the same are told apart by their rows; a row of another text is not paired."""
    rows = [
        ("Yes.", "是的。"),
        ("It rained.", "下雨了。"),
        ("Yes.", ""),
        ("Yes.", "是的。"),
        ("Good bye.", "再见。"),
    ]
    page = "".join(f"<tr><td>{source}</td><td>{target}</td></tr>" for source, target in rows)
    both = tmp_path / "both.html"
    both.write_text(f"<html><body><table>{page}</table></body></html>", encoding="utf-8")
    found = align_files(both, encoder=encoder)
    paired = [(bead.source_texts, bead.target_texts) for bead in found.beads if bead.source and bead.target]
    assert (("It rained.",), ("下雨了。",)) in paired
    assert (("Good bye.",), ("再见。",)) in paired
