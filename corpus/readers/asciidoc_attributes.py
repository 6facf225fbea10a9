"""Attributes of AsciiDoc: names that a text gives values, and shows by `{name}`.

The names that need no definition are those of
https://docs.asciidoctor.org/asciidoc/latest/attributes/character-replacement-ref.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

CHARACTERS: Mapping[str, str] = {
    "blank": "", "empty": "", "sp": " ", "nbsp": "\u00a0", "zwsp": "\u200b", "wj": "\u2060",
    "apos": "'", "quot": '"', "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
    "deg": "°", "plus": "+", "brvbar": "¦", "vbar": "|", "amp": "&", "lt": "<", "gt": ">",
    "startsb": "[", "endsb": "]", "caret": "^", "asterisk": "*", "tilde": "~", "backslash": "\\",
    "backtick": "`", "two-colons": "::", "two-semicolons": ";;", "cpp": "C++", "pp": "++",
}  # fmt: skip
SETTING = re.compile(
    r"^:(?P<name>\w[\w-]*):[ \t]+(?P<value>\S(?:[^\n]*\\[ \t]*\n(?=[^\n]*\S))*[^\n]*)$", re.M
)
CONTINUED = re.compile(r"(?<![ \t])[ \t]*+(?:\+[ \t]*+)?\\[ \t]*+\n[ \t]*+")
PASSED = re.compile(r"pass:[a-z,]*\[(.*)\]\Z", re.S)
REFERENCE = re.compile(r"\{(\w[\w-]*)\}")
LONGEST = 1000  # characters of a value; those that name others may grow without end


def values_of(text: str) -> dict[str, str]:
    r"""The values of the attributes that a text defines, and of the characters that have names.

    An attribute with several values is left out: which one is shown depends on the place.

    >>> values = values_of(":lamp: Lamp {number}\n:number: 1\n:number: 2\n:full: The {lamp}")
    >>> values["full"], "number" in values
    ('The Lamp {number}', False)
    """
    found: dict[str, set[str]] = {}
    for setting in SETTING.finditer(text.replace("\r\n", "\n")):
        value = CONTINUED.sub(" ", setting["value"]).strip()[:LONGEST]
        found.setdefault(setting["name"].lower(), set()).add(value)
    values = dict(CHARACTERS)
    for name, several in found.items():
        if len(several) == 1:
            value = several.pop()
            passed = PASSED.match(value)
            values[name] = resolved(passed[1] if passed else value, values)[:LONGEST]
    return values


def resolved(text: str, values: Mapping[str, str]) -> str:
    """A text with values in place of the names that are known."""
    return REFERENCE.sub(lambda found: values.get(found[1].lower(), found[0]), text)
