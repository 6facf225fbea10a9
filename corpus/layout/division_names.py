"""The names of divisions in laws and contracts, by language; `*.` are abbreviations.

Names of one division are rendered by one another: `Artikel 3`, `Статья 3` and `第三条` are `Article 3`.
"""

from __future__ import annotations

from collections.abc import Collection

from duiqi.corpus.scripts import FIRST_WIDE

DIVISIONS = {
    "article": (
        "article clause rule art. cl. § 条 條 조 artikel klausel regel clausule règle artículo cláusula "
        "regla articolo clausola regola artigo regra artykuł klauzula статья ст. правило madde "
        "المادة مادة البند بند"
    ),
    # Parts of an article: no run of them makes a law.
    "paragraph": (
        "item paragraph 款 项 項 항 호 absatz abs. paragraphe alinéa párrafo apartado paragrafo parágrafo "
        "ustęp ust. пункт"
    ),
    "section": "section sec. sect.",
    "section of a chapter": "节 節 절",
    "division": ("division abschnitt раздел разд. dział oddział afdeling sezione sección secção seção القسم"),
    "chapter": (
        "chapter ch. chap. 章 回 장 kapitel hauptstück chapitre capítulo cap. capitolo capo hoofdstuk "
        "rozdział глава гл. bölüm الفصل"
    ),
    "part": "part 编 編 分编 分編 部分 部 편 부 teil partie parte deel część часть kısım الجزء",
    "title": "title 篇 titel titre título titolo tytuł الباب",
    "book": "book volume 卷 권 buch livre tome libro tomo livro boek księga книга том",
    "act": "act 幕 막 akt aufzug acte acto atto ato действие акт",
    "scene": "scene 场 場 szene auftritt scène escena scena cena сцена явление",
    "annex": (
        "schedule annex appendix exhibit attachment 附件 附录 附錄 附表 별표 별지 부록 부속서 "
        "anlage anhang annexe anexo apéndice apêndice allegato bijlage załącznik приложение ek الملحق ملحق"
    ),
    "preamble": (
        "preamble 序言 präambel préambule preámbulo preambolo preâmbulo preambuła преамбула الديباجة ديباجة"
    ),
}
DIVISION_OF = {name: division for division, names in DIVISIONS.items() for name in names.split()}
# The sections of an English statute are the articles (条) of a Chinese one, those of its chapters are 节.
# An `Item 3` may be an article of a contract, and translators render 款 by several names.
_ALSO = {
    frozenset(pair)
    for pair in (
        ("section", "article"),
        ("paragraph", "article"),
        ("section", "section of a chapter"),
        ("division", "section"),
        ("division", "section of a chapter"),
        ("division", "article"),
        ("division", "part"),
        ("part", "title"),
        ("part", "book"),
        ("book", "title"),
    )
}


def are_rendered(first: str, second: str) -> bool:
    """Whether translators render one division by the other."""
    return bool(first) and (first == second or frozenset((first, second)) in _ALSO)


def spelled(divisions: Collection[str] = tuple(DIVISIONS)) -> list[str]:
    """The names of divisions that letters with capitals or Arabic letters spell, the longer ones first."""
    names = {name for name, division in DIVISION_OF.items() if division in divisions}
    letters = (name for name in names if name[0].isalpha() and name[0] < FIRST_WIDE)
    return sorted(letters, key=lambda name: (-len(name), name))
