"""The consistency report as a page to read: each term, its renderings, and the places of each.

Everything is in the file, and its security policy forbids to fetch anything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import BinaryIO

from duiqi.corpus.glossary.model import Consistency, Context, Inconsistency
from duiqi.corpus.languages import canonical
from duiqi.corpus.model import Span
from duiqi.exports.glossary.consistency import FINDINGS, findings
from duiqi.exports.html import opening
from duiqi.exports.options import Tally, WriteOptions, count
from duiqi.exports.xml import TOOL, version

FOOT = """<footer>{findings}, {places}. {tool} {version} · {date}</footer>
</body>
</html>
"""


def write_html(report: Consistency, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the page; a click on a rendering shows its places."""
    facts = {"tool": TOOL, "version": escape(version())}
    langs = canonical(report.source_lang), canonical(report.target_lang)
    style = (files("duiqi.exports") / "page" / "consistency.css").read_text(encoding="utf-8")
    title = f"Consistency: {escape(langs[0])} – {escape(langs[1])}"
    stream.write(f"{opening(title, style)}<h1>{title}</h1>\n".encode())
    found = 0
    for finding in findings(report, options, tally):
        found += 1
        stream.write("".join(_section(finding, langs)).encode())
        tally.written += sum(len(rendering.contexts) for rendering in finding.renderings)
    foot = FOOT.format(
        findings=count(found, "finding"),
        places=count(tally.written, "place"),
        date=f"{options.date():%Y-%m-%d}",
        **facts,
    )
    stream.write(foot.encode())


def _section(finding: Inconsistency, langs: tuple[str, str]) -> Iterator[str]:
    ours, theirs = langs[::-1] if finding.kind == "terms" else langs
    term = f'<span lang="{escape(ours)}">{escape(finding.term.text)}</span>'
    known = f'<span lang="{escape(theirs)}">{escape(finding.known)}</span>' if finding.known else ""
    verdict = f"{FINDINGS[finding.kind]}, known as {known}" if known else FINDINGS[finding.kind]
    yield f'<section class="{finding.kind}">\n<h2>{term} <small>{verdict}</small></h2>\n'
    for rendering in finding.renderings:
        yield f'<details><summary><b lang="{escape(theirs)}">{escape(rendering.text)}</b> '
        yield f"{count(rendering.frequency, 'time')}</summary>\n<table>\n"
        yield from (_row(context, langs) for context in rendering.contexts)
        yield "</table>\n</details>\n"
    yield "</section>\n"


def _row(context: Context, langs: tuple[str, str]) -> str:
    sides = zip(
        langs, (context.source, context.target), (context.source_span, context.target_span), strict=True
    )
    cells = "".join(
        f'<td lang="{escape(lang)}" dir="auto">{_marked(text, span)}</td>' for lang, text, span in sides
    )
    return f"<tr><th>{escape(str(context.place))}</th>{cells}</tr>\n"


def _marked(text: str, span: Span | None) -> str:
    if span is None:
        return escape(text)
    before, term, after = text[: span.start], text[slice(*span)], text[span.end :]
    return f"{escape(before)}<mark>{escape(term)}</mark>{escape(after)}"
