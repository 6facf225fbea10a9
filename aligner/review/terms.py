"""The handlers of the glossary and of the memories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast, get_args

from duiqi.aligner.review import tasks
from duiqi.aligner.review.answers import Asked
from duiqi.aligner.review.bench import Bench
from duiqi.aligner.review.edits import MalformedRequest
from duiqi.aligner.review.glossaries import shown
from duiqi.corpus.beads import Bead
from duiqi.corpus.glossary.model import TermStatus
from duiqi.corpus.tiling import beads_of
from duiqi.exports.bands import BANDS

if TYPE_CHECKING:
    from duiqi.aligner.memory.concordance import Concordance

STATUSES: tuple[str, ...] = get_args(TermStatus)
LONGEST_TERM = 200  # characters
MOST_HITS = 20


def _hit(memory: str, hit: Concordance) -> dict[str, Any]:
    """A hit for the page; its places count code points."""
    unit = hit.unit
    return {
        "memory": memory,
        "source": unit.source,
        "target": unit.target,
        "languages": [unit.source_lang, unit.target_lang],
        "side": hit.side,
        "hits": hit.hits,
        "status": unit.status,
        "origin": unit.source_name,
    }


class Terms:
    """The handlers of terms, which are in `NAME.terms.tsv`, and of memories."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def pairs(self, asked: Asked) -> dict[str, Any]:
        """GET documents/ID/terms: all pairs with contexts."""
        opened = self.bench.workspace.open(asked.path["document"])
        base = self.bench.glossaries.of(opened)
        beads, langs = self._beads(asked)
        return {"pairs": [shown(pair, beads, langs) for pair in base.pairs]}

    def put(self, asked: Asked) -> dict[str, Any]:
        """POST documents/ID/terms: add a pair, or edit one; the answer is the pair."""
        opened = self.bench.workspace.open(asked.path["document"])
        name = asked.body.text("id") if asked.body.values.get("id") is not None else None
        source, target = self._term(asked, "source"), self._term(asked, "target")
        status = asked.body.word("status", STATUSES)
        pair = self.bench.glossaries.of(opened).put(name, source, target, cast(TermStatus, status))
        return shown(pair, *self._beads(asked))

    def draft(self, asked: Asked) -> dict[str, Any]:
        """POST documents/ID/terms/draft: draft pairs out of what is accepted or sure."""
        opened = self.bench.workspace.open(asked.path["document"])
        base = self.bench.glossaries.of(opened)

        def keep(pairs: Any) -> str:
            base.add(pairs)
            return opened.id

        alignment, least = opened.record.alignment, BANDS[0].low
        return {"job": self.bench.jobs.start(tasks.draft, alignment, least, then=keep).id}

    def memory(self, asked: Asked) -> list[dict[str, Any]]:
        """GET memory: the units of the memories in which a text occurs.

        With `counterparts` also the places in the other text that correspond to the hits, from the worker.
        """
        from duiqi.aligner.memory.memory import Memory

        text = asked.query.get("text", "")
        found: list[tuple[str, Concordance]] = []
        for path in self.bench.memories if text.strip() else ():
            with Memory(path, create=False) as memory:
                found += [(path.name, hit) for hit in memory.search(text, limit=MOST_HITS)]
        del found[MOST_HITS:]
        answer = [_hit(*one) for one in found]
        if found and asked.query.get("counterparts"):
            spans = self.bench.jobs.wait(tasks.linked, [hit for _, hit in found])
            for shown_hit, places in zip(answer, spans, strict=True):
                shown_hit["counterparts"] = places
        return answer

    def _beads(self, asked: Asked) -> tuple[dict[str, tuple[int, Bead]], tuple[str, str]]:
        """The beads by id, with their places, and the languages."""
        alignment = self.bench.workspace.open(asked.path["document"]).record.alignment
        by_id = {bead.id: (at, bead) for at, bead in enumerate(beads_of(alignment))}
        return by_id, (alignment.source.lang, alignment.target.lang)

    @staticmethod
    def _term(asked: Asked, name: str) -> str:
        text = " ".join(asked.body.text(name).split())
        if not text or len(text) > LONGEST_TERM:
            raise MalformedRequest(f"'{name}' should be a term of 1 to {LONGEST_TERM} characters")
        return text
