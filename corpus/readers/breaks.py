"""Manual line breaks (`w:br`, `text:line-break`, `<br>`): which of them end a unit of the text.

Authors break lines between units (an address, verse, `甲方：…` over `地址：…`, a heading over its
text) and within sentences, for the look of a page. Evidence for a unit's end: a sentence's end, a
label or a field's name (`Tel:`) that opens the next line, a capital that only the beginning of a
line explains. For a sentence that runs on: a small letter, a comma, a word that cannot be the last
(`of the`, `的`), and, as Chinese has no capitals, a predicate or a line too long for a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property

from duiqi.corpus import scripts
from duiqi.corpus.layout.labels import chapter, label_at
from duiqi.corpus.layout.lines import CLOSERS, OPENERS, STOPS, UNFINISHED, word_list

WORD = re.compile(r"[^\W\d_]+")
LAST_WORD = re.compile(r"[^\W\d_]+\Z")
LONGEST_WORD = 80  # characters; no abbreviation or name that is looked for is longer
ADDRESS = re.compile(r"www\.|https?://|[\w.+-]+@[\w-]+\.", re.I)  # of a page or a mailbox
# The name of a field with its colon: `Tel:`, `Party A:`, `甲方（盖章）：`. Not `https:`, not `10:30`.
FIELD = re.compile(r"([^\W\d_][^:：,，.。;；!?！？]{0,30})(?<!\d)[:：](?!//)")
INDENT = re.compile(r"\s*[\u3000\u00a0]{2}")
SALUTATION = re.compile(r"dear\b|尊敬的|亲爱的|親愛的|敬爱的", re.I)
PAUSES = ",，、"
COLONS = ":;：；"


# Compiled at their first use: with so large classes that is slow.


@cache
def _wide() -> re.Pattern[str]:
    return re.compile(f"[{scripts.HAN}{scripts.KANA}]")


@cache
def _spaced_letter() -> re.Pattern[str]:
    return re.compile(f"[{scripts.LATIN}{scripts.GREEK}{scripts.CYRILLIC}]")


# Words that seldom are the last of a unit (`on and on`); UNFINISHED never are.
SELDOM_LAST = word_list(
    "in on up over under within without about through during after before if when while because since not "
    "that this these those his her my has have had can could may might such any each every who"
)
ABBREVIATIONS = word_list("mr mrs ms dr prof st messrs no nos art sec vol fig vs")
# Written with a capital in English only where a sentence, a verse or a heading begins.
OPENING_WORDS = word_list(
    "the a an this that these those it he she we you they my his her our your their and but or if when "
    "where while as in on at by for from to with of all each any not there here then now so who what how why "
    "is are was were do does did shall down out up"
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|shall|will|would|can|could|may|might|must|should)\b"
    r"|\A\W*(?:He|She|It|We|They|You|I|There)\b"
)
WIDE_UNFINISHED = frozenset(
    "的和与與及或在于於被把将將为為是之并並且而但则則若该該其此这這那每各从從对對不はがをにのとでも"
)
# Nouns that end in one of these characters, many a heading's last: 第一章 总则, 第一条 立法目的.
WIDE_NOUN = re.compile(
    "(?:目的|[标標]的|行[为為]|合[并併]|[赠贈][与與]|所在|[总總通分附细細原规規准準守法罚罰][则則])$"
)
UNFINISHED_TITLE = re.compile(
    "^[关關][于於](?!.*(?:[法例案函]|通知|[决決][定议議]|意[见見]|[规規]定|[报報]告|[说說]明)$)"
)
WIDE_CONTINUING = frozenset("的和与與及或之并並而但则則也都还還又等了着们們を")
NEVER_FIRST = frozenset("，。、；：！？,.;:!?”’）》」』)]…")
# Signs of a Chinese predicate, which a heading lacks: modal verbs, aspect, prepositions, subjects.
PREDICATE = re.compile(
    "[应應须須将將已][当當在于於向按由给給予经經]|不得|可以|必须|必須|有权|有權|没有|沒有|因为|因為|如果|由于|由於"
    "|是|把|也|了(?!解)|被(?!告)|(?<![存潜潛所内內现現])在.|^(?:[我你您他她它][们們]?|[这這那])(?!.?的)"
    "|.{4}[后後时時前内內]$"
)
MARK_WITHIN = re.compile(f"[，。；！？、：][^{re.escape(CLOSERS)}]")
LONGEST_HEADING = {"wide": 18, "spaced": 60}  # characters
LONGEST_VERSE = {"wide": 16, "spaced": 60}
FEWEST_VERSES = 4
SHORTEST_HALF = 6  # of a Chinese sentence; most headings that are shorter have two words
LONGEST_ADDRESS = 40


def separations(lines: Sequence[str]) -> list[bool]:
    """For each break between two lines of a paragraph, whether it ends a unit; else a sentence runs on.

    >>> separations(["甲方：北京某某公司", "地址：北京市海淀区", "电话：010-1234"])
    [True, True]
    >>> separations(["The buyer shall pay within thirty", "days of the invoice."])
    [False]
    """
    broken = _Broken(lines)
    verdicts = [broken.separates(i) for i in range(len(lines) - 1)]
    # Where one sentence is broken at a width, the other lines that reach that width are broken, too.
    is_wrapped = False in verdicts
    return [
        not (is_wrapped and 4 * len(line) >= 3 * broken.longest) if verdict is None else verdict
        for verdict, line in zip(verdicts, broken.lines, strict=False)
    ]


def runs_on(paragraph: str, following: str) -> bool:
    """Whether a paragraph that a file's end cuts off goes on in the next; no title or name does.

    >>> runs_on("The keeper lights the lamp at dusk and puts it out at", "dawn, unless it rains.")
    True
    """
    least = LONGEST_HEADING["wide"] if _wide().search(paragraph) else LONGEST_ADDRESS
    is_open = len(paragraph) >= least and _last(paragraph) not in STOPS
    return is_open and separations([paragraph, following]) == [False]


class _Broken:
    """A paragraph with manual line breaks.

    lines     without white space around them
    indented  whether each begins like a Chinese paragraph, with two wide spaces
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = [line.strip() for line in lines]
        self.indented = [INDENT.match(line) is not None for line in lines]
        self.longest = max(map(len, self.lines))

    def separates(self, i: int) -> bool | None:
        """Whether the break after line `i` ends a unit; None where nothing but other breaks can say."""
        line, following = self.lines[i], self.lines[i + 1]
        if not line or not following or self._is_verse:
            return True
        is_open = _is_unfinished(line)
        if _field(following) and (self._fields > 1 or not (is_open or following[0].islower())):
            return True
        if label_at(following, 0, len(following)) and (self._labels > 1 or not is_open):
            return True
        is_apart = self.indented[i + 1] or {_scripts(line), _scripts(following)} == {"w", "s"}
        if is_apart and not is_open and line[-1] not in PAUSES:
            return True
        is_wide = _wide().match(_first(following)) or _wide().match(_last(line))
        return self._separates_wide(i) if is_wide else self._separates_spaced(i)

    def _separates_spaced(self, i: int) -> bool | None:
        """The verdict in a script with spaces between words, nearly always one with capitals."""
        line, following = self.lines[i], self.lines[i + 1]
        last, first = _last(line), _first(following)
        if first.islower():
            return ADDRESS.match(following) is not None or (last in COLONS and self._listed > 1)
        if _is_unfinished(line):
            return False
        if last in STOPS or last in COLONS:
            return True
        next_word = WORD.match(following.lstrip(OPENERS))
        opens = next_word is not None and next_word[0].lower() in OPENING_WORDS
        if SALUTATION.match(following):
            return True
        if last in PAUSES:
            is_address = not self._sentence_after[i] and self.longest <= LONGEST_ADDRESS
            return opens or is_address or SALUTATION.match(line) is not None
        if opens:
            return True
        if _last_word(line) in SELDOM_LAST:
            return False
        if len(line) >= LONGEST_HEADING["spaced"] or (self._sentence_after[i] and FINITE.search(line)):
            return False
        return None

    def _separates_wide(self, i: int) -> bool | None:
        """The verdict in Chinese or Japanese."""
        line, following = self.lines[i], self.lines[i + 1]
        last = _last(line)
        if following[0] in NEVER_FIRST:
            return False
        if last in STOPS or last in COLONS:
            return True
        if last in PAUSES:
            return SALUTATION.match(line) is not None
        if _is_unfinished(line) or following[0] in WIDE_CONTINUING:
            return False
        rest = self._sentence_after[i]
        if not rest:
            return False if UNFINISHED_TITLE.match(line) else None
        if PREDICATE.search(line) or re.search("[，；]", line) or len(line) >= LONGEST_HEADING["wide"]:
            return False
        if label_at(line, 0, len(line)) or chapter().match(line):
            return True
        # A heading is much shorter than its text; a sentence is broken near its middle or at a line's width.
        return False if len(line) >= SHORTEST_HALF and 2 * rest < 3 * len(line) else None

    @cached_property
    def _sentence_after(self) -> list[int]:
        """For each line, the length of the text after it to a sentence's end; 0 where no line ends one."""
        lengths, length = [], 0
        for line in reversed(self.lines):
            lengths.append(length)
            if line and _last(line) in STOPS:
                length = len(line)
            elif length:
                length += len(line)
        return lengths[::-1]

    @cached_property
    def _is_verse(self) -> bool:
        """Whether all lines look like verses: capitals first, or short Chinese lines without marks within."""
        lines = [line for line in self.lines if line]
        if len(lines) < FEWEST_VERSES:
            return False
        if all(_wide().search(line) for line in lines):
            return all(len(line) <= LONGEST_VERSE["wide"] and not MARK_WITHIN.search(line) for line in lines)
        return all(_first(line).isupper() and len(line) <= LONGEST_VERSE["spaced"] for line in lines)

    @cached_property
    def _fields(self) -> int:
        return sum(_field(line) for line in self.lines)

    @cached_property
    def _labels(self) -> int:
        return sum(label_at(line, 0, len(line)) is not None for line in self.lines)

    @cached_property
    def _listed(self) -> int:
        """The number of lines that end with a colon or a semicolon."""
        return sum(line.endswith(tuple(COLONS)) for line in self.lines)


def _is_unfinished(line: str) -> bool:
    """Whether a line ends with a word or a mark that ends no unit."""
    if line[-1] in OPENERS and line[-1] not in CLOSERS:
        return True
    if line[-1] == ".":
        return _last_word(line[:-1]) in ABBREVIATIONS
    if _wide().match(line[-1]):
        return line[-1] in WIDE_UNFINISHED and not WIDE_NOUN.search(line)
    return _last_word(line) in UNFINISHED


def _last_word(line: str) -> str:
    """The word that a line ends with, in small letters; empty where it ends with anything else."""
    found = LAST_WORD.search(line, max(0, len(line) - LONGEST_WORD))
    return found[0].lower() if found else ""


def _field(line: str) -> bool:
    """Whether a line begins with the name of a field: `Party A:`, `地址：`."""
    found = FIELD.match(line)
    if found is None:
        return False
    name = found[1]
    return len(name) <= 12 if _wide().search(name) else len(name.split()) <= 4


def _scripts(line: str) -> str:
    """The kinds of scripts in a line: `w` for Chinese and Japanese, `s` for letters with spaces."""
    return "w" * bool(_wide().search(line)) + "s" * bool(_spaced_letter().search(line))


def _last(line: str) -> str:
    """A line's last character, closing quotes and brackets aside."""
    return (line.rstrip(CLOSERS + " ") or line)[-1]


def _first(line: str) -> str:
    """A line's first character, opening quotes and brackets aside."""
    return (line.lstrip(OPENERS + " ") or line)[0]
