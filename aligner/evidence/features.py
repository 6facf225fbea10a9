"""The list of features: one line each, in the order of the weights.

To add a feature, write a line here and a `yield` in the family that computes it; then train weights for
it (`benchmarks/train.py`). A feature without a weight counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

import numpy.typing as npt

if TYPE_CHECKING:
    from duiqi.aligner.evidence.view import PaddedView

FamilyName = Literal["similarity", "explanation", "placement", "surface", "borders"]
Named = tuple[str, npt.NDArray[Any]]  # a feature's name and its values, one for each bead that has it


class Family(Protocol):
    """Features that are computed from the same arrays, prepared once for two texts."""

    def values(self, view: PaddedView) -> Iterator[Named]:
        """The features of this family for the beads of a view, in any order.

        A feature that is not yielded is zero: those of paragraphs, where the texts have none.
        """
        ...


class Feature(NamedTuple):
    """One number about each bead.

    name      in the weights and in explanations
    family    the module of this package that computes it
    measures  what it is, in one line
    of        the beads that have it; for the others it is zero. Links have two sides, skips have one
    """

    name: str
    family: FamilyName
    measures: str
    of: Literal["links", "skips"] = "links"


# The words of the list:
#   block     the segments of one side of a bead, as one; a bead has two blocks and four ends
#   beside    just outside the bead: the next segment at each end; for the margin, the next three
#   near      for a skip: the four segments of the other text before its place, and the four after it
#   usual     of a segment: its mean cosine with the segments of the other text
#   weight    how much it matters that tokens or clauses have a counterpart (`affinity`); the unit is the
#             mean weight of a segment of that side
#   piece     a clause, or a part of a long one; inside is where its translation is likely to be (`placement`)
#   names     words that both texts write alike (`names`)
#   explained by the other block: the weight that has a counterpart there; as a share, divided by all of it
FEATURES: tuple[Feature, ...] = (
    Feature("cosine", "similarity", "cosine of the two blocks"),
    Feature("length", "similarity", "|log ratio| of their lengths, both texts scaled to the same length"),
    Feature("length sure", "similarity", "squared log ratio times the root of the shorter length"),
    Feature("margin", "similarity", "cosine less the mean of each block with segments beside the other"),
    Feature("margin length", "similarity", "margin, discounted by the ratio of lengths"),
    Feature("shrink gain", "similarity", "gain of the cosine without an end segment, summed over the ends"),
    Feature("shrink loss", "similarity", "loss of the cosine without an end segment, summed over the ends"),
    Feature("shrink best", "similarity", "largest change of the cosine without an end segment"),
    Feature("extend gain", "similarity", "gain of the cosine with a neighbour, summed over the ends"),
    Feature("extend best", "similarity", "largest change of the cosine with a neighbour"),
    Feature("weakest cosine", "similarity", "of 1-1: twice the cosine, less both usual ones"),
    Feature("weakest of several", "similarity", "not of 1-1: least cosine of a segment, less its usual one"),
    Feature("skip cosine", "similarity", "largest cosine with a segment near, less the usual one", "skips"),
    Feature("skip weight", "explanation", "weight of the tokens", "skips"),
    Feature("token mean", "explanation", "explained share of the weight of tokens, both sides added"),
    Feature("token least", "explanation", "the same, the lesser of both sides"),
    Feature("token left", "explanation", "weight of tokens that is not explained"),
    Feature("token beside", "explanation", "weight that segments beside would explain beyond that"),
    Feature("token beside share", "explanation", "the same as a share, both sides added"),
    Feature("token beside most", "explanation", "the same as a share, the greater of both sides"),
    Feature("token weakest", "explanation", "not of 1-1: explained share of the least explained segment"),
    Feature("token skip", "explanation", "largest share that one segment near explains", "skips"),
    Feature("clause mean", "explanation", "explained share of the weight of clauses, both sides added"),
    Feature("clause least", "explanation", "the same, the lesser of both sides"),
    Feature("clause left", "explanation", "weight of clauses that is not explained"),
    Feature("clause beside", "explanation", "weight that segments beside would explain beyond that"),
    Feature("clause beside share", "explanation", "the same as a share, both sides added"),
    Feature("clause beside most", "explanation", "the same as a share, the greater of both sides"),
    Feature("clause weakest", "explanation", "not of 1-1: explained share of the least explained segment"),
    Feature("clause skip", "explanation", "largest share that one segment near explains", "skips"),
    Feature("misplaced", "placement", "largest log odds that a piece is before or after rather than inside"),
    Feature("numbers met", "explanation", "numbers and names equal to one of the other side, up to 4"),
    Feature("numbers left", "explanation", "numbers and names equal to none of the other side, up to 4"),
    Feature("numbers beside", "explanation", "such numbers and names equal to one beside, up to 4"),
    Feature("questions", "surface", "difference of the numbers of question marks, up to 2"),
    Feature("exclamations", "surface", "difference of the numbers of exclamation marks, up to 2"),
    Feature("quotation closes", "surface", "whether only one side closes with a quotation mark"),
    Feature("quotations opened", "surface", "difference of the numbers of quotations opened, up to 3"),
    Feature("quotations closed", "surface", "difference of the numbers of quotations closed, up to 3"),
    Feature("skip quotation", "surface", "whether the segment opens or closes a quotation", "skips"),
    Feature("notes begun", "surface", "difference of the numbers of notes and captions begun, up to 2"),
    Feature("skip note", "surface", "whether the segment begins like a note or a caption", "skips"),
    Feature("1-1", "surface", "shape: one segment a side; all shapes count a segment cut into clauses once"),
    Feature("1-2", "surface", "shape: one source segment with two target segments"),
    Feature("2-1", "surface", "shape: two source segments with one target segment"),
    Feature("2-2", "surface", "shape: two segments a side"),
    Feature("many", "surface", "whether both sides have several segments"),
    Feature("several", "surface", "shape: segments of the smaller side beyond the second"),
    Feature("size", "surface", "segments beyond one a side"),
    Feature("large", "surface", "segments beyond four"),
    Feature("skip source", "surface", "a source segment without a counterpart", "skips"),
    Feature("skip target", "surface", "a target segment without a counterpart", "skips"),
    Feature("crosses paragraphs", "surface", "sides with the border of a paragraph inside"),
    Feature("paragraph starts", "surface", "whether only one side begins a paragraph"),
    Feature("soft cuts", "surface", "ends that cut a segment at a weak mark, but for a comma on both sides"),
    Feature("label", "surface", "whether both sides begin with list labels of the same number or letter"),
    Feature("labels differ", "surface", "difference of the numbers of list labels, up to 2"),
    Feature("note and text", "surface", "whether only one side begins with a footnote"),
    Feature("border", "borders", "log odds that clauses are aligned across the bead's end: none is cut"),
    Feature("skip border", "borders", "the same", "skips"),
)  # fmt: skip
NAMES: tuple[str, ...] = tuple(feature.name for feature in FEATURES)
NUMBERS = {name: number for number, name in enumerate(NAMES)}
