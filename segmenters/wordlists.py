"""Word lists from the data folder, each read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def headed(name: str) -> dict[str, frozenset[str]]:
    """The words of a list under each of its `[headings]`, in lower case.

    A list that is missing is empty, so a language is added by adding a file.

    >>> "mr" in headed("en.abbreviations")["title"], headed("eo.abbreviations")
    (True, {})
    """
    resource = files(__package__) / "data" / f"{name}.txt"
    if not resource.is_file():
        return {}
    heading = ""
    lists: dict[str, set[str]] = {}
    for line in resource.read_text(encoding="utf-8").splitlines():
        line = line.partition("#")[0].strip()
        if line.startswith("[") and line.endswith("]"):
            heading = line[1:-1]
        elif line:
            lists.setdefault(heading, set()).update(line.lower().split())
    return {heading: frozenset(words) for heading, words in lists.items()}


def words(name: str) -> frozenset[str]:
    """The words of a list without headings.

    >>> "the" in words("en.starters")
    True
    """
    return headed(name).get("", frozenset())
