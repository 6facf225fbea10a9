"""Messages to the user, on stderr, in the user's language."""

from __future__ import annotations

import sys

from duiqi.corpus.localization import localized
from duiqi.corpus.printable import printable


def say(message: object) -> None:
    """Print a message on stderr, in one line, what files and names put into it escaped."""
    print(localized(printable(str(message))), file=sys.stderr)
