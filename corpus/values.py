"""Numbers that files state, within bounds.

`str.isdigit` says yes to ², of which `int` knows nothing, and `int` refuses five thousand digits:
every number that a file states as text is read here.
"""

from __future__ import annotations

LARGEST = 2**31 - 1  # the largest number in the formats of office programs


def whole(text: str | None, otherwise: int = 0, most: int = LARGEST) -> int:
    """The whole number that a text is in decimal digits, of any script; else `otherwise`, as beyond `most`.

    >>> whole("12"), whole("²", 1), whole("9" * 5000, 1), whole("٣"), whole("40", 0, 8)
    (12, 1, 1, 3, 0)
    """
    if not text or len(text) > 12 or not text.isdecimal():
        return otherwise
    number = int(text)
    return number if number <= most else otherwise
