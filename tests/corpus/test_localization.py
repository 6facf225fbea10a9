"""What is shown to people is in their language; what programs read is not."""

from __future__ import annotations

import re
from importlib.resources import files

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.corpus.localization import LANGUAGE, Catalogue, language_of_locale, localized, original
from tests.messages import help_texts, messages

CHINESE = re.compile("[\u4e00-\u9fff]")
NAMES = re.compile(r"\{\w+\}")


def entries() -> dict[str, str]:
    text = (files("duiqi.corpus") / "locale" / "zh.po").read_text(encoding="utf-8")
    return {entry.msgid: entry.msgstr for entry in polib.pofile(text)}


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LANGUAGE, "zh")


@pytest.mark.slow
def test_every_message_and_every_help_text_has_a_translation() -> None:
    """`python -m tests.messages` lists them; the catalogue is corpus/locale/zh.po."""
    known = entries()
    missing = [text for text in messages() | help_texts() if not CHINESE.search(known.get(text, ""))]
    assert missing == []


def test_a_translation_names_nothing_that_its_text_does_not() -> None:
    for text, translation in entries().items():
        assert set(NAMES.findall(translation)) <= set(NAMES.findall(text)), text


@pytest.mark.slow
def test_names_of_columns_and_statuses_are_told_apart_in_chinese() -> None:
    names = [text for text in entries() if re.fullmatch(r"[a-z]+(?:_[a-z0-9]+)*", text)]
    shown = [entries()[name] for name in names]
    assert len(shown) == len(set(shown))
    assert [original(text) for text in shown] == names


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("english", "shown"),
    [
        ("a.txt: the file is empty", "a.txt：文件是空的"),
        ("un.tmx: 28 units; left out: 8 without a counterpart", "un.tmx：28 个单元；略去：8 个没有对应"),
        (
            "warning: both texts are the same file (a.txt). Is one of them the translation?",
            "警告：两个文本是同一个文件（a.txt）。其中一个是译文吗？",
        ),
        ("no option --frob. Try: duiqi align --help", "没有选项 --frob。请看：duiqi align --help"),
    ],
)
def test_what_the_program_puts_into_a_message_stays_and_its_parts_are_translated(
    english: str, shown: str
) -> None:
    assert localized(english) == shown


def test_english_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("en", "", "fr", "xx_YY"):
        monkeypatch.setenv(LANGUAGE, value)
        assert localized("a.txt: the file is empty") == "a.txt: the file is empty"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "c"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "de_DE@euro"}, "de"),
        ({"LANG": "en_US", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"DUIQI_LANG": "zh-Hans", "LANG": "en_US.UTF-8"}, "zh"),
        ({"DUIQI_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"DUIQI_LANG": "", "LANG": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_the_language_asked_for_comes_before_the_locale(environment: dict[str, str], language: str) -> None:
    assert language_of_locale(environment) == language


@pytest.mark.slow
@pytest.mark.usefixtures("chinese")
@given(st.text(st.sampled_from("a: ;.{}28unit'\n𠀀()"), min_size=1))
def test_any_text_is_shown(text: str) -> None:
    """A file's name may look like a part of a message, and be of any length."""
    assert localized(f"{text}: the file is empty").endswith("文件是空的")


def test_a_text_longer_than_any_message_is_left_alone() -> None:
    catalogue = Catalogue({"{one}; {other}": "{one}；{other}"})
    text = "a; " * 100_000
    assert catalogue.translated(text) == text


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("english", "shown"),
    [
        (
            "warning: 4 inline codes left out (formatting, links, placeholders): this format holds plain "
            "text; .tmx, .xlf and .jsonl keep them",
            "警告：略去 4 个行内代码（格式、链接、占位符）：此格式只能存纯文本；.tmx、.xlf 和 .jsonl 可保留",
        ),
        (
            "warning: a.tmx: taken en-US and zh-CN of en-US zh-CN de-DE; 3 of 3 units",
            "警告：a.tmx：从 en-US zh-CN de-DE 中取 en-US 和 zh-CN；3 个单元中的 3 个",
        ),
        (
            "warning: a.xlsx: 1 cell with a formula not computed, read as empty. "
            "Open it in Excel and save it",
            "警告：a.xlsx：1 个公式单元格没有计算结果，按空单元格读取。请在 Excel 中打开并保存",
        ),
        (
            "res: 2 pairs done, 1 pair doubtful; 36 sentences in 17 beads: 16 1-1, 1 3-1; 0.0% of the "
            "segments without a counterpart; mean confidence 0.992; 1 s of work",
            "res：完成 2 对，存疑 1 对；36 句，17 个对齐单元：16 1-1, 1 3-1；0.0% 的句段没有对应；"
            "平均置信度 0.992；用时 1 秒",
        ),
        (
            "doubtful: e: not a translation, it seems: about 88% of the text has a counterpart, and as "
            "wholes the texts are hardly alike. Are these the same work?",
            "存疑：e：似乎不是译文：约 88% 的文本有对应，整体上几乎不相似。是同一部作品吗？",
        ),
        (
            "warning: not a translation, it seems: hardly any of the text has a counterpart, and as wholes "
            "the texts are about 45% alike. Are these the same work?",
            "警告：似乎不是译文：文本几乎都没有对应，整体相似度约为 45%。是同一部作品吗？",
        ),
        (
            "warning: not a translation, it seems: nearly all of the text has a counterpart, and as wholes "
            "the texts are very much alike. Are these the same work?",
            "警告：似乎不是译文：文本几乎都有对应，整体上十分相似。是同一部作品吗？",
        ),
        (
            "res: 4 pairs done; 36 sentences in 17 beads: 6 1-1, 5 1-2, 4 2-1, 3 2-2, 2 1-0, 1 0-1, "
            "10 others; 0.0% of the segments without a counterpart; mean confidence 0.992; "
            "8 questions, 3 answered; 2 h 30 min of work",
            "res：完成 4 对；36 句，17 个对齐单元：6 1-1，5 1-2，4 2-1，3 2-2，2 1-0，1 0-1，其他 10 个；"
            "0.0% 的句段没有对应；平均置信度 0.992；8 个问题，已答 3 个；用时 2 小时 30 分钟",
        ),
        ("--min-confidence 3: expected 1 or less", "--min-confidence 3：应为 1 或更小"),
        (
            "warning: the source looks English, not Chinese. Is its language right?",
            "警告：原文看来是英语而非中文。语言对吗？",
        ),
        ("x.csv, line 2: the id is empty", "x.csv，第 2 行：id 为空"),
        (
            "a.txt, line 31: 1 place is not gb18030, replaced by \ufffd",
            "a.txt，第 31 行：有 1 处不是 gb18030，已换成 \ufffd",
        ),
        (
            "c.tsv: a table of de and fr, where en and zh are needed. Is it the right one?",
            "c.tsv：表格的语言是 de 和 fr，而需要 en 和 zh。是要用的那个吗？",
        ),
        ("5 beads checked: 0 findings", "检查了 5 个对齐单元：0 项发现"),
        (
            "o.tmx: 5 reviewed rows in it would be lost. Give another name, or overwrite with --force",
            "o.tmx：会丢失其中 5 个审校过的行。请换一个名字，或用 --force 覆盖",
        ),
    ],
)
def test_what_a_place_or_a_count_opens_is_in_chinese_too(english: str, shown: str) -> None:
    assert localized(english) == shown


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    "text", ["He counted again. 他又数了一遍。", "Note: see below; or not. 𠀀", "salt and pepper", "a.b: c"]
)
def test_the_marks_of_a_users_text_stay_as_they_are(text: str) -> None:
    """Alone, in quotation marks within a message, and without them."""
    assert localized(text) == text
    shown = localized(
        f"2 pairs have both sides in the same language, such as “{text}”. "
        "Marked as untranslated, and left out of memories"
    )
    assert shown == f"2 对两侧语言相同，如“{text}”。已标为未译，不写入记忆库"
    assert text in localized(
        f"a.xlsx: reviewed rows in it do not fit the texts any more: 2 ({text}). "
        "Give another name, or overwrite with --force"
    )
