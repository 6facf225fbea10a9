"""From paragraphs to segments: labels, kinds, and the way back to the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.corpus.errors import MalformedFile, UnreadableFile
from duiqi.corpus.model import Document, Kind, Paragraph, Passage, Run, Span
from duiqi.segmenters import from_sentences, presegmented, segment
from duiqi.segmenters.dictionary import LONGEST_LINE


def paragraph(text: str, start: int = 0, kind: Kind = "body", label: str = "") -> Paragraph:
    """A paragraph that is in the file as it is, with its label and a space before it."""
    after = start + len(label) + (1 if label else 0)
    passage = Passage(text, (Run(0, after, len(text)),) if text else ())
    return Paragraph(passage, kind, label, (Span(start, after + len(text)),))


def document(*paragraphs: Paragraph, lang: str = "en", text: str = "") -> Document:
    return Document(text, lang, "test", paragraphs)


def test_a_label_opens_the_first_segment() -> None:
    file = "3. Urges all States. It thanks them."
    found = segment(document(paragraph("Urges all States. It thanks them.", label="3."), text=file))
    assert [(s.label, s.text) for s in found] == [("3.", "Urges all States."), ("", "It thanks them.")]
    assert [file[s.span.start : s.span.end] for s in found] == ["3. Urges all States.", "It thanks them."]


def test_a_segment_across_a_page_break_keeps_its_pieces() -> None:
    file = "The mines were\n\n- 2 -\n\nremoved. Nobody was hurt."
    passage = Passage("The mines were removed. Nobody was hurt.", (Run(0, 0, 14), Run(15, 23, 25)))
    torn = Paragraph(passage, pieces=(Span(0, 14), Span(23, 48)))
    first, second = segment(document(torn, text=file))
    assert first.text == "The mines were removed."
    assert [file[p.start : p.end] for p in first.pieces] == ["The mines were", "removed."]
    assert [file[p.start : p.end] for p in second.pieces] == ["Nobody was hurt."]


def test_furniture_and_metadata_are_apart_and_whole() -> None:
    found = segment(
        document(paragraph("A/RES/62/99. Page 2.", kind="furniture"), paragraph("Yes. No."), lang="en")
    )
    assert [s.text for s in found] == ["Yes.", "No."]
    assert [(s.text, s.kind, s.paragraph) for s in found.apart] == [("A/RES/62/99. Page 2.", "furniture", 0)]


@pytest.mark.parametrize("kind", ["heading", "cell", "caption"])
def test_a_heading_is_one_segment_unless_it_ends_like_sentences(kind: Kind) -> None:
    title = segment(document(paragraph("Who is it? An introduction", kind=kind)))
    cell = segment(document(paragraph("See table 1. The rest is lost.", kind=kind)))
    assert len(title) == 1
    assert [s.text for s in cell] == ["See table 1.", "The rest is lost."]


def test_levels_go_from_coarse_to_fine() -> None:
    text = "大会，回顾其决议。注意到报告，请秘书长报告。"
    counts = [
        len(segment(document(paragraph(text), lang="zh"), level))
        for level in ("paragraph", "sentence", "clause")
    ]
    assert counts == [1, 2, 4]


def test_a_label_without_text_is_kept() -> None:
    assert [(s.label, s.text, s.span) for s in segment(document(paragraph("", label="(a)")))] == [
        ("(a)", "", Span(0, 4))
    ]


def test_an_empty_document_has_no_segments() -> None:
    assert len(segment(document())) == len(segment(document(paragraph("")))) == 0


words = st.lists(
    st.sampled_from(["协助", "地雷", "。", "，", "“", "”", "𠀀", "Mr.", "a", "No. ", " "]), max_size=40
)


@pytest.mark.slow
@given(words, st.sampled_from(["sentence", "clause"]), st.sampled_from(["zh", "en"]))
def test_every_character_of_a_segment_is_found_again_in_the_file(
    pieces: list[str], level: str, lang: str
) -> None:
    """As in a file whose Chinese words are set apart: each word is a run of its own."""
    runs, at, start = [], 0, 0
    for piece in pieces:
        runs.append(Run(at, start, len(piece)))
        at, start = at + len(piece), start + len(piece) + 1
    file = " ".join(pieces)
    passage = Passage("".join(pieces), tuple(runs))
    found = segment(Document(file, lang, "", (Paragraph(passage, pieces=(Span(0, len(file)),)),)), level)  # type: ignore[arg-type]
    for s in found:
        assert "".join(file[r.start : r.start + r.length] for r in s.passage.runs) == s.text == s.text.strip()
        assert [r.at for r in s.passage.runs] == [
            sum(r.length for r in s.passage.runs[:i]) for i in range(len(s.passage.runs))
        ]
    assert "".join("".join(s.text.split()) for s in found) == "".join("".join(pieces).split())


def test_a_line_is_a_segment_as_it_is() -> None:
    file = "Mr. Smith came. He left.\r\n\r\n  two spaces \r\nlast"
    found = presegmented(Document(file, "en"))
    assert [s.text for s in found] == ["Mr. Smith came. He left.", "", "  two spaces ", "last"]
    assert [file[s.span.start : s.span.end] for s in found] == [s.text for s in found]
    assert [s.paragraph for s in found] == [0, 1, 2, 3]


def test_an_empty_file_has_no_lines() -> None:
    assert len(presegmented(Document("", "en"))) == 0
    assert [s.text for s in presegmented(Document("\n", "en"))] == [""]


@pytest.mark.slow
@given(st.lists(st.text(max_size=8)))
def test_sentences_of_a_list_follow_one_another(sentences: list[str]) -> None:
    found = from_sentences(sentences, "en", "gold")
    assert [s.text for s in found] == sentences
    for s in found:
        assert found.document.text[s.span.start : s.span.end] == s.text


def test_a_dictionary_keeps_its_entries_whole(tmp_path: Path) -> None:
    dictionary = tmp_path / "mine.txt"
    dictionary.write_text("你好，李焕英 5 nz\nDunlop Bros.\n\nmine action\n", encoding="utf-8")
    zh = document(paragraph("我们看了你好，李焕英这部电影，都很感动。"), lang="zh")
    en = document(paragraph("It was Dunlop Bros. The firm failed. We left."))
    assert [s.text for s in segment(zh, "clause", dictionary)] == [
        "我们看了你好，李焕英这部电影，",
        "都很感动。",
    ]
    assert [s.text for s in segment(en, "sentence", dictionary)] == [
        "It was Dunlop Bros. The firm failed.",
        "We left.",
    ]


def test_a_dictionary_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    text = document(paragraph("Yes."))
    missing, latin, wrong = (tmp_path / name for name in ("missing.txt", "latin.txt", "wrong.txt"))
    latin.write_bytes("扫雷 5\n".encode("gb18030"))
    wrong.write_text("扫雷 5\n地雷 3.5 n\n", encoding="utf-8")
    with pytest.raises(UnreadableFile) as error:
        segment(text, dictionary=missing)
    assert str(error.value) == f"{missing}: no such file"
    with pytest.raises(UnreadableFile) as error:
        segment(text, dictionary=latin)
    assert str(error.value) == f"{latin}: not utf-8. Save the dictionary as UTF-8"
    with pytest.raises(MalformedFile) as error:
        segment(text, dictionary=wrong)
    assert str(error.value) == (
        f"{wrong}, line 2: expected a word and its frequency, found '地雷 3.5 n'. "
        "Write the frequency as a whole number or leave it out"
    )


def test_a_line_of_a_dictionary_has_a_longest_length(tmp_path: Path) -> None:
    """A longer line is no word, and would be slow to look at."""
    dictionary = tmp_path / "long.txt"
    dictionary.write_text("雷" * LONGEST_LINE + "\n", encoding="utf-8")
    assert len(segment(document(paragraph("Yes.")), dictionary=dictionary)) == 1
    longer = tmp_path / "longer.txt"
    longer.write_text("雷" * (LONGEST_LINE + 1) + "\n", encoding="utf-8")
    with pytest.raises(MalformedFile) as error:
        segment(document(paragraph("Yes.")), dictionary=longer)
    assert str(error.value) == f"{longer}, line 1: expected a word, found 201 characters"
