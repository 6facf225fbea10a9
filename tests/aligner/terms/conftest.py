"""The sample resolution aligned, and its terms extracted, once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.pipeline import align
from duiqi.aligner.terms import Extraction, extract_terms
from duiqi.corpus import Alignment, read
from duiqi.corpus.glossary.model import Glossary
from duiqi.segmenters import segment

SAMPLES = Path(__file__).parents[3] / "corpus" / "samples"


@pytest.fixture(scope="session")
def resolution(encoder: BundledEncoder) -> Alignment:
    source, target = (segment(read(SAMPLES / f"un-62-99.{lang}.txt", lang=lang)) for lang in ("en", "zh"))
    return align(source, target, encoder)


@pytest.fixture(scope="session")
def extraction(resolution: Alignment, encoder: BundledEncoder) -> Extraction:
    return extract_terms([resolution], encoder)


@pytest.fixture(scope="session")
def glossary(extraction: Extraction) -> Glossary:
    return extraction.glossary()
