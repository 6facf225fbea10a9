"""One file with both languages: told apart whatever its layout, refused where it is one text."""

from __future__ import annotations

from io import BytesIO

import pytest

from duiqi.corpus.bilingual import Bilingual, take_apart
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.model import APART
from duiqi.corpus.read import read_bytes


def apart(data: str | bytes, name: str = "both.txt", *langs: str | None) -> Bilingual:
    return take_apart(read_bytes(data if isinstance(data, bytes) else data.encode(), name), *langs)


def pairs(found: Bilingual) -> list[tuple[str, str]]:
    """The texts of each pair, source and target."""
    sides: list[dict[int, str]] = [{}, {}]
    for side, document, numbers in zip(sides, (found.source, found.target), found.pairing, strict=True):
        for paragraph, number in zip(document.paragraphs, numbers, strict=True):
            if paragraph.kind not in APART:
                side[number] = " ".join(filter(None, (side.get(number), paragraph.text)))
    return [(sides[0].get(n, ""), sides[1].get(n, "")) for n in sorted({*sides[0], *sides[1]})]


MUSEUM = [
    ("The museum opens at nine. Come in.", "博物馆九点开门。请进。"),
    ("Visiting the Palace Museum (故宫博物院)", "参观故宫"),
    ("Using Microsoft Windows Server 2008 R2", "使用 Microsoft Windows Server 2008 R2 操作系统"),
    ("We sold 1,200 iPhone 15 Pro Max.", "iPhone 15 Pro Max 的销量为 1200 部。"),
    ("Wang Wei (王维) lived in Chang'an. 𠀀", "王维住在长安。𠀀"),
]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\n\n\n"])
def test_line_under_line_and_paragraph_under_paragraph(between: str) -> None:
    found = apart(between.join(text for pair in MUSEUM for text in pair) + "\n")
    assert (found.source.lang, found.target.lang) == ("en", "zh")
    assert pairs(found) == MUSEUM


ON_A_LINE = [
    ("The museum opens at nine. Come in.", "博物馆九点开门。请进。"),
    ("Docker is a platform.", "Docker 是一个平台。"),
    ("Install it with npm.", "用 npm 安装。"),
    ("Mr. Smith is 𠀀!", "史密斯先生是 𠀀！"),
]
WORDS = [
    ("ice cream", "冰淇淋"),
    ("Mr. Smith", "史密斯先生"),
    ("start", "开始"),
    ("machine learning", "机器学习"),
]


@pytest.mark.parametrize("between", [" ", "\t", "", "　", " | "])
def test_both_languages_on_one_line(between: str) -> None:
    if between:
        found = apart("".join(f"{source}{between}{target}\n" for source, target in ON_A_LINE[:3]))
        assert pairs(found) == ON_A_LINE[:3]
    found = apart("".join(f"{target}{between}{source}\n" for source, target in ON_A_LINE[:3]))
    assert pairs(found) == [(target, source) for source, target in ON_A_LINE[:3]]
    for side in (found.source, found.target):
        for paragraph in side.paragraphs:
            assert side.text[slice(*paragraph.span)] == paragraph.text


@pytest.mark.parametrize("between", [" ", "\t", " - ", " = ", ": ", "：", "/", " — "])
def test_a_word_list_with_both_languages_on_a_line(between: str) -> None:
    found = apart("".join(f"{source}{between}{target}\n" for source, target in WORDS))
    assert pairs(found) == WORDS
    assert (found.source.lang, found.target.lang) == ("en", "zh")
    found = apart("".join(f"{target}{between}{source}\n" for source, target in WORDS))
    assert pairs(found) == [(target, source) for source, target in WORDS]


def test_other_scripts_than_chinese_beside_an_alphabet() -> None:
    korean = [
        ("박물관은 아홉 시에 엽니다.", "The museum opens at nine."),
        ("어린이는 반값입니다.", "Pay half."),
    ]
    russian = [("Музей открывается в девять.", "博物馆九点开门。"), ("Дети платят половину.", "儿童半价。")]
    for rows in (korean, russian):
        assert pairs(apart("".join(f"{source} {target}\n" for source, target in rows))) == rows
    assert pairs(apart("яблоко - apple\nбанан - banana\n")) == [("яблоко", "apple"), ("банан", "banana")]


def test_a_table_with_commas_is_refused_by_name() -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.csv: a table of texts and their translations"):
        apart("id,en,zh\n1,Open the door.,打开门。\n2,Close it.,关上。\n", "a.csv")


def test_translations_in_brackets_and_several_on_a_line() -> None:
    assert pairs(apart("开始（Start）\n停止（Stop）\n暂停 (Pause)\n")) == [
        ("开始", "Start"), ("停止", "Stop"), ("暂停", "Pause"),
    ]  # fmt: skip
    assert pairs(apart("你好。 Hello. 早上好。Good morning. 再见。 Goodbye.\n")) == [
        ("你好。", "Hello."), ("早上好。", "Good morning."), ("再见。", "Goodbye."),
    ]  # fmt: skip


def test_each_side_has_its_place_in_the_file() -> None:
    found = apart("\n".join(text for pair in MUSEUM for text in pair))
    for side in (found.source, found.target):
        for paragraph in side.paragraphs:
            assert side.text[slice(*paragraph.span)] == paragraph.text


def test_the_languages_given_say_which_is_the_source() -> None:
    page = "\n".join(text for pair in MUSEUM for text in pair)
    chinese = [(target, source) for source, target in MUSEUM]
    assert pairs(apart(page, "both.txt", "zh-Hans")) == chinese
    assert pairs(apart(page, "both.txt", None, "en-GB")) == chinese
    assert apart(page, "both.txt", "zh-Hans").source.lang == "zh-Hans"
    with pytest.raises(UnreadableFile, match=r"^both\.txt: in en and zh, not in fr$"):
        apart(page, "both.txt", "fr")


def test_a_heading_in_one_language_is_a_pair_of_its_own() -> None:
    page = "指南\n\nTickets cost ten euros.\n\n门票十欧元。\n\nPART TWO\n\nChildren pay half.\n\n儿童半价。"
    assert pairs(apart(page, "both.txt", "en")) == [
        ("", "指南"),
        ("Tickets cost ten euros.", "门票十欧元。"),
        ("PART TWO", ""),
        ("Children pay half.", "儿童半价。"),
    ]


def test_lines_without_letters_take_turns_as_their_neighbours_do() -> None:
    page = "Founded in\n创建于\n1925\n1925\nClosed on Mondays.\n周一闭馆。\n"
    assert pairs(apart(page)) == [
        ("Founded in", "创建于"),
        ("1925", "1925"),
        ("Closed on Mondays.", "周一闭馆。"),
    ]


def test_two_languages_of_one_alphabet() -> None:
    german = [
        ("Das Museum öffnet um neun Uhr.", "The museum opens at nine o'clock."),
        ("Die Karten sind an der Kasse zu haben.", "Tickets are sold at the entrance."),
        ("Hunde sind nicht erlaubt.", "Dogs are not allowed in the museum."),
    ]
    assert pairs(apart("\n".join(text for pair in german for text in pair))) == german


def test_columns_of_a_table_of_tabs() -> None:
    assert pairs(apart("".join(f"{source}\t{target}\n" for source, target in MUSEUM), "both.tsv")) == MUSEUM


def test_columns_of_a_table_in_a_web_page() -> None:
    rows = "".join(f"<tr><td>{source}</td><td>{target}</td></tr>" for source, target in MUSEUM)
    page = f"<html><body><h1>博物馆</h1><table>{rows}</table><p>The end.<br>完。</p></body></html>"
    assert pairs(apart(page, "both.html", "en")) == [("", "博物馆"), *MUSEUM, ("The end.", "完。")]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("原文 Original", "译文 Translation"),
        ("英文", "Chinese"),
        ("English 英文", "中文 Chinese"),
        ("Source", "译文"),
    ],
)
@pytest.mark.parametrize("number", ["", "| 1 "])
def test_the_first_column_is_the_source_whatever_its_title(source: str, target: str, number: str) -> None:
    rows = [(source, target), ("---", "---"), *MUSEUM[:1], ("Children pay half.", "儿童半价。"), *MUSEUM[3:]]
    page = "".join(f"{number}| {one} | {other} |\n" for one, other in rows)
    found = apart(page.replace("| 1 | ---", "|---|---"), "both.md")
    assert (found.source.lang, found.target.lang) == ("en", "zh")
    assert pairs(found)[2 - len(rows) :] == rows[2:]


def test_columns_of_a_table_in_word() -> None:
    docx = pytest.importorskip("docx", reason="needs python-docx")
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for pair in [*MUSEUM, ("1. Note", ""), ("2. Children pay half.", "2. 儿童半价。")]:
        for cell, text in zip(table.add_row().cells, pair, strict=True):
            cell.text = text
    stream = BytesIO()
    document.save(stream)
    found = pairs(apart(stream.getvalue(), "both.docx"))
    assert found[: len(MUSEUM)] == MUSEUM
    assert found[-1][1].endswith("儿童半价。")


@pytest.mark.parametrize(
    ("first", "second"), [("Source", "译文"), ("English", "中文"), ("原文", "Translation")]
)
def test_a_row_that_names_the_columns_is_no_text(first: str, second: str) -> None:
    rows = [(first, second), *MUSEUM]
    table = "".join(f"<tr><td>{one}</td><td>{other}</td></tr>" for one, other in rows)
    found = apart(f"<html><body><table>{table}</table></body></html>", "both.html")
    assert pairs(found) == MUSEUM


def test_numbered_clauses_have_their_labels_on_both_sides() -> None:
    """In the file each number is there twice, which is no sequence; on each side it is one."""
    clauses = [
        ("第一条 定义", "Article 1 Definitions"),
        ("1.1 货物是指附件一所列的设备。", '1.1 "Goods" means the equipment listed in Annex 1.'),
        ("1.2 买方是指签署本合同的甲方。", '1.2 "Buyer" means the party that signs this contract.'),
        ("（一）交付地点为上海港。", "(1) The place of delivery is the Port of Shanghai."),
        ("（二）交付时间另行通知。", "(2) The time of delivery is notified later."),
    ]
    found = apart("\n".join(text for pair in clauses for text in pair))
    labels = [[p.label for p in side.paragraphs] for side in (found.source, found.target)]
    assert labels[0] == ["第一条", "1.1", "1.2", "（一）", "（二）"]
    assert labels[1][1:] == ["1.1", "1.2", "(1)", "(2)"]
    for side, texts in zip((found.source, found.target), zip(*clauses, strict=True), strict=True):
        assert [p.lead + p.text for p in side.paragraphs] == list(texts)
    assert found.pairing == ((0, 1, 2, 3, 4), (0, 1, 2, 3, 4))


SAME = [("Docker", "Docker"), ("OK", "OK"), ("Apple Inc.", "Apple Inc."), ("2024", "2024")]
WITH_SAME = [*SAME[:1], *MUSEUM[:2], *SAME[1:3], *MUSEUM[2:4], SAME[3], MUSEUM[4]]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_lines_that_are_the_same_in_both_languages_are_one_of_each(between: str) -> None:
    assert pairs(apart(between.join(text for pair in WITH_SAME for text in pair))) == WITH_SAME


def test_cues_that_are_the_same_in_both_languages() -> None:
    cues = [*WITH_SAME, ("No! No!", "不！ 不！")]
    lines = [f"{source}\n{target}" for source, target in WITH_SAME] + ["No!\nNo!\n不！\n不！"]
    page = "\n\n".join(
        f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{text}" for n, text in enumerate(lines, 1)
    )
    assert [(a, b.replace("！不", "！ 不")) for a, b in pairs(apart(page, "film.srt"))] == cues


def test_a_refrain_in_one_language_is_not_divided() -> None:
    stanza = ["Row, row, row your boat", "Merrily, merrily", "Merrily, merrily", "Life is but a dream"]
    translation = ["划呀划呀划你的船", "快乐地，快乐地", "快乐地，快乐地", "人生不过是一场梦"]
    found = apart("\n".join([*stanza, "", *translation, "", *stanza, "", *translation]))
    assert [p.text for p in found.source.paragraphs] == [*stanza, *stanza]


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("head", [True, False])
def test_a_column_of_numbers_is_no_text(place: int, head: bool) -> None:
    """Row numbers, dates and prices beside the two languages are kept, and paired with nothing."""
    rows = [("English", "中文"), *MUSEUM, *SAME[:3]] if head else [*MUSEUM, *SAME[:3]]
    table = []
    for number, row in enumerate(rows):
        cells = list(row)
        cells.insert(place, "No." if head and not number else f"{number}.")
        table.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    found = apart("<html><body><table>" + "".join(table) + "</table></body></html>", "both.html")
    assert pairs(found) == rows[head:]
    apart_from_text = [p.text for p in found.source.paragraphs if p.kind == "metadata"]
    assert len(apart_from_text) == len(rows) + 2 * head


def test_two_lines_of_a_cue_in_whichever_order() -> None:
    page = (
        "1\n00:00:01,000 --> 00:00:03,000\nThe harbour was empty\nthat morning.\n那天早上港口空无一人\n\n"
        "2\n00:00:03,100 --> 00:00:05,000\n他把船数了两遍\n<i>He counted</i> the boats twice.\n\n"
        "3\n00:00:06,000 --> 00:00:07,000\n♪♪\n\n"
        "4\n00:00:07,100 --> 00:00:09,000\nMy brother was there.\n{\\an8}我哥哥在那儿\n"
    )
    found = apart(page, "film.srt")
    assert [pair for pair in pairs(found) if all(pair)] == [
        ("The harbour was empty that morning.", "那天早上港口空无一人"),
        ("He counted the boats twice.", "他把船数了两遍"),
        ("My brother was there.", "我哥哥在那儿"),
    ]
    times = [[p.time for p in side.paragraphs if p.time] for side in (found.source, found.target)]
    assert times[0] == [time for time in times[1] if time != (6000, 7000)]


@pytest.mark.parametrize(
    "page",
    [
        "The museum opens at nine.\nTickets cost ten euros.\n",
        "博物馆九点开门。\n门票十欧元。\n使用 Windows 操作系统\n",
        "The Analects (论语)\nTo practise.\nIs it not a joy?\nA friend comes.\nFrom afar.\n学而\n",
        "我们使用 Docker 部署服务。\n在 Kubernetes 中运行 Pod。\n打开 Visual Studio Code 编辑器\n",
        "Chapter One\n\nThe old man lived by the sea.\n\nChapter Two\n\nThe boat was gone.\n\nThree\n",
        "12\n13\n",
    ],
)
def test_one_text_is_refused(page: str) -> None:
    with pytest.raises(UnreadableFile, match=r"^both\.txt: one text, in one language"):
        apart(page)
