"""Legacy encodings, which leave no mark in a file, detected by the text that they would give.

For Chinese, Japanese and Korean the share of the commonest characters decides, for encodings of
one byte a letter how plausible the words are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import cache

from duiqi.corpus.scripts import FIRST_WIDE, HAN, HANGUL, KANA

DOUBLE_BYTE = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
SINGLE_BYTE = ("cp1252", "cp1250", "cp1254", "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp874")

REPLACEMENT = "\ufffd"
SAMPLE = 200_000  # bytes
TWO_BYTES = ("gb", "big5", "cp932", "cp949", "cp950", "euc_", "shift_jis", "johab", "uhc")  # how names begin
LINE = re.compile(rb"[^\n]*\n|[^\n]+\Z")
LONGEST_MENDED = 2000  # bytes of a line
MOST_MENDED = 50  # lines
WIDE_SAMPLE = 20_000  # characters
WORD_SAMPLE = 50_000  # characters
# The share of common characters in wide text, at least.
LEAST_COMMON = 0.2

# Half of any Chinese, Japanese or Korean text is written with the likes of these; text decoded
# wrongly hits them by chance only, one character in fifty.
COMMON = frozenset(
    "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都"
    "然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实"
    "回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听"
    "世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期"
    "這來國個說們為時會後過學對裡麼沒於還發當無開見經頭動兩長樣現將與進實點種聲話兒問機給幾業間電門東氣關內軍產萬體處總場師"
    "書員華報馬張難數應車決議組織聯合協助根據條約委员員各及並規第章，。、；：“”「」《》（）！？"
    "のはをたてにがでとれさるしなかいもこっすまらりんうけあくよせそえだばどれアイウエオカキクコサシスセソタチツテトナニネノ"
    "ハパバフブプベペホボポマミムメモラリルレロワンー이다는을에의가를은고하로지한사기도있인그어대자나아해으서시들과일리만정보"
)

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

WORDS = re.compile(r"[^\W\d_]+")
MARKS = re.compile(r"[^\w\s\x00-\x7f]")
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
        if encoding not in texts and (text := mostly_decoded(sample, encoding)):
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


def without_shift(data: bytes, encoding: str) -> str:
    r"""The text of a file with a few broken bytes, in each line as much of it as can be read.

    A byte that is lost, or one too many, makes wrong pairs of all the bytes after it in its line. So in
    each line with a broken character one byte or two are passed over where the rest then reads best.

    >>> data = "协助地雷行动的决议".encode("gb18030")
    >>> without_shift(data[:3] + data[4:], "gb18030")
    '协\ufffd地雷行动的决议'
    """
    if not encoding.startswith(TWO_BYTES):
        return data.decode(encoding, errors="replace")
    lines = LINE.findall(data)
    decoded = [line.decode(encoding, errors="replace") for line in lines]
    broken = [k for k, text in enumerate(decoded) if REPLACEMENT in text]
    for k in broken[:MOST_MENDED]:
        if len(lines[k]) <= LONGEST_MENDED:
            # Of several that are as good the last: the text before the broken byte is right.
            decoded[k] = max(reversed([decoded[k], *_mended(lines[k], encoding)]), key=_goodness)
    return "".join(decoded)


def _mended(line: bytes, encoding: str) -> Iterator[str]:
    """The texts of a line without one or two of its bytes, which are replaced by one character."""
    before, at = "", 0
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    while at < len(line):
        # The second byte of a pair may look like a letter between Chinese characters.
        is_pair = line[at + 1 : at + 2] >= b"@" and not line[at + 1 : at + 3].isalpha()
        for size in (1, 2)[: 1 + is_pair]:
            yield before + REPLACEMENT + line[at + size :].decode(encoding, errors="replace")
        character = ""
        while not character and at < len(line):
            character = decoder.decode(line[at : at + 1])
            at += 1
        before += character


def _goodness(text: str) -> float:
    """How many characters are common ones, less the broken ones."""
    return sum(c in COMMON for c in text) - 2 * text.count(REPLACEMENT) - 0.5 * sum(c > "\x7f" for c in text)


def mostly_decoded(data: bytes, encoding: str) -> str | None:
    r"""The text of a file with a few broken bytes, each as U+FFFD; None where they are not few.

    At most one character in twenty of those beyond ASCII may be broken.

    >>> mostly_decoded(("协助地雷行动" * 4).encode("gb18030") + b"\xff!", "gb18030")[-3:]
    '动\ufffd!'
    """
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(data)
    broken = text.count(REPLACEMENT)
    return text if sum(c > "\x7f" for c in text) >= 21 * broken else None


def _is_apart_from_latin(text: str) -> bool:
    """Whether wide characters are seldom within Latin words, where they would be misread accents."""
    sample = text[:WIDE_SAMPLE]
    return 3 * len(_latin_neighbour().findall(sample)) < sum(c >= FIRST_WIDE for c in sample)


def _plausibility(text: str) -> float:
    """How plausible the words and marks beyond ASCII are, as a mean over their characters.

    One script a word, capitals at its beginning only, letters that languages use, and no
    marks within words: the text of a wrong encoding soon breaks one of these rules.
    """
    text = text[:WORD_SAMPLE]
    points, count = 0.0, 0
    for word in WORDS.findall(text):
        if not word.isascii():
            foreign = _foreign(word)
            points += _word_points(word, foreign)
            count += len(foreign)
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
