"""Termhood: how much a pair of terms is worth a row of the glossary, and the order of the rows.

Two logistic regressions on the features of a row (`features`), fitted to rows judged by hand
(`benchmarks.termhood`): the probability that the pair is right and belongs into a termbase, by which
rows are ordered, and the probability that it is right, for lack of which a row stands below the others.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Literal, NamedTuple

from duiqi.aligner.terms.analysis import is_coordinated
from duiqi.aligner.terms.concepts import find_abbreviations, with_abbreviations
from duiqi.aligner.terms.features import BEST_PAIRS, BestPair, Features, is_copy
from duiqi.aligner.terms.folding import Row, folded, pieces, wholes
from duiqi.aligner.terms.names import is_name, short_company_names
from duiqi.aligner.terms.nesting import pairs_around
from duiqi.aligner.terms.reference import Keyness
from duiqi.aligner.terms.schema import Abbreviation, Entry, Equivalent, Termhood
from duiqi.aligner.terms.store import Store
from duiqi.corpus.languages import is_spaced, same_language

FREE_SHARE = 0.15  # a nested term is not in the draft if no larger share of its links is outside longer pairs
# In the draft are rows that are LIKELY to be worth keeping; and, of those that may be (WORTH_READING), so
# many that the text has a row for each WORDS_A_ROW words. Of 589 terms that terminologists wished for in
# thirteen texts before they saw a draft, 476 are then in it and 28 below its end (1,559 rows); with a row for
# each ten words 456 and 49 (1,435 rows). The drafts of four long texts, of 101 to 295 rows, are the same.
LIKELY, WORTH_READING, WORDS_A_ROW = 0.5, 0.18, 8
# After MANY rows a draft ends where rows are less likely than FEW_WORTH: of two chapters of a book, judged in
# part, one in three is worth keeping from there on.
MANY, FEW_WORTH = 150, 0.4
# A row that is less likely than RIGHT to be right keeps this much of its termhood: (likely / RIGHT) ** DOUBT.
RIGHT, DOUBT = 0.7, 3
FEWEST = 10  # rows for which a text counts as long enough
NESTED_DISCOUNT = 0.5  # of a link inside the link of a longer pair, when equivalents compete
QUOTES = '"“”「」『』《》«»„'
COPY_FACTOR = 0.35  # an equivalent that is the source term unchanged must be this much commoner than another

_EQUIVALENTS = """
insert into equivalents
select source, target, frequency, beads, free, headings, quoted, coordinated, score,
       row_number() over (partition by source order by value desc, target)
from (
    select l.source, l.target, count(*) frequency, count(distinct l.bead) beads,
           sum(1 - l.nested) free, sum(b.heading) headings,
           sum(
               instr(:quotes, substr('-' || b.source_text || '-', l.source_start + 1, 1)) > 0
               and instr(:quotes, substr('-' || b.source_text || '-', l.source_end + 2, 1)) > 0
               and instr(:quotes, substr('-' || b.target_text || '-', l.target_start + 1, 1)) > 0
               and instr(:quotes, substr('-' || b.target_text || '-', l.target_end + 2, 1)) > 0
           ) quoted,
           sum(
               is_coordinated(b.source_text, l.source_start, l.source_end)
               != is_coordinated(b.target_text, l.target_start, l.target_end)
           ) coordinated,
           p.score,
           p.score * sqrt(count(*) - :nested * sum(l.nested))
           * case when lower(s.text) = lower(t.text) then :copy else 1 end value
    from links l join scores p on p.source = l.source and p.target = l.target
    join beads b on b.number = l.bead
    join terms s on s.side = 0 and s.term = l.source
    join terms t on t.side = 1 and t.term = l.target
    group by l.source, l.target
)
"""
_ENTRIES = """
insert into entries
select row_number() over (order by part != '', value desc, source, target),
       source, target, part, value, inside
from termhoods
"""


class Share(NamedTuple):
    """The share of a feature in the termhood of a row: its value, times its weight, in log odds."""

    feature: str
    value: float
    share: float


class Weights(NamedTuple):
    """A logistic regression: the weight of each feature, and the bias."""

    weights: Mapping[str, float]
    bias: float

    def probability(self, features: Mapping[str, float]) -> float:
        """That a row with these features is right and belongs into a termbase."""
        total = self.bias + sum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(min(total, 50.0), -50.0)))

    def shares(self, features: Mapping[str, float]) -> list[Share]:
        """The share of each feature, the largest first."""
        shares = [Share(name, features[name], w * features[name]) for name, w in self.weights.items()]
        return sorted((share for share in shares if share.share), key=lambda share: -abs(share.share))


@cache
def fitted(model: Literal["termhood", "rightness"] = "termhood") -> Weights:
    """The weights that come with the package."""
    found = json.loads((files(__package__) / "data" / f"{model}.json").read_text(encoding="utf-8"))
    return Weights(found["weights"], found["bias"])


def rank(store: Store, features: Features, langs: tuple[str, str]) -> None:
    """Fill the tables of equivalents and of entries: source terms with their best equivalents, in order."""
    store.function("is_coordinated", 3, is_coordinated)
    store.run(_EQUIVALENTS, copy=COPY_FACTOR, nested=NESTED_DISCOUNT, quotes=QUOTES)
    store.index(Equivalent)
    abbreviations = find_abbreviations(store)
    spaced = is_spaced(langs[0]), is_spaced(langs[1])
    keyness = Keyness(store)
    worth, right = fitted(), fitted("rightness")
    rows = []
    for pair in store.rows(BestPair, BEST_PAIRS):
        found = features.of_worth(pair)
        value = worth.probability(found) * keyness(pair)
        texts = pair.source_text, pair.target_text
        part = "copy" if is_copy(pair) else "rest" if is_fragment(pair) or value < WORTH_READING else ""
        if not part:  # what can reach the draft: whether it is right takes longer to tell
            likely = right.probability(found | features.of_rightness(pair))
            value *= min(likely / RIGHT, 1.0) ** DOUBT
            part = "rest" if value < WORTH_READING else ""
        if not part and is_name(*texts, langs, partial(_only_opens, store, pair, langs)):
            part = "name"
        nouns = pair.source_kind == pair.target_kind == "phrase"
        rows.append(Row(pair.source, pair.target, *texts, value, nouns, part, pair.free))
    names = short_company_names(((row.source_text, row.target_text) for row in rows), langs)
    rows = [
        row._replace(part="name") if not row.part and (row.source_text, row.target_text) in names else row
        for row in rows
    ]
    rows, short, introduced = with_abbreviations(rows, abbreviations)
    store.insert(Abbreviation, introduced)
    store.index(Abbreviation)
    rows = _shortened(rows, max(features.words / WORDS_A_ROW, FEWEST))
    rows, inside = _without_ends(rows, spaced)
    inside |= short
    inside |= folded([row for row in rows if not row.part and row.source not in inside], spaced)
    inside |= pieces(
        [row for row in rows if not row.part and row.source not in inside], pairs_around(store), langs
    )
    store.insert(
        Termhood,
        (
            Termhood(
                row.source,
                row.target,
                row.value,
                "folded" if row.source in inside else row.part,
                inside.get(row.source, 0),
            )
            for row in rows
        ),
    )
    store.run(_ENTRIES)
    store.index(Entry)
    store.drop(Termhood)


def _only_opens(store: Store, pair: BestPair, langs: tuple[str, str]) -> bool:
    """Whether the English term of a pair begins a segment wherever it is linked."""
    start = "source_start" if same_language(langs[0], "en") else "target_start"
    query = f"select count(*) from links where source = :source and target = :target and {start}"
    return not store.number(query, source=pair.source, target=pair.target)


def is_fragment(pair: BestPair) -> bool:
    """Whether a pair hardly occurs outside longer ones."""
    return bool(pair.is_nested) and pair.free <= FREE_SHARE * pair.frequency


def _shortened(rows: list[Row], most: float) -> list[Row]:
    """The rows, of the draft only the likely ones; if these are fewer, as many as the text should have."""
    draft = sorted((row for row in rows if not row.part), key=lambda row: (-row.value, row.source))
    left = {
        row.source
        for number, row in enumerate(draft, 1)
        if (number > most and row.value < LIKELY) or (number > MANY and row.value < FEW_WORTH)
    }
    return [row._replace(part="rest") if row.source in left else row for row in rows]


def _without_ends(rows: list[Row], spaced: tuple[bool, bool]) -> tuple[list[Row], dict[int, int]]:
    """The rows, coordinations with one head raised to their ends, and the one below which each end folds."""
    inside: dict[int, int] = {}
    values: dict[int, float] = {}
    worth = {row.source: row.value for row in rows if not row.part}
    for end, whole in wholes(rows, spaced).items():
        if end in worth:
            inside[end] = whole.source
            values[whole.source] = max(values.get(whole.source, whole.value), worth[end])
    raised = [
        row._replace(value=values[row.source], part="") if row.source in values else row for row in rows
    ]
    return raised, inside
