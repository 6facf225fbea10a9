"""Where an English heading ends that no mark sets apart: `Installation | To install the filter, …`."""

from __future__ import annotations

import re
from collections.abc import Container

from duiqi.segmenters import wordlists

LONGEST = 12  # words of a heading
# In titles these are in small letters, other words have capitals.
SMALL = frozenset(re.findall(r"\w+", "of the and to for in on or a an by with at from as its into"))
# With a capital these open a sentence, even after a word with a capital.
OPENERS = frozenset(
    re.findall(
        r"\S+",
        "the this these those a an in on at by from if when where while each every any all no neither either"
        " both such it he she they we you i there here most many some several nobody whoever whatever unless"
        " until after before then to under during since as once with without upon for nothing my our your his"
        " her their its mr. mrs. ms. dr. prof. please do not",
    )
)
BEFORE_NAMES = frozenset(("the", "this", "mr.", "ms.", "mrs.", "dr."))
MARKS = (".", "!", "?", ";", ":", ",")
WORD = re.compile(r"\S+")
# A number or a caption with which a heading may begin; after it a capital.
LABEL = re.compile(
    r"(?P<caption>(?:Table|Figure|Fig\.|Example|Box|Chart|Exhibit)\s\d{1,3}(?:[.-]\d{1,3})?[.:]?\s+(?=[A-Z]))"
    r"|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+(?=[A-Z]))"
    r"|(?P<roman>[IVX]{1,4}\.?\s+(?=[A-Z]))"
    r"|(?P<chapter>Chapter\s[A-Z][a-z]{2,9}\s+(?=[A-Z]))"
    r"|(?P<source>(?:Source|Sources|Photo|Date|Place):\s+(?=\w))"
)
FIRST_NUMBER = re.compile(r"(?<=\w\s)1\.?\s+(?=[A-Z])")
_SPEAKER = "[Tt]ranslator|[Ee]ditor|[Aa]uthor|[Rr]eviewer|[Pp]ublisher"
NOTE = re.compile(
    rf"""
    (?<=[\w)\]”"]\s) (?=
      (?: Note | Notes | N\.B\. | Warning | Caution | Attention | Tip | Remark | Remarks | Source | Sources
        | Example | Date | Place | Time | Venue | Present | Absent | Apologies | Attendees | Participants
        | Chair | Photo
        | (?:{_SPEAKER})['’]s\s[Nn]ote ) :\s
      | [\[(] (?:{_SPEAKER})['’]s\s[Nn]ote
    )
  | (?<=[a-z]{{5}}\s) (?=(?:Table|Figure|Example|Box)\s\d{{1,3}}\.?\s[A-Z])
  | (?<=[.!?][\])]\s) (?=[A-Z\d])  # after a whole sentence in brackets
    """,
    re.VERBOSE,
)


def opening(text: str) -> list[int]:
    """Where notes and captions begin within a sentence, without a mark before them.

    >>> opening("Water Filter Manual Note: Read this first."), opening("Please note: Read this.")
    ([20], [])
    """
    return [found.end() for found in NOTE.finditer(text)]


def heading_end(text: str, start: int, style: str, seen: Container[str]) -> tuple[int, bool]:
    """Where the heading ends that begins at a place, and whether that is sure; 0 without one.

    style  of the label before it, "" without one
    seen   the words of the document in small letters: with a capital they open a sentence

    >>> text = "Installation To install the filter, turn it on."
    >>> heading_end(text, 0, "number", set())
    (13, True)
    >>> heading_end("Member States shall pay.", 0, "article", set())
    (7, False)
    """
    words = [*_words(text, start)]
    if not words or not (words[0][1][0].isupper() or words[0][1][0].isdigit()):
        return 0, False
    listed = "" if style else _listed(words)
    if listed:
        return words[len(listed.split())][0], True
    first = words[0][1].lower()
    if not style and first in wordlists.words("en.starters"):
        return 0, False
    is_sentence_case = False
    for k in range(1, len(words) - 1):
        (at, word), before, after = words[k], words[k - 1][1], words[k + 1][1]
        if before.endswith(MARKS) and before.lower() not in OPENERS:
            return 0, False
        if before.lower() in SMALL or (word == "A" and k == 1 and not style):  # Vitamin A helps the eyes.
            continue
        if _opens(word, after, labelled=bool(style)):
            return at, bool(style) or not (is_sentence_case or first in OPENERS)
        if word[0].isupper():
            beyond = words[k + 2][1] if after in SMALL and k + 2 < len(words) else after
            follows = after[0].islower() and beyond[0].islower() and beyond not in SMALL
            is_known = word.lower() in seen or word in {one for _, one in words[:k]}
            if style and first not in OPENERS and follows and (is_known or not is_sentence_case):
                return at, is_known
        elif word.lower() not in SMALL and word[0].isalpha():
            is_sentence_case = True
            if not style:
                return 0, False
    return 0, False


def _opens(word: str, after: str, *, labelled: bool) -> bool:
    """Whether a word with a capital opens a sentence; after a label also `The Lessor` and `Mr. Holm` do."""
    if not word[0].isupper() or word.lower() not in OPENERS or (word == "I" and not labelled):
        return False
    return not after[0].isupper() or (labelled and word.lower() in BEFORE_NAMES)


def title_end(text: str, stop: int) -> int:
    """Where the title of a document ends before a heading of the list, 0 without one: `Report | Summary`."""
    words = _words(text[:stop], 0)
    for k in range(2, len(words) - 1):
        is_title = all(word[0].isupper() or word in SMALL for _, word in words[:k])
        if is_title and words[k - 1][1] not in SMALL and _listed(words[k:]):
            return words[k][0]
    return 0


def _words(text: str, start: int) -> list[tuple[int, str]]:
    """The first words from a place, each with where it begins."""
    found = []
    for match in WORD.finditer(text, start):
        found.append((match.start(), match[0]))
        if len(found) > LONGEST:
            break
    return found


def _listed(words: list[tuple[int, str]]) -> str:
    """The heading of the list with which a sentence begins, a capital after it; "" without one."""
    known = wordlists.words("en.headings")
    for size in (3, 2, 1):
        name = " ".join(word for _, word in words[:size])
        if len(words) <= size + 1 or name.lower().replace(" ", "_") not in known:
            continue
        after = words[size][1]
        # Appendix B lists all members.
        is_letter = len(after) == 1 and (name == "Appendix" or after not in "AI")
        if after[0].isupper() and not is_letter:
            return name
    return ""
