"""Subtitles: a cue is a paragraph and a segment, with its time and without its markup."""

from __future__ import annotations

import pytest

from duiqi.corpus.joining import join_segments
from duiqi.corpus.model import BeadSegment, Document, Time
from duiqi.corpus.read import read_bytes
from duiqi.segmenters import segment


def srt(*cues: str) -> str:
    """An SRT file: a cue every two seconds."""
    return "\n".join(
        f"{n}\n00:00:{2 * n:02d},000 --> 00:00:{2 * n + 1:02d},500\n{cue}\n" for n, cue in enumerate(cues)
    )


def shown(data: str | bytes, name: str = "film.srt") -> list[str]:
    document = read_bytes(data if isinstance(data, bytes) else data.encode(), name)
    offsets_hold(document)
    return [paragraph.text for paragraph in document.paragraphs if paragraph.kind == "body"]


def offsets_hold(document: Document) -> None:
    for paragraph in document.paragraphs:
        for at, start, length in paragraph.passage.runs:
            assert paragraph.text[at : at + length] == document.text[start : start + length]


@pytest.mark.parametrize(
    "cues",
    [
        ("在这个例子中，基向量i帽就是一个特殊向量", "i帽张成的空间是x轴", "iPhone的价格又涨了"),
        ("I came here to tell", "you that it is over."),
        ("我来，", "我见，", "a4纸𠀀"),
        ("Wait. Stop! Who is it?", "Me."),
    ],
)
def test_a_cue_is_a_segment_whatever_its_letters_and_marks(cues: tuple[str, ...]) -> None:
    found = segment(read_bytes(srt(*cues).encode(), "film.srt"))
    assert tuple(s.text for s in found) == cues
    assert [s.time for s in found] == [Time(2000 * n, 2000 * n + 1500) for n in range(len(cues))]


def test_a_cue_of_two_speakers_is_two_segments_of_one_time() -> None:
    document = read_bytes(srt("<i>- Why\nnot?</i>\n- Because.", "——我来了").encode(), "film.srt")
    found = segment(document)
    assert [(s.label, s.text) for s in found] == [("-", "Why not?"), ("-", "Because."), ("", "——我来了")]
    assert found[0].time == found[1].time == Time(0, 1500)


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("<i>So</i> <b>it</b> <u>goes</u>", "So it goes"),
        ('<font color="#ffff00">Yellow</font>', "Yellow"),
        ("{\\an8}At the top", "At the top"),
        ("{y:i}Slanted", "Slanted"),
        ("Q&amp;A &lt;b&gt; caf&#233;&nbsp;noir&lrm;", "Q&A <b> café noir"),
        ("R&D &amp;amp;", "R&D &amp;"),
        ("Press <button> and Vec<String>", "Press <button> and Vec<String>"),
        ("one<br>two\\Nthree", "one two three"),
        ("我常说\n小镇会教你耐心", "我常说 小镇会教你耐心"),
        ("真的？\n当然", "真的？当然"),
        ("你好 再见\n我 来了 好", "你好 再见 我 来了 好"),
        ("two\nlines", "two lines"),
    ],
)
def test_markup_is_out_of_the_text_and_text_is_not_taken_for_markup(cue: str, text: str) -> None:
    assert shown(srt(cue)) == [text]


def test_webvtt_settings_voices_notes_and_styles() -> None:
    page = (
        "WEBVTT - a film\n\nSTYLE\n::cue { color: red }\n\nNOTE not\nshown\n\n"
        "intro\n00:01.000 --> 00:02.500 align:start position:10%\n<v Bob>你好，<c.loud>世界</c>\n\n"
        "00:00:03.000 --> 00:00:04.000\n<00:03.500>Fish &amp; chips\n"
    )
    assert shown(page, "film.vtt") == ["你好，世界", "Fish & chips"]
    times = [p.time for p in read_bytes(page.encode(), "film.vtt").paragraphs if p.time]
    assert times == [Time(1000, 2500), Time(3000, 4000)]


def test_note_is_a_word_in_a_format_without_notes() -> None:
    assert shown(srt("One", "\nNOTE the time")) == ["One", "NOTE the time"]


ASS = """[Script Info]
; made by hand
Title: A film

[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Arial,20

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,Not shown
Dialogue: 0,0:00:05.00,0:00:06.50,Sign,,0,0,0,,{\\an8\\pos(320,40)}HARBOUR
Dialogue: 0,0:00:01.00,0:00:02.00,Default,Ann,0,0,0,,Well, {\\i1}here{\\i0} we are,\\Nat last.
Dialogue: 0,0:00:03.05,0:00:04.00,Default,,0,0,0,,我常说\\N小镇会教你\\h耐心
Dialogue: 0,0:00:03.05,0:00:04.00,Default,,0,0,0,,{\\p1}m 0 0 l 100 0 100 100{\\p0}
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_ass_dialogue_is_read_in_the_order_of_time(encoding: str) -> None:
    document = read_bytes(ASS.encode(encoding), "film.ass")
    offsets_hold(document)
    assert [(p.time, p.text) for p in document.paragraphs if p.kind == "body"] == [
        (Time(1000, 2000), "Well, here we are, at last."),
        (Time(3050, 4000), "我常说 小镇会教你 耐心"),
        (Time(5000, 6500), "HARBOUR"),
    ]


def test_ssa_has_a_format_of_its_own() -> None:
    page = (
        "[Script Info]\nScriptType: v4.00\n[Events]\nFormat: Marked, Start, End, Style, Text\n"
        "Dialogue: Marked=0,0:00:01.00,0:00:02.00,*Default,One, two\n"
    )
    assert shown(page, "film.ssa") == ["One, two"]


def test_cues_in_a_bead_keep_a_space_where_no_mark_ends_them() -> None:
    cues = [BeadSegment(text, time=Time(0, 1)) for text in ("我常说", "真的？", "小镇", "会")]
    assert join_segments(cues, "zh") == "我常说 真的？小镇 会"
    assert join_segments([cue._replace(time=None) for cue in cues], "zh") == "我常说真的？小镇会"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Give me twenty-", "five."], "Give me twenty-five."),
        (["I was gonna-", "What?"], "I was gonna- What?"),
        (["Listen—", "No!"], "Listen— No!"),
        (["no money and—", "he left."], "no money and—he left."),
        (["He said", "—No."], "He said —No."),
        (["下雨了。", "It rains."], "下雨了。 It rains."),
        (["我说，", "OK。"], "我说，OK。"),
        (["我常说——", "算了"], "我常说——算了"),
    ],
)
def test_the_lines_of_a_cue_keep_their_hyphens_and_a_space_where_speech_breaks_off(lines, text):
    srt = "1\n00:00:01,000 --> 00:00:02,000\n" + "\n".join(lines) + "\n"
    ass = (
        "[Script Info]\n\n[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,"
        + r"\N".join(lines)
    )
    for page, name in ((srt, "a.srt"), (ass, "a.ass")):
        found = read_bytes(page.encode(), name)
        assert [p.text for p in found.paragraphs if p.time] == [text]


def test_the_language_is_that_of_the_cues_not_of_the_names_of_fields() -> None:
    head = "[Script Info]\nTitle: The film\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour\n"
    head += "Style: Default,Arial,20,&H00FFFFFF\n\n[Events]\nFormat: Layer, Start, End, Style, Text\n"
    cue = "Dialogue: 0,0:00:01.00,0:00:03.00,Default,海面平静，船一动不动。\n"
    assert read_bytes((head + cue).encode(), "film.ass").lang == "zh"
