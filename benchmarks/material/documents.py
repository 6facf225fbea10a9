"""Gold documents out of books: so many of each, in one manner or another, the same each time."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.material.clauses import clauses
from benchmarks.material.disorder import MANNERS, Disorder, missing_runs, moved_away, with_foreign
from benchmarks.material.pairs import Chapter, Pair, words
from benchmarks.material.sentences import Piece, pieces, sentences
from benchmarks.material.sources import SOURCES
from benchmarks.material.trust import believable

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


def hard(
    name: str, langs: tuple[str, str], beads: list[Piece], strangers: Strangers, chance: random.Random
) -> Iterator[Document]:
    yield written(f"moved/{name}", langs, moved_away(beads, chance), chance)
    ours = [replace(bead, target=()) for bead in beads if bead.source]
    at = chance.randrange(max(1, len(strangers[1]) - len(ours)))
    theirs = [Piece((), (text,)) for text in strangers[1][at : at + len(ours)]]
    yield written(f"unrelated/{name}", langs, ours + theirs, chance)
