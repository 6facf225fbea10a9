"""Subtitles aligned: cues keep their times, and times are evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from duiqi.aligner.beads import Step
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evidence.bonus import in_target_time
from duiqi.aligner.pipeline import align
from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.model import Time
from duiqi.corpus.read import read_bytes
from duiqi.segmenters import segment


def srt(*cues: str) -> str:
    """An SRT file: a cue every two seconds."""
    return "\n".join(
        f"{n}\n00:00:{2 * n:02d},000 --> 00:00:{2 * n + 1:02d},500\n{cue}\n" for n, cue in enumerate(cues)
    )


@pytest.fixture
def film(tmp_path: Any) -> tuple[str, str]:
    english = srt(
        "I have often said that a small town teaches you patience.", "Did it rain?", "- No.\n- Yes."
    )
    (tmp_path / "a.en.srt").write_text(english, encoding="utf-8")
    (tmp_path / "a.zh.srt").write_text(
        "1\n00:00:00,000 --> 00:00:00,700\n我常说\n\n2\n00:00:00,800 --> 00:00:01,500\n小镇会教你耐心\n\n"
        "3\n00:00:02,000 --> 00:00:03,500\n下雨了吗？\n\n4\n00:00:04,000 --> 00:00:05,500\n- 没有\n- 下了\n",
        encoding="utf-8",
    )
    return str(tmp_path / "a.en.srt"), str(tmp_path / "a.zh.srt")


def test_times_are_kept_in_the_file_of_record_and_written_with_both_languages(
    command: Callable[..., Any], film: tuple[str, str]
) -> None:
    from duiqi.corpus.bitext.reading import read_bitext
    from duiqi.exports.writing import write

    assert command("align", *film, "-o", "a.jsonl", "-o", "a.srt", "-o", "a.tmx").status == 0
    bitext = read_bitext("a.jsonl")
    first = next(iter(bitext.beads))
    assert [s.time for s in first.target_segments] == [Time(0, 700), Time(800, 1500)]
    with open("a.srt", encoding="utf-8") as file:
        written = file.read()
    assert written == (
        "1\n00:00:00,000 --> 00:00:01,500\nI have often said that a small town teaches you patience.\n"
        "我常说 小镇会教你耐心\n\n"
        "2\n00:00:02,000 --> 00:00:03,500\nDid it rain?\n下雨了吗？\n\n"
        "3\n00:00:04,000 --> 00:00:05,500\n- No.\n- Yes.\n- 没有\n- 下了\n\n"
    )
    write(read_bitext("a.tmx"), "again.tsv")
    with open("again.tsv", encoding="utf-8") as file:
        assert "我常说 小镇会教你耐心" in file.read()  # memories know no times, and keep the space
    with pytest.raises(UnwritableFile, match=r"^\.srt: no times to write"):
        write(read_bitext("a.tmx"), "b.srt")


def timed(cues: Sequence[tuple[float, float, str]], offset: float = 0, speed: float = 1) -> bytes:
    """An SRT file of cues from and to a second."""

    def moment(second: float) -> str:
        whole = round((second * speed + offset) * 1000)
        return f"{whole // 3600000:02d}:{whole // 60000 % 60:02d}:{whole // 1000 % 60:02d},{whole % 1000:03d}"

    return "\n".join(
        f"{n}\n{moment(start)} --> {moment(end)}\n{text}\n" for n, (start, end, text) in enumerate(cues, 1)
    ).encode()


LINES = (
    ("The harbour was empty that morning.", "那天早上港口空无一人"),
    ("Only the old keeper stood on the wall.", "只有看守灯塔的老人站在堤上"),
    ("He counted the boats twice.", "他把船数了两遍"),
    ("One of them had not come back.", "有一艘没有回来"),
    ("My brother was on that boat.", "我哥哥在那艘船上"),
    ("We waited until the lamps were lit.", "我们一直等到点灯"),
    ("Nobody spoke of it at supper.", "晚饭时没有人提起这件事"),
    ("The next day the sea was calm.", "第二天海面平静"),
)


@pytest.mark.slow
@pytest.mark.parametrize(("offset", "speed"), [(0, 1), (7.3, 1), (0, 25 / 24), (2, 24 / 25)])
def test_time_says_which_of_two_alike_cues_has_no_counterpart(
    encoder: BundledEncoder, offset: float, speed: float
) -> None:
    """The target lacks one of four cues that all say yes; the other clock may be late or faster."""
    english, chinese = [], []
    for number, (source, target) in enumerate(LINES * 3):
        at = 10.0 * number
        english += [(at, at + 3, source), *([(at + 5, at + 6, "Yes.")] if number in (3, 4, 5, 6) else [])]
        chinese += [(at, at + 3, target), *([(at + 5, at + 6, "是的")] if number in (3, 5, 6) else [])]
    bitext = align(
        segment(read_bytes(timed(english), "a.srt", "en")),
        segment(read_bytes(timed(chinese, offset, speed), "b.srt", "zh")),
        encoder,
    )
    alone = [bead for bead in bitext.beads if not (bead.source and bead.target)]
    assert [(bead.source_texts, bead.source_segments[0].time) for bead in alone] == [
        (("Yes.",), (45_000, 46_000))
    ]


def test_cues_that_are_cut_elsewhere_meet_by_their_times(encoder: BundledEncoder) -> None:
    english = [(0, 2, "Nothing, nothing,"), (2.1, 4, "nothing at all."), (4.1, 6, "Nothing!")]
    chinese = [(0, 4, "没有，没有，什么也没有"), (4.1, 6, "没有！")]
    bitext = align(
        segment(read_bytes(timed(english), "a.srt", "en")),
        segment(read_bytes(timed(chinese), "b.srt", "zh")),
        encoder,
    )
    assert [bead.kind for bead in bitext.beads] == [(2, 1), (1, 1)]


def test_times_of_another_film_say_nothing() -> None:
    source = np.array([(k * 5000.0, k * 5000.0 + 2000) for k in range(40)])
    path = [Step(k, k, 1, 1) for k in range(40)]
    shifted = source * 1.04 + 9000
    found = in_target_time(source, shifted, path)
    assert found is not None
    assert np.abs(found - shifted).max() < 100
    scattered = source.copy()
    scattered += np.random.default_rng(1).normal(0, 60_000, (40, 1))
    assert in_target_time(source, scattered, path) is None
    assert in_target_time(source, np.full((40, 2), np.nan), path) is None
