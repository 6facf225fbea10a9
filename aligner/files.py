"""From two files to an alignment: read, segment, align."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from duiqi.corpus.bilingual import take_apart
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.model import Alignment, Document, Doubt, Segments
from duiqi.corpus.read import read

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import Encoder
    from duiqi.aligner.pipeline import Pairing, Progress

Paired = Literal["paragraph", "sentence"]  # the levels at which files are aligned


class Read(Protocol):
    """`corpus.read`, or a function that reads with some condition of its own."""

    def __call__(self, source: Path, lang: str | None, encoding: str | None, /) -> Document:
        """Raise DuiqiError where the file cannot be used."""
        ...


@dataclass(frozen=True, slots=True)
class TextPair:
    """A text and its translation, read and segmented.

    presegmented  each line is a segment and is kept as it is
    pairing       of the paragraphs, where one file has both texts; see `pipeline.align`
    """

    source: Segments
    target: Segments
    presegmented: bool = False
    pairing: Pairing | None = None

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The readers' doubts about both files, each once."""
        return tuple(dict.fromkeys((*self.source.document.warnings, *self.target.document.warnings)))

    def align(self, encoder: Encoder | None = None, *, progress: Progress | None = None) -> Alignment:
        """Pair the segments; see `pipeline.align`."""
        from duiqi.aligner.pipeline import align

        return align(
            self.source,
            self.target,
            encoder,
            presegmented=self.presegmented,
            pairing=self.pairing,
            progress=progress,
        )


def read_pair(
    source: str | Path,
    target: str | Path | None = None,
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    encodings: tuple[str | None, str | None] = (None, None),
    level: Paired = "sentence",
    presegmented: bool = False,
    code: bool = False,
    read: Read = read,
) -> TextPair:
    """Read and segment a text and its translation; one of them may be `-`, standard input.

    Without a target, or where it is the source again, the file has both texts (see
    `corpus.bilingual`); a file with one text, named twice, is its own translation.

    source_lang, target_lang  BCP 47 tags; detected where they are not given
    encodings                 of the source and of the target; detected where they are None
    presegmented              take each line for a segment; `level` is not used then
    code                      align the lines of code blocks, too; `presegmented` texts have none
    read                      reads each file, given its path, language and encoding
    raises                    DuiqiError, in one line, where a file cannot be used
    """
    from duiqi import segmenters

    def cut(document: Document) -> Segments:
        if presegmented:
            return segmenters.presegmented(document)
        return segmenters.segment(document, level, code=code)

    if target is None or str(source) == str(target) != "-":
        document = read(Path(source), None, encodings[0])
        try:
            if presegmented:
                raise UnreadableFile(f"{document.name}: lines of one text. Give its translation as well")
            found = take_apart(document, source_lang, target_lang)
        except UnreadableFile:
            if target is None:
                raise
        else:
            return TextPair(cut(found.source), cut(found.target), pairing=found.pairing)
    if str(source) == str(target) == "-":
        raise UnreadableFile("-: only one of the two texts can come from standard input")
    documents = (
        read(Path(source), source_lang, encodings[0]),
        read(Path(target), target_lang, encodings[1]),
    )
    return TextPair(cut(documents[0]), cut(documents[1]), presegmented)


def align_files(
    source: str | Path,
    target: str | Path | None = None,
    encoder: Encoder | None = None,
    *,
    source_lang: str | None = None,
    target_lang: str | None = None,
    encodings: tuple[str | None, str | None] = (None, None),
    level: Paired = "sentence",
    presegmented: bool = False,
    code: bool = False,
    progress: Progress | None = None,
) -> Alignment:
    """Align a file with its translation, or the two texts of one file: `read_pair`, then `pipeline.align`.

    >>> from importlib.resources import files
    >>> samples = files("duiqi.corpus") / "samples"
    >>> bitext = align_files(samples / "un-62-99.en.txt", samples / "un-62-99.zh.txt")
    >>> bitext.source.lang, bitext.target.lang, len(bitext.beads)
    ('en', 'zh', 36)
    """
    pair = read_pair(
        source,
        target,
        source_lang=source_lang,
        target_lang=target_lang,
        encodings=encodings,
        level=level,
        presegmented=presegmented,
        code=code,
    )
    return pair.align(encoder, progress=progress)
