"""The folder of the gold data, which is not in the repository: ../shared/eval, or as DUIQI_EVAL says."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
EVAL = Path(os.environ.get("DUIQI_EVAL", ROOT.parent / "shared" / "eval"))
