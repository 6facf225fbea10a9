"""OmegaT's glossary, `.utf8`: term, equivalent and comment between tabs, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from duiqi.corpus.bitext.columns import shown
from duiqi.corpus.bitext.opening import opened
from duiqi.corpus.bitext.parts import Lazy, Request
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.glossary.model import Glossary, Term, TermPair


def read_omegat(request: Request) -> Glossary:
    """Read lines of two or three columns; OmegaT passes over those that begin with `#`, and so do we."""
    langs = request.source_lang or "und", request.target_lang or "und"
    return Glossary(*langs, Lazy(lambda: _pairs(request.path, langs)))


def _pairs(path: Path, langs: tuple[str, str]) -> Iterator[TermPair]:
    with opened(path) as file:
        for place, line in enumerate(file, start=1):
            try:
                text = line.decode("utf-8-sig" if place == 1 else "utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                raise MalformedFile(f"{path}, line {place}: not utf-8. Save it as UTF-8") from error
            cells = [cell.strip() for cell in text.split("\t")]
            if not cells[0] or cells[0].startswith("#"):
                continue
            if len(cells) < 2:
                raise MalformedFile(
                    f"{path}, line {place}: expected a term, a tab and its equivalent, found {shown(cells)}"
                )
            source, target, *comments = cells
            yield TermPair(
                str(place),
                Term(source, langs[0]),
                Term(target, langs[1]),
                note=comments[0] if comments else "",
            )
