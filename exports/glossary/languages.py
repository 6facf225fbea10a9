"""Names of languages as MultiTerm and memoQ know them."""

from __future__ import annotations

from duiqi.corpus.languages import primary

NAMES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
    "th": "Thai", "tr": "Turkish", "zh": "Chinese",
}  # fmt: skip
REGIONS = {"US": "United_States", "GB": "United_Kingdom", "CN": "PRC", "TW": "Taiwan", "HK": "Hong_Kong_SAR"}


def language_name(code: str) -> str:
    """The name of a language, its code where the name is not known.

    >>> language_name("zh-CN"), language_name("cy")
    ('Chinese', 'cy')
    """
    return NAMES.get(primary(code), code)


def memoq_name(code: str) -> str:
    """The name of a language in the columns of memoQ's CSV.

    >>> memoq_name("zh-CN"), memoq_name("en-US"), memoq_name("de")
    ('Chinese_PRC', 'English_United_States', 'German')
    """
    region = REGIONS.get(code.rpartition("-")[2], "")
    return "_".join(filter(None, (language_name(code), region)))
