"""The reports of a run: a line of JSON for each pair, and a page for people, the worst pairs first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from duiqi.aligner.batch.job import WRITTEN
from duiqi.aligner.batch.ledger import Ledger
from duiqi.aligner.batch.progress import duration
from duiqi.exports.bands import BANDS, band
from duiqi.exports.html import MARKS, opening
from duiqi.exports.options import count
from duiqi.exports.replacing import replacing

LINES, PAGE = "report.jsonl", "report.html"
SHOWN = 1000  # pairs on the page: more would be slow in a browser, and nobody reads them

STYLE = """body { margin: 0 auto; max-width: 90rem; padding: 0 1.5rem 3rem; color: #1b1f24;
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", sans-serif; }
h1 { margin: 1.5rem 0 .25rem; font-size: 1.25rem; }
p { margin: .25rem 0; }
.faint { color: #5f6b7a; font-size: .875rem; }
table { width: 100%; margin-top: 1rem; border-collapse: collapse; }
th, td { padding: .35rem .6rem; text-align: start; vertical-align: top; border-bottom: 1px solid #d5dbe3; }
th { position: sticky; top: 0; background: #fff; font-size: .875rem; color: #5f6b7a; }
td.n, th.n { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.id { overflow-wrap: anywhere; min-width: 8rem; }
td.notes { overflow-wrap: anywhere; font-size: .875rem; }
.chip { padding: 0 .4em; border-radius: .25rem; }
"""

HEAD = """<h1>{title}</h1>
<p>{summary}</p>
<p class="faint">{legend}</p>
<table>
<thead>
<tr><th scope="col">Pair</th><th scope="col" class="n">Trusted</th><th scope="col" class="n">Sentences</th>
<th scope="col">Beads</th><th scope="col" class="n">Without counterpart</th>
<th scope="col" class="n">Mean confidence</th><th scope="col" class="n">Time</th>
<th scope="col">Error or warnings</th></tr>
</thead>
<tbody>
"""
LEGEND = (
    "Trusted: share of both texts in beads that are more likely right than wrong. The worst pairs come first."
)


def write_lines(ledger: Ledger) -> None:
    """Write `report.jsonl`: a line for each pair, in the manifest's order."""
    with replacing(ledger.folder / LINES) as stream:
        for pair in ledger.reports():
            stream.write(json.dumps(pair, ensure_ascii=False).encode() + b"\n")


def write_page(ledger: Ledger, suffix: str) -> None:
    """Write `report.html`: the figures of the run, then a table of the pairs.

    suffix  of the results that the page links to
    """
    with replacing(ledger.folder / PAGE) as stream:
        title = f"{count(ledger.counts().total, 'pair')} of texts"
        bands = "".join(f".{name} {{ background: #{colour}; }}\n" for name, _, _, _, colour in BANDS)
        head = opening(title, STYLE + bands) + HEAD.format(
            title=title,
            summary=escape(summary(ledger)),
            legend=escape(LEGEND),
        )
        stream.write(head.encode())
        for pair in ledger.reports(worst_first=True, limit=SHOWN):
            stream.write("".join(_row(pair, suffix)).encode())
        more = ledger.counts().total - SHOWN
        rest = f"{count(more, 'better pair')} in {LINES}" if more > 0 else ""
        stream.write(f'</tbody>\n</table>\n<p class="faint">{rest}</p>\n</body>\n</html>\n'.encode())


def summary(ledger: Ledger) -> str:
    """The figures of the run in one line."""
    statuses: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    sentences = unpaired = 0
    confidence = seconds = 0.0
    for pair in ledger.reports():
        statuses[pair["status"]] += 1
        seconds += pair.get("seconds", 0.0)
        beads = pair.get("beads", {})
        kinds.update(beads)
        sentences += sum(pair.get("sentences", ()))
        unpaired += sum(number * _unpaired(kind) for kind, number in beads.items())
        confidence += pair.get("confidence", 0.0) * sum(beads.values())
    total = kinds.total()
    frequent = ", ".join(f"{number:,} {kind}" for kind, number in kinds.most_common(6))
    segments = sum(number * sum(map(int, kind.split("-"))) for kind, number in kinds.items())
    parts = (
        ", ".join(f"{count(number, 'pair')} {name}" for name, number in sorted(statuses.items())),
        f"{count(sentences, 'sentence')} in {count(total, 'bead')}: {frequent}" if total else "",
        f"{unpaired / max(segments, 1):.1%} of the segments without a counterpart" if total else "",
        f"mean confidence {confidence / total:.3f}" if total else "",
        f"{duration(seconds)} of work",
    )
    return "; ".join(filter(None, parts))


def _unpaired(kind: str) -> int:
    """Segments without a counterpart in a bead of this kind."""
    source, target = map(int, kind.split("-"))
    return 0 if source and target else source + target


def _row(pair: Mapping[str, Any], suffix: str) -> Iterator[str]:
    name = escape(pair["id"])
    written = pair["status"] in WRITTEN
    link = f'<a href="{escape(quote(pair["file"] + suffix))}">{name}</a>' if written else name
    yield f'<tr><td class="id">{link}<br><span class="faint">{escape(pair["source"])}<br>'
    yield f"{escape(pair['target'])}</span></td>"
    if written:
        found = band(pair["trusted"])
        kinds = sorted(pair["beads"].items(), key=lambda item: (-item[1], item[0]))
        yield f'<td class="n"><b class="chip {found.name}">{MARKS[found.name]} {pair["trusted"]:.0%}</b></td>'
        yield f'<td class="n">{" + ".join(f"{number:,}" for number in pair["sentences"])}</td>'
        yield f"<td>{', '.join(f'{number:,} {kind}' for kind, number in kinds)}</td>"
        yield f'<td class="n">{pair["deletions"]:.1%}</td><td class="n">{pair["confidence"]:.3f}</td>'
    else:
        yield f'<td class="n"><b class="chip doubtful">{pair["status"]}</b></td>'
        yield "<td></td>" * 4
    yield f'<td class="n">{pair["seconds"]:,.1f} s</td>' if "seconds" in pair else "<td></td>"
    notes = [pair["error"]] if "error" in pair else [doubt["text"] for doubt in pair.get("warnings", [])]
    yield f'<td class="notes">{"<br>".join(map(escape, notes))}</td></tr>\n'
