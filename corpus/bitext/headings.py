"""The heading of a table's column: the side or the language that it names, as tools and people write it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from duiqi.corpus.languages import SHORTER, canonical, same_language
from duiqi.corpus.localization import original

SOURCE = frozenset({
    "source", "src", "st", "original", "原文", "源文", "源语言", "源语", "术语", "原文术语",
    "english source", "singular", "quelle", "quelltext", "ausgangstext",
})  # fmt: skip
TARGET = frozenset({
    "target", "tgt", "trg", "tt", "translation", "translated", "equivalent",
    "post-edited", "post-edit", "postedited", "edited", "revised", "final",
    "译文", "译名", "目标语言", "目标语", "译文术语", "译后编辑", "审校", "定稿", "终稿",
    "ziel", "zieltext", "übersetzung", "traduction", "traducción",
})  # fmt: skip
NOTE = frozenset({
    "note", "notes", "comment", "comments", "remark", "remarks",
    "备注", "注释", "说明", "bemerkung", "kommentar",
})  # fmt: skip
STATUS = frozenset({
    "status", "state", "segment status", "translation status", "approved", "approval", "confirmed",
    "reviewed", "状态", "翻译状态", "审校状态", "是否确认", "确认",
})  # fmt: skip
TERM = "term"  # alone the source, with a language that language's column

# The first name of each row is the tag; the others are what tables call it, in lower case.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        name: row.split()[0]
        for row in (
            "en english 英文 英语 英語 英 영어 anglais englisch inglés ingles английский en英文",
            "zh chinese 中文 汉语 漢語 华语 中国語 中國語 중국어 中 汉 漢 "
            "chinois chinesisch chino китайский mandarin",
            "zh-CN cn chn 简体中文 简体 簡體中文 zhs chs sc 中文(简体) 中文简体",
            "zh-TW 繁體中文 繁体中文 繁體 繁体 zht cht tc 中文(繁體) 中文(繁体)",
            "fr french 法文 法语 法語 法 français francais französisch francés французский",
            "es spanish 西文 西班牙语 西班牙文 español espanol espagnol spanisch испанский",
            "ru russian 俄文 俄语 俄語 俄 русский russe russisch ruso",
            "ar arabic 阿文 阿拉伯语 阿拉伯文 العربية arabe arabisch árabe",
            "de german 德文 德语 德語 德 deutsch allemand alemán",
            "it italian 意大利文 意大利语 italiano italien italienisch",
            "pt portuguese 葡文 葡萄牙文 葡萄牙语 português portugues portugais",
            "ja jp japanese 日文 日语 日語 日本語 日 japonais japanisch japonés",
            "ko kr korean 韩文 韩语 韓語 韩 韓 한국어 coréen koreanisch coreano",
            "nl dutch 荷兰文 荷兰语 nederlands",
            "pl polish 波兰文 波兰语 polski",
            "th thai 泰文 泰语 ไทย",
            "vi vietnamese 越南文 越南语",
            "tr turkish 土耳其文 土耳其语 türkçe",
            "sv swedish 瑞典文 瑞典语 svenska",
        )
        for name in row.split()[1:]
    }
)
VARIETIES: Mapping[str, str] = MappingProxyType(
    {
        "simplified": "CN",
        "prc": "CN",
        "china": "CN",
        "s": "CN",
        "简体": "CN",
        "中国": "CN",
        "simplified, china": "CN",
        "people's republic of china": "CN",
        "simplified prc": "CN",
        "traditional": "TW",
        "t": "TW",
        "taiwan": "TW",
        "traditional, taiwan": "TW",
        "繁体": "TW",
        "繁體": "TW",
        "hong kong": "HK",
        "hong kong sar": "HK",
        "singapore": "SG",
        "us": "US",
        "usa": "US",
        "united states": "US",
        "美国": "US",
        "uk": "GB",
        "united kingdom": "GB",
        "英国": "GB",
        "france": "FR",
        "germany": "DE",
        "spain": "ES",
        "brazil": "BR",
        "portugal": "PT",
        "canada": "CA",
        "mexico": "MX",
        "italy": "IT",
        "russia": "RU",
        "japan": "JP",
        "korea": "KR",
    }
)
CODES = frozenset(
    {*SHORTER.values(), *SHORTER, "yue", "lzh", "wuu", "nb", "nn", "ca", "et", "lv", "lt", "sl"}
)
# Of scripts only those that are met, as `en_note` and `en_status` head columns beside that of `en`.
CODE = re.compile(
    r"([a-z]{2,3})(?:[-_](?:cmn|yue))?(?:[-_](?:han[st]|latn|cyrl|arab|deva|jpan|kore|mong|tibt|guru|grek))?"
    r"(?:[-_](?:[a-z]{2}|[0-9]{3}))?(?:[-_](?=[a-z]*+[0-9])[a-z0-9]{4,8})*",
    re.IGNORECASE,
)
OTHER_TAG = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
CODED = re.compile(r"(.*\S)\s*+\[([\w-]++)\]")
QUALIFIED = re.compile(r"([^(（\[]*+)[(（\[](.*)[)）\]]")
LABELLED = re.compile(r"(term|terme|text|source|target|src|tgt|segment)[ _:.-]+(\S.*)", re.IGNORECASE)
# Words that say no more than that the column has text.
WORDS = (
    "language|lang|text|full form|full name|segment|sentence|string|phrase|word|entry|name|value|content"
    "|label|translation|version|"
    "terms?|句段|句子|文本|文字|术语|名称|全称|名|词条|词汇|单词|短语|内容|表达|译文|翻译|版本?|列"
)
FILLER = re.compile(rf"(?<![\s_.-])[\s_.-]*+(?:{WORDS})$|^the\s++")
BEFORE = re.compile(rf"(?:{WORDS})[\s_.-]++(\S++)")


# Only tables of ours have such a column; in those of others `类型` may be a part of speech.
OURS = frozenset({"confidence", "band", "frequency"})


def column_names(row: Sequence[str]) -> list[str]:
    """The names in a heading in lower case; of a workbook of ours as programs write them.

    >>> column_names(["#ID", "Term"]), column_names(["编号", "原文", "译文", "置信度"])
    (['id', 'term'], ['id', 'source', 'target', 'confidence'])
    >>> column_names(["原文", "译文", "类型"])
    ['原文', '译文', '类型']
    >>> column_names(["原文 (en-US)", "译文 (zh-CN)", "置信度"])
    ['原文 (en-us)', '译文 (zh-cn)', 'confidence']
    """
    names = [cell.strip().lstrip("#").strip().lower() for cell in row]
    ours = [original(name) for name in names]
    sides = {original(name.partition(" (")[0]) for name in names}
    return ours if {"source", "target"} <= sides and not OURS.isdisjoint(ours) else names


class Heading(NamedTuple):
    """The column's part in the pair (source, target, note or term), and its language; empty where unknown."""

    part: str = ""
    lang: str = ""


@lru_cache(maxsize=1024)
def heading(cell: str) -> Heading:
    """What the heading of a column says.

    >>> heading("Source (en-US)"), heading("Chinese (Simplified)"), heading("英文原文")
    (Heading(part='source', lang='en-US'), Heading(part='', lang='zh-CN'), Heading(part='source', lang='en'))
    >>> heading("Term [zh_CN]"), heading("Description [en]"), heading("English_United_States")
    (Heading(part='term', lang='zh-CN'), Heading(part='', lang=''), Heading(part='', lang='en-US'))
    """
    name = cell.strip().lstrip("#").rstrip(":：").strip().lower()
    if lang := language_named(name):
        return Heading("", lang)
    if part := _part(name):
        return Heading(part)
    if found := CODED.fullmatch(name):  # English (United States) [en-US]
        lang, exact = map(language_named, found.groups())
        if lang and exact and same_language(lang, exact):
            return Heading("", max(exact, lang, key=len))
    if found := QUALIFIED.fullmatch(name):
        base, extra = (part.strip() for part in found.groups())
        part, lang = _part(base), language_named(base)
        if part:
            own = canonical(extra) if OTHER_TAG.fullmatch(extra) and extra != "und" else ""
            return Heading(part, language_named(extra) or own)
        if lang:
            return Heading(_part(extra), lang)
    if "/" in name and len(langs := {language_named(part) for part in name.split("/")}) == 1:
        return Heading("", langs.pop())  # English/英文
    if (found := LABELLED.fullmatch(name)) and (lang := language_named(found[2])):
        return Heading(_part(found[1]), lang)
    for language in sorted(NAMES, key=len, reverse=True):
        if (
            len(language) > 1
            and name.startswith(language)
            and (part := _part(name[len(language) :].strip(" _-:：")))
        ):
            return Heading(part, NAMES[language])
    return Heading()


def language_named(name: str) -> str:
    """The tag of a language named by a code or a name; empty for anything else.

    >>> language_named("zh_cn"), language_named("Chinese_PRC"), language_named("id"), language_named("No")
    ('zh-CN', 'zh-CN', '', '')
    >>> language_named("en_sentence"), language_named("text_zh"), language_named("英文名称")
    ('en', 'zh', 'en')
    """
    text = name.strip().lower()
    if (found := CODE.fullmatch(text)) and found[1] in CODES and text not in ("id", "no"):
        return canonical(text)
    if text in NAMES:
        return NAMES[text]
    short = FILLER.sub("", text)
    before = BEFORE.fullmatch(text)
    inner = before[1] if before and short == text else short
    if inner in NAMES:
        return NAMES[inner]
    if inner != text and (found := CODE.fullmatch(inner)) and found[1] in CODES and inner not in ("id", "no"):
        return canonical(inner)
    base, _, extra = (
        text.replace("（", "(").replace("）", ")").replace("(", "_").replace(")", "").partition("_")
    )
    if not extra:
        base, _, extra = text.partition(" - " if " - " in text else " ")
    base, extra = base.strip(), extra.replace("_", " ").strip()
    if base in VARIETIES and extra in NAMES:
        base, extra = extra, base
    if base in NAMES and extra in VARIETIES:
        return f"{NAMES[base][:2]}-{VARIETIES[extra]}"
    if base in NAMES and (code := language_named(extra) if extra != name else ""):
        return code if code[:2] == NAMES[base][:2] else ""
    return ""


def _part(name: str) -> str:
    if name in (TERM, "terme", "terms"):
        return TERM
    for text in (name, FILLER.sub("", name)):
        for part, names in (("source", SOURCE), ("target", TARGET), ("note", NOTE)):
            if text in names:
                return part
    return ""
