"""memoQ's CSV of a term base, as memoQ exports it and as ours is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from duiqi.corpus.bitext.census import places, take
from duiqi.corpus.bitext.headings import language_named
from duiqi.corpus.bitext.layout import Layout, Row
from duiqi.corpus.bitext.parts import Lazy, Request
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.glossary.forms import Form, pair_of_forms
from duiqi.corpus.glossary.model import Glossary, TermPair

ENTRY, NOTE, SUBJECT, CLIENT = "entry_id", "entry_note", "entry_subject", "entry_clientid"
INFO, EXAMPLE = "term_info", "term_example"
DEFINITION = "_def"
FORBIDDEN = "forbidden"


class Column(NamedTuple):
    """A term of a language in each row: the numbers of its columns, -1 where there is none."""

    lang: str
    term: int
    info: int
    example: int
    definition: int


def is_memoq(first: Sequence[str]) -> bool:
    """Whether a heading is that of memoQ's term bases.

    >>> is_memoq(["Entry_ID", "Entry_Note", "English_Def", "English", "Term_Info", "Term_Example"])
    True
    >>> is_memoq(["Entry_ID", "English", "Chinese"])
    False
    """
    names = {cell.strip().lower() for cell in first}
    return {ENTRY, INFO} <= names


def read_memoq(request: Request, rows: Callable[[], Iterator[Row]]) -> Glossary:
    """Read two languages of a term base: those of the request, else the two that most rows have.

    A row is one pair; further terms of a language are synonyms, deprecated where memoQ forbids them. An
    example is the context of its term. Domains, projects and dates are not read.
    """
    columns, found = _columns(_first(rows)), _languages(request, rows)
    langs, text = found
    said = (f"{request.path}: {text}",) if text else ()
    return Glossary(*langs, Lazy(lambda: _pairs(columns, langs, rows())), said, described=True)


def memoq_layout(request: Request, rows: Callable[[], Iterator[Row]]) -> Layout:
    """The columns for a further row of a term base: its id, its note, the first term of each language."""
    first = _first(rows)
    columns, (langs, _) = _columns(first), _languages(request, rows)
    names = _names(first)
    found = {"id": names.index(ENTRY)} | ({"note": names.index(NOTE)} if NOTE in names else {})
    for side, lang in zip(("source", "target"), langs, strict=True):
        found[side] = next(column.term for column in columns if column.lang == lang)
    return Layout(found, 1, langs)


def _first(rows: Callable[[], Iterator[Row]]) -> Sequence[str]:
    return next(iter(rows()))[1]


def _names(first: Sequence[str]) -> list[str]:
    return [cell.strip().lower() for cell in first]


def _columns(first: Sequence[str]) -> list[Column]:
    """The terms of a row: each column with the name of a language that Term_Info follows."""
    names = _names(first)
    starts = [
        at
        for at, (one, after) in enumerate(zip(names, [*names[1:], ""], strict=True))
        if after.startswith("term_") and language_named(one)
    ]
    found = []
    for at, stop in zip(starts, [*starts[1:], len(names)], strict=True):
        own = {one: place for place, one in reversed(list(enumerate(names[:stop]))) if place > at}
        definition = names.index(names[at] + DEFINITION) if names[at] + DEFINITION in names else -1
        found.append(
            Column(language_named(names[at]), at, own.get(INFO, -1), own.get(EXAMPLE, -1), definition)
        )
    return found


def _languages(request: Request, rows: Callable[[], Iterator[Row]]) -> tuple[tuple[str, str], str]:
    """The two languages to read, and a sentence about them where there was a choice."""
    columns = _columns(_first(rows))
    tags = (
        tuple(dict.fromkeys(column.lang for column in columns if _cell(row, column.term)))
        for _, row in islice(rows(), 1, None)
    )
    taken = take(tags, (request.source_lang, request.target_lang), noun="entries")
    if taken is None:
        asked = [tag for tag in (request.source_lang, request.target_lang) if tag]
        wanted = f"terms in {' and '.join(asked)}" if asked else "terms in two languages"
        raise MalformedFile(f"{request.path}: no entry with {wanted}. Is it the right termbase?")
    return taken.pair, taken.text


def _pairs(columns: list[Column], langs: tuple[str, str], rows: Iterator[Row]) -> Iterator[TermPair]:
    names: list[str] = []
    for place, (_, row) in enumerate(rows):
        if not place:
            names = _names(row)
            continue
        forms: dict[str, list[Form]] = {}
        for column in columns:
            if form := _form(column, row, is_first=column.lang not in forms):
                forms.setdefault(column.lang, []).append(form)
        tags = list(forms)
        found = places(tags, langs)
        if found:
            cells = dict(zip(names, row, strict=False))
            sides = [forms[tags[at]] for at in found]
            identity, note, subject, client = (
                cells.get(name, "").strip() for name in (ENTRY, NOTE, SUBJECT, CLIENT)
            )
            yield pair_of_forms(
                identity or str(place), langs, sides, [note], subject=subject, customer=client
            )


def _form(column: Column, row: Sequence[str], *, is_first: bool) -> Form | None:
    """A term of a row, None where its cell is empty; the first of a language has its definition."""
    text = _cell(row, column.term)
    if not text:
        return None
    status = "deprecated" if FORBIDDEN in _cell(row, column.info).lower() else ""
    definition = _cell(row, column.definition) if is_first else ""
    return Form(text, status, context=_cell(row, column.example), definition=definition)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if 0 <= place < len(row) else ""
