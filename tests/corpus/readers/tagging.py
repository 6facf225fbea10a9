"""Segments as they are read, with the tags of their inline codes in their places."""

from __future__ import annotations

from duiqi.corpus.model import Document
from duiqi.corpus.placing import CodesOf
from duiqi.segmenters import segment


def tagged(document: Document) -> list[str]:
    """The printed text of each segment with its codes' native markup."""
    codes = CodesOf(document)
    found = []
    for part in segment(document):
        text, at = "", 0
        for code in codes.within(part):
            text += part.printed[at : code.at] + code.native
            at = code.at + code.length
        found.append(text + part.printed[at:])
    return found
