"""Texts as they are published: the paragraphs, labels and footnotes of each, whole and in order."""

from __future__ import annotations

import csv
import os
import random
import re
import textwrap
from pathlib import Path

import pytest

from duiqi.corpus import Document, read
from duiqi.corpus.layout.assembly import paragraphs

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "corpus" / "samples"
SEEDS = ROOT.parent / "shared" / "seeds"
EVAL = Path(os.environ.get("DUIQI_EVAL", ROOT.parent / "shared" / "eval"))
ENGLISH, CHINESE = SAMPLES / "un-62-99.en.txt", SAMPLES / "un-62-99.zh.txt"

needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="needs ../shared/seeds")
needs_gold = pytest.mark.skipif(not EVAL.is_dir(), reason="needs ../shared/eval or DUIQI_EVAL")


def seed(number: str) -> Document:
    return read(next(SEEDS.glob(f"{number}_*.txt")))


def labels(document: Document, kind: str = "item") -> list[str]:
    return [p.label for p in document.paragraphs if p.kind == kind]


def numbers(count: int) -> list[str]:
    return [f"{n}." for n in range(1, count + 1)]


def squeezed(text: str) -> str:
    return "".join(text.split())


@needs_seeds
@pytest.mark.parametrize(
    ("name", "items", "letters"),
    [("000", 11, "abcde"), ("001", 24, ""), ("002", 22, "abcde"), ("003", 27, ""), ("004", 11, "abcde")],
)
def test_operative_paragraphs(name, items, letters):
    """Each is there once, in order, whole: it ends where its clause ends."""
    document = seed(name)
    found = labels(document)
    assert [label for label in found if label[0].isdigit()] == numbers(items)
    assert [label for label in found if label[0] == "("] == [f"({letter})" for letter in letters]
    for paragraph in document.paragraphs:
        if paragraph.kind == "item":
            assert re.search(r"[;:.；：。]$", paragraph.text), paragraph.text


@needs_seeds
@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("000", ["*", "1", "2", "3", "4"]),
        ("001", [str(n) for n in range(1, 19)]),
        ("002", [str(n) for n in range(1, 12)]),
        ("003", [str(n) for n in range(1, 14)]),
        ("004", []),
    ],
)
def test_footnotes(name, marks):
    """Every footnote is found, is at the end, is called from the text, and is in no other paragraph."""
    document = seed(name)
    assert labels(document, "footnote") == marks
    assert all(p.kind == "footnote" for p in document.paragraphs[len(document.paragraphs) - len(marks) :])
    assert {call.mark for p in document.paragraphs for call in p.calls} == set(marks)
    for call in (call for p in document.paragraphs for call in p.calls):
        assert document.text[slice(*call.span)] == call.mark
    body = " ".join(p.text for p in document.paragraphs if p.kind in {"heading", "body", "item"})
    for note in (p for p in document.paragraphs if p.kind == "footnote"):
        assert note.text not in body


@needs_seeds
def test_calls_that_look_like_numbers():
    """`25 April 20017` is 2001 with footnote 7; `Protocol II` and `Corr.1` stay what they are."""
    document = seed("001")
    child = next(p for p in document.paragraphs if p.text.startswith("Encouraged by the reduction"))
    assert "2001/75 of 25 April 2001 and 2002/92 of 26 April 2002 on the rights of the child" in child.text
    assert "resolutions 1996/27 of 19 April 1996, 1998/31 of 17 April 1998, 2000/51" in child.text
    assert [call.mark for call in child.calls] == list("1234567824689")
    protocol = next(p for p in document.paragraphs if p.text.startswith("Noting the inclusion"))
    assert "Amended Protocol II to the Convention on" in protocol.text
    note = next(p for p in document.paragraphs if p.kind == "footnote" and p.label == "12")
    assert note.text == "See CCW/AP.II/CONF.3/4 (Part I) and Corr.1 and 2."


@needs_seeds
def test_page_furniture_and_metadata_are_apart():
    furniture = [p.text for p in seed("001").paragraphs if p.kind == "furniture"]
    assert {"A/RES/57/159", "6"} < set(furniture)
    dump = seed("003").paragraphs
    apart = [p.text for p in dump if p.kind in {"furniture", "metadata"}]
    assert {"[DU1]", "03 50220", "A/RES/58/127", "Agenda item 22"} < set(apart)
    assert [p.text for p in dump if p.kind not in {"furniture", "metadata", "footnote"}][-2:] == [
        "76th plenary meeting",
        "19 December 2003",
    ]


@needs_seeds
def test_markdown_seed():
    document = seed("002")
    assert [p.text for p in document.paragraphs if p.kind == "heading"] == [
        "General Assembly",
        "Resolution adopted by the General Assembly on 7 December 2023",
        "78/70. Assistance in mine action",
    ]
    recalling = next(p for p in document.paragraphs if p.text.startswith("Recalling its"))
    assert recalling.text.startswith("Recalling its resolution 76/74 of 9 December 2021")
    healed = next(p for p in document.paragraphs if p.text.startswith("Considering mine action"))
    assert "and noting the integration of mine action" in healed.text
    assert len(healed.pieces) == 2


@needs_gold
def test_each_gold_side_is_one_paragraph_in_english():
    """White space and call marks aside, an English side of the gold is one paragraph with its label."""
    marks = re.compile(r"(?<=action)\*|(?<=conventions)1|(?<=programmes,)2|(?<=war)3(?= )|(?<=action;)4")
    with (EVAL / "gold_62_99.tsv").open(encoding="utf-8", newline="") as file:
        gold = [
            squeezed(marks.sub("", row[0]))
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    found = [squeezed(p.label + p.text) for p in read(ENGLISH).paragraphs]
    assert len(gold) == 28
    assert [side for side in gold if side not in found] == []


def test_the_chinese_sample_keeps_all_its_text():
    document = read(CHINESE)
    assert document.lang == "zh"
    kept = "".join(p.label + p.text for p in document.paragraphs)
    assert squeezed(kept) == squeezed(document.text)
    assert [p.text for p in document.paragraphs if p.kind == "body"][:2] == [
        "2007年12月17日大会决议",
        "[根据特别政治和非殖民化委员会（第四委员会）的报告(A/62/401)通过]",
    ]
    assert document.paragraphs[-1].text == "2007年12月17日第75次全体会议"
    assert document.paragraphs[0].kind == "metadata"


def test_words_of_the_chinese_sample_are_joined():
    text = "".join(p.text for p in read(CHINESE).paragraphs if p.kind != "metadata")
    assert "62/99.协助地雷行动*大会，回顾其2005年12月8日第60/97号决议" in text
    assert not re.search(r"[\u4e00-\u9fff] [\u4e00-\u9fff]", text)


@pytest.mark.parametrize("spaces", [True, False])
@pytest.mark.parametrize("number", range(8))
def test_chinese_paragraphs_whichever_are_missing(number, spaces):
    """Any three numbered paragraphs left out, the words spaced or not: the rest are found."""
    document = read(CHINESE)
    dice = random.Random(number)
    items = [p for p in document.paragraphs if p.label]
    missing = dice.sample(items, 3)
    left = [p for p in document.paragraphs if p not in missing and p.kind != "metadata"]
    text = " ".join(document.text[p.span.start : p.span.end] for p in left)
    text = text if spaces else text.replace(" ", "")
    assert [p.label for p in paragraphs(text) if p.label] == [p.label for p in left if p.label]


@pytest.mark.slow
@pytest.mark.parametrize("gap", ["\n\n", "\n\n    ", "\n    "])
@pytest.mark.parametrize("number", range(10))
def test_english_paragraphs_at_any_width(number, gap):
    """Wrapped at any width or on one line each, three left out: the same paragraphs come out."""
    dice = random.Random(number)
    known = [p for p in read(ENGLISH).paragraphs if p.kind in {"heading", "body", "item"}]
    left = [f"{p.label} {p.text}".strip() for p in known if p not in dice.sample(known, 3)]
    width = dice.randrange(30, 120)
    first = gap.replace("\n", "")

    def laid_out(text: str) -> str:
        if dice.random() < 0.4:
            return first + text
        return textwrap.fill(
            text, width, initial_indent=first, break_long_words=False, break_on_hyphens=number % 2 == 0
        )

    text = gap.rstrip(" ").join(laid_out(paragraph) for paragraph in left)
    found = [squeezed(p.label + p.text) for p in paragraphs(text)]
    assert found == [squeezed(paragraph) for paragraph in left]
