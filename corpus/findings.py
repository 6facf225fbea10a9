"""The nouns of revision: a finding at a place of a bitext, and the report of all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from duiqi.corpus.glossary.model import Place
from duiqi.corpus.model import Side, Span

Severity = Literal["error", "warning", "note"]
# The gravest first.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a bead that a reviser should look at.

    code     of the check that found it, by which it is switched off
    message  one line for people: what was found
    place    the file, and the id of the bead
    source, target              the bead's texts
    source_spans, target_spans  where in them the hits are, ascending, apart from one another
    """

    code: str
    severity: Severity
    message: str
    place: Place
    source: str = ""
    target: str = ""
    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks found in a bitext, in the order of its beads.

    codes  of the checks that were run
    beads  how many were checked
    """

    source: Side
    target: Side
    findings: tuple[Finding, ...]
    codes: tuple[str, ...] = ()
    beads: int = 0

    def counts(self) -> Counter[str]:
        """The number of findings by code, the commonest first."""
        return Counter(dict(Counter(finding.code for finding in self.findings).most_common()))
