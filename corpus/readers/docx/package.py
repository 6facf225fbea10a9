"""The parts of a Word file, found by their relationships: not every program gives them Word's names."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

from duiqi.corpus.readers.archive import Archive
from duiqi.corpus.readers.elements import tag_of

if TYPE_CHECKING:
    from lxml.etree import _Element

MAIN = "word/document.xml"


class Package:
    """A Word file's main part and the parts that it refers to.

    The names are from the relationships (ECMA-376, part 2): `_rels/.rels` names the main part, and
    `word/_rels/document.xml.rels` the parts of a main part `word/document.xml`. Where either is
    missing or names nothing, the parts have the names that Word gives them.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        found = _targets(archive, "", "_rels/.rels").get("officeDocument", [])
        self._main = found[0] if found else MAIN
        folder, name = posixpath.split(self._main)
        self._parts = _targets(archive, folder, posixpath.join(folder, "_rels", f"{name}.rels"))

    @property
    def main(self) -> _Element:
        return self._archive.xml(self._main)

    def part(self, kind: str) -> _Element | None:
        """The part of a kind (`styles`, `numbering`, `footnotes`); None where there is none."""
        for member in (*self._parts.get(kind, ()), f"word/{kind}.xml"):
            if member in self._archive:
                return self._archive.xml(member)
        return None

    def furniture(self) -> list[_Element]:
        """The headers and footers."""
        members = [*self._parts.get("header", ()), *self._parts.get("footer", ())]
        return [self._archive.xml(member) for member in dict.fromkeys(members)]


def _targets(archive: Archive, folder: str, relationships: str) -> Mapping[str, list[str]]:
    """The members that relationships name, by the last word of the relationship's type.

    That word is the same for both kinds of files, transitional and strict.
    """
    targets: dict[str, list[str]] = {}
    if relationships not in archive:
        return targets
    for relationship in archive.xml(relationships):
        if tag_of(relationship) != "Relationship" or relationship.get("TargetMode") == "External":
            continue
        kind = (relationship.get("Type") or "").rpartition("/")[2]
        target = unquote(relationship.get("Target") or "")
        member = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if member in archive:
            targets.setdefault(kind, []).append(member)
    return targets
