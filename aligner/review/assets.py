"""Files of the page as a browser gets them: the modules of JavaScript joined in one, and so the style sheets.

A browser needs some ten milliseconds for each file, longer than for all that is in it. The modules are
joined as they are, in one scope: no name at the top level of one may be that of another.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from starlette.responses import Response

from duiqi.aligner.review.workspace import Missing

PAGE = Path(__file__).with_name("page")
MAIN = "main"  # the module that imports all others
SHEETS = ("base", "editor", "places")  # later rules win over earlier ones
MESSAGES = ("en", "zh")  # the languages of the page
TYPES: Mapping[str, str] = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
IMPORT = re.compile(r'^import \{[^{}\n]*\} from "\./([a-z]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|class|const|let) )", re.MULTILINE)


def page(name: str) -> Response:
    """A file of the page; Missing where there is none of this name in its folder."""
    suffix = PurePath(name).suffix
    if name == "all.js":
        content = "\n".join(joined_modules()).encode()
    elif name == "all.css":
        content = b"\n".join((PAGE / f"{sheet}.css").read_bytes() for sheet in SHEETS)
    elif suffix in TYPES and name in os.listdir(PAGE):
        content = (PAGE / name).read_bytes()
    else:
        raise Missing(f"no such file of the page: {name[:80]}")
    return Response(content, headers={"content-type": TYPES[suffix]})


def index(only: str | None, language: str) -> Response:
    """The page itself, with links to what it asks for first: a browser asks before the modules are there.

    only  the id of the only document. The page adds `first=1` to its addresses once, as they are here: at
          another time the answers that the browser holds ready may be outdated.
    """
    first = ["/api/session", f"/page/messages.{language if language in MESSAGES else MESSAGES[0]}.json"]
    html = (PAGE / "index.html").read_text(encoding="utf-8")
    if only:
        html = html.replace("<body>", f'<body data-open="{only}">')
        first += [f"/api/documents/{only}?first=1", f"/api/documents/{only}/outline?first=1"]
    links = "".join(f'<link rel="preload" as="fetch" crossorigin href="{address}">\n' for address in first)
    return Response(html.replace("</head>", f"{links}</head>"), headers={"content-type": TYPES[".html"]})


def joined_modules() -> Iterator[str]:
    """All modules of the page, each after those that it imports, without a word of import and export."""
    seen = set[str]()

    def after_its_imports(name: str) -> Iterator[str]:
        seen.add(name)
        text = (PAGE / f"{name}.js").read_text(encoding="utf-8")
        for imported in IMPORT.findall(text):
            if imported not in seen:
                yield from after_its_imports(imported)
        yield EXPORT.sub("", IMPORT.sub("", text))

    return after_its_imports(MAIN)
