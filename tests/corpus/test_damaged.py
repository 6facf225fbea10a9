"""Pairs of bytes that are two code points, in every encoding that detection tries."""

from __future__ import annotations

import encodings.aliases

import pytest

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
