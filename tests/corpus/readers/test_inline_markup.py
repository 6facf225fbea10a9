"""Inline markup of reStructuredText and AsciiDoc: the text as it is read, the marks as codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.corpus import read_bytes
from duiqi.corpus.codes import partners
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.placing import CodesOf
from duiqi.segmenters import segment

RST = [
    ("**Mind** the *oil*, 2 * 3 * 4, a_name and *args.", "Mind the oil, 2 * 3 * 4, a_name and *args."),
    ("Run ``git commit --amend`` or ``__init__ *x*``.", "Run git commit --amend or __init__ *x*."),
    ("See :ref:`the lamp <lamp>`, :doc:`/start`.", "See the lamp, /start."),
    ("Call :func:`os.path.join` or :meth:`~Lamp.light`.", "Call os.path.join or light."),
    ("See `the page <https://x.org/a_b>`_ and Lamp_.\n\n.. _lamp: x", "See the page and Lamp."),
    ("A note [1]_, a book [CIT2002]_.", "A note, a book [CIT2002]."),
    (r"H\ :sub:`2`\ O is \*not\* gas.", "H2O is *not* gas."),
    ("*Over two\nlines* of 𠀀 text.", "Over two lines of 𠀀 text."),
    ("中文\\ **强调**\\ 与\\ ``code``\\ 。", "中文强调与code。"),
]
ADOC = [
    ("*Mind* the _oil_, 2 * 3 * 4, a_name and C++.", "Mind the oil, 2 * 3 * 4, a_name and C++."),
    ("Run `git commit --amend` or `__init__` or `+a*b*c+`.", "Run git commit --amend or __init__ or a*b*c."),
    ("See <<lamp,the lamp>>, xref:start.adoc[the start], <<oil>>.", "See the lamp, the start, oil."),
    ("See https://x.org/a_b[the page], https://y.org.", "See the page, https://y.org."),
    ('Read link:w.html["A, b",window=_blank] or link:z.pdf[*it*^].', "Read A, b or it."),
    ("Press kbd:[Ctrl+C], choose menu:File[Save] and btn:[OK].", "Press Ctrl+C, choose File > Save and OK."),
    ("\"`Hello,`\" he said, '`so`'.", "“Hello,” he said, ‘so’."),
    (r"H~2~O is \*not* un**con**strained.", "H2O is *not* unconstrained."),
    ("[[here]]The ((lamp)) (((oil,of lamps)))of [.red]#glass#.", "The lamp of glass."),
    ("_Over two\nlines_ of 𠀀 text.", "Over two lines of 𠀀 text."),
    ("A lamp{nbsp}here, {unknown}.", "A lamp\u00a0here, {unknown}."),
    ("image:i.png[An *icon*,24] image:j.png[] shown, image:k.png[width=3]", "An *icon* shown,"),
]


@pytest.mark.parametrize(
    ("name", "page", "text"), [("a.rst", *row) for row in RST] + [("a.adoc", *row) for row in ADOC]
)
def test_the_text_is_as_it_is_read(name: str, page: str, text: str) -> None:
    found = read_bytes(page.encode(), name, "en")
    assert [p.text for p in found.paragraphs if p.kind != "metadata"] == [text]


def test_lines_that_begin_with_marks_keep_their_kind() -> None:
    page = "`Lamp`\n======\n\n* **Oil**: mind\n  it\n\n``--flag``\n   Turns *it* on.\n"
    found = read_bytes(page.encode(), "a.rst", "en")
    assert [(p.kind, p.text) for p in found.paragraphs if p.kind != "furniture"] == [
        ("heading", "Lamp"), ("item", "Oil: mind it"), ("body", "--flag"), ("body", "Turns it on."),
    ]  # fmt: skip


def test_options_of_a_command_are_a_line_each_and_a_version_is_no_text() -> None:
    page = "-v, --verbose  Be *loud*\n--quiet   No noise\n\n.. versionadded:: 2.0\n   The ``x`` option.\n"
    found = read_bytes(page.encode(), "a.rst", "en")
    assert [p.text for p in found.paragraphs if p.kind == "body"] == [
        "-v, --verbose Be loud", "--quiet No noise", "The x option.",
    ]  # fmt: skip


def test_a_hard_break_ends_a_line_and_a_term_is_apart_from_its_definition() -> None:
    found = read_bytes(b"*One* +\ntwo.\n\n`--flag`:: Turns _it_ on,\nand off.\n", "a.adoc", "en")
    assert [p.text for p in found.paragraphs] == ["One", "two.", "--flag", "Turns it on, and off."]


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("a.rst", "These **terms** are an `agreement <https://x.org>`_."),
        ("a.rst", "Please *read* ``them``."),
        ("a.adoc", "These *terms* are an https://x.org[agreement]."),
        ("a.adoc", "Please _read *all* of_ `them`."),
    ],
)
def test_a_segment_with_its_codes_is_what_the_file_has(name: str, page: str) -> None:
    document = read_bytes(page.encode(), name, "en")
    (part,) = segment(document)
    shown, at = "", 0
    for code in CodesOf(document).within(part):
        shown, at = shown + part.printed[at : code.at] + code.native, code.at
    assert shown + part.printed[at:] == page


PIECES = st.sampled_from(
    ["w", "中𠀀", " ", "\n", "\n\n", *"*_`+#^~\\[]()<>:|.-\"'", "``", "**", ":a:`", "link:x["]
)


@pytest.mark.slow
@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["a.rst", "a.adoc"]))
def test_codes_are_pairs_in_order_and_offsets_are_those_of_the_file(page: str, name: str) -> None:
    try:
        found = read_bytes(f"x {page}".encode(), name, "en")
    except UnreadableFile:
        return
    assert None not in partners(found.codes)
    assert [code.at for code in found.codes] == sorted(code.at for code in found.codes)
    for paragraph in found.paragraphs:
        for at, start, length in paragraph.passage.runs:
            assert paragraph.text[at : at + length] == found.text[start : start + length]
