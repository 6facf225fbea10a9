"""Leverage: a new text, pre-translated as far as memories have it already."""

from __future__ import annotations
