"""Headings such as `Article 1` over their text, and labels that are run in on the other side."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.pipeline import align
from duiqi.aligner.standing_labels import apart, is_standing_label
from duiqi.corpus import read_bytes
from duiqi.corpus.model import Segments
from duiqi.segmenters import segment

CHARTER = (
    ("Article 1", "All human beings are born free and equal.", "第一条", "人人生而自由平等。"),
    ("Article 2", "Everyone has the right to life and to safety.", "第二条", "人人有权享有生命和安全。"),
    ("Article 3", "No one shall be held in slavery.", "第三条", "任何人不得为奴隶。"),
    (
        "Article 4",
        "Everyone may leave any country and return to it.",
        "第四条",
        "人人可以离开并返回任何国家。",
    ),
    ("Article 5", "Everyone has the right to work and to rest.", "第五条", "人人有权工作和休息。"),
)


def read(text: str, lang: str) -> Segments:
    return segment(read_bytes(text.encode(), f"{lang}.txt", lang=lang))


def written(lang: str, layout: str, missing: int = 0) -> Segments:
    """The charter in a layout, without the article `missing`."""
    rows = [row for number, row in enumerate(CHARTER, 1) if number != missing]
    parts = [row[:2] if lang == "en" else row[2:] for row in rows]
    space = " " if lang == "en" else ""
    if layout == "headings":
        return read("\n\n".join(f"{label}\n\n{text}" for label, text in parts), lang)
    if layout == "unmarked":
        return read(" ".join(f"{label} {text.rstrip('.。')}" for label, text in parts), lang)
    join = "\n" if layout == "lines" else space
    return read(join.join(f"{label}{space}{text}" for label, text in parts), lang)


def texts(source: Segments, target: Segments, encoder: BundledEncoder) -> Iterator[tuple[str, str]]:
    """The text of each bead, without labels, white space and full stops."""
    for bead in align(source, target, encoder).beads:
        pair = []
        for side in (bead.source_segments, bead.target_segments):
            words = "".join("".join(part.text.removeprefix(part.label).split()) for part in side)
            pair.append(words.rstrip(".。"))
        if any(pair):
            yield pair[0], pair[1]


LAYOUTS = ("headings", "lines", "run on", "unmarked")


@pytest.mark.slow
@pytest.mark.parametrize(("english", "chinese"), [*product(LAYOUTS, LAYOUTS)])
def test_articles_meet_however_their_labels_are_set(
    english: str, chinese: str, encoder: BundledEncoder
) -> None:
    """One is missing on either side, and stays missing: Article 4 in English, Article 2 in Chinese."""
    source, target = written("en", english, missing=4), written("zh", chinese, missing=2)
    expected = {
        (
            "" if number == 4 else "".join(row[1].split()).rstrip("."),
            "" if number == 2 else row[3].rstrip("。"),
        )
        for number, row in enumerate(CHARTER, 1)
    }
    assert set(texts(source, target, encoder)) == expected


def test_a_heading_and_a_label_that_is_run_in_are_a_bead(encoder: BundledEncoder) -> None:
    found = align(written("en", "headings"), written("zh", "run on"), encoder)
    beads = [(*bead.source_texts, *bead.target_texts) for bead in found.beads]
    assert beads == [pair for a, b, c, d in CHARTER for pair in ((a, c), (b, d))]


def test_labels_stay_with_their_text_where_both_sides_have_them_run_in() -> None:
    source, target = written("en", "lines"), written("zh", "run on")
    assert apart(source, target) is source
    assert apart(target, source) is target
    assert not any(map(is_standing_label, [*source, *target]))


def test_the_parts_of_a_cut_label_are_the_text_of_the_file() -> None:
    source, target = written("en", "headings"), written("zh", "run on")
    parts = apart(target, source)
    text = target.document.text
    assert [text[part.span.start : part.span.end] for part in parts] == [part.printed for part in parts]
    assert "".join(part.printed for part in parts) == text
