"""Encodings and languages detected, and doubts about them."""

from __future__ import annotations

from itertools import takewhile

import pytest

from duiqi.corpus import Doubt, UnreadableFile, read_bytes
from duiqi.corpus.decode import decode
from duiqi.corpus.detection import detect

NOVEL = "他站起来，走到窗前，看见外面下着大雪。“你要去哪里？”她问。"
TRADITIONAL = "聯合國大會決議：關於協助地雷行動的問題，應當繼續努力。"
ENGLISH = "“It’s a fine day,” she said — and it wasn’t. Don’t you think so?"
GERMAN = "Der Schäfer führte die größten Schafe über die Brücke."
FRENCH = "L’été dernier, nous avons mangé des crêpes à la plage. « Où êtes-vous ? »"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (NOVEL, "utf-8"),
        (NOVEL, "utf-8-sig"),
        (NOVEL, "utf-16"),
        (NOVEL, "utf-16-le"),
        (NOVEL, "utf-16-be"),
        (NOVEL, "gb18030"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "cp1252"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        ("Все счастливые семьи похожи друг на друга.", "cp1251"),
        ("Все счастливые семьи похожи друг на друга.", "koi8_r"),
        ("Zażółć gęślą jaźń. Wszystkie książki są sprzedane.", "cp1250"),
        ("Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar.", "cp1254"),
        ("吾輩は猫である。名前はまだ無い。", "cp932"),
        ("나는 학교에 갑니다. 오늘은 날씨가 좋습니다.", "cp949"),
        ("一、𠀀字也算。", "gb18030"),
    ],
)
def test_the_encoding_is_detected(text, encoding):
    assert decode(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize("sign", ["§", "¹", "£", "½", "°", "®"])
@pytest.mark.parametrize("text", ["as laid down in {} 9 of the “Act”.", "The party’s report;{} it’s late."])
def test_a_sign_in_english_is_no_thai_letter(sign, text):
    """The Thai encoding has the same quotation marks as the Western one, and letters in place of signs."""
    written = text.format(sign)
    assert decode(written.encode("cp1252"), "a.txt").text == written


def test_cubic_metres_are_no_polish_word():
    written = "The tank holds 12 m³ – that is, 12,000,000 cm³."
    assert decode(written.encode("cp1252"), "a.txt").text == written


def test_letters_that_stand_for_items_are_thai_in_thai():
    written = "การประชุมครั้งที่ 1 ก. เรื่องแจ้งให้ทราบ ข. เรื่องเสนอ ค. เรื่องอื่น ๆ"
    assert decode(written.encode("cp874"), "a.txt").text == written


@pytest.mark.parametrize("length", [8, 12, 20])
def test_short_chinese(length):
    for start in range(len(NOVEL) - length):
        text = NOVEL[start : start + length]
        assert decode(text.encode("gb18030"), "a.txt").text == text


def test_line_ends_are_kept():
    assert decode(b"one\r\ntwo\r", "a.txt").text == "one\r\ntwo\r"


@pytest.mark.parametrize(
    ("data", "code", "text"),
    [
        (
            "naïve café, crème brûlée\x00\x01".encode(),
            "control-characters",
            "a.txt: 1 NUL and 1 control characters, left out of the paragraphs",
        ),
        (GERMAN.encode("cp1252"), "encoding", "a.txt: not utf-8, read as cp1252"),
        (ENGLISH.encode("utf-16-le"), "encoding", "a.txt: no byte order mark, read as utf-16-le"),
        (
            "大会决议𠀀".encode()[:-1],
            "broken-characters",
            "a.txt: ends within a character, which was left out",
        ),
        (
            ("大会决议，" * 20).encode() + b"\xff\n" + "大会".encode(),
            "broken-characters",
            "a.txt, line 1: 1 place is not utf-8, replaced by \ufffd",
        ),
    ],
)
def test_doubts_have_a_code_and_a_text(data, code, text):
    assert decode(data, "a.txt").warnings == (Doubt(code, text),)
    assert read_bytes(data, "a.txt").warnings == (Doubt(code, text),)


def test_one_bad_byte_in_english_does_not_spoil_its_quotation_marks():
    """Such a text has few characters that tell its encoding: every one of them would be read wrong."""
    good = "“He’s here,” she said — “it’s café 𠀀.” "
    decoded = decode(good.encode() + b"na\xefve\n", "a.txt")
    assert decoded.text == good + "na\ufffdve\n"
    assert decoded.warnings == (
        Doubt("broken-characters", "a.txt, line 1: 1 place is not utf-8, replaced by \ufffd"),
    )


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (
            "hello\n大会决议协助地雷行动\n".encode("gb18030"),
            "utf-8",
            "a.txt, line 2: not utf-8. It looks like gb18030: try --encoding gb18030",
        ),
        (b"hello", "utf-9", "a.txt: no encoding called 'utf-9'. Try utf-8, utf-16, gb18030 or big5"),
        (
            bytes(range(256)) * 20,
            None,
            "a.txt: not text. It looks like a binary file: save it as plain text or DOCX first",
        ),
    ],
)
def test_a_file_that_cannot_be_decoded(data, encoding, message):
    with pytest.raises(UnreadableFile) as caught:
        decode(data, "a.txt", encoding)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (NOVEL, "zh"),
        (TRADITIONAL, "zh-Hant"),
        (ENGLISH, "en"),
        (GERMAN, "de"),
        (FRENCH, "fr"),
        ("吾輩は猫である。", "ja"),
        ("나는 학교에 갑니다.", "ko"),
        ("มนุษย์ทั้งหลายเกิดมามีอิสระ", "th"),
        ("يولد جميع الناس أحرارا", "ar"),
        ("Все счастливые семьи похожи друг на друга, и это было так.", "ru"),
        ("Non c'è nessuno che sia più felice di un uomo che non sa niente.", "it"),
        ("Er is niemand die dat beter weet dan de man die het heeft gedaan.", "nl"),
        ("No hay nadie que sepa más que el hombre que lo ha hecho.", "es"),
        ("Não há ninguém que saiba mais do que o homem que o fez.", "pt"),
        ("Nie ma nikogo, kto wie o tym lepiej niż człowiek, który to zrobił.", "pl"),
        ("Bunu yapan adam kadar iyi bilen bir kimse daha yok ve olmayacak.", "tr"),
        ("1998/76", "und"),
        ("联合国大会决议 General Assembly resolution 62/99", "zh"),
    ],
)
def test_the_language_is_detected(text, language):
    assert detect(text) == language


KOREAN = "나는 학교에 갑니다. 오늘은 날씨가 좋습니다."
JAPANESE = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"
DAMAGED = pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        (NOVEL, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (JAPANESE, "cp932", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (KOREAN, "cp949", "cp949"),
        (NOVEL, "utf-8", "utf-8"),
    ],
)


def damaged(text: str, encoding: str) -> bytes:
    """Some kilobytes of a text, with a byte on line 31 that is none in any of the encodings."""
    lines = [text.encode(encoding)] * 40
    lines[30] = b"\x81!" + lines[30]
    return b"\n".join(lines)


@DAMAGED
def test_one_broken_byte_does_not_change_the_encoding(text, asked, found):
    """Nearly every sequence of bytes is Arabic in cp1256, and Chinese with a broken byte was."""
    decoded = decode(damaged(text, asked), "a.txt")
    assert decoded.encoding == found
    assert decoded.text.split("\n")[29:32] == [text, f"\ufffd!{text}", text]
    doubt = decoded.warnings[-1]
    assert doubt.code == "broken-characters"
    assert doubt.text == f"a.txt, line 31: 1 place is not {found}, replaced by \ufffd"


@DAMAGED
def test_one_broken_byte_is_no_reason_to_refuse_the_encoding_asked_for(text, asked, found):
    decoded = decode(damaged(text, asked), "a.txt", asked)
    assert decoded.text.count("\ufffd") == 1
    assert [doubt.code for doubt in decoded.warnings] == ["broken-characters"]


def test_another_encoding_is_refused_though_few_bytes_are_broken_in_it():
    with pytest.raises(UnreadableFile, match="It looks like utf-8: try --encoding utf-8"):
        decode((NOVEL * 9).encode() + "é".encode(), "a.txt", "gb18030")
    with pytest.raises(UnreadableFile, match="It looks like gb18030"):
        decode(damaged(NOVEL, "gb18030"), "a.txt", "big5")


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r"])
def test_russian_stays_russian(encoding):
    text = "Все счастливые семьи похожи друг на друга, " * 40
    assert decode(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "big5", "euc_jp", "cp949"])
@pytest.mark.parametrize("extra", [b"", b"\xff", b"\xb5"])
def test_a_lost_byte_or_one_too_many_does_not_spoil_the_rest_of_its_line(encoding, extra):
    """The bytes after it pair up wrongly, each pair a character all the same."""
    text = {"big5": TRADITIONAL, "euc_jp": JAPANESE, "cp949": KOREAN}.get(encoding, NOVEL)
    lines = [text.encode(encoding)] * 20
    half = next(k for k in range(len(text) // 2, len(text)) if text[k] > "\u3040")
    at = len(text[:half].encode(encoding))
    lines[9] = lines[9][:at] + (extra + lines[9][at:] if extra else lines[9][at + 1 :])
    found = decode(b"\n".join(lines), "a.txt", encoding).text.split("\n")
    assert found[8] == found[10] == text
    assert found[9].startswith(text[: half - 1])
    assert found[9].endswith(text[half + 3 :])


def test_a_translation_with_passages_left_in_english_is_in_its_own_language():
    page = "这个工具很容易安装。\n\nWrite the failing tests first, then ask for a fix.\n\n大约需要十分钟。\n"
    assert detect(page) == "zh"
    assert detect("The Analects (论语) is a book.\nIt is read today.\nIn China it is called 论语.\n") == "en"


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs"])
def test_a_damaged_byte_spoils_no_more_than_its_character(encoding):
    text = {"gb18030": "他说明天来会议室。", "big5hkscs": "他說明天來會議室。"}
    line = text[encoding] * 8
    size = len(line[:35].encode(encoding))
    data = bytearray(f"{line}\n".encode(encoding) * 3)
    data[size] = 0xFF
    found = decode(bytes(data), "a.txt")
    assert found.text == f"{line[:35]}\ufffd{line[36:]}\n{line}\n{line}\n"


TEXTS_OF_ONE_LINE = {
    "gb18030": (
        "甲方应当按照本合同约定的时间交付房屋，乙方收到后在三日内验收，并书面通知甲方。"
        "他抬起头来，看见远处的山上有一点灯光。"
    ),
    "big5": (
        "甲方應當按照本合約約定的時間交付房屋，乙方收到後在三日內驗收，並書面通知甲方。"
        "他抬起頭來，看見遠處的山上有一點燈光。"
    ),
    "cp932": (
        "甲は本契約に定める期日までに商品を引き渡す。"
        "彼は顔を上げて、遠くの山の上に小さな明かりが見えるのに気づいた。"
    ),
    "euc_jp": (
        "甲は本契約に定める期日までに商品を引き渡す。"
        "彼は顔を上げて、遠くの山の上に小さな明かりが見えるのに気づいた。"
    ),
    "cp949": (
        "갑은 본 계약에서 정한 기일까지 상품을 인도한다. "
        "그는 고개를 들어 먼 산 위의 작은 불빛을 보았다. 무슨 말을 하는지 물었다."
    ),
}


def alike_from_the_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


@pytest.mark.parametrize("encoding", TEXTS_OF_ONE_LINE)
def test_a_lost_byte_costs_its_character_in_a_long_line(encoding):
    """Wherever it is lost: another character seldom goes with it, and nearly always it is reported."""
    text = f"{TEXTS_OF_ONE_LINE[encoding]}\n{TEXTS_OF_ONE_LINE[encoding] * 3}"
    data = text.encode(encoding)
    lost, silent, tried = 0, 0, [at for at in range(140, len(data) - 40, 29) if data[at] > 0x7F]
    for at in tried:
        found = decode(data[:at] + data[at + 1 :], "a.txt", encoding)
        alike = alike_from_the_start(found.text, text)
        lost += len(text) - alike - alike_from_the_start(found.text[:alike:-1], text[:alike:-1])
        silent += not found.warnings
    assert lost <= 1.5 * len(tried)
    assert silent <= (0.7 if encoding in ("big5", "cp932") else 0) * len(tried)  # it may leave a letter


def test_a_text_of_one_line_that_lost_a_byte_is_known_for_chinese_and_its_place_is_reported():
    data = (TEXTS_OF_ONE_LINE["gb18030"] * 5).encode("gb18030")
    found = decode(data[:10] + data[11:], "a.txt")
    assert found.encoding == "gb18030"
    assert found.text[6:12] == "本合同约定的"
    found = decode(data[:410] + b"\xff" + data[411:], "a.txt")
    assert found.warnings[-1].text == (
        "a.txt, line 1, character 206: 1 place is not gb18030, replaced by \ufffd"
    )


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "big5", "cp932", "cp949", "euc_jp"])
def test_rare_characters_are_no_damage(encoding):
    text = "饕餮、魑魅魍魉、鳜鱼、齑粉，籯䶮，A座，甲B乙，朱镕基，鄣郡；ﾊﾝｶｸ。꿔똠방각하 뷁\n".encode(
        encoding, "ignore"
    )
    assert decode(text, "a.txt", encoding).text == text.decode(encoding)


def test_a_damaged_pair_of_utf_16_is_one_character():
    data = bytearray("﻿他说明天来会议室，我们都同意了，请准时到场，谢谢。".encode("utf-16-le"))
    data[11] = 0xD8
    found = decode(bytes(data), "a.txt")
    assert (found.text.count("\ufffd"), len(found.text)) == (1, 25)
    assert [doubt.code for doubt in found.warnings] == ["broken-characters"]
