"""Text as it is shown to people: characters that would change what a terminal shows are escaped."""

from __future__ import annotations

import re

# C0 and C1 controls (the escape character among them), direction marks and embeddings, line and
# paragraph separators, lone surrogates, which no terminal can show, and tags, which are invisible.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
# In the text of a document direction marks mean something; what reorders the line does not stay.
UNSAFE_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(message: str) -> str:
    r"""A message in one line that cannot lie: names and texts in it cannot move the cursor or turn the line.

    >>> printable("un\x1b[2Jen\u202etxt\r\n.pdf: no such file")
    'un\\x1b[2Jen\\u202etxt .pdf: no such file'
    """
    if message.isprintable():
        return message
    return UNSAFE.sub(_escaped, " ".join(re.split(r"[\r\n]+", message.strip("\r\n"))))


def printable_text(text: str) -> str:
    """The text of a document for a terminal: control characters and embeddings escaped, the rest as it is."""
    return text if text.isprintable() else UNSAFE_IN_TEXT.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
