"""The options that several commands share, and how their values are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from duiqi.corpus.languages import TAG, canonical

if TYPE_CHECKING:
    from duiqi.exports.options import WriteOptions


def language(tag: str | None) -> str | None:
    """A language tag in its usual form: zh_tw is zh-TW."""
    if tag is None or TAG.fullmatch(tag):
        return tag and canonical(tag)
    raise typer.BadParameter(f"'{tag}' is no language tag. Say en, zh, zh-Hant, de, pt-BR …")


def _code(entry: str) -> str:
    tag, equals, code = entry.partition("=")
    if not (equals and TAG.fullmatch(tag) and TAG.fullmatch(code)):
        raise typer.BadParameter(f"'{entry}' is no pair of language tags. Say zh=zh-Hans")
    return entry


def _codes(entries: list[str] | None) -> list[str]:
    return [_code(entry) for entry in entries or []]


def encodings_of(names: list[str] | None) -> list[str]:
    """One name of an encoding, or one for each file."""
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
        callback=language,
    ),
]
TargetLang = Annotated[
    str | None,
    typer.Option(metavar="TAG", help="Language of the target; found out if absent.", callback=language),
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
    typer.Option(
        metavar="0…1",
        help="Leave out pairs that are less likely to be right; .jsonl keeps all.",
        min=0.0,
        max=1.0,
    ),
]
XliffVersion = Annotated[Literal["1.2", "2.0", "2.1"], typer.Option(help="Version of .xlf files.")]
TbxVersion = Annotated[
    Literal["3", "2"], typer.Option(help="Version of .tbx files: OmegaT reads nothing newer than 2.")
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
    typer.Option("--unlabelled", help="TMX: a second unit, without it, for each that opens with a label."),
]
Format = Annotated[
    str, typer.Option(metavar="SUFFIX", help="Format of what goes to standard output, as tmx or jsonl.")
]
Timings = Annotated[bool, typer.Option("--timings", help="Say where the time went.")]


def write_options(
    min_confidence: float,
    xliff: Literal["1.2", "2.0", "2.1"],
    lang_codes: Sequence[str],
    duplicates: Literal["first", "best", "all"] | None,
    format: str,  # noqa: A002 - the option's name
    *,
    tbx: Literal["3", "2"] = "3",
    plain_spaces: bool,
    unlabelled: bool,
) -> WriteOptions:
    """What a command was told about writing."""
    from duiqi.exports.options import WriteOptions

    return WriteOptions(
        min_confidence=min_confidence,
        xliff=xliff,
        tbx=tbx,
        codes=dict(entry.split("=", 1) for entry in lang_codes),
        duplicates=duplicates,
        plain_spaces=plain_spaces,
        unlabelled=unlabelled,
        format=f".{format.removeprefix('.').lower()}",
    )
