"""Every error a user can meet.

One line each: where, what was found, and the next thing to try. The command line
prints it without a traceback and exits with status 2.
"""

from __future__ import annotations


class DuiqiError(Exception):
    """What a user can mend; its text is the whole message."""


class UnreadableFile(DuiqiError):
    """A file that is missing, empty, not text, or not of the kind that it claims to be."""


class UnwritableFile(DuiqiError):
    """An output that cannot be written, or whose suffix no writer knows."""


class MalformedFile(DuiqiError):
    """A file of a known format with something wrong at a place that the message names."""


class UnknownEncoder(DuiqiError):
    """An encoder that is not here and cannot be fetched."""


class MissingExtra(DuiqiError):
    """A feature whose optional packages are not installed."""
