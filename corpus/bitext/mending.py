"""Exchange files that are not quite XML: their faults, found in one pass and mended as they are read.

Tools write control characters that XML forbids, and lose the declaration of a prefix of their own.
OmegaT reads such files, and so does this module: the characters are taken out, the prefix is declared,
and both are reported, as are texts inside inline codes. Short entities that the file itself declares
are put in as text. An entity that points elsewhere or holds others is never expanded: `trees` refuses
the file, as its text would be lost.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

from duiqi.corpus.bitext.opening import declared_encoding, opened_xml
from duiqi.corpus.model import Doubt

BLOCK = 1 << 20
LONGEST = 200  # bytes of an entity's text, of a reference, of a tag's prefix
ENDS = ((b"&", LONGEST), (b"<", LONGEST), (b"\xef", 2))  # what may be cut in two at the end of a block

FORBIDDEN = bytes(set(range(32)) - {9, 10, 13})
NO_CHARACTER = re.compile(rb"\xef\xbf[\xbe\xbf]")  # U+FFFE and U+FFFF in UTF-8
REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z_][\w.-]*);")
PREFIX = re.compile(rb"(?:</?|\s)([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*(?=\s*=\s*[\"']|[\s/>])")
IN_TAG = re.compile(rb"<[A-Za-z_/][^<>]*>")
DECLARED = re.compile(rb"\sxmlns:([A-Za-z_][\w.-]*)\s*=")
SUB = re.compile(rb"<sub(?:\s[^<>]*)?>([^<]*)")
ENTITY = re.compile(rb"<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:\"([^\"<%]*)\"|'([^'<%]*)')\s*>")
ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:tmx|xliff)\b", re.IGNORECASE)


class Faults(NamedTuple):
    """What has to be mended in a file.

    characters  how many forbidden characters it has, written out or by number
    prefixes    those without a declaration
    entities    names and texts of the short ones that it declares and uses
    unknown     names of entities whose text is not known, which cannot be mended
    inner       the texts inside inline codes, which are no text of the units
    is_utf8     whether the file is in UTF-8, in which U+FFFE and U+FFFF can be found by their bytes
    """

    characters: int = 0
    prefixes: tuple[str, ...] = ()
    entities: tuple[tuple[bytes, bytes], ...] = ()
    unknown: tuple[str, ...] = ()
    inner: tuple[bytes, ...] = ()
    is_utf8: bool = True

    def doubts(self, path: Path) -> tuple[Doubt, ...]:
        """A warning for each kind of fault."""
        found = []
        if self.characters:
            found.append(
                Doubt(
                    "control-characters",
                    f"{path}: {counted(self.characters, 'character')} that XML forbids taken out",
                )
            )
        if self.prefixes:
            found.append(
                Doubt(
                    "undeclared-prefix",
                    f"{path}: the prefix {', '.join(self.prefixes)} is not declared; read as if it were",
                )
            )
        if self.inner:
            text = " ".join(self.inner[0].decode("utf-8", "replace").split())
            found.append(
                Doubt(
                    "text-in-codes",
                    f"{path}: {counted(len(self.inner), 'text')} inside inline codes (<sub>: "
                    f"footnotes, tooltips) left out of the units, as '{text[:40]}'",
                )
            )
        return tuple(found)


def counted(number: int, noun: str, nouns: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "text"), counted(6000, "character")
    ('1 text', '6,000 characters')
    """
    return f"{number:,} {noun if number == 1 else nouns or f'{noun}s'}"


def faults(path: Path) -> Faults:
    """The faults of a file, which is read once for it."""
    state = path.stat()
    return _faults(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _faults(path: Path, _changed: int, _size: int) -> Faults:
    characters, declared = 0, {b"xml", b"xmlns"}
    used: set[bytes] = set()
    named: set[bytes] = set()
    inner: list[bytes] = []
    with opened_xml(path) as file:
        head = rest = file.read(BLOCK)
        is_utf8 = declared_encoding(head) == "utf-8"
        entities = {name: first or second for name, first, second in ENTITY.findall(head[: 1 << 16])}
        while rest:
            more = file.read(BLOCK)
            # A block ends where no tag and no reference does, so that none is cut in two.
            end = rest.rfind(b">") + 1 if more else len(rest)
            block, rest = (rest[:end], rest[end:] + more) if end else (rest, more)
            characters += len(block) - len(block.translate(None, FORBIDDEN))
            if is_utf8 and b"\xef\xbf" in block:
                characters += len(NO_CHARACTER.findall(block))
            if b"&" in block:
                characters += sum(_forbidden(found) for found in REFERENCE.finditer(block))
                named |= set(NAMED.findall(block))
            if b"<sub" in block:
                inner += filter(bytes.strip, SUB.findall(block))
            if b":" in block:
                declared |= set(DECLARED.findall(block))
                candidates = set(PREFIX.findall(block)) - declared - used
                if candidates:
                    tags = b"".join(IN_TAG.findall(block))
                    used |= set(PREFIX.findall(re.sub(rb"\"[^\"]*\"|'[^']*'", b'""', tags))) & candidates
    short = tuple(
        (name, text)
        for name, text in entities.items()
        if name in named and len(text) <= LONGEST and not NAMED.search(text)
    )
    unknown = named - {name for name, _ in short}
    prefixes, names = (tuple(sorted(map(bytes.decode, some))) for some in (used - declared, unknown))
    return Faults(characters, prefixes, short, names, tuple(inner), is_utf8)


def _forbidden(found: re.Match[bytes]) -> bool:
    """Whether a numeric reference is to a character that XML forbids."""
    code = int(found[1], 16) if found[1] else int(found[2])
    return (code < 32 and code not in (9, 10, 13)) or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF)


def mended(file: IO[bytes], found: Faults) -> IO[bytes]:
    """The file as a parser can read it; the file itself where there is nothing to mend."""
    return _Mended(file, found) if any(found[:3]) else file  # type: ignore[return-value]


class _Mended:
    """A file of which the faults are mended as it is read."""

    def __init__(self, file: IO[bytes], found: Faults) -> None:
        self.file = file
        self.entities = dict(found.entities)
        self.is_utf8 = found.is_utf8
        self.declarations = b"".join(
            f' xmlns:{prefix}="urn:duiqi:undeclared:{prefix}"'.encode() for prefix in found.prefixes
        )
        self.rest = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes, nothing only at the end."""
        while True:
            more = self.file.read(size)
            block = self.rest + more
            # A reference, the root's name or a character at the end may go on in the next block.
            ends = (block.rfind(mark, -length) for mark, length in ENDS)
            cut = max(ends) if more else -1
            block, self.rest = (block[:cut], block[cut:]) if cut >= 0 else (block, b"")
            mended = self._mend(block)
            if mended or not more:
                return mended

    def _mend(self, block: bytes) -> bytes:
        block = block.translate(None, FORBIDDEN)
        if self.is_utf8 and b"\xef\xbf" in block:
            block = NO_CHARACTER.sub(b"", block)
        if b"&" in block:
            block = REFERENCE.sub(lambda found: b"" if _forbidden(found) else found[0], block)
            if self.entities:
                block = NAMED.sub(lambda found: self.entities.get(found[1], found[0]), block)
        if self.declarations and (root := ROOT.search(block)):
            block = block[: root.end()] + self.declarations + block[root.end() :]
            self.declarations = b""
        return block
