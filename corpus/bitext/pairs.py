"""Two text files, one unit a line in each: the corpora of machine translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from duiqi.corpus.bitext.headings import language_named
from duiqi.corpus.bitext.parts import ASSERTED, Beads, Numbering
from duiqi.corpus.errors import MalformedFile, UnreadableFile
from duiqi.corpus.languages import are_languages
from duiqi.corpus.model import Alignment, Bead, Side

LANGUAGE = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*|source|target")

# OPUS and Moses name a corpus by both languages: Europarl.en-zh.en, Europarl.en-zh.zh.
OPUS = re.compile(r"([A-Za-z]{2,3}(?:_[A-Za-z]+)?)-([A-Za-z]{2,3}(?:_[A-Za-z]+)?)")


def find_pair(path: Path) -> tuple[Path, Path] | None:
    """The two files that a name means, source first; None if there are not exactly two.

    The partner of `out.en.txt` is `out.zh.txt`, that of `out.en` is `out.zh`. `out.txt`, where
    there is no such file, means both, in the order of their names.
    """
    if not path.exists():
        both = sorted(_named(path.parent, path.stem, path.suffix))
        return (both[0], both[1]) if len(both) == 2 else None
    stem, suffix = path.stem, path.suffix
    language = Path(stem).suffix[1:]
    if (both_named := OPUS.fullmatch(language)) and suffix[1:] in both_named.groups():
        other = both_named[1] if suffix[1:] == both_named[2] else both_named[2]
        partner = path.with_suffix(f".{other}")
        return (path, partner) if partner.is_file() and partner != path else None
    if LANGUAGE.fullmatch(language):
        others = set(_named(path.parent, Path(stem).stem, suffix)) - {path}
    elif LANGUAGE.fullmatch(suffix[1:]):
        others = {
            other
            for other in path.parent.iterdir()
            if other.stem == stem and other != path and LANGUAGE.fullmatch(other.suffix[1:])
        }
    else:
        return None
    return (path, others.pop()) if len(others) == 1 else None


def _named(folder: Path, stem: str, suffix: str) -> list[Path]:
    """The files called stem.LANGUAGE.suffix."""
    if not folder.is_dir() or not suffix:
        return []
    return [
        file
        for file in folder.iterdir()
        if file.suffix == suffix
        and Path(file.stem).stem == stem
        and LANGUAGE.fullmatch(Path(file.stem).suffix[1:])
    ]


def read_pair(source: Path, target: Path, source_lang: str = "", target_lang: str = "") -> Alignment:
    """Read two files line by line as an alignment; a line without a partner is a bead with an empty side.

    Raises MalformedFile where the names of the files give other languages than those asked for.
    """
    langs, asked = (_language(source), _language(target)), (source_lang, target_lang)
    if not are_languages(langs, asked):
        if are_languages(langs[::-1], asked):
            source, target, langs = target, source, langs[::-1]
        elif all(map(language_named, langs)):
            have, needed = (" and ".join(filter(None, tags)) for tags in (langs, asked))
            raise MalformedFile(
                f"{source}: a pair of {have}, where {needed} are needed. Is it the right one?"
            )
    sides = Side(source.name, source_lang or langs[0]), Side(target.name, target_lang or langs[1])
    return Alignment(*sides, Beads(lambda: _beads(source, target)))


def _language(path: Path) -> str:
    """The language in a file's name: out.zh.txt, out.zh."""
    for suffix in reversed(path.suffixes):
        if LANGUAGE.fullmatch(suffix[1:]) and suffix not in (".txt", ".source", ".target"):
            return suffix[1:]
    return "und"


def _beads(source: Path, target: Path) -> Iterator[Bead]:
    numbering = Numbering()
    lines = zip_longest(_lines(source), _lines(target))
    for place, (first, second) in enumerate(lines, start=1):
        if first is None or second is None:
            longer, shorter = (target, source) if first is None else (source, target)
            raise MalformedFile(
                f"{shorter}, line {place}: the file ends here, but {longer.name} goes on. Are they a pair, "
                "line by line? Align other texts first: duiqi align"
            )
        texts = tuple(filter(None, [first])), tuple(filter(None, [second]))
        if any(texts):
            yield Bead.of_texts(
                *numbering.ranges(len(texts[0]), len(texts[1])),
                id=str(place),
                source_texts=texts[0],
                target_texts=texts[1],
                confidence=ASSERTED,
            )


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            for line in file:
                yield line.strip()
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path}: not utf-8. Save it as UTF-8") from error
