"""Questions are written and read back as answers, and answers to other texts are refused."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.judging import answers
from duiqi.aligner.judging.answers import AnswerFile, check_no_answers, write_questions
from duiqi.aligner.judging.judge import Choice
from duiqi.aligner.judging.question import Question
from duiqi.corpus.errors import DuiqiError, MalformedFile, UnreadableFile, UnwritableFile
from duiqi.corpus.json_lines import read_json_lines


def answered(path: Path, choices: dict[int, object], **fields: object) -> Path:
    """The file of questions with these lines, from 0, answered."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for number, choice in choices.items():
        lines[number] |= {"choice": choice, **fields}
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8-sig")
    return path


def test_questions_have_texts_context_and_alternatives(many: list[Question], tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    assert write_questions(many, path) == len(many)
    first = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    assert first["before"] == {"source": ["Before."], "target": ["前。"]}
    assert (first["source"], first["target"]) == (["One 0.", "Two 𠀀."], ["一0。", "二𠀀。"])
    assert first["alternatives"][1] == {
        "number": 2, "pairs": [[[1], [1, 2]], [[2], []]], "probability": 0.5, "present": True,
    }  # fmt: skip
    check_no_answers(path)


def test_a_file_edited_in_place_is_a_judge(many: list[Question], tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    write_questions(many, path)
    answered(path, {0: 3, 2: 0}, probability=0.75)
    with pytest.raises(UnwritableFile, match="has answers"):
        check_no_answers(path)
    found = AnswerFile(path).choose(many)
    assert found[:3] == [Choice(3, 0.75), None, Choice(0, 0.75)]
    assert set(found[3:]) == {None}


def test_other_programs_write_a_signature_and_a_choice(many: list[Question], tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps({"signature": many[5].signature, "choice": 1}), encoding="utf-8")
    assert AnswerFile(path).choose(many)[5] == Choice(1, 1.0)


def test_answers_about_another_text_are_refused(many: list[Question], tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    write_questions(many[:2], path)
    answered(path, {0: 1, 1: 1})
    file = AnswerFile(path)
    assert file.choose(many[1:])[0] == Choice(1)
    assert file.unmatched == 1
    for others in (many[2:], []):
        with pytest.raises(MalformedFile, match="none of its 2 answers belongs to these texts"):
            file.choose(others)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"signature": "a", "choice": "both"}', "line 1: choice should be the number of an alternative"),
        ('{"signature": "a", "choice": true}', "line 1: choice should be the number of an alternative"),
        ('{"signature": "a", "choice": 1.5}', "line 1: choice should be the number of an alternative"),
        ('{"signature": "a", "choice": -1}', "line 1: choice should be the number of an alternative"),
        ('{"signature": "a", "choice": 1, "probability": 2}', "probability should be between 0 and 1"),
        ('{"signature": "a", "choice": 1, "probability": NaN}', "probability should be between 0 and 1"),
        ('{"choice": 1}', "line 1: expected an object with a signature"),
        ("[" * 5000, "line 1: not JSON. A file of answers has one object a line"),
        ("word", "line 1: not JSON from character 1 on"),
        ("[]", "line 1: expected an object in braces"),
        ('{"signature": "a", "choice": null}', "no line has a choice"),
        ("", "no line has a choice"),
    ],
)
def test_a_malformed_line_is_named(line: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(MalformedFile, match=message):
        AnswerFile(path)


def test_a_choice_that_there_is_not_is_named(many: list[Question], tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    write_questions(many, path)
    with pytest.raises(MalformedFile, match="question 0 has 3 alternatives, found the choice 4"):
        AnswerFile(answered(path, {0: 4})).choose(many)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        AnswerFile(tmp_path / "missing.jsonl")
    with pytest.raises(DuiqiError, match=str(tmp_path.name)):
        AnswerFile(tmp_path)
    (tmp_path / "gb").write_bytes("选择题".encode("gb18030"))
    with pytest.raises(UnreadableFile, match="not utf-8"):
        AnswerFile(tmp_path / "gb")
    with pytest.raises(UnwritableFile, match="is no file of questions"):
        check_no_answers(tmp_path / "gb")
    with pytest.raises(UnreadableFile, match="a device or socket, not a file"):
        AnswerFile(Path(os.devnull))
    check_no_answers(tmp_path / "missing.jsonl")


def test_a_file_of_questions_is_read_once_before_it_is_replaced(
    many: list[Question], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To its end: a line after the answers may show that the file is another's."""
    path = tmp_path / "questions.jsonl"
    write_questions(many, path)
    reads = []

    def counted(*given: Any) -> Any:
        reads.append(given)
        return read_json_lines(*given)

    monkeypatch.setattr(answers, "read_json_lines", counted)
    check_no_answers(path)
    assert len(reads) == 1
    answered(path, {0: 1})
    with path.open("a", encoding="utf-8") as stream:
        stream.write('\n{"name": "𠀀"}\n')
    with pytest.raises(UnwritableFile, match="is no file of questions"):
        check_no_answers(path)


def test_answers_that_contradict_each_other_count_as_none(many: list[Question], tmp_path: Path) -> None:
    """Two files that were joined, or a line that was copied; the same choice twice is one answer."""
    path = tmp_path / "answers.jsonl"

    def write(*choices: tuple[int, int]) -> None:
        lines = [{"signature": many[number].signature, "choice": choice} for number, choice in choices]
        path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    write((0, 1), (1, 2), (0, 2), (1, 2))
    file = AnswerFile(path)
    assert file.choose(many)[:2] == [None, Choice(2)]
    assert (file.contradictory, file.unmatched) == (1, 0)
    lines = [
        {"pair": pair, "signature": many[0].signature, "choice": choice}
        for pair, choice in (("a", 1), ("b", 2))
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    file = AnswerFile(path)
    assert (file.choice("b", many[0].signature), file.contradictory) == (Choice(2), 0)
    assert (file.choose(many)[0], file.contradictory) == (None, 1)
    write((0, 1), (0, 2))
    with pytest.raises(MalformedFile) as refused:
        AnswerFile(path)
    assert str(refused.value) == f"{path}: each question has answers that differ. Leave one for each"
