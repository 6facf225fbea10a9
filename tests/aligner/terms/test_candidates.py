"""Candidates: in English, in Chinese, and in languages without parts of speech."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from duiqi.aligner.terms.analysers import analyser
from duiqi.aligner.terms.analysis import Analyser

ENGLISH, CHINESE = (analyser(lang, frozenset(), 12) for lang in ("en", "zh"))
GERMAN = analyser("de", frozenset(), 12)


def found(analyse: Analyser, text: str) -> dict[str, float]:
    """Each candidate with its unithood."""
    return {candidate.text: candidate.unithood for candidate in analyse(text).candidates}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to halt new deployments of anti-personnel mines", {"deployments", "anti-personnel mines"}),
        ("It convinced mine-affected States.", {"mine-affected States"}),
        ("a report on mine clearance", {"report", "mine clearance"}),
        (
            "and provided technical, financial and material assistance",
            {"technical, financial and material assistance"},
        ),
        ("social and economic development efforts", {"social and economic development"}),
        ("the threat of mines and explosive remnants of war", {"mines and explosive remnants of war"}),
        ("on the limitation of working hours", {"working hours"}),
        ("and protects internally displaced persons", {"internally displaced persons", "displaced persons"}),
        ("to manage highly migratory fish stocks", {"highly migratory fish stocks"}),
        ("in international co‐operation", {"international co‐operation"}),
        (
            "through the United Nations Voluntary Trust Fund for Assistance in Mine Action",
            {"United Nations Voluntary Trust Fund for Assistance in Mine Action"},
        ),
        ("in accordance with the standards (IMAS)", {"standards", "IMAS"}),
        (
            "by the National People's Congress and the people’s governments",
            {"National People's Congress", "people’s governments"},
        ),
        ("It is used for sorting.", {"sorting"}),
        ("an instance of the class, for instance a list", {"instance", "list"}),
        ("Dose reduction is permitted.", {"Dose reduction"}),
        ("Gases contain carbon monoxide, an odourless gas.", {"carbon monoxide"}),
        ("made of graphite and copper", {"graphite"}),
        ("and magnetic resonance imaging (MRI) 𠀀", {"magnetic resonance imaging"}),
        ("include overall survival (OS) and rates", {"overall survival"}),
        ("the rate of overall survival (ROS) and rates", {"rate of overall survival"}),
        ("They promote centralized water supply.", {"centralized water supply"}),
        ("The insured shall pay the deductible.", {"insured", "deductible"}),
        ("5% of the sum insured", {"sum insured"}),
        ("without the prior written consent of a party", {"prior written consent", "written consent"}),
        ("Fraudulent claims forfeit all benefits.", {"Fraudulent claims"}),
        ("Before tamping, mark the rods.", {"tamping"}),
        ("Spare parts with a low price are included.", {"Spare parts"}),
        ("the door lock, the door operator and the car", {"door lock"}),
        ("the door operator and the light curtain", {"light curtain"}),
        ("Slow steaming shall not be a breach.", {"Slow steaming"}),
        ("The Borrower shall pay accrued interest.", {"accrued interest"}),
        ("the loan and all accrued interest have been repaid", {"accrued interest"}),
        ("The owner may order slow steaming to save fuel 𠀀.", {"slow steaming"}),
        ("Hull fouling increases consumption and shall be removed.", {"Hull fouling"}),
        ("The four-way valve reverses the circuit.", {"four-way valve"}),
        ("The two-stage engine is loud.", {"two-stage engine"}),
    ],
)
def test_english_terms_are_among_the_candidates(text: str, expected: set[str]) -> None:
    assert expected <= found(ENGLISH, text).keys()


@pytest.mark.parametrize(
    ("text", "wanted", "refused"),
    [
        ("The lithium-ion battery contains cobalt.", {"lithium-ion battery"}, {"battery contains"}),
        ("Sales expenses rose by 26%.", {"Sales expenses"}, {"Sales expenses rose"}),
        ("It was settled in a peaceful manner.", set(), {"peaceful manner"}),
        ("taken from the scene by force", {"scene", "force"}, {"scene by force"}),
        ("on environmental pollution by solid waste", {"environmental pollution by solid waste"}, set()),
        ("The draft resolution met with approval.", {"draft resolution"}, {"draft resolution met"}),
        ("Crowds may not block traffic.", {"traffic"}, {"block traffic"}),
        ("The police may establish security lines.", {"security lines"}, {"establish security lines"}),
        ("urges States to proactively mainstream mine action", {"mine action"}, {"mainstream mine action"}),
        ("the will power of highly qualified staff", {"power", "qualified staff"}, set()),
        ("Empty the dust box and tap the icon.", {"dust box", "icon"}, {"Empty", "tap"}),
        ("Haitong Trading Co., Ltd. (the seller)", {"Haitong Trading Co., Ltd."}, {"Co., Ltd."}),
        ("shares of Haitong Corp. were sold", {"Haitong Corp."}, {"Corp."}),
        ("Chapter II Platform Management", {"Platform Management"}, {"Chapter II Platform Management"}),
        ("an impairment loss of RMB 120 million", {"impairment loss"}, {"impairment loss of RMB"}),
        ("sales in euros and in yen", {"sales in euros"}, set()),
        ("the starting and finishing time", {"starting and finishing time"}, set()),
        ("Accounts receivable fell.", {"Accounts receivable"}, set()),
        ("in Pregnant and Breast-feeding Women", {"Breast-feeding Women"}, {"Pregnant and Breast"}),
        ("The conductive adhesive reduces the heat.", {"conductive adhesive"}, {"adhesive reduces"}),
        ("The committee reviewed reports.", {"reports"}, {"reviewed reports"}),
        ("Check that oil levels are right.", {"oil levels"}, {"Check"}),
        ("a comprehensive, global approach", {"approach"}, {"comprehensive"}),
        ("in light of the report", {"report"}, {"light", "light of the report"}),
        (
            "If the four-way valve sticks, tap it.",
            {"four-way valve"},
            {"valve sticks", "four-way valve sticks"},
        ),
        ("The warning light flashes when dust is inside.", {"warning light"}, {"warning light flashes"}),
        ("The buffer tank stores hot water.", {"buffer tank", "hot water"}, {"buffer tank stores"}),
        ("The oil analysis covers viscosity.", {"oil analysis"}, {"oil analysis covers"}),
        ("If brake pads, discs or drums are worn, stop.", {"brake pads", "discs"}, set()),
        ("The adverse events including headache.", {"adverse events"}, set()),
        ("Where the testing results fail to meet it, stop.", {"testing results"}, set()),
        ("The pump supplies water to the tank.", {"pump", "water"}, {"pump supplies"}),
        ("The audit shows that the number exceeds it.", {"audit"}, {"audit shows"}),
        ("The Licensor warrants that it will run.", {"Licensor"}, {"Licensor warrants"}),
        ("The software updates that the vendor supplies are free.", {"software updates"}, set()),
        ("The crew reads the sensor manuals that the maker supplies.", {"sensor manuals"}, set()),
        ("Too much pressure closes the surface and traps whey.", {"whey"}, {"traps whey"}),
        ("The kit has bolts and screws.", {"screws"}, set()),
        (
            "The handler places chocks and cones before a truck approaches the aircraft.",
            {"chocks"},
            {"places chocks", "handler places chocks"},
        ),
        (
            "During ripening, lipolysis releases free fatty acids.",
            {"fatty acids"},
            {"lipolysis releases free fatty acids"},
        ),
        ("A claim that the program infringes property rights.", {"property rights"}, {"program infringes"}),
        ("The test results before the treatment are listed.", {"test results"}, set()),
    ],
)
def test_verbs_labels_and_amounts_are_no_parts_of_english_terms(
    text: str, wanted: set[str], refused: set[str]
) -> None:
    candidates = found(ENGLISH, text).keys()
    assert wanted <= candidates
    assert not refused & candidates


def test_forms_of_address_and_amounts_are_no_parts_of_chinese_terms() -> None:
    candidates = found(CHINESE, "赵强先生报告减值损失人民币1亿元，按照财政部颁布的准则")
    assert {"赵强", "减值损失"} <= candidates.keys()
    assert not {"赵强先生", "减值损失人民币"} & candidates.keys()
    assert candidates["财政部颁布"] < candidates["财政部"]


def test_an_idiom_and_a_noun_of_reference_are_no_terms() -> None:
    assert "instance" not in found(ENGLISH, "This is, for instance, a list.")
    candidates = found(ENGLISH, "They bear responsibility in accordance with the law, by phone number.")
    assert "responsibility in accordance" not in candidates
    assert "phone number" in candidates


def test_no_english_candidate_cuts_a_name_or_a_hyphenated_word() -> None:
    candidates = found(ENGLISH, "The United Nations system urged mine-affected States.")
    assert "United Nations system" in candidates
    assert not {"Nations system", "affected States", "mine"} & candidates.keys()


def test_the_number_of_a_footnote_is_no_part_of_a_term() -> None:
    candidates = found(ENGLISH, "the territorial23 integrity40 of States and the Boeing747 aircraft")
    assert {
        "territorial integrity",
        "territorial integrity of States",
        "Boeing747 aircraft",
    } <= candidates.keys()
    assert not any("23" in form or "40" in form for form in candidates)


def test_no_number_of_what_was_spoken_of_begins_a_term() -> None:
    for text in ("这一类问题", "报上一级机关批准"):
        assert not any("一" in form for form in found(CHINESE, text))


def test_after_and_the_another_name_begins() -> None:
    candidates = found(ENGLISH, "the Supreme People's Court and the State Council")
    assert {"Supreme People's Court", "State Council"} <= candidates.keys()
    assert not any("and the" in form for form in candidates)
    assert "Ministry of Culture and Tourism" in found(ENGLISH, "the Ministry of Culture and Tourism")


@pytest.mark.parametrize("text", ["6. Technical Documents and Plans", "Governing Documents and Plans"])
def test_what_is_left_of_a_list_without_its_first_word_is_no_name(text: str) -> None:
    kinds = {candidate.text: candidate.kind for candidate in ENGLISH(text).candidates}
    assert kinds["Documents and Plans"] == "phrase"
    assert found(ENGLISH, "Technical Documents and Plans")["Documents and Plans"] <= 0.5


def test_the_better_candidate_has_no_evaluative_adjective() -> None:
    candidates = found(ENGLISH, "It poses a serious threat.")
    assert candidates["threat"] > candidates["serious threat"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每年仍有地（水）雷被布下", "地（水）雷"),  # a bracket inside a word
        ("及其他有关的爆炸装置", "爆炸装置"),
        ("受地（水）雷影响的国家停止埋布", "受地（水）雷影响的国家"),
        ("与地雷有关的活动", "与地雷有关的活动"),
        ("利用缩小雷区的办法", "缩小雷区"),  # verb and object: area reduction
        ("设立联合国地雷行动处十周年", "联合国地雷行动处"),  # a suffix closes a name
        ("在冲突后局势中", "冲突后局势"),
        ("联合国协助地雷行动自愿信托基金", "联合国协助地雷行动自愿信托基金"),  # an adverb that is none
        ("按照《国际地雷行动标准》的规定", "国际地雷行动标准"),
        ("在其管辖范围内", "管辖"),  # jieba has 其管辖 for a word
        ("协助 地雷 行动", "协助地雷行动"),  # spaces between words are the file's, not the term's
        ("𠀀𠀀说秘书处", "秘书处"),
        ("对象引用字段的值", "对象引用字段"),  # a measure word in a compound
        ("超类的方法", "超类"),
        ("方法抛出异常。", "异常"),  # an adverb by the dictionary
        ("签订特许经营协议", "特许经营协议"),
        ("十个工作日内通知", "工作日"),  # a place word that the dictionary joins to a noun
        ("在排除区内打桩", "排除区"),  # and one that it joins to the end of a noun
        ("在一级保护区内", "一级保护区"),  # a number that tells the class
        ("生产第二类医疗器械的企业", "第二类医疗器械"),
        ("政府间海洋学委员会", "政府间海洋学委员会"),
        ("在提款期内，", "提款期"),
    ],
)
def test_chinese_terms_are_clean_candidates(text: str, expected: str) -> None:
    assert found(CHINESE, text)[expected] >= 0.6


@pytest.mark.parametrize(
    ("text", "cut_short", "whole"),
    [
        ("受地（水）雷影响的国家", "地（水）雷影响的国家", "受地（水）雷影响的国家"),
        ("建立信任的措施", "信任的措施", "建立信任的措施"),
        ("信息管理标准", "信息管理", "信息管理标准"),
        ("非国家行为者", "非国家行为", "非国家行为者"),
        ("不记名投票", "记名投票", "不记名投票"),
        ("遇有不可预料的情况", "预料的情况", "不可预料的情况"),
        ("家用电器及固定装置。", "固定", "固定装置"),  # the first half of a dictionary word
        ("分为可回收物和有害垃圾", "可回收", "可回收物"),
        ("善意购买人", "善意购买", "善意购买人"),
        ("政府组织和非政府组织", "政府组织和非政府", "政府组织和非政府组织"),
        ("清扫能力达到百分之二十", "清扫能力达到", "清扫能力"),
    ],
)
def test_a_chinese_candidate_cut_short_has_a_lower_unithood(text: str, cut_short: str, whole: str) -> None:
    candidates = found(CHINESE, text)
    assert candidates.get(cut_short, 0) < candidates[whole]


def test_chinese_candidates_exclude_place_words_and_procedural_verbs() -> None:
    candidates = found(CHINESE, "联合国系统内地雷行动协调中心开展活动")
    assert "联合国系统" in candidates
    longer = candidates.keys() - {"开展"}
    assert not any("内" in text or text.startswith("开展") or text.endswith("开展") for text in longer)


def test_an_idiom_alone_is_an_unlikely_candidate() -> None:
    """各国对此责无旁贷 is `States have primary responsibility`, but a phrase of two words may be a term."""
    assert found(CHINESE, "各国对此责无旁贷。")["责无旁贷"] < found(CHINESE, "心力衰竭。")["心力衰竭"] == 1


def test_a_procedural_verb_alone_is_an_unlikely_candidate() -> None:
    """In Git a commit is 提交, which in other texts is what is done with reports."""
    candidates = found(CHINESE, "没有要合并的提交。")
    assert 0 < candidates["提交"] < candidates["合并"]


@pytest.mark.parametrize(
    ("text", "whole", "too_long"),
    [
        ("在质保期届满时支付剩余款项", "质保期", "质保期届满"),
        ("其知识产权归甲方所有", "知识产权", "知识产权归甲方"),
        ("大会发布这一世界人权宣言", "大会", "大会发布"),
    ],
)
def test_a_chinese_candidate_with_its_predicate_has_a_lower_unithood(
    text: str, whole: str, too_long: str
) -> None:
    candidates = found(CHINESE, text)
    assert candidates.get(too_long, 0) < candidates[whole]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Party A shall pay the fee to Party B.", "Party A"),
        ("He may appeal to the public security organ at the next higher level.", "public security organ"),
        ("A situation which endangers public security is dealt with.", "public security"),
    ],
)
def test_english_names_with_a_letter_and_unknown_words_have_their_parts_of_speech(
    text: str, term: str
) -> None:
    candidates = found(ENGLISH, text)
    assert candidates[term] == 1
    assert not any("endangers" in candidate for candidate in candidates)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("本合同自签字之日生效", ["合同"]),  # the demonstrative is no part of the term
        ("三个工作日内", ["工作日"]),
        ("质保期届满时", ["届满"]),
        ("发表意见的权利", ["意见", "发表意见"]),
        ("签署停火协定", ["停火", "协定", "停火协定"]),  # jieba has the compound, and no count of it
        ("全面履行合同义务", ["合同义务"]),
        ("按规定力矩拧紧螺栓", ["力矩", "规定力矩"]),
        ("松动：地脚螺栓", ["地脚螺栓"]),  # no particle opens a phrase
    ],
)
def test_dictionary_words_of_two_words_are_divided(text: str, parts: list[str]) -> None:
    candidates = found(CHINESE, text)
    assert candidates.keys() >= set(parts)
    assert not any(form.startswith(("本", "按")) or form.endswith(("内", "时")) for form in candidates)


@pytest.mark.parametrize("text", ["人民警察", "集成电路", "广播电台", "北京大学"])
def test_common_words_and_organizations_are_not_divided(text: str) -> None:
    assert [token.text for token in CHINESE(text).tokens] == [text]


def test_no_candidate_is_a_date_from_which_something_counts() -> None:
    assert not any("之日起" in form for form in found(CHINESE, "自公布之日起施行"))


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("聯合國協助地雷行動自願信託基金", "联合国协助地雷行动自愿信托基金"),
        ("受地（水）雷影響的國家", "受地（水）雷影响的国家"),
        ("𠀀的掃雷行動，發展援助", "𠀀的扫雷行动，发展援助"),
    ],
)
def test_traditional_text_has_the_candidates_of_simplified_text(traditional: str, simplified: str) -> None:
    """The spans, the unithood and the keys of words are the same; the terms stay as they are written."""
    one, other = CHINESE(traditional), CHINESE(simplified)
    assert [(c.first, c.stop, c.unithood) for c in one.candidates] == [
        (c.first, c.stop, c.unithood) for c in other.candidates
    ]
    assert one.content_words == other.content_words
    assert all(c.text in traditional for c in one.candidates)


@pytest.mark.parametrize("name", ["𠮷野车站", "㐂商店", "中国𠀀公司"])
def test_characters_of_the_extensions_of_unicode_are_parts_of_words(name: str) -> None:
    assert name in found(CHINESE, f"他来到{name}。")


@pytest.mark.parametrize("word", ["São Paulo", "Schrödinger", "β", "AT&T", "C++", "Москва", "O’Neill"])
def test_words_of_other_alphabets_are_not_cut_in_chinese(word: str) -> None:
    text = f"使用{word}方程"
    assert [token.text for token in CHINESE(text).tokens] == ["使用", *word.split(), "方程"]
    assert f"{word}方程" in found(CHINESE, text)


@pytest.mark.slow
def test_without_parts_of_speech_candidates_are_between_stop_words() -> None:
    candidates = found(GERMAN, "Der Generalsekretär legte den Bericht über Landminen vor, S. 295-298.")
    assert {"Generalsekretär", "Bericht", "Landminen"} <= candidates.keys()
    assert not {"Der Generalsekretär", "295-298"} & candidates.keys()


def test_no_candidate_begins_or_ends_with_a_stop_word() -> None:
    analyse = analyser("en", frozenset({"Mine"}), 12)
    assert found(analyse, "a report on mine clearance").keys() >= {"report", "clearance"}
    assert "mine clearance" not in found(analyse, "a report on mine clearance")


@pytest.mark.slow
@settings(deadline=None)
@example("M 动 动")
@given(st.text(alphabet="地雷（水）行动的、《》 the Mine-action of, and’s.7𠀀‐\n", max_size=60))
@pytest.mark.parametrize("analyse", [ENGLISH, CHINESE, GERMAN], ids=["en", "zh", "de"])
def test_tokens_and_candidates_are_where_their_offsets_say(analyse: Analyser, text: str) -> None:
    """Whatever the text, tokens are in order, and candidates consist of them."""
    tokens, candidates = analyse(text)
    ends = [0, *(token.end for token in tokens)]
    for token, end in zip(tokens, ends, strict=False):
        assert end <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
    for candidate in candidates:
        assert 0 <= candidate.first < candidate.stop <= len(tokens)
        assert 0 < candidate.unithood <= 1
        form = text[tokens[candidate.first].start : tokens[candidate.stop - 1].end]
        # Spaces between Han are the file's, not the term's; one beside a Latin word stays.
        assert candidate.text.replace(" ", "") == form.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("严重不良事件", {"严重不良事件"}),
        ("包括上盖板", {"上盖板"}),
        ("期中分析的结果", {"期中分析"}),
        ("储能技术领域", {"储能技术领域", "技术领域"}),
        ("和政府间组织", {"政府间组织"}),
        ("二次供水", {"二次供水"}),
        ("𠀀试验用药品", {"试验用药品"}),
        ("系统内地雷行动", set()),
        ("严重的障碍", set()),
        ("不良事件", set()),
    ],
)
def test_chinese_terms_with_an_unusual_word_at_an_edge_are_doubtful(text: str, doubtful: set[str]) -> None:
    candidates = CHINESE(text).candidates
    assert doubtful <= {one.text for one in candidates if one.doubtful}
    assert doubtful or not any(one.doubtful for one in candidates)


def test_measure_words_and_ground_may_be_parts_of_a_noun() -> None:
    """地 makes an adverb of what is before it, and after a preposition it is none: 为地暖."""
    assert "井道" in found(CHINESE, "机房、井道和底坑𠀀")
    assert "地暖" in found(CHINESE, "为地暖储存热水")
    assert "地操作" not in found(CHINESE, "安全地操作")


def test_measure_words_without_a_number_may_begin_a_noun() -> None:
    assert {"层门", "批单"} <= found(CHINESE, "层门、批单").keys()


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("如正常运行时间低于该水平", "正常运行时间"),
        ("早期膨胀由大肠菌群引起", "早期膨胀"),
        ("冬季作业须经批准", "冬季作业"),
    ],
)
def test_adverbs_before_a_verb_and_its_noun_stages_and_seasons_may_open_a_term(
    text: str, doubtful: str
) -> None:
    assert doubtful in {one.text for one in CHINESE(text).candidates if one.doubtful}


def test_what_is_counted_by_the_unit_is_no_term() -> None:
    candidates = found(CHINESE, "菌落总数不得超过每毫升10万，按每公斤计，每批均须检测")
    assert {"每毫升", "每公斤", "每批"}.isdisjoint(candidates)


def test_a_vessel_is_no_part_of_a_word_of_place() -> None:
    assert "奶罐" in found(CHINESE, "贮存于奶罐中。")


def test_a_rare_character_before_another_is_a_part_of_a_word() -> None:
    candidates = found(CHINESE, "不附带默示保证。")
    assert candidates["示保证"] < candidates["默示保证"]


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("everyone who works, drives or operates aircraft at the aerodrome", {"aircraft", "aerodrome"}),
        ("The Licensee shall not sublicense, rent or lease the unit.", {"Licensee", "unit"}),
        ("If the pump stops, valves and pipes are closed.", {"pump", "valves", "pipes"}),
    ],
)
def test_listed_verbs_are_no_nouns(text: str, nouns: set[str]) -> None:
    candidates = found(ENGLISH, text)
    assert nouns <= set(candidates)
    assert {"drives", "operates aircraft", "rent"}.isdisjoint(candidates)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("During ripening, proteolysis breaks down casein and lipolysis releases free acids.", "proteolysis"),
        ("If uptime falls below that level, the customer is entitled to a credit.", "uptime"),
    ],
)
def test_the_subject_of_a_verb_with_a_particle_or_after_if_is_a_term(text: str, subject: str) -> None:
    candidates = found(ENGLISH, text)
    assert candidates[subject] == 1
    assert {"breaks", "proteolysis breaks"}.isdisjoint(candidates)


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("以免血凝块脱落。", "血凝", "血凝块"),
        ("每天用氯己定漱口水。", "定漱口水", "氯己定漱口水"),
        ("𠀀，用氯己定漱口水。", "己定漱口水", "氯己定漱口水"),
    ],
)
def test_a_character_without_a_good_part_of_speech_belongs_to_the_noun_before_it(
    text: str, cut: str, whole: str
) -> None:
    candidates = found(CHINESE, text)
    assert candidates[cut] < 0.6 < candidates[whole]


def test_a_character_before_a_particle_is_a_verb_and_no_part_of_a_noun() -> None:
    candidates = found(CHINESE, "动载试验测得频率，静载试验测了挠度。")
    assert "动载试验测" not in candidates
    assert candidates["静载试验"] >= 0.8


def test_a_rare_word_that_begins_with_a_suffix_is_the_suffix_and_a_verb() -> None:
    assert found(CHINESE, "裂缝深度用超声法测定。")["超声法"] > 0.5
    assert "法测定" not in found(CHINESE, "裂縫深度用超聲法測定。")


def test_a_pronoun_is_no_part_of_a_term() -> None:
    assert not any("您" in text for text in found(CHINESE, "用扫描仪扫描您的口腔，请您付费。"))
