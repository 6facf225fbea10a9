"""A file of any supported kind to a Document."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.languages import canonical
from duiqi.corpus.model import Document, Doubt

if TYPE_CHECKING:
    from duiqi.corpus.readers.content import Content


def read(
    source: str | Path, lang: str | None = None, encoding: str | None = None, name: str | None = None
) -> Document:
    """Read a file; `-` is standard input.

    lang       BCP 47; detected offline where it is not given
    encoding   of a text file; found out where it is not given
    name       what to call the document; the file's name where it is not given

    Raises UnreadableFile, whose one line says what is wrong with the file.
    """
    if str(source) == "-":
        return read_bytes(sys.stdin.buffer.read(), name or "standard input", lang, encoding)
    path = Path(source)
    return read_bytes(_bytes(path), name or path.name, lang, encoding)


def read_bytes(data: bytes, name: str, lang: str | None = None, encoding: str | None = None) -> Document:
    """Read a file that is already in memory; its name's suffix helps where its content leaves doubts."""
    if not data:
        raise UnreadableFile(f"{name}: the file is empty")
    from duiqi.corpus.detection import detect
    from duiqi.corpus.readers.kinds import kind_of

    content = _reader(kind_of(data, name))(data, name, encoding)
    if not content.text.strip():
        raise UnreadableFile(f"{name}: there is no text in it")
    return Document(
        text=content.text,
        lang=canonical(lang or content.lang or detect(content.text)),
        name=name,
        paragraphs=content.paragraphs,
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=tuple(Doubt("reading", warning) for warning in content.warnings),
    )


def _reader(kind: str) -> Callable[[bytes, str, str | None], Content]:
    """The reader of a kind; its module, and what that needs, is loaded only now."""
    module = import_module(f"duiqi.corpus.readers.{kind}")
    reader: Callable[[bytes, str, str | None], Content] = module.read
    return reader


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: no such file") from None
    except IsADirectoryError:
        raise UnreadableFile(f"{path}: a folder, not a file") from None
    except PermissionError:
        raise UnreadableFile(f"{path}: not allowed to read it") from None
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read: {error.strerror}") from None
