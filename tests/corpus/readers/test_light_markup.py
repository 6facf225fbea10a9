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
