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
    ],
)
def test_a_sentence_that_speaks_of_an_article_has_no_label(text: str) -> None:
    assert division_at(text) is None
