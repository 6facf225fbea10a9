"""Legacy encodings, which leave no mark in a file, detected by the text that they would give.

For Chinese, Japanese and Korean the share of the commonest characters decides, for encodings of
one byte a letter how plausible the words are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from functools import cache

from duiqi.corpus.common_characters import COMMON
from duiqi.corpus.damaged import REPLACEMENT, mended
from duiqi.corpus.scripts import FIRST_WIDE, HAN, HANGUL, KANA

DOUBLE_BYTE = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
SINGLE_BYTE = ("cp1252", "cp1250", "cp1254", "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp874")

SAMPLE = 200_000  # bytes
MENDED_SAMPLE = 6000  # bytes
WIDE_SAMPLE = 20_000  # characters
WORD_SAMPLE = 50_000  # characters
# The share of common characters in wide text, at least.
LEAST_COMMON = 0.2

# Letters beyond ASCII: frequent ones of the languages that are written with them, then the others.
FREQUENT = frozenset(
    "äöüßéèêàçâîôùáíóúñìòãåøąęłśżışğоеаинтсрвлкмдпуяыьзбαιοετνσρκπμληυاليمونتربאוהלירמתานรอกเงมยลว"
)
USUAL = frozenset(
    "ëïûœæõćńźİĞŞÄÖÜÉÈÀÇÁÍÓÚÑŁŚŻÅØŽžšŠčČřőű"
    "гчйхжшюцщэфъёіїєґАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯ"
    "βγδζθξςφχψωάέήίόύώΑΒΓΔΕΗΘΙΚΛΜΝΟΠΡΣΤΥΦΧΨΩבגדזחטכנסעפצקשםןץףך"
    "ثجحخدذزسشصضطظعغفقكهىءةآأؤإئฟขคจชซญฎณดตถทธนบปผพภศษสหฮฯะาำแโใไ"
)
USUAL_MARKS = frozenset("“”‘’„‚«»‹›–—…§°·•€£©®™¿¡،؟؛±½¼¾ªº¹²³×") | frozenset(
    "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c"  # Thai vowels and tones
)

WORDS = re.compile(r"[^\W\d_ªº¹²³¼½¾]+")
MARKS = re.compile(r"[^\w\s\x00-\x7f]|[ªº¹²³¼½¾]")
# Signs of Western text that are letters elsewhere: § 9 is ง 9 in the Thai encoding, which has the same
# quotation marks, and m³ is mł in that of Central Europe.
MISREAD_SIGN = re.compile(r"(?<![^\x00-\x7f])[\u0e01-\u0e2e](?![^\x00-\x7f])|\b[cdk]?mł\b")
WITHIN_WORD = re.compile(r"[^\W\d_][^\w\s\x00-\x7f’‘·–—…][^\W\d_]")


@cache
def _latin_neighbour() -> re.Pattern[str]:
    """A Latin letter beside an East Asian character."""
    east_asian = f"[{HAN}{KANA}{HANGUL}]"
    return re.compile(f"{east_asian}[a-z]|[a-z]{east_asian}")


def likely_encoding(data: bytes) -> str | None:
    """The legacy encoding, or UTF-16 without a mark, that a file most likely is in; None for no text.

    >>> likely_encoding("协助地雷行动".encode("gb18030")), likely_encoding("Schäfer führte".encode("cp1252"))
    ('gb18030', 'cp1252')
    """
    sample = data[:SAMPLE]
    wide = DOUBLE_BYTE if len(data) % 2 else (*DOUBLE_BYTE, "utf-16-le", "utf-16-be")
    texts = {encoding: text for encoding in (*wide, *SINGLE_BYTE) if (text := _decoded(sample, encoding))}
    # Nearly every sequence of bytes is a text in some encoding of one byte a letter, and a damaged one
    # of Chinese would be Arabic; so a few broken bytes do not rule out the encodings of two bytes.
    for encoding in DOUBLE_BYTE:
        known = texts.get(encoding, "")
        if commonness(known) < LEAST_COMMON and (text := _damaged(sample, encoding)):
            texts[encoding] = text
    best = max((e for e in wide if e in texts), key=lambda e: commonness(texts[e]), default="")
    if not best or commonness(texts[best]) < LEAST_COMMON or not _is_apart_from_latin(texts[best]):
        best = max((e for e in SINGLE_BYTE if e in texts), key=lambda e: _plausibility(texts[e]), default="")
    if not best or (b"\0" in sample and not best.startswith("utf-16")):
        return None
    return best


def commonness(text: str) -> float:
    """The share of a text's characters beyond ASCII that are common in Chinese, Japanese or Korean."""
    foreign = _foreign(text[:WIDE_SAMPLE])
    return sum(c in COMMON for c in foreign) / len(foreign) if foreign else 0.0


def _decoded(sample: bytes, encoding: str) -> str | None:
    """A sample's text, None where it is not in the encoding; it may end within a character."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return None


def _damaged(sample: bytes, encoding: str) -> str | None:
    """The text of a sample with a few broken bytes, None where they are not few.

    In text on one line they may make wrong pairs of nearly all others; then its beginning is mended.
    """
    text = _with_few_broken(sample.decode(encoding, errors="replace"))
    beginning = sample[:MENDED_SAMPLE]
    if text and commonness(text) >= LEAST_COMMON:
        return text
    if 3 * sum(byte > 0x7F for byte in beginning) < len(beginning):
        return text
    return mostly_decoded(beginning, encoding) or text


def mostly_decoded(data: bytes, encoding: str) -> str | None:
    r"""The text of a file with a few broken bytes, each as U+FFFD; None where they are not few.

    At most one character in twenty of those beyond ASCII may be broken.

    >>> mostly_decoded(("协助地雷行动" * 4).encode("gb18030") + b"\xff!", "gb18030")[-3:]
    '动\ufffd!'
    """
    return _with_few_broken(mended(data, encoding))


def _with_few_broken(text: str) -> str | None:
    broken = text.count(REPLACEMENT)
    return text if sum(c > "\x7f" for c in text) >= 21 * broken else None


def _is_apart_from_latin(text: str) -> bool:
    """Whether wide characters are seldom within Latin words, where they would be misread accents."""
    sample = text[:WIDE_SAMPLE]
    return 3 * len(_latin_neighbour().findall(sample)) < sum(c >= FIRST_WIDE for c in sample)


def _plausibility(text: str) -> float:
    """How plausible the words and marks beyond ASCII are, as a mean over their characters.

    One script a word, capitals at its beginning only, letters that languages use, no signs
    read as letters, and no marks within words: the text of a wrong encoding soon breaks one of these rules.
    """
    text = text[:WORD_SAMPLE]
    points, count = 0.0, 0
    for word in WORDS.findall(text):
        if not word.isascii():
            foreign = _foreign(word)
            points += _word_points(word, foreign)
            count += len(foreign)
    points -= len(MISREAD_SIGN.findall(text))
    marks = MARKS.findall(text)
    points += sum(0.5 if c in USUAL_MARKS else -1.0 for c in marks) - 2 * len(WITHIN_WORD.findall(text))
    return points / (count + len(marks) or 1)


def _word_points(word: str, foreign: list[str]) -> float:
    points = sum(1.0 if c in FREQUENT else 0.5 if c in USUAL else -1.0 for c in foreign)
    points -= 2 * (len({_script(c) for c in word}) > 1)
    points -= 2 * (not word[1:].islower() and not word.isupper() and word.lower() != word.upper())
    points -= 2 * (len(foreign) > 2 and len(foreign) > 0.6 * len(word) and _script(foreign[0]) == "latin")
    return points


def _foreign(text: Iterable[str]) -> list[str]:
    """The characters beyond ASCII."""
    return [c for c in text if c > "\x7f"]


def _script(c: str) -> str:
    """The script of a letter, by the blocks that encodings of one byte have."""
    if c < "\u0370":
        return "latin"
    return "greek" if c < "\u0400" else "cyrillic" if c < "\u0530" else "other"
