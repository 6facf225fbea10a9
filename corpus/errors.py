"""Every error that a user can meet.

A message is one line: the place, what was found there, and what to try. The command line
prints it without a traceback and exits with status 2.
"""

from __future__ import annotations


class DuiqiError(Exception):
    """An error that a user can mend; its text is the whole message."""


class UnreadableFile(DuiqiError):
    """A file that is missing, empty, not text, or not of the kind that it claims to be."""


class UnwritableFile(DuiqiError):
    """An output that cannot be written, or whose suffix no writer knows."""


class MalformedFile(DuiqiError):
    """A file of a known format with something wrong at a place that the message names."""


class ImpossibleEdit(DuiqiError):
    """An edit that the alignment as it is does not allow; nothing has been changed."""


class UnknownEncoder(DuiqiError):
    """An encoder that is not installed and cannot be fetched."""


class MissingExtra(DuiqiError):
    """A feature whose optional packages are not installed."""
