"""Shared by the XML formats: the tool's name and version."""

from __future__ import annotations

from functools import cache

from duiqi.corpus.bitext.conventions import TOOL

__all__ = ["TOOL", "XML", "version"]

XML = "http://www.w3.org/XML/1998/namespace"


@cache
def version() -> str:
    """The version of the package, for the headers of files; "0" where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(TOOL)
    except PackageNotFoundError:
        return "0"
