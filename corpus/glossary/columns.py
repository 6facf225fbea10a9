"""The columns of our glossary tables, and how columns of other tables are recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import cast, get_args

from duiqi.corpus.bitext.columns import COLUMNS as BITEXT_COLUMNS
from duiqi.corpus.bitext.columns import SOURCE, TAG, TARGET, Layout, Row, shown
from duiqi.corpus.bitext.parts import Lazy, Request, number
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.glossary.cells import others, places, variants
from duiqi.corpus.glossary.model import (
    Context,
    Glossary,
    Place,
    Term,
    TermBand,
    TermKind,
    TermPair,
    TermStatus,
)
from duiqi.corpus.languages import same_language
from duiqi.corpus.model import Span

STATUSES: tuple[str, ...] = get_args(TermStatus)
BANDS: tuple[str, ...] = get_args(TermBand)
KINDS: tuple[str, ...] = get_args(TermKind)

# Terminologists look at three contexts before they open the text itself.
CONTEXTS = (
    ("source_context", "target_context"),
    ("source_context_2", "target_context_2"),
    ("source_context_3", "target_context_3"),
)
OPENING = ("id", "status", "source", "target", "score", "band")
COLUMNS = (
    *OPENING,
    "frequency", "segments", "source_frequency", "target_frequency", "source_variants", "target_variants",
    "others", *(column for columns in CONTEXTS for column in columns), "origin", "note", "kind", "known",
    "source_lang", "target_lang",
)  # fmt: skip

OURS = set(COLUMNS) - set(BITEXT_COLUMNS)

# Other names of the columns that matter.
SOURCES = SOURCE | {"term", "source term", "术语", "原文术语", "源语"}
TARGETS = TARGET | {"target term", "equivalent", "译名", "译文术语", "目标语"}
NOTES = {"note", "notes", "comment", "comments", "备注", "注释", "说明"}
LANGUAGES = {
    **dict.fromkeys(("english", "英文", "英语"), "en"),
    **dict.fromkeys(("chinese", "中文", "汉语"), "zh"),
    **dict.fromkeys(("french", "法文", "法语"), "fr"),
    **dict.fromkeys(("spanish", "西文", "西班牙语"), "es"),
    **dict.fromkeys(("russian", "俄文", "俄语"), "ru"),
    **dict.fromkeys(("arabic", "阿文", "阿拉伯语"), "ar"),
}


def is_ours(first: Sequence[str]) -> bool:
    """Whether a heading is that of a glossary of ours, its columns in any order, some perhaps removed.

    A single column that no bitext has decides: a band, a frequency, runners-up …

    >>> is_ours(["status", "band", "source", "target"]), is_ours(["id", "status", "source", "target", "kind"])
    (True, False)
    """
    names = {cell.strip().lower() for cell in first}
    return {"source", "target"} <= names and not names.isdisjoint(OURS)


def is_bitext(first: Sequence[str]) -> bool:
    """Whether a heading is that of a bitext of ours, whose sentences are no terms."""
    return {"source", "target", "confidence"} <= {cell.strip().lower() for cell in first}


def layout(first: Sequence[str], wanted: tuple[str, str] = ("", "")) -> Layout:
    """Find the columns by the first row: names, languages, or terms already.

    >>> layout(["No.", "English", "中文", "备注"], ("zh", "en"))
    Layout(places={'note': 3, 'source': 2, 'target': 1}, heading=True, langs=('zh', 'en'))
    >>> layout(["mine action", "地雷行动"])
    Layout(places={'source': 0, 'target': 1, 'note': 2}, heading=False, langs=('', ''))
    """
    names = [cell.strip().lower() for cell in first]
    columns = {name: place for place, name in reversed(list(enumerate(names))) if name in COLUMNS}
    for column, synonyms in (("note", NOTES), ("source", SOURCES), ("target", TARGETS)):
        for place, name in enumerate(names):
            if name in synonyms:
                columns.setdefault(column, place)
    if "source" in columns and "target" in columns:
        return Layout(columns, heading=True)
    langs = {place: lang for place, name in enumerate(names) if (lang := _language(name, first[place]))}
    chosen = _chosen(langs, wanted)
    if chosen is not None:
        source, target = chosen
        columns |= {"source": source, "target": target}
        return Layout(columns, heading=True, langs=(langs[source], langs[target]))
    return Layout({"source": 0, "target": 1, "note": 2}, heading=False)


def _language(name: str, cell: str) -> str:
    return LANGUAGES.get(name) or (cell.strip() if TAG.fullmatch(name) else "")


def _chosen(langs: dict[int, str], wanted: tuple[str, str]) -> tuple[int, int] | None:
    """The two columns of languages: those wanted, else the first two."""
    source, target = (
        next((at for at, lang in langs.items() if tag and same_language(lang, tag)), None) for tag in wanted
    )
    free = (at for at in langs if at not in (source, target))
    source = next(free, None) if source is None else source
    target = next(free, None) if target in (None, source) else target
    return None if source is None or target is None else (source, target)


def read_rows(request: Request, rows: Callable[[], Iterator[Row]]) -> Glossary:
    """A glossary of the rows, which `rows` yields from the start at each call."""
    opening = [row for row, _ in zip(rows(), range(2), strict=False)]
    if not opening:
        raise MalformedFile(f"{request.path}: no row in the table")
    plan = layout(opening[0][1], (request.source_lang, request.target_lang))
    origin = opening[1][1] if plan.heading and len(opening) > 1 else ()
    langs = (
        plan.cell(origin, "source_lang") or plan.langs[0] or "und",
        plan.cell(origin, "target_lang") or plan.langs[1] or "und",
    )
    return Glossary(*langs, Lazy(lambda: _pairs(request.path, plan, langs, rows())))


def _pairs(path: Path, plan: Layout, langs: tuple[str, str], rows: Iterator[Row]) -> Iterator[TermPair]:
    width = 1 + max(plan.places["source"], plan.places["target"])
    for place, (where, row) in enumerate(rows):
        if place == 0 and plan.heading:
            continue
        if len(row) < width:
            raise MalformedFile(
                f"{path}, {where}: expected a term and its equivalent in {width} columns, "
                f"found {len(row)}: {shown(row)}"
            )
        cells = _Cells(f"{path}, {where}", plan, row)
        if not cells["source"]:
            continue
        source, target = _term(cells, "source", langs[0]), _term(cells, "target", langs[1])
        yield TermPair(
            id=cells["id"] or str(place if plan.heading else place + 1),
            source=source,
            target=target,
            score=cells.number("score", 1.0),
            band=cast(TermBand, cells.one_of("band", BANDS, "high")),
            frequency=int(cells.number("frequency")),
            segments=int(cells.number("segments")),
            kind=cast(TermKind, cells.one_of("kind", KINDS, "term")),
            others=others(cells["others"]),
            contexts=_contexts(cells, (source, target)),
            status=cast(TermStatus, cells.one_of("status", STATUSES, "candidate")),
            known=cells["known"],
            note=cells["note"],
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
            raise MalformedFile(
                f"{self.where}: {column} should be a number, found '{self[column]}'"
            ) from error

    def one_of(self, column: str, known: Sequence[str], default: str) -> str:
        word = self[column].lower() or default
        if word not in known:
            raise MalformedFile(
                f"{self.where}: {column} should be one of {', '.join(known)}, found '{self[column]}'"
            )
        return word


def _term(cells: _Cells, side: str, lang: str) -> Term:
    return Term(
        cells[side], lang, int(cells.number(f"{side}_frequency")), variants(cells[f"{side}_variants"])
    )


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
    for form in sorted(
        {term.text, *(form for form, _ in term.variants)}, key=lambda form: (-len(form), form)
    ):
        start = text.find(form) if form else -1
        start = lowered.find(form.lower()) if form and start < 0 else start
        if start >= 0:
            return Span(start, start + len(form))
    return None
