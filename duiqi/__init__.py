"""Align a text with its translation: what a script needs, by name.

>>> from duiqi import align, load_encoder, read, segment, write

Each name is imported when it is first used: neither `import duiqi` nor `duiqi --help` waits for
NumPy. Below this module are `duiqi.corpus` (the nouns, and all that is read), `duiqi.segmenters`,
`duiqi.exports` and `duiqi.aligner`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duiqi.aligner.check.run import check
    from duiqi.aligner.encoders.catalogue import load_encoder
    from duiqi.aligner.encoders.protocol import Encoder
    from duiqi.aligner.files import align_files
    from duiqi.aligner.judging.judge import Choice, Judge
    from duiqi.aligner.judging.judged import Judged, judged
    from duiqi.aligner.judging.question import Question
    from duiqi.aligner.leverage.leveraging import LeverageOptions, leverage
    from duiqi.aligner.memory.memory import Memory
    from duiqi.aligner.pipeline import align
    from duiqi.aligner.terms.extraction import Extraction, extract_terms
    from duiqi.aligner.terms.options import TermOptions
    from duiqi.aligner.versions.compare import compare
    from duiqi.corpus.bitext.reading import read_bitext
    from duiqi.corpus.errors import (
        DuiqiError,
        MalformedFile,
        MissingExtra,
        UnknownEncoder,
        UnreadableFile,
        UnwritableFile,
    )
    from duiqi.corpus.findings import Finding, Findings
    from duiqi.corpus.glossary.model import Glossary, TermPair
    from duiqi.corpus.model import Alignment, Bead, Document, Doubt, Segment, Segments, Side, Span
    from duiqi.corpus.read import read
    from duiqi.corpus.versions import Change, Versions
    from duiqi.exports.options import WriteOptions, WriteReport
    from duiqi.exports.writing import write
    from duiqi.segmenters.documents import from_sentences, presegmented, segment

__all__ = [
    "Alignment",
    "Bead",
    "Change",
    "Choice",
    "Document",
    "Doubt",
    "DuiqiError",
    "Encoder",
    "Extraction",
    "Finding",
    "Findings",
    "Glossary",
    "Judge",
    "Judged",
    "LeverageOptions",
    "MalformedFile",
    "Memory",
    "MissingExtra",
    "Question",
    "Segment",
    "Segments",
    "Side",
    "Span",
    "TermOptions",
    "TermPair",
    "UnknownEncoder",
    "UnreadableFile",
    "UnwritableFile",
    "Versions",
    "WriteOptions",
    "WriteReport",
    "align",
    "align_files",
    "check",
    "compare",
    "extract_terms",
    "from_sentences",
    "judged",
    "leverage",
    "load_encoder",
    "presegmented",
    "read",
    "read_bitext",
    "segment",
    "write",
]

# The imports above once more, for the interpreter; a test compares the two.
_HOMES = {
    "Alignment": "duiqi.corpus.model",
    "Bead": "duiqi.corpus.model",
    "Change": "duiqi.corpus.versions",
    "Choice": "duiqi.aligner.judging.judge",
    "Document": "duiqi.corpus.model",
    "Doubt": "duiqi.corpus.model",
    "DuiqiError": "duiqi.corpus.errors",
    "Encoder": "duiqi.aligner.encoders.protocol",
    "Extraction": "duiqi.aligner.terms.extraction",
    "Finding": "duiqi.corpus.findings",
    "Findings": "duiqi.corpus.findings",
    "Glossary": "duiqi.corpus.glossary.model",
    "Judge": "duiqi.aligner.judging.judge",
    "Judged": "duiqi.aligner.judging.judged",
    "LeverageOptions": "duiqi.aligner.leverage.leveraging",
    "MalformedFile": "duiqi.corpus.errors",
    "Memory": "duiqi.aligner.memory.memory",
    "MissingExtra": "duiqi.corpus.errors",
    "Question": "duiqi.aligner.judging.question",
    "Segment": "duiqi.corpus.model",
    "Segments": "duiqi.corpus.model",
    "Side": "duiqi.corpus.model",
    "Span": "duiqi.corpus.model",
    "TermOptions": "duiqi.aligner.terms.options",
    "TermPair": "duiqi.corpus.glossary.model",
    "UnknownEncoder": "duiqi.corpus.errors",
    "UnreadableFile": "duiqi.corpus.errors",
    "UnwritableFile": "duiqi.corpus.errors",
    "Versions": "duiqi.corpus.versions",
    "WriteOptions": "duiqi.exports.options",
    "WriteReport": "duiqi.exports.options",
    "align": "duiqi.aligner.pipeline",
    "align_files": "duiqi.aligner.files",
    "check": "duiqi.aligner.check.run",
    "compare": "duiqi.aligner.versions.compare",
    "extract_terms": "duiqi.aligner.terms.extraction",
    "from_sentences": "duiqi.segmenters.documents",
    "judged": "duiqi.aligner.judging.judged",
    "leverage": "duiqi.aligner.leverage.leveraging",
    "load_encoder": "duiqi.aligner.encoders.catalogue",
    "presegmented": "duiqi.segmenters.documents",
    "read": "duiqi.corpus.read",
    "read_bitext": "duiqi.corpus.bitext.reading",
    "segment": "duiqi.segmenters.documents",
    "write": "duiqi.exports.writing",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
