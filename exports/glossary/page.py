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
from duiqi.corpus.localization import localized
from duiqi.corpus.model import Span
from duiqi.exports.glossary.consistency import FINDINGS, findings
from duiqi.exports.html import made, opening
from duiqi.exports.options import Tally, WriteOptions, count

FOOT = """<footer>{total}. {made}</footer>
</body>
</html>
"""


def write_html(report: Consistency, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the page; a click on a rendering shows its places."""
    langs = canonical(report.source_lang), canonical(report.target_lang)
    style = (files("duiqi.exports") / "page" / "consistency.css").read_text(encoding="utf-8")
    title = f"{localized('Consistency')}: {escape(langs[0])} – {escape(langs[1])}"
    stream.write(f"{opening(title, style)}<h1>{title}</h1>\n".encode())
    found = 0
    for finding in findings(report, options, tally):
        found += 1
        stream.write("".join(_section(finding, langs)).encode())
        tally.written += sum(len(rendering.contexts) for rendering in finding.renderings)
    total = localized(f"{count(found, 'finding')}, {count(tally.written, 'place')}")
    stream.write(FOOT.format(total=total, made=made(options)).encode())


def _section(finding: Inconsistency, langs: tuple[str, str]) -> Iterator[str]:
    ours, theirs = langs[::-1] if finding.kind == "terms" else langs
    term = f'<span lang="{escape(ours)}">{escape(finding.term.text)}</span>'
    known = f'<span lang="{escape(theirs)}">{escape(finding.known)}</span>' if finding.known else ""
    verdict = localized(FINDINGS[finding.kind])
    if known:
        verdict += localized(", known as {term}").replace("{term}", known)
    yield f'<section class="{finding.kind}">\n<h2>{term} <small>{verdict}</small></h2>\n'
    for rendering in finding.renderings:
        yield f'<details><summary><b lang="{escape(theirs)}">{escape(rendering.text)}</b> '
        yield f"{localized(count(rendering.frequency, 'time'))}</summary>\n<table>\n"
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
