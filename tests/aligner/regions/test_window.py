"""Windows: what is aligned again is weighed as it was when it was aligned first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duiqi.aligner.regions.window import weights_of
from duiqi.aligner.search.weights import trained
from duiqi.aligner.signature import kind_in
from duiqi.corpus.model import Alignment, Side


def signed(signature: str) -> Alignment:
    return Alignment(Side("a", "en"), Side("b", "zh"), (), signature=signature)


@pytest.mark.parametrize("kind", ["segments", "clauses", "mixed"])
def test_the_weights_are_those_that_the_signature_names(kind: str) -> None:
    signature = f"seg:sentence|enc:bundled-0.2.1|weights:{kind}-1a2b3c4d+rough-5e6f7a8b|v:0.1.0"
    assert weights_of(signed(signature)) is trained(kind_in(signature))
    assert kind_in(signature) == kind


@pytest.mark.parametrize("signature", ["", "seg:sentence", "made by hand", "seg:sentence|weights:unheard-of"])
def test_without_a_name_that_is_known_they_are_those_of_whole_segments(signature: str) -> None:
    assert weights_of(replace(signed(""), signature=signature)) is trained("segments")
