"""New words: what a dictionary does not have, and a translation shows."""

from __future__ import annotations

from duiqi.aligner.terms.analysers import analyser
from duiqi.aligner.terms.new_words import contains, new_words

ENGLISH, CHINESE = (analyser(lang, frozenset(), 12) for lang in ("en", "zh"))


def found(*beads: tuple[str, str]) -> set[str]:
    """The new words of Chinese texts beside their translations."""
    words = new_words([CHINESE(target) for _, target in beads], [ENGLISH(source) for source, _ in beads])
    return {"".join(word) for word in words}


VELOTINIB = (
    ("Velotinib inhibits the receptor.", "维洛替尼抑制受体。"),
    ("The efficacy of velotinib", "维洛替尼的疗效"),
    ("the placebo", "安慰剂"),
)


def test_a_run_of_characters_that_is_always_one_term_is_a_word() -> None:
    assert found(*VELOTINIB) == {"维洛替尼"}


def test_a_word_needs_two_occurrences_and_a_translation() -> None:
    assert found(*VELOTINIB[1:]) == set()
    assert found(*((source.replace("elotinib", "oid"), target) for source, target in VELOTINIB[:1])) == set()
    assert found(("It inhibits it.", "维洛替尼抑制它。"), ("It works.", "维洛替尼有效。")) == set()


def test_a_character_that_stands_elsewhere_is_no_part_of_a_word() -> None:
    others = (
        ("Wei is a state.", "维是国家。"),
        ("The Wei is a river.", "维是河。"),
        ("Wei, again", "维，维。"),
    )
    assert "维洛替尼" not in found(*VELOTINIB, *others)


def test_the_whole_word_is_found_rather_than_its_part() -> None:
    assert "替尼" not in found(*VELOTINIB)


def test_a_new_word_is_one_token_and_a_part_of_longer_terms() -> None:
    word = frozenset([("维", "洛", "替", "尼")])
    text = "𠀀维洛替尼组"
    assert contains(CHINESE(text), word)
    assert not contains(CHINESE("维洛替代"), word)
    analysis = CHINESE.knowing(word)(text)
    assert "维洛替尼" in [token.text for token in analysis.tokens]
    assert {"维洛替尼", "维洛替尼组"} <= {candidate.text for candidate in analysis.candidates}
    assert "维洛替尼" not in {candidate.text for candidate in CHINESE(text).candidates}
