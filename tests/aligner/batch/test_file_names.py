"""File names made of ids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.batch.file_names import LONGEST, file_stem, folded


@pytest.mark.slow
@given(st.text(min_size=1, max_size=30), st.integers(1, 10))
def test_an_id_never_leaves_the_folder(text: str, times: int) -> None:
    """One component, visible, short enough for all suffixes, whatever the id and its length."""
    stem = file_stem(text * times)
    assert stem
    assert not set("/\\\0\n") & set(stem)
    assert not stem.startswith(".")
    assert len(stem.encode()) <= LONGEST


@pytest.mark.parametrize(
    ("id", "stem"),
    [
        ("../x", "%2E.%2Fx"),
        ("/etc/passwd", "%2Fetc%2Fpasswd"),
        ("a\0b", "a%00b"),
        ("..", "%2E."),
        ("100%", "100%25"),
        ("-o", "%2Do"),
        ("𠀀", "𠀀"),
        ("x" * 300, "x" * 147 + "~0d4e2ca9e9cb"),
    ],
)
def test_ids_made_safe(id: str, stem: str) -> None:  # noqa: A002 - the manifest's word
    assert file_stem(id) == stem


def test_long_ids_keep_different_names() -> None:
    assert file_stem("𠀀" * 300) != file_stem("𠀀" * 299)


def test_names_that_some_file_system_takes_for_one_are_folded_alike() -> None:
    assert folded("UN-1") == folded("un-1")
    assert folded("ﬁn") == folded("fin")
    assert folded("un-1") != folded("un-2")
