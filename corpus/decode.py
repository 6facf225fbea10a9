"""Decoding: bytes to text, the encoding detected where it is not given."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from duiqi.corpus.damaged import REPLACEMENT, mended
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.legacy_encodings import commonness, likely_encoding, mostly_decoded
from duiqi.corpus.model import Doubt

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the BOM of UTF-16, so it is tried first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_TEXT = "not text. It looks like a binary file: save it as plain text or DOCX first"
FEW_BROKEN = 20  # good characters, at least, for each broken one
# The same for UTF-8, which texts of one line or more in eleven other encodings never look like: 0 of 85,000.
FEW_BROKEN_UTF8 = 5
# Characters above U+FFFF as Java and old databases write them (CESU-8), and surrogates that are alone.
PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
SURROGATES = re.compile(PAIR.pattern + rb"|\xed[\xa0-\xbf][\x80-\xbf]")
BROKEN = REPLACEMENT.encode()
LONG_LINE = 200  # characters: a place in it is hard to find by the line's number
SAMPLE = 5000  # characters, enough to know UTF-16 by
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class Decoded(NamedTuple):
    """A file's text, the encoding it was in, and doubts about it."""

    text: str
    encoding: str
    warnings: tuple[Doubt, ...] = ()


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """Decode a file: in the encoding asked for, by its mark, as UTF-8, else by the likeliest text.

    Raises UnreadableFile where the file is no text, or not in the encoding asked for.

    >>> decode("协助地雷行动".encode("gb18030"), "a.txt").encoding
    'gb18030'
    >>> decode("協助地雷行動".encode("big5"), "a.txt").encoding
    'big5hkscs'
    """
    decoded = _as_asked(data, name, encoding) if encoding else _detected(data, name)
    controls = CONTROL.findall(decoded.text)
    if not controls:
        return decoded
    if 10 * len(controls) > len(decoded.text):
        raise UnreadableFile(f"{name}: {NOT_TEXT}")
    return decoded._replace(warnings=(*decoded.warnings, _about_controls(name, controls)))


def _about_controls(name: str, controls: list[str]) -> Doubt:
    nul = controls.count("\0")
    others = len(controls) - nul
    parts = [f"{nul} NUL" if nul else "", f"{others} control" if others else ""]
    found = " and ".join(part for part in parts if part)
    plural = "character" if len(controls) == 1 else "characters"
    return Doubt("control-characters", f"{name}: {found} {plural}, left out of the paragraphs")


def text_codec(encoding: str) -> str:
    """The name of a codec between bytes and text; LookupError for others, such as base64 and rot13."""
    found = codecs.lookup(encoding)
    if not getattr(found, "_is_text_encoding", True) or found.name in {"idna", "punycode", "undefined"}:
        raise LookupError(encoding)
    return found.name


def _as_asked(data: bytes, name: str, encoding: str) -> Decoded:
    try:
        codec = text_codec(encoding)
    except LookupError:
        raise UnreadableFile(
            f"{name}: no encoding called {encoding!r}. Try utf-8, utf-16, gb18030 or big5"
        ) from None
    if codec == "utf-8" and data.startswith(codecs.BOM_UTF8):
        codec = "utf-8-sig"
    line = ""
    try:
        text = data.decode(codec)
        if (whole := mended(data, codec)) != text and len(whole) > FEW_BROKEN * whole.count(REPLACEMENT):
            return Decoded(whole, codec, (_about_broken(name, whole, codec),))
        return Decoded(text, codec)
    except UnicodeDecodeError as error:
        line = f", line {_line(data, error)}"
        if found := _mostly(data, name, codec, error):
            return found
    except (UnicodeError, ValueError):
        pass
    message = f"{name}{line}: not {encoding}."
    try:
        likely = _detected(data, name).encoding
    except UnreadableFile:
        raise UnreadableFile(f"{message} It looks like no encoding at all: is it a text file?") from None
    raise UnreadableFile(f"{message} It looks like {likely}: try --encoding {likely}")


def _mostly(data: bytes, name: str, encoding: str, error: UnicodeDecodeError) -> Decoded | None:
    """A file in the encoding asked for with a few broken bytes, unless another encoding is likelier."""
    if encoding in {"utf-8", "utf-8-sig"}:
        return _mostly_utf8(data, name)
    text = mostly_decoded(data, encoding)
    if text is None:
        return None
    likely = _detected(data, name)
    if not likely.warnings or commonness(text) < 0.9 * commonness(likely.text):
        return None
    return Decoded(text, encoding, (_about_broken(name, text, encoding),))


def _detected(data: bytes, name: str) -> Decoded:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _marked(data, name, encoding)
    if wide := _wide_without_mark(data):
        doubt = Doubt("encoding", f"{name}: no byte order mark, read as {wide}")
        return Decoded(data.decode(wide), wide, (doubt,))
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        if found := _mostly_utf8(data, name):
            return found
    return _legacy(data, name)


def _marked(data: bytes, name: str, encoding: str) -> Decoded:
    """A file that begins with a byte order mark; cut within a character, it is read up to there."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        if error.reason == "truncated data":
            text = data[: error.start].decode(encoding)
            return _broken(text, encoding, f"{name}: ends within a character, which was left out")
        if encoding == "utf-8-sig" and (found := _mostly_utf8(data.removeprefix(codecs.BOM_UTF8), name)):
            return found._replace(encoding=encoding)
        text = data.decode(encoding, errors="replace")
        if len(text) > FEW_BROKEN * text.count(REPLACEMENT) and not CONTROL.search(text):
            return Decoded(text, encoding, (_about_broken(name, text, encoding),))
        raise UnreadableFile(
            f"{name}: begins with the mark of {encoding} but is not {encoding}. Save it as UTF-8"
        ) from None


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every second byte of its ASCII is NUL."""
    if len(data) < 4 or len(data) % 2 or b"\0" not in data:
        return None
    sample = data[:20_000]
    best: str | None = None
    most = 0.25
    for encoding, nul in (("utf-16-le", sample[1::2].count(0)), ("utf-16-be", sample[::2].count(0))):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROL.search(text[:SAMPLE]):
            continue
        # Chinese has few NUL bytes, but common characters.
        likelihood = max(2 * nul / len(sample), commonness(text[:SAMPLE]))
        if likelihood > most:
            best, most = encoding, likelihood
    return best


def _mostly_utf8(data: bytes, name: str) -> Decoded | None:
    """UTF-8 with a few broken bytes: a file cut within a character, or patched with an old editor.

    The three bytes of a surrogate have the form of UTF-8, as those of no other encoding do: a lone one is a
    broken character of UTF-8, and two that belong together are a character above U+FFFF.
    """
    joined = SURROGATES.sub(_joined, data)
    text = joined.decode("utf-8", errors="replace")
    lone = joined.count(BROKEN) - data.count(BROKEN)
    broken = text.count(REPLACEMENT) - lone
    good = sum(c > "\x7f" for c in text) - broken
    is_cut = _is_cut(joined) and good > 0
    if not is_cut and good < FEW_BROKEN_UTF8 * broken:
        return None
    doubts = []
    if PAIR.search(data):
        doubts.append(Doubt("encoding", f"{name}: not utf-8 but CESU-8, and read as that"))
    if is_cut:
        text = text[: text.rindex(REPLACEMENT)]
        doubts.append(Doubt("broken-characters", f"{name}: ends within a character, which was left out"))
    if lone or (broken and not is_cut):
        doubts.append(_about_broken(name, text, "utf-8"))
    return Decoded(text, "utf-8", tuple(doubts))


def _joined(surrogates: re.Match[bytes]) -> bytes:
    """The UTF-8 of a pair of surrogates, or of U+FFFD for a lone one."""
    units = surrogates[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace").encode()


def _is_cut(data: bytes) -> bool:
    """Whether nothing is broken but the last character."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 3
    return False


def _legacy(data: bytes, name: str) -> Decoded:
    """A file in an encoding that leaves no mark."""
    encoding = likely_encoding(data)
    if encoding is None:
        raise UnreadableFile(f"{name}: {NOT_TEXT}")
    doubts = [Doubt("encoding", f"{name}: not utf-8, read as {encoding}")]
    text = mended(data, encoding)
    if REPLACEMENT in text:
        doubts.append(_about_broken(name, text, encoding))
    return Decoded(text, encoding, tuple(doubts))


def _about_broken(name: str, text: str, encoding: str) -> Doubt:
    """How many characters of a text were replaced, and the line of the first; its place in a long line."""
    count = text.count(REPLACEMENT)
    found = f"{count} place is" if count == 1 else f"{count} places are"
    at = text.index(REPLACEMENT)
    column = at - text.rfind("\n", 0, at)
    where = f"{name}, line {text.count(chr(10), 0, at) + 1}"
    if column > LONG_LINE:
        where += f", character {column}"
    return Doubt("broken-characters", f"{where}: {found} not {encoding}, replaced by {REPLACEMENT}")


def _line(data: bytes, error: UnicodeDecodeError) -> int:
    return data.count(b"\n", 0, error.start) + 1


def _broken(text: str, encoding: str, warning: str) -> Decoded:
    """A text without some of its characters, whose bytes are none in the encoding."""
    return Decoded(text, encoding, (Doubt("broken-characters", warning),))
