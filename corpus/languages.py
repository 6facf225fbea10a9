"""Which language a text is in, told offline."""

from __future__ import annotations

import re
from collections import Counter

TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")  # BCP 47, as far as anyone writes it
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
SCRIPTS = (  # each script that is one language's among those that an encoder is likely to know
    ("ja", re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")),
    ("ko", re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")),
    ("th", re.compile("[\u0e01-\u0e5b]")),
    ("ar", re.compile("[\u0620-\u064a\u0671-\u06d3]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
)
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
WORD = re.compile(r"[^\W\d_]+")

# The words that no page does without. They decide in a millisecond what a detector takes half
# a second to load for, and they decide it better on text full of names.
FUNCTION_WORDS = {
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
        "w i z na do się nie że jest to o a jak po co dla przez od za tego oraz ale są był czy tym być ich"
    ),
    "tr": (
        "ve bir bu da de için ile olarak çok daha gibi ne olan kadar sonra en o ya var mi ben ama değil her"
    ),
    "sv": ("och i att det som en på är av för med den till inte om ett har de jag var så från men kan vi"),
}
_OWNERS: dict[str, list[str]] = {}
for _language, _words in FUNCTION_WORDS.items():
    for _word in _words.split():
        _OWNERS.setdefault(_word, []).append(_language)

SAMPLE = 20_000


def detect(text: str) -> str:
    """The language of a text as a BCP 47 tag; "und" where it has no letters.

    The script decides first: Han without kana is Chinese, Traditional where its characters
    are those that only Traditional has. For the Latin alphabet the commonest words decide;
    where they are too few, py3langid does.

    >>> detect("大会，回顾其以往关于协助扫雷的所有决议"), detect("大會，回顧其以往關於協助掃雷的所有決議")
    ('zh', 'zh-Hant')
    >>> detect("The General Assembly, recalling also all relevant treaties and conventions")
    'en'
    >>> detect("1998/76")
    'und'
    """
    sample = _sample(text)
    counts = Counter({language: len(script.findall(sample)) for language, script in SCRIPTS})
    han, latin = len(HAN.findall(sample)), len(LATIN.findall(sample))
    # One Han character says as much as a word of five letters; a syllable of Hangul as three.
    if 4 * counts["ja"] > han + counts["ja"] and counts["ja"] * 3 > latin:
        return "ja"
    if 4 * han > latin and han >= max(counts.values()):
        return "zh-Hant" if is_traditional(sample) else "zh"
    language, most = counts.most_common(1)[0]
    if most * 2 > latin:
        return _cyrillic(sample) if language == "ru" else language
    return _latin(sample) if latin else "und"


def _sample(text: str) -> str:
    """The middle of a long text: its beginning may be a notice in another language."""
    if len(text) <= SAMPLE:
        return text
    half = SAMPLE // 2
    middle = len(text) // 2
    return text[:half] + text[middle : middle + half]


def is_traditional(text: str) -> bool:
    """Whether Chinese text is written in Traditional characters.

    The old national standards tell: a character of Big5 that GB 2312 lacks is Traditional,
    one of GB 2312 that Big5 lacks is Simplified.
    """
    traditional = simplified = 0
    for sign, often in Counter(HAN.findall(text)).items():
        in_big5, in_gb2312 = _has(sign, "big5"), _has(sign, "gb2312")
        traditional += often * (in_big5 and not in_gb2312)
        simplified += often * (in_gb2312 and not in_big5)
    return traditional > simplified


def _has(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _cyrillic(text: str) -> str:
    if len(re.findall("[іїєґІЇЄҐ]", text)) * 40 > len(text):
        return "uk"
    return "ru" if re.search("[ыэё]", text) or len(text) < 200 else _detector(text, "ru")


def _latin(text: str) -> str:
    words = [word.lower() for word in WORD.findall(text)]
    votes = Counter(language for word in words for language in _OWNERS.get(word, ()))
    (first, most), (_, second) = [*votes.most_common(2), ("", 0), ("", 0)][:2]
    if most >= 4 and 6 * most >= len(words) and most >= 1.4 * second:
        return first
    if len(words) < 30 and most > second:  # a heading: one small word says more than its letters
        return first
    return _detector(text, first or "und")


# Those that py3langid knows are many more; a title of three words would be Breton or Volapük.
# fmt: off
CANDIDATES = [
    "bg", "ca", "cs", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv",
    "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "vi",
]
# fmt: on


def _detector(text: str, otherwise: str) -> str:
    import py3langid

    py3langid.set_languages(CANDIDATES)
    language, _ = py3langid.classify(text[:5000])
    return str(language) if language else otherwise
