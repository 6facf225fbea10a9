"""Sentences in languages that write spaces between words.

A full stop also abbreviates, counts and divides, so each one before white space is judged
by its surroundings. The rules are the same for English, German, Russian or Arabic; they use
the languages' word lists.

Stance: a sentence ends inside a quotation too, as translators' gold alignments have it
(“Well! Surrender?” is two), but neither inside brackets nor between a quotation and the
words that report it (“Why?” Tom asked.).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from duiqi.segmenters.enumerations import item_starts
from duiqi.segmenters.full_stops import ends_sentence
from duiqi.segmenters.rules import Rules, rules_of

# A mark or a run of them (?!, ..., . . .), closing quotation marks and brackets, white space, and the
# next word. A quotation mark glued to the next one (“Yes.”“No.”) ends a sentence without white space. “ and «
# close in German; French sets a space before ». A dash ends speech that another speaker cuts off.
CANDIDATE = re.compile(
    r"""
    (?:
      (?<! [.!?…‽؟۔।॥。！？] )
      (?P<mark> [.!?…‽؟۔।॥。！？]++ (?: [ \u00a0] \.+ (?!\w) ){0,8}+ )
      (?P<close> (?: ["'”’“‘»«›‹)\]}] | [ \u00a0\u202f][»›] | (?<=[^\s\[]) \[\d{1,3}\] )* )
    | [—–-] (?P<broken> ["'”’»] ) (?= \s* ["'“‘«] )
    )
    (?P<gap> \s+ | (?<=[”’»]) (?=[“‘«]\w) )
    (?= (?P<open> [^\w\s]* (?: \s+ [^\w\s]+ ){0,4} \s* ) (?P<next> [\w'’]* ) )
    """,
    re.VERBOSE,
)

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
# Brackets, and quotations within a sentence that continues after them: She cried, “Help! Help!” and fell.
# The opening character comes first, so that the scanner skips to it.
_WHOLE = re.compile(
    r"""
    [(\["“]
    (?: (?<=\() [^()]{0,400} \)
      | (?<=\[) [^\[\]]{0,400} \]
      | (?: (?<=[^\W\d_]\ [“"]) | (?<=[^\W\d_][,:]\ [“"]) ) [^“”"]{1,60} [”"] (?=\ [a-z])
    )
    """,
    re.VERBOSE,
)
_VISIBLE = re.compile(r"\S")
_LAST_WORD = re.compile(r"[^\s(\[{“„‘’'\"«»<>/—–…|]+\Z")
# The English I of a writer who spares capitals; what is cheap to find first.
_SMALL_I = (" i ", " i'", " i’")
_SMALL_I_SAYS = re.compile(
    r"\ i(?:['’](?:m|ll|ve|d)\b|\ (?:am|was|have|had|will|would|can|could|don['’]t|didn['’]t"
    r"|just|think|thought|know|knew|want|wanted|need|like|love|hope|got|get|went|saw|said)\ )"
)
_FIRST_WORD = re.compile(r"[^\W\d_]++")
_AFTER_MARK = re.compile(r"[^\W\d_][.!?]\s+([^\W\d_])")
# A lettered item in running text, and the beginning of its text: "… by law. b. Any other use …"
_ITEM_LABEL = re.compile(r"\(?(?:[a-z]|[ivx]{2,4})[.)]\s+[\"“‘'(]?[^\W\d_a-z]")


def sentence_ends(text: str, language: str) -> list[int]:
    """The ends of a paragraph's sentences, each after the white space that follows.

    >>> text = "See resolution 53/26, para. 9. Mr. Smith left at 6 p.m. He was tired."
    >>> for start, end in pairwise([0, *sentence_ends(text, "en")]):
    ...     print(text[start:end].rstrip())
    See resolution 53/26, para. 9.
    Mr. Smith left at 6 p.m.
    He was tired.
    """
    rules = rules_of(language)
    spares = _spares_capitals(text, language)
    whole = [match.span() for match in _WHOLE.finditer(text)]
    cuts = [0, *_hard_ends(text, language), len(text)]
    ends: list[int] = []
    for start, stop in pairwise(cuts):
        ends.extend(_soft_ends(text, start, stop, rules, whole, spares))
        ends.append(stop)
    return ends


def _hard_ends(text: str, language: str) -> list[int]:
    """Blank lines and the items of an enumeration end a sentence without any mark."""
    ends = set(item_starts(text, language))
    if "\n" in text:
        ends.update(match.end() for match in _BLANK_LINE.finditer(text))
    return sorted(end for end in ends if 0 < end < len(text))


def _spares_capitals(text: str, language: str) -> bool:
    """Whether a text is written without capitals, as short messages are.

    The rest of a sentence begins so, too, but in it more sentences begin with a capital than not. Languages
    without a list of words that open sentences have few abbreviations listed, and are left alone.
    """
    first = _FIRST_WORD.search(text)
    if first is None or not rules_of(language).starters:
        return False
    if not first[0].islower() and not (language == "en" and _has_small_i(text)):
        return False
    small: list[bool] = [match[1].islower() for match in _AFTER_MARK.finditer(text)]
    return 2 * sum(small) >= len(small)


def _has_small_i(text: str) -> bool:
    """Whether English I is a small letter somewhere: i'm, i was; not in `for i in`."""
    return any(i in text for i in _SMALL_I) and _SMALL_I_SAYS.search(text) is not None


def _soft_ends(
    text: str, start: int, stop: int, rules: Rules, whole: list[tuple[int, int]], spares: bool
) -> Iterator[int]:
    """Ends at marks, between two hard ends."""
    inside = bisect_left(whole, (start, 0))
    for match in CANDIDATE.finditer(text, start, stop):
        end = match.end()
        if end >= stop:
            return
        while inside < len(whole) and whole[inside][1] < match.end("mark"):
            inside += 1
        opening = whole[inside][0] if inside < len(whole) else stop
        # A remark in brackets is not torn; a bracket around whole sentences is.
        if opening < match.start() and _VISIBLE.search(text, start, opening):
            continue
        decision = _end(text, start, stop, match, rules, spares)
        if decision:
            start = decision
            yield decision


def _end(text: str, start: int, stop: int, match: re.Match[str], rules: Rules, spares: bool) -> int:
    """Where the sentence that began at `start` ends at this mark, 0 if it continues.

    spares  whether the writer spares capitals
    """
    if match["broken"]:
        return match.end()
    mark, close, following = match["mark"], match["close"], match["next"]
    initial = following[:1]
    small = initial.islower() and not following[1:2].isupper()  # an iPhone may open a sentence
    if small and not _ITEM_LABEL.match(text, match.end()):
        return match.end() if spares and _ends_without_capital(text, start, match, rules) else 0
    if not initial and match.end("open") >= stop:  # nothing but marks follows: « Je m'endors. »
        return 0
    end = match.end()
    if mark == ".":
        word = _LAST_WORD.search(text, max(start, match.start() - 30), match.start())
        if word is None or ends_sentence(text, start, word[0].lstrip("*_•⁃"), match, rules):
            return end
        return 0
    if mark.startswith((".", "…")):
        return _ellipsis_end(text, match)
    if close and _is_reported(text, match, rules):
        return 0
    if text[match.start() - 1 : match.start()] in {"(", "["}:  # the old (?) House
        return 0
    if rules.mark and not close:
        word = _LAST_WORD.search(text, max(start, match.start() - 30), match.start())
        if word and word[0].lower() + mark in rules.mark:
            return end if following.lower() in rules.starters else 0
    return end


def _ends_without_capital(text: str, start: int, match: re.Match[str], rules: Rules) -> bool:
    """Whether a mark before a small letter ends its sentence: it is after a year, or no abbreviation."""
    if match["close"] or match["open"] or not match["next"]:
        return False
    before = text[max(start, match.start() - 30) : match.start()].rstrip()  # où es-tu ? on t'attend
    word = _LAST_WORD.search(before)
    key = word[0].lower() if word else ""
    if match["mark"] != ".":
        return not match["mark"].strip("!?") and key + match["mark"] not in rules.mark
    is_year = key.isdecimal() and len(key) > 3
    return is_year or (len(key) > 1 and key.replace("-", "").isalpha() and not rules.abbreviates(key))


def _ellipsis_end(text: str, match: re.Match[str]) -> int:
    """Where the sentence ends at dots of omission or of a pause, 0 if it continues."""
    if text[match.start() - 1 : match.start()] in {"[", "("}:
        return 0
    # A full stop, then the mark of an omission at the head of the next sentence.
    attached = text[match.start() - 1 : match.start()].strip()
    if match["mark"] == ". . . ." and not match["close"] and attached:
        return match.start() + 2
    if not match["close"]:
        following = match["next"]
        # "I" is always a capital and proves nothing: Well… I can't remember. A repeated word is a stammer.
        if re.fullmatch(r"I(?:['’]\w+)?", following):
            return 0
        word = _LAST_WORD.search(text, max(0, match.start() - 30), match.start())
        if word and word[0].lower() == following.lower():
            return 0
    return match.end()


def _is_reported(text: str, match: re.Match[str], rules: Rules) -> bool:
    """Whether a report follows the closing quotation mark: “Why?” Tom asked.

    A capital He or The opens a new sentence; I is always a capital.
    """
    if rules.reporting is None or match["open"] or match["close"][-1] not in "\"'”’»«“":
        return False
    named = match["next"] == "I" or match["next"].lower() not in rules.starters
    return named and rules.reporting.match(text, match.end()) is not None
