"""`duiqi evaluate`: score alignments against gold documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from duiqi.aligner.cli.options import EncoderOptions, MaxMemory, Timings
from duiqi.aligner.cli.overwriting import WRITTEN
from duiqi.aligner.cli.timing import Stopwatch
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.values import whole


def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD.jsonl", help="Documents aligned by hand.", show_default=False)
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
    beads: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the beads that were found, as JSONL."),
        WRITTEN,
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="ID:NUMBER",
            help="Instead: show the features of a document's bead, counted from 1, and its nearest rivals.",
        ),
    ] = None,
    chosen: EncoderOptions,
    show_timings: Timings = False,
    max_memory: MaxMemory = None,
) -> None:
    """Align every document of a gold file and score the result."""
    watch = Stopwatch()
    if beads is not None:
        from duiqi.exports.replacing import check_place

        check_place(beads)
    if explain is not None:
        print(_explained(gold, explain, chosen.model))
        return
    with watch.stage("import"):
        from duiqi.aligner.evaluate import evaluate as score
        from duiqi.corpus.gold import read_gold
    with watch.stage("read"):
        documents = list(read_gold(gold))
    with watch.stage("load the encoder"):
        encoder = chosen.load()
    with watch.stage("align and score"):
        evaluation = score(documents, encoder)
    if beads is not None:
        from duiqi.exports.replacing import replacing

        with replacing(beads) as stream:
            for key, found in evaluation.beads.items():
                stream.write(f"{json.dumps({'id': key, 'beads': found}, ensure_ascii=False)}\n".encode())
    figures = evaluation.as_dict()
    print(json.dumps(figures, ensure_ascii=False, indent=2) if as_json else _as_table(figures))
    if show_timings:
        watch.print()


def _explained(gold: Path, wanted: str, model: str) -> str:
    from duiqi.aligner.encoders.catalogue import load_encoder
    from duiqi.aligner.encoders.pairing import EncoderPair
    from duiqi.aligner.encoders.protocol import BUNDLED
    from duiqi.aligner.explain import as_text
    from duiqi.aligner.explain import explain as explain_bead
    from duiqi.corpus.gold import read_gold

    key, _, number = wanted.rpartition(":")
    if not key or whole(number, -1) < 0:
        raise DuiqiError(f"--explain {wanted}: give a document's id and a bead's number, as lunyu-1:12")
    if model != BUNDLED:
        raise DuiqiError(f"--explain {wanted}: explained with the {BUNDLED} encoder only. Leave --model out")
    known = []
    for document in read_gold(gold):
        if str(document["id"]) == key:
            encoder = EncoderPair.of(load_encoder(BUNDLED)).reading
            return as_text(document, explain_bead(document, whole(number), encoder))
        known.append(str(document["id"]))
    raise DuiqiError(f"{gold}: no document '{key}'. There are: {', '.join(known[:10])}")


def _as_table(figures: dict[str, Any]) -> str:
    """The figures of an evaluation as a table, shares in per cent."""
    from duiqi.exports.options import count

    lines = [
        f"{name:8}precision {figures[f'{name}_precision']:7.1%}   recall {figures[f'{name}_recall']:7.1%}"
        f"   F1 {figures[f'{name}_f1']:7.1%}"
        for name in ("strict", "lax")
    ]
    lines += ["", "kind      gold   found      F1"]
    for kind, of_kind in figures["kinds"].items():
        lines.append(f"{kind:6}{of_kind['gold']:8,}{of_kind['found']:8,}{of_kind['f1']:8.1%}")
    lines += [
        "",
        f"confidence off by {figures['calibration_error']:.1%} on the average; 0.9 and above: "
        f"{figures['kept_at_90']:.1%} of the beads, {figures['precision_at_90']:.1%} of them right",
        f"{count(figures['sentences'], 'sentence')} in {count(figures['documents'], 'document')}"
        + (f", {figures['sentences_a_second']:,} a second" if figures["sentences_a_second"] else ""),
        figures["signature"],
    ]
    return "\n".join(lines)
