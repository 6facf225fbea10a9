"""Books with a file a chapter: two pages of the same structure, paired block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml import etree, html

from benchmarks.material.pairs import Block, Chapter, Pair, Reader, tidy, words

BLOCKS = words(
    "p li dt dd td th h1 h2 h3 h4 h5 h6 title desc blockquote div caption item body html tr "
    "table ul ol dl tbody thead section page terms steps list note comment cite media figure"
)
SILENT = words("pre script style head info code.block screen nav code-block synopsis")
# Navigation, author lists and copyright lines are the same on every page, and mostly untranslated.
SILENT_CLASSES = re.compile(
    r"\b(nav|navheader|navfooter|docnav|toc|legalnotice|author|authorgroup|copyright|programlisting|screen|"
    r"edition|sphinxsidebar|related|footer|header|highlight|index|translator|revhistory|literalblock|"
    r"listingblock|mainnav|synopsis|footnote-reference|code|verbatim|prev|next|list-of)\b"
)


def blocks(root: Any) -> list[Block]:
    """The paragraphs of a page in reading order, each with the tags above it."""
    found: list[Block] = []

    def walk(node: Any, path: str) -> list[str]:
        """Note the blocks inside, and give back the running text that belongs to the parent."""
        if not isinstance(node.tag, str):
            return []
        tag = local(node)
        if tag in SILENT or SILENT_CLASSES.search(node.get("class") or ""):
            if tag in ("pre", "screen"):
                found.append((path + "/pre", ""))
            return []
        if tag in ("sup", "img", "footnote"):
            return []
        if tag == "br":
            return [" "]
        block = tag in BLOCKS
        here = f"{path}/{tag}" if block else path
        text: list[str] = [node.text or ""]
        for child in node:
            inner_is_block = isinstance(child.tag, str) and local(child) in BLOCKS
            if inner_is_block and block:
                note(here, text)
                text = []
            text += walk(child, here)
            text.append(child.tail or "")
        if not block:
            return text
        note(here, text)
        return []

    def note(path: str, text: list[str]) -> None:
        said = tidy("".join(text))
        if re.search(r"\w", said):
            found.append((path, said))

    walk(root, "")
    return found


def local(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def page(path: Path) -> list[Block]:
    """The blocks of an HTML or Mallard file; of nothing where there is no such file."""
    data = path.read_bytes()
    if path.suffix == ".page":
        return blocks(etree.fromstring(data))
    if not data.strip():
        return []
    root = html.fromstring(data.decode("utf-8", "replace").encode(), parser=html.HTMLParser(encoding="utf-8"))
    body = root.find(".//body")
    return blocks(root if body is None else body)


def in_step(source: list[Block], target: list[Block]) -> Chapter:
    """Pair two pages block by block, section by section where their structures differ.

    A section counts only where every block of it has its like, and the sections only
    where both pages have as many: a page translated from an older state of the original
    is mostly right and here and there a paragraph off, and not worth the doubt.
    """
    source, target = (
        [(re.sub(r"/h\d$", "/h", path), text) for path, text in side] for side in (source, target)
    )
    if [path for path, _ in source] == [path for path, _ in target]:
        sections = [(source, target)]
    else:
        one, other = sectioned(source), sectioned(target)
        sections = list(zip(one, other, strict=True)) if len(one) == len(other) > 2 else []
    return [
        Pair(s, t, heading=bool(re.search(r"/(h|title|dt|th)$", path)))
        for one, other in sections
        if [path for path, _ in one] == [path for path, _ in other]
        for (path, s), (_, t) in zip(one, other, strict=True)
        if s and t
    ]


def sectioned(page: list[Block]) -> list[list[Block]]:
    """A page cut before each of its headings."""
    cuts = [0, *(n for n, (path, _) in enumerate(page) if n and path.endswith("/h")), len(page)]
    return [page[a:b] for a, b in pairwise(cuts)]


def pages(pattern: str, names: dict[str, str]) -> Reader:
    """A reader of manuals with a file a chapter: `pattern` names them, `names` the languages in it.

    `{0}` stands for the language as this manual writes it; a name with a bar gives the
    package's language and the file's: `-zh-cn|.zh-cn`.
    """

    def read(root: Path, source: str, target: str) -> Iterator[Chapter]:
        if source not in names or target not in names:
            return
        package_s, _, file_s = names[source].partition("|")
        package_t, _, file_t = names[target].partition("|")
        at_s, at_t = pattern.format(package_s, file_s), pattern.format(package_t, file_t)
        for path in sorted(root.glob(at_s)):
            middle = str(path.relative_to(root))
            # What the star stood for names the same chapter in the other language.
            stars = re.fullmatch(re.escape(at_s).replace(r"\*", "(.*)"), middle)
            assert stars
            pieces = at_t.split("*")
            other = root / "".join(p + s for p, s in zip(pieces, [*stars.groups(), ""], strict=True))
            if other.exists() and (chapter := in_step(page(path), page(other))):
                yield chapter

    return read
