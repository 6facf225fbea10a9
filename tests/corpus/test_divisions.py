"""Labels in words: which open a paragraph, and which a sentence that refers to them."""

from __future__ import annotations

import pytest

from duiqi.corpus.layout.divisions import division_at


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
        ("附件1 价格表", "附件1"),
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
