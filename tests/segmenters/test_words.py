"""Words with offsets and lemmas."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.segmenters import words
from duiqi.segmenters.words import dictionary_words, tokenizer


def joined(text: str, lang: str, dictionary: Path | None = None) -> str:
    return " ".join(word.text for word in words(text, lang, dictionary))


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("zh", "第60/97号决议（A/62/307）", "第 60/97 号 决议 （ A/62/307 ）"),
        ("zh", "共1,000.5元，见www.un.org。", "共 1,000.5 元 ， 见 www.un.org 。"),
        ("zh", "维生素C和𠮷野家", "维生素 C 和 𠮷 野家"),
        ("zh", "São Paulo的Schrödinger方程", "São Paulo 的 Schrödinger 方程"),
        ("fr", "la fac\u0327ade du cafe\u0301", "la fac\u0327ade du cafe\u0301"),
        ("hi", "परिषद की बैठक", "परिषद की बैठक"),
        ("ar", "المُنشئ", "المُنشئ"),
        ("en", "The U.S. didn't remove mine-related A/RES/62/99 and/or Corr.3.", None),
        ("ja", "地雷対策への支援", "地雷対策 への 支援"),
    ],
)
def test_a_text_is_divided_into_words(lang: str, text: str, expected: str | None) -> None:
    english = "The U.S . didn't remove mine-related A/RES/62/99 and / or Corr.3 ."
    assert joined(text, lang) == (expected or english)


def test_english_words_have_lemmas() -> None:
    lemmas = {
        word.text: word.lemma for word in words("The children's mines exploded; States were urged.", "en")
    }
    assert (lemmas["mines"], lemmas["exploded"], lemmas["were"], lemmas["States"]) == (
        "mine",
        "explode",
        "be",
        "state",
    )


@pytest.mark.slow
def test_a_language_without_lemmas_has_lower_case() -> None:
    assert [word.lemma for word in words("Duyvils Xyzzy", "eo-fonipa")][:1] != []
    assert [word.lemma for word in words("Saluton", "tlh")] == ["saluton"]


@pytest.mark.slow
def test_a_dictionary_keeps_words_whole_and_leaves_other_texts_alone(tmp_path: Path) -> None:
    dictionary = tmp_path / "terms.txt"
    dictionary.write_text("\ufeff协助地雷行动\n战争遗留爆炸物 20 n\n", encoding="utf-8")
    text = "协助地雷行动和战争遗留爆炸物"
    assert joined(text, "zh", dictionary) == "协助地雷行动 和 战争遗留爆炸物"
    assert joined(text, "zh") == "协助 地雷 行动 和 战争 遗留 爆炸物"


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="协助地雷𠀀aB1/.,，。 \n’-", max_size=30), st.sampled_from(["zh", "en", "ja", "th"]))
def test_words_have_their_offsets_and_leave_out_only_white_space(text: str, lang: str) -> None:
    found = words(text, lang)
    assert all(text[word.start : word.end] == word.text for word in found)
    assert "".join(word.text for word in found) == "".join(text.split())


@pytest.mark.slow
def test_loading_jieba_says_nothing_and_writes_only_to_the_users_cache(tmp_path: Path) -> None:
    code = "from duiqi.segmenters import words; print(' '.join(w.text for w in words('协助地雷行动', 'zh')))"
    temporary, cache = tmp_path / "tmp", tmp_path / "cache"
    temporary.mkdir()
    environment = {
        **os.environ,
        "TMPDIR": str(temporary),
        "XDG_CACHE_HOME": str(cache),
        "LOCALAPPDATA": str(cache),
        "HOME": str(cache),
        "PYTHONIOENCODING": "utf-8",
    }
    for _ in range(2):  # without a cache and with one
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=environment, check=True
        )
        assert (run.stdout, run.stderr) == ("协助 地雷 行动\n", "")
    assert list(temporary.iterdir()) == []
    assert [path.name for path in cache.rglob("*.cache")] == ["jieba-0.42.1.cache"]


@pytest.mark.slow
def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    occupied = tmp_path / "a file"
    occupied.write_bytes(b"")
    code = "from duiqi.segmenters import words; print(words('地雷', 'zh')[0].text)"
    environment = {**os.environ, "XDG_CACHE_HOME": str(occupied), "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=environment, check=True
    )
    assert (run.stdout, run.stderr) == ("地雷\n", "")


@given(st.text(alphabet="联合国大会的扫雷行动方案出自大学生前来报到𠀀龦，a1", max_size=24))
def test_words_of_chinese_characters_are_those_of_jieba(text: str) -> None:
    cutter = tokenizer(None)
    assert dictionary_words(text) == list(cutter.cut(text, HMM=False))
    if text and not set("，a1") & set(text):
        assert [word.text for word in words(text, "zh")] == [word for word, _, _ in cutter.tokenize(text)]
