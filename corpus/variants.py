"""Traditional and simplified characters: as one, for search, and apart."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from duiqi.corpus.detection import is_traditional
from duiqi.corpus.languages import is_chinese, same_script


@cache
def simplifying() -> dict[int, int]:
    """The simplified character of each traditional one, as `str.translate` takes it.

    A character at a time: 乾 becomes 干 in every word. That is right for finding a text, not for
    converting it.

    >>> "掃雷行動".translate(simplifying()), "扫雷行动".translate(simplifying())
    ('扫雷行动', '扫雷行动')
    """
    table = (files("duiqi.corpus") / "data" / "simplified.txt").read_text(encoding="utf-8")
    lines = (line for line in table.splitlines() if not line.startswith("#"))
    return {ord(pair[0]): ord(pair[1]) for line in lines for pair in line.split()}


def script_of(text: str) -> str:
    """The tag of the script of a Chinese text.

    >>> script_of("貸款協議"), script_of("贷款协议")
    ('zh-Hant', 'zh-Hans')
    """
    return "zh-Hant" if is_traditional(text) else "zh-Hans"


def is_other_script(text: str, lang: str) -> bool:
    """Whether a Chinese text is in another script than its language says.

    >>> is_other_script("貸款協議", "zh-CN"), is_other_script("貸款協議", "zh-TW")
    (True, False)
    """
    return is_chinese(lang) and not same_script(script_of(text), lang)
