"""The file of record: both versions are read, and a fault has its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.model import BeadSegment, Doubt, Span

VERSION_1 = (
    '{"duiqi": 1, "source": {"name": "un.en.txt", "lang": "en", "sha256": "ab"}, '
    '"target": {"name": "un.zh.txt", "lang": "zh", "sha256": "cd"}, "encoder": "bundled", '
    '"signature": "v:0.1.0", "warnings": ["both texts are short"]}\n'
    '{"id": "1", "source": [0, 2], "target": [0, 1], "kind": "2-1", '
    '"source_text": "1. Urges all States; and so on 𠀀", "target_text": "1.敦促所有国家等等", '
    '"source_texts": ["1. Urges all States;", "and so on 𠀀"], '
    '"source_label": "1.", "target_label": "1.", "source_span": [10, 42], "target_span": [5, 17], '
    '"score": 1.5, "confidence": 0.9, "status": "accepted", "note": "lone \\ud800"}\n'
    '{"id": "2", "source": [2, 3], "target": [1, 1], "kind": "1-0", "source_text": "Annex", '
    '"target_text": "", "score": -0.5, "confidence": 0.7, "status": "new"}\n'
)
HEADER = '{"duiqi": 2, "source": {"name": "a", "lang": "en"}, "target": {"name": "b", "lang": "zh"}}\n'


def put(folder: Path, *lines: str) -> Path:
    path = folder / "a.jsonl"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_a_file_of_version_1_is_read(tmp_path: Path) -> None:
    """Its texts one by one; of places it has one span and one label a side."""
    alignment = read_bitext(put(tmp_path, VERSION_1))
    first, second = alignment.beads
    assert first.source_segments == (
        BeadSegment("1. Urges all States;", Span(10, 42), "1."),
        BeadSegment("and so on 𠀀", Span(10, 42)),
    )
    assert first.target_segments == (BeadSegment("1.敦促所有国家等等", Span(5, 17), "1."),)
    assert (first.source_span, first.target_label) == (Span(10, 42), "1.")
    assert (first.id, first.kind, first.score, first.confidence, first.status, first.note) == (
        *("1", (2, 1), 1.5, 0.9, "accepted", "lone \ud800"),
    )
    assert (second.source_texts, second.target_segments, second.target_span) == (("Annex",), (), None)
    assert alignment.warnings == (Doubt("unknown", "both texts are short"),)


def test_who_wants_only_the_pair_finds_it_in_either_version(tmp_path: Path) -> None:
    """Version 2 keeps the texts and spans of whole sides where version 1 has them."""
    from duiqi.exports import write

    write(read_bitext(put(tmp_path, VERSION_1)), tmp_path / "b.jsonl")
    old = [json.loads(line) for line in VERSION_1.splitlines()[1:]]
    new = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text(encoding="utf-8").splitlines()[1:]]
    gone = {"source_texts", "source_label", "target_label"}
    for before, after in zip(old, new, strict=True):
        assert {key: after[key] for key in before if key not in gone} == {
            key: value for key, value in before.items() if key not in gone
        }


@pytest.mark.parametrize("warnings", ["null", '"moved"', "[1]", '[{"code": "moved"}]'])
def test_wrong_warnings_have_their_place(warnings: str, tmp_path: Path) -> None:
    path = put(tmp_path, HEADER.replace("}}\n", f'}}, "warnings": {warnings}}}\n'))
    with pytest.raises(MalformedFile) as raised:
        read_bitext(path)
    assert str(raised.value) == (
        f"{path}, line 1: 'warnings' should be a list of warnings, as "
        f'[{{"code": …, "text": …}}], found {warnings}'
    )


@pytest.mark.parametrize(
    ("segments", "wanted"),
    [
        ("{}", "'source_segments' should be a list of segments, as [{\"text\": …}], found {}"),
        ('["a"]', '\'source_segments\' should be a list of segments, as [{"text": …}], found ["a"]'),
        ("[]", "'source_segments' should be as many segments as 'source' has, 1, found []"),
        ("[{}]", "'source_segments', segment 1: 'text' should be text, found nothing"),
        ('[{"text": 1}]', "'source_segments', segment 1: 'text' should be text, found 1"),
        (
            '[{"text": "a", "span": [3]}]',
            "'source_segments', segment 1: 'span' should be two offsets, as [210, 260], found [3]",
        ),
        (
            '[{"text": "a", "kind": "verse"}]',
            "'source_segments', segment 1: 'kind' should be one of heading, body, item, quotation, cell, "
            'code, footnote, caption, furniture, metadata, found "verse"',
        ),
        (
            '[{"text": "a", "paragraph": -1}]',
            "'source_segments', segment 1: 'paragraph' should be a paragraph's number, found -1",
        ),
        (
            '[{"text": "a", "label": ["3."]}]',
            "'source_segments', segment 1: 'label' should be text, found [\"3.\"]",
        ),
    ],
)
def test_a_wrong_segment_has_its_place(segments: str, wanted: str, tmp_path: Path) -> None:
    line = f'{{"id": "1", "source": [0, 1], "target": [0, 0], "source_segments": {segments}}}\n'
    path = put(tmp_path, HEADER, line)
    with pytest.raises(MalformedFile) as raised:
        list(read_bitext(path).beads)
    separator = ": " if wanted.startswith("'source_segments' ") else ", "
    assert str(raised.value) == f"{path}, line 2{separator}{wanted}"


def test_keys_that_nobody_knows_are_passed_over(tmp_path: Path) -> None:
    """A file of the same version may say more, by a later duiqi or by somebody's script."""
    line = (
        '{"id": "1", "source": [0, 1], "target": [0, 0], "mine": 1, '
        '"source_segments": [{"text": "a", "codes": []}]}\n'
    )
    (bead,) = read_bitext(put(tmp_path, HEADER, line)).beads
    assert bead.source_segments == (BeadSegment("a"),)


def test_other_languages_than_those_of_the_file_are_refused(tmp_path: Path) -> None:
    path = put(tmp_path, HEADER)
    with pytest.raises(MalformedFile) as fault:
        read_bitext(path, source_lang="fr")
    assert str(fault.value) == f"{path}: it goes from en to zh, not from fr to zh. Is it the right file?"
    with pytest.raises(MalformedFile) as fault:
        read_bitext(path, source_lang="zh-CN", target_lang="en")
    assert str(fault.value) == (
        f"{path}: it goes from en to zh, not from zh-CN to en. "
        "Convert it to .tmx, which is read in either direction"
    )


def test_what_a_file_leaves_open_of_its_languages_can_be_said(tmp_path: Path) -> None:
    """A region or script, or a language that is not known; what the file says stays."""
    path = put(tmp_path, HEADER.replace('"en"', '"und"'))
    found = read_bitext(path, source_lang="en-GB", target_lang="zh-TW")
    assert (found.source.lang, found.target.lang) == ("en-GB", "zh-TW")
    path = put(tmp_path, HEADER.replace('"zh"', '"zh-CN"'))
    found = read_bitext(path, target_lang="zh-TW")
    assert (found.source.lang, found.target.lang) == ("en", "zh-CN")
