"""Make training and test material for the bead scorer from books that are known to be parallel.

The gold sets we have are novels and one yearbook. A scorer learned on them alone learns
novels, so this script makes documents of other kinds: manuals, an encyclopedia, a game's
stories and dialogues, scripture, tutorials. All of them ship in Debian and npm packages
with their translations in the same structure, so that which paragraph translates which is
known beforehand and no aligner has a say in it.

    python -m benchmarks.material fetch FOLDER     # download and unpack, some 800 MB
    python -m benchmarks.material make FOLDER      # FOLDER/{train,heldout,hard}.jsonl
    python -m benchmarks.material show FOLDER      # the bead kinds of each
    python -m benchmarks.material look FOLDER zh en debian-reference   # pairs to read by eye

What is known and what is made: a paragraph pair with one sentence on a side is a bead as
it stands; one with as many sentences on both sides is taken sentence by sentence where
lengths and the strings that both sides share agree. Everything else of a natural text is
then made by chance (`Disorder`): sentences merged, split at a clause, a clause
moved over the boundary, sentences and whole stretches left out, foreign matter put in.
`train` and `heldout` share no source. Neither the downloads nor the output is committed.
"""

from __future__ import annotations

import gettext
import json
import math
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from lxml import etree, html

from duiqi.segmenters import sentence_ends

# --- What is fetched ---------------------------------------------------------------------


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


DEBIAN = words("""
debian-handbook debmake-doc installation-guide-amd64 gnome-user-docs stellarium-data
debian-reference-en debian-reference-zh-cn debian-reference-de debian-reference-fr
maint-guide maint-guide-zh-cn maint-guide-de maint-guide-fr
debian-faq debian-faq-zh-cn debian-faq-de debian-faq-fr
debian-edu-doc-en debian-edu-doc-zh-cn debian-edu-doc-de debian-edu-doc-fr
wesnoth-1.16-data wesnoth-1.16-did wesnoth-1.16-dm wesnoth-1.16-dw wesnoth-1.16-ei wesnoth-1.16-httt
wesnoth-1.16-l wesnoth-1.16-low wesnoth-1.16-nr wesnoth-1.16-sof wesnoth-1.16-sota wesnoth-1.16-sotbe
wesnoth-1.16-thot wesnoth-1.16-trow wesnoth-1.16-tsg wesnoth-1.16-ttb wesnoth-1.16-utbs
""")
NPM = ["electron-i18n", "quran-json", "javascripting"]

# Pictures and sounds are nine tenths of these packages.
KEPT = ["*.html", "*.htm", "*.page", "*.mo", "*.cfg", "description.*", "*copyright"]


def fetch(folder: Path) -> None:
    """Download every package with its ordinary client and unpack what is text."""
    debs, unpacked = folder / "cache" / "deb", folder / "cache" / "x"
    debs.mkdir(parents=True, exist_ok=True)
    have = {path.name.split("_")[0] for path in debs.glob("*.deb")}
    if missing := [name for name in DEBIAN if name not in have]:
        subprocess.run(["apt-get", "download", "-qq", *missing], cwd=debs, check=True)
    for deb in sorted(debs.glob("*.deb")):
        place = unpacked / deb.name.split("_")[0]
        if place.exists():
            continue
        place.mkdir(parents=True)
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE) as tar:
            patterns = ["--wildcards", "--no-anchored", *KEPT]
            # tar says 2 where a pattern matches nothing, which is not an error here.
            subprocess.run(["tar", "-x", "-C", place, *patterns], stdin=tar.stdout, stderr=subprocess.DEVNULL)
    tarballs = folder / "cache" / "npm"
    tarballs.mkdir(exist_ok=True)
    for name in NPM:
        place = unpacked / f"npm-{name}"
        if place.exists():
            continue
        place.mkdir()
        if not (found := sorted(tarballs.glob(f"{name}-[0-9]*.tgz"))):
            subprocess.run(["npm", "pack", "--silent", name], cwd=tarballs, check=True)
            found = sorted(tarballs.glob(f"{name}-[0-9]*.tgz"))
        subprocess.run(["tar", "-x", "-z", "-f", found[-1], "-C", place], check=True)


# --- Reading: a source yields chapters, a chapter is a list of paragraph pairs ------------


@dataclass(frozen=True)
class Pair:
    """A paragraph and its translation, from the same place of the same structure."""

    source: str
    target: str
    heading: bool = False

    def swapped(self) -> Pair:
        return Pair(self.target, self.source, self.heading)


Chapter = list[Pair]
Block = tuple[str, str]  # where it stands in the tree, what it says

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


def tidy(text: str) -> str:
    """White space made single; none between two Chinese or Japanese characters."""
    text = re.sub(r"[\s\u200b\ufeff\xad]+", " ", text).strip()
    return re.sub(rf"(?<=[{CJK}]) (?=[{CJK}])", "", text)


CJK = "\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\U00020000-\U0003ffff“”‘’"


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


Reader = Callable[[Path, str, str], Iterator[Chapter]]


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


SCENARIO = re.compile(r'(?:#textdomain (\S+))|(?:(\w+)\s*=\s*)?_\s*"((?:[^"]|"")*)"')


HELDOUT_CAMPAIGNS = ("did", "l", "sotbe", "thot")  # of as many authors


@cache
def catalogue(root: Path, lang: str) -> dict[str, dict[str, str]]:
    """All of a game's translated strings in a language, by text domain."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(
        root.glob(f"wesnoth-1.16-*/usr/share/games/wesnoth/1.16/locale/{lang}/LC_MESSAGES/*.mo")
    ):
        with path.open("rb") as file:
            messages = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        found[path.stem] = {key: value for key, value in messages.items() if isinstance(key, str)}
    return found


def wesnoth(root: Path, source: str, target: str, heldout: bool = False) -> Iterator[Chapter]:
    """The stories and dialogues of a game, in the order in which its scenarios tell them."""
    names = {"zh": "zh_CN", "pt": "pt_BR"}
    sides = [catalogue(root, names.get(lang, lang)) if lang != "en" else None for lang in (source, target)]

    def said(side: dict[str, dict[str, str]] | None, domain: str, text: str) -> str:
        if side is None:
            return text.partition("^")[2] or text
        found = side.get(domain, {}).get(text, "")
        # A context that a translator left standing marks an entry made by machine or mistake.
        return "" if "^" in found else found

    at = "wesnoth-1.16-*/usr/share/games/wesnoth/1.16/data/campaigns/*/scenarios/**/*.cfg"
    for path in sorted(root.glob(at)):
        if (path.relative_to(root).parts[0].rpartition("-")[2] in HELDOUT_CAMPAIGNS) != heldout:
            continue
        domain = "wesnoth"
        chapter: Chapter = []
        for new_domain, key, text in SCENARIO.findall(path.read_text("utf-8", "replace")):
            if new_domain:
                domain = new_domain
                continue
            text = text.replace('""', '"')
            pair = [plain(said(side, domain, text)) for side in sides]
            # Two translations of the English, both free, drift too far apart to be paired by sentence.
            counts = [len(sentences(text, lang)) for text, lang in zip(pair, (source, target), strict=True)]
            if "en" not in (source, target) and min(counts) > 1:
                continue
            # The first name is the scenario's; the others are those of its creatures.
            if all(pair) and (key in ("story", "message") or (key == "name" and not chapter)):
                chapter.append(Pair(pair[0], pair[1], heading=key == "name"))
        if chapter:
            yield chapter


def plain(text: str) -> str:
    """A game's string without its markup; nothing where a variable would leave a hole."""
    if re.search(r"[${}|@]", text):
        return ""
    return tidy(re.sub(r"<[^<>]*>", "", text))


def quran(root: Path, source: str, target: str) -> Iterator[Chapter]:
    """Verse by verse; a chapter a surah. Translations by different hands, none of the other."""
    at = root / "npm-quran-json/package/dist"
    if not {source, target} <= {"en", "zh", "fr", "ru", "es", "tr"}:
        return
    sides = [json.loads((at / f"quran_{lang}.json").read_text("utf-8")) for lang in (source, target)]
    for one, other in zip(*sides, strict=True):
        yield [
            Pair(tidy(s["translation"]), tidy(t["translation"]))
            for s, t in zip(one["verses"], other["verses"], strict=True)
        ]


def electron(root: Path, source: str, target: str) -> Iterator[Chapter]:
    """The documentation of a programmers' framework, tutorials first."""
    docs = json.loads((root / "npm-electron-i18n/package/dist/docs.json").read_text("utf-8"))
    names = {lang[:2]: lang for lang in docs}
    if not {source, target} <= set(names):
        return
    one, other = docs[names[source]], docs[names[target]]
    for key in sorted(one, key=lambda key: ("/tutorial/" not in key, key)):
        if key in other and "structures" not in key:
            sides = [blocks(html.fromstring(f"<div>{doc[key]['html']}</div>")) for doc in (one, other)]
            if chapter := in_step(*sides):
                yield chapter


def javascripting(root: Path, source: str, target: str) -> Iterator[Chapter]:
    """The exercises of a programming course, Markdown read by its paragraphs."""
    names = {"en": "", "zh": "_zh-cn", "pt": "_pt-br"}
    endings = [names.get(lang, f"_{lang}") for lang in (source, target)]
    for place in sorted(root.glob("npm-javascripting/package/problems/*")):
        for stem in ("problem", "solution"):
            files = [place / f"{stem}{ending}.md" for ending in endings]
            if all(file.exists() for file in files):
                yield in_step(*(markdown(file.read_text("utf-8")) for file in files))


def markdown(text: str) -> list[Block]:
    """The paragraphs of a Markdown file, links and marks taken off."""
    found: list[Block] = []
    text = re.sub(r"^(```|~~~).*?^\1[^\n]*$", "\n\n\x00\n\n", text, flags=re.S | re.M)
    for part in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.|#+) )", text):
        # An indented paragraph is code. So is what stands between fences.
        if part.startswith("    ") or "\x00" in part or not re.search(r"\w", part):
            found.append(("pre", ""))
            continue
        kind = re.match(r"\s*(#+|[-*+]|\d+\.|)", part)
        assert kind
        part = re.sub(r"!?\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])", r"\1", part[kind.end() :])
        part = tidy(re.sub(r"<[^>]*>|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|[#\s]+$", "", part))
        found.append((re.sub(r"\d+", "1", kind[1].strip()) or "p", part))
    # Runs of code are cut into pieces differently by different translators.
    return [b for n, b in enumerate(found) if not (b[0] == "pre" and n and found[n - 1][0] == "pre")]


DOC = "usr/share/doc"
SOURCES: dict[str, Reader] = {
    "debian-handbook": pages(
        f"debian-handbook/{DOC}/debian-handbook/html/{{0}}/*.html",
        {
            "en": "en-US",
            "zh": "zh-CN",
            "de": "de-DE",
            "fr": "fr-FR",
            "ja": "ja-JP",
            "ko": "ko-KR",
            "ru": "ru-RU",
            "es": "es-ES",
            "it": "it-IT",
            "pl": "pl-PL",
            "pt": "pt-BR",
            "nl": "nl-NL",
            "tr": "tr-TR",
        },
    ),
    "debian-handbook-tw": pages(
        f"debian-handbook/{DOC}/debian-handbook/html/{{0}}/*.html", {"en": "en-US", "zh": "zh-TW"}
    ),
    "installation-guide": pages(
        f"installation-guide-amd64/{DOC}/installation-guide-amd64/{{0}}/*.html",
        {lang: lang for lang in words("en de fr ja ko ru es it pt nl")} | {"zh": "zh_CN"},
    ),
    "debian-reference": pages(
        "debian-reference-{0}/usr/share/debian-reference/*.{0}.html",
        {"en": "en", "zh": "zh-cn", "de": "de", "fr": "fr"},
    ),
    "maint-guide": pages(
        f"maint-guide{{0}}/{DOC}/maint-guide{{0}}/html/*.{{1}}.html",
        {"en": "|en", "zh": "-zh-cn|zh-cn", "de": "-de|de", "fr": "-fr|fr"},
    ),
    "debmake-doc": pages(f"debmake-doc/{DOC}/debmake-doc/html/*.{{0}}.html", {"en": "en", "zh": "zh-cn"}),
    "debian-faq": pages(
        f"debian-faq{{0}}/{DOC}/debian/FAQ/{{1}}.html",
        {"en": "|*.en", "zh": "-zh-cn|zh-cn/*.zh-cn", "de": "-de|de/*.de", "fr": "-fr|fr/*.fr"},
    ),
    "debian-edu": pages(
        f"debian-edu-doc-{{0}}/{DOC}/debian-edu-doc-{{0}}/*.html",
        {"en": "en", "zh": "zh-cn", "de": "de", "fr": "fr"},
    ),
    "gnome-help": pages(
        "gnome-user-docs/usr/share/help/{0}/gnome-help/*.page",
        {lang: lang for lang in words("de fr ja ko ru es it pl nl tr")}
        | {"en": "C", "zh": "zh_CN", "pt": "pt_BR"},
    ),
    "stellarium": pages(
        "stellarium-data/usr/share/stellarium/skycultures/*/description.{0}.utf8",
        {lang: lang for lang in words("en de fr ja ko ru es it pl nl tr pt")} | {"zh": "zh_CN"},
    ),
    "wesnoth": wesnoth,
    "wesnoth-more": partial(wesnoth, heldout=True),
    "quran": quran,
    "electron": electron,
    "javascripting": javascripting,
}

# --- What may be trusted -----------------------------------------------------------------

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
OWN_SCRIPT = {
    "zh": HAN,
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7a3]"),
    "ru": re.compile(r"[а-яё]", re.I),
}
# Characters a language needs for what English says in one; measured on these very sources.
LENGTH = {
    "en": 1.0,
    "zh": 0.33,
    "ja": 0.48,
    "ko": 0.52,
    "de": 1.17,
    "fr": 1.2,
    "ru": 1.12,
    "es": 1.17,
    "it": 1.15,
    "pt": 1.1,
    "nl": 1.12,
    "pl": 1.1,
    "tr": 1.05,
}
ALPHABETIC = frozenset(LENGTH) - {"zh", "ja", "ko"}
# Words no other of our alphabetic languages has: not “in”, “an”, “as”, “was”, “on”.
ENGLISH = words(
    "the of and to is that it you are with this be can if by not or from your will have which at but "
    "there when their its should may used"
)


def size(text: str, lang: str) -> float:
    """The text's length in characters of English."""
    return len(text) / LENGTH[lang]


def believable(pair: Pair, source: str, target: str) -> bool:
    """Whether nothing speaks against the second text being a translation of the first.

    Untranslated paragraphs are the plague of manuals: they are found by their script, by
    English function words and by the share of words both sides have. Paragraphs that are
    code, names or numbers have no translation to learn from.
    """
    for text, lang in ((pair.source, source), (pair.target, target)):
        letters = [c for c in text if c.isalpha()]
        if len(letters) < 2 or len(text) > 4000:
            return False
        if script := OWN_SCRIPT.get(lang):
            own, latin = len(script.findall(text)), sum(c.isascii() for c in letters)
            # Commands and file names keep their Latin letters; a sentence is more than they.
            if (
                not own
                or len(letters) - own - latin > own
                or latin > own * (1.2 if lang in ALPHABETIC else 3)
            ):
                return False
        elif sum(c.isascii() or ord(c) < 0x250 for c in letters) < 0.8 * len(letters):
            return False
        found = re.findall(r"[a-z]+", text.lower())
        english = sum(word in ENGLISH for word in found)
        if lang in ALPHABETIC - {"en"} and len(found) > 4 and english > 0.17 * len(found):
            return False
    one, other = (set(re.findall(r"\w+", text.lower())) for text in (pair.source, pair.target))
    if one and other and len(one & other) > 0.6 * min(len(one), len(other)):
        return False
    if len(re.findall(r"[/<>{}=\\_~$#|]", pair.source)) > 0.06 * len(pair.source) + 1:
        return False
    if re.search(r"<\d>", pair.source + pair.target):  # a translation platform's stand-in for a link
        return False
    ratio = math.log((size(pair.source, source) + 8) / (size(pair.target, target) + 8))
    if abs(ratio) > 0.75:
        return False
    numbers = [set(re.findall(r"\d{2,}", text)) for text in (pair.source, pair.target)]
    return len(numbers[0] & numbers[1]) >= 0.5 * max(map(len, numbers))


# --- Sentences ---------------------------------------------------------------------------

LABEL = re.compile(r"(?:\w+\.? )?(?:[A-Z]|[\d.]+)\.?")  # `3.1.4.`, `Figure 4.14.`, `附录 A.`


def sentences(text: str, lang: str) -> list[str]:
    """The paragraph's sentences as our segmenter finds them, a number left to what it numbers.

    >>> sentences("Table 3.1. Hardware. See below.", "en")
    ['Table 3.1. Hardware.', 'See below.']
    """
    ends = sentence_ends(text, lang)
    if len(ends) > 1 and LABEL.fullmatch(text[: ends[0]].strip()):
        ends = ends[1:]
    return [text[a:b].strip() for a, b in pairwise([0, *ends])]


def balanced(text: str) -> bool:
    """Whether a boundary here would stand outside of brackets."""
    return text.count("(") <= text.count(")") and text.count("（") <= text.count("）")


@dataclass(frozen=True)
class Piece:
    """A bead in the making: the sentences of both sides, and the paragraph they stand in."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    paragraph: int = -1
    heading: bool = False

    @property
    def kind(self) -> tuple[int, int]:
        return len(self.source), len(self.target)


def pieces(pair: Pair, source: str, target: str) -> list[Piece] | None:
    """The beads of a paragraph, where its sentence counts leave no doubt about them."""
    one, other = tuple(sentences(pair.source, source)), tuple(sentences(pair.target, target))
    if not one or not other:
        return None
    if min(len(one), len(other)) == 1:
        return [Piece(one, other, heading=pair.heading)] if max(len(one), len(other)) <= 5 else None
    if len(one) != len(other) or len(one) > 8 or not sentence_by_sentence(one, other, source, target):
        return None
    return [Piece((s,), (t,), heading=pair.heading) for s, t in zip(one, other, strict=True)]


QUESTION = re.compile(r"[?？]\W*$")


def sentence_by_sentence(one: Sequence[str], other: Sequence[str], source: str, target: str) -> bool:
    """Whether lengths and shared strings agree that sentence n translates sentence n.

    As many sentences on both sides may still hide a 1-2 and a 2-1; then the sentences
    between them are of the wrong lengths, or a name or number stands one off.
    """
    sizes = [(size(s, source) + 10, size(t, target) + 10) for s, t in zip(one, other, strict=True)]
    middle = median(math.log(s / t) for s, t in sizes)
    # Between two languages that both translate English the sentences have drifted twice as far.
    room = 0.55 if "en" in (source, target) else 0.4
    if any(abs(math.log(s / t) - middle) > room for s, t in sizes) or abs(middle) > 0.6:
        return False
    if any(bool(QUESTION.search(s)) != bool(QUESTION.search(t)) for s, t in zip(one, other, strict=True)):
        return False
    marks = [
        [set(re.findall(r"\d+|[A-Za-z][A-Za-z0-9_./-]*[A-Z0-9_./-][A-Za-z0-9]*", text)) for text in side]
        for side in (one, other)
    ]
    for n, here in enumerate(marks[0]):
        for mark in here:
            there = [k for k, found in enumerate(marks[1]) if mark in found]
            if there and n not in there:
                return False
    return True


# --- Clauses: where a sentence can be cut, and how two become one ---------------------------

CUT = {
    "zh": re.compile(r"[，；：。！？]+[”’」』）]*(?=.)|——(?=.)"),
    "zh、": re.compile(r"[，；：。、！？]+[”’」』）]*(?=.)|——(?=.)"),
    "ja": re.compile(r"[、；：。！？]+[”’」』）]*(?=.)"),
}
CUT_ELSEWHERE = re.compile(r"[,;:.!?…]+[\"'”’»)]*\s+(?=\S)|\s+[—–-]+\s+")
JOINED_WITHOUT_SPACE = ("zh", "ja")
# What may stand in lower case behind a comma. Names and nouns may not.
OPENERS = {
    "en": words(
        "the this that these those it he she they we you if in when but and a an as for there to on at by "
        "with from all some no not what or so then after before although while since because however most "
        "many"
    ),
    "de": words(
        "der die das ein eine es er wir wenn im auf mit für aber und oder dann dies diese dieser falls in "
        "bei um man da so als nach vor durch dazu daher zum zur alle einige viele"
    ),
    "fr": words(
        "le la les un une il elle ce cette ces si en dans pour mais et ou on nous vous avec par sur cela "
        "lorsque quand ainsi afin de du des chaque toutes tous certaines certains"
    ),
}
CONJUNCTION = {
    "en": re.compile(r"(?:and|but|so) (?=\w)"),
    "de": re.compile(r"(?:und|aber) (?=\w)"),
    "fr": re.compile(r"(?:et|mais) (?=\w)"),
}


def clauses(text: str, lang: str, least: int | None = None) -> list[str]:
    """The text cut at its commas, colons and stops, no clause shorter than `least` characters."""
    least = least or (12 if lang in ALPHABETIC else 4)
    cuts = [0]
    for m in CUT.get(lang, CUT_ELSEWHERE).finditer(text):
        # An enumeration's commas and the full stop of “z. B.” part words, not clauses.
        if (
            m.end() - cuts[-1] >= least
            and len(text) - m.end() >= least
            and balanced(text[cuts[-1] : m.end()])
        ):
            cuts.append(m.end())
    return [text[a:b].strip() for a, b in pairwise([*cuts, len(text)])]


def glue(parts: Iterable[str], lang: str) -> str:
    return tidy(("" if lang in JOINED_WITHOUT_SPACE else " ").join(parts))


def halves(text: str, lang: str, chance: random.Random) -> tuple[str, str] | None:
    """A sentence made two, as a translator does: at a clause, mostly with a full stop and a capital."""
    parts = clauses(text, lang, least=20 if lang in ALPHABETIC else 6)
    if len(parts) < 2:
        return None
    # Boundaries near the middle are the likelier ones.
    at = chance.choices(range(1, len(parts)), [min(n, len(parts) - n) for n in range(1, len(parts))])[0]
    first, second = glue(parts[:at], lang), glue(parts[at:], lang)
    if chance.random() < 0.3:
        return first, second
    first = ended(first, lang)
    if lang in JOINED_WITHOUT_SPACE:
        return first, second
    if lang in CONJUNCTION and chance.random() < 0.5:
        second = CONJUNCTION[lang].sub("", second, count=1)
    return first, second[:1].upper() + second[1:]


def ended(clause: str, lang: str) -> str:
    """A clause with the stop of a sentence, if it has none of its own.

    >>> ended("他笑了，", "zh"), ended("Halt!", "en")
    ('他笑了。', 'Halt!')
    """
    clause = re.sub(r"\s*[,;:，；：、—–-]+$", "", clause)
    if re.search(r"[.!?…。！？][\"'”’»)」』）]*$", clause):
        return clause
    return clause + ("。" if lang in JOINED_WITHOUT_SPACE else ".")


def united(first: str, second: str, lang: str, chance: random.Random) -> str:
    """Two sentences made one: with a comma or semicolon, or left as they are behind each other."""
    if chance.random() < 0.25 or not re.search(r"[\w\])）][.。]$", first):
        return glue((first, second), lang)
    if lang in JOINED_WITHOUT_SPACE:
        return first[:-1] + chance.choice("，，，；" if lang == "zh" else "、") + second
    opener = re.match(r"\w+", second)
    if opener and opener[0].lower() in OPENERS.get(lang, ()):
        return first[:-1] + chance.choice([",", ",", ";", " –"]) + " " + second[0].lower() + second[1:]
    return first[:-1] + "; " + second


def moved(first: str, second: str, lang: str, chance: random.Random) -> tuple[str, str] | None:
    """Two sentences with a clause carried over the boundary between them, either way."""
    one, other = clauses(first, lang), clauses(second, lang)
    ways = [way for way, parts in (("down", one), ("up", other)) if len(parts) > 1]
    if not ways:
        return None
    if chance.choice(ways) == "down":
        stay, go = glue(one[:-1], lang), one[-1]
        stay = ended(stay, lang)
        go = go if lang in JOINED_WITHOUT_SPACE else go[:1].upper() + go[1:]
        return stay, united(go, second, lang, chance)
    go, stay = other[0], glue(other[1:], lang)
    go = ended(go, lang)
    stay = stay if lang in JOINED_WITHOUT_SPACE else stay[:1].upper() + stay[1:]
    return united(first, go, lang, chance), stay


# --- Disorder ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Manner:
    """How one kind of translation departs from sentence by sentence: shares of its beads."""

    split: float  # one sentence becomes two or more
    merge: float  # two or more become one
    move: float  # a clause crosses the boundary between two
    drop: float  # a sentence has no counterpart
    runs: float  # a document has whole stretches on one side only
    foreign: float  # a document has matter of another text in it
    lean: float  # how much of the splitting falls on the side that splits more


# Shares like those of MAC-Dev (novels) and Text+Berg (a yearbook), and of prose that keeps to the sentence.
# Short sentences have no clause to cut: of `split` about half comes out.
MANNERS = {
    "faithful": Manner(0.02, 0.02, 0.005, 0.004, 0.1, 0.15, 0.5),
    "manual": Manner(0.07, 0.05, 0.015, 0.012, 0.25, 0.3, 0.6),
    "novel": Manner(0.3, 0.18, 0.03, 0.012, 0.15, 0.15, 0.85),
    "yearbook": Manner(0.16, 0.12, 0.05, 0.07, 0.35, 0.4, 0.65),
    "rough": Manner(0.22, 0.15, 0.06, 0.03, 0.5, 0.5, 0.5),
}


@dataclass
class Disorder:
    """Turns beads that are 1-1 into beads of all kinds, the gold kept along."""

    langs: tuple[str, str]
    manner: Manner
    chance: random.Random
    side: int = field(init=False)  # the side that has more, shorter sentences

    def __post_init__(self) -> None:
        self.side = self.chance.randrange(2)

    def __call__(self, beads: list[Piece]) -> list[Piece]:
        out: list[Piece] = []
        n = 0
        while n < len(beads):
            here = [beads[n]]
            # What is done to neighbours is done within a paragraph, and to plain beads.
            while (
                len(here) < 4 and n + len(here) < len(beads) and self.together(here[-1], beads[n + len(here)])
            ):
                here.append(beads[n + len(here)])
            made, used = self.change(here)
            out += made
            n += used
        return out

    def together(self, one: Piece, other: Piece) -> bool:
        return (
            one.kind == other.kind == (1, 1)
            and not one.heading
            and not other.heading
            and (one.paragraph == other.paragraph or self.chance.random() < 0.02)
        )

    def change(self, beads: list[Piece]) -> tuple[list[Piece], int]:
        """The beads that come of the first one, and how many were used up."""
        manner, chance, bead = self.manner, self.chance, beads[0]
        if bead.kind != (1, 1):
            return [bead], 1
        # Headings and the like have nothing to split, so the rest takes a larger share.
        if chance.random() < manner.drop * (1.6 if len(bead.source[0]) < 40 else 0.8):
            return self.dropped(bead), 1
        if len(beads) > 1 and chance.random() < manner.move * 2.5 and (found := self.crossed(beads)):
            return found
        if len(beads) > 1 and chance.random() < manner.merge * 2:
            return self.merged(beads)
        if not bead.heading and chance.random() < manner.split * 2 and (cut := self.cut(bead)):
            return [cut], 1
        return [bead], 1

    def dropped(self, bead: Piece) -> list[Piece]:
        if self.chance.random() < 0.5:
            return [replace(bead, target=())]
        return [replace(bead, source=())]

    def merged(self, beads: list[Piece]) -> tuple[list[Piece], int]:
        count = min(len(beads), self.chance.choices((2, 3, 4), (70, 23, 7))[0])
        side = self.side if self.chance.random() > self.manner.lean else 1 - self.side
        sides = [[b.source[0] for b in beads[:count]], [b.target[0] for b in beads[:count]]]
        whole = sides[side][0]
        for text in sides[side][1:]:
            whole = united(whole, text, self.langs[side], self.chance)
        sides[side] = [whole]
        return [self.made(beads[0], sides)], count

    def cut(self, bead: Piece) -> Piece | None:
        side = self.side if self.chance.random() < self.manner.lean else 1 - self.side
        parts = [(bead.source, bead.target)[side][0]]
        for _ in range(self.chance.choices((1, 2, 3, 4), (62, 25, 9, 4))[0]):
            longest = max(range(len(parts)), key=lambda n: len(parts[n]))
            if found := halves(parts[longest], self.langs[side], self.chance):
                parts[longest : longest + 1] = found
        sides: list[Sequence[str]] = [bead.source, bead.target]
        sides[side] = parts
        return self.made(bead, sides) if len(parts) > 1 else None

    def crossed(self, beads: list[Piece]) -> tuple[list[Piece], int] | None:
        """A 2-2; or a 2-3, 3-2, 3-3 where what was moved is tied to a third sentence."""
        side = self.chance.randrange(2)
        lang = self.langs[side]
        texts = [(b.source, b.target)[side][0] for b in beads]
        other = [(b.source, b.target)[1 - side][0] for b in beads]
        found = moved(texts[0], texts[1], lang, self.chance)
        if not found:
            return None
        count, mine = 2, list(found)
        if len(beads) > 2 and self.chance.random() < 0.3:
            if self.chance.random() < 0.5:
                mine = [mine[0], united(mine[1], texts[2], lang, self.chance)]
                count = 3
            elif again := moved(mine[1], texts[2], lang, self.chance):
                mine, count = [mine[0], *again], 3
        sides: list[Sequence[str]] = [mine, other[:count]] if side == 0 else [other[:count], mine]
        return [self.made(beads[0], sides)], count

    @staticmethod
    def made(bead: Piece, sides: Sequence[Sequence[str]]) -> Piece:
        return replace(bead, source=tuple(sides[0]), target=tuple(sides[1]))


def missing_runs(beads: list[Piece], manner: Manner, chance: random.Random) -> list[Piece]:
    """Whole stretches left out of one side, as an abridged or later enlarged text has them."""
    if chance.random() > manner.runs:
        return beads
    for _ in range(chance.choice((1, 1, 2, 3))):
        length = min(chance.choice((3, 5, 8, 12, 20, 35)), len(beads) // 6)
        start = chance.randrange(len(beads) - length)
        side = chance.randrange(2)
        for n in range(start, start + length):
            beads[n] = replace(beads[n], source=()) if side else replace(beads[n], target=())
    return [bead for bead in beads if bead.source or bead.target]


def with_foreign(
    beads: list[Piece], strangers: tuple[list[str], list[str]], manner: Manner, chance: random.Random
) -> list[Piece]:
    """Front matter, notes and stray lines of another text, on one side only."""
    if chance.random() > manner.foreign:
        return beads
    side = chance.randrange(2)
    pool = strangers[side]
    if len(pool) < 40:
        return beads

    def stray(count: int) -> list[Piece]:
        at = chance.randrange(len(pool) - count)
        return [Piece((text,), ()) if side == 0 else Piece((), (text,)) for text in pool[at : at + count]]

    where = chance.choice(("front", "back", "within", "front and back"))
    if "front" in where:
        beads = stray(chance.choice((2, 4, 8, 15))) + beads
    if "back" in where:
        beads = beads + stray(chance.choice((2, 4, 8, 15)))
    if where == "within":
        for _ in range(chance.choice((2, 4, 8))):
            at = chance.randrange(1, len(beads))
            beads[at:at] = stray(chance.choice((1, 1, 2)))
    return beads


# --- Documents ---------------------------------------------------------------------------

HELDOUT = ("debian-handbook", "debian-handbook-tw", "quran", "stellarium", "wesnoth-more")
SEED = 1948

# By languages and source: how many documents of sentences, how many with one side cut in clauses.
PLAN: dict[tuple[str, str], dict[str, tuple[int, int]]] = {
    ("zh", "en"): {
        "wesnoth": (14, 5),
        "installation-guide": (5, 2),
        "debian-reference": (5, 1),
        "maint-guide": (4, 1),
        "debian-faq": (4, 2),
        "debmake-doc": (3, 1),
        "debian-edu": (3, 1),
        "electron": (6, 2),
        "gnome-help": (3, 1),
        "javascripting": (1, 0),
        "debian-handbook": (6, 2),
        "debian-handbook-tw": (3, 1),
        "quran": (5, 1),
        "stellarium": (2, 1),
        "wesnoth-more": (5, 2),
    },
    ("de", "fr"): {
        "wesnoth": (6, 2),
        "installation-guide": (3, 1),
        "gnome-help": (3, 1),
        "electron": (2, 0),
        "debian-reference": (3, 1),
        "maint-guide": (1, 1),
        "debian-faq": (2, 1),
        "debian-edu": (2, 1),
        "debian-handbook": (4, 1),
        "wesnoth-more": (3, 1),
    },
    **{
        (lang, "en"): {"wesnoth": (1, 0), "gnome-help": (1, 0), "debian-handbook": (1, 0)}
        for lang in words("de fr ja ko ru es it pt nl pl tr")
    },
    **{("zh", lang): {"wesnoth": (1, 0), "wesnoth-more": (1, 0)} for lang in words("ja de fr ru")},
}


def stream(root: Path, name: str, langs: tuple[str, str]) -> list[list[Pair]]:
    """A source's trusted paragraph pairs, chapter by chapter, none twice."""
    seen: set[Pair] = set()
    chapters = []
    for chapter in SOURCES[name](root, *langs):
        kept = []
        for pair in chapter:
            if pair not in seen and believable(pair, *langs):
                seen.add(pair)
                kept.append(pair)
        if kept:
            chapters.append(kept)
    return chapters


def stretches(
    chapters: list[Chapter], count: int, chance: random.Random, lengths: tuple[int, int]
) -> list[Chapter]:
    """Up to `count` stretches of the book, apart from each other and in its order."""
    book = [pair for chapter in chapters for pair in chapter]
    wanted = [chance.randint(*lengths) for _ in range(count)]
    while wanted and sum(wanted) > len(book):
        wanted.pop()
    if count and not wanted and len(book) > 30:
        wanted = [len(book)]
    gaps = sorted(chance.randrange(len(book) - sum(wanted) + 1) for _ in wanted)
    found, used = [], 0
    for gap, length in zip(gaps, wanted, strict=True):
        found.append(book[gap + used : gap + used + length])
        used += length
    return found


Document = dict[str, Any]


Strangers = tuple[list[str], list[str]]


def by_sentence(
    book: Chapter, langs: tuple[str, str], strangers: Strangers, chance: random.Random, verses: bool = False
) -> list[Piece]:
    """A stretch of a book as beads of sentences, put in disorder in one of the manners."""
    beads: list[Piece] = []
    paragraph, joining = 0, chance.choice((0.2, 0.5, 0.75))
    for pair in book:
        # Short paragraphs are joined on both sides alike, so that there is something to merge.
        if pair.heading or not beads or beads[-1].heading or chance.random() > joining:
            paragraph += 1
        found = pieces(pair, *langs) or ()
        if verses and len(found) != 1:
            # Two translators of scripture seldom end their sentences at the same places of a verse.
            found = [Piece((pair.source,), (pair.target,))]
        beads += [replace(bead, paragraph=paragraph) for bead in found]
    manner = MANNERS[chance.choice(list(MANNERS))]
    # No two translators are alike: the shares vary by document.
    spread = {
        name: getattr(manner, name) * chance.uniform(0.6, 1.4) for name in ("split", "merge", "move", "drop")
    }
    manner = replace(manner, **spread)
    beads = Disorder(langs, manner, chance)(beads)
    return with_foreign(missing_runs(beads, manner, chance), strangers, manner, chance)


def by_clause(
    book: Chapter, langs: tuple[str, str], strangers: Strangers, chance: random.Random
) -> list[Piece]:
    """Whole paragraphs on one side; on the other the same text cut up, and no paragraphs."""
    side = chance.randrange(2)
    lang = "zh、" if langs[side] == "zh" and chance.random() < 0.3 else langs[side]
    cut = chance.choice((clauses, clauses, sentences))
    missing = chance.choice((0.02, 0.05, 0.1))
    manner = MANNERS[chance.choice(("faithful", "manual", "rough"))]
    beads: list[Piece] = []
    for paragraph, pair in enumerate(book):
        texts = [pair.source, pair.target]
        parts = sentences(texts[side], langs[side]) if cut is sentences else clauses(texts[side], lang)
        if len(parts) > 20:
            continue
        sides: list[tuple[str, ...]] = [(pair.source,), (pair.target,)]
        sides[side] = tuple(parts)
        if chance.random() < missing:
            sides[chance.randrange(2)] = ()
        beads.append(Piece(sides[0], sides[1], paragraph, pair.heading))
    return with_foreign(missing_runs(beads, manner, chance), strangers, manner, chance)


def written(name: str, langs: tuple[str, str], beads: list[Piece], chance: random.Random) -> Document:
    """The document in the gold format, half of them with the languages the other way round."""
    texts: list[list[str]] = [[], []]
    paragraphs: list[list[int]] = [[], []]
    gold: list[list[list[int]]] = []
    for number, bead in enumerate(beads):
        members = []
        for side, said in enumerate((bead.source, bead.target)):
            members.append(list(range(len(texts[side]), len(texts[side]) + len(said))))
            texts[side] += said
            # Foreign matter belongs to no paragraph of the book: each line is its own.
            paragraphs[side] += [bead.paragraph if bead.paragraph >= 0 else -number - 1] * len(said)
        # One side empty: a bead a sentence, as annotators write it.
        if all(members):
            gold.append(members)
        else:
            gold += [[[i], []] for i in members[0]] + [[[], [j]] for j in members[1]]
    order = (1, 0) if chance.random() < 0.5 else (0, 1)
    document: Document = {
        "id": f"{name}/{langs[order[0]]}-{langs[order[1]]}",
        "src_lang": langs[order[0]],
        "tgt_lang": langs[order[1]],
        "src": texts[order[0]],
        "tgt": texts[order[1]],
        "gold": [[bead[order[0]], bead[order[1]]] for bead in gold],
    }
    numbered = [in_order(paragraphs[side]) for side in order]
    if name.startswith("clause"):
        # The side that was cut up knows no paragraphs; the other is nothing else.
        whole = max((0, 1), key=lambda side: len(set(numbered[side])) / len(numbered[side]))
        document[("src", "tgt")[whole] + "_paragraph"] = numbered[whole]
    elif (draw := chance.random()) < 0.75:
        if draw < 0.2:  # line breaks lost, or put where the original has none
            side = chance.randrange(2)
            numbered[side] = disturbed(numbered[side], chance)
        document |= {"src_paragraph": numbered[0], "tgt_paragraph": numbered[1]}
    check(document)
    return document


def in_order(paragraphs: list[int]) -> list[int]:
    """Any numbers, renumbered 0, 1, 2 … by where they change."""
    count, found = 0, []
    for n, paragraph in enumerate(paragraphs):
        count += bool(n and paragraph != paragraphs[n - 1])
        found.append(count)
    return found


def disturbed(paragraphs: list[int], chance: random.Random) -> list[int]:
    count, found = 0, []
    for n, paragraph in enumerate(paragraphs):
        ends = n > 0 and paragraph != paragraphs[n - 1]
        count += n > 0 and (chance.random() > 0.25 if ends else chance.random() < 0.08)
        found.append(count)
    return found


def check(document: Document) -> None:
    """Beads tile both sides in order, and no sentence is empty."""
    for side, key in enumerate(("src", "tgt")):
        members = [i for bead in document["gold"] for i in bead[side]]
        assert members == list(range(len(document[key]))), document["id"]
        assert all(text.strip() for text in document[key]), document["id"]
        assert len(document.get(f"{key}_paragraph") or document[key]) == len(document[key]), document["id"]


def moved_away(beads: list[Piece], chance: random.Random) -> list[Piece]:
    """A stretch that stands elsewhere on the target side: no monotone alignment can pair it."""
    length = len(beads) // 10
    start = chance.randrange(len(beads) // 4)
    stretch = beads[start : start + length]
    rest = [*beads[:start], *(replace(bead, target=()) for bead in stretch), *beads[start + length :]]
    there = chance.randrange(len(beads) // 2, len(beads))
    rest[there:there] = [replace(bead, source=()) for bead in stretch]
    return [bead for bead in rest if bead.source or bead.target]


def make(folder: Path) -> None:
    """Write train.jsonl, heldout.jsonl and hard.jsonl, the same each time from the same packages.

    `hard` is of the held-out sources: `moved` documents have a stretch in another place,
    `unrelated` ones are no translation of each other.
    """
    root = folder / "cache" / "x"
    documents: dict[str, list[Document]] = {"train": [], "heldout": [], "hard": []}
    for langs, plan in PLAN.items():
        books = {name: stream(root, name, langs) for name in plan}
        for name, (many, few) in plan.items():
            part = "heldout" if name in HELDOUT else "train"
            others = [n for n in books if (n in HELDOUT) == (name in HELDOUT) and n != name and books[n]] or [
                name
            ]
            for kind, count, lengths in (("sent", many, (60, 260)), ("clause", few, (30, 90))):
                chance = random.Random(f"{SEED}/{name}/{langs}/{kind}")
                for number, book in enumerate(stretches(books[name], count, chance, lengths)):
                    label = f"{'verse' if name == 'quran' and kind == 'sent' else kind}/{name}/{number:03}"
                    chance = random.Random(f"{SEED}/{label}/{langs}")
                    strange = [p for c in books[chance.choice(others)] for p in c if p not in set(book)]
                    strangers = (
                        [p.source for p in strange if len(p.source) < 200],
                        [p.target for p in strange if len(p.target) < 400],
                    )
                    if kind == "clause":
                        beads = by_clause(book, langs, strangers, chance)
                    else:
                        beads = by_sentence(book, langs, strangers, chance, verses=name == "quran")
                    if sum(len(bead.source) for bead in beads) < 25:
                        continue
                    documents[part].append(written(label, langs, beads, chance))
                    if part == "heldout" and kind == "sent" and number == 0 and (many > 1):
                        documents["hard"] += hard(name, langs, beads, strangers, chance)
    for part, found in documents.items():
        with (folder / f"{part}.jsonl").open("w", encoding="utf-8") as file:
            for document in found:
                file.write(json.dumps(document, ensure_ascii=False) + "\n")
    show(folder)


def hard(
    name: str, langs: tuple[str, str], beads: list[Piece], strangers: Strangers, chance: random.Random
) -> Iterator[Document]:
    yield written(f"moved/{name}", langs, moved_away(beads, chance), chance)
    ours = [replace(bead, target=()) for bead in beads if bead.source]
    at = chance.randrange(max(1, len(strangers[1]) - len(ours)))
    theirs = [Piece((), (text,)) for text in strangers[1][at : at + len(ours)]]
    yield written(f"unrelated/{name}", langs, ours + theirs, chance)


def show(folder: Path) -> None:
    """Print how many documents there are of each language pair, and the shares of their bead kinds."""
    for part in ("train", "heldout", "hard"):
        kinds: dict[tuple[str, str], Counter[str]] = {}
        counts: Counter[tuple[str, str]] = Counter()
        with (folder / f"{part}.jsonl").open(encoding="utf-8") as file:
            for document in map(json.loads, file):
                key = (
                    document["id"].split("/")[0],
                    "-".join(sorted((document["src_lang"], document["tgt_lang"]))),
                )
                counts[key] += 1
                kinds.setdefault(key, Counter()).update(f"{len(s)}-{len(t)}" for s, t in document["gold"])
        print(f"{part}.jsonl")
        for key, found in sorted(kinds.items()):
            total = sum(found.values())
            shares = "  ".join(f"{kind} {100 * n / total:.1f}" for kind, n in found.most_common(14))
            print(f"  {key[0]:7}{key[1]:6}{counts[key]:4} documents {total:6} beads  {shares}")


def look(folder: Path, source: str, target: str, name: str) -> None:
    """Print beads of a source as they are before any disorder, for reading by eye."""
    book = [pair for chapter in stream(folder / "cache" / "x", name, (source, target)) for pair in chapter]
    for pair in random.Random(SEED).sample(book, min(30, len(book))):
        for bead in pieces(pair, source, target) or ():
            print(" ¦ ".join(bead.source), " ¦ ".join(bead.target), "", sep="\n")


if __name__ == "__main__":
    command, folder, *rest = sys.argv[1:]
    commands: dict[str, Callable[..., None]] = {"fetch": fetch, "make": make, "show": show, "look": look}
    commands[command](Path(folder), *rest)
