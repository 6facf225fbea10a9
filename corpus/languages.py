"""Facts about languages: their tags, whether they write spaces between words, their function words.

Languages are BCP 47 tags. Two tags are of one language where their first parts agree: `EN`,
`en-GB` and `en_US` are English. Nothing else in the project takes a tag apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")  # BCP 47, as far as anyone writes it

CHINESE = frozenset({"zh", "cmn", "yue", "lzh", "wuu"})
# Between their words these may write a zero-width space, which nobody sees.
SOUTHEAST_ASIAN = frozenset({"th", "lo", "km", "my"})
UNSPACED = CHINESE | {"ja"} | SOUTHEAST_ASIAN
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
# Written with a full stop, a number of one or two figures is an ordinal: am 3. Mai, der 2. Weltkrieg.
ORDINAL_STOP = frozenset({"de", "da", "nb", "nn", "no", "fi", "et", "tr", "pl", "cs", "sk", "sl", "hr", "hu"})

# The commonest words of languages in the Latin alphabet, which no page does without.
FUNCTION_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        language: frozenset(words.split())
        for language, words in {
            "en": (
                "the of and to in that is was he for it with as his on be at by had not are but from or "
                "have an they which were"
            ),
            "de": (
                "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es "
                "an werden aus er hat dass"
            ),
            "fr": (
                "de la le et les des en un du une que est pour qui dans par plus au sur ne se ce il sont "
                "pas avec aux ou son elle"
            ),
            "es": (
                "de la que el en y los se del las un por con no una su para es al lo como más pero sus le "
                "ha este sí porque"
            ),
            "it": (
                "di e il la che in a per un del è non una con della si le dei da al sono i alla nel anche "
                "più lo come gli"
            ),
            "pt": (
                "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele "
                "das à seu sua ou"
            ),
            "nl": (
                "de van het een en in is dat op te zijn met voor niet aan er om ook als bij maar dan hij "
                "wordt door naar was"
            ),
            "pl": (
                "w i z na do się nie że jest to o a jak po co dla przez od za tego oraz ale są był czy tym "
                "być ich"
            ),
            "tr": (
                "ve bir bu da de için ile olarak çok daha gibi ne olan kadar sonra en o ya var mi ben ama "
                "değil her"
            ),
            "sv": (
                "och i att det som en på är av för med den till inte om ett har de jag var så från men kan vi"
            ),
        }.items()
    }
)


def canonical(tag: str) -> str:
    """A BCP 47 tag in its usual form: hyphens, the region in capitals, the script with one.

    OmegaT's schema refuses `zh_CN`, and Pontoon looks for `en-US` literally.

    >>> canonical("ZH_cn"), canonical("zh-hans-cn"), canonical("EN"), canonical("")
    ('zh-CN', 'zh-Hans-CN', 'en', 'und')
    """
    first, *rest = [part for part in tag.strip().replace("_", "-").split("-") if part] or ["und"]
    forms = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(forms.get(len(part), str.lower)(part) for part in rest)])


def primary(tag: str) -> str:
    """A tag's language without script and region.

    >>> primary("zh-Hant-TW"), primary("EN_us"), primary("")
    ('zh', 'en', 'und')
    """
    return tag.strip().replace("_", "-").partition("-")[0].lower() or "und"


def same_language(tag: str, other: str) -> bool:
    """Whether two tags are of one language, whatever the script and the region.

    >>> same_language("EN", "en-GB"), same_language("zh_TW", "zh-Hans"), same_language("pt", "es")
    (True, True, False)
    """
    return primary(tag) == primary(other)


def is_chinese(tag: str) -> bool:
    """Whether a tag is of Chinese in any of its languages and scripts.

    >>> is_chinese("zh-Hant"), is_chinese("yue"), is_chinese("ja")
    (True, True, False)
    """
    return primary(tag) in CHINESE


def is_spaced(tag: str) -> bool:
    """Whether the language writes spaces between words.

    >>> is_spaced("en-GB"), is_spaced("zh_TW")
    (True, False)
    """
    return primary(tag) not in UNSPACED


def has_zero_width_spaces(tag: str) -> bool:
    """Whether a zero-width space divides words in the language, as in Thai, and is to be kept.

    >>> has_zero_width_spaces("th-TH"), has_zero_width_spaces("zh")
    (True, False)
    """
    return primary(tag) in SOUTHEAST_ASIAN


def is_right_to_left(tag: str) -> bool:
    """Whether the language is written from right to left.

    >>> is_right_to_left("ar-EG"), is_right_to_left("zh")
    (True, False)
    """
    return primary(tag) in RIGHT_TO_LEFT
