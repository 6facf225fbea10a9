"""Paragraphs from lines: some are joined, some are not, and nothing is lost."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.corpus import Paragraph
from duiqi.corpus.layout.assembly import paragraphs
from duiqi.corpus.layout.markup import Markup
from duiqi.corpus.layout.plain_markup import markup_of
from duiqi.corpus.layout.sequences import inline_labels
from duiqi.corpus.readers.markdown import paragraphs_of as markdown_paragraphs_of

PIECES = st.sampled_from(
    [
        *(
            "the",
            "Assembly,",
            "mine-",
            "action1",
            "1",
            "2",
            "3",
            "1.",
            "2.",
            "(a)",
            "(b)",
            "*",
            "†",
            "_____",
            "6",
        ),
        *(
            "A/RES/57/159",
            "大会",
            "，",
            "决议",
            "。",
            "𠀀",
            "第一条",
            "一、",
            "（一）",
            "㈠",
            "62/99.",
            "Corr.3",
            "20017",
        ),
        *(
            "war3",
            "[DU1]",
            "%%%A|B|C|",
            "(i)",
            "12月",
            "“",
            "”",
            ";4",
            ",2",
            "·",
            "- ",
            "> ",
            "|",
            "[1]",
            "¹",
            "*so*",
        ),
        *(
            "## ",
            "`x`",
            "&amp;",
            "<sup>1</sup>",
            "\n",
            "\n\n",
            "\n",
            "\f",
            "\t",
            "   ",
            "\u3000",
            "\r\n",
            "\x00",
            "\u2028",
        ),
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=60).map(" ".join),
    st.lists(PIECES, max_size=60).map("".join),
    st.text(alphabet="天地玄黄ab1 ,.。！(\n)*𠀀\t", max_size=80),
)


def check(text: str, found: tuple[Paragraph, ...], added: str = " ") -> None:
    """Every visible character is in one passage, a label, a call or was taken out as a mark of layout."""
    owners: Counter[int] = Counter()
    for paragraph in found:
        whole, at, last = paragraph.passage, 0, -1
        for run in whole.runs:
            assert run.length > 0
            assert run.at >= at
            assert run.start > last
            assert whole.text[at : run.at].strip(added) == ""
            assert whole.text[run.at : run.at + run.length] == text[run.start : run.start + run.length]
            owners.update(range(run.start, run.start + run.length))
            at, last = run.at + run.length, run.start + run.length - 1
        assert whole.text[at:].strip(added) == ""
        for call in paragraph.calls:
            owners.update(range(*call.span))
        assert all(0 <= start < end <= len(text) for start, end in paragraph.pieces)
        if paragraph.label and whole.runs:
            owners.update(k for k in range(paragraph.pieces[0].start, whole.runs[0].start) if k not in owners)
    assert [k for k, count in owners.items() if count > 1 and not text[k].isspace()] == []
    lost = {c for k, c in enumerate(text) if k not in owners and not c.isspace()}
    assert lost <= set("->\x00"), lost  # a hyphen at a line's end, quoted mail, what no format can hold


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_nothing_is_lost_or_invented(text):
    """Runs are of identical characters, in order, and every visible character is in one."""
    check(text, paragraphs(text, markup_of(text)))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_markdown_invents_nothing(text):
    """Marks are taken out, so characters may be missing; the others have their offsets."""
    for paragraph in markdown_paragraphs_of(text):
        for run in paragraph.passage.runs:
            assert paragraph.text[run.at : run.at + run.length] == text[run.start : run.start + run.length]


def texts(text: str) -> list[str]:
    return [p.text for p in paragraphs(text, markup_of(text))]


def kinds(text: str) -> list[str]:
    return [p.kind for p in paragraphs(text, markup_of(text))]


def test_words_broken_at_a_line_end():
    page = (
        "The report on information and on mine action asks all of the mine-\n"
        "affected States, in which it was a cold day and clocks struck thir-\n"
        "teen, for more, and for as much as they have, of all the informa-\n"
        "tion about mine-related matters and mines."
    )
    (text,) = texts(page)
    assert "mine-affected" in text
    assert "information about" in text


def test_a_compound_keeps_its_hyphen_before_a_capital_and_after_an_abbreviation():
    (text,) = texts("the report of the Secretary-\nGeneral on standards that are IMAS-\ncompliant in the end")
    assert text == "the report of the Secretary-General on standards that are IMAS-compliant in the end"


PLAIN_LINES = (
    "They met again in the spring, and the talks on the\nborder went on until all of it was agreed by both.\n"
)


@pytest.mark.parametrize("compound", ["age-\nappropriate", "fact-\nfinding", "cost-\nsharing"])
def test_compounds_keep_their_hyphens_where_hardly_a_line_of_many_ends_with_one(compound):
    """Neither part is a word of the text. Where many lines end so, words are broken."""
    found = "\n".join(texts(PLAIN_LINES * 30 + f"and asked for more {compound} work.\n"))
    assert compound.replace("\n", "") in found
    broken = (
        "and the two ministers hoped that all of the nego-\n"
        "tiators of both sides would in the end find a com-\n"
        "promise on the line of the river, and a settle-\nment that would be good for many of their years.\n"
    )
    found = "\n".join(texts(PLAIN_LINES * 10 + broken + f"and asked for more {compound} work.\n"))
    assert compound.replace("-\n", "") in found
    assert not {"negotiators", "compromise", "settlement"} - set(found.split())


def test_compounds_keep_their_hyphens_where_most_at_line_ends_are_of_known_words():
    page = (
        "The report on mine action asks all of the mine-\n"
        "affected States for help, and those who were affected\n"
        "by war for more, as in the note on mine-\nclearance, with clearance first, and on capacity-\n"
        "building as a part of it, in the end."
    )
    (text,) = texts(page)
    assert "mine-affected" in text
    assert "mine-clearance" in text
    assert "capacity-building" in text


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        (
            "{} 1. 决定设立委员会； 2. 请秘书长提交报告； 3. 请各国合作； 2007年 12月 17日 第75 次 全体会议",
            "2007年",
        ),
        (
            "{} 1. 决定设立委员会；2. 请秘书长提交报告；3. 请各国合作；第75次全体会议 二〇〇七年十二月十七日",
            "第75次",
        ),
        (
            "{} 1. Takes note; 2. Asks for a report; 3. Asks for help; 75th plenary meeting 17 December 2007",
            "75th",
        ),
        ("{} 1. 决定设立委员会；2. 请秘书长提交报告；3. 请各国合作；并请捐款", None),
        ("{} 1. 决定设立委员会；2. 请秘书长提交报告；3. 请各国合作；2007年12月17日起，停止工作", None),
    ],
)
def test_a_dateline_after_the_last_item_of_a_text_on_one_line_is_no_part_of_it(text, dateline):
    """Even where the item ends with a semicolon, since those after it are missing."""
    filler = FILLER["en" if text.isascii() else "zh"]
    last = texts(text.format(filler))[-1]
    assert last.startswith(dateline or "请各国合作")


def test_verse_is_not_joined():
    poem = (
        "Two roads diverged in a yellow wood,\nAnd sorry I could not travel both\n"
        "And be one traveler, long I stood\nAnd looked down one as far as I could"
    )
    assert texts(poem) == poem.split("\n")
    assert texts("so much depends\nupon\n\na red wheel\nbarrow") == [
        "so much depends",
        "upon",
        "a red wheel",
        "barrow",
    ]
    assert texts("床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。") == [
        "床前明月光，",
        "疑是地上霜。",
        "举头望明月，",
        "低头思故乡。",
    ]


def test_verse_within_wrapped_prose():
    novel = (
        "  It was a bright cold day in April, and the clocks were striking. His chin\n"
        "was nuzzled into his breast in an effort to escape the vile wind, and so he\n"
        "slipped quickly through the glass doors of the house, though not quickly.\n\n"
        "      Under the spreading chestnut tree\n      I sold you and you sold me:\n"
    )
    found = texts(novel)
    assert len(found) == 3
    assert found[1:] == ["Under the spreading chestnut tree", "I sold you and you sold me:"]


def test_wrapped_chinese_is_joined_without_spaces():
    page = (
        "    晋太元中，武陵人捕鱼为业。缘溪行，忘路之远近。忽逢\n"
        "桃花林，夹岸数百步，中无杂树，芳草鲜美，落英缤纷。渔人\n"
        "甚异之，复前行，欲穷其林。\n"
        "    林尽水源，便得一山，山有小口，仿佛若有光。便舍船，\n从口入。"
    )
    first, second = texts(page)
    assert "忽逢桃花林" in first
    assert second == "林尽水源，便得一山，山有小口，仿佛若有光。便舍船，从口入。"


def test_a_page_turn_heals():
    page = (
        "The voice from the telescreen was still pouring forth its tale of prisoners\n"
        "and booty and slaughter, but the shouting outside had died\n\n                 15\n\n"
        "down a little. The waiters were turning back to their work at the tables now."
    )
    found = paragraphs(page)
    assert [p.kind for p in found] == ["body", "furniture"]
    assert "had died down a little" in found[0].text
    assert len(found[0].pieces) == 2


ADOPTED = "Resolution adopted by the General Assembly on 17 December 2018"
WIDE_PROSE = (
    "The General Assembly, recalling its resolutions on the use of water, and the reports of the secretary\n"
    "on the state of rivers in the mountains, decides to ask every member for a report on the dams that it\n"
    "has built since the last session, and to publish these reports.\n\n"
)


@pytest.mark.parametrize("prose", ["", WIDE_PROSE])
@pytest.mark.parametrize(
    "note",
    [
        "[on the report of the Second Committee (A/73/538)]",
        "(on the report of the Special Political and Decolonization Committee\n(Fourth Committee) (A/73))",
        "［on the report of the 𠮷 committee］",
    ],
)
def test_a_paragraph_in_brackets_does_not_go_on_with_the_one_before(note, prose):
    """The heading of every resolution has one after its title, which has no mark at its end."""
    expected = [ADOPTED, note.replace("\n", " "), "73/411. Water"]
    assert texts(f"{prose}{ADOPTED}\n\n{note}\n\n73/411. Water\n")[-3:] == expected
    assert texts(f"{prose}{ADOPTED}\n\nA/RES/73/411\n\n{note}\n\n73/411. Water\n")[-2:] == expected[1:]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The reports are read by the secretary, who has to publish those of the", "members in May."),
        (
            "The secretary of the assembly reads all of the reports that its members send, and publishes",
            "(in part) those of the members that ask for it.",
        ),
        (
            "The secretary of the assembly reads all of the reports that its members send, and publishes",
            "(in part or as a whole, as each of the members has asked for it before the end of the session)\n"
            "those of the members that ask for it.",
        ),
    ],
)
def test_a_sentence_goes_on_after_an_empty_line_where_its_line_is_full_or_needs_a_word(before, after):
    assert texts(f"{WIDE_PROSE}{before}\n\n{after}\n")[1:] == [f"{before} {after}".replace("\n", " ")]


@pytest.mark.parametrize("title", ["The dams in the mountains and their rivers", "THE REPORTS ON DAMS " * 5])
def test_a_title_does_not_go_on_after_an_empty_line(title):
    """It is shorter than the lines of the text, or in capitals; the next line has a small letter."""
    title = title.strip()
    assert texts(f"{WIDE_PROSE}{title}\n\nvon Arx and others\n")[1:] == [title, "von Arx and others"]


def test_a_law_on_one_line():
    law = (
        "中华人民共和国海洋法第一章　总则第一条　为了保护海洋环境，制定本法。"
        "第二条　本法适用于中华人民共和国海域。依照第三条的规定执行。"
        "第三条　国家实行下列制度：（一）许可制度；（二）监测制度；（三）报告制度。"
        "第二章　附则第四条　本法自2008年1月1日起施行。"
    )
    found = paragraphs(law)
    assert [p.label for p in found if p.label] == [
        "第一条",
        "第二条",
        "第三条",
        "（一）",
        "（二）",
        "（三）",
        "第四条",
    ]
    assert [p.text for p in found if p.kind == "heading"] == ["第一章　总则", "第二章　附则"]


@pytest.mark.parametrize(
    "text",
    [
        "In 2001. No. 3 of the list, version 3.5, cost 4.50 on 12. 5. 2001.",
        "See A/62/307 and Corr.3. It was 20017 pages long, of CO2 and B2B and Protocol II10.",
        "协助 地雷 行动 * 大会",
    ],
)
def test_numbers_that_are_no_labels_and_no_calls(text):
    (paragraph,) = paragraphs(text)
    assert paragraph.label == ""
    assert paragraph.calls == ()


def test_footnotes_need_calls():
    """A table's numbers at line starts are no footnotes: nothing calls them."""
    assert "footnote" not in kinds("The teams were:\n\n1 Reds\n2 Blues\n3 Greens\n")
    assert kinds("All conventions1 were signed.\n\n1 See the list.\n") == ["body", "footnote"]


def test_footnotes_may_have_lost_half_of_their_calls():
    """A scan does not see them all, nor has an excerpt all of the text."""
    page = (
        "All conventions on mines* were signed, and the remnants of war3 were named.\n\n"
        "* As in earlier reports.\n1 See the list.\n2 See a report of 1998.\n3 As the protocol defines.\n"
    )
    assert kinds(page) == ["body", *["footnote"] * 4]
    assert kinds(page.replace("war3", "war")) == ["body"] * 5


def test_a_called_footnote_under_a_rule_may_have_any_number():
    """Those before it may have been cut out, and their notes with them."""
    page = (
        "The fund gives money for action;4 the trustees\n\n"
        "_______________\n4 See the report.\n of the fund decide.\n"
    )
    assert [p.text for p in paragraphs(page) if p.kind == "footnote"] == ["See the report."]
    assert "footnote" not in kinds(page.replace(";4", ";"))


@pytest.mark.parametrize("text", ["Set value1 and value2.", "He said: “?1", "value[1]=3", "from libtasn1.h"])
def test_names_are_no_calls(text):
    """Notes there may be, but these do not call them."""
    notes = f"{text} A war1 was over.\n\n1 See the list.\n"
    assert [call.mark for p in paragraphs(notes) for call in p.calls] == ["1"]


def test_tables_and_quoted_mail():
    assert kinds("Item    Quantity    Price\nBolts   100         5.00\n") == ["cell"] * 6
    mail = (
        "Dear Bob,\n\n> Could we meet on Monday? I have the draft of the contract with me and\n> would talk."
    )
    assert kinds(mail) == ["body", "quotation"]
    assert texts(mail)[1].endswith("contract with me and would talk.")


def test_spaces_between_chinese_words():
    (text,) = texts("大会 决议 第60/97 号 ， 12月 17日 （ 第四 委员会 ） 采用 国际 IMAS 标准 。")
    assert text == "大会决议第60/97号，12月17日（第四委员会）采用国际 IMAS 标准。"
    assert texts("张 三说：好。这是没有空格的中文句子，所以不动。") == [
        "张 三说：好。这是没有空格的中文句子，所以不动。"
    ]


@pytest.mark.parametrize(
    ("typed", "following"),
    [
        ("第一条 ", "第二条 "),
        ("第一条　", "第二条　"),
        ("2.1 ", "2.2 "),
        ("（一）", "（二）"),
        ("(b ) ", "(c ) "),
    ],
)
def test_a_typed_label_keeps_its_white_space(typed: str, following: str) -> None:
    """A CAT tool shows `第一条　为了`, so that is the text of the unit, and the white space is part of it."""
    found = paragraphs(f"{typed}为了发展。\n\n{following}本法适用。\n")
    assert [(p.lead, p.text, p.automatic) for p in found] == [
        (typed, "为了发展。", False),
        (following, "本法适用。", False),
    ]


def test_the_marks_of_a_markdown_list_are_no_text() -> None:
    text = "1. First of all.\n2. Second of all.\n"
    for markup, leads in ((None, ["1. ", "2. "]), (Markup(text, soft=True), ["", ""])):
        found = paragraphs(text, markup)
        assert [(p.label, p.lead, p.automatic) for p in found] == [
            (label, lead, not lead) for label, lead in zip(("1.", "2."), leads, strict=True)
        ]


ARTICLES = (
    "兹宣布本宣言，作为所有人民和所有国家努力实现的共同标准，以期每一个人和社会机构经常铭念本宣言，"
    "努力通过教诲和教育促进对权利和自由的尊重，并使这些权利和自由得到普遍和有效的承认和遵行：",
    "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
    "人人有资格享有本宣言所载的一切权利和自由，不分种族、肤色、性别、语言。第一条规定的自由不在此限。",
    "人人有权享有生命、自由和人身安全。任何人不得使为奴隶或奴役，一切形式的奴隶制度均应予以禁止。",
)


@pytest.mark.parametrize("space", ["", " ", "　"])
def test_articles_of_a_text_on_one_line_are_paragraphs_with_or_without_a_space(space: str) -> None:
    numbered = [f"第{number}条{space}{text}" for number, text in zip("一二三", ARTICLES[1:], strict=True)]
    found = paragraphs(ARTICLES[0] + "".join(numbered))
    assert [(p.label, p.text) for p in found] == list(
        zip(["", "第一条", "第二条", "第三条"], ARTICLES, strict=True)
    )
    assert [p.lead + p.text for p in found[1:]] == numbered


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("1. 银行星期日不营业。2. 贷款十年内偿还。4. 成员举手表决。", ["1.", "2.", "4."]),
        ("一、银行星期日不营业 二、贷款依照前款第（一）项偿还 三、成员举手表决", ["一、", "二、", "三、"]),
        ("（一）银行星期日不营业（二）贷款十年内偿还（四）成员举手表决", ["（一）", "（二）", "（四）"]),
        ("1. 银行星期日不营业，见第2条。", [""]),
        ("比分 1. 5 比 2. 5 比 3. 5", [""]),
    ],
)
def test_a_short_text_on_one_line_is_a_list_where_it_begins_with_one(text: str, labels: list[str]) -> None:
    assert [p.label for p in paragraphs(text)] == labels


def test_the_colon_after_an_article_is_part_of_the_label_as_typed() -> None:
    found = paragraphs("第一条：甲方出租房屋。\n第二条：乙方支付租金。")
    assert [(p.label, p.lead, p.text) for p in found] == [
        ("第一条", "第一条：", "甲方出租房屋。"),
        ("第二条", "第二条：", "乙方支付租金。"),
    ]


# | is where a paragraph begins that the text on one line does not show by a line break.
RUN_ON_HEADINGS = [
    "|第一编总则|第一章基本规定|第一节一般规定|第一条为了保护权利，制定本法。|第二条本法适用于本国。|"
    "第二节特别规定|第三条其他权益受法律保护。|第二章自然人|第四条自然人享有民事权利。|"
    "第二编物权|第五条本编调整因物的归属和利用产生的关系。",
    "报告分为几个部分。|第一部分介绍背景和目的，依照第二部分所列的方法。|第二部分分析数据。|第三部分提出建议。",
    "协议正文到此为止。|附件一货物清单见下页。|附件二付款计划按季度支付，见附件三。|附件三联系人名单从略。",
    "正文到此为止。|附录1术语表见下页。|附录2参考书目从略。",
    "|Chapter 1 General |Section 1 Scope These rules apply to all staff. |Section 2 Staff means all persons "
    "employed. |Chapter 2 Leave |Section 1 All staff have leave as stated in Section 2 above. |Section 2 "
    "Sick leave is granted on a certificate.",
    "|Article I The name of the firm is Blue River. |Article II The seat is Hamburg, see Article III below. "
    "|Article III The board meets twice a year.",
    "The contract ends here. |Annex A Goods are listed below. |Annex B Payment is due each quarter.",
]
# Sentences that speak of chapters, or of one only.
SPOKEN_OF = [
    "我们在第一章讨论背景，在第二章讨论方法。第三章中的附录一和附录二列出数据。",
    "附件一式两份，由双方保存。附件二字写错了。",
    "We refer to Chapter 1 and to Chapter 2. Section 4 of the law is quoted. Part of it is new.",
]
FILLER = {
    "zh": "此后的文字没有编号，只为使这一行足够长。" * 12,
    "en": "More text follows without a number. " * 8,
}


@pytest.mark.parametrize("marked", RUN_ON_HEADINGS)
def test_headings_of_a_text_on_one_line_begin_paragraphs_where_their_numbers_run_on(marked: str) -> None:
    filler = FILLER["en" if marked.isascii() else "zh"]
    found = [(p.lead + p.text).strip() for p in paragraphs(filler + marked.replace("|", ""))]
    assert found == [part.strip() for part in (filler + marked).split("|")]


@pytest.mark.parametrize("text", SPOKEN_OF)
def test_headings_that_a_sentence_speaks_of_begin_no_paragraph(text: str) -> None:
    filler = FILLER["en" if text.isascii() else "zh"]
    assert len(paragraphs(filler + text)) == 1


def test_ideographic_spaces_that_set_fields_apart_stay_and_other_spaces_become_one():
    page = "第一条　　为了  规范\u00a0行为\t\t。\n\n姓名　　性别 　年龄\n"
    found = paragraphs(page)
    assert [p.lead + p.text for p in found] == ["第一条　　为了 规范\u00a0行为 。", "姓名　　性别 年龄"]


def test_lists_that_begin_again_and_again_on_one_line_are_found_however_many_they_are() -> None:
    text = "".join(f"({n % 3 + 1}) go; " for n in range(9_000))
    found = inline_labels(text, 0, len(text))
    assert [label.start for label in found] == [m.start() for m in re.finditer(r"\(", text)]


def test_lists_within_lists_on_one_line() -> None:
    text = "1. One: (a) as; (b) bee. 2. Two: (a) at: (i) in; (ii) on; (b) by. 3. Three."
    found = inline_labels(text, 0, len(text))
    assert [label.text for label in found] == [
        "1.", "(a)", "(b)", "2.", "(a)", "(i)", "(ii)", "(b)", "3.",
    ]  # fmt: skip


def shown(text: str) -> list[str]:
    """The paragraphs that are text, with their labels."""
    found = paragraphs(text, markup_of(text))
    return [f"{p.label} {p.text}".strip() for p in found if p.kind != "furniture"]


def test_numbers_begin_anew_after_a_heading_in_run_on_text():
    """The heading has no mark at its end, so that no clause ends before the first number."""
    items = [
        "1. Read this manual before first use, and keep it for later reference.",
        "2. Before First Use",
        "1. Remove all packaging materials.",
        "2. Fill the tank with fresh water up to the mark.",
        "3. Plug in the machine, and wait until the light is green.",
        "4. Run two cups of water through the machine.",
        "3. Empty the tray every day.",
        "4. Rinse the tank once a week.",
    ]
    assert shown(" ".join(items)) == items


def test_items_in_brackets_within_a_sentence_are_no_paragraphs_of_run_on_text():
    items = [
        "1. In this licence, control means (i) the power to direct the firm or (ii) the ownership of shares.",
        "2. The licensor grants a licence that nobody may withdraw without giving a reason.",
        "3. The licensor gives no warranty, and is not liable for any damage.",
    ]
    assert shown(" ".join(items)) == items


PAGES = [
    [
        "The Commission met in the town hall of Velden and heard",
        "the reports of its members on the levels of the",
    ],
    [
        "river, which had never been so low since they were first",
        "measured. It closed the upper lock for ships of more",
    ],
    [
        "than three hundred tons, and warned the towns on the",
        "lower river of salt in the water. It met again in May.",
    ],
]


@pytest.mark.parametrize("title", ["", "2025\n\n"])
@pytest.mark.parametrize("head", ["River Commission      Annual Report", "River Commission, part 1 of 2"])
def test_numbers_beside_a_running_head_are_of_pages(head, title):
    """Copied from a PDF, pages have no form feeds between them; the year of a title is no page's number."""
    pages = [
        f"{head}\n" + "\n".join([*page * 4, str(number)]) for number, page in enumerate([*PAGES, *PAGES], 2)
    ]
    found = shown(title + "\n".join(pages))
    assert not [one for one in found[2:] if head[:16] in one]
    assert not {str(number) for number in range(2, 8)} & set(found)


def turned(*heads: str) -> str:
    """A page of wrapped text above each head and one below the last, each turn within a sentence."""
    return "".join(
        "\n".join(page * 4) + head for page, head in zip([*PAGES, *PAGES], [*heads, "\n"], strict=False)
    )


TURNS = (
    "\n\n            {0}\n\f{1}\n\n",
    "\n\f{1}\n",
    "\n\n{1}\n{0}\n\f",
    "\n\n{0} {1}\n\n",
    "\n\n{1}   {0}\n\n",
)


@pytest.mark.parametrize("head", ["THE RIVER COMMISSION", "The river and the 𠮷 commission"])
@pytest.mark.parametrize("turn", TURNS)
def test_two_running_heads_are_enough_where_one_is_within_a_sentence(turn, head):
    """A form feed or the number of a page is beside them, or on their line."""
    found = shown(turned(turn.format(12, head), turn.format(13, head)))
    assert found == shown(turned("\n", "\n"))


def test_a_number_may_be_before_one_running_head_and_after_the_other():
    head = "THE RIVER COMMISSION"
    assert shown(turned(f"\n\n12 {head}\n\n", f"\n\n{head} 13\n\n")) == shown(turned("\n", "\n"))


def test_a_word_with_a_number_within_a_sentence_is_a_caption():
    found = shown(turned("\n\nAbbildung 3\n\n", "\n\nAbbildung 4\n\n"))
    assert [one[:11] for one in found if "Abbildung" in one] == ["Abbildung 3", "Abbildung 4"]


def test_chinese_running_heads_within_a_sentence():
    page = "那天早晨，船停在港湾里，海面上没有一点风，船长\n没有说话，他看着远方的山，又看着船上的人们，想\n"
    first, last = f"{page}着。\n" + page, f"了很久。\n{page}好。\n"
    head = "\f远航的故事\n"
    assert shown(head.join([first, last + page, last])) == shown(first + last + page + last)


def test_one_running_head_is_enough_where_it_is_the_title():
    title = "The River Commission\n\n"
    assert shown(title + turned("\n\fTHE RIVER COMMISSION\n\n")) == shown(title + turned("\n"))


@pytest.mark.parametrize(
    "text",
    [
        # Letters, a page each, and contracts: nothing goes on over the turn.
        "Dear Doctor Miller,\nthank you for the letter.\nAnna Smith\n\f" * 2,
        "EMPLOYMENT CONTRACT\nThe employer hires the worker.\nSignature of both:\n\f" * 2,
        # A refrain under a rule.
        "Sing, sing of rivers\nthat go by,\nand of all the ships that come\nto you\n* * *\n" * 2,
        # The fields of a form, one under the other.
        "Item number 1\nname of the product\nItem number 2\nname of the product\n",
    ],
)
def test_lines_that_are_twice_in_a_text_are_no_running_heads(text):
    first = text.split("\n")[0]
    assert sum(one.startswith(first[:11]) for one in shown(text)) == 2


@pytest.mark.parametrize("last", ["64).", "1998."])
def test_a_number_that_ends_the_sentence_above_it_is_no_page_number(last):
    """Though the page ends with it."""
    text = f"Cues stayed within the limits of Ivarsson and Carroll (1998, p.\n{last}\n\fTable 1: Materials\n"
    assert last in " ".join(shown(text))


def test_the_same_answer_to_numbered_questions_is_no_running_head():
    text = "\n".join(f"{number}\nNot applicable here\nNo remarks\n" for number in range(1, 9))
    assert shown(text).count("Not applicable here") == 8


def test_a_line_over_numbered_questions_is_no_running_head():
    """It recurs as far apart as the heads of pages, but is never within a sentence."""
    questions = [
        f"{number}\nChoose the best answer\nThe man who {verb} the door\nis my uncle's guest, and he ____\n"
        "A. has\nB. had\nC. will\nD. must\n"
        for number, verb in enumerate(["opened", "closed", "painted"], 1)
    ]
    found = shown("\n".join(questions))
    assert found.count("Choose the best answer") == 3
    assert {"1", "2", "3"} <= set(found)


def test_the_last_page_beside_a_running_head_may_be_short():
    line = "那天早晨，船停在港湾里，海面上没有一点风，船长"
    pages = [f"{line}\n" * 9 + f"{line}\n远航的故事与人生\n{number}\n" for number in (5, 6)]
    text = "".join(pages) + "没有说话。\n远航的故事与人生\n7\n"
    assert shown(text) == [line * 20 + "没有说话。"]


@pytest.mark.parametrize("power", ["12 km²", "9.8 m/s²", "R²", "x³"])
def test_a_power_is_no_call(power):
    notes = "¹ One.\n² Two.\n³ Three.\n"
    text = f"It was signed in May,¹ sealed² and sent.³ The value of {power} is given.\n\n{notes}"
    assert f"The value of {power} is given." in " ".join(shown(text))


@pytest.mark.parametrize(
    "entries",
    [
        ["时间：2024年3月5日上午9时", "地点：三楼会议室", "参加人员：王明、李华、赵强"],
        ["base flow: the flow of a river from the ground", "catchment: the land of a river", "dam: a wall"],
        ["𠮷田：昨天到的", "小李：我刚下飞机", "𠮷田：先去吃饭吧"],
    ],
)
def test_entries_one_under_the_other_are_lines_of_their_own(entries):
    """Though none has a mark at its end."""
    assert shown("会议纪要\n" + "\n".join(entries)) == ["会议纪要", *entries]


def test_entries_teach_nothing_about_how_the_text_below_them_is_wrapped():
    form = "时间：2024年3月5日上午9时\n地点：三楼会议室\n参加人员：王明、李华、赵强\n"
    lines = ["会议听取了李华关于一季度工作进展情况的汇报，并就下一步工作", "进行了讨论。"]
    assert shown(form + "\n".join(lines))[3:] == ["".join(lines)]


def test_one_colon_in_wrapped_prose_makes_no_entry():
    lines = ["The council has decided on the points below and the", "order of the day: the bridge, and the"]
    assert shown("\n".join([*lines, "road."])) == [" ".join([*lines, "road."])]


def test_a_few_line_ends_are_within_sentences_of_a_text_that_is_not_wrapped():
    """After a word that ends nothing, after the widest line, and under an item."""
    text = """Dear Ms. Wang,
Thank you for your letter. We have read your
offer with interest, and would like to know:

- whether the price includes delivery
- what happens if the goods arrive
  late

Kind regards,
Peter Jansen
Head of Purchasing and the
rest of it
Rotterdam
The Netherlands
Tel. +31 10 123 4567"""
    found = shown(text)
    assert found[1].endswith("We have read your offer with interest, and would like to know:")
    assert "- what happens if the goods arrive late" in found
    assert "Head of Purchasing and the rest of it" in found
    assert len(found) == 10


def test_verse_that_is_not_wrapped_keeps_its_lines_though_they_end_within_sentences():
    text = "The river\nruns to the\nsea of the\nnorth"
    assert shown(text) == text.split("\n")


def test_a_line_in_brackets_continues_no_line_of_a_text_that_is_not_wrapped():
    text = "Fifty-eighth session\nAgenda item 5\nAdopted as\n[without a vote]"
    assert shown(text) == text.split("\n")


def test_an_official_title_may_end_on_a_line_of_its_own():
    title = "国务院关于加强水资源管理的\n通知\n各省、自治区、直辖市人民政府，各直属机构：\n现通知如下。"
    assert shown(title)[0] == "国务院关于加强水资源管理的通知"


@pytest.mark.parametrize("rest", ["200毫米。", "论，形成如下意见："])
def test_the_rest_of_a_chinese_sentence_may_begin_with_a_number_or_end_with_a_colon(rest):
    line = "会议听取了李华关于第一季度工作进展情况的汇报，并就下一步工作进行了讨"
    assert shown(f"会议纪要\n{line}\n{rest}") == ["会议纪要", line + rest]


def test_a_hyphen_under_a_hyphen_opens_an_item_though_one_of_the_items_is_wrapped():
    text = "The offer:\n\n- whether the price includes delivery\n- what happens if the goods arrive\n  late\n"
    items = ["- whether the price includes delivery", "- what happens if the goods arrive late"]
    assert shown(text) == ["The offer:", *items]


def test_a_year_alone_within_a_sentence_is_no_page_number():
    text = "The walls of the town were pulled down in\n1872\nand the gates in the year after.\n"
    assert "1872" in " ".join(shown(text))
    assert "187" not in " ".join(shown(text.replace("1872", "187")))
