"""Bytes to text: which encoding a file is in, without being asked."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from duiqi.corpus import scripts
from duiqi.corpus.errors import UnreadableFile

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the BOM of UTF-16: it is asked first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DOUBLE_BYTE = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
SINGLE_BYTE = ("cp1252", "cp1250", "cp1254", "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp874")

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
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class Decoded(NamedTuple):
    """A file's text, the encoding it was in, and what a user should know about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """Decode a file, by its own marks where it has any, else by what gives sensible text.

    UTF-8, UTF-16 and UTF-32 say what they are. Of the old encodings those of Chinese,
    Japanese and Korean are told apart by how many of the commonest characters come out,
    those of one byte a letter by how sensible the words are that come out.

    Raises UnreadableFile for what is no text, or is not in the encoding that was asked for.

    >>> decode("协助地雷行动".encode("gb18030"), "a.txt").encoding
    'gb18030'
    >>> decode("協助地雷行動".encode("big5"), "a.txt").encoding
    'big5hkscs'
    """
    decoded = _as_asked(data, name, encoding) if encoding else _guessed(data, name)
    controls = CONTROL.findall(decoded.text)
    if not controls:
        return decoded
    if 10 * len(controls) > len(decoded.text):
        raise UnreadableFile(
            f"{name}: not text. It looks like a binary file: save it as plain text or DOCX first"
        )
    return decoded._replace(warnings=(*decoded.warnings, _about_controls(name, controls)))


def _about_controls(name: str, controls: list[str]) -> str:
    nul = controls.count("\0")
    others = len(controls) - nul
    parts = [f"{nul} NUL" if nul else "", f"{others} control" if others else ""]
    what = " and ".join(part for part in parts if part)
    plural = "character" if len(controls) == 1 else "characters"
    return f"{name}: {what} {plural}, left out of the paragraphs"


def _as_asked(data: bytes, name: str, encoding: str) -> Decoded:
    try:
        codec = codecs.lookup(encoding).name
    except LookupError:
        raise UnreadableFile(
            f"{name}: no encoding called {encoding!r}. Try utf-8, utf-16, gb18030 or big5"
        ) from None
    if codec == "utf-8" and data.startswith(codecs.BOM_UTF8):
        codec = "utf-8-sig"
    try:
        return Decoded(data.decode(codec), codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"{name}, line {line}: not {encoding}."
    except (UnicodeError, ValueError):
        message = f"{name}: not {encoding}."
    try:
        likely = _guessed(data, name).encoding
    except UnreadableFile:
        raise UnreadableFile(f"{message} It looks like no encoding at all: is it a text file?") from None
    raise UnreadableFile(f"{message} It looks like {likely}: try --encoding {likely}")


def _guessed(data: bytes, name: str) -> Decoded:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _marked(data, name, encoding)
    if wide := _wide_without_mark(data):
        return Decoded(data.decode(wide), wide, (f"{name}: no byte order mark, read as {wide}",))
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if mended := _mostly_utf8(data, name, error):
            return mended
    return _old(data, name)


def _marked(data: bytes, name: str, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        if error.reason == "truncated data":
            text = data[: error.start].decode(encoding)
            return Decoded(text, encoding, (f"{name}: ends within a character, which was left out",))
        raise UnreadableFile(
            f"{name}: begins with the mark of {encoding} but is not {encoding}. Save it as UTF-8"
        ) from None


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every second byte of its ASCII is NUL."""
    if len(data) < 4 or len(data) % 2 or b"\0" not in data:
        return None
    sample = data[:20_000]
    best: str | None = None
    most = 0.0
    for encoding, nul in (("utf-16-le", sample[1::2].count(0)), ("utf-16-be", sample[::2].count(0))):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROL.search(text[:5000]):
            continue
        # Chinese has few NUL bytes, but comes out as Chinese.
        sense = max(2 * nul / len(sample), _sense(text[:5000]))
        if sense > most:
            best, most = encoding, sense
    return best if most > 0.25 else None


def _mostly_utf8(data: bytes, name: str, error: UnicodeDecodeError) -> Decoded | None:
    """UTF-8 with a few broken bytes: a file cut within a character, or patched with an old editor."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    good = sum(c > "\x7f" for c in text) - broken
    if error.start >= len(data) - 3 and good:
        return Decoded(
            text[: text.rindex("\ufffd")], "utf-8", (f"{name}: ends within a character, which was left out",)
        )
    if good < 20 * broken:
        return None
    line = data.count(b"\n", 0, error.start) + 1
    plural = "place is" if broken == 1 else "places are"
    return Decoded(text, "utf-8", (f"{name}, line {line}: {broken} {plural} not utf-8, replaced by \ufffd",))


def _old(data: bytes, name: str) -> Decoded:
    """Encodings that leave no mark: those of Chinese, Japanese and Korean first, then those of one byte."""
    sample = data[:200_000]
    double = DOUBLE_BYTE if len(data) % 2 else (*DOUBLE_BYTE, "utf-16-le", "utf-16-be")
    decoded = {encoding: text for encoding in (*double, *SINGLE_BYTE) if (text := _try(sample, encoding))}
    best = max((e for e in double if e in decoded), key=lambda e: _sense(decoded[e]), default="")
    if not best or _sense(decoded[best]) < 0.2 or not _apart_from_latin(decoded[best]):
        best = max((e for e in SINGLE_BYTE if e in decoded), key=lambda e: _plausible(decoded[e]), default="")
    if not best or (b"\0" in sample and not best.startswith("utf-16")):
        raise UnreadableFile(
            f"{name}: not text. It looks like a binary file: save it as plain text or DOCX first"
        )
    try:
        return Decoded(data.decode(best), best, (f"{name}: not utf-8, read as {best}",))
    except UnicodeDecodeError:
        text = data.decode(best, errors="replace")
        broken = text.count("\ufffd")
        warning = f"{name}: read as {best}, but for {broken} characters, replaced by \ufffd"
        return Decoded(text, best, (warning,))


def _try(sample: bytes, encoding: str) -> str | None:
    """Decode a sample; it may end within a character."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return None


def _sense(text: str) -> float:
    """The share of a text's characters beyond ASCII that are common ones."""
    foreign = [c for c in text[:20_000] if c > "\x7f"]
    return sum(c in COMMON for c in foreign) / len(foreign) if foreign else 0.0


_EAST_ASIAN = f"[{scripts.HAN}{scripts.KANA}{scripts.HANGUL}]"
LATIN_NEIGHBOUR = re.compile(f"{_EAST_ASIAN}[a-z]|[a-z]{_EAST_ASIAN}")


def _apart_from_latin(text: str) -> bool:
    """Whether wide characters stand by themselves: within Latin words they were letters with accents."""
    wide = sum(c >= scripts.FIRST_WIDE for c in text[:20_000])
    return 3 * len(LATIN_NEIGHBOUR.findall(text[:20_000])) < wide


WORDS = re.compile(r"[^\W\d_]+")
MARKS = re.compile(r"[^\w\s\x00-\x7f]")
WITHIN_WORD = re.compile(r"[^\W\d_][^\w\s\x00-\x7f’‘·–—…][^\W\d_]")


def _plausible(text: str) -> float:
    """How sensible the words beyond ASCII are, a mean over their letters.

    One script a word, capitals at its beginning only, letters that languages use, and no
    signs within words: what a wrong encoding gives breaks one of these soon.
    """
    text = text[:50_000]
    points, count = 0.0, 0
    for word in WORDS.findall(text):
        if word.isascii():
            continue
        foreign = [c for c in word if c > "\x7f"]
        count += len(foreign)
        points += sum(1.0 if c in FREQUENT else 0.5 if c in USUAL else -1.0 for c in foreign)
        points -= 2 * (len({_script(c) for c in word}) > 1)
        points -= 2 * (not word[1:].islower() and not word.isupper() and word.lower() != word.upper())
        points -= 2 * (len(foreign) > 2 and len(foreign) > 0.6 * len(word) and _script(foreign[0]) == "latin")
    marks = MARKS.findall(text)
    points += sum(0.5 if c in USUAL_MARKS else -1.0 for c in marks) - 2 * len(WITHIN_WORD.findall(text))
    return points / (count + len(marks) or 1)


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


def _script(c: str) -> str:
    if c < "\u0370":
        return "latin"
    return "greek" if c < "\u0400" else "cyrillic" if c < "\u0530" else "other"
