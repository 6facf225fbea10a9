"""Abbreviations: where a text introduces them, and the concept that has them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.terms import Extraction, extract_terms
from duiqi.aligner.terms.abbreviations import UNKNOWN, Introduction, abbreviates, introductions
from duiqi.aligner.terms.concepts import with_abbreviations
from duiqi.aligner.terms.folding import Row
from duiqi.aligner.terms.options import ALL
from duiqi.aligner.terms.schema import Abbreviation
from duiqi.aligner.terms.store import SOURCE
from duiqi.corpus import Alignment, Bead, Side
from duiqi.corpus.glossary.model import Synonym, TermPair
from duiqi.corpus.model import Span

TAX = (
    (
        "The withholding agent shall withhold the individual income tax (IIT).",
        "扣缴义务人应当代扣代缴个人所得税（以下简称“个税”）。",
    ),
    ("IIT is computed on a progressive scale.", "个税按超额累进税率计算。"),
    (
        "The State Taxation Administration (STA) shall publish the tax rates.",
        "国家税务总局（以下简称“税务总局”）应当公布税率。",
    ),
    ("The STA may adjust the tax rates.", "税务总局可以调整税率。"),
    ("The value-added tax (VAT) is payable by the taxpayer.", "增值税由纳税人缴纳。"),
    ("VAT on imported goods is collected by the customs office.", "进口货物的增值税由海关征收。"),
)
TRIAL = (
    ("The secondary endpoint is overall survival (OS).", "次要终点为总生存期（OS）。"),
    ("Overall survival is assessed by the committee.", "总生存期由委员会评估。"),
    (
        "A serious adverse event (SAE) means an event that results in death.",
        "严重不良事件（SAE）是指导致死亡的事件。",
    ),
    ("The investigator must report any SAE.", "研究者须报告任何SAE。"),
)


def texts(spans: Iterable[Introduction], text: str) -> list[tuple[str, str]]:
    """The abbreviations and the ends of their long forms."""
    return [(text[slice(*short)], text[max(start, 0) : stop]) for short, (start, stop) in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Non-small cell lung cancer (NSCLC) is common.", ("NSCLC", "Non-small cell lung cancer")),
        ('the personal income tax ("PIT")', ("PIT", "personal income tax")),
        ("“Adverse event” (AE) means an occurrence.", ("AE", "Adverse event")),
        ("an electronic case report form (eCRF)", ("eCRF", "electronic case report form")),
        ("the Taxation Administration (hereinafter “TA”)", ("TA", "Taxation Administration")),
        ("serious adverse events (SAEs)", ("SAEs", "serious adverse events")),
        (
            "an Energy Efficiency Existing Ship Index (EEXI)",
            ("EEXI", "Energy Efficiency Existing Ship Index"),
        ),
        ("the existing energy efficiency (EE)", ("EE", "energy efficiency")),
        ("the BMS (battery management system) failed", ("BMS", "battery management system")),
        ("𠀀 the safety set (SS)", ("SS", "safety set")),
        ("the State Taxation Administration (‘STA’)", ("STA", "State Taxation Administration")),
        ("the individual income tax ('IIT')", ("IIT", "individual income tax")),
        (
            "The Safety Management System, abbreviated as SMS, is audited.",
            ("SMS", "Safety Management System"),
        ),
        ("visual flight rules, or VFR, apply", ("VFR", "visual flight rules")),
    ],
)
def test_letters_tell_where_a_long_form_begins(text: str, expected: tuple[str, str]) -> None:
    assert texts(introductions(text, True), text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Eastbrook Bank Limited (the “Lender”)",
        "the housing (10)",
        "Annex A (XYZ)",
        "in London (UK)",
        "(STA)",
        "the flight crew, or ATC, decides",
        "(",
    ],
)
def test_other_brackets_introduce_nothing(text: str) -> None:
    assert list(introductions(text, True)) == []


@pytest.mark.parametrize(
    ("text", "short", "start", "stop"),
    [
        ("非小细胞肺癌（NSCLC）约占", "NSCLC", UNKNOWN, 6),
        ("“不良事件”（AE）是指", "AE", 1, 5),
        ("国家税务总局（以下简称“税务总局”）", "税务总局", UNKNOWN, 6),
        ("個人所得稅（下稱個稅）", "個稅", UNKNOWN, 5),
        ("𠀀个人所得税（简称“个税”）", "个税", UNKNOWN, 6),
        ("JMX（Java 管理扩展）", "JMX", 4, 13),
        ("国家税务总局（以下称“税务总局”）", "税务总局", UNKNOWN, 6),
        ("个人所得税（以下统称“个税”）", "个税", UNKNOWN, 5),
        ("無人機（以下統稱「無人機組」）", "無人機組", UNKNOWN, 3),
        ("无人驾驶航空器（英文缩写UAV）", "UAV", UNKNOWN, 7),
        ("目视飞行规则（即VFR）适用", "VFR", UNKNOWN, 6),
        ("安全管理体系，简称SMS，应当", "SMS", UNKNOWN, 6),
        ("𠀀国家税务总局，以下简称税务总局，应当", "税务总局", UNKNOWN, 7),
        ("世界卫生组织（世卫组织）", "世卫组织", UNKNOWN, 6),
    ],
)
def test_a_text_without_spaces_tells_where_a_long_form_ends(
    text: str, short: str, start: int, stop: int
) -> None:
    (found,) = introductions(text, False)
    assert (text[slice(*found.short)], *found.long) == (short, start, stop)


def test_a_bracket_may_introduce_two_abbreviations() -> None:
    text = "深圳证券交易所（以下简称“深交所”或“交易所”）"
    assert texts(introductions(text, False), text) == [
        ("深交所", "深圳证券交易所"),
        ("交易所", "深圳证券交易所"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "董事会会议（董事会）",
        "他的祖国（即爱尔兰）",
        "不规范的用法，缩写单词很少被接受。",
        "外卖人员（征求意见稿）",
        "𠀀，简称",
    ],
)
def test_other_words_in_brackets_and_after_commas_are_none(text: str) -> None:
    assert list(introductions(text, False)) == []


@pytest.mark.parametrize(
    ("text", "spaced", "short", "long"),
    [
        (
            "components (the “Software Bill of Materials” or “SBOM”)",
            True,
            "SBOM",
            "Software Bill of Materials",
        ),
        ('the "SBOM", or the "software bill of materials"', True, "SBOM", "software bill of materials"),
        ("𠀀 “air traffic control”, hereinafter called “ATC”", True, "ATC", "air traffic control"),
        ("清单（“软件物料清单”，简称“SBOM”）", False, "SBOM", "软件物料清单"),
        ("𠀀清单（以下简称“SBOM”或“软件物料清单”）", False, "SBOM", "软件物料清单"),
        ("（以下称「國家稅務總局」，下稱「稅務總局」）", False, "稅務總局", "國家稅務總局"),
    ],
)
def test_two_names_in_quotation_marks_are_a_long_form_and_its_abbreviation(
    text: str, spaced: bool, short: str, long: str
) -> None:
    assert texts(introductions(text, spaced), text) == [(short, long)]


@pytest.mark.parametrize(
    ("text", "spaced"),
    [
        ("press “Cancel” or “ESC”", True),
        ("the “Buyer” or “Seller”", True),
        ("按“取消”和“ESC”", False),
        ("“甲方”或“乙方”", False),
    ],
)
def test_two_names_of_two_things_are_no_abbreviation(text: str, spaced: bool) -> None:
    assert list(introductions(text, spaced)) == []


def test_an_abbreviation_has_characters_of_its_long_form_in_their_order() -> None:
    assert abbreviates("個税", "個人所得税")
    assert abbreviates("税务总局", "国家税务总局")
    assert not abbreviates("贷款人", "东溪银行有限公司")
    assert not abbreviates("本协议", "贷款协议")
    assert not abbreviates("tax", "individual income tax")


@given(st.text(alphabet="Aab (（“”)）-个税简称 𠀀İ", max_size=40), st.booleans())
def test_all_spans_are_in_the_text(text: str, spaced: bool) -> None:
    for short, long in introductions(text, spaced):
        assert 0 <= short.start < short.end <= len(text)
        assert UNKNOWN <= long.start < long.end <= len(text)


def extracted(
    beads: Sequence[tuple[str, str]], encoder: BundledEncoder, *, turned: bool = False
) -> Extraction:
    """The terms of some beads, English to Chinese or, turned, Chinese to English."""
    found = tuple(
        Bead.of_texts(
            range(n, n + 1), range(n, n + 1), str(n), (zh if turned else en,), (en if turned else zh,)
        )
        for n, (en, zh) in enumerate(beads)
    )
    langs = ("zh", "en") if turned else ("en", "zh")
    return extract_terms([Alignment(Side("a", langs[0]), Side("b", langs[1]), found)], encoder)


def drafted(extraction: Extraction) -> dict[str, TermPair]:
    return {pair.source.text.lower(): pair for pair in extraction.glossary().pairs}


def shorts(*names: str) -> tuple[Synonym, ...]:
    return tuple(Synonym(name, "abbreviation") for name in names)


def test_a_concept_has_the_long_form_and_its_abbreviations_on_either_side(encoder: BundledEncoder) -> None:
    """And no row of their own, nor where one side alone abbreviates."""
    with extracted(TAX, encoder) as extraction:
        rows = drafted(extraction)
    pairs = {
        name: (pair.target.text, pair.source.synonyms, pair.target.synonyms) for name, pair in rows.items()
    }
    assert pairs["individual income tax"] == ("个人所得税", shorts("IIT"), shorts("个税"))
    assert pairs["state taxation administration"] == ("国家税务总局", shorts("STA"), shorts("税务总局"))
    assert pairs["value-added tax"] == ("增值税", shorts("VAT"), ())
    assert rows.keys().isdisjoint({"iit", "sta", "vat"})


@pytest.mark.parametrize(("target", "part"), [("开展", "folded"), ("𠀀开", "folded"), ("行动准则", "")])
def test_an_abbreviation_paired_with_something_else_has_no_row(target: str, part: str) -> None:
    """Only what shares a character with the translation of the long form may be another name of it."""
    rows = [
        Row(1, 11, "International Mine Action Standards", "国际地雷行动标准", 0.5, False, ""),
        Row(2, 12, "IMAS", target, 0.4, False, ""),
    ]
    found, inside, others = with_abbreviations(rows, [Abbreviation(SOURCE, 0, 4, 1, 2, "IMAS")])
    assert [row.part for row in found] == ["", part]
    assert inside == ({2: 1} if part else {})
    assert others == []


def test_a_common_noun_at_the_end_of_a_long_form_is_no_abbreviation_of_it() -> None:
    """But what abbreviates the source and goes with it has no row: RFFS is no 部门."""
    rows = [
        Row(1, 11, "rescue and firefighting service", "救援与消防勤务部门", 0.5, False, ""),
        Row(2, 12, "RFFS", "部门", 0.4, False, ""),
    ]
    found, inside, others = with_abbreviations(rows, [Abbreviation(SOURCE, 0, 4, 1, 2, "RFFS")])
    assert ([row.part for row in found], inside, others) == (["", "folded"], {2: 1}, [])


def test_two_names_of_a_concept_are_one_row(encoder: BundledEncoder) -> None:
    beads = (
        (
            "A list of components (the “Software Bill of Materials” or “SBOM”) is supplied with a release.",
            "每个版本均附有组件清单（“软件物料清单”，简称“SBOM”）。",
        ),
        ("The SBOM identifies the version of each component.", "软件物料清单列明每个组件的版本。"),
        ("Press the “Cancel” button or “ESC” to stop 𠀀.", "按“取消”或“ESC”停止𠀀。"),
    )
    with extracted(beads, encoder) as extraction:
        every = list(extraction.glossary(parts=ALL).pairs)
    pair = next(pair for pair in every if pair.source.text == "Software Bill of Materials")
    assert (pair.target.text, pair.source.synonyms) == ("软件物料清单", shorts("SBOM"))
    assert [pair.target.text for pair in every if pair.target.synonyms] == ["软件物料清单"]


def test_a_long_form_in_brackets_is_one_where_its_translation_has_the_abbreviation_too(
    encoder: BundledEncoder,
) -> None:
    both = ("It uses JMX (Java Management Extension).", "它使用JMX（Java 管理扩展）。")
    alone = ("The BMS is on the left.", "BMS（见左上图）在左边。")
    with extracted((both, alone), encoder) as extraction:
        rows = drafted(extraction)
        assert not list(extraction.explain("见左上图"))
    pair = rows["java management extension"]
    assert (pair.target.text, pair.target.synonyms) == ("Java 管理扩展", shorts("JMX"))


def test_a_long_form_that_stays_as_it_is_is_a_copy(encoder: BundledEncoder) -> None:
    beads = (("Use the Serial Application Trainer (SAT).", "使用 Serial Application Trainer（SAT）。"),)
    with extracted(beads, encoder) as extraction:
        assert "serial application trainer" not in drafted(extraction)


def test_one_abbreviation_of_two_long_forms_in_a_sentence_is_that_of_both(encoder: BundledEncoder) -> None:
    rows = (
        (
            "The air traffic control (ATC) tower and the automatic train control (ATC) unit were tested.",
            "测试了空中交通管制塔和列车自动控制装置。",
        ),
        ("The automatic train control stops the train.", "列车自动控制使列车停下。"),
        ("The air traffic control guides the aircraft.", "空中交通管制引导航空器。"),
    )
    with extracted(rows, encoder) as extraction:
        drafted_rows = drafted(extraction)
    for term in ("air traffic control", "automatic train control"):
        assert drafted_rows[term].source.synonyms == shorts("ATC")


def test_a_piece_of_an_abbreviation_that_is_introduced_is_none(encoder: BundledEncoder) -> None:
    rows = (
        (
            "The World Health Organization (WHO) adopted the plan; those who object shall write.",
            "世界卫生组织（世卫组织）通过了该计划；反对者应当写信。",
        ),
        ("Those who object to the plan shall write to WHO.", "反对该计划者应当致函世卫组织。"),
    )
    with extracted(rows, encoder) as extraction:
        assert drafted(extraction)["world health organization"].target.synonyms == shorts("世卫组织")


def test_the_sides_may_be_turned(encoder: BundledEncoder) -> None:
    with extracted(TAX, encoder, turned=True) as extraction:
        rows = drafted(extraction)
    tax = rows["个人所得税"]
    assert (tax.source.synonyms, tax.target.synonyms) == (shorts("个税"), shorts("IIT"))
    assert rows.keys().isdisjoint({"个税", "税务总局"})


def test_what_is_abbreviated_is_a_term_whatever_its_words_are(encoder: BundledEncoder) -> None:
    """`overall survival` begins with an adverb, 严重 begins no term in general."""
    with extracted(TRIAL, encoder) as extraction:
        rows = drafted(extraction)
    assert rows["overall survival"].target.text == "总生存期"
    assert rows["overall survival"].frequency == 2
    assert rows["serious adverse event"].target.text == "严重不良事件"
    assert rows["serious adverse event"].target.synonyms == shorts("SAE")
    assert "sae" not in rows


@pytest.mark.parametrize("article", ["the ", "The ", ""])
def test_an_article_in_the_quotation_marks_is_no_part_of_a_term(
    article: str, encoder: BundledEncoder
) -> None:
    beads = (
        (
            f'Longhua Water Co., Ltd. (hereinafter referred to as "{article}Buyer") signs here.',
            "龙华水务有限公司（以下简称“买方”）在此签字。",
        ),
        ("The Buyer pays the price.", "买方支付价款。"),
        ("Notice is given to the Buyer.", "通知应送达买方。"),
    )
    with extracted(beads, encoder) as extraction:
        rows = drafted(extraction)
    assert rows["buyer"].target.text == "买方"
    assert "the buyer" not in rows


SHIP = (
    (
        "The Ship Energy Efficiency Management Plan (SEEMP) shall be kept on board.",
        "船舶能效管理计划（以下简称“能效计划”）应存放在船上。",
    ),
    (
        "“Verifier” means a legal entity that carries out verification.",
        "“核查机构”指开展核查活动的法律实体。",
    ),
    ("The verifier shall measure the emissions.", "核查机构应测量排放。"),
    ("The corrective action plan forms part of the SEEMP.", "纠正措施计划是能效计划的组成部分。"),
)


def test_a_long_form_begins_where_its_equivalent_does_and_a_definition_makes_a_pair(
    encoder: BundledEncoder,
) -> None:
    """能效管理计划 has the characters of 能效计划 too; 核查 is nearer to `verifier` than 核查机构."""
    with extracted(SHIP, encoder) as extraction:
        pairs = drafted(extraction)
    plan, verifier = pairs["ship energy efficiency management plan"], pairs["verifier"]
    assert plan.target.text == "船舶能效管理计划"
    assert plan.target.synonyms == shorts("能效计划")
    assert verifier.target.text == "核查机构"
    assert verifier.target.definition == "“核查机构”指开展核查活动的法律实体。"


LICENCE = (
    (
        "This Agreement is made between Northgate (the “Licensor”) and the customer (the “Licensee”).",
        "本协议由北门公司（以下简称“许可方”）与客户（以下简称“被许可方”）订立。",
    ),
    ("The Licensor grants the Licensee a right of use.", "许可方授予被许可方使用权。"),
    ("The Licensee shall pay the fee.", "被许可方应支付费用。"),
    ("The Licensor may audit the Licensee.", "许可方可对被许可方进行审计。"),
    ("The Licensee keeps the backup copy.", "被许可方保存备份副本。"),
)


def test_of_two_parties_defined_in_a_bead_each_is_paired_with_its_own_equivalent(
    encoder: BundledEncoder,
) -> None:
    """许可 is in both, and Licensee has as many syllables as a name of four characters in pinyin."""
    with extracted(LICENCE, encoder) as extraction:
        pairs = drafted(extraction)
    assert pairs["licensor"].target.text == "许可方"
    assert pairs["licensee"].target.text == "被许可方"


@pytest.mark.parametrize(
    ("long", "source", "target"),
    [
        (
            "增值税",
            "The fee is payable in advance and is exclusive of value added tax (VAT).",
            "𠀀费按年预付，且不含增值税（VAT）。",
        ),
        (
            "数据处理附录",
            "The parties shall enter into a data processing addendum (DPA) before data is transferred.",
            "双方应在传输任何个人数据之前签订数据处理附录（DPA）。",
        ),
        (
            "原位清洗",
            "All equipment is cleaned by cleaning in place (CIP) with lye and acid after each batch.",
            "每批生产后，所有设备均用碱液和酸液进行原位清洗（CIP）。",
        ),
        (
            "不间断电源",
            "The servers need an uninterruptible power supply (UPS) of their own.",
            "服务器须有自己的不间断电源（UPS）。",
        ),
        (
            "环境影响评价",
            "The plant shall carry out an environmental impact assessment (EIA).",
            "工厂应进行环境影响评价（EIA）。",
        ),
    ],
)
def test_a_long_form_does_not_run_into_the_clause_before_it(
    long: str, source: str, target: str, encoder: BundledEncoder
) -> None:
    beads = ((source, target), ("The DPA describes the security measures.", "数据处理附录说明安全措施。"))
    with extracted(beads, encoder) as extraction:
        targets = [pair.target.text for pair in extraction.glossary(parts=ALL).pairs if pair.target.synonyms]
    assert targets == [long]


def test_a_pronoun_in_the_quotation_marks_is_no_part_of_a_term(encoder: BundledEncoder) -> None:
    bead = "The Loan Agreement (the “Agreement”) is signed.", "借款协议（以下简称“本协议”）已签署。"
    with extracted([bead, ("The Agreement is binding.", "本协议具有约束力。")], encoder) as extraction:
        targets = [pair.target.text for pair in extraction.glossary(parts=ALL).pairs]
    assert "本协议" not in targets


def test_the_uses_of_an_abbreviation_are_those_of_its_long_form(encoder: BundledEncoder) -> None:
    """So that what a text abbreviates once, and then has in every sentence, is among the first rows."""
    more = [
        ("The STA met again 𠀀.", "税务总局再次开会𠀀。"),
        ("The STA is an authority.", "税务总局是主管机关。"),
    ]
    with extracted([*TAX, *more], encoder) as extraction:
        found = {pair.source.text: (pair, features) for pair, features in extraction.features()}
    pair, features = found["State Taxation Administration"]
    assert pair.frequency == 1
    assert features["frequency"] == pytest.approx(math.log2(1 + 1 + 4))
    assert features["same translation"] == 1


def test_the_contexts_of_a_concept_are_those_of_its_abbreviations_too(encoder: BundledEncoder) -> None:
    with extracted(TAX, encoder) as extraction:
        pair = drafted(extraction)["individual income tax"]
    assert [context.source for context in pair.contexts] == [TAX[0][0], TAX[1][0]]
    spans = [context.source_span for context in pair.contexts]
    assert [TAX[n][0][slice(*span)] for n, span in enumerate(spans) if span] == [
        "individual income tax", "IIT",
    ]  # fmt: skip


def test_the_uses_of_a_longer_row_are_not_those_of_a_term_inside_it(encoder: BundledEncoder) -> None:
    """licence is in national driving licence, and 许可证 in 空侧驾驶许可证 of the same bead."""
    beads = (
        (
            "Drivers need an airside driving permit (ADP) in addition to a national driving licence.",
            "驾驶员除国家驾驶证外，还须持有空侧驾驶许可证（ADP）。",
        ),
        ("The ADP is valid for two years.", "空侧驾驶许可证有效期为两年。"),
        ("A ground handler holds a licence from 𠀀.", "地面服务代理人应持有𠀀颁发的许可证。"),
    )
    with extracted(beads, encoder) as extraction:
        every = {pair.source.text: pair for pair in extraction.glossary(parts=ALL).pairs}
    assert every["national driving licence"].target.text == "国家驾驶证"
    assert (every["licence"].target.text, every["licence"].frequency) == ("许可证", 1)
    assert [context.source for context in every["licence"].contexts] == [beads[2][0]]
    permit = every["airside driving permit"].contexts
    assert [context.source for context in permit] == [beads[0][0], beads[1][0]]
    assert permit[1].source_span == Span(4, 7)
