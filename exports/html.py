"""HTML: a page on which to read the alignment, without a server or a network.

Both texts side by side, the confidence by colour and mark, a search box and filters, styles
for print. Everything is in the file, and its security policy forbids to fetch anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import BinaryIO

from duiqi.corpus.languages import canonical, is_spaced
from duiqi.corpus.localization import localized, user_language
from duiqi.corpus.model import Alignment
from duiqi.exports.bands import band
from duiqi.exports.hygiene import Cleaner
from duiqi.exports.options import Tally, WriteOptions, count
from duiqi.exports.texts import Text
from duiqi.exports.units import TranslationUnit, translation_units
from duiqi.exports.xml import TOOL, version

# Nothing is fetched and nothing is sent, whatever markup a text may hold.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; form-action 'none'"
# What a person has decided.
VERDICTS = {"accepted": "✓", "corrected": "✓", "rejected": "✗", "untranslated": "∅"}
MARKS = {"sure": "●", "fair": "◐", "doubtful": "○"}

OPENING = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="{tool} {version}">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
"""
HEAD = """<header>
<h1>{source} – {target}</h1>
<p class="legend">Confidence:
<span><b class="chip sure">● 0.90</b> and above: sure</span>
<span><b class="chip fair">◐ 0.60</b> and above: fair, worth a look</span>
<span><b class="chip doubtful">○</b> below: doubtful</span>
<span><b>✓</b> accepted</span> <span><b>✗</b> rejected</span> <span><b>∅</b> untranslated</span>
<span>│ where joined segments meet</span></p>
</header>
<div class="bar" role="search">
<input type="search" id="words" placeholder="Search both texts ( / )" aria-label="Search both texts">
<select id="kind" aria-label="Kind of bead">
<option value="">All kinds</option><option value="1-1">1-1 only</option>
<option value="joined">Joined segments (1-2, 2-1 …)</option>
<option value="unpaired">Without a counterpart</option>
</select>
<select id="band" aria-label="Confidence">
<option value="">Any confidence</option><option value="check">Not sure</option>
<option value="doubtful">Doubtful</option><option value="open">Not yet reviewed</option>
</select>
<output id="shown" for="words kind band"></output>
</div>
<table>
<colgroup><col class="margin"><col><col></colgroup>
<thead>
<tr><th scope="col">Bead</th><th scope="col">{source_lang}</th><th scope="col">{target_lang}</th></tr>
</thead>
<tbody>
"""

FOOT = """</tbody>
</table>
<footer>
{told}<p class="facts">{beads}. {facts}</p>
</footer>
<script>
{script}</script>
</body>
</html>
"""

# The end of a page with filters.
CLOSING = """</tbody>
</table>
<footer><p class="facts">{summary}. {made}</p></footer>
<script>
{script}</script>
</body>
</html>
"""

# A text of a template: between tags, or in an attribute that is shown or read aloud.
SHOWN = re.compile(r'(>|placeholder="|aria-label=")([^<>"]+)')


def in_language(template: str) -> str:
    """A template for a page with its texts in the user's language, before anything is put into it."""
    return SHOWN.sub(lambda found: found[1] + _looked_up(found[2]), template)


def _looked_up(text: str) -> str:
    """A text in the user's language, the white space around it as it is."""
    inner = text.strip()
    return text.replace(inner, localized(inner)) if inner else text


def resources(*names: str) -> str:
    """Style sheets or scripts of the folder `page`, one after another."""
    page = files("duiqi.exports") / "page"
    return "".join((page / name).read_text(encoding="utf-8") for name in names)


def opening(title: str, style: str) -> str:
    """The beginning of a page, up to its body; `title` is HTML already."""
    return OPENING.format(
        language=user_language(),
        policy=POLICY,
        tool=TOOL,
        version=escape(version()),
        title=title,
        style=style,
    )


def made(options: WriteOptions) -> str:
    """By what a page was made, and on which day."""
    return f"{TOOL} {escape(version())} · {options.date():%Y-%m-%d}"


def closing(summary: str, options: WriteOptions) -> str:
    """The end of a page whose rows are filtered by `filter.js`, from the end of its table on."""
    return CLOSING.format(summary=summary, made=made(options), script=resources("filter.js"))


def write_html(alignment: Alignment, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the page, beads with an empty side included."""
    clean = Cleaner("und", tally)
    langs = canonical(alignment.source.lang), canonical(alignment.target.lang)
    source, target = (
        escape(clean(side.name) or lang)
        for side, lang in zip((alignment.source, alignment.target), langs, strict=True)
    )
    head = opening(f"{source} – {target}", resources("page.css")) + in_language(HEAD).format(
        source=source,
        target=target,
        source_lang=escape(langs[0]),
        target_lang=escape(langs[1]),
    )
    stream.write(head.encode())
    for unit in translation_units(alignment, options, tally, unpaired=True):
        stream.write("".join(_row(unit, langs)).encode())
    facts = (
        f"{TOOL} {version()}",
        f"{options.date():%Y-%m-%d}",
        clean(alignment.encoder),
        clean(alignment.signature),
    )
    foot = FOOT.format(
        beads=localized(count(tally.written, "bead")),
        told="".join(
            f'<p class="told">{escape(clean(localized(doubt.text)))}</p>\n' for doubt in alignment.warnings
        ),
        facts=escape(" · ".join(filter(None, facts))),
        script=resources("page.js"),
    )
    stream.write(foot.encode())


def _row(unit: TranslationUnit, langs: tuple[str, str]) -> Iterator[str]:
    bead = unit.bead
    found = band(bead.confidence)
    verdict = f" {VERDICTS[bead.status]}" if bead.status in VERDICTS else ""
    paired = bool(unit.source.text and unit.target.text)
    anchor = escape(f"b{unit.id}")
    yield f'<tr class="{found.name}{"" if paired else " unpaired"}" data-kind="{unit.kind}"'
    yield f"{' data-reviewed' if verdict else ''}>"
    yield f'<td class="m"><a id="{anchor}" href="#{anchor}">{escape(unit.id)}</a> {unit.kind}<br>'
    yield f'<b class="chip">{MARKS[found.name]} {bead.confidence:.2f}</b>{verdict}</td>'
    for text, lang in zip((unit.source, unit.target), langs, strict=True):
        yield f'<td lang="{escape(lang)}" dir="auto">{_segments(text, lang)}'
        if text is unit.target and unit.note:
            yield f'<p class="note" lang="" dir="auto">{escape(unit.note)}</p>'
        yield "</td>"
    yield "</tr>\n"


def _segments(text: Text, lang: str) -> str:
    """The text, each of its segments in an element of its own where there are several."""
    if len(text.ends) < 2:
        return escape(text.text)
    return (" " if is_spaced(lang) else "").join(f"<i>{escape(segment)}</i>" for segment in text.segments())
