"""Findings as a page to read: both texts with the hits marked, filters by check and by severity.

Everything is in the file, and its security policy forbids to fetch anything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import BinaryIO

from duiqi.corpus.findings import SEVERITIES, Finding, Findings
from duiqi.corpus.languages import canonical
from duiqi.corpus.localization import localized, user_language
from duiqi.exports.html import closing, in_language, opening, resources
from duiqi.exports.options import Tally, WriteOptions, count
from duiqi.exports.pieces import Piece, as_html, clean, pieces

HEAD = """<header>
<h1>{title}</h1>
<p class="legend">{summary}</p>
</header>
<div class="bar" role="search">
<input type="search" id="words" placeholder="Search ( / )" aria-label="Search">
<select id="code" aria-label="Check">
<option value="">All checks</option>{codes}
</select>
<select id="severity" aria-label="Severity">
<option value="">All severities</option>{severities}
</select>
<output id="shown" for="words code severity"></output>
</div>
<table>
<colgroup><col class="margin"><col><col></colgroup>
<thead>
<tr><th scope="col">Finding</th><th scope="col">{source_lang}</th><th scope="col">{target_lang}</th></tr>
</thead>
<tbody>
"""


def write_html(report: Findings, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the page, a row a finding."""
    langs = canonical(report.source.lang), canonical(report.target.lang)
    names = [as_html(clean([Piece(side.name or side.lang)])) for side in (report.source, report.target)]
    title = f"{names[0]} – {names[1]}: {localized('findings')}"
    counts = report.counts()
    summary = ", ".join(f"{code} {number:,}" for code, number in counts.items())
    head = in_language(HEAD).format(
        title=title,
        summary=summary or localized("Nothing was found."),
        codes="".join(f'<option value="{code}">{code}</option>' for code in counts),
        severities="".join(f'<option value="{name}">{localized(name)}</option>' for name in SEVERITIES),
        source_lang=escape(langs[0]),
        target_lang=escape(langs[1]),
    )
    stream.write((opening(title, resources("page.css", "findings.css")) + head).encode())
    for finding in report.findings:
        tally.written += 1
        stream.write("".join(_row(finding, langs)).encode())
    total = f"{count(tally.written, 'finding')} in {count(report.beads, 'bead')}"
    stream.write(closing(localized(total), options).encode())


def _row(finding: Finding, langs: tuple[str, str]) -> Iterator[str]:
    yield f'<tr data-code="{escape(finding.code)}"'
    yield f' data-severity="{finding.severity}">'
    yield f'<td class="m">{as_html(clean([Piece(finding.place.bead or str(finding.place))]))}<br>'
    yield f'<b class="chip">{escape(finding.code)}</b></td>'
    message = as_html(clean([Piece(localized(finding.message))]))
    yield f'<td lang="{escape(langs[0])}" dir="auto">'
    yield f'<p class="message" lang="{user_language()}">{message}</p>'
    yield f"{as_html(pieces(finding.source, finding.source_spans))}</td>"
    target = as_html(pieces(finding.target, finding.target_spans))
    yield f'<td lang="{escape(langs[1])}" dir="auto">{target}</td></tr>\n'
