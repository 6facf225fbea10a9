"""Options that several commands share, and the checks of their values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from duiqi.aligner.encoders.protocol import BUNDLED
from duiqi.corpus.languages import canonical, is_tag, unknown_region

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import Encoder
    from duiqi.exports.options import WriteOptions


def language(tag: str | None) -> str | None:
    """A language tag in its usual form: zh-TW for zh_tw."""
    if tag is None:
        return None
    if not is_tag(tag):
        raise typer.BadParameter(f"'{tag}' is no language tag. Say en, zh, zh-Hant, de, pt-BR …")
    _check_region(tag)
    return canonical(tag)


def _check_region(tag: str) -> None:
    if region := unknown_region(tag):
        raise typer.BadParameter(f"'{tag}': no region has the code {region}. Say en-GB, zh-CN, pt-BR …")


def _code(entry: str) -> str:
    tag, equals, code = entry.partition("=")
    if not (equals and is_tag(tag) and is_tag(code)):
        raise typer.BadParameter(f"'{entry}' is no pair of language tags. Say zh=zh-Hans")
    for each in (tag, code):
        _check_region(each)
    return entry


def _codes(entries: list[str] | None) -> list[str]:
    return [_code(entry) for entry in entries or []]


def encodings_of(names: list[str] | None) -> list[str]:
    """The names of at most two encodings, checked."""
    from duiqi.corpus.decode import text_codec

    for name in names or []:
        try:
            text_codec(name)
        except (LookupError, ValueError):
            raise typer.BadParameter(f"no encoding called '{name}'. Say utf-8, gb18030, big5 …") from None
    if names and len(names) > 2:
        raise typer.BadParameter("given more than twice: once for both files, or once for each")
    return names or []


def of_each(encodings: list[str] | None) -> tuple[str | None, str | None]:
    """The encodings of two files, where none, one for both or two are given."""
    return (encodings[0], encodings[-1]) if encodings else (None, None)


def named(model: str) -> str:
    """The name of a model; empty it is most likely a variable of the shell that was not set."""
    if not model.strip():
        raise typer.BadParameter("needs a name: bundled, or a sentence-transformers model or folder")
    return model


# What a command takes by itself, before any text is read. With less, the libraries of numpy end the process
# without an error that could be reported. Measured with two cores: 300 MB to align, 500 for terms.
LEAST_MEMORY = {"segment": "64M", "convert": "256M"}
LEAST_WITH_ENCODER = "640M"


def limited(context: typer.Context, size: str | None) -> str | None:
    """Limit the memory of the process, by default to a share of the machine's; a limit set before holds."""
    from duiqi.corpus.ram import limit_ram, ram_share, size_of

    try:
        limit = ram_share(1) if size is None else size_of(size)
    except ValueError:
        raise typer.BadParameter(f"'{size}' is no size of memory. Say 800M or 4G") from None
    least = LEAST_MEMORY.get(context.info_name or "", LEAST_WITH_ENCODER)
    if size is not None and limit < size_of(least):
        raise typer.BadParameter(f"{size} is too little: duiqi {context.info_name} takes {least} by itself")
    limit_ram(limit)
    return size


SourceLang = Annotated[
    str | None,
    typer.Option(
        metavar="TAG",
        help="Language of the source, as en or zh-Hans; found out if absent.",
        callback=language,
    ),
]
TargetLang = Annotated[
    str | None,
    typer.Option(metavar="TAG", help="Language of the target; found out if absent.", callback=language),
]
Encodings = Annotated[
    list[str] | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Encoding of both files, or, given twice, of each; found out if absent.",
        callback=encodings_of,
    ),
]
Model = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="The encoder: bundled, or a sentence-transformers model by name or folder.",
        callback=named,
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
    typer.Option(
        metavar="0…1",
        help="Leave out pairs that are less likely to be right; .jsonl keeps all.",
        min=0.0,
        max=1.0,
    ),
]
TmxForm = Annotated[
    Literal["1.4", "omegat"],
    typer.Option(help="Form of .tmx files: omegat for OmegaT to find segments with formatting."),
]
XliffVersion = Annotated[Literal["1.2", "2.0", "2.1"], typer.Option(help="Version of .xlf files.")]
TbxVersion = Annotated[
    Literal["3", "2"], typer.Option(help="Version of .tbx files: OmegaT reads nothing newer than 2.")
]
CsvForm = Annotated[
    Literal["duiqi", "memoq"],
    typer.Option("--csv", help="Form of .csv glossaries: memoq for memoQ's term bases."),
]
Subject = Annotated[
    str, typer.Option(metavar="FIELD", help="Subject field of the terms, in termbases and tables.")
]
Customer = Annotated[
    str, typer.Option(metavar="NAME", help="Customer of the terms, in termbases and tables.")
]
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
    typer.Option(
        "--unlabelled/--no-unlabelled",
        help="TMX: a second unit, without it, for each that opens with a typed label.",
    ),
]
Format = Annotated[
    str, typer.Option(metavar="SUFFIX", help="Format of what goes to standard output, as tmx or jsonl.")
]
Shown = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="Format of what goes to standard output: table (in columns), tsv, jsonl, tmx or another suffix. "
        "By default a table on a terminal, jsonl with -o -, else lines with tabs.",
    ),
]
ShownTerms = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="Format of what goes to standard output: table (in columns), tsv, csv, tbx or utf8. "
        "By default a table on a terminal, tsv with -o -, else lines with tabs.",
    ),
]
ShownFindings = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="Format of what goes to standard output: tsv, csv, jsonl, xlsx or html. By default tsv with "
        "-o -, else a line a finding.",
    ),
]
Converted = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="Format of what goes to standard output: table (in columns) or a suffix. By default jsonl, and "
        "tsv for a glossary.",
    ),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force",
        help="Overwrite reviewed rows; the file as it was is kept as NAME.bak, an earlier one as NAME.bak.1.",
    ),
]
Timings = Annotated[bool, typer.Option("--timings", help="Say where the time went.")]
Level = Annotated[Literal["paragraph", "sentence"], typer.Option(help="What to pair.")]
Presegmented = Annotated[
    bool, typer.Option("--presegmented", help="Take every line for a segment, as it is.")
]
Code = Annotated[bool, typer.Option("--code", help="Take the lines of code blocks for segments, too.")]


MaxMemory = Annotated[
    str | None,
    typer.Option(
        metavar="SIZE",
        help="Stop where more memory than this is needed, as 4G; by default four fifths of the machine's.",
        callback=limited,
    ),
]


@dataclass(frozen=True)
class EncoderOptions:
    """The encoder, and how it is run."""

    model: Model = BUNDLED
    device: Device = None
    batch_size: BatchSize = None
    cache: Cache = None

    def load(self) -> Encoder:
        """Load the encoder; raises UnknownEncoder."""
        from duiqi.aligner.encoders.catalogue import load_encoder

        return load_encoder(self.model, device=self.device, batch_size=self.batch_size, cache=self.cache)


@dataclass(frozen=True)
class TermWriting:
    """The form of glossaries."""

    tbx: TbxVersion = "3"
    csv: CsvForm = "duiqi"
    subject: Subject = ""
    customer: Customer = ""
    lang_code: LangCode = None
    plain_spaces: PlainSpaces = False

    def to(self, format: str = "jsonl") -> WriteOptions:  # noqa: A002 - the option's name
        """These choices for the writers; `format` is that of standard output."""
        from duiqi.exports.options import WriteOptions

        return WriteOptions(
            tbx=self.tbx,
            csv=self.csv,
            subject=self.subject,
            customer=self.customer,
            codes=dict(entry.split("=", 1) for entry in self.lang_code or []),
            plain_spaces=self.plain_spaces,
            format=f".{format.removeprefix('.').lower()}",
        )


@dataclass(frozen=True)
class Writing(TermWriting):
    """The form of aligned text, and of glossaries beside it."""

    min_confidence: MinConfidence = 0.0
    tmx: TmxForm = "1.4"
    xliff: XliffVersion = "1.2"
    duplicates: Duplicates = None
    unlabelled: Unlabelled = True

    def to(self, format: str = "jsonl") -> WriteOptions:  # noqa: A002 - the option's name
        """These choices for the writers; `format` is that of standard output."""
        return replace(
            super().to(format),
            min_confidence=self.min_confidence,
            tmx=self.tmx,
            xliff=self.xliff,
            duplicates=self.duplicates,
            unlabelled=self.unlabelled,
        )
