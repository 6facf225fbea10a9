"""Markdown: what is text, what is code, what is markup, and where each character is in the file."""

from __future__ import annotations

import cProfile
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.corpus import read_bytes
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.model import Paragraph
from duiqi.corpus.readers.markdown import paragraphs_of
from duiqi.segmenters import segment

# fmt: off
PIECES = st.sampled_from([
    "word", "中文", "𠀀", "。", " ", "  ", "\n", "\n\n", "\r\n", "\t", "    ", "  \n", "\\\n", "# ",
    "## ", " ##", "> ", ">", "- ", "* ", "1. ", "(a) ", "`", "``", "```", "```js\n", "~~~\n", "*", "**",
    "_", "__", "~~", "==", "[", "]", "[a](b)", "![alt](i.png)", "[^1]", "[^1]: ", "[^why]", "[^why]: ",
    "<sup>1</sup>", "<br>", "<b>", "</b>", "<String>", "<div>\n", "</div>\n", "<!--", "-->",
    "<https://a.b>", "<a@b.cd>", "&amp;", "&#x4e00;", "&lt;", "\\*", "|", "|a|b|\n|-|-|\n|c|d\\|e|\n",
    "---\n", "+++\n", "===\n", "::: tip Title\n", ":::\n", "!!! note\n    ", "{#id}", "{: .class}\n",
    "{{< note >}}\n", "{{% /note %}}", "{% raw %}", "{{ x }}", "[ ] ", "[!NOTE]\n", "\0", "\x1f",
    "\u3000", "\u2028", "\ufeff", "title: x\n", "&nbsp;", "<pre>", "</pre>", "[a]: b\n",
    "<img alt='x'\nsrc='y'>", "```{note} Title\n", "```{code-block}\n", "(a)=\n", ":class: x\n", "% ",
    ": ", "\n: ",
])
# fmt: on
PAGES = st.one_of(
    st.lists(PIECES, max_size=40).map("".join), st.text(alphabet="a中𠀀*_`[]()<>&;!#-|\\\n :^1", max_size=60)
)


def check(text: str, found: tuple[Paragraph, ...]) -> None:
    """Runs point at identical characters, rise within a paragraph, and never hold one character twice."""
    owned: set[int] = set()
    for paragraph in found:
        for run in paragraph.passage.runs:
            assert run.length > 0
            at, start, length = run
            assert paragraph.text[at : at + length] == text[start : start + length]
            assert not owned & {k for k in range(start, start + length) if not text[k].isspace()}
            owned.update(range(start, start + length))
        for before, after in pairwise(paragraph.passage.runs):
            assert before.at + before.length <= after.at
            assert before.start + before.length <= after.start
        assert all(0 <= start < end <= len(text) for start, end in paragraph.pieces)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(PAGES, st.booleans())
def test_every_character_that_is_shown_is_the_one_at_its_offset(text, indented_code):
    check(text, paragraphs_of(text, indented_code=indented_code))


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(PAGES)
def test_letters_outside_of_markup_are_never_lost(text):
    """Words are kept, as text, code or metadata; only addresses, tags and languages of fences may go."""
    marked = text.replace("word", "w").replace("中文", "中").replace("𠀀", "字")
    shown = "".join(p.text for p in paragraphs_of(marked))
    if not any(mark in marked for mark in ("<", "](", "{", "```", "~~~", ":::", "!!!", "^", "&", "]:", "| ")):
        assert shown.count("中") == marked.count("中")


def shown(page: str, name: str = "page.md") -> list[tuple[str, str, str]]:
    found = read_bytes(page.encode(), name).paragraphs
    check(page, found)
    return [(p.kind, p.label, p.text) for p in found if p.kind not in {"furniture", "metadata"}]


def texts(page: str) -> list[str]:
    return [text for kind, _, text in shown(page) if kind != "code"]


def test_code_spans_keep_their_text_to_the_letter():
    page = "Type `Vec<String>`, `<button>`, `__init__`, ``a ` b``, `&amp;` or `*x*`; a < b &amp; <user> 𠀀."
    assert texts(page) == ["Type Vec<String>, <button>, __init__, a ` b, &amp; or *x*; a < b & <user> 𠀀."]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("Try:\n\n```console title\n$ ls | wc\n```\n\nDone.", "$ ls | wc"),
        ("- Try:\n\n  ~~~ sh\n  # no heading\n  ~~~\n\n- Done.", "# no heading"),
        ("> Try:\n>\n> ```js\n> a > b\n> ```\n>\n> Done.", "a > b"),
        ("Try:\n\n    indented *code*\n\nDone.", "indented *code*"),
        ("Try:\n\n<pre>\nx &lt; y\n</pre>\n\nDone.", "x &lt; y"),
        ("Try:\n\n{{< highlight go >}}\nx := 1\n{{< /highlight >}}\n\nDone.", "x := 1"),
    ],
)
def test_code_blocks_are_of_a_kind_of_their_own(page, code):
    found = shown(page)
    assert [text for kind, _, text in found if kind == "code"] == [code]
    assert [text for kind, _, text in found if kind != "code"] == ["Try:", "Done."]


def test_an_unclosed_fence_holds_the_rest():
    assert shown("Text.\n\n```\nx = 1\n\n# y") == [
        ("body", "", "Text."),
        ("code", "", "x = 1"),
        ("code", "", "# y"),
    ]


def test_code_is_kept_apart_unless_it_is_asked_for():
    document = read_bytes(b"# Use\n\n```\nx = 1\n```\n\nDone.", "page.md")
    plain, coded = segment(document), segment(document, code=True)
    assert ([s.text for s in plain], [s.text for s in plain.apart]) == (["Use", "Done."], ["x = 1"])
    assert [(s.kind, s.text) for s in coded] == [("heading", "Use"), ("code", "x = 1"), ("body", "Done.")]


def test_prose_that_is_indented_in_a_text_file_is_no_code():
    page = "# One\n\n    Indented prose.\n\n## Two\n\n**bold**\n\n## Three\n"
    assert ("body", "", "Indented prose.") in shown(page, "page.txt")


def test_footnotes_in_any_order():
    page = (
        "[^b]: Of *the* second.\n\nOne.[^a] Two[^b].\n\n[^a]: First,\n    in two lines.\n\n"
        "[x[^no]].\n\n- [^c]: Third.\n"
    )
    assert shown(page) == [
        ("body", "", "One. Two."),
        ("body", "", "[x[^no]]."),
        ("footnote", "1", "Of the second."),
        ("footnote", "2", "First, in two lines."),
        ("footnote", "3", "Third."),
    ]
    calls = [call.mark for p in read_bytes(page.encode(), "page.md").paragraphs for call in p.calls]
    assert calls == ["2", "1"]


@pytest.mark.parametrize("fence", ["---", "+++"])
def test_front_matter_is_metadata(fence):
    page = f"{fence}\ntitle = 'x: y'\n{fence}\n\nText.\n"
    assert shown(page) == [("body", "", "Text.")]
    found = read_bytes(page.encode(), "page.md").paragraphs
    assert [p.text for p in found if p.kind == "metadata"] == [fence, "title = 'x: y'", fence]


def test_a_rule_at_the_head_is_no_front_matter():
    assert texts("---\n\nText, then a rule.\n\n---\n\nMore.") == ["Text, then a rule.", "More."]


def test_lists_quotations_and_headings_within_one_another():
    page = (
        "> ### Head\n> Quoted.\n\n- Item.\n\n    > In the item.\n\n  More of it.\n\n"
        "1. One\n   two\n2. [x] Three\n\n"
        "> [!NOTE]\n> Mind 𠀀.\n\n> - Listed\n"
    )
    assert shown(page) == [
        ("heading", "", "Head"),
        ("quotation", "", "Quoted."),
        ("item", "-", "Item."),
        ("quotation", "", "In the item."),
        ("item", "", "More of it."),
        ("item", "1.", "One two"),
        ("item", "2.", "Three"),
        ("quotation", "", "Mind 𠀀."),
        ("item", "-", "Listed"),
    ]


def test_a_line_that_its_author_ends_is_a_unit():
    assert texts("Roses,  \nviolets.\n\nDear Sir,\\\nWe write.<br/>Yours") == [
        *("Roses,", "violets.", "Dear Sir,", "We write.", "Yours")
    ]
    assert texts("It runs  \non, and [this  \nToo] as well.") == ["It runs on, and [this Too] as well."]


def test_tables():
    page = "| a | `b` |\n|:--|--:|\n| c \\| d | e<br>f |\n| | g | h |\n\n x | y\n---|---\n 1 | 𠀀\n"
    assert [text for kind, _, text in shown(page) if kind == "cell"] == [
        *("a", "b", "c | d", "e", "f", "g", "h", "x", "y", "1", "𠀀")
    ]


def test_raw_html_over_several_lines():
    page = (
        '<img alt="Three\ntables" src="a.svg" />\n\n<p align="center">A &amp; b.<br>\nC</p>\n\n'
        "<!-- not\n\nthis -->\n\n"
        "Text <!-- nor this --> here.\n\n<table>\n<tr><td>x</td>\n<td>y</td></tr>\n</table>\n\n"
        "<script>\nvar z;\n</script>\n\n<details>\n<summary>More</summary>\n\n**Bold**\n\n</details>\n"
    )
    assert shown(page) == [
        ("body", "", "A & b."),
        ("body", "", "C"),
        ("body", "", "Text here."),
        ("cell", "", "x"),
        ("cell", "", "y"),
        ("body", "", "More"),
        ("body", "", "Bold"),
    ]


def test_markdown_within_raw_html():
    page = "<details><summary>More of `a < b`</summary>\n[A *link*](b) &amp; 𠀀<br>**two**\n</details>\n"
    assert texts(page) == ["More of a < b", "A link & 𠀀", "two"]


def test_imports_and_places_for_contents_are_no_text():
    page = "import {Tabs} from '@a/b';\nimport x from \"y\"\n\n[[toc]]\n\n[TOC]\n\nimport duties are text.\n"
    assert texts(page) == ["import duties are text."]


def test_containers_and_admonitions():
    page = (
        "::: tip Mind this\nOne.\n:::\n\n:::note[Title]{.x}\nTwo.\n:::\n\n::: {.callout}\nThree.\n:::\n\n"
        '!!! note "Beware"\n    Four *here*.\n\n    - five\n\n=== "Tab"\n\n    Six.\n\nSeven.\n'
    )
    assert texts(page) == [
        *(
            "Mind this",
            "One.",
            "Title",
            "Two.",
            "Three.",
            "Beware",
            "Four here.",
            "five",
            "Tab",
            "Six.",
            "Seven.",
        )
    ]


def test_tags_of_templates_and_attributes():
    page = (
        "{{% alert %}}\nOne {{< ref x >}}here.\n{{% /alert %}}\n\n{% include a.html %}\n{: .wide}\n\n"
        '{{< tip text="Pod" >}} is {{ site.name }}{: #x}.\n\n{{< figure\n  src="a" >}}\n\nTwo.\n{: .lead}\n'
    )
    assert texts(page) == ["One here.", "Pod is {{ site.name }}.", "Two."]


def test_links_images_and_addresses():
    page = '[a *b*](c "d") ![e 𠀀](f) <https://g.h/i_j> [k][l] <m@n.op> \\[q\\]\n\n[l]: r "s"\n'
    assert texts(page) == ["a b e 𠀀 https://g.h/i_j k m@n.op [q]"]


def test_emphasis_beside_chinese_needs_no_spaces():
    page = "**注意：**后面*“引文”*的，使用**负载资源**来，**𠀀（甲）**乙。2 * 3 与 4 * 5；*仅此。{/*note*/}\n"
    assert texts(page) == ["注意：后面“引文”的，使用负载资源来，𠀀（甲）乙。2 * 3 与 4 * 5；*仅此。"]


def test_a_translation_below_its_original_in_a_comment():
    page = (
        '<!--\nA [Pod](/x) is a {{< tooltip text="unit" >}}.\n-->\n'
        'Pod 是{{< tooltip id="x" text="单元" >}}。\n\n'
        '<!--\n* One\n-->\n* 一\n<!--\n* Two\n-->\n* 二\n\n## {{% heading "next" %}}\n'
    )
    assert texts(page) == ["Pod 是单元。", "一", "二"]


def test_labels_that_are_typed_begin_paragraphs():
    assert [label for _, label, _ in shown("（一）甲方；\n（二）乙方；\n（三）丙方。\n")] == [
        "（一）",
        "（二）",
        "（三）",
    ]


def test_what_is_nested_too_deep_is_read_as_text():
    page = "> " * 200 + "deep 𠀀\n"
    assert texts(page) == ["deep 𠀀"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        *(
            "[",
            "![",
            "*a **b ",
            "a`b``",
            "> ",
            "- ",
            "|",
            "[a](",
            "<a ",
            "<!-- ",
            "{{< ",
            "{% ",
            "[^1]: a\n",
            "a  \n",
        ),
        *(
            "==a ",
            "<br>",
            "<div>\n",
            "a\n: b\n",
            "{{< highlight >}}\na\n",
            "&amp;",
            "  ",
            "\t",
            "|a|b|\n|-|-|\n",
        ),
    ],
)
def test_the_work_grows_with_the_text(unit):
    """Four times the text takes about four times as many calls, whatever its marks are."""
    few, many = (calls_of(unit * count) for count in (250, 1000))
    assert many < 5.5 * few + 2000


def calls_of(text: str) -> int:
    """How many functions are called to read a text."""
    paragraphs_of(text[:10])  # what is made once
    profile = cProfile.Profile()
    profile.runcall(paragraphs_of, text)
    return sum(entry.callcount for entry in profile.getstats())


def test_emphasis_in_plain_text_calls_no_footnote():
    page = (
        "One is a *stream of pictures*.\n\nAll of three states:\n\n"
        "* Changed, so far.\n* Marked, too.\n* Saved at last.\n"
    )
    assert [(p.kind, p.text) for p in read_bytes(page.encode(), "page.adoc").paragraphs][:2] == [
        ("body", "One is a stream of pictures."),
        ("body", "All of three states:"),
    ]
    assert "footnote" not in {p.kind for p in read_bytes(page.encode(), "page.rst").paragraphs}
    noted = "All acts of war* are reported.\n\n* In one year.\n"
    assert [p.kind for p in read_bytes(noted.encode(), "page.txt").paragraphs] == ["body", "footnote"]


@pytest.mark.parametrize(
    ("name", "page", "what"),
    [
        ("real.po", 'msgid ""\nmsgstr ""\n\nmsgid "Open"\nmsgstr "打开"\n', "a gettext catalogue"),
        ("a.yml", "en:\n  open: Open\n", "a YAML file"),
        ("strings.xml", '<?xml version="1.0"?>\n<resources/>', "an XML file (<resources>)"),
        ("a.ts", '<?xml version="1.0"?><!DOCTYPE TS><TS/>', "an XML file (<TS>)"),
        ("a.tmx", '<?xml version="1.0"?><tmx version="1.4"/>', "texts with their translations"),
        ("a.xlf", '<?xml version="1.0"?><xliff/>', "texts with their translations"),
        ("po.txt", '#: a.c:1\nmsgid "Open"\nmsgstr "打开"\n', "a gettext catalogue"),
        ("a.strings", '"open" = "Open";\n', "an Apple strings file"),
        ("a.properties", "open = Open\n", "a Java properties file"),
        ("zh.json", '{"open": "打开"}\n', "a JSON file"),
    ],
)
def test_catalogues_of_messages_are_refused_by_name(name, page, what):
    with pytest.raises(UnreadableFile) as refused:
        read_bytes(page.encode(), name)
    assert str(refused.value).startswith(f"{name}: {what}")
    assert "\n" not in str(refused.value)


def kinds_and_texts(page: str) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in paragraphs_of(page) if p.kind != "furniture"]


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
@pytest.mark.parametrize("name", ["note", "warning", "prf:theorem", "admonition"])
def test_a_directive_of_prose_is_text_with_its_title(fence: str, name: str) -> None:
    inside = ":class: x\n\nThe **lamp**\nis lit.\n\n- One"
    page = f"Before.\n\n{fence}{{{name}}} Of *lamps*\n{inside}\n{fence}\n\nAfter."
    assert kinds_and_texts(page) == [
        ("body", "Before."),
        ("heading", "Of lamps"),
        ("body", "The lamp is lit."),
        ("item", "One"),
        ("body", "After."),
    ]


@pytest.mark.parametrize("name", ["code-block", "python", "math", "toctree", "r", "code-cell"])
def test_a_directive_of_a_program_is_code(name: str) -> None:
    assert kinds_and_texts(f"```{{{name}}}\nx = 1\n```\nAfter.") == [("code", "x = 1"), ("body", "After.")]


def test_directives_within_directives_lists_and_quotations() -> None:
    inner = "```{tip}\nInner.\n```"
    page = f"````{{note}}\nOuter.\n{inner}\nOuter, too.\n````\n\n- Item\n\n  ```{{note}}\n  In it.\n  ```\n"
    texts = ["Outer.", "Inner.", "Outer, too.", "Item", "In it."]
    assert [text for _, text in kinds_and_texts(page)] == texts
    unclosed = kinds_and_texts("```{note}\nNot closed.\n\nThe end.")
    assert [text for _, text in unclosed] == ["Not closed.", "The end."]


def test_targets_comments_and_options_of_myst_are_markup() -> None:
    page = "(lamp)=\n# Lamp\n\n:::{tip} Title\n:class: x\n:::\n% a comment\n\nText."
    assert kinds_and_texts(page) == [("heading", "Lamp"), ("body", "Text.")]
    assert kinds_and_texts("% The title\n\n50\n% of it.") == [
        ("body", "% The title"),
        ("body", "50 % of it."),
    ]


def test_definitions_are_apart_from_their_terms() -> None:
    page = (
        "Apple\n:   A fruit\n    of a *tree*.\n:   A company.\n\n苹果\n\n: 一种水果。\n\nNo definition: this."
    )
    texts = ["Apple", "A fruit of a tree.", "A company.", "苹果", "一种水果。", "No definition: this."]
    assert [text for _, text in kinds_and_texts(page)] == texts


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ('# Lamp {#id .cls key="v w"}\n', ["Lamp"]),
        ("Lamp 𠀀 {.cls}\n===\n", ["Lamp 𠀀"]),
        (
            "See ![a lamp](x.png){width=50%} and `x`{.sh}, {not} {#this}.\n",
            ["See a lamp and x, {not} {#this}."],
        ),
        ("# Lamp {#id}\n<div>\nSee {#id} here.\n</div>\n", ["Lamp", "See {#id} here."]),
        ("Line<br>break<br/>on <br>now.\n", ["Line break on now."]),
        ("A line of text\n\n" * 2 + "*and* another.\n", ["A line of text", "A line of text", "and another."]),
        ("| A | B |\n|---|---|\n| `a|b` | c |\n| d | `x|y|z` |\n", ["A", "B", "a|b", "c", "d", "x|y|z"]),
        ("Lamp.[^a]\n\n[^a]:\n    Text of\n    a note.\n", ["Lamp.", "Text of a note."]),
    ],
)
def test_marks_beside_the_text_are_none_of_it(page: str, texts: list[str]) -> None:
    assert [
        p.text for p in read_bytes(page.encode(), "a.md", "en").paragraphs if p.kind != "furniture"
    ] == texts


@pytest.mark.parametrize("name", ["a.md", "a.rst", "a.adoc"])
def test_a_hyphen_at_the_end_of_a_line_that_a_writer_ends_stays(name: str) -> None:
    document = read_bytes("A compile-\ntime constant of the pre-\nprocessing 𠀀.\n".encode(), name, lang="en")
    assert [p.text for p in document.paragraphs] == ["A compile-time constant of the pre-processing 𠀀."]
    page = "Information on it.\n\nAll the informa-\ntion of a converted page, and its treat-\nment.\n"
    document = read_bytes(page.encode(), name, lang="en")
    assert document.paragraphs[-1].text == "All the information of a converted page, and its treatment."
