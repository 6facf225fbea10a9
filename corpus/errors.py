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


class UnknownColumns(MalformedFile):
    """A table whose columns of source and target cannot be told.

    where, columns  the file, and what is in its columns, for a message
    """

    def __init__(self, message: str, where: str = "", columns: str = "") -> None:
        super().__init__(message)
        self.where, self.columns = where, columns


class ImpossibleEdit(DuiqiError):
    """An edit that the alignment as it is does not allow; nothing has been changed."""


class UnknownEncoder(DuiqiError):
    """An encoder that is not installed and cannot be fetched."""


class MissingExtra(DuiqiError):
    """A feature whose optional packages are not installed."""


def fault(error: BaseException) -> DuiqiError:
    """An error that nobody foresaw, said as a fault of ours.

    >>> print(fault(ZeroDivisionError("by zero")))
    a fault of duiqi, not of yours: ZeroDivisionError: by zero. Please report it
    """
    reason = f"{type(error).__name__}: {error}"[:300]
    return DuiqiError(f"a fault of duiqi, not of yours: {reason}. Please report it")
