"""File names made of ids: inside the results' folder, valid on every system, and all different."""

from __future__ import annotations

import hashlib
import unicodedata

# Slashes and colons lead to other folders, Windows refuses the others, and % begins an escape.
UNSAFE = frozenset('/\\:*?"<>|%')
UNSAFE_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})  # control, surrogate, line and paragraph separator
LONGEST = 160  # bytes of UTF-8, of the 255 that file systems allow: suffixes and temporary names need some
HASH_LENGTH = 12


def file_stem(id: str) -> str:  # noqa: A002 - the manifest's word
    r"""A file name for an id, without a suffix: the id itself wherever possible.

    Unsafe characters are percent-encoded, as in URLs; a long name is cut, and ends in a hash of
    the whole id.

    >>> file_stem("un-62-99"), file_stem("A/62/99"), file_stem("../x"), file_stem("决议 𠀀")
    ('un-62-99', 'A%2F62%2F99', '%2E.%2Fx', '决议 𠀀')
    """
    text = unicodedata.normalize("NFC", id)
    name = "".join(_percent_encoded(char) if _is_unsafe(char) else char for char in text)
    if name.startswith((".", "-", "~")):  # a hidden file, an option, a home folder
        name = _percent_encoded(name[0]) + name[1:]
    data = name.encode()
    if len(data) > LONGEST:
        short = data[: LONGEST - HASH_LENGTH - 1].decode(errors="ignore")
        name = f"{short}~{hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]}"
    return name


def _is_unsafe(char: str) -> bool:
    return char in UNSAFE or unicodedata.category(char) in UNSAFE_CATEGORIES


def _percent_encoded(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def folded(stem: str) -> str:
    """A form that is equal for names that a file system may take for the same, as UN-1 and un-1.

    >>> folded("UN-1") == folded("un-1")
    True
    """
    return unicodedata.normalize("NFC", stem.casefold())
