"""Short translations are believed, texts of the same subject that are none are doubted."""

from __future__ import annotations

import pytest

from duiqi.aligner.related import FEATURES, NO_PAIR, features_of, fitted, paired_share
from duiqi.corpus.model import Bead


def bead(confidence: float, score: float, *, source: str = "Good. 𠀀", target: str = "好。𠀀") -> Bead:
    texts = [source] if source else [], [target] if target else []
    sides = range(len(texts[0])), range(len(texts[1]))
    return Bead.of_texts(*sides, "1", *texts, score=score, confidence=confidence)


def test_there_is_a_weight_for_each_feature() -> None:
    assert len(fitted().weights) == len(FEATURES) == len(features_of([bead(0.9, 3.0)], 0.7))


def test_no_pair_at_all_is_no_translation() -> None:
    alone = [bead(1.0, 0.0, target=""), bead(1.0, 0.0, source="")]
    assert paired_share(alone) == 0
    assert features_of(alone, 0.2)[:3] == (0, 0.2, NO_PAIR)
    assert fitted().log_odds(features_of(alone, 0.2)) < 0


@pytest.mark.parametrize("count", [1, 3, 8, 40, 1000])
def test_more_evidence_never_makes_a_translation_less_probable(count: int) -> None:
    """By similarity, score and, except of a few beads, by what is paired."""

    def odds(confidence: float, score: float, similarity: float) -> float:
        return fitted().log_odds(features_of([bead(confidence, score)] * count, similarity))

    assert odds(0.9, 3.0, 0.7) > 0 > odds(0.3, -3.0, 0.2)
    assert odds(0.9, 3.0, 0.7) >= odds(0.9, 3.0, 0.6)
    assert odds(0.9, 3.0, 0.7) >= odds(0.9, 2.0, 0.7)
    if count > 3:
        assert odds(0.9, 3.0, 0.7) >= odds(0.8, 3.0, 0.7)
