"""Lines grouped to drafts of paragraphs: each continues the one before, or begins a new one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duiqi.corpus.layout.chains import in_sequence
from duiqi.corpus.layout.divisions import division_at, may_be_division
from duiqi.corpus.layout.labels import Label, label_at
from duiqi.corpus.layout.lines import UNFINISHED, columns, ending
from duiqi.corpus.layout.page import ALONE, Page
from duiqi.corpus.layout.sequences import BEFORE_LAST_ITEM, SPOKEN_OF
from duiqi.corpus.layout.wrapping import FILLED, Join, join_of
from duiqi.corpus.model import Kind, Span

# A line longer than this is a paragraph that its author did not wrap.
LONGEST_WRAPPED = 120
# An empty line within a sentence is a page turn only where the line before is about as long as others.
SHORTEST_BEFORE_GAP = 40
# How much of a full line is filled before a page turn, at least: a long word may have had no room.
NEARLY_FULL = 0.8
# Brackets around a paragraph, and how many lines and characters of a line are searched for the closing one.
BRACKETS = {"[": "]", "(": ")", "［": "］", "（": "）"}
MOST_BRACKETED, LONGEST_BRACKETED = 8, 500
# In columns. Print sets the lines of an item so far from the text after its label.
HANGING = 2
# Of so many line ends of a text that is not wrapped one may be within a sentence; verse has more.
SELDOM_BROKEN = 4
# What an official document's title ends with, on a line of its own where the title is long.
OFFICIAL = re.compile(
    "(?:通知|决定|決定|意见|意見|通告|公告|公报|公報|批复|批復|报告|報告|命令|决议|決議|规定|規定|说明|說明|函)\\Z"
)
# Marks that begin no line but an item's; a hyphen, a dash or a centred dot may be a sentence's.
ROUND_BULLETS = frozenset("•‣⁃▪▫●○◦■□◆◇►▶")
HYPHENS = frozenset("-–—")

# Print puts tables and figures where they fit, often within a sentence, and notices at the foot of a page.
FLOATING: frozenset[Kind] = frozenset({"cell", "caption", "footnote"})


@dataclass(slots=True)
class Draft:
    """A paragraph in the making.

    lines      the numbers of its lines
    stretches  the parts of these lines that belong to it, one each
    """

    lines: list[int]
    stretches: list[Span]
    kind: Kind = "body"
    label: Label | None = None

    @property
    def span(self) -> Span:
        """From the first stretch to the last."""
        return Span(self.stretches[0].start, self.stretches[-1].end)


def group(page: Page) -> list[Draft]:
    """The drafts of a page's paragraphs but for its footnotes, each of whole lines."""
    of_notes = {i for note in page.notes.notes for i in range(note.first, note.stop)}
    numbers = [i for i in range(len(page.lines)) if i not in of_notes]
    labels = _labels(page, numbers)
    divisions = _divisions(page, numbers)
    drafts: list[Draft] = []
    last: Draft | None = None  # furniture, and in print a float, may interrupt a paragraph
    for i in numbers:
        if i in page.apart:
            drafts.append(Draft([i], [page.span(i)], page.apart[i]))
        elif i and page.lines[i].start in page.markup.continued and drafts and drafts[-1].lines[-1] == i - 1:
            drafts[-1].lines.append(i)
            drafts[-1].stretches.append(page.span(i))
        elif last and i not in labels and i not in divisions and _continues(page, last, i):
            last.lines.append(i)
            last.stretches.append(page.span(i))
        else:
            draft = Draft([i], [page.span(i)], page.kinds.get(i, "body"), labels.get(i))
            drafts.append(draft)
            if draft.kind not in FLOATING or not page.markup.widths:
                last = draft
    return drafts


def _labels(page: Page, numbers: list[int]) -> dict[int, Label]:
    """The labels that lines begin with."""
    found: dict[int, Label] = {}
    last: Label | None = None
    for i in numbers:
        line = page.lines[i]
        is_word = page.text[line.start].islower() and page.text[line.start + 1 : line.start + 2].isalpha()
        if i in page.apart or is_word:
            continue
        label = label_at(page.text, line.start, line.end)
        if label is None:
            continue
        is_mark = label.text in ROUND_BULLETS or _is_under_same_mark(page, i, label)
        is_firm = label.sure or is_mark or i not in page.wrapped.continued
        if is_firm or _is_last(page, i, label, last):
            found[i] = last = label
    labelled = list(found)
    company = in_sequence(list(found.values()))
    if page.markup.soft:  # in Markdown an item alone is a list
        company |= {n for n, i in enumerate(labelled) if found[i].readings[0][1] < 2}
    return {i: found[i] for n, i in enumerate(labelled) if n in company}


def _is_under_same_mark(page: Page, i: int, label: Label) -> bool:
    """Whether the item that ends right above line i begins with the same hyphen, in the same column.

    A star may be before each line of wrapped text, as in the comments of programs.
    """
    line = page.lines[i]
    j = i - 1
    while j > 0 and page.lines[j].indent > line.indent and not page.lines[j].gap:
        j -= 1
    before = page.lines[j]
    mark = page.text[line.start : label.end]
    is_same = label.text in HYPHENS and page.text.startswith(mark, before.start) and not line.gap
    return is_same and i > 0 and before.indent == line.indent


def _is_last(page: Page, i: int, label: Label, before: Label | None) -> bool:
    """Whether the item on the lines before ends as the last but one of a list does, `…; and`."""
    if before is None or not any((style, number - 1) in before.readings for style, number in label.readings):
        return False
    end = page.lines[i - 1].end
    return BEFORE_LAST_ITEM.search(page.text[max(0, end - 8) : end]) is not None


def _divisions(page: Page, numbers: list[int]) -> set[int]:
    """Lines that open a division, `Chapter I General Provisions`, though they look as if they continued.

    A title, or another heading, is on the line before. The next or the previous number of the same kind
    must open a line that continues no other.
    """
    labels = ((i, _division(page, i)) for i in numbers if i not in page.apart)
    opening = {i: label for i, label in labels if label}
    loose = {i for i in opening if i in page.wrapped.continued or _follows_full_line(page, i)}
    firm = {reading for i, label in opening.items() if i not in loose for reading in label.readings}
    return {
        i
        for i in loose
        if any((style, number + step) in firm for style, number in opening[i].readings for step in (-1, 1))
    }


def _follows_full_line(page: Page, i: int) -> bool:
    """Whether a line that no other continues follows a full line that ends with its sentence."""
    join, wrapping = page.wrapped.joins.get(i), page.wrapping_at(i)
    if join is None or wrapping is None or join.ends != "stop" or i + 1 in page.wrapped.continued:
        return False
    return wrapping.joins(join, page.width(i))


def _division(page: Page, i: int) -> Label | None:
    """The label in words that a line begins with, unless the line before refers to it."""
    line = page.lines[i]
    if not may_be_division(page.text, line.start):
        return None
    before = page.text[max(0, page.lines[i - 1].end - 8) : page.lines[i - 1].end] if i else ""
    return None if SPOKEN_OF.search(before) else division_at(page.text, line.start, line.end)


def _continues(page: Page, draft: Draft, i: int) -> bool:
    """Whether line i continues the paragraph whose lines so far are the draft's."""
    before = draft.lines[-1]
    line, last, kind = page.lines[i], page.lines[before], page.kinds.get(i)
    if (kind or "body") != draft.kind or last.start in page.markup.closed or i in page.wrapped.entries:
        return False
    if kind in ALONE:
        is_apart = page.markup.soft or line.gap or line.turn or _division(page, i)
        return kind == "heading" and not is_apart
    join = page.wrapped.joins.get(i) if i == before + 1 else None
    end = page.end_without_call(last.end)
    if join is None or end != last.end:
        join = join_of(page.text, last, line, page.width(before), end)
    if i > before + 1 or line.turn:
        return _continues_on_next_page(page, join, i)
    if line.gap:
        return _heals(page, join, i)
    if page.markup.soft:
        return True
    if _is_broken_title(page, i) or _is_in_brackets(page, draft, join, i):
        return True
    wrapping = page.wrapping_at(i)
    if wrapping is None:
        return _is_broken_clause(page, join) or _alone_goes_on(page, join, i) or _breaks(page, draft, i, join)
    if _hangs(page, draft, i):
        join = join._replace(indent=wrapping.margin or 0)
    return wrapping.joins(join, page.width(i))


def _hangs(page: Page, draft: Draft, i: int) -> bool:
    """Whether line i is indented as an item's text is: to the text after its label, or as its line before.

    The rest of a text may be set flush, with items the only paragraphs whose later lines are indented.
    """
    if draft.label is None:
        return False
    line, first = page.lines[i], page.lines[draft.lines[0]]
    if len(draft.lines) > 1:
        return abs(line.indent - page.lines[draft.lines[-1]].indent) <= 1
    content = page.text[draft.label.end : first.end]
    text_start = first.end - len(content.lstrip())
    return abs(line.indent - first.indent - columns(page.text[first.start : text_start])) <= HANGING


def _is_broken_title(page: Page, i: int) -> bool:
    """Whether lines i - 1 and i are an official title: `关于加强水资源管理的` over `通知`."""
    before, line = page.lines[i - 1], page.lines[i]
    return page.text[before.end - 1] == "的" and OFFICIAL.match(page.text, line.start, line.end) is not None


def _breaks(page: Page, draft: Draft, i: int, join: Join) -> bool:
    """Whether, in a text that is not wrapped, a sentence with small letters goes on in line i.

    The line before is as wide as any, or ends with a word that ends nothing, or line i is indented under an
    item. Verse goes on so, too, but in many lines.
    """
    if join.ends != "open" or join.begins != "lower" or SELDOM_BROKEN * page.wrapped.broken > len(page.lines):
        return False
    before, line = page.lines[i - 1], page.lines[i]
    if not page.text[line.start].islower():  # in brackets
        return False
    last = page.text[max(before.start, before.end - 12) : before.end].split()[-1]
    is_widest = join.fill > page.wrapped.widest and join.width >= SHORTEST_BEFORE_GAP
    return is_widest or last in UNFINISHED or (join.deeper > 0 and _hangs(page, draft, i))


def _is_broken_clause(page: Page, join: Join) -> bool:
    """Whether, in a text that is not wrapped, a line end after a comma is within a Chinese sentence.

    Verse ends its lines so too, but no lines so wide: a text with many such line ends is left as it is.
    """
    return join.divides_clause and (
        join.width >= FILLED or 5 * page.wrapped.divided_clauses <= len(page.lines)
    )


def _alone_goes_on(page: Page, join: Join, i: int) -> bool:
    """Whether line i goes on with a Chinese sentence that the widest lines break, no other being wrapped.

    A comma within the line before shows that it is no title. Line i may begin with a number.
    """
    before, line = page.lines[i - 1], page.lines[i]
    if page.text[line.start].isdecimal():
        join = join._replace(begins="wide")
    has_clauses = any(mark in page.text[before.start : before.end] for mark in "，；")
    if not has_clauses or not _is_widest(page, join):
        return False
    following = page.wrapped.joins.get(i + 1)
    if following and _is_widest(page, following):
        return True
    return ending(page.text[max(line.start, line.end - 8) : line.end]) != "open"


def _is_widest(page: Page, join: Join) -> bool:
    """Whether a line within a Chinese sentence is as wide as any; a mark may hang over the margin."""
    is_within = join.ends == "open" and join.begins == "wide"
    return is_within and join.width >= FILLED and join.fill >= page.wrapped.widest


def _continues_on_next_page(page: Page, join: Join, i: int) -> bool:
    """Whether line i, after a page turn or furniture, continues the paragraph before."""
    if join.ends == "stop":
        return False
    if join.begins == "lower":
        return not _is_bracketed(page, i)
    if page.wrapped.is_unmarked:
        return False
    wrapping = page.wrapping_at(i)
    if wrapping and join.width <= wrapping.widest:
        # On a new page even a continuing line may be indented by a column.
        margin = (wrapping.margin or 0) + 1
        return join.fill >= wrapping.full and page.lines[i].indent <= margin
    return join.ends == "open" and join.width > LONGEST_WRAPPED


def _heals(page: Page, join: Join, i: int) -> bool:
    """Whether the empty line above line i cuts a sentence in two, as a page turn without a number does.

    The line before it is as full as the text's lines are, or ends with a word that ends nothing; it is no
    heading in capitals. Where no text is wrapped, any line of prose may be so full.
    """
    if join.ends != "open" or join.begins != "lower" or join.width < SHORTEST_BEFORE_GAP:
        return False
    before = page.text[page.lines[i - 1].start : page.lines[i - 1].end]
    if before.isupper() or _is_bracketed(page, i):
        return False
    wrapping = page.wrapping_at(i)
    is_full = wrapping is None or join.fill >= NEARLY_FULL * wrapping.full
    return is_full or before.split()[-1] in UNFINISHED


def _is_bracketed(page: Page, i: int) -> bool:
    """Whether line i begins a paragraph in brackets, `[on the report of the Second Committee]`."""
    return _last_bracketed(page, i) is not None


def _last_bracketed(page: Page, i: int) -> int | None:
    """The last line of the paragraph in brackets that line i begins; None where it begins none.

    The bracket closes at the end of that line, and no line goes on with a small letter.
    """
    text, opener = page.text, page.text[page.lines[i].start]
    closer, depth = BRACKETS.get(opener), 0
    if closer is None:
        return None
    for n, line in enumerate(page.lines[i : i + MOST_BRACKETED], i):
        if depth and (line.gap or line.turn):
            return None
        content = text[line.start : min(line.end, line.start + LONGEST_BRACKETED)]
        for at, character in enumerate(content, line.start):
            depth += (character == opener) - (character == closer)
            if not depth:
                return n if at == line.end - 1 and not _small_letter_follows(page, n) else None
    return None


def _small_letter_follows(page: Page, i: int) -> bool:
    """Whether the line right below line i begins with a small letter."""
    below = page.lines[i + 1 : i + 2]
    return any(not (line.gap or line.turn) and page.text[line.start].islower() for line in below)


def _is_in_brackets(page: Page, draft: Draft, join: Join, i: int) -> bool:
    """Whether line i goes on with a paragraph in brackets, whose lines are too few to be full.

    The words within are prose: a line of some width ends without a mark.
    """
    if page.text[draft.span.start] not in BRACKETS or join.ends != "open" or join.width < SHORTEST_BEFORE_GAP:
        return False
    last = _last_bracketed(page, draft.lines[0])
    return last is not None and i <= last
