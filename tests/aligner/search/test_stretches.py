"""Long texts in short stretches: nothing lost, cut only where it is sure, whatever is missing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evidence.surface import Surface
from duiqi.aligner.evidence.text import TextReader
from duiqi.aligner.pipeline import align
from duiqi.aligner.search import stretches as module
from duiqi.aligner.search.stretches import Stretch, choose_cuts, stretches
from duiqi.corpus.model import Alignment
from duiqi.segmenters import from_sentences

ENGLISH = [
    "The meeting was called to order at ten o’clock.", "Nobody had seen the old ship since the storm.",
    "My grandmother baked bread every Saturday.", "The price of oil fell sharply in March.",
    "Wolves were heard in the mountains that winter.", "She wrote him forty letters from the front.",
    "The university has six thousand students.", "Do not touch the wire when it is raining!",
    "A comet crossed the sky on the night he was born.", "The new law forbids smoking in restaurants.",
    "His violin was stolen on the train to Vienna.", "Tea is grown on the southern slopes.",
    "The patient must take the medicine twice a day.", "Why did the bridge collapse?",
    "Children under five travel free of charge.", "The emperor never forgave his brother.",
    "Plastic waste is found in all oceans.", "We played chess until the lamp went out.",
    "The Committee adopted the report without a vote.", "Her red coat hung behind the door.",
    "Bees can recognise human faces.", "The factory will close at the end of the year.",
    "He dreamed of a city without shadows.", "Landmines still kill farmers long after the war.",
    "The museum bought the painting for two million.", "Snow blocked the road to the monastery.",
    "Our dog is afraid of thunder.", "The election was held on Sunday.",
    "Iron melts at fifteen hundred degrees.", "The poet died in exile, poor and forgotten.",
    "Turn left behind the post office.", "The judge asked the witness to sit down.",
]  # fmt: skip
CHINESE = [
    "会议十点开始。", "暴风雨之后再没有人见过那艘旧船。",
    "我祖母每个星期六都烤面包。", "三月份油价大幅下跌。",
    "那年冬天山里传来狼的叫声。", "她从前线给他写了四十封信。",
    "这所大学有六千名学生。", "下雨时不要碰电线！",
    "他出生的那天夜里，一颗彗星划过天空。", "新法律禁止在餐馆吸烟。", "他的小提琴在去维也纳的火车上被偷了。",
    "茶叶种在南面的山坡上。", "病人必须每天服药两次。", "那座桥为什么塌了？", "五岁以下的儿童免费乘车。",
    "皇帝从未原谅他的弟弟。", "所有海洋里都有塑料垃圾。",
    "我们下棋一直下到灯灭了。", "委员会未经表决通过了报告。",
    "她的红大衣挂在门后。", "蜜蜂能认出人脸。", "工厂将于年底关闭。", "他梦见一座没有影子的城市。",
    "战争结束很久以后，地雷仍在炸死农民。", "博物馆花两百万买下了那幅画。", "大雪封住了通往修道院的路。",
    "我们的狗怕打雷。", "选举在星期天举行。", "铁在一千五百度熔化。", "诗人在流放中死去，贫穷而被人遗忘。",
    "在邮局后面向左转。", "法官请证人坐下。",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("WINDOW", 8), ("SHORTEST", 2), ("LONGEST", 4)):
        monkeypatch.setattr(module, name, value)


def reader(encoder: BundledEncoder, texts: list[str]) -> TextReader:
    spaced = texts[0].isascii()
    return TextReader(
        Surface.of(texts), lambda part: (encoder.read(texts[part.start : part.stop], spaced), None)
    )


def cut(encoder: BundledEncoder, english: list[str], chinese: list[str]) -> Iterator[Stretch]:
    return stretches(reader(encoder, english), reader(encoder, chinese), encoder)


def aligned(encoder: BundledEncoder, english: list[str], chinese: list[str]) -> Alignment:
    source, target = from_sentences(english, "en", "source"), from_sentences(chinese, "zh", "target")
    return align(source, target, encoder, presegmented=True)


def pairs(alignment: Alignment) -> set[tuple[str, str]]:
    return {("".join(bead.source_texts), "".join(bead.target_texts)) for bead in alignment.beads}


def test_stretches_follow_each_other_to_the_end(encoder: BundledEncoder) -> None:
    i = j = count = 0
    for stretch in cut(encoder, ENGLISH, CHINESE):
        assert (stretch.i, stretch.j) == (i, j)
        assert len(stretch.corridor.low) == len(stretch.source) + 1
        assert sum(a for _, _, a, _ in stretch.path) == len(stretch.source)
        assert sum(b for _, _, _, b in stretch.path) == len(stretch.target)
        i, j, count = i + len(stretch.source), j + len(stretch.target), count + 1
    assert (i, j) == (len(ENGLISH), len(CHINESE))
    assert count > 5


def test_a_cut_goes_between_two_pairs(encoder: BundledEncoder) -> None:
    assert all(stretch.i == stretch.j for stretch in cut(encoder, ENGLISH, CHINESE))


def test_names_are_learned_from_the_window_and_not_from_each_stretch(
    encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stretch of two sentences has a name once at most, which would prove nothing."""
    monkeypatch.setattr(module, "WINDOW", 16)
    english = [f"{text} Said Wilbraham." if k % 2 else text for k, text in enumerate(ENGLISH[:12])]
    chinese = [f"{text}𠮷𡃁说。" if k % 2 else text for k, text in enumerate(CHINESE[:12])]
    found = list(cut(encoder, english, chinese))
    assert len(found) > 2
    monkeypatch.setattr(module, "SHORTEST", 1000)
    (whole,) = cut(encoder, english, chinese)
    for stretch in found:
        source = range(stretch.i, stretch.i + len(stretch.source))
        target = range(stretch.j, stretch.j + len(stretch.target))
        expected = whole.learned().affinities.token.window(source, target)
        np.testing.assert_array_equal(stretch.learned().affinities.token.table, expected.table)


@pytest.mark.slow
@pytest.mark.parametrize("swapped", [False, True])
def test_a_missing_chapter_longer_than_a_window_is_stepped_over(
    encoder: BundledEncoder, swapped: bool
) -> None:
    """The window is doubled until both texts can be anchored again."""
    chapter = range(9, 22)
    english = ENGLISH
    chinese = [text for k, text in enumerate(CHINESE) if k not in chapter]
    if swapped:
        english = [text for k, text in enumerate(ENGLISH) if k not in chapter]
        chinese = CHINESE
    found = pairs(aligned(encoder, english, chinese))
    kept = [k for k in range(len(ENGLISH)) if k not in chapter]
    assert sum((ENGLISH[k], CHINESE[k]) in found for k in kept) >= len(kept) - 2


@pytest.mark.slow
def test_texts_with_nothing_in_common_are_taken_whole(encoder: BundledEncoder) -> None:
    """And come to an end."""
    chinese = [f"第{k}条：本公约自签署之日起生效，缔约国应予遵守。" for k in range(30)]
    whole = list(cut(encoder, ENGLISH, chinese))
    assert sum(len(stretch.target) for stretch in whole) == 30
    assert aligned(encoder, ENGLISH, chinese).warnings


@pytest.mark.slow
def test_one_stretch_or_many_the_alignment_is_the_same(
    encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = aligned(encoder, ENGLISH, CHINESE)
    monkeypatch.setattr(module, "WINDOW", 1000)
    monkeypatch.setattr(module, "SHORTEST", 1000)
    assert len(list(cut(encoder, ENGLISH, CHINESE))) == 1
    assert pairs(aligned(encoder, ENGLISH, CHINESE)) == pairs(many)


@pytest.mark.slow
def test_the_same_again_in_threads(encoder: BundledEncoder) -> None:
    first, second = aligned(encoder, ENGLISH, CHINESE), aligned(encoder, ENGLISH, CHINESE)
    assert first.beads == second.beads


def test_places_are_chosen_so_that_stretches_are_neither_short_nor_long() -> None:
    places = [(k, k) for k in range(1, 40)]
    found = np.diff([0, *(row for row, _ in choose_cuts([*places, (40, 40)], whole=True))])
    assert found.sum() == 40
    assert found.min() >= 2
    assert found.max() <= 4
    assert choose_cuts([(1, 1)], whole=False) == []
    assert choose_cuts([(3, 90)], whole=True) == [(3, 90)]
