"""Pairs of bytes that are two code points, in every encoding that detection tries; surrogates in UTF-8."""

from __future__ import annotations

import codecs
import encodings.aliases

import pytest

from duiqi.corpus import Doubt
from duiqi.corpus.damaged import TWO_BYTES, mended
from duiqi.corpus.decode import decode
from duiqi.corpus.legacy_encodings import DOUBLE_BYTE

CODECS = sorted(
    {*DOUBLE_BYTE, *filter(lambda c: c.startswith(TWO_BYTES), encodings.aliases.aliases.values())}
)
JAPANESE = "一世紀以上にわたって漁船を港へ導いてきた。"
CANTONESE = "大會回顧其以往關於協助掃雷的所有決議，這座塔歸鎮上所有，一直指引漁船進港。"


def pairs(encoding: str) -> list[bytes]:
    """All pairs of bytes that are valid in an encoding."""
    found = (bytes((lead, trail)) for lead in range(0x80, 0x100) for trail in range(0x40, 0x100))
    return [pair for pair in found if decoded(pair, encoding)]


def decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def of_two_code_points(encoding: str) -> list[bytes]:
    """The pairs that are one character of two code points: neither byte is a character alone."""
    return [
        pair
        for pair in pairs(encoding)
        if len(pair.decode(encoding)) == 2 and decoded(pair[:1], encoding) is None
    ]


@pytest.mark.parametrize("encoding", CODECS)
def test_no_pair_of_bytes_breaks_the_reading(encoding):
    data = b"\n".join(pairs(encoding))
    assert len(mended(data, encoding).split("\n")) == len(data.split(b"\n"))


@pytest.mark.parametrize(
    ("encoding", "count"),
    [
        ("big5hkscs", 4),
        ("euc_jis_2004", 25),
        ("euc_jisx0213", 25),
        ("shift_jis_2004", 25),
        ("shift_jisx0213", 25),
    ],
)
def test_a_character_of_two_code_points_is_kept_beside_damage(encoding, count):
    text = CANTONESE if encoding == "big5hkscs" else JAPANESE
    sound = text.encode(encoding)
    found = of_two_code_points(encoding)
    assert len(found) == count
    for pair in found:
        character = pair.decode(encoding)
        assert mended(sound + pair + sound, encoding) == text + character + text
        assert mended(sound + pair + sound + b"\xff\n", encoding) == f"{text}{character}{text}\ufffd\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (f"{JAPANESE}挨拶をした。", "cp932", "cp932"),
        (f"{JAPANESE}挨拶をした。", "shift_jis", "cp932"),
        ("一百多年來，它一直指引漁船進港。他拿出一張紙，寫了幾個字。", "gb18030", "gb18030"),
        (f"{CANTONESE}Ê̄和ê̌是兩個字母。", "big5hkscs", "big5hkscs"),
    ],
)
def test_bytes_that_are_two_code_points_in_another_encoding_are_read_right(text, encoding, found):
    decision = decode(text.encode(encoding), "a.txt")
    assert (decision.encoding, decision.text) == (found, text)


PLAIN = "The old lighthouse was built in 1874.\n"


def surrogates(text: str) -> bytes:
    """UTF-8 in which each surrogate has three bytes, as programs write it that hold UTF-16."""
    units = text.encode("utf-16-be", "surrogatepass")
    return b"".join(
        chr(int.from_bytes(units[at : at + 2], "big")).encode("utf-8", "surrogatepass")
        for at in range(0, len(units), 2)
    )


@pytest.mark.parametrize("text", [PLAIN, "“Café”, she said.\n", "大会通过了。\n", "Все семьи похожи.\n"])
@pytest.mark.parametrize("code", [0xD800, 0xDBFF, 0xDC00, 0xDFFF])
@pytest.mark.parametrize("encoding", [None, "utf-8"])
def test_a_lone_surrogate_is_one_broken_character(text, code, encoding):
    lone = chr(code)
    for marked in (lone + text * 3, text * 3 + lone + text, text * 3 + lone):
        found = decode(surrogates(marked), "a.txt", encoding)
        assert (found.encoding, found.text) == ("utf-8", marked.replace(lone, "\ufffd"))
        line = marked[: marked.index(lone)].count("\n") + 1
        assert found.warnings == (
            Doubt("broken-characters", f"a.txt, line {line}: 1 place is not utf-8, replaced by \ufffd"),
        )


def test_a_pair_of_surrogates_is_a_character():
    text = f"{PLAIN}𠀀 \U0001f600\n"
    found = decode(surrogates(text), "a.txt")
    assert (found.encoding, found.text) == ("utf-8", text)
    assert found.warnings == (Doubt("encoding", "a.txt: not utf-8 but CESU-8, and read as that"),)
    found = decode(surrogates(f"{text}\udc00\ud800{text}"), "a.txt")
    assert found.text == f"{text}\ufffd\ufffd{text}"
    assert found.warnings[1].text == "a.txt, line 3: 2 places are not utf-8, replaced by \ufffd"


def test_a_lone_surrogate_after_a_byte_order_mark():
    found = decode(codecs.BOM_UTF8 + surrogates(f"\ud800{PLAIN}"), "a.txt")
    assert (found.encoding, found.text) == ("utf-8-sig", f"\ufffd{PLAIN}")


def test_a_text_with_a_surrogate_that_ends_within_a_character():
    found = decode(surrogates(f"\ud800{PLAIN}") + "会".encode()[:2], "a.txt")
    assert found.text == f"\ufffd{PLAIN}"
    assert [doubt.text for doubt in found.warnings] == [
        "a.txt: ends within a character, which was left out",
        "a.txt, line 1: 1 place is not utf-8, replaced by \ufffd",
    ]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Está aquí, mañana también, señor. ", "cp1252"),
        ("Příliš žluťoučký kůň. ", "cp1250"),
        ("Все счастливые семьи похожи. ", "koi8_r"),
        ("Все счастливые семьи похожи. ", "cp1251"),
        ("他站起来，走到窗前，看见外面下着大雪。", "gb18030"),
        (JAPANESE, "cp932"),
        ("모든 인간은 태어날 때부터 자유롭다. ", "cp949"),
    ],
)
def test_three_bytes_that_look_like_a_surrogate_make_no_utf8_of_other_texts(text, encoding):
    data = (text * 8).encode(encoding) + b"\xed\xa0\x80" + (text * 8).encode(encoding)
    assert decode(data, "a.txt").encoding != "utf-8"
