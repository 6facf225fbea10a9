"""Full stops: whether one ends its sentence, or belongs to an abbreviation, an initial, a number, a label."""

from __future__ import annotations

import re

from duiqi.corpus.layout.divisions import is_label_alone, number_word_at
from duiqi.segmenters.rules import Rules

ACRONYM = re.compile(r"(?:[^\W\d_]{1,3}\.-?)+[^\W\d_]{1,3}")  # and J.-P.
NUMERAL = re.compile(r"\d+(?:[.:/-]\d+)*(?:er|re|[ºª])?|[IVXLC]{2,}")
LABEL = re.compile(r"[\s•⁃–*·-]{0,8}\(?(?:\d{1,3}(?:[./]\d{1,3})*|[A-Za-z]|[ivxlcIVXLC]{1,5})")
CAPTION = re.compile(
    r"\W{0,2}(?:Table|Figure|Fig|Example|Box|Exhibit|Plate|Chart|Listing|Scheme|Algorithm"
    r"|Step|Phase|Stage|Task|Question|Exercise|Problem|Lesson|Theorem|Lemma|Definition|Proposition|Corollary"
    r"|Abbildung|Abb|Tabelle|Tab|Bild|Tableau|Tabla|Cuadro|Gráfico|Figura|Tabella|Tabela|Quadro"
    r"|Tabel|Figuur|Afbeelding|Rysunek|Rys|Tablo|Şekil|Таблица|Табл|Таблиця|Рисунок|Рис"
    r"|Schritt|Étape|Paso|Passo|Stap|Krok|Adım|Шаг|Крок|Aufgabe|Satz|Übung|Exercice|Ejercicio)"
    r"\.?\s(?:[A-Z][.-])?\d{1,3}(?:[.-]\d{1,3})?[a-z]?"
)
LONGEST_LABEL = 40  # characters
WHITE = re.compile(r"\s*+")
_MARKS = frozenset(".!?…:;,\"'”’)")
WORD_BEFORE = re.compile(r"[^\W\d_]+\.?\s\Z")
LETTER_BEFORE = re.compile(r"(?<!\w)[^\W\d_]\.\s\Z")  # i. H. v.
FIGURE_BEFORE = re.compile(r"\d[ \u00a0\u202f]?\Z")
CLOSING_QUOTES = ('"', "'", "”", "’")
ZONE = re.compile(r"[A-Z]{2,4}\b")
FRONTED = re.compile(r"\W*(?P<first>\w+)\s+\d[\d.,:]*\s*")
DAY_OR_MONTH = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|(?:Septem|Octo|Novem|Decem)ber"
)


def ends_sentence(text: str, start: int, word: str, match: re.Match[str], rules: Rules) -> bool:
    """Whether a single full stop ends the sentence.

    start   where the sentence begins
    word    the word before the full stop
    match   of `spaced.CANDIDATE`, which has the stop's surroundings in its groups
    """
    if match["close"][:1] in CLOSING_QUOTES and len(word) > 1:
        return True
    if _is_label(text, start, match.start()):  # it belongs to the text after it
        return False
    following, key, at = match["next"], word.lower(), match.start() - len(word)
    opens = following.lower() in rules.starters and not text.startswith(".", match.end("next"))
    if word.isdigit():
        return opens or not (rules.ordinal_stop and len(word) <= 2)
    if len(word) == 1 and word.isupper() and key not in rules.title:
        return opens or not _is_initial(text, at, rules)
    if text[at - 1 : at] == "/" and len(word) < 3:  # km/h
        return True
    if len(word) == len(following) == 1 and following.islower() and text.startswith(".", match.end("next")):
        return False  # a chain of letters: a t. d.
    is_title = key in rules.title or (".-" in key and key.rpartition("-")[2] in rules.title)  # Dipl.-Ing.
    if is_title or key in rules.inner:
        return False
    if key in rules.unit and FIGURE_BEFORE.search(text, max(start, at - 6), at):
        return not following[:1].isdigit() and not _is_fronted(text, start, at, rules)
    if key in rules.number:
        return not (NUMERAL.match(following) or len(following) == 1)
    if key in rules.number_word:
        return not NUMERAL.fullmatch(following)
    if key in rules.month:
        return not following[:1].isdigit()
    if key in rules.time:
        return _ends_after_time(following) and not _is_fronted(text, start, at, rules)
    if key in rules.closing:
        return match["open"][:1] not in {"(", "["}
    if key in rules.other or key in rules.unit or key.endswith(rules.compound):
        return opens
    if ACRONYM.fullmatch(word) or (len(word) == 1 and LETTER_BEFORE.search(text, max(start, at - 4), at)):
        return opens or (word.islower() and not rules.starters)  # і т. д. Потім
    return True


def _is_label(text: str, start: int, stop: int) -> bool:
    """Whether a sentence so far is a label: `3`, `Art. 3`, or `One` in a heading, which no mark ends."""
    if stop - start > LONGEST_LABEL:
        return False
    if LABEL.fullmatch(text, start, stop) or is_label_alone(text, start, stop):
        return True
    if CAPTION.fullmatch(text, start, stop):
        return True
    word = number_word_at(text, start) if WHITE.fullmatch(text, 0, start) else None
    return word is not None and start + len(word.text) == stop and text.rstrip()[-1:] not in _MARKS


def _is_initial(text: str, at: int, rules: Rules) -> bool:
    """Whether a capital letter is a name's initial: not in "sect. A", "Annex B", "you and I"."""
    before = WORD_BEFORE.search(text, max(0, at - 20), at)
    if before is None:
        return True
    key = before[0].strip(" .").lower()
    if key in {"and", "was", "is", "than"}:
        return text[at] != "I"
    return key not in rules.number and key not in rules.references


def _is_fronted(text: str, start: int, at: int, rules: Rules) -> bool:
    """Whether the sentence so far is a time or a measure only: At 5 a.m. Mr. Smith …"""
    fronted = FRONTED.fullmatch(text, start, at)
    return fronted is not None and fronted["first"].lower() in rules.starters


def _ends_after_time(following: str) -> bool:
    """Whether a sentence may end at a.m. or p.m.; a weekday, a date or a time zone belongs to the time."""
    return not (DAY_OR_MONTH.fullmatch(following) or following[:1].isdigit() or ZONE.fullmatch(following))
