"""Features of a row of the glossary, by which rows are ranked.

Symmetric: a glossary with the sides exchanged has the same features, and so the same order.
Frequencies count by their logarithms, so that one page and a thousand are ranked by one model.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from duiqi.aligner.lexicon import lexicon
from duiqi.aligner.terms.analysis import is_coordination, length_in_words, simplified, words_of
from duiqi.aligner.terms.chinese_tokens import part_of_speech
from duiqi.aligner.terms.english_tokens import OF_ACTION
from duiqi.aligner.terms.general_language import UNKNOWN, USUAL_PERSONAL, Surprises, personal, surprises
from duiqi.aligner.terms.meanings import Meanings
from duiqi.aligner.terms.store import Store
from duiqi.aligner.terms.surroundings import Surroundings
from duiqi.corpus.languages import is_chinese, is_spaced, same_language
from duiqi.segmenters.wordlists import headed
from duiqi.segmenters.words import dictionary_words, words

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import ReadingEncoder

_LIST = re.compile(r"[,、]")
_PREPOSITIONAL = re.compile(r"\b(?:of|for|in|on|to|with|from|by|against|de|du|des|von)\b|的")
_LETTERS_ONLY = re.compile(r"[ -~]+")
_PROPER = frozenset(("ns", "nr", "nrt"))  # jieba's tags of places and persons
FUNCTION_WORD, COMMON = 2.7, 5.0  # surprise up to which a word is a function word, a common word
# The means of features over rows whose words the lexicon knows.
USUAL_LEXICAL, USUAL_WEAKEST, USUAL_UNEXPLAINED = 0.4, 0.3, 0.5
UNEXPLAINED = 0.02  # the best probability of a word that the words of the other term do not explain, or less
# Below WEAK a pair is wrong rather than doubtful; above STRONG it is right, and often plain language.
WEAK, STRONG = 0.65, 0.85
_CHARACTERS_A_WORD = 6.0, 1.6  # of a text with spaces between its words, of one without


class BestPair(NamedTuple):
    """A source term and its best equivalent, with all that their features depend on.

    The columns from `frequency` to `coordinated` and `score` are those of `schema.Equivalent`, and the links
    of its abbreviations are counted as its own.

    links        of the source term, to any equivalent
    linked       of the target term, to any source term
    is_nested    whether either term is nested (`nesting`)
    source_row   of the source term among the embeddings of its side; likewise target_row
    """

    source: int
    target: int
    frequency: int
    beads: int
    free: int
    headings: int
    quoted: int
    coordinated: int
    links: int
    linked: int
    score: float
    source_text: str
    target_text: str
    source_frequency: int
    target_frequency: int
    source_unithood: float
    target_unithood: float
    source_kind: str
    target_kind: str
    is_nested: int
    source_row: int
    target_row: int


# An abbreviation that the text introduces counts as an occurrence of its long form, if its equivalent is
# that of the long form, an abbreviation of it, or the same letters.
BEST_PAIRS = """
with uses as (
    select w.source, sum(e.frequency) frequency, sum(e.beads) beads, sum(e.free) free
    from (
        select max(long) long, short from abbreviations where side = 0
        group by short having count(distinct long) = 1
    ) a
    join equivalents w on w.source = a.long and w.place = 1
    join equivalents e on e.source = a.short and e.place = 1
    join terms s on s.side = 0 and s.term = e.source
    join terms t on t.side = 1 and t.term = e.target
    where e.target = w.target or lower(s.text) = lower(t.text)
        or e.target in (select short from abbreviations where side = 1 and long = w.target)
    group by w.source
)
select e.source, e.target, e.frequency + coalesce(u.frequency, 0), e.beads + coalesce(u.beads, 0),
       e.free + coalesce(u.free, 0), e.headings, e.quoted, e.coordinated,
       sl.links + coalesce(u.frequency, 0), tl.links + coalesce(u.frequency, 0), e.score,
       s.text, t.text, s.frequency + coalesce(u.frequency, 0), t.frequency + coalesce(u.frequency, 0),
       s.unithood, t.unithood, s.kind, t.kind,
       sn.term is not null or tn.term is not null, s.embedding_row, t.embedding_row
from equivalents e
join terms s on s.side = 0 and s.term = e.source
join terms t on t.side = 1 and t.term = e.target
join (select source, sum(frequency) links from equivalents group by source) sl on sl.source = e.source
join (select target, sum(frequency) links from equivalents group by target) tl on tl.target = e.target
left join uses u on u.source = e.source
left join nested_terms sn on sn.side = 0 and sn.term = e.source
left join nested_terms tn on tn.side = 1 and tn.term = e.target
where e.place = 1
"""


class Features:
    """Computes the features of rows of one extraction, each a number near 0 to 10."""

    def __init__(
        self, store: Store, encoder: ReadingEncoder, langs: tuple[str, str], meanings: Meanings
    ) -> None:
        self._langs, self._meanings = langs, meanings
        self._lexicon, self._surroundings = lexicon(*langs), Surroundings(store, langs)
        chinese = [side for side in (0, 1) if is_chinese(langs[side])]
        self._chinese = chinese[0] if len(chinese) == 1 else None  # the side that is Chinese
        self._surprises: tuple[Surprises, Surprises] = (
            surprises(langs[0], encoder),
            surprises(langs[1], encoder),
        )
        lengths = (
            store.number("select sum(length(source_text)) from beads"),
            store.number("select sum(length(target_text)) from beads"),
        )
        self._words = [  # of the text on either side
            max(length / _CHARACTERS_A_WORD[not is_spaced(lang)], 1.0)
            for length, lang in zip(lengths, langs, strict=True)
        ]

    @property
    def words(self) -> float:
        """The words of the text, the mean of its sides."""
        return sum(self._words) / 2

    def __call__(self, pair: BestPair) -> dict[str, float]:
        """The features of a row by name."""
        return self.of_worth(pair) | self.of_rightness(pair)

    def of_worth(self, pair: BestPair) -> dict[str, float]:
        """The features that tell whether a row is worth keeping, by name."""
        return dict(self._of(pair))

    def of_rightness(self, pair: BestPair) -> dict[str, float]:
        """The other features, by name; they take longer, and tell only whether a pair is right."""
        texts = pair.source_text, pair.target_text
        word, character = self._surroundings(pair.source, pair.target, texts)
        return {
            "word beside": word,
            "character beside": character,
            "verb for a noun": float(self._is_verb(texts)),
        }

    def _of(self, pair: BestPair) -> Iterator[tuple[str, float]]:
        texts = pair.source_text, pair.target_text
        lengths = [length_in_words(text, lang) for text, lang in zip(texts, self._langs, strict=True)]
        length = sum(lengths) / 2
        yield "score", pair.score
        yield "weak score", max(WEAK - pair.score, 0.0)
        yield "strong score", max(pair.score - STRONG, 0.0)
        yield "unithood", math.sqrt(pair.source_unithood * pair.target_unithood)
        yield "frequency", math.log2(1 + pair.frequency)
        yield "occurs once", float(pair.frequency == 1)
        yield "free", math.log2(1 + pair.free)
        yield "only nested", float(pair.free == 0)
        yield "nested", float(pair.is_nested)
        yield "spread", math.log2(1 + pair.beads) - math.log2(1 + pair.frequency)
        yield "c-value", math.log2(1 + length) * math.log2(1 + pair.free)
        yield from self._specificity(pair, length <= 1)
        shares = [personal(text) for text, lang in zip(texts, self._langs, strict=True) if _is_english(lang)]
        yield "personal", sum(shares) / len(shares) if shares else USUAL_PERSONAL
        yield "meaning", self._meanings(pair.source_row, pair.target_row)
        yield "same translation", pair.frequency / pair.links
        yield "same source", pair.frequency / max(pair.linked, 1)
        yield "linked", (pair.frequency / pair.source_frequency + pair.frequency / pair.target_frequency) / 2
        yield "one word", float(length <= 1)
        yield "two words", float(1 < length <= 2.5)
        yield "long", max(length - 4, 0.0)
        yield "lengths differ", abs(math.log(lengths[1] / lengths[0]))
        yield "name", float("name" in (pair.source_kind, pair.target_kind))
        yield "abbreviation", float("abbreviation" in (pair.source_kind, pair.target_kind))
        yield "coordination", sum(map(is_coordination, texts)) / 2
        yield "nouns coordinated", float(pair.source_kind == pair.target_kind == "phrase")
        yield "list", float(all(_LIST.search(text) for text in texts))
        lists = headed("en.terms")
        forms = [text.lower() for text in self._forms(pair)]
        yield "generic", float(not lists["generic"].isdisjoint(forms))
        yield "evaluative", float(any(text.partition(" ")[0] in lists["evaluative"] for text in forms))
        yield "prepositional", sum(bool(_PREPOSITIONAL.search(text)) for text in texts) / 2
        yield "foreign letters", float(all(_LETTERS_ONLY.search(text) for text in texts))
        yield "heading", float(pair.headings > 0)
        yield "quoted", float(pair.quoted > 0)
        yield "one coordinated", pair.coordinated / pair.frequency
        yield from self._lexical(texts)
        yield from self._cut(texts)
        yield "proper noun", float(self._is_proper_noun(texts))
        yield "digits", float(any(map(str.isdigit, pair.source_text + pair.target_text)))

    def _lexical(self, texts: tuple[str, str]) -> Iterator[tuple[str, float]]:
        """How well the lexicon translates the words of a pair; its usual value for words unknown to it."""
        value, weakest, unexplained = USUAL_LEXICAL, USUAL_WEAKEST, USUAL_UNEXPLAINED
        if self._lexicon:
            source = [word.lemma for word in words_of(texts[0], self._langs[0])]
            known = [word for word in source if word in self._lexicon.source]
            target = [word.lemma for word in words_of(texts[1], self._langs[1])] if known else []
            if any(word in self._lexicon.target for word in target):
                # Lists rather than arrays: of two words or three, an array takes longer.
                rows, columns = [0.0] * len(known), [0.0] * len(target)
                for i, j, probability in self._lexicon.found(known, target):
                    rows[i], columns[j] = max(rows[i], probability), max(columns[j], probability)
                value = (_mean_root(rows) + _mean_root(columns)) / 2
                sides = (
                    rows,
                    [p for p, word in zip(columns, target, strict=True) if word in self._lexicon.target],
                )
                weakest = math.sqrt(min(map(min, sides)))
                unexplained = sum(sum(p < UNEXPLAINED for p in side) / len(side) for side in sides)
        yield "lexical", value
        yield "weakest word", weakest
        yield "unexplained words", unexplained

    def _cut(self, texts: tuple[str, str]) -> Iterator[tuple[str, float]]:
        """Into how many words the dictionary cuts a Chinese term, beside the content words of the other."""
        single = fewer = begins = ends = 0.0
        if self._chinese is not None:
            pieces = [word for word in dictionary_words(simplified(texts[self._chinese])) if word.strip()]
            pieces = pieces or [""]
            others = [
                s for s in self._surprises[1 - self._chinese](texts[1 - self._chinese]) if s > FUNCTION_WORD
            ]
            single = sum(len(piece) == 1 for piece in pieces) / max(len(pieces), 1)
            begins, ends = (float(len(piece) == 1) for piece in (pieces[0], pieces[-1]))
            fewer = max(math.log(max(len(others), 1) / max(len(pieces), 1)), 0.0)
        yield "single characters", single
        yield "fewer words", fewer
        yield "single character first", begins
        yield "single character last", ends

    def _is_proper_noun(self, texts: tuple[str, str]) -> bool:
        """Whether the dictionary has its Chinese term as the name of a place or a person."""
        sides = zip(texts, self._langs, strict=True)
        return any(is_chinese(lang) and part_of_speech(text) in _PROPER for text, lang in sides)

    def _is_verb(self, texts: tuple[str, str]) -> bool:
        """Whether a Chinese term ends in a verb, and the English one in no noun of action."""
        if self._chinese is None or not _is_english(self._langs[1 - self._chinese]):
            return False
        if OF_ACTION.search(texts[1 - self._chinese]):
            return False
        last = dictionary_words(simplified(texts[self._chinese]))[-1:]
        return part_of_speech("".join(last)) == "v"

    def _forms(self, pair: BestPair) -> Iterator[str]:
        """The English terms of a pair, and what they would be in the singular."""
        for text, lang in zip((pair.source_text, pair.target_text), self._langs, strict=True):
            if _is_english(lang):
                yield text
                if " " not in text:
                    yield from (word.lemma for word in words(text, "en")[:1] if word.text == text)

    def _specificity(self, pair: BestPair, is_word: bool) -> Iterator[tuple[str, float]]:
        """How surprising its words are in general language, and how much less so in this text."""
        found = [
            [surprise for surprise in look_up(text) if surprise > FUNCTION_WORD] or [UNKNOWN]
            for look_up, text in zip(self._surprises, (pair.source_text, pair.target_text), strict=True)
        ]
        rarest = sum(max(side) for side in found) / 2
        here = (
            sum(
                -math.log10(frequency / size)
                for frequency, size in zip(
                    (pair.source_frequency, pair.target_frequency), self._words, strict=True
                )
            )
            / 2
        )
        mean = sum(sum(side) / len(side) for side in found) / 2
        yield "mean surprise", mean
        yield "one common word", max(COMMON - mean, 0.0) * is_word
        yield "one frequent word", math.log2(1 + pair.frequency) * is_word
        yield "rarest word", rarest
        yield "rarest word of the commoner side", min(map(max, found))
        yield "commonest word", sum(min(side) for side in found) / 2
        yield "keyness", rarest - here
        yield "keyness of its words", max(rarest - here, 0.0) * math.log2(1 + pair.free)


def _is_english(lang: str) -> bool:
    return same_language(lang, "en")


def _mean_root(probabilities: Sequence[float]) -> float:
    """The mean of the square roots."""
    return sum(map(math.sqrt, probabilities)) / len(probabilities)


def is_copy(pair: BestPair) -> bool:
    """Whether the equivalent is the source term unchanged: code, names."""
    return pair.source_text.casefold() == pair.target_text.casefold()
