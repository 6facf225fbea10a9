"""Number words of labels, to twenty in most languages: `One`, `premier`, `Erster`, `primera`, `первая`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from duiqi.corpus.english_numbers import ORDINAL_TENS, TENS

# A line for each number from 1 on: cardinals and ordinals, as they are after or before a division's name.
_NUMBERS = """
one first un premier première eins erste uno primero primera primer primo prima um primeiro primeira een \
eerste pierwszy pierwsza pierwsze первый первая первое birinci الأول الأولى
two second deux deuxième seconde zwei zweite dos segundo segunda due secondo seconda dois twee tweede \
drugi druga drugie второй вторая второе ikinci الثاني الثانية
three third trois troisième drei dritte tres tercero tercera tercer tre terzo terza três terceiro \
terceira drie derde trzeci trzecia trzecie третий третья третье üçüncü الثالث الثالثة
four fourth quatre quatrième vier vierte cuatro cuarto cuarta quattro quarto quarta quatro vierde \
czwarty czwarta czwarte четвертый четвертая четвертое четвёртый четвёртая четвёртое dördüncü الرابع \
الرابعة
five fifth cinq cinquième fünf fünfte cinco quinto quinta cinque vijf vijfde piąty piąta piąte пятый \
пятая пятое beşinci الخامس الخامسة
six sixth sixième sechs sechste seis sexto sexta sei sesto sesta zes zesde szósty szósta szóste шестой \
шестая шестое altıncı السادس السادسة
seven seventh sept septième sieben siebte siete séptimo séptima sette settimo settima sete sétimo sétima \
zeven zevende siódmy siódma siódme седьмой седьмая седьмое yedinci السابع السابعة
eight eighth huit huitième acht achte ocho octavo octava otto ottavo ottava oito oitavo oitava achtste \
ósmy ósma ósme восьмой восьмая восьмое sekizinci الثامن الثامنة
nine ninth neuf neuvième neun neunte nueve noveno novena nove nono nona negen negende dziewiąty \
dziewiąta dziewiąte девятый девятая девятое dokuzuncu التاسع التاسعة
ten tenth dix dixième zehn zehnte diez décimo décima dieci decimo decima dez tien tiende dziesiąty \
dziesiąta dziesiąte десятый десятая десятое onuncu العاشر العاشرة
eleven eleventh onze onzième elf elfte once undécimo undécima decimoprimero decimoprimera undici \
undicesimo undicesima elfde jedenasty jedenasta jedenaste одиннадцатый одиннадцатая
twelve twelfth douze douzième zwölf zwölfte doce duodécimo duodécima decimosegundo decimosegunda dodici \
dodicesimo dodicesima doze twaalf twaalfde dwunasty dwunasta dwunaste двенадцатый двенадцатая
thirteen thirteenth treize treizième dreizehn dreizehnte trece decimotercero decimotercera tredici \
tredicesimo tredicesima treze dertien dertiende trzynasty trzynasta trzynaste тринадцатый тринадцатая
fourteen fourteenth quatorze quatorzième vierzehn vierzehnte catorce decimocuarto decimocuarta \
quattordici quattordicesimo quattordicesima veertien veertiende czternasty czternasta czternaste \
четырнадцатый четырнадцатая
fifteen fifteenth quinze quinzième fünfzehn fünfzehnte quince decimoquinto decimoquinta quindici \
quindicesimo quindicesima vijftien vijftiende piętnasty piętnasta piętnaste пятнадцатый пятнадцатая
sixteen sixteenth seize seizième sechzehn sechzehnte dieciséis decimosexto decimosexta sedici sedicesimo \
sedicesima zestien zestiende szesnasty szesnasta szesnaste шестнадцатый шестнадцатая
seventeen seventeenth siebzehn siebzehnte decimoséptimo decimoséptima diciassettesimo diciassettesima \
zeventien zeventiende siedemnasty siedemnasta siedemnaste семнадцатый семнадцатая
eighteen eighteenth achtzehn achtzehnte decimoctavo decimoctava diciottesimo diciottesima achttien \
achttiende osiemnasty osiemnasta osiemnaste восемнадцатый восемнадцатая
nineteen nineteenth neunzehn neunzehnte decimonoveno decimonovena diciannovesimo diciannovesima \
negentien negentiende dziewiętnasty dziewiętnasta dziewiętnaste девятнадцатый девятнадцатая
twenty twentieth vingt vingtième zwanzig zwanzigste vigésimo vigésima venti ventesimo ventesima vinte \
twintig twintigste dwudziesty dwudziesta dwudzieste двадцатый двадцатая
"""
_ROWS = [line.split() for line in _NUMBERS.strip().split("\n")]
_WORDS = (
    {word: number for number, row in enumerate(_ROWS, 1) for word in row}
    | {word: 10 * tens for tens, word in enumerate(TENS, 2)}
    | {word: 10 * tens for tens, word in enumerate(ORDINAL_TENS, 2)}
)
# `Erster Teil`, `Erstes Buch`: German ordinals before a noun without an article.
_GERMAN = re.compile(r"(?:\w{0,6}zehn|zwanzigs|ers|zwei|drit|vier|fünf|sechs|sieb|ach|neun|elf|zwölf)te")
_WORDS |= {
    word + ending: number
    for word, number in list(_WORDS.items())
    if _GERMAN.fullmatch(word)
    for ending in "rs"
}
# Before a unit: `Twenty-One`, `dix-sept`, `Décima primera`.
_COMPOUNDED = frozenset(
    (*TENS, "dix", "vingt", "décimo", "décima", "decimo", "decima", "vigésimo", "vigésima")
)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_ENGLISH = {*TENS, *ORDINAL_TENS, *(word for row in _ROWS for word in row[:2])}
# An expression: `the first`, `Twenty-One`.
ENGLISH_WORDS = (
    rf"(?:the\s)?(?:(?:{_any_of(TENS)})[-\s](?:{_any_of(w for w in _ENGLISH if _WORDS[w] < 10)})\b"
    rf"|(?:{_any_of(_ENGLISH)})\b)"
)


def is_compound(first: str, second: str) -> bool:
    """Whether two words are one number below a hundred.

    >>> is_compound("Twenty", "One"), is_compound("dix", "sept"), is_compound("One", "Two")
    (True, True, False)
    """
    return first.lower() in _COMPOUNDED and 0 < _WORDS.get(second.lower(), 0) < 10


def word_number(text: str) -> int:
    """The number of a word below a hundred, 0 of any other text.

    >>> word_number("Twenty-One"), word_number("the First"), word_number("Love")
    (21, 1, 0)
    >>> word_number("premier"), word_number("Zweiter"), word_number("décima primera"), word_number("пятая")
    (1, 2, 11, 5)
    """
    words = re.split(r"[-\s]+", text.lower().removeprefix("the "))
    numbers = [_WORDS.get(word, 0) for word in words]
    return sum(numbers) if all(numbers) else 0
