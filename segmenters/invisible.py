"""Characters that nobody sees: marks of direction, joiners, the selectors of emoji. No rule looks at them."""

from __future__ import annotations

import re
from collections.abc import Callable

# Those of Unicode's category Cf that are not shown, and the selectors of text and emoji (‼️).
# The signs over Arabic and Kaithi numbers are of that category, too, and are seen.
_OPENING = "\u202a\u202b\u202d\u202e\u2066-\u2068"  # of a passage in the other direction
_OTHER = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202c\u2060-\u2064\u2069-\u206f\ufe0e\ufe0f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
INVISIBLE = re.compile(f"[{_OPENING}{_OTHER}]+")
_AFTER = re.compile(f"[{_OTHER}]*+")


def seen(text: str) -> str:
    r"""A text without its invisible characters.

    >>> seen("في عام 1874.\u200f")[-5:]
    '1874.'
    """
    return INVISIBLE.sub("", text) if _may_have_some(text) else text


def ends_in_seen(text: str, find: Callable[[str], list[int]]) -> list[int]:
    r"""The ends of parts that `find` finds in a text, as if its invisible characters were not there.

    Word processors put a mark of direction after a full stop, which hid the white space after it. What
    follows a sign belongs to it; what follows white space, or opens a passage in the other direction, to
    the next part.

    find     gives the ends in a text, ascending; the last is its length
    returns  the same of `text`

    >>> ends_in_seen("One.\u200e Two.\u200f", lambda text: [5, len(text)])
    [6, 11]
    """
    runs = [match.span() for match in INVISIBLE.finditer(text)] if _may_have_some(text) else []
    if not runs:
        return find(text)
    shown = INVISIBLE.sub("", text)
    ends: list[int] = []
    passed = length = 0  # runs before an end, and the characters in them
    for end in find(shown)[:-1]:
        while passed < len(runs) and runs[passed][0] - length < end:
            length += runs[passed][1] - runs[passed][0]
            passed += 1
        place = end + length
        if not shown[end - 1].isspace() and (after := _AFTER.match(text, place)):
            place = after.end()
        ends.append(place)
    return [*ends, len(text)]


def _may_have_some(text: str) -> bool:
    """A test that is faster than the search; to Python no character of Cf is printable."""
    return not (text.isprintable() or text.isascii()) or "\ufe0e" in text or "\ufe0f" in text
