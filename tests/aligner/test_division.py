"""Division: a text without line breaks is cut where a paragraph may have ended inside a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from duiqi.aligner.division import RUN_ON, Division, divide, undivided, weights_for
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.pipeline import align
from duiqi.corpus import read_bytes
from duiqi.corpus.model import Segments
from duiqi.segmenters import segment

# A manual, a sentence a paragraph, some of which lead in to an example that is not here.
MANUAL = (
    ("Open the cover and take the old battery out.", "打开盖子，取出旧电池。"),
    ("Put the new battery in so that the marks agree:", "按标记方向装入新电池："),
    ("Close the cover until it clicks.", "合上盖子，直到听见咔嗒声。"),
    ("Press the button for three seconds.", "按住按钮三秒钟。"),
    ("The lamp turns green when the device is ready.", "设备就绪时，指示灯变为绿色。"),
    ("If the lamp is red, charge the device for an hour.", "如果指示灯为红色，请充电一小时。"),
    ("Install the program on your computer as follows:", "请按以下步骤在电脑上安装程序："),
    ("Connect the device to the computer by the cable.", "用数据线将设备连接到电脑。"),
    ("Choose the language in the menu of settings.", "在设置菜单中选择语言。"),
    ("Enter the date and the time of your country.", "输入您所在国家的日期和时间。"),
    ("The program looks for a new version every week.", "程序每周检查一次新版本。"),
    ("Photographs are stored in the memory of the device.", "照片保存在设备的存储器中。"),
    ("You can delete them at any time with two commands:", "您可以随时用两条命令删除它们："),
    ("Deleted photographs cannot be restored.", "已删除的照片无法恢复。"),
    ("Keep the device away from water and from heat.", "请使设备远离水和高温。"),
    ("Clean the glass with a soft and dry cloth.", "用柔软的干布擦拭玻璃。"),
    ("Children must not play with the small parts.", "不得让儿童玩弄小零件。"),
    ("The guarantee ends two years after the purchase.", "保修期自购买之日起两年。"),
    ("It does not cover damage by a fall.", "保修不包括跌落造成的损坏。"),
    ("Send the device to the shop that sold it to you.", "请将设备寄回您购买它的商店。"),
    ("A repair takes about ten days.", "维修大约需要十天。"),
    ("Old batteries belong in a special container.", "旧电池应投入专用容器。"),
    ("Thank you for buying this camera.", "感谢您购买这款相机。"),
)
# The head of a resolution, whose paragraphs end with commas and semicolons; then what makes it long.
RESOLUTION = (
    ("Resolution adopted by the General Assembly", "大会决议"),
    ("82/114. Underwater noise and marine life", "82/114. 水下噪声与海洋生物"),
    ("The General Assembly,", "大会，"),
    ("Guided by the Charter of the United Nations,", "遵循《联合国宪章》，"),
    ("Recalling its resolutions on the law of the sea,", "回顾其关于海洋法的决议，"),
    ("Concerned about the noise of ships,", "关切船舶的噪声，"),
    ("I", "一"),
    ("Legal framework", "法律框架"),
    ("1. Urges all States to keep their waters quiet;", "1. 敦促各国保持水域安静；"),
    ("II", "二"),
    ("Shipping", "航运"),
    ("2. Encourages ports to welcome quiet ships;", "2. 鼓励港口欢迎安静的船舶；"),
    ("3. Requests the Secretary-General to report to it next year.", "3. 请秘书长明年提出报告。"),
)
NOTE = "译注：以下图片出自日文版说明书第三页："


def read(text: str, lang: str) -> Segments:
    return segment(read_bytes(text.encode(), f"{lang}.txt", lang=lang))


def english(pairs: Sequence[tuple[str, str]] = MANUAL) -> Segments:
    return read("\n\n".join(source for source, _ in pairs), "en")


def parts(division: Division) -> list[str]:
    return [division.part(k, k + 1).text for k in range(len(division))]


@pytest.mark.slow
def test_a_note_inside_a_sentence_of_a_run_on_text_is_not_in_its_neighbours_bead(
    encoder: BundledEncoder,
) -> None:
    """The note has no counterpart and no mark of its own end but a colon; its beginning has none either."""
    for at in (2, 7, 13):
        chinese = [target for _, target in MANUAL]
        chinese.insert(at, NOTE)
        found = align(english(), read("".join(chinese), "zh"), encoder)
        pairs = {("".join(bead.source_texts), "".join(bead.target_texts)) for bead in found.beads}
        assert set(MANUAL) <= pairs, at
        assert not any(source for source, target in pairs if "译注" in target)
        assert "|weights:mixed-" in found.signature


@pytest.mark.slow
def test_short_paragraphs_of_a_run_on_text_are_found_by_the_other_sides_marks(
    encoder: BundledEncoder,
) -> None:
    """Without a line break the head of a resolution is one sentence, no longer than others are."""
    pairs = (*RESOLUTION, *MANUAL)
    found = align(english(pairs), read(" ".join(target for _, target in pairs), "zh"), encoder)
    right = {("".join(bead.source_texts), "".join(bead.target_texts)) for bead in found.beads}
    assert {*RESOLUTION[:10], *MANUAL} <= right


def test_a_run_on_text_is_cut_at_commas_only_where_the_other_side_ends_with_them() -> None:
    chinese = read("".join(target for _, target in MANUAL), "zh")
    before = divide(english(), chinese)[1]
    lines = [source.rstrip(".") + "," for source, _ in MANUAL[:3]] + [source for source, _ in MANUAL[3:]]
    after = divide(read("\n\n".join(lines), "en"), chinese)[1]
    assert not any(text.endswith("，") for text in parts(before))
    assert any(text.endswith("，") for text in parts(after))


def test_only_run_on_paragraphs_are_cut() -> None:
    """A colon in a paragraph of usual length proves nothing."""
    whole = read("".join(target for _, target in MANUAL[:8]), "zh")
    assert len(whole) < RUN_ON
    left, right = divide(english(MANUAL[:8]), whole)
    assert (left, right) == (undivided(left.segments), undivided(whole))
    assert weights_for(left, right) == "segments"


def test_the_parts_of_a_run_on_text_are_its_text() -> None:
    whole = read("".join(target for _, target in MANUAL), "zh")
    _, right = divide(english(), whole)
    assert len(right) > len(whole)
    assert "".join(right.part(k, k + 1).text for k in range(len(right))) == "".join(s.text for s in whole)
    assert 0 < right.share_cut < 1


def test_a_text_mostly_of_clauses_has_the_weights_of_clauses() -> None:
    left, right = divide(english(), read("，".join(target.rstrip("。：") for _, target in MANUAL), "zh"))
    assert weights_for(left, right) == "clauses"
