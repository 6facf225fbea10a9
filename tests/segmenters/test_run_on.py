"""Headings and notes in text that has lost its line breaks, cut off where nothing marks them."""

from __future__ import annotations

import time

import pytest

from duiqi.corpus import read_bytes
from duiqi.corpus.model import Document, Paragraph, Passage, Run, Span
from duiqi.segmenters import run_on_paragraphs, segment

# | is where a segment ends. Each text is one line.
CONTRACT = (
    "房屋租赁合同|第一条租赁标的|甲方将位于花园路十二号的房屋出租给乙方。|第二条租赁期限|"
    "租赁期为两年，自三月一日起至二月底止。|图 2 阀门剖面图|乙方已查看该房屋。|第三条维修|"
    "维修费用由甲方承担，但因乙方造成损坏的除外。|资料来源：国家统计局|第四条合同解除|"
    "任何一方提前三十日书面通知对方，可以解除本合同。|译注：原文此处有误。|第五条争议解决|"
    "争议由房屋所在地人民法院管辖。"
)
MANUAL = (
    "净水器使用说明书|1 安全须知|使用前请阅读本说明书，并将说明书保存好以备日后查阅。|2 安装|"
    "安装净水器时，请先关闭水源，然后将软管接到进水口。|2.1 检查漏水|"
    "请缓慢打开水龙头，检查各接头是否漏水，如果漏水请重新拧紧。|3 更换滤芯|"
    "滤芯每六个月或者红灯亮起时更换，更换后请重置计时器。"
)
LAW = (
    "Public Libraries Act |Section 1 Short title |This Act may be cited as the Public Libraries Act. |"
    "Section 2 Interpretation |A library is a place where books are lent. |Note: Reading rooms are none. |"
    "Section 3 Library boards |Every municipality shall appoint a library board of five members. |"
    "Table 4. Members by region and year |The members hold office for three years."
)
REPORT = (
    "Annual Report on Rural Schools |Summary |The number of pupils in rural schools fell by three per cent."
    " |Background |In 2010 the government began to merge small schools. |Findings |Teachers in remote"
    " areas earn less than their colleagues in towns. |[Translator's note: the original has a misprint.] |"
    "They teach more hours every week, and many of the buildings need repair."
)


def cut(text: str, lang: str) -> list[str]:
    found = segment(read_bytes(text.encode(), "a.txt", lang))
    return [s.lead + s.text if s.lead else s.text for s in found]


@pytest.mark.parametrize(("marked", "lang"), [(CONTRACT, "zh"), (MANUAL, "zh"), (LAW, "en"), (REPORT, "en")])
def test_headings_and_notes_are_segments_of_their_own(marked: str, lang: str) -> None:
    assert cut(marked.replace("|", ""), lang) == [part.strip() for part in marked.split("|")]


PROSE = [
    (
        "en",
        "Member States shall pay their share by June. Local authorities may ask for help. The President of"
        " the Council met Mr. Smith in Paris. So I went home. Can I stay? The Times reported it. In Figure 2"
        " the line rises. As Table 4 shows, prices fell. Please note: Prices are high. Results were poor."
        " Methods matter. Appendix A lists the members. Appendix B has their addresses. Conclusions differ."
        " Vitamin A helps the eyes.",
    ),
    (
        "zh",
        "国家保护国家财产。建议教育部提高津贴。结果表明，水质有所改善。讨论中他提出了不同意见。背景音乐很好听。方法如下。"
        "请注意：不要触摸。如图 2 所示，压力上升。见表3。其他他不知道。简介了情况之后，会议继续进行。"
        "他看了看表2点了。摘要写得不错。结论部分还要修改。目录里没有这一项。背景很复杂。引言说明了原因。结论不成立。"
        "结论是明确的。摘要中没有提到这一点，但是正文里写得非常清楚，读者可以自己去看看，然后再作判断也不迟。",
    ),
]


@pytest.mark.parametrize(("lang", "text"), PROSE)
def test_prose_on_one_line_is_cut_at_its_sentences_alone(lang: str, text: str) -> None:
    found = cut(text * 2, lang)
    assert all(part[-1] in ".?。！？" for part in found)


SHORT_LEASE = "第一条租赁标的|甲方将房屋出租给乙方。|第二条租赁期限|租赁期为两年。|第三条租金|租金按月支付。"
SHORT_LAW = (
    "第一章总则|第一条为了规范公园的使用，制定本法。|第二章管理|第二条市政部门负责公园的管理和维护工作。|"
    "第三条犬只应当用绳牵引。|附则|第四条本法自2021年5月1日起施行。"
)
SHORT_ENGLISH = (
    "Article 1 Object |The landlord lets the flat. |Article 2 Term |The lease runs for two years. |"
    "Article 3 Rent |The rent is due on the first."
)


@pytest.mark.parametrize(("marked", "lang"), [(SHORT_LEASE, "zh"), (SHORT_LAW, "zh"), (SHORT_ENGLISH, "en")])
def test_several_articles_show_that_a_short_text_has_lost_its_line_breaks(marked: str, lang: str) -> None:
    found = cut(marked.replace("|", ""), lang)
    assert found == [part.strip() for part in marked.split("|")]


def test_lines_that_are_there_are_not_searched() -> None:
    text = "Summary The number fell.\nFindings Teachers earn less.\n" * 9
    assert all(part[-1] == "." for part in cut(text, "en"))


def test_no_heading_ends_with_a_particle() -> None:
    budget = "预算王芳介绍了预算，会议同意按照去年的数额执行。"
    minutes = f"一、通过纪要纪要未作修改。二、{budget}三、其他下次会议于四月召开。"
    assert budget in [s.text for s in segment(read_bytes((minutes * 3).encode(), "a.txt", "zh"))]


def test_a_label_without_a_mark_before_it_is_one_where_its_neighbours_are() -> None:
    text = (
        "出席：李华、王军、彼得一、通过纪要。纪要未作修改。二、预算。王先生介绍了预算。三、其他。下次会议在六月。"
        * 1
    )
    found = cut(text + "会议于下午五时结束，各位代表随后一同参观了新办公楼的工地。" * 4, "zh")
    assert "出席：李华、王军、彼得" in found


def test_the_time_grows_with_the_paragraphs_and_no_faster() -> None:
    line = "The meeting was opened at nine."
    text = "\n\n".join([line] * 5000)
    spans = [Span(at, at + len(line)) for at in range(0, len(text), len(line) + 2)]
    paragraphs = tuple(Paragraph(Passage(line, (Run(0, *span),)), pieces=(span,)) for span in spans)
    document = Document(text, "en", paragraphs=paragraphs)
    start = time.process_time()
    assert run_on_paragraphs(document) == []
    assert time.process_time() - start < 2  # 20 ms; each run compared with all paragraphs, 20 s
