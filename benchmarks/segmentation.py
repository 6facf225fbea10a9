"""How fast and how well sentences and clauses are found.

    python -m benchmarks.segmentation

prints, for English and Chinese, megabytes of UTF-8 a second on one core (processor time,
so that a busy machine does not count), the memory that the ends of one long paragraph
need, and what starting costs; then the Golden Rules, and precision, recall and F1 of
sentence boundaries where the gold data is (../shared/eval, or the folder that DUIQI_EVAL
names), beside sentencex and pySBD where they are installed. The gold sentences are joined
by a space (Chinese: by nothing), so that the ends of paragraphs, which no mark tells, are
lost for every splitter alike.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from benchmarks.gold import EVAL, ROOT
from duiqi.corpus.model import join
from duiqi.segmenters import clause_ends, sentence_ends

CASES = ROOT / "tests" / "segmenters"

Splitter = Callable[[str, str], Iterable[int]]


def golden_cases(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The texts and sentences of a golden file."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("# "))
    for case in "\n".join(lines).split("\n===")[:-1]:
        text, _, sentences = case.strip("\n").partition("\n---\n")
        yield text, sentences.splitlines()


def prose(lang: str, size: int) -> list[str]:
    """Paragraphs of about 500 characters, `size` bytes in all, from the golden files."""
    texts = [text for text, _ in golden_cases(CASES / f"{lang}.txt")]
    paragraphs: list[str] = []
    current: list[str] = []
    total = i = 0
    while total < size:
        current.append(texts[i % len(texts)])
        i += 1
        if sum(map(len, current)) > 500:
            paragraphs.append(join(current, lang))
            total += len(paragraphs[-1].encode())
            current = []
    return paragraphs


def speed(find: Callable[[str, str], list[int]], lang: str) -> float:
    """Megabytes a second: the best of three runs over two megabytes."""
    paragraphs = prose(lang, 2_000_000)
    size = sum(len(paragraph.encode()) for paragraph in paragraphs)
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for paragraph in paragraphs:
            find(paragraph, lang)
        best = min(best, time.process_time() - start)
    return size / best / 1e6


def memory(lang: str) -> float:
    """Peak memory of finding the sentences of one 4 MB paragraph, as a multiple of its size in memory."""
    text = join(prose(lang, 4_000_000), lang)
    tracemalloc.start()
    sentence_ends(text, lang)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / sys.getsizeof(text)


def startup(code: str) -> float:
    """Milliseconds that a line of Python takes in a fresh process, the best of five."""
    program = (
        f"import time, duiqi.corpus.model; t = time.perf_counter(); {code}; print(time.perf_counter() - t)"
    )
    runs = [
        float(
            subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=ROOT).stdout
        )
        for _ in range(5)
    ]
    return min(runs) * 1000


def found_by(split: Callable[[str, str], Iterable[str]]) -> Splitter:
    """The ends that a splitter's sentences have in the text; it may have trimmed them."""

    def ends(text: str, lang: str) -> Iterator[int]:
        position = 0
        for sentence in split(text, lang):
            at = text.find(sentence.strip(), position)
            if at >= 0:
                position = at + len(sentence.strip())
                yield position

    return ends


def splitters() -> dict[str, Splitter]:
    """Ours, and the known ones that are installed."""
    known: dict[str, Splitter] = {"duiqi": sentence_ends}
    try:
        sentencex = importlib.import_module("sentencex")
        known["sentencex"] = found_by(lambda text, lang: sentencex.segment(lang, text))
    except ImportError:
        print("sentencex is not installed: left out", file=sys.stderr)
    try:
        pysbd = importlib.import_module("pysbd")
        known["pySBD"] = found_by(
            lambda text, lang: pysbd.Segmenter(language=lang, clean=False).segment(text)
        )
    except ImportError:
        print("pysbd is not installed: left out", file=sys.stderr)
    return known


def visible(text: str, ends: Iterable[int]) -> set[int]:
    """Ends moved before white space, so that nobody loses a point over whose it is."""
    return {len(text[:end].rstrip()) for end in ends}


def golden_rules(splitter: Splitter, lang: str) -> str:
    """How many of the Golden Rules a splitter passes."""
    cases = list(golden_cases(CASES / f"{lang}.golden-rules.txt"))
    passed = 0
    for text, sentences in cases:
        ends = sorted(visible(text, splitter(text, lang)) | {len(text)})
        passed += [text[start:end].strip() for start, end in pairwise([0, *ends])] == sentences
    return f"{passed} of {len(cases)}"


def gold_texts(path: Path) -> Iterator[tuple[str, str, set[int]]]:
    """The languages, texts and sentence ends of an alignment's gold file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        for side in ("src", "tgt"):
            lang = document[f"{side}_lang"]
            sentences = [sentence.strip() for sentence in document[side]]
            text = join(sentences, lang)
            ends, position = set(), 0
            for sentence in sentences:
                position = text.index(sentence, position) + len(sentence)
                ends.add(position)
            yield lang, text, ends


def boundaries(splitter: Splitter, path: Path) -> Iterator[tuple[str, float, float, float]]:
    """Precision, recall and F1 of sentence ends for each language of a gold file."""
    counts: dict[str, tuple[int, int, int]] = {}
    for lang, text, gold in gold_texts(path):
        found = visible(text, splitter(text, lang))
        right, all_found, all_gold = counts.get(lang, (0, 0, 0))
        counts[lang] = right + len(found & gold), all_found + len(found), all_gold + len(gold)
    for lang, (right, all_found, all_gold) in counts.items():
        precision, recall = right / all_found, right / all_gold
        yield lang, precision, recall, 2 * right / (all_found + all_gold)


def main() -> None:
    """Print every figure."""
    print("MB a second, one core      sentences   clauses   memory, multiple of the text")
    for lang in ("en", "zh"):
        rates = f"{speed(sentence_ends, lang):13.1f} {speed(clause_ends, lang):9.1f}"
        print(f"  {lang:20} {rates} {memory(lang):9.2f}")
    print(f"import duiqi.segmenters {startup('import duiqi.segmenters'):6.1f} ms, without duiqi.corpus")
    for lang in ("en", "zh"):
        code = f"from duiqi import segmenters; segmenters.sentence_ends('a. B', {lang!r})"
        print(f"and the first {lang} sentence  {startup(code):8.1f} ms")
    known = splitters()
    for name, splitter in known.items():
        rules = ", ".join(f"{lang} {golden_rules(splitter, lang)}" for lang in ("en", "zh"))
        print(f"Golden Rules  {name:10} {rules}")
    for gold in ("mac_dev.jsonl", "textberg_dev.jsonl"):
        if not (EVAL / gold).is_file():
            print(f"{gold}: not in {EVAL}, skipped", file=sys.stderr)
            continue
        for name, splitter in known.items():
            for lang, precision, recall, f1 in boundaries(splitter, EVAL / gold):
                print(f"{gold:20} {name:10} {lang}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    main()
