"""Versions as a page to read: both texts side by side, the differing words marked, a filter by fate.

Everything is in the file, and its security policy forbids to fetch anything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import BinaryIO

from duiqi.corpus.languages import canonical
from duiqi.corpus.localization import localized, user_language
from duiqi.corpus.versions import FATES, Change, Versions
from duiqi.exports.html import closing, in_language, opening, resources
from duiqi.exports.options import Tally, WriteOptions, count
from duiqi.exports.pieces import Piece, as_html, clean
from duiqi.exports.versions.sides import new_pieces, numbers, old_pieces

HEAD = """<header>
<h1>{old} → {new}</h1>
<p class="legend">{summary}</p>
<p class="legend"><span><del>deleted</del></span> <span><ins>inserted</ins></span></p>
</header>
<div class="bar" role="search">
<input type="search" id="words" placeholder="Search both versions ( / )" aria-label="Search both versions">
<select id="fate" aria-label="What became of it">
<option value="">All paragraphs</option>{fates}
</select>
<output id="shown" for="words fate"></output>
</div>
<table>
<colgroup><col class="margin"><col><col></colgroup>
<thead>
<tr><th scope="col">Paragraph</th><th scope="col">Old: {old}</th><th scope="col">New: {new}</th></tr>
</thead>
<tbody>
"""


def write_html(versions: Versions, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the page, a row a paragraph, those included that were kept."""
    old, new = (as_html(clean([Piece(side.name or side.lang)])) for side in (versions.old, versions.new))
    counts = versions.counts()
    head = in_language(HEAD).format(
        old=old,
        new=new,
        summary=", ".join(f"{localized(fate)} {number:,}" for fate, number in counts.items() if number),
        fates="".join(f'<option value="{fate}">{localized(fate)}</option>' for fate in FATES if counts[fate]),
    )
    style = resources("page.css", "versions.css")
    stream.write((opening(f"{old} → {new}", style) + head).encode())
    langs = canonical(versions.old.lang), canonical(versions.new.lang)
    for change in versions.changes:
        tally.written += change.fate != "moved away"
        stream.write("".join(_row(change, langs)).encode())
    stream.write(closing(localized(count(tally.written, "paragraph")), options).encode())


def _row(change: Change, langs: tuple[str, str]) -> Iterator[str]:
    unpaired = "" if change.old and change.new else ' class="unpaired"'
    yield f'<tr{unpaired} data-fate="{change.fate}">'
    places = f"{numbers(change.old)} → {numbers(change.new)}".strip()
    yield f'<td class="m">{places}<br><b class="chip">{localized(change.fate)}</b></td>'
    yield _cell(old_pieces(change), change.old_label, langs[0])
    if change.fate == "moved away":
        yield f'<td lang="{user_language()}">→ {localized(f"paragraph {numbers(change.new)}")}</td></tr>\n'
    else:
        yield f"{_cell(new_pieces(change), change.new_label, langs[1])}</tr>\n"


def _cell(marked: Sequence[Piece], label: str, lang: str) -> str:
    shown = f'<span class="label">{as_html(clean([Piece(label)]))}</span>' if label else ""
    return f'<td lang="{escape(lang)}" dir="auto">{shown}{as_html(marked)}</td>'
