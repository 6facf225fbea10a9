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
from duiqi.corpus.localization import localized
from duiqi.exports.bands import BANDS, band
from duiqi.exports.html import MARKS, in_language, opening
from duiqi.exports.options import count, percentage
from duiqi.exports.replacing import replacing

LINES, PAGE = "report.jsonl", "report.html"
SHOWN = 1000  # pairs on the page, and all that are low: more would be slow in a browser

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
th button { border: 0; padding: 0; background: none; font: inherit; color: inherit; cursor: pointer; }
th[aria-sort=ascending] button::after { content: " ▲"; }
th[aria-sort=descending] button::after { content: " ▼"; }
#search { margin-top: .75rem; padding: .35rem .6rem; width: 20rem; max-width: 100%; font: inherit; }
tr.low td { background: #fff4ec; }
.chip { padding: 0 .4em; border-radius: .25rem; }
"""

HEAD = """<h1>{title}</h1>
<p>{summary}</p>
<p class="faint">{legend}</p>
<input id="search" type="search" placeholder="Search pairs, files, warnings" aria-label="Search">
<span class="faint" id="found" role="status"></span>
<table>
<thead>
<tr>{columns}</tr>
</thead>
<tbody>
"""
COLUMNS = (
    ("Pair", ""),
    ("Trusted", "n"),
    ("Sentences", "n"),
    ("Beads", ""),
    ("Without counterpart", "n"),
    ("Mean confidence", "n"),
    ("Time", "n"),
    ("Error or warnings", ""),
)

# Sorts by the column whose heading is clicked, by its numbers (`data-n`) where it has them, and hides the
# rows without the words searched for. Without JavaScript the table is whole, the worst pairs first.
SCRIPT = """
const body = document.querySelector("tbody"), rows = [...body.rows];
const heads = [...document.querySelectorAll("th")], field = document.querySelector("#search");
const key = (row, n) => row.cells[n].dataset.n ?? row.cells[n].textContent.trim();
const compare = (a, b) => a !== "" && b !== "" && !isNaN(a) && !isNaN(b) ? a - b : a.localeCompare(b);
heads.forEach((head, n) => head.firstChild.addEventListener("click", () => {
  const down = head.getAttribute("aria-sort") === "ascending";
  heads.forEach(other => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const sorted = [...rows].sort((a, b) => compare(key(a, n), key(b, n)) * (down ? -1 : 1));
  body.append(...sorted);
}));
field.addEventListener("input", () => {
  const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every(word => text.includes(word));
    shown += !row.hidden;
  }
  document.querySelector("#found").textContent = words.length ? shown + " of " + rows.length : "";
});
"""
LOW = 0.6  # share of a pair that can be trusted, below which the whole row has a colour
LEGEND = (
    "Trusted: share of both texts in beads that are more likely right than wrong. The worst pairs come "
    f"first; those below {LOW:.0%} and those without a result have a coloured row. "
    "Click on a heading to sort."
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
        title = localized(f"{count(ledger.counts().total, 'pair')} of texts")
        bands = "".join(f".{name} {{ background: #{colour}; }}\n" for name, _, _, _, colour in BANDS)
        head = opening(title, STYLE + bands) + in_language(HEAD).format(
            title=title,
            summary=escape(localized(f"{ledger.folder.name}: {summary(ledger)}")),
            legend=escape(localized(LEGEND)),
            columns="".join(
                f'<th scope="col" class="{name}"><button type="button">{localized(text)}</button></th>'
                for text, name in COLUMNS
            ),
        )
        stream.write(head.encode())
        shown = 0
        for pair in ledger.reports(worst_first=True):
            if shown >= SHOWN and not _is_low(pair):
                break
            stream.write("".join(_row(pair, suffix)).encode())
            shown += 1
        more = ledger.counts().total - shown
        rest = localized(f"better pairs, in {LINES}: {more:,}") if more > 0 else ""
        end = (
            f'</tbody>\n</table>\n<p class="faint">{rest}</p>\n<script>{SCRIPT}</script>\n</body>\n</html>\n'
        )
        stream.write(end.encode())


def _is_low(pair: Mapping[str, Any]) -> bool:
    """Whether a pair has no result, or one of which too little can be trusted."""
    return pair["status"] not in WRITTEN or pair["trusted"] < LOW


def summary(ledger: Ledger) -> str:
    """The figures of the run in one line."""
    statuses: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    sentences = unpaired = asked = answered = 0
    confidence = seconds = 0.0
    for pair in ledger.reports():
        statuses[pair["status"]] += 1
        seconds += pair.get("seconds", 0.0)
        beads = pair.get("beads", {})
        kinds.update(beads)
        sentences += sum(pair.get("sentences", ()))
        questions = pair.get("questions", {})
        asked += questions.get("asked", 0)
        answered += questions.get("answered", 0)
        unpaired += sum(number * _unpaired(kind) for kind, number in beads.items())
        confidence += pair.get("confidence", 0.0) * sum(beads.values())
    total = kinds.total()
    common = kinds.most_common(6)
    others = total - sum(number for _, number in common)
    figures = [f"{number:,} {kind}" for kind, number in common]
    frequent = ", ".join([*figures, f"{others:,} others"] if others else figures)
    segments = sum(number * sum(map(int, kind.split("-"))) for kind, number in kinds.items())
    alone = percentage(unpaired / max(segments, 1), 1)
    parts = (
        ", ".join(f"{count(number, 'pair')} {name}" for name, number in sorted(statuses.items())),
        f"{count(sentences, 'sentence')} in {count(total, 'bead')}: {frequent}" if total else "",
        f"{alone} of the segments without a counterpart" if total else "",
        f"mean confidence {confidence / total:.3f}" if total else "",
        f"{count(asked, 'question')}, {answered:,} answered" if asked else "",
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
    low = ' class="low"' if _is_low(pair) else ""
    yield f'<tr{low}><td class="id">{link}<br><span class="faint">{escape(pair["source"])}<br>'
    yield f"{escape(pair['target'])}</span></td>"
    if written:
        found = band(pair["trusted"])
        kinds = sorted(pair["beads"].items(), key=lambda item: (-item[1], item[0]))
        share = escape(percentage(pair["trusted"]))
        trusted = f'<b class="chip {found.name}">{MARKS[found.name]} {share}</b>'
        yield _figure(trusted, pair["trusted"])
        yield _figure(" + ".join(f"{number:,}" for number in pair["sentences"]), sum(pair["sentences"]))
        total = sum(pair["beads"].values())
        listed = ", ".join(f"{number:,} {kind}" for kind, number in kinds)
        yield f'<td data-n="{total}">{total:,}: {listed}</td>'
        yield _figure(escape(percentage(pair["deletions"], 1)), pair["deletions"])
        yield _figure(f"{pair['confidence']:.3f}", pair["confidence"])
    else:
        yield _figure(f'<b class="chip doubtful">{localized(pair["status"])}</b>', -1)
        yield '<td data-n=""></td>' * 4
    yield (
        _figure(f"{pair['seconds']:,.1f} s", pair["seconds"]) if "seconds" in pair else '<td data-n=""></td>'
    )
    notes = [pair["error"]] if "error" in pair else [doubt["text"] for doubt in pair.get("warnings", [])]
    if questions := pair.get("questions"):
        notes.append(
            "questions answered: {answered:,} of {asked:,}; places changed: {changed:,}".format(**questions)
        )
    yield f'<td class="notes">{"<br>".join(escape(localized(note)) for note in notes)}</td></tr>\n'


def _figure(shown: str, value: float) -> str:
    """A cell with a number, by which its column is sorted."""
    return f'<td class="n" data-n="{value}">{shown}</td>'
