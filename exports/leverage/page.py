"""HTML: each segment beside its proposals, the differences marked word by word."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import BinaryIO

from duiqi.corpus.languages import canonical
from duiqi.corpus.leverage import Leverage, LeveragedSegment, LeverageReport, Match, names
from duiqi.corpus.model import ACCEPTED
from duiqi.exports.html import made, opening, resources
from duiqi.exports.leverage.rows import KINDS, Cleaners, chosen, difference, figure, remarks
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.pieces import as_html

# Added to the style of the other pages. Insertions and deletions differ by line as well as by colour.
STYLE = """
ins { background: #d6e8f5; text-decoration: underline; }
del { background: #fbd0ae; text-decoration: line-through; }
.missing { background: #fff1b8; }
.proposal { margin: .25rem 0 .5rem; }
.proposal + .proposal { border-top: 1px dotted var(--line); padding-top: .25rem; }
.remark { color: #8a4a00; font-size: .875rem; }
.count td, .count th { text-align: end; }
.count td:first-child, .count th:first-child { text-align: start; }
"""
HEAD = """<header>
<h1>{title}</h1>
<p class="legend"><span><ins>only in the new text</ins></span> <span><del>only in the memory's</del></span>
<span><span class="missing">⟦missing⟧</span></span>
<span><b>✓</b> is the target: {threshold} and above</span></p>
</header>
<table>
<colgroup><col class="margin"><col><col></colgroup>
<thead><tr><th scope="col">Segment</th><th scope="col">{source}</th><th scope="col">{target}</th></tr></thead>
<tbody>
"""


def write_html(leverage: Leverage, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the page: a row a segment, all proposals in it."""
    clean = Cleaners.of(leverage, tally, options.plain_spaces)
    title = escape(clean.plain(leverage.title()))
    langs = canonical(leverage.source_lang), canonical(leverage.target_lang)
    stream.write(
        (
            opening(title, _style())
            + HEAD.format(
                title=title, threshold=leverage.threshold, source=escape(langs[0]), target=escape(langs[1])
            )
        ).encode()
    )
    for segment, filled in chosen(leverage, tally):
        stream.write("".join(_row(segment, filled, langs, clean)).encode())
    stream.write(_foot(options).encode())


def write_report(report: LeverageReport, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the report by bands as a page: a table for each text, and one for all."""
    stream.write((opening("Leverage by bands", _style()) + "<h1>Leverage by bands</h1>\n").encode())
    for title, counts in report.rows():
        tally.written += 1
        total = counts["total"]
        head = "".join(
            f'<th scope="col">{name}</th>' for name in ("Match", "Segments", "Words", "Characters", "%")
        )
        stream.write(
            f'<h2>{escape(title)}</h2>\n<table class="count"><thead><tr>{head}</tr></thead><tbody>\n'.encode()
        )
        for name in names():
            count = counts[name]
            share = f"{100 * count.words / total.words:.1f}" if total.words else "0.0"
            cells = "".join(f"<td>{value}</td>" for value in (name, *(f"{n:,}" for n in count), share))
            stream.write(f"<tr>{cells}</tr>\n".encode())
        stream.write(b"</tbody></table>\n")
    note = "Words are characters in languages that write no spaces. Per cent are of the words."
    stream.write(f'<p class="facts">{note}</p>{_foot(options, "")}'.encode())


def _style() -> str:
    return resources("page.css") + STYLE


def _foot(options: WriteOptions, table: str = "</tbody>\n</table>\n") -> str:
    return f'{table}<footer><p class="facts">{made(options)}</p></footer>\n</body>\n</html>\n'


def _row(
    segment: LeveragedSegment, filled: Match | None, langs: tuple[str, str], clean: Cleaners
) -> Iterator[str]:
    best = segment.best
    shade = (
        "sure" if best and best.percentage >= 95 else "fair" if best and best.percentage >= 75 else "doubtful"
    )
    shade = shade if segment.matches else "unpaired"
    yield f'<tr class="{shade}"><td class="m"><a id="s{segment.number + 1}" href="#s{segment.number + 1}">'
    yield f"{segment.number + 1}</a> {escape(clean.plain(segment.label))}<br>"
    repeated = f"<br>repeated {segment.repetition}" if segment.repetition else ""
    yield f'<b class="chip">{segment.band.name}</b>{repeated}'
    yield f'</td><td lang="{escape(langs[0])}" dir="auto">{escape(clean.source(segment.source))}'
    for match in segment.matches:
        if match.differs:
            yield f'<p class="proposal note">{figure(match)}: {as_html(difference(match))}</p>'
    yield f'</td><td lang="{escape(langs[1])}" dir="auto">'
    for match in segment.matches:
        yield f'<div class="proposal">{_target(match, clean)}<p class="note" lang="en">'
        yield f"{'<b>✓</b> ' if match is filled else ''}{figure(match)}, {KINDS[match.kind]}: "
        reviewed = "reviewed" if match.status in ACCEPTED else "not reviewed"
        yield f"{escape(clean.plain(match.origin))}, {reviewed}</p>"
        for remark in remarks(match):
            yield f'<p class="remark" lang="en">{escape(clean.plain(remark))}</p>'
        yield "</div>"
    yield "</td></tr>\n"


def _target(match: Match, clean: Cleaners) -> str:
    if match.kind != "clauses":
        return escape(clean.target(match.target))
    shown = []
    for part in match.parts:
        if part.target:
            shown.append(
                f'<span title="{escape(clean.plain(part.origin))}">{escape(clean.target(part.target))}</span>'
            )
        else:
            shown.append(f'<span class="missing" lang="">⟦{escape(clean.source(part.text))}⟧</span>')
    return "".join(shown)
