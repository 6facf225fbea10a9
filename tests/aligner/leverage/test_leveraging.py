"""A new text finds what memories have: in context, exact, fuzzy, by clauses and by meaning."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.files import align_files
from duiqi.aligner.leverage.leveraging import LeverageOptions, leverage
from duiqi.aligner.leverage.memories import languages, opened
from duiqi.aligner.memory.memory import Memory
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.leverage import Leverage
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.corpus.read import read, read_bytes
from duiqi.exports import write
from duiqi.segmenters.documents import from_sentences, segment

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "corpus" / "samples"
SEEDS = ROOT.parent / "shared" / "seeds"
NEW = {
    "78/70": "002_c60f3d10672c54bd.txt",
    "58/127": "003_54d3a064dd33935a.txt",
    "57/159": "001_60cb04ad48e39c1e.txt",
}

PAIRS = [
    ("The General Assembly,", "大会，"),
    ("Urges all States to clear mines at once,", "敦促所有国家立即扫雷，"),
    ("Requests a report,", "请提交报告，"),
    ("The General Assembly,", "联大，"),
    (
        "Recognizing the role of the United Nations in mine action, and noting its report,",
        "认识到联合国在地雷行动中的作用，并注意到其报告，",
    ),
]
WITHOUT = LeverageOptions(clauses=False, meaning=False)


def bitext(pairs: Sequence[tuple[str, str]] = PAIRS, *, confidence: float = 1.0) -> Alignment:
    beads = [
        Bead.of_texts(range(n, n + 1), range(n, n + 1), str(n), [source], [target], confidence=confidence)
        for n, (source, target) in enumerate(pairs)
    ]
    return Alignment(Side("old.en", "en"), Side("old.zh", "zh"), tuple(beads))


def look_up(texts: Sequence[str], options: LeverageOptions = WITHOUT, **bitexts: Alignment) -> Leverage:
    return leverage(from_sentences(texts, "en"), [*bitexts.values()] or [bitext()], "zh", options=options)


def found(leveraged: Leverage) -> list[tuple[str, int, str] | None]:
    best = [segment.best for segment in leveraged.segments]
    return [match and (match.kind, match.percentage, match.target) for match in best]


def test_the_neighbours_decide_between_two_translations() -> None:
    texts = [
        "Requests a report,",
        "The General Assembly,",
        "Recognizing the role of the United Nations in mine action, and noting its report,",
    ]
    assert found(look_up(texts))[1] == ("context", 101, "联大，")
    assert found(look_up(["The General Assembly,", "Urges all States to clear mines at once,"]))[0] == (
        "context",
        101,
        "大会，",
    )
    assert found(look_up(["Nothing", "The General Assembly,", "else"]))[1][:2] == ("exact", 100)  # type: ignore[index]


def test_fuzzy_matches_have_the_difference() -> None:
    (segment_,) = look_up(["Urges all States to clear minefields at once,"]).segments
    assert segment_.best is not None
    assert segment_.best.percentage == 88
    assert [edit.text for edit in segment_.best.edits if edit.operation != "same"] == ["mines", "minefields"]
    assert segment_.band.name == "85–94"
    assert (segment_.words, segment_.characters) == (8, 38)


def test_an_article_finds_a_memory_that_has_its_label_as_text() -> None:
    """Other tools' memories know no labels: `Article 3` is part of the text."""
    new = segment(read_bytes(b"Article 2 Urges all States.\n\nArticle 3 Thanks them.", "new.txt", lang="en"))
    memory = bitext(
        [("Article 3 Thanks them.", "第三条 感谢它们。"), ("Urges all States.", "敦促所有国家。")]
    )
    assert found(leverage(new, [memory], "zh", options=WITHOUT)) == [
        ("exact", 100, "敦促所有国家。"),
        ("exact", 100, "第三条 感谢它们。"),
    ]


@pytest.mark.parametrize("mark", [" ", ". ", ": ", " – ", " — ", ") ", ".- ", " | "])
@pytest.mark.parametrize("eastern", ["　", "：", "、", ".", " — ", " "])
def test_a_text_finds_itself_whatever_is_between_a_label_and_its_text(mark: str, eastern: str) -> None:
    """In either direction, and with the label and the mark in the proposal."""
    english = [f"{name}{mark}Storage of goods" for name in ("Article 1", "Section 2", "Chapter 3")]
    chinese = [f"{name}{eastern}货物𠀀存放" for name in ("第一条", "第二节", "第三章")]
    texts = [
        segment(read_bytes("\n\n".join(lines).encode(), "a.txt", lang=lang))
        for lines, lang in ((english, "en"), (chinese, "zh"))
    ]
    beads = [
        Bead.of_texts(
            range(n, n + 1), range(n, n + 1), str(n), (one.printed,), (other.printed,),
            source_label=one.label, target_label=other.label,
        )
        for n, (one, other) in enumerate(zip(*texts, strict=True))
    ]  # fmt: skip
    memory = Alignment(Side("a", "en"), Side("b", "zh"), tuple(beads))
    for text, lang, printed in ((texts[0], "zh", chinese), (texts[1], "en", english)):
        assert [one.label for one in text] == [one.label for one in text if one.label]
        proposed = found(leverage(text, [memory], lang, options=WITHOUT))
        assert [best and best[1:] for best in proposed] == [(101, target) for target in printed]


def test_a_text_without_a_match_is_new() -> None:
    (segment_,) = look_up(["Nothing of this is known"]).segments
    assert (segment_.matches, segment_.band.name) == ((), "new")


def test_penalties_lower_the_score_and_not_the_percentage() -> None:
    options = LeverageOptions(
        clauses=False, meaning=False, unreviewed=3, doubtful=10, ambiguous=5, threshold=90
    )
    leveraged = look_up(["The General Assembly,"], options, old=bitext(confidence=0.2))
    (segment_,) = leveraged.segments
    assert segment_.best is not None
    assert (segment_.best.percentage, segment_.best.score) == (
        101 if len(leveraged.segments) < 1 else 100,
        82,
    )
    assert leveraged.filled(segment_) is None
    assert segment_.band.name == "100"


def test_both_directions() -> None:
    leveraged = leverage(from_sentences(["请提交报告，"], "zh"), [bitext()], "en", options=WITHOUT)
    assert leveraged.segments[0].best is not None
    assert leveraged.segments[0].best.target == "Requests a report,"
    assert leveraged.segments[0].words == 6


def test_several_memories(tmp_path: Path) -> None:
    with Memory(tmp_path / "un.memory") as memory:
        memory.add(bitext([("Requests a plan,", "请提交计划，")]))
        write(bitext(), tmp_path / "old.tmx")
        texts = from_sentences(["Requests a plan,", "Requests a report,"], "en")
        leveraged = leverage(texts, [memory, tmp_path / "old.tmx"], "zh", options=WITHOUT)
    assert [match and match[2] for match in found(leveraged)] == ["请提交计划，", "请提交报告，"]
    assert [segment_.matches[0].origin for segment_ in leveraged.segments] == [
        "un.memory old.en 1",
        "old.tmx old.en 3",
    ]


def test_the_language_of_the_translation_is_found(tmp_path: Path) -> None:
    with Memory(tmp_path / "un.memory") as memory, opened([memory]) as memories:
        memory.add(bitext())
        assert (languages(memories, "en"), languages(memories, "zh")) == ("zh", "en")
        with pytest.raises(UnreadableFile, match="no memory has texts in fr"):
            languages(memories, "fr")
        memory.add(Alignment(Side("a", "en"), Side("b", "de"), bitext().beads))
        with pytest.raises(UnreadableFile, match=r"translations into de, zh\. Say --target-lang"):
            languages(memories, "en")
        assert languages(memories, "en", "zh-Hans") == "zh-Hans"
        with pytest.raises(UnreadableFile, match="into de, zh, and none into fr"):
            languages(memories, "en", "fr")


def test_a_long_text_is_put_together_from_clauses(encoder: BundledEncoder) -> None:
    known = "Recognizing the role of the United Nations in mine action,"
    new = "deeply concerned by the many new threats to peace and security that arise everywhere,"
    options = LeverageOptions(meaning=False, floor=75)
    leveraged = leverage(from_sentences([f"{known} {new}"], "en"), [bitext()], "zh", encoder, options)
    match = leveraged.segments[0].proposal
    assert match is not None
    assert match.kind == "clauses"
    assert match.target == f"认识到联合国在地雷行动中的作用，⟦{new}⟧"
    assert [part.percentage for part in match.parts] == [100, 0]
    assert leveraged.segments[0].band.name != "100"


def test_the_same_meaning_is_marked_as_such(encoder: BundledEncoder) -> None:
    options = LeverageOptions(clauses=False)
    leveraged = leverage(
        from_sentences(["States are urged to clear all mines immediately,"], "en"),
        [bitext()],
        "zh",
        encoder,
        options,
    )
    (segment_,) = leveraged.segments
    assert [match.kind for match in segment_.matches] == ["meaning"]
    assert (segment_.best, segment_.band.name, leveraged.filled(segment_)) == (None, "new", None)


@pytest.fixture(scope="module")
def resolution(encoder: BundledEncoder) -> Alignment:
    return align_files(SAMPLES / "un-62-99.en.txt", SAMPLES / "un-62-99.zh.txt", encoder)


@pytest.mark.slow
@pytest.mark.parametrize("name", NEW)
def test_resolutions_find_their_predecessor(
    name: str, resolution: Alignment, encoder: BundledEncoder
) -> None:
    """The golden file has each segment with a match, checked by hand: kind, percentage, place, new target."""
    if not SEEDS.is_dir():
        pytest.skip("the resolutions are not in ../shared/seeds")
    leveraged = leverage(segment(read(SEEDS / NEW[name], "en")), [resolution], "zh", encoder)
    rows = [
        [
            str(segment_.number + 1),
            match.kind,
            str(match.percentage),
            match.origin.split()[-1],
            segment_.source,
            match.target,
        ]
        for segment_ in leveraged.segments
        if (match := segment_.proposal) and match.kind != "meaning"
    ]
    golden = Path(__file__).parent / f"{name.replace('/', '-')}.tsv"
    with golden.open(encoding="utf-8", newline="") as file:
        assert rows == [*csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
