"""Messages to the user, on stderr, in the user's language."""

from __future__ import annotations

import sys
from unicodedata import east_asian_width

from duiqi.corpus.localization import localized
from duiqi.corpus.printable import printable


def padded(text: str, width: int) -> str:
    """A text filled with spaces to a width in columns of a terminal, two for a Han character.

    width  negative where the spaces are to come first

    >>> padded("句段", 6), padded("segments", -10)
    ('句段  ', '  segments')
    """
    fill = " " * (abs(width) - sum(1 + (east_asian_width(character) in "WF") for character in text))
    return f"{text}{fill}" if width > 0 else f"{fill}{text}"


def say(message: object) -> None:
    """Print a message on stderr, in one line, what files and names put into it escaped."""
    print(localized(printable(str(message))), file=sys.stderr)
