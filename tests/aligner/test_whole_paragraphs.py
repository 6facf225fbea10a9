"""Whole paragraphs take the place of torn ones only, and only where the paragraphs are sure."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from duiqi.aligner.beads import Step
from duiqi.aligner.division import undivided
from duiqi.aligner.doubts import WHOLE_PARAGRAPHS, united_paragraphs
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.path import BestPath
from duiqi.aligner.pipeline import align
from duiqi.aligner.whole_paragraphs import is_torn, paragraphs_of, unite
from duiqi.corpus import read_bytes
from duiqi.segmenters import segment

CHINESE = "学而时习之。不亦说乎。\n\n有朋自远方来。家里热闹。\n\n人不知而不愠。这是君子。"
ENGLISH = (
    "Study it now. Is it not joy?\n\n"
    "A friend has come. The house is lively.\n\n"
    "Nobody knows. He is a gentleman."
)
LEFT, RIGHT = (
    segment(read_bytes(text.encode(), f"{lang}.txt", lang=lang))
    for text, lang in ((CHINESE, "zh"), (ENGLISH, "en"))
)
SIDES = undivided(LEFT), undivided(RIGHT)
# The first paragraph is paired, the second torn; the third is torn, too, across its border.
TORN = [(0, 0, 1, 1), (1, 1, 1, 1), (2, 2, 0, 1), (2, 3, 0, 1), (2, 4, 1, 0), (3, 4, 2, 1), (5, 5, 1, 1)]
ONE_TO_ONE = [(0, 0, 1, 1), (1, 1, 1, 1), (2, 2, 1, 1)]


def path(encoder: BundledEncoder, steps: Sequence[tuple[int, int, int, int]], likely: float) -> BestPath:
    found = BestPath(encoder)
    found.steps = [Step(*step) for step in steps]
    found.probabilities, found.scores = [likely] * len(steps), [1.0] * len(steps)
    return found


def test_torn_paragraphs_become_beads_and_others_keep_their_sentences(encoder: BundledEncoder) -> None:
    torn = path(encoder, TORN, 0.4)
    assert is_torn(*SIDES, torn)
    assert unite(*SIDES, torn, path(encoder, ONE_TO_ONE, 0.9)) == [2, 3]
    assert torn.steps == [(0, 0, 1, 1), (1, 1, 1, 1), (2, 2, 2, 2), (4, 4, 2, 2)]
    assert len(torn.scores) == 4


@pytest.mark.parametrize(
    ("inside", "paragraphs", "united"), [(0.4, 0.9, 0.6), (0.4, 0.5, 0.5), (0.89, 0.9, 0.11)]
)
def test_a_whole_paragraph_is_no_likelier_than_the_sentences_leave_room_for(
    encoder: BundledEncoder, inside: float, paragraphs: float, united: float
) -> None:
    """Of two beads that share a segment one at most is right: the sum of both is at most 1."""
    torn = path(encoder, TORN, inside)
    unite(*SIDES, torn, path(encoder, ONE_TO_ONE, paragraphs))
    assert torn.probabilities == pytest.approx([inside, inside, united, united])


OMITTED = [(0, 0, 1, 1), (1, 1, 1, 0), (2, 1, 0, 1), (2, 2, 1, 1), (3, 3, 1, 1), (4, 4, 1, 1), (5, 5, 1, 1)]
ACROSS = [(0, 0, 1, 1), (1, 1, 2, 2), (3, 3, 1, 1), (4, 4, 1, 1), (5, 5, 1, 1)]


@pytest.mark.parametrize("steps", [OMITTED, ACROSS], ids=["left out", "paired across the border"])
def test_what_is_sure_is_no_tear(encoder: BundledEncoder, steps: Sequence[tuple[int, int, int, int]]) -> None:
    """A sentence that surely has no counterpart was left out, and its paragraph keeps its sentences."""
    sure, unsure = path(encoder, steps, 0.9), path(encoder, steps, 0.89)
    assert unite(*SIDES, sure, path(encoder, ONE_TO_ONE, 0.99)) == []
    assert sure.steps == steps
    assert unite(*SIDES, unsure, path(encoder, ONE_TO_ONE, 0.99)) != []


@pytest.mark.parametrize(
    ("steps", "likely"),
    [(ONE_TO_ONE, 0.4), ([(0, 0, 1, 1), (1, 1, 1, 0), (2, 1, 1, 2)], 0.9)],
    ids=["unsure", "not one to one"],
)
def test_paragraphs_that_are_not_surely_one_to_one_change_nothing(
    encoder: BundledEncoder, steps: Sequence[tuple[int, int, int, int]], likely: float
) -> None:
    torn = path(encoder, TORN, 0.4)
    assert unite(*SIDES, torn, path(encoder, steps, likely)) == []
    assert torn.steps == TORN


def test_a_text_whose_sentences_are_paired_is_not_torn(encoder: BundledEncoder) -> None:
    assert not is_torn(*SIDES, path(encoder, [(k, k, 1, 1) for k in range(6)], 0.4))


def test_the_paragraphs_are_those_of_the_segments() -> None:
    whole = paragraphs_of(LEFT)
    assert whole.level == "paragraph"
    assert ["".join(one.text.split()) for one in whole] == CHINESE.split("\n\n")


def test_a_torn_bitext_is_paired_by_paragraphs_and_says_so(
    encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sentence is in exactly one bead, and a doubt counts the paragraphs."""
    monkeypatch.setattr("duiqi.aligner.whole_paragraphs.LOST", 0.0)
    monkeypatch.setattr("duiqi.aligner.whole_paragraphs.TORN", 0.0)
    monkeypatch.setattr("duiqi.aligner.whole_paragraphs.RIGHT", 0.0)
    found = align(LEFT, RIGHT, encoder)
    assert [bead.kind for bead in found.beads] == [(2, 2)] * 3
    assert [text for bead in found.beads for text in bead.source_texts] == [one.text for one in LEFT]
    doubts = [doubt for doubt in found.warnings if doubt.code == WHOLE_PARAGRAPHS]
    assert doubts == [*united_paragraphs(found.beads, range(3))]
    assert doubts[0].text.startswith("3 pairs of paragraphs are paired whole, because")
    assert doubts[0].text.endswith(": id 1, 2, 3")


def test_a_sentence_that_was_left_out_is_not_hidden_in_its_paragraph(encoder: BundledEncoder) -> None:
    """The omission is a bead of its own, although the translator's preface is long."""
    preface = (
        "译者初读此书，是在大学图书馆的一个雨天下午。书里的那种冷幽默，叫人想起鲁迅先生的《故事新编》。\n\n"
    )
    chinese = (
        f"{preface}“灭了。”佩尔太太放下牛奶，说道。\n\n"
        "她丈夫走到窗前。雨水顺着玻璃往下淌，雨的后面什么也没有。没有闪。他又数了一遍。\n\n“还真是。”他说。"
    )
    english = (
        '"It\'s out," said Mrs Pell, setting down the milk.\n\n'
        "Her husband went to the window. Rain ran down the pane, and beyond the rain there was nothing. "
        "He counted under his breath as his father had taught him: one, two, three, four, flash. "
        'There was no flash. He counted again.\n\n"So it is," he said.'
    )
    sides = (
        segment(read_bytes(text.encode(), f"{lang}.txt", lang=lang))
        for text, lang in ((english, "en"), (chinese, "zh"))
    )
    beads = align(*sides, encoder).beads
    assert ["".join(bead.source_texts)[:10] for bead in beads if bead.kind == (1, 0)] == ["He counted"]


def test_nothing_is_said_where_no_paragraph_is_whole(encoder: BundledEncoder) -> None:
    assert [*united_paragraphs((), ())] == []
    beads = align(LEFT, RIGHT, encoder).beads
    assert next(united_paragraphs(beads, [1])).text.startswith("1 pair of paragraphs is paired whole")
    assert next(united_paragraphs(beads * 2, range(11))).text.endswith(" …")
