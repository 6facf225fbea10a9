"""Zip files of text (DOCX, ODT, EPUB), read within bounds."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.unpacking import DAMAGE, LARGEST, check_sizes

if TYPE_CHECKING:
    from lxml.etree import _Element


class Archive:
    """A zip file of text; all that is read from it is bounded, however much it would unpack to."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._left = LARGEST
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.members = self._zip.namelist()
            check_sizes(self._zip, name)
        except DAMAGE:
            raise UnreadableFile(
                f"{name}: a damaged zip file. It may be cut short. Fetch or save it again"
            ) from None

    def __contains__(self, member: str) -> bool:
        return member in self.members

    def read(self, member: str) -> bytes:
        """The content of a member. Raises UnreadableFile where it is missing, damaged or far too large."""
        try:
            info = self._zip.getinfo(member)
            if info.flag_bits & 1:
                raise UnreadableFile(f"{self.name}: protected by a password. Save it without one first")
            with self._zip.open(info) as stream:
                # The sizes that a zip file states can be lies: count what comes.
                data = stream.read(self._left + 1)
        except KeyError:
            raise UnreadableFile(
                f"{self.name}: has no {member} in it. Save it again from its application"
            ) from None
        except DAMAGE:
            raise UnreadableFile(f"{self.name}: {member} is damaged. Fetch or save the file again") from None
        if len(data) > self._left:
            raise UnreadableFile(
                f"{self.name}: unpacks to more than {LARGEST >> 20} MB, more than any book. Save it anew"
            )
        self._left -= len(data)
        return data

    def xml(self, member: str) -> _Element:
        """A member's XML."""
        return parse_xml(self.read(member), f"{self.name}: {member}")


def parse_xml(data: bytes, where: str) -> _Element:
    """Parse XML without its entities, which can be bombs, and without the network."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
            raise UnreadableFile(
                f"{where}, line {line}: nested deeper, or a value longer, than any text. Save it anew"
            ) from None
        raise UnreadableFile(
            f"{where}, line {line}: not well-formed XML. Fetch or save the file again"
        ) from None
