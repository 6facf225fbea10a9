"""Translation memories: what was translated once is found again."""

from __future__ import annotations
