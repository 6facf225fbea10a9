"""Inconsistent renderings, and deviations from a known glossary, are reported with every place."""

from __future__ import annotations

import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.terms import Extraction, TermOptions, extract_terms
from duiqi.aligner.terms.relatives import are_related
from duiqi.corpus import Alignment, Bead, Side
from duiqi.corpus.glossary.model import Glossary, Term, TermPair


def bitext(*pairs: tuple[str, str], name: str = "report.en.txt") -> Alignment:
    beads = (
        Bead.of_texts(range(n, n + 1), range(n, n + 1), str(n + 1), (source,), (target,))
        for n, (source, target) in enumerate(pairs)
    )
    return Alignment(Side(name, "en"), Side("report.zh.txt", "zh"), tuple(beads))


def glossary(*pairs: tuple[str, str]) -> Glossary:
    rows = (TermPair(str(n), Term(s, "en"), Term(t, "zh")) for n, (s, t) in enumerate(pairs, 1))
    return Glossary("en", "zh", tuple(rows))


MINES = bitext(
    ("Mine clearance is urgent.", "扫雷工作刻不容缓。"),
    ("The report describes mine clearance in detail.", "报告详细介绍了排雷。"),
    ("Mine clearance needs money.", "排雷需要资金。"),
    ("The Secretary-General submitted a report.", "秘书长提交了一份报告。"),
)


def extract_known(encoder: BundledEncoder, *pairs: tuple[str, str]) -> Extraction:
    return extract_terms([MINES], encoder, options=TermOptions(known_glossary=glossary(*pairs)))


def test_a_deviation_from_a_known_term_is_reported_with_its_place(encoder: BundledEncoder) -> None:
    (found,) = extract_known(encoder, ("mine clearance", "扫雷"), ("report", "报告")).deviations()
    assert (found.kind, found.term.text, found.term.frequency, found.known) == (
        "known",
        "mine clearance",
        3,
        "扫雷",
    )
    places = [str(context.place) for rendering in found.renderings for context in rendering.contexts]
    assert sorted(places) == ["report.en.txt#2", "report.en.txt#3"]


def test_either_of_two_known_renderings_is_right(encoder: BundledEncoder) -> None:
    extraction = extract_known(encoder, ("mine clearance", "扫雷"), ("Mine Clearance", "排雷"))
    assert not list(extraction.deviations())


def test_a_known_term_is_named_in_its_pair_whatever_its_form(encoder: BundledEncoder) -> None:
    found = extract_known(encoder, ("reports", "报告")).glossary().pairs
    pairs = {pair.source.text: pair for pair in found}
    assert pairs["report"].known == pairs["report"].target.text == "报告"


def test_without_a_known_glossary_there_are_no_deviations(encoder: BundledEncoder) -> None:
    extraction = extract_terms([MINES], encoder)
    assert list(extraction.deviations()) == []
    every = [list(extraction.glossary(only_new=new).pairs) for new in (False, True)]
    assert every[0] == every[1] != []


def test_the_report_begins_with_the_deviations_where_asked_for(encoder: BundledEncoder) -> None:
    extraction = extract_known(encoder, ("report", "汇报"))
    findings = list(extraction.consistency(against_known=True).findings)
    assert findings == [*extraction.deviations(), *extraction.inconsistencies()]
    assert findings[0].kind == "known"
    assert list(extraction.consistency().findings) == list(extraction.inconsistencies())


def test_several_translations_are_reported_before_shared_translations(encoder: BundledEncoder) -> None:
    texts = bitext(
        ("The Committee examined the programme.", "委员会审查了方案。"),
        ("The Committee endorsed the programme.", "委员会核可了方案。"),
        ("The Committee examined the plan.", "委员会审查了方案。"),
        ("The Committee examined the programme.", "委员会审查了计划。"),
    )
    first, second = extract_terms([texts], encoder).inconsistencies()
    assert (first.kind, first.term.text, first.term.frequency) == ("translations", "programme", 3)
    assert [(rendering.text, rendering.frequency) for rendering in first.renderings] == [
        ("方案", 2),
        ("计划", 1),
    ]
    assert (second.kind, second.term.text, second.term.frequency) == ("terms", "方案", 3)
    assert [(rendering.text, rendering.frequency) for rendering in second.renderings] == [
        ("programme", 2),
        ("plan", 1),
    ]


@pytest.mark.parametrize(
    "beads",
    [
        (
            (
                "The Security Documents are the ship mortgage, the share charge and the guarantee.",
                "担保文件指船舶抵押、股份押记及保证书。",
            ),
            ("The guarantee is a continuing guarantee.", "保证书为持续性保证。"),
        ),
        (
            ("The flow channel is a serpentine flow channel.", "流道为蛇形流道。"),
            ("The serpentine flow channel increases the heat exchange area.", "蛇形流道增大了换热面积。"),
            (
                "The coolant flows through the serpentine flow channel and is discharged.",
                "冷却液流经蛇形流道并排出。",
            ),
        ),
        (
            ("The value-added tax (VAT) is payable by 𠀀.", "增值税由𠀀缴纳。"),
            ("VAT on imported goods is collected by the customs office.", "进口货物的增值税由海关征收。"),
            ("The value-added tax has been overpaid.", "增值税已多缴。"),
        ),
    ],
)
def test_a_term_and_its_abbreviation_or_a_longer_form_of_it_are_one(
    beads: tuple[tuple[str, str], ...], encoder: BundledEncoder
) -> None:
    assert not list(extract_terms([bitext(*beads)], encoder).inconsistencies())


MILK = (
    ("The milk is heated to 63 °C and held in the cheese vat.", "将牛奶加热至63℃，在奶酪槽中保温。"),
    ("The milk is standardised by means of a cream separator.", "用奶油分离机将牛奶标准化。"),
    ("Early blowing points to poor hygiene at milking.", "早期膨胀说明挤奶卫生不良。"),
    ("Raw milk is delivered within two hours of milking.", "生乳在挤奶后两小时内送达。"),
    ("The plate count of the raw milk is recorded.", "记录生乳的菌落总数。"),
)
SCREENING = (
    ("Access to the security restricted area requires a card.", "进入安保控制区须持有通行证。"),
    ("Before entering the security restricted area, staff pass through security screening.",
     "进入安保控制区前，工作人员须通过安全检查。"),
    ("Security screening also covers vehicles at the checkpoint.", "安全检查还包括检查站的车辆。"),
)  # fmt: skip
CLASSES = (
    ("The object is copied before the method returns.", "方法返回之前复制对象。"),
    ("Each object has a hash code.", "每个对象都有散列码。"),
    ("An object must be equal to itself.", "对象必须等于自身。"),
    ("The method is declared in Object.", "该方法在 Object 中声明。"),
    ("Every class extends Object.", "每个类都扩展 Object。"),
)


@pytest.mark.parametrize(
    ("beads", "terms"),
    [(MILK, {"milk"}), (SCREENING, {"security"}), (CLASSES, {"object"})],
)
def test_what_is_inside_a_longer_term_or_another_word_is_no_occurrence(
    beads: tuple[tuple[str, str], ...], terms: set[str], encoder: BundledEncoder
) -> None:
    """milking is not milk, security screening not security, the class Object no object."""
    found = extract_terms([bitext(*beads)], encoder).inconsistencies()
    assert terms.isdisjoint(one.term.text for one in found)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Transitive", "transitivity", True),
        ("extend", "extension", True),
        ("performance of hash tables", "hash tables’ performance", True),
        ("comparison", "Comparable", False),
        ("convention", "contract", False),
        ("𠀀", "𠀀s", False),
        ("", "", False),
    ],
)
def test_words_of_one_stem_in_any_order_are_related(one: str, other: str, expected: bool) -> None:
    assert are_related(one, other) is expected
    assert are_related(other, one) is expected


def test_a_rendering_inside_a_longer_known_term_is_no_deviation(encoder: BundledEncoder) -> None:
    """地雷行动 and 行动的相关组织 share two characters: each of the two is rendered as known."""
    texts = bitext(("The mine action of relevant organizations.", "地雷行动的相关组织。"))
    known = glossary(("mine action", "地雷行动"), ("relevant organizations", "行动的相关组织"))
    assert not list(extract_terms([texts], encoder, options=TermOptions(known_glossary=known)).deviations())


def test_a_bead_counts_once_for_a_term(encoder: BundledEncoder) -> None:
    texts = bitext(("A report follows the report.", "文件之后有文件。"))
    known = glossary(("report", "报告"))
    (found,) = extract_terms([texts], encoder, options=TermOptions(known_glossary=known)).deviations()
    assert sum(len(rendering.contexts) for rendering in found.renderings) == 1


OFFICER = bitext(
    ("The Group has appointed a Data Protection Officer (DPO).", "集团已任命一名数据保护官（DPO）。"),
    ("The DPO advises on the policy of 𠀀.", "DPO就𠀀的政策提供咨询意见。"),
    ("The request goes to the DPO on the same day.", "请求应在当日转交DPO。"),
)
IMPLANTS = bitext(
    ("The implant is placed in the jawbone.", "种植体植入颌骨内。"),
    ("This leaflet explains implant treatment at our clinic.", "本手册介绍本诊所的种植治疗。"),
    ("Before implant treatment an X-ray is taken.", "种植治疗之前要拍X光片。"),
    ("The abutment is screwed to the implant.", "基台用螺丝固定在植牙上。"),
)


def deviations(encoder: BundledEncoder, text: Alignment, *pairs: tuple[str, str]) -> list[tuple[str, str]]:
    """The deviating terms of a text and the places of each."""
    with extract_terms([text], encoder, options=TermOptions(known_glossary=glossary(*pairs))) as extraction:
        return [
            (found.term.text, str(context.place))
            for found in extraction.deviations()
            for rendering in found.renderings
            for context in rendering.contexts
        ]


def test_an_abbreviation_of_the_known_equivalent_is_no_deviation(encoder: BundledEncoder) -> None:
    assert not deviations(encoder, OFFICER, ("DPO", "数据保护官"))
    found = deviations(encoder, OFFICER, ("DPO", "保护专员"))
    assert ("DPO", "report.en.txt#2") in found


def test_a_piece_of_the_known_equivalent_in_a_longer_term_is_no_deviation(encoder: BundledEncoder) -> None:
    """But another word is one, in a longer term or not."""
    places = [place for _, place in deviations(encoder, IMPLANTS, ("implant", "种植体"))]
    assert places == ["report.en.txt#4"]
    places = [place for _, place in deviations(encoder, IMPLANTS, ("implant", "植入物"))]
    assert "report.en.txt#2" in places


def test_a_long_form_is_known_by_its_abbreviation_and_equivalent(encoder: BundledEncoder) -> None:
    """As where it is merged into the termbase."""
    for target, expected in (("数据保护官", ("数据保护官", "confirmed")), ("专员", ("", "new"))):
        options = TermOptions(known_glossary=glossary(("DPO", target)))
        with extract_terms([OFFICER], encoder, options=options) as extraction:
            pairs = {pair.source.text: pair for pair in extraction.glossary().pairs}
        found = pairs["Data Protection Officer"]
        assert (found.known, found.comparison) == expected
