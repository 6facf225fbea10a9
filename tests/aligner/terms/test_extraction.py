"""Glossaries of real texts: the promises a terminologist may rely on."""

from __future__ import annotations

import csv
import gc
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.terms import Extraction, TermOptions, extract_terms
from duiqi.aligner.terms.options import ALL
from duiqi.corpus import Alignment, Bead, Side
from duiqi.corpus.glossary.model import Glossary, Term, TermPair


def bitext(*pairs: tuple[str, str], langs: tuple[str, str] = ("en", "zh"), name: str = "a") -> Alignment:
    """A bead for each pair; an empty text is a side that is not there."""
    beads = (
        Bead.of_texts(
            range(n, n + bool(source)),
            range(n, n + bool(target)),
            str(n + 1),
            (source,) if source else (),
            (target,) if target else (),
        )
        for n, (source, target) in enumerate(pairs)
    )
    return Alignment(Side(f"{name}.{langs[0]}", langs[0]), Side(f"{name}.{langs[1]}", langs[1]), tuple(beads))


def flipped(alignment: Alignment) -> Alignment:
    """The translation as the source."""
    beads = (
        replace(
            bead,
            source=bead.target,
            target=bead.source,
            source_segments=bead.target_segments,
            target_segments=bead.source_segments,
        )
        for bead in alignment.beads
    )
    return Alignment(alignment.target, alignment.source, tuple(beads))


def rows(extraction: Extraction) -> list[tuple[str, str]]:
    return [(pair.source.text, pair.target.text) for pair in extraction.glossary().pairs]


@pytest.mark.slow
@pytest.mark.parametrize("turned", [False, True], ids=["en-zh", "zh-en"])
def test_a_terminologists_list_is_found_and_most_of_it_first(
    turned: bool, resolution: Alignment, encoder: BundledEncoder, gold: Callable[[str], Path]
) -> None:
    """From the aligner's own beads, and the same from either side."""
    with gold("terms_62_99_dev.tsv").open(encoding="utf-8", newline="") as file:
        wanted = [(row["en"].lower(), row["zh"]) for row in csv.DictReader(file, delimiter="\t")]
    with extract_terms([flipped(resolution) if turned else resolution], encoder) as extraction:
        found = [(pair.source.text, pair.target.text) for pair in extraction.glossary(parts=ALL).pairs]
        draft = extraction.count()
    pairs = [(en.lower(), zh) for zh, en in found] if turned else [(en.lower(), zh) for en, zh in found]
    assert sum(pair in pairs for pair in wanted) >= 27
    assert sum(pair in pairs[:draft] for pair in wanted) >= 26
    assert sum(pair in pairs[:100] for pair in wanted) >= (23 if turned else 26)
    assert draft <= 180


@pytest.mark.slow
def test_the_first_pairs_are_right(extraction: Extraction) -> None:
    """As a terminologist judged them; look at any pair that is new here."""
    assert set(rows(extraction)[:10]) <= {
        ("United Nations", "联合国"),
        ("mine action", "地雷行动"),
        ("information management system", "信息管理系统"),
        ("explosive remnants of war", "战争遗留爆炸物"),
        ("Secretary-General", "秘书长"),
        ("assistance in mine action", "协助地雷行动"),
        ("armed conflicts", "武装冲突"),
        ("mines", "地（水）雷"),
        ("deployments", "埋布"),
        ("national programmes", "国家方案"),
        ("local civilian population", "当地平民"),
        ("regional and national programmes", "区域和国家方案"),
        ("international law", "国际法"),
        ("non-governmental organizations", "非政府组织"),
        ("mine-action activities", "地雷行动活动"),
        ("rehabilitation programmes", "复原方案"),
        ("explosive devices", "爆炸装置"),
        ("Secretariat", "秘书处"),
        ("United Nations system", "联合国系统"),
        (
            "United Nations Voluntary Trust Fund for Assistance in Mine Action",
            "联合国协助地雷行动自愿信托基金",
        ),
    }


@pytest.mark.slow
def test_forms_of_a_term_are_one_term(glossary: Glossary) -> None:
    found = {pair.source.text: pair for pair in glossary.pairs}
    assert ("Mine Action", 3) in found["mine action"].source.variants
    assert found["mine action"].source.frequency == 23


@pytest.mark.slow
def test_every_context_shows_the_term_in_its_place(glossary: Glossary) -> None:
    for pair in glossary.pairs:
        forms = {pair.source.text, *(text for text, _ in pair.source.variants)}
        assert pair.contexts
        for context in pair.contexts:
            assert context.source_span is not None
            assert context.target_span is not None
            assert context.source[slice(*context.source_span)] in forms
            assert context.target[slice(*context.target_span)] == pair.target.text


@pytest.mark.slow
def test_counts_agree(glossary: Glossary) -> None:
    for pair in glossary.pairs:
        assert 1 <= pair.segments <= pair.frequency <= pair.source.frequency
        linked = pair.frequency + sum(n for _, _, n in pair.others)
        assert linked <= pair.source.frequency


@pytest.mark.slow
def test_the_same_text_gives_the_same_glossary(
    glossary: Glossary, resolution: Alignment, encoder: BundledEncoder
) -> None:
    again = extract_terms([resolution], encoder).glossary()
    assert list(again.pairs) == list(again.pairs) == list(glossary.pairs)


@pytest.mark.slow
def test_a_text_in_two_files_is_one_text(resolution: Alignment, encoder: BundledEncoder) -> None:
    beads = tuple(resolution.beads)
    halves = [resolution.with_beads(beads[:15]), resolution.with_beads(beads[15:])]
    assert rows(extract_terms(halves, encoder)) == rows(extract_terms([resolution], encoder))


def test_words_in_another_form_of_unicode_are_the_same_words(encoder: BundledEncoder) -> None:
    """A file name copied on a Mac has its accents apart, and a PDF has soft hyphens inside words."""
    whole = ("The façade of the café is a constructor.", "咖啡馆的外墙是构造函数。")
    apart = ("The fac\u0327ade of the cafe\u0301 is a  con\u00adstruc\u00adtor.", whole[1])
    glossaries = []
    for pair in (whole, apart):
        with extract_terms([bitext(pair)], encoder) as found:
            glossaries.append([(row.source.text, row.target.text) for row in found.glossary(parts=ALL).pairs])
    assert glossaries[0] == glossaries[1]
    assert any("façade" in source for source, _ in glossaries[0])


def test_top_takes_the_first_pairs(extraction: Extraction) -> None:
    assert len([*extraction.glossary(top=10**20).pairs]) == extraction.count()
    assert list(extraction.glossary(top=5).pairs) == list(extraction.glossary().pairs)[:5]


@pytest.mark.slow
def test_rare_terms_long_terms_and_stop_words_can_be_left_out(
    resolution: Alignment, encoder: BundledEncoder
) -> None:
    options = TermOptions(stop_words=frozenset({"mine", "地雷"}), min_frequency=2, max_words=2)
    pairs = list(extract_terms([resolution], encoder, options=options).glossary().pairs)
    assert {"United Nations", "Secretary-General"} <= {pair.source.text for pair in pairs}
    for pair in pairs:
        assert pair.source.frequency >= 2
        assert len(pair.source.text.replace("-", " ").split()) <= 2
        assert "mine" not in (pair.source.text.split()[0], pair.source.text.split()[-1])
        assert not pair.target.text.startswith("地雷")


def test_beads_without_a_counterpart_are_passed_over(encoder: BundledEncoder) -> None:
    text = bitext(
        ("Mine clearance is urgent.", ""),
        ("", "二〇〇七年十二月十七日。"),
        ("The Secretariat and the General Assembly met.", "秘书处和大会举行了会议。"),
    )
    found = extract_terms([text], encoder)
    assert ("Secretariat", "秘书处") in rows(found)
    assert "Mine clearance" not in [source for source, _ in rows(found)]


def test_refused_beads_are_passed_over(encoder: BundledEncoder) -> None:
    text = bitext(("The Secretariat and the General Assembly met.", "秘书处和大会举行了会议。"))
    refused = text.with_beads(tuple(replace(bead, status="rejected") for bead in text.beads))
    assert rows(extract_terms([text], encoder))
    assert not rows(extract_terms([refused], encoder))


@pytest.mark.parametrize("texts", [[], [bitext()], [bitext(("Landmines.", "")), bitext(("", "地雷。"))]])
def test_nothing_aligned_gives_an_empty_glossary(texts: list[Alignment], encoder: BundledEncoder) -> None:
    assert list(extract_terms(texts, encoder).glossary().pairs) == []


def test_a_text_in_other_languages_is_left_out_and_named(encoder: BundledEncoder) -> None:
    chinese = bitext(("The Secretary-General submitted a report.", "秘书长提交了一份报告。"))
    french = bitext(("The report", "Le rapport"), langs=("en", "fr"), name="b")
    assert extract_terms([chinese, french], encoder).warnings == (
        "b.en: en to fr, and the first is en to zh. Not read: extract its terms apart",
    )


@pytest.mark.parametrize(("first", "second"), [("zh-Hans", "zh-Hant"), ("zh-Hant", "zh-Hans")])
def test_a_term_in_both_scripts_of_chinese_is_one_row(
    first: str, second: str, encoder: BundledEncoder
) -> None:
    """In the script of the first text, the other script's form a variant; a warning says so."""
    written = {
        "zh-Hans": ("贷款协议由贷款人签订。", "贷款协议"),
        "zh-Hant": ("貸款協議由貸款人簽訂。", "貸款協議"),
    }
    texts = [
        bitext(
            ("The loan agreement is signed by the lender.", written[lang][0]), langs=("en", lang), name=lang
        )
        for lang in (first, second)
    ]
    with extract_terms(texts, encoder) as extraction:
        found = {pair.source.text: pair for pair in extraction.glossary().pairs}
        assert not list(extraction.inconsistencies())
    agreement = found["loan agreement"].target
    assert (agreement.text, agreement.variants) == (written[first][1], ((written[second][1], 1),))
    assert (found["loan agreement"].frequency, found["loan agreement"].documents) == (2, 2)
    assert extraction.warnings == (
        f"{second}.en: en to {second}, and the first is en to {first}. "
        "Its terms in the other script are variants of those",
    )


def test_a_known_term_is_known_in_either_script(encoder: BundledEncoder) -> None:
    known = Glossary("en", "zh", (TermPair("1", Term("loan agreement", "en"), Term("贷款协议", "zh")),))
    text = bitext(("The loan agreement is signed.", "貸款協議已簽訂。"), langs=("en", "zh-Hant"))
    with extract_terms([text], encoder, options=TermOptions(known_glossary=known)) as extraction:
        (pair,) = (row for row in extraction.glossary().pairs if row.source.text == "loan agreement")
        assert (pair.target.text, pair.comparison) == ("貸款協議", "confirmed")
        assert not list(extraction.deviations())


@pytest.mark.slow
def test_a_language_without_parts_of_speech_says_so(encoder: BundledEncoder) -> None:
    text = bitext(
        ("Der Generalsekretär legte den Bericht über Landminen vor.", "秘书长提交了关于地雷的报告。"),
        langs=("de", "zh"),
    )
    found = extract_terms([text], encoder)
    assert ("Generalsekretär", "秘书长") in rows(found)
    assert found.warnings == (
        "no parts of speech for de: its terms are stretches between stop words. "
        "Look twice at where they begin and end",
    )


@pytest.mark.slow
def test_a_bead_of_a_whole_book_is_not_read(encoder: BundledEncoder) -> None:
    text = bitext(("mines " * 501, "地雷"), ("The Secretariat", "秘书处"))
    found = extract_terms([text], encoder)
    assert rows(found) == [("Secretariat", "秘书处")]
    assert found.warnings == (
        "1 bead of more than 500 words not read: align at sentence level to have their terms",
    )


def test_characters_above_the_first_plane_count_as_one(encoder: BundledEncoder) -> None:
    text = bitext(("𝄞 The Secretariat reported.", "𠀀𠀀，秘书处提出了报告。"))
    pairs = extract_terms([text], encoder).glossary().pairs
    (pair,) = [pair for pair in pairs if pair.source.text == "Secretariat"]
    (context,) = pair.contexts
    assert context.source_span is not None
    assert context.target_span is not None
    assert context.source[slice(*context.source_span)] == "Secretariat"
    assert context.target[slice(*context.target_span)] == "秘书处"


@pytest.mark.slow
def test_a_glossary_keeps_its_extraction_alive(resolution: Alignment, encoder: BundledEncoder) -> None:
    glossary = extract_terms([resolution], encoder).glossary(top=3)
    gc.collect()
    assert len(list(glossary.pairs)) == 3


def test_pairs_say_in_which_of_several_texts_they_occur(encoder: BundledEncoder) -> None:
    """The text with most occurrences first; of a single text nothing is said."""
    texts = ("The Secretariat met.", "秘书处举行了会议。")
    one, two = bitext(texts), bitext(texts, texts, name="b")
    with extract_terms([one, two], encoder) as extraction:
        glossary = extraction.glossary()
        pair = next(pair for pair in glossary.pairs if pair.source.text == "Secretariat")
        assert (glossary.by_document, pair.documents) == (True, 2)
        assert pair.found_in == (("b.en", 2), ("a.en", 1))
    with extract_terms([two], encoder) as extraction:
        assert not extraction.glossary().by_document
        assert {pair.documents for pair in extraction.glossary().pairs} == {0}


def test_a_closed_extraction_says_so(encoder: BundledEncoder) -> None:
    text = bitext(("The Secretariat and the General Assembly met.", "秘书处和大会举行了会议。"))
    with extract_terms([text], encoder) as extraction:
        glossary, report = extraction.glossary(), extraction.consistency()
        assert list(glossary.pairs)
        begun = iter(glossary.pairs)
        next(begun)
    for closed in (glossary.pairs, report.findings, extraction.inconsistencies(), begun):
        with pytest.raises(ValueError, match="this extraction is closed: read its glossary"):
            list(closed)
    extraction.close()


class Letters:
    """An encoder that knows nothing below a sentence: it counts letters."""

    name = "letters"

    def encode(self, sentences: Sequence[str]) -> Floats32:
        rows = np.zeros((len(sentences), 64), np.float32)
        for row, sentence in zip(rows, sentences, strict=True):
            for letter in sentence:
                row[ord(letter) % 64] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.slow
def test_another_encoder_embeds_the_terms_beside_one_that_reads(
    resolution: Alignment, encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the one that reads is not loaded again where it comes with the other."""
    monkeypatch.delattr("duiqi.aligner.encoders.bundled.BundledEncoder")
    with extract_terms([resolution], EncoderPair(Letters(), encoder)) as extraction:
        assert extraction.glossary().signature.startswith("terms|enc:letters|")
        assert ("Secretary-General", "秘书长") in rows(extraction)


@pytest.mark.parametrize(
    ("sentence", "translation", "expected"),
    [
        ("Early blowing is caused by bacteria.", "早期膨胀由细菌引起。", "early blowing"),
        ("The Tenant shall pay for it.", "承租人应支付费用。", "Tenant"),
    ],
)
def test_a_term_that_only_opens_sentences_has_no_capital(
    sentence: str, translation: str, expected: str, encoder: BundledEncoder
) -> None:
    """Where it has one within a sentence, it is the text's own."""
    text = bitext((sentence, translation))
    with extract_terms([text], encoder) as extraction:
        assert expected in [source for source, _ in rows(extraction)]
    with extract_terms([flipped(text)], encoder) as extraction:
        assert expected in [target for _, target in rows(extraction)]
