"""The command `duiqi`: one module for each verb."""

from duiqi.aligner.cli.program import app, main

__all__ = ["app", "main"]
