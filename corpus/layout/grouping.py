"""Lines grouped to drafts of paragraphs: each continues the one before, or begins a new one."""

from __future__ import annotations

from dataclasses import dataclass

from duiqi.corpus.layout.labels import Label, label_at
from duiqi.corpus.layout.lines import width
from duiqi.corpus.layout.page import ALONE, Page
from duiqi.corpus.layout.sequences import in_sequence
from duiqi.corpus.layout.wrapping import Join, join_of
from duiqi.corpus.model import Kind, Span

# A line longer than this is a paragraph that its author did not wrap.
LONGEST_WRAPPED = 120
# An empty line within a sentence is a page turn only where the line before is about as long as others.
SHORTEST_BEFORE_GAP = 40


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
    drafts: list[Draft] = []
    last: Draft | None = None  # furniture may interrupt a paragraph
    for i in numbers:
        if i in page.apart:
            drafts.append(Draft([i], [page.span(i)], page.apart[i]))
        elif last and i not in labels and _continues(page, last.lines[-1], i):
            last.lines.append(i)
            last.stretches.append(page.span(i))
        else:
            last = Draft([i], [page.span(i)], page.kinds.get(i, "body"), labels.get(i))
            drafts.append(last)
    return drafts


def _labels(page: Page, numbers: list[int]) -> dict[int, Label]:
    """The labels that lines begin with."""
    found = {}
    for i in numbers:
        line = page.lines[i]
        is_word = page.text[line.start].islower() and page.text[line.start + 1 : line.start + 2].isalpha()
        if i in page.apart or is_word:
            continue
        label = label_at(page.text, line.start, line.end)
        if label and (label.sure or i not in page.continued):
            found[i] = label
    labelled = list(found)
    company = in_sequence(list(found.values()))
    if page.markup.soft:  # in Markdown an item alone is a list
        company |= {n for n, i in enumerate(labelled) if found[i].readings[0][1] < 2}
    return {i: found[i] for n, i in enumerate(labelled) if n in company}


def _continues(page: Page, before: int, i: int) -> bool:
    """Whether line i continues the paragraph whose last line so far is `before`."""
    line, last, kind = page.lines[i], page.lines[before], page.kinds.get(i)
    if kind != page.kinds.get(before):
        return False
    if kind in ALONE:
        return kind == "heading" and not (page.markup.soft or line.gap or line.turn)
    join = page.joins.get(i) if i == before + 1 else None
    end = page.end_without_call(last.end)
    if join is None or end != last.end:
        join = join_of(page.text, last, line, end)
    if i > before + 1 or line.turn:
        return _continues_on_next_page(page, join, i)
    if line.gap:
        return _heals(join)
    if page.markup.soft:
        return True
    return page.wrapping is not None and page.wrapping.joins(join, width(page.text, line))


def _continues_on_next_page(page: Page, join: Join, i: int) -> bool:
    """Whether line i, after a page turn or furniture, continues the paragraph before."""
    if join.ends == "stop":
        return False
    if join.begins == "lower":
        return True
    if page.wrapping and join.width <= page.wrapping.widest:
        # On a new page even a continuing line may be indented by a column.
        margin = (page.wrapping.margin or 0) + 1
        return join.fill >= page.wrapping.full and page.lines[i].indent <= margin
    return join.ends == "open" and join.width > LONGEST_WRAPPED


def _heals(join: Join) -> bool:
    """Whether an empty line cuts a sentence in two, as a page turn without a number does."""
    return join.ends == "open" and join.begins == "lower" and join.width >= SHORTEST_BEFORE_GAP
