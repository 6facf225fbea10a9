"""Sentences in languages that write spaces between words.

A full stop also abbreviates, counts and divides, so each one that white space follows
is asked what it does there. The questions are the same for English, German, Russian or
Arabic; the answers are in the languages' word lists.

Stance: a sentence ends inside a quotation too, as translators' gold alignments have it
(“Well! Surrender?” is two), but neither inside brackets nor between a quotation and the
words that report it (“Why?” Tom asked.).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from duiqi.segmenters import wordlists
from duiqi.segmenters.enumerations import item_starts

# A mark or a run of them (?!, ..., . . .), what closes with it, white space, and what comes next.
# A quotation mark glued to the next one (“Yes.”“No.”) parts sentences without white space. “ and «
# close in German; French sets a space before ». A dash ends speech that another speaker cuts off.
_CANDIDATE = re.compile(
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
# Brackets, and quotations within a sentence that goes on behind them: She cried, “Help! Help!” and fell.
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
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
_NUMERAL = re.compile(r"\d+(?:[.:/-]\d+)*|[IVXLC]{2,}")
_LABEL = re.compile(r"[\s•⁃–*·-]{0,8}\(?(?:\d{1,3}(?:[./]\d{1,3})*|[A-Za-z]|[ivxlcIVXLC]{1,5})")
_WORD_BEFORE = re.compile(r"[^\W\d_]+\.?\s\Z")
# A lettered item in running text, with what it says behind it: "… by law. b. Any other use …"
_ITEM_LABEL = re.compile(r"\(?(?:[a-z]|[ivx]{2,4})[.)]\s+[\"“‘'(]?[^\W\d_a-z]")
_FIGURE_BEFORE = re.compile(r"\d[ \u00a0\u202f]?\Z")
_CLOSING_QUOTES = ('"', "'", "”", "’")
_ZONE = re.compile(r"[A-Z]{2,4}\b")
_FRONTED = re.compile(r"\W*(?P<first>\w+)\s+\d[\d.,:]*\s*")

_DAY_OR_MONTH = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|(?:Septem|Octo|Novem|Decem)ber"
)

# Written with a full stop, a number of one or two figures is an ordinal: am 3. Mai, der 2. Weltkrieg.
_ORDINAL_STOP = frozenset(
    {"de", "da", "nb", "nn", "no", "fi", "et", "tr", "pl", "cs", "sk", "sl", "hr", "hu"}
)


class _Rules(NamedTuple):
    """What a language's word lists say."""

    title: frozenset[str]
    number: frozenset[str]
    number_word: frozenset[str]
    month: frozenset[str]
    inner: frozenset[str]
    other: frozenset[str]
    closing: frozenset[str]
    time: frozenset[str]
    unit: frozenset[str]
    mark: frozenset[str]
    starters: frozenset[str]
    references: frozenset[str]
    reporting: re.Pattern[str] | None
    ordinal_stop: bool


@cache
def _rules(language: str) -> _Rules:
    def abbreviations(heading: str) -> frozenset[str]:
        return shared.get(heading, nothing) | own.get(heading, nothing)

    nothing: frozenset[str] = frozenset()
    shared, own = wordlists.headed("und.abbreviations"), wordlists.headed(f"{language}.abbreviations")
    return _Rules(
        title=abbreviations("title"),
        number=abbreviations("number"),
        number_word=abbreviations("number-word"),
        month=abbreviations("month"),
        inner=abbreviations("inner"),
        other=abbreviations("other"),
        closing=abbreviations("closing"),
        time=abbreviations("time"),
        unit=abbreviations("unit"),
        mark=abbreviations("mark"),
        starters=wordlists.words(f"{language}.starters"),
        references=wordlists.headed(f"{language}.references").get("noun", nothing),
        reporting=_reporting(wordlists.words(f"{language}.speech")),
        ordinal_stop=language in _ORDINAL_STOP,
    )


def _reporting(verbs: frozenset[str]) -> re.Pattern[str] | None:
    """Up to three words of a name and a verb of speech."""
    if not verbs:
        return None
    any_verb = "|".join(sorted(verbs))
    name = r"(?:[^\W\d_a-z][\w'’.-]*\s+){1,3}"
    return re.compile(rf"{name}(?:{any_verb})\b(?!\s+(?:that|whether|if)\b)")


def sentence_ends(text: str, language: str) -> list[int]:
    """Offsets behind the sentences of a paragraph, white space behind them included.

    >>> text = "See resolution 53/26, para. 9. Mr. Smith left at 6 p.m. He was tired."
    >>> for start, end in pairwise([0, *sentence_ends(text, "en")]):
    ...     print(text[start:end].rstrip())
    See resolution 53/26, para. 9.
    Mr. Smith left at 6 p.m.
    He was tired.
    """
    rules = _rules(language)
    whole = [match.span() for match in _WHOLE.finditer(text)]
    cuts = [0, *_hard_ends(text, language), len(text)]
    ends: list[int] = []
    for start, stop in pairwise(cuts):
        ends.extend(_soft_ends(text, start, stop, rules, whole))
        ends.append(stop)
    return ends


def _hard_ends(text: str, language: str) -> list[int]:
    """Blank lines and the items of an enumeration end a sentence whatever stands before them."""
    ends = set(item_starts(text, language))
    if "\n" in text:
        ends.update(match.end() for match in _BLANK_LINE.finditer(text))
    return sorted(end for end in ends if 0 < end < len(text))


def _soft_ends(
    text: str, start: int, stop: int, rules: _Rules, whole: list[tuple[int, int]]
) -> Iterator[int]:
    """Ends that a mark makes, between two hard ends."""
    inside = bisect_left(whole, (start, 0))
    for match in _CANDIDATE.finditer(text, start, stop):
        end = match.end()
        if end >= stop:
            return
        while inside < len(whole) and whole[inside][1] < match.end("mark"):
            inside += 1
        opening = whole[inside][0] if inside < len(whole) else stop
        # A remark in brackets is not torn; a bracket around whole sentences is.
        if opening < match.start() and _VISIBLE.search(text, start, opening):
            continue
        decision = _end(text, start, stop, match, rules)
        if decision:
            start = decision
            yield decision


def _end(text: str, start: int, stop: int, match: re.Match[str], rules: _Rules) -> int:
    """Where the sentence that began at `start` ends at this mark, 0 if it goes on."""
    if match["broken"]:
        return match.end()
    mark, close, following = match["mark"], match["close"], match["next"]
    initial = following[:1]
    small = initial.islower() and not following[1:2].isupper()  # an iPhone may open a sentence
    if small and not _ITEM_LABEL.match(text, match.end()):
        return 0
    if not initial and match.end("open") >= stop:  # nothing but marks follows: « Je m'endors. »
        return 0
    end = match.end()
    if mark == ".":
        word = _LAST_WORD.search(text, max(start, match.start() - 30), match.start())
        if word is None or _stop_ends(text, start, word[0].lstrip("*_•⁃"), match, rules):
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


def _ellipsis_end(text: str, match: re.Match[str]) -> int:
    """Where the sentence ends at dots of omission or of a pause, 0 if it goes on."""
    if text[match.start() - 1 : match.start()] in {"[", "("}:
        return 0
    # A full stop, then the mark of an omission at the head of the next sentence.
    attached = text[match.start() - 1 : match.start()].strip()
    if match["mark"] == ". . . ." and not match["close"] and attached:
        return match.start() + 2
    if not match["close"]:
        following = match["next"]
        # "I" is always a capital and tells nothing: Well… I can't remember. A word said again is a stammer.
        if re.fullmatch(r"I(?:['’]\w+)?", following):
            return 0
        word = _LAST_WORD.search(text, max(0, match.start() - 30), match.start())
        if word and word[0].lower() == following.lower():
            return 0
    return match.end()


def _is_reported(text: str, match: re.Match[str], rules: _Rules) -> bool:
    """Whether the closing quotation mark is followed by who said it: “Why?” Tom asked.

    A capital He or The has opened a new sentence; I is always a capital.
    """
    if rules.reporting is None or match["open"] or match["close"][-1] not in "\"'”’»«“":
        return False
    named = match["next"] == "I" or match["next"].lower() not in rules.starters
    return named and rules.reporting.match(text, match.end()) is not None


def _stop_ends(text: str, start: int, word: str, match: re.Match[str], rules: _Rules) -> bool:
    """Whether a single full stop behind `word` ends the sentence."""
    if match["close"][:1] in _CLOSING_QUOTES and len(word) > 1:
        return True
    if _LABEL.fullmatch(text, start, match.start()):  # of what follows
        return False
    following, key, at = match["next"], word.lower(), match.start() - len(word)
    opens = following.lower() in rules.starters and not text.startswith(".", match.end("next"))
    if word.isdigit():
        return opens or not (rules.ordinal_stop and len(word) <= 2)
    if len(word) == 1 and word.isupper() and key not in rules.title:
        return opens or not _is_initial(text, at, rules)
    if key in rules.title or key in rules.inner:
        return False
    if key in rules.unit and _FIGURE_BEFORE.search(text, max(start, at - 6), at):
        return not following[:1].isdigit() and not _is_fronted(text, start, at, rules)
    if key in rules.number:
        return not (_NUMERAL.match(following) or len(following) == 1)
    if key in rules.number_word:
        return not _NUMERAL.fullmatch(following)
    if key in rules.month:
        return not following[:1].isdigit()
    if key in rules.time:
        return _ends_after_time(following) and not _is_fronted(text, start, at, rules)
    if key in rules.closing:
        return match["open"][:1] not in {"(", "["}
    if key in rules.other or key in rules.unit or _ACRONYM.fullmatch(word):
        return opens
    return True


def _is_initial(text: str, at: int, rules: _Rules) -> bool:
    """Whether a capital letter is a name's initial: not in "sect. A", "Annex B", "you and I"."""
    before = _WORD_BEFORE.search(text, max(0, at - 20), at)
    if before is None:
        return True
    key = before[0].strip(" .").lower()
    if key in {"and", "was", "is", "than"}:
        return text[at] != "I"
    return key not in rules.number and key not in rules.references


def _is_fronted(text: str, start: int, at: int, rules: _Rules) -> bool:
    """Whether the sentence has nothing yet but a time or a measure: At 5 a.m. Mr. Smith …"""
    fronted = _FRONTED.fullmatch(text, start, at)
    return fronted is not None and fronted["first"].lower() in rules.starters


def _ends_after_time(following: str) -> bool:
    """Whether a sentence may end at a.m. or p.m.; a weekday, a date or a time zone belongs to the time."""
    return not (_DAY_OR_MONTH.fullmatch(following) or following[:1].isdigit() or _ZONE.fullmatch(following))
