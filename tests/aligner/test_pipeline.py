"""From two texts to an alignment: nothing lost, nothing twice, and the main job."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.aligner.doubts import MOVED, NOT_A_TRANSLATION, SAME_LANGUAGE, doubts
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.pipeline import align
from duiqi.corpus import UnreadableFile, read, read_bytes
from duiqi.corpus.model import Alignment, Bead, Level, Segments
from duiqi.segmenters import from_sentences, segment

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
LABELS = [*(f"{number}." for number in range(1, 12)), *(f"({letter})" for letter in "abcde")]

# The beginning of the Analects, and Legge's translation (1861).
LUNYU = (
    "子曰：“学而时习之，不亦说乎？",
    "有朋自远方来，不亦乐乎？",
    "人不知而不愠，不亦君子乎？”",
    "子曰：“巧言令色，鲜矣仁！”",
    "曾子曰：“吾日三省吾身。",
    "为人谋而不忠乎？与朋友交而不信乎？传不习乎？”",
    "子曰：“君子食无求饱，居无求安，敏于事而慎于言，就有道而正焉，可谓好学也已。”",
)
LEGGE = (
    "The Master said, “Is it not pleasant to learn with a constant perseverance and application?",
    "Is it not delightful to have friends coming from distant quarters?",
    "Is he not a man of complete virtue, who feels no discomposure though men may take no note of him?”",
    "The Master said, “Fine words and an insinuating appearance are seldom associated with true virtue.”",
    "The philosopher Tseng said, “I daily examine myself on three points.",
    "Whether, in transacting business for others, I may have been not faithful;— whether, in intercourse "
    "with friends, I may have been not sincere;— whether I may have not mastered and practiced the "
    "instructions of my teacher.”",
    "The Master said, “He who aims to be a man of complete virtue in his food does not seek to gratify his "
    "appetite, nor in his dwelling place does he seek the appliances of ease; he is earnest in what he is "
    "doing, and careful in his speech; he frequents the company of men of principle that he may be "
    "rectified — such a person may be said indeed to love to learn.”",
)
ODD = ("", " ", "1. Yes.", "(a)", "——", "😀", "𠀀是一个字。", "%", "2005", "第一条", "* * *")


def document(text: str, name: str, lang: str, level: Level = "sentence") -> Segments:
    return segment(read_bytes(text.encode(), name, lang=lang), level)


def squeezed(texts: Sequence[str]) -> str:
    """A text without its white space, of which segmenters take some out and put some in."""
    return "".join("".join(texts).split())


def beads_of(alignment: Alignment) -> list[Bead]:
    return list(alignment.beads)


def ranges(alignment: Alignment) -> list[tuple[range, range]]:
    return [(bead.source, bead.target) for bead in alignment.beads]


def assert_tiles(alignment: Alignment, source: Segments, target: Segments) -> None:
    """Every segment of both sides stands in exactly one bead, in order, whole."""
    beads = beads_of(alignment)
    assert all(any(bead.kind) for bead in beads)
    for before, after in pairwise(beads):
        assert (before.source.stop, before.target.stop) == (after.source.start, after.target.start)
    assert (beads[0].source.start, beads[0].target.start) == (0, 0)
    assert len({bead.id for bead in beads}) == len(beads)
    assert all(bead.id for bead in beads)
    assert all(0 <= bead.confidence <= 1 for bead in beads)
    for bead in beads:
        assert (len(bead.source_texts), len(bead.target_texts)) == bead.kind
        assert (bead.source_span is None, bead.target_span is None) == tuple(not count for count in bead.kind)
    for side, texts in (
        (source, [text for bead in beads for text in bead.source_texts]),
        (target, [text for bead in beads for text in bead.target_texts]),
    ):
        assert squeezed(texts) == squeezed(side.texts(range(len(side))))


def assert_spans_hold_the_texts(alignment: Alignment, source: Segments, target: Segments) -> None:
    """What a bead says stands in the document where its span says, interrupted perhaps, and nowhere else."""
    for bead in alignment.beads:
        for side, span, texts in (
            (source, bead.source_span, bead.source_texts),
            (target, bead.target_span, bead.target_texts),
        ):
            if span is not None:
                place = squeezed([side.document.text[span.start : span.end]])
                assert is_subsequence(squeezed(texts), place)
                assert place[:1] == squeezed(texts)[:1]


def is_subsequence(short: str, long: str) -> bool:
    left = iter(long)
    return all(sign in left for sign in short)


@pytest.fixture(scope="module")
def main_job(encoder: BundledEncoder) -> tuple[Alignment, Segments, Segments]:
    """The two texts of resolution 62/99 as they come, aligned."""
    source, target = (segment(read(SAMPLES / f"un-62-99.{lang}.txt")) for lang in ("en", "zh"))
    return align(source, target, encoder), source, target


# --- any two texts

sentences = st.sampled_from((*LUNYU, *LEGGE, *ODD))
texts = st.lists(st.tuples(sentences, st.sampled_from(("", " ", "\n\n"))), min_size=1, max_size=8).map(
    lambda parts: "".join(sentence + gap for sentence, gap in parts)
)


@pytest.mark.slow
@given(texts, texts, st.sampled_from(["zh", "en"]), st.sampled_from(["paragraph", "sentence", "clause"]))
@settings(max_examples=30, deadline=None)
def test_the_beads_of_any_two_texts_tile_both(
    encoder: BundledEncoder, left: str, right: str, lang: str, level: Level
) -> None:
    source, target = document(left + "。", "a", "zh", level), document(right + ".", "b", lang, level)
    if not (len(source) and len(target)):
        return
    found = align(source, target, encoder)
    assert_tiles(found, source, target)
    assert_spans_hold_the_texts(found, source, target)


@pytest.mark.slow
@given(st.lists(sentences, min_size=1, max_size=8), st.lists(sentences, min_size=1, max_size=8))
@settings(max_examples=15, deadline=None)
def test_what_was_segmented_before_is_never_cut(
    encoder: BundledEncoder, left: list[str], right: list[str]
) -> None:
    """Not even a segment that holds the other side's whole text."""
    source, target = from_sentences(left, "zh"), from_sentences(["".join(LEGGE), *right], "en")
    beads = beads_of(align(source, target, encoder, presegmented=True))
    assert [text for bead in beads for text in bead.source_texts] == left
    assert [text for bead in beads for text in bead.target_texts] == ["".join(LEGGE), *right]
    assert [number for bead in beads for number in bead.source] == [*range(len(left))]
    assert [number for bead in beads for number in bead.target] == [*range(len(right) + 1)]


@pytest.mark.slow
@given(st.permutations(LEGGE), st.integers(2, len(LEGGE)))
@settings(max_examples=15, deadline=None)
def test_a_text_aligned_with_itself_is_the_diagonal(
    encoder: BundledEncoder, mixed: list[str], count: int
) -> None:
    source = from_sentences(mixed[:count], "en")
    found = align(source, source, encoder, presegmented=True)
    assert ranges(found) == [(range(k, k + 1), range(k, k + 1)) for k in range(count)]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_real_text_aligned_with_itself_is_the_diagonal(encoder: BundledEncoder, lang: str) -> None:
    source = segment(read(SAMPLES / f"un-62-99.{lang}.txt"))
    found = align(source, source, encoder)
    assert all(bead.source == bead.target and bead.kind == (1, 1) for bead in found.beads)
    assert all(bead.source_texts == bead.target_texts for bead in found.beads)
    assert_tiles(found, source, source)


def test_a_coarse_side_is_cut_and_grows_together_again(encoder: BundledEncoder) -> None:
    """Seven sentences against one line: the line is cut where the sentences ask for it."""
    source, target = from_sentences(LEGGE, "en"), from_sentences(["".join(LUNYU)], "zh")
    found = align(source, target, encoder)
    assert_tiles(found, source, target)
    assert {(LEGGE[k], LUNYU[k]) for k in (1, 2, 3)} <= {
        (*bead.source_texts, *bead.target_texts) for bead in found.beads
    }
    assert_spans_hold_the_texts(found, source, target)


@pytest.mark.slow
def test_swapping_the_sides_mirrors_the_beads(
    encoder: BundledEncoder, main_job: tuple[Alignment, Segments, Segments]
) -> None:
    """With Chinese as the source, the same sentences meet."""
    found, source, target = main_job
    mirrored = align(target, source, encoder)
    pairs = {(bead.source_texts, bead.target_texts) for bead in found.beads}
    assert {(bead.target_texts, bead.source_texts) for bead in mirrored.beads} == pairs


@pytest.mark.slow
def test_the_same_texts_give_the_same_alignment(
    encoder: BundledEncoder, main_job: tuple[Alignment, Segments, Segments]
) -> None:
    """Floats32 and confidences to the last digit."""
    found, source, target = main_job
    assert align(source, target, encoder) == found


# --- the main job


def test_the_main_job_tiles_both_texts(main_job: tuple[Alignment, Segments, Segments]) -> None:
    assert_tiles(*main_job)
    assert_spans_hold_the_texts(*main_job)


def test_each_segment_is_in_its_bead_with_its_place(main_job: tuple[Alignment, Segments, Segments]) -> None:
    """Text as printed, span, label, kind, paragraph, time; of the translation, which is cut, in parts."""
    found, source, target = main_job
    assert [held for bead in found.beads for held in bead.source_segments] == [
        (text, whole.span, whole.label, whole.kind, whole.paragraph, whole.time, ())
        for whole, text in zip(source, source.texts(range(len(source))), strict=True)
    ]
    wholes = {whole.paragraph: whole for whole in target}
    for bead in found.beads:
        for part in bead.target_segments:
            assert part.paragraph is not None
            assert part.span is not None
            whole = wholes[part.paragraph]
            assert part.kind == whole.kind
            assert whole.span.start <= part.span.start < part.span.end <= whole.span.end


@pytest.mark.parametrize("label", LABELS)
def test_operative_paragraphs_meet_their_own(
    main_job: tuple[Alignment, Segments, Segments], label: str
) -> None:
    """Paragraphs 1. to 11. and (a) to (e) are pairs of one segment a side, labelled alike."""
    (bead,) = [bead for bead in main_job[0].beads if bead.source_label == label]
    assert bead.kind == (1, 1)
    assert bead.target_label == label
    assert bead.source_texts[0].startswith(f"{label} ")
    assert bead.target_texts[0].startswith(label)


def test_footnotes_stand_alone(main_job: tuple[Alignment, Segments, Segments]) -> None:
    """The Chinese file has no footnotes."""
    notes = [bead for bead in main_job[0].beads if bead.source_label in {"*", "1", "2", "3", "4"}]
    assert [bead.source_label for bead in notes] == ["*", "1", "2", "3", "4"]
    assert {bead.kind for bead in notes} == {(1, 0)}


def test_the_chinese_date_and_closing_lines_stand_alone(
    main_job: tuple[Alignment, Segments, Segments],
) -> None:
    """The English file has neither the date, nor where the draft came from, nor the meeting."""
    alone = squeezed([text for bead in main_job[0].beads if not bead.source for text in bead.target_texts])
    assert alone == (
        "2007年12月17日大会决议"
        "[根据特别政治和非殖民化委员会（第四委员会）的报告(A/62/401)通过]"
        "2007年12月17日第75次全体会议"
    )  # fmt: skip


CALL_MARK = re.compile(r"(?<=[a-z,;])\d+(?=\s|$)|\*$")


def gold_pairs(path: Path) -> set[tuple[str, str]]:
    """The gold pairs as its README compares them: white space out, call marks out of the English."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return {
        (squeezed([CALL_MARK.sub("", english.strip())]), squeezed([chinese])) for english, chinese in pairs
    }


@pytest.mark.slow
@pytest.mark.parametrize("level", ["sentence", "paragraph"])
def test_all_pairs_of_the_gold_and_nothing_else(
    encoder: BundledEncoder, gold: Callable[[str], Path], level: Level
) -> None:
    wanted = gold_pairs(gold("gold_62_99.tsv"))
    assert len(wanted) == 28
    source, target = (segment(read(SAMPLES / f"un-62-99.{lang}.txt"), level) for lang in ("en", "zh"))
    found = align(source, target, encoder)
    assert {
        (squeezed(bead.source_texts), squeezed(bead.target_texts)) for bead in found.beads if all(bead.kind)
    } == wanted
    assert found.warnings == ()


# --- what is said of an alignment


def test_a_translation_gives_no_warning(encoder: BundledEncoder) -> None:
    found = align(from_sentences(LUNYU, "zh"), from_sentences(LEGGE, "en"), encoder, presegmented=True)
    assert found.warnings == ()
    assert ranges(found) == [(range(k, k + 1), range(k, k + 1)) for k in range(len(LUNYU))]


@pytest.mark.slow
def test_texts_that_are_no_translation_of_each_other_are_called_that(encoder: BundledEncoder) -> None:
    """They are aligned all the same, for the user may know better."""
    source = segment(read(SAMPLES / "un-62-99.en.txt"))
    target = document("".join(LUNYU), "lunyu.zh.txt", "zh")
    found = align(source, target, encoder)
    assert [doubt.code for doubt in found.warnings] == [NOT_A_TRANSLATION]
    assert_tiles(found, source, target)


def test_parts_in_another_order_are_named_and_not_forced_into_beads(encoder: BundledEncoder) -> None:
    chinese = [
        "整夜都在下雨。",
        "早上道路封闭了。",
        "没有人来赶集。",
        "明年将建造第二座桥。",
        "学校要换屋顶。",
    ]
    english = [
        "It rained all night.",
        "The roads were closed in the morning.",
        "Nobody came to the market.",
        "A second bridge will be built next year.",
        "The school needs a new roof.",
    ]
    source, target = [*LUNYU[:3], *chinese], [*english, *LEGGE[:3]]
    found = align(from_sentences(source, "zh"), from_sentences(target, "en"), encoder, presegmented=True)
    assert [bead.kind for bead in found.beads] == [(1, 0)] * 3 + [(1, 1)] * 5 + [(0, 1)] * 3
    (doubt,) = [doubt for doubt in found.warnings if doubt.code == MOVED]
    assert doubt.text.startswith("2 segments seem to be translated in another place")
    assert f"“{LUNYU[1]}” with “{LEGGE[1][:20]}" in doubt.text


def test_of_a_few_beads_the_texts_as_wholes_decide() -> None:
    """A free translation of three sentences has unsure beads, but says the same; of a hundred that is odd."""
    sides = from_sentences(LEGGE, "en"), from_sentences(LUNYU, "zh")
    bead = Bead.of_texts(
        range(1), range(1), "1", source_texts=("Yes.",), target_texts=("是。",), confidence=0.4
    )
    assert not list(doubts([bead] * 3, *sides, similarity=0.6))
    for beads, similarity in (([bead] * 3, 0.3), ([replace(bead, score=-1.0)] * 100, 0.6)):
        (doubt,) = doubts(beads, *sides, similarity=similarity)
        assert doubt.code == NOT_A_TRANSLATION
        assert "40%" in doubt.text


def test_one_language_on_both_sides_is_doubted_and_aligned(encoder: BundledEncoder) -> None:
    """A new version against the old one is a use, two copies of one file a slip."""
    found = align(from_sentences(LEGGE, "en-GB"), from_sentences(LEGGE[1:], "en"), encoder, presegmented=True)
    assert found.warnings == (
        (
            SAME_LANGUAGE,
            "both texts are in the same language (en-GB). "
            "Aligned anyway; for two versions of a text: duiqi compare",
        ),
    )
    assert [bead.kind for bead in found.beads] == [(1, 0)] + [(1, 1)] * 6


@pytest.mark.parametrize(("one", "other"), [("EN", "en-GB"), ("zh_TW", "zh-Hans"), ("en", "en")])
def test_a_language_is_the_same_whatever_its_region_script_or_case(one: str, other: str) -> None:
    sides = from_sentences(LEGGE, one), from_sentences(LEGGE, other)
    assert [doubt.code for doubt in doubts([], *sides, similarity=1.0)][:1] == [SAME_LANGUAGE]


def test_languages_that_nobody_knows_are_not_called_the_same(encoder: BundledEncoder) -> None:
    found = align(from_sentences(LEGGE, "und"), from_sentences(LUNYU, "und"), encoder, presegmented=True)
    assert SAME_LANGUAGE not in [doubt.code for doubt in found.warnings]


@pytest.mark.parametrize("empty", [0, 1])
def test_a_side_without_segments_is_refused(encoder: BundledEncoder, empty: int) -> None:
    sides = [from_sentences(LEGGE, "en", "legge.txt"), from_sentences(LUNYU, "zh", "lunyu.txt")]
    sides[empty] = from_sentences([], "en", "empty.txt")
    with pytest.raises(UnreadableFile, match=r"^empty\.txt: no segment to align$"):
        align(*sides, encoder)


@pytest.mark.slow
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("presegmented", [False, True])
@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\u200b", "——"])
def test_a_side_without_a_word_is_aligned_all_the_same(
    encoder: BundledEncoder, blank: str, presegmented: bool
) -> None:
    """Blank cells of a table, a line of dashes: beads, and no complaint of NumPy's."""
    blanks, words = from_sentences([blank], "zh"), from_sentences(LEGGE[:2], "en")
    for source, target in ((blanks, words), (words, blanks), (blanks, blanks)):
        assert_tiles(align(source, target, encoder, presegmented=presegmented), source, target)


def test_an_alignment_says_what_it_was_made_of(main_job: tuple[Alignment, Segments, Segments]) -> None:
    found = main_job[0]
    assert (found.source.name, found.source.lang) == ("un-62-99.en.txt", "en")
    assert (found.target.name, found.target.lang) == ("un-62-99.zh.txt", "zh")
    assert all(re.fullmatch("[0-9a-f]{64}", side.sha256) for side in (found.source, found.target))
    assert found.encoder == "bundled"
    assert re.fullmatch(r"seg:sentence\|enc:bundled-[^|]+\|weights:[^|]+\|v:[^|]+", found.signature)


def test_progress_is_told_from_beginning_to_end(encoder: BundledEncoder) -> None:
    told: list[tuple[str, int, int]] = []
    align(
        from_sentences(LUNYU, "zh"),
        from_sentences(LEGGE, "en"),
        encoder,
        progress=lambda *state: told.append(state),
    )
    assert all(0 <= done <= total for _, done, total in told)
    assert told[-1][1] == told[-1][2] > 0


class Letters:
    """Any object with a name and one method is an encoder."""

    name = "letters"

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        rows = np.zeros((len(sentences), 64), np.float32)
        for row, sentence in zip(rows, sentences, strict=True):
            for letter in sentence or " ":
                row[ord(letter) % 64] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.slow
def test_any_encoder_will_do() -> None:
    """Its blocks are compared; tokens and clauses are the bundled encoder's business."""
    source = from_sentences(LEGGE, "en")
    found = align(source, source, Letters())
    assert found.encoder == "letters"
    assert "|enc:letters+bundled-" in found.signature
    assert ranges(found) == [(range(k, k + 1), range(k, k + 1)) for k in range(len(LEGGE))]


MISSING = (
    ("Article 1 The name of the company is Blue River.", "第一条 公司名称为蓝河公司。"),
    ("Article 2 The company is registered in Hamburg.", "第二条 公司注册地为汉堡。"),
    ("Article 3 The capital of the company is one million euros.", ""),
    ("Article 4 Acceptance", "第四条 验收"),
    ("Article 5 The board meets twice a year.", "第五条 董事会每年召开两次会议。"),
    ("Article 6 The chair calls the meetings of the board.", ""),
    ("Article 7 The accounts are audited every year.", "第七条 公司账目每年接受审计。"),
)


@pytest.mark.slow
def test_a_missing_article_is_a_missing_article(encoder: BundledEncoder) -> None:
    """Its neighbours keep their own counterparts, and a short heading finds the one of its number."""
    source = document("\n\n".join(source for source, _ in MISSING), "en.txt", "en")
    target = document("\n\n".join(target for _, target in MISSING if target), "zh.txt", "zh")
    for sides in ((source, target), (target, source)):
        found = {(bead.source_texts, bead.target_texts) for bead in align(*sides, encoder).beads}
        pairs = [((one,), (other,) if other else ()) for one, other in MISSING]
        assert found == set(pairs if sides[0] is source else [pair[::-1] for pair in pairs])


def test_a_translation_whose_articles_are_numbered_otherwise_is_paired_by_its_words(
    encoder: BundledEncoder,
) -> None:
    pairs = [(source, target) for source, target in MISSING if target and len(target) > 8]
    shifted = [re.sub(r"\d", lambda found: str(int(found[0]) + 1), source) for source, _ in pairs]
    source = document("\n\n".join(shifted), "en.txt", "en")
    target = document("\n\n".join(target for _, target in pairs), "zh.txt", "zh")
    found = [(bead.source_texts, bead.target_texts) for bead in align(source, target, encoder).beads]
    assert found == [((one,), (other,)) for one, (_, other) in zip(shifted, pairs, strict=True)]
