"""Names of persons, places and companies are told from terms."""

from __future__ import annotations

import pytest

from duiqi.aligner.terms.names import is_name

EN_ZH = "en", "zh"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Liu Zhiyuan", "刘志远"),
        ("Hangzhou", "杭州"),
        ("Anlan Water Engineering Co., Ltd.", "安澜水利工程有限公司"),
        ("Hengxin Certified Public Accountants LLP", "恒信会计师事务所"),
        ("John Smith", "约翰·史密斯"),
    ],
)
def test_a_name_is_a_name_in_either_direction(source: str, target: str) -> None:
    assert is_name(source, target, EN_ZH)
    assert is_name(target, source, EN_ZH[::-1])


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("United Nations", "联合国"),
        ("International Mine Action Standards", "国际地雷行动标准"),
        ("Range", "范围"),
        ("Lessee", "承租人"),
        ("Environmental Protection Bureau", "环境保护局"),
        ("wang jun", "王军"),
        ("", ""),
    ],
)
def test_bodies_documents_and_words_are_no_names(source: str, target: str) -> None:
    assert not is_name(source, target, EN_ZH)


def test_no_name_is_known_by_its_letters_in_other_languages() -> None:
    assert not is_name("Paris", "Paris", ("en", "fr"))
    assert is_name("Meier GmbH", "Meier GmbH", ("de", "fr"))
