"""Messages to the user, on stderr."""

from __future__ import annotations

import sys

from duiqi.corpus.printable import printable


def say(message: object) -> None:
    """Print a message on stderr, in one line, what files and names put into it escaped."""
    print(printable(str(message)), file=sys.stderr)
