"""File names for ids: whatever an id says, its files stay in the folder and are told apart."""

from __future__ import annotations

import hashlib
import unicodedata

# Slashes and colons lead elsewhere, Windows refuses the others, and % marks what was replaced.
UNSAFE = frozenset('/\\:*?"<>|%')
LONGEST = 160  # bytes of UTF-8, of the 255 that file systems grant; suffixes and spare files need some
HASHED = 12


def file_name(id: str) -> str:  # noqa: A002 - the manifest's word
    r"""A name for an id's files, without a suffix: the id itself wherever possible.

    What no file name can hold is written as in URLs; what is too long is cut and ends in a
    hash of the whole.

    >>> file_name("un-62-99"), file_name("A/62/99"), file_name("../x"), file_name("决议 𠀀")
    ('un-62-99', 'A%2F62%2F99', '%2E.%2Fx', '决议 𠀀')
    """
    text = unicodedata.normalize("NFC", id)
    name = "".join(
        _quoted(sign) if sign in UNSAFE or unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") else sign
        for sign in text
    )
    if name.startswith((".", "-", "~")):  # hidden, an option, a home
        name = _quoted(name[0]) + name[1:]
    data = name.encode()
    if len(data) > LONGEST:
        short = data[: LONGEST - HASHED - 1].decode(errors="ignore")
        name = f"{short}~{hashlib.sha256(text.encode()).hexdigest()[:HASHED]}"
    return name


def _quoted(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogatepass"))


def key(name: str) -> str:
    """The same for names that some file system takes for one: UN-1 and un-1."""
    return unicodedata.normalize("NFC", name.casefold())
