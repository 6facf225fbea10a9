"""The command line: the library, said aloud.

Every command is a few calls of the four packages, and imports them when it runs: the
help does not wait for NumPy. Results go to stdout or to files, everything else to stderr.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from aligner.timing import process_age, stage, timings
from corpus.errors import DuiqiError, UnreadableFile, UnwritableFile

if TYPE_CHECKING:
    from aligner.bundled import BundledEncoder
    from corpus.model import Alignment, Document, Segments
    from exports.options import WriteOptions

DONE, IN_PART, REFUSED, INTERRUPTED = 0, 1, 2, 130
NOT_A_TRANSLATION = "not a translation"  # how the aligner's warning begins
TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
# What Typer raises for wrong usage of any kind: it exports only this one heir of it.
USAGE_ERRORS = cast(tuple[type[Exception]], typer.BadParameter.__bases__)

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Align a text with its translation. 对齐原文与译文。",
    epilog="A file called - is standard input or output. Exit status: 0 done; 1 done, but not all of "
    "the input could be used, or the texts are no translation of each other; 2 nothing done, for the "
    "reason given.",
)


def _language(tag: str | None) -> str | None:
    if tag is None or TAG.fullmatch(tag):
        return tag and tag.replace("_", "-")
    raise typer.BadParameter(f"'{tag}' is no language tag. Say en, zh, zh-Hant, de, pt-BR …")


def _code(entry: str) -> str:
    tag, equals, code = entry.partition("=")
    if not (equals and TAG.fullmatch(tag) and TAG.fullmatch(code)):
        raise typer.BadParameter(f"'{entry}' is no pair of language tags. Say zh=zh-Hans")
    return entry


def _codes(entries: list[str] | None) -> list[str]:
    return [_code(entry) for entry in entries or []]


def _encodings(names: list[str] | None) -> list[str]:
    import codecs

    for name in names or []:
        try:
            codecs.lookup(name)
        except LookupError:
            raise typer.BadParameter(f"no encoding called '{name}'. Say utf-8, gb18030, big5 …") from None
    if names and len(names) > 2:
        raise typer.BadParameter("given more than twice: once for both files, or once for each")
    return names or []


SourceLang = Annotated[
    str | None,
    typer.Option(
        metavar="TAG",
        help="Language of the source, as en or zh-Hans; found out if absent.",
        callback=_language,
    ),
]
TargetLang = Annotated[
    str | None,
    typer.Option(metavar="TAG", help="Language of the target; found out if absent.", callback=_language),
]
Model = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="The encoder: bundled, or a sentence-transformers model by name or folder."
    ),
]
Device = Annotated[str | None, typer.Option(metavar="NAME", help="Where a model runs: cpu, cuda, mps.")]
BatchSize = Annotated[
    int | None, typer.Option(metavar="NUMBER", help="Sentences that a model reads at a time.", min=1)
]
Cache = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Keep a model's vectors here for the next run.")
]
MinConfidence = Annotated[
    float,
    typer.Option(metavar="0…1", help="Leave out pairs that are less likely to be right.", min=0.0, max=1.0),
]
XliffVersion = Annotated[Literal["1.2", "2.0", "2.1"], typer.Option(help="Version of .xlf files.")]
LangCode = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TAG=CODE",
        help="Write another language code, as zh=zh-Hans; may be repeated.",
        callback=_codes,
    ),
]
Duplicates = Annotated[
    Literal["first", "best", "all"] | None,
    typer.Option(help="Which pairs to keep of those with the same source: by default best in TMX, else all."),
]
PlainSpaces = Annotated[
    bool, typer.Option("--plain-spaces", help="Write no-break and typographic spaces as plain ones.")
]
Unlabelled = Annotated[
    bool,
    typer.Option("--unlabelled", help="TMX: a second unit, without it, for each that opens with a label."),
]
Format = Annotated[
    str, typer.Option(metavar="SUFFIX", help="Format of what goes to standard output, as tmx or jsonl.")
]
Timings = Annotated[bool, typer.Option("--timings", help="Say where the time went.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"duiqi {version('duiqi')}")
        raise typer.Exit


@app.callback()
def _duiqi(
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


@app.command()
def align(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="The text.", show_default=False)],
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="Its translation.", show_default=False)],
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="Where to write: .tmx .xlf .tsv .csv .xlsx .jsonl .html .txt; may be repeated. "
            "Without it both texts are printed side by side.",
        ),
    ] = None,
    source_lang: SourceLang = None,
    target_lang: TargetLang = None,
    level: Annotated[Literal["paragraph", "sentence"], typer.Option(help="What to pair.")] = "sentence",
    presegmented: Annotated[
        bool, typer.Option("--presegmented", help="Take every line for a segment, as it is.")
    ] = False,
    encoding: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Encoding of both files, or, given twice, of each; found out if absent.",
            callback=_encodings,
        ),
    ] = None,
    model: Model = "bundled",
    device: Device = None,
    batch_size: BatchSize = None,
    cache: Cache = None,
    min_confidence: MinConfidence = 0.0,
    xliff: XliffVersion = "1.2",
    lang_code: LangCode = None,
    duplicates: Duplicates = None,
    plain_spaces: PlainSpaces = False,
    unlabelled: Unlabelled = False,
    format: Format = "jsonl",  # noqa: A002 - the option's name
    show_timings: Timings = False,
) -> None:
    """Align two texts."""
    outputs = out or []
    options = _options(
        min_confidence,
        xliff,
        lang_code or [],
        duplicates,
        format,
        plain_spaces=plain_spaces,
        unlabelled=unlabelled,
    )
    _check_outputs(outputs, options)
    if str(source) == str(target) == "-":
        raise UnreadableFile("-: only one of the two texts can come from standard input")
    with stage("read"):
        from corpus import read

        encodings: list[str | None] = [*encoding] * 2 if encoding else [None, None]
        documents = (
            read(source, source_lang, encodings[0]),
            read(target, target_lang, encodings[1]),
        )
        _protect((source, target), outputs, *documents)
        _tell([*documents[0].warnings, *documents[1].warnings])
    with stage("segment"):
        segments = [_cut(document, level, presegmented) for document in documents]
    with stage("import"):
        from aligner.encoders import load_encoder
        from aligner.pipeline import align as align_segments
        from aligner.progress import Meter
    with stage("load the encoder"):
        encoder = load_encoder(model, device=device, batch_size=batch_size, cache=cache)
    with stage("align"), Meter() as meter:
        alignment = align_segments(
            segments[0], segments[1], encoder, presegmented=presegmented, progress=meter
        )
    told = {*documents[0].warnings, *documents[1].warnings}
    _tell(warning for warning in alignment.warnings if warning not in told)
    with stage("write"):
        _put(alignment, outputs, options)
    if show_timings:
        _show_timings()
    if any(warning.startswith(NOT_A_TRANSLATION) for warning in alignment.warnings):
        raise typer.Exit(IN_PART)


@app.command()
def segment(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The text.", show_default=False)],
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="TAG", help="Its language, as en or zh-Hans; found out if absent.", callback=_language
        ),
    ] = None,
    level: Annotated[
        Literal["paragraph", "sentence", "clause"], typer.Option(help="Where to cut.")
    ] = "sentence",
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Print kind, label and offsets too, and what is no part of the text."),
    ] = False,
    dictionary: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own words, one a line; none is cut within.")
    ] = None,
    encoding: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Encoding of the file; found out if absent.", callback=_encodings),
    ] = None,
) -> None:
    """Print the segments of a text, one a line."""
    from corpus import read
    from corpus.model import labelled
    from segmenters import segment as cut

    document = read(file, lang, encoding[0] if encoding else None)
    _tell(document.warnings)
    segments = cut(document, level, dictionary)
    if not as_json:
        for found in segments:
            print(labelled(found.label, found.text, segments.lang))
        return
    for found in sorted([*segments, *segments.apart], key=lambda found: found.paragraph):
        fields = {
            "text": found.text,
            "kind": found.kind,
            "label": found.label,
            "paragraph": found.paragraph,
            "start": found.span.start,
            "end": found.span.end,
        }
        print(json.dumps(fields, ensure_ascii=False))


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A file of aligned text.", show_default=False)],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="Where to write it.", show_default=False)],
    source_lang: SourceLang = None,
    target_lang: TargetLang = None,
    min_confidence: MinConfidence = 0.0,
    accepted_only: Annotated[
        bool, typer.Option("--accepted-only", help="Only pairs that a person accepted or corrected.")
    ] = False,
    xliff: XliffVersion = "1.2",
    lang_code: LangCode = None,
    duplicates: Duplicates = None,
    plain_spaces: PlainSpaces = False,
    unlabelled: Unlabelled = False,
    format: Format = "jsonl",  # noqa: A002 - the option's name
) -> None:
    """Convert aligned text: between .tmx .xlf .tsv .csv .xlsx .jsonl .txt, and to .html."""
    options = _options(
        min_confidence,
        xliff,
        lang_code or [],
        duplicates,
        format,
        plain_spaces=plain_spaces,
        unlabelled=unlabelled,
    )
    _check_outputs([target], options)
    from corpus.bitext import read_bitext

    if _same_file(source, target):
        raise UnwritableFile(f"{target}: this is the file that is being read. Give another name")
    alignment = read_bitext(source, source_lang=source_lang or "", target_lang=target_lang or "")
    _tell(alignment.warnings)
    _put(alignment, [target], replace(options, accepted_only=accepted_only))


@app.command()
def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD.jsonl", help="Documents aligned by hand.", show_default=False)
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
    beads: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the beads that were found, as JSONL.")
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="ID:NUMBER",
            help="Instead: show the features of a document's bead, counted from 1, and its nearest rivals.",
        ),
    ] = None,
    model: Model = "bundled",
    device: Device = None,
    batch_size: BatchSize = None,
    cache: Cache = None,
    show_timings: Timings = False,
) -> None:
    """Align every document of a gold file and score the result."""
    from exports.replacing import check_place, replacing

    if beads is not None:
        check_place(beads)
        if _same_file(gold, beads):
            raise UnwritableFile(f"{beads}: this is the file that is being read. Give another name")
    if explain is not None:
        print(_explained(gold, explain, model))
        return
    with stage("import"):
        from aligner.encoders import load_encoder
        from aligner.evaluate import evaluate as score
        from corpus.gold import read_gold
    with stage("read"):
        documents = list(read_gold(gold))
    with stage("load the encoder"):
        encoder = load_encoder(model, device=device, batch_size=batch_size, cache=cache)
    with stage("align and score"):
        evaluation = score(documents, encoder)
    if beads is not None:
        with replacing(beads) as stream:
            for key, found in evaluation.beads.items():
                stream.write(f"{json.dumps({'id': key, 'beads': found}, ensure_ascii=False)}\n".encode())
    figures = evaluation.as_dict()
    print(json.dumps(figures, ensure_ascii=False, indent=2) if as_json else _as_table(figures))
    if show_timings:
        _show_timings()


@app.command()
def models() -> None:
    """List the encoders: what is here, and what a name would fetch."""
    from aligner.encoders import BUNDLED, PUBLISHED, fetched, is_fetched

    print(f"{BUNDLED:40}here             16 languages, English and Chinese among them; needs no GPU")
    for model in PUBLISHED:
        state = "here" if is_fetched(model.repository) else f"{model.gigabytes} GB to fetch"
        print(f"{model.name:40}{state:17}{model.about}")
    for repository in fetched():
        if repository not in {model.repository for model in PUBLISHED}:
            print(f"{repository:40}here")
    print("Any other sentence-transformers model works by name or folder.")


def _options(
    min_confidence: float,
    xliff: Literal["1.2", "2.0", "2.1"],
    lang_codes: Sequence[str],
    duplicates: Literal["first", "best", "all"] | None,
    format: str,  # noqa: A002 - the option's name
    *,
    plain_spaces: bool,
    unlabelled: bool,
) -> WriteOptions:
    from exports.options import WriteOptions

    return WriteOptions(
        min_confidence=min_confidence,
        xliff=xliff,
        codes=dict(entry.split("=", 1) for entry in lang_codes),
        duplicates=duplicates,
        plain_spaces=plain_spaces,
        unlabelled=unlabelled,
        format=f".{format.removeprefix('.').lower()}",
    )


def _check_outputs(outputs: Sequence[Path], options: WriteOptions) -> None:
    """Refuse what could not be written, before any work."""
    from exports import check_target
    from exports.writing import WRITERS

    seen: set[str] = set()
    for path in outputs:
        check_target(path)
        if str(path) == "-" and options.format not in WRITERS:
            known = " ".join(suffix[1:] for suffix in WRITERS)
            raise UnwritableFile(f"--format {options.format[1:]}: no such format. Known: {known}")
        if os.path.realpath(path) in seen:
            raise UnwritableFile(f"{path}: named twice as output")
        seen.add(os.path.realpath(path))


def _protect(inputs: Iterable[Path], outputs: Iterable[Path], source: Document, target: Document) -> None:
    """Refuse to write over what is read: `-o un.txt` becomes un.en.txt and un.zh.txt, which may be it."""
    from corpus.model import Alignment, Side
    from exports.pairs import pair_names
    from exports.writing import PAIR

    sides = Alignment(Side(lang=source.lang), Side(lang=target.lang), ())
    for output in outputs:
        places = pair_names(sides, output) if output.suffix.lower() == PAIR else (output,)
        for read_from in inputs:
            if any(_same_file(read_from, place) for place in places):
                raise UnwritableFile(f"{output}: would write over {read_from}. Give another name")


def _same_file(one: Path, other: Path) -> bool:
    return str(one) != "-" and os.path.realpath(one) == os.path.realpath(other)


def _cut(document: Document, level: Literal["paragraph", "sentence"], presegmented: bool) -> Segments:
    import segmenters

    return segmenters.presegmented(document) if presegmented else segmenters.segment(document, level)


def _put(alignment: Alignment, outputs: Sequence[Path], options: WriteOptions) -> None:
    """Write every output, and say what went where; without outputs print both sides."""
    from exports import show, write
    from exports.options import count

    if not outputs:
        chosen = (
            bead
            for bead in alignment.beads
            if not (bead.source and bead.target) or bead.confidence >= options.min_confidence
        )
        show(alignment.with_beads(tuple(chosen)))
    for path in outputs:
        report = write(alignment, path, options)
        left_out = "; ".join(f"{number:,} {reason}" for reason, number in report.left_out.items())
        note = f"{' '.join(report.paths)}: {count(report.written, 'unit')}"
        print(f"{note}; left out: {left_out}" if left_out else note, file=sys.stderr)
        _tell(report.warnings)


def _explained(gold: Path, wanted: str, model: str) -> str:
    from aligner.encoders import BUNDLED, load_encoder
    from aligner.explain import as_text
    from aligner.explain import explain as explain_bead
    from corpus.gold import read_gold

    key, _, number = wanted.rpartition(":")
    if not key or not number.isdecimal():
        raise DuiqiError(f"--explain {wanted}: give a document's id and a bead's number, as lunyu-1:12")
    if model != BUNDLED:
        raise DuiqiError(f"--explain {wanted}: explained with the {BUNDLED} encoder only. Leave --model out")
    known = []
    for document in read_gold(gold):
        if str(document["id"]) == key:
            encoder = cast("BundledEncoder", load_encoder(BUNDLED))
            return as_text(document, explain_bead(document, int(number), encoder))
        known.append(str(document["id"]))
    raise DuiqiError(f"{gold}: no document '{key}'. There are: {', '.join(known[:10])}")


def _as_table(figures: dict[str, Any]) -> str:
    """The figures of an evaluation for people; shares as percentages."""
    from exports.options import count

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


def _tell(warnings: Iterable[str]) -> None:
    for warning in dict.fromkeys(warnings):
        print(f"warning: {warning}", file=sys.stderr)


def _show_timings() -> None:
    spent = timings()
    age = process_age()
    if age is not None:
        print(f"{age - sum(spent.values()):7.2f} s  start", file=sys.stderr)
    for name, seconds in spent.items():
        print(f"{seconds:7.2f} s  {name}", file=sys.stderr)
    print(f"{sum(spent.values()) if age is None else age:7.2f} s  in all", file=sys.stderr)


def main() -> None:
    """Run `duiqi`: one line on stderr for what a user can mend, and an exit status that scripts can trust."""
    _ready_streams()
    try:
        status: Any = app(sys.argv[1:] or ["--help"], prog_name="duiqi", standalone_mode=False)
        sys.stdout.flush()
    except DuiqiError as error:
        status = _refuse(str(error))
    except USAGE_ERRORS as error:
        status = _refuse(_usage(error))
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except BrokenPipeError:
        # The reader has left (`| head`). The interpreter flushes once more at its end: into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = IN_PART
    except OSError as error:
        status = _refuse(f"{error.filename or 'standard output'}: {(error.strerror or str(error)).lower()}")
    sys.exit(status or DONE)


def _refuse(message: str) -> int:
    print(" ".join(message.split("\n")), file=sys.stderr)
    return REFUSED


def _usage(error: Any) -> str:
    command = error.ctx.command_path if error.ctx else "duiqi"
    return f"{error.format_message().rstrip('.')}. Try: {command} --help"


def _ready_streams() -> None:
    """UTF-8 into files and pipes whatever the locale; a terminal gets ? for what it cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty():
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
