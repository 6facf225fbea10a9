"""Aligned text of several files as one alignment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from duiqi.corpus.bitext.conventions import stem
from duiqi.corpus.bitext.parts import Lazy
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.languages import same_language, same_script
from duiqi.corpus.model import Alignment, Bead, Doubt, Side


def read_together(
    paths: Sequence[Path],
    *,
    source_lang: str = "",
    target_lang: str = "",
    columns: tuple[str, str] | None = None,
) -> Alignment:
    """Read files of aligned text, one after another, in the languages of the first.

    A file that has these the other way is turned. The id of a bead is its file's name and its own id
    there. The files are read when the beads are asked for, and not kept. Raises UnreadableFile, also
    for a file in other languages.
    """
    first = read_bitext(paths[0], source_lang=source_lang, target_lang=target_lang, columns=columns)
    if len(paths) == 1:
        return first
    source = Side(lang=source_lang or first.source.lang)
    target = Side(lang=target_lang or first.target.lang)

    def read(path: Path) -> Alignment:
        return read_bitext(path, source_lang=source.lang, target_lang=target.lang, columns=columns)

    warnings: list[Doubt] = []
    names = _names(paths)
    for path, name in zip(paths, names, strict=True):
        alignment = read(path)
        if other := _other_script(read_bitext(path, columns=columns), source.lang, target.lang):
            warnings.append(
                Doubt(
                    "languages",
                    f"{path}: its {other[0]} is written as {other[1]}, the language of {paths[0]}, "
                    "and is in another script. Convert it by itself to keep them apart",
                )
            )
        warnings += (doubt._replace(text=f"{name}: {doubt.text}") for doubt in alignment.warnings)

    def beads() -> Iterator[Bead]:
        for path, name in zip(paths, names, strict=True):
            for bead in read(path).beads:
                yield replace(bead, id=f"{name}-{bead.id}")

    return Alignment(source, target, Lazy(beads), warnings=tuple(warnings))


def _other_script(own: Alignment, *wanted: str) -> tuple[str, str] | None:
    """A language of a file and the one that is to be written, where both differ in their script alone."""
    tags = own.source.lang, own.target.lang
    for want in wanted:
        same = [tag for tag in tags if same_language(tag, want)]
        if len(same) == 1 and not same_script(same[0], want):
            return same[0], want
    return None


def _names(paths: Sequence[Path]) -> list[str]:
    """The names of files without their suffixes, made different where two are the same."""
    names: list[str] = []
    for path in paths:
        name, times = stem(path.name), 1
        while name in names:
            times += 1
            name = f"{stem(path.name)}~{times}"
        names.append(name)
    return names
