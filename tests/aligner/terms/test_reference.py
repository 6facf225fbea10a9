"""Keyness against reference texts."""

from __future__ import annotations

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.terms import TermOptions, extract_terms
from duiqi.aligner.terms.options import ALL
from duiqi.corpus import Alignment, Bead, Side


def bitext(*pairs: tuple[str, str]) -> Alignment:
    beads = (
        Bead.of_texts(range(n, n + 1), range(n, n + 1), str(n), (en,), (zh,))
        for n, (en, zh) in enumerate(pairs)
    )
    return Alignment(Side("a", "en"), Side("b", "zh"), tuple(beads))


TEXT = bitext(
    ("The minefields and the treaties.", "雷区和条约。"),
    ("Minefields are cleared.", "清除雷区。"),
    ("Treaties are signed.", "签署条约。"),
)
LAW = bitext(
    ("The treaties.", "条约。"),
    ("Treaties and laws.", "条约和法律。"),
    ("The treaties expire.", "条约期满。"),
)


def places(encoder: BundledEncoder, reference: list[Alignment] | None) -> dict[str, int]:
    with extract_terms([TEXT], encoder, options=TermOptions(reference=reference)) as extraction:
        return {
            pair.source.text.lower(): int(pair.id) for pair in extraction.glossary(top=5, parts=ALL).pairs
        }


def test_terms_that_are_as_common_in_other_texts_come_later(encoder: BundledEncoder) -> None:
    """And no term is lost by it."""
    alone, compared = places(encoder, None), places(encoder, [LAW])
    assert compared["minefields"] < compared["treaties"]
    assert compared["treaties"] >= alone["treaties"]
    assert compared.keys() == alone.keys()
