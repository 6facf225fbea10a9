"""Page furniture and metadata: page numbers, running heads, rules, document codes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median_high

from duiqi.corpus.layout.lines import Line, ending, width
from duiqi.corpus.model import Kind
from duiqi.corpus.scripts import FIRST_WIDE

RULE = re.compile(r"--\Z|(?:[_\-=*~—–─━·.•#]\s?){3,}\Z|[─━_—]\Z")
NUMBER = re.compile(
    r"(?:[-–—\s.\[(]*+(?:p(?:age|\.)?|pp\.|s(?:eite|\.)|página|pagina|стр\.|第)?\s*+(\d{1,4})(?:\s*+(?:页|頁|ページ))?"
    r"(?:\s*+(?:of|von|de|sur|/|共)\s*+\d{1,4}(?:\s*+(?:页|頁))?)?[-–—\s.\])]*+)\Z",
    re.IGNORECASE,
)
# A/RES/57/159, E/1995/23, CCW/CONF.I/16, ST/ESA/STAT/SER.A/222
SYMBOL = re.compile(r"[A-Z]{1,8}(?:/[A-Z0-9][A-Za-z0-9.()\-]*)+\Z")
# 03 50220, 07-47843 (E), 0347843, *0347843*, N0350220E
JOB = re.compile(
    r"\*?(?:\d{2}[ -]\d{5}|N\d{7}|\d{7})(?:\s*+(?:\([A-Z]\)|[A-Z]))?(?:\s*+\*)?(?:\s++\d{6})?\s*\Z"
)
CODES = re.compile(
    r"(?:\[[A-Z]{1,4}\d{0,3}\]|<<[^<>]*>>|\{\s*+[A-Z][^{}]*\}|N\d{7}[A-Z]|[A-Z]++(?:/[A-Z0-9.]++)++)++\Z"
)
DESCRIPTORS = re.compile(r"%%%|(?:[^|\n]{2,60}\|){4,}\Z")
LONGEST = 90
SHORTEST_HEAD = 8  # characters of a running head that alone shows a page's end, or recurs once
SHORTEST_WIDE_HEAD = 4  # the same in Chinese
SHORTEST_PAGE = 8  # lines, of most pages; the same answer to numbered questions recurs sooner
YEARS = range(1500, 2100)  # a number alone within a sentence, the only one of a text, is rather one of these
TITLE = 3  # lines at the beginning of a text, of which one may be its title
NUMBERED_HEAD = re.compile(r"(\d{1,4})\s++(?=[^\W\d])(.*\D)\Z|([^\W\d].*\S)\s++(\d{1,4})\Z")
INTERRUPTING = 4  # of so many pages' heads one is within a sentence, at least; no line over exam questions is


def apart(text: str, lines: Sequence[Line]) -> dict[int, Kind]:
    """The lines (by number) that are furniture or metadata."""
    contents = [text[line.start : min(line.end, line.start + 2000)] for line in lines]
    kinds: dict[int, Kind] = {}
    numbers: list[int] = []
    for i, content in enumerate(contents):
        first = content[0]
        if len(content) <= LONGEST:
            if not first.isalnum() and RULE.match(content):
                kinds[i] = "furniture"
            elif first in "[<{" and _codes(content):
                kinds[i] = "metadata"
            elif first.isupper() and SYMBOL.match(content) and any(c.isdigit() for c in content):
                kinds[i] = "furniture"
            elif JOB.match(content) and not content.isdigit():
                kinds[i] = "metadata"
            elif NUMBER.match(content) and not _ends_sentence(lines[i], content):
                numbers.append(i)
        if (first == "%" and content.startswith("%%%")) or (
            content[-1] == "|" and first != "|" and content.upper() == content and DESCRIPTORS.match(content)
        ):
            kinds[i] = "metadata"
    for i in _page_numbers(text, lines, contents, kinds, numbers):
        kinds[i] = "furniture"
    for i in _running_heads(text, lines, contents, kinds):
        kinds[i] = "furniture"
    for i in _numbered_heads(text, lines, contents, kinds):
        kinds[i] = "furniture"
    kinds.update(dict.fromkeys(_tail(lines, contents, kinds), "furniture"))
    return kinds


def _ends_sentence(line: Line, content: str) -> bool:
    """Whether a number alone is the last word of the text right above it: `(1998, p.` over `64).`."""
    return content[0].isdigit() and content[-1] in ".)" and not (line.gap or line.turn)


def _codes(content: str) -> bool:
    """Whether a line is a field code of a word processor."""
    return bool(CODES.match(content)) and ("<<" in content or content[0] in "[{")


def _page_numbers(
    text: str, lines: Sequence[Line], contents: Sequence[str], kinds: dict[int, Kind], numbers: Sequence[int]
) -> list[int]:
    """Lines of a number alone that are page numbers, not chapter numbers.

    A page number interrupts a sentence, or is next to a form feed, a rule or a running head.
    Where half of the lines whose numbers count up are page numbers, all of them are.
    """
    counted = set(numbers)
    beside_heads = _beside_heads(text, lines, contents, numbers)
    texts = [i for i in range(len(lines)) if i not in kinds and i not in counted]

    def is_page(i: int) -> bool:
        around = [j for j in (i - 1, i + 1) if 0 <= j < len(lines)]
        if any(j in kinds for j in around) or lines[i].turn or (i + 1 < len(lines) and lines[i + 1].turn):
            return True
        if i in beside_heads:
            return True
        if "page" in contents[i].lower() or contents[i][0] in "-–—第":
            return True
        if len(numbers) == 1 and _number(contents[i]) in YEARS:
            return False
        after = bisect_right(texts, i)  # among the lines of text
        if not 0 < after < len(texts):
            return False
        return ending(contents[texts[after - 1]]) == "open" and contents[texts[after]][0].islower()

    found: list[int] = []
    for run in _counted(contents, numbers):
        pages = [i for i in run if is_page(i)]
        found += run if 2 * len(pages) >= len(run) > 1 else pages
    return found


def _counted(contents: Sequence[str], numbers: Sequence[int]) -> list[list[int]]:
    """Lines of a number alone, as runs that count up; the year on a title page is apart.

    Where pages without a number are between, the numbers count up only if all of the text's rise.
    """
    values = [_number(contents[i]) for i in numbers]
    if len(values) > 2 and all(a < b for a, b in pairwise(values)):
        return [list(numbers)]
    runs: list[list[int]] = []
    for i, value in zip(numbers, values, strict=True):
        if runs and value == _number(contents[runs[-1][-1]]) + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _number(content: str) -> int:
    found = NUMBER.match(content)
    return int(found[1]) if found else 0


def _beside_heads(
    text: str, lines: Sequence[Line], contents: Sequence[str], numbers: Sequence[int]
) -> set[int]:
    """Lines of a number alone beside a running head: a line that is beside others of them, pages apart.

    Some of the heads interrupt a sentence.
    """
    found: set[int] = set()
    for step in (-1, 1):
        places: dict[str, list[int]] = {}
        for i in numbers:
            head = contents[i + step].casefold() if 0 <= i + step < len(contents) else ""
            if SHORTEST_HEAD <= len(head) <= LONGEST:
                places.setdefault(re.sub(r"\d+", "#", head), []).append(i)
        for beside in (run for group in places.values() for run in _counted(contents, group)):
            is_apart = len(beside) > 1 and median_high(b - a for a, b in pairwise(beside)) >= SHORTEST_PAGE
            edges = [(min(i, i + step) - 1, max(i, i + step) + 1) for i in beside if is_apart]
            within = sum(_goes_on(text, lines, contents, *edge) for edge in edges)
            found.update(beside if INTERRUPTING * within >= len(beside) and is_apart else ())
    return found


def _goes_on(text: str, lines: Sequence[Line], contents: Sequence[str], before: int, after: int) -> bool:
    """Whether a sentence goes on from one line to another, a page's head and number between them."""
    if before < 0 or after >= len(lines) or ending(contents[before]) == "stop":
        return False
    if contents[after][0].islower():
        return True
    # Chinese: the line before is as wide as the others of its page.
    is_wide = contents[before][-1] >= FIRST_WIDE and contents[after][0] >= FIRST_WIDE
    near = [width(text, line) for line in lines[max(before - SHORTEST_PAGE, 0) : before]]
    return is_wide and bool(near) and width(text, lines[before]) >= max(near) - 2


def _running_heads(
    text: str, lines: Sequence[Line], contents: Sequence[str], kinds: dict[int, Kind]
) -> list[int]:
    """Short lines that recur at page turns, the number in them aside."""
    turns = {near for i, line in enumerate(lines) if line.page for near in (i - 2, i - 1, i, i + 1)}
    turns |= {near for i in kinds if _is_of_page(contents[i], kinds[i]) for near in (i - 1, i + 1)}
    edges = turns | {near for i in kinds if kinds[i] == "furniture" for near in (i - 1, i + 1)}
    edge = {
        i: re.sub(r"\d+|\b[ivxlc]+\b", "#", contents[i].casefold())
        for i in edges
        if 0 <= i < len(lines) and i not in kinds and len(contents[i]) <= LONGEST
    }
    often = Counter(edge.values())
    # A head with a number need not recur often: "Chapter 2: Handling 3", "Chapter 2: Handling 4". A sentence
    # after a number is a footnote, as "3 See section 4 of the act."
    found = {
        i
        for i, head in edge.items()
        if often[head] >= (2 if re.search(r"^#|#\Z", head) else 3)
        and not (head[0] == "#" and head.count("#") > 1 and ending(head) == "stop")
    }
    few = {i: head for i, head in edge.items() if i in turns and i not in found and _may_be_head(head)}
    return [*found, *_heads_within_sentences(text, lines, contents, {*kinds, *found}, few)]


def _heads_within_sentences(
    text: str, lines: Sequence[Line], contents: Sequence[str], skipped: set[int], few: dict[int, str]
) -> list[int]:
    """Of short lines at page turns those that recur, be it once, and are within a sentence at one turn.

    The title above a text is one of its heads. A line that is elsewhere, too, is of the text.

    skipped  furniture: a sentence goes on over it
    few      by line, its text without case and numbers
    """
    if not few:
        return []
    elsewhere = [
        contents[i].casefold() for i in range(len(lines)) if i not in few and len(contents[i]) <= LONGEST
    ]
    titles, inside = elsewhere[:TITLE], set(elsewhere[TITLE:])
    often = Counter([*titles, *few.values()])
    heads = {i: head for i, head in few.items() if often[head] > 1 and head not in inside}
    over = {*skipped, *heads}
    within = {head for i, head in heads.items() if _interrupts(text, lines, contents, over, i)}
    return [i for i, head in heads.items() if head in within]


def _is_of_page(content: str, kind: Kind) -> bool:
    """Whether a line of furniture shows the end of a page, as a number does; rules divide texts, too."""
    return kind == "furniture" and not RULE.match(content)


def _may_be_head(head: str) -> bool:
    """Whether a line may be a running head: some words, and no sentence, clause or salutation."""
    shortest = SHORTEST_WIDE_HEAD if head[:1] >= FIRST_WIDE else SHORTEST_HEAD
    return len(head) >= shortest and ending(head) == "open"


def _numbered_heads(
    text: str, lines: Sequence[Line], contents: Sequence[str], kinds: dict[int, Kind]
) -> list[int]:
    """Running heads with a page number, `18 THE FERRYMAN`, where no form feed and no other line shows a page.

    They recur pages apart with rising numbers, some of them within a sentence. A word with a number may be a
    caption, `Abbildung 3`.
    """
    places: dict[str, dict[int, int]] = {}
    for i, content in enumerate(contents):
        if i in kinds or len(content) > LONGEST or not (content[0].isdecimal() or content[-1].isdecimal()):
            continue
        numbered = NUMBERED_HEAD.match(content)
        head = (numbered[2] or numbered[3]).casefold() if numbered else ""
        if numbered and _may_be_head(head) and (" " in head or head[0] >= FIRST_WIDE):
            places.setdefault(head, {})[i] = int(numbered[1] or numbered[4])
    found: list[int] = []
    for numbers in (group for group in places.values() if len(group) > 1):
        rises = all(a < b for a, b in pairwise(numbers.values()))
        is_apart = median_high(b - a for a, b in pairwise(numbers)) >= SHORTEST_PAGE
        if rises and is_apart:
            within = sum(_interrupts(text, lines, contents, {*kinds, i}, i) for i in numbers)
            found += list(numbers) if INTERRUPTING * within >= len(numbers) else []
    return found


def _interrupts(text: str, lines: Sequence[Line], contents: Sequence[str], skipped: set[int], i: int) -> bool:
    """Whether a sentence goes on from the text before line i to the text after it, over the lines skipped."""
    before, after = i - 1, i + 1
    while before in skipped:
        before -= 1
    while after in skipped:
        after += 1
    return _goes_on(text, lines, contents, before, after)


def _tail(lines: Sequence[Line], contents: Sequence[str], kinds: dict[int, Kind]) -> list[int]:
    """The headers, footers and text boxes that a word processor's dump has after the text.

    They follow the last field code: short lines without an end, among rules, numbers and symbols.
    """
    codes = [i for i, kind in kinds.items() if kind == "metadata" and contents[i].startswith(("<<", "["))]
    if not codes:
        return []
    last = max(codes)
    rest = range(last + 1, len(lines))
    sentences = [
        i for i in rest if i not in kinds and (ending(contents[i]) == "stop" or len(contents[i]) > LONGEST)
    ]
    known = sum(i in kinds for i in rest)
    return [] if sentences or 2 * known < len(rest) else [i for i in rest if i not in kinds]
