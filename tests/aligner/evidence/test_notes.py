"""What begins like a note or a caption, in several languages, and what only has such a word first."""

from __future__ import annotations

import pytest

from duiqi.aligner.evidence.notes import begins_note


@pytest.mark.parametrize(
    "text",
    [
        "译注：渡口今已不存。",
        "（译者注：原文如此）",
        "【编者按】这篇写于冬天。",
        "注：见下。",
        "譯註：河名。",
        "注意: 水深。",
        "图 2 渡口的位置",
        "表3-1：水位",
        "Translator's note: the ford is gone.",
        "[Translators’ note] so in the original",
        "(Editor's note: written in winter.)",
        "NOTE: The water is deep.",
        "N.B.: The water is deep.",
        "Table 4. Water levels",
        "Fig. 2: The ford",
        "Figure 12.3",
        "Anmerkung des Übersetzers: Die Furt gibt es nicht mehr.",
        "[Anm. d. Red.: im Winter geschrieben]",
        "Tabelle 9.19. Wasserstände",
        "(N.d.T. : le gué n’existe plus.)",
        "Remarque : l’eau est profonde.",
        "Nota del traductor: el vado ya no existe.",
        "Примечание переводчика: брода больше нет.",
        "訳注：渡し場は今はない。",
    ],
)
def test_a_label_and_a_mark_begin_a_note(text: str) -> None:
    assert begins_note(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Note that the water is deep.",
        "Notes were found in the boat: three of them.",
        "Nobody noted it.",
        "Tip the boat over.",
        "Table 4 shows the water levels.",
        "Table 4.5 shows more.",
        "Figure it out.",
        "The translator's note was lost.",
        "Hinweise gab es nicht.",
        "注意不要掉进河里。",
        "图2画着渡口。",
        "说明书丢了。",
        "按理说：水不深。",
        "老船夫道：“注意！”",
        "𠀀注：水深。",
    ],
)
def test_such_a_word_in_a_sentence_does_not(text: str) -> None:
    assert not begins_note(text)
