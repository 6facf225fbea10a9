"""Names of persons, places and companies are told from terms."""

from __future__ import annotations

import pytest

from duiqi.aligner.terms.names import is_name, short_company_names

EN_ZH = "en", "zh"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Liu Zhiyuan", "刘志远"),
        ("Hangzhou", "杭州"),
        ("Anlan Water Engineering Co., Ltd.", "安澜水利工程有限公司"),
        ("Hengxin Certified Public Accountants LLP", "恒信会计师事务所"),
        ("John Smith", "约翰·史密斯"),
        ("Eastbrook Bank Limited", "东溪银行有限公司"),
        ("Eastbrook Bank Limited", "東溪銀行有限公司"),
        ("Professor Li Wenbo", "李文博教授"),
        ("Ms. Jane Smith", "简·史密斯女士"),
        ("London", "伦敦"),
        ("Li Wenbo", "李𠀀博"),
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
        ("Private Company Limited", "私人股份有限公司"),
        ("limited company", "有限公司"),
        ("Professor Emeritus", "名誉教授"),
        ("", ""),
    ],
)
def test_bodies_documents_and_words_are_no_names(source: str, target: str) -> None:
    assert not is_name(source, target, EN_ZH)


def test_a_capital_that_only_opens_sentences_makes_no_place() -> None:
    """The dictionary calls 伦理 a place; Hangzhou is one by its romanisation."""
    assert not is_name("Ethics", "伦理", EN_ZH, lambda: True)
    assert is_name("Hangzhou", "杭州", EN_ZH, lambda: True)


def test_the_beginning_of_a_companys_name_is_its_name() -> None:
    rows = [
        ("Eastbrook Bank Limited", "东溪银行有限公司"),
        ("Eastbrook Bank", "东溪银行"),
        ("Bank", "银行"),
        ("bank", "东溪银行"),
    ]
    assert short_company_names(rows, EN_ZH) == {rows[1]}
    assert short_company_names([row[::-1] for row in rows], EN_ZH[::-1]) == {rows[1][::-1]}


def test_no_name_is_known_by_its_letters_in_other_languages() -> None:
    assert not is_name("Paris", "Paris", ("en", "fr"))
    assert is_name("Meier GmbH", "Meier GmbH", ("de", "fr"))
