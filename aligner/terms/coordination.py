"""Coordinations: no equivalent goes over a mark of a list or a conjunction to which the other side has none.

充分性决定、标准 is two things, and "adequacy decision" is one.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from duiqi.aligner.terms.analysis import Analysis

_CONJUNCTIONS = frozenset(("和", "与", "及", "或", "以及", "暨", "、"))
# What answers one: `and`, a stroke, the hyphen of cost-benefit; a preposition, for 与 is `with` too.
_ANSWER = re.compile(
    r"\b(?:and|or|nor|plus|versus|vs|with|to|between|of|from|against|by|for)\b|[,;&/+–-]", re.IGNORECASE
)
_ABBREVIATION = re.compile(r"(?=.*[A-Z].*[A-Z])\S+")  # R&D, HSE, and names of code


def crossings(english: Analysis, chinese: Analysis) -> npt.NDArray[np.bool_]:
    """Whether a Chinese candidate goes over a conjunction that an English one lacks: (english, chinese).

    Titles in 《》 and abbreviations go over none.
    """
    conjunctions = [token.key in _CONJUNCTIONS for token in chinese.tokens]
    joined = [one.kind != "name" and any(conjunctions[one.first : one.stop]) for one in chinese.candidates]
    lacking = [
        not (_ANSWER.search(one.text) or _ABBREVIATION.fullmatch(one.text)) for one in english.candidates
    ]
    crossed: npt.NDArray[np.bool_] = np.outer(np.array(lacking, np.bool_), np.array(joined, np.bool_))
    return crossed
