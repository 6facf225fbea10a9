"""Labels in words, `Article 3`, `第三条`, that open a document's paragraphs or are run in."""

from __future__ import annotations

from duiqi.corpus.layout.chains import in_sequence
from duiqi.corpus.layout.divisions import division, division_at, is_article, number_word_at
from duiqi.corpus.layout.labels import Label
from duiqi.corpus.layout.sequences import MARK, inline_divisions, preamble_in
from duiqi.corpus.model import APART, Document, Paragraph

Place = tuple[int, int]  # the number of a paragraph, an offset into its text


def labels_in_words(document: Document) -> dict[int, list[Label]]:
    """The labels in words of each paragraph that has some, at offsets into its text, in order.

    `第三条` right before its text is a label where the article before or after it is near, `第三节` only
    in a heading or among articles: a sentence may begin so (第一节课上，老师说). A preamble is one before
    articles. `First.` is one where `Second.` opens a paragraph, too.

    >>> from duiqi.corpus.model import Passage
    >>> texts = "Article 1 Scope", "第一节课上，老师说", "第二条"
    >>> paragraphs = tuple(Paragraph(Passage(text, ())) for text in texts)
    >>> found = labels_in_words(Document("", paragraphs=paragraphs))
    >>> [(number, label.text) for number, labels in found.items() for label in labels]
    [(0, 'Article 1'), (2, '第二条')]
    """
    found: list[tuple[int, Label]] = []
    for number, paragraph in enumerate(document.paragraphs):
        found += ((number, label) for label in _candidates(paragraph))
    accepted = in_sequence([label for _, label in found])
    articles = [found[k][0] for k in accepted if is_article(found[k][1].text)]
    first = min(articles, default=-1)
    labels: dict[int, list[Label]] = {}
    for k, (number, label) in enumerate(found):
        paragraph = document.paragraphs[number]
        if division(label.text) == "preamble":
            is_label = number <= first
        else:
            is_heading = paragraph.kind == "heading" and not MARK.search(paragraph.text)
            is_known = label.sure or is_article(label.text) or first >= 0 or is_heading
            is_known |= not division(label.text)  # a number word
            is_label = k in accepted and is_known
        is_own = label.start < 0 or (label.start == 0 and paragraph.label)
        if is_label and not is_own:
            labels.setdefault(number, []).append(label)
    return labels


def _candidates(paragraph: Paragraph) -> list[Label]:
    """The labels in words of a paragraph; the one that its reader found is company for others, before 0."""
    if paragraph.kind in APART or paragraph.time:
        return []
    preamble = preamble_in(paragraph.text)
    own = f"{paragraph.label}\u3000" if division(paragraph.label) else ""
    text = own + paragraph.text
    run_in = [label._replace(sure=True) for label in inline_divisions(text)]
    opening = division_at(text) or number_word_at(text)
    if opening and not any(label.start == 0 for label in run_in):
        run_in.insert(0, opening)
    labels = [label._replace(start=label.start - len(own), end=label.end - len(own)) for label in run_in]
    others = [label for label in labels if division(label.text) != "preamble"]
    return [preamble, *others] if preamble else others
