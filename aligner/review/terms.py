"""The handlers of the glossary and of the memories."""

from __future__ import annotations

from typing import Any, cast

from duiqi.aligner.review import tasks
from duiqi.aligner.review.answers import Asked
from duiqi.aligner.review.bench import Bench
from duiqi.aligner.review.edits import MalformedRequest
from duiqi.aligner.review.glossaries import shown
from duiqi.corpus.beads import Bead
from duiqi.corpus.tiling import beads_of
from duiqi.exports.bands import BANDS

STATUSES = ("candidate", "accepted", "dropped")
LONGEST_TERM = 200  # characters
MOST_HITS = 20


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
        pair = self.bench.glossaries.of(opened).put(name, source, target, cast(Any, status))
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
        """GET memory: the units of the memories in which a text occurs."""
        from duiqi.aligner.memory.memory import Memory

        text = asked.query.get("text", "")
        found: list[dict[str, Any]] = []
        for path in self.bench.memories if text.strip() else ():
            with Memory(path, create=False) as memory:
                for hit in memory.search(text, limit=MOST_HITS):
                    unit = hit.unit
                    found.append(
                        {
                            "memory": path.name,
                            "source": unit.source,
                            "target": unit.target,
                            "languages": [unit.source_lang, unit.target_lang],
                            "side": hit.side,
                            "hits": hit.hits,
                            "status": unit.status,
                            "origin": unit.source_name,
                        }
                    )
        return found[:MOST_HITS]

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
