"""Parse XML an element at a time, in memory that does not grow with the file."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from duiqi.corpus.bitext.mending import faults, mended
from duiqi.corpus.bitext.opening import declared_encoding, opened_xml
from duiqi.corpus.errors import MalformedFile

if TYPE_CHECKING:
    from lxml import etree

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def elements(path: Path, *names: str) -> Iterator[etree._Element]:
    """The elements of these names as each one ends.

    An element is emptied when the next one is asked for. Nothing that the file points to is
    fetched and no DTD is loaded. Faults that other tools leave in a file are mended; text that an entity
    holds and that is not put in is never passed over: MalformedFile names the entity.
    """
    from lxml import etree

    with opened_xml(path) as file:
        try:
            for event, element in events(mended(file, faults(path)), *names):
                if event == "end":
                    _refuse_entities(path, element)
                    yield element
                    forget(element)
        except etree.XMLSyntaxError as error:
            line = f", line {error.position[0]}" if error.position[0] else ""
            raise MalformedFile(f"{path}{line}: {_reason(path, error)}") from error
        except (EOFError, zlib.error) as error:
            raise MalformedFile(
                f"{path}: the archive ends in the middle. Was the download cut short?"
            ) from error


def _reason(path: Path, error: etree.XMLSyntaxError) -> str:
    """The reason why a file cannot be parsed, in plain words where it is a usual one, and what to try."""
    from lxml import etree

    if unknown := faults(path).unknown:
        return (
            f"not well-formed XML: the text of &{unknown[0]}; is not in the file. "
            "Replace it with the characters that it stands for"
        )
    errors = etree.ErrorTypes
    code = getattr(error, "code", None)  # lxml's stubs do not have it
    if code in (errors.ERR_NAME_REQUIRED, errors.ERR_ENTITYREF_SEMICOL_MISSING):
        return "not well-formed XML: an & or < that is text. Write &amp; or &lt; for it"
    if code == errors.ERR_INVALID_ENCODING:
        with opened_xml(path) as file:
            encoding = declared_encoding(file.read(1000))
        return f"not {encoding}, its encoding by its first line. Save it as UTF-8"
    reason = (error.msg or "").split(", line")[0].rstrip(".")
    return f"not well-formed XML: {reason}. Was the file cut short, or its encoding mislabelled?"


def _refuse_entities(path: Path, element: etree._Element) -> None:
    """Raise MalformedFile where the element has an entity whose text is not known."""
    from lxml import etree

    for entity in element.iter(etree.Entity):
        raise MalformedFile(
            f"{path}, line {entity.sourceline}: the text of {entity.text} is not in the file, or holds other "
            "entities. Replace it with the characters that it stands for"
        )


def events(file: IO[bytes], *names: str) -> Iterable[tuple[str, etree._Element]]:
    """The beginnings and ends of the elements of these names, as lxml reports them."""
    from lxml import etree

    parsed: Iterable[tuple[str, etree._Element]] = etree.iterparse(
        file,
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in names],
        no_network=True,
        load_dtd=False,
        resolve_entities=False,
        remove_comments=True,
        remove_pis=True,
    )
    return parsed


def forget(element: etree._Element) -> None:
    """Empty an element that is no longer needed, and take out those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def name(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
