"""The books, by name: manuals, a game's dialogues, scripture, tutorials."""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

from lxml import html

from benchmarks.material.pages import blocks, in_step, pages
from benchmarks.material.pairs import Block, Chapter, Pair, Reader, tidy, words
from benchmarks.material.sentences import sentences

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
