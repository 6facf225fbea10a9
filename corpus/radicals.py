"""Radicals that Unicode encodes apart from the characters they look like: ⼆ for 二, ⻅ for 见.

Fonts map both to one glyph, and a PDF made with such a font has the radical where its author
typed the character. Each is replaced by one character, so that offsets stay.

Sources: the compatibility decompositions of UnicodeData.txt for the Kangxi radicals, and
EquivalentUnifiedIdeograph.txt for the forms in the CJK Radicals Supplement that are whole characters.
"""

from __future__ import annotations

import re
import unicodedata

_SUPPLEMENT = (
    "⺁厂⺃乚⺄乙⺅亻⺆冂⺉刂⺋㔾⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺖忄⺗㣺⺘扌⺙攵⺛旡⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺨犭"
    "⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺶羊⺸羋⺹耂⺺肀⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻐钅⻑長⻒镸"
    "⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
RADICALS |= {ord(radical): whole for radical, whole in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)}
_RADICAL = re.compile("[\u2e80-\u2fd5]")


def without_radicals(text: str) -> str:
    """The text with the characters that its radicals stand for, each in its place.

    >>> without_radicals("⽂件必须由⼆⼈签字，⻅附件。")
    '文件必须由二人签字，见附件。'
    """
    return text.translate(RADICALS) if not text.isascii() and _RADICAL.search(text) else text
