"""The memories of a run: files of memories, and bitexts as they are."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from duiqi.aligner.memory.memory import Memory
from duiqi.aligner.memory.store import is_memory
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.detection import detect_among
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.languages import same_language
from duiqi.corpus.model import Alignment


class Named(NamedTuple):
    """A memory with the name that its matches have."""

    name: str
    memory: Memory


@contextmanager
def opened(
    sources: Iterable[Path | Memory | Named | Alignment], langs: tuple[str, str] = ("", "")
) -> Iterator[list[Named]]:
    """The memories; a bitext becomes one that is deleted at the end.

    langs   of the new text and of its translation, for bitexts that name no languages
    raises  UnreadableFile where a file is neither
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="duiqi-leverage-")))
        memories: list[Named] = []
        for number, source in enumerate(sources):
            if isinstance(source, Named):
                memories.append(source)
                continue
            if isinstance(source, Memory):
                memories.append(Named(source.path.name, source))
                continue
            if isinstance(source, Path) and is_memory(source):
                memories.append(Named(source.name, stack.enter_context(Memory(source, create=False))))
                continue
            alignment = _bitext(source, langs) if isinstance(source, Path) else source
            memory = stack.enter_context(Memory(folder / f"{number}.memory"))
            memory.add(alignment)
            name = source.name if isinstance(source, Path) else alignment.source.name
            memories.append(Named(name, memory))
        yield memories


def _bitext(path: Path, langs: tuple[str, str]) -> Alignment:
    alignment = read_bitext(path)
    if alignment.source.lang == "und" or alignment.target.lang == "und":
        return read_bitext(path, source_lang=langs[0], target_lang=langs[1])
    return alignment


def language_in(memories: Iterable[Named], text: str) -> str:
    """The language of a new text: of a short one the likeliest of those that the memories have."""
    found: Counter[str] = Counter()
    for _, memory in memories:
        for pair, count in memory.statistics().languages.items():
            found.update(dict.fromkeys(pair, count))
    return detect_among(text, [tag for tag, _ in found.most_common()])


def languages(memories: Iterable[Named], source_lang: str, target_lang: str | None = None) -> str:
    """The language of the translations that the memories have for texts in one language.

    target_lang  the one wanted; None where there is one alone
    raises       UnreadableFile where they have none, not that one, or several
    """
    found: Counter[str] = Counter()
    for _, memory in memories:
        for (source, target), count in memory.statistics().languages.items():
            if same_language(source, source_lang):
                found[target] += count
            elif same_language(target, source_lang):
                found[source] += count
    if not found:
        raise UnreadableFile(f"no memory has texts in {source_lang}. Say --source-lang and --target-lang")
    first, *others = [lang for lang, _ in found.most_common()]
    if target_lang:
        if not any(same_language(lang, target_lang) for lang in found):
            listed = ", ".join(sorted(found))
            raise UnreadableFile(f"the memories have translations into {listed}, and none into {target_lang}")
        return target_lang
    if any(not same_language(first, other) for other in others):
        listed = ", ".join(sorted(found))
        raise UnreadableFile(f"the memories have translations into {listed}. Say --target-lang")
    return first
