"""Labels in words that open paragraphs or are run in, and sentences that only refer to them."""

from __future__ import annotations

import re

import pytest

from duiqi.corpus import read_bytes
from duiqi.segmenters import segment


def labelled(text: str, lang: str) -> list[tuple[str, str]]:
    return [(found.label, found.text) for found in segment(read_bytes(text.encode(), "x.txt", lang=lang))]


@pytest.mark.parametrize(
    "text",
    [
        "第一条人人自由。第二条人人平等。第三条人人可以投票。",
        "第一条 人人自由 第二条 人人平等 第三条 人人可以投票",
        "第一条人人自由第二条人人平等第三条人人可以投票",
        "第一条：人人自由。第二条：人人平等。第三条：人人可以投票。",
        "第一条 人人自由。\n第二条 人人平等。\n第三条 人人可以投票。",
        "第一条人人自由。\n\n第二条人人平等。第三条人人可以投票。",
    ],
)
def test_run_in_articles_are_labelled_as_articles_on_lines_of_their_own(text: str) -> None:
    found = labelled(text, "zh")
    assert [label for label, _ in found] == ["第一条", "第二条", "第三条"]
    assert [rest.rstrip("。") for _, rest in found] == ["人人自由", "人人平等", "人人可以投票"]


@pytest.mark.parametrize(
    "text",
    [
        "Article 1 All are free. Article 2 All are equal. Article 3 All may vote.",
        "Article 1 All are free Article 2 All are equal Article 3 All may vote",
        "Article 1. All are free.\nArticle 2. All are equal.\nArticle 3. All may vote.",
        "Article 1 All are free.\n\nArticle 2 All are equal. Article 3 All may vote.",
    ],
)
def test_english_articles_are_labelled_likewise(text: str) -> None:
    found = labelled(text, "en")
    assert [label for label, _ in found] == ["Article 1", "Article 2", "Article 3"]
    assert [rest.rstrip(".") for _, rest in found] == ["All are free", "All are equal", "All may vote"]


@pytest.mark.parametrize(
    ("text", "lang", "labels"),
    [
        ("第一条 自由 第二条 依照本法第二条的规定执行 第四条 按照第三条处罚", "zh", "第一条 第二条 第四条"),
        ("第三条 违反本法第四条、第五条规定的，处罚款。", "zh", "第三条"),
        ("第一条 本法所称公司是指依照第二条设立的公司。第三条规定的除外。", "zh", "第一条"),
        ("根据《民法典》第五百条 第五百零一条 第五百零二条 判决如下：被告败诉。", "zh", ""),
        ("一、第三条修改为：“会期三天。”第四条修改为：“会期五天。”第五条增加一款。", "zh", ""),
        ("我国宪法第一条很短。第二条也很短。", "zh", ""),
        ("第一节课上，老师讲语文。\n\n第二节课上，老师讲数学。", "zh", ""),
        ("第一条路通向山上。第二条路通向海边。第三条路没有人走过。", "zh", ""),
        ("We mean Article 1 and Article 2. Article 3 of the law is quoted. It is new.", "en", ""),
        ("Rule 1 is simple. Rule 2 is not. Rule 3 nobody knows.", "en", ""),
    ],
)  # fmt: skip
def test_a_reference_to_an_article_is_no_label(text: str, lang: str, labels: str) -> None:
    assert [label for label, _ in labelled(text, lang) if label] == labels.split()


def test_chapters_and_annexes_among_run_in_articles_are_labels() -> None:
    text = "第一章 总则 第一条 会名为河友。第二条 会址在武汉。第二章 会员 第三条 人人可以入会。附件A 会费"
    assert labelled(text, "zh") == [
        ("第一章", "总则"), ("第一条", "会名为河友。"), ("第二条", "会址在武汉。"),
        ("第二章", "会员"), ("第三条", "人人可以入会。"), ("附件A", "会费"),
    ]  # fmt: skip


@pytest.mark.parametrize("opening", ["序言", "河流条约序言", "河流条约 序言 "])
def test_a_preamble_before_articles_is_a_label(opening: str) -> None:
    text = f"{opening}各缔约方愿加强和平，兹议定如下：第一条人人自由。第二条人人平等。"
    found = labelled(text, "zh")
    assert ("序言", "各缔约方愿加强和平，兹议定如下：") in found or found[-3][0] == "序言"
    assert not any(label for label, _ in labelled("序言很长，没有人读完。", "zh"))


def test_a_heading_that_is_a_label_keeps_its_text() -> None:
    assert labelled("Article 1\n\nAll are free.\n\nArticle 2\n\nAll are equal.", "en") == [
        ("Article 1", "Article 1"), ("", "All are free."), ("Article 2", "Article 2"), ("", "All are equal."),
    ]  # fmt: skip


def test_a_label_and_its_text_are_the_text_of_the_file() -> None:
    text = "第一条　人人自由。第二条 人人平等。第三条人人可以投票。𠀀"
    found = segment(read_bytes(text.encode(), "x.txt", lang="zh"))
    assert "".join(one.printed for one in found) == text
    assert [text[one.span.start : one.span.end] for one in found] == [one.printed for one in found]


@pytest.mark.parametrize(
    ("text", "lang", "fields"),
    [
        ("甲方：北京蓝河公司 地址：北京市海淀区 电话：010-1234", "zh", 3),
        ("甲方（盖章）：蓝河公司法定代表人（签字）：李明日期：2020年5月1日", "zh", 3),
        ("Party A: Beijing Blue River Co. Address: Haidian District, Beijing Telephone: 010-1234", "en", 3),
        ("说明：本公司地址：北京路一号", "zh", 1),
        ("时间：上午10：30 地点：北京", "zh", 2),
        ("Note: enter your address: street and city", "en", 1),
    ],
)
def test_fields_that_share_a_line_are_segments(text: str, lang: str, fields: int) -> None:
    found = labelled(text, lang)
    assert len(found) == fields
    assert " ".join(rest for _, rest in found).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "title", ["房屋租赁条例", "湖泊法（2001年10月27日通过）", "《湖泊公约》", "中华人民共和国湖泊法"]
)
@pytest.mark.parametrize("space", ["", " ", "　"])
def test_the_title_of_a_law_before_its_first_article_is_apart(title: str, space: str) -> None:
    texts = ["为了保护湖泊，制定本法。", "湖泊属于国家。", "本法自公布起施行。"]
    articles = [f"第{number}条{space}{text}" for number, text in zip("一二三", texts, strict=True)]
    found = segment(read_bytes((title + "".join(articles)).encode(), "x.txt", lang="zh"))
    assert [one.printed for one in found] == [title, *articles]
    assert [one.label for one in found] == ["", "第一条", "第二条", "第三条"]


@pytest.mark.parametrize(
    ("articles", "lang"),
    [
        (
            "第一条 租赁标的 |甲方出租房屋。|第二条 租金 |每月租金五千元。|第三条 期限 |租期一年。",
            "zh",
        ),
        (
            "Article 1 Object |The landlord lets the flat.|Article 2 Rent and Fees |Each month A pays.",
            "en",
        ),
        ("ARTICLE 1 OBJECT |The landlord lets the flat.|ARTICLE 2 TERM |Tenants may stay.", "en"),
    ],
)
@pytest.mark.parametrize("between", ["", "\n"])
def test_a_heading_run_in_after_its_label_is_a_segment(articles: str, lang: str, between: str) -> None:
    parts = articles.split("|")
    page = (between or " ").join(map("".join, zip(parts[::2], parts[1::2], strict=True)))
    found = segment(read_bytes(page.encode(), "x.txt", lang=lang))
    assert [one.printed for one in found] == [part.strip() for part in parts]


@pytest.mark.parametrize(
    ("articles", "lang"),
    [
        ("第一条（目的）|本法规定图书馆。|第二条（定义）|图书馆收集资料。", "zh"),
        ("제1조(목적) |이 법은 도서관을 규정한다.|제2조(정의) |도서관은 시설이다.", "ko"),
        ("Article 1 (Purpose) |The law is new.|Article 2 (Terms) |A library lends.", "en"),
    ],
)
def test_a_title_in_brackets_after_a_label_is_a_heading(articles: str, lang: str) -> None:
    parts = articles.split("|")
    page = "\n\n".join(map("".join, zip(parts[::2], parts[1::2], strict=True)))
    found = segment(read_bytes(page.encode(), "x.txt", lang=lang))
    assert [one.printed for one in found] == [part.strip() for part in parts]


@pytest.mark.parametrize(
    ("label", "lang"),
    [
        ("Art. 3.", "es"), ("Art. 3.", "pl"), ("Article 3.", "en"), ("Sec. 3.", "en"), ("Статья 1.", "ru"),
        ("Cláusula primera.", "es"), ("Artikel 2.", "de"), ("§ 3.", "pl"), ("المادة 1.", "ar"),
    ],
)  # fmt: skip
def test_the_full_stop_of_a_label_ends_no_sentence(label: str, lang: str) -> None:
    """Neither at the beginning of a paragraph nor within it; `Chapter 1.` within one is a sentence."""
    for text in (f"{label} Objeto", f"{label} Objeto.\n\nEnd.", f"Objeto. {label} Objeto."):
        found = segment(read_bytes(text.encode(), "x.txt", lang=lang))
        assert f"{label} Objeto" in [one.printed.rstrip(".") for one in found]


def test_number_words_are_labels_in_sequence_or_before_a_title() -> None:
    text = "PRIMERA.- Objeto. El arrendador paga.\n\nSEGUNDA.- Renta. Es de 800 euros."
    assert [label for label, _ in labelled(text, "es") if label] == ["PRIMERA", "SEGUNDA"]
    assert labelled("One. Terms of payment\n\nThe buyer pays.", "en")[0][1] == "One. Terms of payment"
    assert labelled("Six. We counted them.", "en") == [("", "Six."), ("", "We counted them.")]


def test_a_finished_sentence_after_a_label_is_an_item_and_a_title_a_heading() -> None:
    english = (
        "Article 1 The board meets.\n\nArticle 2 Meetings\n\nArticle 3\n\nPart 1. Rules.\n\nThe board meets."
    )
    russian = "Статья 1. Совет собирается.\n\nСтатья 2. Заседания\n\nСтатья 3\n\nЧасть 1. Правила.\n\nСовет."
    for text, lang in ((english, "en"), (russian, "ru")):
        found = segment(read_bytes(text.encode(), "x.txt", lang=lang))
        assert [one.kind for one in found if one.label] == ["item", "heading", "heading", "heading"]


def test_an_article_after_the_heading_of_a_chapter_opens_a_run_on_text() -> None:
    text = "第二章 运营第四条 国家支持图书馆。第五条 图书馆免费。"
    assert [label for label, _ in labelled(text, "zh")] == ["第二章", "第四条", "第五条"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("第一条 甲方 乙方共同出资。第二条 利润平分。第三条 亏损分担。", "zh"),
        ("Article 1 The Buyer pays. Article 2 The Seller delivers. Article 3 Each Party signs.", "en"),
        ("Article 1 Payment In Advance is due. Article 2 Delivery is free.", "en"),
        ("Article 1 The name is Blue River.\n\nArticle 2 The seat is Wuhan.\n\nArticle 3 The end.", "zh"),
    ],
)
def test_the_first_words_of_an_article_are_no_heading(text: str, lang: str) -> None:
    assert len(labelled(text, lang)) == len(re.findall(r"\.(?:\s|$)|。", text))


def test_inserted_articles_are_labels_after_their_article() -> None:
    english = "Article 20 A pays. Article 20 bis B delivers. Article 20 ter C vouches. Article 21 D signs."
    chinese = (
        "第二十条 甲付款。第二十条之一 乙交货。第二十条之二 丙担保。第二十一条 丁签字。依照第二十条之一办理。"
    )
    assert [label for label, _ in labelled(english, "en")] == [
        "Article 20", "Article 20 bis", "Article 20 ter", "Article 21"
    ]  # fmt: skip
    assert [label for label, _ in labelled(chinese, "zh")] == [
        "第二十条", "第二十条之一", "第二十条之二", "第二十一条", ""
    ]  # fmt: skip
