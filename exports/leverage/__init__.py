"""Leverage in files: for CAT tools, for people, and as a report by bands."""

from __future__ import annotations
