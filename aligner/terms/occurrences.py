"""The occurrences of a pair that are its own: neither of another word, nor of a longer term around it.

`milking` is none of milk, nor is the class `Object` one of object; and where security 安全检查 is linked in
`security screening`, 安全检查 is the translation of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from duiqi.aligner.terms.concordance import own_contexts
from duiqi.aligner.terms.glossary import term_row
from duiqi.aligner.terms.store import SOURCE, Store
from duiqi.corpus.glossary.model import Context
from duiqi.corpus.languages import is_spaced, same_language
from duiqi.corpus.model import Span

_VERBAL = re.compile(r"[^\W\d_]{3,}(?:ing|ed)\b")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 .'’-]*")


class _Text(NamedTuple):
    text: str


# The other terms of a side whose row has a term of the other one.
_SHARING = """
select t.text from entries e join terms t on t.side = :side and t.term = e.{own}
where e.{other} = :shared and e.{own} != :term and e.part != 'rest'
"""


def occurrences(store: Store, langs: tuple[str, str], source: int, target: int) -> Iterator[Context]:
    """The contexts of a pair of terms that are its own, given the numbers of its terms."""
    text = term_row(store, SOURCE, source).text
    longer = _sharing(store, source, target), _sharing(store, target, source, is_source=False)
    for context in own_contexts(store, source, target):
        spans = context.source_span, context.target_span
        if spans[0] is None or spans[1] is None:
            continue
        surfaces = context.source[slice(*spans[0])], context.target[slice(*spans[1])]
        is_other = same_language(langs[SOURCE], "en") and _is_other_word(surfaces[0], text)
        if is_other or _is_name(*surfaces) or _is_no_copy(langs, *surfaces):
            continue
        if not (
            _is_inside(context.source, spans[0], longer[0]) or _is_inside(context.target, spans[1], longer[1])
        ):
            yield context


def _sharing(store: Store, term: int, shared: int, *, is_source: bool = True) -> list[str]:
    own, other = ("source", "target")[:: 1 if is_source else -1]
    query = _SHARING.format(own=own, other=other)
    return [row.text for row in store.rows(_Text, query, side=int(not is_source), shared=shared, term=term)]


def _is_other_word(surface: str, text: str) -> bool:
    """Whether an occurrence has a participle or a gerund where the term has none, or the other way."""
    return len(_VERBAL.findall(surface.lower())) != len(_VERBAL.findall(text.lower()))


def _is_name(source: str, target: str) -> bool:
    """Whether a translation is the same word with a capital: the class Object."""
    return target != target.lower() and source.lower() == target.lower()


def _is_no_copy(langs: tuple[str, str], source: str, target: str) -> bool:
    """Whether a translation in a language without spaces is a Latin word that is not in the source term."""
    if is_spaced(langs[1]) or not is_spaced(langs[0]) or not _LATIN.fullmatch(target):
        return False
    return target.lower().rstrip("s") not in source.lower()


def _is_inside(text: str, span: Span, longer: list[str]) -> bool:
    """Whether a span is a part of one of some longer terms, as the text has it."""
    own, lowered = text[span.start : span.end].lower(), text.lower()
    if len(lowered) != len(text):
        return False
    return any(
        start <= span.start and span.end <= start + len(term) and len(term) > span.end - span.start
        for term in (term.lower() for term in longer)
        if own in term
        for start in (found.start() for found in re.finditer(re.escape(term), lowered))
    )
