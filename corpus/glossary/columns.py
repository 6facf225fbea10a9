"""The columns of our glossary tables, and their rows as term pairs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, zip_longest
from pathlib import Path
from typing import cast, get_args

from duiqi.corpus.bitext.approval import approval_by_word
from duiqi.corpus.bitext.columns import shown
from duiqi.corpus.bitext.conventions import COLUMNS as BITEXT_COLUMNS
from duiqi.corpus.bitext.conventions import checksum_of
from duiqi.corpus.bitext.headings import column_names
from duiqi.corpus.bitext.layout import SAMPLE, Layout, Row, Wanted
from duiqi.corpus.bitext.parts import Lazy, Request, number
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.glossary.cells import abbreviations, others, places, synonyms, variants
from duiqi.corpus.glossary.headings import glossary_layout
from duiqi.corpus.glossary.model import (
    Comparison,
    Context,
    Glossary,
    Place,
    Synonym,
    Term,
    TermBand,
    TermKind,
    TermPair,
    TermStatus,
)
from duiqi.corpus.languages import is_chinese
from duiqi.corpus.localization import original
from duiqi.corpus.model import Span
from duiqi.corpus.scripts import HAN

STATUSES: tuple[str, ...] = get_args(TermStatus)
BANDS: tuple[str, ...] = get_args(TermBand)
RECOMMENDED = {"preferred", "admitted", "standard", "valid", "recommended", "推荐", "首选", "规范"}
FORBIDDEN = (
    "deprecated",
    "forbidden",
    "obsolete",
    "superseded",
    "notrecommended",
    "rejected",
    "禁用",
    "废弃",
    "不推荐",
)
KINDS: tuple[str, ...] = get_args(TermKind)
COMPARISONS: tuple[str, ...] = get_args(Comparison)

# Terminologists look at three contexts before they open the text itself.
CONTEXTS = (
    ("source_context", "target_context"),
    ("source_context_2", "target_context_2"),
    ("source_context_3", "target_context_3"),
)
OPENING = ("id", "status", "source", "target", "score", "band")
COLUMNS = (
    *OPENING,
    "source_synonyms", "target_synonyms", "frequency", "segments", "source_frequency", "target_frequency",
    "source_variants", "target_variants", "others", *(column for columns in CONTEXTS for column in columns),
    "origin", "note", "kind", "known", "comparison", "source_lang", "target_lang", "checksum",
)  # fmt: skip

# Of a glossary of several texts, after the frequencies of the pair.
DOCUMENTS = ("documents", "found_in")
# Of a termbase, before the contexts.
DESCRIPTIONS = ("source_definition", "target_definition", "subject", "customer")
EVERY = (*COLUMNS, *DOCUMENTS, *DESCRIPTIONS)

# Those of which a row has the checksum: what a person may edit in a pair, but for its status, which shows.
EDITABLE = (
    "source", "target", "source_synonyms", "target_synonyms", "source_variants", "target_variants",
    *DESCRIPTIONS, *(column for columns in CONTEXTS for column in columns), "note",
)  # fmt: skip

OURS = set(COLUMNS) - set(BITEXT_COLUMNS)
LEVERAGE = {"memory_source", "memory_target"}  # of leverage, which has bands, too


def columns_of(glossary: Glossary) -> tuple[str, ...]:
    """The columns of the table of a glossary."""
    documents = DOCUMENTS if glossary.by_document else ()
    descriptions = DESCRIPTIONS if glossary.described else ()
    after, before = COLUMNS.index("segments") + 1, COLUMNS.index("source_context")
    return (*COLUMNS[:after], *documents, *COLUMNS[after:before], *descriptions, *COLUMNS[before:])


def is_ours(first: Sequence[str]) -> bool:
    """Whether a heading is that of a glossary of ours, its columns in any order, some perhaps removed.

    A single column that no bitext has decides: a band, a frequency, runners-up …

    >>> is_ours(["status", "band", "source", "target"]), is_ours(["id", "status", "source", "target", "kind"])
    (True, False)
    """
    names = set(column_names(first))
    return {"source", "target"} <= names and not names.isdisjoint(OURS) and names.isdisjoint(LEVERAGE)


def is_bitext(first: Sequence[str]) -> bool:
    """Whether a heading is that of a bitext of ours, whose sentences are no terms."""
    return {"source", "target", "confidence"} <= set(column_names(first))


def checksum_of_row(cell: Callable[[str], str]) -> str:
    """The checksum of a row, given its cells by the names of their columns, empty where it has none."""
    return checksum_of(*(f"{column} {text}" for column in EDITABLE if (text := cell(column).strip())))


def is_unedited(path: Path, rows: Callable[[], Iterator[Row]]) -> bool:
    """Whether the texts of each row of a table are those of its checksum."""
    plan = glossary_layout([row for _, row in islice(rows(), SAMPLE)], Wanted(), EVERY, str(path))
    return all(
        plan.cell(row, "checksum").strip() == checksum_of_row(partial(plan.cell, row))
        for _, row in islice(rows(), plan.skipped, None)
    )


def read_rows(request: Request, rows: Callable[[], Iterator[Row]]) -> Glossary:
    """A glossary of the rows, which `rows` yields from the start at each call."""
    opening = [row for _, row in islice(rows(), SAMPLE)]
    plan = glossary_layout(opening, request.wanted, EVERY, str(request.path))
    origin = opening[plan.skipped] if 0 < plan.skipped < len(opening) else ()
    langs = (
        plan.cell(origin, "source_lang") or plan.langs[0] or "und",
        plan.cell(origin, "target_lang") or plan.langs[1] or "und",
    )
    taken = (plan.taken,) if plan.taken else ()
    pairs = Lazy(lambda: _pairs(request.path, plan, langs, rows()))
    return Glossary(
        *langs,
        pairs,
        taken,
        by_document=plan.is_ours and "documents" in plan.places,
        described=not plan.places.keys().isdisjoint({"definition", *DESCRIPTIONS}),
    )


def _pairs(path: Path, plan: Layout, langs: tuple[str, str], rows: Iterator[Row]) -> Iterator[TermPair]:
    width = 1 + max(plan.places["source"], plan.places["target"])
    for place, (where, row) in enumerate(rows):
        if place < plan.skipped:
            continue
        if len(row) < width:
            raise MalformedFile(
                f"{path}, {where}: expected a term and its equivalent in {width} columns, "
                f"found {len(row)}: {shown(row)}"
            )
        cells = _Cells(f"{path}, {where}", plan, row)
        if not cells["source"]:
            continue
        source, target = _defined(
            *_with_synonyms(
                _term(cells, "source", langs[0]), _term(cells, "target", langs[1]), _shared(cells)
            ),
            cells["definition"],
        )
        yield TermPair(
            id=cells["id"] or str(place + 1 - plan.skipped),
            source=source,
            target=target,
            score=cells.number("score", 1.0),
            band=cast(TermBand, cells.one_of("band", BANDS, "high")),
            frequency=int(cells.number("frequency")),
            segments=int(cells.number("segments")),
            kind=cast(TermKind, cells.one_of("kind", KINDS, "term")),
            others=others(cells["others"]),
            contexts=_contexts(cells, (source, target)),
            status=cells.status(),
            known=cells["known"],
            note=cells["note"],
            comparison=cast(Comparison, cells.one_of("comparison", COMPARISONS, "")),
            documents=int(cells.number("documents")),
            found_in=variants(cells["found_in"]),
            subject=cells["subject"],
            customer=cells["customer"],
        )


class _Cells:
    """A row's cells by the names of their columns; wrong values are reported with their place."""

    def __init__(self, where: str, plan: Layout, row: Sequence[str]) -> None:
        self.where = where
        self.plan = plan
        self.row = row

    def __getitem__(self, column: str) -> str:
        return self.plan.cell(self.row, column).strip()

    def number(self, column: str, default: float = 0.0) -> float:
        try:
            return number(self[column], default)
        except ValueError as error:
            if not self.plan.is_ours:
                return default
            raise MalformedFile(
                f"{self.where}: {column} should be a number, found '{self[column]}'"
            ) from error

    def one_of(self, column: str, known: Sequence[str], default: str) -> str:
        word = original(self[column].lower()) or default
        if word not in known:
            if not self.plan.is_ours:
                return default
            raise MalformedFile(
                f"{self.where}: {column} should be one of {', '.join(known)}, found '{self[column]}'"
            )
        return word

    def status(self) -> TermStatus:
        """The status of the row; in a table made elsewhere by the words for it there."""
        word = self["status"].lower()
        if word and word not in STATUSES:
            if re.sub(r"[\s_-]+", "", word).startswith(FORBIDDEN):
                return "dropped"
            if is_accepted(word):
                return "accepted"
            if approval_by_word(word):
                return "candidate"
        return cast(TermStatus, self.one_of("status", STATUSES, "candidate"))


def is_accepted(word: str) -> bool:
    """Whether a word says, in a table made elsewhere, that a pair is accepted."""
    return word.lower() in RECOMMENDED or approval_by_word(word) == "accepted"


def _term(cells: _Cells, side: str, lang: str) -> Term:
    return Term(
        cells[side],
        lang,
        int(cells.number(f"{side}_frequency")),
        variants(cells[f"{side}_variants"]),
        (*synonyms(cells[f"{side}_synonyms"]), *abbreviations(cells[f"{side}_abbreviation"])),
        cells[f"{side}_definition"],
    )


def _shared(cells: _Cells) -> tuple[Synonym, ...]:
    """The synonyms and abbreviations of a row whose column does not say of which language they are."""
    return (*abbreviations(cells["abbreviation"]), *synonyms(cells["synonyms"]))


def _with_synonyms(source: Term, target: Term, shared: Iterable[Synonym]) -> tuple[Term, Term]:
    """The terms with synonyms of either: those in Chinese characters are of the term that has some, too."""
    terms = [source, target]
    are_han = [bool(re.search(f"[{HAN}]", term.text)) for term in terms]
    for synonym in shared:
        is_han = bool(re.search(f"[{HAN}]", synonym.text))
        side = are_han.index(is_han) if is_han in are_han else 0
        if synonym.text not in {term.text for term in terms}:
            found = (*terms[side].synonyms, synonym)
            terms[side] = replace(terms[side], synonyms=found)
    return terms[0], terms[1]


def _defined(source: Term, target: Term, text: str) -> tuple[Term, Term]:
    """The terms with a definition that the table does not say the language of: Chinese, or not."""
    if text and is_chinese(target.lang) and re.search(f"[{HAN}]", text):
        return source, replace(target, definition=text)
    return (replace(source, definition=text) if text else source), target


def _contexts(cells: _Cells, terms: tuple[Term, Term]) -> tuple[Context, ...]:
    """The contexts of a row: those with texts first, then those of which it has only the places."""
    texts = [pair for first, second in CONTEXTS if any(pair := (cells[first], cells[second]))]
    together = zip_longest(texts, places(cells["origin"]), fillvalue=None)
    return tuple(
        Context(*(shown or ("", "")), *_spans(shown, terms), place or Place("")) for shown, place in together
    )


def _spans(texts: tuple[str, str] | None, terms: tuple[Term, Term]) -> tuple[Span | None, Span | None]:
    """The spans of the terms in a context, found anew: a table keeps the texts, not the offsets."""
    if texts is None:
        return None, None
    source, target = (find_term(text, term) for text, term in zip(texts, terms, strict=True))
    return source, target


def find_term(text: str, term: Term) -> Span | None:
    """The first occurrence of a term in a text, in any of its forms, the longest form first.

    >>> find_term("Mine actions continue.", Term("mine action", "en", 2, (("mine actions", 1),)))
    Span(start=0, end=12)
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # İ is two characters in lower case, and offsets would be off
        lowered = text
    for form in sorted(set(term.forms), key=lambda form: (-len(form), form)):
        start = text.find(form) if form else -1
        start = lowered.find(form.lower()) if form and start < 0 else start
        if start >= 0:
            return Span(start, start + len(form))
    return None
