"""Traditional and simplified characters as one, for search."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def simplifying() -> dict[int, int]:
    """The simplified character of each traditional one, as `str.translate` takes it.

    A character at a time: 乾 becomes 干 in every word. That is right for finding a text, not for
    converting it.

    >>> "掃雷行動".translate(simplifying()), "扫雷行动".translate(simplifying())
    ('扫雷行动', '扫雷行动')
    """
    table = (files("duiqi.corpus") / "data" / "simplified.txt").read_text(encoding="utf-8")
    lines = (line for line in table.splitlines() if not line.startswith("#"))
    return {ord(pair[0]): ord(pair[1]) for line in lines for pair in line.split()}
