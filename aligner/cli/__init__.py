"""The command `duiqi`: one module a verb."""

from duiqi.aligner.cli.program import app, main

__all__ = ["app", "main"]
