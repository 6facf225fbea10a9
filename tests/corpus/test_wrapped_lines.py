"""Plain text whose lines are wrapped in ways that differ within one text; contents; radicals; EPUB files."""

from __future__ import annotations

import io
import textwrap
import zipfile

import pytest

from duiqi.corpus.radicals import without_radicals
from duiqi.corpus.read import read_bytes
from duiqi.segmenters import segment

PROSE = (
    "The council is the highest organ of the society and meets twice a year in the town it chose the year"
    " before, unless a third of its members ask for another place in writing."
)


def texts(text: str, lang: str, name: str = "a.txt") -> list[str]:
    return [s.text for s in segment(read_bytes(text.encode(), name, lang))]


@pytest.mark.parametrize("width", [50, 64, 72])
def test_hanging_items_are_whole_in_a_text_set_flush(width):
    """The later lines of an item may be indented to its text where no other line is."""
    items = [
        "to change or revoke any decision of the Standing Committee not in keeping with this charter;",
        "to decide, on the proposal of the chair, on the Secretary-General, the heads of committees and the"
        " Auditor; and",
        "to decide on the budget.",
    ]
    flush = textwrap.fill(PROSE, width, initial_indent="    ")
    listed = [
        textwrap.fill(item, width, initial_indent=f"    ({n})  ", subsequent_indent=" " * 9)
        for n, item in enumerate(items, 1)
    ]
    text = "\n".join([*[flush] * 8, "    The council has these powers:", *listed, *[flush] * 3]) + "\n"
    found = texts(text, "en")
    assert [item for item in items if item not in found] == []


def test_a_single_line_that_ends_in_a_chinese_comma_goes_on():
    text = (
        "这一节讲述历史。\n\n如果文件已修改并放入暂存区，就属于已暂存状态。\n\n在下一章中，你会进一步了解这些状态的细节，\n"
        "并学会如何根据文件状态实施后续操作。\n\n下一节讲述安装。\n"
    )
    joined = "在下一章中，你会进一步了解这些状态的细节，并学会如何根据文件状态实施后续操作。"
    assert joined in texts(text, "zh")


def test_verse_that_ends_its_lines_in_commas_keeps_its_lines():
    verse = "我们在远处看见了海上的灯火，\n风从山那边吹来带着雨水的气味，\n没有人说话只望着远方的黑暗里，\n"
    assert len(texts(verse * 2, "zh")) == 6


@pytest.mark.parametrize(
    "leader",
    [
        *("....................", " . . . . . . . . ", "……………………", " ···················· "),
        *(" ──────────── ", "┄┄┄┄┄┄┄┄", " ------------ ", "————————", "－－－－－－"),
        *(" ‧‧‧‧‧‧‧‧ ", " ∙∙∙∙∙∙∙∙ ", " ┅┅┅┅┅┅┅┅ ", " ╌╌╌╌╌╌╌╌ ", " · · · · · · · · ", "・ ・ ・ ・ ・ ・"),
    ],
)
def test_entries_of_a_table_of_contents_are_headings_without_leaders(leader):
    text = f"Contents\n\n1 General{leader}3\n2 Rights and duties{leader}12\nAnnex{leader}xi\n\n{PROSE}\n"
    document = read_bytes(text.encode(), "a.txt", "en")
    headings = [s for s in segment(document) if s.kind == "heading"]
    found = [" ".join([s.label, s.text]).strip() for s in headings]
    assert found[-3:] == ["1 General 3", "2 Rights and duties 12", "Annex xi"]
    assert texts(text, "en")[-1] == PROSE


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "A Manual Contents 1 Safety ........ 3 2 Use of the pump ........ 12 Annex A Data ........ 20",
            ["A Manual", "Contents", "1 Safety 3", "2 Use of the pump 12", "Annex A Data 20"],
        ),
        (
            "手册　目录　第一章 总则……………3　第二章 经营𠀀……………12　附件甲 数据──────20",
            ["手册", "目录", "第一章 总则 3", "第二章 经营𠀀 12", "附件甲 数据 20"],
        ),
    ],
)
def test_entries_of_contents_on_one_line_end_with_their_pages(line, expected):
    found = segment(read_bytes(f"{line}\n\n{PROSE}\n".encode(), "a.txt"))
    assert [" ".join([s.label, s.text]).strip() for s in found][: len(expected)] == expected


def test_blanks_to_fill_in_on_one_line_are_no_contents():
    text = f"Copies ........ 12 of which bound ........ 3 and for the library ........ 1\n\n{PROSE}\n"
    assert not any(one.endswith(" 12") for one in texts(text, "en"))


def test_wide_spaces_are_the_leaders_of_chinese_contents():
    entries = [("第一章　总则", 3), ("第二章　经营", 8), ("第三章　附则", 12)]
    text = "".join(f"{title}{'　' * 8}{page}\n" for title, page in entries)
    found = segment(read_bytes(f"目录\n{text}\n本章规定总则。\n".encode(), "a.txt", "zh"))
    assert [(s.label, s.text) for s in found if s.kind == "heading"] == [
        ("第一章", "总则 3"),
        ("第二章", "经营 8"),
        ("第三章", "附则 12"),
    ]


def test_titles_of_several_lines_and_the_numbers_of_an_index_are_whole_entries():
    text = (
        "Contents\n\n"
        "1 General ................................ 3\n"
        "2 Of the rights that the members have and\n"
        "  the Duties of those that are no members\n"
        "  any more ............................... 12\n"
        "Index\n"
        "bridge ....................... 4, 17–19, 22,\n"
        "  101, 230\n"
        "budget ....................... 7, 12\n\n"
        f"{PROSE}\n"
    )
    headings = [s for s in segment(read_bytes(text.encode(), "a.txt", "en")) if s.kind == "heading"]
    assert [" ".join([s.label, s.text]).strip() for s in headings][-5:] == [
        "1 General 3",
        "2 Of the rights that the members have and the Duties of those that are no members any more 12",
        "Index",
        "bridge 4, 17–19, 22, 101, 230",
        "budget 7, 12",
    ]
    assert texts(text, "en")[-1] == PROSE


def test_titles_with_marks_in_them_are_never_cut():
    text = "《谁的青春不迷茫？》也不错。〈走吧！〉《等等！》都好看。"
    assert texts(text, "zh") == ["《谁的青春不迷茫？》也不错。", "〈走吧！〉《等等！》都好看。"]


def test_radicals_become_the_characters_they_stand_for_and_offsets_stay():
    text = "⼀、⽂件必须由⼆⼈签字。\n⼆、⻅附件，𠀀⻓期有效。\n"
    document = read_bytes(text.encode(), "a.txt", "zh")
    assert document.text == without_radicals(text) == "一、文件必须由二人签字。\n二、见附件，𠀀长期有效。\n"
    for paragraph in document.paragraphs:
        for at, start, length in paragraph.passage.runs:
            assert paragraph.text[at : at + length] == document.text[start : start + length]


def book(*files: str) -> bytes:
    """An EPUB of chapters, each the paragraphs of one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        items = "".join(
            f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>'
            for n in range(len(files))
        )
        spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(files)))
        archive.writestr(
            "content.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><metadata/>'
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
        )
        for n, body in enumerate(files):
            archive.writestr(
                f"c{n}.xhtml", f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
            )
    return out.getvalue()


@pytest.mark.parametrize(
    ("files", "lang", "found"),
    [
        (
            ("<p>Nobody in the house had heard how he walked to the</p>", "<p>door and left.</p>"),
            "en",
            ["Nobody in the house had heard how he walked to the door and left."],
        ),
        (
            (
                "<p>他慢慢地走到门口，在那里站了很久也没有听见什么声音，然后又从窗户里</p>",
                "<p>看了看外面。</p>",
            ),
            "zh",
            ["他慢慢地走到门口，在那里站了很久也没有听见什么声音，然后又从窗户里看了看外面。"],
        ),
        (("<p>He left.</p>", "<p>door and left.</p>"), "en", ["He left.", "door and left."]),
        (("<p>THE DOOR</p>", "<p>He left.</p>"), "en", ["THE DOOR", "He left."]),
        (("<p>he went</p><p>home.</p>", "<p>So did I.</p>"), "en", ["he went", "home.", "So did I."]),
        (("<h1>The door</h1>", "<p>and then he left.</p>"), "en", ["The door", "and then he left."]),
    ],
)
def test_a_sentence_over_two_files_of_a_book_is_one(files, lang, found):
    assert [s.text for s in segment(read_bytes(book(*files), "a.epub", lang))] == found


def test_the_only_line_that_goes_on_is_joined_where_it_is_full_and_none_is_wider():
    lines = (
        "The House by the Sea\nThe house stood alone on the cliff.\nAll its windows were dark except one.\n"
        "The road was white with frost, and the horse slipped twice near old\nbridges.\n"
        "I heard a woman singing behind the door.\nThen the light went out.\nNobody spoke.\n"
    )
    joined = "The road was white with frost, and the horse slipped twice near old bridges."
    assert joined in texts(lines, "en")
    short = lines.replace("white with frost, and the horse slipped twice near", "white near")
    assert "bridges." in texts(short, "en")
    wider = f"My uncle, who had said nothing until then, put the lamp on the table and sat down.\n{lines}"
    assert "bridges." in texts(wider, "en")


def test_the_last_item_of_a_list_begins_its_own_line_after_and():
    law = (
        "Article 1 This Act is enacted to protect public\nparks and to regulate their use.\n"
        "Article 2 The municipal government shall:\n(1) draw up a plan for the parks of the city;\n"
        "(2) maintain paths, benches and lawns; and\n(3) publish a report every year.\n"
        "Article 3 Parks are open from six in the morning\nuntil ten at night.\n"
    )
    assert "maintain paths, benches and lawns; and" in texts(law, "en")
    assert "publish a report every year." in texts(law, "en")
    assert "publish a report every year." in texts(law.replace("; and", ", and"), "en")
    referring = law.replace(
        "until ten at night.", "until ten, as it is said in items (1), (2) and\n(3) above."
    )
    assert texts(referring, "en")[-1].endswith("(1), (2) and (3) above.")


def test_a_chapter_begins_after_a_full_line_that_ends_a_sentence():
    law = [
        "第一章 总则",
        "第一条 为了保护公共公园，规范公园的使用，制定本法。",
        "第二章 公园的使用",
        "第二条 犬只应当用绳牵引。违反本条规定的，可以处二百元以下罚款。",
        "第三章 附则",
        "第三条 本法自2021年5月1日起施行。",
    ]
    wrapped = "\n".join(paragraph[at : at + 17] for paragraph in law for at in range(0, len(paragraph), 17))
    found = segment(read_bytes(wrapped.encode(), "a.txt", "zh"))
    assert [(s.label, s.text) for s in found if s.kind == "heading"] == [
        ("第一章", "总则"),
        ("第二章", "公园的使用"),
        ("第三章", "附则"),
    ]


MIXED = [
    "第一节 概述",
    "调用 Object 类的 clone 方法会创建并返回对象的副本，不过该类必须实现 Cloneable 接口。否则会抛出异常。",
    "LanguageTool 是开源的文法校对软件，可用于英语、法语、德语、波兰语、荷兰语以及其他许多种语言。",
    "下面的文件必须包含：",
    "omegat项目文件及翻译记忆",
    "这个方法本质上是一个神奇的构造函数，可以用来创建几乎任何类型的对象，只要类型实现 Serializable 接口。",
]


def test_text_under_the_headings_and_options_of_a_manual_page_is_whole():
    """They stand right above their text, which is indented, and are no lines that continue in it."""
    text = (
        "描述\n       转换程序可将多个手册页从一种编码转换至另一种编码，并猜测每一个手册页的合\n"
        "       适的输入编码。它在永久性对过时字符集编写的页面进行转码时很有用，或者也\n"
        "       可以在构建系统需要时使用。\n\n"
        "选项\n       -t encoding, --to-code=编码\n              将手册页转换为指定编码。\n\n"
        "       --suffix=文件名后缀\n              将文件名加上后缀。\n\n"
        "       --in-place-of 原文件名\n              将每个文件覆写。\n\n"
        "       -q, --quiet 不显示消息\n              不显示错误消息。\n"
    )
    found = texts(text, "zh")
    assert "它在永久性对过时字符集编写的页面进行转码时很有用，或者也可以在构建系统需要时使用。" in found
    assert "将手册页转换为指定编码。" in found


def test_text_wrapped_after_a_number_of_characters_is_whole():
    """Latin letters count as much as Chinese ones, so that the lines differ in columns."""
    text = "\n".join(p[at : at + 24] for p in MIXED * 3 for at in range(0, len(p), 24))
    sentences = [f"{s}。" for p in (MIXED[1], MIXED[2], MIXED[5]) for s in p.split("。")[:-1]]
    found = [text.replace(" ", "") for text in texts(text, "zh") if text.endswith("。")]
    assert found == [sentence.replace(" ", "") for sentence in sentences] * 3


@pytest.mark.parametrize("width", [30, 31, 36, 40])
def test_a_word_cut_after_a_number_of_characters_is_whole_again(width):
    """The spaces at other cuts are there, so one without them is within a word, or beside a mark."""
    sentence = (
        "为了建设一个开放的 community，所有的贡献者都要遵守 Contributor Covenant，包括在 GitHub 上的 "
        "issues、pull requests 以及 mailing lists 里的讨论，𠀀此外每个月举行一次 meeting，会议的 agenda "
        "提前发布在 wiki 上，欢迎大家参加并提出 suggestions，也欢迎 translations 和 patches，"
        "详情请看 contributing guide 的第二节。"
    )
    text = "\n".join(sentence[at : at + width] for at in range(0, len(sentence), width))
    assert texts(text, "zh") == [sentence]


def test_a_short_chinese_line_ends_where_the_next_begins_with_a_latin_word():
    """That word alone had to fit on the line, not the Chinese without spaces after it."""
    wide = "本软件由志愿者在业余时间里编写，任何人都可以自由地使用、研究它，也可以把它再交给别人，不必付费。"
    lines = [wide[at : at + 30] for at in range(0, len(wide), 30)]
    text = "\n".join([*lines * 2, "必须包含下面的文件：", "omegat项目文件及翻译记忆", *lines])
    found = texts(text, "zh")
    assert found == [wide, wide, "必须包含下面的文件：", "omegat项目文件及翻译记忆", wide]


@pytest.mark.parametrize("cut", [35, 36])
def test_a_chinese_sentence_alone_goes_on_at_the_widest_line(cut):
    """Other paragraphs are a line each, so that nothing is learnt from them."""
    wide = "在这个例子里，我们先建立一个目录，再把文件放进去，最后提交，结果就会按照预期，显示在屏幕上。"
    around = ["概述", "这是第一段，写在一行里。", "这是第二段，也写在一行里面。"]
    text = "\n".join([*around, wide[:cut], wide[cut:], *around])
    assert texts(text, "zh") == [*around, wide, *around]
    assert texts(f"概述\n\n{wide[:24]}\n{wide[24:]}\n", "zh")[1:] == [wide]


@pytest.mark.parametrize("first", [30, 31])
def test_a_chinese_sentence_alone_goes_on_over_several_of_the_widest_lines(first):
    """A mark may hang over the margin, so that these lines are not all equally wide."""
    wide = (
        "首次使用之前，请仔细阅读本手册，并妥善保存以备日后查阅。请勿将机器、电源线或插头浸入水中，"
        "以免触电。儿童应当远离本机，除非始终有成年人在旁边照看，并且已经读过本手册。"
    )
    lines = [wide[:first], wide[first : first + 30], wide[first + 30 :]]
    around = ["安全说明", "高温蒸汽可能造成烫伤。", "插上电源并按下电源键。"] * 3
    found = texts("\n".join([*around, *lines, *around]), "zh")
    assert found[:9] == found[-9:] == around
    assert "".join(found[9:-9]) == wide
    assert all(text[-1] == "。" for text in found[9:-9])


@pytest.mark.parametrize("mark", ["\u201c", "\u201d", "\u2018", "\u2019"])
def test_a_line_end_beside_a_chinese_quotation_mark_is_no_space(mark):
    wide = f"决定将题为“可持续山区发展”的分项目列入大会第八十三届会议临时议程题为{mark}可持续发展的项目下面。"
    cut = wide.index(mark, 30)
    for at in (cut, cut + 1):
        assert texts(f"{wide[:at]}\n{wide[at:]}\n", "zh", "a.md") == [wide]


def test_lines_of_a_chinese_list_without_marks_are_items_of_their_own():
    items = [
        "提高农村地区教师的收入水平和职业发展机会，改善他们的工作和生活条件",
        "加强学校基础设施建设",
        "推动数字化教学资源共建共享",
        "建立健全评价体系",
    ]
    assert texts("\n".join(["目标", *items]), "zh") == ["目标", *items]
    assert (
        texts("\n".join(["窗前明月光，", "疑是地上霜。"] * 2), "zh") == ["窗前明月光，", "疑是地上霜。"] * 2
    )
