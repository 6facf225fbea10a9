"""Labels in words: which open a paragraph, and which a sentence that refers to them."""

from __future__ import annotations

import pytest

from duiqi.corpus.layout.assembly import paragraphs as paragraphs_of
from duiqi.corpus.layout.divisions import division_at
from duiqi.corpus.model import Document
from duiqi.segmenters import segment


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Article 4 Acceptance", "Article 4"),
        ("ARTICLE IV. ACCEPTANCE", "ARTICLE IV"),
        ("Section 2.1: Scope", "Section 2.1"),
        ("Schedule A", "Schedule A"),
        ("§ 12 Haftung", "§ 12"),
        ("Article 1", "Article 1"),
        ("第四条　验收", "第四条"),
        ("第一条人人生而自由，在尊严和权利上一律平等。", "第一条"),
        ("第二部分 定义", "第二部分"),
        ("第三条规划部门负责编制计划。", "第三条"),
        ("第二条中国公民有受教育的权利。", "第二条"),
        ("第五条所有权受法律保护。", "第五条"),
        ("第六条和平解决争端。", "第六条"),
        ("附件1 价格表", "附件1"),
        ("附件甲 价格表", "附件甲"),
        ("附錄乙", "附錄乙"),
        ("Chapter One", "Chapter One"),
        ("PART THE SECOND", "PART THE SECOND"),
        ("Chapter Twenty-One The River", "Chapter Twenty-One"),
        ("BOOK ONE: 1805", "BOOK ONE"),
        ("第三回　贾雨村夤缘复旧职", "第三回"),
        ("Article 20 bis Delivery", "Article 20 bis"),
        ("Article 21A Delivery", "Article 21A"),
        ("§ 312a Pflichten", "§ 312a"),
        ("Section 2-106. Definitions", "Section 2-106"),
        ("第二十条之一 交货", "第二十条之一"),
        ("第一条、租赁标的", "第一条"),
        ("Article 1 (Purpose)", "Article 1"),
        ("Article (1) Definitions", "Article (1)"),
        ("Article premier – Objet", "Article premier"),
        ("Article 1er Le présent contrat", "Article 1er"),
        ("Titre Ier", "Titre Ier"),
        ("Première partie", "Première partie"),
        ("Art. 3 Miete", "Art. 3"),
        ("Erster Teil. Allgemeines", "Erster Teil"),
        ("Artículo 3.º Objeto", "Artículo 3.º"),
        ("CLÁUSULA DÉCIMA PRIMERA.- Ley aplicable", "CLÁUSULA DÉCIMA PRIMERA"),
        ("Articolo 3 - Oggetto", "Articolo 3"),
        ("Hoofdstuk 3 Algemeen", "Hoofdstuk 3"),
        ("Art. 5. 1. Strony ustalają", "Art. 5"),
        ("Załącznik nr 1", "Załącznik nr 1"),
        ("Статья 5. Предмет", "Статья 5"),
        ("Часть первая", "Часть первая"),
        ("Приложение № 1", "Приложение № 1"),
        ("MADDE 5 – Konu", "MADDE 5"),
        ("제1조(목적) 이 법은 규정한다.", "제1조"),
        ("제3조의2(정의)", "제3조의2"),
        ("第一条の二　この法律は", "第一条の二"),
        ("المادة الأولى", "المادة الأولى"),
    ],
)
def test_a_division_in_words_is_a_label(text: str, label: str) -> None:
    found = division_at(text)
    assert found is not None
    assert found.text == label


@pytest.mark.parametrize(
    "text",
    [
        "Article 4 of the Treaty applies.",
        "Article 4(2) applies.",
        "Article 3, paragraph 2, applies.",
        "Item I bought yesterday",
        "Part of it",
        "Articles 3 and 4",
        "Section 2/3",
        "第四条规定如下：",
        "第四条所列情形",
        "第四条中的规定",
        "第四条第二款",
        "第三、四条",
        "第二条、第三条规定",
        "Chapter one of the book",
        "Part one is long",
        "第一回合结束",
        "第一条之规定",
        "第一条の規定により",
        "Article 3 (Scope) applies",
        "Article 4 (a) of the Treaty",
        "Artikel 3 Absatz 2 gilt",
        "§ 12 BGB bleibt unberührt",
        "Art. 5 ust. 2",
        "Article 3 du traité",
        "Статья 5 настоящего закона",
        "Приложение 2 к договору",
        "제1조제2항에 따라",
        "제1조 및 제2조",
        "المادة 5 من القانون",
    ],
)
def test_a_sentence_that_speaks_of_an_article_has_no_label(text: str) -> None:
    assert division_at(text) is None


def test_stems_count_the_items_of_a_list_however_the_lines_run() -> None:
    items = ["應檢具下列文件：", "甲、申請書𠀀；", "乙、身分證明文件；", "丙、規費收據。"]
    for joint in ("\n", "\n\n", ""):
        found = paragraphs_of(joint.join(items) + ("" if joint else "甲、乙雙方各執一份。" * 30))
        assert [p.label for p in found][:4] == ["", "甲、", "乙、", "丙、"]
        assert [p.lead + p.text for p in found][:3] == items[:3]
    parties = "甲、乙双方同意。\n丙、丁双方不同意。\n甲方付款。\n乙方交货。\n"
    assert [p.label for p in paragraphs_of(parties)] == [""] * 4


LAW = [
    "城市绿地管理条例",
    "第一章总则",
    "第一条为了保护城市绿地，改善人居环境，制定本条例。" + "任何单位和个人都有保护绿地的义务。" * 6,
    "第二章规划和建设",
]
LAW += ["第二条规划部门应当编制规划。规划应当包括下列内容：", "（一）面积；", "（二）古树𠀀的保护；"]
LAW += ["（三）措施。", "第三章附则", "第三条本条例自2019年5月1日起施行。"]


@pytest.mark.parametrize(
    ("joint", "paragraphs"),
    [
        ("", LAW),
        (
            " ",
            [
                *("Глава 1. Положения", "Статья 1. Закон регулирует охрану лесов. Он действует всегда."),
                *("Статья 2. Используются следующие понятия:", "1) лес, т. е. система;"),
                *("2) лесничий, должностное лицо;", "3) вырубка деревьев.", "Статья 3. План готов."),
                *("Глава 2. Ответственность", "Статья 4. За нарушение взимается штраф."),
            ],
        ),
        (
            " ",
            [
                *("Chapter I General Provisions", "Article 1 These rules protect green spaces in cities."),
                *("Article 2 The department shall prepare a plan, which shall include:", "(1) the area;"),
                *("(2) the protection of ancient trees; and", "(3) the measures for its implementation."),
                *("Chapter II Final Provisions", "Article 3 These rules shall enter into force in May."),
                *("Article 4 The department shall publish the plan and the measures every year.",),
            ],
        ),
    ],
)
def test_a_law_on_one_line_has_its_chapters_articles_and_items(joint: str, paragraphs: list[str]) -> None:
    """The first chapter follows the title without a mark; an article ends the list before it."""
    lang = {"城": "zh", "Г": "ru"}.get(paragraphs[0][0], "en")
    text = joint.join(paragraphs)
    found = segment(Document(text, lang, paragraphs=paragraphs_of(text)))
    starts = {found.span(range(i, i + 1)).start for i in range(len(found))}
    at = 0
    for paragraph in paragraphs:
        assert at in starts, paragraph
        at += len(paragraph) + len(joint)


def test_a_chapter_opens_a_wrapped_line_after_a_title() -> None:
    lines = [
        "Regulations on the Administration of Urban Green Spaces in Cities",
        "Chapter I General Provisions",
        "Article 1 These Regulations are formulated in order to protect the",
        "green spaces of cities and in order to improve the environment, as",
        "they are described in the annex and in the law on which the annex",
        "is based, together with the rules of the ministry, according to",
        "Article 2 Any other law, however old, and whoever has published it.",
        "Article 2 These Regulations apply to the planning, construction and",
        "maintenance of green spaces.",
        "Chapter II Planning",
        "Article 3 The department shall prepare a green space plan, and have",
        "it published within a year.",
    ]
    paragraphs = [p.text for p in paragraphs_of("\n".join(lines))]
    assert paragraphs[:2] == lines[:2]
    assert paragraphs[2] == " ".join(lines[2:7])
    assert lines[9] in paragraphs


def test_a_bullet_opens_a_line_though_the_one_before_is_open() -> None:
    lines = [
        "• at least sixty days before the end of the lease; and",
        "• to the address of the lessor that is stated above, or",
        "to another one that he has named.",
        "• in writing, and signed by the lessee or by somebody who",
        "acts for him.",
    ]
    found = [p.text for p in paragraphs_of("\n".join(lines))]
    assert len(found) == 3
