"""Contexts that define a term."""

from __future__ import annotations

import pytest

from duiqi.corpus.glossary.definitions import is_definition
from duiqi.corpus.glossary.model import Context
from duiqi.corpus.model import Span


def context(text: str, term: str) -> Context:
    start = text.index(term)
    return Context("", text, None, Span(start, start + len(term)))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("“交付成果”是指乙方应交付的文件。", "交付成果"),
        ("本《合同》（以下简称“本合同”）由双方签订。", "本合同"),
        ("「營業日」係指工作日，即指𠀀。", "工作日，"),
        ("“Party A” shall mean the buyer.", "Party A"),
        ('Acme Ltd (hereinafter referred to as "Party B")', "Party B"),
        ('This Contract (the "Agreement") is made today.', "Agreement"),
        ("“Adverse event” (AE) means any untoward occurrence.", "Adverse event"),
        ("The term “state of charge” (SOC) refers to what is left.", "state of charge"),
        ("严重不良事件（SAE）是指导致死亡的事件。", "严重不良事件"),
        ("本法所称食品，是指供人食用的物品。", "食品"),
        ("In this Law, food means what people eat.", "food"),
        ("For this purpose the carrier means a party.", "carrier"),
        ("The meaning of personal data is defined as follows.", "personal data"),
        ("“the 𠀀 Data” means data.", "𠀀 Data"),
    ],
)
def test_a_text_that_says_what_a_term_means_defines_it(text: str, term: str) -> None:
    assert is_definition(context(text, term))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("本合同生效。", "本合同"),
        ("The Agreement, by all means.", "Agreement"),
        ("指南针", "指南针"),
        ("A serious adverse event (SAE) means one that results in death.", "adverse event"),
        ("Progression-free survival means the time from the first dose.", "survival"),
        ("严重不良事件（SAE）是指导致死亡的事件。", "不良事件"),
        ("“Special Categories of Data” means data on health.", "Data"),
        ("“个人信息和数据”是指下列信息。", "数据"),
        ("‘Rights and Data’ means what follows.", "Data"),
        ("Processing of personal data means any operation.", "personal data"),
    ],
)
def test_other_contexts_define_nothing(text: str, term: str) -> None:
    assert not is_definition(context(text, term))
