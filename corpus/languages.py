"""Facts about languages: their tags, whether they write spaces between words, their function words.

Languages are BCP 47 tags. Two tags are of one language where their first parts agree: `EN`,
`en-GB` and `en_US` are English. Nothing else in the project takes a tag apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

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


# The three-letter codes of ISO 639-2 and 639-3 that have two letters in BCP 47, and Mandarin, which
# every tool calls zh.
_SHORTER = (
    "chi=zh zho=zh cmn=zh eng=en fre=fr fra=fr ger=de deu=de spa=es rus=ru ara=ar ita=it por=pt dut=nl "
    "nld=nl pol=pl jpn=ja kor=ko tha=th tur=tr vie=vi ind=id may=ms msa=ms hin=hi swe=sv dan=da nor=no "
    "fin=fi cze=cs ces=cs slo=sk slk=sk hun=hu rum=ro ron=ro gre=el ell=el bul=bg hrv=hr srp=sr ukr=uk "
    "heb=he per=fa fas=fa mon=mn lao=lo khm=km bur=my mya=my tib=bo bod=bo uig=ug"
)
SHORTER: Mapping[str, str] = MappingProxyType(dict(code.split("=") for code in _SHORTER.split()))
# Regions that write Chinese in Traditional characters; the first is the likeliest (CLDR, likely subtags).
EVIDENT = (("Hans", "CN"), ("Hant", "TW"), ("Hant", "HK"))  # every tool knows zh-CN, zh-TW and zh-HK
TRADITIONAL_REGIONS = ("TW", "HK", "MO")


# ISO 639-1, and the older codes that files still have.
# Each word is a first letter and those that may follow it.
_CODES = (
    "aabefkmnrsvyz baeghimnors caehorsuvy daevz eelnostu fafijory gadlnuv haeiortuyz iadegiknostuw "
    "jaivw kagijklmnorsuvwy labginotuv mghiklnorsty nabdeglnorvy ocjmrs pailst qu rmnouw "
    "sacdeghiklmnoqrstuvw taeghiklnorstwy ugkrz veio wao xh yio zahu"
)
TWO_LETTERS = frozenset(word[0] + second for word in _CODES.split() for second in word[1:])


def is_tag(text: str) -> bool:
    """Whether a text is a language tag, and its two letters a language's: `cn` is a region, Chinese is `zh`.

    Of three letters any may be a language; there are eight thousand.

    >>> is_tag("zh-Hant"), is_tag("cn"), is_tag("xx-Nonsense"), is_tag("english"), is_tag("yue")
    (True, False, False, False, True)
    """
    language = re.split("[-_]", text)[0].lower()
    return TAG.fullmatch(text) is not None and (len(language) > 2 or language in TWO_LETTERS)


# ISO 3166-1, and codes beside it that tags have: Kosovo, the European Union, the United Nations, and
# texts made up to test programs (en-XA, ar-XB).
_REGION_CODES = (
    "adefgilmoqrstuwxz babdefghijlmnoqrstvwyz cacdfghiklmnoruvwxyz dejkmoz ecegrhstu fijkmor "
    "gabdefghilmnpqrstuwy hkmnrtu idelmnoqrst jemop keghimnprwyz labcikrstuvy macdefghklmnopqrstuvwxyz "
    "nacefgilopruz om paefghklmnrstwy qa reosuw sabcdeghijklmnorstvxyz tcdfghjklmnortvwz uagmnsyz vaceginu "
    "wfs xabk yet zamw"
)
REGIONS = frozenset((word[0] + second).upper() for word in _REGION_CODES.split() for second in word[1:])


def unknown_region(tag: str) -> str:
    """The region in a tag that is the code of none; empty where the tag has none or its region is one.

    >>> [unknown_region(tag) for tag in ("en-UK", "en_gb", "zh-Hant-XX", "es-419")]
    ['UK', '', 'XX', '']
    """
    region = _subtags(tag).region
    return "" if region in REGIONS or not region.isalpha() else region


class _Subtags(NamedTuple):
    """The language, script and region of a tag, empty where it has none."""

    language: str
    script: str = ""
    region: str = ""


def canonical(tag: str) -> str:
    """A BCP 47 tag in its usual form: hyphens, the region in capitals, the script with one.

    OmegaT's schema refuses `zh_CN`, and Pontoon looks for `en-US` literally. Codes of three letters
    become those of two, and the script of Chinese goes where the region says it already.

    >>> canonical("ZH_cn"), canonical("zh-hans-cn"), canonical("EN"), canonical("")
    ('zh-CN', 'zh-CN', 'en', 'und')
    >>> canonical("chi"), canonical("cmn-Hant-TW"), canonical("zh-Hans-HK"), canonical("eng")
    ('zh', 'zh-TW', 'zh-Hans-HK', 'en')
    """
    first, *rest = _parts(tag)
    forms = {2: str.upper, 4: str.title}
    found = [first, *(forms.get(len(part), str.lower)(part) for part in rest)]
    if first == "zh" and len(found) == 3 and tuple(found[1:]) in EVIDENT:
        del found[1]
    return "-".join(found)


@lru_cache(maxsize=1024)
def primary(tag: str) -> str:
    """A tag's language without script and region.

    >>> primary("zh-Hant-TW"), primary("EN_us"), primary("zho"), primary("")
    ('zh', 'en', 'zh', 'und')
    """
    return _parts(tag)[0]


def _parts(tag: str) -> list[str]:
    """The subtags, the language first and in its shorter form; `zh-cmn-Hans` has two languages."""
    first, *rest = [part for part in tag.strip().replace("_", "-").split("-") if part] or ["und"]
    if first.lower() == "zh" and rest and rest[0].lower() == "cmn":
        del rest[0]
    return [SHORTER.get(first.lower(), first.lower()), *rest]


def _script_of_chinese(region: str) -> str:
    return {"CN": "Hans", "SG": "Hans"}.get(region, "Hant" if region in TRADITIONAL_REGIONS else "")


def _subtags(tag: str) -> _Subtags:
    language, *rest = canonical(tag).split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    region = next((part for part in rest if len(part) == 2 or (part.isdigit() and len(part) == 3)), "")
    return _Subtags(language, script, region)


@lru_cache(maxsize=1024)
def _maximised(tag: str) -> _Subtags:
    """The subtags with those that Chinese implies: `zh-TW` is in Traditional characters."""
    language, script, region = _subtags(tag)
    if language == "zh":
        script = script or _script_of_chinese(region) or "Hans"
        region = region or (TRADITIONAL_REGIONS[0] if script == "Hant" else "CN")
    return _Subtags(language, script, region)


def look_up(tags: Sequence[str], wanted: str) -> int | None:
    """The place of the tag that serves a wanted one best; None where no tag is of that language.

    In the manner of BCP 47 look-up (RFC 4647, section 3.4): the same tag, else the same script and
    region, the same script, the language alone, the same language of any script and region. A wanted
    language without either takes the first.

    >>> look_up(["en-GB", "zh-TW", "zh-CN"], "zh-cn"), look_up(["en-GB", "zh-TW"], "zh-CN")
    (2, 1)
    >>> look_up(["zh-CN", "zh-TW"], "zh-Hant"), look_up(["en-GB", "en-US"], "en"), look_up(["en"], "fr")
    (1, 0, None)
    """
    asked, want = canonical(wanted), _maximised(wanted)

    def rank(place: int) -> tuple[bool, ...]:
        tag = canonical(tags[place])
        if asked == want.language:
            return (tag == asked,)
        have = _maximised(tag)
        return tag == asked, have.script == want.script, have.region == want.region, tag == want.language

    found = [place for place, tag in enumerate(tags) if tag and primary(tag) == want.language]
    return max(found, key=rank, default=None)


def same_language(tag: str, other: str) -> bool:
    """Whether two tags are of one language, whatever the script and the region.

    >>> same_language("EN", "en-GB"), same_language("zh_TW", "zh-Hans"), same_language("pt", "es")
    (True, True, False)
    """
    return primary(tag) == primary(other)


def are_languages(tags: Iterable[str], asked: Iterable[str]) -> bool:
    """Whether texts can be in the languages asked for, each in its own; `und` and an empty tag can be any.

    >>> are_languages(("en-GB", "und"), ("en", "zh")), are_languages(("en", "zh"), ("", "fr"))
    (True, False)
    """
    anything = {"", "und"}
    return all(
        tag in anything or want in anything or same_language(tag, want)
        for tag, want in zip(tags, asked, strict=True)
    )


def same_script(tag: str, other: str) -> bool:
    """Whether two tags are of one language and can be of one script; Chinese without one is simplified.

    >>> same_script("zh-TW", "zh-Hant"), same_script("zh", "zh-TW"), same_script("en-US", "en-GB")
    (True, False, True)
    >>> same_script("sr-Latn", "sr-Cyrl"), same_script("sr", "sr-Cyrl")
    (False, True)
    """
    one, two = _maximised(tag), _maximised(other)
    return one.language == two.language and (one.script == two.script or "" in (one.script, two.script))


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
