"""The checks: faults are found, and nothing else is.

`faults.tsv` has a pair for each fault, after the code of the check that finds it and the languages; no
other check may find anything there. `clean.tsv` has pairs that mean the same though they look different:
whoever meets a false alarm adds a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from duiqi.aligner.check.registry import CHECKS, CODES
from duiqi.aligner.check.run import check
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.findings import SEVERITIES, Finding
from duiqi.corpus.glossary.model import Glossary, Term, TermPair
from duiqi.corpus.model import Alignment, Bead, Side

HERE = Path(__file__).parent
Pair = tuple[str, str]


def rows(name: str) -> list[tuple[str, ...]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines]


def bitext(*pairs: Pair, langs: Pair = ("en", "zh")) -> Alignment:
    beads = [
        Bead.of_texts(
            range(n, n + bool(source)),
            range(n, n + bool(target)),
            str(n + 1),
            [source] if source else [],
            [target] if target else [],
        )
        for n, (source, target) in enumerate(pairs)
    ]
    return Alignment(Side("a", langs[0]), Side("b", langs[1]), tuple(beads))


def split(langs: str) -> Pair:
    source, target = langs.split("-")
    return source, target


def found(*pairs: Pair, langs: Pair = ("en", "zh"), only: Iterable[str] = ()) -> tuple[Finding, ...]:
    return check(bitext(*pairs, langs=langs), only=tuple(only)).findings


@pytest.mark.parametrize(("code", "langs", "source", "target"), rows("faults.tsv"))
def test_a_fault_is_found_by_its_check_and_by_no_other(
    code: str, langs: str, source: str, target: str
) -> None:
    assert [finding.code for finding in found((source, target), langs=split(langs))] == [code]


@pytest.mark.parametrize(("langs", "source", "target"), rows("clean.tsv"))
def test_what_says_the_same_is_no_finding(langs: str, source: str, target: str) -> None:
    """In both directions: a check that is right about a pair is right about the pair reversed."""
    assert found((source, target), langs=split(langs)) == ()
    assert found((target, source), langs=split(langs)[::-1]) == ()


@pytest.mark.parametrize(("code", "langs", "source", "target"), rows("faults.tsv"))
def test_hits_are_inside_the_texts_and_in_order(code: str, langs: str, source: str, target: str) -> None:
    for finding in found((source, target), langs=split(langs)):
        for text, spans in ((finding.source, finding.source_spans), (finding.target, finding.target_spans)):
            assert all(0 <= span.start < span.end <= len(text) for span in spans)
            assert list(spans) == sorted(spans)
        assert finding.source_spans or finding.target_spans


def test_a_text_and_itself_have_no_figures_that_differ() -> None:
    text = "On 8 December 2005, 3.5 million people (62/99, A/62/307) paid US$ 12,000 or 15% at 3:30 p.m."
    assert found((text, text), langs=("en", "en-GB")) == ()


def test_every_check_has_a_fault_to_find() -> None:
    tried = {code for code, *_ in rows("faults.tsv")} | {
        "translations",
        "sources",
        "width",
        "spaces",
        "terms",
    }
    assert tried == set(CODES)
    assert all(known.severity in SEVERITIES for known in CHECKS)


def test_a_number_in_the_next_sentence_is_a_matter_of_where_the_sentence_ends() -> None:
    pairs = (("It has 193 members.", "它有成员国。"), ("They meet each year.", "193国每年开会。"))
    assert found(*pairs) == ()


# --- repetition


def test_one_source_with_two_translations_is_named_where_it_is_the_rarer() -> None:
    same = ("The Council shall meet twice a year.", "理事会每年开会两次。")
    other = ("The Council shall meet twice a year.", "理事会一年举行两次会议。")
    (finding,) = found(same, other, same)
    assert (finding.code, finding.place.bead) == ("translations", "2")
    assert finding.message == "translated otherwise in 1: “理事会每年开会两次。”"


def test_two_sources_with_one_translation() -> None:
    target = "理事会每年在日内瓦开会两次。"
    found_codes = [
        finding.code
        for finding in found(
            ("The Council shall meet in Geneva twice a year.", target),
            ("The Council may meet in Geneva twice a year.", target),
        )
    ]
    assert found_codes == ["sources"]


def test_short_answers_may_be_said_in_many_ways() -> None:
    assert found(("Yes.", "是。"), ("Yes.", "对。"), ("Of course.", "对。")) == ()


# --- typography

HOUSE = ("One, two and three: this is a sentence.", "一，二和三：这是一个句子，真的，没错。")


def test_the_rarer_width_is_the_wrong_one() -> None:
    (finding,) = found(HOUSE, HOUSE, ("Yes, we agree with it.", "是的,我们同意。"))
    assert (finding.code, finding.target_spans) == ("width", ((2, 3),))


def test_a_stop_within_a_name_is_a_middle_dot_and_one_between_sentences_none() -> None:
    pairs = [
        ("Karl Marx wrote it.", "卡尔.马克思写的。"),
        ("Mr. J. S. Bach, too.", "约翰.巴赫先生也是。"),
        ("It ended. He went.", "结束了.他走了。"),
        ("I. General", "一.总则"),
        ("He saw it and he won.", "他看到了.他赢了."),
        ("She is at her lowest point.", "她在最低潮的?候。"),
    ]
    assert [(finding.place.bead, finding.message) for finding in found(*pairs, only=["width"])] == [
        ("1", ". for ·: 1 here"),
        ("2", ". for ·: 1 here"),
        ("3", ". for 。: 1 here"),
        ("5", ". for 。: 2 here"),
        ("6", "? for · or a lost character: 1 here"),
    ]


def test_marks_of_half_width_throughout_are_the_style_of_the_house() -> None:
    pair = ("Yes, we agree, too.", "是的,我们也,同意.")
    assert found(pair, pair) == ()


def test_letters_of_full_width() -> None:
    (finding,) = found(("The ABC of it in 2005", "其ABC"), ("Model X", "Ｘ型"), only=["width"])
    assert finding.target_spans == ((0, 1),)


def test_spaces_around_han() -> None:
    pair = ("We use Word for it.", "我们用Word和Excel做这事，用PDF也可以。")
    spaced = ("It is not so.", "这 不是这样的。")
    mixed = ("We use Word.", "我们都用 Word做。")
    hits = [(finding.code, finding.target_spans) for finding in found(pair, pair, spaced, mixed)]
    assert hits == [("spaces", ((1, 2),)), ("spaces", ((4, 5),))]


def test_a_space_after_a_label_divides_it_from_its_text() -> None:
    pairs = [(f"Article {n}", f"第{han}条 本公约适用的范围") for n, han in enumerate("一二三四", 1)]
    assert found(*pairs, only=["spaces"]) == ()


def test_two_spaces_and_one_before_a_mark_in_english() -> None:
    (finding,) = found(("是的，很好，我们走。", "Yes , very  good, let us go."), langs=("zh", "en"))
    assert (finding.code, len(finding.target_spans)) == ("spaces", 2)


# --- terms


def glossary(*pairs: Pair) -> Glossary:
    entries = [TermPair(str(n), Term(s, "en"), Term(t, "zh")) for n, (s, t) in enumerate(pairs)]
    return Glossary("en", "zh", tuple(entries))


@pytest.mark.slow
def test_terms_that_are_not_as_in_the_glossary() -> None:
    known = glossary(("mine action", "地雷行动"), ("mine", "地雷"), ("State", "国家"), ("State", "国"))
    texts = bitext(
        ("Mine action saves lives.", "排雷行动拯救生命。"),
        ("Mine action saves lives.", "地雷行动拯救生命。"),
        ("Mines are found by States.", "地雷由各国找到。"),
    )
    (finding,) = [f for f in check(texts, terms=known).findings if f.code == "terms"]
    assert finding.message == "“mine action” is not translated as “地雷行动”"
    assert (finding.place.bead, finding.source_spans) == ("1", ((0, 11),))


# --- choosing


def test_checks_are_switched_on_and_off_by_their_codes() -> None:
    text = bitext(("Recalling 60/97 and the work", "回顾60/79和和工作"))
    assert [f.code for f in check(text).findings] == ["numbers", "doubled"]
    assert [f.code for f in check(text, without=["doubled"]).findings] == ["numbers"]
    assert check(text, only=["doubled"]).codes == ("doubled",)


def test_a_check_that_there_is_not() -> None:
    with pytest.raises(
        DuiqiError, match=r"^no check called 'numers'. Known: empty added untranslated numbers"
    ):
        check(bitext(), only=["numers"])
    with pytest.raises(
        DuiqiError, match=r"^the check 'terms' has no glossary to go by. Name it with --terms$"
    ):
        check(bitext(), only=["terms"])


def test_what_a_person_has_rejected_is_not_checked() -> None:
    bead = Bead.of_texts(range(1), range(1), "1", ["It is 5."], ["是6。"], status="rejected")
    report = check(Alignment(Side("", "en"), Side("", "zh"), (bead,)))
    assert (report.findings, report.beads) == ((), 0)


def test_findings_are_in_the_order_of_the_beads() -> None:
    pairs = [("It has 12 members and 5 organs.", "它有13个成员。")] * 3 + [("No text is here.", "")]
    beads = [int(finding.place.bead) for finding in found(*pairs)]
    assert beads == sorted(beads)
