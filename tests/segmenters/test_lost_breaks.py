"""Lost line breaks: candidates inside a sentence, never inside a quotation that is introduced."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.segmenters import lost_breaks

# | is where a paragraph may have ended.
PLACES = [
    ("zh", "示例代码如下：|这里的问题是，没有覆盖该方法。"),
    ("zh", "示例代码如下： |这里的问题是没有覆盖该方法。"),
    ("zh", "邀请该组织处理下列问题： |(a) 考虑采取措施，包括新船"),
    ("zh", "他说：“这里的问题是，没有覆盖该方法。”"),
    ("zh", "会议于12:30开始。"),
    ("zh", "（译者注：此处从略）|这里的问题很简单。"),
    ("zh", "约定如下：|译注：以下从略。"),
    ("zh", "【编者的话】|这里的问题很简单。"),
    ("zh", "渡船是怎样运行的|【注】这条河另有名称。"),
    ("zh", "渡船是怎样运行的|译注：这条河另有名称。"),
    ("zh", "结果必然为 false|按照约定，应当如此。"),
    ("zh", "结果必然为false的情形。"),
    ("zh", "本节介绍 clone 方法的使用|Object 类实现了该方法。"),
    ("zh", "本节介绍clone方法的使用Object类实现了该方法。"),
    ("zh", "建议写「不一致。」|不要被它所影响。"),
    ("zh", "1. 版本控制的介绍|2. 共享项目|2.1. 创建版本库|3.团队项目介绍"),
    ("zh", "价格为3.5元，版本2.0发布。"),
    ("zh", "大会决议 |82/114. 海洋噪声与生物多样性 |大会通过"),
    ("zh", "根据报告，审议了秘书长的报告， |一 |法律和政策框架 |1. 促请各国"),
    ("zh", "敦促各国保持水域安静； |二 |航运 |2. 鼓励港口，并提出报告"),
    ("zh", "审议了秘书长的报告， 又回顾其决议， 请各国报告"),
    ("zh", "他叫约 翰。"),
    ("zh", "int count = 0;|这里的问题很简单。"),
    ("zh", "这里的问题很简单𠀀：|𠀀是一个字。"),
    ("en", "It looks like this: |The problem is another."),
    ("en", "It has one problem: nobody can use it."),
    ("en", "(See the next chapter.) |the problem is another."),
]


def test_a_heading_ends_before_the_number_of_the_paragraph_below_it() -> None:
    """The label of the heading stood before the text."""
    assert lost_breaks("租赁与交付2.1出租人将设备出租。", "zh", labelled=True) == [5]
    assert lost_breaks("租赁与交付的价格，为2.1万元。", "zh", labelled=True) == []
    assert lost_breaks("租赁与交付2.1出租人将设备出租。", "zh") == []


@pytest.mark.parametrize(("lang", "marked"), PLACES)
def test_a_paragraph_may_have_ended_at_its_usual_last_marks(lang: str, marked: str) -> None:
    text, ends, at = marked.replace("|", ""), [], 0
    for part in marked.split("|")[:-1]:
        at += len(part)
        ends.append(at)
    assert lost_breaks(text, lang) == ends


@given(st.text(alphabet="天地aB1：:;（）()【】「」。.- \n𠀀", max_size=40), st.sampled_from(["zh", "en"]))
def test_no_part_is_empty(text: str, lang: str) -> None:
    ends = [0, *lost_breaks(text, lang), len(text)]
    if len(ends) > 2:
        assert all(text[start:end].strip() for start, end in pairwise(ends))
        assert "".join(text[start:end] for start, end in pairwise(ends)) == text
