r"""Ranges of scripts, as the inside of a regular expression's character class.

>>> import re
>>> bool(re.fullmatch(f"[{HAN}{KANA}]+", "地雷𠀀々ひカｶ〇")), bool(re.search(f"[{HAN}]", "mine한"))
(True, False)
"""

from __future__ import annotations

# Planes 2 and 3 of Unicode hold nothing but ideographs: extensions B to J, and those to come.
IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
# With the radicals (which PDFs give for the characters made of them), 々, 〆, 〇 and the Suzhou numerals.
HAN = f"\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b{IDEOGRAPHS}"
BOPOMOFO = "\u3105-\u312f\u31a0-\u31bf"

HIRAGANA = "\u3040-\u309f"
KATAKANA = "\u30a0-\u30ff\u31f0-\u31ff"
HALFWIDTH_KATAKANA = "\uff66-\uff9f"
KANA = HIRAGANA + KATAKANA + HALFWIDTH_KATAKANA
# Without the middle dot ・ and the length mark ー, which other languages borrow.
KANA_LETTERS = "\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d"

# The full-width punctuation and signs that go with Han and kana.
WIDE_MARKS = "\u3000-\u3004\u3008-\u301f\u3030\u3200-\u33ff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6"
# Characters of two columns on a terminal, in Chinese and Japanese.
WIDE = HAN + HIRAGANA + KATAKANA + WIDE_MARKS
# The first character of East Asia's blocks: from here on, with few exceptions, letters are square.
FIRST_WIDE = "\u2e80"

HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"
THAI = "\u0e00-\u0e7f"
LAO = "\u0e80-\u0eff"
KHMER = "\u1780-\u17ff"
MYANMAR = "\u1000-\u109f"
# Written without spaces between words.
UNSPACED = HAN + KANA + WIDE_MARKS + THAI + LAO + KHMER + MYANMAR
FIRST_UNSPACED = THAI[0]

LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
GREEK = "\u0370-\u03ff\u1f00-\u1fff"
CYRILLIC = "\u0400-\u04ff"
ALPHABETS = LATIN + GREEK + CYRILLIC  # of words that a Chinese text may have: São Paulo, β
HEBREW = "\u05d0-\u05f2"
ARABIC = "\u0620-\u064a\u0671-\u06d3"
# Marks that are written over, under or around a letter, and belong to its word: accents apart from their
# letters, vowels of Hebrew, Arabic, the scripts of India (whose blocks are laid out alike), Thai and others.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1"
    "\u0eb4-\u0ebc\u0ec8-\u0ece\u0f71-\u0f84\u0f8d-\u0fbc\u102b-\u103e\u17b4-\u17d3\u1ab0-\u1ace\u1dc0-\u1dff"
    "\u20d0-\u20f0\u3099\u309a\ufe20-\ufe2f"
) + "".join(
    f"{chr(low)}-{chr(high)}"
    for block in range(0x0900, 0x0D80, 0x80)
    for low, high in ((block, block + 0x03), (block + 0x3A, block + 0x4D), (block + 0x62, block + 0x63))
)
