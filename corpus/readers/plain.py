"""Plain text."""

from __future__ import annotations

from duiqi.corpus.decode import decode
from duiqi.corpus.layout.assembly import paragraphs
from duiqi.corpus.layout.plain_markup import markup_of
from duiqi.corpus.readers.content import Content


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read plain text, its lines wrapped or not."""
    decoded = decode(data, name, encoding)
    return Content(decoded.text, paragraphs(decoded.text, markup_of(decoded.text)), decoded.warnings)
