"""reStructuredText and AsciiDoc: what is text, what is code, what is markup."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.corpus import read_bytes
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.readers.kinds import kind_of

RST = """\
========
The Lamp
========

.. contents:: Here
   :depth: 2

.. _lamp:

One sentence.
The second 𠀀, which
goes on.

.. note::
   Mind the *oil*.

.. warning:: Do not touch.

.. figure:: lamp.png
   :alt: a lamp

   The caption.

.. code-block:: python
   :linenos:

   import os

   light()

.. a comment
   of two lines

Light it::

    make light

and then wait.

#. First
#. Second
   goes on

term
   Its definition.

=====  ===========
Name   Meaning
=====  ===========
lamp   gives light
=====  ===========

+------+-------+
| A    | B b   |
+------+-------+

| Roses are red
| Violets blue

.. function:: light(lamp)

   Light a lamp.

中文段落第一行
第二行。
"""

ADOC = """\
= The Lamp
Jane Doe <jane@example.org>
:toc: left

== Section

One sentence.
The second 𠀀, which
goes on.

[NOTE]
====
Mind the *oil*.
====

.A listing
[source,python]
----
import os

light()
----

include::other.adoc[]
// a comment

* One
** Deeper
goes on
. First

Term:: Its definition.

[source]
light()

|===
|Name |Meaning

|lamp
|gives light
|===

中文段落第一行
第二行。
"""


def shown(page: str, name: str) -> list[tuple[str, str]]:
    found = read_bytes(page.encode(), name)
    for paragraph in found.paragraphs:
        for at, start, length in paragraph.passage.runs:
            assert paragraph.text[at : at + length] == found.text[start : start + length]
    return [(p.kind, p.text) for p in found.paragraphs if p.kind not in {"furniture", "metadata"}]


def test_restructuredtext() -> None:
    assert shown(RST, "lamp.rst") == [
        ("heading", "The Lamp"),
        ("body", "One sentence. The second 𠀀, which goes on."),
        ("body", "Mind the oil."),
        ("body", "Do not touch."),
        ("body", "The caption."),
        ("code", "import os"),
        ("code", "light()"),
        ("body", "Light it:"),
        ("code", "make light"),
        ("body", "and then wait."),
        ("item", "First"),
        ("item", "Second goes on"),
        ("body", "term"),
        ("body", "Its definition."),
        ("cell", "Name"),
        ("cell", "Meaning"),
        ("cell", "lamp"),
        ("cell", "gives light"),
        ("cell", "A"),
        ("cell", "B b"),
        ("body", "Roses are red"),
        ("body", "Violets blue"),
        ("body", "Light a lamp."),
        ("body", "中文段落第一行第二行。"),
    ]


def test_asciidoc() -> None:
    assert shown(ADOC, "lamp.adoc") == [
        ("heading", "The Lamp"),
        ("heading", "Section"),
        ("body", "One sentence. The second 𠀀, which goes on."),
        ("body", "Mind the oil."),
        ("caption", "A listing"),
        ("code", "import os"),
        ("code", "light()"),
        ("item", "One"),
        ("item", "Deeper goes on"),
        ("item", "First"),
        ("body", "Term"),
        ("body", "Its definition."),
        ("code", "light()"),
        ("cell", "Name"),
        ("cell", "Meaning"),
        ("cell", "lamp"),
        ("cell", "gives light"),
        ("body", "中文段落第一行第二行。"),
    ]


@pytest.mark.parametrize(
    ("page", "kind"), [(RST, "rst"), (ADOC, "asciidoc"), ("A lamp.\n\n.. and dots\n", "plain")]
)
def test_the_marks_tell_the_kind_of_a_file_without_its_suffix(page: str, kind: str) -> None:
    assert kind_of(page.encode(), "lamp.txt") == kind


# fmt: off
PIECES = st.sampled_from([
    "word", "中𠀀", " ", "   ", "\n", "\n\n", ".. note:: ", ".. code::\n\n   ", ".. _a:\n", "::\n\n  ",
    "====",
    "- ", "#. ", "| ", "|===\n", "|a |b\n", "----\n", "[source]\n", "+--+\n", "== ", ".T\n", ":a: b\n",
    "==  ==\n", "* ", "//", "\x1e",
])
# fmt: on


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["a.rst", "a.adoc"]))
def test_any_text_is_read_and_its_words_kept(page: str, name: str) -> None:
    try:
        found = read_bytes(page.encode(), name)
    except UnreadableFile:
        return
    shown(page, name)
    assert "".join(p.text for p in found.paragraphs).count("中") == page.count("中")


GRID = """\
+-------+---------------------+
| Name  | What *it* does      |
+=======+=====================+
| start | Starts the lamp. It |
|       | may take ``1 | 2``  |
|       | minutes 𠀀.         |
+-------+----------+----------+
| both  | Stops.   | - one    |
|  𠀀   |          |   item   |
|       | Waits.   | - two    |
+       +----------+----------+
| rows  | spans both columns  |
+-------+---------------------+
| 开始  | 启动灯。这可能需要  |
|       | 一分钟。            |
+-------+---------------------+
"""
SIMPLE = """\
=====  ==================  ====
A head over two columns    x
-------------------------  ----
Key    Meaning, *in*       No.
       words
=====  ==================  ====
one    The first of all    1
       the keys.

       Another paragraph.
\\      No key.             2
中文   一个句子
       分两行。
=====  ==================  ====
"""


def test_a_cell_is_one_text_however_many_lines_it_has() -> None:
    assert [text for _, text in shown(GRID, "a.rst")] == [
        "Name", "What it does", "start", "Starts the lamp. It may take 1 | 2 minutes 𠀀.",
        "both 𠀀", "Stops.", "one item", "Waits.", "two", "rows", "spans both columns",
        "开始", "启动灯。这可能需要一分钟。",
    ]  # fmt: skip
    assert [text for _, text in shown(SIMPLE, "a.rst")] == [
        "A head over two columns", "x", "Key", "Meaning, in words", "No.",
        "one", "The first of all the keys.", "1", "Another paragraph.",
        "No key.", "2", "中文", "一个句子分两行。",
    ]  # fmt: skip
    table = (
        "|===\n|Name |What it\ndoes\n\n|on\n|Turns it\non. \\| off.\n\nTwice.\n2+|Spans\nboth\n|===\nAfter.\n"
    )
    assert shown(table, "a.adoc") == [
        ("cell", "Name"), ("cell", "What it does"), ("cell", "on"), ("cell", "Turns it on. | off."),
        ("cell", "Twice."), ("cell", "Spans both"), ("body", "After."),
    ]  # fmt: skip


def test_formatting_in_cells_beside_one_another_stays_in_its_cell() -> None:
    found = read_bytes(GRID.replace("start |", "*art* |").encode(), "a.rst", "en")
    places = [(code.role, found.text[code.at - 1 : code.at + 1]) for code in found.codes]
    assert [role for role, _ in places] == ["open", "close"] * (len(places) // 2)
    assert ("open", "*a") in places


@pytest.mark.parametrize("mark", ["1.", "(a)", "(iv)", "B."])
def test_an_enumerated_line_goes_on_in_the_line_right_under_it(mark: str) -> None:
    """Docutils reads a paragraph there, and no list: the second line of an item is indented."""
    page = f"{mark} Map the springs at risk, paying attention\nto remote villages, and mark\nthem.\n"
    assert len(shown(page, "a.rst")) == 1
    assert len(shown(f"{page}\n{mark} Another.\n", "a.rst")) == 2
    assert len(shown("1. One.\n2. Two.\n3. Three.\n", "a.rst")) == 3


def test_tables_of_lists_and_of_values_have_cells() -> None:
    page = (
        ".. list-table:: Keys\n   :header-rows: 1\n\n   * - Name\n     - Meaning\n   * - on\n     - Turns"
        '\n       it on.\n\n.. csv-table:: Values\n   :header: "A", "B"\n\n   "one", "The first,\n   indeed"'
        "\n   two, second\n\nAfter.\n"
    )
    assert shown(page, "a.rst") == [
        ("caption", "Keys"), ("cell", "Name"), ("cell", "Meaning"), ("cell", "on"), ("cell", "Turns it on."),
        ("caption", "Values"), ("cell", "A"), ("cell", "B"), ("cell", "one"), ("cell", "The first, indeed"),
        ("cell", "two"), ("cell", "second"), ("body", "After."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "page", "notes"),
    [
        (
            "a.rst",
            "One [2]_ and [#]_, [#why]_ again [2]_ 𠀀 [*]_.\n\n.. [2] A note of\n   *two* lines.\n\n   More."
            "\n.. [#] Counted.\n.. [#why] Named.\n.. [*] A star.\n",
            [
                ("2", "A note of two lines."),
                ("", "More."),
                ("1", "Counted."),
                ("3", "Named."),
                ("*", "A star."),
            ],
        ),
        (
            "a.adoc",
            "One footnote:[A note of\n*two*\nlines, see xref:x[it\\]] [a].] and footnote:why[Named.], again"
            " footnote:why[] 𠀀 footnoteref:[old,Old.].\n",
            [("1", "A note of two lines, see it] [a]."), ("2", "Named."), ("3", "Old.")],
        ),
    ],
)
def test_footnotes_are_after_the_text_and_called_in_it(
    name: str, page: str, notes: list[tuple[str, str]]
) -> None:
    found = read_bytes(page.encode(), name, "en")
    body = next(p for p in found.paragraphs if p.kind == "body")
    assert body.text == "One and, again 𠀀."
    assert [(p.label, p.text) for p in found.paragraphs if p.kind == "footnote"] == notes
    marks = [call.mark for call in body.calls]
    assert marks == (["2", "1", "3", "2", "*"] if name == "a.rst" else ["1", "2", "2", "3"])


def test_names_are_shown_as_the_texts_that_the_file_gives_them() -> None:
    page = "|lamp| and |oil| |icon|.\n\n.. |lamp| replace:: The *Lamp*\n   3000\n.. |icon| image:: i.png\n"
    assert shown(page, "a.rst") == [("body", "The Lamp 3000 and |oil| .")]
    page = ":lamp: Lamp {no}\n:no: 3000\n:home: https://x.org\n:twice: a\n:twice: b\n\n"
    text = "{lamp} of {twice}, {home}[the home page] \\{no}.\n"
    assert shown(page + text, "a.adoc") == [("body", "Lamp {no} of {twice}, the home page {no}.")]
    assert shown(":no: 3000\n:lamp: Lamp \\\n  {no}\n\nThe {lamp}.", "a.adoc") == [("body", "The Lamp 3000.")]


def test_marks_of_blocks_are_no_text_and_pictures_show_theirs() -> None:
    page = (
        "NOTE: Mind it.\n\nTIP: Dim\nit.\n\nimage::a.png[A lamp,300]\n\nimage::b.png[]\n\ninclude::c.adoc[]"
        "\n\n[quote, Jane Doe, A Book]\n____\nTo be.\n____\n\n[verse]\nRoses\nviolets\n\n"
        "A:: One.\nB:: Two\nlines.\n"
    )
    assert shown(page, "a.adoc") == [
        ("body", "Mind it."), ("body", "Dim it."), ("caption", "A lamp"), ("caption", "Jane Doe, A Book"),
        ("body", "To be."), ("body", "Roses"), ("body", "violets"),
        ("body", "A"), ("body", "One."), ("body", "B"), ("body", "Two lines."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "page", "found"),
    [
        ("d.csv", "a,b\n1,2\n", "a table of texts"),
        ("d.tsv", "One sentence.\tx\nAnother.\ty\n", "a table in one language"),
        ("d.tex", "Text.\n", "a LaTeX file"),
        ("d.txt", "% x\n\\documentclass{article}\n\\begin{document}\nText.\n", "a LaTeX file"),
        ("d.sbv", "0:00:01.000,0:00:02.000\nText.\n", "subtitles"),
        ("d.ipynb", "{}", "a Jupyter notebook"),
    ],
)
def test_files_that_would_be_read_wrong_are_refused_by_name(name: str, page: str, found: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"^{name}: {found}[^:]*\Z"):
        read_bytes(page.encode(), name)
