"""HTML shows a line's end in the file as a space, or as nothing between Chinese characters."""

from __future__ import annotations

import pytest

from duiqi.corpus import read_bytes


def texts(page: str) -> list[str]:
    return [p.text for p in read_bytes(page.encode(), "a.html").paragraphs]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("第一段文字写在\n两行里面，中间没有空格。", "第一段文字写在两行里面，中间没有空格。"),
        ("第一段\r\n\t  <b>文字\n</b>\n写在三行", "第一段文字写在三行"),
        ("名前は\nまだ\n無い。", "名前はまだ無い。"),
        ("2007年\n12\n月", "2007年12月"),
        ("𠀀\n𠀁", "𠀀𠀁"),
        ("The keeper lights\nthe <i>lamp\n</i>at dusk.", "The keeper lights the lamp at dusk."),
        ("我们使用\nPython\n语言。", "我们使用 Python 语言。"),
        ("留 空 格", "留 空 格"),
        ("나는\n학교에", "나는 학교에"),
    ],
)
def test_a_line_end_is_a_space_or_nothing(page: str, text: str) -> None:
    assert texts(f"<p>{page}</p>") == [text]


def test_a_notes_mark_at_a_line_end_changes_nothing() -> None:
    page = '<p>灯塔<sup><a href="#fn1">1</a></sup>\n的灯。</p><p id="fn1">1 注文。</p>'
    assert texts(page) == ["灯塔的灯。", "注文。"]


def test_ruby_is_read_by_its_base() -> None:
    page = "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>\n字<rt>じ</rt></ruby>を&amp;読む</p>"
    assert texts(page) == ["漢字を&読む"]


def test_preformatted_lines_stay_lines() -> None:
    page = "<html><pre>甲方：北京\n地址：海淀</pre></html>"
    assert texts(page) == ["甲方：北京", "地址：海淀"]


def test_bullets_and_numbers_are_labels_and_no_text() -> None:
    page = "<ul><li>First item</li><li>Second item</li></ul><ol><li>打开门。</li></ol>"
    found = read_bytes(page.encode(), "a.html").paragraphs
    assert [(p.label, p.text, p.automatic) for p in found] == [
        ("•", "First item", True),
        ("•", "Second item", True),
        ("1.", "打开门。", True),
    ]


@pytest.mark.parametrize(
    ("page", "label"),
    [
        ('<ol start="--5"><li>a</li></ol>', "1."),
        ('<ol start="1000000000" type="a"><li>a</li></ol>', "a."),
        ('<ol start="999999999" type="a"><li>a</li></ol>', "999999999."),
        ('<ol start="28" type="a"><li>a</li></ol>', "bb."),
    ],
)
def test_numbers_that_no_list_has_are_harmless(page: str, label: str) -> None:
    assert [p.label for p in read_bytes(page.encode(), "a.html").paragraphs] == [label]


def test_an_unfinished_xml_declaration_is_no_reason_to_refuse_a_page() -> None:
    assert texts('<?xml version="1.0" encoding="utf-8" >\n<html><body><p>灯塔。</p></body></html>') == [
        "灯塔。"
    ]


CODE = "import os\n    print(os.name)"
VERSE = "Two roads diverged in a yellow wood,\nAnd sorry I could not travel both"


@pytest.mark.parametrize(
    "block",
    [
        "<pre>{}</pre>",
        "<pre><code class='language-py'>{}</code></pre>",
        "<div class='highlight-python'><div class='highlight'><pre><span>{}</span></pre></div></div>",
        "<PRE class='programlisting'>{}</PRE>",
        "<li><pre>{}</pre></li>",
    ],
)
def test_preformatted_code_is_code_a_line_each(block: str) -> None:
    blocks = block.format(CODE.replace("\n", "<br>")) + block.format(CODE)
    page = f"<html><body><p>Run this:</p>{blocks}<p>Done.</p>"
    found = read_bytes(page.encode(), "a.html")
    lines = [("code", "import os"), ("code", "print(os.name)")]
    assert [(p.kind, p.text) for p in found.paragraphs] == [
        ("body", "Run this:"),
        *lines,
        *lines,
        ("body", "Done."),
    ]
    assert all(found.text[slice(*p.span)] == p.text for p in found.paragraphs)


@pytest.mark.parametrize(
    "block",
    [
        f"<pre>{VERSE}</pre>",
        "<pre class='poem'>so much depends\nupon</pre>",
        "<pre>白日依山尽，\n黄河入海流。</pre>",
        "<pre>Dear Sir,\n\nThe lamp is lit at dusk and is put out at dawn unless it rains.\n\nYours</pre>",
    ],
)
def test_preformatted_verse_and_letters_are_text(block: str) -> None:
    assert {p.kind for p in read_bytes(f"<html>{block}".encode(), "a.html").paragraphs} == {"body"}


def test_a_page_that_is_all_preformatted_is_text() -> None:
    page = "Network Working Group\n\n" + "   The key words MUST and SHALL [1] are to be read as below;\n" * 60
    found = read_bytes(f"<html><body><pre>{page}</pre></body></html>".encode(), "rfc.html")
    assert {p.kind for p in found.paragraphs} == {"body"}


def test_the_number_that_word_writes_before_an_item_is_no_text() -> None:
    page = (
        "<p class=MsoListParagraph><![if !supportLists]><span><span style='mso-list:Ignore'>1.<span>"
        "&nbsp;&nbsp; </span></span></span><![endif]>First item\nof the list.</p>"
    )
    assert texts(page) == ["First item of the list."]


def test_links_that_belong_to_the_page_are_no_text() -> None:
    page = (
        '<h2><span>历史</span><span class="mw-editsection">[<a href="e">编辑</a>]</span></h2>'
        '<h2>Lamps<a class="headerlink" href="#lamps">¶</a></h2>'
    )
    assert texts(page) == ["历史", "Lamps"]


def test_the_mark_of_a_note_is_in_its_text_where_it_is_typed() -> None:
    call = '<p>是首都<sup id="c1"><a href="#n1">[1]</a></sup>。</p>'
    counted = read_bytes(f'{call}<ol><li id="n1">来源。</li></ol>'.encode(), "a.html").paragraphs[-1]
    linked = read_bytes(f'{call}<p id="n1"><a href="#c1">1</a>来源。</p>'.encode(), "a.html").paragraphs[-1]
    assert (linked.label, linked.lead + linked.text) == ("1", "1 来源。")
    typed = read_bytes(f'{call}<p id="n1">[1] 来源。</p>'.encode(), "a.html").paragraphs[-1]
    assert (counted.kind, counted.label, counted.lead + counted.text) == ("footnote", "1", "来源。")
    assert (typed.kind, typed.label, typed.lead + typed.text) == ("footnote", "1", "1 来源。")
