"""Run the checks over a bitext."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from duiqi.aligner.check.registry import CHECKS, CODES, TERMS, TERMS_ABOUT, Check, each
from duiqi.aligner.check.unit import Hit, Unit, units
from duiqi.corpus.bitext.parts import Lazy
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.findings import Finding, Findings
from duiqi.corpus.glossary.model import Glossary, Place
from duiqi.corpus.model import Alignment


def check(
    bitext: Alignment,
    *,
    only: Collection[str] = (),
    without: Collection[str] = (),
    terms: Glossary | None = None,
    file: str = "",
) -> Findings:
    """What a reviser should look at in a bitext, in the order of its beads.

    only, without  codes of checks (`registry.CODES`): only these, or all but these
    terms          a glossary that the terms are compared with
    file           the bitext's name, for the places of the findings
    raises         DuiqiError for a code that there is not

    >>> from duiqi.corpus.model import Bead, Side
    >>> bead = Bead.of_texts(range(1), range(1), "1", ["Resolution 60/97"], ["第60/79号决议"])
    >>> bitext = Alignment(Side(lang="en"), Side(lang="zh"), (bead,))
    >>> [finding.message for finding in check(bitext).findings]
    ['97 is not in the translation; 79 is not in the source']
    """
    chosen = _chosen(only, without, terms, (bitext.source.lang, bitext.target.lang))
    checked: Lazy[Unit] = Lazy(partial(units, bitext))
    found = [
        (unit.number, rank, _finding(kind, unit, hit, file))
        for rank, kind in enumerate(chosen)
        for unit, hit in kind.function(checked)
    ]
    found.sort(key=lambda entry: entry[:2])
    return Findings(
        bitext.source,
        bitext.target,
        tuple(finding for _, _, finding in found),
        tuple(kind.code for kind in chosen),
        sum(1 for _ in checked),
    )


def _chosen(
    only: Collection[str], without: Collection[str], terms: Glossary | None, langs: tuple[str, str]
) -> list[Check]:
    for code in (*only, *without):
        if code not in CODES:
            raise DuiqiError(f"no check called '{code}'. Known: {' '.join(CODES)}")
    if TERMS in only and terms is None:
        raise DuiqiError("the check 'terms' has no glossary to go by. Name it with --terms")
    checks = list(CHECKS)
    if terms is not None:
        from duiqi.aligner.check.glossary_terms import term_check

        checks.append(Check(TERMS, "warning", each(term_check(terms, langs)), TERMS_ABOUT))
    wanted = [check for check in checks if not only or check.code in only]
    return [check for check in wanted if check.code not in without]


def _finding(kind: Check, unit: Unit, hit: Hit, file: str) -> Finding:
    return Finding(
        kind.code,
        kind.severity,
        hit.message,
        Place(file, unit.bead.id),
        unit.source,
        unit.target,
        tuple(sorted(hit.source_spans)),
        tuple(sorted(hit.target_spans)),
    )


def kinds() -> Iterator[tuple[str, str, str]]:
    """The code, the severity and the purpose of each check."""
    for known in CHECKS:
        yield known.code, known.severity, known.about
    yield TERMS, "warning", TERMS_ABOUT
